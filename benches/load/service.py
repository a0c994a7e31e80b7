"""The service under test, and what the kernel says of its process."""

import csv
import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
COLUMNS = ["Survived", "Pclass", "Name", "Sex", "Age", "Siblings/Spouses Aboard", "Parents/Children Aboard", "Fare"]


def default_binary():
    return str(Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "app")


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def write_rows(path, count):
    """Writes a CSV file of people."""
    random.seed(count)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for index in range(count):
            sex, name = random.choice(["male", "female"]), f"Passenger {random.randrange(10**9):09} of {index}"
            rows.writerow([random.randrange(2), random.randrange(1, 4), name, sex, random.randrange(90), 0, 0, random.randrange(500)])


class Service:
    """A running service. Use it as a context manager."""

    def __init__(self, binary, database_url, folder, rows=0, prefix="APP"):
        self.folder = folder
        self.address = ("127.0.0.1", free_port())
        own = {f"{prefix}_BIND": "%s:%d" % self.address, "DATABASE_URL": database_url, f"{prefix}_SETTINGS": "testing", "NO_COLOR": "1"}
        kept = {name: value for name, value in os.environ.items() if not name.startswith((f"{prefix}_", "POSTGRES_", "DATABASE_", "OTEL_"))}
        self.environment = kept | own
        self.binary = binary
        self._run("migrate")
        if rows:
            write_rows(folder / "rows.csv", rows)
            self._run("import_data", str(folder / "rows.csv"))
        with (folder / "log").open("wb") as log:
            command = [binary, "serve"]
            self.process = subprocess.Popen(command, cwd=folder, env=self.environment, stdout=log, stderr=log)
        self._wait()

    def _run(self, *arguments):
        done = subprocess.run([self.binary, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{arguments[0]} failed: {done.stderr}")

    def _wait(self):
        for _ in range(600):
            try:
                if self.get("/health/ready")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"the service did not start:\n{(self.folder / 'log').read_text()}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def request(self, head, body=b"", timeout=30):
        """Sends a request on a new connection. Returns the status, 0 without a response, and the response."""
        with socket.create_connection(self.address, timeout) as client:
            client.settimeout(timeout)
            text = f"{head}\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            if body:
                text += f"Content-Length: {len(body)}\r\n"
            response = bytearray()
            try:
                client.sendall(text.encode() + b"\r\n" + body)
            except (BrokenPipeError, ConnectionResetError):
                pass  # It has responded without reading the body.
            try:
                while part := client.recv(1 << 20):
                    response += part
            except (ConnectionResetError, TimeoutError):
                pass
        return int(response[9:12] or b"0"), bytes(response)

    def get(self, path, timeout=30):
        return self.request(f"GET {path} HTTP/1.1", timeout=timeout)

    def _proc(self, name):
        return Path(f"/proc/{self.process.pid}/{name}")

    def _status(self, field):
        lines = self._proc("status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024

    def memory(self):
        """The resident memory in MiB."""
        return self._status("VmRSS:")

    def peak_memory(self):
        """The largest resident memory since the start, or since it was reset, in MiB."""
        return self._status("VmHWM:")

    def reset_peak(self):
        self._proc("clear_refs").write_text("5")

    def cpu(self):
        """The CPU time so far, in seconds."""
        fields = self._proc("stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def descriptors(self):
        return len(os.listdir(self._proc("fd")))

    def log(self):
        return (self.folder / "log").read_text(errors="replace")
