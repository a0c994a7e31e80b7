//! The schema of the internal tables: each service has them beside those of its document, created and changed by the same migrations.

use crate::layout::{ColumnKind, ColumnLayout, Index, TableLayout};

/// The layout of these tables.
pub(crate) fn tables() -> Vec<TableLayout> {
    let column = ColumnLayout::new;
    vec![
        TableLayout {
            name: "dropspec_api_keys".to_owned(),
            key: "id".to_owned(),
            columns: vec![
                column("id", ColumnKind::Text),
                column("sha256", ColumnKind::Bytes),
                column("subject", ColumnKind::Text),
                column("scopes", ColumnKind::Text),
                column("created", ColumnKind::Moment),
                column("expires", ColumnKind::Moment).or_nothing(),
            ],
            indexes: Vec::new(),
        },
        TableLayout {
            name: "dropspec_idempotency_keys".to_owned(),
            key: "key".to_owned(),
            columns: vec![
                column("key", ColumnKind::Text),
                column("fingerprint", ColumnKind::Bytes),
                column("answer", ColumnKind::Text),
                column("created", ColumnKind::Moment),
            ],
            indexes: vec![Index::new(&["created"])],
        },
        TableLayout {
            name: "dropspec_imports".to_owned(),
            key: "id".to_owned(),
            columns: vec![
                column("id", ColumnKind::Uuid),
                column("target", ColumnKind::Text),
                column("file", ColumnKind::Text),
                column("sha256", ColumnKind::Bytes),
                column("stored", ColumnKind::Long),
                column("rejected", ColumnKind::Long),
                column("who", ColumnKind::Text).or_nothing(),
                column("started", ColumnKind::Moment),
                column("took", ColumnKind::Long),
            ],
            indexes: vec![Index::new(&["target", "sha256"])],
        },
    ]
}
