//! ACLED's table of events: 31 columns, a row an incident.

use athir_model::{EventKind, Family, Harm, Modality, Role};
use jiff::civil::Date;

use super::inter;
use super::locate::{Located, locate};
use super::span::{Span, span};
use super::toll::{self, Fatalities};
use super::view::{self, Side};
use crate::crosswalk::{country, disorder_type, kind_row, name_of_land};
use crate::profile::{Exporter, Needs, Output, Profile, Start};
use crate::write::{Dialect, Table, list};
use crate::{ExportError, Item, Notes, PartyClass, Release, Rows, Setting, World};
use inter::Inter;

const FILE: &str = "acled.csv";

/// The columns of ACLED's export since March 2023.
pub(super) const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// The table of ACLED.
pub(crate) const ACLED: Profile = Profile {
    name: "acled",
    about: "ACLED: 31 columns, a row an incident; what happened at a known place within a known month",
    output: Output::File(FILE),
    needs: Needs::ITEMS,
    settings: &[
        Setting {
            name: "inter",
            values: &["words", "numbers"],
            about: "inter1, inter2 and interaction as words or as the numbers of older files",
        },
        Setting {
            name: "fatalities",
            values: &["conservative", "best"],
            about: "the lowest current number by ACLED's rules, or athir's best estimate",
        },
        Setting {
            name: "notes",
            values: &["coded", "evidence"],
            about: "notes made of the coded fields, or the words that tell of it; those need the right to pass them on",
        },
    ],
    start,
};

fn start(start: Start<'_>) -> Result<Box<dyn Exporter + '_>, ExportError> {
    Ok(Box::new(Acled {
        table: Table::with_header(start.files, FILE, Dialect::Commas, &COLUMNS)?,
        world: start.world,
        release: start.release,
        in_numbers: start.settings.is("inter", "numbers"),
        takes_best: start.settings.is("fatalities", "best"),
        has_words: start.settings.is("notes", "evidence"),
    }))
}

struct Acled<'a> {
    table: Table<31>,
    world: &'a dyn World,
    release: &'a Release,
    in_numbers: bool,
    takes_best: bool,
    has_words: bool,
}

impl Exporter for Acled<'_> {
    fn item(&mut self, item: &Item, notes: &mut Notes) -> Result<(), ExportError> {
        let row = self.row(item, notes).map(|row| [row]);
        self.table.rows_or_reason(&item.incident.id, row, notes)
    }

    fn finish(self: Box<Self>) -> Result<Rows, ExportError> {
        Ok(vec![self.table.finish()?])
    }
}

/// One of the two actors of a row.
#[derive(Default)]
struct Actor {
    name: String,
    others: String,
    inter: Option<Inter>,
}

