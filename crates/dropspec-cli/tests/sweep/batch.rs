//! One crate of many services: a build for all of them takes much less time than one for each.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::process::{WORKSPACE, build, dropspec};
use crate::{PLANTED, Subject};

/// The package and the program.
pub(crate) const PROGRAM: &str = "sweep-batch";

/// The environment variable that selects the service.
pub(crate) const SERVICE: &str = "SERVICE";

/// A crate of services.
#[derive(Debug)]
pub(crate) struct Batch {
    folder: TempDir,
    /// The documents, by the names of their modules.
    pub(crate) services: BTreeMap<String, Subject>,
}

impl Batch {
    /// Makes a service of each document with `dropspec new`, and a crate of all of them. Returns what `dropspec new` rejects.
    pub(crate) fn of(subjects: &[Subject]) -> (Self, Vec<String>) {
        let mut batch = Self { folder: TempDir::new().unwrap(), services: BTreeMap::new() };
        let mut findings = Vec::new();
        for (index, subject) in subjects.iter().enumerate() {
            let module = format!("sweep_{index}");
            match batch.add(&module, subject) {
                Ok(()) => drop(batch.services.insert(module, subject.clone())),
                Err(message) => findings.push(format!("{}: dropspec new: {message}", subject.name)),
            }
        }
        (batch, findings)
    }

    /// Makes a service, and moves its files into a module.
    fn add(&self, module: &str, subject: &Subject) -> Result<(), String> {
        let made = TempDir::new().unwrap();
        let (document, service) = (made.path().join("openapi.yaml"), made.path().join("made"));
        fs::write(&document, &subject.text).unwrap();
        let output = dropspec(&["new".as_ref(), document.as_ref(), service.as_ref()]);
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let source = self.folder.path().join("src").join(module);
        fs::create_dir_all(&source).unwrap();
        let read = |name: &str| fs::read_to_string(service.join("src").join(name)).unwrap();
        fs::write(source.join("openapi.yaml"), &subject.text).unwrap();
        fs::write(source.join("api.rs"), in_module(&read("api.rs"), module)).unwrap();
        let mut code = read("service.rs").replace("crate::", &format!("crate::{module}::"));
        if subject.name == PLANTED {
            code = code.replace("Err(Error::NotImplemented)", "Err(Error::internal(\"planted\"))");
        }
        fs::write(source.join("service.rs"), code).unwrap();
        Ok(())
    }

    /// Builds the crate until it compiles, without the services that do not. Returns the errors and warnings.
    pub(crate) fn build(&mut self) -> Vec<String> {
        let mut findings = Vec::new();
        loop {
            self.write();
            let output = build(self.folder.path());
            let mut failed = Vec::new();
            for message in String::from_utf8_lossy(&output.stdout).lines().filter_map(diagnostic) {
                let module = self.services.keys().find(|module| message.contains(&format!("{module}/")));
                let Some(module) = module else { continue };
                findings.push(format!("{}: {message}", self.services[module].name));
                failed.push(module.clone());
            }
            if output.status.success() {
                return findings;
            }
            let before = self.services.len();
            self.services.retain(|module, _| !failed.contains(module));
            assert!(self.services.len() < before, "cargo build: {}", String::from_utf8_lossy(&output.stderr));
        }
    }

    /// Writes what belongs to no service.
    fn write(&self) {
        let names: Vec<&str> = self.services.keys().map(String::as_str).collect();
        let modules: String =
            names.iter().map(|name| format!("pub mod {name} {{ pub mod api; pub mod service; }}\n")).collect();
        let arms: String = names
            .iter()
            .map(|name| {
                format!("        Ok(\"{name}\") => dropspec_app::run::<sweep_batch::{name}::service::Service>(),\n")
            })
            .collect();
        let main = format!(
            "fn main() -> std::process::ExitCode {{
    match std::env::var(\"{SERVICE}\").as_deref() {{
{arms}        _ => std::process::ExitCode::FAILURE,
    }}
}}
"
        );
        for (path, text) in [
            ("Cargo.toml", include_str!("batch/Cargo.toml.in").replace("{workspace}", WORKSPACE)),
            ("build.rs", include_str!("batch/build.rs.in").replace("{names}", &format!("{names:?}"))),
            // A library, as new services are: what a service does not use is no dead code.
            ("src/lib.rs", modules),
            ("src/main.rs", main),
            ("Cargo.lock", fs::read_to_string(Path::new(WORKSPACE).join("Cargo.lock")).unwrap()),
        ] {
            fs::write(self.folder.path().join(path), text).unwrap();
        }
    }
}

/// Code that includes generated files, for a module.
fn in_module(code: &str, module: &str) -> String {
    code.replace("env!(\"OUT_DIR\"), \"/", &format!("env!(\"OUT_DIR\"), \"/{module}/"))
}

/// The text of an error or warning of rustc.
fn diagnostic(line: &str) -> Option<String> {
    let message: Value = serde_json::from_str(line).ok()?;
    message["message"]["rendered"].as_str().map(str::to_owned)
}
