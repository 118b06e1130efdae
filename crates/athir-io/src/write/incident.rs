//! Incidents as tables, for terminals and for spreadsheets, and an incident with every account of it in words.

use std::io::{self, Write};

use athir_model::{
    Account, Basis, Claim, ClaimState, Direction, Dossier, Estimate, EventStatus, Harm, Incident,
    IncidentSide, Loss, LossClaim, Modality, Phase, Role, defused,
};

use super::grid::{Grid, printable};
use super::table::TableStyle;
use super::words::{count_words, date_words, named_party, place_words};

const HEADS: [&str; 9] = ["WHEN", "WHAT", "WHO", "WHERE", "LOSSES", "STATUS", "SOURCES", "GRADE", "ID"];
/// How many parties of a side a row of a table names.
const MOST_PARTIES: usize = 3;

/// Writes a row an incident, for a terminal of this width.
///
/// # Errors
///
/// What the place written to says.
pub fn write_incident_table(
    out: &mut impl Write,
    incidents: &[Incident],
    width: usize,
    style: TableStyle,
) -> io::Result<()> {
    let rows: Vec<Vec<String>> = incidents.iter().map(cells).collect();
    Grid { heads: &HEADS, n_unbroken: 2, width, style }.write(out, &rows)
}

fn cells(incident: &Incident) -> Vec<String> {
    let Incident { n_reports, n_sources, .. } = *incident;
    let cells = [
        date_words(&incident.when),
        incident.kind.to_string(),
        sides_words(incident),
        incident.place.as_ref().map(place_words).unwrap_or_default(),
        total_words(incident),
        put_words(incident.modality, incident.phase),
        if n_reports == n_sources { n_sources.to_string() } else { format!("{n_sources} of {n_reports}") },
        incident.grade.as_str().to_owned(),
        incident.id.0.clone(),
    ];
    cells.iter().map(|cell| printable(cell)).collect()
}

/// Names the sides as a table of events does: `A, B → C`, `A ↔ B`, `?` for a side that nobody gives.
pub(crate) fn sides_words(incident: &Incident) -> String {
    let names = |role: Role| {
        let parties: Vec<&IncidentSide> = incident.sides.iter().filter(|side| side.role == role).collect();
        let mut names: Vec<String> =
            parties.iter().take(MOST_PARTIES).map(|side| party_words(side)).collect();
        if parties.len() > MOST_PARTIES {
            names.push("…".to_owned());
        }
        names.join(", ")
    };
    let (initiators, recipients) = (names(Role::Initiator), names(Role::Recipient));
    let is_mutual = incident.kind.direction() == Direction::Mutual;
    match (initiators.is_empty(), recipients.is_empty()) {
        (true, true) => String::new(),
        (false, true) => initiators,
        (true, false) if is_mutual => recipients,
        (true, false) => format!("? → {recipients}"),
        (false, false) => format!("{initiators} {} {recipients}", if is_mutual { '↔' } else { '→' }),
    }
}

/// A party, with what it stands on where nobody states it.
pub(crate) fn party_words(side: &IncidentSide) -> String {
    let bases: Vec<&str> = side.bases.iter().filter_map(|basis| basis.unless_stated()).collect();
    let is_stated = side.bases.contains(&Basis::Stated);
    if is_stated || bases.is_empty() {
        side.name.clone()
    } else {
        format!("{} ({})", side.name, bases.join(", "))
    }
}

/// How it is put and how far it has gone, where that does not go without saying: `denied`, `planned, ongoing`.
pub(super) fn put_words(modality: Modality, phase: Phase) -> String {
    let mut words = Vec::new();
    if modality != Modality::Reported {
        words.push(modality.as_str());
    }
    if phase != Phase::Occurred {
        words.push(phase.as_str());
    }
    words.join(", ")
}

/// The losses of all sides together.
fn total_words(incident: &Incident) -> String {
    let totals = incident.losses.iter().filter(|loss| loss.victims.is_none());
    let words: Vec<String> =
        totals.map(|loss| format!("{} {}", estimate_words(&loss.estimate), loss.harm.as_str())).collect();
    words.join(", ")
}

