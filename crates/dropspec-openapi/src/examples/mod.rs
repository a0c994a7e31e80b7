//! The examples of a document: example responses, and examples that violate their schemas.

mod bodies;
mod check;
mod generate;
mod headers;
mod responses;
mod validator;
mod values;

pub use check::invalid_examples;
pub use generate::{Extent, GeneratedValue, Suggestions, valid_value};
pub use responses::{ExampleResponse, example_responses};
