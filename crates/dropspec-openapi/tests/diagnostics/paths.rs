//! Path templates.

use insta::assert_snapshot;

use crate::support::{complaints, with_paths};

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
fn a_literal_stands_beside_a_parameter() {
    assert_snapshot!(complaints(&with_templates(&["/items/{id}", "/items/new"])), @"nothing to complain about");
}

#[test]
fn a_path_begins_with_a_slash() {
    assert_snapshot!(complaints(&with_templates(&["items"])), @"
    api.yaml:4:3: the path `items` must begin with a slash (at #/paths/items)
        |   'items':
        |   ^
    ");
}

#[test]
fn paths_that_differ_only_in_the_names_of_parameters_are_one() {
    assert_snapshot!(complaints(&with_templates(&["/items/{id}", "/items/{name}"])), @"
    api.yaml:6:3: `/items/{name}` and `/items/{id}` are one path: describe its operations together (at #/paths/~1items~1{name})
        |   '/items/{name}':
        |   ^
    ");
    assert_snapshot!(complaints(&with_templates(&["/a/{b}/c/{d}", "/x", "/a/{c}/c/{e}"])), @"
    api.yaml:8:3: `/a/{c}/c/{e}` and `/a/{b}/c/{d}` are one path: describe its operations together (at #/paths/~1a~1{c}~1c~1{e})
        |   '/a/{c}/c/{e}':
        |   ^
    ");
}

#[test]
fn a_parameter_stands_once() {
    assert_snapshot!(complaints(&with_templates(&["/items/{id}/parts/{id}"])), @"
    api.yaml:4:3: the path `/items/{id}/parts/{id}` has `{id}` twice (at #/paths/~1items~1{id}~1parts~1{id})
        |   '/items/{id}/parts/{id}':
        |   ^
    ");
}

#[test]
fn a_segment_has_one_parameter() {
    assert_snapshot!(complaints(&with_templates(&["/items/{from}-{to}"])), @"
    api.yaml:4:3: the path `/items/{from}-{to}` has a segment with more than one parameter, which is not supported (at #/paths/~1items~1{from}-{to})
        |   '/items/{from}-{to}':
        |   ^
    ");
}

#[test]
fn braces_come_in_pairs() {
    assert_snapshot!(complaints(&with_templates(&["/items/{id"])), @"
    api.yaml:4:3: the path `/items/{id` has a brace without its partner, or a parameter without a name (at #/paths/~1items~1{id)
        |   '/items/{id':
        |   ^
    ");
    assert_snapshot!(complaints(&with_templates(&["/items/id}"])), @"
    api.yaml:4:3: the path `/items/id}` has a brace without its partner (at #/paths/~1items~1id})
        |   '/items/id}':
        |   ^
    ");
    assert_snapshot!(complaints(&with_templates(&["/items/{}"])), @"
    api.yaml:4:3: the path `/items/{}` has a brace without its partner, or a parameter without a name (at #/paths/~1items~1{})
        |   '/items/{}':
        |   ^
    api.yaml:5:48: `name` must be a string (at #/paths/~1items~1{}/get/parameters/0/name)
        |     get: { operationId: get_0, parameters: [ { name: , in: path, required: true, schema: { type: string } }, ], responses: { '204': { description: None. } } }
        |                                                ^
    ");
}

#[test]
fn a_path_has_no_query() {
    assert_snapshot!(complaints(&with_templates(&["/items?sort=name"])), @"
    api.yaml:4:3: the path `/items?sort=name` must not have a query or a fragment; describe parameters of the query as parameters (at #/paths/~1items?sort=name)
        |   '/items?sort=name':
        |   ^
    ");
}

#[test]
fn a_method_is_spelt_right() {
    assert_snapshot!(complaints(&with_paths("/items:\n  fetch: {}")), @"
    api.yaml:5:5: `fetch` of a path is not supported (at #/paths/~1items/fetch)
        |     fetch: {}
        |     ^
    ");
}

#[test]
fn head_may_be_an_operation_of_its_own() {
    let head = "/items:\n  head: { operationId: peek, responses: { '204': { description: None. } } }";
    assert_snapshot!(complaints(&with_paths(head)), @"nothing to complain about");
}
