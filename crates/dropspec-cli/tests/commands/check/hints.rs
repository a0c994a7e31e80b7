//! Hints: what to write instead.

use insta::assert_snapshot;

use crate::support::Folder;

/// A document with mistakes of every kind: of YAML, of spelling, of values, and of versions.
const MISTAKES: &str = "openapi: 3.0.3
info: { title: Null, version: 1.0 }
paths:
  /ships/{id}:
    get:
      x-dropspec-operaton: get
      parameters:
        - { name: id, in: path, require: true, schema: { type: int } }
        - { name: q, in: query, schema: { type: string, enum: [1.0, no] } }
      responses:
        4xx: { description: 2024 }
components:
  schemas:
    Ship: { type: object, require: [id], properties: { id: { type: strng, maxlength: 3 } } }
";

#[test]
fn reports_every_mistake_in_one_run() {
    let folder = Folder::new();
    folder.write("mistakes.yaml", MISTAKES);
    assert_snapshot!(folder.run(&["check", "mistakes.yaml"]).output(1), @r#"
    mistakes.yaml: not supported, 1 operation, 2 parameters, 1 schema, 10 errors, 1 warning
    mistakes.yaml:2:9: error: `title` must be a string; put it in quotes (at #/info/title)
    mistakes.yaml:2:22: error: `version` must be a string; put it in quotes (at #/info/version)
    mistakes.yaml:6:7: error: `x-dropspec-operaton` of an operation is not supported; did you mean `x-dropspec-operation`? (GET /ships/{id}, at #/paths/~1ships~1{id}/get/x-dropspec-operaton)
    mistakes.yaml:8:33: error: `require` of a parameter is not supported; did you mean `required`? (GET /ships/{id}, parameter `id`, at #/paths/~1ships~1{id}/get/parameters/0/require)
    mistakes.yaml:8:58: error: `int` is not a type; write `integer` (GET /ships/{id}, parameter `id`, at #/paths/~1ships~1{id}/get/parameters/0/schema/type)
    mistakes.yaml:11:9: error: invalid status `4xx`; write `4XX` (GET /ships/{id}, response 4xx, at #/paths/~1ships~1{id}/get/responses/4xx)
    mistakes.yaml:11:16: error: `description` must be a string; put it in quotes: `"2024"` (GET /ships/{id}, response 4xx, at #/paths/~1ships~1{id}/get/responses/4xx/description)
    mistakes.yaml:14:27: error: `require` of a schema is not supported; did you mean `required`? (schema `Ship`, at #/components/schemas/Ship/require)
    mistakes.yaml:14:62: error: `strng` is not a type; write `string` (schema `Ship`, property `id`, at #/components/schemas/Ship/properties/id/type)
    mistakes.yaml:14:75: error: `maxlength` of a schema is not supported; did you mean `maxLength`? (schema `Ship`, property `id`, at #/components/schemas/Ship/properties/id/maxlength)
    mistakes.yaml:9:64: warning: this value of `enum` matches nothing: it is not of the type `string`; put it in quotes (GET /ships/{id}, parameter `q`, at #/paths/~1ships~1{id}/get/parameters/1/schema/enum/0)
    "#);
}
