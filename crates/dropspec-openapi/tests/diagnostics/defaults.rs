//! Defaults.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_parameter, with_schemas};

fn of_parameter(schema: &str) -> String {
    diagnostics(&with_parameter(&format!("{{ name: sort, in: query, schema: {schema} }}")))
}

fn of_property(schema: &str) -> String {
    diagnostics(&with_schemas(&format!("Item: {{ type: object, properties: {{ size: {schema} }} }}")))
}

#[test]
fn a_default_has_the_type_of_the_schema() {
    assert_snapshot!(of_parameter("{ type: integer, default: ten }"), @"
    api.yaml:8:61: warning: the default has no effect: it violates its own schema (at #/paths/~1items/get/parameters/0/schema/default)
        |         - { name: sort, in: query, schema: { type: integer, default: ten } }
        |                                                             ^
    ");
    assert_snapshot!(of_property("{ type: integer, default: ten }"), @"
    api.yaml:6:64: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: integer, default: ten } } }
        |                                                                ^
    ");
    assert_snapshot!(of_property("{ type: boolean, default: 1 }"), @"
    api.yaml:6:64: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: boolean, default: 1 } } }
        |                                                                ^
    ");
    assert_snapshot!(of_property("{ type: string, default: 1 }"), @"
    api.yaml:6:63: warning: the default is used as a value of the type `string`, which it is not (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: string, default: 1 } } }
        |                                                               ^
    ");
}

#[test]
fn a_default_is_within_the_bounds() {
    assert_snapshot!(of_parameter("{ type: integer, minimum: 1, default: 0 }"), @"
    api.yaml:8:73: warning: the default has no effect: it violates its own schema (at #/paths/~1items/get/parameters/0/schema/default)
        |         - { name: sort, in: query, schema: { type: integer, minimum: 1, default: 0 } }
        |                                                                         ^
    ");
    assert_snapshot!(of_property("{ type: number, maximum: 1, exclusiveMaximum: true, default: 1 }"), @"
    api.yaml:6:99: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: number, maximum: 1, exclusiveMaximum: true, default: 1 } } }
        |                                                                                                   ^
    ");
    assert_snapshot!(of_property("{ type: string, maxLength: 3, default: four }"), @"
    api.yaml:6:77: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: string, maxLength: 3, default: four } } }
        |                                                                             ^
    ");
    assert_snapshot!(of_property("{ type: string, pattern: '^[a-z]+$', default: A }"), @"
    api.yaml:6:84: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: string, pattern: '^[a-z]+$', default: A } } }
        |                                                                                    ^
    ");
    assert_snapshot!(of_property("{ type: integer, format: int32, default: 3000000000 }"), @"
    api.yaml:6:79: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: integer, format: int32, default: 3000000000 } } }
        |                                                                               ^
    ");
}

#[test]
fn a_default_is_in_the_enum() {
    assert_snapshot!(of_parameter("{ type: string, enum: [name, price], default: size }"), @"
    api.yaml:8:81: warning: the default has no effect: it violates its own schema (at #/paths/~1items/get/parameters/0/schema/default)
        |         - { name: sort, in: query, schema: { type: string, enum: [name, price], default: size } }
        |                                                                                 ^
    ");
    assert_snapshot!(of_property("{ type: string, enum: [name, price], default: size }"), @"
    api.yaml:6:84: warning: the default has no effect: it violates its own schema (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: string, enum: [name, price], default: size } } }
        |                                                                                    ^
    ");
}

#[test]
fn null_is_a_default_of_what_is_nullable() {
    assert_snapshot!(of_property("{ type: string, nullable: true, default: null }"), @"no diagnostics");
    assert_snapshot!(of_property("{ type: string, default: null }"), @"
    api.yaml:6:63: warning: the default null has no effect: the schema is not `nullable` (at #/components/schemas/Item/properties/size/default)
        |     Item: { type: object, properties: { size: { type: string, default: null } } }
        |                                                               ^
    ");
}

#[test]
fn a_default_may_be_any_value() {
    let list = "{ type: array, items: { type: string }, default: [a] }";
    for schema in [list, "{ type: string, format: uuid, default: 01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f }"] {
        assert_eq!(of_parameter(schema), "no diagnostics");
        assert_eq!(of_property(schema), "no diagnostics");
    }
}

#[test]
fn a_default_with_a_zero_divisor_does_not_divide() {
    let diagnostics = of_property("{ type: integer, multipleOf: 0, default: 1 }");
    assert!(diagnostics.contains("`multipleOf` must be greater than zero"), "{diagnostics}");
    of_property("{ type: integer, multipleOf: -1, default: -9223372036854775808 }");
}
