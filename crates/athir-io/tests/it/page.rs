use std::collections::BTreeSet;

use athir_io::{HtmlWriter, ReportWriter};
use athir_model::CodedReport;
use athir_model::Report;

use crate::fixture::{TEXT, coded, report};

fn page(reports: &[(Report, CodedReport)]) -> String {
    let mut out = Vec::new();
    let mut writer = HtmlWriter::new(&mut out);
    for (report, coded) in reports {
        writer.write(report, coded).unwrap();
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

/// The values of an attribute, wherever it stands.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    page.split(&start).skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect()
}

/// The page's text section without its elements, with the escapes undone.
fn shown_text(page: &str) -> String {
    let from = page.find("<section class=\"text\"").unwrap();
    let section = &page[from..from + page[from..].find("</section>").unwrap()];
    let mut text = String::new();
    let mut rest = section;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find('>').unwrap();
        if &rest[open..=close] == "</p>" {
            text.push('\n');
        }
        rest = &rest[close + 1..];
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[test]
fn the_report_stands_in_the_page_word_for_word() {
    let page = page(&[(report(), coded())]);
    let paragraphs = |text: &str| {
        text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(paragraphs(&shown_text(&page)), paragraphs(TEXT));
}

#[test]
fn every_link_leads_to_something_in_the_page_and_ids_are_unique() {
    let page = page(&[(report(), coded()), (report(), coded())]);
    let ids = values(&page, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len());
    for link in values(&page, "href") {
        let target = link.strip_prefix('#').expect("a link inside the page");
        assert!(target.is_empty() || known.contains(target), "{link}");
    }
}

#[test]
fn the_page_asks_nothing_of_a_network() {
    let page = page(&[(report(), coded())]);
    for sign in ["http:", "https:", "//cdn", "url(", "@import", " src=", "<link", "<img", "fetch(", "XMLHttp"]
    {
        assert!(!page.contains(sign), "{sign}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn nothing_in_a_record_becomes_markup() {
    let evil = "<script>alert(1)</script>\" onclick=\"x";
    let mut coded = coded();
    coded.doc = evil.to_owned();
    for event in &mut coded.events {
        event.frame = evil.to_owned();
        event.id.0 = evil.to_owned();
        for party in event.initiators.iter_mut().chain(&mut event.recipients) {
            party.name = evil.to_owned();
            party.mention = evil.to_owned();
            party.why = evil.to_owned();
            party.actor = Some(evil.to_owned());
        }
        if let Some(place) = &mut event.place {
            place.name = evil.to_owned();
            place.within = Some(evil.to_owned());
            place.country = Some(evil.to_owned());
            place.code = Some(evil.to_owned());
            place.why = evil.to_owned();
            place.candidates[0].name = evil.to_owned();
        }
        for loss in &mut event.casualties {
            loss.victims = evil.to_owned();
        }
        for quote in event.attribution.iter_mut().chain(&mut event.evidence) {
            quote.text = evil.to_owned();
        }
    }
    coded.ties[0].a = evil.to_owned();
    coded.ties[0].why = evil.to_owned();
    coded.diagnostics[0].note = evil.to_owned();
    let mut report = Report::new(evil, format!("{evil}\n\n{TEXT}"));
    report.outlet = Some(evil.to_owned());
    let page = page(&[(report.clone(), coded.clone()), (report, coded)]);
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("\" onclick"));
}

#[test]
fn a_word_carries_the_roles_that_it_has_in_each_event() {
    let page = page(&[(report(), coded())]);
    // "The Brigade" is a side of event 2, and also the beginning of the words for the other side.
    assert!(page.contains("data-e=\"2\" data-r=\"^2:initiator\" title=\"2 clash: side\">The Brigade</span>"));
    assert!(page.contains("title=\"1 attack: happening\">attacked</a>"));
    assert!(page.contains("title=\"1 attack: voice\">medics</span>"));
}

#[test]
fn offsets_past_the_end_of_the_text_do_no_harm() {
    let page = page(&[(Report::new("ridge", "On Mon"), coded()), (Report::new("empty", ""), coded())]);
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn several_reports_have_an_index_and_one_has_none() {
    assert!(!page(&[(report(), coded())]).contains("<nav"));
    let two = page(&[(report(), coded()), (report(), coded())]);
    assert_eq!(two.matches("<tr data-for=").count(), 2);
    assert!(two.contains("<title>2 reports · athir</title>"));
}
