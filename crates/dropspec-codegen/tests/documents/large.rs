//! Documents of any size.

use std::fmt::Write;

/// A document with so many operations: each has parameters, a body of a schema of its own, and several responses.
pub(crate) fn document(operations: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for number in 0..operations {
        let _ = write!(
            paths,
            "  /things{number}/{{id}}:
    parameters: [ {{ $ref: '#/components/parameters/Id' }} ]
    put:
      operationId: storeThing{number}
      summary: Stores thing {number}.
      description: Stores it, or refuses to.
      parameters:
        - {{ name: limit, in: query, schema: {{ type: integer, minimum: 1, maximum: 100, default: 10 }} }}
        - {{ name: order, in: query, schema: {{ type: string, enum: [up, down] }} }}
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/NewThing{number}' }} }} }}
      responses:
        '200':
          description: Stored.
          headers: {{ ETag: {{ schema: {{ type: string }} }} }}
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{number}' }} }} }}
        '400': {{ $ref: '#/components/responses/Problem' }}
        '404': {{ $ref: '#/components/responses/Problem' }}
"
        );
        for kind in ["NewThing", "Thing"] {
            let _ = write!(
                schemas,
                "    {kind}{number}:
      type: object
      additionalProperties: false
      required: [name, price]
      properties:
        name: {{ type: string, minLength: 1, maxLength: 100, pattern: '^[a-z]+{number}$' }}
        price: {{ type: number, minimum: 0 }}
        kind: {{ type: string, enum: [a{number}, b, c] }}
        parts: {{ type: array, maxItems: 10, items: {{ type: string }} }}
        next: {{ $ref: '#/components/schemas/Part' }}
"
            );
        }
    }
    format!(
        "openapi: 3.0.3
info: {{ title: Things, version: 1.0.0 }}
paths:
{paths}
components:
  parameters:
    Id: {{ name: id, in: path, required: true, schema: {{ type: string, format: uuid }} }}
  responses:
    Problem:
      description: Refused.
      content: {{ application/problem+json: {{ schema: {{ $ref: '#/components/schemas/Problem' }} }} }}
  schemas:
    Part: {{ type: object, properties: {{ size: {{ type: integer }} }} }}
    Problem: {{ type: object, properties: {{ title: {{ type: string }}, status: {{ type: integer }} }} }}
{schemas}"
    )
}
