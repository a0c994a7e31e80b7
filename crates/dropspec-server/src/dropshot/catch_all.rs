//! The endpoints that pass every request on to a tower service.

use std::convert::Infallible;
use std::future::poll_fn;

use dropshot::{
    ApiDescription, ApiDescriptionRegisterError, ApiEndpoint, ApiEndpointVersions, HttpError, Path, RawRequest,
    RequestContext, SharedExtractor,
};
use dropspec_http::{Body, ConnectInfo};
use http::{Request, Response};
use schemars::JsonSchema;
use serde::Deserialize;
use tower_service::Service;

use super::methods::methods;

/// An endpoint for each method.
pub(super) fn catch_all<S>() -> Result<ApiDescription<S>, ApiDescriptionRegisterError>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
    S: Clone + Send + Sync + 'static,
{
    let mut api = ApiDescription::new();
    for method in methods() {
        let name = format!("any_{}", method.as_str().to_lowercase());
        let endpoint = ApiEndpoint::new::<_, (RawRequest,), Response<dropshot::Body>>(
            name,
            respond,
            method,
            "application/json",
            "/{path:.*}",
            ApiEndpointVersions::All,
        );
        let mut endpoint = endpoint.visible(false);
        // dropshot requires that the wildcard is declared. No extractor does it, since it would decode the path once more.
        endpoint.parameters =
            <Path<CatchAll> as SharedExtractor>::metadata(endpoint.body_content_type.clone()).parameters;
        api.register(endpoint)?;
    }
    Ok(api)
}

/// The path, as dropshot's router sees it.
#[derive(Deserialize, JsonSchema)]
struct CatchAll {
    #[allow(dead_code, reason = "only its schema is used")]
    path: Vec<String>,
}

async fn respond<S>(context: RequestContext<S>, request: RawRequest) -> Result<Response<dropshot::Body>, HttpError>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>,
    S: Clone + Send + Sync + 'static,
{
    let mut service = context.context().clone();
    let mut request = request.into_inner().map(Body::new);
    let peer = context.request.remote_addr();
    request.extensions_mut().insert(ConnectInfo { peer, request_id: context.request_id });
    let Ok(()) = poll_fn(|context| service.poll_ready(context)).await;
    let Ok(response) = service.call(request).await;
    Ok(response.map(dropshot::Body::wrap))
}
