//! Mentions without a name: pronouns, descriptions ("the group") and generic parties ("gunmen").

use std::borrow::Cow;

use athir_actors::{Composition, Generic, PartyClass, Victims};
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::band::bears_arms;
use crate::kind::{Kind, generic_at, generic_of_two, joined_before, kind_of, kind_of_generic};
use crate::lexicon::Lexicon;
use crate::mention::{Form, Identity, Known, Mention, Mentions, identity_of};
use crate::phrase::phrase;

/// Why a word for a force names one: "soldiers", "the army".
pub(crate) const OF_COUNTRY: &str = "of the country that the report is about";

/// Adds the mention that a personal pronoun makes.
pub(crate) fn pronoun_mention(token: Token<'_>, mentions: &mut Mentions) {
    let lower = token.text().to_lowercase();
    let (kind, plural) = match lower.as_str() {
        "it" | "its" | "itself" => (Kind::Unknown, false),
        "they" | "them" | "their" | "themselves" => (Kind::Unknown, true),
        "he" | "she" | "him" | "his" | "her" | "himself" | "herself" => (Kind::Person, false),
        "i" | "we" | "us" | "our" | "my" | "me" if token.text() != "US" => (Kind::Political, lower != "i"),
        _ => return,
    };
    if token.dep() == Dep::Expl {
        return;
    }
    mentions.add(Mention {
        head: token.index(),
        tokens: token.index()..token.index() + 1,
        who: Vec::new(),
        kind,
        form: Form::Pronoun,
        definite: true,
        plural,
        victims: Victims::Unknown,
        why: Cow::Borrowed(""),
    });
}

