//! The grammar of OpenAPI 3.0: the objects of the specification, and the values of each of their keys.
//!
//! It distinguishes references from data that only looks like a reference, and names the object that is expected at every place. Whether an
//! object is supported is decided by the checked model in [`document`](crate::document).

pub(crate) mod extensions;
mod objects;
mod rules;

pub use objects::{COMPONENTS, DOCUMENT, LINK, PATH_ITEM, SCHEMA};
pub(crate) use objects::{MEDIA_TYPE, OPERATION, PARAMETER, PATHS, RESPONSE, RESPONSES};
pub use rules::{EXTENSION_PREFIX, ObjectRule, ReferenceRule, Rule, children};
