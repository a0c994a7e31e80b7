//! What schemas say beyond the values of one property: directions, choices, absence, and what no type holds.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod absence;
mod choices;
mod directions;
mod odds;
mod support;
