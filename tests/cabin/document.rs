//! The change to the document.

use std::fs;
use std::path::Path;

/// The text to insert before, and the new property.
const PROPERTY: (&str, &str) = (
    "        fare:\n          $ref: '#/components/schemas/Fare'\n",
    "        cabin:
          description: The cabin, where it is known.
          type: string
          maxLength: 20
          example: B5
",
);

/// The text to insert before, and the new filter of the list.
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

/// Adds `cabin` to the document.
pub(crate) fn edit(file: &Path) {
    let mut document = fs::read_to_string(file).unwrap();
    for (anchor, text, count) in [(PROPERTY.0, PROPERTY.1, 3), (PARAMETER.0, PARAMETER.1, 1)] {
        assert!(document.matches(anchor).count() >= count, "{anchor}");
        document = document.replace(anchor, &format!("{text}{anchor}"));
    }
    fs::write(file, document).unwrap();
}
