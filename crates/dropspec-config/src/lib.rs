#![doc = include_str!("../README.md")]

mod environment;
mod error;
mod from_env;
mod reference;
mod service_link;
mod variable;

pub use environment::Environment;
pub use error::{ConfigError, VariableError};
pub use from_env::{FromEnv, Size};
pub use reference::Reference;
pub use variable::Variable;
