//! What one given party does to another: a table of wordings with the type that each must give.

use std::fmt::Write as _;

use athir_coder::{Coder, Plover};
use athir_nlp::{Model, Span};

/// The source stands in [..], the target in {..}.
const WORDINGS: &[(&str, &str)] = &[
    ("AGREE", "[Bhutan] has agreed to send doctors to {Norway}."),
    ("AGREE", "[Bhutan] is ready to withdraw its soldiers from {Norway}."),
    ("CONSULT", "[President Dorje] met {the Norwegian ambassador} in Oslo."),
    ("CONSULT", "Talks between [Bhutan] and {Norway} were held in Oslo."),
    ("SUPPORT", "[Bhutan] praised {the Norwegian government} for its patience."),
    ("SUPPORT", "[Bhutan] and {Norway} signed a treaty of friendship."),
    ("COOPERATE", "[The Norwegian police] shared evidence with {Bhutan}."),
    ("AID", "[Norway] sent food and tents to {Bhutan}."),
    ("AID", "{Bhutan} received a loan from [Norway]."),
    ("YIELD", "[Norway] lifted the sanctions against {Bhutan}."),
    ("YIELD", "[The rebels] released {four hostages} on Monday."),
    ("YIELD", "[Norway] granted a request by {Bhutan} for more time."),
    ("REQUEST", "[Norway] urged {Bhutan} to stop the raids."),
    ("REQUEST", "[The minister] said that {Bhutan} must open its border."),
    ("ACCUSE", "[Bhutan] accused {Norway} of spying."),
    ("ACCUSE", "{Norway} faces criticism from [Bhutan] over the raids."),
    ("ACCUSE", "[Prosecutors] opened an investigation into {the mayor}."),
    ("REJECT", "[Bhutan] refused to meet {the Norwegian envoy}."),
    ("REJECT", "[Bhutan] did not agree to help {Norway}."),
    ("THREATEN", "[Bhutan] threatened to attack {Norway}."),
    ("THREATEN", "[Bhutan] gave an ultimatum to {the rebels}."),
    ("PROTEST", "[Students] protested against {the government} in Oslo."),
    ("SANCTION", "[Norway] has suspended all aid to {Bhutan}."),
    ("SANCTION", "[Norway] imposed sanctions on {Bhutan}."),
    ("MOBILIZE", "[Norway] deployed two battalions near {Bhutan}."),
    ("COERCE", "{Two activists} were arrested by [the police]."),
    ("COERCE", "[Norway] imposed a curfew in {Oslo}."),
    ("ASSAULT", "[The rebels] launched an attack on {an army base}."),
    ("ASSAULT", "{Three farmers} were killed by [gunmen]."),
    ("ACCUSE", "[Norway] condemned the raids and called {Bhutan} an aggressor."),
    ("YIELD", "[Norway] freed {two sailors} accused of spying."),
    ("AID", "[Norway] sent troops to the peacekeeping force in {Bhutan}."),
    ("REJECT", "The talks between [Norway] and {Bhutan} failed."),
    ("YIELD", "[Norway] declared a cease-fire with {Bhutan} in late March."),
    ("YIELD", "[Norway] decided to lift the sanctions on {Bhutan}."),
    ("REQUEST", "[Norway] wants {Bhutan} to leave the island."),
    ("REQUEST", "[Bhutan] is seeking aid from {Norway}."),
    ("REJECT", "[Norway] blocked a proposal by {Bhutan}."),
    ("COERCE", "[Norway] barred {two journalists} from the palace."),
    ("COOPERATE", "[Norway] and {Bhutan} held joint drills."),
    ("SANCTION", "[Norway] withdrew from the treaty with {Bhutan}."),
    ("AGREE", "[Norway] said it would release {two sailors}."),
    ("AGREE", "[President Dorje] will meet {the Norwegian premier} on Monday."),
    ("THREATEN", "[Bhutan] said it would impose sanctions on {Norway}."),
    ("SUPPORT", "[Norway] pledged full support for {Bhutan}."),
    ("SUPPORT", "[Norway] and {Bhutan} have agreed a trade deal."),
    ("CONSULT", "[President Dorje] called {the Norwegian premier} on Monday."),
    ("REQUEST", "[Norway] called on {Bhutan} to leave."),
    ("COERCE", "[A court] ordered the arrest of {the mayor}."),
    ("SANCTION", "[Norway] withdrew its peacekeepers from {Bhutan}."),
    ("YIELD", "[Norway] withdrew its troops from {Bhutan}."),
    ("AID", "[Norway] provides financial support to {Bhutan}."),
    ("ASSAULT", "[The army] violated the ceasefire with {the rebels}."),
    ("ASSAULT", "[The militia] pummelled {the suburb} for a week."),
    ("REQUEST", "[Norway] condemned the raids and called on {Bhutan} to end them."),
];

fn relation(wording: &str) -> Option<(Plover, String)> {
    let mut text = String::new();
    let mut spans = [Span::new(0, 0); 2];
    let mut start = 0;
    for c in wording.chars() {
        match c {
            '[' | '{' => start = text.len(),
            ']' => spans[0] = Span::new(start, text.len()),
            '}' => spans[1] = Span::new(start, text.len()),
            c => text.push(c),
        }
    }
    let relation = Coder::builtin().relate(&Model::builtin().parse(&text), spans[0], spans[1]);
    relation.map(|r| (r.plover, r.why))
}

#[test]
fn each_wording_gives_its_type() {
    let mut report = String::new();
    for (wanted, wording) in WORDINGS {
        let got = relation(wording);
        if got.as_ref().is_none_or(|(plover, _)| plover.as_str() != *wanted) {
            let _ = writeln!(report, "{wanted}: {wording}\n    {got:?}");
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn words_that_join_nothing_give_no_relation() {
    assert_eq!(relation("[Bhutan] is taller than {Norway}."), None);
}
