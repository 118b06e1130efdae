//! Same incident: local news on shootings in the United States, grouped by the happening that each report is mainly
//! about, against the incidents of the Gun Violence Archive (Vossen and others, "Don't Annotate, but Validate: a
//! Data-to-Text Method for Capturing Event Data", LREC 2018).
//!
//! A report is coded whole, with its title as the first line, and stands for one event: its main happening
//! ([`main_happening`]). These are merged with the settings of every other merge; nothing is known of the number of
//! incidents. `b_cubed_f1` (Bagga and Baldwin 1998) compares the groups with the archive's, over reports.
//! `killed_exact` and `injured_exact` are the shares of the archive's incidents for which the best estimate of the
//! group that holds most of its reports is the archive's number; a group without a toll counts as 0. The archive counts
//! everybody who was shot.
//!
//! Reports on one incident are in one part. The building and the checking part are merged and scored each by itself, as
//! are all reports together. The baseline takes reports for one incident that give the same town and the same day.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_incident::{Merger, Model, NoLineage, Profile, Telling, Told, derive_incident, main_happening};
use athir_model::{CodedReport, Event, EventStatus, Harm, Report, ReportId, TimePrecision};
use jiff::civil::Date;
use serde::Deserialize;

use super::Miss;
use super::scoreboard::{Part, Row, Scoreboard};
use crate::incidents::RegistryLineage;

/// A record of one of the benchmark's two files, told by its form.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum IncidentRecord {
    /// A news report on an incident.
    Report {
        /// The report's name.
        doc_id: String,
        /// The incident.
        incident_id: String,
        /// The day of publication.
        dct: Option<Date>,
        /// The title.
        title: String,
        /// The text below it.
        text: String,
        /// Where it was published.
        uri: Option<String>,
    },
    /// The numbers of an incident.
    Incident {
        /// The incident.
        incident_id: String,
        /// How many died.
        num_killed: u64,
        /// How many were injured.
        num_injured: u64,
    },
}

impl IncidentRecord {
    /// Whether it has the numbers of an incident and no text.
    pub fn is_incident(&self) -> bool {
        matches!(self, IncidentRecord::Incident { .. })
    }
}

/// A report of the benchmark with its main happening.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The report.
    pub report: Report,
    /// The incident that the archive puts it to.
    pub incident: String,
    /// What the coder made of it.
    pub coded: CodedReport,
    /// Its main happening.
    pub event: Event,
}

/// Codes the reports of the benchmark. Those without an incident are not scored.
pub fn happenings(
    records: &[IncidentRecord],
    code: impl Fn(&[Report]) -> Vec<CodedReport>,
) -> (Vec<Happening>, BTreeMap<String, (u64, u64)>) {
    let mut tolls = BTreeMap::new();
    let mut reports = Vec::new();
    let mut incidents = Vec::new();
    for record in records {
        match record {
            IncidentRecord::Incident { incident_id, num_killed, num_injured } => {
                tolls.insert(incident_id.clone(), (*num_killed, *num_injured));
            }
            IncidentRecord::Report { doc_id, incident_id, dct, title, text, uri } => {
                let whole = format!("{}\n\n{}\n", title.trim(), text.trim());
                let outlet = uri.as_deref().and_then(site);
                reports.push(Report { published: *dct, outlet, ..Report::new(doc_id, whole) });
                incidents.push(incident_id.clone());
            }
        }
    }
    let happenings = code(&reports)
        .into_iter()
        .zip(reports)
        .zip(incidents)
        .map(|((coded, report), incident)| {
            let event = main_happening(&coded, &report.text);
            Happening { report, incident, coded, event }
        })
        .filter(|happening| tolls.contains_key(&happening.incident))
        .collect();
    (happenings, tolls)
}

/// The site that an address is of, also where it was archived.
fn site(uri: &str) -> Option<String> {
    let rest = uri.rsplit("://").next()?;
    let host = rest.split(['/', ':']).next()?;
    Some(host.trim_start_matches("www.").to_lowercase()).filter(|host| !host.is_empty())
}

/// Groups the reports, and scores the groups and their tolls.
pub fn incidents(
    happenings: &[Happening],
    tolls: &BTreeMap<String, (u64, u64)>,
    model: &Model,
    registry: &Registry,
    jobs: NonZeroUsize,
) -> Scoreboard {
    let mut misses = Vec::new();
    let mut rows = Vec::new();
    let parts = [("all", None), ("building", Some(Part::Building)), ("checking", Some(Part::Checking))];
    let of = |part: Option<Part>| -> Vec<&Happening> {
        happenings.iter().filter(|h| part.is_none_or(|part| Part::of(&h.incident) == part)).collect()
    };
    for (name, part) in parts {
        let some = of(part);
        let groups = group(&some, model, registry, jobs);
        let is_read = part == Some(Part::Building);
        rows.push(row(name, &some, &groups, tolls, is_read.then_some(&mut misses)));
    }
    for (name, part) in parts {
        let some = of(part);
        let name = format!("same day and town, {name}");
        rows.push(row(&name, &some, &same_day_and_town(&some), tolls, None));
    }
    Scoreboard { rows, misses }
}

