//! `dropspec new`: a complete crate that serves a document.

mod deployment;
mod engine;
mod files;
mod migration;
mod name;
mod operations;
mod project;
mod render;
mod schemes;
mod sources;
mod tables;

use std::io::Write;
use std::path::Path;

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;

use crate::error::Error;

use engine::Engine;
use files::Files;
use project::Project;

/// The arguments of the command.
#[derive(Debug)]
pub(crate) struct NewArgs<'a> {
    pub(crate) document: &'a Path,
    pub(crate) folder: &'a Path,
    pub(crate) name: Option<&'a str>,
    pub(crate) dropspec_path: Option<&'a Path>,
    pub(crate) deploy: bool,
}

/// Makes the crate.
pub(crate) fn run(arguments: &NewArgs<'_>, out: &mut impl Write) -> Result<(), Error> {
    let folder = arguments.folder;
    files::require_empty(folder).map_err(Error::Command)?;
    let engine = Engine::find(arguments.dropspec_path).map_err(Error::Command)?;
    let name = name::package_name(arguments.name, folder).map_err(Error::Command)?;
    let source = Source::read(arguments.document).map_err(Error::Unreadable)?;
    let api = codegen::server(&source).map_err(Error::Unsupported)?.text();
    codegen::mocks(&source).map_err(Error::Unsupported)?;
    let document = Document::read(&source).map_err(Error::Unsupported)?;
    if document.operations.is_empty() {
        return Err(Error::Unsupported(Diagnostics(vec![source.diagnostic("/paths", "no operations to serve")])));
    }
    let sources = sources::collect(&source).map_err(Error::Command)?;
    let project = Project::new(&name, &document, &api, &sources, &engine, arguments.deploy).map_err(Error::Command)?;
    let mut files = project.files()?;
    if arguments.deploy {
        files.extend(project.deployment(&document, &sources, &engine).files()?);
    }
    files.extend(engine.lock().map(|lock| ("Cargo.lock".into(), lock)));
    files.extend(sources.files);
    files::write(folder, &files, |draft| migration::write_first(draft, &document)).map_err(Error::Command)?;
    print_next_steps(folder, &files, out)
}

fn print_next_steps(folder: &Path, files: &Files, out: &mut impl Write) -> Result<(), Error> {
    let folder = folder.display();
    writeln!(out, "{folder}: a service of {} files. Next:", files.len())?;
    writeln!(out)?;
    writeln!(out, "    cd {folder}")?;
    writeln!(out, "    cargo run -- --mock")?;
    Ok(())
}
