//! Parts of a document that are valid but have no effect, or not the one of their words, and paths and parameters in unusual forms.

use dropspec_e2e::harbour::types::Basin;
use serde_json::json;

use crate::support::{TestServer, json_response};

#[tokio::test]
async fn a_segment_has_several_parameters() {
    let harbour = TestServer::start().await;
    let decoded = harbour.decoded("/harbours/main...fix%2F1?order=up").await;
    assert_eq!(decoded, json!(["main", "fix/1", 10, true, "up", null, null, "winter", null]));
    assert_eq!(harbour.decoded("/harbours/main..fix").await, json!("main..fix"));
}

#[tokio::test]
async fn what_has_no_effect_is_not_validated() {
    let harbour = TestServer::start().await;
    // The pattern is not one of ECMA-262, and `maxItems` is beside `$ref`.
    let query = "limit=-5&wide=false&order=down&code=xyz&season=summer&ids=1&ids=2";
    let decoded = harbour.decoded(&format!("/harbours/a...b?{query}")).await;
    assert_eq!(decoded, json!(["a", "b", -5, false, "down", "xyz", null, "summer", [1, 2]]));
    assert_eq!(harbour.at("GET", "/harbours/a...a").send().await.unwrap().status(), 304);
}

#[tokio::test]
async fn values_of_an_enum_that_are_not_of_its_type_match_nothing() {
    let harbour = TestServer::start().await;
    for query in ["never=1", "never=a", "order=1", "order=sideways"] {
        let found = harbour.violations(&format!("/harbours/a...b?{query}")).await;
        assert_eq!(found.len(), 1, "{query}: {found:?}");
    }
}

#[tokio::test]
async fn paths_that_differ_in_the_names_of_parameters_are_one() {
    let harbour = TestServer::start().await;
    let response = harbour.at("GET", "/harbours/dover").send().await.unwrap();
    assert_eq!(response.headers()["x-extent"].as_bytes(), "{\"height\":3,\"name\":\"é\"}".as_bytes());
    assert_eq!(harbour.at("DELETE", "/harbours/dover").send().await.unwrap().status(), 204);
    let response = harbour.at("PUT", "/harbours/dover").send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["allow"]),
        (405, &"DELETE, GET, HEAD, OPTIONS".parse().unwrap())
    );
}

#[tokio::test]
async fn paths_are_matched_after_decoding() {
    let harbour = TestServer::start().await;
    let nothing = json!(["json", null, null, null, null, null, null]);
    assert_eq!(harbour.decoded("/harbours/caf%C3%A9%20du%20port/list.json").await, nothing);
    assert_eq!(harbour.decoded("/%68arbours/caf%c3%a9%20du%20port/list%2Ejson").await, nothing);
    // The literal does not hide the parameters.
    let decoded = harbour.decoded("/harbours/caf%C3%A9%20du%20port/rooms").await;
    assert_eq!(decoded, json!(["café du port", "rooms"]));
}

#[tokio::test]
async fn deep_objects_are_nested_and_have_arrays() {
    let harbour = TestServer::start().await;
    let query = "filter[name]=a%5Bb&filter[ranks][]=3&filter[ranks][]=1&filter[size][length]=2.5&filter[parts][1][height]=2\
                 &filter[parts][0][name]=first&tags[0]=7&tags[1]=8";
    let filter = json!({
        "name": "a[b", "ranks": [3, 1], "size": { "length": 2.5 },
        "parts": [{ "name": "first" }, { "height": 2 }],
    });
    let decoded = harbour.decoded(&format!("/harbours/caf%C3%A9%20du%20port/list.csv?{query}")).await;
    assert_eq!(decoded, json!(["csv", null, filter, [7, 8], null, null, null]));
    for (query, detail) in [
        ("filter[name", "the parameter is not written in its style - 'filter'"),
        ("filter[name]=a&filter[name][b]=c", "the parameter is not written in its style - 'filter'"),
        ("filter[name]=a&filter[name]=b", "duplicate parameter - 'filter'"),
        ("filter[parts][0][height]=-1", "-1 is less than the minimum of 0 - 'filter'"),
        ("filter=a", "'a' is not of type 'object' - 'filter'"),
    ] {
        let found = harbour.violations(&format!("/harbours/caf%C3%A9%20du%20port/list.csv?{query}")).await;
        assert_eq!(found.iter().map(|(_, detail)| detail.as_str()).collect::<Vec<_>>(), [detail], "{query}");
    }
}

#[tokio::test]
async fn a_free_form_object_has_all_parameters_without_a_name() {
    let harbour = TestServer::start().await;
    let path = "/harbours/caf%C3%A9%20du%20port/list.csv";
    let request = harbour.at("GET", &format!("{path}?page=2&a=1&b=2")).header("cookie", "seen=4; other=1; seen=5");
    let decoded = json_response(request, 200).await;
    assert_eq!(decoded, json!(["csv", 2, null, null, { "a": 1, "b": 2 }, [4, 5], null]));
    assert_eq!(harbour.violations(&format!("{path}?a=x")).await[0].0, "other");
}

#[tokio::test]
async fn a_reference_with_annotations_is_that_reference() {
    let basin = |left| Basin { left, right: None, deep: None, deeper: None, ref_: Some("a".to_owned()) };
    let nested = basin(Some(Box::new(basin(None))));
    assert_eq!(serde_json::to_value(nested).unwrap(), json!({ "left": { "$ref": "a" }, "$ref": "a" }));
}

#[tokio::test]
async fn a_parameter_is_a_scalar_or_an_array() {
    let harbour = TestServer::start().await;
    let path = "/harbours/caf%C3%A9%20du%20port/list.csv";
    assert_eq!(harbour.decoded(&format!("{path}?one=4")).await[6], json!(4));
    assert_eq!(harbour.decoded(&format!("{path}?one=4&one=5")).await[6], json!([4, 5]));
}

#[tokio::test]
async fn values_that_their_style_does_not_define_are_deep() {
    let harbour = TestServer::start().await;
    let query = "boats[1][name]=b&boats[0][name]=a&boats[0][height]=2&page[height]=3&anchor=4&note=a%20b";
    let boats = json!([{ "name": "a", "height": 2 }, { "name": "b" }]);
    let decoded = harbour.decoded(&format!("/moorings?{query}")).await;
    assert_eq!(decoded, json!([boats, { "height": 3 }, 4, "a b", null, null, null]));
    assert_eq!(harbour.decoded("/moorings?page=7").await[1], json!(7));
    let found = harbour.violations("/moorings?note=abcdef&boats[0][height]=x").await;
    assert_eq!(found.iter().map(|(source, _)| source.as_str()).collect::<Vec<_>>(), ["boats", "note"]);
}
