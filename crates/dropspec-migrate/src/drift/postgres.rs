//! The tables of a PostgreSQL database, from its catalog.

use std::collections::BTreeMap;

use dropspec_db::{Database, StoreError};
use futures_util::future::try_join5;

use super::expression::Expression;
use super::table::{DatabaseSearchIndex, DatabaseTable, Part, assemble, columns, parts};

const COLUMNS: &str = r#"
SELECT t.relname::text AS table_name, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type_name,
    NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS default_value,
    coalesce(c.collname IN ('C', 'POSIX'), false) AS bytewise, a.attidentity <> '' AS identity
FROM pg_attribute a
JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p') AND pg_table_is_visible(t.oid)
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_collation c ON c.oid = a.attcollation
WHERE a.attnum > 0 AND NOT a.attisdropped AND t.relnamespace <> 'pg_catalog'::regnamespace
ORDER BY t.relname, a.attnum"#;

const CONSTRAINTS: &str = r#"
SELECT t.relname::text AS table_name, c.conname::text AS name, pg_get_constraintdef(c.oid) AS content
FROM pg_constraint c
JOIN pg_class t ON t.oid = c.conrelid AND pg_table_is_visible(t.oid)
WHERE c.contype = 'c'"#;

const INDEXES: &str = r#"
SELECT t.relname::text AS table_name, CASE WHEN i.indisprimary THEN '' ELSE n.relname::text END AS name,
    CASE WHEN i.indisunique THEN 'unique' WHEN m.amname = 'gist' THEN 'spatial' ELSE '' END || chr(31) ||
    (SELECT string_agg(a.attname, chr(31) ORDER BY k.place)
     FROM unnest(i.indkey) WITH ORDINALITY k (number, place)
     JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS content
FROM pg_index i
JOIN pg_class t ON t.oid = i.indrelid AND pg_table_is_visible(t.oid)
JOIN pg_class n ON n.oid = i.indexrelid
JOIN pg_am m ON m.oid = n.relam
WHERE t.relnamespace <> 'pg_catalog'::regnamespace AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indisvalid
    AND m.amname IN ('btree', 'gist')"#;

const SEARCH_INDEXES: &str = r#"
SELECT t.relname::text AS table_name, o.opcname::text AS name, pg_get_indexdef(i.indexrelid, 1, true) AS content
FROM pg_index i
JOIN pg_class t ON t.oid = i.indrelid AND pg_table_is_visible(t.oid)
JOIN pg_class n ON n.oid = i.indexrelid AND n.relam = (SELECT oid FROM pg_am WHERE amname = 'gin')
JOIN pg_opclass o ON o.oid = i.indclass[0]
WHERE i.indpred IS NULL AND i.indisvalid"#;

const FOREIGN_KEYS: &str = r#"
SELECT t.relname::text AS table_name, c.conname::text AS name,
    concat_ws(chr(31), a.attname, r.relname, k.attname,
        CASE c.confdeltype WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'setNull' WHEN 'd' THEN 'setDefault' ELSE 'restrict' END) AS content
FROM pg_constraint c
JOIN pg_class t ON t.oid = c.conrelid AND pg_table_is_visible(t.oid)
JOIN pg_class r ON r.oid = c.confrelid
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute k ON k.attrelid = c.confrelid AND k.attnum = c.confkey[1]
WHERE c.contype = 'f' AND cardinality(c.conkey) = 1"#;

pub(super) async fn tables(database: &Database) -> Result<BTreeMap<String, DatabaseTable>, StoreError> {
    let (columns, indexes, searched, constraints, foreign_keys) = try_join5(
        database.read(columns(COLUMNS)),
        database.read(parts(INDEXES)),
        database.read(parts(SEARCH_INDEXES)),
        database.read(parts(CONSTRAINTS)),
        database.read(parts(FOREIGN_KEYS)),
    )
    .await?;
    let mut tables = assemble(columns, &indexes, &foreign_keys);
    for Part { table_name, name: operators, content } in searched {
        if let Some(table) = tables.get_mut(&table_name) {
            let expression = Expression::read(&content);
            table.search_indexes.push(DatabaseSearchIndex { expression, operators });
        }
    }
    for Part { table_name, name, content } in constraints {
        if let Some(table) = tables.get_mut(&table_name) {
            // `CHECK (…)`.
            let condition = content.strip_prefix("CHECK").unwrap_or(&content);
            table.constraints.insert(name, Expression::read(condition));
        }
    }
    Ok(tables)
}
