//! How values are written, as the run-time libraries name it.

use dropspec_openapi::document::{Explode, Style};
use dropspec_wire::Serialization;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The variant of `dropspec::parameter::Encoding` or of `dropspec_client::Serialization`.
pub(crate) fn variant(serialization: Serialization) -> TokenStream {
    match serialization {
        Serialization::Json => quote!(Json),
        Serialization::Deep => quote!(Deep),
        Serialization::Plain(style) => {
            let style = style_name(style);
            quote!(Plain(Style::#style))
        }
        Serialization::Array(style, explode) => {
            let (style, explode) = (style_name(style), explode_name(explode));
            quote!(Array(Style::#style, Explode::#explode))
        }
        Serialization::Object(style, explode) => {
            let (style, explode) = (style_name(style), explode_name(explode));
            quote!(Object(Style::#style, Explode::#explode))
        }
    }
}

fn style_name(style: Style) -> Ident {
    format_ident!("{style:?}")
}

fn explode_name(explode: Explode) -> Ident {
    format_ident!("{explode:?}")
}
