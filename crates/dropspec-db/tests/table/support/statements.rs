//! The statements on the table of ships, as generated code has them.

use std::borrow::Cow;

use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::AsyncPgConnection;
use dropspec_db::column_type::{
    DecimalText, JsonValue, SqlDecimal, SqlJson, SqlTimestamp, SqlUuid, TextEnum, Timestamp, UuidValue,
};
use dropspec_db::{
    Entity, ExpectedVersion, Prepared, Query, SelectQuery, Statement, Table, Unstorable, Value, Versioned,
};
use dropspec_schema::{Schema, Written};
use uuid::Uuid;

use super::ship::{Class, SCHEMA, Ship};
use super::table::SHIPS;

diesel::table! {
    use diesel::sql_types::*;
    use super::{SqlDecimal, SqlJson, SqlTimestamp, SqlUuid};

    ships (id) {
        id -> SqlUuid,
        version -> BigInt,
        name -> Text,
        class -> Text,
        afloat -> Bool,
        berths -> Integer,
        tonnage -> BigInt,
        length -> Double,
        launched -> Date,
        nickname -> Nullable<Text>,
        crew -> Nullable<Integer>,
        draught -> Nullable<Double>,
        owner -> Nullable<SqlUuid>,
        seen -> Nullable<SqlTimestamp>,
        notes -> Nullable<SqlJson>,
        cost -> Nullable<SqlDecimal>,
    }
}

#[derive(Debug, AsChangeset, Identifiable, Insertable, Queryable, Selectable)]
#[diesel(table_name = ships, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct Columns {
    id: UuidValue,
    name: String,
    class: TextEnum<Class>,
    afloat: bool,
    berths: i32,
    tonnage: i64,
    length: f64,
    launched: NaiveDate,
    nickname: Option<String>,
    crew: Option<i32>,
    draught: Option<f64>,
    owner: Option<UuidValue>,
    seen: Option<Timestamp>,
    notes: Option<JsonValue<serde_json::Value>>,
    cost: Option<DecimalText>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = ships)]
pub(crate) struct Row {
    #[diesel(embed)]
    columns: Columns,
    version: i64,
}

/// What an update changes.
#[derive(Clone, Debug, Default, AsChangeset)]
#[diesel(table_name = ships)]
pub(crate) struct Changes {
    pub(crate) name: Option<String>,
    pub(crate) berths: Option<i32>,
    pub(crate) nickname: Option<Option<String>>,
}

/// The columns that a row is made of; they are the same for each database.
fn columns() -> <Row as Selectable<Pg>>::SelectExpression {
    <Row as Selectable<Pg>>::construct_selection()
}

impl From<Ship> for Columns {
    fn from(ship: Ship) -> Self {
        Self {
            id: UuidValue(ship.id),
            name: ship.name,
            class: TextEnum(ship.class),
            afloat: ship.afloat,
            berths: ship.berths,
            tonnage: ship.tonnage,
            length: ship.length,
            launched: ship.launched,
            nickname: ship.nickname,
            crew: ship.crew,
            draught: ship.draught,
            owner: ship.owner.map(UuidValue),
            seen: ship.seen.map(Timestamp),
            notes: ship.notes.map(JsonValue),
            cost: ship.cost.map(DecimalText),
        }
    }
}

type Inserted = (Columns, diesel::dsl::Eq<ships::version, i64>);

fn inserted(ship: Ship) -> Inserted {
    (Columns::from(ship), ships::version.eq(1))
}

impl From<Row> for Versioned<Ship> {
    fn from(Row { columns, version }: Row) -> Self {
        let record = Ship {
            id: columns.id.0,
            name: columns.name,
            class: columns.class.0,
            afloat: columns.afloat,
            berths: columns.berths,
            tonnage: columns.tonnage,
            length: columns.length,
            launched: columns.launched,
            nickname: columns.nickname,
            crew: columns.crew,
            draught: columns.draught,
            owner: columns.owner.map(|UuidValue(owner)| owner),
            seen: columns.seen.map(|Timestamp(seen)| seen),
            notes: columns.notes.map(|JsonValue(notes)| notes),
            cost: columns.cost.map(|DecimalText(cost)| cost),
        };
        Self { record, version }
    }
}

impl Entity for Ship {
    const TABLE: &'static Table = &SHIPS;

    type Key = Uuid;
    type Row = Row;
    type Insert = Self;
    type Changeset = Changes;

