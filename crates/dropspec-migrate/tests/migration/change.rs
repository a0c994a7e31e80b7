//! Tables that change, with rows in them: there, back and there again.

use dropspec_db::ColumnType;
use dropspec_db::column_type::{Boolean, Date, Double, Integer, Long, Text, Uuid};
use dropspec_migrate::{
    ColumnSnapshot, Dialect, GivenDefault, Index, Options, Plan, Rename, Rule, SchemaSnapshot, TableSnapshot, change,
    create, schema_drift,
};

use crate::support::TestDatabase;

on_both_databases!(
    columns_are_added,
    columns_are_dropped,
    columns_and_tables_get_other_names,
    types_widen,
    types_narrow,
    types_that_have_nothing_in_common_lose_their_values,
    what_was_optional_becomes_required,
    rules_are_tightened_and_loosened,
    values_that_break_a_new_rule_are_replaced_on_demand,
    choices_are_added_and_taken_away,
    indexes_come_and_go,
    the_order_of_texts_changes,
    defaults_change,
    tables_come_and_go,
    all_at_once,
    what_cannot_be_undone_leaves_the_rows_alone,
);

/// A table of ships with its key and these columns.
fn ships(columns: &[ColumnSnapshot]) -> SchemaSnapshot {
    let mut all = vec![ColumnSnapshot::new("id", &Integer)];
    all.extend_from_slice(columns);
    let ships = TableSnapshot {
        name: "ships".to_owned(),
        key: vec!["id".to_owned()],
        columns: all,
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
    };
    SchemaSnapshot { tables: vec![ships] }
}

fn column(name: &str, column_type: &'static dyn ColumnType) -> ColumnSnapshot {
    let rules = if column_type.name() == "double" { vec![Rule::Finite] } else { Vec::new() };
    ColumnSnapshot { rules, ..ColumnSnapshot::new(name, column_type) }
}

fn ruled(mut column: ColumnSnapshot, rule: Rule) -> ColumnSnapshot {
    column.rules.push(rule);
    column
}

fn defaulted(column: ColumnSnapshot, default: impl Into<serde_json::Value>) -> ColumnSnapshot {
    ColumnSnapshot { default: Some(default.into()), ..column }
}

fn one_of(choices: &[&str]) -> Rule {
    Rule::Enum(choices.iter().map(|choice| (*choice).to_owned()).collect())
}

fn losing_data() -> Options {
    Options { allow_data_loss: true, ..Options::default() }
}

fn with(column: &str, value: &str) -> Options {
    let default = GivenDefault { column: column.to_owned(), value: value.to_owned() };
    Options { defaults: vec![default], ..Options::default() }
}

/// A database that is changed from one layout to another.
struct Change {
    database: TestDatabase,
    from: SchemaSnapshot,
    to: SchemaSnapshot,
    up: String,
    down: String,
}

impl Change {
    /// Makes the tables, and plans their change.
    async fn new(dialect: Dialect, from: SchemaSnapshot, to: SchemaSnapshot, options: &Options) -> Self {
        let plan = Plan::new(&from, &to, options).unwrap();
        assert!(!plan.is_empty());
        assert!(Plan::new(&to, &to, &Options::default()).unwrap().is_empty());
        let database = TestDatabase::new(dialect);
        database.run(&create(&from, dialect)).await.unwrap();
        let (up, down) = (change(&plan, dialect), change(&plan.reverse(), dialect));
        let change = Self { database, from, to, up, down };
        change.is_as(&change.from).await;
        change
    }

    async fn is_as(&self, layout: &SchemaSnapshot) {
        let schema_drift = schema_drift(&self.database.database, layout).await.unwrap();
        assert!(schema_drift.is_empty(), "{schema_drift:#?}\n{}\n{}", self.up, self.down);
    }

    async fn rows(&self, rows: &str) {
        self.database.run(&format!("INSERT INTO ships VALUES {rows}")).await.unwrap();
    }

