//! Mentions by name: actors of the registry, countries that stand for their state, persons and unknown bodies.

use std::borrow::Cow;

use athir_actors::{ActorId, ActorKind, NameRole, Victims};
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::band::bears_arms;
use crate::clause::is_passive;
use crate::kind::{Kind, generic_at, generic_of, joined_behind, kind_of, kind_of_generic, victims_of_kind};
use crate::lexicon::Lexicon;
use crate::mention::{Form, Identity, Known, Mention, Mentions, identity_of};
use crate::name::{Name, Naming};
use crate::phrase::{phrase, span_head, words_of};

/// Why a person stands for a party, as a reader is told it.
const LEADS_IT: &str = "a leader of it, by the registry";
const SPEAKS_FOR_IT: &str = "speaks or acts for it, by the title";
/// Why a country is a party.
pub(crate) const STANDS_FOR_STATE: &str = "a country stands for its state";
/// Why a name that nobody knows is a person's.
pub(crate) const PERSON_BY_NAME: &str = "a person's name";

/// Whether a party is meant by the name of a person who stands for it.
pub(crate) fn stands_for_it(why: &str) -> bool {
    why.contains(LEADS_IT) || why.contains(SPEAKS_FOR_IT)
}

pub(crate) fn name_mention(doc: &Doc, name: &Name, known: Known<'_>, mentions: &mut Mentions) {
    let head = span_head(doc, &name.tokens);
    let registry = known.registry;
    let organ = organ_of(doc, name, known);
    let (identity, kind) = match &name.naming {
        Naming::Actor(id, role) => {
            let actor = registry.actor(*id);
            // "the Indian Foreign Secretary": the office of another state.
            let of_another = || {
                let before =
                    head.children().filter(|t| matches!(t.dep(), Dep::Amod | Dep::Compound | Dep::Poss));
                before.map(|t| registry.country_at(&[t.text()])).any(|found| {
                    found.is_some_and(|(_, iso2)| !actor.countries.iter().any(|country| country == iso2))
                })
            };
            if matches!(role, NameRole::Metonym) && of_another() {
                return;
            }
            if matches!(role, NameRole::Metonym)
                && (is_locative(head, known.lexicon) || !speaks_or_acts(head, known.lexicon))
            {
                return;
            }
            if actor.kind == ActorKind::State && is_locative(head, known.lexicon) {
                return;
            }
            (identity_of(registry, *id), kind_of(actor.kind))
        }
        Naming::Country(iso2) => {
            country_mention(doc, name, head, iso2, known, mentions);
            return;
        }
        Naming::Person => (person_identity(doc, name, head, known), Kind::Person),
        Naming::Body | Naming::Organisation if organ.is_some() => {
            let Some(id) = organ else { return };
            (identity_of(registry, id), kind_of(registry.actor(id).kind))
        }
        Naming::Body | Naming::Band | Naming::Organisation if is_of_thing(doc, name, head, known) => return,
        Naming::Body | Naming::Band | Naming::Organisation => {
            let text = words_of(doc, &name.tokens);
            let text = text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(&text);
            let kind = match name.naming {
                Naming::Body => body_kind(doc, name, known.lexicon),
                Naming::Band => Kind::Armed,
                _ => Kind::Unknown,
            };
            (Identity { name: text.to_owned(), code: None, actor: None }, kind)
        }
        Naming::Place | Naming::GivenPlace => return,
    };
    let kind = match (&identity.actor, kind) {
        (Some(id), Kind::Person) => kind_of(registry.actor(*id).kind),
        (_, k) => k,
    };
    let why: Cow<'static, str> = match &name.naming {
        Naming::Actor(_, NameRole::Leader(_)) => LEADS_IT.into(),
        Naming::Actor(_, NameRole::Metonym) => "its seat stands for it".into(),
        Naming::Actor(_, NameRole::Organ) => "an organ of it, by the registry".into(),
        Naming::Actor(..) => "named in the registry".into(),
        Naming::Person if identity.actor.is_some() => SPEAKS_FOR_IT.into(),
        Naming::Person => PERSON_BY_NAME.into(),
        Naming::Body | Naming::Organisation if organ.is_some() => "an organ of it, by the words".into(),
        // What it is nobody says: it stands on no side by itself.
        Naming::Organisation => "".into(),
        _ => "a name that the registry does not know".into(),
    };
    let carrier = carrier_noun(head, known);
    let tokens = phrase(doc, head, name.tokens.clone());
    mentions.add(Mention {
        head: head.index(),
        tokens: if carrier.is_some() { name.tokens.clone() } else { tokens },
        who: vec![identity.clone()],
        kind,
        form: Form::Name,
        definite: true,
        plural: false,
        victims: victims_of_kind(kind),
        why: why.clone(),
    });
    if let Some(noun) = carrier {
        let generic = generic_of(noun, known.registry);
        let plural = noun.tag().ends_with('S');
        // "Tuareg rebels": some of a people who bear arms, and not the people.
        let of_unknown_people =
            name.naming == Naming::Band && head.entity().is_some_and(|e| e.label() == "NORP");
        let of_people = kind == Kind::Civilian && identity.actor.is_some() || of_unknown_people;
        let (identity, kind) = match generic.filter(|g| of_people && kind_of_generic(g).is_armed()) {
            Some(generic) => {
                let code = identity.code.map(|code| format!("{code}/{}", generic.name.replace(' ', "-")));
                let name = format!("{} {}", identity.name, generic.name);
                (Identity { name, code, actor: None }, kind_of_generic(generic))
            }
            None => (identity, kind),
        };
        mentions.add(Mention {
            head: noun.index(),
            tokens: phrase(doc, noun, noun.index()..noun.index() + 1),
            who: vec![identity],
            kind,
            form: Form::Name,
            definite: true,
            plural,
            victims: generic.map_or(victims_of_kind(kind), |g| g.victims),
            why: format!("{}; the noun after it stands for it", why).into(),
        });
    }
}

