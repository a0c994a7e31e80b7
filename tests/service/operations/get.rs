//! `GET /people/{uuid}`.

use crate::support::{Backend, TestApp, person_with};

on_both_databases!(a_person_is_found, equivalent_forms_of_a_uuid_are_accepted, an_unknown_person_is_not_found);

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn a_person_is_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person_with("sex", "other")).await;
    let response = app.get(&location).await;
    assert_eq!(response.json(200)["sex"], "other");
    assert_eq!(response.header("etag"), r#""1""#);
}

async fn equivalent_forms_of_a_uuid_are_accepted(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.create(&person_with("uuid", KEY)).await;
    let escaped = KEY.replacen('0', "%30", 1);
    for written in [KEY.to_uppercase(), KEY.replace('-', ""), KEY.replace('-', "").to_uppercase(), escaped] {
        let response = app.get(&format!("/people/{written}")).await;
        assert_eq!(response.json(200)["uuid"], KEY, "{written}");
    }
}

async fn an_unknown_person_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let problem = app.get(&format!("/people/{}", KEY.to_uppercase())).await.problem(404);
    assert_eq!(problem["title"], "Not Found");
    assert_eq!(problem["detail"], format!("there is no person {KEY}"));
}