/// The reports with their main happenings, ready to be merged.
pub fn happening_profiles(happenings: &[&Happening], registry: &Registry) -> Vec<Profile> {
    let lineage = RegistryLineage::new(registry);
    happenings
        .iter()
        .map(|h| {
            let telling = Telling::new(&h.report, &h.coded);
            Profile::new(&telling, std::slice::from_ref(&h.event), Some(0), &lineage)
        })
        .collect()
}

/// The number of the group of each report.
fn group(happenings: &[&Happening], model: &Model, registry: &Registry, jobs: NonZeroUsize) -> Vec<usize> {
    let mut merger = Merger::new(model);
    happening_profiles(happenings, registry).into_iter().for_each(|profile| merger.insert(profile));
    merger.update(jobs);
    let mut group_of: BTreeMap<ReportId, usize> = BTreeMap::new();
    for (n, group) in merger.groups().into_iter().enumerate() {
        group_of.extend(group.events.into_iter().map(|event| (event.report, n)));
    }
    happenings.iter().map(|h| group_of[&ReportId(h.report.name.clone())]).collect()
}

fn same_day_and_town(happenings: &[&Happening]) -> Vec<usize> {
    let mut numbers: BTreeMap<(String, String), usize> = BTreeMap::new();
    happenings
        .iter()
        .map(|h| {
            let when = &h.event.when;
            let day = when.start.filter(|_| when.precision == TimePrecision::Day).or(h.report.published);
            let key = match (&h.event.place, day) {
                (Some(place), Some(day)) => (place.name.clone(), day.to_string()),
                _ => (h.report.name.clone(), String::new()),
            };
            let n = numbers.len();
            *numbers.entry(key).or_insert(n)
        })
        .collect()
}

fn row(
    name: &str,
    happenings: &[&Happening],
    groups: &[usize],
    tolls: &BTreeMap<String, (u64, u64)>,
    mut misses: Option<&mut Vec<Miss>>,
) -> Row {
    let gold: Vec<&str> = happenings.iter().map(|h| h.incident.as_str()).collect();
    let (p, r, f1) = b_cubed(&gold, groups);
    let mut members: BTreeMap<usize, Vec<&Happening>> = BTreeMap::new();
    let mut reports: BTreeMap<&str, BTreeMap<usize, usize>> = BTreeMap::new();
    for (h, &group) in happenings.iter().zip(groups) {
        members.entry(group).or_default().push(h);
        *reports.entry(&h.incident).or_default().entry(group).or_default() += 1;
    }
    let estimates: BTreeMap<usize, (u64, u64)> =
        members.iter().map(|(&group, members)| (group, toll(members))).collect();
    let (mut killed, mut injured) = (0, 0);
    for (&incident, groups) in &reports {
        let Some(&(dead, hurt)) = tolls.get(incident) else { continue };
        let most = groups.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        let Some((group, _)) = most else { continue };
        let (found_dead, found_hurt) = estimates[group];
        killed += usize::from(found_dead == dead);
        injured += usize::from(found_hurt == hurt);
        let Some(misses) = misses.as_deref_mut() else { continue };
        for (class, wanted, found) in [("killed", dead, found_dead), ("injured", hurt, found_hurt)] {
            if wanted != found {
                let said: Vec<String> = members[group].iter().map(|h| said(h, class)).collect();
                misses.push(Miss {
                    record: incident.to_owned(),
                    class: class.to_owned(),
                    what: format!("wanted {wanted}, found {found} in {} reports", members[group].len()),
                    text: said.join("; "),
                });
            }
        }
        if groups.len() > 1 {
            let titles = happenings.iter().zip(groups_of(happenings, incident, groups));
            let text: Vec<String> =
                titles.filter_map(|(h, group)| Some(format!("[{}] {}", group?, brief(h)))).collect();
            misses.push(Miss {
                record: incident.to_owned(),
                class: "divided".to_owned(),
                what: format!("{} groups", groups.len()),
                text: text.join("; "),
            });
        }
    }
    if let Some(misses) = misses {
        for (group, members) in &members {
            let incidents: std::collections::BTreeSet<&str> = members.iter().map(|h| &*h.incident).collect();
            if incidents.len() > 1 {
                let text: Vec<String> =
                    members.iter().map(|h| format!("[{}] {}", h.incident, brief(h))).collect();
                misses.push(Miss {
                    record: group.to_string(),
                    class: "mixed".to_owned(),
                    what: format!("{} incidents", incidents.len()),
                    text: text.join("; "),
                });
            }
        }
    }
    let share = |n: usize| n as f64 / reports.len().max(1) as f64;
    Row {
        name: name.to_owned(),
        n_records: happenings.len(),
        figures: vec![
            ("b_cubed_f1", f1),
            ("killed_exact", share(killed)),
            ("injured_exact", share(injured)),
            ("b_cubed_precision", p),
            ("b_cubed_recall", r),
        ],
    }
}

