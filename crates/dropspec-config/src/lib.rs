#![doc = include_str!("../README.md")]

mod from_variable;
mod variables;

pub use from_variable::{FromVariable, Size};
pub use variables::{Complaint, ConfigError, Variables};
