//! `POST /people/bulk`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, Response, TestApp, person, person_with, pointer};

on_both_databases!(
    ten_thousand_people_are_created_in_order,
    one_invalid_item_rejects_all_items,
    a_duplicate_key_rejects_all_items,
    lenient_handling_stores_valid_items,
    the_violations_of_a_bulk_are_limited,
    unknown_preferences_are_ignored,
    a_bulk_request_has_one_to_ten_thousand_items,
    a_bulk_request_has_a_larger_body_limit,
);

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn post_with_preference(app: &TestApp, prefer: &str, people: &Value) -> Response {
    app.send(app.request(Method::POST, "/people/bulk").header("prefer", prefer).json(people)).await
}

async fn count(app: &TestApp) -> String {
    app.get("/people?limit=1&count=true").await.header("x-total-count").to_owned()
}

/// Returns ten thousand people with different ages.
fn many() -> Vec<Value> {
    (0..10_000).map(|age| person_with("age", age)).collect()
}

async fn ten_thousand_people_are_created_in_order(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = app.post("/people/bulk", &many().into()).await;
    assert!(!response.headers.contains_key("preference-applied"));
    let created = response.json(201);
    assert_eq!(created["created"], 10_000);
    let keys: Vec<&str> = created["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect();
    assert_eq!((keys.len(), count(&app).await.as_str()), (10_000, "10000"));
    for age in [0, 4711, 9999] {
        assert_eq!(app.get(&format!("/people/{}", keys[age])).await.json(200)["age"], age);
    }
    // Generated keys sort by creation order.
    assert!(keys.is_sorted());
}

async fn one_invalid_item_rejects_all_items(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut people = many();
    people[4711]["age"] = json!(-1);
    let response = app.post("/people/bulk", &people.into()).await;
    let detail = "-1 is less than the minimum of 0 - '4711.age'";
    assert_eq!(response.violations(), [pointer("/4711/age", detail)]);
    assert_eq!(count(&app).await, "0");
}

async fn a_duplicate_key_rejects_all_items(backend: Backend) {
    let app = TestApp::start(backend).await;
    let (taken, twice) = (person_with("uuid", KEY), person_with("uuid", KEY.replace('f', "e")));
    app.create(&taken).await;
    let problem = app.post("/people/bulk", &json!([twice, person(), taken, twice])).await.problem(409);
    let twice = twice["uuid"].as_str().unwrap();
    assert_eq!(
        problem["errors"],
        json!([
            pointer("/2/uuid", &format!("the uuid {KEY} is taken - '2.uuid'")),
            pointer("/3/uuid", &format!("the uuid {twice} is taken - '3.uuid'")),
        ])
    );
    assert_eq!(count(&app).await, "1");
}

async fn lenient_handling_stores_valid_items(backend: Backend) {
    let app = TestApp::start(backend).await;
    let chosen = person_with("uuid", KEY);
    let people = json!([chosen, { "age": 1 }, "nobody", person(), chosen]);
    let response = post_with_preference(&app, "handling=lenient", &people).await;
    assert_eq!(response.header("preference-applied"), "handling=lenient");
    let mut report = response.json(207);
    assert_eq!((&report["created"], &report["refused"]), (&json!(2), &json!(3)));
    let items = report["items"].as_array_mut().unwrap();
    let errors = items[1]["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["detail"]), (6, &items[1]["detail"]));
    assert_eq!(errors[0], pointer("/1/passengerClass", "'passengerClass' is a required property - '1'"));
    let made = items[3]["key"].clone();
    assert_eq!(items[0], json!({ "index": 0, "status": 201, "key": KEY }));
    let detail = "'nobody' is not of type 'object' - '2'";
    assert_eq!(items[2], json!({ "index": 2, "status": 400, "detail": detail, "errors": [pointer("/2", detail)] }));
    assert_eq!(items[3], json!({ "index": 3, "status": 201, "key": made }));
    let detail = format!("the uuid {KEY} is taken - '4.uuid'");
    let taken = json!({ "index": 4, "status": 409, "detail": detail, "errors": [pointer("/4/uuid", &detail)] });
    assert_eq!(items[4], taken);
    app.get(&format!("/people/{}", made.as_str().unwrap())).await.json(200);
    assert_eq!(count(&app).await, "2");

    let all_good = post_with_preference(&app, "handling=lenient", &json!([person()])).await.json(207);
    assert_eq!((&all_good["created"], &all_good["refused"]), (&json!(1), &json!(0)));
}

/// A response is not many times as large as its request, however many violations that has.
async fn the_violations_of_a_bulk_are_limited(backend: Backend) {
    let app = TestApp::start(backend).await;
    let unknown: serde_json::Map<_, _> = (0..60).map(|number| (format!("k{number}"), json!(1))).collect();
    let people = json!(vec![unknown; 1000]);
    let size = people.to_string().len();

    let response = post_with_preference(&app, "handling=lenient", &people).await;
    assert!(response.body.len() < size, "{} bytes for {size} bytes", response.body.len());
    let report = response.json(207);
    let errors = |item: usize| report["items"][item]["errors"].as_array().unwrap();
    assert_eq!((errors(0).len(), errors(999).len()), (21, 2));
    let more = |item: usize, count: usize| pointer(&format!("/{item}"), &format!("there are {count} more violations"));
    // Seven properties are missing.
    assert_eq!((&errors(0)[20], &errors(999)[1]), (&more(0, 47), &more(999, 66)));

    let violations = post_with_preference(&app, "handling=strict", &people).await.violations();
    assert_eq!((violations.len(), &violations[100]), (101, &pointer("", "there are 66900 more violations")));
}

async fn unknown_preferences_are_ignored(backend: Backend) {
    let app = TestApp::start(backend).await;
    let people = json!([person(), {}]);
    for prefer in ["return=minimal", "handling=mild", "handling=strict", "=,;", ""] {
        assert!(!post_with_preference(&app, prefer, &people).await.violations().is_empty(), "{prefer}");
    }
    let strict = post_with_preference(&app, "handling=strict", &json!([person()])).await;
    strict.json(201);
    assert_eq!(strict.header("preference-applied"), "handling=strict");
}

async fn a_bulk_request_has_one_to_ten_thousand_items(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut too_many = many();
    too_many.push(person());
    for (body, detail) in [
        ("[]".to_owned(), "an array of 0 is too short (the least is 1)"),
        (json!(too_many).to_string(), "an array of 10001 is too long (the most is 10000)"),
        (person().to_string(), "the body is not a JSON array"),
        ("null".to_owned(), "the body is not a JSON array"),
        (format!("[{},", person()), "the body is not a JSON array"),
        (format!("[{}] 1", person()), "the body is not a JSON array"),
        (String::new(), "the body is empty, JSON is expected"),
    ] {
        let lenient = app.request(Method::POST, "/people/bulk").header("prefer", "handling=lenient");
        for request in [app.request(Method::POST, "/people/bulk"), lenient] {
            let request = request.header("content-type", "application/json").body(body.clone());
            let violations = app.send(request).await.violations();
            let found = violations[0]["detail"].as_str().unwrap();
            assert!(violations[0]["pointer"] == "" && found.starts_with(detail), "{violations:?}");
        }
    }
    assert_eq!(count(&app).await, "0");
}

async fn a_bulk_request_has_a_larger_body_limit(backend: Backend) {
    let app = TestApp::start(backend).await;
    let most = 16 * 1024 * 1024;
    let people = json!([person()]).to_string();
    let large = format!("{}{people}", " ".repeat(most - people.len()));
    app.post_text("/people/bulk", large.clone()).await.json(201);
    let problem = app.post_text("/people/bulk", large + " ").await.problem(413);
    assert_eq!(problem["detail"], format!("the body is larger than {most} bytes"));
    assert_eq!(count(&app).await, "1");
}
