//! Mentions of actors: names, generic parties ("gunmen"), descriptions ("the group") and pronouns, each with
//! the head token by which other words attach to it.

use std::borrow::Cow;
use std::ops::Range;

use athir_actors::{ActorId, ActorKind, Generic, NameRole, PartyClass, Registry, Victims};
use athir_nlp::{Dep, Doc, Pos, Token};

use crate::lexicon::Lexicon;
use crate::name::{Name, Naming};

/// Who a mention refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The name that the record gets.
    pub(crate) name: String,
    /// The registry's code.
    pub(crate) code: Option<String>,
    /// The registry's actor.
    pub(crate) actor: Option<ActorId>,
}

/// What kind of party a mention is, by the registry or by its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    State,
    Military,
    Police,
    Armed,
    Political,
    International,
    Civilian,
    Protester,
    Media,
    Aid,
    Person,
    Unknown,
}

impl Kind {
    /// Whether it can use force.
    pub(crate) fn is_armed(self) -> bool {
        matches!(self, Kind::State | Kind::Military | Kind::Police | Kind::Armed)
    }

    /// Whether its words count as acts (codebook §2).
    pub(crate) fn is_political(self) -> bool {
        self.is_armed() || matches!(self, Kind::Political | Kind::International)
    }

    /// Whether it is made of people who do not fight.
    pub(crate) fn is_civil(self) -> bool {
        matches!(self, Kind::Civilian | Kind::Protester | Kind::Media | Kind::Aid)
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Name,
    Generic,
    Description,
    Pronoun,
}

/// One mention.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) head: usize,
    pub(crate) tokens: Range<usize>,
    /// Empty while it is not known who is meant; several for "both sides".
    pub(crate) who: Vec<Identity>,
    pub(crate) kind: Kind,
    pub(crate) form: Form,
    pub(crate) definite: bool,
    pub(crate) plural: bool,
    pub(crate) victims: Victims,
    pub(crate) why: Cow<'static, str>,
}

/// The mentions of a report, findable by head token.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) all: Vec<Mention>,
    by_head: Vec<Vec<u32>>,
}

impl Mentions {
    fn new(n_tokens: usize) -> Mentions {
        Mentions { all: Vec::new(), by_head: vec![Vec::new(); n_tokens] }
    }

    fn add(&mut self, mention: Mention) {
        let head = &mut self.by_head[mention.head];
        let new = |old: &u32| self.all[*old as usize].who != mention.who || mention.who.is_empty();
        if head.iter().all(new) {
            head.push(self.all.len() as u32);
            self.all.push(mention);
        }
    }

    /// The mentions whose words attach to other words through this token.
    pub(crate) fn at(&self, head: usize) -> impl Iterator<Item = (usize, &Mention)> {
        self.by_head[head].iter().map(|&i| (i as usize, &self.all[i as usize]))
    }

    pub(crate) fn has(&self, head: usize) -> bool {
        !self.by_head[head].is_empty()
    }

    /// Mention numbers in the order of the text.
    pub(crate) fn in_text_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&i| (self.all[i].head, self.all[i].tokens.start, i));
        order
    }
}

/// What the mention finder looks things up in.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    pub(crate) registry: &'k Registry,
    pub(crate) lexicon: &'k Lexicon,
    /// The country that the report is mostly about, if one stands out.
    pub(crate) country: Option<&'k str>,
}

/// Finds every mention of an actor. `names` must be those of the same report.
pub(crate) fn find_mentions(doc: &Doc, names: &[Name], known: Known<'_>) -> Mentions {
    let mut mentions = Mentions::new(doc.len());
    let mut named = vec![None; doc.len()];
    for (n, name) in names.iter().enumerate() {
        for i in name.tokens.clone() {
            named[i] = Some(n);
        }
    }
    for name in names {
        name_mention(doc, name, known, &mut mentions);
    }
    for token in doc.tokens() {
        if named[token.index()].is_some() {
            continue;
        }
        match token.pos() {
            Pos::Pron => pronoun_mention(token, &mut mentions),
            Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Verb => {
                noun_mention(doc, token, names, &named, known, &mut mentions)
            }
            _ => {}
        }
    }
    mentions
}

/// The token of a span that the rest of the sentence attaches to.
pub(crate) fn span_head<'d>(doc: &'d Doc, tokens: &Range<usize>) -> Token<'d> {
    let mut best = doc.token(tokens.end - 1);
    for i in tokens.clone().rev() {
        let token = doc.token(i);
        if (token.is_root() || !tokens.contains(&token.head().index())) && !token.is_punct() {
            best = token;
            break;
        }
    }
    best
}

