//! What goes wrong, and how it is told.

use insta::assert_snapshot;

use crate::support::Service;

const BAD: &str = r#"{ "passengerClass": 4, "name": "", "sex": "male", "age": -1, "fare": 0, "height": 2 }"#;

#[tokio::test]
async fn violations_are_told_one_by_one() {
    let service = Service::start().await;
    let outcome = service.run_with_input(&["create-person", "--json-body", "-"], BAD).await;
    assert_snapshot!(outcome.complaint(1), @"
    people-cli: 400 Bad Request
      /siblingsOrSpousesAboard: 'siblingsOrSpousesAboard' is a required property
      /parentsOrChildrenAboard: 'parentsOrChildrenAboard' is a required property
      /passengerClass: 4 is greater than the maximum of 3 - 'passengerClass'
      /name: '' is too short (the least is 1) - 'name'
      /age: -1 is less than the minimum of 0 - 'age'
      /height: Additional properties are not allowed ('height' was unexpected)
    ");
    assert!(outcome.err.contains("\n  request "), "the log has it under the same id: {}", outcome.err);
}

#[tokio::test]
async fn what_is_not_there_is_told() {
    let service = Service::start().await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    assert_snapshot!(service.run(&["get-person", "--uuid", key]).await.complaint(1), @"people-cli: 404 Not Found: there is no person 01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    // A slash in a value is none of the path.
    assert_snapshot!(service.run(&["get-person", "--uuid", "a/b ü"]).await.complaint(1), @"
    people-cli: 400 Bad Request
      uuid: 'a/b ü' is not a 'uuid' - 'uuid'
    ");
}

#[tokio::test]
async fn a_wrong_command_line_is_refused_before_anything_is_sent() {
    let service = Service::start().await;
    for (arguments, words) in [
        (&["list-people", "--limit", "0"][..], "0 is not in 1..=10000"),
        (&["list-people", "--limit", "many"], "invalid digit found in string"),
        (&["get-person"], "--uuid <TEXT>"),
        (&["create-person", "--name", "Owen"], "--passenger-class <INTEGER>"),
        (&["update-person", "--uuid", "a", "--sex", "man"], "possible values: male, female, other"),
        (&["update-person", "--uuid", "a", "--fare", "much"], "it is not a number"),
        (&["update-person", "--uuid", "a", "--survived", "maybe"], "possible values: true, false"),
        (&["update-person", "--uuid", "a"], "there is nothing to send: give flags or --json-body"),
        (&["create-person", "--json-body", "none.json"], "none.json: cannot be read: "),
        (&["list-people", "--url", "nowhere"], "nowhere/people: "),
        (&["sink"], "unrecognized subcommand 'sink'"),
    ] {
        let complaint = service.run(arguments).await.complaint(2);
        assert!(complaint.contains(words), "{arguments:?}: {complaint}");
    }
    let complaint = service.run_with_input(&["create-person", "--json-body", "-"], "{").await.complaint(2);
    assert!(complaint.contains("-: not JSON: "), "{complaint}");
    let list = service.run_with_input(&["create-person", "--json-body", "-", "--age", "1"], "[]").await;
    assert!(list.complaint(2).contains("--json-body is no object"), "{list:?}");
}
