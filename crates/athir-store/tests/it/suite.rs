//! What both back ends promise.

use std::collections::BTreeSet;

use athir_model::{EventId, EventKind, IncidentId, PublicationId, PublicationStep, ReportId};
use athir_store::{AccessToken, IncidentFilter, Rebuilt, Session, Store, Verification, What, time_of};
use jiff::civil::date;

use crate::fixture::{
    Derived, Fresh, coded_text, coding, decision, event_id, incident, moment, new_coding, rebuild, stamp,
    story, tie,
};
use crate::search::ids;

/// Makes two tests of each promise.
macro_rules! on_both {
    ($($promise:ident)*) => {
        mod sqlite {
            $(#[test] fn $promise() { super::$promise(&crate::fixture::Fresh::file()); })*
        }
        mod postgres {
            $(#[test] fn $promise() {
                if let Some(fresh) = crate::fixture::Fresh::server() { super::$promise(&fresh); }
            })*
        }
    };
}
pub(crate) use on_both;

on_both! {
    a_report_comes_back_word_for_word
    the_same_bytes_are_one_report
    a_newer_coding_supersedes_and_does_not_delete
    a_coding_that_equals_the_older_one_is_left_out
    a_text_that_does_not_fit_its_digest_is_refused
    nothing_is_kept_of_a_batch_that_fails
    what_follows_is_made_anew_and_only_differences_are_written
    changes_since_an_entry_have_tombstones
    what_comes_and_goes_again_is_no_change
    decisions_keep_their_order
    the_steps_of_publications_come_back_in_order
    accounts_come_and_go_and_the_log_tells
    a_part_is_amended_as_the_whole_is_rebuilt
    reports_are_found_by_their_words
    reports_are_listed_in_the_order_in_which_they_came
    the_life_of_an_incident_is_told
    an_untouched_database_verifies
    a_change_of_any_field_is_named
    a_log_that_is_written_anew_is_found_out
    the_log_refuses_to_be_changed
    two_databases_of_the_same_steps_have_the_same_log
}

pub(crate) fn filled(fresh: &Fresh, n: usize) -> Store {
    let mut store = fresh.create();
    let reports: Vec<_> = (0..n).map(coded_text).collect();
    store.add(&reports, &stamp(0)).unwrap();
    store
}

fn a_report_comes_back_word_for_word(fresh: &Fresh) {
    let mut store = fresh.create();
    let mut new = coded_text(7);
    new.text = "Line one.\r\n\tLine two: \u{feff}‘حلب’ 𐎀\n".to_owned();
    new.report.text = athir_store::sha256(new.text.as_bytes());
    store.add(std::slice::from_ref(&new), &stamp(1)).unwrap();
    drop(store);
    let mut store = fresh.open();
    let (report, text) = store.report(&new.report.id).unwrap().unwrap();
    assert_eq!((&report, &text), (&new.report, &new.text));
    assert_eq!(store.coded(&new.report.id).unwrap().as_ref(), Some(&new));
    assert_eq!(store.report(&ReportId("0".repeat(16))).unwrap(), None);
    assert_eq!(store.report_of_event(&EventId(event_id(7))).unwrap(), Some(new.report.id));
}

fn the_same_bytes_are_one_report(fresh: &Fresh) {
    let mut store = fresh.create();
    let (a, b) = (coded_text(1), coded_text(2));
    let added = store.add(&[a.clone(), b.clone(), a.clone()], &stamp(0)).unwrap();
    assert_eq!((added.new.len(), added.same.len()), (2, 1));
    let added = store.add(std::slice::from_ref(&b), &stamp(1)).unwrap();
    assert_eq!((added.new.len(), added.same), (0, vec![b.report.id.clone()]));
    assert_eq!(store.totals().unwrap().n_reports, 2);
    assert_eq!(store.totals().unwrap().n_entries, 1, "what adds nothing is not logged");
    let known = store.known(&[a.report.id.clone(), coded_text(3).report.id]).unwrap();
    assert_eq!(known, BTreeSet::from([a.report.id]));
}

