//! Columns that get another type, with rows in them.

use dropspec_db::ColumnType;
use dropspec_db::column_type::{
    Array, Boolean, Date, Decimal, Double, Integer, JsonType, Long, Text, TimestampType, Uuid,
};
use dropspec_migrate::{
    ColumnSnapshot, Dialect, GivenDefault, Options, Plan, Rule, SchemaSnapshot, TableSnapshot, TypeName, change,
    change_in_steps, create, schema_drift,
};

use crate::support::TestDatabase;

on_both_databases!(
    values_become_those_of_another_type,
    a_value_that_does_not_fit_is_named,
    a_value_that_violates_a_new_rule_is_named,
    values_that_do_not_fit_are_replaced_on_demand,
    a_value_becomes_the_only_item_of_an_array,
);

/// A table of ships with a column that may be NULL.
fn ships(column_type: &'static dyn ColumnType, rules: &[Rule]) -> SchemaSnapshot {
    let value = ColumnSnapshot { rules: rules.to_vec(), ..ColumnSnapshot::new("value", column_type).or_null() };
    let ships = TableSnapshot {
        name: "ships".to_owned(),
        key: "id".to_owned(),
        columns: vec![ColumnSnapshot::new("id", &Uuid), value],
        indexes: vec![],
        foreign_keys: vec![],
    };
    SchemaSnapshot { tables: vec![ships] }
}

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

/// A database with the table and a value, and a plan that changes it.
async fn changed(
    dialect: Dialect,
    [from, to]: [&SchemaSnapshot; 2],
    value: &str,
    options: &Options,
) -> (TestDatabase, Result<(), String>) {
    let database = TestDatabase::new(dialect);
    database.run(&create(from, dialect)).await.unwrap();
    let [key, other] = [KEY, "01930b7e-5a4c-7c3e-9d2a-000000000000"].map(|key| match dialect {
        Dialect::Postgres => format!("'{key}'"),
        Dialect::Sqlite => format!("x'{}'", key.replace('-', "")),
    });
    database.run(&format!("INSERT INTO ships VALUES ({key}, {value}), ({other}, NULL)")).await.unwrap();
    let plan = Plan::new(from, to, options).unwrap();
    let sql = match dialect {
        // As `migrate` does, but in one transaction, which they may be.
        Dialect::Postgres => change_in_steps(&plan).unwrap_or_else(|| change(&plan, dialect)),
        Dialect::Sqlite => change(&plan, dialect),
    };
    let result = database.run(&sql).await;
    if result.is_ok() {
        let drift = schema_drift(&database.database, to).await.unwrap();
        assert!(drift.is_empty(), "{drift:#?}\n{sql}");
    }
    (database, result)
}

/// The text of the values, as far as the types have one in SQL.
async fn values(database: &TestDatabase, column_type: &dyn ColumnType, dialect: Dialect) -> Vec<String> {
    let text = if column_type.is_text() { None } else { Text.convert_from(column_type, "value", dialect) };
    let text = text.map_or_else(|| "CAST(value AS text)".to_owned(), |conversion| conversion.sql);
    let query = format!("SELECT coalesce({text}, 'nothing') AS line FROM ships ORDER BY value IS NULL");
    database.lines(&query).await
}

