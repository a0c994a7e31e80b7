//! The relations of a table, as generated code describes them.

/// The relations of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relations {
    /// The columns that refer to tables.
    pub references: &'static [Reference],
    /// The columns of tables that refer to this one.
    pub referrers: &'static [Referrer],
    /// The sets of columns whose values are unique, by position. NULL differs from NULL.
    pub unique: &'static [&'static [usize]],
    /// The sets of columns that have an index, by position.
    pub indexes: &'static [&'static [usize]],
}

/// A column that refers to the key of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The column, by position.
    pub column: usize,
    /// The name of the table that is referred to, in the database.
    pub table: &'static str,
    /// The name of its schema.
    pub schema: &'static str,
    /// The name of its key column in the database.
    pub key: &'static str,
    /// The action when the row that is referred to is deleted.
    pub on_delete: OnDelete,
}

/// A column of a table that refers to the key of another one, from the view of the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Referrer {
    /// The name of the referring table in the database.
    pub table: &'static str,
    /// The name of the referring column in the database.
    pub column: &'static str,
    /// The action when the row that is referred to is deleted.
    pub on_delete: OnDelete,
}

/// The action on a row when the row that it refers to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The deletion is rejected.
    Restrict,
    /// The row is deleted as well.
    Cascade,
    /// The column becomes NULL.
    SetNull,
}

impl Relations {
    /// No relations.
    pub const NONE: Self = Self { references: &[], referrers: &[], unique: &[], indexes: &[] };

    /// Whether they restrict the rows of the table.
    #[must_use]
    pub fn are_constraints(&self) -> bool {
        !self.references.is_empty() || !self.unique.is_empty()
    }
}
