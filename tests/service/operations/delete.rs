//! `DELETE /people/{uuid}`.

use crate::support::{Backend, TestApp, person};

on_both_databases!(a_person_is_deleted, a_second_deletion_is_not_found, a_deletion_ignores_the_accept_header);

async fn a_person_is_deleted(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let other = app.create(&person()).await;

    let response = app.delete(&location).await;
    assert_eq!((response.status, response.text()), (204, ""));
    assert!(!response.headers.contains_key("content-type"));

    app.get(&location).await.problem(404);
    app.get(&other).await.json(200);
}

async fn a_second_deletion_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    assert_eq!(app.delete(&location).await.status, 204);
    let problem = app.delete(&location).await.problem(404);
    let key = location.strip_prefix("/people/").unwrap();
    assert_eq!(problem["detail"], format!("there is no person {key}"));
}

/// The response has no body to negotiate.
async fn a_deletion_ignores_the_accept_header(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let request = app.request(reqwest::Method::DELETE, &location).header("accept", "text/html");
    assert_eq!(app.send(request).await.status, 204);
}
