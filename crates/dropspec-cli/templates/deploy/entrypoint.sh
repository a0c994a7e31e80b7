#!/bin/sh
# Runs a command of `[[name]]` once the database is available, or tests the sources:
#
#     ./entrypoint.sh [serve|migrate|...]   runs a command of `[[name]]`, by default `serve`
#     ./entrypoint.sh test [...]            runs the test suite with the given arguments
#     ./entrypoint.sh cov [...]             runs it and prints a coverage report
#     ./entrypoint.sh COMMAND [...]         runs any other command
<%- if has_tables %>
#
# WAIT_TRIES (30) and WAIT_SECONDS (2) set how often and at what interval to retry while the database is not available.
<%- endif %>
set -eu

checkout=$(dirname "$0")

fail() {
    echo "$0: $*" >&2
    exit 1
}

# Replaces the shell by `[[name]]`, which is built first if it is not installed.
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

# Whether CHECK_MIGRATION says to wait for the migrations.
checks_migration() {
    case ${CHECK_MIGRATION:-} in
    [Tt]rue | TRUE | 1) true ;;
    '' | [Ff]alse | FALSE | 0) false ;;
    esac
}

# Rejects variables of this script that are not understood, all at once, before anything else is done.
check_variables() {
    wrong=
    case ${CHECK_MIGRATION:-} in
    '' | [Tt]rue | TRUE | 1 | [Ff]alse | FALSE | 0) ;;
    *) wrong="$wrong; CHECK_MIGRATION must be True or False, not \`$CHECK_MIGRATION\`" ;;
    esac
    case ${WAIT_TRIES:-1} in
    0 | *[!0-9]*) wrong="$wrong; WAIT_TRIES must be a whole number of at least 1, not \`$WAIT_TRIES\`" ;;
    esac
    case ${WAIT_SECONDS:-1} in
    . | *[!0-9.]* | *.*.*) wrong="$wrong; WAIT_SECONDS must be a number of seconds, not \`$WAIT_SECONDS\`" ;;
    esac
    [ -z "$wrong" ] || fail "${wrong#; }"
}

# Retries a command of `[[name]]` until it succeeds; prints its output only on giving up.
await() {
    tries=${WAIT_TRIES:-30}
    until output=$(become_app "$@" 2>&1); do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "timed out waiting for the database: [[name]] $* failed: $output"
        sleep "${WAIT_SECONDS:-2}"
    done
}

# Waits until the PostgreSQL database is ready for a command of `[[name]]`. Outside of production, `serve` migrates it and
# loads the sample data first.
prepare() {
    # The first process of a container ignores signals without a handler.
    trap 'exit 1' INT TERM
    # Build first, so that a failing build is not retried.
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
    if checks_migration; then await check_migration; fi
}
<%- endif %>

run_app() {
<%- if has_tables %>
    check_variables
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
<%- if has_points %>

# The tests of points need PostGIS in the server that they start.
has_postgis() {
    [ -z "${TEST_DATABASE_URL:-}" ] || return 0
    for folder in "$("${PG_BIN:+$PG_BIN/}pg_config" --sharedir 2>/dev/null)" /usr/share/postgresql/*; do
        if [ -e "$folder/extension/postgis.control" ]; then return 0; fi
    done
    false
}
<%- endif %>

# Installs missing requirements of the test suite.
install_missing() {
    missing=
    command -v cc >/dev/null || missing='gcc libc6-dev'
<%- if has_tables %>
    has_postgres || missing="${missing:+$missing }postgresql"
<%- endif %>
<%- if has_points %>
    has_postgis || missing="${missing:+$missing }postgresql-postgis"
<%- endif %>
    [ -n "$missing" ] || return 0

    as_root=
    if [ "$(id -u)" -ne 0 ]; then as_root=sudo; fi
    for tool in apt-get $as_root; do
        command -v "$tool" >/dev/null || fail "install the requirements of the test suite (Debian packages): $missing"
    done
    echo "Installing requirements of the test suite: $missing"
    $as_root apt-get update -qq
    # The tests start their own servers, so no default cluster is needed.
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
    command -v cargo >/dev/null || fail 'the test suite needs the sources and the Rust toolchain: https://rustup.rs'
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
    [ "$(uname)" = Linux ] || fail 'coverage is supported on Linux only'
    ready_for_tests
    # Without default features (uploads) it does not need OpenSSL.
    cargo tarpaulin --version >/dev/null 2>&1 || cargo install cargo-tarpaulin --locked --no-default-features
    # Without counters in the dependencies.
    export RUSTC_WRAPPER="$PWD/.ci/coverage/rustc"
    # Tests that build other services use the same flags, so that cargo reuses the dependencies.
    RUSTFLAGS=$(cargo tarpaulin --engine llvm --print-rust-flags | sed -n 's/^RUSTFLAGS="\(.*\)"$/\1/p')
    export RUSTFLAGS
    # Include the programs that the tests start. A separate target directory keeps the instrumented build apart.
    exec cargo tarpaulin --engine llvm --follow-exec --workspace --locked --timeout 600 \
        --include-files 'src/*' 'crates/*/src/*' 'services/*/src/*' \
        --skip-clean --target-dir "${CARGO_TARGET_DIR:-target}/tarpaulin" "$@"
    ;;
[[name]])
    shift
    run_app "$@"
    ;;
-*) run_app "$@" ;;
*)
    # Any program on the PATH, otherwise a command of `[[name]]`.
    if command -v "$1" >/dev/null; then exec "$@"; fi
    run_app "$@"
    ;;
esac
