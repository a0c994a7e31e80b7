//! Request bodies, with the fast validators and the complete ones.

use serde_json::{Value, json};

use crate::samples::{fast, slow};
use crate::support::TestServer;

/// The violations when the value at a pointer is replaced, or removed if there is no new value.
async fn violations(shop: &TestServer, path: &str, valid: &Value, pointer: &str, value: Option<Value>) -> Value {
    let mut body = valid.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match (body.pointer_mut(parent).unwrap(), value) {
        (Value::Object(object), Some(value)) => drop(object.insert(name.to_owned(), value)),
        (Value::Object(object), None) => drop(object.remove(name).unwrap()),
        (parent, value) => parent[name.parse::<usize>().unwrap()] = value.unwrap(),
    }
    let response = shop.post_json(path, body).await;
    assert_eq!(response.status, 400, "{pointer}: {response:?}");
    response.body["errors"].clone()
}

#[tokio::test]
async fn accepts_everything_that_fast_validators_support() {
    let shop = TestServer::start().await;
    let response = shop.post_json("/echo/fast", fast()).await;
    assert_eq!((response.status, &response.body), (200, &fast()));
}

#[tokio::test]
async fn accepts_everything_that_only_complete_validators_support() {
    let shop = TestServer::start().await;
    let response = shop.post_json("/echo/slow", slow()).await;
    assert_eq!((response.status, &response.body), (200, &slow()));
}

#[tokio::test]
async fn fills_in_defaults() {
    let shop = TestServer::start().await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let minimal = json!({ "name": "a", "count": 0, "price": -1.5, "key": key, "maybe": 3 });
    let mut expected = minimal.clone();
    for (name, value) in [("flag", json!(true)), ("size", json!("m")), ("tint", json!("red")), ("tags", json!(["new"]))]
    {
        expected[name] = value;
    }
    assert_eq!(shop.post_json("/echo/fast", &minimal).await.body, expected);
    // Arrays of objects are decoded by serde, which has to fill in the same defaults.
    let response = shop.post("/echo/list", "application/merge-patch+json", json!([minimal])).await;
    assert_eq!(response.body, json!([expected]));
}

#[tokio::test]
async fn accepts_integers_written_as_decimals() {
    let shop = TestServer::start().await;
    let (mut fast, mut slow) = (fast(), slow());
    (fast["count"], fast["steps"], slow["level"], slow["size"]) = (json!(2.0), json!(3e2), json!(2.0), json!(4.0));
    let response = shop.post_json("/echo/fast", fast).await;
    assert_eq!((&response.body["count"], &response.body["steps"]), (&json!(2), &json!(300)));
    let response = shop.post_json("/echo/slow", slow).await;
    assert_eq!((&response.body["level"], &response.body["size"]), (&json!(2), &json!(4)));
}

#[tokio::test]
async fn ignores_additional_properties_of_open_objects() {
    let shop = TestServer::start().await;
    let mut body = fast();
    body["items"][0]["colour"] = json!("red");
    assert_eq!(shop.post_json("/echo/fast", body).await.body, fast());
}

