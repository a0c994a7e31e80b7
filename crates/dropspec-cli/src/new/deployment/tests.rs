//! The templates against the files of the register, in the root of the repository, and of the programs in the folder `services`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Deployment;
use super::program::{ProgramDeployment, Service};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn register() -> Deployment {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Deployment {
        name: "app".to_owned(),
        prefix: "APP".to_owned(),
        port: 5000,
        admin_port: 5001,
        database: "people".to_owned(),
        path: "/people".to_owned(),
        title: "People".to_owned(),
        about: "The passenger register /people, served from its OpenAPI document.".to_owned(),
        files: owned(&["Cargo.toml", "Cargo.lock", "build.rs", "openapi.yaml"]),
        folders: owned(&["benches", "crates", "data", "migrations", "services", "src"]),
        checkout: None,
        has_tables: true,
        // Tests of the workspace have.
        has_points: true,
        has_keys: true,
        has_sample: true,
    }
}

/// The programs in the folder `services`.
fn programs() -> [ProgramDeployment; 2] {
    let program = |name: &str, about: &str, services: &[(&str, u16)], stored: Option<&str>| {
        let services = services.iter().map(|(name, port)| Service {
            name: (*name).to_owned(),
            prefix: name.to_ascii_uppercase(),
            port: *port,
        });
        ProgramDeployment {
            name: name.to_owned(),
            about: about.to_owned(),
            services: services.collect(),
            stored: stored.map(str::to_owned),
            has_sample: stored.is_some(),
            folder: format!("services/{name}/"),
            checkout: None,
        }
    };
    let roles = [("page", 5000), ("role", 5001), ("stat", 5002), ("description", 5003), ("move", 5004)];
    let users = [("backend", 5001), ("frontend", 5000)];
    [
        program("roles", "A page that shows a random role of a game, and the services that it asks.", &roles, None),
        program(
            "users",
            "User names: a back end on a database, and a front end that calls it.",
            &users,
            Some("backend"),
        ),
    ]
}

/// All files below a folder.
fn files_in(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_in(&path, found);
        } else {
            found.insert(path);
        }
    }
}

/// Where a file of the repository differs from what its template makes.
fn difference(path: &Path, rendered: &str) -> Option<String> {
    let own = fs::read_to_string(Path::new(REPOSITORY).join(path)).unwrap_or_default();
    let line = own.lines().zip(rendered.lines()).position(|(own, rendered)| own != rendered);
    let line = line.unwrap_or_else(|| own.lines().count().min(rendered.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    let differs = || format!("{}:{}\n  own:      {}\n  rendered: {}", path.display(), line + 1, at(&own), at(rendered));
    (own != rendered).then(differs)
}

#[test]
fn the_files_of_the_register_are_rendered_from_the_templates() {
    let files = register().files().unwrap();
    let differing: Vec<String> = files.iter().filter_map(|(path, rendered)| difference(path, rendered)).collect();
    assert!(differing.is_empty(), "change the templates and these files together:\n{}", differing.join("\n"));
}

#[test]
fn the_images_of_programs_are_rendered_from_the_templates() {
    for program in programs() {
        let folder = PathBuf::from(&program.folder);
        let files = [("Dockerfile", program.dockerfile().unwrap()), ("entrypoint.sh", program.entrypoint().unwrap())];
        let differing: Vec<String> =
            files.iter().filter_map(|(name, rendered)| difference(&folder.join(name), rendered)).collect();
        assert!(differing.is_empty(), "change the templates and these files together:\n{}", differing.join("\n"));
    }
}

#[test]
fn every_manifest_of_the_register_has_a_template() {
    let repository = Path::new(REPOSITORY);
    let rendered: BTreeSet<PathBuf> = register().files().unwrap().into_iter().map(|(path, _)| path).collect();
    let mut own = BTreeSet::new();
    files_in(&repository.join("kubernetes/kustomize"), &mut own);
    let missing: Vec<_> = own
        .iter()
        .map(|path| path.strip_prefix(repository).unwrap())
        // Secrets are no part of the repository.
        .filter(|path| !rendered.contains(*path) && !path.ends_with("secret.env"))
        .collect();
    assert_eq!(missing, Vec::<&Path>::new());
}

#[test]
fn a_stateless_service_has_nothing_of_a_database() {
    let stateless =
        Deployment { has_tables: false, has_points: false, has_keys: false, has_sample: false, ..register() };
    for (path, text) in stateless.files().unwrap() {
        for word in ["POSTGRES", "DATABASE", "app-postgres", "migrate", "CHECK_MIGRATION"] {
            // Words of comments in files that are the same for all.
            let is_exempt = path.ends_with("entrypoint.sh") && word == "migrate";
            assert!(is_exempt || !text.contains(word), "{}: {word}", path.display());
        }
    }
}
