#![doc = include_str!("../README.md")]

mod environment;
mod from_env;

pub use environment::{ConfigError, Environment, VariableError};
pub use from_env::{FromEnv, Size};
