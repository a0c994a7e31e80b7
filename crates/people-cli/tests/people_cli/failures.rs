//! Errors and their messages.

use insta::assert_snapshot;

use crate::support::Service;

const BAD: &str = r#"{ "passengerClass": 4, "name": "", "sex": "male", "age": -1, "fare": 0, "height": 2 }"#;

#[tokio::test]
async fn prints_every_violation() {
    let service = Service::start().await;
    let outcome = service.run_with_input(&["create-person", "--json-body", "-"], BAD).await;
    assert_snapshot!(outcome.error(1), @"
    people-cli: 400 Bad Request
      /siblingsOrSpousesAboard: 'siblingsOrSpousesAboard' is a required property
      /parentsOrChildrenAboard: 'parentsOrChildrenAboard' is a required property
      /passengerClass: 4 is greater than the maximum of 3 - 'passengerClass'
      /name: '' is too short (the least is 1) - 'name'
      /age: -1 is less than the minimum of 0 - 'age'
      /height: Additional properties are not allowed ('height' was unexpected)
    ");
    assert!(outcome.err.contains("\n  request "), "the request ID, as in the log: {}", outcome.err);
}

#[tokio::test]
async fn prints_the_detail_of_error_responses() {
    let service = Service::start().await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    assert_snapshot!(service.run(&["get-person", "--uuid", key]).await.error(1), @"people-cli: 404 Not Found: there is no person 01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    // Values are percent-encoded in the path.
    assert_snapshot!(service.run(&["get-person", "--uuid", "a/b ü"]).await.error(1), @"
    people-cli: 400 Bad Request
      uuid: 'a/b ü' is not a 'uuid' - 'uuid'
    ");
}

#[tokio::test]
async fn rejects_wrong_arguments_before_sending_a_request() {
    let service = Service::start().await;
    for (arguments, message) in [
        (&["list-people", "--limit", "0"][..], "0 is not in 1..=10000"),
        (&["list-people", "--limit", "many"], "invalid digit found in string"),
        (&["get-person"], "--uuid <TEXT>"),
        (&["create-person", "--name", "Owen"], "--passenger-class <INTEGER>"),
        (&["update-person", "--uuid", "a", "--sex", "man"], "possible values: male, female, other"),
        (&["update-person", "--uuid", "a", "--fare", "much"], "not a number"),
        (&["update-person", "--uuid", "a", "--survived", "maybe"], "possible values: true, false"),
        (&["update-person", "--uuid", "a"], "no request body: use flags or --json-body"),
        (&["create-person", "--json-body", "none.json"], "cannot read none.json: "),
        (&["list-people", "--url", "nowhere"], "nowhere/people: "),
        (&["sink"], "unrecognized subcommand 'sink'"),
    ] {
        let error = service.run(arguments).await.error(2);
        assert!(error.contains(message), "{arguments:?}: {error}");
    }
    let error = service.run_with_input(&["create-person", "--json-body", "-"], "{").await.error(2);
    assert!(error.contains("- is not valid JSON: "), "{error}");
    let outcome = service.run_with_input(&["create-person", "--json-body", "-", "--age", "1"], "[]").await;
    assert!(outcome.error(2).contains("--json-body must be a JSON object"), "{outcome:?}");
}