fn a_newer_coding_supersedes_and_does_not_delete(fresh: &Fresh) {
    let mut store = filled(fresh, 3);
    let id = coded_text(1).report.id;
    assert_eq!(store.recode(&[new_coding(1, "coder 2", "bombing", 5)], &stamp(5)).unwrap(), 1);
    let now = store.coded(&id).unwrap().unwrap();
    assert_eq!((now.coding.coder.as_str(), now.coded.events[0].kind), ("coder 2", EventKind::Bombing));
    let all = store.codings(&id).unwrap();
    let coders: Vec<_> = all.iter().map(|c| (c.coding.coder.as_str(), c.coded.events[0].kind)).collect();
    assert_eq!(coders, [("coder 1", EventKind::Shelling), ("coder 2", EventKind::Bombing)]);
    assert_eq!(store.totals().unwrap().n_events, 3, "events of superseded codings do not count");
    let (page, last) = store.coded_after(0, 2).unwrap();
    assert_eq!((page.len(), page[1].coding.coder.as_str()), (2, "coder 2"));
    assert_eq!(store.coded_after(last, 10).unwrap().0.len(), 1);
    assert_sound(&mut store);
    let unknown = new_coding(9, "coder 2", "bombing", 5);
    assert!(store.recode(&[unknown], &stamp(6)).is_err());
}

fn a_coding_that_equals_the_older_one_is_left_out(fresh: &Fresh) {
    let mut store = filled(fresh, 2);
    let before = store.head().unwrap();
    let mut same = new_coding(1, "coder 1", "shelling", 9);
    assert_eq!(store.recode(&[same.clone()], &stamp(9)).unwrap(), 0);
    assert_eq!(store.head().unwrap(), before);
    same.coding.knowledge = athir_store::sha256(b"more words");
    assert_eq!(store.recode(&[same], &stamp(9)).unwrap(), 1, "other knowledge is another coding");
}

fn a_text_that_does_not_fit_its_digest_is_refused(fresh: &Fresh) {
    let mut store = fresh.create();
    let mut forged = coded_text(1);
    forged.text.push('!');
    let error = store.add(&[forged], &stamp(0)).unwrap_err().to_string();
    assert!(error.contains("its digests are not those of its text"), "{error}");
    let mut other = coded_text(1);
    other.coding = coding(&coded_text(2).report.id, "coder 1", 0);
    assert!(store.add(&[other], &stamp(0)).is_err());
    let mut with_nul = coded_text(1);
    with_nul.text.push('\0');
    with_nul.report.text = athir_store::sha256(with_nul.text.as_bytes());
    let error = store.add(&[with_nul], &stamp(0)).unwrap_err().to_string();
    assert!(error.contains("NUL"), "{error}");
    assert_eq!(store.totals().unwrap().n_reports, 0);
}

fn nothing_is_kept_of_a_batch_that_fails(fresh: &Fresh) {
    let mut store = filled(fresh, 2);
    let before = (store.totals().unwrap(), store.head().unwrap());
    let twice = [incident("i1", "clash", &[0], DAY), incident("i1", "clash", &[1], DAY)];
    assert!(rebuild(&mut store, &Derived { incidents: &twice, ..Derived::default() }, 1).is_err());
    // Two incidents cannot have one event: the database itself refuses the second.
    let shared = [incident("i1", "clash", &[0], DAY), incident("i2", "clash", &[0], DAY)];
    assert!(rebuild(&mut store, &Derived { incidents: &shared, ..Derived::default() }, 1).is_err());
    assert_eq!((store.totals().unwrap(), store.head().unwrap()), before);
    assert_sound(&mut store);
}

const DAY: (&str, &str) = ("2026-01-02", "2026-01-02");

