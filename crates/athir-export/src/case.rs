//! Incidents for humanitarian platforms, and for systems in which people work on cases.

mod atlos;
mod ftm;
mod hxl;
#[cfg(test)]
mod tests;

pub(crate) use atlos::ATLOS;
pub(crate) use ftm::FTM;
pub(crate) use hxl::HXL;
