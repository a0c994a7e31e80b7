//! Filters, of each kind and by each operator.

use dropspec_db::{Column, CountValues, Entity, ListQuery, Operator, Total, Value};

use super::{any_ship, fetch, ships};
use crate::support::{Backend, SHIPS, Ship, TestDatabase, ship};

on_both_databases!(
    each_operator_compares_each_kind,
    the_text_of_a_parameter_is_read_as_its_column,
    a_text_is_found_letter_by_letter,
    a_prefix_is_found_at_the_start,
    a_search_needs_one_of_its_filters,
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
        for operator in column.filters {
            let operands: Vec<Vec<Value<'static>>> = match operator {
                Operator::Null => [true, false].map(|is_null| vec![is_null.into()]).to_vec(),
                Operator::In | Operator::NotIn => {
                    values.windows(2).map(<[_]>::to_vec).chain([Vec::new(), values[..1].to_vec()]).collect()
                }
                _ => values.iter().map(|value| vec![value.clone()]).collect(),
            };
            for operand in operands {
                let query = match operator {
                    Operator::In | Operator::NotIn => {
                        ListQuery::new(&SHIPS).filter_several(index, *operator, Some(operand.clone()))
                    }
                    _ => ListQuery::new(&SHIPS).filter(index, *operator, Some(operand[0].clone())),
                };
                let mut expected: Vec<Ship> =
                    all.iter().filter(|ship| holds(column, &ship.value(index), *operator, &operand)).cloned().collect();
                expected.sort_by_key(|ship| ship.id);
                let name = format!("{}{} {operand:?}", column.property, operator.suffix());
                assert_eq!(ships(&test.database, query).await, expected, "{name}");
            }
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
            let (text, typed) = match operator {
                Operator::Null => continue,
                Operator::In | Operator::NotIn => (
                    ListQuery::new(&SHIPS).filter_several(index, *operator, Some([value.to_string()])),
                    ListQuery::new(&SHIPS).filter_several(index, *operator, Some([value.clone()])),
                ),
                _ => (
                    ListQuery::new(&SHIPS).filter(index, *operator, Some(value.to_string())),
                    ListQuery::new(&SHIPS).filter(index, *operator, Some(value.clone())),
                ),
            };
            let found = ships(&test.database, text).await;
            assert!(!found.is_empty() || matches!(operator, Operator::MoreThan | Operator::LessThan), "{property}");
            assert_eq!(found, ships(&test.database, typed).await, "{property}{}", operator.suffix());
        }
    }
}

/// What the model says.
fn holds(column: &Column, held: &Value<'_>, operator: Operator, operand: &[Value<'_>]) -> bool {
    let is = |operator, value: &Value<'_>| compares(column, held, operator, value);
    match operator {
        Operator::Null => (*held == Value::Null) == (operand == [Value::Boolean(true)]),
        Operator::In => operand.iter().any(|value| is(Operator::Equal, value)),
        Operator::NotIn | Operator::NotEqual => !operand.iter().any(|value| is(Operator::Equal, value)),
        operator => is(operator, &operand[0]),
    }
}

fn compares(column: &Column, held: &Value<'_>, operator: Operator, value: &Value<'_>) -> bool {
    let ordering = match (held, value) {
        (Value::Null, _) => return false,
        (Value::Integer(held), Value::Integer(value)) => held.partial_cmp(value),
        (Value::Double(held), Value::Double(value)) => held.partial_cmp(value),
        (Value::Date(held), Value::Date(value)) => held.partial_cmp(value),
        (Value::Timestamp(held), Value::Timestamp(value)) => held.partial_cmp(value),
        (Value::Text(held), Value::Text(value)) => match operator {
            Operator::Prefix => return held.starts_with(&**value),
            Operator::Contains => return held.to_lowercase().contains(&value.to_lowercase()),
            Operator::ContainsCase => return held.contains(&**value),
            _ if column.property == "cost" => held.parse::<f64>().unwrap().partial_cmp(&value.parse::<f64>().unwrap()),
            _ => return held == value,
        },
        (held, value) => return held == value,
    };
    ordering.is_some_and(|ordering| match operator {
        Operator::Equal => ordering.is_eq(),
        Operator::AtLeast => ordering.is_ge(),
        Operator::AtMost => ordering.is_le(),
        Operator::MoreThan => ordering.is_gt(),
        Operator::LessThan => ordering.is_lt(),
        other => panic!("{other:?} does not compare {held:?}"),
    })
}