/// "Debris from the drone", "two C-130 aircraft": a word for a thing that begins a sentence, and what a make of aircraft is called,
/// name nobody.
fn is_of_thing(doc: &Doc, name: &Name, head: Token<'_>, known: Known<'_>) -> bool {
    let has = |list: &str, at: usize| known.lexicon.has(list, &doc.token(at).text().to_lowercase());
    let is_thing = name.tokens.len() == 1 && has("thing_nouns", name.tokens.start);
    let noun = head.head();
    let is_make = name.naming == Naming::Organisation
        && matches!(head.dep(), Dep::Compound | Dep::Nmod | Dep::Amod)
        && (known.lexicon.token_in("aircraft_nouns", noun) || known.lexicon.token_in("weapon_nouns", noun))
        && name.tokens.clone().any(|i| doc.token(i).text().contains(|c: char| c.is_ascii_digit()));
    is_thing || is_make
}

fn country_mention(
    doc: &Doc,
    name: &Name,
    head: Token<'_>,
    iso2: &str,
    known: Known<'_>,
    mentions: &mut Mentions,
) {
    let registry = known.registry;
    // "Syrian rebels", "the Turkish army", "Russia's defence ministry": the noun carries the party.
    let mut modifier = head;
    while modifier.dep() == Dep::Conj
        && modifier.head().index() < modifier.index()
        && modifier.head().pos() != Pos::Noun
    {
        modifier = modifier.head();
    }
    if matches!(modifier.dep(), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss) {
        let noun = modifier.head();
        // "X's government and rebels": the government is X's.
        let noun = joined_behind(modifier).unwrap_or(noun);
        // "Syria rebel officers" are no officers of Syria; "a Syrian fighter jet" is Syria's.
        let flies = known.lexicon.token_in("aircraft_nouns", noun);
        let rebel = noun.lefts().find_map(|t| {
            let is_between = t.dep() == Dep::Compound && t.index() > modifier.index() && !flies;
            registry.generic(t.lemma()).filter(|g| is_between && kind_of_generic(g) == Kind::Armed)
        });
        if let Some(generic) = rebel.or_else(|| generic_at(noun, registry)) {
            let identity = registry.compose(iso2, generic);
            let kind = identity.actor.map_or(kind_of_generic(generic), |id| kind_of(registry.actor(id).kind));
            mentions.add(Mention {
                head: noun.index(),
                tokens: phrase(doc, noun, noun.index()..noun.index() + 1),
                who: vec![Identity { name: identity.name, code: Some(identity.code), actor: identity.actor }],
                kind: if kind == Kind::Unknown { kind_of_generic(generic) } else { kind },
                form: Form::Generic,
                definite: true,
                plural: noun.tag().ends_with('S'),
                victims: generic.victims,
                why: "a country and a word for a party".into(),
            });
            if modifier.dep() != Dep::Poss {
                return;
            }
        }
        if known.lexicon.token_in("group_nouns", noun) && modifier.dep() == Dep::Amod {
            return;
        }
    }
    if is_locative(head, known.lexicon) {
        return;
    }
    if is_one_of_a_people(head) {
        // Of somebody who attacks no more is known than what he is: "a Chadian stabbed a guard".
        let word =
            if bears_arms(head, known.lexicon) || is_attacker(head) { head.text() } else { "civilians" };
        let code = format!("{}/civilians", iso2.to_ascii_lowercase());
        mentions.add(Mention {
            head: head.index(),
            tokens: phrase(doc, head, name.tokens.clone()),
            who: vec![Identity { name: word.to_owned(), code: Some(code), actor: None }],
            kind: Kind::Civilian,
            form: Form::Generic,
            definite: false,
            plural: false,
            victims: Victims::Civilians,
            why: "one of the people of a country".into(),
        });
        return;
    }
    if are_of_a_people(head, known.lexicon) && !bears_arms(head, known.lexicon) {
        let code = format!("{}/civilians", iso2.to_ascii_lowercase());
        mentions.add(Mention {
            head: head.index(),
            tokens: phrase(doc, head, name.tokens.clone()),
            who: vec![Identity { name: "civilians".to_owned(), code: Some(code), actor: None }],
            kind: Kind::Civilian,
            form: Form::Generic,
            definite: false,
            plural: true,
            victims: Victims::Civilians,
            why: "people of a country".into(),
        });
        return;
    }
    if let Some(id) = registry.state(iso2) {
        mentions.add(Mention {
            head: head.index(),
            tokens: phrase(doc, head, name.tokens.clone()),
            who: vec![identity_of(registry, id)],
            kind: Kind::State,
            form: Form::Name,
            definite: true,
            plural: false,
            victims: Victims::Unknown,
            why: STANDS_FOR_STATE.into(),
        });
    }
}

