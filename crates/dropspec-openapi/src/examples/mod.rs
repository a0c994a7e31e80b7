//! The examples of a document: example responses, and examples that violate their schemas.

mod assemble;
mod check;
mod responses;
mod validator;
mod values;

pub use check::invalid_examples;
pub use responses::{ExampleResponse, example_responses};
