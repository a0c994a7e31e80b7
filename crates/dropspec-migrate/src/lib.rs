#![doc = include_str!("../README.md")]

mod dialect;
mod document;
mod first;
mod internal_tables;
mod layout;
mod literal;
mod live;
mod make;
mod name;
mod plan;
mod sql;

pub use dialect::Dialect;
pub use first::create_first;
pub use layout::{ColumnKind, ColumnLayout, Index, Layout, Rule, TableLayout};
pub use live::{Difference, Severity, complaint, differences};
pub use make::{Made, MakeError, make};
pub use plan::{GivenDefault, Options, Plan, Refusal, Refusals, Rename};
pub use sql::{change, create};