fn what_follows_is_made_anew_and_only_differences_are_written(fresh: &Fresh) {
    let mut store = filled(fresh, 6);
    let stories = [story("s1", &[0, 1])];
    let ties = [tie("t1", "a", "b")];
    let first = [
        incident("i1", "clash", &[0], DAY),
        incident("i2", "clash", &[1], DAY),
        incident("i9", "clash", &[2], DAY),
    ];
    let derived = Derived { stories: &stories, incidents: &first, ties: &ties };
    let all_new = |n_new| Rebuilt { n_new, ..Rebuilt::default() };
    assert_eq!(rebuild(&mut store, &derived, 1).unwrap(), [all_new(1), all_new(3), all_new(1)]);
    let head = store.head().unwrap();
    assert_eq!(rebuild(&mut store, &derived, 2).unwrap(), [Rebuilt::default(); 3]);
    assert_eq!(store.head().unwrap(), head, "what changes nothing is not logged");
    // Event 1 moves from i2 to i1, i9 changes its kind, i0 is new and sorts before all.
    let second = [
        incident("i9", "attack", &[2], DAY),
        incident("i1", "clash", &[0, 1], DAY),
        incident("i0", "clash", &[3], DAY),
    ];
    let derived = Derived { incidents: &second, ..derived };
    let [_, incidents, _] = rebuild(&mut store, &derived, 3).unwrap();
    assert_eq!(incidents, Rebuilt { n_new: 1, n_changed: 2, n_withdrawn: 1 });
    assert_eq!(store.incident(&IncidentId("i1".to_owned())).unwrap().as_ref(), Some(&second[1]));
    assert_eq!(store.incident(&IncidentId("i2".to_owned())).unwrap(), None);
    let of_event = store.incidents_of_event(&EventId(event_id(1))).unwrap();
    assert_eq!(of_event, [IncidentId("i1".to_owned())]);
    assert_eq!(store.incidents_of_report(&coded_text(3).report.id).unwrap(), [IncidentId("i0".to_owned())]);
    assert_eq!(store.story_of_report(&coded_text(1).report.id).unwrap().as_ref(), Some(&stories[0]));
    assert_eq!(store.ties_after("").unwrap(), ties);
    assert_sound(&mut store);
}

fn changes_since_an_entry_have_tombstones(fresh: &Fresh) {
    let mut store = filled(fresh, 6);
    let first = [
        incident("i1", "clash", &[0], DAY),
        incident("i2", "clash", &[1], DAY),
        incident("i3", "clash", &[2], DAY),
    ];
    rebuild(&mut store, &Derived { incidents: &first, ..Derived::default() }, 10).unwrap();
    let seen = store.head().unwrap().unwrap().number;
    let second = [
        incident("i1", "clash", &[0, 1], DAY),
        incident("i3", "clash", &[2], DAY),
        incident("i4", "clash", &[3], DAY),
    ];
    rebuild(&mut store, &Derived { incidents: &second, ..Derived::default() }, 20).unwrap();
    let found: Vec<_> = store
        .changes_since(seen)
        .unwrap()
        .into_iter()
        .map(|c| (c.id.0, c.what, c.into.into_iter().map(|id| id.0).collect::<Vec<_>>()))
        .collect();
    let none = Vec::new;
    assert_eq!(
        found,
        [
            ("i1".to_owned(), What::Changed, none()),
            ("i4".to_owned(), What::New, none()),
            ("i2".to_owned(), What::Withdrawn, vec!["i1".to_owned()]),
        ]
    );
    assert_eq!(store.changes_since(0).unwrap().len(), 3, "who saw nothing hears of no withdrawal");
    assert_eq!(store.entry_at(moment(15)).unwrap(), seen);
    assert_eq!(store.entry_at(moment(-1)).unwrap(), 0);
    assert!(store.changes_since(seen + 1).unwrap().is_empty());
}

fn what_comes_and_goes_again_is_no_change(fresh: &Fresh) {
    let mut store = filled(fresh, 3);
    let one = [incident("i1", "clash", &[0], DAY)];
    let two = [incident("i1", "attack", &[0], DAY), incident("i2", "clash", &[1], DAY)];
    let mut build = |incidents: &[_], n| {
        rebuild(&mut store, &Derived { incidents, ..Derived::default() }, n).unwrap();
        store.head().unwrap().unwrap().number
    };
    let seen = build(&one, 1);
    build(&two, 2);
    build(&[], 3);
    build(&one, 4);
    assert_eq!(store.changes_since(seen).unwrap(), []);
    assert_sound(&mut store);
}

fn decisions_keep_their_order(fresh: &Fresh) {
    let mut store = filled(fresh, 3);
    let (z, a) = (decision("z", 1), decision("a", 2));
    // Whoever made them may not have known of each other.
    store.decide(&decision("z", 0), &stamp(1)).unwrap();
    assert_eq!(store.decide(&decision("a", 0), &stamp(2)).unwrap(), a);
    assert!(store.decide(&a, &stamp(3)).is_err(), "a name is taken once");
    assert_eq!(store.decisions().unwrap(), [z, a]);
    assert_sound(&mut store);
}

