//! The only thing that a person edits.

use std::fs;
use std::path::Path;

/// What a person, a new one and an update get, before this property of theirs.
const PROPERTY: (&str, &str) = (
    "        fare:\n          $ref: '#/components/schemas/Fare'\n",
    "        cabin:
          description: The cabin, where it is known.
          type: string
          maxLength: 20
          example: B5
",
);

/// Puts `cabin` into the document.
pub(crate) fn edit(file: &Path) {
    let mut document = fs::read_to_string(file).unwrap();
    let (place, text) = PROPERTY;
    assert!(document.matches(place).count() >= 3, "{place}");
    document = document.replace(place, &format!("{text}{place}"));
    fs::write(file, document).unwrap();
}
