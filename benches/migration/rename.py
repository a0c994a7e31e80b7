"""A rename of a column in two migrations, with the old release and the new one at once."""

import subprocess
import time

from database import postgres
from project import Project
from service import Service
from tighten import CUSTOMERS, fill
from writers import Writers, add


def run(arguments, programs, folder, report):
    if not programs.exists():
        build(programs, arguments.debug)
    before, after, finished = (programs / "releases" / name for name in ["before", "after", "finished"])
    with postgres(folder / "postgres", syncs=True) as url, Service(before, url, folder, prefix="ORDERS") as old:
        fill(url, arguments.rows)
        writers = [Writers(old.address, arguments.writers, arguments.pause, arguments.rows, CUSTOMERS)]
        time.sleep(arguments.seconds)
        begin = time.monotonic()
        subprocess.run([after, "migrate"], cwd=folder, env=old.environment, check=True)
        end = time.monotonic()
        with Service(after, url, folder, prefix="ORDERS") as new:
            writers.append(Writers(new.address, arguments.writers, arguments.pause, arguments.rows, CUSTOMERS, "remark"))
            time.sleep(arguments.seconds)
            results = [writers[0].stop()]
            report.add("rows that differ", different(url), "", 0)
            subprocess.run([finished, "migrate"], cwd=folder, env=old.environment, check=True)
            time.sleep(5)
            results.append(writers[1].stop())
    times = results[0][0]
    add(report, "write before", [took for begun, took in times if begun < begin])
    add(report, "write during", [took for begun, took in times if begun + took / 1000 >= begin and begun <= end], 50)
    add(report, "write of both releases", [took for begun, took in times if begun > end] + [took for _, took in results[1][0]])
    report.add("migration", end - begin, "s")
    failures = [failure for _, failures in results for failure in failures]
    report.add("writes that failed", len(failures), "", 0)
    print("\n".join(failures[:5]))


def build(programs, is_debug):
    project = Project(programs, is_debug)
    project.build("before")
    project.change(("amount, note,", "amount, remark,"), ("        note:", "        remark:"))
    project.release("after", ["rename_note", "--rename", "orders.note=remark", "--rolling"])
    project.release("finished", ["drop_note", "--finish-rename", "orders.note=remark"])


def different(url):
    query = "SELECT count(*) FROM orders WHERE note IS DISTINCT FROM remark"
    return int(subprocess.run(["psql", url, "-Atc", query], check=True, capture_output=True, text=True).stdout)