#[tokio::test]
async fn reports_violations_found_by_fast_validators() {
    let shop = TestServer::start().await;
    for (pointer, value, detail) in [
        ("/name", Some(json!("fives")), "'fives' is too long (the most is 4) - 'name'"),
        ("/name", None, "'name' is a required property"),
        ("/code", Some(json!("7")), r"'7' does not match '^\\w\\d$' - 'code'"),
        ("/count", Some(json!(-1)), "-1 is less than or equal to the minimum of -1 - 'count'"),
        ("/count", Some(json!(3)), "3 is greater than the maximum of 2.5 - 'count'"),
        ("/steps", Some(json!(4)), "4 is not a multiple of 3 - 'steps'"),
        ("/price", Some(json!(10)), "10 is greater than or equal to the maximum of 10 - 'price'"),
        (
            "/key",
            Some(json!("{01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f}")),
            "'{01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f}' is not a 'uuid' - 'key'",
        ),
        ("/maybe", None, "'maybe' is a required property"),
        ("/maybe", Some(json!("")), "'' is not of type 'integer', 'null' - 'maybe'"),
        ("/size", Some(json!("l")), "'l' is not one of ['s', 'm'] - 'size'"),
        ("/label", Some(json!("sixsix")), "'sixsix' is too long (the most is 5) - 'label'"),
        ("/fits", Some(json!([])), "[] is too short (the least is 1) - 'fits'"),
        ("/fits/1", Some(json!("wide")), "'wide' is not one of ['tight', 'loose'] - 'fits.1'"),
        ("/rows/2/0", Some(json!(0)), "0 is not of type 'boolean' - 'rows.2.0'"),
        ("/a/b/2nd", Some(json!(1)), "1 is not of type 'boolean' - 'a.b.2nd'"),
        ("/a/b/3rd", Some(json!(1)), "Additional properties are not allowed ('3rd' was unexpected) - 'a.b'"),
        ("/items/0/sku", Some(json!("ab-1")), r"'ab-1' does not match '^[A-Z]{2}-\\d+$' - 'items.0.sku'"),
    ] {
        let errors = violations(&shop, "/echo/fast", &fast(), pointer, value).await;
        assert_eq!(errors, json!([{ "pointer": pointer, "detail": detail }]));
    }
}

#[tokio::test]
async fn reports_violations_found_by_complete_validators() {
    let shop = TestServer::start().await;
    for (pointer, value, detail) in [
        ("/mail", Some(json!("nobody")), "'nobody' is not a 'email' - 'mail'"),
        ("/day", Some(json!("2023-02-29")), "'2023-02-29' is not a 'date' - 'day'"),
        ("/labels", Some(json!(["a", "a"])), "['a', 'a'] has non-unique elements - 'labels'"),
        ("/size", Some(json!(-1)), "-1 is not valid under any of the given schemas - 'size'"),
        ("/kind", Some(json!("toy")), "'toy' is not one of ['fruit', 'dry-goods', '3d'] - 'kind'"),
        ("/ratio", Some(json!(0.7)), "0.7 is not a multiple of 0.25 - 'ratio'"),
        ("/level", Some(json!(4)), "4 is not one of [1, 2, 3] - 'level'"),
        ("/amounts", Some(json!({})), "{} does not have enough properties - 'amounts'"),
        ("/amounts/red", Some(json!("1")), "'1' is not of type 'integer' - 'amounts.red'"),
        ("/inner/x", None, "'x' is a required property - 'inner'"),
        ("/both/extra", None, "'extra' is a required property - 'both'"),
        (
            "/tree/branches/0/name",
            Some(json!("branch")),
            "'branch' is too long (the most is 5) - 'tree.branches.0.name'",
        ),
        ("/ghost/unseen", None, "'unseen' is a required property - 'ghost'"),
        ("/picky", Some(json!("aa")), "'aa' is too long (the most is 1) - 'picky'"),
    ] {
        let errors = violations(&shop, "/echo/slow", &slow(), pointer, value).await;
        assert_eq!(errors, json!([{ "pointer": pointer, "detail": detail }]));
    }
}

#[tokio::test]
async fn validates_arrays_and_their_items() {
    let shop = TestServer::start().await;
    let mut second = fast();
    second["count"] = json!(9);
    let list = json!([fast(), second, fast(), fast()]);
    let response = shop.post("/echo/list", "application/merge-patch+json", list).await;
    let sources: Vec<&str> = response.violations().into_iter().map(|(source, _)| source).collect();
    assert_eq!(sources, ["", "/1/count"]);
    let response = shop.post_json("/echo/list", json!([fast()])).await;
    assert_eq!(response.status, 415);
}

#[tokio::test]
async fn rejects_numbers_that_the_type_cannot_represent() {
    let shop = TestServer::start().await;
    let mut body = fast();
    let number = json!(3.0 * 2_f64.powi(70));
    body["steps"] = number.clone();
    let response = shop.post_json("/echo/fast", body).await;
    let detail = format!("{number} does not fit into 64 bits - 'steps'");
    assert_eq!(response.violations(), [("/steps", detail.as_str())]);
}
