//! A guard around libraries that read what anybody may have written.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::Fault;

/// Does something that must not break down, and gives a fault if it does: one page is lost and not the run.
///
/// Nothing that is changed in `read` may be used afterwards.
pub(super) fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| Fault::Broke)
}
