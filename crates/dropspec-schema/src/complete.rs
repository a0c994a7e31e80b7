//! The complete validator: checks a decoded value against the schema as written.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use dropspec_validation::Validator;
use serde_json::Value;

use super::components::Components;
use super::plain_text::Written;
use super::text_violations::TextViolations;
use super::view::SchemaView;
use super::wording;
use crate::violation::{ErrorSource, Violation};
use crate::violations::Violations;

/// A schema cannot be compiled. The generator rejects such schemas.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the schema cannot be compiled")]
pub struct SchemaError(#[from] dropspec_validation::SchemaError);

/// A schema of the document, ready to word every violation of a value.
#[derive(Debug)]
pub struct Schema {
    components: &'static Components,
    json: &'static str,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    source: Value,
    validator: Result<Validator, SchemaError>,
}

impl Schema {
    /// Takes the JSON text of a schema. It is compiled when it is first needed.
    #[must_use]
    pub const fn new(components: &'static Components, json: &'static str) -> Self {
        Self { components, json, compiled: OnceLock::new() }
    }

    /// Every violation of a value, in the order of the schema; none when it is valid.
    ///
    /// # Errors
    /// When the schema cannot be compiled, which the generator should have rejected.
    pub fn violations(&self, value: &Value) -> Result<Vec<Violation>, SchemaError> {
        Ok(self.violations_within("", value, Violations::default())?.into_vec(ErrorSource::Pointer(String::new())))
    }

    /// Every violation of a value that was read from a JSON text, also by numbers that would not be kept, and by properties that an object has
    /// twice. `root` points to the place of the
    /// value within the body. At most `most` of the violations are reported.
    ///
    /// # Errors
    /// As [`Schema::violations`].
    pub fn text_violations(
        &self,
        root: &str,
        text: &str,
        value: &Value,
        most: usize,
    ) -> Result<Violations, SchemaError> {
        let mut violations = self.violations_within(root, value, Violations::at_most(most))?;
        let TextViolations { lost, duplicates } = TextViolations::find(root, text, self.view(), most);
        for one in lost.reported() {
            if violations.reported().iter().all(|violation| violation.source != one.source) {
                violations.add(1, [one.clone()]);
            }
        }
        violations.add(lost.count() - lost.reported().len(), []);
        violations.add(duplicates.count(), duplicates.reported().iter().cloned());
        Ok(violations)
    }

    fn violations_within(&self, root: &str, value: &Value, mut list: Violations) -> Result<Violations, SchemaError> {
        self.validator()?.validate(value, |error| {
            list.add(1, std::iter::once_with(|| wording::violation(root, error)));
            ControlFlow::Continue(())
        });
        Ok(list)
    }

    /// Every violation of the value of a parameter.
    ///
    /// # Errors
    /// As [`Schema::violations`].
    pub fn parameter_violations(&self, name: &str, value: &Value) -> Result<Vec<Violation>, SchemaError> {
        let place = || ErrorSource::Parameter(name.to_owned());
        let mut list = Violations::default();
        self.validator()?.validate(value, |error| {
            let detail = || wording::with_place(&wording::words(error), name);
            list.add(1, std::iter::once_with(|| Violation { source: place(), detail: detail() }));
            ControlFlow::Continue(())
        });
        Ok(list.into_vec(place()))
    }

    /// Reads a value that is written as plain text (a parameter, a cell of a CSV file) as the type that the schema
    /// asks for; what cannot be read so stays a string.
    #[must_use]
    pub fn read(&self, text: &str) -> Value {
        self.view().read(text.into())
    }

    /// Reads an object whose properties are written as texts. JSON that cannot be read, or not without loss, is
    /// taken for a string.
    #[must_use]
    pub fn read_object<'a, W: Into<Written<'a>>>(&self, properties: impl IntoIterator<Item = (&'a str, W)>) -> Value {
        let read = |(name, text): (&'a str, W)| {
            let value = match text.into() {
                Written::Nothing => Value::Null,
                Written::Plain(text) => self.view().property(name).read(text.into()),
                Written::Json(text) if self.view().property(name).loss(text).is_some() => text.into(),
                Written::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
                Written::Pair(pair) => {
                    let object = self.view().property(name);
                    let read = |(name, text): (&str, &str)| (name.to_owned(), object.property(name).read(text.into()));
                    Value::Object(pair.into_iter().map(read).collect())
                }
            };
            (name.to_owned(), value)
        };
        Value::Object(properties.into_iter().map(read).collect())
    }

    /// The schema as it was written, by which plain text is parsed.
    pub fn view(&self) -> SchemaView<'_> {
        SchemaView { components: self.components, schema: &self.compiled().source }
    }

    fn validator(&self) -> Result<&Validator, SchemaError> {
        self.compiled().validator.as_ref().map_err(Clone::clone)
    }

    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            let source: Value = serde_json::from_str(self.json).unwrap_or_default();
            let validator = Validator::new(&source, self.components.named()).map_err(SchemaError);
            Compiled { source, validator }
        })
    }
}
