//! Decodes the forms of pages (`x-dropspec-page`).

use std::borrow::Cow;
use std::collections::HashSet;

use dropspec_db::Table;
use dropspec_http::{Error as HttpError, Problem, RequestContext};
use dropspec_schema::{Schema, SchemaView};
use http::uri::Authority;
use http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Decodes the body, a form that a page of this service has sent.
///
/// Browsers send all fields, filled in or not. An empty field is null or absent, unless the schema allows an empty string. In the form of a
/// row of `table`, only a nullable column may be absent: a default is for fields that were not sent, not for those that a user has
/// cleared. The fields of an object are `object[property]`.
///
/// # Errors
/// 403 if a page of another site has sent the form, 413, or [`HttpError::Invalid`] if its schema does not allow it.
pub async fn page_form<T: DeserializeOwned>(
    call: &mut RequestContext,
    schema: &Schema,
    table: Option<&'static Table>,
) -> Result<T, HttpError> {
    reject_other_sites(call)?;
    let mut fields = call.form_fields().await?;
    let mut names = HashSet::new();
    if let Some((name, _)) = fields.iter().find(|(name, _)| !names.insert(name)) {
        return Err(call.reject_field(name, "duplicate field"));
    }
    for (_, value) in &mut fields {
        // HTML forms send line breaks as CRLF, whatever the text had.
        *value = value.replace("\r\n", "\n");
    }
    let value = object(schema.view(), table, &fields);
    call.set_sent_form(fields);
    call.decode(schema, value)
}

/// Rejects requests that pages of other sites send (cross-site request forgery). Browsers send the origin of a request; other clients
/// hold no session that another site could abuse.
fn reject_other_sites(call: &RequestContext) -> Result<(), HttpError> {
    let text = |name: &str| call.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let is_own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        // Older browsers, and pages that are not served over TLS.
        (None, Some(origin)) => {
            let host = text(header::HOST.as_str()).or(call.parts().uri.authority().map(Authority::as_str));
            origin.split_once("://").map(|(_, origin)| origin) == host
        }
        (None, None) => true,
    };
    if is_own {
        return Ok(());
    }
    let problem = Problem::new("the form was sent by a page of another site; send it from a page of this service");
    Err(HttpError::rejection(StatusCode::FORBIDDEN, problem))
}

/// The object that the fields of a form describe.
fn object(schema: SchemaView<'_>, table: Option<&Table>, fields: &[(String, String)]) -> Value {
    let mut properties = Map::new();
    for (name, text) in fields {
        let Some((object, property)) = nested(schema, name) else {
            properties.extend(value(schema, table, name, text).map(|value| (name.clone(), value)));
            continue;
        };
        let inner = properties.entry(object).or_insert_with(|| Value::Object(Map::new()));
        if let (Value::Object(inner), Some(value)) = (inner, value(schema.property(object), table, property, text)) {
            inner.insert(property.to_owned(), value);
        }
    }
    Value::Object(properties)
}

/// The object and the property in `object[property]`, if the schema has the object.
fn nested<'n>(schema: SchemaView<'_>, name: &'n str) -> Option<(&'n str, &'n str)> {
    let (object, property) = name.strip_suffix(']')?.split_once('[')?;
    (schema.has_property(object) && schema.property(object).kinds().object).then_some((object, property))
}

/// The value of a field; `None` if it is absent.
fn value(schema: SchemaView<'_>, table: Option<&Table>, name: &str, text: &str) -> Option<Value> {
    let part = schema.property(name);
    let kinds = part.kinds();
    if text.is_empty() {
        let is_text = if schema.requires(name) { kinds.text } else { !may_be_absent(table, name) };
        return if kinds.null { Some(Value::Null) } else { is_text.then(|| Value::from("")) };
    }
    if kinds.array || kinds.object {
        let column = table.and_then(|table| Some(&table.columns[table.position(name)?]));
        let value = column.map_or_else(|| serde_json::from_str(text).ok(), |column| column.column_type.read_form(text));
        return Some(value.unwrap_or_else(|| text.into()));
    }
    Some(part.read(if part.is_timestamp() { with_offset(text) } else { text.into() }))
}

