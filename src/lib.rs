//! The passenger register `/people`, served from `openapi.yaml`.
//!
//! - [`api`] is generated from the document;
//! - [`service`] is what serves it: the engine does all its operations;
//! - [`commands`] are what the binary `app` does, on a [`config`] from the environment;
//! - [`import`] reads passenger lists, [`sample`] invents them.

pub mod api;
pub mod commands;
pub mod config;
pub mod import;
pub mod sample;
pub mod service;
