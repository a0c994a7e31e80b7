//! A service of a document with two tables and API keys, and what deploys it.

use std::fs;
use std::path::Path;
use std::process::Command;

use reqwest::Method;
use serde_json::json;

use crate::crates::{NewCrate, WORKSPACE};

/// The fleet, with API keys.
fn document(folder: &Path) -> std::path::PathBuf {
    let fleet = fs::read_to_string(Path::new(WORKSPACE).join("crates/dropspec-e2e/documents/fleet.yaml")).unwrap();
    let scheme = "components:\n  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }\n";
    let document = folder.join("docks.yaml");
    fs::write(&document, fleet.replace("\ncomponents:\n", &format!("\nsecurity: [{{ key: [] }}]\n{scheme}"))).unwrap();
    document
}

#[tokio::test]
async fn every_command_works() {
    let folder = tempfile::tempdir().unwrap();
    let service = NewCrate::with_options(&document(folder.path()), &["--deploy"]);
    service.cargo(&["fmt", "--check"]);
    service.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]);
    service.cargo(&["build"]);

    assert!(service.run(&["migrate"]).starts_with("applied "));
    assert_eq!(service.run(&["check_migration"]), "all migrations are applied\n");
    assert!(service.run(&["make_migration", "nothing"]).starts_with("nothing to do: "));

    let ships = folder.path().join("ships.csv").display().to_string();
    fs::write(&ships, "callSign,tonnage,crew\nHMS1,46328,1\n").unwrap();
    let imported = service.run(&["import_data", "--table", "ships", &ships]);
    assert!(imported.starts_with(&format!("imported 1 ships from {ships} in ")), "{imported}");
    let exported = service.run(&["export_data", "--table", "ships"]);
    assert!(exported.lines().count() == 2 && exported.contains("HMS1"), "{exported}");
    assert!(service.run(&["list_imports"]).contains(&ships));
    let key = service.run(&["api_key", "create", "ada"]);
    assert!(key.starts_with("newdocks_"), "{key}");

    let served = service.serve(&[]);
    assert!(service.run(&["check_health", "--url", served.url()]).starts_with("ready: "));
    assert_eq!(served.get("/ships/HMS1").await.0, 401);
    let found = served.ask(served.request(Method::GET, "/ships/HMS1").header("x-key", key.trim())).await;
    assert_eq!((found.0, &found.2["crew"]), (200, &json!(1)));

    the_configuration_of_the_manifests_is_known(&service);
    the_overlays_are_rendered(&service);
}

/// Every variable of the manifests is one that the program or its entrypoint reads.
fn the_configuration_of_the_manifests_is_known(service: &NewCrate) {
    let known = service.run(&["--help"]) + &fs::read_to_string(service.path().join("entrypoint.sh")).unwrap();
    for file in ["app.env", "database.env"] {
        let file = service.path().join("kubernetes/kustomize/application/base").join(file);
        let variables = fs::read_to_string(file).unwrap();
        for line in variables.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split('=').next().unwrap();
            assert!(known.contains(name), "{name}");
        }
    }
}

/// More is checked by `.ci/manifests/run`, which needs tools that are not always there.
fn the_overlays_are_rendered(service: &NewCrate) {
    let kustomize = service.path().join("kubernetes/kustomize");
    for environment in ["staging", "production"] {
        let secrets = kustomize.join("environments").join(environment);
        fs::copy(secrets.join("secret.env.example"), secrets.join("secret.env")).unwrap();
    }
    for part in ["application", "postgres"] {
        for environment in ["development", "staging", "production"] {
            let overlay = kustomize.join(part).join("overlays").join(environment);
            match Command::new("kubectl").arg("kustomize").arg(&overlay).output() {
                Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
                Err(error) => {
                    println!("skipped: kubectl renders the overlays: {error}");
                    return;
                }
            }
        }
    }
}
