//! The configuration of connections.

use std::time::Duration;

use dropspec_config::Environment;
use dropspec_http::middleware::DEFAULT_REQUEST_TIMEOUT;

use super::connection_limit::ConnectionLimit;
use super::sqlite_sync::SqliteSync;

/// The connections to PostgreSQL or to a SQLite file. On PostgreSQL, writes run on a pool, reads on a few multiplexed connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolConfig {
    /// The most connections to PostgreSQL.
    pub connections: ConnectionLimit,
    /// The time limit for a free or new connection. A server that acknowledges no data for that long is unreachable.
    pub timeout: Duration,
    /// The time limit of a statement on the server, including its waits for locks, each of which may take 90 % of it.
    pub statement_timeout: Duration,
    /// When commits to a SQLite file wait for the disk.
    pub sqlite_sync: SqliteSync,
}

/// The part of a request's time that a statement may take, in percent. The rest is for the other work on the request.
const STATEMENT_PERCENT: u32 = 90;

impl Default for PoolConfig {
    /// 40, 5 s, 27 s, and full.
    fn default() -> Self {
        Self {
            connections: ConnectionLimit::default(),
            timeout: Duration::from_secs(5),
            statement_timeout: statement_timeout(DEFAULT_REQUEST_TIMEOUT),
            sqlite_sync: SqliteSync::default(),
        }
    }
}

fn statement_timeout(request: Duration) -> Duration {
    request * STATEMENT_PERCENT / 100
}

impl PoolConfig {
    /// Reads `_DATABASE_CONNECTIONS`, `_DATABASE_TIMEOUT` and `_SQLITE_SYNC`. The time limit of statements follows from `_REQUEST_TIMEOUT`.
    pub fn read(env: &mut Environment) -> Self {
        let Self { connections, timeout, sqlite_sync, .. } = Self::default();
        Self {
            connections: env.read("_DATABASE_CONNECTIONS", connections),
            timeout: env.positive("_DATABASE_TIMEOUT", timeout),
            statement_timeout: statement_timeout(env.read("_REQUEST_TIMEOUT", DEFAULT_REQUEST_TIMEOUT)),
            sqlite_sync: env.read("_SQLITE_SYNC", sqlite_sync),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_has_a_size_and_a_timeout() {
        let read = |pairs: &[(&str, &str)]| {
            let mut env = Environment::of("SHOP", pairs);
            let config = PoolConfig::read(&mut env);
            env.finish().map(|()| config).map_err(|error| error.to_string())
        };
        assert_eq!(
            read(&[]),
            Ok(PoolConfig {
                connections: ConnectionLimit::default(),
                timeout: Duration::from_secs(5),
                statement_timeout: Duration::from_secs(27),
                sqlite_sync: SqliteSync::Full,
            })
        );
        let said = [
            ("SHOP_DATABASE_CONNECTIONS", "4"),
            ("SHOP_DATABASE_TIMEOUT", "500ms"),
            ("SHOP_REQUEST_TIMEOUT", "2s"),
            ("SHOP_SQLITE_SYNC", "normal"),
        ];
        assert_eq!(
            read(&said),
            Ok(PoolConfig {
                connections: ConnectionLimit::new(4).unwrap(),
                timeout: Duration::from_millis(500),
                statement_timeout: Duration::from_millis(1800),
                sqlite_sync: SqliteSync::Normal,
            })
        );
        let too_few = read(&[("SHOP_DATABASE_CONNECTIONS", "3")]);
        assert_eq!(too_few, Err("SHOP_DATABASE_CONNECTIONS must be a whole number of at least 4, not `3`".to_owned()));
        let zero = read(&[("SHOP_DATABASE_TIMEOUT", "0")]);
        assert_eq!(zero, Err("SHOP_DATABASE_TIMEOUT must be longer than 0".to_owned()));
    }
}
