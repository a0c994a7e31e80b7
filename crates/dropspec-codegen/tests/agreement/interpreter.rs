//! Interprets the expressions of fast validators.

use std::fmt;

use dropspec_schema::{Array, Boolean, Integer, Nullable, Number, Text, UuidFormat};
use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};
use syn::{Expr, ExprCall, ExprMethodCall, GenericArgument, Lit, Path, PathArguments, UnOp};

use crate::generated::Code;

/// A fast validator.
#[derive(Clone, Debug)]
pub(crate) enum Validator {
    Boolean,
    Uuid,
    Int32(Integer<i32>),
    Int64(Integer<i64>),
    Number(Number),
    Text(Text),
    Enum(Vec<String>),
    Array { items: Box<Validator>, min_items: usize, max_items: usize },
    Nullable(Box<Validator>),
}

impl Validator {
    /// The validator that an expression stands for; `None` if it is something else.
    pub(crate) fn interpret(code: &Code, expression: &Expr) -> Option<Self> {
        match expression {
            Expr::Path(path) => match last(&path.path).as_str() {
                "Boolean" => Some(Self::Boolean),
                "UuidFormat" => Some(Self::Uuid),
                _ => None,
            },
            Expr::Call(call) => Self::constructor(code, call),
            Expr::MethodCall(call) => Self::interpret(code, &call.receiver)?.restricted(code, call),
            _ => None,
        }
    }

    fn constructor(code: &Code, call: &ExprCall) -> Option<Self> {
        let Expr::Path(path) = &*call.func else { return None };
        let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let inner = || Self::interpret(code, call.args.first()?).map(Box::new);
        Some(match names.as_slice() {
            ["check", "Integer", "int32"] => Self::Int32(Integer::int32()),
            ["check", "Integer", "int64"] => Self::Int64(Integer::int64()),
            ["check", "Number", "new"] => Self::Number(Number::new()),
            ["check", "Text", "new"] => Self::Text(Text::new()),
            ["check", "Nullable"] => Self::Nullable(inner()?),
            ["check", "Array", "new"] => Self::Array { items: inner()?, min_items: 0, max_items: usize::MAX },
            ["check", "EnumValidator", "new"] => Self::Enum(code.texts(&argument(&path.path.segments[1].arguments)?)),
            _ => return None,
        })
    }

    fn restricted(self, code: &Code, call: &ExprMethodCall) -> Option<Self> {
        let number = |index: usize| number(&call.args[index]);
        let whole = || number(0).parse::<i64>().unwrap();
        let count = || number(0).parse::<usize>().unwrap();
        let bound =
            || (number(0).parse::<f64>().unwrap(), matches!(&call.args[1], Expr::Lit(lit) if is_true(&lit.lit)));
        Some(match (self, call.method.to_string().as_str()) {
            (Self::Int32(it), "minimum") => Self::Int32(it.minimum(whole())),
            (Self::Int32(it), "maximum") => Self::Int32(it.maximum(whole())),
            (Self::Int32(it), "multiple_of") => Self::Int32(it.multiple_of(whole())),
            (Self::Int64(it), "minimum") => Self::Int64(it.minimum(whole())),
            (Self::Int64(it), "maximum") => Self::Int64(it.maximum(whole())),
            (Self::Int64(it), "multiple_of") => Self::Int64(it.multiple_of(whole())),
            (Self::Number(it), "minimum") => Self::Number(it.minimum(bound().0, bound().1)),
            (Self::Number(it), "maximum") => Self::Number(it.maximum(bound().0, bound().1)),
            (Self::Number(it), "rounded") => Self::Number(it.rounded()),
            (Self::Text(it), "min_length") => Self::Text(it.min_length(count())),
            (Self::Text(it), "max_length") => Self::Text(it.max_length(count())),
            (Self::Text(it), "pattern") => {
                let Expr::Reference(reference) = &call.args[0] else { return None };
                let Expr::Path(path) = &*reference.expr else { return None };
                Self::Text(it.pattern(code.pattern(&last(&path.path))))
            }
            (Self::Array { items, max_items, .. }, "min_items") => Self::Array { items, min_items: count(), max_items },
            (Self::Array { items, min_items, .. }, "max_items") => Self::Array { items, min_items, max_items: count() },
            (validator, method) => panic!("{validator:?} has no method {method}"),
        })
    }
}

fn last(path: &Path) -> String {
    path.segments.last().unwrap().ident.to_string()
}

fn argument(arguments: &PathArguments) -> Option<String> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(syn::Type::Path(path)) => Some(last(&path.path)),
        _ => None,
    }
}

/// The digits of a number, with its sign.
fn number(expression: &Expr) -> String {
    match expression {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => format!("-{}", number(&unary.expr)),
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Float(number) => number.base10_digits().to_owned(),
            _ => panic!("not a number"),
        },
        _ => panic!("not a number"),
    }
}

fn is_true(lit: &Lit) -> bool {
    matches!(lit, Lit::Bool(value) if value.value)
}

impl<'de> DeserializeSeed<'de> for &Validator {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Validator::Boolean => Boolean.deserialize(deserializer).map(drop),
            Validator::Uuid => UuidFormat.deserialize(deserializer).map(drop),
            Validator::Int32(it) => it.deserialize(deserializer).map(drop),
            Validator::Int64(it) => it.deserialize(deserializer).map(drop),
            Validator::Number(it) => it.deserialize(deserializer).map(drop),
            Validator::Text(it) => it.deserialize(deserializer).map(drop),
            Validator::Enum(texts) => deserializer.deserialize_str(Texts(texts)),
            Validator::Array { items, min_items, max_items } => {
                let array = Array::new(&**items).min_items(*min_items).max_items(*max_items);
                array.deserialize(deserializer).map(drop)
            }
            Validator::Nullable(inner) => Nullable(&**inner).deserialize(deserializer).map(drop),
        }
    }
}

/// The texts of an enum, as `EnumValidator` decodes them.
struct Texts<'t>(&'t [String]);

impl Visitor<'_> for Texts<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of the values of the enum")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if self.0.iter().any(|known| known == text) {
            Ok(())
        } else {
            Err(E::custom("the string is not one of the enum"))
        }
    }
}
