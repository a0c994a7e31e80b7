//! Descriptions of tables, which generated code provides.

use crate::column_type::{Check, ColumnType, Csv};
use crate::relations::{Reference, Relations};

/// A table whose rows are the values of a schema.
#[derive(Debug, PartialEq)]
pub struct Table {
    /// Its name in the database.
    pub name: &'static str,
    /// The name of the schema.
    pub schema: &'static str,
    /// The description of the schema in the document.
    pub description: &'static str,
    /// The path of the operations on the whole table, such as `/people`.
    pub path: &'static str,
    /// The columns, one for each property in the order of the document. The column `version` is not among them.
    pub columns: &'static [Column],
    /// The positions of the key columns, in the order of the key.
    pub key: &'static [usize],
    /// The path of a row: its literals, each with the index of the key column whose value follows it. Empty if rows have no path.
    pub row_path: &'static [(&'static str, usize)],
    /// Its relations to other tables, and its unique constraints.
    pub relations: Relations,
    /// The parameters of the list that search several columns at once.
    pub searches: &'static [Search],
    /// The columns in whose texts the parameter `q` of the list finds words, by position.
    pub search: &'static [usize],
}

/// A parameter of a list whose value is compared with several columns, of which one has to match.
#[derive(Debug, PartialEq)]
pub struct Search {
    /// The name of the parameter.
    pub name: &'static str,
    /// The filters, by the positions of their columns.
    pub filters: &'static [(usize, Operator)],
}

/// A column, which stores a property.
#[derive(Debug, PartialEq)]
pub struct Column {
    /// The name of the property.
    pub property: &'static str,
    /// The name of the column in the database.
    pub name: &'static str,
    /// The description of the property in the document.
    pub description: &'static str,
    /// The type of its values.
    pub column_type: &'static dyn ColumnType,
    /// Whether it is nullable: the property may be absent or null.
    pub nullable: bool,
    /// The default of the property, as JSON.
    pub default: Option<&'static str>,
    /// The default of the property when a row is created, as JSON: that of the create operation, or else that of the column.
    pub initial: Option<&'static str>,
    /// The constraints of the document that a database can check.
    pub checks: &'static [Check],
    /// Whether clients cannot set it: the property is `readOnly`.
    pub read_only: bool,
    /// How values are generated that rows do not bring.
    pub generated: Option<Generated>,
    /// Whether a list can be sorted by it.
    pub sortable: bool,
    /// The filters of a list on it.
    pub filters: &'static [Operator],
    /// Its format in a CSV file.
    pub csv: Csv,
}

/// How the values of a column are generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generated {
    /// The database numbers new rows: an identity column.
    Identity,
    /// Each change sets it to the current time.
    UpdateTime,
    /// The soft deletion of a row sets it to the current time; it is NULL until then.
    DeletionTime,
}

/// How a filter compares a column with the value of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `sex=female`: equal.
    Equal,
    /// `age_gte=18`: greater or equal.
    AtLeast,
    /// `age_lte=18`: less or equal.
    AtMost,
    /// `age_gt=18`: greater.
    MoreThan,
    /// `age_lt=18`: less.
    LessThan,
    /// `sex_ne=female`: not equal, or NULL.
    NotEqual,
    /// `age_in=18,19`: one of several values.
    In,
    /// `age_not_in=18,19`: none of several values, or NULL.
    NotIn,
    /// `age_null=true`: NULL; with `false`, any value.
    Null,
    /// `name_prefix=Owen`: texts that start like this, case-sensitive.
    Prefix,
    /// `name_contains=owen`: a substring, regardless of case.
    Contains,
    /// `name_contains=Owen` where the document wants case to matter.
    ContainsCase,
    /// `tags_contains=new`: an item of an array.
    ContainsItem,
    /// `home_near=59.3,18.1,500`: points within a distance in metres of a point.
    Near,
}

