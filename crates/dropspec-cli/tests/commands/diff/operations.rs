//! Operations, parameters, bodies, responses, security.

use insta::assert_snapshot;

use super::{THINGS, change, changes};

const NEW_OPERATION: &str = "    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: { '204': { description: It is there. } }
    put:";

#[test]
fn operations_come_and_go() {
    assert_snapshot!(change("    put:", NEW_OPERATION), @"compatible: GET /things/{id}: the operation is new");
    assert_snapshot!(changes(&THINGS.replace("    put:", NEW_OPERATION), THINGS), @"breaking: GET /things/{id}: the operation is gone");
    assert_snapshot!(change("/things/{id}", "/thing/{id}"), @"
    breaking: PUT /things/{id}: the operation is gone
    compatible: PUT /thing/{id}: the operation is new
    ");
}

#[test]
fn the_names_of_parameters_of_the_path_are_nobodys_business() {
    let new = THINGS.replace("{id}", "{key}").replace("name: id", "name: key");
    assert_snapshot!(changes(THINGS, &new), @"");
}

#[test]
fn parameters_come_and_go() {
    let dry = "        - { name: dry, in: query, schema: { type: boolean, default: false } }\n";
    assert_snapshot!(change(dry, ""), @"breaking: PUT /things/{id}: the parameter `dry` is gone");
    let shared = "    parameters: [{ name: wet, in: header, schema: { type: boolean } }]\n    put:";
    assert_snapshot!(change("    put:", shared), @"compatible: PUT /things/{id}: the parameter `wet` is new");
    assert_snapshot!(change(dry, &format!("{dry}        - {{ name: wet, in: query, required: true, schema: {{}} }}\n")), @"breaking: PUT /things/{id}: the parameter `wet` is new, and required");
    assert_snapshot!(change("name: dry, in: query,", "name: dry, in: query, required: true,"), @"breaking: PUT /things/{id}: the parameter `dry` is required now");
    assert_snapshot!(changes(&THINGS.replace("name: dry,", "name: dry, required: true,"), THINGS), @"compatible: PUT /things/{id}: the parameter `dry` is not required any more");
    assert_snapshot!(change("name: dry, in: query,", "name: dry, in: header,"), @"
    breaking: PUT /things/{id}: the parameter `dry` is gone
    compatible: PUT /things/{id}: the parameter `dry` is new
    ");
    assert_snapshot!(change("schema: { type: boolean, default: false }", "style: deepObject, schema: { type: boolean, default: true }"), @"
    breaking: PUT /things/{id}: the parameter `dry` is written in another way: `style` differs
    breaking: PUT /things/{id}: sent parameter `dry`: `default` is true, not false
    ");
}

#[test]
fn bodies_come_and_go() {
    let bodiless = THINGS.replace("requestBody:", "x-body:");
    assert_snapshot!(changes(&bodiless, THINGS), @"breaking: PUT /things/{id}: the request body is new, and required");
    assert_snapshot!(changes(THINGS, &bodiless), @"compatible: PUT /things/{id}: the request body is gone");
    let optional = THINGS.replace("        required: true\n        content:", "        content:");
    assert_snapshot!(changes(THINGS, &optional), @"compatible: PUT /things/{id}: the request body is not required any more");
    assert_snapshot!(changes(&optional, THINGS), @"breaking: PUT /things/{id}: the request body is required now");
}

#[test]
fn media_types_come_and_go() {
    assert_snapshot!(change("application/json:", "application/vnd.thing+json:"), @"
    breaking: PUT /things/{id}: sent: the media type application/json is gone
    breaking: PUT /things/{id}: answered: the media type application/json is gone
    compatible: PUT /things/{id}: sent: the media type application/vnd.thing+json is new
    compatible: PUT /things/{id}: answered: the media type application/vnd.thing+json is new
    ");
    let both = THINGS
        .replace("          content:\n", "          content:\n            text/plain: { schema: { type: string } }\n");
    assert_snapshot!(changes(THINGS, &both), @"compatible: PUT /things/{id}: answered: the media type text/plain is new");
}

#[test]
fn responses_come_and_go() {
    assert_snapshot!(change("'404'", "'410'"), @"
    compatible: PUT /things/{id}: the response 404 is gone
    compatible: PUT /things/{id}: the response 410 is new
    ");
    assert_snapshot!(change("'200'", "'201'"), @"
    breaking: PUT /things/{id}: the response 200 is gone
    breaking: PUT /things/{id}: the response 201 is new
    ");
    assert_snapshot!(change("'404'", "default"), @"compatible: PUT /things/{id}: the response default is new");
    assert_snapshot!(change("'200'", "2XX"), @"breaking: PUT /things/{id}: the response 2XX is new");
}

#[test]
fn headers_come_and_go() {
    assert_snapshot!(change("ETag:", "X-Version:"), @"
    breaking: PUT /things/{id}: the header ETag is gone
    compatible: PUT /things/{id}: the header X-Version is new
    ");
    assert_snapshot!(change("ETag: { required: true,", "etag: {"), @"breaking: PUT /things/{id}: the header ETag may be missing now");
    assert_snapshot!(change("ETag: { required: true, schema: { type: string }", "ETag: { required: true, schema: { type: integer }"), @"breaking: PUT /things/{id}: answered header `ETag`: the type is integer, not string");
}

#[test]
fn security_is_tightened_and_loosened() {
    let secured = |requirements: &str| {
        format!(
            "{THINGS}  securitySchemes: {{ key: {{ type: apiKey, in: header, name: X-Key }}, token: {{ type: oauth2, flows: {{}} }} }}\nsecurity: {requirements}\n"
        )
    };
    assert_snapshot!(changes(THINGS, &secured("[{ key: [] }]")), @"breaking: PUT /things/{id}: to show nothing will not do any more");
    assert_snapshot!(changes(&secured("[{ key: [] }]"), THINGS), @"compatible: PUT /things/{id}: to show nothing will do now");
    assert_snapshot!(changes(&secured("[{ key: [] }, { token: [read] }]"), &secured("[{ token: [read, write] }, { key: [] }]")), @"breaking: PUT /things/{id}: `token` (read) will not do any more");
    assert_snapshot!(changes(&secured("[{ key: [], token: [] }]"), &secured("[{ token: [] }]")), @"compatible: PUT /things/{id}: `token` will do now");
    let other = secured("[{ key: [] }]").replace("in: header, name: X-Key", "in: query, name: key");
    assert_snapshot!(changes(&secured("[{ key: [] }]"), &other), @"breaking: the security scheme `key` is another one");
}

#[test]
fn servers_come_and_go() {
    assert_snapshot!(change("https://things.example", "https://other.example"), @"
    breaking: the server https://things.example is gone
    compatible: the server https://other.example is new
    ");
}

#[test]
fn words_for_people_are_free_to_change() {
    let new = THINGS.replace("description: The thing.", "description: A thing.").replace("title: Things", "title: T");
    assert_snapshot!(changes(THINGS, &new), @"");
    assert_snapshot!(change("operationId: putThing", "operationId: putThing\n      deprecated: true"), @"compatible: PUT /things/{id}: the operation is deprecated now");
}
