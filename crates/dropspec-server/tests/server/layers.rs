//! Layers of a service, and the listener without the stack of a server.

use std::convert::Infallible;
use std::task::{Context, Poll};

use dropspec_http::middleware::{Cors, CorsLayer};
use dropspec_http::{ApiService, Body, ConnectInfo, RequestScope, Response, Route, ServiceConfig};
use dropspec_server::middleware::CatchPanicLayer;
use dropspec_server::{Listener, Server, ServerConfig};
use http::{HeaderValue, Method, Request, StatusCode};
use tower::ServiceBuilder;
use tower_layer::{Layer, layer_fn};
use tower_service::Service;

use crate::support::{Nothing, exchange, route};

const GET: &str = "GET /a HTTP/1.1\r\nhost: a\r\norigin: https://page.example\r\nconnection: close\r\n\r\n";

/// Appends its name to a header of requests.
#[derive(Clone)]
struct Named<S>(&'static str, S);

impl<S: Service<Request<Body>, Response = http::Response<Body>, Error = Infallible>> Service<Request<Body>>
    for Named<S>
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.1.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        assert!(RequestScope::current().is_some());
        assert!(request.extensions().get::<ConnectInfo>().unwrap().peer.ip().is_loopback());
        assert!(!request.headers().contains_key("panic"), "a layer panics");
        request.headers_mut().append("name", HeaderValue::from_static(self.0));
        self.1.call(request)
    }
}

fn named<S>(name: &'static str) -> impl Layer<S, Service = Named<S>> {
    layer_fn(move |inner| Named(name, inner))
}

/// Responds with the names of the layers.
fn names() -> Vec<Route<Nothing>> {
    let names = Route {
        handler: |_, call| {
            Box::pin(async {
                let names = call.headers().get_all("name").iter().filter_map(|name| name.to_str().ok());
                Ok(Response::bytes(StatusCode::OK, "text/plain", names.collect::<Vec<_>>().join(" ")))
            })
        },
        ..route(Method::GET, "/a")
    };
    vec![names]
}

fn config() -> ServerConfig {
    ServerConfig::new(([127, 0, 0, 1], 0).into())
}

#[tokio::test]
async fn a_service_adds_layers_of_its_own() {
    let api = ApiService::new(Nothing, names(), ServiceConfig::default()).unwrap();
    let builder = Server::<Nothing>::builder(config()).layer(named("first")).layer(named("second"));
    let server = builder.start(api).unwrap();
    let response = exchange(server.local_address(), GET).await;
    assert!(response.starts_with("HTTP/1.1 200 ") && response.ends_with("\r\n\r\nfirst second"), "{response}");
    let response = exchange(server.local_address(), &GET.replace("origin", "panic")).await;
    assert!(response.starts_with("HTTP/1.1 500 "), "a panic of a layer is caught: {response}");
    assert!(response.contains("\"title\":\"Internal Server Error\",\"status\":500,\"instance\":\"/a\""), "{response}");
}

#[tokio::test]
async fn a_listener_serves_any_stack() {
    let api = ApiService::new(Nothing, names(), ServiceConfig::default()).unwrap();
    let stack = ServiceBuilder::new().layer(CorsLayer::new(Cors::Any)).layer(CatchPanicLayer).service(api);
    let listener = Listener::start(&config(), stack).unwrap();
    let response = exchange(listener.local_address(), GET).await;
    assert!(response.starts_with("HTTP/1.1 200 "), "{response}");
    assert!(response.contains("access-control-allow-origin: *\r\n"), "{response}");
    listener.close().await.unwrap();
}
