//! Writes the findings, as text, JSON or SARIF.

mod json;
mod sarif;
mod text;

pub(super) use json::write as json;
pub(super) use sarif::write as sarif;
pub(super) use text::write as text;
