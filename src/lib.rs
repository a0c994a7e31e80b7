//! The passenger register `/people`, served from `openapi.yaml`.
//!
//! - [`api`] is generated from the document;
//! - [`service`] implements it: the engine does all its operations;
//! - [`sample`] generates passenger lists.

pub mod api;
pub mod sample;
pub mod service;
