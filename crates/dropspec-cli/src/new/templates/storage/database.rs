/// The tables of the document.
pub const TABLES: &[&Table] = &[{tables}];

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.database
    }
}

