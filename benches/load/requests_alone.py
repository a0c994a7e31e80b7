"""The CPU and the memory that one request of the largest allowed size costs."""

import json
import time

from database import database
from locks import PERSON
from service import COLUMNS, Service

MIB = 1024 * 1024
FORM = "application/x-www-form-urlencoded"


def run(arguments, report):
    with database(arguments.postgres) as (url, folder):
        with Service(arguments.binary, url, folder, arguments.rows) as service:
            created = service.request("POST /people HTTP/1.1\r\nContent-Type: application/json", json.dumps(PERSON).encode())[1]
        person = json.loads(created.partition(b"\r\n\r\n")[2])["uuid"]
        for name, head, body in kinds(person):
            if arguments.only not in name:
                continue
            # Each in a new process, since the allocator keeps memory.
            with Service(arguments.binary, url, folder) as service:
                measure(service, report, name, head, body)


def measure(service, report, name, head, body):
    service.get("/people?limit=1")
    service.reset_peak()
    memory, cpu, begun = service.memory(), service.cpu(), time.monotonic()
    status, response = service.request(head, body, 120)
    # What is done after the response counts as well.
    time.sleep(0.3)
    print(f"{name}: {len(body)} bytes, status {status}, {len(response)} bytes in {time.monotonic() - begun - 0.3:.2f} s")
    # What is stored takes as long as there are rows.
    report.add(f"{name}, CPU", service.cpu() - cpu, "s", None if status in (200, 201) and head.startswith("POST") else 1)
    report.add(f"{name}, memory", service.peak_memory() - memory, "MiB", 64)


def filled(first, rest, last, size=MIB):
    """As many copies as fit."""
    return first + rest * ((size - len(first) - len(last)) // len(rest)) + last


def kinds(person):
    """The name, the head and the body of each request."""
    post = "POST {} HTTP/1.1\r\nContent-Type: {}".format
    json_post = post("/people", "application/json")
    fields = b"&".join(b"%x=" % number for number in range(150_000))[:MIB]
    yield "form, most fields", post("/people", FORM), fields
    yield "form, one field repeated", post("/people", FORM), filled(b"name=a", b"&name=a", b"")
    yield "form, percent-encoded", post("/people", FORM), filled(b"name=", b"%41", b"")
    yield "nested arrays", json_post, b"[" * MIB
    yield "nested objects", json_post, filled(b"", b'{"a":', b"")
    yield "unknown properties", json_post, b"{" + b",".join(b'"%x":1' % number for number in range(100_000))[: MIB - 20] + b"}"
    yield "long text", json_post, filled(b'{"name":"', b"a", b'"}')
    yield "escaped text", json_post, filled(b'{"name":"', b"\\u0001", b'"}')
    # A person has nothing that grows, except by copies.
    patch = f"PATCH /people/{person} HTTP/1.1\r\nContent-Type: application/json-patch+json"
    yield "patch, most operations", patch, filled(b'[{"op":"test","path":"/age","value":36}', b',{"op":"test","path":"/age","value":36}', b"]")
    yield "patch, copies", patch, filled(b'[{"op":"add","path":"/a","value":[1]}', b',{"op":"copy","from":"/a","path":"/a/-"}', b"]")
    yield "merge patch", patch.replace("json-patch", "merge-patch"), filled(b'{"a":[0', b",0", b"]}")
    for preference in ["strict", "lenient"]:
        bulk = post("/people/bulk", "application/json") + f"\r\nPrefer: handling={preference}"
        yield f"bulk ({preference}), empty objects", bulk, b"[" + b",".join([b"{}"] * 10_000) + b"]"
        unknown = b"{" + b",".join(b'"%x":1' % number for number in range(180)) + b"}"
        yield f"bulk ({preference}), unknown properties", bulk, b"[" + b",".join([unknown] * 10_000)[: 16 * MIB - 2] + b"]"
        valid = json.dumps(PERSON | {"name": "\u00fc" * 100}).encode()
        yield f"bulk ({preference}), valid", bulk, b"[" + b",".join([valid] * 10_000) + b"]"
    yield "bulk, nested arrays", post("/people/bulk", "application/json"), b"[" * 16 * MIB
    for item in [b"0", b"[0]", b"[[[[[[[[0]]]]]]]]"]:
        yield f"array of {item.decode()}", json_post, filled(b"[" + item, b"," + item, b"]")
        yield f"bulk, one item of {item.decode()}", post("/people/bulk", "application/json"), filled(b'[{"a":[' + item, b"," + item, b"]}]", 16 * MIB)
    # None of these is kept by a double, and the check is dearer than that of others.
    for number in [b"1e-400", b"0.12345678901234567"]:
        yield f"array of {number.decode()}", json_post, filled(b'{"a":[' + number, b"," + number, b"]}")
        item = b'{"a":[' + b",".join([number] * (1700 // (len(number) + 1))) + b"]}"
        yield f"bulk of {number.decode()}", post("/people/bulk", "application/json"), filled(b"[" + item, b"," + item, b"]", 16 * MIB)
    yield "bulk, many items", post("/people/bulk", "application/json"), filled(b"[0", b",0", b"]", 16 * MIB)
    get = "GET /people?limit=1 HTTP/1.1\r\n{}".format
    yield "Accept", get("Accept: " + "a/b;q=0.1," * 6000), b""
    yield "Accept, parameters", get("Accept: a/b" + ";a=b" * 15_000), b""
    yield "Accept-Encoding", get("Accept-Encoding: " + "gzip;q=0.1," * 5500), b""
    yield "If-None-Match", get("If-None-Match: " + '"1",' * 15_000), b""
    yield "traceparent", get("traceparent: 00-" + "a" * 60_000), b""
    yield "tracestate", get("traceparent: 00-" + "a" * 32 + "-" + "b" * 16 + "-01\r\ntracestate: " + "a=b," * 15_000), b""
    yield "Prefer", get("Prefer: " + "handling=lenient," * 3600), b""
    yield "Cookie", get("Cookie: " + "a=b; " * 12_000), b""
    yield "query", "GET /people?" + "&".join(f"a{number}=1" for number in range(7000)) + " HTTP/1.1", b""
    yield "query, one parameter", "GET /people?age=" + ",".join(["1"] * 30_000) + " HTTP/1.1", b""
    yield "largest page", "GET /people?limit=10000 HTTP/1.1", b""
    yield "largest page, HTML", "GET /people?limit=10000 HTTP/1.1\r\nAccept: text/html", b""
    imported, columns = post("/imports", "text/csv"), ",".join(COLUMNS).encode() + b"\n"
    yield "import, invalid rows", imported, filled(columns, b"a\n", b"", 16 * MIB)
    yield "import, invalid cells", imported, filled(columns, b"2,9,,x,-1,-1,-1,-1\n", b"", 16 * MIB)
    yield "import, one long row", imported, filled(columns, b"a", b"\n", 64 * MIB)
    yield "import, many columns", imported, filled(b"a", b",a", b"\n", 16 * MIB)
    yield "import, valid rows", imported, filled(columns, b"1,1,Ada,female,36,0,0,10\n", b"", 2 * MIB)
