//! What the client would like best to have answered: `Prefer`.

use dropspec_openapi::node::Read;
use proc_macro2::TokenStream;
use quote::quote;

use super::answer::Answer;
use super::context::Default;

impl<'p, 's> Default<'p, 's> {
    /// The statement that reads the preferences, where the operation takes any.
    pub(super) fn preferences(&self) -> Read<Option<TokenStream>> {
        let header = self.header("Prefer")?;
        Ok(header.map(|header| quote!(let preferences = ::dropspec::table::Preferences::parse(#header);)))
    }

    /// The arms for a row that has been stored: `whole` with the row and, where the client may prefer `return=minimal`, 204 without it.
    pub(super) fn stored(
        &self,
        whole: Answer<'p, 's>,
        minimal: impl FnOnce(Answer<'p, 's>) -> Answer<'p, 's>,
    ) -> Read<TokenStream> {
        let whole = whole.body(quote!(stored.record));
        if self.header("Prefer")?.is_none() {
            self.needs_header(204, "Prefer")?;
            let whole = whole.build()?;
            return Ok(quote!(Ok(stored) => Ok(#whole),));
        }
        let applied =
            |answer: Answer<'p, 's>| answer.optional_header("Preference-Applied", quote!(preferences.returned()));
        let whole = applied(whole).build()?;
        let minimal = minimal(self.answer(204)?.header("ETag", quote!(stored.etag())));
        let minimal = applied(minimal).build()?;
        Ok(quote! {
            Ok(stored) if preferences.is_minimal() => Ok(#minimal),
            Ok(stored) => Ok(#whole),
        })
    }
}
