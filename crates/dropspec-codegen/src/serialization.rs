//! How values are serialized, as the run-time libraries name it.

use dropspec_openapi::document::Serialization;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The variant of `dropspec::parameter::Encoding` or of `dropspec_client::Serialization`. In both, a scalar has the style `form` and an
/// object of any properties is exploded, where nothing else is said.
pub(crate) fn variant(serialization: Serialization) -> TokenStream {
    let (kind, style, exploded) = match serialization {
        Serialization::Json => return quote!(Json),
        Serialization::Deep => return quote!(Deep),
        Serialization::Scalar => return quote!(Plain(Style::Form)),
        Serialization::FreeForm => return quote!(Object(Style::Form, Explode::Yes)),
        Serialization::Plain(style) => {
            let style = format_ident!("{style:?}");
            return quote!(Plain(Style::#style));
        }
        Serialization::Array(style, exploded) => (quote!(Array), style, exploded),
        Serialization::Object(style, exploded) => (quote!(Object), style, exploded),
    };
    let (style, explode) = (format_ident!("{style:?}"), format_ident!("{}", if exploded { "Yes" } else { "No" }));
    quote!(#kind(Style::#style, Explode::#explode))
}
