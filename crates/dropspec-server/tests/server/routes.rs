//! Routes that can be combined, and others that collide.

use dropspec_http::{Route, RouteError, add_defaults};
use dropspec_server::StartError;
use http::Method;

use crate::support::{Nothing, route, start};

/// The error of routes that collide.
fn collision(routes: Vec<Route<Nothing>>) -> String {
    let error = start(routes).unwrap_err();
    assert!(matches!(error, StartError::Route(RouteError::Path { .. } | RouteError::Method { .. })), "{error:?}");
    error.to_string()
}

#[tokio::test]
async fn literals_parameters_and_suffixes_can_be_combined() {
    let paths = ["/a", "/a/", "/a/b", "/a/{c}", "/a/{c}/d", "/a/b/{d}", "/a/{c}.json", "/x-{y}", "/{z}"];
    let routes = paths.into_iter().map(|path| route(Method::GET, path)).collect();
    start(routes).unwrap();
}

#[tokio::test]
async fn a_path_can_have_several_methods() {
    let methods = [Method::GET, Method::PUT, Method::POST, Method::DELETE, Method::PATCH, Method::OPTIONS];
    start(methods.into_iter().map(|method| route(method, "/a/{b}")).collect()).unwrap();
}

#[tokio::test]
async fn a_path_has_a_method_once() {
    let routes = vec![route(Method::GET, "/a"), route(Method::PUT, "/a"), route(Method::GET, "/a")];
    assert_eq!(collision(routes), "two operations match GET /a");
}

#[tokio::test]
async fn paths_that_differ_in_the_names_of_parameters_are_one() {
    start(vec![route(Method::GET, "/a/{b}"), route(Method::PUT, "/a/{c}")]).unwrap();
    let routes = vec![route(Method::GET, "/a/{b}"), route(Method::GET, "/a/{c}")];
    assert_eq!(collision(routes), "two operations match GET /a/{c}");
    let routes = vec![route(Method::GET, "/ab"), route(Method::GET, "/a%62")];
    assert_eq!(collision(routes), "two operations match GET /a%62");
}

#[tokio::test]
async fn a_segment_can_have_several_parameters_with_text_between_them() {
    start(vec![route(Method::GET, "/a/{b}-{c}"), route(Method::GET, "/a/x-{b}"), route(Method::GET, "/a/{b}.json")])
        .unwrap();
    assert_eq!(
        collision(vec![route(Method::GET, "/a/{b}{c}")]),
        "the path /a/{b}{c} cannot be routed: it has parameters without anything between them"
    );
}

#[tokio::test]
async fn operations_take_the_place_of_default_routes() {
    let mut routes = vec![route(Method::GET, "/openapi.json"), route(Method::GET, "/items/{id}")];
    let defaults = ["/openapi.json", "/health/live", "/items/{name}"].map(|path| route(Method::GET, path));
    add_defaults(&mut routes, defaults.into());
    let paths: Vec<&str> = routes.iter().map(|route| route.path).collect();
    assert_eq!(paths, ["/openapi.json", "/items/{id}", "/health/live"]);
    start(routes).unwrap();
}
