//! Schemas by the names of their types.

use std::collections::HashMap;

use dropspec_openapi::document::Document;
use dropspec_openapi::node::Node;

use crate::rust::names::type_name;

/// The named schemas by the names of their types.
pub(crate) type ByType<'d, 's> = HashMap<String, &'d Node<'s>>;

/// The named schemas by the names of their types.
pub(crate) fn schemas_by_type<'d, 's>(document: &'d Document<'s>) -> ByType<'d, 's> {
    document.schemas.iter().map(|(name, node)| (type_name(name).to_string(), node)).collect()
}
