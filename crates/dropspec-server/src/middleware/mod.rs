//! Layers around the service of an API; those that need nothing of a server are in [`dropspec_http::middleware`].

mod allowed_hosts;
mod catch_panic;
#[cfg(feature = "compression")]
mod compression;
mod decompression;
mod in_flight;
mod load_shed;
mod shutdown;

pub use allowed_hosts::{AllowedHostsFuture, AllowedHostsLayer, AllowedHostsService};
pub use catch_panic::{CatchPanicFuture, CatchPanicLayer, CatchPanicService};
#[cfg(feature = "compression")]
pub use compression::{CompressionFuture, CompressionLayer, CompressionService};
pub use decompression::{DecompressionLayer, DecompressionService};
pub use in_flight::{InFlightFuture, InFlightLayer, InFlightService};
pub use load_shed::{LoadShedFuture, LoadShedLayer, LoadShedService};
pub use shutdown::{ShutdownFuture, ShutdownLayer, ShutdownService};
