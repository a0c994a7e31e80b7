//! The supported databases, and tests that run on both.

/// A kind of database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Generates a test of each function for each kind of database, in the modules `sqlite` and `postgres`.
///
/// The functions are async and take the [`Backend`]. The compiler reports a function that is not listed as dead code.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(on_both_databases!(@test $test, Sqlite);)+
        }

        mod postgres {
            $(on_both_databases!(@test $test, Postgres);)+
        }
    };
    (@test $test:ident, $backend:ident) => {
        // Multi-threaded because migrations of PostgreSQL block their thread.
        #[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            super::$test($crate::support::Backend::$backend).await;
        }
    };
}
