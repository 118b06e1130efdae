//! The losses of the happening that a report is mainly about (codebook §7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Count, Quote};

/// How many people came to harm in the happening that a report is mainly about, put together from all that the
/// report says of it: totals, items, and people told of one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MainToll {
    /// How many died, whoever they were.
    pub killed: Count,
    /// How many were wounded and lived.
    pub injured: Count,
    /// How many of the dead had carried out the attack.
    pub attackers_killed: u64,
    /// How many of the wounded had carried out the attack.
    pub attackers_injured: u64,
    /// The words that the numbers were read from, in the order of the text.
    pub evidence: Vec<Quote>,
}
