//! Layers around a service.

mod cors;
mod drain;
mod read_timeout;
mod timeout;

pub use cors::{Cors, CorsLayer, CorsService};
pub use drain::drain;
pub use read_timeout::BodyProgress;
pub use timeout::{DEFAULT_REQUEST_TIMEOUT, TimeoutLayer, TimeoutService};
