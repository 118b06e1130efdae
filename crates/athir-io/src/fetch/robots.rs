//! `robots.txt`: what a site asks robots to leave alone (RFC 9309).

use serde::{Deserialize, Serialize};

/// The greatest number of rules that is kept of a site.
const MOST_RULES: usize = 2000;
/// The longest pattern that is kept.
const LONGEST: usize = 1000;
/// The longest pause that a site can ask for, in seconds.
const LONGEST_PAUSE: u64 = 120;

/// The rules of a site for one robot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Robots {
    /// Patterns of paths, and whether they are allowed.
    rules: Vec<(String, bool)>,
    /// Seconds to wait between two requests.
    pub(super) pause: Option<u64>,
}

impl Robots {
    /// The rules of a site that allows nothing.
    pub(super) fn nothing() -> Robots {
        Robots { rules: vec![("/".to_owned(), false)], pause: None }
    }

    /// Reads the rules for a robot of this name: those of the groups that name it, else those for all robots.
    pub(super) fn parse(text: &str, robot: &str) -> Robots {
        let (mut own, mut all) = (Robots::default(), Robots::default());
        let (mut for_own, mut for_all, mut named) = (false, false, false);
        // Rules after a group's first end the list of names that it is for.
        let mut in_rules = true;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if in_rules {
                    (for_own, for_all, in_rules) = (false, false, false);
                }
                let is_own =
                    value.split('/').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(robot));
                for_own |= is_own;
                named |= is_own;
                for_all |= value == "*";
                continue;
            }
            let is_rule = matches!(key.as_str(), "allow" | "disallow" | "crawl-delay");
            in_rules |= is_rule;
            if !is_rule {
                continue;
            }
            for robots in for_own.then_some(&mut own).into_iter().chain(for_all.then_some(&mut all)) {
                match key.as_str() {
                    "crawl-delay" => {
                        robots.pause = value
                            .parse::<f64>()
                            .ok()
                            .map(|s| s.ceil().clamp(0.0, LONGEST_PAUSE as f64) as u64);
                    }
                    _ if value.is_empty() || value.len() > LONGEST || robots.rules.len() >= MOST_RULES => {}
                    _ => robots.rules.push((value.to_owned(), key == "allow")),
                }
            }
        }
        if named { own } else { all }
    }

    /// Whether a path, with its query, may be fetched: by the longest pattern that fits, and if two are as long, by the
    /// one that allows.
    pub(super) fn allow(&self, path: &str) -> bool {
        self.rules
            .iter()
            .filter(|(pattern, _)| fits(pattern, path))
            .max_by_key(|(pattern, allowed)| (pattern.len(), *allowed))
            .is_none_or(|(_, allowed)| *allowed)
    }
}

/// Whether a pattern fits the beginning of a path; `*` stands for anything, `$` at the end for the path's end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_that_names_the_robot_is_the_one_that_counts() {
        let text = "User-agent: *\nDisallow: /\n\nUser-Agent: other\nUser-agent: Athir/1.0\nDisallow: /private # not here\nCrawl-delay: 2.5\nSitemap: x\n";
        let robots = Robots::parse(text, "athir");
        assert!(robots.allow("/news/1") && !robots.allow("/private/1"));
        assert_eq!(robots.pause, Some(3));
        assert!(!Robots::parse(text, "else").allow("/news/1"));
        assert!(Robots::parse("", "athir").allow("/"));
        assert!(
            Robots::parse("User-agent: athir\nDisallow:\n\nUser-agent: *\nDisallow: /", "athir").allow("/x")
        );
        assert!(!Robots::nothing().allow("/x"));
    }

    #[test]
    fn the_longest_pattern_decides() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow: /q*x=1\nAllow: /p\nDisallow: /p",
            "athir",
        );
        for (path, allowed) in [
            ("/", true),
            ("/a/c", false),
            ("/a/b/c", true),
            ("/x/y.pdf", false),
            ("/x/y.pdf?z", true),
            ("/q?y&x=1", false),
            ("/p", true),
        ] {
            assert_eq!(robots.allow(path), allowed, "{path}");
        }
    }
}
