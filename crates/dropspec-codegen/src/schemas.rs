//! The schemas as JSON, for the complete validator.

use std::collections::{BTreeSet, HashMap};

use dropspec_openapi::document::{COMPONENT_SCHEMAS, Document, reference_name};
use dropspec_openapi::json_schema::{self, Direction};
use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use crate::formats::formats;
use crate::rust::distinct::DistinctNames;
use crate::rust::layout::Layout;
use crate::rust::literal::raw;
use crate::rust::names::constant_name;

/// The statics of the module `schemas`. Each is created when generated code refers to it first, and equal ones are one.
#[derive(Debug)]
pub(crate) struct SchemaStatics<'d, 's> {
    document: &'d Document<'s>,
    requests: Map<String, Value>,
    responses: Map<String, Value>,
    /// Whether some properties of named schemas are for requests or responses only.
    is_one_way: bool,
    /// The statics of named schemas.
    named: HashMap<&'s str, Ident>,
    scope: DistinctNames,
    found: Vec<SchemaStatic>,
    /// The positions of the statics by their JSON, and whether they are for responses only.
    positions: HashMap<(bool, String), usize>,
}

/// A static with a schema.
#[derive(Debug)]
struct SchemaStatic {
    name: Ident,
    pointer: String,
    components: Ident,
    schema: Value,
    json: String,
}

impl<'d, 's> SchemaStatics<'d, 's> {
    /// No statics yet.
    pub(crate) fn new(document: &'d Document<'s>) -> Checked<Self> {
        let requests = components(document, |node| json_schema::convert(node, Direction::Request))?;
        let responses = components(document, |node| json_schema::convert(node, Direction::Response))?;
        let mut scope = DistinctNames::with(&[REQUESTS, RESPONSES]);
        let names = scope.add_all(document.schemas.iter().map(|(name, _)| (*name, constant_name(name))));
        let named = document.schemas.iter().map(|(name, _)| *name).zip(names).collect();
        Ok(Self {
            document,
            is_one_way: requests != responses,
            requests,
            responses,
            named,
            scope,
            found: Vec::new(),
            positions: HashMap::new(),
        })
    }

    /// The path to the static with the schema of a value that a client sends. It is named after the named schema that it refers
    /// to, otherwise `name`.
    pub(crate) fn request(&mut self, name: &str, schema: &Node<'_>) -> Checked<TokenStream> {
        self.path(name, schema, Direction::Request)
    }

    /// The same for a value that the service sends.
    pub(crate) fn response(&mut self, name: &str, schema: &Node<'_>) -> Checked<TokenStream> {
        self.path(name, schema, Direction::Response)
    }

