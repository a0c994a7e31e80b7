//! Starts services on new databases.

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../support/running.rs"]
mod running;

pub(crate) use backend::Backend;
pub(crate) use running::Running;
