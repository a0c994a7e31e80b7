//! The table, and people as its rows: declared once for both databases.

use std::io::Write;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use dropspec::table::Key;

use crate::api::types::{Person, PersonUpdate, Sex};

diesel::table! {
    /// The register.
    people (uuid) {
        uuid -> dropspec::table::SqlUuid,
        version -> BigInt,
        survived -> Bool,
        passenger_class -> Integer,
        name -> Text,
        sex -> Text,
        age -> Integer,
        siblings_or_spouses_aboard -> Integer,
        parents_or_children_aboard -> Integer,
        fare -> Double,
    }
}

/// A person as a row.
#[derive(Debug, Insertable, Queryable, Selectable)]
// Otherwise the statement would differ with the values, and not be prepared once for all.
#[diesel(table_name = people, treat_none_as_default_value = false)]
pub(super) struct PersonRow {
    uuid: Key,
    survived: bool,
    passenger_class: i32,
    name: String,
    sex: SexColumn,
    age: i32,
    siblings_or_spouses_aboard: i32,
    parents_or_children_aboard: i32,
    fare: f64,
}

impl From<Person> for PersonRow {
    fn from(person: Person) -> Self {
        Self {
            uuid: Key(person.uuid),
            survived: person.survived,
            passenger_class: person.passenger_class,
            name: person.name,
            sex: SexColumn(person.sex),
            age: person.age,
            siblings_or_spouses_aboard: person.siblings_or_spouses_aboard,
            parents_or_children_aboard: person.parents_or_children_aboard,
            fare: person.fare,
        }
    }
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            uuid: row.uuid.0,
            survived: row.survived,
            passenger_class: row.passenger_class,
            name: row.name,
            sex: row.sex.0,
            age: row.age,
            siblings_or_spouses_aboard: row.siblings_or_spouses_aboard,
            parents_or_children_aboard: row.parents_or_children_aboard,
            fare: row.fare,
        }
    }
}

impl From<(PersonRow, i64)> for super::Stored {
    fn from((row, version): (PersonRow, i64)) -> Self {
        Self { person: row.into(), version }
    }
}

/// What an update changes; `None` leaves a column as it is.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = people)]
pub(super) struct Changes {
    survived: Option<bool>,
    passenger_class: Option<i32>,
    name: Option<String>,
    sex: Option<SexColumn>,
    age: Option<i32>,
    siblings_or_spouses_aboard: Option<i32>,
    parents_or_children_aboard: Option<i32>,
    fare: Option<f64>,
}

impl From<PersonUpdate> for Changes {
    fn from(update: PersonUpdate) -> Self {
        Self {
            survived: update.survived,
            passenger_class: update.passenger_class,
            name: update.name,
            sex: update.sex.map(SexColumn),
            age: update.age,
            siblings_or_spouses_aboard: update.siblings_or_spouses_aboard,
            parents_or_children_aboard: update.parents_or_children_aboard,
            fare: update.fare,
        }
    }
}

/// A sex as a text column.
#[derive(Clone, Copy, Debug, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub(super) struct SexColumn(Sex);

impl ToSql<Text, Pg> for SexColumn {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{}", self.0)?;
        Ok(IsNull::No)
    }
}

impl FromSql<Text, Pg> for SexColumn {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.parse()?))
    }
}

impl ToSql<Text, Sqlite> for SexColumn {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Text, Sqlite> for SexColumn {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(<String as FromSql<Text, Sqlite>>::from_sql(value)?.parse()?))
    }
}
