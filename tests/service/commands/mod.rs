//! The commands, except for imports and exports.

mod checks;
mod configuration;
mod failures;
mod health;
mod help;
mod migrate;
mod output;
mod serve;
