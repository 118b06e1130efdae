//! One card an event, and the lists of ties and of what was not coded.

use std::fmt::Write;

use athir_model::{
    Basis, Casualty, CodedReport, Confidence, Count, Direction, Event, Modality, Party, Phase, Place,
    PlaceStatus, Quote, TimeBasis, TimePrecision,
};

use super::escape::Escaped;
use super::marks::{Role, role_words};
use crate::words::date_words;

/// Writes the cards of one report, its ties, and what was seen and not coded.
pub(super) fn write_cards(html: &mut String, key: &str, coded: &CodedReport) {
    if coded.events.is_empty() {
        html.push_str("<p class=\"none\">No event was coded from this report.</p>\n");
    } else {
        html.push_str("<ol class=\"cards\">\n");
        for (n, event) in coded.events.iter().enumerate() {
            write_card(html, key, n + 1, event);
        }
        html.push_str("</ol>\n");
    }
    write_ties(html, key, coded);
    write_diagnostics(html, key, coded);
}

fn write_card(html: &mut String, key: &str, n: usize, event: &Event) {
    let kind = event.kind;
    let family = format!("{:?}", kind.family()).to_lowercase();
    let mutual = if kind.direction() == Direction::Mutual { " data-mutual" } else { "" };
    let _ = write!(
        html,
        "<li class=\"card\" id=\"{key}-e{n}\" data-n=\"{n}\"{mutual} tabindex=\"0\" aria-labelledby=\"{key}-h{n}\">\
         <header><h3 id=\"{key}-h{n}\"><span class=\"num\">{n}</span> {}</h3>\
         <span class=\"badge family\">{family}</span>",
        kind.as_str().replace('-', " ")
    );
    if event.modality != Modality::Reported {
        let _ = write!(html, "<span class=\"badge modality\">{}</span>", event.modality.as_str());
    }
    if event.phase != Phase::Occurred {
        let _ = write!(html, "<span class=\"badge phase\">{}</span>", event.phase.as_str());
    }
    html.push_str("</header>\n");
    write_sides(html, key, event);
    html.push_str("<dl>\n");
    if let Some(place) = &event.place {
        write_place(html, key, place);
    }
    write_time(html, key, event);
    if !event.casualties.is_empty() {
        html.push_str("<dt>losses</dt><dd>");
        for loss in &event.casualties {
            let q = &loss.mention;
            let words = casualty_words(loss);
            write_chip(html, key, Role::Count, q.start, q.end, &words, Some(&q.text));
        }
        html.push_str("</dd>\n");
    }
    write_quotes(html, key, "means", Role::Weapon, &event.weapons);
    write_quotes(html, key, "according to", Role::Voice, &event.attribution);
    html.push_str("</dl>\n");
    write_why(html, key, event);
    html.push_str("</li>\n");
}

/// A value as a link to its words. `mention` is shown beside it where it differs by more than case.
fn write_chip(
    html: &mut String,
    key: &str,
    role: Role,
    start: usize,
    end: usize,
    value: &str,
    mention: Option<&str>,
) {
    let _ = write!(
        html,
        "<a class=\"chip {role}\" href=\"#{key}-c{start}\" data-a=\"{start}\" data-b=\"{end}\"><b>{}</b>",
        Escaped(value)
    );
    if let Some(mention) = mention
        && mention.to_lowercase() != value.to_lowercase()
    {
        let _ = write!(html, " <q>{}</q>", Escaped(mention));
    }
    html.push_str("</a> ");
}

fn write_sides(html: &mut String, key: &str, event: &Event) {
    if event.initiators.is_empty() && event.recipients.is_empty() {
        html.push_str("<p class=\"sides unknown\">no party named</p>\n");
        return;
    }
    let direction = event.kind.direction();
    html.push_str("<div class=\"sides\">");
    write_side(html, key, Role::Initiator, direction, &event.initiators);
    if !event.recipients.is_empty() || direction == Direction::Directed {
        let (arrow, words) = match direction {
            Direction::Mutual => ("↔", "with"),
            Direction::Directed => ("→", "towards"),
        };
        let _ = write!(html, "<span class=\"arrow\" role=\"img\" aria-label=\"{words}\">{arrow}</span>");
        write_side(html, key, Role::Recipient, direction, &event.recipients);
    }
    html.push_str("</div>\n");
}

