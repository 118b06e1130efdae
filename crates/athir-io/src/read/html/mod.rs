//! Pages in HTML: their main text and what they say about themselves.

mod charset;
mod metadata;
mod page;
mod prune;
mod text;
mod token;

pub(super) use charset::decode_page;
pub(super) use page::{Page, read_page};
pub(super) use text::text_of;
