//! What the command line can say.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Makes Rust services of OpenAPI 3.0 documents.
///
/// Start with `dropspec check openapi.yaml`, which says what the document asks for.
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
