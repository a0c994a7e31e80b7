//! The parameter `expand` of lists and rows: the rows of other tables to embed.

use dropspec_openapi::document::{Document, EmbeddedRows, ListParameter, Parameter, Table};
use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::query::choices;
use crate::fields::{fields, is_given};

/// Checks that the values are paths of properties that embed rows.
pub(super) fn check_expand(document: &Document<'_>, table: &Table<'_>, parameter: &Parameter<'_>) -> Checked<()> {
    collect(choices(parameter)?, |choice| check_path(document, table, &choice)).map(drop)
}

fn check_path(document: &Document<'_>, table: &Table<'_>, choice: &Node<'_>) -> Checked<()> {
    let mut table = table;
    for property in choice.value().as_str().unwrap_or_default().split('.') {
        let Some(embedding) = table.embeddings.iter().find(|embedding| embedding.property == property) else {
            let message = format!(
                "`{property}` of {} embeds no rows; name it in the `as` or `children` of an `x-dropspec-references`",
                table.schema
            );
            return Err(choice.error(message));
        };
        table = match embedding.rows {
            EmbeddedRows::Parent(reference) => &document.tables[table.references[reference].table],
            EmbeddedRows::Children { table, .. } => &document.tables[table],
        };
    }
    Ok(())
}

impl OperationContext<'_, '_> {
    /// The name of the parameter `expand`, if the operation has it and the table has no column of that name.
    pub(super) fn expand_parameter(&self) -> Option<&str> {
        self.find_expand().map(|(_, parameter)| parameter.name)
    }

    /// The rows of other tables that a request wants embedded, as an expression; `None` if the operation embeds none.
    pub(super) fn expansion(&self) -> Checked<Option<TokenStream>> {
        let Some((position, parameter)) = self.find_expand() else { return Ok(None) };
        check_expand(self.document, self.table, parameter)?;
        let field = fields(self.operation).swap_remove(position);
        let paths =
            if is_given(parameter) { quote!(request.#field) } else { quote!(request.#field.into_iter().flatten()) };
        Ok(Some(quote!(::dropspec::db::Expansion::new(#paths))))
    }

    fn find_expand(&self) -> Option<(usize, &Parameter<'_>)> {
        let mut parameters = self.operation.parameters.iter().enumerate();
        parameters.find(|(_, parameter)| self.table.list_parameter(parameter) == Some(ListParameter::Expand))
    }
}
