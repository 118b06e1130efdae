use athir_io::ReadSettings;
use jiff::civil::date;

use crate::reading::read;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Orontes Wire</title><link>https://orontes.example/</link><description>News</description><language>en-gb</language>
<item><title>Shells hit bridge at Tell Amun &amp; market</title><link>https://orontes.example/1</link><dc:creator>Rima Salloum</dc:creator>
<pubDate>Tue, 02 Mar 2021 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Fighters of the northern brigade shelled the bridge at Tell Amun on Tuesday, the council said.</p><figure><img src="x"><figcaption>File picture</figcaption></figure><p>Three drivers were killed.</p>]]></content:encoded></item>
<item><title>Calm returns</title><link>https://orontes.example/2</link><description>&lt;p&gt;The town was &lt;b&gt;calm&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><link>https://orontes.example/3</link></item>
</channel></rss>"#;

#[test]
fn entries_of_a_feed_are_reports() {
    let (reports, said) = read("wire.rss", RSS.as_bytes(), &ReadSettings::default());
    assert_eq!(said, ["wire.rss, record 3: it has no text"]);
    let first = &reports[0];
    assert_eq!((first.name.as_str(), first.record), ("wire#1", Some(1)));
    assert_eq!(
        first.text,
        "Shells hit bridge at Tell Amun & market\n\nFighters of the northern brigade shelled the bridge at Tell Amun on Tuesday, \
         the council said.\n\nThree drivers were killed."
    );
    assert_eq!(first.published, Some(date(2021, 3, 2)));
    assert_eq!(
        (first.outlet.as_deref(), first.author.as_deref()),
        (Some("Orontes Wire"), Some("Rima Salloum"))
    );
    assert_eq!(
        (first.url.as_deref(), first.language.as_deref()),
        (Some("https://orontes.example/1"), Some("en-GB"))
    );
    assert_eq!(reports[1].text, "Calm returns\n\nThe town was calm.");
}

#[test]
fn atom_and_json_feeds_are_read_too() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title type="html">Bridge &lt;i&gt;hit&lt;/i&gt;</title><id>1</id>
        <link rel="enclosure" href="https://post.example/a.mp3"/><link href="https://post.example/1"/><updated>2021-03-02T08:00:00+03:00</updated>
        <summary>Shells fell.</summary></entry></feed>"#;
    let (reports, said) = read("feed.xml", atom.as_bytes(), &ReadSettings::default());
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(
        (reports[0].text.as_str(), reports[0].url.as_deref()),
        ("Bridge hit\n\nShells fell.", Some("https://post.example/1"))
    );
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [
        {"id": "1", "url": "https://post.example/1", "title": "Bridge hit", "content_text": "Shells fell.", "date_published": "2021-03-02T08:00:00Z"}]}"#;
    let (reports, said) = read("feed.json", json.as_bytes(), &ReadSettings::default());
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(
        (reports[0].text.as_str(), reports[0].published),
        ("Bridge hit\n\nShells fell.", Some(date(2021, 3, 2)))
    );
}

#[test]
fn an_entry_is_the_same_report_in_a_feed_that_has_moved_on() {
    let (before, _) = read("wire.rss", RSS.as_bytes(), &ReadSettings::default());
    let newer =
        RSS.replacen("<item>", "<item><title>News</title><description>Later.</description></item><item>", 1);
    let (after, _) = read("wire.rss", newer.as_bytes(), &ReadSettings::default());
    assert_eq!(before[0].bytes, after[1].bytes);
}

#[test]
fn what_is_no_feed_is_told() {
    let said = |bytes: &[u8]| read("wire.rss", bytes, &ReadSettings::default()).1.join("; ");
    assert_eq!(said(b"<!DOCTYPE html><html><p>Not found"), "wire.rss: a page in HTML, not a feed");
    assert_eq!(said(b" \n"), "wire.rss: an empty file, not a feed");
    assert!(said(b"<rss version='2.0'><channel>").starts_with("wire.rss: no feed that can be read: "));
    assert!(said(b"plain words").starts_with("wire.rss: no feed that can be read: "));
    let deep = format!("<rss version='2.0'><channel>{}", "<item>".repeat(100_000));
    assert!(said(deep.as_bytes()).starts_with("wire.rss: "));
}

#[test]
fn a_feed_that_breaks_off_gives_the_entries_before() {
    let cut = RSS.find("calm").unwrap();
    let (reports, said) = read("wire.rss", &RSS.as_bytes()[..cut], &ReadSettings::default());
    assert_eq!((reports.len(), said.len()), (1, 1), "{said:?}");
    assert!(reports[0].text.contains("Tell Amun"));
}