/// The words of a noun phrase from its left edge to its head, or to the end of the name in it.
pub(crate) fn phrase(doc: &Doc, head: Token<'_>, core: Range<usize>) -> Range<usize> {
    let start = head
        .lefts()
        .filter(|t| {
            matches!(
                t.dep(),
                Dep::Det | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod | Dep::Poss | Dep::Quantmod
            )
        })
        .map(|t| t.left_edge())
        .min()
        .unwrap_or(head.index())
        .min(core.start);
    let mut start = start.max(head.sentence().range().start);
    while start < core.start && (doc.token(start).is_punct() || doc.token(start).is_space()) {
        start += 1;
    }
    start..core.end.max(head.index() + 1)
}

fn identity_of(registry: &Registry, id: ActorId) -> Identity {
    let actor = registry.actor(id);
    Identity { name: actor.name.clone(), code: Some(actor.code.clone()), actor: Some(id) }
}

pub(crate) fn kind_of(kind: ActorKind) -> Kind {
    match kind {
        ActorKind::State | ActorKind::Government => Kind::State,
        ActorKind::Military => Kind::Military,
        ActorKind::Police => Kind::Police,
        ActorKind::Ministry => Kind::State,
        ActorKind::ArmedGroup | ActorKind::Militia => Kind::Armed,
        ActorKind::Coalition => Kind::Armed,
        ActorKind::Political => Kind::Political,
        ActorKind::International => Kind::International,
        ActorKind::Ngo => Kind::Aid,
        ActorKind::Media => Kind::Media,
        ActorKind::People => Kind::Civilian,
        ActorKind::Person => Kind::Person,
        _ => Kind::Unknown,
    }
}

/// A word that leaves the party open still tells who bears arms: "militants", "gunmen".
fn kind_of_generic(generic: &Generic) -> Kind {
    match (generic.class, generic.victims) {
        (PartyClass::Unknown, Victims::Fighters) => Kind::Armed,
        (PartyClass::Unknown, Victims::Soldiers) => Kind::Military,
        (PartyClass::Unknown, Victims::Police) => Kind::Police,
        (PartyClass::Unknown, Victims::Civilians | Victims::Children) => Kind::Civilian,
        (class, _) => kind_of_class(class),
    }
}

fn kind_of_class(class: PartyClass) -> Kind {
    match class {
        PartyClass::Military => Kind::Military,
        PartyClass::Police => Kind::Police,
        PartyClass::Government => Kind::State,
        PartyClass::Rebel | PartyClass::Militia => Kind::Armed,
        PartyClass::Civilian => Kind::Civilian,
        PartyClass::Protester => Kind::Protester,
        PartyClass::Media => Kind::Media,
        PartyClass::Aid => Kind::Aid,
        PartyClass::Political => Kind::Political,
        _ => Kind::Unknown,
    }
}

fn victims_of_kind(kind: Kind) -> Victims {
    match kind {
        Kind::Military | Kind::State => Victims::Soldiers,
        Kind::Police => Victims::Police,
        Kind::Armed => Victims::Fighters,
        Kind::Civilian | Kind::Media | Kind::Aid | Kind::Person => Victims::Civilians,
        Kind::Protester => Victims::Protesters,
        _ => Victims::Unknown,
    }
}

/// Whether a name in this position is a place where something happens, and no party.
fn is_locative(head: Token<'_>) -> bool {
    let above = head.head();
    let locative = |prep: Token<'_>| {
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
                | "toward"
                | "towards"
                | "to"
                | "from"
                | "of"
        )
    };
    match head.dep() {
        Dep::Pobj => match above.text().to_ascii_lowercase().as_str() {
            "in" | "at" | "near" | "inside" | "across" | "throughout" | "outside" | "around" | "into"
            | "through" | "within" | "over" => true,
            // "fled from Syria", "returned to Turkey": a place with a verb of motion, a party otherwise.
            "to" | "toward" | "towards" | "from" => {
                let verb = above.head();
                matches!(
                    verb.lemma(),
                    "flee"
                        | "return"
                        | "go"
                        | "come"
                        | "move"
                        | "travel"
                        | "fly"
                        | "cross"
                        | "enter"
                        | "arrive"
                        | "head"
                        | "withdraw"
                        | "leave"
                        | "escape"
                        | "drive"
                        | "advance"
                        | "retreat"
                        | "smuggle"
                        | "road"
                        | "border"
                        | "km"
                        | "kilometre"
                        | "kilometer"
                        | "mile"
                )
            }
            "of" => {
                above.head().pos() == Pos::Noun
                    && matches!(
                        above.head().lemma(),
                        "north"
                            | "south"
                            | "east"
                            | "west"
                            | "part"
                            | "rest"
                            | "border"
                            | "city"
                            | "town"
                            | "village"
                            | "province"
                            | "area"
                            | "region"
                    )
            }
            _ => false,
        },
        Dep::Appos | Dep::Npadvmod | Dep::Conj => {
            above.dep() == Dep::Pobj && locative(above.head()) && head.dep() != Dep::Npadvmod
        }
        _ => false,
    }
}