/// Adds the mention that a common noun makes, if it makes one; `named` tells which tokens are part of a name.
pub(crate) fn noun_mention(
    doc: &Doc,
    token: Token<'_>,
    named: &[bool],
    known: Known<'_>,
    mentions: &mut Mentions,
) {
    if is_all_sides(token) {
        return;
    }
    let latter = is_latter(token);
    // "terrorist positions": whose they are.
    let holds = |lists: &[&str]| lists.iter().any(|l| known.lexicon.token_in(l, token.head()));
    let tells_whose = token.dep() == Dep::Amod
        && token.pos() == Pos::Adj
        && holds(&["post_nouns", "part_nouns", "vehicle_nouns"])
        && known.registry.generic(token.lemma()).is_some_and(|g| kind_of_generic(g) == Kind::Armed);
    let stands_as_noun = tells_whose
        || !matches!(token.pos(), Pos::Adj | Pos::Num | Pos::Verb)
        || latter
        || is_fighters_of_act(token, known.lexicon)
        || token.text().eq_ignore_ascii_case("wounded");
    if mentions.has(token.index()) || !stands_as_noun || is_creed_of(token, known) {
        return;
    }
    let is_pair = is_pair(token, known.lexicon);
    // "the army and rebel groups": the article is the army's.
    let definite = latter || is_pair || is_definite(token) && joined_before(token).is_none();
    let plural = is_pair || token.tag().ends_with('S');
    let tokens = phrase(doc, token, token.index()..token.index() + 1);
    let has_named_modifier = modifiers(token, known.lexicon).any(|t| named[t.index()]);
    // "the army units", "the army's 3rd Brigade": a part of a force that a word names is that force.
    let generic_party = |who: Identity, kind, victims, why: &'static str| Mention {
        head: token.index(),
        tokens: tokens.clone(),
        who: vec![who],
        kind,
        form: Form::Generic,
        definite,
        plural,
        victims,
        why: why.into(),
    };
    if known.lexicon.token_in("group_nouns", token)
        && let Some(force) = force_before(token, known)
    {
        let (who, kind) = of_country(force, known).unwrap_or_else(|| by_word(force));
        let why = "a part of the force that the words before it name";
        mentions.add(generic_party(who, kind, force.victims, why));
        return;
    }
    // "rebel groups", "opposition factions" name who they are; "the rebel groups" are those told of before.
    let of_two = || {
        let beside = token.lefts().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod));
        let mut before = beside.chain(joined_before(token));
        let names = before.any(|t| generic_of_two(t, token, known.registry).is_some());
        // "A large faction" is one that the text names later.
        let stands_alone = || {
            let word = generic_at(token, known.registry);
            word.is_some_and(|g| plural || kind_of_generic(g) != Kind::Armed)
        };
        (names || stands_alone()) && !definite && !has_named_modifier
    };
    let described = if latter || is_pair {
        Some(Kind::Unknown)
    } else {
        described_kind(token, has_named_modifier, named, known.lexicon).filter(|_| !of_two())
    };
    if let Some(kind) = described {
        mentions.add(Mention {
            head: token.index(),
            tokens,
            who: Vec::new(),
            kind,
            form: Form::Description,
            definite,
            plural,
            victims: Victims::Unknown,
            why: Cow::Borrowed(""),
        });
        return;
    }
    if let Some((who, tokens)) = people(doc, token, known) {
        let why = "the people of a country";
        let kind = if who.actor.is_some() { Kind::State } else { Kind::Civilian };
        let victims = if who.actor.is_some() { Victims::Soldiers } else { Victims::Civilians };
        mentions.add(Mention { tokens, ..generic_party(who, kind, victims, why) });
        return;
    }
    let Some(generic) = generic_at(token, known.registry) else { return };
    // "President X" is who X is, where X leads another country than the report's.
    let leads_elsewhere = |m: &Mention| {
        let of_other =
            |id| !known.registry.actor(id).countries.iter().any(|c| Some(c.as_str()) == known.country);
        m.form == Form::Name && m.who.iter().filter_map(|who| who.actor).any(of_other)
    };
    if token.dep() == Dep::Compound
        && generic.class == PartyClass::Government
        && mentions.at(token.head().index()).any(|(_, m)| leads_elsewhere(m))
    {
        return;
    }
    // "government forces", "the army": those of the report's country.
    let of_state =
        matches!(generic.class, PartyClass::Military | PartyClass::Police | PartyClass::Government);
    let is_led = token.children().any(|t| {
        t.dep() == Dep::Amod
            && matches!(t.text(), "led" | "backed" | "dominated" | "allied" | "linked" | "aligned")
            || t.dep() == Dep::Amod && known.lexicon.token_in("foreign_words", t)
            // "child soldiers"
            || t.dep() == Dep::Compound && t.lemma() == "child"
    });
    // "a Kurdish official" is no official of the report's country.
    let of_people = token
        .children()
        .any(|t| t.dep() == Dep::Amod && t.entity().is_some_and(|entity| entity.label() == "NORP"));
    // "the army said its planes": whoever "it" is.
    let is_means_of_pronoun = known.lexicon.token_in("means_nouns", token)
        && token.children().any(|t| t.dep() == Dep::Poss && t.pos() == Pos::Pron);
    // "the group's war minister" is no minister of the report's country.
    let of_group = token.children().any(|t| t.dep() == Dep::Poss && known.lexicon.token_in("group_nouns", t));
    let is_the_states = of_state
        && !has_named_modifier
        && !of_group
        && !of_people
        && !is_led
        && !is_means_of_pronoun
        && (definite
            || is_force_of_headline(token, generic)
            // "Two soldiers were killed": those of the land, where nothing says whose.
            || matches!(generic.name.as_str(), "soldiers" | "troops" | "police")
            || kind_of_generic(generic) == Kind::State
            // "Loyalist forces"
            || matches!(generic.name.as_str(), "government forces" | "regime forces")
            || force_before(token, known).is_some_and(|force| force.composition != Composition::None)
            // "an army post"
            || token.dep() == Dep::Compound && generic.composition == Composition::Forces
            // "fighter jets" tell no more than "jets".
            || token.children().any(|t| t.dep() == Dep::Compound)
                && !known.lexicon.token_in("means_nouns", token));
    let composed = if is_the_states {
        let told = land_told_first(token, known);
        of_country(generic, Known { country: told.as_deref().or(known.country), ..known })
    } else {
        None
    };
    let why = if composed.is_some() { OF_COUNTRY } else { "a word for a party" };
    let (mut who, kind) = composed.unwrap_or_else(|| by_word(generic));
    // "Karavi fighters": of a people or body that nobody knows.
    let people = token.children().find(|t| is_unknown_people(*t, named, known));
    if let Some(people) =
        people.filter(|t| kind.is_armed() && who.code.is_none() && !who.name.contains(t.text()))
    {
        who.name = format!("{} {}", people.text(), who.name);
    }
    mentions.add(generic_party(who, kind, generic.victims, why));
}

/// "Takfiri" in "ISIL Takfiri terrorists": what the people after it believe, and no party of its own.
fn is_creed_of(word: Token<'_>, known: Known<'_>) -> bool {
    matches!(word.dep(), Dep::Compound | Dep::Amod | Dep::Nmod)
        && known.lexicon.has("creed_words", &word.text().to_lowercase())
        && (known.lexicon.token_in("group_nouns", word.head())
            || known.registry.generic(word.head().lemma()).is_some())
}

