//! Security: the trait that provides the authenticators, and the requirements of operations.

use std::collections::BTreeMap;

use dropspec_openapi::document::{Document, RequiredScheme, Scheme, SchemeKind, Security};
use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::docs::docs;
use crate::rust::names::{constant_name, field_name};

/// The required schemes, sorted by name.
pub(crate) fn schemes<'d, 's>(document: &'d Document<'s>) -> Vec<&'d Scheme<'s>> {
    let all = document.operations.iter().flat_map(|operation| operation.security.schemes());
    BTreeMap::from_iter(all.map(|scheme| (scheme.name, scheme))).into_values().collect()
}

/// The trait `Authenticators` and the schemes for the run-time library; empty if no operation requires credentials.
pub(crate) fn authenticators(document: &Document<'_>) -> TokenStream {
    let schemes = schemes(document);
    if schemes.is_empty() {
        return TokenStream::new();
    }
    let methods = schemes.iter().map(|scheme| {
        let (name, docs) = (field_name(scheme.name), docs(&scheme_text(scheme)));
        quote!(#(#[doc = #docs])* fn #name(&self) -> &dyn ::dropspec::auth::Authenticator;)
    });
    let constants = schemes.iter().map(|scheme| {
        let (constant, name, kind) = (constant_name(scheme.name), scheme.name, kind(scheme.kind));
        quote!(pub(super) static #constant: Scheme = Scheme { name: #name, kind: SchemeKind::#kind };)
    });
    quote! {
        /// The authenticators of the security schemes that operations require.
        pub trait Authenticators {
            #(#methods)*
        }

        /// The security schemes.
        mod schemes {
            use dropspec::auth::{Scheme, SchemeKind};

            #(#constants)*
        }
    }
}

fn scheme_text(scheme: &Scheme<'_>) -> String {
    let place = match scheme.kind {
        SchemeKind::KeyInHeader(name) => format!("a key in the header `{name}`"),
        SchemeKind::KeyInQuery(name) => format!("a key in the query parameter `{name}`"),
        SchemeKind::KeyInCookie(name) => format!("a key in the cookie `{name}`"),
        SchemeKind::Basic => "user and password".to_owned(),
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Http(name) => format!("`{name}` credentials in the header `Authorization`"),
    };
    let heading = format!("`{}`: {place}.", scheme.name);
    [Some(heading.as_str()), scheme.description].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn kind(kind: SchemeKind<'_>) -> TokenStream {
    match kind {
        SchemeKind::KeyInHeader(name) => {
            let name = name.to_lowercase();
            quote!(KeyInHeader(#name))
        }
        SchemeKind::KeyInQuery(name) => quote!(KeyInQuery(#name)),
        SchemeKind::KeyInCookie(name) => quote!(KeyInCookie(#name)),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Http(name) => quote!(Http(#name)),
    }
}

/// The documentation of an operation's security requirements.
pub(crate) fn security_text(security: &Security<'_>) -> Option<String> {
    let alternative = |needs: &Vec<RequiredScheme<'_>>| needs.iter().map(need_text).collect::<Vec<_>>().join(" and ");
    let mut alternatives: Vec<String> = security.alternatives.iter().map(alternative).collect();
    if alternatives.is_empty() {
        return None;
    }
    alternatives.extend(security.allows_anonymous.then(|| "nothing".to_owned()));
    Some(format!("Requires {}.", alternatives.join(", or ")))
}

fn need_text(need: &RequiredScheme<'_>) -> String {
    match need.scopes.as_slice() {
        [] => format!("`{}`", need.scheme.name),
        scopes => format!("`{}` with `{}`", need.scheme.name, scopes.join("`, `")),
    }
}

/// The type of the request field `identity`, if it has one.
pub(crate) fn identity_type(security: &Security<'_>) -> Option<TokenStream> {
    let identity = quote!(::dropspec::auth::Identity);
    match (security.alternatives.is_empty(), security.allows_anonymous) {
        (true, _) => None,
        (false, true) => Some(quote!(Option<#identity>)),
        (false, false) => Some(identity),
    }
}

/// The statement that authenticates the caller, before all others.
pub(crate) fn identify(security: &Security<'_>) -> Option<TokenStream> {
    let alternatives = security.alternatives.iter().map(|needs| {
        let needs = needs.iter().map(need);
        quote!(&[#(#needs),*])
    });
    let method = if security.allows_anonymous { quote!(optional_identity) } else { quote!(identity) };
    let statement = quote!(let identity = ::dropspec::auth::#method(context, &[#(#alternatives),*]).await?;);
    (!security.alternatives.is_empty()).then_some(statement)
}

fn need(need: &RequiredScheme<'_>) -> TokenStream {
    let (constant, method, scopes) =
        (constant_name(need.scheme.name), field_name(need.scheme.name), need.scopes.as_slice());
    quote!(SecurityRequirement::new(&schemes::#constant, &[#(#scopes),*], Authenticators::#method(api)))
}

/// The query parameters that carry API keys.
pub(crate) fn keys_in_query<'s>(security: &Security<'s>) -> impl Iterator<Item = &'s str> {
    security.schemes().filter_map(|scheme| match scheme.kind {
        SchemeKind::KeyInQuery(name) => Some(name),
        _ => None,
    })
}
