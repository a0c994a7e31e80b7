//! Layouts of tables, what changes from one to the next, and what databases make of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

/// Makes a test of each of the functions for each kind of database, in the modules `sqlite` and `postgres`.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(on_both_databases!(@test $test, Sqlite);)+
        }

        mod postgres {
            $(on_both_databases!(@test $test, Postgres);)+
        }
    };
    (@test $test:ident, $dialect:ident) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            super::$test(dropspec_migrate::Dialect::$dialect).await;
        }
    };
}

mod change;
mod convert;
mod create;
mod encoding;
mod identity;
mod in_use;
mod live;
mod make;
#[path = "../../../../tests/service/support/postgres.rs"]
mod postgres;
mod rejections;
mod relations;
mod searched;
mod spatial;
#[path = "../../../dropspec-db/tests/table/support/table.rs"]
mod storage;
mod support;
