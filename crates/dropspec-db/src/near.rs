//! The condition that a point is within a distance of another one, as each database finds such points by its index.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::result::Error;
use diesel::serialize::ToSql;
use diesel::sql_types::{Double, HasSqlType};
use diesel::sqlite::Sqlite;

use crate::column_type::Value;
use crate::constraint_name::spatial_index_name;
use crate::filter::{Filter, Near};
use crate::table::Table;

/// The distance is the geodesic one on the ellipsoid of WGS 84, which is the default of PostGIS for this type.
pub(crate) fn on_postgres<'b>(
    table: &'static Table,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    let ([latitude, longitude], Near { metres, .. }) = parameters(filter)?;
    out.push_sql("ST_DWithin(");
    out.push_identifier(table.name)?;
    out.push_sql(".");
    out.push_identifier(table.columns[filter.column].name)?;
    out.push_sql(", ST_SetSRID(ST_MakePoint(");
    number(longitude, out)?;
    out.push_sql(", ");
    number(latitude, out)?;
    out.push_sql("), 4326)::geography, ");
    number(metres, out)?;
    out.push_sql(")");
    Ok(())
}

/// The R*Tree finds the points in a cube, which the distance then restricts.
pub(crate) fn on_sqlite<'b>(
    table: &'static Table,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, Sqlite>,
) -> QueryResult<()> {
    let ([latitude, longitude], Near { metres, bounds }) = parameters(filter)?;
    out.push_identifier(table.name)?;
    out.push_sql(".");
    out.push_identifier(table.first_key().name)?;
    out.push_sql(" IN (SELECT near.key FROM ");
    out.push_identifier(&spatial_index_name(table.name, table.columns[filter.column].name))?;
    out.push_sql(" AS near WHERE ");
    for ([least, greatest], [sign_of_max, sign_of_min]) in bounds.iter().zip(OVERLAP) {
        out.push_sql(sign_of_max);
        number(least, out)?;
        out.push_sql(sign_of_min);
        number(greatest, out)?;
        out.push_sql(" AND ");
    }
    out.push_sql("geodesic_distance(near.latitude, near.longitude, ");
    number(latitude, out)?;
    out.push_sql(", ");
    number(longitude, out)?;
    out.push_sql(") <= ");
    number(metres, out)?;
    out.push_sql(")");
    Ok(())
}

/// What is before the least and the greatest value of each coordinate. The R*Tree rounds coordinates outwards.
const OVERLAP: [[&str; 2]; 3] = [
    ["near.max_x >= ", " AND near.min_x <= "],
    ["near.max_y >= ", " AND near.min_y <= "],
    ["near.max_z >= ", " AND near.min_z <= "],
];

fn number<'b, DB>(number: &'b f64, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Double>,
    f64: ToSql<Double, DB>,
{
    out.push_bind_param::<Double, f64>(number)
}

/// The latitude and the longitude, and what points are compared with.
fn parameters(filter: &Filter) -> QueryResult<([&f64; 2], &Near)> {
    match (filter.values.as_slice(), &filter.near) {
        ([Value::Double(latitude), Value::Double(longitude), _], Some(near)) => Ok(([latitude, longitude], near)),
        _ => Err(Error::QueryBuilderError("the filter has no point and no distance".into())),
    }
}
