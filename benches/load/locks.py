"""Reads beside writes that wait for a lock of PostgreSQL."""

import json
import subprocess
import threading

from combined import measure
from database import database
from report import percentile
from service import Service

PERSON = {
    "survived": True, "passengerClass": 1, "name": "Ada", "sex": "female", "age": 36,
    "siblingsOrSpousesAboard": 0, "parentsOrChildrenAboard": 0, "fare": 10,
}
SECONDS = 15


def run(arguments, report):
    body = json.dumps(PERSON).encode()
    with database(True) as (url, folder), Service(arguments.binary, url, folder, arguments.rows) as service:
        quiet = measure(service, SECONDS)
        # Reads do not conflict with this lock.
        statements = ["BEGIN", "LOCK TABLE people IN SHARE MODE", f"SELECT pg_sleep({SECONDS + 5})"]
        command = ["psql", url, *(option for statement in statements for option in ["-c", statement])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as session:
            # psql says what it has done.
            while "LOCK" not in session.stdout.readline():
                pass
            statuses = []
            post = lambda: statuses.append(service.request("POST /people HTTP/1.1\r\nContent-Type: application/json", body, 60)[0])
            writers = [threading.Thread(target=post) for _ in range(arguments.writers)]
            for writer in writers:
                writer.start()
            loaded = measure(service, SECONDS)
            waiting = sum(writer.is_alive() for writer in writers)
            session.communicate()
        for writer in writers:
            writer.join()
    report.add("writes that wait all along", waiting, "")
    report.add("writes that fail", sum(status != 201 for status in statuses), "")
    for name, before, under in zip(["GET", "/health/ready"], quiet, loaded):
        before.report(report, f"quiet {name}")
        under.report(report, name)
        report.add(f"{name} p99 to quiet p99", percentile(under.times, 0.99) / percentile(before.times, 0.99), "", 2.0)