/// Whether somebody does harm with his own hands.
fn is_attacker(head: Token<'_>) -> bool {
    let verb = if head.dep() == Dep::Pobj { head.head().head() } else { head.head() };
    let does = match head.dep() {
        Dep::Nsubj => !is_passive(verb),
        Dep::Pobj => head.head().dep() == Dep::Agent,
        _ => false,
    };
    does && matches!(
        verb.lemma(),
        "stab" | "shoot" | "kill" | "knife" | "murder" | "wound" | "injure" | "ram"
    )
}

/// "a Palestinian", "the 15-year-old Iraqi": an adjective of a country that stands as a noun for one person.
fn is_one_of_a_people(head: Token<'_>) -> bool {
    let stands_alone = matches!(head.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Appos);
    let is_adjective = matches!(head.entity().as_ref().map(|e| e.label()), Some("NORP"));
    let one = |t: Token<'_>| {
        t.dep() == Dep::Det
            && matches!(t.text().to_ascii_lowercase().as_str(), "a" | "an" | "another" | "one")
            || t.dep() == Dep::Nummod && t.text().eq_ignore_ascii_case("one")
            || t.dep() == Dep::Amod && t.text().ends_with("old")
    };
    stands_alone && is_adjective && head.children().any(one)
}

/// "200,000 Sudanese", "hundreds of Congolese": an adjective of a country that counts people, as "Syrians" does.
fn are_of_a_people(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let counts = |t: Token<'_>| {
        t.dep() == Dep::Nummod && !t.text().eq_ignore_ascii_case("one")
            || t.dep() == Dep::Amod && matches!(t.lemma(), "many" | "several" | "most")
    };
    let of_many = || {
        head.dep() == Dep::Pobj
            && head.head().text() == "of"
            && lexicon.token_in("quantity_nouns", head.head().head())
    };
    matches!(head.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj)
        && head.text().ends_with("ese")
        && (head.children().any(counts) || of_many())
}

