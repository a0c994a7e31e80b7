//! The function `routes`, and the document as the run-time library serves it.

use dropspec_openapi::document::{Document, Operation, Status, TableScope};
use dropspec_openapi::node::Checked;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::items::{method_name, module_name};
use crate::rust::layout::Layout;
use crate::rust::names::constant_name;

/// The function `routes` and the type `Document`.
pub(crate) fn routes(document: &Document<'_>, layout: Layout) -> Checked<String> {
    let has_pages = document.operations.iter().any(|operation| pages(document, operation).is_some());
    let imports = has_pages.then(|| {
        quote!(
            use ::dropspec::html::{Pages, Subject};
        )
    });
    let routes = document.operations.iter().map(|operation| route(document, operation));
    let anonymous: Vec<TokenStream> = document.operations.iter().filter_map(anonymous).collect();
    let anonymous = if anonymous.is_empty() {
        quote!(&[])
    } else {
        quote!({
            use ::dropspec::document::AnonymousOperation as Anonymous;
            &[#(#anonymous),*]
        })
    };
    layout.items(quote! {
        /// The operations as routes that call an implementation of [`Api`].
        #[must_use]
        pub fn routes<A: Api>() -> Vec<Route<A>> {
            #imports
            Vec::from([#(#routes),*])
        }

        /// The document that this code is generated from.
        #[derive(Clone, Copy, Debug)]
        pub struct Document;

        impl ::dropspec::document::Document for Document {
            const YAML: &'static str = include_str!("openapi.yaml");
            const JSON: &'static str = include_str!("openapi.json");
            const ANONYMOUS: &'static [::dropspec::document::AnonymousOperation] = #anonymous;
        }
    })
}

fn route(document: &Document<'_>, operation: &Operation<'_>) -> TokenStream {
    let (id, path, handler) = (operation.id, operation.path, method_name(operation));
    let method = constant_name(operation.method.as_str());
    let produces = operation.produces();
    let renderer = pages(document, operation).map_or_else(|| quote!(None), |pages| quote!(Some(const { &#pages })));
    let consumes = operation.body.iter().flat_map(|body| &body.contents).map(|content| content.media_type);
    quote! {
        Route {
            operation: #id,
            method: Method::#method,
            path: #path,
            consumes: &[#(#consumes),*],
            produces: &[#(#produces),*],
            renderer: #renderer,
            handler: |api, context| Box::pin(handlers::#handler(api, context)),
        }
    }
}

/// An operation that can be called without credentials.
fn anonymous(operation: &Operation<'_>) -> Option<TokenStream> {
    let (id, method) = (operation.id, constant_name(operation.method.as_str()));
    let accepts_credentials = !operation.security.alternatives.is_empty();
    (operation.security.allows_anonymous || !accepts_credentials)
        .then(|| quote!(Anonymous::new(#id, &Method::#method, #accepts_credentials)))
}

/// How problems of an operation are shown as HTML pages, if the document declares that.
fn pages(document: &Document<'_>, operation: &Operation<'_>) -> Option<TokenStream> {
    let pages = operation.responses.iter().filter(|response| response.is_page).map(|response| response.status);
    let (mut codes, mut ranges) = (Vec::new(), Vec::new());
    for status in pages {
        match status {
            Status::Code(code) => codes.push(Literal::u16_unsuffixed(code.as_u16())),
            Status::Class(class) => ranges.push([class * 100, class * 100 + 99].map(Literal::u16_unsuffixed)),
            Status::Default => ranges.push([400, 599].map(Literal::u16_unsuffixed)),
        }
    }
    if codes.is_empty() && ranges.is_empty() {
        return None;
    }
    let found = document.tables.iter().find_map(|table| Some((module_name(table), table.scope(operation)?)));
    let subject = match found {
        Some((table, TableScope::Collection)) => quote!(List(&tables::#table::TABLE)),
        Some((table, TableScope::Row)) => quote!(Record(&tables::#table::TABLE)),
        None => quote!(Nothing),
    };
    let codes = (!codes.is_empty()).then(|| quote!(.codes(&[#(#codes),*])));
    let ranges = ranges.iter().map(|[first, last]| quote!(#first..=#last));
    let ranges = (ranges.len() > 0).then(|| quote!(.ranges(&[#(#ranges),*])));
    Some(quote!(Pages::of(Subject::#subject) #codes #ranges))
}
