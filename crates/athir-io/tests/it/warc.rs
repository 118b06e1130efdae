use athir_io::ReadSettings;
use athir_model::Report;

use crate::archive::{answer, gzip, page, record, records, response, zstd};

/// Reads an archive: the reports, and what was said to be wrong.
fn read(name: &str, bytes: &[u8]) -> (Vec<Report>, Vec<String>) {
    crate::reading::read(name, bytes, &ReadSettings::default())
}

fn names(reports: &[Report]) -> Vec<&str> {
    reports.iter().map(|report| report.name.as_str()).collect()
}

#[test]
fn pages_of_an_archive_are_reports_however_it_is_packed() {
    let whole = records().concat();
    let by_record =
        |pack: fn(&[u8]) -> Vec<u8>| records().iter().flat_map(|record| pack(record)).collect::<Vec<u8>>();
    let (plain, said) = read("crawl.warc", &whole);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(names(&plain), ["crawl#3", "crawl#5", "crawl#7", "crawl#8"]);
    let first = &plain[0];
    assert!(
        first.text.starts_with("Shells fall on Tell 1\n\nFighters of the northern brigade"),
        "{}",
        first.text
    );
    assert!(!first.text.contains("Home"));
    assert_eq!(first.url.as_deref(), Some("https://www.orontes.example/1"));
    assert_eq!(first.outlet.as_deref(), Some("orontes.example"));
    assert_eq!(first.language.as_deref(), Some("en"));
    assert_eq!(first.retrieved.unwrap().to_string(), "2021-03-02T10:15:00Z");
    assert_eq!(first.record, Some(3));
    assert_eq!(plain[2].text, "Calm returned to Tell 4. حلب");
    for (name, packed) in [
        ("crawl.warc.gz", by_record(gzip)),
        ("crawl.warc.gz", gzip(&whole)),
        ("crawl.warc.zst", by_record(zstd)),
        ("crawl.warc.zst", zstd(&whole)),
        ("crawl", by_record(gzip)),
    ] {
        let (mut packed, said) = read(name, &packed);
        assert!(said.is_empty(), "{said:?}");
        for (packed, plain) in packed.iter_mut().zip(&plain) {
            packed.path.clone_from(&plain.path);
        }
        assert_eq!(packed, plain, "{name}");
    }
}

#[test]
fn the_same_page_has_the_same_digest_in_an_archive_and_in_a_file() {
    let (archived, _) = read("a.warc", &response(1));
    let (saved, _) = read("a.html", page("Tell 1").as_bytes());
    assert_eq!(archived[0].bytes, saved[0].bytes);
    assert_eq!(archived[0].text, saved[0].text);
}

#[test]
fn an_archive_that_is_cut_off_gives_what_is_whole() {
    let whole = records().concat();
    let (reports, said) = read("cut.warc", &whole[..whole.len() - 200]);
    assert_eq!(names(&reports), ["cut#3", "cut#5", "cut#7"]);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with("cut.warc, record 8 at byte ")
            && said[0].ends_with("the file ends inside a record"),
        "{said:?}"
    );
    let packed: Vec<u8> = records().iter().flat_map(|record| gzip(record)).collect();
    let start = packed.len() - gzip(&records()[7]).len();
    let (reports, said) = read("cut.warc.gz", &packed[..packed.len() - 20]);
    assert_eq!(names(&reports), ["cut#3", "cut#5", "cut#7"]);
    assert_eq!(said, [format!("cut.warc.gz, record 8 at byte {start}: the file ends inside a record")]);
    let packed: Vec<u8> = records().iter().flat_map(|record| zstd(record)).collect();
    let (reports, said) = read("cut.warc.zst", &packed[..packed.len() - 20]);
    assert_eq!((names(&reports).len(), said.len()), (3, 1), "{said:?}");
}

#[test]
fn reading_goes_on_behind_a_packed_record_that_is_broken() {
    let packed: Vec<Vec<u8>> = records().iter().map(|record| gzip(record)).collect();
    let start: usize = packed[..4].iter().map(Vec::len).sum();
    for byte in [40, packed[4].len() / 2, packed[4].len() - 6] {
        let mut broken = packed.clone();
        broken[4][byte] ^= 0x55;
        let (reports, said) = read("x.warc.gz", &broken.concat());
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with(&format!("x.warc.gz, record 5 at byte {start}: ")), "{said:?}");
        assert_eq!(names(&reports), ["x#3", "x#7", "x#8"]);
    }
    let mut zipped: Vec<Vec<u8>> = records().iter().map(|record| zstd(record)).collect();
    let sum = zipped[4].len() - 1;
    zipped[4][sum] ^= 0x55;
    let (reports, said) = read("x.warc.zst", &zipped.concat());
    assert_eq!((names(&reports), said.len()), (vec!["x#3", "x#7", "x#8"], 1), "{said:?}");
}