/// A person is the body that the words make him speak for: "Homs Governor X", "X, a spokesman for Y".
fn person_identity(doc: &Doc, name: &Name, head: Token<'_>, known: Known<'_>) -> Identity {
    let own = Identity { name: words_of(doc, &name.tokens), code: None, actor: None };
    let state_title = |t: Token<'_>| known.lexicon.token_in("state_titles", t);
    let body = |iso2: &str| known.registry.state(iso2).map(|id| identity_of(known.registry, id));
    let country_of = |t: Token<'_>| {
        std::iter::once(t)
            .chain(t.children())
            .chain(t.children().flat_map(|c| c.children()))
            .find_map(|t| known.registry.country_at(&[t.text()]).map(|(_, iso2)| iso2.to_owned()))
    };
    // "NATO Secretary-General X", "an FSA spokesman, X": the body that stands beside the title.
    let named_beside = |t: Token<'_>| {
        let beside = t.children().filter(|c| {
            matches!(c.dep(), Dep::Compound | Dep::Nmod)
                && c.pos() == Pos::Propn
                && !name.tokens.contains(&c.index())
        });
        beside.into_iter().find_map(|c| match known.registry.longest_at(&[c.text()]) {
            Some((1, ids)) if ids.len() == 1 && known.registry.country_at(&[c.text()]).is_none() => {
                let kind = kind_of(known.registry.actor(ids[0]).kind);
                (kind.is_political() || kind == Kind::Aid).then(|| identity_of(known.registry, ids[0]))
            }
            _ => None,
        })
    };
    let before = head.left_edge()..name.tokens.start;
    // "the ousted president X", "ex-president X": who held an office speaks for himself.
    if before.clone().any(|i| known.lexicon.token_in("ousted_words", doc.token(i))) {
        return own;
    }
    if let Some(found) = body_before_title(doc, name, head, known) {
        return found;
    }
    // "ICRC President X", "X, a spokesman for Hezbollah": of that body, and of no country that the report is about.
    let names_body = |t: Token<'_>| {
        t.children().any(|c| match c.dep() {
            Dep::Prep => matches!(c.text(), "of" | "for"),
            Dep::Compound | Dep::Nmod | Dep::Poss => {
                !name.tokens.contains(&c.index()) && known.registry.longest_at(&[c.text()]).is_some()
            }
            _ => false,
        })
    };
    for title in titles_of(head) {
        // A leader who is killed or taken is a party of his own.
        let speaks = speaks_or_acts(head, known.lexicon);
        let holds = state_title(title) || known.lexicon.token_in("body_titles", title) && speaks;
        if holds
            && let Some(found) = named_beside(title)
                .or_else(|| named_beside(head))
                .or_else(|| body_behind(doc, title, known, 2).filter(|_| speaks))
        {
            return found;
        }
        // "the spokesman of the Hill Front": of whom the registry knows nothing, and no state.
        let of_another = || title.rights().filter(|t| is_belonging(*t)).any(|prep| has_name(prep));
        let home = || known.country.filter(|_| !of_another() && !names_body(title) && !names_body(head));
        if state_title(title)
            && let Some(found) =
                country_of(title).or_else(|| country_of(head)).as_deref().or_else(home).and_then(body)
        {
            return found;
        }
    }
    own
}

/// "the General Command of X", "the Political Bureau of X": the body that speaks and acts through its organ.
fn organ_of(doc: &Doc, name: &Name, known: Known<'_>) -> Option<ActorId> {
    let is_organ =
        known.lexicon.has("delegation_nouns", &doc.token(name.tokens.end - 1).text().to_lowercase());
    let mut at = name.tokens.end;
    let word = |at: usize| (at < doc.len()).then(|| doc.token(at).text());
    if !is_organ || word(at) != Some("of") {
        return None;
    }
    at += 1 + usize::from(word(at + 1) == Some("the"));
    let words: Vec<&str> = (at..doc.len().min(at + 8)).map(|at| doc.token(at).text()).collect();
    let (_, ids) = known.registry.longest_at(&words)?;
    let [id] = ids[..] else { return None };
    kind_of(known.registry.actor(id).kind).is_political().then_some(id)
}

