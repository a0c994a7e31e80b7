//! The declaration of an upstream, and its variables.

use std::time::Duration;

use dropspec_config::{Environment, FromEnv as _, Variable};

use super::base_url::BaseUrl;

/// The declaration of a service that another one calls.
#[derive(Clone, Copy, Debug)]
pub struct UpstreamConfig {
    pub(super) name: &'static str,
    url: &'static str,
    pub(super) timeout: Duration,
    pub(super) max_response: usize,
    pub(super) live: &'static str,
    pub(super) is_required: bool,
}

impl UpstreamConfig {
    /// A service with a name, which variables and errors have, and a default URL. A call takes at most 5 seconds, its response has at most
    /// 1 MiB, and the service that makes it is ready without this one.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self {
            name,
            url,
            timeout: Duration::from_secs(5),
            max_response: 1024 * 1024,
            live: dropspec_http::health::LIVE,
            is_required: false,
        }
    }

    /// Makes the service that calls this one not ready while this one fails.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Sets the default of the longest time of a call.
    #[must_use]
    pub const fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets the maximum size of the body of a response, in bytes.
    #[must_use]
    pub const fn with_max_response(self, max_response: usize) -> Self {
        Self { max_response, ..self }
    }

    /// Sets the path of the liveness probe, for a service that has another one than `/health/live`.
    #[must_use]
    pub const fn with_live(self, live: &'static str) -> Self {
        Self { live, ..self }
    }

    /// Reads the variables of this upstream: the URL and the time limit.
    pub(super) fn read_from(self, env: &mut Environment) -> (BaseUrl, Self) {
        let [url, timeout] = self.names();
        let base = env.read_if_set(&url).or_else(|| BaseUrl::from_env(self.url));
        let base = base.unwrap_or_else(|| {
            env.add_error(&url, format!("has no default: it must be {}", BaseUrl::EXPECTED));
            BaseUrl::default()
        });
        let timeout = env.positive(&timeout, self.timeout);
        (base, Self { timeout, ..self })
    }

    /// The variables that `read` reads.
    #[must_use]
    pub fn variables(&self) -> [Variable; 2] {
        let Self { name, url: default, timeout: limit, .. } = self;
        let [url, timeout] = self.names();
        [
            Variable::new(url, format!("URL of the service {name}")).or(*default),
            Variable::new(
                timeout,
                format!(
                    "longest time of a call of {name}, which is at most 90 % of the time of the request that makes it"
                ),
            )
            .or(duration(*limit)),
        ]
    }

    fn names(&self) -> [String; 2] {
        let prefix = self.name.to_ascii_uppercase().replace('-', "_");
        ["URL", "TIMEOUT"].map(|suffix| format!("{prefix}_{suffix}"))
    }
}

/// A duration as variables have it.
fn duration(duration: Duration) -> String {
    if duration.subsec_millis() == 0 {
        format!("{}s", duration.as_secs())
    } else {
        format!("{}ms", duration.as_millis())
    }
}
