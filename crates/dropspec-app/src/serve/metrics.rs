//! `/metrics` on the port of the service.

use dropspec::telemetry::metrics::routes;
use dropspec::{AuthMode, Route};

use crate::App;

/// The route of the metrics. Where all requests need credentials, so do those for the metrics.
pub(super) fn route<A: App>(auth: AuthMode) -> Vec<Route<A>> {
    let routes = routes();
    if auth == AuthMode::Required { protected(routes) } else { routes }
}

#[cfg(not(feature = "auth"))]
fn protected<A>(_: Vec<Route<A>>) -> Vec<Route<A>> {
    Vec::new()
}

/// The routes, whose requests need a bearer token.
#[cfg(feature = "auth")]
fn protected<A: App>(routes: Vec<Route<A>>) -> Vec<Route<A>> {
    use dropspec::auth::{Scheme, SchemeKind, SecurityRequirement, identity};
    use dropspec::reexport::http::StatusCode;
    use dropspec::telemetry::metrics::response;
    use dropspec::{Error, Problem};

    static BEARER: Scheme = Scheme { name: "metrics", kind: SchemeKind::Bearer };
    let protected = |route| Route {
        handler: |api: &A, context| {
            Box::pin(async {
                let Some(authenticator) = api.metrics_authenticator() else {
                    return Err(Error::rejection(StatusCode::NOT_FOUND, Problem::new("no such path: /metrics")));
                };
                identity(context, &[&[SecurityRequirement::new(&BEARER, &[], authenticator)]]).await?;
                Ok(response(context))
            })
        },
        ..route
    };
    routes.into_iter().map(protected).collect()
}