/// Whether rows of the table may have no value of a property.
fn may_be_absent(table: Option<&Table>, property: &str) -> bool {
    let column = table.and_then(|table| Some(&table.columns[table.position(property)?]));
    column.is_none_or(|column| column.nullable)
}

/// A timestamp in the format of RFC 3339. `<input type="datetime-local">` has no offset, and pages say that it is UTC.
fn with_offset(text: &str) -> Cow<'_, str> {
    let has_no_offset = |time: &&str| time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
    match text.split_once('T').map(|(_, time)| time).filter(has_no_offset) {
        Some(time) if time.matches(':').count() == 1 => format!("{text}:00Z").into(),
        Some(_) => format!("{text}Z").into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use dropspec_db::Column;
    use dropspec_db::column_type::{Boolean, Text};
    use dropspec_schema::Components;
    use serde_json::json;

    use super::*;

    static COMPONENTS: Components = Components::new(
        r#"{ "Thing": {
            "type": "object", "required": ["name", "size"], "properties": {
                "name": { "type": "string" }, "note": { "type": "string" }, "size": { "type": "integer" },
                "weight": { "type": ["number", "null"] }, "seen": { "type": "string", "format": "date-time" },
                "sold": { "type": "boolean", "default": false }, "price": { "type": "integer" },
                "tags": { "type": "array", "items": { "type": "string" } }
            }
        } }"#,
    );
    static THING: Schema = Schema::new(&COMPONENTS, r##"{ "$ref": "#/components/schemas/Thing" }"##);
    static THINGS: Table = Table {
        name: "things",
        schema: "Thing",
        description: "",
        path: "/things",
        columns: &[Column::new("name", &Text), Column::new("sold", &Boolean)],
        key: &[0],
        row_path: &[],
        relations: dropspec_db::Relations::NONE,
        searches: &[],
        search: &[],
    };
    static CHANGE: Schema = Schema::new(
        &COMPONENTS,
        r##"{ "type": "object", "properties": {
            "version": { "type": "integer" }, "record": { "$ref": "#/components/schemas/Thing" }
        } }"##,
    );

    fn read(schema: &Schema, pairs: &[(&str, &str)]) -> Value {
        let pairs: Vec<_> = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        object(schema.view(), Some(&THINGS), &pairs)
    }

    #[test]
    fn a_field_is_decoded_by_the_schema_of_its_property() {
        let pairs = [("name", "7"), ("size", "7"), ("weight", "0.5"), ("tags", "[\"a\"]"), ("other", "x")];
        assert_eq!(read(&THING, &pairs), json!({ "name": "7", "size": 7, "weight": 0.5, "tags": ["a"], "other": "x" }));
        assert_eq!(read(&THING, &[("size", "many"), ("tags", "[")]), json!({ "size": "many", "tags": "[" }));
    }

    #[test]
    fn an_empty_field_is_absent_unless_empty_strings_are_allowed() {
        let pairs = [("name", ""), ("note", ""), ("size", ""), ("weight", ""), ("tags", "")];
        assert_eq!(read(&THING, &pairs), json!({ "name": "", "weight": null }));
    }

    #[test]
    fn an_empty_field_is_not_absent_where_every_row_has_a_value() {
        let pairs = [("sold", ""), ("price", "")];
        assert_eq!(read(&THING, &pairs), json!({ "sold": "" }), "it is rejected, not replaced by the default");
        let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(object(THING.view(), None, &pairs), json!({}), "without a table, any property may be absent");
    }

    #[test]
    fn a_timestamp_of_a_browser_is_in_utc() {
        for (text, timestamp) in [
            ("1912-04-14T23:40", "1912-04-14T23:40:00Z"),
            ("1912-04-14T23:40:05.25", "1912-04-14T23:40:05.25Z"),
            ("1912-04-14T23:40:05+01:00", "1912-04-14T23:40:05+01:00"),
            ("soon", "soon"),
        ] {
            assert_eq!(read(&THING, &[("seen", text)]), json!({ "seen": timestamp }));
        }
    }

    #[test]
    fn an_object_has_nested_fields() {
        let pairs = [("version", "3"), ("record[name]", "a"), ("record[size]", ""), ("other[name]", "b")];
        assert_eq!(read(&CHANGE, &pairs), json!({ "version": 3, "record": { "name": "a" }, "other[name]": "b" }));
    }
}
