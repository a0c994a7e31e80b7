//! The configuration of a service, from the environment.
//!
//! [`Variables`] are read one after the other, each into a value of its type; whatever is wrong with any of them is kept until
//! [`Variables::finish`] tells all of it at once, so that nobody mends one only to learn of the next.
//!
//! ```
//! use std::time::Duration;
//!
//! use dropspec::config::Variables;
//!
//! let mut variables = Variables::of("SHOP", &[("SHOP_PATIENCE", "250ms"), ("SHOP_DOCS", "maybe")]);
//! let patience = variables.read("_PATIENCE", Duration::from_secs(5));
//! let docs = variables.read("_DOCS", true);
//! assert_eq!((patience, docs), (Duration::from_millis(250), true));
//! assert_eq!(variables.finish().unwrap_err().to_string(), "SHOP_DOCS must be on or off, not `maybe`");
//! ```

mod database;
mod from_variable;
mod variables;

pub use database::database;
pub use from_variable::{FromVariable, Size};
pub use variables::{Complaint, ConfigError, Variables};
