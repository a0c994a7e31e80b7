//! The handlers: each decodes a request, calls the trait, and encodes the response.

use dropspec_openapi::document::{Document, Operation, Serialization, formats};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::parameters::{parameter_value, query_names};
use super::writer::{HandlerWriter, Statics};
use crate::authentication::Authentication;
use crate::fields::fields;
use crate::items::{accept_type, method_name, request_type};
use crate::model::Types;
use crate::rust::layout::Layout;
use crate::schemas::SchemaStatics;
use crate::types::Patterns;

/// The module `handlers`.
pub(crate) fn handlers<'d, 's>(
    document: &'d Document<'s>,
    types: &Types<'s>,
    schemas: &mut SchemaStatics<'d, 's>,
    authentication: &Authentication<'d, 's>,
    layout: Layout,
) -> Checked<String> {
    let (statics, patterns) = (Statics::default(), Patterns::default());
    let mut writer = HandlerWriter { document, types, schemas, statics, patterns, authentication };
    let handlers = collect(&document.operations, |operation| layout.inner(writer.handler(operation)?))?;
    let (patterns, statics) = (writer.patterns.tokens(), writer.statics.into_items());
    let items = layout.inner(quote!(#patterns #(#statics)*))? + &handlers.concat();
    let schemes = authentication.is_used().then(|| {
        quote!(
            use super::schemes;
        )
    });
    let head = quote! {
        #[allow(clippy::just_underscores_and_digits, non_snake_case, unused_imports)]
        mod handlers {
            use dropspec::parameter::{Encoding, Explode, KnownQuery, Parameter, ParameterPlace, Style};
            use dropspec::schema as check;
            use dropspec::{Error, FormField, IntoResponse, RequestContext, Response};
            use super::{Api, schemas, types};
            #schemes
        }
    };
    layout.module(head, &items)
}

impl HandlerWriter<'_, '_, '_> {
    fn handler(&mut self, operation: &Operation<'_>) -> Checked<TokenStream> {
        let name = method_name(operation);
        let request = request_type(operation);
        let known = known_query(operation)?;
        let fields = fields(operation);
        let locals: Vec<Ident> = fields.iter().map(local).collect();
        let mut reads = Vec::new();
        let mut values = Vec::new();
        for (index, ((field, local), parameter)) in fields.iter().zip(&locals).zip(&operation.parameters).enumerate() {
            let read = self.read_parameter(operation, field, (index, parameter))?;
            reads.push(quote!(let #local = #read;));
            let value = parameter_value(parameter)?;
            values.push(quote!(#field: #local #value));
        }
        let accept = self.accept(operation)?;
        let body = operation.body.as_ref().map(|body| self.read_body(operation, body)).transpose()?;
        let identify = self.authentication.call(&operation.security);
        let identity_value = identify.as_ref().map(|_| quote!(identity,));
        let identify = identify.map(|call| quote!(let identity = #call;));
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

    /// The field with the negotiated media type, if there are several.
    fn accept(&self, operation: &Operation<'_>) -> Checked<Option<TokenStream>> {
        if operation.produces().len() < 2 {
            return Ok(None);
        }
        let kind = accept_type(operation);
        let formats = formats(self.document, operation)?.into_iter().map(|(name, index)| {
            let index = Literal::usize_unsuffixed(index);
            quote!((#name, #index))
        });
        let formats: Vec<TokenStream> = formats.collect();
        Ok(Some(match formats.as_slice() {
            [] => quote!(accept: context.accept(&super::#kind::ALL),),
            formats => quote!(accept: context.format_or_accept("format", &[#(#formats),*], &super::#kind::ALL),),
        }))
    }
}

/// The query parameters that are allowed.
fn known_query(operation: &Operation<'_>) -> Checked<TokenStream> {
    let names = query_names(operation)?;
    let is_open = operation.parameters.iter().any(|parameter| parameter.serialization == Serialization::FreeForm);
    let deep = operation.parameters.iter().filter(|parameter| parameter.is_deep()).map(|parameter| parameter.name);
    let deep: Vec<&str> = deep.collect();
    let deep = (!deep.is_empty()).then(|| quote!(.deep(&[#(#deep),*])));
    let open = is_open.then(|| quote!(.open()));
    Ok(quote!(KnownQuery::new(&[#(#names),*]) #deep #open))
}

/// The local variable of a parameter, distinct from those of the handler.
fn local(field: &Ident) -> Ident {
    let taken = ["api", "context", "known", "request"].iter().any(|taken| field == taken);
    if taken { format_ident!("{field}_") } else { field.clone() }
}
