//! The guide's page of columns, from the tables as they are declared.

use std::fmt::Write as _;

use athir::arrow::{Description, descriptions};

pub(super) fn page() -> String {
    let mut page = String::from(
        "# Columns\n\n\
         The columns of athir's own tables, as `athir manual columns` prints them: those of `athir export csv` and `parquet`, of \
         `athir.open(…).table(…)` in Python, and, for events, of `athir code -o events.parquet`. The maps have those of the \
         incidents. [Exports](../exports.md) says what lists, days and empty cells look like.\n",
    );
    for (table, doc, columns) in descriptions() {
        let _ = writeln!(page, "\n## {}\n\n{doc}\n", table.as_str());
        page.push_str("| column | holds | meaning |\n| --- | --- | --- |\n");
        for Description { name, kind, can_be_empty, doc, .. } in columns {
            let empty = if can_be_empty { ", or nothing" } else { "" };
            let doc = doc.replace('|', "\\|");
            let _ = writeln!(page, "| `{name}` | {}{empty} | {doc} |", kind.as_str());
        }
    }
    page
}
