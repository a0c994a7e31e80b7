//! Rows that refer to rows with keys of each kind, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;
mod story;

/// A test of each kind of keys, with the keys that clients set.
macro_rules! kinds {
    ($($kind:ident: $keys:expr,)*) => {
        $(
            mod $kind {
                use super::story::tell;
                use super::support::Backend;

                service!(pairs::$kind);

                on_both_databases!(rows_refer_to_rows);

                async fn rows_refer_to_rows(backend: Backend) {
                    tell(&start_with_database(backend).await.0, $keys).await;
                }
            }
        )*
    };
}

kinds!(
    text: Some(["a/b", "ü", "c", "d", "e"].map(Into::into)),
    uuid: Some([1, 2, 3, 4, 5].map(|number| format!("01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e{number:02}").into())),
    made_uuid: None,
    read_only_uuid: None,
    integer: Some([1, 2, 3, 4, i64::MAX].map(Into::into)),
    made_integer: None,
    read_only_integer: None,
);
