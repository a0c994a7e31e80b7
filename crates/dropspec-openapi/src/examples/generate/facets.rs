//! What holds for a value: a schema with its `allOf` parts and one alternative of each `oneOf` and `anyOf`.

use serde_json::Value;

use crate::document::discriminator;
use crate::node::{Checked, Node};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    Text,
}

/// The schemas that all hold for a value.
#[derive(Clone)]
pub(super) struct Facets<'s> {
    parts: Vec<Node<'s>>,
    /// The properties whose values discriminators determine.
    pub(super) discriminators: Vec<(&'s str, &'s str)>,
}

/// Collects the facets of a value.
struct Collector<'e> {
    choice: usize,
    enclosing: &'e [String],
}

impl<'s> Facets<'s> {
    /// The facets of a value of these schemas; `None` if each alternative contains itself without end.
    pub(super) fn of(schemas: &[Node<'s>], choice: usize, enclosing: &[String]) -> Checked<Option<Self>> {
        let collector = Collector { choice, enclosing };
        let mut facets = Self { parts: Vec::new(), discriminators: Vec::new() };
        for schema in schemas {
            if !collector.add(&mut facets, schema)? {
                return Ok(None);
            }
        }
        Ok(Some(facets))
    }

    /// The type, declared or implied by the keywords.
    pub(super) fn kind(&self) -> Checked<Option<Kind>> {
        let mut kind = None;
        for part in &self.parts {
            kind = match (part.text("type")?, kind) {
                (Some("array"), _) => Some(Kind::Array),
                (Some("boolean"), _) => Some(Kind::Boolean),
                (Some("integer"), _) => Some(Kind::Integer),
                (Some("number"), None) => Some(Kind::Number),
                (Some("object"), _) => Some(Kind::Object),
                (Some("string"), _) => Some(Kind::Text),
                (_, kind) => kind,
            };
        }
        Ok(kind.or_else(|| self.implied_kind()))
    }

    fn implied_kind(&self) -> Option<Kind> {
        let implied = [
            (Kind::Object, &["properties", "required", "additionalProperties", "minProperties"][..]),
            (Kind::Array, &["items", "minItems", "maxItems", "uniqueItems"]),
            (Kind::Text, &["pattern", "minLength", "maxLength", "format"]),
            (Kind::Number, &["minimum", "maximum", "multipleOf"]),
        ];
        let found = implied.iter().find(|(_, keys)| keys.iter().any(|key| self.nodes(key).next().is_some()));
        found.map(|(kind, _)| *kind)
    }

    /// The values of a keyword.
    pub(super) fn nodes(&self, key: &str) -> impl Iterator<Item = Node<'s>> {
        self.parts.iter().filter_map(move |part| part.get(key))
    }

    /// The schemas.
    pub(super) fn parts(&self) -> &[Node<'s>] {
        &self.parts
    }

    /// The text of a keyword.
    pub(super) fn text(&self, key: &str) -> Option<&'s str> {
        self.nodes(key).find_map(|node| node.value().as_str())
    }

    /// The tightest lower and upper bound of a size, by the names of their keywords.
    pub(super) fn size(&self, least: &str, most: &str) -> (usize, usize) {
        let bounds = |key: &str| {
            let counts: Vec<u64> = self.nodes(key).filter_map(|node| count(node.value())).collect();
            counts.into_iter().map(|count| usize::try_from(count).unwrap_or(usize::MAX))
        };
        (bounds(least).max().unwrap_or(0), bounds(most).min().unwrap_or(usize::MAX))
    }

    /// The example or the default.
    pub(super) fn suggestion(&self) -> Option<&'s Value> {
        let example = self.parts.first().and_then(|first| first.get("example"));
        // A default of an object or array says less than its parts do.
        let default = || self.nodes("default").find(|node| !node.value().is_object() && !node.value().is_array());
        let scalar = || self.nodes("example").find(|node| !node.value().is_object());
        example.or_else(scalar).or_else(default).map(|node| node.value())
    }

    /// The value of a property in the example of a part.
    pub(super) fn suggested_property(&self, name: &str) -> Option<&'s Value> {
        self.nodes("example").find_map(|example| example.value().get(name))
    }

    /// The values that every `enum` has.
    pub(super) fn enumeration(&self) -> Checked<Option<Vec<&'s Value>>> {
        let mut common: Option<Vec<&'s Value>> = None;
        for node in self.nodes("enum") {
            let values: Vec<&'s Value> = node.items()?.iter().map(Node::value).collect();
            common = Some(match common {
                Some(common) => common.into_iter().filter(|value| values.contains(value)).collect(),
                None => values,
            });
        }
        Ok(common)
    }
}

impl Collector<'_> {
    /// Adds a schema. Returns whether there is a value of it that ends.
    fn add<'s>(&self, facets: &mut Facets<'s>, schema: &Node<'s>) -> Checked<bool> {
        let schema = schema.resolve()?;
        if self.enclosing.iter().any(|pointer| pointer == schema.pointer()) {
            return Ok(false);
        }
        if facets.parts.iter().any(|part| part.pointer() == schema.pointer()) {
            return Ok(true);
        }
        facets.parts.push(schema.clone());
        for part in schema.items_of("allOf")? {
            if !self.add(facets, &part)? {
                return Ok(false);
            }
        }
        let property = discriminator(&schema)?;
        for key in ["oneOf", "anyOf"] {
            let branches = schema.items_of(key)?;
            if branches.is_empty() {
                continue;
            }
            let Some((chosen, position)) = self.choose(facets, &branches)? else { return Ok(false) };
            *facets = chosen;
            if let Some(found) = &property {
                let name = branches[position].text("$ref")?.and_then(|reference| reference.rsplit('/').next());
                let value = found.choices.iter().find(|(_, schema)| Some(*schema) == name).map(|(value, _)| *value);
                facets.discriminators.extend(value.map(|value| (found.property, value)));
            }
        }
        Ok(true)
    }

    /// The facets with the first alternative that ends, counted from the chosen one, and its position.
    fn choose<'s>(&self, facets: &Facets<'s>, branches: &[Node<'s>]) -> Checked<Option<(Facets<'s>, usize)>> {
        for offset in 0..branches.len() {
            let position = (self.choice + offset) % branches.len();
            let mut chosen = facets.clone();
            if self.add(&mut chosen, &branches[position])? {
                return Ok(Some((chosen, position)));
            }
        }
        Ok(None)
    }
}

/// A size, which may be written as `1.0`.
fn count(value: &Value) -> Option<u64> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are small")]
    value.as_u64().or_else(|| value.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64))
}
