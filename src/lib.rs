//! The passenger register `/people`, served from `openapi.yaml`.
//!
//! - [`api`] is generated from the document;
//! - [`service`] is what serves it: the engine does all its operations;
//! - [`commands`] are what the binary `app` does, on a [`config`] from the environment;
//! - [`sample`] invents passenger lists.

pub mod api;
pub mod commands;
pub mod config;
pub mod sample;
pub mod service;
