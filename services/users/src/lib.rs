//! Users: a back end with a table of user names, and a front end that calls it over HTTP and shows them.

pub mod backend;
pub mod frontend;
mod names;

/// The client of the back end, generated from its document.
pub mod client {
    include!(concat!(env!("OUT_DIR"), "/backend/client.rs"));
}
