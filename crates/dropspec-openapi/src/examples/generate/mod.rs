//! Generates values that fit schemas. The same schema always gets the same value.

mod array;
mod facets;
mod number;
mod object;
mod pattern;
mod text;

use serde_json::{Map, Value};

use crate::document::admits_null;
use crate::node::{Checked, Node};
use facets::{Facets, Kind};

/// The number of values in a generated value from which on optional ones are left out.
const MAX_VALUES: usize = 250;

/// The depth from which on optional values are left out.
const MAX_OPTIONAL_DEPTH: usize = 8;

/// The maximum depth.
const MAX_DEPTH: usize = 64;

/// The values that a schema itself suggests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suggestions {
    /// Examples and defaults are used.
    Used,
    /// They are ignored, since some may violate their schemas.
    Ignored,
}

/// A value of a schema; `None` if none is found. It may still violate what a generator cannot take into account, such as `not`, so it has to be
/// validated.
///
/// Where the schema has alternatives, `choice` selects one.
pub(super) fn generate(schema: &Node<'_>, suggestions: Suggestions, choice: usize) -> Checked<Option<Value>> {
    let mut generator = Generator { suggestions, choice, remaining: MAX_VALUES, enclosing: Vec::new() };
    generator.value(std::slice::from_ref(schema), 0)
}

struct Generator {
    suggestions: Suggestions,
    choice: usize,
    /// How many more values there may be before optional ones are left out.
    remaining: usize,
    /// The pointers of the enclosing schemas, whose recursion ends here.
    enclosing: Vec<String>,
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
        if self.suggestions == Suggestions::Used
            && let Some(suggested) = facets.suggestion()
        {
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
        match facets.kind()? {
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
