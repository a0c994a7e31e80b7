//! A new service, as its templates see it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use dropspec_openapi::document::Document;

use super::deployment::{DeployedService, Deployment};
use super::engine::Engine;
use super::files::Files;
use super::name::module_name;
use super::operations::{Operation, operations};
use super::render::render;
use super::schemes::{Scheme, schemes};
use super::sources::Sources;
use super::tables::{Table, tables};

/// The port that a new service listens on, or the first of a program.
pub(super) const PORT: u16 = 8080;

/// The most characters that the prefix of API keys may have.
const MAX_KEY_PREFIX: usize = 16;

/// Where a service is.
#[derive(Debug)]
pub(super) struct Place<'p> {
    /// Its name, which is also that of the package, unless it is in a program of several services.
    pub(super) name: &'p str,
    pub(super) port: u16,
    /// The path of the document in the crate.
    pub(super) document: &'p str,
    /// The crate of the program.
    pub(super) program: Option<&'p str>,
}

/// A new service.
#[derive(Debug)]
pub(super) struct Project {
    /// Its name, and that of the package.
    pub(super) name: String,
    /// The crate of a program of several services that it is in.
    program: Option<String>,
    /// The module that it is in there.
    pub(super) module: String,
    /// The features of `dropspec-app` that it needs.
    pub(super) features: Vec<&'static str>,
    /// The same as an identifier.
    crate_name: String,
    /// The prefix of environment variables.
    pub(super) prefix: String,
    /// The prefix of API keys.
    key_prefix: String,
    pub(super) port: u16,
    /// The title of the document, in one line.
    title: String,
    /// The same as a string literal.
    description: String,
    /// The path of the document in the crate.
    pub(super) document: String,
    /// The operations that the generated trait does not implement.
    operations: Vec<Operation>,
    /// A request to try first.
    first_request: String,
    /// The names that `service.rs` imports from the generated code.
    imports: String,
    schemes: Vec<Scheme>,
    tables: Vec<Table>,
    pub(super) has_tables: bool,
    /// Whether API keys are stored in the database.
    has_keys: bool,
    /// Whether there are schemes with other credentials.
    has_other_schemes: bool,
    needs_error: bool,
    has_deployment: bool,
    /// Whether that includes manifests of Kubernetes.
    has_manifests: bool,
    /// The dependencies on Dropspec, each a line of `Cargo.toml`.
    dropspec: String,
    dropspec_app: String,
    dropspec_build: String,
    dropspec_contract: String,
}

impl Project {
    /// The service of a document and the code that is generated from it.
    ///
    /// # Errors
    /// When the generated code has another form than the generator gives it.
    pub(super) fn new(
        place: &Place<'_>,
        document: &Document<'_>,
        api: &str,
        engine: &Engine,
        has_deployment: bool,
    ) -> Result<Self, String> {
        let Place { name, port, .. } = *place;
        let features = app_features(api, !document.tables.is_empty(), has_deployment);
        let api = syn::parse_file(api).map_err(|error| format!("the generated code does not parse: {error}"))?;
        let mut operations = operations(&api)?;
        let first_request = first_request(&operations, port);
        operations.retain(|operation| !operation.is_implemented);
        let (schemes, tables) = (schemes(&api, document), tables(&api));
        let title = document.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let has_tables = !tables.is_empty();
        let has_keys = has_tables && schemes.iter().any(|scheme| scheme.takes_keys);
        let has_other_schemes = schemes.iter().any(|scheme| !(has_tables && scheme.takes_keys));
        Ok(Self {
            crate_name: name.replace('-', "_"),
            prefix: prefix(name),
            key_prefix: key_prefix(name),
            module: module_name(name),
            program: place.program.map(str::to_owned),
            port,
            // Every string of JSON is one of Rust and of TOML, as the title has no control characters.
            description: serde_json::Value::from(title.as_str()).to_string(),
            title,
            document: place.document.to_owned(),
            imports: imports(&operations, !schemes.is_empty()),
            needs_error: !operations.is_empty() || has_other_schemes,
            operations,
            first_request,
            schemes,
            tables,
            has_tables,
            has_keys,
            has_other_schemes,
            has_deployment,
            has_manifests: has_deployment,
            dropspec: engine.dependency("dropspec", &[]),
            dropspec_app: engine.dependency("dropspec-app", &features),
            features,
            dropspec_build: engine.dependency("dropspec-build", &[]),
            dropspec_contract: engine.dependency("dropspec-contract", &[]),
            name: name.to_owned(),
        })
    }

