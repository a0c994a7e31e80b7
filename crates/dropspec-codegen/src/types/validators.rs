//! The fast validators of shapes, as expressions of the run-time library.

use dropspec_openapi::document::Shape;
use dropspec_openapi::node::{Checked, Node};
use indexmap::IndexMap;
use proc_macro2::TokenStream;

use crate::error::internal;
use crate::model::{Scope, TypeRef, Types};
use crate::rust::distinct::DistinctNames;
use crate::rust::names::constant_name;

/// The statics of patterns, each with its name. Schemas with the same pattern share it.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    /// The names by their patterns, in the order in which they were found.
    names: IndexMap<String, String>,
    scope: DistinctNames,
}

impl Patterns {
    /// The name of the static for the pattern of a schema.
    fn name(&mut self, pattern: &str, node: &Node<'_>) -> String {
        if let Some(name) = self.names.get(pattern) {
            return name.clone();
        }
        let place = node.pointer().replace("/components/schemas/", "").replace("/properties/", "_property_");
        let wanted = constant_name(&format!("{}_PATTERN", place.replace(['/', '~'], "_")));
        let name = self.scope.add(&wanted).to_string();
        self.names.insert(pattern.to_owned(), name.clone());
        name
    }

    /// The declarations of the statics as tokens.
    pub(crate) fn tokens(&self) -> TokenStream {
        self.declarations().filter_map(|declaration| declaration.parse::<TokenStream>().ok()).collect()
    }

    /// The declarations of the statics.
    pub(super) fn declarations(&self) -> impl Iterator<Item = String> {
        self.names
            .iter()
            .map(|(pattern, name)| format!("static {name}: check::Pattern = check::Pattern::new({pattern:?});"))
    }
}

/// The validator of a shape. `node` is the schema, and `kind` its type.
pub(crate) fn validator(
    types: &Types<'_>,
    shape: &Shape,
    node: &Node<'_>,
    kind: &TypeRef,
    patterns: &mut Patterns,
) -> Checked<TokenStream> {
    let text = validator_text(types, shape, node, kind, Scope::Outside, patterns);
    text.parse::<TokenStream>().map_err(|error| internal(&format!("the validator `{text}` does not parse: {error}")))
}

/// The validator of a shape as text.
pub(super) fn validator_text(
    types: &Types<'_>,
    shape: &Shape,
    node: &Node<'_>,
    kind: &TypeRef,
    scope: Scope,
    patterns: &mut Patterns,
) -> String {
    let inner = |shape: &Shape, kind: &TypeRef, patterns: &mut Patterns| {
        validator_text(types, shape, node, kind, scope, patterns)
    };
    let call = |name: &str, value: Option<String>| value.map(|value| format!(".{name}({value})")).unwrap_or_default();
    match shape {
        Shape::Boolean => "check::Boolean".to_owned(),
        Shape::Uuid => "check::UuidFormat".to_owned(),
        Shape::Integer { bits, minimum, maximum, multiple_of } => {
            let whole = |name, value: &Option<i64>| call(name, value.map(|value| value.to_string()));
            let bounds = whole("minimum", minimum) + &whole("maximum", maximum) + &whole("multiple_of", multiple_of);
            format!("check::Integer::int{bits}(){bounds}")
        }
        Shape::Number { minimum, maximum, rounded } => {
            let bound = |name, value: &Option<(f64, bool)>| {
                call(name, value.map(|(bound, is_exclusive)| format!("{bound:?}, {is_exclusive}")))
            };
            let rounded = call("rounded", rounded.then(String::new));
            format!("check::Number::new(){}{}{rounded}", bound("minimum", minimum), bound("maximum", maximum))
        }
        Shape::Text { min_length, max_length, pattern, format } => {
            let pattern = pattern.as_ref().map(|pattern| format!("&{}", patterns.name(pattern, node)));
            let bounds = count(&call, "min_length", *min_length) + &count(&call, "max_length", *max_length);
            let format = format.as_ref().and_then(|name| {
                types.format_function(name).map(|function| format!("check::Format::new({name:?}, {function})"))
            });
            format!("check::Text::new(){bounds}{}{}", call("pattern", pattern), call("format", format))
        }
        Shape::Enum | Shape::NamedEnum(_) => {
            format!("check::EnumValidator::<{}>::new()", types.text(kind.non_null(), scope))
        }
        Shape::Object(_) => format!("check::ObjectValidator::<{}>::new()", types.text(kind.non_null(), scope)),
        Shape::Array { items, min_items, max_items } => {
            let kind = if let TypeRef::Array(items) = kind { items } else { kind };
            let bounds = count(&call, "min_items", *min_items) + &count(&call, "max_items", *max_items);
            format!("check::Array::new({}){bounds}", inner(items, kind, patterns))
        }
        Shape::Nullable(shape) => format!("check::Nullable({})", inner(shape, kind.non_null(), patterns)),
    }
}

fn count(call: &dyn Fn(&str, Option<String>) -> String, name: &str, value: Option<u64>) -> String {
    call(name, value.map(|value| value.to_string()))
}
