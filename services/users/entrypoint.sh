#!/bin/sh
# Runs the services once the database is available, or tests their sources:
#
#     ./entrypoint.sh [all]                 runs all services, on this machine
#     ./entrypoint.sh SERVICE [serve|...]   runs a command of a service, by default `serve`
#     ./entrypoint.sh check_health          checks that a service runs in this container and is ready
#     ./entrypoint.sh test [...]            runs the test suite with the given arguments
#     ./entrypoint.sh COMMAND [...]         runs any other command
#
# WAIT_TRIES (30) and WAIT_SECONDS (2) set how often and at what interval to retry while the database is not available.
set -eu

folder=$(dirname "$0")

# Replaces the shell by `users`, which is built first if it is not installed.
become_program() {
    if command -v users >/dev/null; then
        exec users "$@"
    fi
    exec cargo run --manifest-path "$folder/Cargo.toml" --release --quiet --locked -- "$@"
}

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
    until output=$(become_program backend "$@" 2>&1); do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "timed out waiting for the database: users backend $* failed: $output"
        sleep "${WAIT_SECONDS:-2}"
    done
}

# Waits until the PostgreSQL database is ready for a command. Outside of production, `serve` migrates it and loads the sample first.
prepare() {
    # The first process of a container ignores signals without a handler.
    trap 'exit 1' INT TERM
    # Build first, so that a failing build is not retried.
    command -v users >/dev/null ||
        cargo build --manifest-path "$folder/Cargo.toml" --release --quiet --locked
    await check_db_connection
    case $1 in
    migrate | check_migration) return ;;
    serve)
        if [ "${BACKEND_SETTINGS:-}" != production ]; then
            (become_program backend migrate)
            (become_program backend import_data --if-empty)
        fi
        ;;
    esac
    if is_true "${CHECK_MIGRATION:-}"; then await check_migration; fi
}

[ "$#" -gt 0 ] || set -- all
case $1 in
check_health)
    # A container has one of the services, or all.
    for service in backend frontend; do
        if (become_program "$service" check_health) 2>/dev/null; then exit; fi
    done
    echo 'no service is ready' >&2
    exit 1
    ;;
test)
    shift
    exec cargo test --manifest-path "$folder/Cargo.toml" --locked "$@"
    ;;
users) shift ;;
all | backend | frontend | -*) ;;
*) exec "$@" ;;
esac
check_variables
case "${1:-} ${2:-serve}" in
'all '* | 'backend serve') if uses_postgres; then prepare serve; fi ;;
'backend migrate' | 'backend check_migration' | 'backend import_data' | 'backend export_data' | 'backend list_imports')
    if uses_postgres; then prepare "$2"; fi
    ;;
esac
become_program "$@"
