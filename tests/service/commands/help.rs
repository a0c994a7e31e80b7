//! Help texts.

use insta::assert_snapshot;

use crate::support::Program;

#[test]
fn help_describes_the_program() {
    assert_snapshot!(Program::new(&["--help"]).succeeds(), @r"
    The passenger register, served from its OpenAPI document.

    The environment says the rest:
      DATABASE_URL        postgres://… or sqlite://path; without it, POSTGRES_HOSTNAME, _PORT, _DB,
                          _USER and _PASSWORD; without those, the file people.db in this folder
      APP_BIND            the address to listen on, 127.0.0.1:5000 by default
      APP_SETTINGS        development, testing, staging or production: what is logged, and whether there is a docs page
      APP_DOCS            on or off: whether there is a docs page, whatever APP_SETTINGS says
      APP_AUTH            required: whoever changes people has to show a key; optional by default
      APP_VALIDATE_RESPONSES
                          log or refuse answers that are not as the document describes them; off
      APP_LOG             json or text; json in staging and production, unless on a terminal
      APP_LOG_LEVEL       off, error, warning, info (every request) or debug; info where APP_SETTINGS says
                          development, staging or production, else warning
      APP_SERVER_TIMING   on tells clients how long an answer took, and how long the database; off
      APP_ADMIN_BIND      the address of a second port, for /metrics and the probes only; none
      OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER
                          where traces go, by HTTP, under which name, and of which requests; nowhere
      APP_REQUEST_TIMEOUT, APP_READ_TIMEOUT, APP_IDLE_TIMEOUT
                          how long an operation may take (30s), a client that is to send its request (10s),
                          and a connection without one (75s)
      APP_MAX_CONNECTIONS, APP_MAX_REQUESTS, APP_MAX_BODY
                          how many there may be at once (10000 and 1024), and how large a body may be (1MiB)
      APP_DATABASE_CONNECTIONS, APP_DATABASE_TIMEOUT
                          connections to PostgreSQL (16), and how long to wait for one (5s)
      APP_DRAIN_DELAY, APP_DRAIN_TIMEOUT
                          when told to end: how long to serve on, without being ready (0s), and how long the
                          requests under way may take then (10s)
      APP_TLS_CERTIFICATE, APP_TLS_KEY
                          files (PEM) with a certificate and its key; read again when they change
      APP_CORS_ORIGINS    other origins whose pages may use the service, with commas between them, or *

    Usage: app [COMMAND]

    Commands:
      serve                Serve /people; this is also what happens without a command
      migrate              Bring the database's tables up to date
      make_migration       Write the migration that changes the tables as the document has changed
      check_migration      Succeed if the database's tables are up to date, and as the document says
      check_db_connection  Succeed if the database can be reached
      check_health         Succeed if the service that runs here is ready
      import_data          Store a passenger list (CSV), all of it or, if any row is bad, nothing
      export_data          Write all people as a list that import_data reads
      list_imports         Print who imported what, and when
      api_key              Make, list and revoke the API keys of callers
      sample_data          Print an invented passenger list, in the format that import_data reads
      openapi              Print the OpenAPI document
      help                 Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
}

#[test]
fn help_describes_import_data() {
    assert_snapshot!(Program::new(&["import_data", "--help"]).succeeds(), @r"
    Store a passenger list (CSV), all of it or, if any row is bad, nothing

    Usage: app import_data [OPTIONS] [FILE]

    Arguments:
      [FILE]  The list, as it is or compressed (.gz, .zst), or - for standard input; without it, the sample

    Options:
          --if-empty                   Do nothing if there are people already
          --dry-run                    Only check the list, without a database; store nothing
          --skip-bad-rows[=<REJECTS>]  Leave bad rows out, and write them with their lines and reasons to a list that can be mended and imported, by default FILE.rejects.csv; the exit code is 3 then
          --key <COLUMN>               Change the people that are there already, found by this column, which has to be unique
          --again                      Import the list although the same was imported before
      -h, --help                       Print help
    ");
}

#[test]
fn help_describes_make_migration() {
    assert_snapshot!(Program::new(&["make_migration", "--help"]).succeeds(), @r"
    Write the migration that changes the tables as the document has changed

    Usage: app make_migration [OPTIONS] <NAME>

    Arguments:
      <NAME>  What it is called, such as add_cabin

    Options:
          --folder <FOLDER>         The folder of the migrations [default: migrations]
          --default <COLUMN=VALUE>  What rows that are there hold in a column, such as fare=0
          --rename <OLD=NEW>        What has another name now
          --allow-data-loss         Go on although rows lose data
      -h, --help                    Print help
    ");
}

#[test]
fn the_version_is_printed() {
    assert_eq!(Program::new(&["--version"]).succeeds(), concat!("app ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn an_unknown_command_exits_with_2() {
    let output = Program::new(&["sevre"]).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.starts_with("error: unrecognized subcommand 'sevre'\n"), "{stderr}");
    assert!(stderr.contains("'serve'"), "no suggestion: {stderr}");
}
