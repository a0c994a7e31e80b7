//! Routes and handlers: each handler decodes a request, calls the trait, and encodes the response.

use dropspec_openapi::document::{Document, Operation, Serialization, Status, TableScope, formats};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::bodies::read_body;
use super::parameters::{parameter_value, query_names, read_parameter};
use crate::fields::fields;
use crate::items::{accept_type, module_name, request_type};
use crate::rust::layout;
use crate::rust::names::{constant_name, field_name};
use crate::rust::unique::unique;
use crate::security::{identify, schemes};
use crate::type_names::TypeNames;
use crate::types::Patterns;

/// The function `routes`, the handlers, and the document as the run-time library serves it.
pub(crate) fn handlers(document: &Document<'_>, types: &TypeNames<'_>) -> Checked<String> {
    let routes = document.operations.iter().map(|operation| route(document, operation));
    let anonymous = document.operations.iter().filter_map(anonymous);
    let (mut statics, mut patterns) = (Vec::new(), Patterns::default());
    let handlers = collect(&document.operations, |operation| {
        layout::inner(handler(document, types, operation, &mut statics, &mut patterns)?)
    })?;
    let statics = unique(statics);
    let patterns = patterns.tokens();
    let items = layout::inner(quote!(#patterns #(#statics)*))? + &handlers.concat();
    let security = (!schemes(document).is_empty()).then(|| {
        quote! {
            use dropspec::auth::SecurityRequirement;
            use super::{Authenticators, schemes};
        }
    });
    let routes = layout::items(quote! {
        /// The operations as routes that call an implementation of [`Api`].
        #[must_use]
        pub fn routes<A: Api>() -> Vec<Route<A>> {
            Vec::from([#(#routes),*])
        }

        /// The document that this code is generated from.
        #[derive(Clone, Copy, Debug)]
        pub struct Document;

        impl ::dropspec::document::Document for Document {
            const YAML: &'static str = include_str!(concat!(env!("OUT_DIR"), "/openapi.yaml"));
            const JSON: &'static str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));
            const ANONYMOUS: &'static [::dropspec::document::AnonymousOperation] = &[#(#anonymous),*];
        }
    })?;
    let head = quote! {
        #[allow(unused_imports)]
        mod handlers {
            use dropspec::parameter::{Encoding, Explode, KnownQuery, Parameter, ParameterPlace, Style};
            use dropspec::schema as check;
            use dropspec::{Error, FormField, IntoResponse, RequestContext, Response};
            use super::{Api, schemas, types};
            #security
        }
    };
    Ok(routes + &layout::module(head, &items)?)
}

fn route(document: &Document<'_>, operation: &Operation<'_>) -> TokenStream {
    let (id, path, handler) = (operation.id, operation.path, field_name(operation.id));
    let method = constant_name(operation.method.as_str());
    let produces = operation.produces();
    let pages = pages(document, operation).map_or_else(|| quote!(None), |pages| quote!(Some(const { &#pages })));
    let consumes = operation.body.iter().flat_map(|body| &body.contents).map(|content| content.media_type);
    quote! {
        Route {
            operation: #id,
            method: Method::#method,
            path: #path,
            consumes: &[#(#consumes),*],
            produces: &[#(#produces),*],
            renderer: #pages,
            handler: |api, context| Box::pin(handlers::#handler(api, context)),
        }
    }
}

/// An operation that can be called without credentials.
fn anonymous(operation: &Operation<'_>) -> Option<TokenStream> {
    let (id, method) = (operation.id, constant_name(operation.method.as_str()));
    let accepts_credentials = !operation.security.alternatives.is_empty();
    (operation.security.allows_anonymous || !accepts_credentials).then(|| {
        quote!(::dropspec::document::AnonymousOperation {
            operation: #id,
            method: &Method::#method,
            accepts_credentials: #accepts_credentials,
        })
    })
}

/// How problems of an operation are shown as HTML pages, if the document declares that.
fn pages(document: &Document<'_>, operation: &Operation<'_>) -> Option<TokenStream> {
    let statuses =
        operation.responses.iter().filter(|response| response.is_page).map(|response| match response.status {
            Status::Code(code) => (code.as_u16(), code.as_u16()),
            Status::Class(class) => (class * 100, class * 100 + 99),
            Status::Default => (400, 599),
        });
    let (first, last): (Vec<u16>, Vec<u16>) = statuses.unzip();
    if first.is_empty() {
        return None;
    }
    let found = document.tables.iter().find_map(|table| Some((module_name(table), table.scope(operation)?)));
    let subject = match found {
        Some((table, TableScope::Collection)) => quote!(List(&tables::#table::TABLE)),
        Some((table, TableScope::Row)) => quote!(Record(&tables::#table::TABLE)),
        None => quote!(Nothing),
    };
    Some(quote! {
        ::dropspec::html::Pages {
            subject: ::dropspec::html::Subject::#subject,
            statuses: &[#(#first..=#last),*],
        }
    })
}

fn handler(
    document: &Document<'_>,
    types: &TypeNames<'_>,
    operation: &Operation<'_>,
    statics: &mut Vec<TokenStream>,
    patterns: &mut Patterns,
) -> Checked<TokenStream> {
    let name = field_name(operation.id);
    let request = request_type(operation);
    let known = known_query(operation)?;
    let fields = fields(operation);
    let locals: Vec<Ident> = fields.iter().map(local).collect();
    let mut reads = Vec::new();
    let mut values = Vec::new();
    for (index, ((field, local), parameter)) in fields.iter().zip(&locals).zip(&operation.parameters).enumerate() {
        let read = read_parameter(types, operation, field, (index, parameter), statics, patterns)?;
        reads.push(quote!(let #local = #read;));
        let value = parameter_value(parameter)?;
        values.push(quote!(#field: #local #value));
    }
    let (names, places): (Vec<&str>, Vec<usize>) = formats(document, operation)?.into_iter().unzip();
    let accept = (operation.produces().len() > 1).then(|| {
        let kind = accept_type(operation);
        let chosen = match names.as_slice() {
            [] => quote!(context.response_content_type()),
            _ => quote!(context.response_format("format", &[#((#names, #places)),*])),
        };
        quote!(accept: super::#kind::at(#chosen),)
    });
    let body = operation.body.as_ref().map(|body| read_body(document, types, operation, body, statics)).transpose()?;
    let identify = identify(&operation.security);
    let identity_value = identify.as_ref().map(|_| quote!(identity,));
    let body_value = operation.body.as_ref().map(|_| quote!(body: body?,));
    Ok(quote! {
        pub(super) async fn #name<A: Api>(api: &A, context: &mut RequestContext) -> Result<Response, Error> {
            #identify
            // All input is read before the request is rejected, so that every violation is reported.
            let known = context.deny_unknown_query_params(&#known);
            #(#reads)*
            #body
            known?;
            let request = super::#request { #identity_value #(#values,)* #accept #body_value };
            Api::#name(api, request).await?.into_response()
        }
    })
}

/// The query parameters that are allowed.
fn known_query(operation: &Operation<'_>) -> Checked<TokenStream> {
    let names = query_names(operation)?;
    let is_open = operation.parameters.iter().any(|parameter| parameter.serialization == Serialization::FreeForm);
    let deep = operation.parameters.iter().filter(|parameter| parameter.is_deep()).map(|parameter| parameter.name);
    Ok(quote!(KnownQuery { names: &[#(#names),*], deep: &[#(#deep),*], is_open: #is_open }))
}

/// The local variable of a parameter, distinct from those of the handler.
fn local(field: &Ident) -> Ident {
    let taken = ["api", "context", "known", "request"].iter().any(|taken| field == taken);
    if taken { format_ident!("{field}_") } else { field.clone() }
}
