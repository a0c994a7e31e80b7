//! Lists of PostgreSQL read the rows that match, and not the whole table.

use std::time::Duration;

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use dropspec::db::Database;
use serde_json::json;
use tokio::time::sleep;

use super::support::{Backend, Shop, start_with_database};

/// The number of books.
const BOOKS: i64 = 40_000;

/// The number of requests of each kind: the server considers a plan for any values after five.
const REQUESTS: usize = 12;

/// The statistics of the table of books, since they were reset.
#[derive(Debug, QueryableByName)]
struct Reads {
    /// The number of times that the whole table was read.
    #[diesel(sql_type = BigInt)]
    whole: i64,
    /// The number of rows that were fetched by an index.
    #[diesel(sql_type = BigInt)]
    rows: i64,
    /// The number of scans of any index.
    #[diesel(sql_type = BigInt)]
    scans: i64,
}

const RESET: &str = "SELECT pg_stat_reset_single_table_counters('books'::regclass)";

const READS: &str = "SELECT t.seq_scan AS whole, t.idx_tup_fetch AS rows, sum(i.idx_scan)::bigint AS scans
     FROM pg_stat_user_tables t JOIN pg_stat_user_indexes i USING (relid) WHERE t.relname = 'books'
     GROUP BY 1, 2";

/// Sends requests for a list, and returns what they have read.
async fn reads(shop: &Shop, database: &Database, path: &str, expected: usize) -> Reads {
    database.run_script(RESET.to_owned()).await.unwrap();
    for _ in 0..REQUESTS {
        assert_eq!(shop.get(path).await.as_array().unwrap().len(), expected, "{path}");
    }
    // A connection reports at most once a second what it has read, at the end of a statement.
    let mut reads = Reads { whole: 0, rows: 0, scans: 0 };
    for _ in 0..10 {
        sleep(Duration::from_millis(1100)).await;
        shop.get(path).await;
        shop.get(path).await;
        reads = database.read(diesel::sql_query(READS)).await.unwrap().pop().unwrap();
        if reads.scans >= i64::try_from(REQUESTS).unwrap() || reads.whole > 0 {
            break;
        }
    }
    assert!(reads.scans > 0, "{path}: {reads:?}");
    reads
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_read_the_rows_that_match() {
    let (shop, database) = start_with_database(Backend::Postgres).await;
    let author = shop.post("/authors", json!({ "name": "Le Guin" })).await;
    let author = author["id"].as_str().unwrap();
    // Titles of three words each. One in a hundred has another word, and one has a third.
    let fill = format!(
        "INSERT INTO books (id, isbn, title, author_id)
         SELECT gen_random_uuid(), lpad(i::text, 13, '0'),
             md5(i::text) || CASE WHEN i = 777 THEN ' Zauberer' WHEN i % 100 = 0 THEN ' Erdsee ' ELSE ' Planet ' END || md5((-i)::text),
             '{author}' FROM generate_series(1, {BOOKS}) i"
    );
    database.run_script(fill).await.unwrap();
    database.run_script("ANALYZE books".to_owned()).await.unwrap();

    for (path, expected) in [
        ("/books?q=zauberer", 1),
        ("/books?q=0000000000777&limit=5", 1),
        ("/books?q=zauberer&limit=1", 1),
        ("/books?q=nowhere", 0),
        (&format!("/authors/{author}/books?title_contains=zauberer"), 1),
        // Of frequent texts the list reads the first ones, in its order.
        ("/books?q=erdsee&limit=5", 5),
        ("/books?q=planet", 20),
    ] {
        let reads = reads(&shop, &database, path, expected).await;
        assert_eq!(reads.whole, 0, "{path}: {reads:?}");
        // All requests together read less than the table, and that includes rows of those before, whose statistics were late.
        assert!(reads.rows < BOOKS / 2, "{path}: {reads:?}");
    }
}
