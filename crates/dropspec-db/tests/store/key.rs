//! Keys as the values of a column.

use diesel::prelude::*;
use dropspec_db::StoreError;
use dropspec_db::column_type::UuidValue;
use dropspec_http::chain;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::{File, insert, notes};

#[tokio::test]
async fn a_key_comes_back_as_it_went() {
    let sqlite = File::new().with_table().await;
    let key = sqlite.write(|connection| insert(connection, "one").map_err(StoreError::from)).await.unwrap();
    let stored = sqlite.read(|connection| notes::table.select(notes::id).first::<UuidValue>(connection)).await.unwrap();
    assert_eq!(stored, key);
}

#[tokio::test]
async fn a_column_of_another_length_is_no_key() {
    let sqlite = File::new().with_table().await;
    let short = "INSERT INTO notes VALUES (x'0102', 'short')";
    let written =
        sqlite.write(move |connection| diesel::sql_query(short).execute(connection).map_err(StoreError::from));
    assert_eq!(written.await.unwrap(), 1);
    let read = sqlite.read(|connection| notes::table.select(notes::id).first::<UuidValue>(connection));
    let error = read.await.unwrap_err();
    assert!(chain(&error).starts_with("a statement failed: Error deserializing field 'id'"), "{error:?}");
}

#[test]
fn fresh_keys_sort_in_the_order_of_their_making() {
    let keys: Vec<Uuid> = (0..10_000).map(|_| UuidValue::now_v7().0).collect();
    assert!(keys.is_sorted_by(|left, right| left < right));
    assert_eq!(keys[0].get_version_num(), 7);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keys_sort_as_blobs_do(left in any::<u128>(), right in any::<u128>()) {
        let (left, right) = (Uuid::from_u128(left), Uuid::from_u128(right));
        prop_assert_eq!(left.cmp(&right), left.as_bytes().cmp(right.as_bytes()));
    }
}
