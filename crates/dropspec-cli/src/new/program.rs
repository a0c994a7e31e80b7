//! `dropspec new` of several documents: a crate whose program has a service for each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::deployment::ProgramDeployment;
use super::engine::Engine;
use super::files::Files;
use super::project::Project;
use super::render::render;
use super::sources::Sources;

/// The folder of the documents.
const DOCUMENTS: &str = "documents";

/// A program of several services.
#[derive(Debug)]
pub(super) struct Program {
    /// The name of the package.
    name: String,
    /// The same as an identifier.
    crate_name: String,
    /// One sentence about it.
    about: String,
    /// The same as a string literal.
    description: String,
    services: Vec<Project>,
    has_tables: bool,
    has_deployment: bool,
    /// Whether that includes manifests of Kubernetes.
    has_manifests: bool,
    /// The dependencies on Dropspec, each a line of `Cargo.toml`.
    dropspec: String,
    dropspec_app: String,
    dropspec_build: String,
    dropspec_contract: String,
}

impl Program {
    /// The program of these services.
    ///
    /// # Errors
    /// When two of them cannot be in one program.
    pub(super) fn new(
        name: &str,
        services: Vec<Project>,
        engine: &Engine,
        has_deployment: bool,
    ) -> Result<Self, String> {
        let mut modules = BTreeSet::new();
        if let Some(twice) = services.iter().find(|service| !modules.insert(service.module.as_str())) {
            return Err(format!("two documents have the name `{}`: rename one of the files", twice.name));
        }
        if services.iter().filter(|service| service.has_tables).count() > 1 {
            return Err(
                "more than one document has tables: make a crate for each, as a crate has one folder of migrations"
                    .to_owned(),
            );
        }
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let about = format!("The services {}.", names.join(", "));
        let features: BTreeSet<&str> = services.iter().flat_map(|service| service.features.iter().copied()).collect();
        let features: Vec<&str> = features.into_iter().collect();
        Ok(Self {
            crate_name: name.replace('-', "_"),
            // Every string of JSON is one of Rust and of TOML, as names have no control characters.
            description: serde_json::Value::from(about.as_str()).to_string(),
            about,
            has_tables: services.iter().any(|service| service.has_tables),
            has_deployment,
            has_manifests: false,
            dropspec: engine.dependency("dropspec", &[]),
            dropspec_app: engine.dependency("dropspec-app", &features),
            dropspec_build: engine.dependency("dropspec-build", &[]),
            dropspec_contract: engine.dependency("dropspec-contract", &[]),
            services,
            name: name.to_owned(),
        })
    }

    /// The files of the crate.
    ///
    /// # Errors
    /// When a template fails.
    pub(super) fn files(&self) -> askama::Result<Files> {
        let mut files = vec![
            ("Cargo.toml".into(), render!(Program, self, "service/Cargo.toml")?),
            ("build.rs".into(), render!(Program, self, "program/build.rs")?),
            ("src/lib.rs".into(), render!(Program, self, "program/src/lib.rs")?),
            ("src/main.rs".into(), render!(Program, self, "program/src/main.rs")?),
            ("README.md".into(), render!(Program, self, "program/README.md")?),
            (".gitignore".into(), render!(Program, self, "service/gitignore")?),
        ];
        for service in &self.services {
            files.push((format!("src/{}.rs", service.module).into(), service.source()?));
            files.push((format!("tests/{}.rs", service.module).into(), service.test()?));
        }
        Ok(files)
    }

    /// How the program is deployed.
    pub(super) fn deployment(&self, engine: &Engine) -> ProgramDeployment {
        ProgramDeployment {
            name: self.name.clone(),
            about: self.about.clone(),
            services: self.services.iter().map(Project::deployed).collect(),
            stored: self.services.iter().find(|service| service.has_tables).map(|service| service.name.clone()),
            has_sample: false,
            folder: String::new(),
            checkout: engine.checkout(),
        }
    }
}

/// The path of a document in the crate.
pub(super) fn document_path(sources: &Sources) -> String {
    format!("{DOCUMENTS}/{}", sources.root)
}

/// The files of all documents. What they share is there once.
///
/// # Errors
/// When two different files would have the same path.
pub(super) fn documents(sources: Vec<Sources>) -> Result<Files, String> {
    let mut files = BTreeMap::new();
    for (path, text) in sources.into_iter().flat_map(|sources| sources.files) {
        let path = PathBuf::from(DOCUMENTS).join(path);
        match files.insert(path.clone(), text.clone()) {
            Some(other) if other != text => {
                return Err(format!("{}: two files of the documents would have this path", path.display()));
            }
            _ => {}
        }
    }
    Ok(files.into_iter().collect())
}
