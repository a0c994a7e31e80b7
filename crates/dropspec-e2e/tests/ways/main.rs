//! What schemas say beyond the values of one property: directions, choices, absence, and what no type holds.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod absence;
mod choices;
mod directions;
mod odds;
mod support;
