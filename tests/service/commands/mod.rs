//! The commands, except for imports and exports.

mod checks;
mod failures;
mod health;
mod help;
mod migrate;
mod output;
mod serve;
