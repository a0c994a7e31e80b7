#!/bin/sh
# Starts the service as soon as what it needs is there, or tests a checkout:
#
#     ./entrypoint.sh [serve|migrate|...]   a command of `[[name]]`, without any `serve`
#     ./entrypoint.sh test [...]            the test suite, given what follows
#     ./entrypoint.sh cov [...]             the same with a table of coverage
#     ./entrypoint.sh COMMAND [...]         any other command as it is
<%- if has_tables %>
#
# WAIT_TRIES (30) and WAIT_SECONDS (2) say how often to look for the database and how long to pause in between.
<%- endif %>
set -eu

checkout=$(dirname "$0")

fail() {
    echo "$0: $*" >&2
    exit 1
}

# Becomes `[[name]]`, built first where it is not installed. In a subshell, runs it.
become_app() {
    if command -v [[name]] >/dev/null; then
        exec [[name]] "$@"
    fi
    exec cargo run --manifest-path "$checkout/Cargo.toml" --release --quiet --locked -- "$@"
}
<%- if has_tables %>

uses_postgres() {
    case ${DATABASE_URL:-} in
    postgres*) true ;;
    '') [ -n "${POSTGRES_HOSTNAME:-}" ] ;;
    *) false ;;
    esac
}

# Waits until a command of `[[name]]` succeeds; what it says matters only if it never does.
await() {
    tries=${WAIT_TRIES:-30}
    until output=$(become_app "$@" 2>&1); do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "gave up waiting: [[name]] $* keeps failing: $output"
        sleep "${WAIT_SECONDS:-2}"
    done
}

# Waits for the PostgreSQL database to be ready for a command of `[[name]]`; a first start is what makes it so.
prepare() {
    # A container's first process is deaf to the signals that it does not trap.
    trap 'exit 1' INT TERM
    # A build that fails is nothing to wait for.
    command -v [[name]] >/dev/null ||
        cargo build --manifest-path "$checkout/Cargo.toml" --release --quiet --locked
    await check_db_connection
    case $1 in
    migrate | check_migration) return ;;
    serve)
        if [ "${[[prefix]]_SETTINGS:-}" != production ]; then
            (become_app migrate)
<%- if has_sample %>
            (become_app import_data --if-empty)
<%- endif %>
        fi
        ;;
    esac
    case ${CHECK_MIGRATION:-} in
    [Tt]rue | TRUE | 1) await check_migration ;;
    esac
}
<%- endif %>

run_app() {
<%- if has_tables %>
    case ${1:-} in
    serve | migrate | check_migration | import_data | export_data | list_imports | api_key)
        if uses_postgres; then prepare "$1"; fi
        ;;
    esac
<%- endif %>
    become_app "$@"
}
<%- if has_tables %>

has_postgres() {
    [ -z "${TEST_DATABASE_URL:-}" ] || return 0
    on_path=$(readlink -f "$(command -v initdb)") || true
    for bin in "${PG_BIN:-}" "${on_path%/*}" "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin; do
        if [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ]; then return 0; fi
    done
    false
}
<%- endif %>

# Installs what the test suite needs and the machine lacks.
install_missing() {
    missing=
    command -v cc >/dev/null || missing='gcc libc6-dev'
<%- if has_tables %>
    has_postgres || missing="${missing:+$missing }postgresql"
<%- endif %>
    [ -n "$missing" ] || return 0

    as_root=
    if [ "$(id -u)" -ne 0 ]; then as_root=sudo; fi
    for tool in apt-get $as_root; do
        command -v "$tool" >/dev/null || fail "install what the test suite needs (by Debian's names): $missing"
    done
    echo "Installing what the test suite needs: $missing"
    $as_root apt-get update -qq
    # The suite starts servers of its own: nobody asked for one that is always there.
    no_cluster=/etc/postgresql-common/createcluster.d/no-main-cluster.conf
    $as_root mkdir -p "${no_cluster%/*}"
    echo 'create_main_cluster = false' | $as_root tee "$no_cluster" >/dev/null
    installed=true
    # shellcheck disable=SC2086 # one word per package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends $missing ||
        installed=false
    $as_root rm "$no_cluster"
    $installed
}

ready_for_tests() {
    cd "$checkout"
    command -v cargo >/dev/null || fail 'the test suite needs a checkout and the Rust toolchain: https://rustup.rs'
    install_missing
}

[ "$#" -gt 0 ] || set -- serve
case $1 in
test)
    shift
    ready_for_tests
    exec cargo test --workspace --locked "$@"
    ;;
cov)
    shift
    [ "$(uname)" = Linux ] || fail 'coverage is measured on Linux only'
    ready_for_tests
    # Without its uploads it needs no OpenSSL.
    cargo tarpaulin --version >/dev/null 2>&1 || cargo install cargo-tarpaulin --locked --no-default-features
    # What the tests start counts too. Its own folder keeps the instrumented programs from replacing the others.
    exec cargo tarpaulin --engine llvm --follow-exec --workspace --locked --timeout 600 \
        --skip-clean --target-dir "${CARGO_TARGET_DIR:-target}/tarpaulin" "$@"
    ;;
[[name]])
    shift
    run_app "$@"
    ;;
-*) run_app "$@" ;;
*)
    # A program if there is one of that name, otherwise a command of `[[name]]`, which knows them all.
    if command -v "$1" >/dev/null; then exec "$@"; fi
    run_app "$@"
    ;;
esac
