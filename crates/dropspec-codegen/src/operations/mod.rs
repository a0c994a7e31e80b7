//! Operations: the trait, requests, responses and handlers.

mod bodies;
mod conversion;
mod handlers;
mod names;
mod parameters;
mod requests;
mod responses;
mod routes;
mod writer;

pub(crate) use handlers::handlers;
pub(crate) use names::name_operations;
pub(crate) use requests::operations;
pub(crate) use routes::routes;
