//! The internal tables: each service has them beside those of its document, created and changed by the same migrations.

pub use dropspec_api_keys as api_keys;
pub use dropspec_idempotency_keys as idempotency_keys;
pub use dropspec_imports as imports;

/// The types that `diesel::table!` finds by name.
mod sql_types {
    pub(super) use crate::column_type::{SqlTimestamp, SqlUuid};
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::*;

    /// API keys.
    dropspec_api_keys (id) {
        /// The id of the key.
        id -> Text,
        /// The hash of the whole key.
        sha256 -> Binary,
        /// The subject of the key.
        subject -> Text,
        /// The scopes, separated by spaces.
        scopes -> Text,
        /// When it was created.
        created -> SqlTimestamp,
        /// When it expires.
        expires -> Nullable<SqlTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::*;

    /// The responses to requests with an `Idempotency-Key`.
    dropspec_idempotency_keys (key) {
        /// The operation, the caller and the key of the request, as a JSON array.
        key -> Text,
        /// The SHA-256 of the body of the request; empty once the row that the request created is deleted.
        fingerprint -> Binary,
        /// The response, as JSON; empty once the row that the request created is deleted.
        answer -> Text,
        /// When the request was received.
        created -> SqlTimestamp,
        /// The row that the request created: its table, `/` and its key.
        resource -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::*;

    /// The records of imports.
    dropspec_imports (id) {
        /// The key.
        id -> SqlUuid,
        /// The table.
        target -> Text,
        /// The name of the file.
        file -> Text,
        /// The SHA-256 of the uncompressed file.
        sha256 -> Binary,
        /// The number of rows that were stored.
        stored -> BigInt,
        /// The number of rows that were rejected.
        rejected -> BigInt,
        /// Who imported it, as far as that is known.
        who -> Nullable<Text>,
        /// When the import began.
        started -> SqlTimestamp,
        /// The duration in milliseconds.
        took -> BigInt,
    }
}
