#![doc = include_str!("../README.md")]

mod app;
mod cli;
mod commands;
pub mod config;
mod error;
mod prefix;
mod resources;
mod serve;
#[cfg(feature = "storage")]
pub mod storage;

pub use app::{App, BoxError, Commands, NoCommands};
pub use cli::run;
pub use config::reference::{Variable, environment_help, environment_table};
pub use error::Error;
pub use resources::{Entry, Resources};