fn name_mention(doc: &Doc, name: &Name, known: Known<'_>, mentions: &mut Mentions) {
    let head = span_head(doc, &name.tokens);
    let registry = known.registry;
    let (identity, kind) = match &name.naming {
        Naming::Actor(id, role) => {
            let actor = registry.actor(*id);
            if matches!(role, NameRole::Metonym) && (is_locative(head) || !speaks_or_acts(head)) {
                return;
            }
            if actor.kind == ActorKind::State && is_locative(head) {
                return;
            }
            (identity_of(registry, *id), kind_of(actor.kind))
        }
        Naming::Country(iso2) => {
            country_mention(doc, name, head, iso2, known, mentions);
            return;
        }
        Naming::Person => (person_identity(doc, name, head, known), Kind::Person),
        Naming::Body => {
            let text = words_of(doc, &name.tokens);
            let text = text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(&text);
            (Identity { name: text.to_owned(), code: None, actor: None }, body_kind(doc, name, known.lexicon))
        }
        Naming::Place => return,
    };
    let kind = match (&identity.actor, kind) {
        (Some(id), Kind::Person) => kind_of(registry.actor(*id).kind),
        (_, k) => k,
    };
    let why: Cow<'static, str> = match &name.naming {
        Naming::Actor(_, NameRole::Leader(_)) => "a leader of it, by the registry".into(),
        Naming::Actor(_, NameRole::Metonym) => "its seat stands for it".into(),
        Naming::Actor(_, NameRole::Organ) => "an organ of it, by the registry".into(),
        Naming::Actor(..) => "named in the registry".into(),
        Naming::Person if identity.actor.is_some() => "speaks or acts for it, by the title".into(),
        Naming::Person => "a person's name".into(),
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
        let generic = known
            .registry
            .generic(noun.lemma())
            .or_else(|| known.registry.generic(&noun.text().to_lowercase()));
        let plural = noun.tag().ends_with('S');
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

/// A noun after a name that stands for the named actor: "Islamic State fighters", "the Nusra group".
fn carrier_noun<'d>(head: Token<'d>, known: Known<'_>) -> Option<Token<'d>> {
    let mut modifier = head;
    // "Ansar al-Haqq and Liwa al-Noor groups": the last conjunct carries the noun.
    while modifier.dep() == Dep::Conj && modifier.head().index() < modifier.index() {
        modifier = modifier.head();
    }
    if !matches!(modifier.dep(), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss) {
        return None;
    }
    let noun = modifier.head();
    let stands_for = known.lexicon.token_in("group_nouns", noun)
        || known.lexicon.token_in("vehicle_nouns", noun)
        || known.lexicon.token_in("aircraft_nouns", noun)
        || known.registry.generic(noun.lemma()).is_some_and(|g| {
            !matches!(g.victims, Victims::Civilians | Victims::Children) || modifier.dep() != Dep::Poss
        });
    (noun.index() > head.index() && stands_for).then_some(noun)
}

fn speaks_or_acts(head: Token<'_>) -> bool {
    match head.dep() {
        // "accused Moscow", "urged Damascus"
        Dep::Dobj => matches!(
            head.head().lemma(),
            "accuse"
                | "blame"
                | "urge"
                | "warn"
                | "ask"
                | "press"
                | "pressure"
                | "tell"
                | "support"
                | "back"
                | "threaten"
                | "criticise"
                | "criticize"
                | "condemn"
        ),
        Dep::Nsubj | Dep::Agent => true,
        Dep::Conj => {
            matches!(head.head().dep(), Dep::Nsubj | Dep::Agent | Dep::Pobj)
                && head.head().pos() == Pos::Propn
        }
        Dep::Pobj => matches!(head.head().text(), "by" | "between" | "with" | "against"),
        Dep::Poss => true,
        _ => false,
    }
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
        if let Some(generic) = generic_at(noun, registry) {
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
    if is_locative(head) {
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
            why: "a country stands for its state".into(),
        });
    }
}

