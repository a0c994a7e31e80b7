//! Preconditions of changes: `If-Match` and `If-None-Match`.

use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::context::OperationContext;
use crate::fields::is_given;

impl OperationContext<'_, '_> {
    /// The preconditions as an expression, and the error statuses with a declared response that they can cause.
    ///
    /// A 428 response makes `If-Match` mandatory. The parameter must be optional then: a required one would cause 400 instead.
    pub(super) fn preconditions(&self) -> Checked<(TokenStream, Vec<u16>)> {
        let (if_match, if_none_match) = (self.header("If-Match")?, self.header("If-None-Match")?);
        let required = self.response(428).is_some();
        let optional = self
            .operation
            .parameters
            .iter()
            .any(|parameter| parameter.name.eq_ignore_ascii_case("If-Match") && !is_given(parameter));
        if required && !optional {
            self.require_parameter(428, "If-Match, which must not be required")?;
        }
        let is_declared = if_match.is_some() || if_none_match.is_some();
        let mut statuses = vec![404];
        statuses.extend([400, 412].into_iter().filter(|status| is_declared || self.declared(*status).is_some()));
        statuses.extend(required.then_some(428));
        // HTTP defines the headers, so that they need no declaration.
        let current = |field: Ident| quote!(::dropspec::RequestScope::conditional_headers().#field.as_deref());
        let if_match = if_match.unwrap_or_else(|| current(format_ident!("if_match")));
        let if_none_match = if_none_match.unwrap_or_else(|| current(format_ident!("if_none_match")));
        let conditions = quote! {
            ::dropspec::db::Preconditions { if_match: #if_match, if_none_match: #if_none_match, required: #required }
        };
        Ok((conditions, statuses))
    }
}
