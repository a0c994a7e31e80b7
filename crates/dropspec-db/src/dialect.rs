//! What the two databases say differently.

use diesel::backend::{Backend, SqlDialect};
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::sql_types::{BigInt, Bool, Date, Double, Text};
use diesel::sqlite::Sqlite;
use diesel::{QueryResult, result::Error};

use super::key::SqlUuid;
use super::moment::SqlMoment;
use super::value::Value;

/// A database whose conditions are written at run time.
pub trait Dialect: Backend + SqlDialect {
    /// The function that says where in a text another one begins, counted from 1.
    const POSITION: &'static str;

    /// Writes a parameter.
    ///
    /// # Errors
    /// When the value is one that cannot be compared with.
    fn bind<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
}

macro_rules! bind {
    ($value:expr, $out:expr) => {
        match $value {
            Value::Boolean(value) => $out.push_bind_param::<Bool, bool>(value),
            Value::Integer(value) => $out.push_bind_param::<BigInt, i64>(value),
            Value::Double(value) => $out.push_bind_param::<Double, f64>(value),
            Value::Text(value) => $out.push_bind_param::<Text, str>(value),
            Value::Uuid(value) => $out.push_bind_param::<SqlUuid, _>(value),
            Value::Date(value) => $out.push_bind_param::<Date, _>(value),
            Value::Moment(value) => $out.push_bind_param::<SqlMoment, _>(value),
            Value::Json(_) | Value::Null => Err(Error::QueryBuilderError("this cannot be compared with".into())),
        }
    };
}

impl Dialect for Pg {
    const POSITION: &'static str = "strpos";

    fn bind<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        bind!(value, out)
    }
}

impl Dialect for Sqlite {
    const POSITION: &'static str = "instr";

    fn bind<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        bind!(value, out)
    }
}
