//! Help texts.

use insta::assert_snapshot;

use crate::support::Program;

#[test]
fn the_short_help_has_usage_and_commands() {
    assert_snapshot!(Program::new(&["-h"]).succeeds(), @r"
    The passenger register, served from its OpenAPI document.

    Usage: app [OPTIONS]
           app <COMMAND>

    Commands:
      serve                Start the service; the default command
      check_health         Check that the running service is ready
      openapi              Print the OpenAPI document
      completions          Print the completion script for a shell
      migrate              Apply the pending migrations to the database
      make_migration       Generate the migration for what has changed in the document
      check_migration      Check that all migrations are applied and the tables are as the document describes them
      check_db_connection  Check that the database can be reached
      import_data          Import a CSV file: all of its rows or, if any is invalid, none
      export_data          Export all rows as a CSV file that import_data reads
      list_imports         Print who imported what, and when
      api_key              Create, list and revoke API keys
      sample_data          Print a generated passenger list, as a CSV file that import_data reads
      help                 Print this message or the help of the given subcommand(s)

    Options:
          --bind <ADDRESS>  The address to listen on, in place of the configured one
          --mock            Return examples of the document, or generated values, for operations that are not implemented
      -h, --help            Print help (see more with '--help')
      -V, --version         Print version

    Environment variables configure the service: see --help.
    ");
}

#[test]
fn the_long_help_also_has_the_environment() {
    let help = Program::new(&["--help"]).succeeds();
    let (usage, environment) = help.split_once("Environment variables:\n").unwrap();
    assert!(usage.contains("Usage: app [OPTIONS]"), "{usage}");
    assert_snapshot!(environment, @"
    DATABASE_URL                        postgres://user:password@host/database, sqlite://relative/path or
                                        sqlite:///absolute/path
                                        [default: sqlite://people.db, but none in production]
    POSTGRES_HOSTNAME                   host of a PostgreSQL server, in place of DATABASE_URL
    POSTGRES_PORT                       its port [default: 5432]
    POSTGRES_DB                         its database [default: the name of the user]
    POSTGRES_USER                       the user [default: postgres]
    POSTGRES_PASSWORD                   the password, with any characters
    POSTGRES_SSLMODE                    TLS to PostgreSQL: disable, prefer, require, verify-ca or verify-full; in
                                        DATABASE_URL: ?sslmode= [default: prefer]
    POSTGRES_SSLROOTCERT                PEM file with the certificates of trusted CAs, or system; in DATABASE_URL:
                                        &sslrootcert= [default: system for verify-full]
    POSTGRES_SSLCERT                    PEM file with the client's certificate; in DATABASE_URL: &sslcert=
    POSTGRES_SSLKEY                     PEM file with the key of that certificate; in DATABASE_URL: &sslkey=
    POSTGRES_PGBOUNCER                  true: the server is a PgBouncer in transaction mode; in DATABASE_URL:
                                        &pgbouncer= [default: false]
    APP_DATABASE_CONNECTIONS            most connections to PostgreSQL, at least 4 [default: 40]
    APP_DATABASE_TIMEOUT                longest wait for a connection; then 503 with Retry-After [default: 5s]
    APP_SQLITE_SYNC                     full: a stored row survives a power failure; normal: faster, but the last
                                        ones may be lost in one [default: full]
    APP_SETTINGS                        kind of environment: development, testing, staging or production; sets the
                                        defaults of the log and the docs page; production has no default database
                                        and no sample data
    APP_BIND                            address to listen on [default: 127.0.0.1:5000]
    APP_ADMIN_BIND                      address of a second port that serves only the probes and /metrics;
                                        /metrics is then served only there
    APP_AUTH                            optional, writes or required: which requests need credentials where the
                                        document makes them optional: none, those that change something, or all;
                                        required includes /metrics [default: optional]
    APP_VALIDATE_RESPONSES              off, log or refuse: what happens to responses that violate the document;
                                        refuse turns them into a 500 [default: off; refuse in debug builds]
    APP_LOG                             json or text: format of the log
                                        [default: json in staging and production unless on a terminal, else text]
    APP_LOG_LEVEL                       off, error, warning, info (a line per request) or debug (probes too)
                                        [default: info in development, staging and production, else warning]
    APP_SERVER_TIMING                   on or off: whether responses report their duration in Server-Timing
                                        [default: off]
    APP_REQUEST_TIMEOUT                 time until an operation must have started its response; then it is
                                        cancelled with 503, or 504 if the outcome of a write is unknown;
                                        statements on PostgreSQL have 90 % of it; uploads may take longer
                                        [default: 30s]
    APP_READ_TIMEOUT                    time for a client to send the head of a request, and longest pause within
                                        its body; then 408 [default: 10s]
    APP_IDLE_TIMEOUT                    time after which connections without a request are closed; HTTP/1.1 waits
                                        at most 30s between requests [default: 75s]
    APP_MAX_CONNECTIONS                 most open connections; above that, the longest idle are closed
                                        [default: 10000]
    APP_MAX_REQUESTS                    most in-flight requests; others get 503 with Retry-After, but not probes
                                        [default: 1024]
    APP_MAX_BODY                        largest request body [default: 1MiB]
    APP_MAX_BUFFERED                    most memory of all request and response bodies together; others get 503
                                        with Retry-After [default: 128MiB]
    APP_MAX_UPLOAD                      largest upload; others get 413 [default: 256MiB]
    APP_MAX_UPLOADS                     most concurrent uploads; others get 503 with Retry-After; they do not
                                        count as in-flight requests [default: 64]
    APP_UPLOAD_TIMEOUT                  time for a client to send an upload, at no less than 1 KiB per second;
                                        then 408 [default: 10m]
    APP_IMPORT_TIMEOUT                  time for an import once its upload is complete; then it is cancelled, with
                                        503 [default: 10m]
    APP_DRAIN_DELAY                     on SIGTERM or Ctrl-C: time to keep serving while /health/ready reports 503
                                        [default: 0s]
    APP_DRAIN_TIMEOUT                   after that delay: time for in-flight requests to finish; a second signal
                                        ends the process at once [default: 10s]
    APP_CORS_ORIGINS                    origins allowed to use the service from a browser, separated by commas, or
                                        *
    APP_ALLOWED_HOSTS                   hosts that clients may address, separated by commas, or *; others get 421
                                        [default: localhost, 127.0.0.1 and [::1] on a loopback address, else *]
    APP_DOCS                            on or off: whether there is a docs page at /docs
                                        [default: off in production, else on]
    APP_TLS_CERTIFICATE                 PEM file with the certificate chain; enables TLS and HTTP/2; reloaded when
                                        it changes
    APP_TLS_KEY                         PEM file with the private key of the certificate
    APP_COMPRESSION                     on or off: whether responses are compressed for clients that accept it
                                        [default: on]
    OTEL_EXPORTER_OTLP_ENDPOINT         URL of an OpenTelemetry collector that receives traces by HTTP
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT  the same with the full path, in place of it
    OTEL_SERVICE_NAME                   name of the service in traces [default: app]
    OTEL_TRACES_SAMPLER                 which requests are traced [default: parentbased_always_on]
    OTEL_TRACES_SAMPLER_ARG             argument of the sampler, such as a ratio
    ");
}

/// The documentation has the table that `--help` is made from.
#[test]
fn the_environment_is_documented() {
    let documentation = include_str!("../../../docs/CONFIGURATION.md");
    let table = dropspec_app::environment_table::<people::service::People>();
    assert!(documentation.contains(&table), "docs/CONFIGURATION.md has to contain this table:\n\n{table}");
}

#[test]
fn completions_are_printed() {
    for (shell, beginning) in [("bash", "_app() {"), ("zsh", "#compdef app"), ("fish", "# Print an optspec")] {
        let script = Program::new(&["completions", shell]).succeeds();
        assert!(script.starts_with(beginning) && script.contains("import_data"), "{script}");
    }
}

#[test]
fn an_import_explains_itself() {
    assert_snapshot!(Program::new(&["import_data", "--help"]).succeeds(), @r"
    Import a CSV file: all of its rows or, if any is invalid, none

    Usage: app import_data [OPTIONS] [FILE]

    Arguments:
      [FILE]  The CSV file, plain or compressed (.gz, .zst), or - for standard input [default with --if-empty: the sample]

    Options:
          --if-empty                   Do nothing if the table has rows
          --dry-run                    Only validate the file; needs no database and stores nothing
          --skip-bad-rows[=<REJECTS>]  Import the valid rows, and write the others with their lines and reasons to a CSV file that can be fixed and imported, by default FILE.rejects.csv; the exit code is then 3
          --key <COLUMN>               Update existing rows, matched by this column, which has to be unique
          --force                      Import the file even if it was imported before
      -h, --help                       Print help
    ");
}

#[test]
fn help_describes_make_migration() {
    assert_snapshot!(Program::new(&["make_migration", "--help"]).succeeds(), @r"
    Generate the migration for what has changed in the document

    Usage: app make_migration [OPTIONS] <NAME>

    Arguments:
      <NAME>  The name of the migration, such as add_cabin

    Options:
          --folder <FOLDER>          The folder of the migrations [default: migrations]
          --default <COLUMN=VALUE>   The value of a new column in existing rows, such as fare=0
          --rename <OLD=NEW>         A table or column that was renamed in the document
          --rolling                  Keep renamed columns of PostgreSQL by their old names as well, so that the release before can be in use until --finish-rename
          --finish-rename <OLD=NEW>  Drop the old column of a --rolling rename, once the release before has ended
          --allow-data-loss          Generate the migration even if rows lose data
      -h, --help                     Print help
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
