//! The configuration of the connection pool.

use std::num::NonZeroUsize;
use std::time::Duration;

use dropspec_config::Environment;

/// The pool of connections to PostgreSQL. Short statements run on a few multiplexed connections outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolConfig {
    /// The number of connections. More than the database has cores are of little use.
    pub connections: usize,
    /// The time limit for a free or new connection. A server that acknowledges no data for that long is unreachable.
    pub timeout: Duration,
}

impl Default for PoolConfig {
    /// 16, and 5 s.
    fn default() -> Self {
        Self { connections: 16, timeout: Duration::from_secs(5) }
    }
}

impl PoolConfig {
    /// Reads `_DATABASE_CONNECTIONS` and `_DATABASE_TIMEOUT`.
    pub fn read(env: &mut Environment) -> Self {
        let Self { connections, timeout } = Self::default();
        Self {
            connections: env.read_if_set("_DATABASE_CONNECTIONS").map_or(connections, NonZeroUsize::get),
            timeout: env.positive("_DATABASE_TIMEOUT", timeout),
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
        assert_eq!(read(&[]), Ok(PoolConfig { connections: 16, timeout: Duration::from_secs(5) }));
        let said = [("SHOP_DATABASE_CONNECTIONS", "2"), ("SHOP_DATABASE_TIMEOUT", "500ms")];
        assert_eq!(read(&said), Ok(PoolConfig { connections: 2, timeout: Duration::from_millis(500) }));
        let zero = read(&[("SHOP_DATABASE_TIMEOUT", "0")]);
        assert_eq!(zero, Err("SHOP_DATABASE_TIMEOUT must be longer than 0".to_owned()));
    }
}
