//! `athir notice`: a copy of the program has the licences with it that ask to be passed on.

use std::io::Write;

use crate::output::{self, Outcome};

const TEXTS: [(&str, &str); 6] = [
    ("NOTICE", include_str!("../../../NOTICE")),
    ("LICENSE", include_str!("../../../LICENSE")),
    ("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
    ("Licence of the language model", include_str!("../../../models/en_core_web_md/LICENSE")),
    ("Sources of the language model", include_str!("../../../models/en_core_web_md/LICENSES_SOURCES")),
];

pub(crate) fn print() -> anyhow::Result<Outcome> {
    let mut out = output::stdout();
    for (n, (title, text)) in TEXTS.iter().enumerate() {
        if n > 0 {
            writeln!(out, "\n")?;
        }
        writeln!(out, "==== {title} ====\n\n{}", text.trim())?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
