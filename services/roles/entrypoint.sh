#!/bin/sh
# Runs the services, or tests their sources:
#
#     ./entrypoint.sh [all]                 runs all services, on this machine
#     ./entrypoint.sh SERVICE [serve|...]   runs a command of a service, by default `serve`
#     ./entrypoint.sh check_health          checks that a service runs in this container and is ready
#     ./entrypoint.sh test [...]            runs the test suite with the given arguments
#     ./entrypoint.sh COMMAND [...]         runs any other command
set -eu

folder=$(dirname "$0")

# Replaces the shell by `roles`, which is built first if it is not installed.
become_program() {
    if command -v roles >/dev/null; then
        exec roles "$@"
    fi
    exec cargo run --manifest-path "$folder/Cargo.toml" --release --quiet --locked -- "$@"
}

[ "$#" -gt 0 ] || set -- all
case $1 in
check_health)
    # A container has one of the services, or all.
    for service in page role stat description move; do
        if (become_program "$service" check_health) 2>/dev/null; then exit; fi
    done
    echo 'no service is ready' >&2
    exit 1
    ;;
test)
    shift
    exec cargo test --manifest-path "$folder/Cargo.toml" --locked "$@"
    ;;
roles) shift ;;
all | page | role | stat | description | move | -*) ;;
*) exec "$@" ;;
esac
become_program "$@"
