//! One self-contained page for an incident: what is known, on what its sources disagree, and every claim side by side.

use std::fmt::Write as _;
use std::io::{self, Write};

use athir_model::{Account, Claim, Dossier, Incident, Loss, Role};

use super::escape::Escaped;
use super::page::{POLICY, STYLE};
use crate::words::{date_words, place_words};
use crate::write::incident::{
    estimate_words, is_plain, loss_claim_words, party_words, people_words, sides_words, state_words,
    status_words, value_words, victims_words,
};

const OWN_STYLE: &str = include_str!("dossier.css");

/// The fields of a claim, in the order of the rows, with what the page of `athir serve` calls them.
const FIELDS: [(&str, &str); 9] = [
    ("kind", "what"),
    ("initiator", "who acts"),
    ("recipient", "acted on"),
    ("place", "where"),
    ("time", "when"),
    ("casualty", "losses"),
    ("weapon", "means"),
    ("modality", "put as"),
    ("phase", "how far"),
];

/// Writes the page. It loads nothing, and prints every word of a report escaped.
///
/// # Errors
///
/// What the place written to says.
pub fn write_dossier(out: &mut impl Write, dossier: &Dossier) -> io::Result<()> {
    let Dossier { incident, accounts } = dossier;
    let title = format!("{} {}", incident.kind, date_words(&incident.when));
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"generator\" content=\"athir {}\">\n<title>{} · athir</title>\n\
         <style>\n{STYLE}{OWN_STYLE}</style>\n</head>\n<body>\n<main class=\"dossier\">\n",
        env!("CARGO_PKG_VERSION"),
        Escaped(&title)
    );
    write_head(&mut html, incident);
    write_sides(&mut html, incident);
    write_losses(&mut html, incident);
    write_disputes(&mut html, incident);
    write_claims(&mut html, accounts);
    write_sources(&mut html, accounts);
    html.push_str("</main>\n</body>\n</html>\n");
    out.write_all(html.as_bytes())?;
    out.flush()
}

fn write_head(html: &mut String, incident: &Incident) {
    let place = incident.place.as_ref().map(|place| format!(", {}", place_words(place))).unwrap_or_default();
    let _ = write!(
        html,
        "<h1>{}, {}{}</h1>\n<p class=\"lead\">{}</p>\n<p>Grade: <b>{}</b>. {} by {}. Put as {}, {}. \
         <span class=\"note\">Incident {}. Coded by a machine from the reports below{}.</span></p>\n",
        Escaped(&incident.kind.as_str().replace('-', " ")),
        Escaped(&date_words(&incident.when)),
        Escaped(&place),
        Escaped(&sides_words(incident)),
        incident.grade.as_str(),
        count_noun(incident.n_reports, "report"),
        count_noun(incident.n_sources, "independent source"),
        incident.modality.as_str(),
        incident.phase.as_str(),
        Escaped(&incident.id.0),
        if incident.status.is_machine() { String::new() } else { format!("; {}", status_words(incident)) }
    );
}

fn write_sides(html: &mut String, incident: &Incident) {
    if incident.sides.is_empty() {
        return;
    }
    html.push_str("<h2>Parties</h2>\n<table>\n<thead><tr><th>Role</th><th>Party</th><th>Given by</th><th>According to</th><th>In the words</th></tr></thead>\n<tbody>\n");
    for side in &incident.sides {
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"voice\">{}</td><td>{}</td></tr>",
            match side.role {
                Role::Initiator => "who acts",
                Role::Recipient => "acted on",
            },
            Escaped(&party_words(side)),
            count_noun(side.support.n_sources, "source"),
            Escaped(&side.voices.join("; ")),
            quotes(side.mentions.iter().map(String::as_str))
        );
    }
    html.push_str("</tbody>\n</table>\n");
}

fn write_losses(html: &mut String, incident: &Incident) {
    if incident.losses.is_empty() {
        return;
    }
    html.push_str("<h2>Losses</h2>\n<p class=\"note\">The best value with the range of current claims; never a sum of reports. Claims that no longer stand are struck out.</p>\n<table>\n<thead><tr><th>Harm</th><th>Of</th><th>Best (low–high)</th><th>Claims</th></tr></thead>\n<tbody>\n");
    for loss in &incident.losses {
        write_loss(html, loss);
    }
    html.push_str("</tbody>\n</table>\n");
}

