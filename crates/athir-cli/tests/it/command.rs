//! Running the command.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub(crate) const CLASH: &str = "Islamic State clashed with Ahrar al-Sham in Palmyra on Thursday, leaving at least \
    12 people dead, activists said.\n";

pub(crate) fn athir(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_athir"));
    command.args(args).stdin(Stdio::null()).env_remove("NO_COLOR");
    command
}

pub(crate) fn run(args: &[&str]) -> Output {
    athir(args).output().expect("the command starts")
}

pub(crate) fn run_with_input(args: &[&str], input: &[u8]) -> Output {
    let mut child = athir(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that refuses its arguments ends without reading.
    let _ = child.stdin.take().expect("it is piped").write_all(input);
    child.wait_with_output().expect("the command ends")
}

pub(crate) fn words(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("the command writes UTF-8")
}

/// The path as an argument.
pub(crate) fn arg(path: &Path) -> &str {
    path.to_str().expect("test paths are UTF-8")
}
