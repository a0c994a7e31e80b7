//! `dropspec new`: a complete crate that serves a document.

mod deployment;
mod engine;
mod files;
mod migration;
mod name;
mod operations;
mod program;
mod project;
mod render;
mod schemes;
mod sources;
mod tables;

use std::io::Write;
use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;

use crate::error::Error;

use engine::Engine;
use files::Files;
use program::Program;
use project::{PORT, Place, Project};

/// The arguments of the command.
#[derive(Debug)]
pub(crate) struct NewArgs<'a> {
    /// One for a service; several for a program of as many services.
    pub(crate) documents: &'a [PathBuf],
    pub(crate) folder: &'a Path,
    pub(crate) name: Option<&'a str>,
    pub(crate) dropspec_path: Option<&'a Path>,
    pub(crate) deploy: bool,
}

/// Makes the crate.
pub(crate) fn run(arguments: &NewArgs<'_>, out: &mut impl Write) -> Result<(), Error> {
    files::require_empty(arguments.folder).map_err(Error::Command)?;
    let engine = Engine::find(arguments.dropspec_path).map_err(Error::Command)?;
    let name = name::package_name(arguments.name, arguments.folder).map_err(Error::Command)?;
    let sources = arguments.documents.iter().map(|document| Source::read(document));
    let sources = sources.collect::<Result<Vec<_>, _>>().map_err(Error::Unreadable)?;
    match sources.as_slice() {
        [source] => service(arguments, &name, &engine, source, out),
        sources => program(arguments, &name, &engine, sources, out),
    }
}

/// Makes the crate of a service.
fn service(
    arguments: &NewArgs<'_>,
    name: &str,
    engine: &Engine,
    source: &Source,
    out: &mut impl Write,
) -> Result<(), Error> {
    let document = Document::read(source).map_err(Error::Unsupported)?;
    let sources = sources::collect(source).map_err(Error::Command)?;
    let place = Place { name, port: PORT, document: &sources.root, program: None };
    let project = project(source, &document, &place, engine, arguments.deploy)?;
    let mut files = project.files()?;
    if arguments.deploy {
        files.extend(project.deployment(&document, &sources, engine).files()?);
    }
    files.extend(engine.lock().map(|lock| ("Cargo.lock".into(), lock)));
    files.extend(sources.files);
    write(arguments.folder, &files, &[document])?;
    print_next_steps(arguments.folder, &files, "a service", "--mock", out)
}

/// Makes the crate of a program of several services, which have the names of their documents.
fn program(
    arguments: &NewArgs<'_>,
    name: &str,
    engine: &Engine,
    sources: &[Source],
    out: &mut impl Write,
) -> Result<(), Error> {
    let crate_name = name.replace('-', "_");
    let (mut services, mut documents, mut collected) = (Vec::new(), Vec::new(), Vec::new());
    for ((source, path), port) in sources.iter().zip(arguments.documents).zip(PORT..) {
        let service = name::service_name(path, name).map_err(Error::Command)?;
        let document = Document::read(source).map_err(Error::Unsupported)?;
        let files = sources::collect(source).map_err(Error::Command)?;
        let path = program::document_path(&files);
        let place = Place { name: &service, port, document: &path, program: Some(&crate_name) };
        services.push(project(source, &document, &place, engine, arguments.deploy)?);
        documents.push(document);
        collected.push(files);
    }
    let program = Program::new(name, services, engine, arguments.deploy).map_err(Error::Command)?;
    let mut files = program.files()?;
    if arguments.deploy {
        files.extend(program.deployment(engine).files()?);
    }
    files.extend(engine.lock().map(|lock| ("Cargo.lock".into(), lock)));
    files.extend(program::documents(collected).map_err(Error::Command)?);
    write(arguments.folder, &files, &documents)?;
    print_next_steps(arguments.folder, &files, "a program", "all", out)
}

/// The service of a document.
fn project(
    source: &Source,
    document: &Document<'_>,
    place: &Place<'_>,
    engine: &Engine,
    deploy: bool,
) -> Result<Project, Error> {
    let api = codegen::server(source).map_err(Error::Unsupported)?.text();
    codegen::mocks(source).map_err(Error::Unsupported)?;
    if document.operations.is_empty() {
        return Err(Error::Unsupported(Diagnostics(vec![source.diagnostic("/paths", "no operations to serve")])));
    }
    Project::new(place, document, &api, engine, deploy).map_err(Error::Command)
}

/// Writes the files, and the first migration of the tables.
fn write(folder: &Path, files: &Files, documents: &[Document<'_>]) -> Result<(), Error> {
    let migrate = |draft: &Path| documents.iter().try_for_each(|document| migration::write_first(draft, document));
    files::write(folder, files, migrate).map_err(Error::Command)
}

fn print_next_steps(
    folder: &Path,
    files: &Files,
    what: &str,
    arguments: &str,
    out: &mut impl Write,
) -> Result<(), Error> {
    let folder = folder.display();
    writeln!(out, "{folder}: {what} of {} files. Next:", files.len())?;
    writeln!(out)?;
    writeln!(out, "    cd {folder}")?;
    writeln!(out, "    cargo run -- {arguments}")?;
    Ok(())
}
