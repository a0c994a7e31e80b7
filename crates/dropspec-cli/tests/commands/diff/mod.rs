//! `dropspec diff`, on changes of a small document.

mod constraints;
mod operations;
mod report;
mod schemas;

use crate::support::Folder;

/// A document with an operation that has the schema `Thing` in its request and its response.
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
        '404': { description: Not found. }
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

/// The reported changes when `from` becomes `to` in the document, without locations.
#[track_caller]
fn change(from: &str, to: &str) -> String {
    assert!(THINGS.contains(from), "{from}");
    changes(THINGS, &THINGS.replace(from, to))
}

/// The reported changes between two documents, without locations and the summary.
#[track_caller]
fn changes(old: &str, new: &str) -> String {
    let folder = Folder::new();
    folder.write("old.yaml", old);
    folder.write("new.yaml", new);
    let outcome = folder.run(&["diff", "old.yaml", "new.yaml"]);
    let breaking = outcome.out.contains("breaking: ");
    let report = outcome.output(i32::from(breaking));
    let lines = report.lines().map(|line| line.split(" (old").next().unwrap());
    let mut lines: Vec<&str> = lines.collect();
    lines.pop();
    lines.join("\n")
}
