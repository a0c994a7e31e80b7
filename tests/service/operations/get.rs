//! `GET /people/{uuid}`.

use crate::support::{Backend, TestApp, person_with};

on_both_databases!(a_person_is_found, a_key_may_be_written_in_other_ways, nobody_is_not_found);

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn a_person_is_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person_with("sex", "other")).await;
    let answer = app.get(&location).await;
    assert_eq!(answer.json(200)["sex"], "other");
    assert_eq!(answer.header("etag"), r#""1""#);
}

async fn a_key_may_be_written_in_other_ways(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.register(&person_with("uuid", KEY)).await;
    let escaped = KEY.replacen('0', "%30", 1);
    for written in [KEY.to_uppercase(), KEY.replace('-', ""), KEY.replace('-', "").to_uppercase(), escaped] {
        let answer = app.get(&format!("/people/{written}")).await;
        assert_eq!(answer.json(200)["uuid"], KEY, "{written}");
    }
}

async fn nobody_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let problem = app.get(&format!("/people/{}", KEY.to_uppercase())).await.problem(404);
    assert_eq!(problem["title"], "Not Found");
    assert_eq!(problem["detail"], format!("there is no person {KEY}"));
}
