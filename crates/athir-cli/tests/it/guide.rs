//! The guide says what the command does: every command in its pages is run, and what a page shows is what comes out.
//!
//! A page's runnable blocks are fenced as `console`: lines that begin with `$ ` are given to a shell, what follows is the
//! output, where `…` alone on a line stands for any lines and `…` inside one for any words. The blocks of a page run one
//! after the other in one folder, which has the demo reports in `reports/`, the profiles of
//! `data/publish` in `publish/`, and the files of `docs/with/`; those of the README run in the project's root. A block whose
//! command is to fail is fenced as `console exit=N`. `UPDATE_DOCS=1` writes what comes out into the pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::command::words;

/// Where the guide and the reports lie.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The pages of the guide, in the order of its table of contents.
fn pages() -> Vec<PathBuf> {
    let docs = root().join("docs");
    let contents = fs::read_to_string(docs.join("SUMMARY.md")).expect("the guide has a table of contents");
    contents
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(path, _)| docs.join(path))
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be listed");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("it has a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("it can be copied");
        }
    }
}

fn shell(command: &str, folder: &Path) -> Output {
    let command_folder = Path::new(env!("CARGO_BIN_EXE_athir")).parent().expect("it lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", command])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", command_folder.display()))
        .env("NO_COLOR", "1")
        .env("COLUMNS", "110")
        .output()
        .expect("a shell starts")
}

/// Whether the lines that a page shows are what came out.
fn fits(shown: &[&str], came: &[&str]) -> bool {
    match shown.split_first() {
        None => came.is_empty(),
        Some((&"…", rest)) => (0..=came.len()).any(|skipped| fits(rest, &came[skipped..])),
        Some((line, rest)) => {
            came.split_first().is_some_and(|(first, others)| line_fits(line, first) && fits(rest, others))
        }
    }
}

fn line_fits(shown: &str, came: &str) -> bool {
    let Some((start, end)) = shown.split_once('…') else { return shown == came.trim_end() };
    came.strip_prefix(start).is_some_and(|rest| {
        rest.char_indices().map(|(at, _)| &rest[at..]).chain([""]).any(|rest| line_fits(end, rest))
    })
}

/// What of the output stands in the page when it is written anew: as many lines as stood there before a closing `…`.
fn shortened<'a>(shown: &[&str], came: &[&'a str]) -> Vec<&'a str> {
    match shown.iter().position(|line| *line == "…") {
        Some(kept) if came.len() > kept => came[..kept].iter().copied().chain(["…"]).collect(),
        _ => came.to_vec(),
    }
}

/// A folder with what the pages of the guide speak of.
fn folder_of_guide() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy(&root().join("data/demo"), &folder.path().join("reports"));
    copy(&root().join("data/publish"), &folder.path().join("publish"));
    copy(&root().join("docs/with"), folder.path());
    folder
}

/// Runs the blocks of a page in a folder, says what does not hold, and gives the page with what came out.
fn run_page(path: &Path, folder: &Path, problems: &mut Vec<String>) -> String {
    let page = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut written = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        written.push_str(line);
        written.push('\n');
        let Some(options) = line.strip_prefix("```console") else { continue };
        let wanted: i32 = options.trim().strip_prefix("exit=").map_or(0, |n| n.parse().expect("a number"));
        while let Some(command) = lines.next_if(|line| line.starts_with("$ ")) {
            let mut whole = command[2..].to_owned();
            written.push_str(command);
            written.push('\n');
            while whole.ends_with('\\') {
                let more = lines.next().unwrap_or_default();
                whole.push('\n');
                whole.push_str(more);
                written.push_str(more);
                written.push('\n');
            }
            let mut shown = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ") && *line != "```") {
                shown.push(line);
            }
            let output = shell(&whole, folder);
            let out = words(&output.stdout).trim_end();
            let came: Vec<&str> = if out.is_empty() { Vec::new() } else { out.lines().collect() };
            let place = format!("{}: $ {whole}", path.file_name().unwrap_or_default().display());
            if output.status.code() != Some(wanted) {
                problems.push(format!("{place}\n{}\n{}", output.status, words(&output.stderr)));
            }
            // A command that is shown without output is only run.
            let holds = shown.is_empty() || fits(&shown, &came);
            if !holds {
                problems
                    .push(format!("{place}\nthe page shows\n{}\nbut there came\n{out}", shown.join("\n")));
            }
            for line in if holds { shown } else { shortened(&shown, &came) } {
                written.push_str(line.trim_end());
                written.push('\n');
            }
        }
    }
    written
}

#[test]
fn every_command_of_the_guide_does_what_its_page_says() {
    let is_updating = std::env::var_os("UPDATE_DOCS").is_some();
    let mut problems = Vec::new();
    for path in pages().into_iter().chain([root().join("README.md")]) {
        let before = problems.len();
        let page = match path.file_name() {
            // Who reads it stands in the project's root.
            Some(name) if name == "README.md" && path.parent() == Some(&root()) => {
                run_page(&path, &root(), &mut problems)
            }
            _ => run_page(&path, folder_of_guide().path(), &mut problems),
        };
        if is_updating && problems.len() > before {
            fs::write(&path, page).expect("the page can be written");
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

#[test]
fn the_pages_of_reference_are_what_the_command_prints() {
    for what in ["commands", "columns", "http"] {
        let path = root().join(format!("docs/reference/{what}.md"));
        let printed = crate::command::run(&["manual", what]);
        let printed = words(&printed.stdout);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, printed).expect("the page can be written");
        }
        let page = fs::read_to_string(&path).unwrap_or_default();
        assert!(page == printed, "docs/reference/{what}.md is not `athir manual {what}`: set UPDATE_DOCS=1");
    }
}

/// A link of a page and the line it stands in.
fn links(page: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    let mut is_code = false;
    for (n, line) in page.lines().enumerate() {
        is_code ^= line.trim_start().starts_with("```");
        if !is_code {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
            links.extend(targets.map(|(target, _)| (n + 1, target)));
        }
    }
    links
}

