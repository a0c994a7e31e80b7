//! Preferences of the client: `Prefer`.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::response::ResponseExpression;

impl<'p, 's> OperationContext<'p, 's> {
    /// The statement that parses the preferences, if the operation accepts any.
    pub(super) fn preferences(&self) -> Checked<Option<TokenStream>> {
        let header = self.header("Prefer")?;
        Ok(header.map(|header| quote!(let preferences = ::dropspec::db::Preferences::parse(#header);)))
    }

    /// The match arms for a stored row: `whole` with the row and, if the client may prefer `return=minimal`, 204 without it.
    pub(super) fn stored(
        &self,
        whole: ResponseExpression<'p, 's>,
        minimal: impl FnOnce(ResponseExpression<'p, 's>) -> ResponseExpression<'p, 's>,
    ) -> Checked<TokenStream> {
        let whole = whole.body(quote!(stored.record));
        if self.header("Prefer")?.is_none() {
            self.require_parameter(204, "Prefer")?;
            let whole = whole.build()?;
            return Ok(quote!(Ok(stored) => Ok(#whole),));
        }
        let applied = |response: ResponseExpression<'p, 's>| {
            response.optional_header("Preference-Applied", quote!(preferences.returned()))
        };
        let whole = applied(whole).build()?;
        let minimal = minimal(self.respond(204)?.header("ETag", quote!(stored.etag())));
        let minimal = applied(minimal).build()?;
        Ok(quote! {
            Ok(stored) if preferences.is_minimal() => Ok(#minimal),
            Ok(stored) => Ok(#whole),
        })
    }
}
