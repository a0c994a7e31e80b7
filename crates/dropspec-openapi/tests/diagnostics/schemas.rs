//! Schemas.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_schemas};

fn about(schema: &str) -> String {
    diagnostics(&with_schemas(&format!("Item: {schema}")))
}

#[test]
fn unknown_keywords_are_rejected() {
    assert_snapshot!(about("{ type: string, minLenght: 1 }"), @"
    api.yaml:6:27: `minLenght` of a schema is not supported; did you mean `minLength`? (at #/components/schemas/Item/minLenght)
        |     Item: { type: string, minLenght: 1 }
        |                           ^
    ");
    assert_snapshot!(about("{ type: object, properties: { a: { type: array, items: { typ: string } } } }"), @"
    api.yaml:6:68: `typ` of a schema is not supported; did you mean `type`? (at #/components/schemas/Item/properties/a/items/typ)
        |     Item: { type: object, properties: { a: { type: array, items: { typ: string } } } }
        |                                                                    ^
    ");
}

#[test]
fn keywords_of_later_json_schema_drafts_are_rejected() {
    assert_snapshot!(about("{ type: string, const: a }"), @"
    api.yaml:6:27: `const` of a schema is not supported; write an `enum` of one value (at #/components/schemas/Item/const)
        |     Item: { type: string, const: a }
        |                           ^
    ");
    assert_snapshot!(about("{ type: object, patternProperties: {} }"), @"
    api.yaml:6:27: `patternProperties` of a schema is not supported; OpenAPI 3.1 has it, 3.0 does not (at #/components/schemas/Item/patternProperties)
        |     Item: { type: object, patternProperties: {} }
        |                           ^
    ");
    assert_snapshot!(about("{ type: [string, 'null'] }"), @"
    api.yaml:6:13: `type` must be a string; write one type, and `nullable: true` (at #/components/schemas/Item/type)
        |     Item: { type: [string, 'null'] }
        |             ^
    ");
    assert_snapshot!(about("{ type: integer, minimum: 0, exclusiveMinimum: 0 }"), @"
    api.yaml:6:40: `exclusiveMinimum` must be true or false; write `minimum: 0` and `exclusiveMinimum: true` (at #/components/schemas/Item/exclusiveMinimum)
        |     Item: { type: integer, minimum: 0, exclusiveMinimum: 0 }
        |                                        ^
    ");
}

#[test]
fn a_type_is_one_of_six() {
    assert_snapshot!(about("{ type: strin }"), @"
    api.yaml:6:13: `strin` is not a type; write `string` (at #/components/schemas/Item/type)
        |     Item: { type: strin }
        |             ^
    ");
    assert_snapshot!(about("{ type: int }"), @"
    api.yaml:6:13: `int` is not a type; write `integer` (at #/components/schemas/Item/type)
        |     Item: { type: int }
        |             ^
    ");
    assert_snapshot!(about("{ type: 'null' }"), @"
    api.yaml:6:13: `null` is not a type; use array, boolean, integer, number, object, string (at #/components/schemas/Item/type)
        |     Item: { type: 'null' }
        |             ^
    ");
}

#[test]
fn keywords_have_values_of_their_kind() {
    assert_snapshot!(about("{ type: string, minLength: -1 }"), @"
    api.yaml:6:27: `minLength` must be a whole number that is not negative (at #/components/schemas/Item/minLength)
        |     Item: { type: string, minLength: -1 }
        |                           ^
    ");
    assert_snapshot!(about("{ type: string, maxLength: ten }"), @"
    api.yaml:6:27: `maxLength` must be a whole number that is not negative (at #/components/schemas/Item/maxLength)
        |     Item: { type: string, maxLength: ten }
        |                           ^
    ");
    assert_snapshot!(about("{ type: integer, minimum: '1' }"), @"
    api.yaml:6:28: `minimum` must be a number (at #/components/schemas/Item/minimum)
        |     Item: { type: integer, minimum: '1' }
        |                            ^
    ");
    assert_snapshot!(about("{ type: number, multipleOf: 0 }"), @"
    api.yaml:6:27: `multipleOf` must be greater than zero (at #/components/schemas/Item/multipleOf)
        |     Item: { type: number, multipleOf: 0 }
        |                           ^
    ");
    assert_snapshot!(about("{ type: array, items: { type: string }, uniqueItems: 1 }"), @"
    api.yaml:6:51: `uniqueItems` must be true or false (at #/components/schemas/Item/uniqueItems)
        |     Item: { type: array, items: { type: string }, uniqueItems: 1 }
        |                                                   ^
    ");
    assert_snapshot!(about("{ type: object, required: name }"), @"
    api.yaml:6:27: an array is expected here (at #/components/schemas/Item/required)
        |     Item: { type: object, required: name }
        |                           ^
    ");
    assert_snapshot!(about("{ type: object, required: [1] }"), @r#"
    api.yaml:6:38: a string is expected here; put it in quotes: `"1"` (at #/components/schemas/Item/required/0)
        |     Item: { type: object, required: [1] }
        |                                      ^
    "#);
    assert_snapshot!(about("{ type: object, properties: [] }"), @"
    api.yaml:6:27: an object is expected here (at #/components/schemas/Item/properties)
        |     Item: { type: object, properties: [] }
        |                           ^
    ");
    assert_snapshot!(about("{ type: object, additionalProperties: no }"), @"
    api.yaml:6:27: `additionalProperties` must be true, false or a schema (at #/components/schemas/Item/additionalProperties)
        |     Item: { type: object, additionalProperties: no }
        |                           ^
    ");
    assert_snapshot!(about("{ anyOf: {} }"), @"
    api.yaml:6:13: an array is expected here (at #/components/schemas/Item/anyOf)
        |     Item: { anyOf: {} }
        |             ^
    ");
    assert_snapshot!(about("{ anyOf: [] }"), @"
    api.yaml:6:13: `anyOf` must have at least one schema (at #/components/schemas/Item/anyOf)
        |     Item: { anyOf: [] }
        |             ^
    ");
    assert_snapshot!(about("{ not: string }"), @"
    api.yaml:6:13: an object is expected here (at #/components/schemas/Item/not)
        |     Item: { not: string }
        |             ^
    ");
    assert_snapshot!(about("string"), @"
    api.yaml:6:5: an object is expected here (at #/components/schemas/Item)
        |     Item: string
        |     ^
    ");
}

#[test]
fn an_enum_has_values() {
    assert_snapshot!(about("{ type: string, enum: [] }"), @"
    api.yaml:6:27: `enum` must be an array of at least one value (at #/components/schemas/Item/enum)
        |     Item: { type: string, enum: [] }
        |                           ^
    ");
    assert_snapshot!(about("{ type: string, enum: a }"), @"
    api.yaml:6:27: an array is expected here (at #/components/schemas/Item/enum)
        |     Item: { type: string, enum: a }
        |                           ^
    ");
}

#[test]
fn the_values_of_an_enum_are_of_its_type() {
    assert_snapshot!(about("{ type: string, enum: [yes, no, 1] }"), @"
    api.yaml:6:43: warning: this value of `enum` matches nothing: it is not of the type `string`; put it in quotes (at #/components/schemas/Item/enum/2)
        |     Item: { type: string, enum: [yes, no, 1] }
        |                                           ^
    ");
}

#[test]
fn an_array_without_items_has_any() {
    assert_snapshot!(about("{ type: array }"), @"
    api.yaml:6:13: warning: an array without `items` has items of any kind; describe them in `items` (at #/components/schemas/Item/type)
        |     Item: { type: array }
        |             ^
    ");
}

#[test]
fn a_pattern_is_a_regular_expression() {
    assert_snapshot!(about("{ type: string, pattern: '^[a-z$' }"), @"
    api.yaml:6:27: warning: the pattern `^[a-z$` is not a valid ECMA-262 regular expression; values are not checked against it (at #/components/schemas/Item/pattern)
        |     Item: { type: string, pattern: '^[a-z$' }
        |                           ^
    ");
    assert_snapshot!(about("{ type: string, pattern: '(a' }"), @"
    api.yaml:6:27: warning: the pattern `(a` is not a valid ECMA-262 regular expression; values are not checked against it (at #/components/schemas/Item/pattern)
        |     Item: { type: string, pattern: '(a' }
        |                           ^
    ");
}

#[test]
fn a_pattern_has_a_reasonable_size() {
    assert_snapshot!(about("{ type: string, pattern: '^((a{1000}){1000}){1000}$' }"), @"
    api.yaml:6:27: warning: the pattern `^((a{1000}){1000}){1000}$` cannot be compiled: it is too large; values are not checked against it (at #/components/schemas/Item/pattern)
        |     Item: { type: string, pattern: '^((a{1000}){1000}){1000}$' }
        |                           ^
    ");
}

#[test]
fn any_format_is_allowed() {
    assert_snapshot!(about("{ type: string, format: fancy }"), @"no diagnostics");
    assert_snapshot!(about("{ type: integer, format: uint64 }"), @"no diagnostics");
    assert_snapshot!(about("{ format: email }"), @"no diagnostics");
}

#[test]
fn patterns_may_have_look_around_and_backreferences() {
    assert_snapshot!(about("{ type: string, pattern: '^(?!a)' }"), @"no diagnostics");
    assert_snapshot!(about(r"{ type: string, pattern: '(a)\\1' }"), @"no diagnostics");
}

#[test]
fn a_property_is_not_both_read_only_and_write_only() {
    assert_snapshot!(about("{ type: object, properties: { id: { type: string, readOnly: true, writeOnly: true } } }"), @"
    api.yaml:6:77: a property cannot be both read-only and write-only (at #/components/schemas/Item/properties/id/writeOnly)
        |     Item: { type: object, properties: { id: { type: string, readOnly: true, writeOnly: true } } }
        |                                                                             ^
    ");
    assert_snapshot!(about("{ type: object, properties: { id: { type: string, readOnly: 1 } } }"), @"
    api.yaml:6:61: `readOnly` must be true or false (at #/components/schemas/Item/properties/id/readOnly)
        |     Item: { type: object, properties: { id: { type: string, readOnly: 1 } } }
        |                                                             ^
    ");
}

#[test]
fn a_discriminator_chooses_among_schemas_with_names() {
    assert_snapshot!(about("{ oneOf: [ { type: string } ], discriminator: { propertyName: kind } }"), @"
    api.yaml:6:42: warning: `discriminator` has no effect beside inline schemas; move them to components and refer to them (at #/components/schemas/Item/discriminator)
        |     Item: { oneOf: [ { type: string } ], discriminator: { propertyName: kind } }
        |                                          ^
    ");
    assert_snapshot!(about("{ oneOf: [ { $ref: '#/components/schemas/Item' } ], discriminator: { mapping: {} } }"), @"
    api.yaml:6:63: `propertyName` is missing (at #/components/schemas/Item/discriminator)
        |     Item: { oneOf: [ { $ref: '#/components/schemas/Item' } ], discriminator: { mapping: {} } }
        |                                                               ^
    ");
    assert_snapshot!(about("{ oneOf: [ { $ref: '#/components/schemas/Item' } ], discriminator: { propertyName: kind, mapping: { a: Other } } }"), @"
    api.yaml:6:111: there is no schema named `Other` (at #/components/schemas/Item/discriminator/mapping/a)
        |     Item: { oneOf: [ { $ref: '#/components/schemas/Item' } ], discriminator: { propertyName: kind, mapping: { a: Other } } }
        |                                                                                                               ^
    ");
    assert_snapshot!(about("{ oneOf: [ { $ref: '#/components/schemas/Item' } ], discriminator: { propertyName: kind, mapping: { a: 1 } } }"), @"
    api.yaml:6:111: `a` must be a string (at #/components/schemas/Item/discriminator/mapping/a)
        |     Item: { oneOf: [ { $ref: '#/components/schemas/Item' } ], discriminator: { propertyName: kind, mapping: { a: 1 } } }
        |                                                                                                               ^
    ");
}

#[test]
fn a_mapping_to_a_file_that_is_missing_has_no_effect() {
    let pet = |target: &str| {
        with_schemas(&format!(
            "Cat: {{ type: object }}\nPet: {{ oneOf: [ {{ $ref: '#/components/schemas/Cat' }} ], discriminator: {{ propertyName: kind, mapping: {{ a: '{target}' }} }} }}"
        ))
    };
    assert_snapshot!(diagnostics(&pet("gone.yaml#/a")), @"
    api.yaml:7:61: warning: `discriminator` has no effect: its mapping refers to `gone.yaml#/a`, which is not in the document; name a schema (at #/components/schemas/Pet/discriminator)
        |     Pet: { oneOf: [ { $ref: '#/components/schemas/Cat' } ], discriminator: { propertyName: kind, mapping: { a: 'gone.yaml#/a' } } }
        |                                                             ^
    ");
    assert_snapshot!(diagnostics(&pet("#/components/schemas/Dog")), @"
    api.yaml:7:109: cannot resolve `#/components/schemas/Dog` (at #/components/schemas/Pet/discriminator/mapping/a)
        |     Pet: { oneOf: [ { $ref: '#/components/schemas/Cat' } ], discriminator: { propertyName: kind, mapping: { a: '#/components/schemas/Dog' } } }
        |                                                                                                             ^
    ");
}

#[test]
fn unknown_xml_keys_are_rejected() {
    assert_snapshot!(about("{ type: string, xml: { name: item, attribute: true } }"), @"no diagnostics");
    assert_snapshot!(about("{ type: string, xml: { nam: item } }"), @"
    api.yaml:6:34: `nam` of an XML object is not supported; did you mean `name`? (at #/components/schemas/Item/xml/nam)
        |     Item: { type: string, xml: { nam: item } }
        |                                  ^
    ");
    assert_snapshot!(about("{ type: string, xml: { name: 1 } }"), @r#"
    api.yaml:6:34: `name` must be a string; put it in quotes: `"1"` (at #/components/schemas/Item/xml/name)
        |     Item: { type: string, xml: { name: 1 } }
        |                                  ^
    "#);
}

#[test]
fn recursion_on_the_same_value_is_rejected() {
    assert_snapshot!(about("{ allOf: [ { $ref: '#/components/schemas/Item' }, { type: object } ] }"), @"
    api.yaml:6:5: this schema refers to itself for the same value, so that validation would not end (at #/components/schemas/Item)
        |     Item: { allOf: [ { $ref: '#/components/schemas/Item' }, { type: object } ] }
        |     ^
    ");
    assert_snapshot!(about("{ not: { anyOf: [ { $ref: '#/components/schemas/Item' } ] } }"), @"
    api.yaml:6:5: this schema refers to itself for the same value, so that validation would not end (at #/components/schemas/Item)
        |     Item: { not: { anyOf: [ { $ref: '#/components/schemas/Item' } ] } }
        |     ^
    ");
    assert_snapshot!(diagnostics(&with_schemas(
        "Pet: { oneOf: [ { $ref: '#/components/schemas/Cat' } ] }
Cat: { allOf: [ { $ref: '#/components/schemas/Pet' } ] }"
    )), @"
    api.yaml:6:5: this schema refers to itself for the same value, so that validation would not end (at #/components/schemas/Pet)
        |     Pet: { oneOf: [ { $ref: '#/components/schemas/Cat' } ] }
        |     ^
    ");
    assert_snapshot!(about("{ type: object, properties: { inner: { $ref: '#/components/schemas/Item' } } }"), @"no diagnostics");
}
