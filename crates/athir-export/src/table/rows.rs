//! Records as rows of athir's own tables.

use std::borrow::Cow;

use athir_arrow::{ActorRow, Provenance, ReportRow};
use athir_model::NetworkActor;

use super::sheet::join_list;
use crate::{PartyClass, ReportInfo, World};

/// What the rows of a report, its events and its claims say of it.
pub(crate) fn report(info: &ReportInfo) -> ReportRow<'_> {
    ReportRow {
        id: Cow::Borrowed(&info.id.0),
        title: Cow::Borrowed(&info.title),
        outlet: info.outlet.as_deref(),
        published: info.published,
        url: info.url.as_deref(),
        author: info.author.as_deref(),
        language: info.language.as_deref(),
        retrieved: info.retrieved,
        sha256: Some(info.sha256),
        licence: info.licence.as_deref(),
        made: info.provenance(),
        ..ReportRow::default()
    }
}

/// What is known of an actor beyond the reports.
pub(crate) struct KnownActor {
    class: PartyClass,
    countries: Vec<String>,
}

impl KnownActor {
    pub(crate) fn of(actor: &NetworkActor, world: &dyn World) -> KnownActor {
        let info = world.party(Some(&actor.key.0), &actor.name, actor.last_seen);
        KnownActor { class: info.class, countries: info.countries }
    }

    pub(crate) fn row<'a>(&'a self, actor: &'a NetworkActor) -> ActorRow<'a> {
        ActorRow { actor, kind: class_word(self.class), countries: &self.countries }
    }
}

/// What a party is, in a word or two; nothing where it is not known.
pub(crate) fn class_word(class: PartyClass) -> Option<&'static str> {
    use PartyClass as P;
    Some(match class {
        P::State => "state",
        P::Government => "government",
        P::Military => "military",
        P::Police => "police",
        P::Rebel => "armed group",
        P::Militia => "militia",
        P::Coalition => "coalition",
        P::People => "people",
        P::Political => "political",
        P::International => "international",
        P::Aid => "aid",
        P::Media => "media",
        P::Civilian => "civilians",
        P::Protester => "protesters",
        P::Person => "person",
        P::Unknown => return None,
    })
}

/// Who coded a row and the licences of its reports, a text for each of [`Provenance::COLUMNS`].
pub(crate) fn provenance_words(made: &Provenance) -> [String; 4] {
    made.words().map(join_list)
}
