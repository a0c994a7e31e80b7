//! Path templates.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_paths};

/// Paths that each have one operation, whose parameters in the path are strings.
fn with_templates(templates: &[&str]) -> String {
    let paths = templates.iter().enumerate().map(|(index, template)| {
        let names = template.split('{').skip(1).filter_map(|part| part.split_once('}'));
        let parameters: String = names
            .map(|(name, _)| format!("{{ name: {name}, in: path, required: true, schema: {{ type: string }} }}, "))
            .collect();
        format!(
            "'{template}':\n  get: {{ operationId: get_{index}, parameters: [ {parameters}], responses: {{ '204': {{ description: None. }} }} }}\n"
        )
    });
    with_paths(&paths.collect::<String>())
}

#[test]
fn a_segment_may_mix_literals_and_a_parameter() {
    assert_snapshot!(diagnostics(&with_templates(&["/items/{id}", "/items/new"])), @"no diagnostics");
}

#[test]
fn a_path_begins_with_a_slash() {
    assert_snapshot!(diagnostics(&with_templates(&["items"])), @"
    api.yaml:4:3: the path `items` must start with a slash (at #/paths/items)
        |   'items':
        |   ^
    ");
}

#[test]
fn operations_that_no_request_reaches_have_no_effect() {
    assert_snapshot!(diagnostics(&with_templates(&["/items/{id}", "/items/{name}"])), @"
    api.yaml:7:5: warning: `get` of `/items/{name}` has no effect: all of its requests are those of `/items/{id}` (at #/paths/~1items~1{name}/get)
        |     get: { operationId: get_1, parameters: [ { name: name, in: path, required: true, schema: { type: string } }, ], responses: { '204': { description: None. } } }
        |     ^
    ");
    assert_snapshot!(diagnostics(&with_templates(&["/a/{b}/c/{d}", "/x", "/a/{c}/c/{e}", "/a/{f}/c/{g}"])), @"
    api.yaml:9:5: warning: `get` of `/a/{c}/c/{e}` has no effect: all of its requests are those of `/a/{b}/c/{d}` (at #/paths/~1a~1{c}~1c~1{e}/get)
        |     get: { operationId: get_2, parameters: [ { name: c, in: path, required: true, schema: { type: string } }, { name: e, in: path, required: true, schema: { type: string } }, ], responses: { '204': { description: None. } } }
        |     ^
    api.yaml:11:5: warning: `get` of `/a/{f}/c/{g}` has no effect: all of its requests are those of `/a/{b}/c/{d}` (at #/paths/~1a~1{f}~1c~1{g}/get)
        |     get: { operationId: get_3, parameters: [ { name: f, in: path, required: true, schema: { type: string } }, { name: g, in: path, required: true, schema: { type: string } }, ], responses: { '204': { description: None. } } }
        |     ^
    ");
    let other_method = with_paths(
        "'/items/{id}':\n  get: { parameters: [ { name: id, in: path, required: true, schema: {} } ], responses: { '204': { description: None. } } }\n'/items/{name}':\n  put: { parameters: [ { name: name, in: path, required: true, schema: {} } ], responses: { '204': { description: None. } } }",
    );
    assert_snapshot!(diagnostics(&other_method), @"no diagnostics");
}

#[test]
fn one_path_with_two_escapes_is_rejected() {
    assert_snapshot!(diagnostics(&with_templates(&["/items/%61/{id}", "/items/a/{name}"])), @"
    api.yaml:6:3: `/items/a/{name}` and `/items/%61/{id}` match the same requests, and both have `get`; merge them into one path (at #/paths/~1items~1a~1{name})
        |   '/items/a/{name}':
        |   ^
    ");
}

#[test]
fn the_fragment_of_a_path_has_no_effect() {
    assert_snapshot!(diagnostics(&with_templates(&["/items#copy"])), @"
    api.yaml:4:3: warning: the fragment of a path has no effect: clients do not send it (at #/paths/~1items#copy)
        |   '/items#copy':
        |   ^
    ");
    assert_snapshot!(diagnostics(&with_templates(&["/items", "/items#copy", "/items#move"])), @"
    api.yaml:7:5: warning: `get` of `/items#copy` has no effect: all of its requests are those of `/items` (at #/paths/~1items#copy/get)
        |     get: { operationId: get_1, parameters: [ ], responses: { '204': { description: None. } } }
        |     ^
    api.yaml:9:5: warning: `get` of `/items#move` has no effect: all of its requests are those of `/items` (at #/paths/~1items#move/get)
        |     get: { operationId: get_2, parameters: [ ], responses: { '204': { description: None. } } }
        |     ^
    api.yaml:6:3: warning: the fragment of a path has no effect: clients do not send it (and 1 more occurrence) (at #/paths/~1items#copy)
        |   '/items#copy':
        |   ^
    ");
}

#[test]
fn duplicate_parameters_are_rejected() {
    assert_snapshot!(diagnostics(&with_templates(&["/items/{id}/parts/{id}"])), @"
    api.yaml:4:3: the path `/items/{id}/parts/{id}` contains `{id}` twice (at #/paths/~1items~1{id}~1parts~1{id})
        |   '/items/{id}/parts/{id}':
        |   ^
    ");
}

#[test]
fn a_segment_may_have_several_parameters() {
    assert_snapshot!(diagnostics(&with_templates(&["/items/{from}-{to}"])), @"no diagnostics");
}

#[test]
fn braces_come_in_pairs() {
    assert_snapshot!(diagnostics(&with_templates(&["/items/{id"])), @"
    api.yaml:4:3: the path `/items/{id` has an unmatched brace or a parameter without a name (at #/paths/~1items~1{id)
        |   '/items/{id':
        |   ^
    ");
    assert_snapshot!(diagnostics(&with_templates(&["/items/id}"])), @"
    api.yaml:4:3: the path `/items/id}` has an unmatched brace (at #/paths/~1items~1id})
        |   '/items/id}':
        |   ^
    ");
    assert_snapshot!(diagnostics(&with_templates(&["/items/{}"])), @"
    api.yaml:4:3: the path `/items/{}` has an unmatched brace or a parameter without a name (at #/paths/~1items~1{})
        |   '/items/{}':
        |   ^
    api.yaml:5:48: `name` must be a string; put it in quotes (at #/paths/~1items~1{}/get/parameters/0/name)
        |     get: { operationId: get_0, parameters: [ { name: , in: path, required: true, schema: { type: string } }, ], responses: { '204': { description: None. } } }
        |                                                ^
    ");
}

#[test]
fn a_path_has_no_query() {
    assert_snapshot!(diagnostics(&with_templates(&["/items?sort=name"])), @"
    api.yaml:4:3: the path `/items?sort=name` must not have a query; describe query parameters in `parameters` (at #/paths/~1items?sort=name)
        |   '/items?sort=name':
        |   ^
    ");
}

#[test]
fn unknown_methods_are_rejected() {
    assert_snapshot!(diagnostics(&with_paths("/items:\n  fetch: {}")), @"
    api.yaml:5:5: `fetch` of a path is not supported (at #/paths/~1items/fetch)
        |     fetch: {}
        |     ^
    ");
}

#[test]
fn head_may_be_an_operation_of_its_own() {
    let head = "/items:\n  head: { operationId: peek, responses: { '204': { description: None. } } }";
    assert_snapshot!(diagnostics(&with_paths(head)), @"no diagnostics");
}
