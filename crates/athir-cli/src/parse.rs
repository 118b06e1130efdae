//! `athir parse`.

use std::io::{self, Write};

use athir::{Pipeline, view};

use crate::args::{ParseArgs, ParseFormat};
use crate::input::Reports;
use crate::output::{self, Outcome, printable};

pub(crate) fn run(args: &ParseArgs) -> anyhow::Result<Outcome> {
    let mut reports = Reports::find(&args.input)?;
    let pipeline = Pipeline::new(&args.model.config())?;
    let mut out = output::stdout();
    for (n, report) in reports.by_ref().enumerate() {
        let doc = pipeline.parse(&report.text);
        match args.format {
            ParseFormat::Conllu => out.write_all(view::to_conllu(&doc, &report.name).as_bytes())?,
            ParseFormat::Json => {
                serde_json::to_writer(&mut out, &view::to_json(&doc, &report.name))
                    .map_err(io::Error::from)?;
                writeln!(out)?;
            }
            ParseFormat::Tree => {
                if n > 0 {
                    writeln!(out)?;
                }
                out.write_all(printable(&view::to_tree(&doc)).as_bytes())?;
            }
        }
    }
    out.flush()?;
    Ok(reports.outcome())
}
