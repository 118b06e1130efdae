//! The page around the reports: head, index, legend.

use std::fmt::Write as _;
use std::io::{self, Write};

use athir_model::CodedReport;

use super::card::write_cards;
use super::escape::Escaped;
use super::text::write_text;
use crate::ReportWriter;
use athir_model::Report;

pub(super) const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page may use its own style and script, and load nothing at all.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      base-uri 'none'; form-action 'none'";

/// How many of a report's events are picked out without the script. Each costs the browser a rule.
const MOST_RULES: usize = 200;

/// Writes one page with all reports, when it is finished.
#[derive(Debug)]
pub struct HtmlWriter<W: Write> {
    out: W,
    index: String,
    articles: String,
    titles: Vec<String>,
    n_events: usize,
    most_events: usize,
}

impl<W: Write> HtmlWriter<W> {
    /// Makes a writer. Nothing is written before the page is finished.
    pub fn new(out: W) -> HtmlWriter<W> {
        HtmlWriter {
            out,
            index: String::new(),
            articles: String::new(),
            titles: Vec::new(),
            n_events: 0,
            most_events: 0,
        }
    }
}

impl<W: Write> ReportWriter for HtmlWriter<W> {
    fn write(&mut self, report: &Report, coded: &CodedReport) -> io::Result<()> {
        let key = format!("r{}", self.titles.len() + 1);
        write_index_row(&mut self.index, &key, report, coded);
        write_article(&mut self.articles, &key, report, coded);
        self.titles.push(report.title());
        self.n_events += coded.events.len();
        self.most_events = self.most_events.max(coded.events.len());
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let title = match self.titles.as_slice() {
            [one] => one.clone(),
            many => format!("{} reports", many.len()),
        };
        writeln!(
            self.out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"generator\" content=\"athir {}\">\n\
             <title>{} · athir</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>",
            env!("CARGO_PKG_VERSION"),
            Escaped(&title),
            picking_rules(self.most_events),
        )?;
        self.write_top()?;
        self.out.write_all(b"<main>\n")?;
        if self.titles.len() != 1 {
            self.write_index()?;
        }
        self.out.write_all(self.articles.as_bytes())?;
        writeln!(
            self.out,
            "</main>\n\
             <footer class=\"keys\" hidden>Keys: <kbd>↓</kbd> <kbd>↑</kbd> from event to event, \
             <kbd>→</kbd> <kbd>←</kbd> along an event's values, <kbd>Enter</kbd> opens its reasons, \
             <kbd>Esc</kbd> lets go, <kbd>/</kbd> filters the reports.</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>"
        )?;
        self.out.flush()
    }
}

/// Rules that pick out an event's words while its card is pointed at or focused, without the script.
fn picking_rules(most_events: usize) -> String {
    let mut rules = String::new();
    for n in 1..=most_events.min(MOST_RULES) {
        let _ = writeln!(
            rules,
            "article:has(.card[data-n=\"{n}\"]:is(:hover,:focus-within,:target)) .m[data-e~=\"{n}\"]{{--lit:1}}"
        );
    }
    rules
}

impl<W: Write> HtmlWriter<W> {
    fn write_top(&mut self) -> io::Result<()> {
        let n = self.titles.len();
        let (reports, events) = (if n == 1 { "report" } else { "reports" }, self.n_events);
        writeln!(
            self.out,
            "<header class=\"top\"><a class=\"brand\" href=\"#\">athir</a>\
             <span class=\"counts\">{n} {reports}, {events} event{}</span>\
             <ul class=\"legend\" aria-label=\"Marks in the text\">\
             <li><span class=\"m trigger\">happening</span></li>\
             <li><span class=\"m initiator\">who acts</span></li>\
             <li><span class=\"m recipient\">acted on</span></li>\
             <li><span class=\"m party\">acts in one event, acted on in another</span></li>\
             <li><span class=\"m place\">place</span></li>\
             <li><span class=\"m time\">time</span></li>\
             <li><span class=\"m count\">count</span></li>\
             <li><span class=\"m means\">means</span></li>\
             <li><span class=\"m voice\">according to</span></li>\
             <li><span class=\"m evidence\">evidence</span></li></ul>\
             <button class=\"theme\" type=\"button\" hidden aria-label=\"Switch between light and dark\">◐</button>\
             </header>",
            if events == 1 { "" } else { "s" }
        )
    }

