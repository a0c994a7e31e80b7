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
        4XX: { description: Refused. }
"##;
    let source = Source::parse("api.yaml".as_ref(), text).unwrap();
    assert_snapshot!(codegen::mocks(&source).unwrap(), @r###"
    /// The responses of the document, with examples or generated values.
    pub static MOCKS: &[::dropspec::Mock] = &[
        ::dropspec::Mock {
            operation: "a",
            statuses: 201u16..=201u16,
            name: None,
            media_type: Some("application/json"),
            headers: &[("etag", "\"1\""), ("x-left", "3")],
            body: r##"{"quote":"\"#"}"##,
        },
        ::dropspec::Mock {
            operation: "a",
            statuses: 400u16..=499u16,
            name: None,
            media_type: None,
            headers: &[],
            body: r"",
        },
    ];
    "###);
}
