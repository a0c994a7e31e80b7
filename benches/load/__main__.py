#!/usr/bin/env python3
"""Measures the service under hostile load, on this machine alone.

    python3 benches/load combined [--postgres]    12,000 silent connections, 1040 slow uploads and 300 slow reads at once
    python3 benches/load locks                    16 writes that wait for a lock of PostgreSQL
    python3 benches/load requests [--postgres]    CPU and memory of single requests of the largest allowed size

It starts a release binary (`cargo build --release --bin app`) on a free port of 127.0.0.1, with a new database: a SQLite file, or with
--postgres a temporary PostgreSQL server. Needs Linux, Python 3.11 and a limit of 16,000 open files (`ulimit -Hn`), and for PostgreSQL its server
programs. Exits with 1 when a target is missed. On a machine that does something else as well, times are worth little.
"""

import argparse
import sys

import combined
import locks
import requests_alone
from report import Report
from service import default_binary

MODES = {"combined": combined.run, "locks": locks.run, "requests": requests_alone.run}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--binary", default=default_binary(), help="the program to start (%(default)s)")
    parser.add_argument("--postgres", action="store_true", help="with a temporary PostgreSQL server instead of a SQLite file")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of the table (%(default)s)")
    parser.add_argument("--seconds", type=int, default=60, help="duration of the load (%(default)s)")
    parser.add_argument("--silent", type=int, default=12_000, help="silent connections (%(default)s)")
    parser.add_argument("--uploads", type=int, default=1040, help="uploads of two bytes a second (%(default)s)")
    parser.add_argument("--queries", type=int, default=150, help="clients that repeat an expensive query (%(default)s)")
    parser.add_argument("--readers", type=int, default=150, help="clients that read 1 KiB a second (%(default)s)")
    parser.add_argument("--writers", type=int, default=16, help="writes that wait for a lock (%(default)s)")
    parser.add_argument("--only", default="", help="measure only requests whose name contains this")
    report = Report()
    arguments = parser.parse_args()
    MODES[arguments.mode](arguments, report)
    sys.exit(report.print())


if __name__ == "__main__":
    main()
