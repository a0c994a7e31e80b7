#!/bin/sh
<%- if stored.is_some() %>
# Runs the services once the database is available, or tests their sources:
<%- else %>
# Runs the services, or tests their sources:
<%- endif %>
#
#     ./entrypoint.sh [all]                 runs all services, on this machine
#     ./entrypoint.sh SERVICE [serve|...]   runs a command of a service, by default `serve`
#     ./entrypoint.sh check_health          checks that a service runs in this container and is ready
#     ./entrypoint.sh test [...]            runs the test suite with the given arguments
#     ./entrypoint.sh COMMAND [...]         runs any other command
<%- if stored.is_some() %>
#
# WAIT_TRIES (30) and WAIT_SECONDS (2) set how often and at what interval to retry while the database is not available.
<%- endif %>
set -eu

folder=$(dirname "$0")

# Replaces the shell by `[[name]]`, which is built first if it is not installed.
become_program() {
    if command -v [[name]] >/dev/null; then
        exec [[name]] "$@"
    fi
    exec cargo run --manifest-path "$folder/Cargo.toml" --release --quiet --locked -- "$@"
}
<%- if let Some(stored) = stored %>

fail() {
    echo "$0: $*" >&2
    exit 1
}

uses_postgres() {
    case ${DATABASE_URL:-} in
    postgres*) true ;;
    '') [ -n "${POSTGRES_HOSTNAME:-}" ] ;;
    *) false ;;
    esac
}

is_true() {
    case ${1:-} in
    [Tt]rue | TRUE | 1) true ;;
    *) false ;;
    esac
}

# Rejects variables of this script that are not understood, before anything else is done.
check_variables() {
    case ${CHECK_MIGRATION:-} in
    '' | [Tt]rue | TRUE | 1 | [Ff]alse | FALSE | 0) ;;
    *) fail "CHECK_MIGRATION must be True or False, not \`$CHECK_MIGRATION\`" ;;
    esac
    case ${WAIT_TRIES:-1} in
    0 | *[!0-9]*) fail "WAIT_TRIES must be a whole number of at least 1, not \`$WAIT_TRIES\`" ;;
    esac
    case ${WAIT_SECONDS:-1} in
    . | *[!0-9.]* | *.*.*) fail "WAIT_SECONDS must be a number of seconds, not \`$WAIT_SECONDS\`" ;;
    esac
}

# Retries a command of the service with tables until it succeeds; prints its output only on giving up.
await() {
    tries=${WAIT_TRIES:-30}
    until output=$(become_program [[stored]] "$@" 2>&1); do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "timed out waiting for the database: [[name]] [[stored]] $* failed: $output"
        sleep "${WAIT_SECONDS:-2}"
    done
}

# Waits until the PostgreSQL database is ready for a command. Outside of production, `serve` migrates it<% if has_sample %> and loads the sample<% endif %> first.
prepare() {
    # The first process of a container ignores signals without a handler.
    trap 'exit 1' INT TERM
    # Build first, so that a failing build is not retried.
    command -v [[name]] >/dev/null ||
        cargo build --manifest-path "$folder/Cargo.toml" --release --quiet --locked
    await check_db_connection
    case $1 in
    migrate | check_migration) return ;;
    serve)
        if [ "${[[stored_prefix()]]_SETTINGS:-}" != production ]; then
            (become_program [[stored]] migrate)
<%- if has_sample %>
            (become_program [[stored]] import_data --if-empty)
<%- endif %>
        fi
        ;;
    esac
    if is_true "${CHECK_MIGRATION:-}"; then await check_migration; fi
}
<%- endif %>

[ "$#" -gt 0 ] || set -- all
case $1 in
check_health)
    # A container has one of the services, or all.
    for service in<% for service in services %> [[service.name]]<% endfor %>; do
        if (become_program "$service" check_health) 2>/dev/null; then exit; fi
    done
    echo 'no service is ready' >&2
    exit 1
    ;;
test)
    shift
    exec cargo test --manifest-path "$folder/Cargo.toml" --locked "$@"
    ;;
[[name]]) shift ;;
all |<% for service in services %> [[service.name]] |<% endfor %> -*) ;;
*) exec "$@" ;;
esac
<%- if let Some(stored) = stored %>
check_variables
case "${1:-} ${2:-serve}" in
'all '* | '[[stored]] serve') if uses_postgres; then prepare serve; fi ;;
'[[stored]] migrate' | '[[stored]] check_migration' | '[[stored]] import_data' | '[[stored]] export_data' | '[[stored]] list_imports')
    if uses_postgres; then prepare "$2"; fi
    ;;
esac
<%- endif %>
become_program "$@"
