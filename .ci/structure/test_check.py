"""Checks small workspaces."""

import os
import tempfile
import unittest
from pathlib import Path

from check import check

CLEAN = {
    "Cargo.toml": """
        [workspace]
        members = ["crates/*"]
        [package]
        name = "app"
        [dependencies]
        dropspec.workspace = true
    """,
    "src/main.rs": "mod people; fn main() { people::run() }",
    "src/people.rs": "pub fn run() {}",
    "crates/dropspec/Cargo.toml": """
        [package]
        name = "dropspec"
        [dependencies]
        dropspec-http = { path = "../dropspec-http" }
    """,
    "crates/dropspec/src/lib.rs": "mod a; mod b;",
    "crates/dropspec/src/a/mod.rs": "mod inner; pub struct A; pub use inner::Inner;",
    "crates/dropspec/src/a/inner.rs": "use super::A; pub struct Inner(A);",
    "crates/dropspec/src/b.rs": "use crate::a::{A, Inner}; pub struct B(A, Inner);",
    "crates/dropspec-http/Cargo.toml": """
        [package]
        name = "dropspec-http"
        [dev-dependencies]
        dropspec-db = { path = "../dropspec-db" }
    """,
    "crates/dropspec-http/src/lib.rs": "",
    "crates/dropspec-db/Cargo.toml": """
        [package]
        name = "dropspec-db"
        [dependencies]
        diesel = "2"
    """,
    "crates/dropspec-db/src/lib.rs": "use diesel::PgConnection;",
}
A, B = "crates/dropspec/src/a/mod.rs", "crates/dropspec/src/b.rs"


class Check(unittest.TestCase):
    def violations(self, changes):
        before = Path.cwd()
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (CLEAN | changes).items():
                file = Path(folder, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            os.chdir(folder)
            try:
                return list(check(Path()))
            finally:
                os.chdir(before)

    def added(self, file, text):
        return self.violations({file: CLEAN[file] + text})

    def test_clean(self):
        self.assertEqual(self.violations({}), [])

    def test_cycle_of_modules(self):
        self.assertEqual(
            self.added(A, "\nuse super::b::B;"),
            [
                "dropspec: cycle of modules: a -> b -> a",
                f"    {A}:2: super::b::B",
                f"    {B}:1: crate::a::A",
            ],
        )

    def test_ways_to_name_a_module(self):
        for path in [
            "use crate::{a, b::{self as other, B}};",
            "fn f(b: Option<crate::b::B>) {}",
            "mod within { use super::super::b::B; }",
            "fn f() -> char { '\"' } use crate::b::B; const Q: char = '\"';",
            "fn f<'a>(x: &'a str) { crate::b::B::new::<'a>(x) }",
        ]:
            with self.subTest(path):
                self.assertIn("dropspec: cycle of modules: a -> b -> a", self.added(A, path))

    def test_re_exports_are_followed(self):
        for re_export in ["pub use b::B;", "pub use b::*;", "pub use crate::b::B as C; pub use C as B;"]:
            root = "crates/dropspec/src/lib.rs"
            changes = {root: CLEAN[root] + re_export, A: CLEAN[A] + "use crate::B;"}
            with self.subTest(re_export):
                self.assertIn("dropspec: cycle of modules: a -> b -> a", self.violations(changes))

    def test_what_does_not_count(self):
        for text in [
            "// crate::b::B",
            "/* use crate::b::B; */",
            'const S: &str = "use crate::b::B;";',
            'const S: &str = r#"" crate::b::B "#;',
            "#[cfg(test)] mod tests { use crate::b::B; fn f() { { } } }",
            "#[cfg(test)] #[allow(unused)] use crate::b::B;",
            "fn f() { quote! { crate::b::B }; }",
            "mod within { use super::inner::Inner; }",
        ]:
            with self.subTest(text):
                self.assertEqual(self.added(A, text), [])

    def test_layers(self):
        upwards = self.added("crates/dropspec-db/Cargo.toml", '\ndropspec-app = { path = "../x" }\n')
        self.assertEqual(upwards, [])  # Not a member.
        upwards = self.added("crates/dropspec-http/Cargo.toml", '\n[build-dependencies]\nalias = { package = "dropspec-db" }\n')
        self.assertIn("dropspec-http may not depend on dropspec-db", upwards[0])
        self.assertIn("dropspec-db may not depend on app", self.added("crates/dropspec-db/Cargo.toml", '\napp = "1"\n')[0])

    def test_cycle_of_crates(self):
        cycle = self.added("crates/dropspec-db/Cargo.toml", '\ndropspec-http = "1"\n')
        self.assertEqual(cycle, ["cycle of crates: dropspec-db -> dropspec-http -> dropspec-db"])

    def test_core(self):
        core = "crates/dropspec-http/src/lib.rs"
        self.assertEqual(
            self.added(core, "fn f() {}\nuse tokio_postgres::Row;"),
            [f"{core}:2: name of a database or template: tokio_postgres"],
        )
        askama = self.added("crates/dropspec-http/Cargo.toml", '\n[target."cfg(unix)".dependencies]\naskama = "1"\n')
        self.assertEqual(len(askama), 1)

    def test_register(self):
        self.assertEqual(self.added(B, "\nconst P: &str = \"/people\";"), [f"{B}:2: name of the register: people"])
        self.assertEqual(self.added(B, "// people\n#[cfg(test)] mod tests { const OPEN: &str = \"{\"; }"), [])
        self.assertEqual(self.added(B, "#[cfg(test)] mod tests { const CLOSE: &str = \"}\"; struct Passenger; }"), [])
        self.assertEqual(self.violations({"crates/dropspec/src/tests.rs": "fn titanic() {}"}), [])


if __name__ == "__main__":
    unittest.main()
