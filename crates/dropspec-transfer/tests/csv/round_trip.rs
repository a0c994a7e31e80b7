//! Exported rows can be imported and are equal to the original ones.

use super::*;

on_both_databases!(
    any_list_comes_back,
    null_and_an_empty_text_differ,
    a_list_moves_to_the_other_kind_of_database,
    a_long_list_keeps_its_indexes,
    the_columns_may_be_in_any_order_and_some_may_be_missing,
);

async fn any_list_comes_back(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    // Not in a function of proptest's, because the database is asked in between.
    let mut runner = TestRunner::deterministic();
    let lists = proptest::collection::vec(any_ship(), 0..12);
    for round in 0..24 {
        let mut ships = lists.new_tree(&mut runner).unwrap().current();
        let mut list = Vec::new();
        csv::header(&SHIPS, &mut list);
        ships.iter().for_each(|ship| csv::row(ship, &mut list));
        let list = String::from_utf8(list).unwrap();
        let report = imports(&test.database, list.clone(), Options { force: true, ..Options::default() }).await;
        assert_eq!(report.unwrap().stored, ships.len() as u64, "{list}");
        ships.sort_by_key(|ship| ship.id);
        let found: Vec<Ship> = stored(&test.database).await.into_iter().map(|stored| stored.record).collect();
        assert_eq!(found, ships, "round {round}: {list}");

        let exported = exported(&test.database).await;
        let mut sorted = Vec::new();
        csv::header(&SHIPS, &mut sorted);
        ships.iter().for_each(|ship| csv::row(ship, &mut sorted));
        assert_eq!(exported.as_bytes(), sorted);
        test.execute("DELETE FROM ships").await;
    }
}

/// Any ship that both databases can keep.
fn any_ship() -> impl Strategy<Value = Ship> {
    let text = "[a,\"\n\r é🚢=;\t'-]{0,12}";
    let number =
        any::<f64>().prop_filter("SQLite keeps no sign of zero", |number| *number != 0.0 && number.is_finite());
    let timestamp = (-62_135_596_800_000_000_i64..253_402_300_799_999_999).prop_map(DateTime::from_timestamp_micros);
    let notes = prop_oneof![
        Just(None),
        text.prop_map(|text| Some(json!(text))),
        any::<i32>().prop_map(|number| Some(json!({ "a": [number, null, true] }))),
    ];
    let first =
        ("[a,\"\n é-]{1,12}", prop_oneof![Just(Class::Barque), Just(Class::Cutter)], any::<bool>(), 0..i32::MAX);
    let second = (any::<i64>(), number.clone(), 0..3_000_000_i32, proptest::option::of(text), any::<Option<i32>>());
    let cost = proptest::option::of("-?[1-9][0-9]{0,30}(\\.[0-9]{0,9}[1-9])?");
    let third = (proptest::option::of(number), any::<Option<u128>>(), proptest::option::of(timestamp), notes, cost);
    (any::<u128>(), first, second, third).prop_map(
        |(
            id,
            (name, class, afloat, berths),
            (tonnage, length, day, nickname, crew),
            (draught, owner, seen, notes, cost),
        )| {
            Ship {
                id: Uuid::from_u128(id),
                class,
                afloat,
                berths,
                tonnage,
                length,
                launched: NaiveDate::from_num_days_from_ce_opt(day + 1).unwrap(),
                nickname,
                crew,
                draught,
                owner: owner.map(Uuid::from_u128),
                seen: seen.flatten(),
                notes,
                cost,
                ..ship(&name)
            }
        },
    )
}

async fn null_and_an_empty_text_differ(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let list = list(&["A", "B"]).replace("launched\n", "launched,nickname,crew,draught\n");
    let list = list.replacen("1912-04-15\n", "1912-04-15,,,\n", 1).replacen("1912-04-15\n", "1912-04-15,\"\",1,2\n", 1);
    imports(&test.database, list, Options::default()).await.unwrap();
    let ships = stored(&test.database).await;
    let found: Vec<_> =
        ships.iter().map(|it| (it.record.nickname.as_deref(), it.record.crew, it.record.draught)).collect();
    assert_eq!(found, [(None, None, None), (Some(""), Some(1), Some(2.0))]);
}

async fn a_list_moves_to_the_other_kind_of_database(backend: Backend) {
    let other = match backend {
        Backend::Sqlite => Backend::Postgres,
        Backend::Postgres => Backend::Sqlite,
    };
    let (from, to) = (TestDatabase::new(backend).await, TestDatabase::new(other).await);
    from.insert([
        Ship {
            nickname: Some(String::new()),
            seen: Some(DateTime::UNIX_EPOCH),
            notes: Some(json!(["ü"])),
            cost: Some("-12.5".to_owned()),
            ..ship("A")
        },
        Ship { length: 1e300, draught: Some(-0.1), ..ship("B, \"C\"\n") },
    ])
    .await;
    imports(&to.database, exported(&from.database).await, Options::default()).await.unwrap();
    assert_eq!(stored(&to.database).await, stored(&from.database).await);
    assert_eq!(exported(&to.database).await, exported(&from.database).await);
}

async fn a_long_list_keeps_its_indexes(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let before = test.indexes().await;
    assert!(before > 5, "{before}");
    let many: Vec<String> = (0..9000).map(|number| format!("Ship {number:04}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(imports(&test.database, list(&many), Options::default()).await.unwrap().stored, 9000);
    assert_eq!(names(&test.database).await, many, "in the order of the list");
    assert_eq!(test.indexes().await, before);
}

async fn the_columns_may_be_in_any_order_and_some_may_be_missing(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let id = Uuid::now_v7();
    let list = format!("launched,length,id,tonnage,berths,Afloat,class,Name\n1912-04-15,1,{id},2,3.9,0,cutter,A\n");
    let report = imports(&test.database, list, Options::default()).await.unwrap();
    assert_eq!(report.truncated.into_iter().collect::<Vec<_>>(), [("berths", 1)]);
    let ships = stored(&test.database).await;
    let Ship { id: found, length, tonnage, berths, afloat, class, .. } = ships[0].record.clone();
    assert_eq!((found, length, tonnage, berths, afloat, class), (id, 1.0, 2, 3, false, Class::Cutter));
}
