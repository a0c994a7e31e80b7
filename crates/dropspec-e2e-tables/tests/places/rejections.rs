//! Values that are no points and no distances.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, place, start_with_database};

on_both_databases!(bad_distances_are_rejected_with_their_parameter, bad_points_are_rejected_with_their_pointers);

async fn bad_distances_are_rejected_with_their_parameter(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    for (value, detail) in [
        ("90.001,0,1", "the latitude must be from -90 to 90, not 90.001 - 'location_near'"),
        ("0,-181,1", "the longitude must be from -180 to 180, not -181 - 'location_near'"),
        ("0,0,-1", "the distance must be 0 metres or more, not -1 - 'location_near'"),
        ("0,0", "location_near"),
        ("0,0,1,2", "location_near"),
        ("", "location_near"),
        ("a,0,1", "location_near"),
        ("0,0,NaN", "location_near"),
        ("0,0,1e999", "location_near"),
        ("0;0;1", "location_near"),
    ] {
        let (status, problem) = service.call(Method::GET, &format!("/places?location_near={value}"), None).await;
        assert_eq!(status, 400, "{value}: {problem}");
        assert_eq!(problem["errors"][0]["parameter"], "location_near", "{value}: {problem}");
        assert!(problem["errors"][0]["detail"].as_str().unwrap().contains(detail), "{value}: {problem}");
    }
    let twice = "/places?location_near=0,0,1&location_near=0,0,2";
    assert_eq!(service.call(Method::GET, twice, None).await.0, 400);
}

async fn bad_points_are_rejected_with_their_pointers(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    for (location, pointer) in [
        (json!({ "latitude": 90.5, "longitude": 0 }), "/location/latitude"),
        (json!({ "latitude": 0, "longitude": -180.5 }), "/location/longitude"),
        (json!({ "latitude": "1", "longitude": 0 }), "/location/latitude"),
        (json!({ "latitude": 1 }), "/location"),
        (json!({ "latitude": 1, "longitude": 2, "altitude": 3 }), "/location"),
        (json!([1, 2]), "/location"),
        (json!(null), "/location"),
    ] {
        let mut row = place("a", 0.0, 0.0);
        row["location"] = location;
        let (status, problem) = service.call(Method::POST, "/places", Some(row.clone())).await;
        assert_eq!(status, 400, "{row}: {problem}");
        let found = problem["errors"][0]["pointer"].as_str().unwrap_or_default();
        assert!(found.starts_with(pointer), "{row}: {problem}");
    }
}
