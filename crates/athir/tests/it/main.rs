//! The facade as programs see it, and the rules that keep the workspace's shape.

mod arrows;
mod evaluation;
mod explaining;
mod pipeline;
mod schema;
mod views;
