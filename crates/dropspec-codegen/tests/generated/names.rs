//! Names that would be the same in Rust.

use insta::assert_snapshot;
use syn::{Fields, Item, TraitItem};

use crate::support::server;

/// The items of generated code: methods, fields of requests, and fields of responses, one item a line.
fn names(paths: &str) -> String {
    let document = format!("openapi: 3.0.3\ninfo: {{ title: Shop, version: 1.0.0 }}\npaths:\n{paths}");
    let file = syn::parse_file(&server(&document).text()).unwrap();
    let lines = file.items.iter().filter_map(|item| match item {
        Item::Trait(item) if item.ident == "Api" => {
            let methods = item.items.iter().filter_map(|item| match item {
                TraitItem::Fn(method) => Some(method.sig.ident.to_string()),
                _ => None,
            });
            Some(methods.collect::<Vec<_>>().join(", "))
        }
        Item::Struct(item) if item.ident != "Document" => Some(format!("{}: {}", item.ident, fields(&item.fields))),
        Item::Enum(item) => {
            let variants = item.variants.iter().map(|variant| format!("{} {}", variant.ident, fields(&variant.fields)));
            Some(format!("{}: {}", item.ident, variants.collect::<Vec<_>>().join(", ")))
        }
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn fields(fields: &Fields) -> String {
    fields.iter().filter_map(|field| Some(field.ident.as_ref()?.to_string())).collect::<Vec<_>>().join(" ")
}

/// Paths with an operation each.
fn operations(ids: &[&str]) -> String {
    let path = |(index, id): (usize, &&str)| {
        format!("  /{index}: {{ get: {{ operationId: '{id}', responses: {{ '204': {{ description: None. }} }} }} }}\n")
    };
    ids.iter().enumerate().map(path).collect()
}

#[test]
fn operations_that_are_spelled_like_their_method_keep_the_name() {
    let methods = |ids: &[&str]| names(&operations(ids)).lines().next().unwrap_or_default().to_owned();
    assert_eq!(methods(&["getPet", "get_pet", "get-pet"]), "get_pet_2, get_pet, get_pet_3");
    // They stay when others are added.
    assert_eq!(methods(&["getPet", "get_pet", "get-pet", "GetPet"]), "get_pet_2, get_pet, get_pet_3, get_pet_4");
    assert_eq!(methods(&["type", "Type", "gen", "self"]), "type_, type_2, gen_, self_");
    // Their types would be the same.
    assert_eq!(methods(&["a1", "a_1"]), "a1, a_1_2");
    assert_eq!(methods(&["-", "-_response"]), "_2, response");
}

#[test]
fn parameters_have_distinct_fields() {
    let parameters = "  /{id}:
    get:
      operationId: list
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
        - { name: id, in: query, schema: { type: string } }
        - { name: 'size[]', in: query, schema: { type: string } }
        - { name: size, in: query, schema: { type: string } }
        - { name: a-b, in: query, schema: { type: string } }
        - { name: a_b, in: query, schema: { type: string } }
        - { name: type, in: query, schema: { type: string } }
        - { name: type, in: cookie, schema: { type: string } }
        - { name: Identity, in: query, schema: { type: string } }
        - { name: id_in_query, in: query, schema: { type: string } }
      responses:
        '200':
          description: All.
          headers: { X-Total: { schema: { type: integer } }, x_total: { schema: { type: integer } }, Status: { schema: { type: string } } }
          content: { text/plain: { schema: { type: string } } }
";
    assert_snapshot!(names(parameters), @"
    list
    ListRequest: id_in_path id_in_query_2 size_2 size a_b_2 a_b type_in_query identity_in_query id_in_query type_in_cookie
    ListResponse: Ok body x_total_2 x_total status_in_header
    ");
}