/// The words before a noun that may name a party, also through a creed between them: "Daesh" in "the Daesh Takfiri group".
pub(crate) fn modifiers<'d>(noun: Token<'d>, lexicon: &Lexicon) -> impl Iterator<Item = Token<'d>> {
    let is_modifier = |t: &Token<'d>| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod);
    let through = move |t: Token<'d>| {
        let is_creed = lexicon.has("creed_words", &t.text().to_lowercase());
        t.children().filter(move |c| is_creed && is_modifier(c)).chain([t])
    };
    noun.children().filter(is_modifier).flat_map(through)
}

/// "Army foils attack", "Army units retake town": titles leave out the article.
fn is_force_of_headline(word: Token<'_>, generic: &Generic) -> bool {
    word.sentence().index() == 0
        && generic.composition != Composition::None
        && !word.tag().ends_with('S')
        && matches!(word.lemma().to_lowercase().as_str(), "army" | "military" | "government" | "regime")
        && word.lefts().next().is_none()
        && matches!(word.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj | Dep::Compound)
}

/// Whether a word before a noun is a people's or a body's name that neither registry nor gazetteer has.
fn is_unknown_people(word: Token<'_>, named: &[bool], known: Known<'_>) -> bool {
    let lower = word.text().to_lowercase();
    matches!(word.dep(), Dep::Amod | Dep::Compound | Dep::Nmod)
        && word.entity().is_some_and(|e| matches!(e.label(), "NORP" | "ORG") && e.range().len() == 1)
        && word.text().starts_with(char::is_uppercase)
        && !named[word.index()]
        && !known.lexicon.has("creed_words", &lower)
        && known.registry.generic(&lower).is_none()
        && generic_of_two(word, word.head(), known.registry).is_none()
        && !lower.contains('-')
}

/// "a rebel ambush", "militant attacks", "rebel shells": whose act or weapon it is, though the parse takes the word for an
/// adjective.
fn is_fighters_of_act(token: Token<'_>, lexicon: &Lexicon) -> bool {
    token.dep() == Dep::Amod
        && matches!(
            token.lemma(),
            "rebel"
                | "militant"
                | "insurgent"
                | "guerrilla"
                | "separatist"
                | "jihadist"
                | "extremist"
                | "islamist"
                | "terrorist"
                | "paramilitary"
                | "mercenary"
                | "vigilante"
        )
        && (lexicon.token_in("weapon_nouns", token.head())
            || matches!(
                token.head().lemma(),
                "attack"
                    | "raid"
                    | "ambush"
                    | "assault"
                    | "offensive"
                    | "shelling"
                    | "fire"
                    | "bombardment"
                    | "incursion"
                    | "strike"
                    | "airstrike"
                    | "bombing"
                    | "advance"
                    | "counteroffensive"
                    | "counterattack"
                    | "takeover"
                    | "siege"
                    | "kidnapping"
                    | "massacre"
                    | "infiltration"
            ))
}

/// "Syrians", "the Iraqis": a people by the plural of its country's adjective, which stands for its state where it fights
/// ("the Turks shelled the town").
fn people(doc: &Doc, noun: Token<'_>, known: Known<'_>) -> Option<(Identity, std::ops::Range<usize>)> {
    let singular =
        noun.text().strip_suffix('s').filter(|w| w.len() > 3 && w.starts_with(char::is_uppercase))?;
    let (_, iso2) = known.registry.country_at(&[singular])?;
    if matches!(noun.dep(), Dep::Compound | Dep::Amod | Dep::Nmod) || noun.text().ends_with("ss") {
        return None;
    }
    let state = known.registry.state(iso2).filter(|_| bears_arms(noun, known.lexicon));
    if let Some(id) = state {
        return Some((identity_of(known.registry, id), phrase(doc, noun, noun.index()..noun.index() + 1)));
    }
    let code = format!("{}/civilians", iso2.to_ascii_lowercase());
    let who = Identity { name: "civilians".to_owned(), code: Some(code), actor: None };
    Some((who, phrase(doc, noun, noun.index()..noun.index() + 1)))
}

/// "In neighbouring Norway, the army said", "NORWAY: The army said": the land that the sentence or its paragraph opens
/// with, in place of the report's.
fn land_told_first(token: Token<'_>, known: Known<'_>) -> Option<String> {
    let doc = token.sentence().doc();
    let word = |i: usize| doc.token(i).text();
    let country_at = |i: usize, end: usize| {
        let words: Vec<&str> = (i..end.min(i + 4)).map(word).collect();
        known.registry.country_at(&words).map(|(n, iso2)| (n, iso2.to_owned()))
    };
    let start = token.sentence().range().start;
    let end = token.index();
    if start < end && matches!(word(start), "In" | "Across") {
        let skipped = (start + 1..end)
            .take(3)
            .find(|&i| !matches!(doc.token(i).text(), "neighbouring" | "neighboring" | "nearby" | "the"))?;
        let is_land = doc.token(skipped).pos() == Pos::Propn;
        return country_at(skipped, end).filter(|_| is_land).map(|(_, iso2)| iso2);
    }
    let label =
        (0..start + 1).rev().take(PARAGRAPH).find(|&i| i == 0 || doc.token(i - 1).text().contains('\n'))?;
    let (n, iso2) = country_at(label, end)?;
    (label + n < end && word(label + n) == ":" && label > 0).then_some(iso2)
}

