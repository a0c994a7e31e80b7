//! A table whose key is a string chosen by the client, and whose rows are replaced by `PUT`.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, Fleet};

on_both_databases!(
    returns_ships_as_they_were_created,
    rejects_duplicate_keys,
    clears_omitted_properties_on_replacement,
    lists_ships_in_the_order_of_their_keys,
    percent_encodes_keys_in_paths,
);

async fn returns_ships_as_they_were_created(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let ship = json!({
        "callSign": "HMS1", "tonnage": 9_007_199_254_740_993_i64, "steam": true, "rig": "full-rigged ship", "draught": 0.1,
        "motto": "", "crew": 3
    });
    let (status, stored, location) = fleet.call(Method::POST, "/ships", Some(ship.clone())).await;
    assert_eq!((status.as_u16(), &stored, location.as_str()), (201, &ship, "/ships/HMS1"));
    assert_eq!(fleet.get("/ships/HMS1").await, ship);
    let bare = json!({ "callSign": "HMS2", "tonnage": 1 });
    fleet.call(Method::POST, "/ships", Some(bare)).await;
    assert_eq!(fleet.get("/ships/HMS2").await, json!({ "callSign": "HMS2", "tonnage": 1, "crew": 1 }));
}

async fn rejects_duplicate_keys(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let ship = json!({ "callSign": "HMS1", "tonnage": 1 });
    fleet.call(Method::POST, "/ships", Some(ship.clone())).await;
    let (status, problem, _) = fleet.call(Method::POST, "/ships", Some(ship)).await;
    assert_eq!((status.as_u16(), &problem["detail"]), (409, &json!("the callSign HMS1 is taken")));
}

async fn clears_omitted_properties_on_replacement(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let ship = json!({ "callSign": "HMS1", "tonnage": 1, "motto": "onward", "rig": "ketch", "crew": 9 });
    fleet.call(Method::POST, "/ships", Some(ship)).await;
    let changed = json!({ "callSign": "HMS1", "tonnage": 2, "rig": "sloop" });
    let expected = json!({ "callSign": "HMS1", "tonnage": 2, "rig": "sloop", "crew": 1 });
    assert_eq!(fleet.put("/ships/HMS1", changed).await, expected);
    assert_eq!(fleet.get("/ships/HMS1").await, expected);
    let other = json!({ "callSign": "HMS2", "tonnage": 2 });
    let (status, problem, _) = fleet.call(Method::PUT, "/ships/HMS1", Some(other.clone())).await;
    let detail = "the callSign must be that of the path, HMS1 - 'callSign'";
    assert_eq!((status.as_u16(), &problem["detail"]), (409, &json!(detail)));
    let (status, problem, _) = fleet.call(Method::PUT, "/ships/HMS2", Some(other)).await;
    assert_eq!((status.as_u16(), &problem["detail"]), (404, &json!("there is no ship HMS2")));
}

async fn lists_ships_in_the_order_of_their_keys(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    for key in ["B1", "A1", "AA", "A/2"] {
        fleet.call(Method::POST, "/ships", Some(json!({ "callSign": key, "tonnage": 1 }))).await;
    }
    let ships = fleet.get("/ships").await;
    let keys: Vec<&str> = ships.as_array().unwrap().iter().map(|ship| ship["callSign"].as_str().unwrap()).collect();
    // Keys are compared by bytes, whatever the collation of the database.
    assert_eq!(keys, ["A/2", "A1", "AA", "B1"]);
}

async fn percent_encodes_keys_in_paths(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let ship = json!({ "callSign": "A/2", "tonnage": 1 });
    let (_, _, location) = fleet.call(Method::POST, "/ships", Some(ship)).await;
    assert_eq!(location, "/ships/A%2F2");
    assert_eq!(fleet.get(&location).await["callSign"], "A/2");
    assert_eq!(fleet.call(Method::DELETE, &location, None).await.0, 204);
    assert_eq!(fleet.call(Method::DELETE, &location, None).await.0, 404);
}
