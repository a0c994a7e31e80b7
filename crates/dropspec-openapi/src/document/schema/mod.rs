//! Schemas: which keywords they may have, and how their values are decoded.

mod check;
mod contradictions;
mod cycles;
mod default;
mod discriminator;
mod formats;
mod keywords;
mod pattern;
mod properties;
mod reference;
mod shape;
mod types;

pub use check::check_schema;
pub(super) use cycles::check_cycles;
pub(crate) use default::allows_default;
pub use discriminator::{Discriminator, discriminator};
pub use formats::ineffective_format;
pub(crate) use formats::service_format;
pub(crate) use pattern::pattern;
pub use properties::{is_required, properties, property};
pub use reference::{COMPONENT_SCHEMAS, reference_name};
pub use shape::{Shape, is_plain_object, shape};
pub(crate) use types::is_of_type;
pub use types::{admits_null, is_alias};
