//! The complete validator: checks a decoded value against the schema as written, with the crate `jsonschema`.

use std::sync::OnceLock;

use jsonschema::{Draft, PatternOptions, ValidationError, Validator};
use serde_json::{Value, json};

use super::components::Components;
use super::format::Format;
use super::lost_numbers::lost_numbers;
use super::plain_text::Written;
use super::view::SchemaView;
use super::{format, wording};
use crate::violation::{ErrorSource, Violation};
use crate::violations::Violations;

/// The maximum number of backtracks of a pattern with lookaround or backreferences.
const MAX_BACKTRACKS: usize = 100_000;

/// A schema cannot be compiled. The generator rejects such schemas.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the schema cannot be compiled: {0}")]
pub struct SchemaError(String);

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

    /// Every violation of a value that was read from a JSON text, also by numbers that would not be kept. `root` points to the place of the
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
        let lost = lost_numbers(root, text, self.view(), Violations::at_most(most));
        for one in lost.reported() {
            if violations.reported().iter().all(|violation| violation.source != one.source) {
                violations.add(1, [one.clone()]);
            }
        }
        violations.add(lost.count() - lost.reported().len(), []);
        Ok(violations)
    }

    fn violations_within(&self, root: &str, value: &Value, mut list: Violations) -> Result<Violations, SchemaError> {
        let validator = self.compiled().validator.as_ref().map_err(Clone::clone)?;
        let errors = validator.iter_errors(value);
        errors.for_each(|error| list.add(wording::count(&error), wording::violations(root, &error)));
        Ok(list)
    }

    /// Every violation of the value of a parameter.
    ///
    /// # Errors
    /// As [`Schema::violations`].
    pub fn parameter_violations(&self, name: &str, value: &Value) -> Result<Vec<Violation>, SchemaError> {
        let validator = self.compiled().validator.as_ref().map_err(Clone::clone)?;
        let place = || ErrorSource::Parameter(name.to_owned());
        let mut list = Violations::default();
        for error in validator.iter_errors(value) {
            let detail = || wording::with_place(&wording::words(&error), name);
            list.add(1, std::iter::once_with(|| Violation { source: place(), detail: detail() }));
        }
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
                Written::Json(text) if self.view().property(name).lost_number(text).is_some() => text.into(),
                Written::Json(text) => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
            };
            (name.to_owned(), value)
        };
        Value::Object(properties.into_iter().map(read).collect())
    }

    /// The schema as it was written, by which plain text is parsed.
    pub fn view(&self) -> SchemaView<'_> {
        SchemaView { components: self.components, schema: &self.compiled().source }
    }

    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            let source: Value = serde_json::from_str(self.json).unwrap_or_default();
            let mut root = json!({ "allOf": [source] });
            root["components"] = json!({ "schemas": self.components.schemas() });
            let validator = compile(&root, self.components.formats()).map_err(|error| SchemaError(error.to_string()));
            Compiled { source, validator }
        })
    }
}

/// Compiles a schema. A pattern is matched in time that is proportional to the text, unless it looks around or back: then a text
/// that takes too many steps does not match.
fn compile(root: &Value, formats: &[Format]) -> Result<Validator, ValidationError<'static>> {
    let options = || {
        let options = jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            .with_format("uuid", format::is_uuid)
            .with_format("byte", format::is_base64)
            .with_format("decimal", format::is_decimal)
            .with_format("duration", format::is_duration)
            // The check of the crate rejects two hyphens in a row.
            .with_format("hostname", format::is_hostname);
        formats.iter().fold(options, |options, format| options.with_format(format.name, format.allows))
    };
    let linear = options().with_pattern_options(PatternOptions::regex()).build(root);
    linear.or_else(|_| {
        let limited = PatternOptions::fancy_regex().backtrack_limit(MAX_BACKTRACKS);
        options().with_pattern_options(limited).build(root)
    })
}
