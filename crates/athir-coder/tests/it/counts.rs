//! How the counts of one event stand to each other.

use athir_model::{CountRelation, Harm};

use crate::coding::code;

#[test]
fn counts_tell_how_they_stand_to_each_other() {
    use CountRelation::{Among, Beside};
    let told = |text: &str| -> Vec<(Option<u64>, Option<CountRelation>)> {
        let coded = code(text, None);
        let losses = coded.events.iter().flat_map(|e| &e.casualties);
        losses.filter(|c| c.kind == Harm::Killed).map(|c| (c.count.low, c.relation)).collect()
    };
    let raid = "An air strike on Saraqib on Monday killed";
    assert_eq!(
        told(&format!("{raid} at least 11 fighters, two of them medics.")),
        [(Some(11), None), (Some(2), Some(Among))]
    );
    assert_eq!(
        told(&format!("{raid} at least nine women and two men.")),
        [(Some(9), None), (Some(2), Some(Beside))]
    );
    assert_eq!(told(&format!("{raid} two women and two men.")), [(Some(2), None), (Some(2), Some(Beside))]);
    assert_eq!(
        told(&format!("{raid} four children and their teacher.")),
        [(Some(4), None), (Some(1), Some(Beside))]
    );
    assert_eq!(
        told(&format!("{raid} 21 civilians, including 11 children.")),
        [(Some(21), None), (Some(11), Some(Among))]
    );
    let listed = "Gunmen executed people in Saraqib on Monday. Among the victims were Mayor Ali Hassan and seven guards.";
    assert_eq!(told(listed), [(Some(1), Some(Among)), (Some(7), Some(Beside))]);
}