    /// Goes there, back and there again. What `query` answers, each time.
    async fn there_and_back(&self, query: &str, before: &[&str], after: &[&str], back: &[&str]) {
        assert_eq!(self.database.lines(query).await, before);
        self.go(&self.up, &self.to).await;
        assert_eq!(self.database.lines(query).await, after, "{}", self.up);
        self.go(&self.down, &self.from).await;
        assert_eq!(self.database.lines(query).await, back, "{}", self.down);
        self.go(&self.up, &self.to).await;
    }

    async fn go(&self, sql: &str, layout: &SchemaSnapshot) {
        self.database.run(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        self.is_as(layout).await;
    }
}

#[test]
fn steps_can_be_read() {
    let name = |length| ruled(column("name", &Text), Rule::MaxLength(length));
    let mut from = ships(&[name(50), column("masts", &Integer), column("gone", &Date)]);
    let mut to = ships(&[name(40), column("masts", &Long), ruled(column("rig", &Text), one_of(&["brig", "barque"]))]);
    from.tables[0].indexes = vec![Index::new(&["gone", "id"])];
    to.tables[0].indexes = vec![Index::new(&["rig", "id"])];
    let options = Options { allow_data_loss: true, ..with("rig", "brig") };
    let plan = Plan::new(&from, &to, &options).unwrap();
    for (name, dialect) in [("postgres", Dialect::Postgres), ("sqlite", Dialect::Sqlite)] {
        insta::assert_snapshot!(format!("up_{name}"), change(&plan, dialect));
        insta::assert_snapshot!(format!("down_{name}"), change(&plan.reverse(), dialect));
    }
}

/// The query for the text of a column.
fn select(column: &str) -> String {
    format!("SELECT coalesce(CAST({column} AS text), 'nothing') AS line FROM ships ORDER BY id")
}

const COUNT: &str = "SELECT CAST(count(*) AS text) AS line FROM ships";

async fn columns_are_added(dialect: Dialect) {
    let to = ships(&[
        ruled(column("cabin", &Text).or_null(), Rule::MaxLength(5)),
        defaulted(column("sunk", &Boolean), true),
        defaulted(ruled(column("rig", &Text), one_of(&["brig", "barque"])), "barque"),
        ruled(column("masts", &Integer), Rule::Minimum("1".to_owned())),
    ]);
    let change = Change::new(dialect, ships(&[]), to, &with("masts", "3")).await;
    change.rows("(1), (2)").await;
    change.there_and_back(COUNT, &["2"], &["2"], &["2"]).await;
    assert_eq!(change.database.lines(&select("rig || masts")).await, ["barque3", "barque3"]);
    assert_eq!(change.database.lines(&select("cabin")).await, ["nothing", "nothing"]);
    // The value was for the rows that were there.
    let error = change.database.run("INSERT INTO ships (id) VALUES (3)").await.unwrap_err();
    assert!(error.contains("masts"), "{error}");
}

async fn columns_are_dropped(dialect: Dialect) {
    let from = ships(&[
        column("name", &Text),
        ruled(ruled(column("masts", &Integer), Rule::ExclusiveMinimum("2".to_owned())), Rule::Maximum("9".to_owned())),
        ruled(column("code", &Text), Rule::MinLength(3)),
        ruled(column("draught", &Double), Rule::ExclusiveMinimum("0".to_owned())),
        column("launched", &Date),
        column("owner", &Uuid).or_null(),
    ]);
    let change = Change::new(dialect, from, ships(&[column("name", &Text)]), &losing_data()).await;
    change.rows("(1, 'Vasa', 3, 'abcd', 4.8, '1628-08-10', NULL)").await;
    change.there_and_back(&select("name"), &["Vasa"], &["Vasa"], &["Vasa"]).await;
    change.go(&change.down, &change.from).await;
    assert_eq!(change.database.lines(&select("code || masts || launched")).await, ["---31970-01-01"]);
}

async fn columns_and_tables_get_other_names(dialect: Dialect) {
    let with_index = |mut layout: SchemaSnapshot, column: &str| {
        layout.tables[0].indexes.push(Index::new(&[column, "id"]));
        layout
    };
    let masts = |name: &str| ruled(column(name, &Integer), Rule::Minimum("1".to_owned()));
    let from = with_index(ships(&[masts("masts"), column("name", &Text)]), "masts");
    let mut to = with_index(ships(&[masts("order"), column("name", &Text)]), "order");
    to.tables[0].name = "vessels".to_owned();
    let rename = |old: &str, new: &str| Rename { old: old.to_owned(), new: new.to_owned() };
    for renames in [
        vec![rename("masts", "order"), rename("ships", "vessels")],
        vec![rename("ships", "vessels"), rename("ships.masts", "order")],
    ] {
        let options = Options { renames, ..Options::default() };
        let change = Change::new(dialect, from.clone(), to.clone(), &options).await;
        change.rows("(1, 3, 'Vasa')").await;
        change.go(&change.up, &change.to).await;
        let query = "SELECT CAST(\"order\" AS text) AS line FROM vessels";
        assert_eq!(change.database.lines(query).await, ["3"]);
        change.go(&change.down, &change.from).await;
        assert_eq!(change.database.lines(&select("masts")).await, ["3"]);
        change.go(&change.up, &change.to).await;
    }
}

async fn types_widen(dialect: Dialect) {
    let from = ships(&[
        column("a", &Integer),
        column("b", &Integer),
        column("c", &Integer),
        column("d", &Boolean),
        column("e", &Date),
    ]);
    let to =
        ships(&[column("a", &Long), column("b", &Double), column("c", &Text), column("d", &Text), column("e", &Text)]);
    let change = Change::new(dialect, from, to, &Options::default()).await;
    let yes = if dialect == Dialect::Sqlite { "1" } else { "true" };
    change.rows(&format!("(1, 1, 2, 3, {yes}, '1628-08-10')")).await;
    change.go(&change.up, &change.to).await;
    assert_eq!(change.database.lines(&select("c || d || e")).await, ["3true1628-08-10"]);
    change.go(&change.down, &change.from).await;
    assert_eq!(change.database.lines(&select("a + b")).await, ["3"]);
    change.go(&change.up, &change.to).await;
}

async fn types_narrow(dialect: Dialect) {
    let from = ships(&[column("a", &Long), column("b", &Double).or_null(), column("c", &Long)]);
    let to = ships(&[column("a", &Integer), column("b", &Long).or_null(), defaulted(column("c", &Integer), 7)]);
    let options = Options { allow_data_loss: true, ..with("a", "-1") };
    let change = Change::new(dialect, from, to, &options).await;
    change.rows("(1, 5, 2.75, 6), (2, 9000000000, 1e300, 9000000000), (3, 1, NULL, 2)").await;
    let sum = "CAST(a AS text) || ' ' || coalesce(CAST(CAST(b AS bigint) AS text), '-') || ' ' || CAST(c AS text)";
    change.go(&change.up, &change.to).await;
    assert_eq!(change.database.lines(&select(sum)).await, ["5 2 6", "-1 - 7", "1 - 2"]);
    change.go(&change.down, &change.from).await;
    assert_eq!(change.database.lines(&select(sum)).await, ["5 2 6", "-1 - 7", "1 - 2"]);
    change.go(&change.up, &change.to).await;
}

async fn types_that_have_nothing_in_common_lose_their_values(dialect: Dialect) {
    let from = ships(&[column("a", &Date)]);
    let to = ships(&[defaulted(column("a", &Integer), 4)]);
    let change = Change::new(dialect, from, to, &losing_data()).await;
    change.rows("(1, '1628-08-10')").await;
    change.there_and_back(&select("a"), &["1628-08-10"], &["4"], &["1970-01-01"]).await;
}

async fn what_was_optional_becomes_required(dialect: Dialect) {
    let from = ships(&[column("a", &Text).or_null(), column("b", &Boolean).or_null()]);
    let to = ships(&[column("a", &Text), defaulted(column("b", &Boolean), false)]);
    let change = Change::new(dialect, from, to, &with("ships.a", "it's")).await;
    change.rows("(1, 'x', NULL), (2, NULL, NULL)").await;
    let query = select("a || CASE WHEN b THEN '+' ELSE '-' END");
    change.there_and_back(&query, &["x-", "nothing"], &["x-", "it's-"], &["x-", "it's-"]).await;
}

async fn rules_are_tightened_and_loosened(dialect: Dialect) {
    let most = |length| ships(&[ruled(column("name", &Text), Rule::MaxLength(length))]);
    let change = Change::new(dialect, most(10), most(5), &Options::default()).await;
    change.rows("(1, 'Vasa')").await;
    change.there_and_back(&select("name"), &["Vasa"], &["Vasa"], &["Vasa"]).await;
    assert!(change.database.run("INSERT INTO ships VALUES (2, 'Kronan')").await.is_err());
    change.go(&change.down, &change.from).await;
    change.rows("(2, 'Kronan')").await;
    // Rows that break the rule keep it from being made, and stay as they are.
    let error = change.database.run(&change.up).await.unwrap_err();
    assert!(error.contains("ships_name_max_length"), "{error}");
    change.is_as(&change.from).await;
    assert_eq!(change.database.lines(&select("name")).await, ["Vasa", "Kronan"]);
}

async fn values_that_break_a_new_rule_are_replaced_on_demand(dialect: Dialect) {
    let at_least = |least: &str| ships(&[ruled(column("masts", &Integer).or_null(), Rule::Minimum(least.to_owned()))]);
    let change = Change::new(dialect, at_least("0"), at_least("2"), &with("masts", "3")).await;
    change.rows("(1, 1), (2, 2), (3, NULL)").await;
    let after = ["3", "2", "nothing"];
    change.there_and_back(&select("masts"), &["1", "2", "nothing"], &after, &after).await;
}

async fn choices_are_added_and_taken_away(dialect: Dialect) {
    let rigs = |choices: &[&str]| ships(&[ruled(column("rig", &Text).or_null(), one_of(choices))]);
    let (few, many) = (rigs(&["brig"]), rigs(&["brig", "barque"]));
    let change = Change::new(dialect, few.clone(), many.clone(), &Options::default()).await;
    change.rows("(1, 'brig')").await;
    change.there_and_back(&select("rig"), &["brig"], &["brig"], &["brig"]).await;

    let change = Change::new(dialect, many, few, &losing_data()).await;
    change.rows("(1, 'brig'), (2, 'barque'), (3, NULL)").await;
    let (before, after) = (["brig", "barque", "nothing"], ["brig", "nothing", "nothing"]);
    change.there_and_back(&select("rig"), &before, &after, &after).await;
}

async fn indexes_come_and_go(dialect: Dialect) {
    let with_indexes = |indexes: &[Index]| {
        let mut layout = ships(&[column("a", &Text), column("b", &Long)]);
        layout.tables[0].indexes = indexes.to_vec();
        layout
    };
    let (a, b) = (Index::new(&["a", "id"]), Index::new(&["b", "id"]));
    let change = Change::new(dialect, with_indexes(&[a]), with_indexes(&[b]), &Options::default()).await;
    change.rows("(1, 'x', 2)").await;
    assert!(change.up.starts_with("DROP INDEX ships_a_id_idx;\n"), "{}", change.up);
    change.there_and_back(COUNT, &["1"], &["1"], &["1"]).await;
}

async fn the_order_of_texts_changes(dialect: Dialect) {
    let by_locale = ColumnSnapshot { bytewise: false, ..column("name", &Text) };
    let change = Change::new(dialect, ships(&[by_locale]), ships(&[column("name", &Text)]), &Options::default()).await;
    change.rows("(1, 'Vasa')").await;
    let expected = match dialect {
        Dialect::Postgres => "ALTER TABLE ships ALTER COLUMN name TYPE text COLLATE \"C\";\n",
        Dialect::Sqlite => "-- No change in this database.\n",
    };
    assert_eq!(change.up, expected);
    change.there_and_back(COUNT, &["1"], &["1"], &["1"]).await;
}

async fn defaults_change(dialect: Dialect) {
    let (one, none) = (defaulted(column("a", &Integer), -1), column("a", &Integer));
    let change = Change::new(dialect, ships(std::slice::from_ref(&one)), ships(&[none]), &Options::default()).await;
    change.rows("(1, 5)").await;
    change.there_and_back(&select("a"), &["5"], &["5"], &["5"]).await;
    let other = defaulted(column("a", &Integer), 2);
    let change = Change::new(dialect, ships(&[one]), ships(&[other]), &Options::default()).await;
    change.go(&change.up, &change.to).await;
    change.database.run("INSERT INTO ships (id) VALUES (1)").await.unwrap();
    assert_eq!(change.database.lines(&select("a")).await, ["2"]);
}

async fn tables_come_and_go(dialect: Dialect) {
    let mut two = ships(&[]);
    let rigs = TableSnapshot { name: "rigs".to_owned(), indexes: vec![Index::new(&["name"])], ..two.tables[0].clone() };
    two.tables.push(rigs);
    two.tables[1].columns.push(column("name", &Text));
    let change = Change::new(dialect, ships(&[]), two, &Options::default()).await;
    change.rows("(1)").await;
    change.there_and_back(COUNT, &["1"], &["1"], &["1"]).await;
}

async fn all_at_once(dialect: Dialect) {
    let mut from = ships(&[
        column("gone", &Text),
        column("kept", &Text),
        ruled(column("old", &Long).or_null(), Rule::Minimum("0".to_owned())),
    ]);
    let mut to = ships(&[
        defaulted(column("more", &Boolean), false),
        ruled(column("new", &Long), Rule::Minimum("1".to_owned())),
        ruled(column("kept", &Text), Rule::MinLength(1)),
    ]);
    from.tables[0].indexes = vec![Index::new(&["old", "id"]), Index::new(&["gone", "id"])];
    to.tables[0].indexes = vec![Index::new(&["kept", "id"]), Index::new(&["new", "id"])];
    let renames = vec![Rename { old: "old".to_owned(), new: "new".to_owned() }];
    let options = Options { renames, allow_data_loss: true, ..with("new", "12") };
    let change = Change::new(dialect, from, to, &options).await;
    change.rows("(1, 'x', 'y', 0), (2, 'x', 'y', 5), (3, 'x', 'y', NULL)").await;
    change.go(&change.up, &change.to).await;
    assert_eq!(change.database.lines(&select("kept || new")).await, ["y12", "y5", "y12"]);
    change.go(&change.down, &change.from).await;
    assert_eq!(change.database.lines(&select("gone || kept || old")).await, ["y12", "y5", "y12"]);
    change.go(&change.up, &change.to).await;
}

async fn what_cannot_be_undone_leaves_the_rows_alone(dialect: Dialect) {
    let (from, to) = (ships(&[column("a", &Text)]), ships(&[column("a", &Text).or_null()]));
    let change = Change::new(dialect, from, to, &Options::default()).await;
    change.go(&change.up, &change.to).await;
    change.rows("(1, NULL)").await;
    change.database.run(&change.down).await.unwrap_err();
    change.is_as(&change.to).await;
    assert_eq!(change.database.lines(COUNT).await, ["1"]);
}