fn the_steps_of_publications_come_back_in_order(fresh: &Fresh) {
    let mut store = filled(fresh, 1);
    rebuild(&mut store, &Derived { incidents: &[], stories: &[], ties: &[] }, 1).unwrap();
    let (publication, step) = recall();
    let first = store.add_publication_step(&publication, step, "map recalled", &stamp(1)).unwrap();
    let approved = PublicationStep::Approved;
    let second = store.add_publication_step(&publication, approved, "map approved", &stamp(2)).unwrap();
    assert_eq!((first.id.as_str(), second.id.as_str()), ("p1-1", "p1-2"));
    assert_eq!(store.publication_acts().unwrap(), [first, second]);
    let head = store.head().unwrap().unwrap();
    assert_eq!((head.action.as_str(), head.note.as_str()), ("publish", "map approved"));
    assert!(store.is_up_to_date().unwrap(), "nothing follows from a publication");
    assert_sound(&mut store);
}

/// A step of a publication.
fn recall() -> (PublicationId, PublicationStep) {
    let why = "by mistake".to_owned();
    (PublicationId("p1".to_owned()), PublicationStep::Recalled { incident: None, events: Vec::new(), why })
}

fn accounts_come_and_go_and_the_log_tells(fresh: &Fresh) {
    let mut store = filled(fresh, 2);
    rebuild(&mut store, &Derived::default(), 1).unwrap();
    store.add_account("ann", "admin", "$hash", &stamp(2)).unwrap();
    assert!(store.add_account("ann", "viewer", "$other", &stamp(3)).is_err(), "a name is taken once");
    let session = |digest: &str, until: i64| Session {
        digest: digest.to_owned(),
        account: "ann".to_owned(),
        csrf: "c".to_owned(),
        expires: moment(until),
    };
    store.add_session(&session("s1", 60), moment(4)).unwrap();
    let (account, csrf) = store.session("s1", moment(59)).unwrap().unwrap();
    assert_eq!((&*account.name, &*account.role, &*csrf), ("ann", "admin", "c"));
    assert_eq!(store.session("s1", moment(61)).unwrap(), None, "it is over");
    assert_eq!(store.session("s2", moment(5)).unwrap(), None);
    let token = AccessToken {
        id: "t1".to_owned(),
        digest: "d1".to_owned(),
        account: "ann".to_owned(),
        label: "nightly".to_owned(),
        scope: "viewer".to_owned(),
        created: time_of(moment(5)),
        expires: time_of(moment(90)),
    };
    store.add_token(&token, &stamp(5)).unwrap();
    assert_eq!(store.token("d1", moment(89)).unwrap().unwrap().0, token);
    assert_eq!(store.token("d1", moment(91)).unwrap(), None);
    store.change_account("ann", Some("coder"), None, Some(true), &stamp(6)).unwrap();
    assert_eq!(store.session("s1", moment(7)).unwrap(), None, "another role, another session");
    assert!(store.account("ann").unwrap().unwrap().disabled.is_some());
    let told: Vec<String> = store.log(2, 10).unwrap().into_iter().map(|entry| entry.note).collect();
    let expected = ["ann is added as admin", "ann gets token t1, as viewer", "ann is coder now, is locked"];
    assert_eq!(told, expected);
    assert!(store.is_up_to_date().unwrap(), "nothing follows from an account");
    store.remove_account("ann", &stamp(8)).unwrap();
    assert_eq!((store.accounts().unwrap(), store.tokens(None).unwrap()), (Vec::new(), Vec::new()));
    assert_sound(&mut store);
}

