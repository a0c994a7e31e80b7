//! Schemas of OpenAPI 3.0, lowered to the dialects that other libraries read.

mod composed;
mod keywords;
mod typed;

pub use keywords::is_anything;
pub use typed::{typed, typed_components};
