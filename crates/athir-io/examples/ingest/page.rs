//! Invented pages, with what stands around the report on the pages of outlets.

use std::fmt::Write;

const PLACES: [&str; 12] = [
    "Tell Amun",
    "Upper Rask",
    "Dar Selim",
    "the Orta bridge",
    "Kafr Noun",
    "Old Miren",
    "Wadi Harra",
    "the grain market",
    "Sabra Heights",
    "Lower Rask",
    "the river road",
    "Bir Hadi",
];
const SIDES: [&str; 8] = [
    "fighters of the northern brigade",
    "soldiers of the third division",
    "men of a local militia",
    "gunmen on motorcycles",
    "a unit of the border guard",
    "members of the river front",
    "armed men in uniform",
    "the garrison of the town",
];
const ACTS: [&str; 8] = [
    "shelled",
    "raided",
    "held for two hours",
    "pulled back from",
    "set up a checkpoint at",
    "fired rockets at",
    "took control of",
    "lost three vehicles at",
];
const AFTER: [&str; 8] = [
    "and the council asked people to stay indoors until the morning",
    "according to two residents who spoke by telephone",
    "while the road to the south stayed closed to lorries",
    "a claim that the other side denied within the hour",
    "and the hospital took in nine wounded, a doctor said",
    "although a truce had been agreed four days before",
    "in what officials called an answer to the attack of last week",
    "and smoke could be seen from the hills until noon",
];

/// A page that differs from every other by its number: about 80 to 200 KB, a twentieth of it the report.
pub(crate) fn page(n: usize) -> String {
    let mut turn = n as u64 * 0x9E37_79B9_7F4A_7C15 + 1;
    let mut pick = |most: usize| {
        turn ^= turn << 13;
        turn ^= turn >> 7;
        turn ^= turn << 17;
        (turn >> 20) as usize % most
    };
    let headline = format!(
        "{} at {}",
        ["Shells fall", "Clash reported", "Raid", "Calm returns"][pick(4)],
        PLACES[pick(12)]
    );
    let mut html = String::with_capacity(140_000);
    let day = 1 + n % 28;
    let _ = write!(
        html,
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline} | Orontes Wire</title>\
         <meta property=\"og:title\" content=\"{headline}\"><meta property=\"og:site_name\" content=\"Orontes Wire\">\
         <meta property=\"article:published_time\" content=\"2021-03-{day:02}T08:{:02}:00+02:00\"><link rel=\"canonical\" href=\"https://orontes.example/{n}\">\
         <script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\",\"author\":{{\"name\":\"R. Salloum\"}}}}</script>",
        n % 60
    );
    for block in 0..4 + pick(6) {
        let _ = write!(html, "<script>window.part{block} = [");
        for k in 0..220 + pick(200) {
            let _ =
                write!(html, "{{\"slot\":{k},\"w\":{},\"f\":function(a){{return a<{k}&&a>0}}}},", pick(999));
        }
        html.push_str("];</script>");
    }
    html.push_str("<style>");
    for k in 0..300 {
        let _ = write!(html, ".c{k}{{margin:{}px;color:#{:03x}}}", pick(40), pick(4096));
    }
    html.push_str("</style></head><body class=\"article-page\"><header><nav><ul>");
    for k in 0..40 {
        let _ = write!(
            html,
            "<li class=\"menu-item\"><a href=\"/section/{k}\" data-track=\"nav-{k}\">Section {k}</a></li>"
        );
    }
    let _ = write!(
        html,
        "</ul></nav></header><main><article class=\"story\"><h1>{headline}</h1><p class=\"byline\">By R. Salloum</p>\
         <figure><img src=\"/i/{n}.jpg\" srcset=\"/i/{n}.jpg 1x, /i/{n}-2.jpg 2x\"><figcaption>A file picture of the road.</figcaption></figure>"
    );
    for _ in 0..8 + pick(18) {
        html.push_str("<p>");
        for _ in 0..2 + pick(3) {
            let (side, act, place, after) = (SIDES[pick(8)], ACTS[pick(8)], PLACES[pick(12)], AFTER[pick(8)]);
            let mut letters = side.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            let _ = write!(
                html,
                "{first}{} {act} <a href=\"/place\">{place}</a> on Tuesday, {after}. ",
                letters.as_str()
            );
        }
        html.push_str("</p>");
        if pick(6) == 0 {
            html.push_str("<div class=\"ad-slot\"><script>show()</script></div><aside class=\"newsletter\"><p>Get our letter each morning.</p><form><input name=mail></form></aside>");
        }
    }
    html.push_str("</article><section class=\"related\"><h2>More stories</h2>");
    for k in 0..60 {
        let _ = write!(
            html,
            "<div class=\"card c{k}\"><a href=\"/s/{k}\"><img src=\"/t/{k}.jpg\"><h3>{} near {}</h3></a><p class=\"teaser\">{}.</p><time datetime=\"2021-02-{:02}\">then</time></div>",
            ACTS[pick(8)],
            PLACES[pick(12)],
            AFTER[pick(8)],
            1 + k % 28
        );
    }
    html.push_str("</section><section class=\"comments\"><h2>Comments</h2>");
    for k in 0..pick(60) {
        let _ = write!(
            html,
            "<div class=\"comment\" id=\"c{k}\"><b>reader{k}</b><p>I do not believe a word of this, {}.</p></div>",
            AFTER[pick(8)]
        );
    }
    html.push_str("</section></main><footer><ul>");
    for k in 0..30 {
        let _ = write!(html, "<li><a href=\"/about/{k}\">About {k}</a></li>");
    }
    html.push_str("</ul><p>Copyright Orontes Wire. All rights reserved.</p></footer></body></html>");
    html
}

/// The archived answer of a server with this page.
pub(crate) fn record(n: usize, page: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: x\r\n\r\n";
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://orontes.example/{n}\r\nWARC-Date: 2021-03-02T10:15:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{head}",
        head.len() + page.len()
    )
    .into_bytes();
    record.extend_from_slice(page.as_bytes());
    record.extend_from_slice(b"\r\n\r\n");
    record
}
