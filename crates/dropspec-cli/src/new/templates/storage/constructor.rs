    /// A service on a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database }
    }