fn a_part_is_amended_as_the_whole_is_rebuilt(fresh: &Fresh) {
    let mut store = filled(fresh, 4);
    let day = ("2026-01-02", "2026-01-02");
    let of = |id: &str, events: &[usize]| incident(id, "clash", events, day);
    let incidents = [of("i1", &[0]), of("i2", &[1]), of("i3", &[2])];
    let stories = [story("s1", &[0, 1])];
    rebuild(&mut store, &Derived { incidents: &incidents, stories: &stories, ties: &[] }, 1).unwrap();
    let seen = store.head().unwrap().unwrap().number;
    store.recode(&[new_coding(2, "coder 2", "bombing", 2)], &stamp(2)).unwrap();
    store.decide(&decision("d1", 0), &stamp(3)).unwrap();
    let amended = store.amend(&stamp(4), |rebuild| {
        let news = rebuild.news_since(seen)?;
        assert_eq!((news.reports, news.decided), (vec![coded_text(2).report.id], true));
        rebuild.withdraw_incident(&IncidentId("i2".to_owned()))?;
        rebuild.withdraw_incident(&IncidentId("nothing".to_owned()))?;
        rebuild.incident(of("i1", &[0, 1]))?;
        rebuild.incident(of("i3", &[2]))?;
        rebuild.incident(of("i4", &[3]))
    });
    let [_, changed, _] = amended.unwrap().0;
    assert_eq!(changed, Rebuilt { n_new: 1, n_changed: 1, n_withdrawn: 1 });
    assert_eq!(ids(&mut store, &IncidentFilter::default()), ["i4", "i3", "i1"]);
    assert!(store.is_up_to_date().unwrap());
    assert_sound(&mut store);
    let twice = store.amend(&stamp(5), |rebuild| rebuild.incident(of("i5", &[2])));
    assert!(twice.is_err(), "an event is in one incident");
    assert_eq!(ids(&mut store, &IncidentFilter::default()).len(), 3, "nothing is kept of what fails");
    let all = [of("i1", &[0, 1]), of("i3", &[2]), of("i4", &[3])];
    let [_, same, _] =
        rebuild(&mut store, &Derived { incidents: &all, stories: &stories, ties: &[] }, 6).unwrap();
    assert_eq!(same, Rebuilt::default());
}

fn reports_are_found_by_their_words(fresh: &Fresh) {
    let mut store = filled(fresh, 12);
    let mut found = |words: &str| store.reports_with(words, 100).unwrap().len();
    assert_eq!(found("mortar"), 12, "words meet in all their forms");
    assert_eq!(found("mortars mill"), 12);
    assert_eq!(found("\"note 3\""), 1);
    assert_eq!(found("mortar -\"note 3\""), 11);
    assert_eq!(found("tank"), 0);
    assert_eq!(found("\"'(*"), 0);
}

fn reports_are_listed_in_the_order_in_which_they_came(fresh: &Fresh) {
    let mut store = filled(fresh, 5);
    let mut bare = coded_text(9);
    bare.report.headline = None;
    store.add(std::slice::from_ref(&bare), &stamp(1)).unwrap();
    let first = store.report_lines_after(0, 4).unwrap();
    let rest = store.report_lines_after(first[3].number, 4).unwrap();
    assert_eq!((first.len(), rest.len()), (4, 2));
    assert_eq!((first[2].title.as_str(), first[2].n_events), ("Mill hit, note 2", 1));
    assert_eq!(first[2].outlet.as_deref(), Some("Outlet 2"));
    assert_eq!(first[2].published, Some(date(2026, 1, 3)));
    assert_eq!(rest[1].title, bare.text, "the first line stands for a headline");
    assert_eq!(store.report_lines_after(rest[1].number, 4).unwrap(), []);
    assert_eq!(store.report_numbers_with("\"note 2\"").unwrap(), [first[2].number]);
    assert_eq!(store.report_numbers_with("mortars").unwrap().len(), 6);
    assert_eq!(store.report_numbers_with("-mortars").unwrap(), [] as [i64; 0]);
    assert_eq!(store.kept_report(&bare.report.id).unwrap(), Some(bare.report));
    let mut reader = Store::open_to_read(&fresh.at).unwrap();
    assert_eq!(reader.report_lines_after(0, 9).unwrap().len(), 6);
}

fn the_life_of_an_incident_is_told(fresh: &Fresh) {
    let mut store = filled(fresh, 4);
    let stories = [story("s1", &[0, 1])];
    let ties = [tie("t1", "a", "b")];
    let before = [incident("i1", "clash", &[0], DAY), incident("i2", "clash", &[1], DAY)];
    let derived = Derived { stories: &stories, incidents: &before, ties: &ties };
    rebuild(&mut store, &derived, 1).unwrap();
    let seen = store.head().unwrap().unwrap().number;
    store.decide(&decision("d1", 0), &stamp(2)).unwrap();
    let after = [incident("i1", "clash", &[0, 1], DAY)];
    rebuild(&mut store, &Derived { incidents: &after, ..derived }, 3).unwrap();
    let id = |id: &str| IncidentId(id.to_owned());
    let steps: Vec<What> = store.history_of(&id("i1")).unwrap().into_iter().map(|step| step.what).collect();
    assert_eq!(steps, [What::Changed, What::New]);
    assert_eq!(store.past_incidents(&id("i1")).unwrap(), before[..1]);
    assert_eq!(store.went_into(&id("i2")).unwrap(), [id("i1")]);
    assert_eq!(store.went_into(&id("never")).unwrap(), []);
    let of_report = store.event_incidents(&coded_text(1).report.id).unwrap();
    assert_eq!(of_report, [(EventId(event_id(1)), id("i1"))]);
    assert_eq!(store.story(&stories[0].id).unwrap().as_ref(), Some(&stories[0]));
    let times: Vec<String> = store.decision_times().unwrap().into_values().collect();
    assert_eq!(times, [format!("{:.3}", moment(2))]);
    assert!(!store.ties_changed_since(seen).unwrap() && store.ties_changed_since(0).unwrap());
}