fn write_side(html: &mut String, key: &str, role: Role, direction: Direction, parties: &[Party]) {
    let _ = write!(html, "<div class=\"side\"><span class=\"label\">{}</span>", role_words(role, direction));
    if parties.is_empty() {
        html.push_str("<span class=\"unknown\">not given</span>");
    }
    for party in parties {
        write_chip(html, key, role, party.start, party.end, &party.name, Some(&party.mention));
        match party.basis {
            Basis::Stated => {}
            Basis::Claimed => html.push_str("<span class=\"badge basis\">claims it itself</span> "),
            Basis::Implied => html.push_str("<span class=\"badge basis\">implied by the report</span> "),
            Basis::Blamed => html.push_str("<span class=\"badge basis\">blamed by others</span> "),
        }
    }
    html.push_str("</div>");
}

fn write_place(html: &mut String, key: &str, place: &Place) {
    html.push_str("<dt>where</dt><dd>");
    write_chip(html, key, Role::Place, place.start, place.end, &place.name, Some(&place.mention));
    let mut about: Vec<String> = Vec::new();
    about.extend(place.within.clone().filter(|w| *w != place.name));
    about.extend(place.country.clone());
    about.push(place.precision.as_str().to_owned());
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        about.push(format!("{lat:.3}, {lon:.3}"));
    }
    let _ = write!(html, "<span class=\"about\">{}</span>", Escaped(&about.join(" · ")));
    match place.status {
        PlaceStatus::Resolved => {}
        PlaceStatus::Unresolved => {
            html.push_str(" <span class=\"badge doubt\">not in the gazetteer</span>");
        }
        PlaceStatus::Ambiguous => {
            html.push_str(" <span class=\"badge doubt\">ambiguous</span><ul class=\"candidates\">");
            for c in &place.candidates {
                let _ = write!(
                    html,
                    "<li>{} · {} · {:.3}, {:.3}</li>",
                    Escaped(&c.name),
                    Escaped(&c.country),
                    c.lat,
                    c.lon
                );
            }
            html.push_str("</ul>");
        }
    }
    html.push_str("</dd>\n");
}

fn write_time(html: &mut String, key: &str, event: &Event) {
    let when = &event.when;
    let words = date_words(when);
    html.push_str("<dt>when</dt><dd>");
    match &when.mention {
        Some(q) => write_chip(html, key, Role::Time, q.start, q.end, &words, Some(&q.text)),
        None => {
            let _ = write!(html, "<span class=\"chip time bare\"><b>{words}</b></span> ");
        }
    }
    let precision = match when.precision {
        TimePrecision::Unknown => "no date of its own",
        other => other.as_str(),
    };
    let basis = match when.basis {
        TimeBasis::Stated => "",
        TimeBasis::Discourse => " · goes on from an earlier time",
        TimeBasis::Saying => " · dates the saying",
        TimeBasis::Publication => " · bounded by publication",
    };
    let _ = writeln!(html, "<span class=\"about\">{precision}{basis}</span></dd>");
}

fn write_quotes(html: &mut String, key: &str, head: &str, role: Role, quotes: &[Quote]) {
    if quotes.is_empty() {
        return;
    }
    let _ = write!(html, "<dt>{head}</dt><dd>");
    for quote in quotes {
        write_chip(html, key, role, quote.start, quote.end, &quote.text, None);
    }
    html.push_str("</dd>\n");
}

/// How likely the event is right, and each of its fields if the event is.
fn write_confidence(html: &mut String, confidence: &Confidence) {
    let fields = [
        ("who acts", confidence.initiators),
        ("acted on", confidence.recipients),
        ("where", confidence.place),
        ("when", confidence.time),
        ("losses", confidence.casualties),
    ];
    let _ = write!(html, "<dt>confidence</dt><dd>{:.0} %", confidence.event * 100.0);
    for (field, confidence) in fields {
        if let Some(confidence) = confidence {
            let _ = write!(html, " · {field} {:.0} %", confidence * 100.0);
        }
    }
    html.push_str("</dd>\n");
}

