//! The passenger register `/people`, served from `openapi.yaml`.
//!
//! - [`api`] is generated from the document;
//! - [`service`] implements it;
//! - [`store`] keeps the people, in PostgreSQL or SQLite;
//! - [`commands`] are what the binary `app` does, on a [`config`] from the environment;
//! - [`import`] reads passenger lists, [`sample`] invents them.

pub mod api;
pub mod commands;
pub mod config;
pub mod import;
pub mod sample;
pub mod service;
pub mod store;
