//! Calls of every operation, with flags and with bodies.

use serde_json::json;

use crate::support::Service;

const OWEN: [&str; 15] = [
    "create-person",
    "--name",
    "Mr. Owen Harris Braund",
    "--passenger-class",
    "3",
    "--sex",
    "male",
    "--age",
    "22",
    "--siblings-or-spouses-aboard",
    "1",
    "--parents-or-children-aboard",
    "0",
    "--fare",
    "7.25",
];

#[tokio::test]
async fn calls_every_operation() {
    let service = Service::start().await;
    assert_eq!(service.run(&["list-people"]).await.json(), json!([]));

    let owen = service.run(&OWEN).await.json();
    assert_eq!(
        (&owen["name"], &owen["fare"], &owen["survived"]),
        (&json!("Mr. Owen Harris Braund"), &json!(7.25), &json!(false))
    );
    let key = owen["uuid"].as_str().unwrap();

    assert_eq!(service.run(&["get-person", "--uuid", key]).await.json(), owen);
    assert_eq!(service.run(&["list-people", "--limit", "1"]).await.json(), json!([owen]));
    let some = ["list-people", "--sort", "-fare,name", "--age-lte", "22", "--fields", "name,age"];
    assert_eq!(service.run(&some).await.json(), json!([{ "name": owen["name"], "age": owen["age"] }]));
    let older = service.run(&["update-person", "--uuid", key, "--age", "23", "--survived", "true"]).await.json();
    assert_eq!((&older["age"], &older["survived"], &older["name"]), (&json!(23), &json!(true), &owen["name"]));

    let outcome = service.run(&["delete-person", "--uuid", key]).await;
    assert_eq!((outcome.code, outcome.out.as_str(), outcome.err.as_str()), (0, "", ""));
    assert_eq!(service.run(&["list-people"]).await.json(), json!([]));
}

#[tokio::test]
async fn reads_bodies_from_files_and_from_standard_input() {
    let service = Service::start().await;
    let owen = json!({
        "passengerClass": 3, "name": "Mr. Owen Harris Braund", "sex": "male", "age": 22,
        "siblingsOrSpousesAboard": 1, "parentsOrChildrenAboard": 0, "fare": 7.25,
    });
    std::fs::write(service.folder().join("owen.json"), owen.to_string()).unwrap();
    let stored = service.run(&["create-person", "--json-body", "owen.json"]).await.json();
    assert_eq!(stored["age"], json!(22));
    // Flags take precedence over the body.
    let arguments = ["create-person", "--json-body", "-", "--age", "23"];
    let stored = service.run_with_input(&arguments, &owen.to_string()).await.json();
    assert_eq!((&stored["age"], &stored["name"]), (&json!(23), &owen["name"]));
}

#[tokio::test]
async fn sends_bodies_in_their_media_types() {
    let service = Service::start().await;
    let csv = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare\n\
               0,3,Mr. Owen Harris Braund,male,22,1,0,7.25\n";
    std::fs::write(service.folder().join("owen.csv"), csv).unwrap();
    assert_eq!(service.run(&["import-people", "--body", "owen.csv"]).await.json()["stored"], json!(1));
    let people = service.run(&["list-people"]).await.json();
    let key = people[0]["uuid"].as_str().unwrap();
    assert_eq!(service.run(&["patch-person", "--uuid", key, "--age", "23"]).await.json()["age"], json!(23));
}

#[tokio::test]
async fn takes_the_url_from_a_flag() {
    let service = Service::start().await;
    let url = format!("{}/", service.url());
    assert_eq!(service.run(&["--url", &url, "list-people"]).await.json(), json!([]));
    let other = service.run(&["list-people", "--url", "http://127.0.0.1:1"]).await;
    assert!(other.error(3).starts_with("people-cli: cannot reach http://127.0.0.1:1/people: "), "{other:?}");
}

#[tokio::test]
async fn sends_additional_headers() {
    let service = Service::start().await;
    let outcome = service.run(&["list-people", "--header", "Accept: image/png"]).await;
    assert!(outcome.error(1).starts_with("people-cli: 406 Not Acceptable: "), "{outcome:?}");
}
