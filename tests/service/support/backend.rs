//! The two databases, and the tests that both have to pass.

/// A kind of database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Makes a test of each of the functions for each kind of database, in the modules `sqlite` and `postgres`.
///
/// The functions are async and take the [`Backend`]. One that is missing from the list is dead code, which the
/// compiler notices.
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
        // Migrations of PostgreSQL block their thread, which is why there is more than one.
        #[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            super::$test($crate::support::Backend::$backend).await;
        }
    };
}
