//! Help texts.

use insta::assert_snapshot;

use crate::support::Folder;

fn help(arguments: &[&str]) -> String {
    Folder::new().run(arguments).output(0)
}

#[test]
fn prints_the_help_of_the_program() {
    assert_snapshot!(help(&["--help"]), @"
    Checks and compares OpenAPI 3.0 documents, and generates Rust services from them

    Start with `dropspec check openapi.yaml`, then try `dropspec new openapi.yaml my-service`.

    Usage: dropspec <COMMAND>

    Commands:
      check        Check whether documents are supported
      diff         Compare two versions of a document and report breaking changes
      new          Create a service from a document: a complete crate that builds and runs
      expand       Print the Rust code generated from a document
      completions  Print a completion script for a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
}

#[test]
fn prints_the_help_of_each_command() {
    assert_snapshot!(help(&["check", "--help"]), @"
    Check whether documents are supported

    A supported document is implemented in full. Anything in it that is not supported is an error,
    reported with file, line, column, its operation or schema, and JSON Pointer. Warnings are about
    parts that have no effect, contradict each other, or leave out responses that the service sends;
    equal ones are counted instead of repeated.

    Exit status: 0 if all documents are supported, 1 if a document is not supported, 2 if a
    document cannot be read.

    Usage: dropspec check [OPTIONS] <DOCUMENT>...

    Arguments:
      <DOCUMENT>...
              OpenAPI 3.0 documents, YAML or JSON; `-` reads standard input

    Options:
          --format <FORMAT>
              Format of the report

              Possible values:
              - text:  Lines of text, as compilers print them
              - json:  JSON: an array with an object per document
              - sarif: SARIF 2.1.0, for code scanning services and editors
              
              [default: text]

          --strict
              Treat warnings as errors

          --known-format <NAME>
              Format of strings that the service checks itself; may be repeated

      -h, --help
              Print help (see a summary with '-h')
    ");
    assert_snapshot!(help(&["diff", "--help"]), @"
    Compare two versions of a document and report breaking changes

    A change is breaking if a client of the old version may fail with the new one: requests that
    were allowed are rejected, or responses have values that the old version ruled out. Changes
    that cannot be decided, such as from one pattern to another, count as breaking.

    In CI: git show main:openapi.yaml | dropspec diff - openapi.yaml

    Exit status: 0 if no change is breaking, 1 if a change is breaking, 2 if a document cannot be
    read.

    Usage: dropspec diff [OPTIONS] <OLD> <NEW>

    Arguments:
      <OLD>
              Old version of the OpenAPI 3.0 document; `-` reads standard input

      <NEW>
              New version of the document

    Options:
          --format <FORMAT>
              Format of the report

              Possible values:
              - text: Lines of text
              - json: JSON
              
              [default: text]

      -h, --help
              Print help (see a summary with '-h')
    ");
    assert_snapshot!(help(&["new", "--help"]), @"
    Create a service from a document: a complete crate that builds and runs

    Several documents make a program of several services, each with the name of its document.

    Operations on tables are implemented; others respond with 501 until you implement them in
    src/service.rs. With `--mock`, the service responds with examples of the document or generated
    values for them, and accepts any credentials whose check is not implemented.

        dropspec new openapi.yaml my-service
        cd my-service
        cargo run -- serve --mock

    Exit status: 1 if the document is not supported, 2 if it cannot be read or the crate cannot be
    written. Nothing is left behind in either case.

    Usage: dropspec new [OPTIONS] <DOCUMENT>... <DIR>

    Arguments:
      <DOCUMENT>...
              OpenAPI 3.0 documents, YAML or JSON; they are copied

      <DIR>
              Directory of the new crate; must be empty or not exist

    Options:
          --name <NAME>
              Name of the package [default: name of the directory]

          --dropspec-path <PATH>
              Dropspec checkout that the crate depends on
              
              Default: the checkout that this program was built from. If it no longer exists, the
              crate depends on published versions of `dropspec` and `dropspec-build`; edit its
              Cargo.toml to say where cargo finds them.

          --deploy
              Also write the files that deploy it: Dockerfile, entrypoint.sh, docker-compose.yml and,
              for a single service, Kubernetes manifests

      -h, --help
              Print help (see a summary with '-h')
    ");
    assert_snapshot!(help(&["expand", "--help"]), @"
    Print the Rust code generated from a document

    This is the code that build.rs generates: types, the trait `Api` with a method for each
    operation, requests, responses, validators and routes.

    Exit status: 1 if the document is not supported, 2 if it cannot be read.

    Usage: dropspec expand [OPTIONS] <DOCUMENT>

    Arguments:
      <DOCUMENT>
              OpenAPI 3.0 document, YAML or JSON; `-` reads standard input

    Options:
          --client
              Print the client instead of the server

      -h, --help
              Print help (see a summary with '-h')
    ");
    assert_snapshot!(help(&["completions", "--help"]), @"
    Print a completion script for a shell

    For bash, add this line to ~/.bashrc: source <(dropspec completions bash)

    Usage: dropspec completions <SHELL>

    Arguments:
      <SHELL>
              Shell to complete in
              
              [possible values: bash, elvish, fish, powershell, zsh]

    Options:
      -h, --help
              Print help (see a summary with '-h')
    ");
}

#[test]
fn prints_help_in_at_most_100_columns() {
    for command in ["check", "diff", "new", "expand", "completions"] {
        let text = help(&[command, "--help"]);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    }
}