    fn write_index(&mut self) -> io::Result<()> {
        self.out.write_all(
            b"<nav class=\"index\" id=\"index\" aria-label=\"Reports\">\n\
              <p class=\"filter\" hidden><label>Filter <input type=\"search\" id=\"filter\" autocomplete=\"off\" \
              placeholder=\"title, outlet, actor, place, kind\"></label> <span id=\"shown\" role=\"status\"></span></p>\n\
              <table><thead><tr><th scope=\"col\">Published</th><th scope=\"col\">Outlet</th>\
              <th scope=\"col\">Report</th><th scope=\"col\" class=\"num\">Events</th>\
              <th scope=\"col\" class=\"num\">Ties</th></tr></thead>\n<tbody>\n",
        )?;
        self.out.write_all(self.index.as_bytes())?;
        self.out.write_all(b"</tbody></table>\n</nav>\n")
    }
}

fn write_index_row(html: &mut String, key: &str, report: &Report, coded: &CodedReport) {
    let published = coded.published.map_or("undated".to_owned(), |d| d.to_string());
    let outlet = report.outlet.as_deref().unwrap_or("");
    let _ = writeln!(
        html,
        "<tr data-for=\"{key}\" data-q=\"{}\"><td class=\"date\">{published}</td><td>{}</td>\
         <td><a href=\"#{key}\">{}</a></td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>",
        Escaped(&search_words(report, coded)),
        Escaped(outlet),
        Escaped(&report.title()),
        coded.events.len(),
        coded.ties.len()
    );
}

/// The words by which the filter finds a report, in lower case.
fn search_words(report: &Report, coded: &CodedReport) -> String {
    let mut words = vec![coded.doc.clone(), report.title()];
    words.extend(report.outlet.clone());
    words.extend(coded.published.map(|d| d.to_string()));
    for event in &coded.events {
        words.push(event.kind.to_string());
        words.extend(event.initiators.iter().chain(&event.recipients).map(|party| party.name.clone()));
        words.extend(
            event.place.iter().flat_map(|place| [Some(place.name.clone()), place.within.clone()]).flatten(),
        );
    }
    for word in &mut words {
        *word = word.to_lowercase();
    }
    words.sort();
    words.dedup();
    words.join(" | ")
}

fn write_article(html: &mut String, key: &str, report: &Report, coded: &CodedReport) {
    let published = match coded.published {
        Some(date) => format!("published <time datetime=\"{date}\">{date}</time>"),
        None => "<span class=\"badge doubt\">no publication date: relative times stay open</span>".to_owned(),
    };
    let _ = write!(
        html,
        "<article id=\"{key}\" aria-label=\"{}\">\n<header class=\"about-report\">",
        Escaped(&report.title())
    );
    if let Some(outlet) = &report.outlet {
        let _ = write!(html, "<b>{}</b>", Escaped(outlet));
    }
    let _ = writeln!(
        html,
        "<span>{published}</span><span>{}</span><span>{} events, {} ties, {} seen and not coded</span>\
         <a class=\"up\" href=\"#index\">index ↑</a></header>\n\
         <section class=\"text\" aria-label=\"The report, word for word\" tabindex=\"0\" dir=\"auto\">",
        Escaped(&coded.doc),
        coded.events.len(),
        coded.ties.len(),
        coded.diagnostics.len(),
    );
    write_text(html, key, &report.text, coded);
    html.push_str("</section>\n<section class=\"events\" aria-label=\"What was coded\">\n");
    write_cards(html, key, coded);
    html.push_str("</section>\n</article>\n");
}
