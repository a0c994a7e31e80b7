//! Changes that need a word from a person first.

use dropspec_db::column_type::{Boolean, Integer, Long, Text};
use dropspec_migrate::{
    ColumnSnapshot, GivenDefault, Options, Plan, Rename, Rule, SchemaSnapshot, TableSnapshot, TypeName,
};

fn table(name: &str, columns: &[ColumnSnapshot]) -> TableSnapshot {
    let mut all = vec![ColumnSnapshot::new("id", &Integer)];
    all.extend_from_slice(columns);
    TableSnapshot {
        name: name.to_owned(),
        key: vec!["id".to_owned()],
        columns: all,
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
    }
}

fn ships(columns: &[ColumnSnapshot]) -> SchemaSnapshot {
    SchemaSnapshot { tables: vec![table("ships", columns)] }
}

fn column(name: &str) -> ColumnSnapshot {
    ColumnSnapshot::new(name, &Text)
}

fn rig(choices: &[&str]) -> ColumnSnapshot {
    let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
    ColumnSnapshot { rules: vec![Rule::Enum(choices)], ..column("rig") }
}

fn rename(old: &str, new: &str) -> Options {
    Options { renames: vec![Rename { old: old.to_owned(), new: new.to_owned() }], ..Options::default() }
}

fn default(column: &str, value: &str) -> Options {
    let default = GivenDefault { column: column.to_owned(), value: value.to_owned() };
    Options { defaults: vec![default], ..Options::default() }
}

#[track_caller]
fn rejected(from: &SchemaSnapshot, to: &SchemaSnapshot, options: &Options, message: &str) {
    assert_eq!(Plan::new(from, to, options).unwrap_err().to_string(), message);
}

#[test]
fn no_data_is_lost_unless_that_is_allowed() {
    let none = Options::default();
    let losing = Options { allow_data_loss: true, ..Options::default() };
    let optional = |name| column(name).or_null();
    let of_type = |column_type| ColumnSnapshot::new("a", column_type).or_null();
    for (from, to, message) in [
        (
            ships(&[]),
            SchemaSnapshot::default(),
            "table ships is no longer described; its rows would be lost: use `--rename ships=NEW` if it was renamed, or `--allow-data-loss`",
        ),
        (
            ships(&[column("a")]),
            ships(&[]),
            "ships.a is no longer described; its values would be lost: use `--allow-data-loss`",
        ),
        (
            ships(&[column("a")]),
            ships(&[optional("b")]),
            "ships.a is no longer described; its values would be lost: use `--rename ships.a=b` if it was renamed, or `--allow-data-loss`",
        ),
        (
            ships(&[of_type(&Boolean)]),
            ships(&[of_type(&Integer)]),
            "the type of ships.a changes from boolean to integer; all values would be lost: use `--allow-data-loss`",
        ),
        (
            ships(&[rig(&["brig", "barque", "sloop"]).or_null()]),
            ships(&[rig(&["brig"]).or_null()]),
            "ships.rig no longer allows `barque`, `sloop`; rows would lose these values: use `--allow-data-loss`",
        ),
    ] {
        rejected(&from, &to, &none, message);
        assert!(!Plan::new(&from, &to, &losing).unwrap().is_empty());
    }
}

#[test]
fn what_is_required_needs_a_default() {
    let none = Options::default();
    let message = |why: &str| {
        format!(
            "ships.a is required, but existing rows {why}: use `--default ships.a=VALUE`, or add a `default` to the document"
        )
    };
    rejected(&ships(&[]), &ships(&[column("a")]), &none, &message("have no value"));
    let optional = ships(&[column("a").or_null()]);
    rejected(&optional, &ships(&[column("a")]), &none, &message("may be null"));
    let with_default = ships(&[ColumnSnapshot { default: Some("x".into()), ..column("a") }]);
    assert!(!Plan::new(&optional, &with_default, &none).unwrap().is_empty());
    assert!(!Plan::new(&optional, &ships(&[column("a")]), &default("a", "x")).unwrap().is_empty());
}

#[test]
fn a_default_fits_and_has_a_use() {
    let (from, to) = (ships(&[]), ships(&[rig(&["brig"])]));
    let message = "`--default ships.rig=sloop`: invalid value for ships.rig";
    rejected(&from, &to, &default("rig", "sloop"), message);
    let to = ships(&[ColumnSnapshot::new("masts", &Integer)]);
    let message = "`--default ships.masts=many`: invalid value for ships.masts";
    rejected(&from, &to, &default("ships.masts", "many"), message);
    rejected(&to, &to, &default("masts", "3"), "`--default masts=…`: no existing row needs it");
    rejected(&from, &from, &default("none", "3"), "`--default none=…`: no existing row needs it");
}

#[test]
fn a_rename_means_one_thing() {
    let (from, to) = (ships(&[column("a")]), ships(&[column("b")]));
    assert!(!Plan::new(&from, &to, &rename("a", "b")).unwrap().is_empty());
    for (old, new) in [("a", "c"), ("c", "b"), ("boats.a", "b"), ("id", "b")] {
        let errors = Plan::new(&from, &to, &rename(old, new)).unwrap_err().to_string();
        let message = format!("`--rename {old}={new}`: no table lost that column and has a new one with that name");
        assert!(errors.starts_with(&message), "{errors}");
    }
    let two = |column: &ColumnSnapshot| SchemaSnapshot {
        tables: ["boats", "ships"].map(|name| table(name, std::slice::from_ref(column))).to_vec(),
    };
    let errors = Plan::new(&two(&column("a")), &two(&column("b")), &rename("a", "b")).unwrap_err().to_string();
    assert!(errors.starts_with("`--rename a=b`: several tables had that column; use `--rename TABLE.COLUMN=NEW`; "));
    let message = "`--rename ships=boats`: no new table has that name";
    rejected(&ships(&[]), &ships(&[]), &rename("ships", "boats"), message);
}

#[test]
fn the_key_stays() {
    let mut other = ships(&[column("name")]);
    other.tables[0].key = vec!["name".to_owned()];
    let message = "the key of ships is another column or has another type; write this migration by hand";
    rejected(&ships(&[column("name")]), &other, &Options::default(), message);
    let mut long = ships(&[]);
    long.tables[0].columns[0].column_type = TypeName(&Long);
    rejected(&ships(&[]), &long, &Options::default(), message);
}

#[test]
fn all_that_is_to_be_said_is_said_at_once() {
    let errors = Plan::new(&ships(&[column("a"), column("b")]), &ships(&[column("c")]), &Options::default());
    assert_eq!(errors.unwrap_err().0.len(), 3);
}