/// For each report the group that it is in, if it is one of the incident.
fn groups_of<'h>(
    happenings: &'h [&Happening],
    incident: &'h str,
    groups: &'h BTreeMap<usize, usize>,
) -> impl Iterator<Item = Option<usize>> + 'h {
    let first = groups.keys().next().copied();
    happenings.iter().map(move |h| first.filter(|_| h.incident == incident))
}

fn brief(h: &Happening) -> String {
    let place = h.event.place.as_ref().map_or("-", |place| &place.name);
    let day = h.event.when.start.map(|day| day.to_string()).unwrap_or_default();
    let published = h.report.published.map(|day| day.to_string()).unwrap_or_default();
    format!("{} ({place}, {day}, out {published})", h.report.title())
}

fn said(h: &Happening, class: &str) -> String {
    let count = h.event.casualties.iter().find(|c| c.kind.as_str() == class).map(|c| c.count);
    let published = h.report.published.map(|day| day.to_string()).unwrap_or_default();
    match count {
        Some(count) => format!("{:?}..{:?} ({published})", count.low, count.high),
        None => format!("- ({published})"),
    }
}

/// The best estimates of the dead and injured over the reports of a group.
fn toll(happenings: &[&Happening]) -> (u64, u64) {
    let names: Vec<ReportId> = happenings.iter().map(|h| ReportId(h.report.name.clone())).collect();
    let told: Vec<Told<'_>> = happenings
        .iter()
        .zip(&names)
        .map(|(h, report)| Told {
            report,
            outlet: h.report.outlet.as_deref(),
            published: h.report.published,
            story: None,
            event: &h.event,
            toll: h.coded.toll.as_ref(),
            status: EventStatus::Open,
        })
        .collect();
    let incident = derive_incident(&told, Vec::new(), &[], &NoLineage);
    let best = |harm: Harm| {
        let mut losses = incident.losses.iter();
        losses.find(|loss| loss.harm == harm && loss.victims.is_none()).map_or(0, |loss| loss.estimate.best)
    };
    (best(Harm::Killed), best(Harm::Injured))
}

/// Precision, recall and F1 by B-cubed.
fn b_cubed(gold: &[&str], groups: &[usize]) -> (f64, f64, f64) {
    let mut in_gold: BTreeMap<&str, usize> = BTreeMap::new();
    let mut in_group: BTreeMap<usize, usize> = BTreeMap::new();
    let mut in_both: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for (&incident, &group) in gold.iter().zip(groups) {
        *in_gold.entry(incident).or_default() += 1;
        *in_group.entry(group).or_default() += 1;
        *in_both.entry((incident, group)).or_default() += 1;
    }
    let (mut p, mut r) = (0.0, 0.0);
    for (&(incident, group), &n) in &in_both {
        let n = n as f64;
        p += n * n / in_group[&group] as f64;
        r += n * n / in_gold[incident] as f64;
    }
    let all = gold.len().max(1) as f64;
    let (p, r) = (p / all, r / all);
    (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_cubed_is_worked_out_by_hand() {
        // Two incidents of 2 and 1 reports in one group: each of the two has precision 2/3 and recall 1.
        let (p, r, _) = b_cubed(&["a", "a", "b"], &[0, 0, 0]);
        assert!((p - (2.0 / 3.0 * 2.0 + 1.0 / 3.0) / 3.0).abs() < 1e-9 && r == 1.0);
        let (p, r, f1) = b_cubed(&["a", "a"], &[0, 1]);
        assert!((p, r) == (1.0, 0.5) && (f1 - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn an_archived_address_is_of_the_site_that_was_archived() {
        let archived = "http://web.example.org/web/2015/http://www.town-news.example:80/story";
        assert_eq!(site(archived).as_deref(), Some("town-news.example"));
        assert_eq!(site("https://a.example/x").as_deref(), Some("a.example"));
    }
}
