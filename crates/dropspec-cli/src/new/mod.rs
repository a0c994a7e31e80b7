//! `dropspec new`: a complete crate that serves a document.

mod authenticators;
mod engine;
mod folder;
mod name;
mod skeleton;
mod sources;
mod storage;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;

use crate::error::Error;
use crate::exit::ExitStatus;
use authenticators::Authenticators;
use engine::Engine;
use folder::Files;
use skeleton::Method;
use storage::Storage;

/// What the command line says.
#[derive(Debug)]
pub(crate) struct Order<'a> {
    pub(crate) document: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) name: Option<&'a str>,
    pub(crate) engine: Option<&'a Path>,
}

pub(crate) fn run(order: &Order<'_>, out: &mut impl Write) -> Result<ExitStatus, Error> {
    folder::require_empty(order.folder).map_err(Error::Command)?;
    let engine = Engine::find(order.engine).map_err(Error::Command)?;
    let name = name::package_name(order.name, order.folder).map_err(Error::Command)?;
    let source = Source::read(order.document).map_err(Error::Unreadable)?;
    let api = codegen::server(&source).map_err(Error::Unsupported)?.api;
    codegen::mocks(&source).map_err(Error::Unsupported)?;
    let title = Document::read(&source).map_err(Error::Unsupported)?.title.to_string();
    let api =
        syn::parse_file(&api).map_err(|error| Error::Command(format!("the generated code does not parse: {error}")))?;
    let methods = skeleton::methods(&api).map_err(Error::Command)?;
    let (authenticators, storage) = (Authenticators::read(&api), Storage::read(&api));
    if methods.is_empty() {
        let complaint = source.diagnostic("/paths", "there are no operations, so there is nothing to serve");
        return Err(Error::Unsupported(Diagnostics(vec![complaint])));
    }
    let sources = sources::collect(&source).map_err(Error::Command)?;
    let plan = Plan { name, title, document: sources.root, methods, authenticators, storage, engine };
    let files = files(&plan, sources.files);
    folder::write(order.folder, &files).map_err(Error::Command)?;
    greet(order.folder, &files, out)?;
    Ok(ExitStatus::Success)
}

/// What the templates are filled with.
#[derive(Debug)]
struct Plan {
    name: String,
    title: String,
    /// The path of the document in the new crate.
    document: String,
    methods: Vec<Method>,
    authenticators: Authenticators,
    storage: Storage,
    engine: Engine,
}

impl Plan {
    /// The operations that nobody does yet.
    fn unwritten(&self) -> impl Iterator<Item = &Method> {
        self.methods.iter().filter(|method| !method.done)
    }
}

fn files(plan: &Plan, sources: Files) -> Files {
    let fill = |template: &str| fill(plan, template);
    let mut files = vec![
        ("Cargo.toml", fill(include_str!("templates/Cargo.toml"))),
        ("build.rs", fill(include_str!("templates/build.rs"))),
        ("src/lib.rs", fill(include_str!("templates/lib.rs"))),
        ("src/api.rs", fill(include_str!("templates/api.rs"))),
        ("src/service.rs", fill(include_str!("templates/service.rs"))),
        ("src/main.rs", fill(include_str!("templates/main.rs"))),
        ("tests/smoke.rs", fill(include_str!("templates/smoke.rs"))),
        ("README.md", fill(include_str!("templates/README.md"))),
        (".gitignore", include_str!("templates/gitignore").to_owned()),
    ];
    files.extend(plan.engine.lock().map(|lock| ("Cargo.lock", lock)));
    let files = files.into_iter().map(|(path, content)| (PathBuf::from(path), content));
    files.chain(sources).collect()
}

