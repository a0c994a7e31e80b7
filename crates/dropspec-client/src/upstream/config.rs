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

#[cfg(test)]
mod tests {
    use super::*;

    const STOCK: UpstreamConfig = UpstreamConfig::new("stock-level", "http://127.0.0.1:5001");

    #[test]
    fn the_variables_have_the_name_of_the_upstream() {
        let variables = STOCK.variables();
        let rows: Vec<_> = variables.iter().map(|it| (it.name(), it.default())).collect();
        let expected = [("STOCK_LEVEL_URL", Some("http://127.0.0.1:5001")), ("STOCK_LEVEL_TIMEOUT", Some("5s"))];
        assert_eq!(rows, expected);
    }

    #[test]
    fn variables_override_the_defaults() {
        let pairs = [("STOCK_LEVEL_URL", "http://stock/a/"), ("STOCK_LEVEL_TIMEOUT", "250ms")];
        let mut env = Environment::of("SHOP", &pairs);
        let (base, config) = STOCK.read_from(&mut env);
        assert_eq!((base.as_str(), config.timeout), ("http://stock/a", Duration::from_millis(250)));
        assert_eq!(env.finish(), Ok(()));
    }

    #[test]
    fn errors_name_the_variable() {
        let mut env = Environment::of("SHOP", &[("STOCK_LEVEL_URL", "stock:80"), ("STOCK_LEVEL_TIMEOUT", "0")]);
        STOCK.read_from(&mut env);
        let error = env.finish().unwrap_err().to_string();
        assert!(error.contains("STOCK_LEVEL_URL must be a URL such as http://stock:5000"), "{error}");
        assert!(error.contains("STOCK_LEVEL_TIMEOUT must be longer than 0"), "{error}");
    }
}
