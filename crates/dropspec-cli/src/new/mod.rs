//! `dropspec new`: a complete crate that serves a document.

mod authenticators;
mod engine;
mod folder;
mod name;
mod skeleton;
mod sources;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use dropspec_build::diagnostic::Diagnostics;
use dropspec_build::document::Document;
use dropspec_build::generate;
use dropspec_build::source::Source;

use crate::{Failure, Verdict};
use authenticators::Authenticators;
use engine::Engine;
use folder::Files;
use skeleton::Method;

/// What the command line says.
#[derive(Debug)]
pub(crate) struct Order<'a> {
    pub(crate) document: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) name: Option<&'a str>,
    pub(crate) engine: Option<&'a Path>,
}

pub(crate) fn run(order: &Order<'_>, out: &mut impl Write) -> Result<Verdict, Failure> {
    let refused = |found: Diagnostics| Failure::Complaint(found.to_string(), Verdict::Bad);
    let mistaken = |reason: String| Failure::Complaint(format!("dropspec: {reason}"), Verdict::Unreadable);
    folder::require_empty(order.folder).map_err(mistaken)?;
    let engine = Engine::find(order.engine).map_err(mistaken)?;
    let name = name::package_name(order.name, order.folder).map_err(mistaken)?;
    let source =
        Source::read(order.document).map_err(|found| Failure::Complaint(found.to_string(), Verdict::Unreadable))?;
    let api = generate::server(&source).map_err(refused)?.api;
    generate::mocks(&source).map_err(refused)?;
    let title = Document::read(&source).map_err(refused)?.title.to_string();
    let api = syn::parse_file(&api).map_err(|error| mistaken(format!("the generated code does not parse: {error}")))?;
    let methods = skeleton::methods(&api).map_err(mistaken)?;
    let authenticators = Authenticators::read(&api);
    if methods.is_empty() {
        let complaint = source.diagnostic("/paths", "there are no operations, so there is nothing to serve");
        return Err(Failure::Complaint(complaint.to_string(), Verdict::Bad));
    }
    let sources = sources::collect(&source).map_err(mistaken)?;
    let plan = Plan { name, title, document: sources.root, methods, authenticators, engine };
    let files = files(&plan, sources.files);
    folder::write(order.folder, &files).map_err(mistaken)?;
    greet(order.folder, &files, out)?;
    Ok(Verdict::Good)
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
    engine: Engine,
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
    let Plan { name, title, document, methods, authenticators, engine } = plan;
    let mut imports = BTreeSet::from(["Api", "Document", "routes"].map(str::to_owned));
    imports.extend(authenticators.imports());
    imports.extend(methods.iter().flat_map(Method::types));
    let imports = imports.into_iter().collect::<Vec<_>>().join(", ");
    let code = methods.iter().map(Method::code).collect::<Vec<_>>().join("\n");
    let first = methods.first();
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    [
        ("{name}", name.as_str()),
        ("{crate}", &name.replace('-', "_")),
        ("{description}", &serde_json::Value::from(title.as_str()).to_string()),
        ("{document}", document),
        ("{dropspec}", &engine.dependency("dropspec")),
        ("{dropspec-build}", &engine.dependency("dropspec-build")),
        ("{imports}", &imports),
        ("{operation}", first.map_or("", |method| &method.name)),
        ("{signature}", &first.map(Method::signature).unwrap_or_default()),
        ("{methods}", code.trim_end()),
        ("{authenticators}", &authenticators.code()),
        ("{security}", authenticators.engine_imports()),
        ("{request}", &first_request(methods)),
        // Last, as nobody knows what is in it.
        ("{title}", &title),
    ]
    .into_iter()
    .fold(template.to_owned(), |text, (placeholder, value)| text.replace(placeholder, value))
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

fn greet(folder: &Path, files: &Files, out: &mut impl Write) -> Result<(), Failure> {
    writeln!(out, "{}: a service of {} files. Go on with", folder.display(), files.len())?;
    writeln!(out)?;
    writeln!(out, "    cd {}", folder.display())?;
    writeln!(out, "    cargo run -- --mock")?;
    Ok(())
}
