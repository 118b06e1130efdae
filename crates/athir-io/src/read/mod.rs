//! From paths to reports.

mod columns;
mod dates;
mod feed;
mod format;
mod guard;
mod html;
mod input;
mod json;
mod jsonl;
mod knowledge;
mod language;
mod lines;
mod look;
mod manifest;
mod names;
mod record;
mod records;
mod settings;
mod sheet;
mod stream;
mod table;
mod text;
mod warc;

pub use columns::{Column, Columns};
pub use format::Format;
pub use input::{Input, REPORT_LIMIT, find_inputs, find_inputs_below};
pub use knowledge::{read_columns, read_feeds, read_knowledge};
pub use look::Look;
pub use manifest::{Manifest, ManifestEntry};
pub use record::Record;
pub(crate) use record::{feed_record, host_of, page_record};
pub use records::{Records, Reports};
pub use settings::{Extract, ReadSettings};
pub use sheet::{Sheet, SheetRow};
pub use text::decode_text;
pub(crate) use warc::{charset_of, kind_of, unpack};
