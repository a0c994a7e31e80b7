//! Numbers are kept as they are written, or rejected.

use serde_json::json;

use crate::support::{TestServer, json_response, violations};

#[tokio::test]
async fn numbers_in_bodies_are_kept_or_rejected() {
    let harbour = TestServer::start().await;
    let moor = |version: u8, body: &str| {
        let media_type = format!("application/json; version={version}");
        harbour.at("POST", "/moorings").header("content-type", media_type).body(body.to_owned())
    };
    for (number, reason) in [
        ("9007199254740993", "has more digits than are kept"),
        ("12345678901234567890", "has more digits than are kept"),
        ("900719925474099.3", "has more digits than are kept"),
        ("1e-400", "is too close to 0 to be kept"),
        ("2e-324", "is too close to 0 to be kept"),
    ] {
        let problem = json_response(moor(1, &format!("{{ \"length\": {number} }}")), 400).await;
        assert_eq!(violations(&problem), [("/length".to_owned(), format!("{number} {reason} - 'length'"))]);
        let problem = json_response(moor(2, &format!("{{ \"chain\": [1, {number}] }}")), 400).await;
        assert_eq!(violations(&problem), [("/chain/1".to_owned(), format!("{number} {reason} - 'chain.1'"))]);
    }
    let problem = json_response(moor(2, r#"{ "weight": 18446744073709551615, "chain": "x" }"#), 400).await;
    let expected = [
        ("/chain", "'x' is not of type 'array' - 'chain'"),
        ("/weight", "18446744073709551615 does not fit into 64 bits - 'weight'"),
    ];
    assert_eq!(violations(&problem), expected.map(|(source, detail)| (source.to_owned(), detail.to_owned())));
    let kept = r#"{ "weight": 1e18, "chain": [0.1, 1e300], "any": 9007199254740993 }"#;
    let expected =
        json!({ "weight": 1_000_000_000_000_000_000_i64, "chain": [0.1, 1e300], "any": 9_007_199_254_740_993_i64 });
    assert_eq!(json_response(moor(2, kept), 200).await, expected);
}

#[tokio::test]
async fn numbers_in_parameters_are_kept_or_rejected() {
    let harbour = TestServer::start().await;
    for (query, source, detail) in [
        ("depth=900719925474099.3", "depth", "900719925474099.3 has more digits than are kept - 'depth'"),
        ("depth=9007199254740993", "depth", "9007199254740993 has more digits than are kept - 'depth'"),
        ("depth=1e-400", "depth", "1e-400 is too close to 0 to be kept - 'depth'"),
        ("ranks=1e19", "ranks", "1e19 does not fit into 64 bits - 'ranks'"),
        ("anchor=18446744073709551615", "anchor", "18446744073709551615 does not fit into 64 bits - 'anchor'"),
    ] {
        let found = harbour.violations(&format!("/moorings?{query}")).await;
        assert_eq!(found, [(source.to_owned(), detail.to_owned())], "{query}");
    }
    let decoded = harbour.decoded("/moorings?depth=0.1&draught=900719925474099.3&ranks=1e18&ranks=2").await;
    let expected = json!([null, null, null, null, 0.1, 900_719_925_474_099.2, [1_000_000_000_000_000_000_i64, 2]]);
    assert_eq!(decoded, expected);
}
