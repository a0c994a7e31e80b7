//! The parameter `count` of lists.

use dropspec_openapi::document::{ColumnKind, Operation, Parameter, Status, column_kind};
use dropspec_openapi::node::Checked;
use http::StatusCode;
use proc_macro2::TokenStream;
use quote::quote;

/// The header that says whether the total number of rows is an estimate.
pub(super) const ESTIMATED_HEADER: &str = "X-Total-Count-Estimated";

/// The value for an estimate.
const ESTIMATED: &str = "estimated";

/// The values that `count` can have. `false` and `true` are those of clients that were written for a boolean.
const VALUES: &[&str] = &["none", "exact", ESTIMATED, "false", "true"];

/// The values with which clients ask for the number of rows, as an expression.
pub(super) fn count_values(list: &Operation<'_>, parameter: &Parameter<'_>) -> Checked<TokenStream> {
    let values = match column_kind(&parameter.schema)? {
        ColumnKind::Boolean => return Ok(quote!(::dropspec::db::CountValues::BOOLEAN)),
        ColumnKind::Enum(values) => values,
        _ => return unknown(parameter),
    };
    if values.iter().any(|value| !VALUES.contains(&value.as_str())) {
        return unknown(parameter);
    }
    let has = |name: &str| values.iter().any(|value| value == name);
    if has(ESTIMATED) && !has_header(list) {
        return Err(parameter.node.error(format!(
            "a list with `count=estimated` needs the header `{ESTIMATED_HEADER}`, a boolean that says whether `X-Total-Count` is an estimate"
        )));
    }
    let value = |name: Option<&str>| name.map_or_else(|| quote!(None), |name| quote!(Some(#name)));
    let exact = value(["exact", "true"].into_iter().find(|name| has(name)));
    let estimated = value(Some(ESTIMATED).filter(|name| has(name)));
    Ok(quote!(::dropspec::db::CountValues { exact: #exact, estimated: #estimated }))
}

fn unknown(parameter: &Parameter<'_>) -> Checked<TokenStream> {
    Err(parameter
        .schema
        .error("`count` of a list must be a boolean, or a string with an `enum` of `none`, `exact` and `estimated`"))
}

/// Whether the page has the header.
fn has_header(list: &Operation<'_>) -> bool {
    let mut pages = list.responses.iter().filter(|response| response.status == Status::Code(StatusCode::OK));
    pages.any(|page| page.headers.iter().any(|header| header.name.eq_ignore_ascii_case(ESTIMATED_HEADER)))
}
