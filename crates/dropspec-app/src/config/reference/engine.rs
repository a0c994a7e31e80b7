//! The variables that the engine reads for every service.

use crate::config::default_address;
use crate::{App, Variable};

pub(super) fn variables<A: App>() -> Vec<Variable> {
    let variable = Variable::new;
    let mut variables = vec![
        variable("_SETTINGS", "kind of environment: development, testing, staging or production; sets the defaults of the log and the docs page; production has no default database and no sample data"),
        variable("_BIND", "address to listen on").or(default_address::<A>().to_string()),
        variable("_ADMIN_BIND", "address of a second port that serves only the probes and /metrics; /metrics is then served only there"),
        variable("_AUTH", "optional, writes or required: which requests need credentials where the document makes them optional: none, those that change something, or all; required includes /metrics").or("optional"),
        variable("_VALIDATE_RESPONSES", "off, log or refuse: what happens to responses that violate the document; refuse turns them into a 500").or("off; refuse in debug builds"),
        variable("_LOG", "json or text: format of the log").or("json in staging and production unless on a terminal, else text"),
        variable("_LOG_LEVEL", "off, error, warning, info (a line per request) or debug (probes too)").or("info in development, staging and production, else warning"),
        variable("_SERVER_TIMING", "on or off: whether responses report their duration in Server-Timing").or("off"),
        variable("_REQUEST_TIMEOUT", "time until an operation must have started its response; then it is cancelled with 503, or 504 if the outcome of a write is unknown; statements on PostgreSQL have 90 % of it; uploads may take longer").or("30s"),
        variable("_READ_TIMEOUT", "time for a client to send the head of a request, and longest pause within its body; then 408").or("10s"),
        variable("_IDLE_TIMEOUT", "time after which connections without a request are closed; HTTP/1.1 waits at most 30s between requests").or("75s"),
        variable("_MAX_CONNECTIONS", "most open connections; above that, the longest idle are closed").or("10000"),
        variable("_MAX_REQUESTS", "most in-flight requests; others get 503 with Retry-After, but not probes").or("1024"),
        variable("_MAX_BODY", "largest request body").or("1MiB"),
        variable("_MAX_BUFFERED", "most memory of all request and response bodies together; others get 503 with Retry-After").or("128MiB"),
        variable("_MAX_UPLOAD", "largest upload; others get 413").or("256MiB"),
        variable("_MAX_UPLOADS", "most concurrent uploads; others get 503 with Retry-After; they do not count as in-flight requests").or("64"),
        variable("_UPLOAD_TIMEOUT", "time for a client to send an upload, at no less than 1 KiB per second; then 408").or("10m"),
        variable("_IMPORT_TIMEOUT", "time for an import once its upload is complete; then it is cancelled, with 503").or("10m"),
        variable("_DRAIN_DELAY", "on SIGTERM or Ctrl-C: time to keep serving while /health/ready reports 503").or("0s"),
        variable("_DRAIN_TIMEOUT", "after that delay: time for in-flight requests to finish; a second signal ends the process at once").or("10s"),
        variable("_CORS_ORIGINS", "origins allowed to use the service from a browser, separated by commas, or *"),
        variable("_ALLOWED_HOSTS", "hosts that clients may address, separated by commas, or *; others get 421").or("localhost, 127.0.0.1 and [::1] on a loopback address, else *"),
    ];
    if cfg!(feature = "docs") {
        variables.push(
            variable("_DOCS", "on or off: whether there is a docs page at /docs").or("off in production, else on"),
        );
    }
    if cfg!(feature = "tls") {
        variables.extend([
            variable(
                "_TLS_CERTIFICATE",
                "PEM file with the certificate chain; enables TLS and HTTP/2; reloaded when it changes",
            ),
            variable("_TLS_KEY", "PEM file with the private key of the certificate"),
        ]);
    }
    if cfg!(feature = "compression") {
        variables.push(
            variable("_COMPRESSION", "on or off: whether responses are compressed for clients that accept it").or("on"),
        );
    }
    if cfg!(feature = "otlp") {
        variables.extend([
            variable("OTEL_EXPORTER_OTLP_ENDPOINT", "URL of an OpenTelemetry collector that receives traces by HTTP"),
            variable("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "the same with the full path, in place of it"),
            variable("OTEL_SERVICE_NAME", "name of the service in traces").or(A::NAME),
            variable("OTEL_TRACES_SAMPLER", "which requests are traced").or("parentbased_always_on"),
            variable("OTEL_TRACES_SAMPLER_ARG", "argument of the sampler, such as a ratio"),
        ]);
    }
    variables
}
