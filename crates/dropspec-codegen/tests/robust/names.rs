//! Names with characters that a Rust identifier may not have or not start with.

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;

/// A document that has a name in each place that generated code takes one from.
fn document(name: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{ title: Areas, version: 1.0.0 }}
paths:
  /areas:
    post:
      operationId: 'measure {name}'
      parameters:
        - {{ name: '{name}', in: query, schema: {{ type: integer }} }}
        - {{ name: 'a{name}', in: query, schema: {{ type: string, enum: ['{name}', 'long{name}'] }} }}
      requestBody:
        content:
          application/json: {{ schema: {{ $ref: '#/components/schemas/Area' }} }}
      responses:
        '200':
          description: The area.
          content: {{ application/json: {{ schema: {{ type: object, properties: {{ '{name}': {{ type: integer }} }} }} }} }}
components:
  schemas:
    Area:
      type: object
      properties:
        '{name}': {{ type: number }}
        'b{name}': {{ type: string, enum: ['{name}', 'long{name}'] }}
"
    )
}

#[test]
fn any_character_may_be_in_a_name() {
    for name in ["²", "½", "Ⅷ", "٣", "ⓐ", "ª", "ŉ", "゛", "·", "‿", "\u{200d}", "\u{301}", "-", "_", "9"] {
        let source = Source::parse("api.yaml".as_ref(), &document(name)).unwrap();
        for generated in [codegen::server(&source).map(|server| server.api), codegen::client(&source)] {
            assert!(generated.is_ok(), "{name}: {}", generated.unwrap_err());
        }
    }
}
