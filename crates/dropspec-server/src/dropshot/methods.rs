//! The methods that requests may have.
//!
//! dropshot itself responds to methods without an endpoint, with all others in one `Allow` header each. So the registered methods have
//! endpoints, whose responses are those of the service, and others are rejected before dropshot looks for one.

use dropshot::{DynamicVersionPolicy, ErrorStatusCode, HttpError, VersionPolicy};
use dropspec_http::METHODS;
use http::{Method, Request};
use semver::Version;

/// The methods of the HTTP Method Registry that a document cannot have, and `PURGE`, which caches have made common.
const OTHER_METHODS: [&str; 32] = [
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "ORDERPATCH",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// All methods that have endpoints.
pub(super) fn methods() -> impl Iterator<Item = Method> {
    let others = OTHER_METHODS.iter().filter_map(|method| Method::from_bytes(method.as_bytes()).ok());
    METHODS.into_iter().chain(others)
}

/// A policy that rejects requests with other methods: it is the one hook of dropshot that comes before its router. The version has no meaning.
pub(super) fn policy() -> VersionPolicy {
    VersionPolicy::Dynamic(Box::new(KnownMethods))
}

#[derive(Debug)]
struct KnownMethods;

impl DynamicVersionPolicy for KnownMethods {
    fn request_extract_version(
        &self,
        request: &Request<dropshot::Body>,
        _: &slog::Logger,
    ) -> Result<Version, HttpError> {
        let method = request.method();
        // dropshot ignores the case of methods; the service does not, and responds with 405.
        let names = || METHODS.iter().map(Method::as_str).chain(OTHER_METHODS);
        if METHODS.contains(method) || names().any(|name| name.eq_ignore_ascii_case(method.as_str())) {
            return Ok(Version::new(0, 0, 0));
        }
        // RFC 9110, section 9.1: 501 for a method that the server does not know.
        let message = format!("unknown method {method}");
        Err(HttpError {
            status_code: ErrorStatusCode::NOT_IMPLEMENTED,
            error_code: None,
            external_message: message.clone(),
            internal_message: message,
            headers: None,
        })
    }
}
