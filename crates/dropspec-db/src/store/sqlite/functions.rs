//! SQL functions that SQLite does not have.

use diesel::QueryResult;
use diesel::sql_types::{Double, Nullable, Text};
use diesel::sqlite::SqliteConnection;

use crate::geodesy::{earth_centred, geodesic_distance as distance};

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case. SQLite's own function knows the case of ASCII only.
    fn dropspec_lower(text: Nullable<Text>) -> Nullable<Text>;

    /// The length in metres of the shortest path between two points on the ellipsoid of WGS 84.
    fn geodesic_distance(
        latitude: Nullable<Double>,
        longitude: Nullable<Double>,
        other_latitude: Nullable<Double>,
        other_longitude: Nullable<Double>,
    ) -> Nullable<Double>;

    /// The earth-centred coordinate of a point towards latitude 0 and longitude 0, in metres.
    fn earth_x(latitude: Nullable<Double>, longitude: Nullable<Double>) -> Nullable<Double>;

    /// The earth-centred coordinate of a point towards latitude 0 and longitude 90, in metres.
    fn earth_y(latitude: Nullable<Double>, longitude: Nullable<Double>) -> Nullable<Double>;

    /// The earth-centred coordinate of a point towards the north pole, in metres.
    fn earth_z(latitude: Nullable<Double>) -> Nullable<Double>;

    /// Of the mathematical functions of SQLite, which the library that is compiled in lacks: what the triggers of spatial indexes need. So
    /// other programs that have them can change rows as well.
    fn sin(angle: Nullable<Double>) -> Nullable<Double>;

    /// As [`sin`].
    fn cos(angle: Nullable<Double>) -> Nullable<Double>;

    /// As [`sin`].
    fn sqrt(number: Nullable<Double>) -> Nullable<Double>;

    /// As [`sin`].
    fn radians(degrees: Nullable<Double>) -> Nullable<Double>;
}

type Number = Option<f64>;

/// Registers the functions on a connection.
pub(super) fn register(connection: &mut SqliteConnection) -> QueryResult<()> {
    dropspec_lower_utils::register_impl(connection, |text: Option<String>| text.map(|text| text.to_lowercase()))?;
    geodesic_distance_utils::register_impl(
        connection,
        |from: Number, east: Number, to: Number, other_east: Number| Some(distance(from?, east?, to?, other_east?)),
    )?;
    earth_x_utils::register_impl(connection, |north: Number, east: Number| Some(earth_centred(north?, east?)[0]))?;
    earth_y_utils::register_impl(connection, |north: Number, east: Number| Some(earth_centred(north?, east?)[1]))?;
    earth_z_utils::register_impl(connection, |north: Number| Some(earth_centred(north?, 0.0)[2]))?;
    sin_utils::register_impl(connection, |angle: Number| angle.map(f64::sin))?;
    cos_utils::register_impl(connection, |angle: Number| angle.map(f64::cos))?;
    sqrt_utils::register_impl(connection, |number: Number| number.filter(|number| *number >= 0.0).map(f64::sqrt))?;
    radians_utils::register_impl(connection, |degrees: Number| degrees.map(f64::to_radians))
}