fn generic_at<'k>(noun: Token<'_>, registry: &'k Registry) -> Option<&'k Generic> {
    // "security forces", "air force": two words first.
    if let Some(before) = noun.lefts().rfind(|t| matches!(t.dep(), Dep::Compound | Dep::Amod)) {
        let two = format!("{} {}", before.text().to_lowercase(), noun.text().to_lowercase());
        if let Some(generic) = registry.generic(&two) {
            return Some(generic);
        }
        let two = format!("{} {}", before.lemma(), noun.lemma());
        if let Some(generic) = registry.generic(&two) {
            return Some(generic);
        }
    }
    registry.generic(&noun.text().to_lowercase()).or_else(|| registry.generic(&noun.lemma().to_lowercase()))
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
    for title in
        head.children().filter(|t| matches!(t.dep(), Dep::Compound | Dep::Appos | Dep::Amod | Dep::Nmod))
    {
        if state_title(title)
            && let Some(found) =
                country_of(title).or_else(|| country_of(head)).as_deref().or(known.country).and_then(body)
        {
            return found;
        }
    }
    own
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

pub(crate) fn words_of(doc: &Doc, tokens: &Range<usize>) -> String {
    let start = doc.token(tokens.start).span().range().start;
    let end = doc.token(tokens.end - 1).span().range().end;
    doc.text()[start..end].to_owned()
}

fn pronoun_mention(token: Token<'_>, mentions: &mut Mentions) {
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

fn noun_mention(
    doc: &Doc,
    token: Token<'_>,
    names: &[Name],
    named: &[Option<usize>],
    known: Known<'_>,
    mentions: &mut Mentions,
) {
    if mentions.has(token.index()) {
        return;
    }
    let lower = token.text().to_lowercase();
    let latter = matches!(lower.as_str(), "latter" | "former") && !matches!(token.dep(), Dep::Amod);
    let is_pair = matches!(
        lower.as_str(),
        "side" | "sides" | "parties" | "groups" | "factions" | "rivals" | "allies" | "enemies"
    ) && token
        .children()
        .any(|t| matches!(t.text().to_ascii_lowercase().as_str(), "both" | "two" | "either"))
        || lower == "both"
            && matches!(token.dep(), Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj)
            && token.pos() != Pos::Cconj;
    let determiner = token.children().find(|t| matches!(t.dep(), Dep::Det | Dep::Poss));
    let definite = determiner.is_some_and(|t| {
        matches!(t.text().to_ascii_lowercase().as_str(), "the" | "this" | "that" | "these" | "those")
            || t.dep() == Dep::Poss
    });
    let plural = token.tag().ends_with('S');
    if matches!(token.pos(), Pos::Adj | Pos::Num | Pos::Verb) && !latter && (lower != "wounded") {
        return;
    }
    let description = |kind| Mention {
        head: token.index(),
        tokens: phrase(doc, token, token.index()..token.index() + 1),
        who: Vec::new(),
        kind,
        form: Form::Description,
        definite: definite || latter || is_pair,
        plural: plural || is_pair,
        victims: Victims::Unknown,
        why: Cow::Borrowed(""),
    };
    if latter || is_pair {
        mentions.add(description(Kind::Unknown));
        return;
    }
    // "The statement called on …": whoever made it.
    if known.lexicon.token_in("statement_nouns", token)
        && token.dep() == Dep::Nsubj
        && !token.children().any(|t| named[t.index()].is_some())
    {
        mentions.add(description(Kind::Political));
        return;
    }
    // A name inside the phrase that is its modifier and known has made the mention already.
    let modifier_names: Vec<&Name> = token
        .children()
        .filter(|t| matches!(t.dep(), Dep::Compound | Dep::Amod | Dep::Nmod))
        .filter_map(|t| named[t.index()].map(|n| &names[n]))
        .collect();
    let has_affiliation = token
        .children()
        .any(|t| matches!(t.dep(), Dep::Amod) && t.children().any(|c| named[c.index()].is_some()));
    if known.lexicon.token_in("affiliate_nouns", token)
        && (!modifier_names.is_empty() || token.children().any(|t| t.dep() == Dep::Poss))
    {
        mentions.add(description(Kind::Armed));
        return;
    }
    if known.lexicon.token_in("group_nouns", token) && (modifier_names.is_empty() || has_affiliation) {
        mentions.add(description(Kind::Armed));
        return;
    }
    let Some(generic) = generic_at(token, known.registry) else { return };
    let mut identity = Identity { name: generic.name.clone(), code: None, actor: None };
    let mut kind = kind_of_generic(generic);
    let mut why: Cow<'static, str> = "a word for a party".into();
    // "government forces", "the army": those of the report's country.
    let of_state =
        matches!(generic.class, PartyClass::Military | PartyClass::Police | PartyClass::Government);
    if of_state
        && (definite || kind == Kind::State || token.children().any(|t| t.dep() == Dep::Compound))
        && modifier_names.is_empty()
        && let Some(iso2) = known.country
    {
        let composed = known.registry.compose(iso2, generic);
        if let Some(id) = composed.actor {
            kind = kind_of(known.registry.actor(id).kind);
        }
        identity = Identity { name: composed.name, code: Some(composed.code), actor: composed.actor };
        why = "of the country that the report is about".into();
    }
    mentions.add(Mention {
        head: token.index(),
        tokens: phrase(doc, token, token.index()..token.index() + 1),
        who: vec![identity],
        kind,
        form: Form::Generic,
        definite,
        plural,
        victims: generic.victims,
        why,
    });
}
