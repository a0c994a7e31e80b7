"""Which modules a Rust crate has and which of them name which, read from its files without a compiler."""

import re
from dataclasses import dataclass, field
from pathlib import Path

LITERAL = r"""(?<!\w)[bc]?r(?P<hashes>\#*)".*?"(?P=hashes)|(?<!\w)[bc]?"(?:\\.|[^"\\])*"|(?<!\w)b?'(?:\\.[^'\n]*|[^'\\\n])'"""
TOKEN = re.compile(rf"(?P<comment>//[^\n]*|/\*.*?\*/)|{LITERAL}", re.S)
TEST = re.compile(r"#\[cfg\((?:test|all\([^\]]*\btest\b[^\]]*)\)\]")
QUOTE = re.compile(r"\b(?:parse_)?quote(?:_spanned)?!\s*(?=[({\[])")
INLINE = re.compile(r"\bmod\s+\w+\s*(?=\{)")
FILE = re.compile(r"\bmod\s+(\w+)\s*;")
DEFINITION = re.compile(r"\b(?:struct|enum|union|trait|type|fn|const|static)\s+(?:mut\s+)?(\w+)")
PATH = re.compile(r"(?<![\w:])(?=(?:crate|super|self)\s*::)")
USE = re.compile(r"\buse\s+(?:::\s*)?(?=[\w{])")
SEGMENT = re.compile(r"\s*(\w+|\*)(?:\s+as\s+(\w+))?\s*(::)?\s*")


def code(text, literals=False):
    """Replaces comments, tests and, by default, literals by blanks; every character stays in its place."""
    bare = TOKEN.sub(lambda token: blank(token[0]), text)
    text = TOKEN.sub(lambda token: blank(token[0]) if token["comment"] else token[0], text) if literals else bare
    for test in TEST.finditer(bare):
        text = blank_range(text, test.start(), end(bare, test.end(), ";}"))
    return text


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def blank_range(text, start, stop):
    return text[:start] + blank(text[start:stop]) + text[stop:]


def end(text, start, closing=")}]"):
    """The end of the item or bracketed group at `start`."""
    depth = 0
    for mark in re.compile(r"[()\[\]{};]").finditer(text, start):
        depth += {"(": 1, "[": 1, "{": 1, ";": 0}.get(mark[0], -1)
        if depth <= 0 and mark[0] in closing:
            return mark.end()
    return len(text)


def paths(text, at, prefix=()):
    """The paths of the tree of paths at `at` as (segments, name, position), and where the tree ends."""
    if text[at] == "{":
        found, stop = [], at + 1
        while (gap := re.compile(r"[\s,]*").match(text, stop).end()) < len(text) and text[gap] != "}":
            branch, stop = paths(text, gap, prefix)
            found += branch
            if stop == gap:
                break
        return found, gap + 1
    segment = SEGMENT.match(text, at)
    if not segment:
        return [(prefix, None, at)] if prefix else [], at
    name, alias, more = segment.groups()
    path = prefix if name == "self" and prefix else (*prefix, name)
    if more and segment.end() < len(text):
        return paths(text, segment.end(), path)
    return [(path, alias or path[-1], segment.start(1))], segment.end()


@dataclass
class Module:
    file: Path
    text: str
    # name -> path, of `use`; `*` has a list of paths in `globs`.
    imports: dict = field(default_factory=dict)
    globs: list = field(default_factory=list)

    def __post_init__(self):
        self.definitions = set(DEFINITION.findall(self.text))
        self.inline = [(mod.start(), end(self.text, mod.end())) for mod in INLINE.finditer(self.text)]
        for use in USE.finditer(self.text):
            for path, name, at in paths(self.text, use.end())[0]:
                path = self.leave_inline(path, at)
                if name == "*":
                    self.globs.append(path[:-1])
                else:
                    self.imports[name] = path

    def leave_inline(self, path, at):
        """The path as the file's own module would write it: a module within the file counts as the file."""
        depth = sum(start < at < stop for start, stop in self.inline)
        while depth and path[0] == "super":
            path, depth = path[1:] if path[1:2] == ("super",) else ("self", *path[1:]), depth - 1
        return path

    def references(self):
        for start in PATH.finditer(self.text):
            for path, _, at in paths(self.text, start.end())[0]:
                yield self.leave_inline(path, at), self.text.count("\n", 0, at) + 1


class Crate:
    """A library or a program: its modules by path, the root's is ()."""

    def __init__(self, root):
        self.modules = {}
        self.add((), root, root.parent)

    def add(self, path, file, folder):
        text = code(file.read_text())
        for quote in QUOTE.finditer(text):
            # Names of generated code.
            text = blank_range(text, quote.end(), end(text, quote.end()))
        self.modules[path] = Module(file, text)
        for child in FILE.findall(text):
            for file in (folder / f"{child}.rs", folder / child / "mod.rs"):
                if file.is_file():
                    self.add((*path, child), file, folder / child)

    def absolute(self, module, path):
        if path[0] == "crate":
            return path[1:]
        if path[0] == "self":
            return module + path[1:]
        if path[0] == "super":
            return self.absolute(module[:-1], path[1:]) if path[1:2] == ("super",) else module[:-1] + path[1:]
        return module + path if module + path[:1] in self.modules or path[0] in self.modules[module].imports else None

    def resolve(self, path, seen=frozenset()):
        """The module that has what an absolute path names, through re-exports as far as they stay in this crate."""
        at = max(n for n in range(len(path) + 1) if path[:n] in self.modules)
        module, rest = path[:at], path[at:]
        if not rest or (module, rest[0]) in seen:
            return module
        seen |= {(module, rest[0])}
        here = self.modules[module]
        if rest[0] in here.imports:
            target = self.absolute(module, here.imports[rest[0]])
            return module if target is None else self.resolve(target + rest[1:], seen)
        if rest[0] not in here.definitions:
            for glob in here.globs:
                target = self.absolute(module, glob)
                found = module if target is None else self.resolve(target + rest, seen)
                if rest[0] in self.modules[found].definitions:
                    return found
        return module

    def edges(self):
        """The edges between siblings, each with everything below it: (parent, from, to) -> place of one."""
        edges = {}
        for module, source in self.modules.items():
            for path, line in source.references():
                target = self.resolve(self.absolute(module, path))
                common = next(n for n in range(len(module) + 1) if module[: n + 1] != target[: n + 1] or n == len(module))
                if common < len(module) and common < len(target):
                    edges.setdefault((module[:common], module[common], target[common]), f"{source.file}:{line}: {'::'.join(path)}")
        return edges
