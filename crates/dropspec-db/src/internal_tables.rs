//! The tables of the engine itself: each service has them beside those of its document, made and changed by the same migrations.

pub use dropspec_api_keys as api_keys;
pub use dropspec_idempotency_keys as idempotency_keys;
pub use dropspec_imports as imports;

/// For `diesel::table!`, which looks for types by their names.
mod sql_types {
    pub(super) use crate::column_type::{SqlTimestamp, SqlUuid};
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::*;

    /// The keys that vouch for callers.
    dropspec_api_keys (id) {
        /// What a key is found by.
        id -> Text,
        /// The hash of the whole key.
        sha256 -> Binary,
        /// Whose key it is.
        subject -> Text,
        /// What it allows, with spaces in between.
        scopes -> Text,
        /// When it was made.
        created -> SqlTimestamp,
        /// From when on it is refused.
        expires -> Nullable<SqlTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::*;

    /// The answers to requests that had an `Idempotency-Key`.
    dropspec_idempotency_keys (key) {
        /// What tells the request from others: the operation, the client, and the key that it has sent, as a JSON array.
        key -> Text,
        /// SHA-256 of the body of the request.
        fingerprint -> Binary,
        /// What the answer is made of, as JSON.
        answer -> Text,
        /// When the request came.
        created -> SqlTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::*;

    /// What was imported.
    dropspec_imports (id) {
        /// The key.
        id -> SqlUuid,
        /// The table that it went into.
        target -> Text,
        /// The name of the file.
        file -> Text,
        /// The hash of its bytes, as they are once they are no longer compressed.
        sha256 -> Binary,
        /// How many rows were stored.
        stored -> BigInt,
        /// How many rows were bad.
        rejected -> BigInt,
        /// Who has imported it, as far as that is known.
        who -> Nullable<Text>,
        /// When it began.
        started -> SqlTimestamp,
        /// How long it took, in milliseconds.
        took -> BigInt,
    }
}