/// The words beside a person's name that can be a title; "Defence Minister Ursula von der Leyen" hangs on a part of the name.
fn titles_of<'d>(head: Token<'d>) -> impl Iterator<Item = Token<'d>> {
    let beside = |t: Token<'d>| {
        t.children().filter(|c| matches!(c.dep(), Dep::Compound | Dep::Appos | Dep::Amod | Dep::Nmod))
    };
    let in_name = beside(head).filter(|c| c.dep() == Dep::Compound && c.pos() == Pos::Propn);
    beside(head).chain(in_name.flat_map(beside))
}

/// "EU foreign policy chief X", "African Union chairman X": the body of many states that stands before the title.
fn body_before_title(doc: &Doc, name: &Name, head: Token<'_>, known: Known<'_>) -> Option<Identity> {
    let (start, end) = (head.left_edge(), name.tokens.start);
    let title = end.checked_sub(1).filter(|&i| i >= start).map(|i| doc.token(i))?;
    if !["state_titles", "power_titles"].iter().any(|list| known.lexicon.token_in(list, title)) {
        return None;
    }
    (start..end).find_map(|i| {
        let words: Vec<&str> = (i..end).map(|at| doc.token(at).text()).collect();
        let (_, ids) = known.registry.longest_at(&words)?;
        let id = *ids.first()?;
        let is_body = ids.len() == 1 && known.registry.actor(id).kind == ActorKind::International;
        is_body.then(|| identity_of(known.registry, id))
    })
}

fn is_belonging(prep: Token<'_>) -> bool {
    prep.dep() == Dep::Prep && matches!(prep.text(), "of" | "for" | "in" | "from")
}

fn has_name(prep: Token<'_>) -> bool {
    prep.children().any(|t| t.dep() == Dep::Pobj && t.pos() == Pos::Propn)
}

/// "the head of the Hill Front", "a member of the political bureau of the Hill Front": the body that stands behind the title,
/// where it is no state.
fn body_behind(doc: &Doc, title: Token<'_>, known: Known<'_>, depth: usize) -> Option<Identity> {
    let object = title
        .rights()
        .filter(|t| is_belonging(*t))
        .flat_map(|t| t.children())
        .find(|t| t.dep() == Dep::Pobj)?;
    let words: Vec<&str> = (object.left_edge()..=object.index()).map(|i| doc.token(i).text()).collect();
    let named = (0..words.len()).find_map(|start| {
        let (n_words, ids) = known.registry.longest_at(&words[start..])?;
        let [id] = ids.as_slice() else { return None };
        let kind = kind_of(known.registry.actor(*id).kind);
        let is_body = start + n_words == words.len() && kind.is_political() && kind != Kind::State;
        is_body.then(|| identity_of(known.registry, *id))
    });
    named.or_else(|| body_behind(doc, object, known, depth.checked_sub(1)?))
}

fn body_kind(doc: &Doc, name: &Name, lexicon: &Lexicon) -> Kind {
    let has =
        |list: &str| name.tokens.clone().any(|i| lexicon.has(list, &doc.token(i).text().to_lowercase()));
    if has("armed_body_nouns") {
        Kind::Armed
    } else if has("voice_body_nouns") {
        Kind::Aid
    } else {
        Kind::Political
    }
}

