#![doc = include_str!("../README.md")]

mod compile;
mod error;
mod format;
mod number;
mod order;
mod pattern;
mod place;
mod repr;
mod schema;
mod types;
mod validator;

pub use compile::SchemaError;
pub use error::{ErrorKind, ValidationError};
pub use format::{Format, is_decimal, is_hostname, uuid};
pub use place::{Place, child};
pub use repr::Quoted;
pub use types::{JsonType, Types};
pub use validator::{NamedSchemas, Validator};
