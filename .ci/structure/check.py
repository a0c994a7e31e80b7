#!/usr/bin/env python3
"""Checks which crates and modules of a workspace depend on which.

    check.py [ROOT]     of the workspace at ROOT, this one by default

1. A crate depends only on crates that follow it in `STACKS`. Crates that are in no stack (services, tests) may depend on all
   of them. Development dependencies may point upwards, but no dependency may close a cycle.
2. The modules of a crate do not depend on each other in cycles. Cycles are those among siblings, which is what a reader sees
   in the listing of a folder: each module includes everything below it. A module and its own descendants are one unit,
   as a parent declares and re-exports its children, and they use its items. A path counts as one to the module that defines
   the item, not to the one that re-exports it.
3. The crates in `CORE` contain no names of databases or templates, and do not depend on crates for them.
4. No crate named dropspec* contains a name of the register.

Comments, tests, benchmarks, examples and quoted code do not count.
"""

import os
import re
import sys
import tomllib
from pathlib import Path

from graph import cycles
from rust import Crate, code

# Each depends only on those that follow it.
STACKS = [
    # At run time. The command line tool writes the first migration of a service, and contract tests have its validator.
    [
        "dropspec-cli",
        "dropspec-contract",
        "dropspec-app",
        "dropspec",
        "dropspec-html",
        "dropspec-docs",
        "dropspec-transfer",
        "dropspec-migrate",
        "dropspec-db",
        "dropspec-auth",
        "dropspec-server",
        "dropspec-telemetry",
        "dropspec-client",
        "dropspec-http",
        "dropspec-schema",
        "dropspec-validation",
        "dropspec-wire",
        "dropspec-config",
    ],
    # The generator.
    ["dropspec-cli", "dropspec-contract", "dropspec-build", "dropspec-codegen", "dropspec-openapi", "dropspec-validation", "dropspec-wire"],
]
CORE = ["dropspec-http", "dropspec-schema", "dropspec-validation"]
STORAGE_AND_PAGES = re.compile(r"\w*(?:diesel|sqlite|postgres|askama)\w*", re.I)
REGISTER = re.compile(r"people|passenger|titanic", re.I)


class Package:
    def __init__(self, folder):
        manifest = tomllib.loads((folder / "Cargo.toml").read_text())
        self.folder, self.name = folder, manifest["package"]["name"]
        tables = [manifest, *manifest.get("target", {}).values()]
        self.dependencies = names(tables, "dependencies") | names(tables, "build-dependencies")
        self.test_dependencies = names(tables, "dev-dependencies")

    def crates(self):
        """The library and the programs."""
        roots = [self.folder / "src/lib.rs", self.folder / "src/main.rs", *self.folder.glob("src/bin/*.rs")]
        return [Crate(root) for root in roots if root.is_file()]

    def files(self):
        """The sources that are not tests."""
        for file in sorted((self.folder / "src").rglob("*")):
            if file.is_file() and file.stem != "tests" and not {"tests", "snapshots"} & set(file.parts):
                yield file


def names(tables, kind):
    return {
        entry.get("package", name) if isinstance(entry, dict) else name
        for table in tables
        for name, entry in table.get(kind, {}).items()
    }


def packages(root):
    manifest = tomllib.loads((root / "Cargo.toml").read_text())
    folders = [folder for member in manifest["workspace"]["members"] for folder in sorted(root.glob(member))]
    folders += [root] if "package" in manifest else []
    return [Package(folder) for folder in folders if (folder / "Cargo.toml").is_file()]


def may_depend(name, on):
    above = [stack[: stack.index(on)] for stack in STACKS if on in stack]
    return any(name in stack for stack in above) or not any(name in stack for stack in STACKS)


def check_layers(members):
    own = {package.name for package in members}
    edges = {}
    for package in members:
        for on in sorted((package.dependencies | package.test_dependencies) & own - {package.name}):
            edges[package.name, on] = None
            if on in package.dependencies and not may_depend(package.name, on):
                yield f"{package.folder}/Cargo.toml: {package.name} may not depend on {on} (see STACKS in {Path(__file__).name})"
    for cycle in cycles(edges):
        yield f"cycle of crates: {' -> '.join((*cycle, cycle[0]))}"


def check_modules(package):
    for crate in package.crates():
        edges = crate.edges()
        for parent in sorted({parent for parent, _, _ in edges}):
            inner = {(start, stop): place for (at, start, stop), place in edges.items() if at == parent}
            for cycle in cycles(inner):
                yield f"{'::'.join((package.name, *parent))}: cycle of modules: {' -> '.join((*cycle, cycle[0]))}"
                for pair in zip(cycle, (*cycle[1:], cycle[0])):
                    yield f"    {inner[pair]}"


def check_words(package, forbidden, why):
    for file in package.files():
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        # Markdown is documentation.
        text = code(text, literals=True) if file.suffix == ".rs" else "" if file.suffix == ".md" else text
        for number, line in enumerate(text.splitlines(), 1):
            if found := forbidden.search(line):
                yield f"{file}:{number}: {why}: {found[0]}"


def check(root):
    members = packages(root)
    yield from check_layers(members)
    for package in members:
        yield from check_modules(package)
        if package.name.startswith("dropspec"):
            yield from check_words(package, REGISTER, "name of the register")
        if package.name in CORE:
            yield from check_words(package, STORAGE_AND_PAGES, "name of a database or template")
            for on in sorted(filter(STORAGE_AND_PAGES.search, package.dependencies)):
                yield f"{package.folder}/Cargo.toml: {package.name} depends on a database or templates: {on}"


def main():
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    violations = list(check(Path()))
    print(*violations, sep="\n", end="\n" if violations else "")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
