//! Values in the styles of the specification.

use dropspec_wire::Explode::{No, Yes};
use dropspec_wire::style::{encoded, pairs, text};
use dropspec_wire::{Serialization, Style};
use serde_json::{Value, json};

/// The values of the table in section "Style Examples" of OpenAPI 3.0.
fn examples() -> (Value, Value, Value) {
    (json!("blue"), json!(["blue", "black", "brown"]), json!({ "R": 100, "G": 200, "B": 150 }))
}

#[test]
fn texts_are_those_of_the_specification() {
    let (scalar, array, object) = examples();
    let cases = [
        (&scalar, Serialization::Plain(Style::Matrix), ";color=blue"),
        (&array, Serialization::Array(Style::Matrix, No), ";color=blue,black,brown"),
        (&object, Serialization::Object(Style::Matrix, No), ";color=R,100,G,200,B,150"),
        (&array, Serialization::Array(Style::Matrix, Yes), ";color=blue;color=black;color=brown"),
        (&object, Serialization::Object(Style::Matrix, Yes), ";R=100;G=200;B=150"),
        (&scalar, Serialization::Plain(Style::Label), ".blue"),
        (&array, Serialization::Array(Style::Label, Yes), ".blue.black.brown"),
        (&object, Serialization::Object(Style::Label, Yes), ".R=100.G=200.B=150"),
        (&array, Serialization::Array(Style::Simple, No), "blue,black,brown"),
        (&object, Serialization::Object(Style::Simple, No), "R,100,G,200,B,150"),
        (&object, Serialization::Object(Style::Simple, Yes), "R=100,G=200,B=150"),
    ];
    for (value, serialization, expected) in cases {
        assert_eq!(text("color", serialization, value, encoded), expected, "{serialization:?}");
    }
}

#[test]
fn pairs_are_those_of_the_specification() {
    let (scalar, array, object) = examples();
    let cases = [
        (&scalar, Serialization::Plain(Style::Form), "color=blue"),
        (&array, Serialization::Array(Style::Form, No), "color=blue,black,brown"),
        (&object, Serialization::Object(Style::Form, No), "color=R,100,G,200,B,150"),
        (&array, Serialization::Array(Style::Form, Yes), "color=blue&color=black&color=brown"),
        (&object, Serialization::Object(Style::Form, Yes), "R=100&G=200&B=150"),
        (&array, Serialization::Array(Style::SpaceDelimited, No), "color=blue%20black%20brown"),
        (&array, Serialization::Array(Style::PipeDelimited, No), "color=blue%7Cblack%7Cbrown"),
        (&object, Serialization::Deep, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
    ];
    for (value, serialization, expected) in cases {
        let found = pairs("color", serialization, value);
        let found: Vec<String> = found.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(found.join("&"), expected, "{serialization:?}");
    }
}

#[test]
fn null_has_no_text() {
    let serialization = Serialization::Array(Style::Form, Yes);
    assert_eq!(
        pairs("a", serialization, &json!([null, 1])),
        [("a".to_owned(), String::new()), ("a".to_owned(), "1".to_owned())]
    );
    assert_eq!(pairs("a", Serialization::Object(Style::Form, Yes), &json!({ "b": null })), []);
}
