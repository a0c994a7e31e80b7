//! Points on the Earth: `geography(Point,4326)` of PostGIS, in SQLite the text of a JSON object.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::sqlite::Sqlite;
use dropspec_schema::Written;
use serde_json::{Value as Json, json};

use super::point::{Point, SqlGeography};
use super::{ColumnType, Csv, Dialect, Malformed, SqliteStored, Value, mismatch, quote};

/// An object with two numbers that is marked with `x-dropspec-geography`.
#[derive(Clone, Copy, Debug)]
pub struct Geography {
    /// The property with the latitude.
    pub latitude: &'static str,
    /// The property with the longitude.
    pub longitude: &'static str,
}

impl Geography {
    /// The type as schema snapshots have it, whatever the document calls the two properties.
    pub(crate) const SNAPSHOT: Self = Self { latitude: "latitude", longitude: "longitude" };

    /// The point of an object.
    fn point(&self, json: &Json) -> Option<Point> {
        let number = |name: &str| json.get(name)?.as_f64();
        Some(Point::new(number(self.latitude)?, number(self.longitude)?)).filter(|point| point.is_valid())
    }

    fn json(&self, point: Point) -> Json {
        json!({ self.latitude: point.latitude, self.longitude: point.longitude })
    }
}

fn point_of<'v>(value: &'v Value<'_>) -> QueryResult<&'v Point> {
    match value {
        Value::Point(point) => Ok(point),
        _ => Err(mismatch()),
    }
}

impl ColumnType for Geography {
    fn name(&self) -> &'static str {
        "geography"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "geography(Point,4326)",
            Dialect::Sqlite => "TEXT",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        let is_within = |name: &str, most: u8| {
            format!(
                "coalesce(json_type({column}, '$.{name}') IN ('real', 'integer') AND abs({column} ->> '{name}') <= {most}, FALSE)"
            )
        };
        let (latitude, longitude) = (is_within("latitude", 90), is_within("longitude", 180));
        Some(("geography", format!("{column} IS NULL OR ({latitude} AND {longitude})")))
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        let point = self.point(json)?;
        Some(match dialect {
            Dialect::Postgres => {
                let [longitude, latitude] = [point.longitude, point.latitude].map(Value::Double);
                quote(&format!("SRID=4326;POINT({longitude} {latitude})"))
            }
            Dialect::Sqlite => quote(&serde_json::to_string(&point).ok()?),
        })
    }

    /// PostGIS returns a default in binary.
    fn has_stable_literals(&self) -> bool {
        false
    }

    fn snapshot_default(&self, json: Json) -> Json {
        self.point(&json).map_or(json, |point| Self::SNAPSHOT.json(point))
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Point(point) if point.is_valid())
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<SqlGeography, Point>(point_of(value)?)
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_bind_param::<SqlGeography, Point>(point_of(value)?)
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        out.extend_from_slice(&point_of(value)?.to_ewkb());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        Ok(Value::Point(Point::from_ewkb(bytes)?))
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Text(text) => serde_json::from_str(&text).map(Value::Point).map_err(|_| Malformed),
            _ => Err(Malformed),
        }
    }

    fn read_csv<'t>(&self, text: &'t str, _: &Csv) -> Written<'t> {
        match text.split_once(',') {
            Some((latitude, longitude)) => {
                Written::Pair([(self.latitude, latitude.trim()), (self.longitude, longitude.trim())])
            }
            None => Written::Plain(text),
        }
    }

    fn parse(&self, text: &str) -> Option<Json> {
        let (latitude, longitude) = text.split_once(',')?;
        let number = |text: &str| serde_json::from_str::<f64>(text.trim()).ok();
        Some(self.json(Point::new(number(latitude)?, number(longitude)?)))
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![self.json(Point::new(0.0, 0.0))]
    }

    /// Its index is a spatial one.
    fn is_selective(&self) -> bool {
        false
    }

    fn is_spatial(&self) -> bool {
        true
    }

    fn read_form(&self, text: &str) -> Option<Json> {
        self.parse(text).or_else(|| serde_json::from_str(text).ok())
    }

    fn json_form_text(&self, json: &Json) -> String {
        self.point(json).map_or_else(|| json.to_string(), |point| point.to_string())
    }

    fn form_hint(&self) -> Option<&'static str> {
        Some("Latitude, longitude in degrees.")
    }
}
