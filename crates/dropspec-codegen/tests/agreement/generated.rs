//! The validators in generated code.

use dropspec_openapi::source::Source;
use dropspec_schema::{Components, Pattern, Schema};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use serde_json::{Value, json};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, LitStr, Token};

use crate::interpreter::Validator;

/// The validators of a schema.
pub(crate) struct Generated {
    /// The fast one, if there is one.
    pub(crate) validator: Option<Validator>,
    /// The complete one.
    pub(crate) schema: &'static Schema,
}

/// The validators of the property `value` of a body; `None` if the document is rejected.
pub(crate) fn body(schema: &Value) -> Option<Generated> {
    let thing = json!({ "type": "object", "required": ["value"], "properties": { "value": schema } });
    let body = json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } });
    let code = Code::generate(&json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "paths": { "/": { "post": {
            "operationId": "add",
            "requestBody": body,
            "responses": { "204": { "description": "Added." } },
        } } },
        "components": { "schemas": { "Thing": thing } },
    }))?;
    let expression = code.groups_after("value").find_map(|group| {
        let expression = syn::parse2::<Expr>(group.stream()).ok()?;
        code.validator(&expression)
    });
    Some(Generated { validator: expression, schema: code.schema(r##"{"$ref":"#/components/schemas/Thing"}"##) })
}

/// The validators of a query parameter; `None` if the document is rejected.
pub(crate) fn parameter(schema: &Value) -> Option<Generated> {
    let code = Code::generate(&json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "paths": { "/": { "get": {
            "operationId": "find",
            "parameters": [{ "name": "p", "in": "query", "required": true, "schema": schema }],
            "responses": { "204": { "description": "Found." } },
        } } },
    }))?;
    let mut calls = code.groups_after("query");
    let arguments = calls.find_map(|group| {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(group.stream()).ok()?;
        Some(arguments.into_iter().collect::<Vec<_>>()).filter(|arguments| arguments.len() == 3)
    });
    // A parameter without a fast validator is read by its style.
    let Some([_, expression, reference]) = arguments.as_deref() else {
        return Some(Generated { validator: None, schema: code.schema("{}") });
    };
    let Expr::Reference(reference) = reference else { panic!("not a reference to a schema") };
    let Expr::Path(path) = &*reference.expr else { panic!("not a reference to a schema") };
    let name = path.path.segments.last().unwrap().ident.to_string();
    let text = code.text_of_static(&name).unwrap();
    Some(Generated { validator: code.validator(expression), schema: code.schema(&text) })
}

/// Generated code.
pub(crate) struct Code(Vec<TokenTree>);

impl Code {
    fn generate(document: &Value) -> Option<Self> {
        let source = Source::parse("api.yaml".as_ref(), &document.to_string()).ok()?;
        let text = dropspec_codegen::server(&source).ok()?.text();
        let mut all = Vec::new();
        flatten(text.parse().unwrap(), &mut all);
        Some(Self(all))
    }

    /// The arguments in parentheses after each occurrence of an identifier.
    fn groups_after<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c Group> {
        self.0.windows(2).filter_map(move |pair| match pair {
            [TokenTree::Ident(ident), TokenTree::Group(group)]
                if ident == name && group.delimiter() == Delimiter::Parenthesis =>
            {
                Some(group)
            }
            _ => None,
        })
    }

    /// The first text within the initializer of a static.
    fn text_of_static(&self, name: &str) -> Option<String> {
        let is_declared = |pair: &[TokenTree]| matches!(pair, [TokenTree::Ident(keyword), TokenTree::Ident(ident)] if keyword == "static" && ident == name);
        let start = self.0.windows(2).position(is_declared)?;
        self.0[start..].iter().find_map(|token| match token {
            TokenTree::Literal(literal) => syn::parse_str::<LitStr>(&literal.to_string()).ok().map(|text| text.value()),
            _ => None,
        })
    }

    /// The complete validator of a schema.
    fn schema(&self, text: &str) -> &'static Schema {
        let components = self.text_of_static("COMPONENTS").unwrap_or_else(|| "{}".to_owned());
        let components: &'static Components = Box::leak(Box::new(Components::new(leak(components))));
        Box::leak(Box::new(Schema::new(components, leak(text.to_owned()))))
    }

    fn validator(&self, expression: &Expr) -> Option<Validator> {
        Validator::interpret(self, expression)
    }

    /// A pattern by the name of its static.
    pub(crate) fn pattern(&self, name: &str) -> &'static Pattern {
        Box::leak(Box::new(Pattern::new(leak(self.text_of_static(name).unwrap()))))
    }

    /// The texts of an enum.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let is_declared = |ident: &TokenTree| matches!(ident, TokenTree::Ident(ident) if ident == name);
        let variants = self.0.windows(2).find_map(|pair| match pair {
            [ident, TokenTree::Group(group)] if is_declared(ident) => {
                let texts = group.stream().into_iter().filter_map(|token| match token {
                    TokenTree::Literal(literal) => syn::parse_str::<LitStr>(&literal.to_string()).ok(),
                    _ => None,
                });
                Some(texts.map(|text| text.value()).collect::<Vec<_>>()).filter(|texts| !texts.is_empty())
            }
            _ => None,
        });
        variants.unwrap()
    }
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// All tokens: each group, and then those within it.
fn flatten(tokens: TokenStream, all: &mut Vec<TokenTree>) {
    for token in tokens {
        let inner = match &token {
            TokenTree::Group(group) => Some(group.stream()),
            _ => None,
        };
        all.push(token);
        inner.into_iter().for_each(|inner| flatten(inner, all));
    }
}
