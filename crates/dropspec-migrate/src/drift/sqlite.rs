//! The tables of a SQLite file, from its schema.

use std::collections::BTreeMap;

use super::expression::named_checks;
use super::table::{DatabaseTable, Part, assemble, columns, parts};
use dropspec_db::{Database, StoreError};

const COLUMNS: &str = r#"
SELECT t.name AS table_name, c.name AS name, c.type AS type_name, NOT c."notnull" AS nullable,
    c.dflt_value AS default_value, TRUE AS bytewise,
    c.pk = 1 AND EXISTS (SELECT 1 FROM sqlite_schema s WHERE s.name = t.name AND s.sql LIKE '%AUTOINCREMENT%') AS identity
FROM sqlite_schema t, pragma_table_info(t.name) c
WHERE t.type = 'table'
ORDER BY t.name, c.cid"#;

const INDEXES: &str = r#"
SELECT t.name AS table_name, i.name AS name,
    iif(i."unique", 'unique', '') || char(31) || group_concat(c.name, char(31) ORDER BY c.seqno) AS content
FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
WHERE t.type = 'table' AND NOT i.partial AND i.origin <> 'pk'
GROUP BY t.name, i.name
UNION ALL
SELECT t.name, '', 'unique' || char(31) || group_concat(c.name, char(31) ORDER BY c.pk)
FROM sqlite_schema t, pragma_table_info(t.name) c
WHERE t.type = 'table' AND c.pk > 0
GROUP BY t.name
UNION ALL
SELECT g.tbl_name, r.name, 'spatial'
FROM sqlite_schema r
JOIN sqlite_schema g ON g.type = 'trigger' AND g.name IN (r.name || '_insert', r.name || '_update', r.name || '_delete')
WHERE r.type = 'table' AND r.sql LIKE '%USING rtree%'
GROUP BY g.tbl_name, r.name
HAVING count(*) = 3"#;

// Without a column a foreign key refers to the key of the table.
const FOREIGN_KEYS: &str = r#"
SELECT t.name AS table_name, CAST(f.id AS TEXT) AS name,
    concat_ws(char(31), f."from", f."table",
        coalesce(f."to", (SELECT c.name FROM pragma_table_info(f."table") c WHERE c.pk = 1)),
        CASE f.on_delete WHEN 'CASCADE' THEN 'cascade' WHEN 'SET NULL' THEN 'setNull' WHEN 'SET DEFAULT' THEN 'setDefault'
            ELSE 'restrict' END) AS content
FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
WHERE t.type = 'table'
GROUP BY t.name, f.id
HAVING count(*) = 1"#;

const TABLES: &str =
    "SELECT name AS table_name, name, sql AS content FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL";

const TRIGGERS: &str = "SELECT tbl_name AS table_name, name, sql AS content FROM sqlite_schema WHERE type = 'trigger'";

pub(super) async fn tables(database: &Database) -> Result<BTreeMap<String, DatabaseTable>, StoreError> {
    let columns = database.read(columns(COLUMNS)).await?;
    let indexes = database.read(parts(INDEXES)).await?;
    let statements = database.read(parts(TABLES)).await?;
    let foreign_keys = database.read(parts(FOREIGN_KEYS)).await?;
    let triggers = database.read(parts(TRIGGERS)).await?;
    let mut tables = assemble(columns, &indexes, &foreign_keys);
    for Part { table_name, content, .. } in statements {
        if let Some(table) = tables.get_mut(&table_name) {
            // There is no other way to learn of them.
            table.constraints = named_checks(&content);
        }
    }
    for Part { table_name, content, .. } in triggers {
        if let Some(table) = tables.get_mut(&table_name) {
            table.triggers.push(content);
        }
    }
    Ok(tables)
}
