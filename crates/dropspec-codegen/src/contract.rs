//! The operations as dropshot describes them, for the contract test.

use std::collections::HashMap;

use dropspec_openapi::document::{
    Content, Document, Location, MediaKind, Operation, PROBLEM_JSON, Parameter, Serialization, Status, reference_name,
};
use dropspec_openapi::node::{Checked, Node};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value, json};

use crate::lower;
use crate::rust::layout;
use crate::rust::literal::raw;
use crate::rust::names::{constant_name, type_name};

/// The function `contract`, which a test includes beside `use …::types`.
pub(crate) fn contract(document: &Document<'_>) -> Checked<String> {
    let mut items = String::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    // dropshot cannot describe forms of pages.
    for operation in document.operations.iter().filter(|operation| !operation.is_for_pages()) {
        let (structs, endpoint) = endpoint(operation)?;
        items += &layout::items(structs)?;
        let index = groups.iter().position(|group| group.takes(operation.path)).unwrap_or(groups.len());
        if index == groups.len() {
            groups.push(Group::default());
        }
        groups[index].add(operation.path, endpoint);
    }
    let groups = groups.iter().map(|Group { endpoints, .. }| {
        quote! {
            let mut api = ::dropshot::ApiDescription::new();
            #(api.register(#endpoints)?;)*
            all.push(api);
        }
    });
    let function = layout::items(quote! {
        /// The operations without implementations, as dropshot describes them: several descriptions if one router cannot hold all paths.
        pub fn contract()
            -> Result<Vec<::dropshot::ApiDescription<::dropshot::StubContext>>, ::dropshot::ApiDescriptionRegisterError>
        {
            let mut all = Vec::new();
            #(#groups)*
            Ok(all)
        }
    })?;
    Ok(function + &items)
}

/// Endpoints that fit into one dropshot router, which allows no parameter beside another one or beside a literal segment.
#[derive(Default)]
struct Group<'s> {
    endpoints: Vec<TokenStream>,
    /// The segment after each path prefix: a parameter, or `None` for a literal.
    parameters: HashMap<&'s str, Option<&'s str>>,
}

impl<'s> Group<'s> {
    fn takes(&self, path: &str) -> bool {
        prefixes(path).all(|(start, parameter)| self.parameters.get(start).is_none_or(|known| *known == parameter))
    }

    fn add(&mut self, path: &'s str, endpoint: TokenStream) {
        self.parameters.extend(prefixes(path));
        self.endpoints.push(endpoint);
    }
}

/// The prefixes of a path, each with the parameter that follows it, if any.
fn prefixes(path: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    path.match_indices('/').map(move |(slash, _)| {
        let (start, rest) = path.split_at(slash + 1);
        let segment = rest.split('/').next().unwrap_or_default();
        (start, segment.contains('{').then_some(segment))
    })
}

