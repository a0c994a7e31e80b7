//! `GET /people`: invalid parameters.

use serde_json::Value;

use crate::support::{Backend, TestApp, parameter, person};

on_both_databases!(
    unknown_sort_keys_and_fields_are_rejected,
    limit_bounds_are_enforced,
    filters_are_validated_by_the_schemas_of_their_properties,
    contradictory_filters_are_rejected,
    invalid_page_tokens_are_rejected,
    malformed_entity_tags_are_rejected,
);

async fn violations(app: &TestApp, query: &str) -> Vec<Value> {
    app.get(&format!("/people?{query}")).await.violations()
}

async fn unknown_sort_keys_and_fields_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (query, name) in [
        ("sort=cabin", "sort"),
        ("sort=name,cabin", "sort"),
        ("sort=-", "sort"),
        ("sort=name&sort=age", "sort"),
        ("fields=cabin", "fields"),
        ("fields=", "fields"),
        ("fields=name,name", "fields"),
    ] {
        let found = violations(&app, query).await;
        assert!(!found.is_empty() && found.iter().all(|it| it["parameter"] == name), "{query}: {found:?}");
    }
}

async fn limit_bounds_are_enforced(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (limit, detail) in [
        ("0", "'0' is less than the minimum of 1 - 'limit'"),
        ("-1", "'-1' is less than the minimum of 1 - 'limit'"),
        ("10001", "'10001' is greater than the maximum of 10000 - 'limit'"),
    ] {
        let found = violations(&app, &format!("limit={limit}")).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0]["parameter"], "limit", "{detail}");
    }
}

async fn filters_are_validated_by_the_schemas_of_their_properties(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_eq!(violations(&app, "age_gte=x").await, [parameter("age_gte", "'x' is not of type 'integer' - 'age_gte'")]);
    for (query, name) in [
        ("age_lte=1.5", "age_lte"),
        ("age_gte=-1", "age_gte"),
        ("fare_gte=NaN", "fare_gte"),
        ("sex=unknown", "sex"),
        ("survived=1", "survived"),
        ("passengerClass=4", "passengerClass"),
        ("name_contains=%00", "name_contains"),
        ("count=yes", "count"),
        ("age=1", "age"),
        ("age_gte=1&age_gte=2", "age_gte"),
    ] {
        let found = violations(&app, query).await;
        assert!(!found.is_empty() && found.iter().all(|it| it["parameter"] == name), "{query}: {found:?}");
    }
}

async fn contradictory_filters_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let expected = [parameter("age_gte", "age_gte=31 and age_lte=30 exclude each other - 'age_gte'")];
    assert_eq!(violations(&app, "age_lte=30&age_gte=31").await, expected);
    let expected = [parameter("fare_gte", "fare_gte=0.2 and fare_lte=0.1 exclude each other - 'fare_gte'")];
    assert_eq!(violations(&app, "fare_gte=0.2&fare_lte=0.1").await, expected);
}

async fn invalid_page_tokens_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for _ in 0..2 {
        app.create(&person()).await;
    }
    let response = app.get("/people?limit=1&sort=age&sex=male").await;
    let link = response.header("link").to_owned();
    let token = link.split_once("page_token=").unwrap().1.split_once('>').unwrap().0;
    app.get(&format!("/people?sort=age&sex=male&page_token={token}")).await.json(200);
    for other in
        ["", "sort=-age&sex=male&", "sort=age&sex=female&", "sort=age,fare&sex=male&", "sort=age&sex=male&age_gte=0&"]
    {
        let [violation] = &violations(&app, &format!("{other}page_token={token}")).await[..] else { panic!("{other}") };
        assert_eq!(violation["parameter"], "page_token");
        assert!(violation["detail"].as_str().unwrap().starts_with("page_token belongs to other filters"), "{other}");
    }
    let changed = format!("{}{}", &token[..10], token[10..].replace('A', "B").replacen('g', "h", 1));
    assert_ne!(changed, token);
    let unsigned = [&changed, "AAAA", &token[1..]].map(|token| (token.to_owned(), "invalid page_token"));
    let padded = format!("{token}=");
    let unlike = ["", "%00", "%F0%9F%9A%A2", &padded].map(|token| (token.to_owned(), "does not match"));
    for (bad, message) in unsigned.into_iter().chain(unlike) {
        let [violation] = &violations(&app, &format!("sort=age&sex=male&page_token={bad}")).await[..] else {
            panic!("{bad}")
        };
        assert_eq!(violation["parameter"], "page_token");
        assert!(violation["detail"].as_str().unwrap().contains(message), "{bad}: {violation}");
    }
}

async fn malformed_entity_tags_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let request = app.request(reqwest::Method::GET, "/people").header("if-none-match", "1");
    let [violation] = &app.send(request).await.violations()[..] else { panic!("expected one violation") };
    assert_eq!(violation["parameter"], "If-None-Match");
}
