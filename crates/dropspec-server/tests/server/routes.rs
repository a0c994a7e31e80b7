//! Routes that can be combined, and others that collide.

use dropspec_http::{Route, RouteError};
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
    assert_eq!(collision(routes), "GET /a is there twice");
}

#[tokio::test]
async fn paths_that_differ_in_the_names_of_parameters_collide() {
    let routes = vec![route(Method::GET, "/a/{b}"), route(Method::PUT, "/a/{c}")];
    let reason = "Insertion failed due to conflict with previously registered route: /a/{1}";
    assert_eq!(collision(routes), format!("the path /a/{{c}} cannot be routed: {reason}"));
}

#[tokio::test]
async fn a_segment_with_two_parameters_cannot_be_routed() {
    let reason = "Only one parameter is allowed per path segment";
    assert_eq!(
        collision(vec![route(Method::GET, "/a/{b}-{c}")]),
        format!("the path /a/{{b}}-{{c}} cannot be routed: {reason}")
    );
}

#[tokio::test]
async fn a_prefix_and_a_suffix_that_both_fit_collide() {
    let routes = vec![route(Method::GET, "/a/x-{b}"), route(Method::GET, "/a/{b}.json")];
    let reason = "Insertion failed due to conflict with previously registered route: /a/x-{1}";
    assert_eq!(collision(routes), format!("the path /a/{{b}}.json cannot be routed: {reason}"));
}
