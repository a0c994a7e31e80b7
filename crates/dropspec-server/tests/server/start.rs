//! Start and end of servers.

use std::net::TcpListener;

use dropspec_server::{ListenerError, StartError};
use http::Method;

use crate::support::{route, start, start_on};

#[tokio::test]
async fn an_address_in_use_is_an_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = start_on(address, vec![]).unwrap_err();
    assert!(matches!(error, StartError::Listen(ListenerError::Bind { .. })), "{error:?}");
    assert_eq!(
        dropspec_http::chain(&error),
        format!("cannot listen on {address}: Address already in use (os error 98)")
    );
}

#[tokio::test]
async fn an_address_of_another_machine_is_an_error() {
    let error = start_on(([192, 0, 2, 1], 0).into(), vec![]).unwrap_err();
    assert_eq!(
        dropspec_http::chain(&error),
        "cannot listen on 192.0.2.1:0: Cannot assign requested address (os error 99)"
    );
}

#[tokio::test]
async fn a_closed_server_releases_its_address() {
    let server = start(vec![route(Method::GET, "/a")]).unwrap();
    let address = server.local_address();
    server.close().await.unwrap();
    TcpListener::bind(address).unwrap();
}
