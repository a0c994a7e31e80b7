//! Schemas of OpenAPI 3.0, lowered to the dialects that other libraries read.

mod client;
mod composed;
mod keywords;
mod schema_map;
mod typed;

pub use client::for_client;
pub use keywords::is_anything;
pub use typed::{typed, typed_components};
