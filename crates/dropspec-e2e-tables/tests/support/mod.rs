//! Running services on new databases.

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
mod running;

pub(crate) use backend::Backend;
pub(crate) use running::Running;
