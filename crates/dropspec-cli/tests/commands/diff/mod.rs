//! `dropspec diff`: a small document, and what each change of it means.

mod constraints;
mod operations;
mod report;
mod schemas;

use crate::support::Folder;

/// An operation that takes and gives the schema `Thing`.
const THINGS: &str = "openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
servers: [{ url: https://things.example }]
paths:
  /things/{id}:
    put:
      operationId: putThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: dry, in: query, schema: { type: boolean, default: false } }
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Thing' } }
      responses:
        '200':
          description: The thing.
          headers:
            ETag: { required: true, schema: { type: string } }
          content:
            application/json: { schema: { $ref: '#/components/schemas/Thing' } }
        '404': { description: There is no such thing. }
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: { type: string, maxLength: 10 }
        size: { $ref: '#/components/schemas/Size' }
        count: { type: integer, format: int32, minimum: 0 }
        tags: { type: array, items: { type: string } }
    Size: { type: string, enum: [small, large] }
";

/// What the program says of a change of the document, without the places.
#[track_caller]
fn change(from: &str, to: &str) -> String {
    assert!(THINGS.contains(from), "{from}");
    changes(THINGS, &THINGS.replace(from, to))
}

/// What the program says of two documents, without the places and the sum.
#[track_caller]
fn changes(old: &str, new: &str) -> String {
    let folder = Folder::new();
    folder.write("old.yaml", old);
    folder.write("new.yaml", new);
    let outcome = folder.run(&["diff", "old.yaml", "new.yaml"]);
    let breaks = outcome.out.contains("breaking: ");
    let report = outcome.prints(i32::from(breaks));
    let lines = report.lines().map(|line| line.split(" (old").next().unwrap());
    let mut lines: Vec<&str> = lines.collect();
    lines.pop();
    lines.join("\n")
}
