"""A migration that adds an index, a constraint and a foreign key."""

import subprocess
import time

from database import postgres
from project import Project
from service import Service
from writers import Writers, add

CUSTOMERS = 100_000
CHANGES = [
    ("amount: { type: integer, format: int64, minimum: 0 }", "amount: { type: integer, format: int64, minimum: 0, maximum: 1000000 }"),
    ("          format: int64\n        amount", "          format: int64\n          x-dropspec-references: { table: customers }\n        amount"),
    (
        "        - { name: page_token, in: query, schema: { type: string } }\n",
        "        - { name: page_token, in: query, schema: { type: string } }\n"
        "        - { name: placedAt_gte, in: query, schema: { type: string, format: date-time } }\n",
    ),
]


def run(arguments, programs, folder, report):
    if not programs.exists():
        build(programs, arguments.debug)
    before, after = (programs / "releases" / name for name in ["before", "after"])
    with postgres(folder / "postgres", syncs=True) as url, Service(before, url, folder, prefix="ORDERS") as service:
        fill(url, arguments.rows)
        writers = Writers(service.address, arguments.writers, arguments.pause, arguments.rows, CUSTOMERS)
        time.sleep(arguments.seconds)
        begin = time.monotonic()
        subprocess.run([after, "migrate"], cwd=folder, env=service.environment, check=True)
        end = time.monotonic()
        times, failures = writers.stop()
    add(report, "write before", [took for begun, took in times if begun < begin])
    # Those that are under way when it begins count as well.
    add(report, "write during", [took for begun, took in times if begun + took / 1000 >= begin and begun <= end], 50)
    report.add("migration", end - begin, "s")
    report.add("writes that failed", len(failures), "", 0)
    print("\n".join(failures[:5]))


def build(programs, is_debug):
    project = Project(programs, is_debug)
    project.build("before")
    project.change(*CHANGES)
    project.release("after", ["tighten"])
    print(next((project.path / "migrations" / "postgres").glob("*_tighten/up.sql")).read_text())


def fill(url, rows):
    """Fills the tables. The statistics are those that autovacuum would have collected."""
    statements = [
        f"INSERT INTO customers (id, name) SELECT n, 'Customer ' || n FROM generate_series(1, {CUSTOMERS}) n",
        "INSERT INTO orders (customer_id, amount, note, placed_at) "
        f"SELECT 1 + n % {CUSTOMERS}, n % 1000, 'note ' || n, timestamptz '2020-01-01' + n * interval '1 second' FROM generate_series(1, {rows}) n",
        "VACUUM ANALYZE",
        "CHECKPOINT",
    ]
    for statement in statements:
        subprocess.run(["psql", url, "-q", "-c", statement], check=True)