/// A noun after a name that stands for the named actor: "Islamic State fighters", "the Nusra group".
fn carrier_noun<'d>(head: Token<'d>, known: Known<'_>) -> Option<Token<'d>> {
    let mut modifier = head;
    // "Ansar al-Haqq and Liwa al-Noor groups": the last conjunct carries the noun.
    while modifier.dep() == Dep::Conj && modifier.head().index() < modifier.index() {
        modifier = modifier.head();
    }
    // "the Daesh Takfiri group": the group is Daesh, whatever creed stands between.
    let above = modifier.head();
    if matches!(above.dep(), Dep::Compound | Dep::Amod | Dep::Nmod)
        && known.lexicon.has("creed_words", &above.text().to_lowercase())
    {
        modifier = above;
    }
    // "X and government forces": the forces are not X's.
    let other = modifier.children().find(|t| t.dep() == Dep::Conj);
    let is_joined = modifier.children().any(|t| t.dep() == Dep::Cc)
        && other.map_or(modifier.dep() == Dep::Nmod, |t| known.registry.generic(t.lemma()).is_some());
    if is_joined || !matches!(modifier.dep(), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss) {
        return None;
    }
    let noun = modifier.head();
    let stands_for = known.lexicon.token_in("group_nouns", noun)
        || known.lexicon.token_in("vehicle_nouns", noun)
        || known.lexicon.token_in("aircraft_nouns", noun)
        || generic_of(noun, known.registry).is_some_and(|g| {
            !matches!(g.victims, Victims::Civilians | Victims::Children) || modifier.dep() != Dep::Poss
        });
    (noun.index() > head.index() && stands_for).then_some(noun)
}

/// Prepositions that put an act in the place after them.
fn puts_there(prep: Token<'_>) -> bool {
    matches!(
        prep.text().to_ascii_lowercase().as_str(),
        "in" | "at"
            | "near"
            | "inside"
            | "across"
            | "throughout"
            | "outside"
            | "around"
            | "into"
            | "through"
            | "within"
            | "over"
    )
}

/// Whether a name in this position is a place where something happens, and no party.
fn is_locative(head: Token<'_>, lexicon: &Lexicon) -> bool {
    let above = head.head();
    let word = above.text().to_ascii_lowercase();
    match head.dep() {
        Dep::Pobj if puts_there(above) => true,
        Dep::Pobj => match word.as_str() {
            // "fled from Syria", "returned to Turkey": a place with a word of motion, a party otherwise.
            "to" | "toward" | "towards" | "from" => lexicon.has("motion_words", above.head().lemma()),
            // "the north of Syria", "a city of Turkey"
            "of" => above.head().pos() == Pos::Noun && lexicon.has("place_part_nouns", above.head().lemma()),
            _ => false,
        },
        // "fled Thailand", "left Kenya"
        Dep::Dobj => {
            matches!(above.lemma(), "flee" | "leave" | "enter" | "exit" | "reach" | "escape" | "cross")
        }
        // "the juntas of Mali, Burkina Faso and Niger": as the first of them.
        Dep::Conj => is_locative(above, lexicon),
        Dep::Appos => {
            let prep = above.head();
            let leads = matches!(
                prep.text().to_ascii_lowercase().as_str(),
                "to" | "toward" | "towards" | "from" | "of"
            );
            above.dep() == Dep::Pobj && (puts_there(prep) || leads)
        }
        _ => false,
    }
}

/// Whether a capital in this position does, says or suffers something, and so stands for its government.
fn speaks_or_acts(head: Token<'_>, lexicon: &Lexicon) -> bool {
    match head.dep() {
        // "accused Moscow", "urged Damascus"
        Dep::Dobj | Dep::Dative => lexicon.has("address_verbs", head.head().lemma()),
        Dep::Nsubj | Dep::Agent => true,
        Dep::Conj => {
            matches!(head.head().dep(), Dep::Nsubj | Dep::Agent | Dep::Pobj)
                && head.head().pos() == Pos::Propn
        }
        Dep::Pobj => match head.head().text() {
            "by" | "between" | "with" | "against" => true,
            // "called on Damascus", "a rebuke from Moscow"
            "on" | "upon" => lexicon.has("address_verbs", head.head().head().lemma()),
            "to" | "from" | "of" => lexicon.has("address_nouns", head.head().head().lemma()),
            _ => false,
        },
        Dep::Poss => true,
        // "Damascus and rebel groups": the parse makes the first a modifier of the last word.
        Dep::Nmod => {
            head.children().any(|t| t.dep() == Dep::Cc)
                && matches!(head.head().dep(), Dep::Nsubj | Dep::Agent | Dep::Pobj)
                && speaks_or_acts(head.head(), lexicon)
        }
        _ => false,
    }
}
