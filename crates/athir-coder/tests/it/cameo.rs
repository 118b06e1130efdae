//! Acts in CAMEO's terms, and the finer codes that events have from them.

use athir_coder::{CameoAct, Coder};
use athir_nlp::Model;

fn acts(text: &str) -> Vec<CameoAct> {
    Coder::builtin().find_acts(&Model::builtin().parse(text), None)
}

fn triples(text: &str) -> Vec<String> {
    let acts = acts(text);
    let triples = acts.iter().flat_map(CameoAct::triples);
    triples.map(|t| format!("{} {} {}", t.source, t.target, t.code)).collect()
}

#[test]
fn a_verb_tells_who_does_what_to_whom() {
    assert_eq!(triples("Peru condemned an attack by Chilean soldiers."), ["PER CHLMIL 111"]);
    assert_eq!(triples("Lawmakers and officials in Kenya welcomed the ceasefire with Uganda.").len(), 2);
    assert_eq!(triples("The dog chased the cat."), [""; 0]);
}

#[test]
fn talks_are_held_with_each_other() {
    assert_eq!(triples("Togo and Ghana met on Monday."), ["TGO GHA 040", "GHA TGO 040"]);
    assert_eq!(triples("President Mahama of Ghana visited Togo.").len(), 2, "who visits is hosted");
}

#[test]
fn an_act_inside_another_changes_its_code() {
    assert_eq!(triples("Togo refused to meet envoys of Ghana."), ["TGO GHAGOV 125"]);
    assert_eq!(triples("Chad urged Niger to withdraw its troops."), ["TCD NER 0256"]);
    assert_eq!(triples("Ghana said that Togo must release the prisoners."), ["GHA TGO 105"]);
}

#[test]
fn what_others_are_said_to_have_done_is_an_accusation() {
    assert_eq!(triples("Kenya said that Uganda had attacked Rwanda."), ["KEN UGA 112"]);
    assert_eq!(triples("Kenya said that it had attacked Rwanda."), ["KEN RWA 015"]);
}

#[test]
fn what_is_only_announced_is_marked() {
    let ready = &acts("Norway is ready to send food to Chad.")[0];
    assert_eq!((ready.code.as_deref(), ready.announced, ready.main), (Some("073"), true, true));
    assert!(!acts("Norway sent food to Chad.")[0].announced);
}

#[test]
fn what_is_denied_is_no_force() {
    assert_eq!(triples("Chad did not attack Niger."), [""; 0]);
    assert_eq!(triples("The army of Chad did not help Niger."), ["TCDMIL NER 122"]);
}

#[test]
fn events_have_the_finer_code_of_their_root() {
    let code = |text: &str| {
        let coded = Coder::builtin().code(&Model::builtin().parse(text), "example", None);
        coded.events.first().map(|event| event.codes.cameo.to_string())
    };
    let fine = code("Rebels fired rifles at soldiers in Palmyra.");
    assert!(fine.as_deref().is_some_and(|code| code.starts_with("19") && code.len() == 3), "{fine:?}");
    assert_eq!(code("Rebels attacked soldiers in Palmyra.").as_deref(), Some("190"));
}
