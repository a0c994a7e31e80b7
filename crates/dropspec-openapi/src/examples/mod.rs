//! The examples of a document: example responses, and examples that violate their schemas.

mod answers;
mod assemble;
mod check;
mod judge;
mod values;

pub use answers::{Answer, answers};
pub use check::contradictions;