fn write_loss(html: &mut String, loss: &Loss) {
    let _ = write!(
        html,
        "<tr><th>{}</th><td>{}</td><td class=\"range\">{}</td><td>",
        loss.harm.as_str(),
        Escaped(victims_words(loss)),
        estimate_words(&loss.estimate)
    );
    for claim in &loss.claims {
        let class = if state_words(claim).is_some() { " class=\"old\"" } else { "" };
        let _ = write!(html, "<div{class}>{}</div>", Escaped(&loss_claim_words(claim)));
    }
    html.push_str("</td></tr>\n");
}

fn write_disputes(html: &mut String, incident: &Incident) {
    if incident.disputes.is_empty() {
        return;
    }
    html.push_str("<h2>Disputed</h2>\n<ul>\n");
    for dispute in &incident.disputes {
        let versions: Vec<String> = dispute
            .versions
            .iter()
            .map(|v| format!("{} ({})", Escaped(&v.value), count_noun(v.support.n_sources, "source")))
            .collect();
        let _ = writeln!(
            html,
            "<li><b class=\"dispute\">{}</b>: {}</li>",
            dispute.field.as_str(),
            versions.join(" / ")
        );
    }
    html.push_str("</ul>\n");
}

/// A column for each account, a row for each field.
fn write_claims(html: &mut String, accounts: &[Account]) {
    html.push_str("<h2>Claims side by side</h2>\n<div class=\"wide\"><table>\n<thead><tr><th></th>");
    for (n, account) in accounts.iter().enumerate() {
        let report = &account.report;
        let published = report.published.map_or_else(|| "undated".to_owned(), |date| date.to_string());
        let _ = write!(
            html,
            "<th><a href=\"#s{0}\">{0}</a> {1}<br>{published}, source {2}</th>",
            n + 1,
            Escaped(report.outlet.as_deref().unwrap_or("unknown outlet")),
            account.source + 1
        );
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (field, words) in FIELDS {
        let of = |account: &'_ Account| -> Vec<usize> {
            let claims = account.claims.iter().enumerate();
            claims.filter(|(_, c)| c.asserted.field() == field && !is_plain(c)).map(|(n, _)| n).collect()
        };
        if accounts.iter().all(|account| of(account).is_empty()) {
            continue;
        }
        let _ = write!(html, "<tr><th>{words}</th>");
        for account in accounts {
            html.push_str("<td>");
            for n in of(account) {
                write_claim(html, &account.claims[n]);
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div>\n");
}

fn write_claim(html: &mut String, claim: &Claim) {
    let class = if claim.outranked { " class=\"old\"" } else { "" };
    let _ = write!(html, "<div{class}>{}", Escaped(&value_words(claim)));
    if let Some(quote) = &claim.quote {
        let _ = write!(html, " <q>{}</q>", Escaped(&quote.text));
    }
    let voices: Vec<&str> = claim.voices.iter().map(|voice| voice.text.as_str()).collect();
    if !voices.is_empty() {
        let _ = write!(html, " <span class=\"voice\">according to {}</span>", Escaped(&voices.join("; ")));
    }
    if let Some(words) = people_words(claim) {
        let _ = write!(html, " <span class=\"voice\">{}</span>", Escaped(&words));
    }
    html.push_str("</div>");
}

fn write_sources(html: &mut String, accounts: &[Account]) {
    html.push_str("<h2>Sources</h2>\n<ol>\n");
    for (n, account) in accounts.iter().enumerate() {
        let report = &account.report;
        let published = report.published.map_or_else(|| "undated".to_owned(), |date| date.to_string());
        let _ = write!(
            html,
            "<li id=\"s{}\"><b>{}</b><br>{}, {published}",
            n + 1,
            Escaped(&account.title),
            Escaped(report.outlet.as_deref().unwrap_or("unknown outlet"))
        );
        if let Some(author) = &report.author {
            let _ = write!(html, ", {}", Escaped(author));
        }
        if let Some(url) = &report.url {
            // Shown and not linked: a click would tell its owner who is looking.
            let _ = write!(html, "<br>{}", Escaped(url));
        }
        for quote in &account.evidence {
            let _ = write!(html, "<blockquote>{}</blockquote>", Escaped(&quote.text));
        }
        let _ = writeln!(
            html,
            "<span class=\"note\">report {}, SHA-256 of its bytes {}, of its text {}; event {}; coded by {} {}</span></li>",
            Escaped(&report.id.0),
            report.bytes,
            report.text,
            Escaped(&account.event.0),
            Escaped(&account.coding.coder),
            account.coding.coded
        );
    }
    html.push_str("</ol>\n");
}

fn quotes<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quotes: Vec<String> = words.map(|words| format!("<q>{}</q>", Escaped(words))).collect();
    quotes.join(", ")
}

fn count_noun(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
