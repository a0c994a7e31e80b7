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

    Start with `dropspec check openapi.yaml`, then try `dropspec new openapi.yaml my-service`.

    Usage: dropspec <COMMAND>

    Commands:
      check   Say what of a document is supported, and what is refused and where
      diff    Say whether a new version of a document breaks clients of the old one
      new     Make a service of a document: a complete crate that builds and serves
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
    assert_snapshot!(help(&["diff", "--help"]), @"
    Say whether a new version of a document breaks clients of the old one

    A client may send what the old document allows, and has to take what the new one allows. What
    may be sent must therefore not become less, and what is answered must not become more:
    a change that breaks this is breaking, all others are compatible. A change of which nobody can
    tell, as of a pattern, counts as breaking.

    In CI: git show main:openapi.yaml | dropspec diff - openapi.yaml

    Ends with 0 when nothing breaks, 1 when something does, and 2 when a document cannot be read.

    Usage: dropspec diff [OPTIONS] <OLD> <NEW>

    Arguments:
      <OLD>
              The OpenAPI 3.0 document that clients know; `-` is standard input

      <NEW>
              Its new version

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
    assert_snapshot!(help(&["new", "--help"]), @"
    Make a service of a document: a complete crate that builds and serves

    Operations on tables are implemented; others return 501 until they are, in src/service.rs.
    With `--mock` the service returns the examples of the document for them, where it has some.

        dropspec new openapi.yaml my-service
        cd my-service
        cargo run -- --mock

    Ends with 1 when the document is refused, and 2 when it cannot be read or the crate cannot be
    written; then there is nothing left of it.

    Usage: dropspec new [OPTIONS] <DOCUMENT> <DIR>

    Arguments:
      <DOCUMENT>
              An OpenAPI 3.0 document, YAML or JSON; it is copied

      <DIR>
              The folder of the crate, empty or not there yet

    Options:
          --name <NAME>
              The package's name, if it is not to be that of the folder

          --engine <PATH>
              A checkout of Dropspec for the crate to build on
              
              By default the one that this program was built from. Where that is gone, the crate
              depends on versions of `dropspec` and `dropspec-build`: say in its Cargo.toml where
              cargo finds them.

          --deploy
              Also write what deploys it: Dockerfile, entrypoint.sh, docker-compose.yml and manifests
              of Kubernetes

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
    for command in ["check", "diff", "new", "expand"] {
        let text = help(&[command, "--help"]);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
}