/// `12`, or `12 (8–14)` where the claims differ; `+` after the greatest where it is open.
pub(crate) fn estimate_words(estimate: &Estimate) -> String {
    let Estimate { low, best, high, open } = *estimate;
    let open = if open { "+" } else { "" };
    if low == high { format!("{best}{open}") } else { format!("{best} ({low}–{high}{open})") }
}

pub(crate) fn victims_words(loss: &Loss) -> &str {
    loss.victims.as_deref().unwrap_or("all together")
}

/// What became of a claim, where it does not stand.
pub(crate) fn state_words(claim: &LossClaim) -> Option<&'static str> {
    match claim.state {
        ClaimState::Current => None,
        ClaimState::Superseded => Some("the same source has a newer number"),
        ClaimState::Part => Some("a part of another count"),
        ClaimState::Repeated => Some("repeats an earlier text"),
    }
}

/// The value of a claim in words.
pub(crate) fn value_words(claim: &Claim) -> String {
    use athir_model::Asserted as A;
    match &claim.asserted {
        A::Kind(kind) => kind.to_string(),
        A::Modality(modality) => modality.as_str().to_owned(),
        A::Phase(phase) => phase.as_str().to_owned(),
        A::Initiator(of) | A::Recipient(of) => named_party(of),
        A::Place(place) => place_words(place),
        A::Time(when) => date_words(when),
        A::Casualty(loss) => {
            format!("{} {} ({})", count_words(loss.count), loss.kind.as_str(), loss.victims)
        }
        A::Weapon(words) => words.text.clone(),
    }
}

/// Whether a claim says what is so by itself, and need not be shown.
pub(crate) fn is_plain(claim: &Claim) -> bool {
    use athir_model::Asserted as A;
    matches!(claim.asserted, A::Modality(Modality::Reported) | A::Phase(Phase::Occurred))
}

/// Writes an incident, what its sources disagree on, and every account of it with the words that it was read from.
///
/// # Errors
///
/// What the place written to says.
pub fn write_dossier_words(out: &mut impl Write, dossier: &Dossier) -> io::Result<()> {
    let Dossier { incident, accounts } = dossier;
    let mut line = |words: String| writeln!(out, "{}", printable_line(&words));
    line(format!("{} {}: {}", incident.kind, date_words(&incident.when), sides_words(incident)))?;
    line(format!("  incident     {}", incident.id))?;
    if let Some(place) = &incident.place {
        line(format!("  place        {} ({})", place_words(place), place.precision.as_str()))?;
    }
    let (modality, phase) = (incident.modality.as_str(), incident.phase.as_str());
    line(format!("  put as       {modality}, {phase}"))?;
    line(format!(
        "  attested     {}: {} by {}",
        incident.grade.as_str(),
        count_noun(incident.n_reports, "report"),
        count_noun(incident.n_sources, "independent source")
    ))?;
    if !incident.status.is_machine() {
        line(format!("  people       {}", status_words(incident)))?;
    }
    for side in &incident.sides {
        let voices = if side.voices.is_empty() {
            String::new()
        } else {
            format!(", according to {}", side.voices.join("; "))
        };
        let sources = count_noun(side.support.n_sources, "source");
        line(format!("  {:<12} {} ({sources}{voices})", side.role.as_str(), party_words(side)))?;
    }
    for loss in &incident.losses {
        let words = format!("{} ({})", estimate_words(&loss.estimate), victims_words(loss));
        line(format!("  {:<12} {words}", loss.harm.as_str()))?;
        for claim in &loss.claims {
            line(format!("     {}", loss_claim_words(claim)))?;
        }
    }
    for dispute in &incident.disputes {
        let versions: Vec<String> = dispute
            .versions
            .iter()
            .map(|v| format!("{} ({})", v.value, count_noun(v.support.n_sources, "source")))
            .collect();
        line(format!("  disputed     {}: {}", dispute.field.as_str(), versions.join(" / ")))?;
    }
    for other in &incident.related {
        line(format!("  related      {other}"))?;
    }
    for (n, account) in accounts.iter().enumerate() {
        line(String::new())?;
        line(format!("{}  {}", n + 1, account_words(account)))?;
        for quote in &account.evidence {
            line(format!("   \"{}\"", quote.text))?;
        }
        for claim in account.claims.iter().filter(|claim| !is_plain(claim)) {
            let quote = claim.quote.as_ref().map_or_else(String::new, |quote| format!(", {:?}", quote.text));
            let voices: Vec<String> = claim.voices.iter().map(|voice| format!("{:?}", voice.text)).collect();
            let voices = if voices.is_empty() {
                String::new()
            } else {
                format!(", according to {}", voices.join(", "))
            };
            let people = people_words(claim).map_or_else(String::new, |words| format!(" [{words}]"));
            line(format!(
                "   {:<11}  {}{quote}{voices}{people}",
                claim.asserted.field(),
                value_words(claim)
            ))?;
        }
    }
    Ok(())
}

