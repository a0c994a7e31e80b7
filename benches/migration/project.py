"""Two releases of a service, with the migration between them."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
DOCUMENT = Path(__file__).with_name("before.yaml")
# Link-time optimization takes minutes and changes little here.
SETTINGS = {"CARGO_PROFILE_RELEASE_LTO": "off", "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16"}


class Project:
    """A service named `orders`, in a folder."""

    def __init__(self, folder, is_debug):
        self.path, self.releases, self.is_debug = folder / "orders", folder / "releases", is_debug
        self.releases.mkdir(parents=True)
        self.cargo("run", "-q", "-p", "dropspec-cli", "--", "new", str(DOCUMENT), str(self.path), "--dropspec-path", str(ROOT), cwd=ROOT)
        # The versions of the workspace, which are compiled and need no network.
        shutil.copy(ROOT / "Cargo.lock", self.path / "Cargo.lock")

    def cargo(self, *arguments, cwd=None):
        environment = os.environ | SETTINGS | {"CARGO_TARGET_DIR": str(TARGET)}
        subprocess.run(["cargo", *arguments], cwd=cwd or self.path, env=environment, check=True)

    def build(self, name):
        """Builds a release, and returns its program."""
        self.cargo("build", "-q", *([] if self.is_debug else ["--release"]))
        program = self.releases / name
        shutil.copy(TARGET / ("debug" if self.is_debug else "release") / "orders", program)
        return program

    def change(self, *replacements):
        """Replaces parts of the document."""
        document = self.path / DOCUMENT.name
        text = document.read_text()
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        document.write_text(text)

    def release(self, name, arguments):
        """Builds a release of the changed document with a migration, of the arguments of `make_migration`."""
        program = self.build(name)
        subprocess.run([program, "make_migration", *arguments], cwd=self.path, check=True)
        self.build(name)
