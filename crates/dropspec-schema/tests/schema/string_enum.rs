//! Enums of strings.

use dropspec_schema::encode::Encode;
use dropspec_schema::{StringEnum, UnknownVariant, string_enum};
use serde_json::json;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Size {
    Small,
    Quoted,
}

string_enum!(Size { Small = "s", Quoted = "a\"b" });

#[test]
fn texts_become_variants_and_back() {
    for variant in Size::VARIANTS {
        assert_eq!(variant.as_str().parse(), Ok(*variant));
        assert_eq!(variant.to_string(), variant.as_str());
    }
    assert_eq!("S".parse::<Size>(), Err(UnknownVariant));
    assert_eq!(format!("{:<3}|", Size::Small), "s  |");
}

#[test]
fn serde_and_the_encoder_write_the_same() {
    for variant in Size::VARIANTS {
        let mut out = Vec::new();
        variant.encode(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(variant).unwrap());
    }
    assert_eq!(serde_json::from_value::<Size>(json!("a\"b")).unwrap(), Size::Quoted);
    assert!(serde_json::from_value::<Size>(json!("a")).is_err());
    assert!(serde_json::from_value::<Size>(json!(1)).is_err());
}
