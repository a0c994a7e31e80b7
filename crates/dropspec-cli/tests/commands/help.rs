//! What the program says of itself.

use insta::assert_snapshot;

use crate::support::Folder;

fn help(arguments: &[&str]) -> String {
    Folder::new().run(arguments).prints(0)
}

#[test]
fn the_program_explains_itself() {
    assert_snapshot!(help(&["--help"]), @"
    Makes Rust services of OpenAPI 3.0 documents.

    Start with `dropspec check openapi.yaml`, which says what the document asks for.

    Usage: dropspec <COMMAND>

    Commands:
      check   Say what of a document is supported, and what is refused and where
      expand  Print the Rust that a document becomes
      help    Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
}

#[test]
fn each_command_explains_itself() {
    assert_snapshot!(help(&["check", "--help"]), @"
    Say what of a document is supported, and what is refused and where

    A document that is supported is obeyed in everything that it says; anything else is refused.
    Remarks are about what is allowed, but has no effect or contradicts itself.

    Ends with 0 when all documents are supported, 1 when something is refused, and 2 when a
    document cannot be read.

    Usage: dropspec check [OPTIONS] <DOCUMENT>...

    Arguments:
      <DOCUMENT>...
              OpenAPI 3.0 documents, YAML or JSON; `-` is standard input

    Options:
          --format <FORMAT>
              How to report

              Possible values:
              - text: For people
              - json: For machines
              
              [default: text]

      -h, --help
              Print help (see a summary with '-h')
    ");
    assert_snapshot!(help(&["expand", "--help"]), @"
    Print the Rust that a document becomes

    The same code that build.rs writes for the compiler: types, the trait `Api` with a method for
    each operation, requests, responses, validators and routes.

    Ends with 1 when the document is refused, and 2 when it cannot be read.

    Usage: dropspec expand [OPTIONS] <DOCUMENT>

    Arguments:
      <DOCUMENT>
              An OpenAPI 3.0 document, YAML or JSON; `-` is standard input

    Options:
          --client
              The client in place of the server

          --contract
              The operations as dropshot describes them, which a test can hold against the document

      -h, --help
              Print help (see a summary with '-h')
    ");
}

#[test]
fn help_fits_a_terminal() {
    for command in ["check", "expand"] {
        let text = help(&[command, "--help"]);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
}
