//! Random schemas, each with a value that it allows and one that it does not.

use serde_json::{Map, Value, json};

use crate::names;
use crate::random::Random;

/// A schema with an allowed value and a violation.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) schema: Value,
    pub(crate) valid: Value,
    pub(crate) invalid: Value,
}

impl Sample {
    fn new(schema: Value, valid: Value, invalid: Value) -> Self {
        Self { schema, valid, invalid }
    }
}

/// The named schemas of a document, while it is generated.
#[derive(Debug, Default)]
pub(crate) struct Components(pub(crate) Map<String, Value>);

impl Components {
    /// Adds a schema that no operation refers to, which contains one of the others.
    pub(crate) fn add_unused(&mut self, random: &mut Random) {
        let names: Vec<&String> = self.0.keys().collect();
        if names.is_empty() {
            return;
        }
        let property =
            json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{}", random.pick(&names)) } });
        self.0.insert("Unused".to_owned(), json!({ "type": "object", "properties": { "all": property } }));
    }
}

/// Schemas of scalars whose values can be sent as text anywhere.
pub(crate) fn scalar(random: &mut Random) -> Sample {
    let words = ["+1", "-1", "Self", "1", "1st", "a b", "asc", "ASC", "größe"];
    let samples = [
        (json!({ "type": "boolean" }), json!(true), json!("maybe")),
        (json!({ "type": "integer", "minimum": 1, "maximum": 10 }), json!(10), json!(11)),
        (json!({ "type": "integer", "format": "int32" }), json!(7), json!(3_000_000_000_u64)),
        (json!({ "type": "integer", "exclusiveMinimum": true, "minimum": 0 }), json!(1), json!(0)),
        (json!({ "type": "integer", "maximum": 18_446_744_073_709_551_615_u64 }), json!(3), json!("x")),
        (json!({ "type": "integer", "enum": [1, 2] }), json!(2), json!(3)),
        (json!({ "type": "number" }), json!(1.5), json!("x")),
        (json!({ "type": "number", "multipleOf": 0.01 }), json!(4.35), json!(0.005)),
        (json!({ "type": "number", "format": "double", "maximum": 1, "exclusiveMaximum": true }), json!(0.5), json!(1)),
        (json!({ "type": "string", "minLength": 2, "maxLength": 4 }), json!("abc"), json!("abcde")),
        (json!({ "type": "string", "pattern": "^[a-z]+$" }), json!("abc"), json!("ABC")),
        (json!({ "type": "string", "enum": words }), json!("asc"), json!("zzz")),
        (json!({ "type": "string", "enum": ["a", null], "nullable": true }), json!("a"), json!("zzz")),
        (json!({ "type": "string", "format": "date" }), json!("2024-02-29"), json!("2023-02-29")),
        (json!({ "type": "string", "format": "date-time" }), json!("2024-02-29T00:00:00Z"), json!("yesterday")),
        (
            json!({ "type": "string", "format": "uuid" }),
            json!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            json!("67e55044"),
        ),
        (json!({ "type": "string", "format": "ipv4", "maxLength": 15 }), json!("127.0.0.1"), json!("256.0.0.1")),
        (json!({ "type": "string", "format": "odd", "maxLength": 3 }), json!("abc"), json!("abcd")),
        (json!({ "type": "string", "maxLength": 3, "default": "abc" }), json!("abc"), json!("abcd")),
        (json!({ "allOf": [{ "type": "integer" }, { "minimum": 3 }] }), json!(3), json!(2)),
        (json!({ "oneOf": [{ "type": "integer" }, { "type": "boolean" }] }), json!(3), json!("x")),
    ];
    let (schema, valid, invalid) = random.pick(&samples);
    Sample::new(schema, valid, invalid)
}

/// Arrays of scalars.
pub(crate) fn array(random: &mut Random) -> Sample {
    let Sample { schema, valid, invalid } = scalar(random);
    let mut list = json!({ "type": "array", "items": schema });
    match random.below(3) {
        0 => list["uniqueItems"] = json!(true),
        1 => list["maxItems"] = json!(3),
        _ => {}
    }
    Sample::new(list, json!([valid]), json!([invalid]))
}

/// Schemas of any kind.
pub(crate) fn any(random: &mut Random, components: &mut Components, depth: usize) -> Sample {
    let sample = match random.below(if depth == 0 { 3 } else { 10 }) {
        0 | 1 => scalar(random),
        2 => array(random),
        3 => {
            let Sample { schema, valid, invalid } = any(random, components, depth - 1);
            Sample::new(json!({ "type": "array", "items": schema, "minItems": 1 }), json!([valid]), json!([invalid]))
        }
        4 => map(random, components, depth),
        5 => composed(random, components, depth),
        6 => choice(random, components, depth),
        7 => recursive(random, components),
        _ => object(random, components, depth),
    };
    if random.one_in(3) { named(random, components, sample) } else { sample }
}

