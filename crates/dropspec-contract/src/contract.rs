//! A document as a contract.

use std::path::Path;
use std::sync::Arc;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;

use crate::model::Operation;
use crate::read::read;
use crate::test::ContractTest;

/// What a document promises of a service.
#[derive(Debug)]
pub struct Contract {
    operations: Arc<[Arc<Operation>]>,
}

impl Contract {
    /// Reads a document, in YAML or JSON.
    ///
    /// # Errors
    /// If the document is malformed or uses something that is not supported.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        let source = Source::parse(Path::new("openapi.yaml"), text)?;
        let operations = with_large_stack(|| read(&Document::read(&source)?))?;
        Ok(Self { operations: operations.into_iter().map(Arc::new).collect() })
    }

    /// Starts a test of the service at a URL, such as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn test(&self, url: &str) -> ContractTest {
        ContractTest::new(&self.operations, url)
    }
}