impl Acled<'_> {
    fn row(&self, item: &Item, notes: &mut Notes) -> Result<[String; 31], &'static str> {
        let incident = &item.incident;
        if incident.modality != Modality::Reported {
            return Err("ACLED codes what is reported to have happened");
        }
        if !kind_row(incident.kind).is_acled {
            return Err("ACLED does not code words, aid or sanctions");
        }
        let span = span(incident, view::first_published(item))?;
        let time_precision = span.time_precision().ok_or("the time is known less precisely than a month")?;
        let place = locate(incident.place.as_ref(), self.world)?;
        let geo_precision = place.geo_precision().ok_or(match place.where_prec {
            7 => "it happened at sea or in the air (where_prec 7)",
            _ => "only the country is known (where_prec 6)",
        })?;
        let iso2 = place.country.as_deref().ok_or("the place lies in no country")?;
        let land = country(iso2).ok_or("the place lies in no country")?;
        let codes = view::codes(item);
        let (event_type, sub_event) = (&*codes.acled_event_type, &*codes.acled_sub_event_type);
        let disorder = disorder_type(event_type, sub_event).ok_or("ACLED has no sub-event type for it")?;
        let (first, second) = self.actors(item, iso2, land.name, sub_event)?;
        self.note_losses(item, &span, notes);
        view::note_unstated(incident, notes);
        if second.inter.is_none() && !second.name.is_empty() {
            notes.narrowed(&incident.id, "no inter2: what the second actor is, is not known");
        }
        let interaction = first.inter.map(|one| one.with(second.inter));
        let code = |inter: Option<Inter>| match inter {
            None if self.in_numbers => "0".to_owned(),
            None => String::new(),
            Some(inter) if self.in_numbers => inter.number().to_string(),
            Some(inter) => inter.as_str().to_owned(),
        };
        let targets_civilians = second.inter == Some(Inter::Civilians)
            && matches!(event_type, "Violence against civilians" | "Explosions/Remote violence" | "Riots")
            || sub_event == "Excessive force against protesters";
        let area = |area: Option<&crate::Area>| area.map(|area| area.name.clone()).unwrap_or_default();
        let fatalities = if self.takes_best {
            Fatalities::of(view::total(incident, Harm::Killed).map_or(0, |estimate| estimate.best))
        } else {
            toll::conservative(incident)
        };
        Ok([
            format!("{}{}", land.iso3, incident.id.0),
            span.first.to_string(),
            span.first.year().to_string(),
            time_precision.to_string(),
            disorder.to_owned(),
            event_type.to_owned(),
            sub_event.to_owned(),
            first.name,
            first.others,
            code(first.inter),
            second.name,
            second.others,
            code(second.inter),
            interaction
                .map_or_else(String::new, |pair| if self.in_numbers { pair.number() } else { pair.words() }),
            if targets_civilians { "Civilian targeting".to_owned() } else { String::new() },
            land.iso_number.to_owned(),
            land.acled_region.to_owned(),
            land.name.to_owned(),
            area(place.areas.admin1.as_ref()),
            area(place.areas.admin2.as_ref()),
            area(place.areas.admin3.as_ref()),
            place.name.clone(),
            format!("{:.4}", place.lat),
            format!("{:.4}", place.lon),
            geo_precision.to_string(),
            sources(item),
            String::new(),
            self.notes(item, &span, &place, fatalities),
            fatalities.n.to_string(),
            list([view::reviewed(incident)], "; "),
            view::coded(item).map(|at| at.as_second().to_string()).unwrap_or_default(),
        ])
    }

    /// The two actors. Where no report says who acted, ACLED's own names for that stand.
    fn actors(
        &self,
        item: &Item,
        iso2: &str,
        land: &str,
        sub_event: &str,
    ) -> Result<(Actor, Actor), &'static str> {
        let incident = &item.incident;
        let mut acting = view::sides(incident, Role::Initiator, self.world);
        let mut acted_on = view::sides(incident, Role::Recipient, self.world);
        if view::is_mutual(incident) && acting.is_empty() {
            std::mem::swap(&mut acting, &mut acted_on);
        }
        if view::is_mutual(incident) && acted_on.is_empty() && acting.len() > 1 {
            acted_on = acting.split_off(1);
        }
        let is_riot = matches!(sub_event, "Violent demonstration" | "Mob violence");
        let of = |sides: &[Side<'_>], role: Role| {
            let actor = |side: &Side<'_>| {
                let inter = inter::of(&side.info, iso2, incident.kind, role, is_riot);
                (name(side, land, inter), inter)
            };
            let Some((main, others)) = sides.split_first() else { return Actor::default() };
            let (name, inter) = actor(main);
            let others: Vec<String> = others.iter().map(|side| actor(side).0).collect();
            Actor { name, others: list(others.iter().map(String::as_str), "; "), inter }
        };
        let mut first = of(&acting, Role::Initiator);
        let second = of(&acted_on, Role::Recipient);
        if first.name.is_empty() {
            first = unnamed(incident.kind, sub_event, land).ok_or("no report names an actor")?;
        }
        Ok((first, second))
    }

    /// Says what ACLED has no column for.
    fn note_losses(&self, item: &Item, span: &Span, notes: &mut Notes) {
        let id = &item.incident.id;
        if item.incident.losses.iter().any(|loss| loss.harm != Harm::Killed && loss.victims.is_none()) {
            notes.narrowed(id, "losses other than deaths stand in the notes alone");
        }
        if view::total(&item.incident, Harm::Killed).is_some_and(|estimate| estimate.low != estimate.high) {
            notes.narrowed(id, "ACLED has one number of deaths: the range is in the notes");
        }
        if item.withheld.contains(&Harm::Killed) {
            notes.narrowed(id, "fatalities are 0 where the number is withheld: the notes say so");
        }
        if span.days() > 1 {
            notes.narrowed(id, "ACLED has one day: the last day is in the notes");
        }
    }

    /// What happened in words that are made of the coded fields, and how it is known.
    fn notes(&self, item: &Item, span: &Span, place: &Located, fatalities: Fatalities) -> String {
        let incident = &item.incident;
        let mut notes = vec![if self.has_words {
            format!(
                "{}: {}",
                day_words(span),
                view::telling(item).map(|told| view::words(&told.event)).unwrap_or_default()
            )
        } else {
            format!("{}: {}, {} ({}).", day_words(span), view::headline(incident), place.name, incident.kind)
        }];
        let unstated = view::unstated(incident);
        if self.has_words && !unstated.is_empty() {
            notes.push(format!("Not stated by the reports themselves: {unstated}."));
        }
        let losses = view::loss_words(incident);
        if !losses.is_empty() {
            notes.push(format!("Losses: {losses}."));
        }
        if let Some(word) = fatalities.word {
            notes.push(format!("{} stands for \"{word}\", as ACLED counts it.", fatalities.n));
        }
        if item.withheld.contains(&Harm::Killed) {
            notes.push("The number of deaths is withheld.".to_owned());
        }
        let disputed = view::disputed(incident);
        if !disputed.is_empty() {
            notes.push(format!("Disputed: {disputed}."));
        }
        notes.push(format!(
            "{} independent source{}, {} report{}; {}, {}.",
            incident.n_sources,
            if incident.n_sources == 1 { "" } else { "s" },
            incident.n_reports,
            if incident.n_reports == 1 { "" } else { "s" },
            view::reviewed(incident),
            self.release.athir
        ));
        notes.join(" ")
    }
}

