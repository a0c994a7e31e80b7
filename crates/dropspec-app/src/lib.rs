#![doc = include_str!("../README.md")]

mod app;
mod arguments;
mod cli;
pub mod config;
mod error;
mod program;
mod resources;
mod serve;
mod service;
mod settings;
#[cfg(feature = "storage")]
pub mod storage;

pub use app::{App, AppConfig, Commands, NoCommands};
pub use cli::run;
pub use config::reference::{environment_help, environment_table};
pub use dropspec::config::Variable;
pub use error::{BoxError, Error};
pub use program::Program;
pub use resources::{Entry, Resources};

/// For the macro [`service!`].
#[doc(hidden)]
pub use dropspec;
