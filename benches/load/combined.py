"""Silent connections, slow uploads and slow reads at once, beside a well-behaved client."""

import time

from clients import Crowd, Prober, raise_limit
from database import database
from service import Service

# No row matches, and the order is that of no index.
EXPENSIVE = "/people?name_contains=zzzz&sort=-fare,name&count=true"
LARGE = "/people?limit=10000"
# How long after the load everything has to be free.
SETTLES = 60


def run(arguments, report):
    raise_limit()
    with database(arguments.postgres) as (url, folder), Service(arguments.binary, url, folder, arguments.rows) as service:
        quiet = measure(service, 10)
        quiet[0].report(report, "quiet GET")
        descriptors, memory = service.descriptors(), service.memory()
        crowds = start(service, arguments)
        # The burst counts as well.
        for name, prober in zip(["GET", "/health/ready"], measure(service, arguments.seconds)):
            prober.report(report, name, 250)
        busiest = service.descriptors()
        # Those who do not read leave. The others stay, but do not come back once their connections are closed.
        for crowd in crowds.values():
            crowd.replaces.clear()
        time.sleep(SETTLES)
        left = {name: crowd.open.value for name, crowd in crowds.items()}
        statuses = {name: crowd.statuses() for name, crowd in crowds.items()}
        report.add("memory before", memory, "MiB")
        report.add("peak memory", service.peak_memory(), "MiB", 400)
        report.add(f"memory {SETTLES} s later", service.memory(), "MiB")
        report.add("descriptors before", descriptors, "")
        report.add("descriptors under load", busiest, "")
        report.add(f"descriptors {SETTLES} s later", service.descriptors(), "", descriptors + 16)
        report.add(f"connections {SETTLES} s later", sum(left.values()), "", 0)
        for crowd in crowds.values():
            crowd.terminate()
        print(f"responses to the load: {statuses}\nopen at the end: {left}")
        print("log of the service, without repetitions:\n" + "\n".join(service.log().splitlines()[:20]) + "\n")


def start(service, arguments):
    """Starts the load, of which the silent connections come first."""
    upload = b"POST /imports HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n"
    get = "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    kinds = {
        "silent": (arguments.silent, {}),
        "uploads": (arguments.uploads, {"head": upload, "drip": b"aa"}),
        "queries": (arguments.queries, {"head": get.format(EXPENSIVE).encode()}),
        "readers": (arguments.readers, {"head": get.format(LARGE).encode(), "read": 1024, "stays": False}),
    }
    return {name: Crowd(service.address, count, **kind) for name, (count, kind) in kinds.items() if count}


def measure(service, seconds):
    """Measures a GET and the readiness probe."""
    probers = [Prober(service, "/people?limit=1"), Prober(service, "/health/ready")]
    time.sleep(seconds)
    for prober in probers:
        prober.stop()
    return probers