    fn key(&self) -> Cow<'_, Uuid> {
        Cow::Borrowed(&self.id)
    }

    fn key_value(key: &Uuid, _: usize) -> Value<'_> {
        Value::Uuid(*key)
    }

    fn value(&self, column: usize) -> Value<'_> {
        match column {
            0 => self.id.into(),
            1 => self.name.as_str().into(),
            2 => self.class.to_string().into(),
            3 => self.afloat.into(),
            4 => self.berths.into(),
            5 => self.tonnage.into(),
            6 => self.length.into(),
            7 => self.launched.into(),
            8 => self.nickname.as_deref().into(),
            9 => self.crew.into(),
            10 => self.draught.into(),
            11 => self.owner.into(),
            12 => self.seen.into(),
            13 => self.notes.as_ref().into(),
            14 => self.cost.as_deref().map_or(Value::Null, Value::decimal),
            _ => Value::Null,
        }
    }

    fn brings_key(_: &Self) -> bool {
        true
    }

    fn create(new: Self) -> Self {
        new
    }

    fn new_from_texts<'t>(texts: impl Iterator<Item = (&'t str, Written<'t>)>) -> Option<Self> {
        let object = SCHEMA.read_object(texts);
        if SCHEMA.violations(&object).ok()?.is_empty() { serde_json::from_value(object).ok() } else { None }
    }

    fn new_schema() -> &'static Schema {
        &SCHEMA
    }

    fn schema() -> &'static Schema {
        &SCHEMA
    }

    fn from_json(json: &str) -> Option<Self> {
        let value = serde_json::from_str(json).ok()?;
        if SCHEMA.violations(&value).ok()?.is_empty() { serde_json::from_value(value).ok() } else { None }
    }

    fn find_unstorable(&self, found: &mut Unstorable) {
        found.text(1, Some(&self.name));
        found.text(8, self.nickname.as_ref());
        found.json(13, self.notes.as_ref());
    }

    fn find(key: Uuid) -> impl Query<Row> {
        ships::table.find(UuidValue(key)).select(columns())
    }

    fn select(selection: &SelectQuery) -> impl Query<Row> {
        ships::table
            .filter(selection.predicate())
            .order(selection.order_by())
            .limit(selection.limit())
            .offset(selection.offset())
            .select(columns())
    }

    fn count(selection: &SelectQuery) -> impl Query<i64> {
        ships::table.filter(selection.filter_predicate()).count()
    }

    fn insert(record: Self) -> impl Statement {
        diesel::insert_into(ships::table).values(inserted(record))
    }

    async fn insert_all(mut connection: &AsyncPgConnection, records: Vec<Self>) -> QueryResult<usize> {
        let rows: Vec<Inserted> = records.into_iter().map(inserted).collect();
        let insert = Prepared(diesel::insert_into(ships::table).values(rows));
        diesel_async::RunQueryDsl::execute(insert, &mut connection).await
    }

    fn insert_new(record: Self) -> impl Statement {
        diesel::insert_into(ships::table).values(inserted(record)).on_conflict(ships::id).do_nothing()
    }

    async fn insert_all_new(mut connection: &AsyncPgConnection, records: Vec<Self>) -> QueryResult<Vec<Uuid>> {
        let rows: Vec<Inserted> = records.into_iter().map(inserted).collect();
        let insert = diesel::insert_into(ships::table).values(rows).on_conflict(ships::id).do_nothing();
        let keys = diesel_async::RunQueryDsl::load(insert.returning(ships::id), &mut connection).await?;
        Ok(keys.into_iter().map(|UuidValue(key)| key).collect())
    }

    fn update(key: Uuid, versions: ExpectedVersion, changes: Changes) -> impl Query<Row> {
        diesel::update(ships::table.find(UuidValue(key)))
            .filter(ships::version.between(versions.lowest(), versions.highest()))
            .set((changes, ships::version.eq(ships::version + 1)))
            .returning(columns())
    }

    fn replace(versions: ExpectedVersion, record: Self) -> impl Query<Row> {
        diesel::update(ships::table.find(UuidValue(record.id)))
            .filter(ships::version.between(versions.lowest(), versions.highest()))
            .set((Columns::from(record), ships::version.eq(ships::version + 1)))
            .returning(columns())
    }

    fn remove(key: Uuid, versions: ExpectedVersion) -> impl Statement {
        diesel::delete(ships::table.find(UuidValue(key)))
            .filter(ships::version.between(versions.lowest(), versions.highest()))
    }
}
