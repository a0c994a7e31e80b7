//! Changes of operations, parameters, bodies, responses and security.

use insta::assert_snapshot;

use super::{THINGS, change, changes};

const NEW_OPERATION: &str = "    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '204': { description: Found. } }
    put:";

#[test]
fn reports_added_and_removed_operations() {
    assert_snapshot!(change("    put:", NEW_OPERATION), @"compatible: GET /things/{id}: operation added");
    assert_snapshot!(changes(&THINGS.replace("    put:", NEW_OPERATION), THINGS), @"breaking: GET /things/{id}: operation removed");
    assert_snapshot!(change("/things/{id}", "/thing/{id}"), @"
    breaking: PUT /things/{id}: operation removed
    compatible: PUT /thing/{id}: operation added
    ");
}

#[test]
fn ignores_names_of_path_parameters() {
    let new = THINGS.replace("{id}", "{key}").replace("name: id", "name: key");
    assert_snapshot!(changes(THINGS, &new), @"");
}

#[test]
fn reports_changes_of_parameters() {
    let dry = "        - { name: dry, in: query, schema: { type: boolean, default: false } }\n";
    assert_snapshot!(change(dry, ""), @"breaking: PUT /things/{id}: parameter `dry` removed");
    let shared = "    parameters: [{ name: wet, in: header, schema: { type: boolean } }]\n    put:";
    assert_snapshot!(change("    put:", shared), @"compatible: PUT /things/{id}: parameter `wet` added");
    assert_snapshot!(change(dry, &format!("{dry}        - {{ name: wet, in: query, required: true, schema: {{}} }}\n")), @"breaking: PUT /things/{id}: required parameter `wet` added");
    assert_snapshot!(change("name: dry, in: query,", "name: dry, in: query, required: true,"), @"breaking: PUT /things/{id}: parameter `dry` is now required");
    assert_snapshot!(changes(&THINGS.replace("name: dry,", "name: dry, required: true,"), THINGS), @"compatible: PUT /things/{id}: parameter `dry` is now optional");
    assert_snapshot!(change("name: dry, in: query,", "name: dry, in: header,"), @"
    breaking: PUT /things/{id}: parameter `dry` removed
    compatible: PUT /things/{id}: parameter `dry` added
    ");
    assert_snapshot!(change("schema: { type: boolean, default: false }", "style: deepObject, schema: { type: boolean, default: true }"), @"
    breaking: PUT /things/{id}: `style` of parameter `dry` changed
    breaking: PUT /things/{id}: request parameter `dry`: `default` changed from false to true
    ");
}

#[test]
fn reports_changes_of_request_bodies() {
    let without_body = THINGS.replace("requestBody:", "x-body:");
    assert_snapshot!(changes(&without_body, THINGS), @"breaking: PUT /things/{id}: required request body added");
    assert_snapshot!(changes(THINGS, &without_body), @"compatible: PUT /things/{id}: request body removed");
    let optional = THINGS.replace("        required: true\n        content:", "        content:");
    assert_snapshot!(changes(THINGS, &optional), @"compatible: PUT /things/{id}: request body is now optional");
    assert_snapshot!(changes(&optional, THINGS), @"breaking: PUT /things/{id}: request body is now required");
}

#[test]
fn reports_changes_of_media_types() {
    assert_snapshot!(change("application/json:", "application/vnd.thing+json:"), @"
    breaking: PUT /things/{id}: request media type application/json removed
    breaking: PUT /things/{id}: response media type application/json removed
    compatible: PUT /things/{id}: request media type application/vnd.thing+json added
    compatible: PUT /things/{id}: response media type application/vnd.thing+json added
    ");
    let both = THINGS
        .replace("          content:\n", "          content:\n            text/plain: { schema: { type: string } }\n");
    assert_snapshot!(changes(THINGS, &both), @"compatible: PUT /things/{id}: response media type text/plain added");
}

#[test]
fn reports_changes_of_responses() {
    assert_snapshot!(change("'404'", "'410'"), @"
    compatible: PUT /things/{id}: response 404 removed
    compatible: PUT /things/{id}: response 410 added
    ");
    assert_snapshot!(change("'200'", "'201'"), @"
    breaking: PUT /things/{id}: response 200 removed
    breaking: PUT /things/{id}: response 201 added
    ");
    assert_snapshot!(change("'404'", "default"), @"compatible: PUT /things/{id}: default response added");
    assert_snapshot!(change("'200'", "2XX"), @"breaking: PUT /things/{id}: response 2XX added");
}

#[test]
fn reports_changes_of_response_headers() {
    assert_snapshot!(change("ETag:", "X-Version:"), @"
    breaking: PUT /things/{id}: response header ETag removed
    compatible: PUT /things/{id}: response header X-Version added
    ");
    assert_snapshot!(change("ETag: { required: true,", "etag: {"), @"breaking: PUT /things/{id}: response header ETag is now optional");
    assert_snapshot!(change("ETag: { required: true, schema: { type: string }", "ETag: { required: true, schema: { type: integer }"), @"breaking: PUT /things/{id}: response header `ETag`: type changed from string to integer");
}

#[test]
fn reports_changes_of_security_requirements() {
    let secured = |requirements: &str| {
        format!(
            "{THINGS}  securitySchemes: {{ key: {{ type: apiKey, in: header, name: X-Key }}, token: {{ type: oauth2, flows: {{}} }} }}\nsecurity: {requirements}\n"
        )
    };
    assert_snapshot!(changes(THINGS, &secured("[{ key: [] }]")), @"breaking: PUT /things/{id}: anonymous access is no longer accepted");
    assert_snapshot!(changes(&secured("[{ key: [] }]"), THINGS), @"compatible: PUT /things/{id}: anonymous access is now accepted");
    assert_snapshot!(changes(&secured("[{ key: [] }, { token: [read] }]"), &secured("[{ token: [read, write] }, { key: [] }]")), @"breaking: PUT /things/{id}: `token` (read) is no longer accepted");
    assert_snapshot!(changes(&secured("[{ key: [], token: [] }]"), &secured("[{ token: [] }]")), @"compatible: PUT /things/{id}: `token` is now accepted");
    let other = secured("[{ key: [] }]").replace("in: header, name: X-Key", "in: query, name: key");
    assert_snapshot!(changes(&secured("[{ key: [] }]"), &other), @"breaking: security scheme `key` changed");
}

#[test]
fn reports_added_and_removed_servers() {
    assert_snapshot!(change("https://things.example", "https://other.example"), @"
    breaking: server https://things.example removed
    compatible: server https://other.example added
    ");
}

#[test]
fn ignores_descriptions_and_reports_deprecation() {
    let new = THINGS.replace("description: The thing.", "description: A thing.").replace("title: Things", "title: T");
    assert_snapshot!(changes(THINGS, &new), @"");
    assert_snapshot!(change("operationId: putThing", "operationId: putThing\n      deprecated: true"), @"compatible: PUT /things/{id}: operation is now deprecated");
}
