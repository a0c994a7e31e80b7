//! Random documents, with calls of their operations.

mod bodies;
mod parameters;

use serde_json::{Map, Value, json};

use crate::calls::{Call, Expected, encoded};
use crate::names;
use crate::random::Random;
use crate::schemas::{self, Components};
use crate::{PLANTED, Subject};

use bodies::Body;
use parameters::Parameter;

/// The methods whose requests may have a body.
const WITH_BODY: &[&str] = &["post", "put", "patch"];

/// Paths with places for parameters, or none.
const PATHS: &[&str] = &["", "/größe", "/with space", "/{}", "/{}/parts", "/{}.json", "/{}:activate", "/{}/{}"];

/// A document of a seed.
pub(crate) fn generate(seed: usize, index: usize) -> Subject {
    let mut random = Random::new((seed * 1_000_003 + index) as u64);
    let (mut components, mut paths, mut calls) = (Components::default(), Map::new(), Vec::new());
    for number in 0..4 {
        let (path, method, operation) = operation(&mut random, &mut components, number, &mut calls);
        paths.insert(path, json!({ method: operation }));
    }
    components.add_unused(&mut random);
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": format!("Sweep {index}"), "version": "1" },
        "paths": paths,
        "components": { "schemas": components.0 }
    });
    Subject { name: format!("seed {seed}, document {index}"), text: format!("{document:#}"), calls }
}

/// A document whose service fails on purpose: see [`PLANTED`].
pub(crate) fn planted() -> Subject {
    let operation = json!({ "responses": { "204": { "description": "Never sent." } } });
    let document = json!({
        "openapi": "3.0.3", "info": { "title": "Planted", "version": "1" }, "paths": { "/fault": { "get": operation } }
    });
    let call = Call {
        method: "GET".to_owned(),
        target: "/fault".to_owned(),
        headers: Vec::new(),
        body: None,
        expected: Expected::Valid,
    };
    Subject { name: PLANTED.to_owned(), text: document.to_string(), calls: vec![call] }
}

/// A document whose values would not fit into a stack if each held all that it contains: four properties at each of nine levels.
pub(crate) fn large() -> Subject {
    const LEVELS: usize = 9;
    let reference = |level: usize| json!({ "$ref": format!("#/components/schemas/Level{level}") });
    let level = |level: usize| {
        let properties: Map<String, Value> =
            (0..4).map(|number| (format!("p{number}"), json!({ "allOf": [reference(level + 1)] }))).collect();
        (format!("Level{level}"), json!({ "type": "object", "properties": properties }))
    };
    let mut components: Map<String, Value> = (0..LEVELS).map(level).collect();
    components.insert(format!("Level{LEVELS}"), json!({ "type": "string" }));
    let content = json!({ "application/json": { "schema": reference(0) } });
    let operation = json!({
        "requestBody": { "required": true, "content": content },
        "responses": { "200": { "description": "The same.", "content": content } }
    });
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "Large", "version": "1" },
        "paths": { "/large": { "post": operation } },
        "components": { "schemas": components }
    });
    let call = |body: Value, expected| Call {
        method: "POST".to_owned(),
        target: "/large".to_owned(),
        headers: Vec::new(),
        body: Some(("application/json".to_owned(), body.to_string().into_bytes())),
        expected,
    };
    let calls = vec![
        call(json!({ "p0": { "p1": { "p2": {} } } }), Expected::Valid),
        call(json!({ "p0": { "p1": { "p2": 1 } } }), Expected::Rejected),
    ];
    Subject { name: "large".to_owned(), text: document.to_string(), calls }
}

/// The path, method and description of an operation. Its calls are added to the others.
fn operation(
    random: &mut Random,
    components: &mut Components,
    number: usize,
    calls: &mut Vec<Call>,
) -> (String, String, Value) {
    let method = random.pick(&["get", "post", "put", "patch", "delete"]);
    let (path, mut parameters) = path(random, components, number);
    parameters.extend((0..random.below(4)).map(|_| Parameter::outside_path(random, components)));
    let mut seen = Vec::new();
    parameters.retain(|parameter| {
        let is_new = !seen.contains(&parameter.identity());
        seen.push(parameter.identity());
        is_new
    });
    let body = (WITH_BODY.contains(&method) && !random.one_in(4)).then(|| Body::generate(random, components));

    let mut operation = json!({
        "operationId": format!("{}{number}", random.pick(names::OPERATIONS)),
        "parameters": parameters.iter().map(Parameter::description).collect::<Vec<_>>(),
        "responses": responses(random, components)
    });
    let template = Call {
        method: method.to_uppercase(),
        target: path.clone(),
        headers: Vec::new(),
        body: body.as_ref().map(Body::valid),
        expected: Expected::Valid,
    };
    calls.push(parameters::called(&template, &parameters, None));
    for index in 0..parameters.len() {
        let rejected = Call { expected: Expected::Rejected, ..template.clone() };
        calls.push(parameters::called(&rejected, &parameters, Some(index)));
    }
    if let Some(body) = &body {
        operation["requestBody"] = body.description.clone();
        if let Some(invalid) = body.invalid() {
            let rejected = Call { expected: Expected::Rejected, body: Some(invalid), ..template.clone() };
            calls.push(parameters::called(&rejected, &parameters, None));
        }
    }
    (path, method.to_owned(), operation)
}

/// A path with its parameters.
fn path(random: &mut Random, components: &mut Components, number: usize) -> (String, Vec<Parameter>) {
    let (mut path, mut parameters) = (format!("/op{number}"), Vec::new());
    for (index, literal) in random.pick(PATHS).split("{}").enumerate() {
        if index > 0 {
            let parameter = Parameter::in_path(random, components, index);
            path += &format!("{{{}}}", parameter.name);
            parameters.push(parameter);
        }
        path += literal;
    }
    (path, parameters)
}

fn responses(random: &mut Random, components: &mut Components) -> Value {
    let mut response = json!({ "description": "A response." });
    if !random.one_in(4) {
        response["content"] = json!({ "application/json": { "schema": schemas::any(random, components, 2).schema } });
    }
    if random.one_in(3) {
        let header = random.pick(names::TOKENS);
        response["headers"] = json!({ header: { "schema": schemas::scalar(random).schema } });
    }
    json!({ random.pick(&["200", "201", "2XX", "default"]): response, "4XX": { "description": "An error." } })
}

/// A path with the values of its parameters; what is literal is encoded.
fn filled(path: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((literal, more)) = rest.split_once('{') {
        let (name, more) = more.split_once('}').unwrap();
        filled += &literal_encoded(literal);
        filled += &values.iter().find(|(known, _)| *known == name).unwrap().1;
        rest = more;
    }
    filled + &literal_encoded(rest)
}

fn literal_encoded(literal: &str) -> String {
    literal.split('/').map(|segment| encoded(segment).replace("%3A", ":")).collect::<Vec<_>>().join("/")
}
