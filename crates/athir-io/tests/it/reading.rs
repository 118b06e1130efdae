use std::fs;
use std::path::{Path, PathBuf};

use athir_io::{Input, IoError, REPORT_LIMIT, ReadSettings, find_inputs};
use athir_model::Report;
use jiff::civil::date;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// Reads a file of this name and content: its reports, and what was said to be wrong.
pub(crate) fn read(name: &str, bytes: &[u8], settings: &ReadSettings) -> (Vec<Report>, Vec<String>) {
    let folder = folder(&[(name, bytes)]);
    let input = find_inputs(&[folder.path().join(name)]).remove(0).unwrap();
    let (mut reports, mut said) = (Vec::new(), Vec::new());
    for read in input.reports(settings) {
        match read {
            // The folder has another name each time.
            Ok(report) => reports.push(Report { path: None, ..report }),
            Err(error) => said.push(error.to_string().replace(&format!("{}/", folder.path().display()), "")),
        }
    }
    (reports, said)
}

fn names(inputs: &[Result<Input, IoError>]) -> Vec<String> {
    inputs
        .iter()
        .map(|input| match input {
            Ok(input) => input.path.as_ref().unwrap().file_name().unwrap().to_string_lossy().into_owned(),
            Err(error) => format!("{error}"),
        })
        .collect()
}

fn find(paths: &[&Path]) -> Vec<Result<Input, IoError>> {
    find_inputs(&paths.iter().map(PathBuf::from).collect::<Vec<_>>())
}

#[test]
fn a_folder_gives_its_text_files_by_name_with_what_the_manifest_says() {
    let manifest = b"[[report]]\nfile = \"b.txt\"\npublished = 2021-03-02\noutlet = \"Post\"\n";
    let folder = folder(&[("b.txt", b"B"), ("a.TXT", b"A"), ("notes.md", b"x"), ("manifest.toml", manifest)]);
    fs::create_dir(folder.path().join("c.txt")).unwrap();
    let inputs = find(&[folder.path()]);
    assert_eq!(names(&inputs), ["a.TXT", "b.txt"]);
    let report = inputs[1].as_ref().unwrap().read().unwrap();
    assert_eq!((report.name.as_str(), report.text.as_str()), ("b", "B"));
    assert_eq!((report.published, report.outlet.as_deref()), (Some(date(2021, 3, 2)), Some("Post")));
    assert_eq!(inputs[0].as_ref().unwrap().read().unwrap().published, None);
}

#[test]
fn a_single_file_is_described_by_the_manifest_beside_it() {
    let folder = folder(&[
        ("b.txt", b"B"),
        ("manifest.toml", b"[[report]]\nfile = \"b.txt\"\npublished = 2021-03-02\n"),
    ]);
    let inputs = find(&[&folder.path().join("b.txt")]);
    assert_eq!(inputs[0].as_ref().unwrap().known.published, Some(date(2021, 3, 2)));
}

#[test]
fn a_path_that_cannot_be_used_does_not_stop_the_others() {
    let good = folder(&[("a.txt", b"A")]);
    let empty = folder(&[]);
    let broken = folder(&[("a.txt", b"A"), ("manifest.toml", b"[[report]]\nfile = 3\n")]);
    let inputs = find(&[empty.path(), broken.path(), good.path()]);
    let words = names(&inputs);
    assert!(words[0].ends_with("no report in this folder"), "{words:?}");
    assert!(words[1].contains("manifest.toml:2: "), "{words:?}");
    assert_eq!(words[2], "a.txt");
}

#[test]
fn reports_of_one_stem_are_told_apart_by_their_folders() {
    let root = folder(&[("top.txt", b"T")]);
    let file = |path: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, b"x").unwrap();
        path
    };
    let paths = [
        file("north/2017/monday.txt"),
        file("south/2017/monday.txt"),
        file("south/tuesday.txt"),
        file("south/tuesday.md"),
        file("south/stdin.txt"),
        file("only.v2.txt"),
        PathBuf::from("-"),
        root.path().join("south/../south/tuesday.txt"),
        root.path().join("north/2017"),
    ];
    let inputs = find_inputs(&paths);
    let named: Vec<&str> = inputs.iter().map(|input| input.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(
        named,
        [
            "north/2017/monday",
            "south/2017/monday",
            "tuesday.txt",
            "tuesday.md",
            "stdin.txt",
            "only.v2",
            "stdin"
        ]
    );
    assert_eq!(inputs[0].as_ref().unwrap().read().unwrap().name, "north/2017/monday");
}

#[test]
fn a_listed_file_that_is_missing_fails_by_name() {
    let folder = folder(&[("manifest.toml", b"[[report]]\nfile = \"gone.txt\"\n")]);
    let error = find(&[folder.path()])[0].as_ref().unwrap().read().unwrap_err();
    assert!(
        error.to_string().starts_with("cannot read ") && error.to_string().ends_with("gone.txt"),
        "{error}"
    );
}

#[test]
fn a_broken_encoding_is_named_with_its_byte() {
    let folder = folder(&[("a.txt", b"caf\xE9 bombed")]);
    let error = find(&[folder.path()])[0].as_ref().unwrap().read().unwrap_err();
    assert!(error.to_string().ends_with("a.txt: not valid UTF-8 at byte 3"), "{error}");
}

