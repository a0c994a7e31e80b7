"""Clients that write all the time, in a process of their own."""

import http.client
import json
import multiprocessing
import random
import threading
import time

from report import percentile


class Writers(multiprocessing.Process):
    """Clients that create orders and replace some of the first ones, each on a connection of its own."""

    def __init__(self, address, count, pause, rows, customers, note="note"):
        super().__init__(daemon=True)
        self.address, self.count, self.pause, self.rows, self.customers, self.note = address, count, pause, rows, customers, note
        self.ends = multiprocessing.Event()
        self.results, self.results_end = multiprocessing.Pipe(duplex=False)
        self.start()

    def run(self):
        all_times, failures = [[] for _ in range(self.count)], []
        threads = [threading.Thread(target=self._write, args=(times, failures)) for times in all_times]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.results_end.send(([time for times in all_times for time in times], failures))

    def _write(self, times, failures):
        client = http.client.HTTPConnection(*self.address, timeout=60)
        while not self.ends.wait(self.pause):
            for method, path in [("POST", "/orders"), ("PUT", f"/orders/{random.randint(1, self.rows)}")]:
                order = {"customerId": random.randint(1, self.customers), "amount": 5, "placedAt": "2026-01-01T00:00:00Z"}
                body = json.dumps(order | {self.note: f"{method} {time.time()}"})
                begun = time.monotonic()
                client.request(method, path, body, {"Content-Type": "application/json"})
                response = client.getresponse()
                text = response.read()
                times.append((begun, 1000 * (time.monotonic() - begun)))
                if response.status not in (200, 201):
                    failures.append(f"{response.status} {text[:300]}")

    def stop(self):
        """Returns the times when the writes began with their durations in milliseconds, and the failures."""
        self.ends.set()
        results = self.results.recv()
        self.join()
        return results


def add(report, name, times, target=None):
    for share in [0.5, 0.99]:
        report.add(f"{name} p{100 * share:.0f}", percentile(times, share), "ms", target if share == 0.99 else None)
    report.add(f"{name} max of {len(times)}", max(times), "ms")
