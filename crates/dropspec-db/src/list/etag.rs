//! The entity tag of a page (RFC 9110, section 8.8.3).

use twox_hash::XxHash3_128;

use super::bytes::{text, write};
use super::fields::Fields;
use super::links::Links;
use super::total::Total;
use crate::{Entity, Value, Versioned};

/// A strong tag of the keys and versions of the rows, and of everything else that the response depends on.
pub(super) fn page_etag<R: Entity>(
    rows: &[Versioned<R>],
    media_type: &str,
    fields: Option<&Fields>,
    links: &Links,
    total: Option<Total>,
) -> String {
    let mut bytes = Vec::with_capacity(256 + rows.len() * 32);
    text(0, media_type, &mut bytes);
    text(1, links.next.as_deref().unwrap_or_default(), &mut bytes);
    text(2, links.prev.as_deref().unwrap_or_default(), &mut bytes);
    write(&total.map(|total| total.rows).into(), &mut bytes);
    write(&fields.map(|fields| format!("{:?}", fields.columns())).into(), &mut bytes);
    for Versioned { record, version } in rows {
        R::TABLE.key.iter().for_each(|column| write(&record.value(*column), &mut bytes));
        write(&Value::Integer(*version), &mut bytes);
    }
    format!("\"{:032x}\"", XxHash3_128::oneshot(&bytes))
}
