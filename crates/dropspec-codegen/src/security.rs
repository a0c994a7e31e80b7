//! The security requirements of operations.

use std::collections::BTreeMap;

use dropspec_openapi::document::{Document, RequiredScheme, Scheme, SchemeKind, Security};
use proc_macro2::TokenStream;
use quote::quote;

/// The required schemes, sorted by name.
pub(crate) fn schemes<'d, 's>(document: &'d Document<'s>) -> Vec<&'d Scheme<'s>> {
    let all = document.operations.iter().flat_map(|operation| operation.security.schemes());
    BTreeMap::from_iter(all.map(|scheme| (scheme.name, scheme))).into_values().collect()
}

/// The documentation of a scheme.
pub(crate) fn scheme_text(scheme: &Scheme<'_>) -> String {
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

/// The query parameters that carry API keys.
pub(crate) fn keys_in_query<'s>(security: &Security<'s>) -> impl Iterator<Item = &'s str> {
    security.schemes().filter_map(|scheme| match scheme.kind {
        SchemeKind::KeyInQuery(name) => Some(name),
        _ => None,
    })
}
