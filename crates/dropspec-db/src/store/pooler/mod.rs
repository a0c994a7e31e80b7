//! Connections through PgBouncer, which may assign another connection to the server for each transaction.
//!
//! A statement that was prepared on one of them is unknown on the others. The driver prepares each statement under a name, and runs it in
//! later transactions; a rewriter below the driver keeps the text of the statements instead, and sends it again, unnamed, with each run.
//! It costs no round trip. Newer versions of PgBouncer can do the same themselves.

mod connector;
mod rewriter;
mod stream;

pub(super) use connector::{PoolerConnector, PoolerError};