/// A reference to a schema that becomes a component.
pub(crate) fn named(random: &mut Random, components: &mut Components, sample: Sample) -> Sample {
    let name = random.pick(names::COMPONENTS);
    if components.0.contains_key(name) {
        return sample;
    }
    components.0.insert(name.to_owned(), sample.schema);
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    // What people write to describe a reference.
    let schema = if random.one_in(4) { json!({ "allOf": [reference], "description": "Text." }) } else { reference };
    Sample { schema, ..sample }
}

/// Objects with odd names of properties, one of which violates its schema.
pub(crate) fn object(random: &mut Random, components: &mut Components, depth: usize) -> Sample {
    let (mut properties, mut required, mut valid) = (Map::new(), Vec::new(), Map::new());
    let mut invalid = json!("not an object");
    for _ in 0..random.below(5) {
        let name = random.pick(names::ANY);
        if properties.contains_key(name) {
            continue;
        }
        let mut part = any(random, components, depth.saturating_sub(1));
        if random.one_in(2) {
            required.push(json!(name));
        }
        // Sent only by the service, and so a violation in a request.
        if random.one_in(8) && part.schema.get("$ref").is_none() {
            part.schema["readOnly"] = json!(true);
            invalid = json!({ name: part.valid });
        } else {
            let mut violating = valid.clone();
            violating.insert(name.to_owned(), part.invalid);
            invalid = Value::Object(violating);
            valid.insert(name.to_owned(), part.valid);
        }
        properties.insert(name.to_owned(), part.schema);
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = Value::Array(required);
    }
    if random.one_in(3) {
        schema["additionalProperties"] = json!(false);
    }
    Sample::new(schema, Value::Object(valid), invalid)
}

fn map(random: &mut Random, components: &mut Components, depth: usize) -> Sample {
    let Sample { schema, valid, invalid } = any(random, components, depth - 1);
    let name = random.pick(names::ANY);
    let schema = json!({ "type": "object", "additionalProperties": schema, "maxProperties": 2 });
    Sample::new(schema, json!({ name: valid }), json!({ name: invalid }))
}

/// `allOf` of two objects without common properties.
fn composed(random: &mut Random, components: &mut Components, depth: usize) -> Sample {
    let base = any(random, components, 0);
    let more = any(random, components, depth - 1);
    let part =
        |name: &str, schema: Value| json!({ "type": "object", "required": [name], "properties": { name: schema } });
    let (base_part, more_part) = (part("type", base.schema), part("a-b", more.schema));
    let valid = json!({ "type": base.valid, "a-b": more.valid });
    let invalid = json!({ "type": base.valid, "a-b": more.invalid });
    let first = named(random, components, Sample::new(base_part, json!(null), json!(null)));
    Sample::new(json!({ "allOf": [first.schema, more_part] }), valid, invalid)
}

/// `oneOf` of objects with different required properties, with or without a discriminator.
fn choice(random: &mut Random, components: &mut Components, depth: usize) -> Sample {
    let held = any(random, components, depth - 1);
    let part = |name: &str| {
        json!({
            "type": "object", "required": ["kind", name],
            "properties": { "kind": { "type": "string" }, name: held.schema }
        })
    };
    let [one, other] = ["one", "other"].map(|name| {
        let key = format!("{}{name}", random.pick(names::COMPONENTS));
        components.0.entry(key.clone()).or_insert_with(|| part(name));
        (name, key)
    });
    let references = [&one, &other].map(|(_, key)| json!({ "$ref": format!("#/components/schemas/{key}") }));
    let mut schema = json!({ random.pick(&["oneOf", "anyOf"]): references });
    // A component of that name may have been there before, with other properties.
    let is_new = |(name, key): &(&str, String)| components.0[key] == part(name);
    if !is_new(&one) || !is_new(&other) {
        return scalar(random);
    }
    if random.one_in(2) {
        schema["discriminator"] = json!({ "propertyName": "kind" });
    }
    let valid = json!({ "kind": one.1, "one": held.valid });
    Sample::new(schema, valid, json!({ "kind": one.1, "one": held.invalid }))
}

/// A tree.
fn recursive(random: &mut Random, components: &mut Components) -> Sample {
    let name = random.pick(&["Tree", "Node", "List"]);
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    components.0.entry(name).or_insert_with(|| {
        json!({
            "type": "object", "additionalProperties": false,
            "properties": { "next": { "allOf": [reference], "description": "The next one." }, "all": { "type": "array", "items": reference } }
        })
    });
    let valid = json!({ "next": { "next": {} }, "all": [{}] });
    Sample::new(reference, valid, json!({ "next": { "next": { "next": 1 } } }))
}
