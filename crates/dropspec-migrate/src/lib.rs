//! The tables of a database, made from the document and kept in step with it.
//!
//! A [`Layout`] is what a database makes of the service's [tables](crate::table::Table). Each migration has one beside it, so that the next
//! can be written from what has changed.

mod first;
mod layout;
mod live;
mod make;
mod name;
pub mod own;
mod plan;
mod sql;

pub use first::create_first;
pub use layout::{ColumnKind, ColumnLayout, Index, Layout, Rule, TableLayout};
pub use live::{Difference, Severity, complaint, differences};
pub use make::{Made, MakeError, make};
pub use plan::{GivenDefault, Options, Plan, Refusal, Refusals, Rename};
pub use sql::{Dialect, change, create};