/// "On 3 July 2017", "Between 3 July 2017 and 9 July 2017".
fn day_words(span: &Span) -> String {
    let day = |day: Date| day.strftime("%-d %B %Y").to_string();
    match span.days() {
        1 => format!("On {}", day(span.first)),
        _ => format!("Between {} and {}", day(span.first), day(span.last)),
    }
}

/// An actor's name as ACLED would set it: what acts for a state by its state, what has no name by the country.
fn name(side: &Side<'_>, land: &str, inter: Option<Inter>) -> String {
    let info = &side.info;
    let is_generic = !matches!(&info.code, Some(code) if !code.contains('/'));
    match info.class {
        PartyClass::State => {
            format!("Government of {}", name_of_land(info.countries.first(), &info.name, |land| land.name))
        }
        _ if inter == Some(Inter::Rioters) && is_generic => format!("Rioters ({land})"),
        PartyClass::Civilian if is_generic => format!("Civilians ({land})"),
        PartyClass::Protester if is_generic => format!("Protesters ({land})"),
        _ if is_generic => {
            let mut letters = info.name.chars();
            let first = letters.next().map(char::to_uppercase);
            format!("{}{} ({land})", first.map(String::from_iter).unwrap_or_default(), letters.as_str())
        }
        _ => info.name.clone(),
    }
}

/// What ACLED calls an actor whom nobody names; `None` where it has no such name.
fn unnamed(kind: EventKind, sub_event: &str, land: &str) -> Option<Actor> {
    let (name, inter) = match kind.family() {
        _ if matches!(sub_event, "Violent demonstration" | "Mob violence") => ("Rioters", Inter::Rioters),
        _ if kind == EventKind::Protest => ("Protesters", Inter::Protesters),
        _ if kind == EventKind::AirStrike => ("Unidentified Military Forces", Inter::External),
        Family::Fighting | Family::Harm => ("Unidentified Armed Group", Inter::PoliticalMilitia),
        _ if kind == EventKind::PropertyDestruction => ("Unidentified Armed Group", Inter::PoliticalMilitia),
        _ => return None,
    };
    Some(Actor { name: format!("{name} ({land})"), others: String::new(), inter: Some(inter) })
}

/// Who reports it, each once, in the order of publication.
fn sources(item: &Item) -> String {
    let mut outlets: Vec<&str> = Vec::new();
    for told in &item.events {
        let outlet = told.report.outlet.as_deref().unwrap_or("Undisclosed Source");
        if !outlets.contains(&outlet) {
            outlets.push(outlet);
        }
    }
    list(outlets, "; ")
}
