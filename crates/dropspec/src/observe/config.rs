//! What of a service is observed, and how, from its variables.

use std::net::SocketAddr;

use slog::Level;

use super::log::{Format, LogConfig};
#[cfg(feature = "otlp")]
use super::otlp::TracesConfig;
use crate::config::{FromVariable, Variables};

/// Who may see how the service does, and where.
#[derive(Clone, Debug, Default)]
pub struct TelemetryConfig {
    /// The address of a port with nothing but the probes and the metrics, where there is one.
    pub admin: Option<SocketAddr>,
    /// Whether answers say in `Server-Timing` how long they took, and how much of it was the database.
    pub server_timing: bool,
    /// Where traces go, if anywhere.
    #[cfg(feature = "otlp")]
    pub traces: Option<TracesConfig>,
}

impl TelemetryConfig {
    /// Reads `_ADMIN_BIND`, `_SERVER_TIMING`, and with the feature `otlp` the variables of OpenTelemetry.
    pub fn read(variables: &mut Variables) -> Self {
        Self {
            admin: variables.read_if_set("_ADMIN_BIND"),
            server_timing: variables.read("_SERVER_TIMING", false),
            #[cfg(feature = "otlp")]
            traces: TracesConfig::read(variables),
        }
    }
}

impl LogConfig {
    /// Reads `_LOG` and `_LOG_LEVEL`, with what is to be without them.
    pub fn read(variables: &mut Variables, default: Self) -> Self {
        Self {
            format: variables.read("_LOG", default.format),
            level: variables.read("_LOG_LEVEL", Least(default.level)).0,
        }
    }
}

impl FromVariable for Format {
    const EXPECTED: &str = "json or text";

    fn from_variable(text: &str) -> Option<Self> {
        match text {
            "json" => Some(Self::Json),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// The least that is logged.
struct Least(Option<Level>);

impl FromVariable for Least {
    const EXPECTED: &str = "off, error, warning, info or debug";

    fn from_variable(text: &str) -> Option<Self> {
        let level = match text {
            "off" => None,
            "error" => Some(Level::Error),
            "warning" => Some(Level::Warning),
            "info" => Some(Level::Info),
            "debug" => Some(Level::Debug),
            _ => return None,
        };
        Some(Self(level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(pairs: &[(&str, &str)]) -> Result<(Format, Option<Level>), String> {
        let mut variables = Variables::of("SHOP", pairs);
        let LogConfig { format, level } = LogConfig::read(&mut variables, LogConfig::default());
        variables.finish().map(|()| (format, level)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_log_has_a_form_and_a_level() {
        assert_eq!(log(&[]), Ok((Format::Text, Some(Level::Warning))));
        assert_eq!(log(&[("SHOP_LOG", "json"), ("SHOP_LOG_LEVEL", "off")]), Ok((Format::Json, None)));
        assert_eq!(log(&[("SHOP_LOG_LEVEL", "debug")]), Ok((Format::Text, Some(Level::Debug))));
        let told = log(&[("SHOP_LOG", "xml"), ("SHOP_LOG_LEVEL", "loud")]).unwrap_err();
        assert!(told.contains("SHOP_LOG must be json or text, not `xml`"), "{told}");
        assert!(told.contains("SHOP_LOG_LEVEL must be off, error, warning, info or debug, not `loud`"), "{told}");
    }

    #[test]
    fn telemetry_is_off_until_it_is_asked_for() {
        let mut variables = Variables::of("SHOP", &[]);
        let TelemetryConfig { admin, server_timing, .. } = TelemetryConfig::read(&mut variables);
        assert_eq!((admin, server_timing), (None, false));
        let pairs = [("SHOP_ADMIN_BIND", "127.0.0.1:9000"), ("SHOP_SERVER_TIMING", "on")];
        let mut variables = Variables::of("SHOP", &pairs);
        let TelemetryConfig { admin, server_timing, .. } = TelemetryConfig::read(&mut variables);
        assert_eq!((admin, server_timing), (Some(([127, 0, 0, 1], 9000).into()), true));
    }
}