#[test]
fn reading_goes_on_behind_a_record_with_a_wrong_length_or_head() {
    let right = String::from_utf8(response(1)).unwrap();
    let length = right.split("Content-Length: ").nth(1).unwrap().split('\r').next().unwrap().to_owned();
    for (wrong, fault) in [
        (right.replace(&length, "17"), "its length is wrong"),
        (right.replace(&length, "900"), "its length is wrong"),
        (right.replace(&length, "many"), "its length is no number"),
        (right.replace("Content-Length", "Content-Size"), "its head gives no length"),
        (right.replace("WARC-Type:", "WARC-Type"), "a line of its head has no colon"),
        (format!("junk\n{right}"), "it does not begin with WARC/ and a version"),
    ] {
        let archive = [response(0), wrong.into_bytes(), response(2)].concat();
        let (reports, said) = read("x.warc", &archive);
        let start = response(0).len();
        assert_eq!(said, [format!("x.warc, record 2 at byte {start}: no WARC record: {fault}")]);
        let urls: Vec<&str> = reports.iter().filter_map(|report| report.url.as_deref()).collect();
        assert!(
            urls.contains(&"https://www.orontes.example/0")
                && urls.contains(&"https://www.orontes.example/2"),
            "{fault}: {urls:?}"
        );
    }
}

#[test]
fn a_hostile_page_in_an_archive_is_one_fault() {
    let hostile = [
        ("<div>".repeat(100_000), "elements nested deeper than 512"),
        ("<p>x".repeat(500_000), "more than 200000 elements"),
        (format!("<p{}>", " a=b".repeat(100_000)), "more than 256 attributes of one element"),
        ("a".repeat(17 * 1024 * 1024), "longer than 16 MiB"),
        ("<".repeat(50 * 1024 * 1024), "longer than 16 MiB"),
    ];
    for (body, fault) in hostile {
        let block = answer("Content-Type: text/html", body.as_bytes());
        let hostile = record("response", "https://x.example/", "application/http", &block);
        let (reports, said) = read("x.warc", &[response(0), hostile, response(2)].concat());
        assert_eq!(names(&reports), ["x#1", "x#3"], "{fault}");
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("x.warc, record 2 at byte ") && said[0].ends_with(fault), "{said:?}");
    }
}

#[test]
fn a_page_in_another_encoding_is_read_as_its_server_says() {
    let words = "قصف مقاتلو اللواء الشمالي الجسر القديم عند الفجر وانسحبوا إلى التلال، بحسب ما قال سكان محليون يوم الأحد.";
    let html = format!("<html><body><article><p>{words}</p></article>");
    let (body, _, _) = encoding_rs::WINDOWS_1256.encode(&html);
    let block = answer("Content-Type: text/html; charset=windows-1256", &body);
    let (reports, said) =
        read("x.warc", &record("response", "https://x.example/", "application/http", &block));
    assert!(said.is_empty(), "{said:?}");
    assert_eq!((reports[0].text.as_str(), reports[0].language.as_deref()), (words, Some("ar")));
}

#[test]
fn broken_bytes_in_the_text_are_told_and_the_page_is_read() {
    let mut body = page("Tell Amün").into_bytes();
    let at = body.windows(2).rposition(|two| two == "ü".as_bytes()).unwrap();
    body.splice(at..at, [0xFF, 0xC3, 0xBC]);
    let block = answer("Content-Type: text/html; charset=utf-8", &body);
    let (reports, said) =
        read("x.warc", &record("response", "https://x.example/", "application/http", &block));
    assert_eq!(said.len(), 1);
    assert!(
        said[0]
            .ends_with(&format!(", byte {at} of it: not valid UTF-8; the wrong bytes are read as \u{FFFD}")),
        "{said:?}"
    );
    assert!(reports[0].text.contains("Am\u{FFFD}"), "{}", reports[0].text);
}
