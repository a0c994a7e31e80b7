//! The configuration of telemetry, from the environment.

use std::net::SocketAddr;

use dropspec_config::{Environment, FromEnv};
use tracing::level_filters::LevelFilter;

use crate::log::{LogConfig, LogFormat};
#[cfg(feature = "otlp")]
use crate::otlp::TracesConfig;

/// Which telemetry a service has beside its log.
#[derive(Clone, Debug, Default)]
pub struct TelemetryConfig {
    /// The address of the admin port, where probes and metrics are served; `None` where there is no such port.
    pub admin: Option<SocketAddr>,
    /// Whether responses have a `Server-Timing` header, with the total time and the database time.
    pub server_timing: bool,
    /// The collector of traces; `None` where no traces are sent.
    #[cfg(feature = "otlp")]
    pub traces: Option<TracesConfig>,
}

impl TelemetryConfig {
    /// Reads `_ADMIN_BIND`, `_SERVER_TIMING`, and with the feature `otlp` the variables of OpenTelemetry.
    pub fn read(env: &mut Environment) -> Self {
        Self {
            admin: env.read_if_set("_ADMIN_BIND"),
            server_timing: env.read("_SERVER_TIMING", false),
            #[cfg(feature = "otlp")]
            traces: TracesConfig::read(env),
        }
    }
}

impl LogConfig {
    /// Reads `_LOG` and `_LOG_LEVEL`, which default to those of `default`.
    pub fn read(env: &mut Environment, default: Self) -> Self {
        Self { format: env.read("_LOG", default.format), level: env.read("_LOG_LEVEL", Level(default.level)).0 }
    }
}

impl FromEnv for LogFormat {
    const EXPECTED: &str = "json or text";

    fn from_env(text: &str) -> Option<Self> {
        match text {
            "json" => Some(Self::Json),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// A level by its name in configurations.
struct Level(LevelFilter);

impl FromEnv for Level {
    const EXPECTED: &str = "off, error, warning, info or debug";

    fn from_env(text: &str) -> Option<Self> {
        let level = match text {
            "off" => LevelFilter::OFF,
            "error" => LevelFilter::ERROR,
            "warning" => LevelFilter::WARN,
            "info" => LevelFilter::INFO,
            "debug" => LevelFilter::DEBUG,
            _ => return None,
        };
        Some(Self(level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(pairs: &[(&str, &str)]) -> Result<(LogFormat, LevelFilter), String> {
        let mut env = Environment::of("SHOP", pairs);
        let LogConfig { format, level } = LogConfig::read(&mut env, LogConfig::default());
        env.finish().map(|()| (format, level)).map_err(|error| error.to_string())
    }

    #[test]
    fn the_log_has_a_format_and_a_level() {
        assert_eq!(log(&[]), Ok((LogFormat::Text, LevelFilter::WARN)));
        assert_eq!(log(&[("SHOP_LOG", "json"), ("SHOP_LOG_LEVEL", "off")]), Ok((LogFormat::Json, LevelFilter::OFF)));
        assert_eq!(log(&[("SHOP_LOG_LEVEL", "debug")]), Ok((LogFormat::Text, LevelFilter::DEBUG)));
        let error = log(&[("SHOP_LOG", "xml"), ("SHOP_LOG_LEVEL", "loud")]).unwrap_err();
        assert!(error.contains("SHOP_LOG must be json or text, not `xml`"), "{error}");
        assert!(error.contains("SHOP_LOG_LEVEL must be off, error, warning, info or debug, not `loud`"), "{error}");
    }

    #[test]
    fn telemetry_is_off_by_default() {
        let mut env = Environment::of("SHOP", &[]);
        let TelemetryConfig { admin, server_timing, .. } = TelemetryConfig::read(&mut env);
        assert_eq!((admin, server_timing), (None, false));
        let pairs = [("SHOP_ADMIN_BIND", "127.0.0.1:9000"), ("SHOP_SERVER_TIMING", "on")];
        let mut env = Environment::of("SHOP", &pairs);
        let TelemetryConfig { admin, server_timing, .. } = TelemetryConfig::read(&mut env);
        assert_eq!((admin, server_timing), (Some(([127, 0, 0, 1], 9000).into()), true));
    }
}