/// How many events of an incident people have accepted or corrected.
pub(crate) fn status_words(incident: &Incident) -> String {
    let n_of = |status: EventStatus| incident.events.iter().filter(|event| event.status == status).count();
    let (accepted, corrected) = (n_of(EventStatus::Accepted), n_of(EventStatus::Corrected));
    let n = count_noun(incident.events.len(), "event");
    format!("{}: {accepted} accepted and {corrected} corrected of {n}", incident.status.as_str())
}

/// What people have to do with a claim: whose correction it is, or that one has taken its place.
pub(crate) fn people_words(claim: &Claim) -> Option<String> {
    match &claim.by {
        Some(by) => Some(format!("corrected by {by}")),
        None if claim.outranked => Some("corrected since".to_owned()),
        None => None,
    }
}

/// Where an account comes from: outlet, date, headline, report.
pub(crate) fn account_words(account: &Account) -> String {
    let report = &account.report;
    let published = report.published.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let outlet = report.outlet.as_deref().unwrap_or("unknown outlet");
    let story = account.story.as_ref().map_or_else(String::new, |story| format!(", story {story}"));
    let source = account.source + 1;
    format!("{outlet}, {published}, source {source}{story}: {} [{}]", account.title, report.id)
}

pub(crate) fn loss_claim_words(claim: &LossClaim) -> String {
    let published = claim.published.map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let voice = claim.voice.as_ref().map_or_else(String::new, |voice| format!(", according to {voice:?}"));
    let mention = claim.mention.as_ref().map_or_else(String::new, |quote| format!(", {:?}", quote.text));
    let state = state_words(claim).map_or_else(String::new, |words| format!(" [{words}]"));
    format!(
        "{} ({}), source {}, {published}{mention}{voice}{state}",
        count_words(claim.count),
        claim.victims,
        claim.source + 1
    )
}

fn printable_line(words: &str) -> String {
    let indent = words.len() - words.trim_start().len();
    // Columns within the line stay where they are.
    words.chars().take(indent).chain(words[indent..].chars().filter(|c| !c.is_control())).collect()
}