pub(crate) fn assert_sound(store: &mut Store) {
    let found = store.verify().unwrap();
    assert!(found.is_sound(), "{:#?}", found.findings);
}

/// A database in which every table has rows.
fn whole(fresh: &Fresh) -> Store {
    let mut store = filled(fresh, 6);
    store.recode(&[new_coding(1, "coder 2", "bombing", 5)], &stamp(5)).unwrap();
    store.decide(&decision("d1", 1), &stamp(6)).unwrap();
    for kind in ["clash", "attack"] {
        let incidents = [incident("i1", kind, &[0, 1], DAY), incident("i2", kind, &[2], DAY)];
        let derived =
            Derived { stories: &[story("s1", &[0, 1])], incidents: &incidents, ties: &[tie("t1", "a", "b")] };
        rebuild(&mut store, &derived, 7).unwrap();
    }
    let (publication, step) = recall();
    store.add_publication_step(&publication, step, "map recalled", &stamp(8)).unwrap();
    store
}

fn an_untouched_database_verifies(fresh: &Fresh) {
    let mut store = whole(fresh);
    let found = store.verify().unwrap();
    assert!(found.is_sound(), "{:#?}", found.findings);
    let Verification { n_entries, n_records, n_texts, head, .. } = found;
    // 6 reports, 7 codings, a decision, 2 incidents with their older versions, a story, a tie, a publication's step.
    assert_eq!((n_entries, n_records, n_texts), (6, 6 + 7 + 1 + 4 + 1 + 1 + 1, 6));
    assert_eq!(head, store.head().unwrap());
    let empty = fresh_beside(fresh);
    assert_sound(&mut empty.create());
}

fn fresh_beside(fresh: &Fresh) -> Fresh {
    match fresh.at {
        athir_store::Location::File(_) => Fresh::file(),
        athir_store::Location::Server(_) => Fresh::server().unwrap(),
    }
}

