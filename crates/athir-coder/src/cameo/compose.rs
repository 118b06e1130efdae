//! What an act means inside another: "promised aid", "urged them to withdraw", "refused to meet".
//!
//! CAMEO builds its verbal classes alike: an appeal (02), an intent (03), a demand (10) or a rejection (12) has a finer
//! code for each kind of act that it speaks of.

/// The finer codes of a verbal class: for acts of diplomatic, material, helping, yielding and meeting kind.
struct Class {
    root: &'static str,
    diplomatic: &'static str,
    material: &'static str,
    aid: &'static str,
    yielding: &'static str,
    meeting: &'static str,
    /// For force and pressure.
    force: Option<&'static str>,
}

const CLASSES: &[Class] = &[
    Class {
        root: "02",
        diplomatic: "022",
        material: "021",
        aid: "023",
        yielding: "025",
        meeting: "026",
        force: Some("020"),
    },
    Class {
        root: "03",
        diplomatic: "032",
        material: "031",
        aid: "033",
        yielding: "035",
        meeting: "036",
        force: Some("138"),
    },
    Class {
        root: "10",
        diplomatic: "102",
        material: "101",
        aid: "103",
        yielding: "105",
        meeting: "106",
        force: Some("100"),
    },
    Class {
        root: "12",
        diplomatic: "120",
        material: "121",
        aid: "122",
        yielding: "124",
        meeting: "125",
        force: None,
    },
];

/// Whether what a code speaks of has not come about by it: an appeal, an intent, a demand, a rejection, a threat.
pub(super) fn is_unreal(code: &str) -> bool {
    matches!(root(code), "02" | "03" | "10" | "12" | "13")
}

/// Whether the code says no more than that something was said.
pub(super) fn is_statement(code: &str) -> bool {
    root(code) == "01"
}

/// Whether the code is one of force.
pub(super) fn is_force(code: &str) -> bool {
    matches!(root(code), "18" | "19" | "20")
}

/// Whether a code is of talks, which all who take part hold with each other.
pub(super) fn is_mutual(code: &str) -> bool {
    matches!(code, "040" | "046")
}

/// The code of an act inside another one.
pub(super) fn compose(outer: &str, inner: &str) -> String {
    let Some(class) = CLASSES.iter().find(|class| class.root == root(outer)) else {
        // What is begun, agreed, helped or said is done.
        return if is_statement(outer) || root(outer) == "05" { inner.to_owned() } else { outer.to_owned() };
    };
    // A verb that has a finer code of its own knows better.
    let finer = match root(inner) {
        "04" => Some(class.meeting),
        "05" => Some(class.diplomatic),
        "06" => Some(class.material),
        "07" => Some(class.aid),
        "08" => Some(class.yielding),
        "18" | "19" | "20" => class.force,
        // What is meant to be looked into, or said, is.
        "01" | "09" if class.root == "03" => return inner.to_owned(),
        _ => None,
    };
    match finer {
        Some(code) if outer.ends_with('0') => code.to_owned(),
        _ => outer.to_owned(),
    }
}

/// What it means that an act is not done; nothing, for force that is not used.
pub(super) fn negated(code: &str) -> Option<&'static str> {
    match root(code) {
        "04" => Some("125"),
        "05" => Some("120"),
        "06" => Some("121"),
        "07" => Some("122"),
        "08" => Some("124"),
        _ => None,
    }
}

fn root(code: &str) -> &str {
    code.get(..2).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbal_classes_take_the_kind_of_the_act() {
        for (outer, inner, expected) in [
            ("020", "0871", "025"),
            ("030", "073", "033"),
            ("100", "042", "106"),
            ("120", "0841", "124"),
            ("030", "190", "138"),
            ("057", "085", "085"),
            ("0231", "190", "0231"),
        ] {
            assert_eq!(compose(outer, inner), expected, "{outer} {inner}");
        }
        assert_eq!(negated("070"), Some("122"));
        assert_eq!(negated("190"), None);
    }
}
