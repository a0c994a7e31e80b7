//! Operations: the trait, requests, responses and handlers.

mod bodies;
mod collisions;
mod handlers;
mod parameters;
mod requests;
mod responses;

pub(crate) use collisions::check_operation_names;
pub(crate) use handlers::handlers;
pub(crate) use requests::operations;
