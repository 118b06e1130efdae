//! `athir actors`, and actors of a project's own.

use std::fs;

use crate::command::{arg, run, words};

const LIST: &str = "LOWLAND_GUARD [LOWREB]\n+L.G.\nBROKEN [LOW soon]\n";

#[test]
fn a_dictionary_is_imported_and_what_is_wrong_is_said_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let (list, toml) = (folder.path().join("lowland.txt"), folder.path().join("lowland.toml"));
    fs::write(&list, LIST).unwrap();
    let out = run(&["actors", "import", arg(&list), "-o", arg(&toml)]);
    assert_eq!(out.status.code(), Some(0));
    let said = words(&out.stderr);
    assert!(said.contains("lowland.txt:3: not taken: \"LOW soon\": its dates cannot be read"), "{said}");
    assert!(said.contains("1 actors and 0 words for roles taken"), "{said}");
    assert_eq!(
        fs::read_to_string(&toml).unwrap(),
        "[[actor]]\ncode = \"cameo-lowland-guard\"\nname = \"Lowland Guard\"\nkind = \"armed-group\"\n\
         names = [\"L.G.\"]\ncameo = \"LOWREB\"\nsource = \"lowland.txt\"\n"
    );
    let nothing = run(&["actors", "import", "/no/such/list.txt"]);
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn imported_actors_are_known_to_the_coder() {
    let folder = tempfile::tempdir().unwrap();
    let (list, report) = (folder.path().join("lowland.txt"), folder.path().join("report.txt"));
    fs::write(&list, LIST).unwrap();
    fs::write(&report, "Lowland Guard attacked Ahrar al-Sham in Palmyra on Thursday.\n").unwrap();
    let toml = folder.path().join("lowland.toml");
    run(&["actors", "import", arg(&list), "-o", arg(&toml)]);
    let coded = |own: &[&str]| {
        let mut args = vec!["code", arg(&report), "--format", "json", "--published", "2017-05-05"];
        args.extend(own);
        words(&run(&args).stdout).contains("cameo-lowland-guard")
    };
    assert!(coded(&["--actors", arg(folder.path())]));
    assert!(!coded(&[]));
}

#[test]
fn lint_finds_clashes_of_own_actors_with_the_builtin_ones() {
    let folder = tempfile::tempdir().unwrap();
    let own =
        "[[actor]]\ncode = \"xx-ahrar\"\nname = \"Ahrar al-Sham\"\nkind = \"militia\"\nsource = \"notes\"\n";
    fs::write(folder.path().join("own.toml"), own).unwrap();
    let out = run(&["actors", "lint", arg(folder.path())]);
    assert_eq!(out.status.code(), Some(1));
    assert!(words(&out.stdout).contains("\"ahrar al sham\" is the name of sy-ahrar, xx-ahrar"));
    assert_eq!(run(&["actors", "lint"]).status.code(), Some(0));
}

#[test]
fn a_wrong_file_of_actors_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("own.toml"), "\n[[actor]]\ncode = 3\n").unwrap();
    let out = run(&["actors", "lint", arg(folder.path())]);
    assert_eq!(out.status.code(), Some(1));
    assert!(words(&out.stderr).contains("own.toml:3: "), "{}", words(&out.stderr));
}

#[test]
fn an_import_that_takes_nothing_fails_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (list, binary, toml) =
        (folder.path().join("list.txt"), folder.path().join("bin.txt"), folder.path().join("out.toml"));
    fs::write(&list, "BROKEN [LOW soon]\n").unwrap();
    fs::write(&binary, b"\x7fELF\0\0").unwrap();
    for file in [&list, &binary] {
        let out = run(&["actors", "import", arg(file), "-o", arg(&toml)]);
        assert_eq!(out.status.code(), Some(1));
        assert!(words(&out.stderr).contains("nothing could be taken"), "{}", words(&out.stderr));
        assert!(!toml.exists());
    }
    assert!(words(&run(&["actors", "import", arg(&binary)]).stderr).contains("is not a text"));
}
