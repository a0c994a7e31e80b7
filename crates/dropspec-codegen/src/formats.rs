//! The formats that a service adds, as the run-time library has them.

use dropspec_openapi::formats::ServiceFormat;
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use crate::error::internal;

/// The formats whose functions are known, as values of the type at `path`.
pub(crate) fn formats(formats: &[ServiceFormat], path: &TokenStream) -> Checked<Vec<TokenStream>> {
    let known = formats.iter().filter_map(|format| Some((&format.name, format.function.as_ref()?)));
    known
        .map(|(name, function)| {
            let function: syn::Path = syn::parse_str(function).map_err(|_| {
                internal(&format!("`{function}`, which checks the format `{name}`, is not the path of a function"))
            })?;
            Ok(quote!(#path::new(#name, #function)))
        })
        .collect()
}
