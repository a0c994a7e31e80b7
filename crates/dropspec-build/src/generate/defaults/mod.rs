//! What operations on tables do when nobody writes it: glue between the types of the document and the functions of the run-time
//! library.

mod answer;
mod create;
mod delete;
mod form;
mod get;
mod import;
mod list;
mod query;
mod update;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::names::type_name;
use crate::document::{Action, Document, Operation, Read, Table};
use answer::Answer;

/// An operation on a table.
struct Default<'p, 's> {
    operation: &'p Operation<'s>,
    table: &'p Table<'s>,
}

/// The body of the method of an operation; nothing if it has to be written by hand.
pub(super) fn body(document: &Document<'_>, operation: &Operation<'_>) -> Read<Option<TokenStream>> {
    let position = document.operations.iter().position(|other| other.id == operation.id);
    let found = document.tables.iter().find_map(|table| {
        let usage = table.usages.iter().find(|usage| Some(usage.operation) == position)?;
        Some((table, usage.action))
    });
    let Some((table, action)) = found else {
        return match operation.named {
            Some(name) => Err(operation.node.error(format!("no table has an operation `{name}` of this shape"))),
            None => Ok(None),
        };
    };
    let default = Default { operation, table };
    Ok(match action {
        Action::List => Some(list::body(&default)?),
        Action::Create => Some(create::body(&default)?),
        Action::Get => Some(get::body(&default)?),
        Action::Update => Some(update::body(&default)?),
        Action::Delete => Some(delete::body(&default)?),
        Action::Form => Some(form::body(&default)?),
        Action::Import => Some(import::body(&default)?),
        Action::Patch => None,
    })
}

impl<'p, 's> Default<'p, 's> {
    /// The type of the rows.
    fn record(&self) -> TokenStream {
        let name = type_name(self.table.schema);
        quote!(types::#name)
    }

    /// The module of the table.
    fn module(&self) -> TokenStream {
        let name = super::tables::module_name(self.table);
        quote!(tables::#name)
    }

    /// The field of the request that is the key in the path.
    fn key(&self) -> Ident {
        // The one parameter of the path comes first.
        super::fields::fields(self.operation).swap_remove(0)
    }

    /// The response of a status.
    fn answer(&self, status: u16) -> Read<Answer<'p, 's>> {
        let response = self.operation.responses.iter().find(|response| response.status.text() == status.to_string());
        match response {
            Some(response) => Ok(Answer::new(self.operation, response)),
            None => {
                Err(self.operation.node.error(format!("an operation on a table can answer {status}, so describe that")))
            }
        }
    }
}