    fn path(&mut self, name: &str, node: &Node<'_>, direction: Direction) -> Checked<TokenStream> {
        let is_response = direction == Direction::Response && self.is_one_way;
        let components = format_ident!("{}", if is_response { RESPONSES } else { REQUESTS });
        let schema = json_schema::convert(node, direction)?;
        let json = schema.to_string();
        let key = (is_response, json.clone());
        if let Some(position) = self.positions.get(&key) {
            let name = &self.found[*position].name;
            return Ok(quote!(schemas::#name));
        }
        let known = reference_name(node)?.and_then(|target| self.named.get(target));
        let name = match known {
            Some(named) if is_response => self.scope.add(&format_ident!("{named}_RESPONSE")),
            Some(named) => named.clone(),
            None => self.scope.add(&constant_name(plain_type(&schema).unwrap_or(name))),
        };
        let path = quote!(schemas::#name);
        self.positions.insert(key, self.found.len());
        self.found.push(SchemaStatic { name, pointer: node.pointer().to_owned(), components, schema, json });
        Ok(path)
    }

    /// The module `schemas`: the statics, and the named schemas that they refer to.
    pub(crate) fn module(&self, layout: Layout) -> Checked<String> {
        let [for_requests, for_responses] = if self.is_one_way { [" for requests", " for responses"] } else { [""; 2] };
        let requests = self.components_static(REQUESTS, &self.requests, for_requests)?;
        let responses = match self.is_one_way {
            true => self.components_static(RESPONSES, &self.responses, for_responses)?,
            false => None,
        };
        let statics = self.found.iter().map(SchemaStatic::tokens);
        let items = layout.inner(quote! {
            #requests
            #responses
            #(#statics)*
        })?;
        let head = quote! {
            /// The schemas as JSON.
            pub mod schemas {
                #[allow(unused_imports)]
                use dropspec::schema::{Components, Schema};
            }
        };
        layout.module(head, &items)
    }

    /// The static with those of the named schemas that statics refer to, a line each; `None` if nothing refers to it.
    fn components_static(&self, name: &str, all: &Map<String, Value>, purpose: &str) -> Checked<Option<TokenStream>> {
        let found = self.found.iter().filter(|found| found.components == name);
        let mut queue: Vec<&str> = found.clone().flat_map(|found| references(&found.schema)).collect();
        if name == REQUESTS {
            // The schemas of rows.
            let tables = self.document.tables.iter();
            queue.extend(tables.flat_map(|table| [table.schema, table.create_schema(&self.document.operations)]));
        }
        if queue.is_empty() && found.count() == 0 {
            return Ok(None);
        }
        let mut reached = BTreeSet::new();
        while let Some(name) = queue.pop() {
            if let (Some(schema), true) = (all.get(name), reached.insert(name)) {
                queue.extend(references(schema));
            }
        }
        let lines = all.iter().filter(|(name, _)| reached.contains(name.as_str()));
        let lines: Vec<String> =
            lines.map(|(name, schema)| format!("{}:{schema}", Value::from(name.as_str()))).collect();
        let json = raw(&format!("{{\n{}\n}}", lines.join(",\n")));
        let text = format!(" The named schemas{purpose} in JSON Schema draft 7.");
        let name = format_ident!("{name}");
        let formats = formats(self.document.formats, &quote!(dropspec::schema::Format))?;
        let formats = (!formats.is_empty()).then(|| quote!(.with_formats(&[#(#formats),*])));
        Ok(Some(quote! {
            #[doc = #text]
            pub static #name: Components = Components::new(#json) #formats;
        }))
    }
}

impl SchemaStatic {
    fn tokens(&self) -> TokenStream {
        let Self { name, pointer, components, json, .. } = self;
        let text = format!(" The schema at `#{pointer}`.");
        let json = raw(json);
        quote! {
            #[doc = #text]
            pub static #name: Schema = Schema::new(&#components, #json);
        }
    }
}

/// The static with the named schemas for requests, and for responses where they are the same.
const REQUESTS: &str = "COMPONENTS";

/// The static with the named schemas for responses, where some differ.
const RESPONSES: &str = "RESPONSES";

fn components(document: &Document<'_>, lower: impl Fn(&Node<'_>) -> Checked<Value>) -> Checked<Map<String, Value>> {
    let lowered = collect(&document.schemas, |(name, schema)| Ok(((*name).to_owned(), lower(schema)?)))?;
    Ok(lowered.into_iter().collect())
}

/// The type, if the schema has no other keyword.
fn plain_type(schema: &Value) -> Option<&str> {
    let keywords = schema.as_object().filter(|keywords| keywords.len() == 1)?;
    keywords.get("type")?.as_str()
}

/// The named schemas that a schema refers to directly.
fn references(schema: &Value) -> Vec<&str> {
    let (mut found, mut queue) = (Vec::new(), vec![schema]);
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(entries) => {
                let reference = entries.get("$ref").and_then(Value::as_str);
                found.extend(reference.and_then(|reference| reference.strip_prefix(COMPONENT_SCHEMAS)));
                queue.extend(entries.values());
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    found
}