fn write_why(html: &mut String, key: &str, event: &Event) {
    html.push_str("<details class=\"why\"><summary>why, and its codes</summary>\n<dl>\n");
    let _ = write!(html, "<dt>happening</dt><dd>");
    write_chip(html, key, Role::Trigger, event.trigger.start, event.trigger.end, &event.trigger.text, None);
    let _ = writeln!(html, "</dd>\n<dt>frame</dt><dd><code>{}</code></dd>", Escaped(&event.frame));
    write_confidence(html, &event.confidence);
    let direction = event.kind.direction();
    for (role, parties) in [(Role::Initiator, &event.initiators), (Role::Recipient, &event.recipients)] {
        for party in parties {
            let _ = write!(
                html,
                "<dt>{}</dt><dd>{}: {}",
                role_words(role, direction),
                Escaped(&party.name),
                Escaped(&party.why)
            );
            if let Some(actor) = &party.actor {
                let _ = write!(html, " <code>{}</code>", Escaped(actor));
            }
            html.push_str("</dd>\n");
        }
    }
    if let Some(place) = &event.place {
        let _ = write!(html, "<dt>place</dt><dd>{}", Escaped(&place.why));
        if let Some(code) = &place.code {
            let _ = write!(html, " <code>{}</code>", Escaped(code));
        }
        html.push_str("</dd>\n");
    }
    html.push_str("<dt>evidence</dt><dd>");
    for quote in &event.evidence {
        write_chip(html, key, Role::Evidence, quote.start, quote.end, &quote.text, None);
    }
    html.push_str("</dd>\n");
    let codes = &event.codes;
    let plover = if codes.plover_mode.is_empty() {
        codes.plover.to_string()
    } else {
        format!("{} ({})", codes.plover, codes.plover_mode)
    };
    for (scheme, code) in [
        ("PLOVER", plover),
        ("CAMEO", codes.cameo.to_string()),
        ("ACLED", format!("{}: {}", codes.acled_event_type, codes.acled_sub_event_type)),
    ] {
        let _ = writeln!(html, "<dt>{scheme}</dt><dd>{}</dd>", Escaped(&code));
    }
    let _ = writeln!(html, "<dt>id</dt><dd><code>{}</code></dd>\n</dl></details>", Escaped(&event.id.0));
}

/// Says a loss in words: `at least 26 casualties`, `12 civilians killed`.
fn casualty_words(loss: &Casualty) -> String {
    let count = match loss.count {
        Count { low: Some(low), high: Some(high) } if low == high => low.to_string(),
        Count { low: Some(low), high: Some(high) } => format!("{low} to {high}"),
        Count { low: Some(low), high: None } => format!("at least {low}"),
        Count { low: None, high: Some(high) } => format!("up to {high}"),
        Count { low: None, high: None } => "an unknown number".to_owned(),
    };
    match loss.victims.as_str() {
        "" | "unknown" => format!("{count} {}", loss.kind.as_str()),
        victims => format!("{count} {} · {victims}", loss.kind.as_str()),
    }
}

fn write_ties(html: &mut String, key: &str, coded: &CodedReport) {
    if coded.ties.is_empty() {
        return;
    }
    html.push_str("<section class=\"ties\"><h3>How the actors stand to each other</h3>\n<ul>\n");
    for tie in &coded.ties {
        let _ = write!(
            html,
            "<li><b>{}</b> <span class=\"badge tie\">{}{}</span> <b>{}</b> ",
            Escaped(&tie.a),
            if tie.state == athir_model::TieState::Former { "former " } else { "" },
            tie.kind.as_str(),
            Escaped(&tie.b),
        );
        let q = &tie.evidence;
        write_chip(html, key, Role::Evidence, q.start, q.end, &q.text, None);
        let _ = writeln!(html, "<span class=\"about\">{}</span></li>", Escaped(&tie.why));
    }
    html.push_str("</ul></section>\n");
}

fn write_diagnostics(html: &mut String, key: &str, coded: &CodedReport) {
    if coded.diagnostics.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<details class=\"uncoded\"><summary>Seen, not coded as an event of its own ({})</summary>\n<ul>",
        coded.diagnostics.len()
    );
    for d in &coded.diagnostics {
        html.push_str("<li>");
        write_chip(html, key, Role::Evidence, d.trigger.start, d.trigger.end, &d.trigger.text, None);
        let _ = writeln!(
            html,
            "<span class=\"badge reason\">{}</span> {} <span class=\"about\">sentence {} · {}</span></li>",
            d.reason.as_str().replace('-', " "),
            Escaped(&d.note),
            d.sentence + 1,
            Escaped(&d.frame)
        );
    }
    html.push_str("</ul></details>\n");
}
