//! Generates values that fit schemas. The same schema always gets the same value.

mod array;
mod facets;
mod number;
mod object;
mod pattern;
mod text;

use serde_json::{Map, Value};

use crate::document::admits_null;
use crate::json_schema::Direction;
use crate::node::{Checked, Node};
use facets::{Facets, Kind};

/// The number of values in a generated value from which on optional ones are left out.
const MAX_VALUES: usize = 250;

/// The depth from which on optional values are left out.
const MAX_OPTIONAL_DEPTH: usize = 8;

/// The maximum depth.
const MAX_DEPTH: usize = 64;

/// How many choices of alternatives are tried until a value is valid.
const MAX_CHOICES: usize = 8;

/// The values that a schema itself suggests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggestions {
    /// Examples and defaults are used.
    Used,
    /// They are used, except for examples of objects, so that objects have the properties of the extent.
    Parts,
    /// They are ignored, since some may violate their schemas.
    Ignored,
}

/// The optional parts that a value has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// None.
    Required,
    /// All for which there is room.
    All,
}

/// A generated value.
#[derive(Clone, Debug, PartialEq)]
pub struct GeneratedValue {
    /// The value.
    pub value: Value,
    /// Whether it has texts that the document does not suggest, and that may mean nothing to the service.
    pub is_invented: bool,
}

/// A value that `is_valid` accepts: the first with the suggestions of the schema or, if that is not valid, without them.
///
/// # Errors
/// If the schema is malformed.
pub fn valid_value(
    schema: &Node<'_>,
    direction: Direction,
    suggestions: Suggestions,
    extent: Extent,
    is_valid: impl Fn(&Value) -> bool,
) -> Checked<Option<GeneratedValue>> {
    let choices = (0..MAX_CHOICES).map(|choice| (Suggestions::Ignored, choice));
    for (suggestions, choice) in std::iter::once((suggestions, 0)).chain(choices) {
        let remaining = if extent == Extent::All { MAX_VALUES } else { 0 };
        let enclosing = Vec::new();
        let mut generator = Generator { direction, suggestions, choice, remaining, enclosing, is_invented: false };
        let value = generator.value(std::slice::from_ref(schema), 0)?;
        if let Some(value) = value.filter(&is_valid) {
            return Ok(Some(GeneratedValue { value, is_invented: generator.is_invented }));
        }
    }
    Ok(None)
}

/// Generates a value. It may violate what a generator cannot take into account, such as `not`, so it has to be validated.
struct Generator {
    direction: Direction,
    suggestions: Suggestions,
    /// The alternative that is selected where a schema has several.
    choice: usize,
    /// How many more values there may be before optional ones are left out.
    remaining: usize,
    /// The pointers of the enclosing schemas, whose recursion ends here.
    enclosing: Vec<String>,
    is_invented: bool,
}

impl Generator {
    /// A value that fits all of the schemas. Different indexes lead to different values where that is possible.
    fn value(&mut self, schemas: &[Node<'_>], index: usize) -> Checked<Option<Value>> {
        self.remaining = self.remaining.saturating_sub(1);
        let found = match Facets::of(schemas, self.choice, &self.enclosing)? {
            Some(facets) if self.enclosing.len() < MAX_DEPTH => self.suggested_or_built(schemas, &facets, index)?,
            _ => None,
        };
        // Where nothing else ends a recursion, null may.
        match found {
            None if is_nullable(schemas)? => Ok(Some(Value::Null)),
            found => Ok(found),
        }
    }

    fn suggested_or_built(
        &mut self,
        schemas: &[Node<'_>],
        facets: &Facets<'_>,
        index: usize,
    ) -> Checked<Option<Value>> {
        let is_used = |suggested: &&Value| match self.suggestions {
            Suggestions::Used => true,
            Suggestions::Parts => !suggested.is_object(),
            Suggestions::Ignored => false,
        };
        if let Some(suggested) = facets.suggestion().filter(is_used) {
            return Ok(Some(suggested.clone()));
        }
        if let Some(values) = facets.enumeration()? {
            let typed: Vec<&Value> = values.iter().filter(|value| !value.is_null()).copied().collect();
            let values = if typed.is_empty() { values } else { typed };
            return Ok(values.get(index % values.len().max(1)).map(|value| (*value).clone()));
        }
        let depth = self.enclosing.len();
        for schema in schemas {
            self.enclosing.push(schema.resolve()?.pointer().to_owned());
        }
        let built = self.build(facets, index);
        self.enclosing.truncate(depth);
        built
    }

    fn build(&mut self, facets: &Facets<'_>, index: usize) -> Checked<Option<Value>> {
        let kind = facets.kind()?;
        self.is_invented |= matches!(kind, Some(Kind::Text) | None);
        match kind {
            Some(Kind::Object) => self.object(facets, index),
            Some(Kind::Array) => self.array(facets, index),
            Some(Kind::Text) => Ok(text::text(facets, index)?.map(Value::String)),
            Some(Kind::Integer) => number::integer(facets, index),
            Some(Kind::Number) => number::number(facets, index),
            Some(Kind::Boolean) => Ok(Some(Value::Bool(index.is_multiple_of(2)))),
            None => Ok(Some(self.untyped())),
        }
    }

    /// A value of no declared type.
    fn untyped(&self) -> Value {
        match self.choice {
            0 => Value::Object(Map::new()),
            1 => Value::from("string"),
            2 => Value::from(0),
            _ => Value::Array(Vec::new()),
        }
    }

    /// Whether there is room for a value that is not required.
    fn has_room(&self) -> bool {
        self.remaining > 0 && self.enclosing.len() < MAX_OPTIONAL_DEPTH
    }
}

fn is_nullable(schemas: &[Node<'_>]) -> Checked<bool> {
    for schema in schemas {
        if !admits_null(&schema.resolve()?)? {
            return Ok(false);
        }
    }
    Ok(true)
}
