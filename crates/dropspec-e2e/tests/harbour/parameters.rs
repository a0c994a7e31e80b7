//! Parameters of every location and style.

use serde_json::json;

use crate::support::{TestServer, json_response, violations};

#[tokio::test]
async fn decodes_path_parameters_of_every_style() {
    let harbour = TestServer::start().await;
    let decoded = harbour.decoded("/berths/1,2/.quay/.a.b%2Ec/;matrix=3;matrix=4/height,5,name,x%2Cy").await;
    assert_eq!(decoded, json!([[1, 2], "quay", ["a", "b.c"], [3, 4], { "height": 5, "name": "x,y" }]));
}

#[tokio::test]
async fn reports_style_errors_with_all_other_violations() {
    let harbour = TestServer::start().await;
    let found = harbour.violations("/berths/1,x/.q/a/;other=3/height,-1").await;
    let expected = [
        ("plain", "'x' is not of type 'integer' - 'plain'"),
        ("labelled", "'q' is too short (the least is 2) - 'labelled'"),
        ("listed", "the parameter is not written in its style - 'listed'"),
        ("matrix", "the parameter is not written in its style - 'matrix'"),
        ("shape", "-1 is less than the minimum of 0 - 'shape'"),
    ];
    assert_eq!(found, expected.map(|(source, detail)| (source.to_owned(), detail.to_owned())));
}

#[tokio::test]
async fn decodes_arrays_and_objects_in_queries() {
    let harbour = TestServer::start().await;
    let query = "tags=a%2Cb&tags=c&ids=1,2&words=red%20sky+late&flags=true%7Cfalse&filter%5Bheight%5D=7&filter[name]=n\
                 &length=2.5&flat=height,1&query=%7B%22a%22:[1]%7D&verbose=&either=5&since=2026-01-31";
    let expected = json!({
        "tags": ["a,b", "c"], "ids": [1, 2], "words": ["red", "sky", "late"], "flags": [true, false],
        "filter": { "height": 7, "name": "n" }, "size": { "length": 2.5 }, "flat": { "height": 1 },
        "query": { "a": [1] }, "verbose": null, "either": 5, "since": "2026-01-31", "order": ["name", "size"],
    });
    assert_eq!(harbour.decoded(&format!("/ships?{query}")).await, expected);
}

#[tokio::test]
async fn decodes_missing_parameters_as_none_or_the_default() {
    let harbour = TestServer::start().await;
    let decoded = harbour.decoded("/ships?either=ship&order=age").await;
    assert_eq!((&decoded["either"], &decoded["order"]), (&json!("ship"), &json!(["age"])));
    assert!(["tags", "ids", "filter", "size", "query", "verbose"].iter().all(|name| decoded[name].is_null()));
}

#[tokio::test]
async fn reports_every_violation_of_a_query() {
    let harbour = TestServer::start().await;
    let query = "tags=a&tags=b&tags=c&tags=d&ids=1&ids=2&flags=yes&filter[height]=x&filter[a][b]=1&width=wide&flat=height\
                 &query={&verbose=loud&either=ab&since=today&height=3&words=%FF";
    let found = harbour.violations(&format!("/ships?{query}")).await;
    let expected = [
        ("height", "unknown query parameter - 'height'"),
        ("tags", "['a', 'b', 'c', 'd'] is too long (the most is 3) - 'tags'"),
        ("ids", "duplicate parameter - 'ids'"),
        ("words", "the parameter is not UTF-8 - 'words'"),
        ("flags", "'yes' is not of type 'boolean' - 'flags'"),
        ("filter", "'x' is not of type 'integer' - 'filter'"),
        ("size", "'wide' is not of type 'number' - 'size'"),
        ("flat", "the parameter is not written in its style - 'flat'"),
        ("query", "the parameter is not JSON: EOF while parsing an object at line 1 column 1 - 'query'"),
        ("verbose", "'loud' is not of type 'integer' - 'verbose'"),
        ("either", "'ab' is not valid under any of the given schemas - 'either'"),
        ("since", "'today' is not a 'date' - 'since'"),
    ];
    assert_eq!(found, expected.map(|(source, detail)| (source.to_owned(), detail.to_owned())));
}

#[tokio::test]
async fn rejects_parameter_names_that_are_not_utf_8() {
    let harbour = TestServer::start().await;
    let query = "either=ship&filter[height]=2&width=3&%FF=1&filter[%FF]=1";
    let found = harbour.violations(&format!("/ships?{query}")).await;
    let expected =
        [("%FF", "unknown query parameter - '%FF'"), ("filter[%FF]", "unknown query parameter - 'filter[%FF]'")];
    assert_eq!(found, expected.map(|(source, detail)| (source.to_owned(), detail.to_owned())));
}

#[tokio::test]
async fn decodes_headers_and_cookies() {
    let harbour = TestServer::start().await;
    let request = harbour.at("GET", "/masters/7?id=8").header("x-trace", "abc").header("X-Depths", "1.5, 2");
    let request = request.header("x-depths", "3").header("x-shape", "height=1,name=a%2C");
    let request = request.header("cookie", "watch=4; other=x").header("cookie", "seen=1,2").header("accept", "*/*");
    let expected = json!([7, 8, "abc", [1.5, 2.0, 3.0], { "height": 1, "name": "a%2C" }, 4, [1, 2]]);
    assert_eq!(json_response(request, 200).await, expected);
}

#[tokio::test]
async fn validates_headers_and_cookies() {
    let harbour = TestServer::start().await;
    let request =
        harbour.at("GET", "/masters/7").header("x-depths", "deep").header("cookie", "watch=0; seen=1; seen=2");
    let expected = [
        ("X-Trace", "the parameter is required - 'X-Trace'"),
        ("X-Depths", "'deep' is not of type 'number' - 'X-Depths'"),
        ("watch", "0 is less than the minimum of 1 - 'watch'"),
        ("seen", "duplicate parameter - 'seen'"),
    ];
    let found = violations(&json_response(request, 400).await);
    assert_eq!(found, expected.map(|(source, detail)| (source.to_owned(), detail.to_owned())));
}

#[tokio::test]
async fn limits_the_violations_for_unknown_parameters() {
    let harbour = TestServer::start().await;
    let query: String = (0..1000).map(|number| format!("p{number}&")).collect();
    let found = harbour.violations(&format!("/ships?{query}")).await;
    assert_eq!(found.len(), 101);
    assert_eq!(found[100].1, "unknown query parameter, and 900 more - 'p100'");
}

#[tokio::test]
async fn prefers_literal_path_segments_to_parameters() {
    let harbour = TestServer::start().await;
    assert_eq!(harbour.decoded("/ships/9223372036854775807").await, json!(9_223_372_036_854_775_807_i64));
    let found = harbour.decoded("/ships/findByStatus?status=sunk&status=at%20sea").await;
    assert_eq!(found, json!(["sunk", "at sea"]));
    let found = harbour.violations("/ships/findByStatus?status=lost").await;
    assert_eq!(found[0].1, "'lost' is not one of ['docked', 'at sea', 'sunk'] - 'status'");
    assert_eq!(harbour.violations("/ships/findByStatus").await[0].1, "the parameter is required - 'status'");
    assert_eq!(harbour.violations("/ships/findByFlag").await[0].0, "id");
}
