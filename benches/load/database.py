"""New databases, which are removed at the end."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from service import free_port


@contextmanager
def database(is_postgres):
    """Yields the URL of an empty database, and a folder."""
    with tempfile.TemporaryDirectory(prefix="load.") as folder:
        folder = Path(folder)
        if is_postgres:
            with postgres(folder / "postgres") as url:
                yield url, folder
        else:
            yield f"sqlite://{folder / 'people.db'}", folder


@contextmanager
def postgres(folder, syncs=False):
    """Yields the URL of a temporary PostgreSQL server. Unless it syncs acknowledged writes, only the service is measured."""
    programs, user = _programs(), {}
    folder.mkdir()
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        shutil.chown(folder, "postgres")
        folder.parent.chmod(0o711)
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    port = free_port()
    data = folder / "data"
    options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run([programs / "initdb", "-D", data, *options], check=True, stdout=subprocess.DEVNULL, cwd=folder, **user)
    settings = ["-h", "127.0.0.1", "-p", str(port), "-k", "", "-c", f"fsync={'on' if syncs else 'off'}", "-c", "max_connections=200"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([programs / "postgres", "-D", data, *settings], stdout=log, stderr=log, cwd=folder, **user)
    url = f"postgres://postgres@127.0.0.1:{port}/postgres"
    try:
        for _ in range(200):
            if subprocess.run(["psql", url, "-c", "SELECT"], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.05)
        yield url
    finally:
        # An immediate shutdown: nothing is kept.
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _programs():
    """The folder of `initdb`, which distributions do not put on the path."""
    folders = [os.environ.get("PG_BIN", ""), *sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    found = shutil.which("initdb", path=os.pathsep.join([*folders, os.environ["PATH"]]))
    if not found:
        raise SystemExit("initdb not found: install PostgreSQL, or set PG_BIN to the folder of its programs")
    return Path(found).parent
