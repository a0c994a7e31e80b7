//! Seeds put together at random, against the crate `jsonschema` on the schema that they stand for.

use dropspec_schema::{Array, Boolean, Integer, Nullable, Number, Pattern, Text, UuidFormat};
use proptest::option;
use proptest::prelude::*;
use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde_json::{Value, json};

use crate::support::{agree, any_text, cases, keywords};

static PATTERN: Pattern = Pattern::new("^[a-c1]+$");

/// A schema that the fast path covers.
#[derive(Clone, Debug)]
enum Model {
    Boolean,
    UuidFormat,
    Integer { wide: bool, minimum: Option<i32>, maximum: Option<i32>, multiple_of: Option<i64> },
    Number { minimum: Option<(i8, bool)>, maximum: Option<(i8, bool)> },
    Text { min_length: Option<usize>, max_length: Option<usize>, pattern: bool },
    Array { items: Box<Model>, min_items: Option<usize>, max_items: Option<usize> },
    Nullable(Box<Model>),
}

impl<'de> DeserializeSeed<'de> for &Model {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Model::Boolean => Boolean.deserialize(deserializer).map(drop),
            Model::UuidFormat => UuidFormat.deserialize(deserializer).map(drop),
            Model::Integer { wide: true, minimum, maximum, multiple_of } => {
                integer(Integer::int64(), *minimum, *maximum, *multiple_of).deserialize(deserializer).map(drop)
            }
            Model::Integer { wide: false, minimum, maximum, multiple_of } => {
                integer(Integer::int32(), *minimum, *maximum, *multiple_of).deserialize(deserializer).map(drop)
            }
            Model::Number { minimum, maximum } => {
                let seed = Number::new();
                let seed = minimum.map_or(seed, |(bound, exclusive)| seed.minimum(bound.into(), exclusive));
                let seed = maximum.map_or(seed, |(bound, exclusive)| seed.maximum(bound.into(), exclusive));
                seed.deserialize(deserializer).map(drop)
            }
            Model::Text { min_length, max_length, pattern } => {
                let seed = Text::new().min_length(min_length.unwrap_or(0)).max_length(max_length.unwrap_or(usize::MAX));
                let seed = if *pattern { seed.pattern(&PATTERN) } else { seed };
                seed.deserialize(deserializer).map(drop)
            }
            Model::Array { items, min_items, max_items } => {
                let seed = Array::new(items.as_ref());
                let seed = seed.min_items(min_items.unwrap_or(0)).max_items(max_items.unwrap_or(usize::MAX));
                seed.deserialize(deserializer).map(drop)
            }
            Model::Nullable(inner) => Nullable(inner.as_ref()).deserialize(deserializer).map(drop),
        }
    }
}

fn integer<T: Copy>(
    seed: Integer<T>,
    minimum: Option<i32>,
    maximum: Option<i32>,
    multiple_of: Option<i64>,
) -> Integer<T> {
    let seed = minimum.map_or(seed, |bound| seed.minimum(bound.into()));
    let seed = maximum.map_or(seed, |bound| seed.maximum(bound.into()));
    multiple_of.map_or(seed, |divisor| seed.multiple_of(divisor))
}

impl Model {
    /// The schema that it stands for.
    fn json(&self) -> Value {
        let bound = |bound: &Option<(i8, bool)>, exclusive| {
            bound.filter(|(_, found)| *found == exclusive).map(|(bound, _)| json!(bound))
        };
        match self {
            Self::Boolean => keywords("boolean", &[]),
            Self::UuidFormat => keywords("string", &[("format", Some(json!("uuid")))]),
            Self::Integer { wide, minimum, maximum, multiple_of } => {
                let (least, most) = if *wide { (i64::MIN, i64::MAX) } else { (i32::MIN.into(), i32::MAX.into()) };
                let (minimum, maximum) = (minimum.map_or(least, i64::from), maximum.map_or(most, i64::from));
                let multiple_of = multiple_of.map(Value::from);
                let bounds = [("minimum", Some(json!(minimum))), ("maximum", Some(json!(maximum)))];
                keywords("integer", &[bounds.as_slice(), &[("multipleOf", multiple_of)]].concat())
            }
            Self::Number { minimum, maximum } => keywords(
                "number",
                &[
                    ("minimum", bound(minimum, false)),
                    ("exclusiveMinimum", bound(minimum, true)),
                    ("maximum", bound(maximum, false)),
                    ("exclusiveMaximum", bound(maximum, true)),
                ],
            ),
            Self::Text { min_length, max_length, pattern } => keywords(
                "string",
                &[
                    ("minLength", min_length.map(Value::from)),
                    ("maxLength", max_length.map(Value::from)),
                    ("pattern", pattern.then(|| json!("^[a-c1]+$"))),
                ],
            ),
            Self::Array { items, min_items, max_items } => keywords(
                "array",
                &[
                    ("items", Some(items.json())),
                    ("minItems", min_items.map(Value::from)),
                    ("maxItems", max_items.map(Value::from)),
                ],
            ),
            Self::Nullable(inner) => json!({ "anyOf": [{ "type": "null" }, inner.json()] }),
        }
    }
}

fn models() -> impl Strategy<Value = Model> {
    let small = || option::of(-4..4_i32);
    let bound = || option::of((-4..4_i8, any::<bool>()));
    let count = || option::of(0..4_usize);
    let leaf = prop_oneof![
        Just(Model::Boolean),
        Just(Model::UuidFormat),
        (any::<bool>(), small(), small(), option::of(1..4_i64))
            .prop_map(|(wide, minimum, maximum, multiple_of)| Model::Integer { wide, minimum, maximum, multiple_of }),
        (bound(), bound()).prop_map(|(minimum, maximum)| Model::Number { minimum, maximum }),
        (count(), count(), any::<bool>()).prop_map(|(min_length, max_length, pattern)| Model::Text {
            min_length,
            max_length,
            pattern
        }),
    ];
    leaf.prop_recursive(4, 8, 2, move |inner| {
        prop_oneof![
            3 => (inner.clone(), count(), count()).prop_map(|(items, min_items, max_items)| {
                Model::Array { items: Box::new(items), min_items, max_items }
            }),
            1 => inner.prop_map(|inner| Model::Nullable(Box::new(inner))),
        ]
    })
}

/// JSON texts that fit a model now and then.
fn texts() -> impl Strategy<Value = String> {
    // A number that no double keeps is refused on the fast path alone.
    let short = any_text().prop_filter("kept", |text| text.len() < 16 || text.starts_with('"'));
    let small = prop_oneof![
        (-6..6_i32).prop_map(|number| number.to_string()),
        "[a-c1]{0,5}".prop_map(|text| json!(text).to_string()),
        Just("null".to_owned()),
        Just("\"01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f\"".to_owned()),
        Just("true".to_owned()),
    ];
    let leaf = prop_oneof![1 => short, 4 => small];
    leaf.prop_recursive(4, 16, 4, |inner| {
        proptest::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(",")))
    })
}

proptest! {
    #![proptest_config(cases(8000))]

    #[test]
    fn whatever_is_put_together_is_judged_alike(model in models(), text in texts()) {
        agree(&model, &model.json(), &text)?;
    }
}
