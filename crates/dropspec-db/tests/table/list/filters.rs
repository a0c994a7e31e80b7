//! Filters, of each kind and by each operator.

use dropspec_db::{Column, Entity, ListQuery, Operator, Value};

use super::{any_ship, fetch, ships};
use crate::support::{Backend, SHIPS, Ship, TestDatabase, ship};

on_both_databases!(
    each_operator_compares_each_kind,
    the_text_of_a_parameter_is_read_as_its_column,
    a_text_is_found_letter_by_letter,
    what_is_counted_meets_the_filters_on_whichever_page_it_is,
);

async fn each_operator_compares_each_kind(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let all: Vec<Ship> = (0..40).map(any_ship).collect();
    test.insert(all.clone()).await;
    for (index, column) in SHIPS.columns.iter().enumerate() {
        let mut values: Vec<Value<'static>> = all.iter().map(|ship| ship.value(index).into_owned()).collect();
        values.retain(|value| *value != Value::Null);
        values.truncate(12);
        for (operator, value) in column.filters.iter().flat_map(|operator| values.iter().map(move |it| (operator, it)))
        {
            let query = ListQuery::new(&SHIPS).filter(index, *operator, Some(value.clone()));
            let mut expected: Vec<Ship> =
                all.iter().filter(|ship| holds(column, &ship.value(index), *operator, value)).cloned().collect();
            expected.sort_by_key(|ship| ship.id);
            assert_eq!(
                ships(&test.database, query).await,
                expected,
                "{}{} {value:?}",
                column.property,
                operator.suffix()
            );
        }
    }
    let none = ListQuery::new(&SHIPS).filter(1, Operator::Equal, None::<String>);
    assert_eq!(ships(&test.database, none).await.len(), all.len());
}

async fn the_text_of_a_parameter_is_read_as_its_column(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert((0..40).map(any_ship)).await;
    let all: Vec<Ship> = (0..40).map(any_ship).collect();
    for property in ["launched", "seen", "cost"] {
        let index = SHIPS.position(property).unwrap();
        let value = all.iter().map(|ship| ship.value(index).into_owned()).find(|value| *value != Value::Null).unwrap();
        for operator in SHIPS.columns[index].filters {
            let text = ListQuery::new(&SHIPS).filter(index, *operator, Some(value.to_string()));
            let typed = ListQuery::new(&SHIPS).filter(index, *operator, Some(value.clone()));
            let found = ships(&test.database, text).await;
            assert!(!found.is_empty() || matches!(operator, Operator::MoreThan | Operator::LessThan), "{property}");
            assert_eq!(found, ships(&test.database, typed).await, "{property}{}", operator.suffix());
        }
    }
}

/// What the model says.
fn holds(column: &Column, held: &Value<'_>, operator: Operator, value: &Value<'_>) -> bool {
    let ordering = match (held, value) {
        (Value::Null, _) => return false,
        (Value::Integer(held), Value::Integer(value)) => held.partial_cmp(value),
        (Value::Double(held), Value::Double(value)) => held.partial_cmp(value),
        (Value::Date(held), Value::Date(value)) => held.partial_cmp(value),
        (Value::Timestamp(held), Value::Timestamp(value)) => held.partial_cmp(value),
        (Value::Text(held), Value::Text(value)) if operator == Operator::Contains => return held.contains(&**value),
        (Value::Text(held), Value::Text(value)) if column.property == "cost" => {
            held.parse::<f64>().unwrap().partial_cmp(&value.parse::<f64>().unwrap())
        }
        (held, value) => return held == value,
    };
    ordering.is_some_and(|ordering| match operator {
        Operator::Equal => ordering.is_eq(),
        Operator::AtLeast => ordering.is_ge(),
        Operator::AtMost => ordering.is_le(),
        Operator::MoreThan => ordering.is_gt(),
        Operator::LessThan => ordering.is_lt(),
        Operator::Contains => false,
    })
}

async fn a_text_is_found_letter_by_letter(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert([ship("Straße %_\\"), ship("STRASSE"), ship("'; --")]).await;
    for (text, expected) in
        [("", 3), ("%", 1), ("_\\", 1), ("S", 2), ("s", 0), ("ß", 1), ("'", 1), ("; --", 1), ("ẞ", 0)]
    {
        let query = ListQuery::new(&SHIPS).filter(1, Operator::Contains, Some(text.to_owned()));
        let found = ships(&test.database, query).await;
        // The small s of the first is a part of no word of the others.
        let expected = if text == "s" { 0 } else { expected };
        assert_eq!(found.len(), expected, "{text}");
    }
}

async fn what_is_counted_meets_the_filters_on_whichever_page_it_is(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert((0..30).map(any_ship)).await;
    let mut token = None;
    for _ in 0..2 {
        let query = ListQuery::new(&SHIPS).limit(Some(4)).filter(3, Operator::Equal, Some(true));
        let page = fetch(&test.database, query.count(true).page_token(token)).await;
        assert_eq!(page.total, Some(15));
        token = super::token(page.links.next.as_ref());
        assert!(token.is_some());
    }
    assert_eq!(fetch(&test.database, ListQuery::new(&SHIPS)).await.total, None);
}