async fn a_text_is_found_letter_by_letter(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert([ship("Straße %_\\"), ship("STRASSE ÄÖÜ"), ship("'; -- ΣΊΣΥΦΟΣ")]).await;
    for (text, with_case, without) in [
        ("", 3, 3),
        ("%", 1, 1),
        ("_\\", 1, 1),
        ("\\", 1, 1),
        ("S", 2, 2),
        ("s", 0, 2),
        ("straSSe", 0, 1),
        ("ß", 1, 1),
        ("ẞ", 0, 1),
        ("äö", 0, 1),
        ("'", 1, 1),
        ("; --", 1, 1),
        ("Σίσυ", 0, 1),
    ] {
        for (operator, expected) in [(Operator::ContainsCase, with_case), (Operator::Contains, without)] {
            let query = ListQuery::new(&SHIPS).filter(1, operator, Some(text.to_owned()));
            assert_eq!(ships(&test.database, query).await.len(), expected, "{text} {operator:?}");
        }
    }
}

async fn a_prefix_is_found_at_the_start(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let names = ["a", "ab", "aB", "a\u{10ffff}", "a\u{10ffff}b", "b", "%", "\u{d7ff}", "\u{e000}"];
    test.insert(names.map(ship)).await;
    for prefix in ["", "a", "ab", "A", "a\u{10ffff}", "\u{d7ff}", "%", "_"] {
        let query = ListQuery::new(&SHIPS).filter(1, Operator::Prefix, Some(prefix.to_owned()));
        let expected = names.iter().filter(|name| name.starts_with(prefix)).count();
        assert_eq!(ships(&test.database, query).await.len(), expected, "{prefix:?}");
    }
}

async fn a_search_needs_one_of_its_filters(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let named = |name: &str, nickname: Option<&str>| Ship { nickname: nickname.map(str::to_owned), ..ship(name) };
    let all = [named("Titan", None), named("b", Some("Tit")), named("c", Some("a Tit")), named("d", Some("tit"))];
    test.insert(all).await;
    let found = |text: &str| {
        ListQuery::new(&SHIPS).sort(["name"]).search(&SHIPS.searches[0], Some(text.to_owned())).limit(Some(1))
    };
    let page = fetch(&test.database, found("Tit").page_token(None).count(Some(true), CountValues::BOOLEAN)).await;
    assert_eq!((page.total, page.listing.whole().unwrap()[0].name.as_str()), (Some(Total::exact(2)), "Titan"));
    let next = super::token(page.links.next.as_ref());
    assert_eq!(fetch(&test.database, found("Tit").page_token(next)).await.listing.whole().unwrap()[0].name, "b");
    assert_eq!(
        fetch(&test.database, found("nothing").count(Some(true), CountValues::BOOLEAN)).await.total,
        Some(Total::exact(0))
    );
}

async fn what_is_counted_meets_the_filters_on_whichever_page_it_is(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    test.insert((0..30).map(any_ship)).await;
    let mut token = None;
    for _ in 0..2 {
        let query = ListQuery::new(&SHIPS).limit(Some(4)).filter(3, Operator::Equal, Some(true));
        let page = fetch(&test.database, query.count(Some(true), CountValues::BOOLEAN).page_token(token)).await;
        assert_eq!(page.total, Some(Total::exact(15)));
        token = super::token(page.links.next.as_ref());
        assert!(token.is_some());
    }
    assert_eq!(fetch(&test.database, ListQuery::new(&SHIPS)).await.total, None);
}
