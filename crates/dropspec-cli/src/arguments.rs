//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Checks and compares OpenAPI 3.0 documents, and generates Rust services from them
///
/// Start with `dropspec check openapi.yaml`, then try `dropspec new openapi.yaml my-service`.
#[derive(Debug, Parser)]
#[command(name = "dropspec", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check whether documents are supported
    ///
    /// A supported document is implemented in full. Anything in it that is not supported is an error,
    /// reported with file, line, column, its operation or schema, and JSON Pointer. Warnings are about
    /// parts that have no effect, contradict each other, or leave out responses that the service sends;
    /// equal ones are counted instead of repeated.
    ///
    /// Exit status: 0 if all documents are supported, 1 if a document is not supported, 2 if a
    /// document cannot be read.
    #[command(verbatim_doc_comment)]
    Check {
        /// OpenAPI 3.0 documents, YAML or JSON; `-` reads standard input
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<PathBuf>,
        /// Format of the report
        #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
        format: CheckFormat,
        /// Treat warnings as errors
        #[arg(long)]
        strict: bool,
        /// Format of strings that the service checks itself; may be repeated
        #[arg(long = "known-format", value_name = "NAME")]
        known_formats: Vec<String>,
    },
    /// Compare two versions of a document and report breaking changes
    ///
    /// A change is breaking if a client of the old version may fail with the new one: requests that
    /// were allowed are rejected, or responses have values that the old version ruled out. Changes
    /// that cannot be decided, such as from one pattern to another, count as breaking.
    ///
    /// In CI: git show main:openapi.yaml | dropspec diff - openapi.yaml
    ///
    /// Exit status: 0 if no change is breaking, 1 if a change is breaking, 2 if a document cannot be
    /// read.
    #[command(verbatim_doc_comment)]
    Diff {
        /// Old version of the OpenAPI 3.0 document; `-` reads standard input
        old: PathBuf,
        /// New version of the document
        new: PathBuf,
        /// Format of the report
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Create a service from a document: a complete crate that builds and runs
    ///
    /// Several documents make a program of several services, each with the name of its document.
    ///
    /// Operations on tables are implemented; others respond with 501 until you implement them in
    /// src/service.rs. With `--mock`, the service responds with examples of the document or generated
    /// values for them, and accepts any credentials whose check is not implemented.
    ///
    ///     dropspec new openapi.yaml my-service
    ///     cd my-service
    ///     cargo run -- serve --mock
    ///
    /// Exit status: 1 if the document is not supported, 2 if it cannot be read or the crate cannot be
    /// written. Nothing is left behind in either case.
    #[command(verbatim_doc_comment)]
    New {
        /// OpenAPI 3.0 documents, YAML or JSON; they are copied
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<PathBuf>,
        /// Directory of the new crate; must be empty or not exist
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Name of the package [default: name of the directory]
        #[arg(long)]
        name: Option<String>,
        /// Dropspec checkout that the crate depends on
        ///
        /// Default: the checkout that this program was built from. If it no longer exists, the
        /// crate depends on published versions of `dropspec` and `dropspec-build`; edit its
        /// Cargo.toml to say where cargo finds them.
        #[arg(long, value_name = "PATH", verbatim_doc_comment)]
        dropspec_path: Option<PathBuf>,
        /// Also write the files that deploy it: Dockerfile, entrypoint.sh, docker-compose.yml and,
        /// for a single service, Kubernetes manifests
        #[arg(long, verbatim_doc_comment)]
        deploy: bool,
    },
    /// Print the Rust code generated from a document
    ///
    /// This is the code that build.rs generates: types, the trait `Api` with a method for each
    /// operation, requests, responses, validators and routes.
    ///
    /// Exit status: 1 if the document is not supported, 2 if it cannot be read.
    #[command(verbatim_doc_comment)]
    Expand {
        /// OpenAPI 3.0 document, YAML or JSON; `-` reads standard input
        document: PathBuf,
        /// Print the client instead of the server
        #[arg(long)]
        client: bool,
    },
    /// Print a completion script for a shell
    ///
    /// For bash, add this line to ~/.bashrc: source <(dropspec completions bash)
    #[command(verbatim_doc_comment)]
    Completions {
        /// Shell to complete in
        shell: Shell,
    },
}

/// The format of the report of `check`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// Lines of text, as compilers print them
    Text,
    /// JSON: an array with an object per document
    Json,
    /// SARIF 2.1.0, for code scanning services and editors
    Sarif,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines of text
    Text,
    /// JSON
    Json,
}
