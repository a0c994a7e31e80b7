//! Values of one of several types.

use dropspec_wire::{any_variant, discriminator, variant};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Circle {
    radius: f64,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Ring {
    radius: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    hole: Option<f64>,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Shape {
    Integer(i64),
    Number(f64),
    Circle(Circle),
    Ring(Ring),
}

fn shape(value: &Value) -> Result<Shape, serde_json::Error> {
    any_variant(
        value,
        &[
            |value| variant(value, Shape::Integer),
            |value| variant(value, Shape::Number),
            |value| variant(value, Shape::Circle),
            |value| variant(value, Shape::Ring),
        ],
    )
}

#[test]
fn the_variant_that_keeps_all_is_preferred() {
    assert_eq!(shape(&json!({ "radius": 2 })).unwrap(), Shape::Circle(Circle { radius: 2.0 }));
    assert_eq!(shape(&json!({ "radius": 2, "hole": 1 })).unwrap(), Shape::Ring(Ring { radius: 2.0, hole: Some(1.0) }));
    // A property that no variant has is ignored, as in any object.
    let ring = shape(&json!({ "radius": 2, "hole": 1, "colour": "red" })).unwrap();
    assert_eq!(ring, Shape::Ring(Ring { radius: 2.0, hole: Some(1.0) }));
    assert!(shape(&json!("round")).is_err());
}

proptest! {
    #[test]
    fn numbers_are_kept(whole in any::<i64>(), number in any::<f64>()) {
        prop_assert_eq!(shape(&json!(whole)).unwrap(), Shape::Integer(whole));
        prop_assume!(number.is_finite());
        prop_assert_eq!(shape(&json!(number)).unwrap(), Shape::Number(number));
    }
}

#[test]
fn the_discriminator_is_a_string() {
    assert_eq!(discriminator(&json!({ "kind": "cat" }), "kind"), Some("cat"));
    assert_eq!(discriminator(&json!({ "kind": 1 }), "kind"), None);
    assert_eq!(discriminator(&json!("cat"), "kind"), None);
}
