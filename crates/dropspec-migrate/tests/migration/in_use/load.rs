//! Rows, and clients that write them all the time.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_postgres::Client;

use super::Project;

const CLIENTS: i32 = 4;

/// The time between two writes of a client.
const PAUSE: Duration = Duration::from_millis(5);

/// Inserts rows; every tenth has no tonnage.
pub(super) async fn fill(client: &Client, rows: u32) {
    let insert = format!(
        "INSERT INTO ships (id, name, masts, draught, sunk, tonnage) \
         SELECT gen_random_uuid(), 'ship ' || n, 1 + n % 5, 1.5, false, CASE WHEN n % 10 > 0 THEN n END \
         FROM generate_series(1, {rows}) n; ANALYZE ships"
    );
    client.batch_execute(&insert).await.unwrap();
}

/// Clients that insert and change rows.
pub(super) struct Load {
    is_over: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Vec<Duration>>>,
}

/// How long the writes of a load took.
pub(super) struct Latency {
    writes: usize,
    p50: Duration,
    pub(super) p99: Duration,
    longest: Duration,
}

impl fmt::Display for Latency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { writes, p50, p99, longest } = self;
        write!(f, "{writes} writes: p50 {p50:?}, p99 {p99:?}, longest {longest:?}")
    }
}

impl Load {
    pub(super) async fn start(project: &Project) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let mut clients = Vec::new();
        for number in 0..CLIENTS {
            let client = project.connect("writer").await;
            clients.push(tokio::spawn(write_until(Arc::clone(&is_over), client, number)));
        }
        Self { is_over, clients }
    }

    /// Stops the clients, none of which may have failed.
    pub(super) async fn stop(self) -> Latency {
        self.is_over.store(true, Ordering::Relaxed);
        let mut all = Vec::new();
        for client in self.clients {
            all.extend(client.await.unwrap());
        }
        all.sort_unstable();
        let part = |percent: usize| all[(all.len() - 1) * percent / 100];
        Latency { writes: all.len(), p50: part(50), p99: part(99), longest: part(100) }
    }
}

async fn write_until(is_over: Arc<AtomicBool>, client: Client, number: i32) -> Vec<Duration> {
    let ids = "SELECT id::text FROM ships TABLESAMPLE SYSTEM (10) WHERE tonnage IS NOT NULL LIMIT 1000";
    let ids = client.query(ids, &[]).await.unwrap();
    let ids: Vec<String> = ids.iter().map(|row| row.get(0)).collect();
    let insert = "INSERT INTO ships (id, name, masts, draught, sunk, tonnage) \
                  VALUES (gen_random_uuid(), 'new', $1, 1.5, false, 1)";
    let update = "UPDATE ships SET masts = $1, version = version + 1 WHERE id = $2::text::uuid";
    let mut times = Vec::new();
    for id in ids.iter().cycle() {
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        let begin = Instant::now();
        client.execute(insert, &[&number.max(1)]).await.unwrap();
        times.push(begin.elapsed());
        let begin = Instant::now();
        client.execute(update, &[&number.max(1), id]).await.unwrap();
        times.push(begin.elapsed());
        sleep(PAUSE).await;
    }
    times
}