fn fill(plan: &Plan, template: &str) -> String {
    let Plan { name, title, document, methods, authenticators, storage, engine } = plan;
    let mut imports = BTreeSet::from(["Api", "Document", "routes"].map(str::to_owned));
    imports.extend(authenticators.imports());
    imports.extend(storage.imports());
    let unwritten: Vec<&Method> = plan.unwritten().collect();
    imports.extend(unwritten.iter().flat_map(|method| method.types()));
    let imports = imports.into_iter().collect::<Vec<_>>().join(", ");
    let code = unwritten.iter().map(|method| method.code()).collect::<Vec<_>>().join("\n");
    let code = if code.is_empty() { code } else { format!("\n{}\n", code.trim_end()) };
    let first = unwritten.first();
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    [
        // Those that have placeholders within them come first.
        ("{argument}", storage.argument()),
        ("{tables}", storage.readme()),
        ("{service}", storage.service()),
        ("{constructor}", storage.constructor()),
        ("{database}", &storage.database()),
        ("{storage}", storage.engine_imports()),
        ("{fault}", if unwritten.is_empty() { "Route" } else { "{Fault, Route}" }),
        ("{unready}", storage.unready()),
        ("{start}", storage.start()),
        ("{value}", storage.value()),
        ("{test_start}", storage.test_start()),
        ("{test_imports}", storage.test_imports()),
        ("{diesel}", storage.dependencies()),
        ("{main_imports}", storage.main_imports()),
        ("{store}", storage.store_import()),
        ("{service_imports}", storage.service_imports()),
        ("{progress}", progress(plan)),
        ("{about}", about(plan)),
        ("{example}", example(plan)),
        ("{name}", name.as_str()),
        ("{crate}", &name.replace('-', "_")),
        ("{variables}", &name.replace('-', "_").to_uppercase()),
        ("{description}", &serde_json::Value::from(title.as_str()).to_string()),
        ("{document}", document),
        ("{dropspec}", &engine.dependency("dropspec")),
        ("{dropspec-build}", &engine.dependency("dropspec-build")),
        ("{imports}", &imports),
        ("{operation}", first.map_or("", |method| &method.name)),
        ("{signature}", &first.map(|method| method.signature()).unwrap_or_default()),
        ("{methods}", &code),
        ("{authenticators}", &authenticators.code()),
        ("{security}", authenticators.engine_imports()),
        ("{request}", &first_request(methods)),
        // Last, as nobody knows what is in it.
        ("{title}", &title),
    ]
    .into_iter()
    .fold(template.to_owned(), |text, (placeholder, value)| text.replace(placeholder, value))
}

/// How far a service is that has just been made.
fn progress(plan: &Plan) -> &'static str {
    if plan.unwritten().next().is_none() { "every operation works" } else { "what is not written yet answers 501" }
}

/// What the module of the service says of itself.
fn about(plan: &Plan) -> &'static str {
    if plan.unwritten().next().is_none() {
        "The operations of the document: those of its tables need nothing written."
    } else {
        "The operations of the document. Each answers 501 until it is written here."
    }
}

/// What a newcomer is told of writing operations.
fn example(plan: &Plan) -> &'static str {
    if plan.unwritten().next().is_none() {
        include_str!("templates/storage/example.md")
    } else {
        include_str!("templates/example.md")
    }
}

/// The request that a newcomer tries first: one that needs nothing to be filled in, if there is one.
fn first_request(methods: &[Method]) -> String {
    let requests = methods.iter().filter_map(|method| method.about.first()?.trim_matches('`').split_once(' '));
    let (verb, path) = requests
        .clone()
        .find(|(verb, path)| *verb == "GET" && !path.contains('{'))
        .or_else(|| requests.clone().next())
        .unwrap_or(("GET", "/"));
    let verb = if verb == "GET" { String::new() } else { format!("-X {verb} ") };
    format!("curl -i {verb}'http://127.0.0.1:8080{path}'")
}

fn greet(folder: &Path, files: &Files, out: &mut impl Write) -> Result<(), Error> {
    writeln!(out, "{}: a service of {} files. Go on with", folder.display(), files.len())?;
    writeln!(out)?;
    writeln!(out, "    cd {}", folder.display())?;
    writeln!(out, "    cargo run -- --mock")?;
    Ok(())
}