async fn values_become_those_of_another_type(dialect: Dialect) {
    let none = Options::default();
    let cases: &[(&'static dyn ColumnType, &'static dyn ColumnType, &str, &str)] = &[
        (&Integer, &Long, "7", "7"),
        (&Integer, &Double, "7", "7"),
        (&Integer, &Decimal, "-7", "-7"),
        (&Integer, &Text, "7", "7"),
        (&Long, &Integer, "7", "7"),
        (&Long, &Double, "9007199254740992", "9007199254740992"),
        (&Long, &Decimal, "-9223372036854775808", "-9223372036854775808"),
        (&Long, &Text, "-7", "-7"),
        (&Double, &Integer, "7", "7"),
        (&Double, &Long, "-7", "-7"),
        (&Double, &Decimal, "0.1", "0.1"),
        (&Double, &Text, "1.5", "1.5"),
        (&Text, &Boolean, "'true'", "true"),
        (&Text, &Integer, "'-12'", "-12"),
        (&Text, &Long, "'9223372036854775807'", "9223372036854775807"),
        (&Text, &Double, "'-1.5e2'", "-150"),
        (&Text, &Decimal, "'001.25'", "1.25"),
        (&Text, &Uuid, "'01930B7E-5A4C-7C3E-9D2A-6F1B2C3D4E5F'", KEY),
        (&Text, &Date, "'2024-02-29'", "2024-02-29"),
        (&Text, &TimestampType, "'2024-02-29T14:00:00.5+02:00'", "2024-02-29T12:00:00.500Z"),
        (&Text, &TimestampType, "'2024-02-29t12:00:00.1234569z'", "2024-02-29T12:00:00.123456Z"),
        (&Text, &TimestampType, "'9999-12-31T23:59:59Z'", "9999-12-31T23:59:59Z"),
        (&Date, &TimestampType, "'2024-02-29'", "2024-02-29T00:00:00Z"),
        (&Date, &Text, "'2024-02-29'", "2024-02-29"),
    ];
    for (from, to, value, expected) in cases {
        let (database, result) = changed(dialect, [&ships(*from, &[]), &ships(*to, &[])], value, &none).await;
        let what = format!("{value} to {}", to.name());
        assert_eq!(result, Ok(()), "{what}");
        assert_eq!(values(&database, *to, dialect).await, [*expected, "nothing"], "{what}");
    }
}

async fn a_value_that_does_not_fit_is_named(dialect: Dialect) {
    let none = Options::default();
    let cases: &[(&'static dyn ColumnType, &'static dyn ColumnType, &str)] = &[
        (&Long, &Integer, "2147483648"),
        (&Long, &Double, "9007199254740993"),
        (&Double, &Integer, "2.5"),
        (&Double, &Long, "1e300"),
        (&Double, &Decimal, "1e300"),
        (&Text, &Boolean, "'yes'"),
        (&Text, &Integer, "'2147483648'"),
        (&Text, &Integer, "'007'"),
        (&Text, &Integer, "'-0'"),
        (&Text, &Integer, "' 7'"),
        (&Text, &Integer, "''"),
        (&Text, &Long, "'9223372036854775808'"),
        (&Text, &Long, "'99999999999999999999999'"),
        (&Text, &Long, "'7x'"),
        (&Text, &Double, "'1e999'"),
        (&Text, &Double, "'NaN'"),
        (&Text, &Double, "' 1'"),
        (&Text, &Decimal, "'1e3'"),
        (&Text, &Uuid, "'01930b7e5a4c7c3e9d2a6f1b2c3d4e5f'"),
        (&Text, &Uuid, "'01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5g'"),
        (&Text, &Date, "'2023-02-29'"),
        (&Text, &Date, "'0000-01-01'"),
        (&Text, &Date, "'2024-1-01'"),
        (&Text, &Date, "'2024-02-29T00:00:00Z'"),
        (&Text, &TimestampType, "'2024-02-30T00:00:00Z'"),
        (&Text, &TimestampType, "'2024-02-29T24:00:00Z'"),
        (&Text, &TimestampType, "'2024-02-29T23:59:60Z'"),
        (&Text, &TimestampType, "'2024-02-29T00:00:00'"),
        (&Text, &TimestampType, "'9999-12-31T23:59:59-01:00'"),
        (&Text, &Integer, "'it''s'"),
    ];
    for (from, to, value) in cases {
        let (database, result) = changed(dialect, [&ships(*from, &[]), &ships(*to, &[])], value, &none).await;
        let error = result.expect_err(value);
        let expected = format!("ships.value cannot become {}: the row with id {KEY} has '", to.name());
        assert!(error.contains(&expected), "{value}: {error}");
        if from.is_text() {
            let value = value.trim_matches('\'').replace("''", "'");
            assert!(error.contains(&format!("{expected}{value}'")), "{value}: {error}");
        }
        assert_eq!(database.lines("SELECT 'row' AS line FROM ships").await.len(), 2);
    }
}

