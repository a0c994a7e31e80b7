//! A table, as the document describes it: what generated code says of one, and all else here goes by.

use crate::column_type::{Check, ColumnType, Csv};

/// A table whose rows are the values of a schema.
#[derive(Debug, PartialEq)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// The name of the schema.
    pub schema: &'static str,
    /// What the document says of the schema.
    pub description: &'static str,
    /// The path of the operations on the whole table, such as `/people`.
    pub path: &'static str,
    /// The columns, one for each property in the order of the document. The column `version`, which counts the changes of a row, is
    /// none of them.
    pub columns: &'static [Column],
    /// Which of the columns is the key.
    pub key: usize,
}

/// A column, which holds a property.
#[derive(Debug, PartialEq)]
pub struct Column {
    /// The name of the property.
    pub property: &'static str,
    /// The name of the column in the database.
    pub name: &'static str,
    /// What the document says of the property.
    pub description: &'static str,
    /// The type of its values.
    pub column_type: &'static dyn ColumnType,
    /// Whether it may hold nothing: the property may be left out, or be null.
    pub nullable: bool,
    /// What an absent property stands for, as JSON.
    pub default: Option<&'static str>,
    /// What an absent property stands for where rows are created, as JSON: the default there, or else that of the column.
    pub initial: Option<&'static str>,
    /// What the document demands of its values, as far as a database can check it.
    pub checks: &'static [Check],
    /// Whether a list can be sorted by it.
    pub sortable: bool,
    /// How a list can be filtered by it.
    pub filters: &'static [Operator],
    /// How it stands in a CSV file.
    pub csv: Csv,
}

/// How a filter compares a column with the value of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `sex=female`: the column holds it.
    Equal,
    /// `age_gte=18`: the column holds it or more.
    AtLeast,
    /// `age_lte=18`: the column holds it or less.
    AtMost,
    /// `age_gt=18`: the column holds more.
    MoreThan,
    /// `age_lt=18`: the column holds less.
    LessThan,
    /// `name_contains=Owen`: the text of the column has it somewhere, letter by letter.
    Contains,
}

impl Table {
    /// The column that is the key.
    #[must_use]
    pub fn key(&self) -> &'static Column {
        &self.columns[self.key]
    }

    /// What one row is called in a sentence: the name of the schema in lower case, its words apart.
    #[must_use]
    pub fn noun(&self) -> String {
        let mut noun = String::with_capacity(self.schema.len() + 4);
        let mut before = None;
        for letter in self.schema.chars() {
            if letter.is_uppercase() && before.is_some_and(char::is_lowercase) {
                noun.push(' ');
            }
            noun.extend(letter.to_lowercase());
            before = Some(letter);
        }
        noun
    }

    /// The position of the column that holds a property.
    #[must_use]
    pub fn position(&self, property: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.property == property)
    }
}

impl Operator {
    /// What stands behind the name of the property in the name of the query parameter.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::AtLeast => "_gte",
            Self::AtMost => "_lte",
            Self::MoreThan => "_gt",
            Self::LessThan => "_lt",
            Self::Contains => "_contains",
        }
    }
}

impl Column {
    /// A column that is called as its property is, with a value in each row and no demands on it; lists have it, but know no more of it.
    #[must_use]
    pub const fn new(property: &'static str, column_type: &'static dyn ColumnType) -> Self {
        Self {
            property,
            name: property,
            description: "",
            column_type,
            nullable: false,
            default: None,
            initial: None,
            checks: &[],
            sortable: false,
            filters: &[],
            csv: Csv { header: property, words: ["false", "true"], truncate: false },
        }
    }

    /// Whether the database keeps an index of it: the list can be sorted by it, or searched for values of which there are many. Of
    /// booleans and enums there are so few that a walk in the order of the list finds them as soon.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        let searched = self.filters.iter().any(|operator| *operator != Operator::Contains);
        self.column_type.is_selective() && (self.sortable || searched)
    }
}