fn a_change_of_any_field_is_named(fresh: &Fresh) {
    let id = coded_text(2).report.id.0;
    let report = format!("report {id}");
    let cases: [(String, String); 21] = [
        (format!("UPDATE report SET text = replace(text, 'mill', 'mall') WHERE id = '{id}'"), format!("{report}, text: ")),
        (format!("UPDATE report SET record = replace(record, 'Outlet 2', 'Outlet X') WHERE id = '{id}'"), format!("{report}, record: ")),
        (format!("UPDATE report SET outlet = 'X' WHERE id = '{id}'"), format!("{report}, outlet: ")),
        (format!("UPDATE report SET published = NULL WHERE id = '{id}'"), format!("{report}, published: ")),
        (format!("UPDATE report SET digest = replace(digest, substr(digest, 1, 8), '00000000') WHERE id = '{id}'"), format!("{report}, digest: ")),
        ("DELETE FROM incident WHERE id = 'i2'".to_owned(), "incident i2: is missing".to_owned()),
        (format!("UPDATE coding SET record = replace(record, 'shelling', 'bombing') WHERE id = '{id}/1'"), format!("coding {id}/1, record: ")),
        ("UPDATE coding SET superseded = NULL WHERE superseded IS NOT NULL AND coder = 'none'; UPDATE coding SET superseded = 1 WHERE id = (SELECT max(id) FROM coding)".to_owned(), "superseded: is not as the log has it".to_owned()),
        (format!("UPDATE event SET kind = 'clash' WHERE id = '{}'", event_id(2)), format!("event {id}/1, kind: ")),
        ("UPDATE claim SET low = 99 WHERE field = 'casualty'".to_owned(), ", low: ".to_owned()),
        ("DELETE FROM claim WHERE field = 'weapon'".to_owned(), "rows of it stand there".to_owned()),
        ("UPDATE incident SET grade = 'confirmed' WHERE id = 'i1'".to_owned(), "incident i1, grade: ".to_owned()),
        ("UPDATE incident SET record = replace(record, 'attack', 'clash'), kind = 'clash' WHERE id = 'i1'".to_owned(), "incident i1, record: ".to_owned()),
        ("UPDATE incident_actor SET actor = 'x' WHERE actor = 'qa-guard'".to_owned(), "incident_actor i1: ".to_owned()),
        ("UPDATE tie SET a = 'x'".to_owned(), "tie t1, a: ".to_owned()),
        ("UPDATE story SET n_reports = 9".to_owned(), "story s1, n_reports: ".to_owned()),
        ("UPDATE decision SET record = replace(record, 'ann', 'bob'), by = 'bob'".to_owned(), "decision d1, record: ".to_owned()),
        ("UPDATE publication SET record = replace(record, 'by mistake', 'by wish')".to_owned(), "publication p1-1, record: ".to_owned()),
        ("UPDATE publication SET step = 'signed'".to_owned(), "publication p1-1, step: ".to_owned()),
        ("DELETE FROM publication".to_owned(), "publication p1-1: is missing".to_owned()),
        ("DELETE FROM past WHERE id = 'i1'".to_owned(), "past incident i1 of entry 4: is missing".to_owned()),
    ];
    for (sql, named) in cases {
        let fresh = fresh_beside(fresh);
        let mut store = whole(&fresh);
        fresh.tamper(&sql);
        let found = store.verify().unwrap();
        let words: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
        assert!(words.iter().any(|words| words.contains(&named)), "{sql}\n{named}\n{words:#?}");
    }
}

fn a_log_that_is_written_anew_is_found_out(fresh: &Fresh) {
    const UNLOCK: &str = "DROP TRIGGER entry_is_not_changed";
    let cases = [
        ("UPDATE entry SET actor = 'bob' WHERE number = 3", "entry 3, digest: "),
        ("UPDATE entry SET time = '2026-01-01T00:00:00.000Z' WHERE number = 1", "entry 1, digest: "),
        ("UPDATE entry SET previous = digest WHERE number = 2", "entry 2, previous: "),
        ("DELETE FROM entry WHERE number = 2", "entry 2: is missing"),
        ("UPDATE change SET id = 'x' WHERE entry = 3 AND n = 0", "entry 3, changes: "),
        ("DELETE FROM change WHERE entry = 4 AND n = 0", "entry 4, changes: "),
    ];
    for (sql, named) in cases {
        let fresh = fresh_beside(fresh);
        let mut store = whole(&fresh);
        match fresh.at {
            athir_store::Location::File(_) => fresh.tamper(&format!(
                "{UNLOCK}; DROP TRIGGER entry_is_not_deleted; DROP TRIGGER change_is_not_changed; \
                 DROP TRIGGER change_is_not_deleted; {sql}"
            )),
            athir_store::Location::Server(_) => fresh.tamper(sql),
        }
        let found = store.verify().unwrap();
        let words: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
        assert!(words.iter().any(|words| words.contains(named)), "{sql}\n{named}\n{words:#?}");
    }
}

fn the_log_refuses_to_be_changed(fresh: &Fresh) {
    let mut store = whole(fresh);
    for sql in [
        "UPDATE entry SET actor = 'bob'",
        "DELETE FROM entry",
        "UPDATE change SET what = 'new'",
        "DELETE FROM change WHERE entry = 1",
    ] {
        let error = fresh.try_to_tamper(sql).unwrap_err();
        assert!(error.contains("the log is only added to"), "{sql}: {error}");
    }
    assert_sound(&mut store);
}

fn two_databases_of_the_same_steps_have_the_same_log(fresh: &Fresh) {
    let other = fresh_beside(fresh);
    let heads = [whole(fresh).head().unwrap(), whole(&other).head().unwrap()];
    assert_eq!(heads[0], heads[1]);
    assert_eq!(Some(heads[0].clone()), Some(whole(&Fresh::file()).head().unwrap()), "on either back end");
}
