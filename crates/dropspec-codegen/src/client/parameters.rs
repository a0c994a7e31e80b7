//! The parameters of an operation as a struct.

use dropspec_openapi::document::{Operation, Parameter};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::items::OperationNames;
use super::table::field_names;
use crate::contents::media_names;
use crate::model::Types;
use crate::rust::distinct::DistinctNames;
use crate::rust::docs::docs;
use crate::rust::names::type_name;

/// A field of the struct of parameters.
#[derive(Debug)]
pub(super) struct ParameterField<'d, 's> {
    pub(super) parameter: &'d Parameter<'s>,
    pub(super) name: Ident,
    kind: TokenStream,
}

/// The parameters of an operation.
#[derive(Debug)]
pub(super) struct Parameters<'d, 's> {
    pub(super) fields: Vec<ParameterField<'d, 's>>,
    /// The media types that the client can choose from: those of the successful responses, if there are several.
    pub(super) choices: Vec<&'d str>,
}

impl<'d, 's> Parameters<'d, 's> {
    /// The parameters of an operation.
    pub(super) fn read(operation: &'d Operation<'s>, types: &Types<'_>) -> Self {
        let produces = operation.produces();
        let choices = if produces.len() > 1 { produces } else { Vec::new() };
        let fields = operation.parameters.iter().zip(field_names(operation)).map(|(parameter, name)| {
            let kind = types.path(&parameter.schema);
            let kind = if parameter.required { kind } else { quote!(Option<#kind>) };
            ParameterField { parameter, name, kind }
        });
        let fields = fields.collect();
        Self { fields, choices }
    }

    /// Whether there is a struct of parameters.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.choices.is_empty()
    }

    /// The struct, and the enum of media types.
    pub(super) fn code(&self, operation: &Operation<'_>, names: &OperationNames) -> TokenStream {
        if self.is_empty() {
            return TokenStream::new();
        }
        let name = &names.parameters;
        let fields = self.fields.iter().map(|field| {
            let docs = docs(field.parameter.description.unwrap_or(field.parameter.name));
            let (name, kind) = (&field.name, &field.kind);
            quote!(#(#[doc = #docs])* pub #name: #kind,)
        });
        let accept = (!self.choices.is_empty()).then(|| {
            let kind = &names.accept;
            quote! {
                /// The media type of the response; by default the first that the service prefers.
                #[serde(skip)]
                pub accept: Option<#kind>,
            }
        });
        let is_default = self.fields.iter().all(|field| !field.parameter.required);
        let default = is_default.then(|| quote!(, Default));
        let text = format!(" The parameters of [`Client::{}`], `{}`.", names.method, operation.id);
        let new = if is_default { None } else { self.constructor(name) };
        let accepted = self.accept(operation, names);
        quote! {
            #[doc = #text]
            #[derive(::serde::Serialize, Clone, Debug, PartialEq #default)]
            pub struct #name { #(#fields)* #accept }

            #new

            #accepted
        }
    }

    /// The constructor, if there are required and optional parameters.
    fn constructor(&self, name: &Ident) -> Option<TokenStream> {
        let is_given = |field: &&ParameterField<'_, '_>| field.parameter.required;
        if self.fields.iter().all(|field| is_given(&field)) && self.choices.is_empty() {
            return None;
        }
        let given = self.fields.iter().filter(is_given);
        let arguments = given.map(|ParameterField { name, kind, .. }| quote!(#name: #kind));
        let values = self.fields.iter().map(|field| {
            let name = &field.name;
            if field.parameter.required { quote!(#name) } else { quote!(#name: None) }
        });
        let accept = (!self.choices.is_empty()).then(|| quote!(accept: None));
        let values = values.chain(accept);
        Some(quote! {
            impl #name {
                /// The required parameters, without any others.
                #[allow(clippy::too_many_arguments)]
                #[must_use]
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
            }
        })
    }

    /// The enum of media types.
    fn accept(&self, operation: &Operation<'_>, names: &OperationNames) -> Option<TokenStream> {
        let kinds = &self.choices;
        if kinds.is_empty() {
            return None;
        }
        let name = &names.accept;
        let mut taken = DistinctNames::default();
        let variants: Vec<Ident> =
            media_names(kinds.iter().copied()).iter().map(|media| taken.add(&type_name(media))).collect();
        let texts = kinds.iter().map(|kind| format!(" `{kind}`"));
        let text = format!(" A media type of the responses of `{}`.", operation.id);
        Some(quote! {
            #[doc = #text]
            #[derive(Clone, Copy, Debug, Eq, PartialEq)]
            pub enum #name { #(#[doc = #texts] #variants,)* }

            impl #name {
                fn media_type(self) -> &'static str {
                    match self { #(Self::#variants => #kinds,)* }
                }
            }
        })
    }
}
