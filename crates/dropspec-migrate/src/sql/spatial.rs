//! Spatial indexes: GiST in PostgreSQL. In SQLite an R*Tree, which triggers keep; its coordinates are earth-centred, so that it has no
//! exceptions at the poles and at the antimeridian.

use crate::index::Index;
use crate::name::quoted;
use crate::plan::{ColumnChange, Plan, Step};
use crate::snapshot::{ColumnSnapshot, TableSnapshot};

/// Comes before the tables that need it.
const EXTENSION: &str = "-- If the role that migrates may not create extensions, an administrator has to do it in this database first.\n\
     CREATE EXTENSION IF NOT EXISTS postgis;\n";

/// The events of triggers.
const EVENTS: [&str; 3] = ["insert", "update", "delete"];

/// The statement that makes an extension of PostgreSQL available, if some columns need it.
pub(super) fn extension<'c>(columns: impl IntoIterator<Item = &'c ColumnSnapshot>) -> Option<String> {
    columns.into_iter().any(|column| column.column_type.0.is_spatial()).then(|| EXTENSION.to_owned())
}

/// The columns of the new tables of a plan and the new columns of others.
pub(super) fn new_columns(plan: &Plan) -> impl Iterator<Item = &ColumnSnapshot> {
    plan.steps.iter().flat_map(|step| -> Vec<&ColumnSnapshot> {
        match step {
            Step::Create(table) => table.columns.iter().collect(),
            Step::Drop(_) => Vec::new(),
            Step::Change(change) => change
                .columns
                .iter()
                .filter_map(|change| match change {
                    ColumnChange::Add { column, .. } => Some(column),
                    ColumnChange::Alter(altered) => Some(&altered.to),
                    ColumnChange::Drop(_) => None,
                })
                .collect(),
        }
    })
}

/// The statements that drop the index from SQLite.
pub(super) fn drop_rtree(table: &TableSnapshot, index: &Index) -> String {
    let name = index.name(&table.name);
    let triggers = EVENTS.map(|event| format!("DROP TRIGGER {};\n", quoted(&format!("{name}_{event}"))));
    format!("{}DROP TABLE {};\n", triggers.concat(), quoted(&name))
}

/// The statements that make the index in SQLite and fill it.
pub(super) fn create_rtree(table: &TableSnapshot, index: &Index) -> String {
    let name = index.name(&table.name);
    let column = quoted(index.columns.first().map_or("", String::as_str));
    let (rtree, target, key) = (quoted(&name), quoted(&table.name), quoted(table.first_key()));
    let [inserted, updated, deleted] = EVENTS.map(|event| quoted(&format!("{name}_{event}")).into_owned());
    let row = |row: &str, from: &str| {
        format!(
            "SELECT {row}{key} AS key, {row}{column} ->> 'latitude' AS latitude, {row}{column} ->> 'longitude' AS longitude{from}"
        )
    };
    let insert = |rows: &str| {
        format!(
            "INSERT INTO {rtree} (min_x, max_x, min_y, max_y, min_z, max_z, key, latitude, longitude)\n    \
             SELECT x, x, y, y, z, z, key, latitude, longitude FROM ({})",
            earth_centred(rows)
        )
    };
    let insert_new = insert(&row("new.", ""));
    let remove_old = remove(&rtree, &row("old.", ""));
    let all = insert(&row("", &format!(" FROM {target} WHERE {column} IS NOT NULL")));
    format!(
        "-- An R*Tree of coordinates in metres from the centre of the Earth.\n\
         CREATE VIRTUAL TABLE {rtree} USING rtree(id, min_x, max_x, min_y, max_y, min_z, max_z, +key, +latitude, +longitude);\n\
         {all};\n\
         CREATE TRIGGER {inserted} AFTER INSERT ON {target} WHEN new.{column} IS NOT NULL BEGIN\n    {insert_new};\nEND;\n\
         CREATE TRIGGER {updated} AFTER UPDATE OF {key}, {column} ON {target}\n\
         WHEN old.{column} IS NOT new.{column} OR old.{key} IS NOT new.{key} BEGIN\n    \
         {remove_old};\n    {insert_new} WHERE latitude IS NOT NULL;\nEND;\n\
         CREATE TRIGGER {deleted} AFTER DELETE ON {target} WHEN old.{column} IS NOT NULL BEGIN\n    {remove_old};\nEND;\n"
    )
}

/// The query of points with their coordinates. Only functions that SQLite itself can have are in it, so that other programs can
/// change rows.
fn earth_centred(rows: &str) -> String {
    format!(
        "\n    \
         SELECT key, latitude, longitude, normal * cos(radians(latitude)) * cos(radians(longitude)) AS x,\n        \
             normal * cos(radians(latitude)) * sin(radians(longitude)) AS y,\n        \
             normal * (1 - {ECCENTRICITY_SQUARED}) * sin(radians(latitude)) AS z\n    \
         FROM (SELECT *, {SEMI_MAJOR_AXIS} / sqrt(1 - {ECCENTRICITY_SQUARED} * sin(radians(latitude)) * sin(radians(latitude))) AS normal\n        \
             FROM ({rows}))"
    )
}

/// The statement that removes a point. The R*Tree finds it by its coordinates, with a millimetre for rounding.
fn remove(rtree: &str, row: &str) -> String {
    format!(
        "DELETE FROM {rtree} WHERE id IN (SELECT r.id FROM ({}) AS p CROSS JOIN {rtree} AS r\n    \
         WHERE r.max_x >= p.x - 0.001 AND r.min_x <= p.x + 0.001 AND r.max_y >= p.y - 0.001 AND r.min_y <= p.y + 0.001\n        \
         AND r.max_z >= p.z - 0.001 AND r.min_z <= p.z + 0.001 AND r.key = p.key)",
        earth_centred(row)
    )
}

/// The ellipsoid of WGS 84.
const SEMI_MAJOR_AXIS: &str = "6378137.0";
const ECCENTRICITY_SQUARED: &str = "0.006694379990141316";