impl Table {
    /// The key columns, in the order of the key.
    pub fn key_columns(&self) -> impl Iterator<Item = &'static Column> + Clone + use<> {
        let columns = self.columns;
        self.key.iter().map(move |column| &columns[*column])
    }

    /// The first key column, which is the key unless that has several.
    #[must_use]
    pub fn first_key(&self) -> &'static Column {
        &self.columns[self.key[0]]
    }

    /// Whether a column is part of the key.
    #[must_use]
    pub fn is_key(&self, column: usize) -> bool {
        self.key.contains(&column)
    }

    /// Whether the key has several columns, which clients set.
    #[must_use]
    pub const fn has_composite_key(&self) -> bool {
        self.key.len() > 1
    }

    /// The name of the key, as requests name it: its properties, separated by commas.
    #[must_use]
    pub fn key_name(&self) -> String {
        self.key_columns().map(|column| column.property).collect::<Vec<_>>().join(",")
    }

    /// Whether the database makes the keys of new rows, which are integers.
    #[must_use]
    pub const fn has_identity(&self) -> bool {
        match self.key {
            [column] => self.columns[*column].is_identity(),
            _ => false,
        }
    }

    /// The column that has the time at which a row was deleted, if rows are deleted softly.
    #[must_use]
    pub fn deletion_column(&self) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.generated == Some(Generated::DeletionTime))
    }

    /// The noun for a row in messages: the name of the schema in lower case, its words separated.
    #[must_use]
    pub fn noun(&self) -> String {
        noun(self.schema)
    }

    /// The filters that lists have on a column: its own, and those of searches of several columns.
    pub fn operators(&self, column: usize) -> impl Iterator<Item = Operator> {
        let own = self.columns.get(column).into_iter().flat_map(|column| column.filters).copied();
        let searched = self.searches.iter().flat_map(|search| search.filters);
        own.chain(searched.filter(move |(position, _)| *position == column).map(|(_, operator)| *operator))
    }

    /// Whether a column has an index with the key: lists are sorted by it, or filtered by it and its type is selective.
    #[must_use]
    pub fn is_indexed(&self, column: usize) -> bool {
        let Some(found) = self.columns.get(column) else { return false };
        found.column_type.is_selective() && (found.sortable || self.operators(column).any(Operator::uses_index))
    }

    /// The position of the column that holds a property.
    #[must_use]
    pub fn position(&self, property: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.property == property)
    }
}

impl Reference {
    /// The noun for a row that is referred to.
    #[must_use]
    pub fn noun(&self) -> String {
        noun(self.schema)
    }
}

/// The noun for a value of a schema in messages: the name of the schema in lower case, its words separated.
pub(crate) fn noun(schema: &str) -> String {
    let mut noun = String::with_capacity(schema.len() + 4);
    let mut before = None;
    for letter in schema.chars() {
        if letter.is_uppercase() && before.is_some_and(char::is_lowercase) {
            noun.push(' ');
        }
        noun.extend(letter.to_lowercase());
        before = Some(letter);
    }
    noun
}

impl Operator {
    /// The suffix of the query parameter, after the name of the property.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::AtLeast => "_gte",
            Self::AtMost => "_lte",
            Self::MoreThan => "_gt",
            Self::LessThan => "_lt",
            Self::NotEqual => "_ne",
            Self::In => "_in",
            Self::NotIn => "_not_in",
            Self::Null => "_null",
            Self::Prefix => "_prefix",
            Self::Contains | Self::ContainsCase | Self::ContainsItem => "_contains",
            Self::Near => "_near",
        }
    }

    /// Whether an index on the values of the column and the key finds the rows.
    #[must_use]
    pub fn uses_index(self) -> bool {
        !matches!(
            self,
            Self::NotEqual
                | Self::NotIn
                | Self::Null
                | Self::Contains
                | Self::ContainsCase
                | Self::ContainsItem
                | Self::Near
        )
    }
}

impl Column {
    /// A required column with the name of its property, without constraints, sorting and filters, that clients set.
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
            read_only: false,
            generated: None,
            sortable: false,
            filters: &[],
            csv: Csv { header: property, words: ["false", "true"], truncate: false },
        }
    }

    /// Whether the database numbers new rows in it.
    #[must_use]
    pub const fn is_identity(&self) -> bool {
        matches!(self.generated, Some(Generated::Identity))
    }
}
