//! What the program does apart from imports, and how it says that it cannot.

mod checks;
mod failures;
mod health;
mod help;
mod migrate;
mod output;
mod serve;
