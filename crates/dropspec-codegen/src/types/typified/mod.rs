//! The types that typify generates, for the client.

mod by_type;
mod cleanup;
mod distinct_fields;
mod structs;
mod typify;
pub(crate) mod unsupported;

pub(crate) use by_type::schemas_by_type;
pub(crate) use cleanup::clean_up;
