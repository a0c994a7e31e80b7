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

/// What the list gets, before this parameter of its own.
const PARAMETER: (&str, &str) = (
    "        - name: limit\n          in: query\n",
    "        - name: cabin
          in: query
          description: Only people in this cabin.
          required: false
          schema:
            type: string
            maxLength: 20
          example: B5
",
);

/// Puts `cabin` into the document.
pub(crate) fn edit(file: &Path) {
    let mut document = fs::read_to_string(file).unwrap();
    for (place, text, count) in [(PROPERTY.0, PROPERTY.1, 3), (PARAMETER.0, PARAMETER.1, 1)] {
        assert!(document.matches(place).count() >= count, "{place}");
        document = document.replace(place, &format!("{text}{place}"));
    }
    fs::write(file, document).unwrap();
}
