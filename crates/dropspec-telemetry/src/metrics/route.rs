//! `/metrics`.

use dropspec_http::{MediaType, RequestContext, Response, Route};
use http::header::ACCEPT;
use http::{HeaderMap, Method, StatusCode};

use super::registry::Metrics;

/// The path of the metrics.
pub const PATH: &str = "/metrics";

/// The media type that Prometheus asks for.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The media type for everybody else; older readers understand the same text.
const PLAIN_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The route of the metrics. Its requests have to pass a [`TelemetryLayer`](crate::TelemetryLayer), which hands the metrics to it.
#[must_use]
pub fn routes<A: Send + Sync>() -> Vec<Route<A>> {
    vec![Route {
        operation: "metrics",
        method: Method::GET,
        path: PATH,
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_: &A, context| Box::pin(async { Ok(response(context)) }),
    }]
}

/// The metrics, as the response of [`routes`] has them.
#[must_use]
pub fn response(context: &RequestContext) -> Response {
    let page = context.parts().extensions.get().map(Metrics::render).unwrap_or_default();
    Response::bytes(StatusCode::OK, media_type(context.headers()), page)
}

fn media_type(headers: &HeaderMap) -> &'static str {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepts_open_metrics = accept.split(',').filter_map(MediaType::parse).any(|range| {
        // Wildcards do not ask for it.
        range.specificity() == 2 && MediaType::parse(OPEN_METRICS).is_some_and(|offer| range.covers(&offer))
    });
    if accepts_open_metrics { OPEN_METRICS } else { PLAIN_TEXT }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_metrics_has_to_be_asked_for() {
        let of = |accept: &str| media_type(&HeaderMap::from_iter([(ACCEPT, accept.parse().unwrap())]));
        assert_eq!(of("application/openmetrics-text;version=1.0.0;q=0.5, */*;q=0.1"), OPEN_METRICS);
        assert_eq!(of("*/*"), PLAIN_TEXT);
        assert_eq!(media_type(&HeaderMap::new()), PLAIN_TEXT);
    }
}
