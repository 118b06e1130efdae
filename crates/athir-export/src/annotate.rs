//! Reports with what was coded in them, for tools in which people annotate text.

mod brat;
mod mark;
#[cfg(test)]
mod tests;
mod webanno;

pub(crate) use brat::BRAT;
pub(crate) use webanno::WEBANNO;