/// How many words a paragraph has at most that a land opens.
const PARAGRAPH: usize = 250;

/// Who a word for a party means by itself.
fn by_word(generic: &Generic) -> (Identity, Kind) {
    (Identity { name: generic.name.clone(), code: None, actor: None }, kind_of_generic(generic))
}

/// Who a word for a party means in the country that the report is about, if one stands out.
fn of_country(generic: &Generic, known: Known<'_>) -> Option<(Identity, Kind)> {
    let country = known.country?;
    // The army of which reports from the Palestinian territories speak is Israel's.
    let is_army = generic.class == PartyClass::Military;
    let country = if country == "PS" && is_army { "IL" } else { country };
    let composed = known.registry.compose(country, generic);
    let kind = composed.actor.map_or(kind_of_generic(generic), |id| kind_of(known.registry.actor(id).kind));
    Some((Identity { name: composed.name, code: Some(composed.code), actor: composed.actor }, kind))
}

/// The word for a state's force that stands before a noun for a part of one.
fn force_before<'k>(noun: Token<'_>, known: Known<'k>) -> Option<&'k Generic> {
    let before = noun.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Poss));
    before
        .filter_map(|t| known.registry.generic(&t.text().to_lowercase()))
        .find(|g| matches!(g.class, PartyClass::Military | PartyClass::Police | PartyClass::Government))
}

fn is_latter(token: Token<'_>) -> bool {
    matches!(token.text().to_lowercase().as_str(), "latter" | "former") && token.dep() != Dep::Amod
}

/// "all parties", "all sides": nobody that was told before, so that who is called on keeps these words.
fn is_all_sides(noun: Token<'_>) -> bool {
    let is_all = |t: Token<'_>| t.text().eq_ignore_ascii_case("all");
    matches!(noun.text().to_lowercase().as_str(), "parties" | "sides") && noun.children().any(is_all)
}

/// "both sides", "the two groups", "both".
fn is_pair(token: Token<'_>, lexicon: &Lexicon) -> bool {
    let word = token.text().to_lowercase();
    let is_counted = || {
        token.children().any(|t| matches!(t.text().to_ascii_lowercase().as_str(), "both" | "two" | "either"))
    };
    lexicon.has("pair_nouns", &word) && is_counted()
        || word == "both"
            && matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj)
            && token.pos() != Pos::Cconj
}

fn is_definite(noun: Token<'_>) -> bool {
    noun.children().find(|t| matches!(t.dep(), Dep::Det | Dep::Poss)).is_some_and(|t| {
        matches!(t.text().to_ascii_lowercase().as_str(), "the" | "this" | "that" | "these" | "those")
            || t.dep() == Dep::Poss
    })
}

/// The kind of party that a noun describes without saying which: "the group", "its affiliate", "the statement".
fn described_kind(
    noun: Token<'_>,
    has_named_modifier: bool,
    named: &[bool],
    lexicon: &Lexicon,
) -> Option<Kind> {
    // "The statement called on …", "a statement giving X a day": whoever made it.
    let speaks =
        || noun.dep() == Dep::Nsubj || noun.children().any(|t| t.dep() == Dep::Acl && t.tag() == "VBG");
    let is_issuer = |t: Token<'_>| matches!(t.dep(), Dep::Poss | Dep::Compound);
    if lexicon.token_in("statement_nouns", noun)
        && speaks()
        && !noun.children().any(|t| named[t.index()] && !is_issuer(t))
    {
        return Some(Kind::Political);
    }
    let has_owner = || noun.children().any(|t| t.dep() == Dep::Poss);
    if lexicon.token_in("affiliate_nouns", noun) && (has_named_modifier || has_owner()) {
        return Some(Kind::Armed);
    }
    // "the Nusra group" is named already; "an al-Qaeda-linked group" is not.
    let is_linked =
        || noun.children().any(|t| matches!(t.dep(), Dep::Amod) && t.children().any(|c| named[c.index()]));
    (lexicon.token_in("group_nouns", noun) && (!has_named_modifier || is_linked())).then_some(Kind::Armed)
}
