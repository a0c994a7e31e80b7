"""Clients that measure, and clients that do harm."""

import errno
import itertools
import multiprocessing
import resource
import socket
import threading
import time

from report import percentile

# Leaves the choice of the port to connect(2), so that clients of several addresses can share ports. Python has no name for it.
IP_BIND_ADDRESS_NO_PORT = 24
# How often connections are replaced that the server has closed, in seconds.
REPLACES = 10
# The addresses that clients connect from.
SOURCES = [f"127.0.0.{number}" for number in range(2, 10)]


def raise_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard != resource.RLIM_INFINITY and hard < 16_000:
        raise SystemExit(f"the limit of open files is {hard}, and at least 16000 are needed")


class Prober(threading.Thread):
    """A well-behaved client: GETs a path again and again, each time on a new connection."""

    def __init__(self, service, path, pause=0.05):
        super().__init__(daemon=True)
        self.service, self.path, self.pause = service, path, pause
        self.times, self.failures = [], []
        self.ends = threading.Event()
        self.start()

    def run(self):
        while not self.ends.wait(self.pause):
            begun = time.monotonic()
            try:
                status = self.service.get(self.path, timeout=20)[0]
            except OSError as error:
                status = str(error)
            self.times.append(1000 * (time.monotonic() - begun))
            if status != 200:
                self.failures.append(status)

    def stop(self):
        self.ends.set()
        self.join()

    def report(self, report, name, target=None):
        """Adds the figures, of which the target holds for the slowest."""
        for share in [0.5, 0.99]:
            report.add(f"{name} p{100 * share:.0f}", percentile(self.times, share), "ms")
        report.add(f"{name} max of {len(self.times)}", max(self.times), "ms", target)
        report.add(f"{name} failed", len(self.failures), "", 0)


class Crowd(multiprocessing.Process):
    """Clients in a process of their own, each with a connection, which is replaced when the server closes it."""

    def __init__(self, address, count, head=b"", drip=b"", read=4096, stays=True):
        """Each sends `head` at once, and then each second it sends `drip` and reads up to `read` bytes. After the load it stays or leaves."""
        super().__init__(daemon=True)
        self.address, self.count, self.head, self.drip, self.read, self.stays = address, count, head, drip, read, stays
        self.replaces = multiprocessing.Event()
        self.replaces.set()
        self.open = multiprocessing.Value("i", 0)
        self.responses = multiprocessing.Array("i", 600)
        self.start()

    def run(self):
        raise_limit()
        sources = itertools.cycle(SOURCES)
        clients = []
        for second in itertools.count():
            begun = time.monotonic()
            if not self.replaces.is_set():
                clients = clients if self.stays else []
            elif second % REPLACES == 0:
                clients += [self._connect(next(sources)) for _ in range(self.count - len(clients))]
            clients = [client for client in clients if self._go_on(client)]
            self.open.value = len(clients)
            time.sleep(max(0, begun + 1 - time.monotonic()))

    def _connect(self, source):
        client = socket.socket()
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.bind((source, 0))
        client.connect_ex(self.address)
        return [client, self.head, False]

    def _go_on(self, state):
        """Returns whether the connection is open."""
        client, unsent, has_status = state
        try:
            if unsent or self.drip:
                sent = client.send(unsent or self.drip)
                state[1] = unsent[sent:]
        except BlockingIOError:
            pass
        except OSError as error:
            # While it connects, nothing can be sent.
            if error.errno != errno.ENOTCONN:
                return self._close(client)
        try:
            part = client.recv(self.read)
            if not part:
                return self._close(client)
            if not has_status and part.startswith(b"HTTP/1.1 "):
                self.responses[int(part[9:12])] += 1
                state[2] = True
        except BlockingIOError:
            pass
        except OSError as error:
            if error.errno != errno.ENOTCONN:
                return self._close(client)
        return True

    @staticmethod
    def _close(client):
        client.close()
        return False

    def statuses(self):
        return {status: count for status, count in enumerate(self.responses) if count}
