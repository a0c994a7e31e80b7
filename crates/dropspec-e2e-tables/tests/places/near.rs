//! The filter for near points, against a plain computation.

use dropspec::db::geodesy::{MIN_DISTANCE, geodesic_distance};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, names, place, start_with_database};

on_both_databases!(
    points_within_a_distance_are_found,
    the_index_follows_changes_of_rows,
    pages_and_counts_have_the_filter,
);

/// Coordinates that differ from one point to the next, without a pattern: the same in each run.
struct Random(u64);

impl Random {
    /// A number from 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn within(&mut self, least: f64, greatest: f64) -> f64 {
        (least + self.next() * (greatest - least)).clamp(least, greatest)
    }
}

/// The places around which there are many points: towns, the poles, the antimeridian, where meridians and the equator meet.
const CENTRES: [(f64, f64); 9] = [
    (59.32938, 18.06871),
    (90.0, 0.0),
    (-90.0, 45.0),
    (0.0, 180.0),
    (-16.5, -180.0),
    (0.0, 0.0),
    (71.0, 179.999),
    (89.9999, -135.0),
    (-33.86, 151.21),
];

/// Points near each centre, at distances of metres to thousands of kilometres, and all over the Earth.
fn points() -> Vec<(f64, f64)> {
    let mut random = Random(1912);
    let mut points = CENTRES.to_vec();
    points.extend([(90.0, 180.0), (-90.0, -180.0), (0.0, -180.0)]);
    for (latitude, longitude) in CENTRES {
        for exponent in 0..60 {
            let spread = 1e-6 * 10_f64.powf(f64::from(exponent) / 8.0);
            let north = latitude + random.within(-spread, spread);
            let mut east = longitude + random.within(-spread, spread);
            if east.abs() > 180.0 {
                east -= 360.0 * east.signum();
            }
            points.push((north.clamp(-90.0, 90.0), east.clamp(-180.0, 180.0)));
        }
    }
    points.extend((0..200).map(|_| (random.within(-90.0, 90.0), random.within(-180.0, 180.0))));
    points
}

fn name(index: usize) -> String {
    format!("{index:04}")
}

async fn points_within_a_distance_are_found(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    let points = points();
    let rows = points.iter().enumerate().map(|(index, (north, east))| place(&name(index), *north, *east));
    service.post("/places/bulk", rows.collect::<Vec<Value>>().into()).await;
    let stored = service.get("/places").await;
    for (row, (latitude, longitude)) in stored.as_array().unwrap().iter().zip(&points) {
        let location = &row["location"];
        assert_eq!(location["latitude"].as_f64().unwrap().to_bits(), latitude.to_bits(), "{row}");
        assert_eq!(location["longitude"].as_f64().unwrap().to_bits(), longitude.to_bits(), "{row}");
    }
    let mut random = Random(15);
    let others = (0..10).map(|_| (random.within(-90.0, 90.0), random.within(-180.0, 180.0))).collect::<Vec<_>>();
    for (latitude, longitude) in CENTRES.into_iter().chain(others) {
        for metres in [0.0, 0.5, 50.0, 1234.5, 1e5, 2.5e6, 1e7, 1.9e7, 20_003_931.0, 20_003_932.0, 1e12] {
            let path = format!("/places?location_near={latitude},{longitude},{metres}");
            let found = service.get(&path).await;
            let distance = |index: &usize| geodesic_distance(latitude, longitude, points[*index].0, points[*index].1);
            let expected = (0..points.len()).filter(|index| distance(index) <= f64::max(metres, MIN_DISTANCE));
            assert_eq!(names(&found), expected.map(name).collect::<Vec<_>>(), "{path}");
        }
    }
}

async fn the_index_follows_changes_of_rows(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    let near = |latitude: f64, longitude: f64| format!("/places?location_near={latitude},{longitude},10");
    for name in ["a", "b", "c"] {
        service.post("/places", place(name, 10.0, 20.0)).await;
    }
    assert_eq!(names(&service.get(&near(10.0, 20.0)).await), ["a", "b", "c"]);
    let (status, _) = service.call(Method::PUT, "/places/a", Some(place("a", -10.0, 179.99995))).await;
    assert_eq!(status, 200);
    assert_eq!(names(&service.get(&near(10.0, 20.0)).await), ["b", "c"]);
    assert_eq!(names(&service.get(&near(-10.0, -179.99999)).await), ["a"], "on the other side of the antimeridian");
    assert_eq!(service.call(Method::DELETE, "/places/b", None).await.0, 204);
    assert_eq!(names(&service.get(&near(10.0, 20.0)).await), ["c"]);
    service.post("/places", place("b", 10.0, 20.0)).await;
    assert_eq!(names(&service.get(&near(10.0, 20.0)).await), ["b", "c"]);

    // A column that may be null.
    let entrance = "/places?entrance_near=10,20,10";
    assert_eq!(names(&service.get(entrance).await), [""; 0]);
    for (value, found) in [(json!({ "lat": 10, "lng": 20 }), vec!["a"]), (Value::Null, vec![])] {
        let mut row = place("a", 0.0, 0.0);
        row["entrance"] = value;
        assert_eq!(service.call(Method::PUT, "/places/a", Some(row)).await.0, 200);
        assert_eq!(names(&service.get(entrance).await), found);
        let null = service.get("/places?entrance_null=true").await;
        assert_eq!(names(&null).contains(&"a"), found.is_empty());
    }
}

async fn pages_and_counts_have_the_filter(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    for number in 0..6 {
        let latitude = if number % 2 == 0 { 1.0 } else { 2.0 };
        service.post("/places", place(&number.to_string(), latitude, 0.0)).await;
    }
    let query = "/places?location_near=1,0,1000&limit=2&count=true&name_prefix=";
    let response = service.request(Method::GET, query).send().await.unwrap();
    assert_eq!(response.headers()["X-Total-Count"], "3");
    let link = response.headers()["Link"].to_str().unwrap().to_owned();
    assert!(link.contains("location_near=1.0,0.0,1000.0"), "{link}");
    let next = link.strip_prefix('<').unwrap().split_once('>').unwrap().0;
    assert_eq!(names(&service.get(next).await), ["4"]);
    let (status, problem) = service.call(Method::GET, &next.replace("1000.0", "1001.0"), None).await;
    assert_eq!(status, 400, "{problem}");
}
