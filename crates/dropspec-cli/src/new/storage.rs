//! The database of a service whose document has tables.

use syn::Item;

/// The tables of generated code; none if it has none.
#[derive(Debug)]
pub(super) struct Storage(Vec<String>);

impl Storage {
    /// The modules within the module `tables`.
    pub(super) fn read(api: &syn::File) -> Self {
        let tables = api.items.iter().find_map(|item| match item {
            Item::Mod(item) if item.ident == "tables" => item.content.as_ref(),
            _ => None,
        });
        let modules = tables.into_iter().flat_map(|(_, items)| items).filter_map(|item| match item {
            Item::Mod(item) => Some(item.ident.to_string()),
            _ => None,
        });
        Self(modules.collect())
    }

    fn or_nothing<'t>(&self, text: &'t str) -> &'t str {
        if self.0.is_empty() { "" } else { text }
    }

    /// What the crate depends on.
    pub(super) fn dependencies(&self) -> &'static str {
        self.or_nothing(include_str!("templates/storage/dependencies.toml"))
    }

    /// What the code names of the generated code.
    pub(super) fn imports(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| "tables".to_owned())
    }

    /// What the code names of the engine.
    pub(super) fn engine_imports(&self) -> &'static str {
        self.or_nothing("use dropspec::store::Database;\nuse dropspec::table::{HasDatabase, Table};\n")
    }

    /// The struct of the service.
    pub(super) fn service(&self) -> &'static str {
        if self.0.is_empty() { "pub struct Service;\n" } else { "pub struct Service {\n    database: Database,\n}\n" }
    }

    /// How a service is made.
    pub(super) fn constructor(&self) -> &'static str {
        self.or_nothing(include_str!("templates/storage/constructor.rs"))
    }

    /// The tables of the service, and where they are.
    pub(super) fn database(&self) -> String {
        let tables: Vec<String> = self.0.iter().map(|table| format!("&tables::{table}::TABLE")).collect();
        self.or_nothing(include_str!("templates/storage/database.rs")).replace("{tables}", &tables.join(", "))
    }

    /// Why the service cannot answer for now.
    pub(super) fn unready(&self) -> &'static str {
        if self.0.is_empty() {
            "None"
        } else {
            "let unreachable = |_| \"the database cannot be reached\".to_owned();\n        self.database.ping().await.err().map(unreachable)"
        }
    }

    /// How the program comes by the database, as an argument of its command line.
    pub(super) fn argument(&self) -> &'static str {
        self.or_nothing(include_str!("templates/storage/argument.rs"))
    }

    /// How the program comes by its service.
    pub(super) fn start(&self) -> &'static str {
        self.or_nothing(include_str!("templates/storage/start.rs"))
    }

    /// The service, as an expression of the program.
    pub(super) fn value(&self) -> &'static str {
        if self.0.is_empty() { "Service" } else { "Service::new(database)" }
    }

    /// What the program names of the engine.
    pub(super) fn main_imports(&self) -> &'static str {
        self.or_nothing("use dropspec::migration::create_first;\n")
    }

    /// What it names of the engine behind the server.
    pub(super) fn store_import(&self) -> &'static str {
        self.or_nothing("use dropspec::store::Database;\n")
    }

    /// What it names of the service.
    pub(super) fn service_imports(&self) -> &'static str {
        if self.0.is_empty() { "Service" } else { "{Service, TABLES}" }
    }

    /// How the test comes by its service.
    pub(super) fn test_start(&self) -> &'static str {
        self.or_nothing(include_str!("templates/storage/test_start.rs"))
    }

    /// What the test names.
    pub(super) fn test_imports(&self) -> &'static str {
        self.or_nothing("use dropspec::store::Database;\n")
    }

    /// What a newcomer should know of it.
    pub(super) fn readme(&self) -> &'static str {
        self.or_nothing(include_str!("templates/storage/README.md"))
    }
}