fn endpoint(operation: &Operation<'_>) -> Checked<(TokenStream, TokenStream)> {
    let mut structs = TokenStream::new();
    let mut extractors = Vec::new();
    for (location, wrapper) in [(Location::Path, "Path"), (Location::Query, "Query")] {
        let parameters: Vec<&Parameter<'_>> =
            operation.parameters.iter().filter(|parameter| parameter.location == location).collect();
        if parameters.is_empty() {
            continue;
        }
        let name = type_name(&format!("{}_{wrapper}", operation.id));
        structs.extend(parameter_struct(&name, &parameters));
        let wrapper = format_ident!("{wrapper}");
        extractors.push(quote!(::dropshot::#wrapper<#name>));
    }
    if let Some(body) = &operation.body {
        extractors.push(match json_schema(&body.contents) {
            Some(schema) => {
                let kind = body_type(schema)?;
                quote!(::dropshot::TypedBody<#kind>)
            }
            None => quote!(::dropshot::UntypedBody),
        });
    }
    let success = success(operation)?;
    let contents = operation.responses.iter().flat_map(|response| &response.contents);
    let mut problems = contents.filter(|content| content.media_type == PROBLEM_JSON);
    let problem = problems.find_map(|content| content.schema.as_ref()).map(body_type);
    let error = match problem.transpose()? {
        Some(kind) => quote!(::dropspec::emission::EmittedProblem<#kind>),
        None => quote!(::dropshot::HttpError),
    };
    let (id, path) = (operation.id, operation.path);
    let method = constant_name(operation.method.as_str());
    let tags = operation.tags.iter().map(|tag| quote!(.tag(#tag)));
    let summary = operation.summary.map(|text| quote!(.summary(#text)));
    let description = operation.description.map(|text| quote!(.description(#text)));
    let endpoint = quote! {
        ::dropshot::ApiEndpoint::new_for_types::<(#(#extractors,)*), Result<#success, #error>>(
            #id.to_owned(),
            ::dropshot::Method::#method,
            "application/json",
            #path,
            ::dropshot::ApiEndpointVersions::All,
        )
        #summary #description #(#tags)*
    };
    Ok((structs, endpoint))
}

fn success(operation: &Operation<'_>) -> Checked<TokenStream> {
    let Some(response) = operation.successes().next() else {
        return Ok(quote!(::dropshot::HttpResponseUpdatedNoContent));
    };
    let code = match response.status {
        Status::Code(code) => code.as_u16(),
        Status::Class(_) | Status::Default => 200,
    };
    let rows = response.contents.iter().find(|content| content.kind == MediaKind::Json).and_then(|it| it.rows);
    let kind = match rows.map(type_name) {
        Some(record) => Some(quote!(Vec<types::#record>)),
        None => json_schema(&response.contents).map(body_type).transpose()?,
    };
    Ok(match (code, kind) {
        (201, Some(kind)) => quote!(::dropshot::HttpResponseCreated<#kind>),
        (202, Some(kind)) => quote!(::dropshot::HttpResponseAccepted<#kind>),
        (_, Some(kind)) => quote!(::dropshot::HttpResponseOk<#kind>),
        (_, None) if !response.contents.is_empty() => quote!(::http::Response<::dropshot::Body>),
        (_, None) if operation.method == http::Method::DELETE => quote!(::dropshot::HttpResponseDeleted),
        (_, None) => quote!(::dropshot::HttpResponseUpdatedNoContent),
    })
}

/// The schema of the JSON body.
fn json_schema<'d, 's>(contents: &'d [Content<'s>]) -> Option<&'d Node<'s>> {
    contents.iter().find(|content| content.kind == MediaKind::Json)?.schema.as_ref()
}

/// The type of a body that is a named schema or an array of one.
fn body_type(schema: &Node<'_>) -> Checked<TokenStream> {
    if let Some(name) = reference_name(schema)? {
        let name = type_name(name);
        return Ok(quote!(types::#name));
    }
    match (schema.text("type")?, schema.get("items")) {
        (Some("array"), Some(items)) => {
            let items = body_type(&items)?;
            Ok(quote!(Vec<#items>))
        }
        _ => Ok(quote!(::serde_json::Value)),
    }
}

fn parameter_struct(name: &proc_macro2::Ident, parameters: &[&Parameter<'_>]) -> TokenStream {
    let text = name.to_string();
    let properties: Map<String, Value> = parameters
        .iter()
        .map(|parameter| {
            // dropshot supports scalar parameters only.
            let is_plain = matches!(parameter.serialization, Serialization::Scalar | Serialization::Plain(_));
            let schema = is_plain.then(|| lower::for_schemars(parameter.schema.value()));
            let mut schema = schema.unwrap_or_else(|| json!({ "type": "string" }));
            if let (Some(description), Value::Object(keywords)) = (parameter.description, &mut schema) {
                keywords.insert("description".to_owned(), json!(description));
            }
            (parameter.name.to_owned(), schema)
        })
        .collect();
    let required: Vec<&str> =
        parameters.iter().filter(|parameter| parameter.required).map(|parameter| parameter.name).collect();
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    let schema = raw(&serde_json::to_string_pretty(&schema).unwrap_or_default());
    quote! {
        #[derive(::serde::Deserialize)]
        pub struct #name {}

        impl ::schemars::JsonSchema for #name {
            fn schema_name() -> String {
                #text.to_owned()
            }

            fn json_schema(generator: &mut ::schemars::r#gen::SchemaGenerator) -> ::schemars::schema::Schema {
                ::dropspec::emission::unnamed(generator, &schemas::EMITTED, #schema)
            }
        }
    }
}
