//! Points: the struct of a property with a latitude and a longitude, and the value of its column.

use dropspec_openapi::document::{Column, ColumnKind, PointProperties};
use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{TypeRef, Types};

/// The fields of the latitude and the longitude in the struct of a point.
pub(super) struct PointFields {
    latitude: Ident,
    longitude: Ident,
    /// The function that converts the struct to a point.
    pub(super) to_point: Ident,
    /// The function that converts a point to the struct.
    pub(super) from_point: Ident,
}

impl PointFields {
    /// The fields in the type of a property; `None` if the column stores no points.
    pub(super) fn new(
        column: &Column<'_>,
        column_name: &Ident,
        bare: &TypeRef,
        types: &Types<'_>,
    ) -> Checked<Option<Self>> {
        let ColumnKind::Geography(PointProperties { latitude, longitude }) = &column.kind else { return Ok(None) };
        let found = types.named_struct(bare);
        let field = |property: &str| {
            let field = found?.field(property)?;
            (field.options() == 0 && *field.bare() == TypeRef::Number).then(|| field.ident())
        };
        let (Some(latitude), Some(longitude)) = (field(latitude), field(longitude)) else {
            return Err(column
                .node
                .error("no Rust struct with two numbers represents this point; simplify its schema"));
        };
        let name = column_name.to_string();
        let name = name.trim_start_matches("r#");
        let (to_point, from_point) = (format_ident!("point_of_{name}"), format_ident!("{name}_of_point"));
        Ok(Some(Self { latitude, longitude, to_point, from_point }))
    }

    /// The point that a struct is, given as an expression that has fields.
    pub(super) fn point(&self, value: &TokenStream) -> TokenStream {
        let Self { latitude, longitude, .. } = self;
        quote!(::dropspec::db::column_type::Point::new(#value.#latitude, #value.#longitude))
    }

    /// The two functions. `kind` is the struct.
    pub(super) fn functions(&self, kind: &TokenStream) -> TokenStream {
        let Self { latitude, longitude, to_point, from_point } = self;
        let point = self.point(&quote!(value));
        quote! {
            fn #to_point(value: #kind) -> ::dropspec::db::column_type::Point {
                #point
            }

            fn #from_point(point: ::dropspec::db::column_type::Point) -> #kind {
                #kind { #latitude: point.latitude, #longitude: point.longitude }
            }
        }
    }
}
