//! The methods of the client that set credentials.

use dropspec_openapi::document::{Document, Scheme, SchemeKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::distinct::DistinctNames;
use crate::rust::docs::docs;
use crate::rust::names::field_name;

/// The security schemes of the operations, with the names of their methods.
#[derive(Debug)]
pub(super) struct Credentials<'d>(Vec<(&'d Scheme<'d>, Ident)>);

impl<'d> Credentials<'d> {
    /// The security schemes of a document.
    pub(super) fn read(document: &'d Document<'_>) -> Self {
        let mut names = DistinctNames::with(&["new", "with_http"]);
        let mut found: Vec<(&Scheme<'_>, Ident)> = Vec::new();
        for scheme in document.operations.iter().flat_map(|operation| operation.security.schemes()) {
            if found.iter().all(|(other, _)| other.name != scheme.name) {
                let name = names.add(&field_name(scheme.name));
                found.push((scheme, name));
            }
        }
        Self(found)
    }

    /// The names of the methods.
    pub(super) fn methods(&self) -> impl Iterator<Item = &Ident> {
        self.0.iter().map(|(_, name)| name)
    }

    /// The methods.
    pub(super) fn code(&self) -> TokenStream {
        let methods = self.0.iter().map(|(scheme, method)| {
            let (name, place) = (scheme.name, place(scheme.kind));
            let text = format!("Sends {place} to operations that accept the security scheme `{name}`.");
            let docs = docs(&match scheme.description {
                Some(description) => format!("{text}\n\n{description}"),
                None => text,
            });
            let head = quote!(#(#[doc = #docs])* #[must_use]);
            if scheme.kind == SchemeKind::Basic {
                return quote!(#head pub fn #method(self, user: &str, password: &str) -> Self {
                    Self(self.0.with_password(#name, user, password))
                });
            }
            let scheme = location(scheme.kind);
            quote!(#head pub fn #method(self, credential: impl Into<String>) -> Self {
                Self(self.0.with_credential(#name, ::dropspec_client::Scheme::#scheme, credential))
            })
        });
        quote!(#(#methods)*)
    }
}

fn place(kind: SchemeKind<'_>) -> String {
    match kind {
        SchemeKind::KeyInHeader(name) => format!("an API key in the header `{name}`"),
        SchemeKind::KeyInQuery(name) => format!("an API key in the query parameter `{name}`"),
        SchemeKind::KeyInCookie(name) => format!("an API key in the cookie `{name}`"),
        SchemeKind::Basic => "a user name and a password (Basic authentication)".to_owned(),
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Http(scheme) => format!("credentials of the authentication scheme `{scheme}`"),
    }
}

fn location(kind: SchemeKind<'_>) -> TokenStream {
    match kind {
        SchemeKind::KeyInHeader(name) => quote!(Header(#name)),
        SchemeKind::KeyInQuery(name) => quote!(Query(#name)),
        SchemeKind::KeyInCookie(name) => quote!(Cookie(#name)),
        SchemeKind::Basic => quote!(Authorization("Basic")),
        SchemeKind::Bearer => quote!(Authorization("Bearer")),
        SchemeKind::Http(scheme) => quote!(Authorization(#scheme)),
    }
}
