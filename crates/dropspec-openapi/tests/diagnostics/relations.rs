//! Tables that refer to each other.

use insta::assert_snapshot;

use crate::support::{diagnostics, with_schemas};

/// A document with authors, and books with these extensions of the table and these properties.
fn shop(mark: &str, properties: &str) -> String {
    let properties: String = properties.lines().map(|line| format!("    {}\n", line.trim())).collect();
    with_schemas(&format!(
        "Author:\n  type: object\n  required: [id]\n  x-dropspec-table: {{ name: authors, key: id }}\n  properties:\n    id: {{ type: string, \
         format: uuid }}\n    books: {{ type: array, items: {{ $ref: '#/components/schemas/Book' }} }}\n\
         Book:\n  type: object\n  required: [id, author]\n  x-dropspec-table: {{ name: books, key: id{mark} }}\n  properties:\n    id: {{ type: \
         integer }}\n{properties}"
    ))
}

fn reference(rest: &str) -> String {
    shop("", &format!("author: {{ type: string, format: uuid, x-dropspec-references: {{ {rest} }} }}"))
}

#[test]
fn a_reference_is_to_the_key_of_a_table() {
    assert_snapshot!(diagnostics(&reference("table: authors")), @"no diagnostics");
    assert_snapshot!(diagnostics(&reference("table: authors, onDelete: cascade, children: books")), @"no diagnostics");
    assert_snapshot!(diagnostics(&reference("table: writers")), @"
    api.yaml:19:72: the document has no table `writers` (at #/components/schemas/Book/properties/author/x-dropspec-references/table)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: writers } }
        |                                                                        ^
    ");
    assert_snapshot!(diagnostics(&reference("table: books")), @"
    api.yaml:19:47: the key of `books` is an integer, but this property is a uuid (at #/components/schemas/Book/properties/author/x-dropspec-references)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: books } }
        |                                               ^
    ");
    assert_snapshot!(diagnostics(&reference("onDelete: cascade")), @"
    api.yaml:19:47: `table` is missing (at #/components/schemas/Book/properties/author/x-dropspec-references)
        |         author: { type: string, format: uuid, x-dropspec-references: { onDelete: cascade } }
        |                                               ^
    ");
    assert_snapshot!(diagnostics(&reference("table: authors, onDelete: forget")), @"
    api.yaml:19:88: unknown action `forget`; use `restrict`, `cascade` or `setNull` (at #/components/schemas/Book/properties/author/x-dropspec-references/onDelete)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: authors, onDelete: forget } }
        |                                                                                        ^
    ");
    assert_snapshot!(diagnostics(&reference("table: authors, onDelete: setNull")), @"
    api.yaml:19:88: `setNull` needs a property that may be absent or null (at #/components/schemas/Book/properties/author/x-dropspec-references/onDelete)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: authors, onDelete: setNull } }
        |                                                                                        ^
    ");
    assert_snapshot!(diagnostics(&reference("table: authors, on: delete")), @"
    api.yaml:19:88: `on` of a reference is not supported (at #/components/schemas/Book/properties/author/x-dropspec-references/on)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: authors, on: delete } }
        |                                                                                        ^
    ");
}

#[test]
fn an_embedding_property_refers_to_the_schema_of_the_rows() {
    assert_snapshot!(diagnostics(&reference("table: authors, as: writer")), @"
    api.yaml:19:88: Book has no property `writer` (at #/components/schemas/Book/properties/author/x-dropspec-references/as)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: authors, as: writer } }
        |                                                                                        ^
    ");
    assert_snapshot!(diagnostics(&reference("table: authors, children: works")), @"
    api.yaml:19:88: Author has no property `works` (at #/components/schemas/Book/properties/author/x-dropspec-references/children)
        |         author: { type: string, format: uuid, x-dropspec-references: { table: authors, children: works } }
        |                                                                                        ^
    ");
    let author = "author: { type: string, format: uuid, x-dropspec-references: { table: authors, as: writer } }\n";
    assert_snapshot!(diagnostics(&shop("", &format!("{author}writer: {{ $ref: '#/components/schemas/Author' }}"))), @"no diagnostics");
    assert_snapshot!(diagnostics(&shop("", &format!("{author}writer: {{ type: object }}"))), @"
    api.yaml:20:9: `writer` embeds a row: it must refer to Author (at #/components/schemas/Book/properties/writer)
        |         writer: { type: object }
        |         ^
    ");
}

#[test]
fn words_are_found_in_strings() {
    let check = |search: &str| {
        diagnostics(&shop(&format!(", search: {search}"), "author: { type: string }\nyear: { type: integer }"))
    };
    assert_snapshot!(check("[author]"), @"no diagnostics");
    for (search, message) in [
        ("[writer]", "no column stores a property `writer`"),
        ("[author, year]", "words are found in strings, and `year` is an integer"),
        ("[author, author]", "`author` is listed twice"),
        ("[]", "the list of properties is empty"),
    ] {
        let found = check(search);
        assert!(found.contains(message), "{found}");
    }
}

#[test]
fn unique_constraints_and_indexes_list_columns() {
    let check = |mark: &str| diagnostics(&shop(mark, "author: { type: string }\ntags: { type: object }"));
    assert_snapshot!(check(", unique: [[author]], indexes: [[author, id]]"), @"no diagnostics");
    assert_snapshot!(check(", unique: [author]"), @"
    api.yaml:16:58: each entry must be a list of properties, such as `[title, authorId]` (at #/components/schemas/Book/x-dropspec-table/unique/0)
        |       x-dropspec-table: { name: books, key: id, unique: [author] }
        |                                                          ^
    ");
    assert_snapshot!(check(", unique: [[writer]]"), @"
    api.yaml:16:59: no column stores a property `writer` (at #/components/schemas/Book/x-dropspec-table/unique/0/0)
        |       x-dropspec-table: { name: books, key: id, unique: [[writer]] }
        |                                                           ^
    ");
    assert_snapshot!(check(", unique: [[author, author]]"), @"
    api.yaml:16:67: `author` is listed twice (at #/components/schemas/Book/x-dropspec-table/unique/0/1)
        |       x-dropspec-table: { name: books, key: id, unique: [[author, author]] }
        |                                                                   ^
    ");
    assert_snapshot!(check(", unique: [[author], [author]]"), @"
    api.yaml:16:68: `unique` lists these properties twice (at #/components/schemas/Book/x-dropspec-table/unique/1)
        |       x-dropspec-table: { name: books, key: id, unique: [[author], [author]] }
        |                                                                    ^
    ");
    assert_snapshot!(check(", indexes: [[tags]]"), @"
    api.yaml:16:60: `tags` is JSON, which has no index (at #/components/schemas/Book/x-dropspec-table/indexes/0/0)
        |       x-dropspec-table: { name: books, key: id, indexes: [[tags]] }
        |                                                            ^
    ");
    assert_snapshot!(check(", indexes: [[]]"), @"
    api.yaml:16:59: the list of properties is empty (at #/components/schemas/Book/x-dropspec-table/indexes/0)
        |       x-dropspec-table: { name: books, key: id, indexes: [[]] }
        |                                                           ^
    ");
}