async fn a_value_that_violates_a_new_rule_is_named(dialect: Dialect) {
    let none = Options::default();
    let rigs = Rule::Enum(vec!["brig".to_owned(), "captain's gig".to_owned()]);
    let [text, rig] = [ships(&Text, &[]), ships(&Text, std::slice::from_ref(&rigs))];
    let (database, result) = changed(dialect, [&text, &rig], "'captain''s gig'", &none).await;
    assert_eq!(result, Ok(()));
    assert_eq!(values(&database, &Text, dialect).await, ["captain's gig", "nothing"]);
    let (_, result) = changed(dialect, [&text, &rig], "'sloop'", &none).await;
    let error = result.unwrap_err();
    let expected = format!("ships.value violates the constraint ships_value_enum: the row with id {KEY} has 'sloop'");
    assert!(error.contains(&expected), "{error}");
    // Of another type.
    let few = ships(&Integer, &[Rule::Maximum("9".to_owned())]);
    let (_, result) = changed(dialect, [&text, &few], "'10'", &none).await;
    let error = result.unwrap_err();
    assert!(error.contains(&format!("ships.value cannot become integer: the row with id {KEY} has '10'")), "{error}");
    let (_, result) = changed(dialect, [&text, &few], "'9'", &none).await;
    assert_eq!(result, Ok(()));
}

async fn values_that_do_not_fit_are_replaced_on_demand(dialect: Dialect) {
    let default = |value: &str| vec![GivenDefault { column: "value".to_owned(), value: value.to_owned() }];
    let losing = Options { allow_data_loss: true, ..Options::default() };
    for (to, options, value, expected) in [
        (&Integer as &'static dyn ColumnType, losing.clone(), "'four'", "nothing"),
        (&Integer, Options { defaults: default("4"), ..Options::default() }, "'four'", "4"),
        (&Date, losing.clone(), "'2023-02-29'", "nothing"),
    ] {
        let (database, result) = changed(dialect, [&ships(&Text, &[]), &ships(to, &[])], value, &options).await;
        assert_eq!(result, Ok(()));
        assert!(values(&database, to, dialect).await.contains(&expected.to_owned()), "{value}");
    }
    // Rounded rather than replaced.
    let (database, result) = changed(dialect, [&ships(&Double, &[]), &ships(&Integer, &[])], "2.75", &losing).await;
    assert_eq!(result, Ok(()));
    assert_eq!(values(&database, &Integer, dialect).await, ["2", "nothing"]);
}

async fn a_value_becomes_the_only_item_of_an_array(dialect: Dialect) {
    let none = Options::default();
    static TEXTS: Array = Array(&Text);
    static FLAGS: Array = Array(&Boolean);
    static LONGS: Array = Array(&Long);
    static KEYS: Array = Array(&Uuid);
    let yes = if dialect == Dialect::Sqlite { "1" } else { "true" };
    let key = if dialect == Dialect::Sqlite { format!("x'{}'", KEY.replace('-', "")) } else { format!("'{KEY}'") };
    for (from, to, value, expected) in [
        (&Text as &'static dyn ColumnType, &TEXTS as &'static dyn ColumnType, "'it''s \"a\"'", r#"["it's \"a\""]"#),
        (&Boolean, &FLAGS, yes, "[true]"),
        (&Integer, &LONGS, "7", "[7]"),
        (&Uuid, &KEYS, &key, &format!("[\"{KEY}\"]")),
    ] {
        let (database, result) = changed(dialect, [&ships(from, &[]), &ships(to, &[])], value, &none).await;
        assert_eq!(result, Ok(()));
        assert_eq!(values(&database, to, dialect).await, [expected, "nothing"]);
    }
    let rejected = Plan::new(&ships(&Text, &[]), &ships(&JsonType, &[]), &none).unwrap_err().to_string();
    let message =
        "the type of ships.value changes from text to json; all values would be lost: use `--allow-data-loss`";
    assert_eq!(rejected, message);
    assert!(Plan::new(&ships(&Text, &[]), &ships(&LONGS, &[]), &none).is_err());
    assert_eq!(TypeName(&TEXTS), TypeName(&JsonType), "a snapshot does not tell them apart");
}
