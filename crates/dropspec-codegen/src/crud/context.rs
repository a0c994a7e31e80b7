//! An operation on a table, with the expressions that generated bodies have in common.

use std::collections::BTreeSet;

use dropspec_openapi::document::{
    Column, Document, Location, Operation, Parameter, Response, Status, Table, format_parameter, formats,
};
use dropspec_openapi::node::{Checked, Node, collect};
use http::Method;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::response::ResponseExpression;
use crate::fields::{fields, is_given};
use crate::items::module_name;
use crate::model::Types;
use crate::tables::key_fields;

/// An operation on a table.
pub(super) struct OperationContext<'p, 's> {
    pub(super) document: &'p Document<'s>,
    pub(super) operation: &'p Operation<'s>,
    pub(super) table: &'p Table<'s>,
    pub(super) types: &'p Types<'s>,
}

impl<'p, 's> OperationContext<'p, 's> {
    /// The type of the rows.
    pub(super) fn record(&self) -> TokenStream {
        self.types.component(self.table.schema)
    }

    /// The module of the table.
    pub(super) fn module(&self) -> TokenStream {
        let name = module_name(self.table);
        quote!(tables::#name)
    }

    /// The request field with the key of the parent in the path of a nested collection.
    pub(super) fn parent_key(&self) -> Ident {
        // The only path parameter comes first.
        fields(self.operation).swap_remove(0)
    }

    /// The key in the path of a row, as an expression.
    pub(super) fn key(&self) -> TokenStream {
        let parts = self.key_parts();
        if let [(_, part)] = &parts[..] {
            return part.clone();
        }
        let module = self.module();
        let names = key_fields(self.table);
        let values = parts.iter().map(|(_, part)| part);
        quote!(#module::Key { #(#names: #values),* })
    }

    /// The properties of the key, each with the request field that has its value.
    pub(super) fn key_parts(&self) -> Vec<(&'s str, TokenStream)> {
        let (fields, parameters) = (fields(self.operation), &self.operation.parameters);
        let names = self.table.key_parameters(self.operation);
        let part = |(column, name): (&Column<'s>, &'s str)| {
            let is_it = |it: &Parameter<'_>| it.location == Location::Path && it.name == name;
            let field = &fields[parameters.iter().position(is_it).unwrap_or_default()];
            (column.property, quote!(request.#field))
        };
        self.table.key_columns().zip(names).map(part).collect()
    }

    /// Rejects HTML for rows with a key of several properties.
    pub(super) fn reject_pages(&self, node: &Node<'_>) -> Checked<()> {
        match self.table.single_key() {
            Some(_) => Ok(()),
            None => {
                Err(node.error("rows with a key of several properties have no HTML pages and forms; remove this one"))
            }
        }
    }

    /// A header parameter, which must be a string, as an expression of type `Option<&str>`; `None` if it is not declared.
    pub(super) fn header(&self, name: &str) -> Checked<Option<TokenStream>> {
        let is_named = |parameter: &Parameter<'_>| {
            parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case(name)
        };
        let Some(position) = self.operation.parameters.iter().position(is_named) else { return Ok(None) };
        let parameter = &self.operation.parameters[position];
        let schema = parameter.schema.resolve()?;
        if schema.text("type")? != Some("string") || schema.get("enum").is_some() || schema.get("format").is_some() {
            return Err(parameter.schema.error(format!("`{name}` must be a string without `enum` and `format`")));
        }
        let field = fields(self.operation).swap_remove(position);
        Ok(Some(if is_given(parameter) {
            quote!(Some(request.#field.as_str()))
        } else {
            quote!(request.#field.as_deref())
        }))
    }

    /// The subject of the caller as an expression of type `Option<&str>`.
    pub(super) fn caller(&self) -> TokenStream {
        let security = &self.operation.security;
        match (security.alternatives.is_empty(), security.allows_anonymous) {
            (true, _) => quote!(None),
            (false, true) => quote!(request.identity.as_ref().map(|identity| identity.subject.as_str())),
            (false, false) => quote!(Some(request.identity.subject.as_str())),
        }
    }

    /// The other formats that an HTML page links to, as values of the parameter `format`.
    pub(super) fn other_formats(&self) -> Checked<Vec<&'s str>> {
        Ok(formats(self.document, self.operation)?
            .into_iter()
            .map(|(name, _)| name)
            .filter(|it| *it != "html")
            .collect())
    }

    /// Rejects parameters that have no meaning for the operation, the path parameter excepted.
    pub(super) fn check_parameters(&self, known: &[&str], queries: bool) -> Checked<()> {
        let format = format_parameter(self.document, self.operation).map(|parameter| parameter.name);
        let is_known = |parameter: &Parameter<'_>| match parameter.location {
            Location::Path => true,
            Location::Query => {
                queries || format == Some(parameter.name) || self.expand_parameter() == Some(parameter.name)
            }
            Location::Header => known.iter().any(|name| parameter.name.eq_ignore_ascii_case(name)),
            Location::Cookie => false,
        };
        collect(&self.operation.parameters, |parameter| match is_known(parameter) {
            true => Ok(()),
            false => {
                Err(parameter.node.error("this parameter is not supported by the operation on the table; remove it"))
            }
        })
        .map(drop)
    }

    /// Rejects a response that is only reachable with a header parameter which is not declared.
    pub(super) fn require_parameter(&self, status: u16, name: &str) -> Checked<()> {
        match self.response(status) {
            Some(response) => Err(response
                .node
                .error(format!("this response is only reachable with the header parameter `{name}`; declare it"))),
            None => Ok(()),
        }
    }

    /// The match arms for errors with these statuses.
    pub(super) fn error_arms(&self, statuses: &[u16]) -> Checked<TokenStream> {
        let arms = collect(statuses.iter().collect::<BTreeSet<_>>(), |status| {
            let response = self.respond(*status)?;
            let response = match self.response(*status) {
                // Only a failed precondition has the tag, and always.
                Some(_) if *status == 412 => response.header("ETag", quote!(rejection.etag.unwrap_or_default())),
                _ => response.optional_header("ETag", quote!(rejection.etag)),
            };
            let response = response.problem(quote!(rejection.problem))?;
            Ok(quote!(#status => Ok(#response),))
        })?;
        Ok(quote! {
            Err(::dropspec::db::Error::Rejected(rejection)) => match rejection.status.as_u16() {
                #(#arms)*
                _ => Err((*rejection).into()),
            },
            Err(error) => Err(error.into()),
        })
    }

    /// The media types of patches, as the value of `Accept-Patch`.
    pub(super) fn accepted_patches(&self) -> Option<String> {
        let same = |other: &&Operation<'_>| other.path == self.operation.path && other.method == Method::PATCH;
        let body = self.document.operations.iter().find(same)?.body.as_ref()?;
        let accepted: Vec<&str> = body.contents.iter().map(|content| content.media_type).collect();
        Some(accepted.join(", "))
    }

    /// The response that is declared for exactly this status.
    pub(super) fn response(&self, status: u16) -> Option<&'p Response<'s>> {
        self.operation.responses.iter().find(|response| response.status.text() == status.to_string())
    }

    /// The response that is declared for a status: by its number or, for an error, by its class or `default`.
    pub(super) fn declared(&self, status: u16) -> Option<&'p Response<'s>> {
        let declared = |status: Status| self.operation.responses.iter().find(|response| response.status == status);
        let error_range = || declared(Status::Class(status / 100)).or_else(|| declared(Status::Default));
        self.response(status).or_else(|| (status >= 400).then(error_range).flatten())
    }

    /// The response with a status, which must be declared.
    pub(super) fn respond(&self, status: u16) -> Checked<ResponseExpression<'p, 's>> {
        match self.declared(status) {
            Some(response) => Ok(ResponseExpression::new(self.operation, response, status)),
            None => {
                let ranges = if status >= 400 { ", 4XX or default" } else { "" };
                let message = format!("an operation on a table can return {status}; declare this response{ranges}");
                Err(self.operation.node.error(message))
            }
        }
    }
}
