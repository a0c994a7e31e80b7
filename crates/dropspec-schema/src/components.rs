//! The named schemas of a document.

use std::sync::{Arc, OnceLock};

use dropspec_validation::{Format, NamedSchemas};
use serde_json::{Map, Value};

/// The schemas that a document names, which others refer to as `#/components/schemas/…`.
#[derive(Debug)]
pub struct Components {
    json: &'static str,
    formats: &'static [Format],
    parsed: OnceLock<Value>,
    named: OnceLock<Arc<NamedSchemas>>,
}

impl Components {
    /// Takes the JSON text of an object of schemas by name. It is parsed when it is first needed.
    #[must_use]
    pub const fn new(json: &'static str) -> Self {
        Self { json, formats: &[], parsed: OnceLock::new(), named: OnceLock::new() }
    }

    /// The same schemas, whose strings may have these formats.
    #[must_use]
    pub const fn with_formats(mut self, formats: &'static [Format]) -> Self {
        self.formats = formats;
        self
    }

    /// The schemas, ready to be referred to by validators.
    pub(super) fn named(&self) -> &Arc<NamedSchemas> {
        let none = Map::new();
        self.named
            .get_or_init(|| Arc::new(NamedSchemas::new(self.schemas().as_object().unwrap_or(&none), self.formats)))
    }

    /// The schemas by name.
    pub fn schemas(&self) -> &Value {
        self.parsed.get_or_init(|| serde_json::from_str(self.json).unwrap_or_default())
    }

    /// The schema behind a chain of references.
    pub(super) fn resolve<'a>(&'a self, mut schema: &'a Value) -> &'a Value {
        // A chain is as long as there are schemas at the most; a circle of references ends here too.
        for _ in 0..64 {
            let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/components/schemas/")) else {
                break;
            };
            schema = &self.schemas()[name];
        }
        schema
    }
}
