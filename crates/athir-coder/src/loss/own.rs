//! Losses that nothing else in the text accounts for, as an event of their own.

use athir_model::{EventKind, Harm};
use athir_nlp::{Dep, Token};

use super::accident::is_death_verb;
use super::cause::{Cause, cause_of};
use super::war::is_of_whole_war;
use crate::clue::Clues;
use crate::count::singular_person;
use crate::dating::time_of;
use crate::draft::{Draft, evidence_range, or_quoted};
use crate::frame::Class;
use crate::kind::Kind;
use crate::locate::place_of;
use crate::modality::{Stance, stance};
use crate::reading::Reading;
use crate::side::{add_backers, add_victims, by_own_word};
use crate::toll::{Counted, Toll};
use crate::voice::find_voices;

/// Makes an event of a toll that nothing else in the text accounts for, by its cause and its victims.
pub(super) fn toll_event(reading: &Reading<'_, '_>, toll: &Toll<'_>) -> Option<Draft> {
    let doc = reading.doc;
    let lexicon = reading.know.lexicon;
    let token = doc.token(toll.head);
    if toll.nominal && toll.victims.is_empty() && toll.counted.is_empty()
        || !matches!(toll.harm, Harm::Killed | Harm::Injured | Harm::Casualties)
    {
        return None;
    }
    // "suffered no losses": nothing happened to anybody.
    if !toll.counted.is_empty() && toll.counted.iter().all(|c| c.count.high == Some(0)) {
        return None;
    }
    let Cause { kind, mut initiators, weapons } = cause_of(reading, toll);
    add_backers(reading, &toll.args, &mut initiators, &[]);
    for side in &mut initiators {
        by_own_word(reading, side);
    }
    let victims: Vec<_> = toll.victims.iter().flat_map(|&v| reading.parties(v)).collect();
    let timed = time_of(reading, token);
    let located = place_of(reading, token, &toll.args, &[], EventKind::Attack);
    // Losses alone are no happening: somebody or something must have caused them, or a time or place be named.
    let caused = !initiators.is_empty() || kind.is_some();
    let told = !toll.counted.is_empty()
        && (!toll.nominal || is_found(toll, token))
        && (timed.is_some() || located.is_some());
    // "The poet died in Paris": nobody killed him.
    if !caused
        && is_death_verb(token)
        && toll.victims.iter().all(|&v| singular_person(reading.doc, v) || reading.is_class(v, Class::Named))
    {
        return None;
    }
    // "evacuated 14 wounded children": it only tells who they are, and nothing that befell them there.
    if !caused && token.dep() == Dep::Amod {
        return None;
    }
    if !caused && !told || victims.is_empty() && toll.counted.is_empty() {
        return None;
    }
    // "lost 25 fighters"
    let of_arms = |c: &Counted| c.head.is_some_and(|head| reading.is_class(head, Class::Armed));
    let civil = victims.is_empty() && !toll.counted.iter().any(of_arms)
        || victims.iter().any(|p| {
            // "killed 40 attackers": they came to fight.
            let attacks = p.who.name == "assailants";
            p.kind.is_civil() || p.kind == Kind::Person || p.kind == Kind::Unknown && !attacks
        });
    let kind = kind.unwrap_or(match (is_on_both_sides(token), civil) {
        (true, _) => EventKind::Clash,
        (false, true) => EventKind::ViolenceAgainstCivilians,
        (false, false) => EventKind::Attack,
    });
    let Stance::Told(modality, phase) = stance(token, lexicon) else { return None };
    let mut event = Draft {
        kind,
        frame: format!("toll.{}", toll.harm.as_str()),
        head: toll.head,
        tokens: toll.tokens.clone(),
        evidence: vec![evidence_range(reading, token, &toll.tokens)],
        initiators,
        recipients: Vec::new(),
        located,
        timed,
        clues: Clues::around(reading, token, &toll.args, &[], EventKind::Attack),
        counted: toll.counted.clone(),
        weapons,
        voices: or_quoted(reading, find_voices(doc, token, lexicon), token),
        modality,
        phase,
        definite: false,
        needs: Vec::new(),
        args: toll.args.iter().map(|a| a.head).collect(),
        from_toll: !caused,
        retold: Vec::new(),
    };
    // The toll of a whole war is a clash without sides (codebook §6).
    if !caused && is_of_whole_war(reading, toll, &event) {
        return Some(Draft { kind: EventKind::Clash, from_toll: false, ..event });
    }
    for &victim in &toll.named {
        add_victims(reading, &mut event, victim);
    }
    Some(event)
}

/// "The bodies of 11 men were found".
fn is_found(toll: &Toll<'_>, noun: Token<'_>) -> bool {
    let finds =
        ["find", "discover", "recover", "dump", "unearth", "exhume", "retrieve", "wash", "turn", "surface"];
    (!toll.victims.is_empty() || !toll.counted.is_empty())
        && matches!(noun.dep(), Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass)
        && finds.contains(&noun.head().lemma())
}

/// "250 fighters have died on both sides": they fought each other.
fn is_on_both_sides(loss: Token<'_>) -> bool {
    let (at, end) = (loss.index(), loss.sentence().range().end);
    (at..end.min(at + BOTH_SIDES_REACH)).any(|i| {
        let word = loss.doc().token(i);
        matches!(word.text(), "both" | "either" | "all")
            && word.next().is_some_and(|t| t.lemma() == "side")
            && word.previous().is_some_and(|t| matches!(t.text(), "on" | "from" | "among"))
    })
}

/// How many words behind a loss "on both sides" stands.
const BOTH_SIDES_REACH: usize = 12;
