//! The cost of aggregates, compared with that of the statement alone. Run it with `--ignored --nocapture --test-threads 1`.

use std::time::{Duration, Instant};

use dropspec::db::Database;

use super::support::{Backend, start_with_database};

/// The number of rows.
const ROWS: usize = 1_000_000;

/// The number of measurements of each.
const REPETITIONS: usize = 9;

#[derive(diesel::QueryableByName)]
struct Group {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute, and measures time"]
async fn sqlite_takes_as_long_as_the_statement() {
    let rows = format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS}) \
         INSERT INTO orders (number, status, amount, quantity, weight, version) \
         SELECT n, CASE n % 3 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' ELSE 'shipped' END, '2503' || (10001 + n % 90000), n, n / 8.0, 1 FROM numbers"
    );
    let totals = "SELECT status, count(*) AS count, dropspec_sum_decimals(amount), sum(quantity), dropspec_average_decimals(amount), \
                  max(weight), min(placed_at), count(DISTINCT customer) FROM orders GROUP BY status ORDER BY status";
    let summary = "SELECT count(*) AS count, dropspec_sum_decimals(amount), sum(quantity), sum(units), sum(weight), avg(quantity), \
                   avg(weight), min(amount), max(paid_on) FROM orders";
    compare(Backend::Sqlite, rows, [totals, summary]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute, and measures time"]
async fn postgres_takes_as_long_as_the_statement() {
    let rows = format!(
        "INSERT INTO orders (number, status, amount, quantity, weight, version) \
         SELECT n::text, (ARRAY['new', 'paid', 'shipped'])[n % 3 + 1], (10001 + n % 90000) / 100.0, n, n / 8.0, 1 \
         FROM generate_series(1, {ROWS}) AS n"
    );
    let totals = "SELECT status, count(*) AS count, sum(amount), sum(quantity), avg(amount), max(weight), min(placed_at), \
                  count(DISTINCT customer) FROM orders GROUP BY status ORDER BY status";
    let summary = "SELECT count(*) AS count, sum(amount), sum(quantity), sum(units), sum(weight), avg(quantity), avg(weight), \
                   min(amount), max(paid_on) FROM orders";
    compare(Backend::Postgres, rows, [totals, summary]).await;
}

/// Compares the requests with the statements, on a table with rows that a statement inserts.
async fn compare(backend: Backend, rows: String, statements: [&'static str; 2]) {
    let (shop, database) = start_with_database(backend).await;
    database.run_script(rows).await.unwrap();
    if matches!(backend, Backend::Postgres) {
        database.execute(|| diesel::sql_query("ANALYZE orders")).await.unwrap();
    }
    for (path, statement) in ["/orders/totals", "/orders/summary"].into_iter().zip(statements) {
        let (mut requests, mut alone) = (Vec::new(), Vec::new());
        for _ in 0..REPETITIONS {
            alone.push(time(run(&database, statement)).await);
            requests.push(time(shop.get(path)).await);
        }
        let [request, alone] = [fastest(requests), fastest(alone)];
        let ratio = request.as_secs_f64() / alone.as_secs_f64();
        println!("{backend:?} {path}: {request:?}, the statement alone {alone:?}, {ratio:.3} times as long");
        assert!(ratio < 1.1, "{ratio}");
    }
}

async fn run(database: &Database, statement: &'static str) {
    let groups: Vec<Group> = database.search(diesel::sql_query(statement)).await.unwrap();
    assert_eq!(groups.iter().map(|group| group.count).sum::<i64>(), 1_000_000);
}

async fn time<T>(work: impl Future<Output = T>) -> Duration {
    let start = Instant::now();
    work.await;
    start.elapsed()
}

/// The shortest time, which other processes have disturbed the least.
fn fastest(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap_or_default()
}
