//! Credentials and validation come before the mock response.

use dropspec::ServiceConfig;
use reqwest::Method;

use crate::support::Studio;

const KEY: (&str, &str) = ("x-key", "any");

fn example(text: &str) -> (u16, String) {
    (200, format!("\"{text}\""))
}

#[tokio::test]
async fn credentials_are_required_and_parameters_are_validated() {
    let studio = Studio::start();
    assert_eq!(studio.get("/open?n=x", &[]).await.0, 400);
    assert_eq!(studio.get("/open?n=1", &[]).await, example("open"));
    assert_eq!(studio.get("/secure?n=1", &[]).await.0, 401);
    assert_eq!(studio.get("/secure?n=1", &[("x-key", "")]).await.0, 401);
    assert_eq!(studio.get("/secure?n=x", &[KEY]).await.0, 400);
    assert_eq!(studio.get("/secure?n=1", &[KEY]).await, example("secret"));
}

#[tokio::test]
async fn all_credentials_of_an_alternative_are_required() {
    let studio = Studio::start();
    for (path, headers) in [("/both", &[KEY][..]), ("/both?key=any", &[]), ("/both", &[])] {
        assert_eq!(studio.get(path, headers).await.0, 401, "{path} {headers:?}");
    }
    assert_eq!(studio.get("/both?key=any", &[KEY]).await, example("both"));
}

#[tokio::test]
async fn any_token_has_all_scopes_and_bodies_are_validated() {
    let studio = Studio::start();
    let token = [("authorization", "Bearer any")];
    let record = |headers, body| studio.send(Method::POST, "/songs", headers, body);
    assert_eq!(record(&[], r#"{"title":"Blue"}"#).await.status, 401);
    assert_eq!(record(&[("authorization", "Bearer a b")], r#"{"title":"Blue"}"#).await.status, 401);
    assert_eq!(record(&token, r#"{"title":""}"#).await.status, 400);
    let recorded = record(&token, r#"{"title":"Blue"}"#).await;
    assert_eq!((recorded.status, recorded.header("etag")), (201, "\"1\""));
    assert!(!recorded.header("location").is_empty());
}

#[tokio::test]
async fn without_mocks_nothing_is_accepted() {
    let studio = Studio::start_with(ServiceConfig::default());
    assert_eq!(studio.get("/open?n=1", &[]).await.0, 501);
    assert_eq!(studio.get("/secure?n=1", &[]).await.0, 401);
    assert_eq!(studio.get("/secure?n=1", &[KEY]).await.0, 501);
}
