//! The table of example responses.

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;
use insta::assert_snapshot;

#[test]
fn responses_become_a_table() {
    let text = r##"
openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /a:
    get:
      operationId: a
      responses:
        '201':
          description: Done.
          headers:
            ETag: { required: true, schema: { type: string }, example: '"1"' }
            X-Left: { schema: { type: integer, example: 3 } }
            X-Other: { schema: { type: integer } }
          content: { application/json: { schema: {}, example: { quote: '"#' } } }
"##;
    let source = Source::parse("api.yaml".as_ref(), text).unwrap();
    assert_snapshot!(codegen::mocks(&source).unwrap(), @r###"
    /// The examples of the document as responses.
    pub static MOCKS: &[::dropspec::Mock] = &[
        ::dropspec::Mock {
            operation: "a",
            status: 201u16,
            media_type: "application/json",
            headers: &[("etag", "\"1\""), ("x-left", "3")],
            body: r##"{"quote":"\"#"}"##,
        },
    ];
    "###);
}
