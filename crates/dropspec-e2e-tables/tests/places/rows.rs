//! Points in rows: defaults, null, CSV files and pages.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Running, Service, names, place, start_with_database};

on_both_databases!(
    absent_points_have_their_default_or_are_null,
    csv_files_have_latitude_and_longitude_in_a_cell,
    imports_replace_points,
    pages_show_points,
);

const HEADER: &str = "name,location,entrance,parking";

async fn import(service: &Running<Service>, path: &str, csv: &str) -> (u16, Value) {
    let request = service.request(Method::POST, path).header("Content-Type", "text/csv").body(csv.to_owned());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn text(service: &Running<Service>, path: &str, media_type: &str) -> String {
    let response = service.request(Method::GET, path).header("Accept", media_type).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

async fn absent_points_have_their_default_or_are_null(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    let created = service.post("/places", place("a", 1.0, 2.0)).await;
    let expected = json!({
        "name": "a",
        "location": { "latitude": 1.0, "longitude": 2.0 },
        "entrance": null,
        "parking": { "north": 59.5, "east": 18.0 },
    });
    assert_eq!(created, expected);
    assert_eq!(service.get("/places/a").await, expected);
    let request = service.request(Method::PATCH, "/places/a").header("Content-Type", "application/merge-patch+json");
    let patch = json!({ "parking": { "east": 17.5 }, "entrance": { "lat": 0.1, "lng": 0.2 } });
    let patched: Value = request.body(patch.to_string()).send().await.unwrap().json().await.unwrap();
    assert_eq!(patched["parking"], json!({ "north": 59.5, "east": 17.5 }), "{patched}");
    assert_eq!(patched["entrance"], json!({ "lat": 0.1, "lng": 0.2 }));
}

async fn csv_files_have_latitude_and_longitude_in_a_cell(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    let rows = "a,\"59.32938,18.06871\",,\"-90.0,180.0\"\r\nb,\"0.1,-0.2\",\"1.5,2.5\",\"59.5,18.0\"\r\n";
    let csv = format!("{HEADER}\r\n{rows}");
    let (status, report) = import(&service, "/places/import", &csv).await;
    assert_eq!((status, &report["stored"]), (200, &json!(2)), "{report}");
    assert_eq!(text(&service, "/places", "text/csv").await, csv);
    assert_eq!(service.get("/places/b").await["entrance"], json!({ "lat": 1.5, "lng": 2.5 }));
    assert_eq!(names(&service.get("/places?location_near=59.32938,18.06871,1").await), ["a"]);

    for (cell, detail) in [
        ("\"91,0\"", "91 is greater than the maximum of 90"),
        ("59.3", "'59.3' is not of type 'object'"),
        ("\"59.3,east\"", "'east' is not of type 'number'"),
        ("\"59.3,18,5\"", "'18,5' is not of type 'number'"),
    ] {
        let (status, problem) = import(&service, "/places/import", &format!("{HEADER}\r\nc,{cell},,\"0,0\"\r\n")).await;
        assert_eq!(status, 400, "{cell}: {problem}");
        let problem = problem.to_string();
        assert!(problem.contains(detail) && problem.contains("location"), "{cell}: {problem}");
    }
}

async fn imports_replace_points(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    for name in ["a", "b"] {
        service.post("/places", place(name, 10.0, 20.0)).await;
    }
    let csv = format!("{HEADER}\na,\"-10, 20\",,\"0,0\"\nc,\"10,20\",,\"0,0\"\n");
    let (status, report) = import(&service, "/places/import?key=name", &csv).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(names(&service.get("/places?location_near=10,20,1").await), ["b", "c"]);
    assert_eq!(names(&service.get("/places?location_near=-10,20,1").await), ["a"]);
}

async fn pages_show_points(backend: Backend) {
    let (service, _) = start_with_database(backend).await;
    service.post("/places", place("a", 59.32938, 18.06871)).await;
    let page = text(&service, "/places?location_near=59.3,18,10000", "text/html").await;
    assert!(page.contains("59.32938,18.06871"), "{page}");
    assert!(page.contains("name=\"location_near\"") && page.contains("value=\"59.3,18.0,10000.0\""), "{page}");
}
