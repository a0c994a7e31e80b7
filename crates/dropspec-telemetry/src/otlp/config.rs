//! The configuration of traces, in the environment variables of OpenTelemetry.

use http::Uri;

use super::Sampler;
use dropspec_config::{Environment, FromEnv};

/// The endpoint of a collector, and the sampler.
#[derive(Clone, Debug, PartialEq)]
pub struct TracesConfig {
    /// The URL that spans are sent to, as `http://localhost:4318/v1/traces`.
    pub endpoint: Uri,
    /// The name of the service; the name of its package by default.
    pub service: Option<String>,
    /// The sampler, which decides which requests are traced.
    pub sampler: Sampler,
}

impl TracesConfig {
    /// Reads `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, or else `OTEL_EXPORTER_OTLP_ENDPOINT`, below which the path is `/v1/traces`;
    /// `OTEL_SERVICE_NAME`; and `OTEL_TRACES_SAMPLER` with `OTEL_TRACES_SAMPLER_ARG`. The exporter reads more of them by itself, such as
    /// `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_EXPORTER_OTLP_TIMEOUT`.
    ///
    /// Without an endpoint there are no traces.
    pub fn read(env: &mut Environment) -> Option<Self> {
        let for_traces = env.read_if_set::<Endpoint>("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        let for_all = env.read_if_set::<Endpoint>("OTEL_EXPORTER_OTLP_ENDPOINT");
        let service = env.text("OTEL_SERVICE_NAME");
        let sampler = Sampler::read(env);
        let endpoint = for_traces.map(|Endpoint(uri)| uri).or_else(|| {
            let base = for_all?.0.to_string();
            format!("{}/v1/traces", base.trim_end_matches('/')).parse().ok()
        })?;
        Some(Self { endpoint, service, sampler })
    }
}

struct Endpoint(Uri);

impl FromEnv for Endpoint {
    const EXPECTED: &str = "a URL such as http://localhost:4318";

    fn from_env(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let has_scheme = matches!(uri.scheme_str(), Some("http" | "https"));
        (has_scheme && uri.query().is_none()).then_some(Self(uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<TracesConfig>, String> {
        let mut env = Environment::of("SHOP", pairs);
        let config = TracesConfig::read(&mut env);
        env.finish().map(|()| config).map_err(|error| error.to_string())
    }

    fn endpoint(pairs: &[(&str, &str)]) -> String {
        read(pairs).unwrap().unwrap().endpoint.to_string()
    }

    #[test]
    fn without_an_endpoint_there_are_no_traces() {
        assert_eq!(read(&[("OTEL_SERVICE_NAME", "shop")]), Ok(None));
    }

    #[test]
    fn the_path_of_traces_is_appended_to_the_general_endpoint() {
        let all = "OTEL_EXPORTER_OTLP_ENDPOINT";
        assert_eq!(endpoint(&[(all, "http://collector:4318")]), "http://collector:4318/v1/traces");
        assert_eq!(endpoint(&[(all, "https://collector/otlp/")]), "https://collector/otlp/v1/traces");
        let traces = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://other:1/here");
        assert_eq!(endpoint(&[(all, "http://collector:4318"), traces]), "http://other:1/here");
    }

    #[test]
    fn an_endpoint_that_is_no_url_is_an_error() {
        let error = read(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]).unwrap_err();
        assert_eq!(
            error,
            "OTEL_EXPORTER_OTLP_ENDPOINT must be a URL such as http://localhost:4318, not `collector:4318`"
        );
    }
}
