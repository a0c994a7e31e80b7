//! [[title]]
//!
//! - [`api`] is generated from `[[document]]`;
//! - [`service`] implements it.

pub mod api;
pub mod service;