/// The name that a heading is linked by.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_matches(['#', ' ']).chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ => c.is_alphanumeric().then(|| c.to_ascii_lowercase()),
    });
    kept.collect()
}

#[test]
fn every_link_of_the_guide_leads_somewhere() {
    let mut paths = pages();
    paths.extend(
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/SUMMARY.md"].map(|p| root().join(p)),
    );
    let mut dead = Vec::new();
    for path in paths {
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (line, link) in links(&page).into_iter().filter(|(_, link)| !link.contains("://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.with_file_name("").join(file) };
            let leads = target.exists()
                && (heading.is_empty()
                    || fs::read_to_string(&target).is_ok_and(|page| {
                        page.lines().filter(|l| l.starts_with('#')).any(|l| anchor(l) == heading)
                    }));
            if !leads {
                dead.push(format!("{}:{line}: {link}", path.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
}

#[test]
fn the_page_of_methods_has_the_figures_of_the_scores() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("it is there");
    let (scores, method) = (read("eval/SCORES.md"), read("docs/method.md"));
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let row = |start: &str| cells(scores.lines().find(|l| l.starts_with(start)).expect("the table is there"));
    let (fields, all, checking) = (row("| F1 | reports"), row("| all |"), row("| checking |"));
    for (n, field) in
        fields.iter().enumerate().filter(|(_, field)| method.contains(&format!("\n| {field} | ")))
    {
        let stated = format!("\n| {field} | {} | {} |", all[n], checking[n]);
        assert!(method.contains(&stated), "docs/method.md does not say {stated:?}");
    }
}

#[test]
fn the_readme_has_the_figures_of_the_scores() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("it is there");
    let scores = read("eval/SCORES.md");
    let readme = read("README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let cells = |start: &str| -> Vec<String> {
        let line = scores.lines().find(|l| l.starts_with(start)).expect("the table is there");
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let (fields, all, checking) = (cells("| F1 | reports"), cells("| all |"), cells("| checking |"));
    let figure = |row: &[String], field: &str| {
        let n = fields.iter().position(|f| f == field).expect("the field has a column");
        let value: f64 = row[n].parse().expect("a figure");
        format!("{value:.2}").trim_start_matches('0').to_owned()
    };
    let [event, losses, places, parties, times] =
        ["event", "casualties", "place", "party", "time"].map(|f| (figure(&all, f), figure(&checking, f)));
    let whole = format!(
        "event F1 is {}, losses {}, places {}, parties {}, times {};",
        event.0, losses.0, places.0, parties.0, times.0
    );
    let half = format!("{}, {}, {}, {} and {}.", event.1, losses.1, places.1, parties.1, times.1);
    assert!(
        readme.contains(&whole) && readme.contains(&half),
        "README.md does not say {whole:?} and {half:?}"
    );
}

#[test]
fn writes_a_man_page_for_every_command() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = crate::command::run(&["manual", "man", crate::command::arg(folder.path())]);
    assert!(output.status.success(), "{}", words(&output.stderr));
    let merge = fs::read_to_string(folder.path().join("athir-incident-merge.1")).expect("it is written");
    assert!(merge.contains(".TH athir-incident-merge 1"), "{merge}");
    assert!(folder.path().join("athir.1").exists());
}

#[test]
fn completes_for_bash_what_can_be_typed() {
    let output = crate::command::run(&["manual", "completions", "bash"]);
    let script = words(&output.stdout);
    assert!(script.contains("--min-confidence") && script.contains("gazetteer"), "{script}");
}

#[test]
fn the_version_names_every_part() {
    let output = crate::command::run(&["--version"]);
    let version = words(&output.stdout);
    for part in ["athir ", "code ", "codebook ", "model ", "gazetteer ", "registry "] {
        assert!(version.lines().any(|line| line.starts_with(part)), "{part}: {version}");
    }
}