#[test]
fn a_file_with_nul_bytes_is_no_text_however_long_it_is() {
    let limit = usize::try_from(REPORT_LIMIT).unwrap();
    let folder = folder(&[("a.txt", b"On\0Monday"), ("b.txt", &vec![0; limit + 1])]);
    for (input, nul) in find(&[folder.path()]).into_iter().zip([2, 0]) {
        let error = input.unwrap().read().unwrap_err().to_string();
        assert!(error.ends_with(&format!("not a text (NUL at byte {nul})")), "{error}");
    }
}

#[test]
fn a_report_of_more_than_the_limit_is_refused() {
    let limit = usize::try_from(REPORT_LIMIT).unwrap();
    let folder = folder(&[("a.txt", &vec![b'a'; limit]), ("b.txt", &vec![b'a'; limit + 1])]);
    let inputs = find(&[folder.path()]);
    assert_eq!(inputs[0].as_ref().unwrap().read().unwrap().text.len(), limit);
    let error = inputs[1].as_ref().unwrap().read().unwrap_err();
    assert!(error.to_string().ends_with("b.txt: longer than 16 MiB"), "{error}");
}

#[test]
fn json_lines_give_a_report_each_and_faults_in_between() {
    let lines = concat!(
        "{\"id\": \"A-1\", \"title\": \"Bridge hit\", \"body\": \"Shells hit the bridge.\", \"date\": \"2021-03-02T08:00:00Z\", \"source\": {\"name\": \"Post\"}}\n",
        "\n",
        "{\"body\": \"Cut off\n",
        "{\"title\": 3}\n",
        "{\"body\": \"Calm returned.\", \"date\": \"soon\"}\n",
    );
    let folder = folder(&[("wire.jsonl", lines.as_bytes())]);
    let input = find(&[folder.path()]).remove(0).unwrap();
    let read: Vec<_> = input.reports(&ReadSettings::default()).collect();
    let said: Vec<String> = read.iter().filter_map(|r| r.as_ref().err()).map(|e| e.to_string()).collect();
    assert!(said[0].contains("wire.jsonl:3, byte 16: no JSON object: "), "{said:?}");
    assert!(
        said[1].ends_with("wire.jsonl:4: no column with the text (see --columns); it has \"title\""),
        "{said:?}"
    );
    assert!(said[2].contains("wire.jsonl:5: \"soon\" is not a date"), "{said:?}");
    let reports: Vec<&Report> = read.iter().flatten().collect();
    assert_eq!(reports.len(), 2);
    assert_eq!(reports[0].name, "wire#A-1");
    assert_eq!(reports[0].text, "Bridge hit\n\nShells hit the bridge.");
    assert_eq!(reports[0].published, Some(date(2021, 3, 2)));
    assert_eq!(reports[0].outlet.as_deref(), Some("Post"));
    assert_eq!((reports[1].name.as_str(), reports[1].record), ("wire#5", Some(5)));
    assert_ne!(reports[0].bytes, reports[1].bytes);
}

#[test]
fn objects_in_an_array_or_over_many_lines_are_read_too() {
    let array = "[\n  {\"id\": 1, \"text\": \"Shells [ } \\\" fell.\", \"x\": {\"y\": [1]}},\n  {\"text\": oops},\n {\"text\": \"Calm.\"}\n]\n";
    let (reports, said) = read("news.json", array.as_bytes(), &ReadSettings::default());
    let texts: Vec<&str> = reports.iter().map(|report| report.text.as_str()).collect();
    assert_eq!(texts, ["Shells [ } \" fell.", "Calm."]);
    assert_eq!((reports[0].name.as_str(), reports[1].name.as_str()), ("news#1", "news#3"));
    assert_eq!(said, ["news.json, record 2 at byte 65, byte 9 of it: no JSON object: expected value"]);
    let one = "{\n  \"text\":\n \"Shells fell.\"\n}\n";
    let (reports, said) = read("one.json", one.as_bytes(), &ReadSettings::default());
    assert_eq!((reports.len(), said.len()), (1, 0), "{said:?}");
    let (reports, said) = read("cut.json", &array.as_bytes()[..array.len() - 10], &ReadSettings::default());
    assert_eq!((reports.len(), said.len()), (1, 2), "{said:?}");
    assert!(said[1].ends_with("the file ends inside an object"), "{said:?}");
}

#[test]
fn json_without_the_words_of_a_report_is_refused_with_its_place() {
    let lines = b"{\"text\": 5}\n{\"text\": \"Shells fell.\"}\n";
    let (reports, said) = read("news.jsonl", lines, &ReadSettings::default());
    assert_eq!(reports.len(), 1);
    assert_eq!(said, ["news.jsonl:1: a number for the text of a report under text"]);
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    for json in [deep.as_str(), "[1, 2, 3]", "[[[{\"a\": 1}]]]"] {
        let (reports, said) = read("deep.json", json.as_bytes(), &ReadSettings::default());
        assert_eq!((reports.len(), said.len()), (0, 1), "{said:?}");
        assert!(said[0].starts_with("deep.json"), "{said:?}");
    }
    let (reports, said) = read("none.json", b"[]\n", &ReadSettings::default());
    assert_eq!((reports.len(), said.len()), (0, 0), "{said:?}");
}
