//! What the command line can say.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Makes Rust services of OpenAPI 3.0 documents.
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
    /// Say what of a document is supported, and what is refused and where
    ///
    /// A document that is supported is obeyed in everything that it says; anything else is refused.
    /// Remarks are about what is allowed, but has no effect or contradicts itself.
    ///
    /// Ends with 0 when all documents are supported, 1 when something is refused, and 2 when a
    /// document cannot be read.
    #[command(verbatim_doc_comment)]
    Check {
        /// OpenAPI 3.0 documents, YAML or JSON; `-` is standard input
        #[arg(required = true, value_name = "DOCUMENT")]
        documents: Vec<PathBuf>,
        /// How to report
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Say whether a new version of a document breaks clients of the old one
    ///
    /// A client may send what the old document allows, and has to take what the new one allows. What
    /// may be sent must therefore not become less, and what is answered must not become more:
    /// a change that breaks this is breaking, all others are compatible. A change of which nobody can
    /// tell, as of a pattern, counts as breaking.
    ///
    /// In CI: git show main:openapi.yaml | dropspec diff - openapi.yaml
    ///
    /// Ends with 0 when nothing breaks, 1 when something does, and 2 when a document cannot be read.
    #[command(verbatim_doc_comment)]
    Diff {
        /// The OpenAPI 3.0 document that clients know; `-` is standard input
        old: PathBuf,
        /// Its new version
        new: PathBuf,
        /// How to report
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Make a service of a document: a complete crate that builds and serves
    ///
    /// Operations on tables are implemented; others return 501 until they are, in src/service.rs.
    /// With `--mock` the service returns the examples of the document for them, where it has some.
    ///
    ///     dropspec new openapi.yaml my-service
    ///     cd my-service
    ///     cargo run -- --mock
    ///
    /// Ends with 1 when the document is refused, and 2 when it cannot be read or the crate cannot be
    /// written; then there is nothing left of it.
    #[command(verbatim_doc_comment)]
    New {
        /// An OpenAPI 3.0 document, YAML or JSON; it is copied
        document: PathBuf,
        /// The folder of the crate, empty or not there yet
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The package's name, if it is not to be that of the folder
        #[arg(long)]
        name: Option<String>,
        /// A checkout of Dropspec for the crate to build on
        ///
        /// By default the one that this program was built from. Where that is gone, the crate
        /// depends on versions of `dropspec` and `dropspec-build`: say in its Cargo.toml where
        /// cargo finds them.
        #[arg(long, value_name = "PATH", verbatim_doc_comment)]
        engine: Option<PathBuf>,
        /// Also write what deploys it: Dockerfile, entrypoint.sh, docker-compose.yml and manifests
        /// of Kubernetes
        #[arg(long, verbatim_doc_comment)]
        deploy: bool,
    },
    /// Print the Rust that a document becomes
    ///
    /// The same code that build.rs writes for the compiler: types, the trait `Api` with a method for
    /// each operation, requests, responses, validators and routes.
    ///
    /// Ends with 1 when the document is refused, and 2 when it cannot be read.
    #[command(verbatim_doc_comment)]
    Expand {
        /// An OpenAPI 3.0 document, YAML or JSON; `-` is standard input
        document: PathBuf,
        /// The client in place of the server
        #[arg(long)]
        client: bool,
        /// The operations as dropshot describes them, which a test can hold against the document
        #[arg(long, conflicts_with = "client")]
        contract: bool,
    },
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For machines
    Json,
}
