//! The fast validators of shapes, as expressions of the run-time library.

use dropspec_openapi::document::Shape;
use dropspec_openapi::node::Node;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use super::structs::argument_of;
use crate::rust::names::{constant_name, type_name};

/// The expression of a validator, and the statics that it needs.
#[derive(Debug, Default)]
pub(crate) struct Validator {
    /// The expression.
    pub(crate) expression: TokenStream,
    /// The statics of patterns.
    pub(crate) patterns: Vec<TokenStream>,
}

/// The validator of a shape. `node` is the schema, `kind` its Rust type, and `scope` the path to the generated types.
pub(crate) fn validator(shape: &Shape, node: &Node<'_>, kind: &Type, scope: &TokenStream) -> Validator {
    let mut patterns = Vec::new();
    let expression = Writer { node, scope }.expression(shape, kind, &mut patterns);
    Validator { expression, patterns }
}

struct Writer<'w, 's> {
    node: &'w Node<'s>,
    scope: &'w TokenStream,
}

impl Writer<'_, '_> {
    fn expression(&self, shape: &Shape, kind: &Type, patterns: &mut Vec<TokenStream>) -> TokenStream {
        let Self { node, scope } = self;
        match shape {
            Shape::Boolean => quote!(check::Boolean),
            Shape::Uuid => quote!(check::UuidFormat),
            Shape::Integer { bits, minimum, maximum, multiple_of } => {
                let constructor = format_ident!("int{bits}");
                let minimum = minimum.map(Literal::i64_unsuffixed).map(|bound| quote!(.minimum(#bound)));
                let maximum = maximum.map(Literal::i64_unsuffixed).map(|bound| quote!(.maximum(#bound)));
                let multiple = multiple_of.map(Literal::i64_unsuffixed).map(|divisor| quote!(.multiple_of(#divisor)));
                quote!(check::Integer::#constructor() #minimum #maximum #multiple)
            }
            Shape::Number { minimum, maximum, rounded } => {
                let minimum = minimum.map(|(bound, exclusive)| quote!(.minimum(#bound, #exclusive)));
                let maximum = maximum.map(|(bound, exclusive)| quote!(.maximum(#bound, #exclusive)));
                let rounded = rounded.then(|| quote!(.rounded()));
                quote!(check::Number::new() #minimum #maximum #rounded)
            }
            Shape::Text { min_length, max_length, pattern } => {
                let least = min_length.map(Literal::u64_unsuffixed).map(|length| quote!(.min_length(#length)));
                let most = max_length.map(Literal::u64_unsuffixed).map(|length| quote!(.max_length(#length)));
                let pattern = pattern.as_ref().map(|pattern| {
                    let name = pattern_name(node);
                    patterns.push(quote!(static #name: check::Pattern = check::Pattern::new(#pattern);));
                    quote!(.pattern(&#name))
                });
                quote!(check::Text::new() #least #most #pattern)
            }
            Shape::Enum => quote!(check::EnumValidator::<#kind>::new()),
            Shape::NamedEnum(name) => {
                let name = type_name(name);
                quote!(check::EnumValidator::<#scope #name>::new())
            }
            Shape::Object(name) => {
                let name = type_name(name);
                quote!(check::ObjectValidator::<#scope #name>::new())
            }
            Shape::Array { items, min_items, max_items } => {
                let items = self.expression(items, argument_of(kind, "Vec").unwrap_or(kind), patterns);
                let least = min_items.map(Literal::u64_unsuffixed).map(|count| quote!(.min_items(#count)));
                let most = max_items.map(Literal::u64_unsuffixed).map(|count| quote!(.max_items(#count)));
                quote!(check::Array::new(#items) #least #most)
            }
            Shape::Nullable(inner) => {
                let inner = self.expression(inner, argument_of(kind, "Option").unwrap_or(kind), patterns);
                quote!(check::Nullable(#inner))
            }
        }
    }
}

/// The name of the static for a pattern, from the pointer of its schema.
fn pattern_name(node: &Node<'_>) -> proc_macro2::Ident {
    let place = node.pointer().replace("/components/schemas/", "").replace("/properties/", "_property_");
    constant_name(&format!("{}_PATTERN", place.replace(['/', '~'], "_")))
}
