//! The schema of the internal tables: each service has them beside those of its document, created and changed by the same migrations.

use dropspec_db::column_type::{Bytes, Long, Text, TimestampType, Uuid};

use crate::index::Index;
use crate::snapshot::{ColumnSnapshot, TableSnapshot};

/// The internal tables.
pub(crate) fn tables() -> Vec<TableSnapshot> {
    let column = ColumnSnapshot::new;
    vec![
        TableSnapshot {
            name: "dropspec_api_keys".to_owned(),
            key: vec!["id".to_owned()],
            columns: vec![
                column("id", &Text),
                column("sha256", &Bytes),
                column("subject", &Text),
                column("scopes", &Text),
                column("created", &TimestampType),
                column("expires", &TimestampType).or_null(),
            ],
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
        },
        TableSnapshot {
            name: "dropspec_idempotency_keys".to_owned(),
            key: vec!["key".to_owned()],
            columns: vec![
                column("key", &Text),
                column("fingerprint", &Bytes),
                column("answer", &Text),
                column("created", &TimestampType),
                column("resource", &Text).or_null(),
            ],
            indexes: vec![Index::new(&["created"]), Index::new(&["resource"])],
            foreign_keys: Vec::new(),
        },
        TableSnapshot {
            name: "dropspec_imports".to_owned(),
            key: vec!["id".to_owned()],
            columns: vec![
                column("id", &Uuid),
                column("target", &Text),
                column("file", &Text),
                column("sha256", &Bytes),
                column("stored", &Long),
                column("rejected", &Long),
                column("who", &Text).or_null(),
                column("started", &TimestampType),
                column("took", &Long),
            ],
            indexes: vec![Index::new(&["target", "sha256"])],
            foreign_keys: Vec::new(),
        },
    ]
}
