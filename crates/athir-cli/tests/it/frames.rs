//! `athir frames`, and frames of one's own in the other commands.

use std::fs;

use crate::command::{arg, run, run_with_input, words};

const OWN: &str = r#"
[[frame]]
name = "siege.kettle"
kind = "siege"
verbs = ["kettle"]
initiator = ["subj"]
recipient = ["obj"]
where = { subj = ["actor"] }
positive = ["Troops kettled the rebels in Saraqib.", "Soldiers have kettled militants near Saraqib."]
negative = ["Steam kettled the stove."]
"#;

fn folder(frames: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("own.toml"), frames).unwrap();
    folder
}

#[test]
fn nothing_is_wrong_with_the_frames_that_are_built_in() {
    let output = run(&["frames", "check"]);
    assert_eq!(words(&output.stdout), "nothing is wrong with the frames\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn own_frames_are_checked_beside_the_builtin_ones() {
    let sound = folder(OWN);
    let output = run(&["frames", "check", arg(sound.path())]);
    assert_eq!(words(&output.stdout), "nothing is wrong with the frames\n");
    let broken = OWN
        .replace("subj = [\"actor\"] }", "subj = [\"weapon\"] }\nunless = { subj = [\"weapon\"] }")
        .replace("\"obj\"", "\"object\"");
    let broken = folder(&broken);
    let output = run(&["frames", "check", arg(broken.path())]);
    assert_eq!(output.status.code(), Some(1));
    let told = words(&output.stdout);
    assert!(told.contains("siege.kettle: dead: `unless` excludes what subj has to be\n"), "{told}");
    assert!(told.contains("siege.kettle: unknown slot: object\n"), "{told}");
    assert!(told.contains("siege.kettle: example fails: \"Troops kettled"), "{told}");
    assert!(told.lines().all(|line| line.contains("siege.kettle")), "{told}");
}

#[test]
fn a_frame_of_ones_own_is_coded_and_tried() {
    let own = folder(OWN);
    let report = b"Troops kettled the rebels in Saraqib.\n\nThe soldiers did not kettle the militants.\n\nSteam kettled.\n";
    let output = run_with_input(&["explain", "--frames", arg(own.path())], report);
    assert!(words(&output.stdout).contains("event 1: siege by \"kettled\" [siege.kettle]"));
    let output = run_with_input(&["frames", "try", "siege.kettle", "--frames", arg(own.path())], report);
    assert_eq!(output.status.code(), Some(0));
    let told = words(&output.stdout);
    assert!(
        told.contains("stdin:1  Troops kettled the rebels in Saraqib.\n   * \"kettled\": siege: "),
        "{told}"
    );
    assert!(told.contains("   - \"kettle\": not coded, negated: "), "{told}");
    let sums = "siege.kettle: 2 hits in 1 report: 1 coded, 1 not coded, 0 lost to other frames; 1 word whose";
    assert!(told.contains(sums), "{told}");
}

#[test]
fn a_try_tells_which_frame_has_the_word() {
    let stronger = OWN.replace("kettle\"]", "besiege\"]").replace("kettled", "besieged") + "priority = 9\n";
    let own = folder(&stronger);
    let report = b"Troops besieged the rebels in Saraqib.\n";
    let output = run_with_input(&["frames", "try", "siege.verb", "--frames", arg(own.path())], report);
    let told = words(&output.stdout);
    assert!(told.contains("   - \"besieged\": siege.kettle has it\n"), "{told}");
    assert!(told.contains("   siege.kettle: takes 1, leaves 0\n"), "{told}");
}

#[test]
fn a_frame_that_is_none_and_a_folder_without_frames_are_errors() {
    let output = run_with_input(&["frames", "try", "siege.teapot"], b"Troops left.\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("no frame is called \"siege.teapot\""));
    let empty = tempfile::tempdir().unwrap();
    let output = run(&["frames", "check", arg(empty.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("no .toml file in this folder"), "{}", words(&output.stderr));
    let broken = folder("[[frame]]\nname = \"x\"\nkind = \"siege\"\nverb = [\"x\"]\n");
    let output = run_with_input(&["code", "--frames", arg(broken.path())], b"Troops left.\n");
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("own.toml:4: "), "{}", words(&output.stderr));
}
