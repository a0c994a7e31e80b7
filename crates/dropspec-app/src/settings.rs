//! The kind of environment that a process runs in.

use dropspec::config::FromEnv;
use dropspec::telemetry::{LogConfig, LogFormat};
use tracing::level_filters::LevelFilter;

/// The kind of environment that a process runs in. It sets the defaults of the log and of the docs page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Settings {
    /// Not set: interactive use.
    #[default]
    Interactive,
    /// Every request is logged, as text.
    Development,
    /// A test.
    Testing,
    /// Every request is logged, as JSON; there is a docs page.
    Staging,
    /// As staging, without a docs page.
    Production,
}

impl Settings {
    /// The default of the log. On a terminal it is text.
    #[must_use]
    pub fn log(self, is_on_terminal: bool) -> LogConfig {
        let is_deployed = self.is_deployed();
        let has_requests = is_deployed || self == Self::Development;
        LogConfig {
            format: if is_deployed && !is_on_terminal { LogFormat::Json } else { LogFormat::Text },
            level: if has_requests { LevelFilter::INFO } else { LevelFilter::WARN },
        }
    }

    /// Whether others depend on the service.
    #[must_use]
    pub fn is_deployed(self) -> bool {
        matches!(self, Self::Staging | Self::Production)
    }

    /// Whether there is a docs page by default.
    #[must_use]
    pub fn has_docs(self) -> bool {
        self != Self::Production
    }
}

impl FromEnv for Settings {
    const EXPECTED: &str = "development, testing, staging or production";

    fn from_env(text: &str) -> Option<Self> {
        match text {
            "development" => Some(Self::Development),
            "testing" => Some(Self::Testing),
            "staging" => Some(Self::Staging),
            "production" => Some(Self::Production),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deployed_services_log_json_unless_on_a_terminal() {
        let log = |settings: Settings, is_on_terminal| {
            let LogConfig { format, level } = settings.log(is_on_terminal);
            (format, level)
        };
        assert_eq!(log(Settings::Production, false), (LogFormat::Json, LevelFilter::INFO));
        assert_eq!(log(Settings::Staging, true), (LogFormat::Text, LevelFilter::INFO));
        assert_eq!(log(Settings::Development, false), (LogFormat::Text, LevelFilter::INFO));
        assert_eq!(log(Settings::Interactive, true), (LogFormat::Text, LevelFilter::WARN));
        assert_eq!(log(Settings::Testing, false), (LogFormat::Text, LevelFilter::WARN));
    }
}