fn count_noun(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// Writes incidents as comma-separated values (RFC 4180), a row each.
#[derive(Debug)]
pub struct IncidentCsv<W: Write> {
    out: W,
}

/// The columns of the file, and what stands in them.
const CSV_COLUMNS: [&str; 30] = [
    "incident",
    "kind",
    "family",
    "grade",
    "modality",
    "phase",
    "first_day",
    "last_day",
    "time_precision",
    "place",
    "within",
    "country",
    "lat",
    "lon",
    "place_precision",
    "initiators",
    "initiator_bases",
    "recipients",
    "recipient_bases",
    "killed_low",
    "killed_best",
    "killed_high",
    "injured_low",
    "injured_best",
    "injured_high",
    "n_reports",
    "n_sources",
    "disputed",
    "outlets",
    "status",
];

impl<W: Write> IncidentCsv<W> {
    /// Begins a file with the names of its columns.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn new(out: W) -> io::Result<IncidentCsv<W>> {
        let mut csv = IncidentCsv { out };
        csv.row(&CSV_COLUMNS.map(str::to_owned))?;
        Ok(csv)
    }

    /// Goes on under a header that was written before.
    pub fn under(out: W) -> IncidentCsv<W> {
        IncidentCsv { out }
    }

    /// Writes an incident.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn write(&mut self, incident: &Incident) -> io::Result<()> {
        let place = incident.place.as_ref();
        let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let degrees = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
        let names = |role: Role| {
            let names: Vec<&str> =
                incident.sides.iter().filter(|side| side.role == role).map(|side| &*side.name).collect();
            names.join("; ")
        };
        let bases = |role: Role| {
            let sides = incident.sides.iter().filter(|side| side.role == role);
            sides.map(IncidentSide::bases_words).collect::<Vec<_>>().join("; ")
        };
        let total = |harm: Harm| {
            let loss = incident.losses.iter().find(|loss| loss.harm == harm && loss.victims.is_none());
            let numbers = loss.map(|loss| [loss.estimate.low, loss.estimate.best, loss.estimate.high]);
            numbers.map_or_else(Default::default, |numbers| numbers.map(|n| n.to_string()))
        };
        let disputed: Vec<&str> = incident.disputes.iter().map(|dispute| dispute.field.as_str()).collect();
        let mut outlets: Vec<&str> = incident.events.iter().filter_map(|e| e.outlet.as_deref()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let [killed_low, killed_best, killed_high]: [String; 3] = total(Harm::Killed);
        let [injured_low, injured_best, injured_high]: [String; 3] = total(Harm::Injured);
        self.row(&[
            incident.id.0.clone(),
            incident.kind.to_string(),
            incident.kind.family().as_str().to_owned(),
            incident.grade.as_str().to_owned(),
            incident.modality.as_str().to_owned(),
            incident.phase.as_str().to_owned(),
            day(incident.when.start),
            day(incident.when.end),
            incident.when.precision.as_str().to_owned(),
            place.map(|place| place.name.clone()).unwrap_or_default(),
            place.and_then(|place| place.within.clone()).unwrap_or_default(),
            place.and_then(|place| place.country.clone()).unwrap_or_default(),
            degrees(place.and_then(|place| place.lat)),
            degrees(place.and_then(|place| place.lon)),
            place.map(|place| place.precision.as_str().to_owned()).unwrap_or_default(),
            names(Role::Initiator),
            bases(Role::Initiator),
            names(Role::Recipient),
            bases(Role::Recipient),
            killed_low,
            killed_best,
            killed_high,
            injured_low,
            injured_best,
            injured_high,
            incident.n_reports.to_string(),
            incident.n_sources.to_string(),
            disputed.join("; "),
            outlets.join("; "),
            incident.status.as_str().to_owned(),
        ])
    }

    /// Writes what is left.
    ///
    /// # Errors
    ///
    /// What the place written to says.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.out.write_all(b",")?;
            }
            // Names and outlets come from reports, which anybody may write.
            let is_number = cell.parse::<f64>().is_ok();
            let cell = if is_number { cell.clone() } else { defused(cell) };
            if cell.contains([',', '"', '\n', '\r']) {
                write!(self.out, "\"{}\"", cell.replace('"', "\"\""))?;
            } else {
                self.out.write_all(cell.as_bytes())?;
            }
        }
        self.out.write_all(b"\r\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_shows_only_where_claims_differ() {
        let estimate = |low, best, high, open| estimate_words(&Estimate { low, best, high, open });
        assert_eq!(estimate(8, 8, 8, false), "8");
        assert_eq!(estimate(8, 12, 14, false), "12 (8–14)");
        assert_eq!(estimate(8, 12, 14, true), "12 (8–14+)");
    }

    #[test]
    fn cells_with_commas_and_quotation_marks_are_quoted() {
        let mut csv = IncidentCsv { out: Vec::new() };
        csv.row(&["a,b".to_owned(), "say \"no\"".to_owned(), "plain".to_owned()]).unwrap();
        assert_eq!(csv.out, b"\"a,b\",\"say \"\"no\"\"\",plain\r\n");
    }

    #[test]
    fn a_cell_runs_nothing_in_a_spreadsheet() {
        let mut csv = IncidentCsv { out: Vec::new() };
        csv.row(&["=HYPERLINK(1)".to_owned(), "-33.5".to_owned(), "@post".to_owned()]).unwrap();
        assert_eq!(csv.out, b"'=HYPERLINK(1),-33.5,'@post\r\n");
    }
}