    /// The files of the crate.
    ///
    /// # Errors
    /// When a template fails.
    pub(super) fn files(&self) -> askama::Result<Files> {
        let files = [
            ("Cargo.toml", render!(Project, self, "service/Cargo.toml")?),
            ("build.rs", render!(Project, self, "service/build.rs")?),
            ("src/lib.rs", render!(Project, self, "service/src/lib.rs")?),
            ("src/api.rs", render!(Project, self, "service/src/api.rs")?),
            ("src/service.rs", self.source()?),
            ("src/main.rs", render!(Project, self, "service/src/main.rs")?),
            ("tests/smoke.rs", self.test()?),
            ("README.md", render!(Project, self, "service/README.md")?),
            (".gitignore", render!(Project, self, "service/gitignore")?),
        ];
        Ok(files.into_iter().map(|(path, text)| (PathBuf::from(path), text)).collect())
    }

    /// The code of the service.
    ///
    /// # Errors
    /// When the template fails.
    pub(super) fn source(&self) -> askama::Result<String> {
        render!(Project, self, "service/src/service.rs")
    }

    /// Its tests.
    ///
    /// # Errors
    /// When the template fails.
    pub(super) fn test(&self) -> askama::Result<String> {
        render!(Project, self, "service/tests/smoke.rs")
    }

    /// The service as a part of the deployment of its program.
    pub(super) fn deployed(&self) -> DeployedService {
        DeployedService { name: self.name.clone(), prefix: self.prefix.clone(), port: self.port }
    }

    /// How the service is deployed.
    pub(super) fn deployment(&self, document: &Document<'_>, sources: &Sources, engine: &Engine) -> Deployment {
        let path = document.tables.iter().map(dropspec_openapi::document::Table::path).find(|path| !path.is_empty());
        Deployment {
            name: self.name.clone(),
            prefix: self.prefix.clone(),
            port: self.port,
            admin_port: self.port + 1,
            database: self.crate_name.clone(),
            path: path.unwrap_or("/openapi.json").to_owned(),
            title: plain(&self.title),
            about: plain(&self.title),
            files: sources.top_level_files(),
            folders: sources.top_level_folders(self.has_tables),
            checkout: engine.checkout(),
            has_tables: self.has_tables,
            has_points: document.tables.iter().any(dropspec_openapi::document::Table::has_points),
            has_keys: self.has_keys,
            has_sample: false,
        }
    }
}

/// The features of `dropspec-app` that a service needs, by its generated code. The manifests offer metrics, traces
/// and HTTPS.
fn app_features(code: &str, has_tables: bool, has_deployment: bool) -> Vec<&'static str> {
    let features = [
        ("auth", code.contains("::dropspec::auth::")),
        ("html", code.contains("::dropspec::html::")),
        ("metrics", has_deployment),
        ("multipart", code.contains(".multipart(")),
        ("otlp", has_deployment),
        ("postgres", has_tables),
        ("sqlite", has_tables),
        // Few type the commands of a service without tables, after it was started.
        ("terminal", has_tables),
        ("tls", has_deployment),
    ];
    features.into_iter().filter(|(_, is_needed)| *is_needed).map(|(name, _)| name).collect()
}

/// The prefix of the environment variables of a service, as `dropspec-app` derives it.
fn prefix(name: &str) -> String {
    name.replace('-', "_").to_ascii_uppercase()
}

/// The letters and digits of a name, as many as a prefix of keys may have.
fn key_prefix(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).take(MAX_KEY_PREFIX).collect()
}

/// A text without what has a meaning in YAML, JSON or a Dockerfile.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !"\"\\$`'".contains(*letter)).collect()
}

/// The names that `service.rs` imports from the generated code.
fn imports(operations: &[Operation], has_schemes: bool) -> String {
    let mut names = BTreeSet::from(["Api"]);
    if has_schemes {
        names.insert("Authenticators");
    }
    names.extend(operations.iter().flat_map(Operation::types));
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// A request as a command: one that can be sent as it is, if there is one.
fn first_request(operations: &[Operation], port: u16) -> String {
    let requests = operations.iter().filter_map(Operation::request);
    let is_complete = |(method, path): &(&str, &str)| *method == "GET" && !path.contains('{');
    let first = requests.clone().find(is_complete).or_else(|| requests.clone().next());
    let (method, path) = first.unwrap_or(("GET", "/"));
    let method = if method == "GET" { String::new() } else { format!("-X {method} ") };
    format!("curl -i {method}'http://127.0.0.1:{port}{path}'")
}
