//! What single values become outside: names of records, of parties and outlets, places, times and words.

use athir_model::{Digest, EventId, EventRef, IncidentId, Place, Quote, ReportId, StoryId, Support, When};

use crate::guard::Guard;
use crate::party::{Shown, VICTIMS, is_organisation, show_party};
use crate::{Field, SourceShow, TimeFloor, WordsShow, coarsen_place, coarsen_time};

impl Guard<'_> {
    pub(crate) fn shown(&self, code: Option<&str>, name: &str) -> Shown {
        show_party(code, name, &self.policy.named, self.world)
    }

    pub(crate) fn victims(&self, victims: &str, parties: &[(String, Shown)]) -> String {
        if VICTIMS.contains(&victims) {
            return victims.to_owned();
        }
        let party = parties.iter().find(|(name, _)| name == victims).map(|(_, shown)| shown.name.clone());
        party.unwrap_or_else(|| match self.world.named(victims) {
            Some(info) => self.shown(info.code.as_deref(), victims).name,
            None => "unknown".to_owned(),
        })
    }

    pub(crate) fn place(&self, place: &Place) -> Option<Place> {
        let shown = coarsen_place(place, self.policy.place, self.world)?;
        if !self.shows_words() {
            return Some(shown);
        }
        Some(Place { mention: place.mention.clone(), start: place.start, end: place.end, ..shown })
    }

    pub(crate) fn when(&self, when: &When) -> When {
        let shown = coarsen_time(when, self.policy.time);
        When { mention: when.mention.clone().filter(|_| self.shows_words()), ..shown }
    }

    pub(crate) fn quote(&self, quote: Quote) -> Quote {
        if self.shows_words() { quote } else { Quote { text: String::new(), start: 0, end: 0 } }
    }

    pub(crate) fn voices(&self, mut voices: Vec<String>) -> Vec<String> {
        voices.retain(|voice| self.shows_voice(voice));
        voices
    }

    /// Whether a voice may be named. Where sources are hidden, a voice could be one.
    pub(crate) fn shows_voice(&self, voice: &str) -> bool {
        self.policy.sources >= SourceShow::Outlet
            && !self.drops(Field::Voices)
            && is_organisation(voice, self.world)
    }

    pub(crate) fn shows_words(&self) -> bool {
        self.policy.words == WordsShow::Evidence
    }

    /// Whether the days on which reports were published may be shown: a report follows its event closely.
    pub(crate) fn shows_days_of_reports(&self) -> bool {
        self.policy.time == TimeFloor::Day && self.policy.sources >= SourceShow::Outlet
    }

    pub(crate) fn drops(&self, field: Field) -> bool {
        self.policy.drop.contains(&field)
    }

    pub(crate) fn rename(&self, support: &mut Support) {
        support.events.iter_mut().for_each(|event| *event = self.event_ref(event));
    }

    pub(crate) fn event_ref(&self, event: &EventRef) -> EventRef {
        let EventRef { report, event } = event;
        EventRef { report: self.report_id(report), event: self.event_id(event) }
    }

    pub(crate) fn report_id(&self, id: &ReportId) -> ReportId {
        ReportId(self.name("report", &id.0))
    }

    pub(crate) fn event_id(&self, id: &EventId) -> EventId {
        EventId(self.name("event", &id.0))
    }

    pub(crate) fn incident_id(&self, id: &IncidentId) -> IncidentId {
        IncidentId(self.name("incident", &id.0))
    }

    pub(crate) fn story_id(&self, id: &StoryId) -> StoryId {
        StoryId(self.name("story", &id.0))
    }

    pub(crate) fn name(&self, kind: &str, id: &str) -> String {
        if self.policy.keeps_ids() { id.to_owned() } else { self.keys.name(kind, id) }
    }

    pub(crate) fn digest(&self, digest: &Digest) -> Digest {
        self.keys.digest("bytes", &digest.0)
    }

    pub(crate) fn outlet(&self, outlet: &str) -> Option<String> {
        self.outlets.shown(outlet, self.policy, self.keys, self.world)
    }
}
