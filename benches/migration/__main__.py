#!/usr/bin/env python3
"""Measures writes of a service while its PostgreSQL is migrated, on this machine alone.

    python3 benches/migration tighten    adds an index, a constraint and a foreign key to a large table
    python3 benches/migration rename     renames a column, with the old release and the new one at once

It makes a service of `before.yaml` with `dropspec new`, changes the document, lets `make_migration` write the migration, and builds both releases
(in CARGO_TARGET_DIR, without link-time optimization). PostgreSQL is a temporary server with its default settings. Needs Python 3.11 and the server
programs of PostgreSQL. Exits with 1 when a target is missed. On a machine that does something else as well, times are worth little.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "load"))

import rename  # noqa: E402
import tighten  # noqa: E402
from report import Report  # noqa: E402

MODES = {"tighten": tighten.run, "rename": rename.run}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--rows", type=int, default=5_000_000, help="rows of the table (%(default)s)")
    parser.add_argument("--seconds", type=int, default=30, help="duration of the load before the migration (%(default)s)")
    parser.add_argument("--writers", type=int, default=4, help="clients that write all the time (%(default)s)")
    parser.add_argument("--pause", type=float, default=0.005, help="seconds between two writes of a client (%(default)s)")
    parser.add_argument("--debug", action="store_true", help="build without optimization, to try it")
    parser.add_argument("--programs", type=Path, help="the folder of the programs, which are built if it does not exist, and kept")
    report = Report()
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="migration.") as folder:
        programs = arguments.programs or Path(folder) / "programs"
        MODES[arguments.mode](arguments, programs, Path(folder), report)
    sys.exit(report.print())


if __name__ == "__main__":
    main()
