//! Request bodies that the forms of the service's own pages send (`x-dropspec-page`).

use http::{StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::text::{form_decoded, query_pairs};
use super::{Call, Refusal};
use crate::problem::Problem;
use dropspec_schema::{Part, Schema};
use crate::table::Table;

impl Call {
    /// The body, the fields of a form that a page of this service has sent. A browser sends all fields, filled in or not: an empty one
    /// stands for null, or for absence, unless it may be an empty text. Where the form is about a row of a `table`, only what a row can
    /// be without is left out so: a default stands for what is not there, not for what somebody has emptied. Fields of an object
    /// within it are `name[property]`.
    ///
    /// # Errors
    /// 403 when a page of another site has sent it, 413, or [`Refusal::Invalid`] when its schema does not allow it.
    pub async fn page_form<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
        table: Option<&'static Table>,
    ) -> Result<T, Refusal> {
        self.refuse_other_sites()?;
        let bytes = self.read_body().await?;
        let text = self.utf8(&bytes)?;
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in query_pairs(Some(text)) {
            let (Ok(name), Ok(value)) = (form_decoded(name), form_decoded(value)) else {
                return Err(self.invalid_body("the fields of the form are not UTF-8"));
            };
            if pairs.iter().any(|(other, _)| *other == name) {
                return Err(self.invalid_field(&name, "the field is there more than once"));
            }
            // HTML has it that a line ends so, whatever the text had.
            pairs.push((name.into_owned(), value.replace("\r\n", "\n")));
        }
        let value = object(schema.part(), table, &pairs);
        self.page_form = Some(pairs);
        self.checked_by_serde(schema, value)
    }

    /// Browsers say from where a request comes; what is no browser has no session that another site could use.
    fn refuse_other_sites(&self) -> Result<(), Refusal> {
        let text = |name: &str| self.parts.headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let own = match (text("sec-fetch-site"), text("origin")) {
            (Some(site), _) => matches!(site, "same-origin" | "none"),
            // Older browsers, and pages that are not served over TLS.
            (None, Some(origin)) => {
                let host = text(header::HOST.as_str()).or(self.parts.uri.authority().map(http::uri::Authority::as_str));
                origin.split_once("://").map(|(_, origin)| origin) == host
            }
            (None, None) => true,
        };
        if own {
            return Ok(());
        }
        let problem = Problem::new("a page of another site has sent this form; send it from a page of this one");
        Err(Refusal::Problem(StatusCode::FORBIDDEN, problem))
    }
}

/// The object that the fields of a form make.
fn object(schema: Part<'_>, table: Option<&Table>, pairs: &[(String, String)]) -> Value {
    let mut properties = Map::new();
    for (name, text) in pairs {
        let Some((object, property)) = within(schema, name) else {
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

/// The object that `name[property]` is a property of, if the schema has it.
fn within<'n>(schema: Part<'_>, name: &'n str) -> Option<(&'n str, &'n str)> {
    let (object, property) = name.strip_suffix(']')?.split_once('[')?;
    (schema.has_property(object) && schema.property(object).kinds().object).then_some((object, property))
}

/// The value of a field, if it has one.
fn value(schema: Part<'_>, table: Option<&Table>, name: &str, text: &str) -> Option<Value> {
    let part = schema.property(name);
    let kinds = part.kinds();
    if text.is_empty() {
        let is_text = if schema.requires(name) { kinds.text } else { !can_be_without(table, name) };
        return if kinds.null { Some(Value::Null) } else { is_text.then(|| Value::from("")) };
    }
    if kinds.array || kinds.object {
        return Some(serde_json::from_str(text).unwrap_or_else(|_| text.into()));
    }
    Some(part.read(if part.is_moment() { in_utc(text) } else { text.into() }))
}

/// Whether there are rows without a property.
fn can_be_without(table: Option<&Table>, property: &str) -> bool {
    let column = table.and_then(|table| Some(&table.columns[table.position(property)?]));
    column.is_none_or(|column| column.nullable)
}

/// A moment as `<input type="datetime-local">` writes it, which the page says is in UTC, as RFC 3339 has it.
fn in_utc(text: &str) -> std::borrow::Cow<'_, str> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
    match text.split_once('T').map(|(_, time)| time).filter(|time| is_digits(time)) {
        Some(time) if time.matches(':').count() == 1 => format!("{text}:00Z").into(),
        Some(_) => format!("{text}Z").into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use dropspec_schema::Components;
    use crate::table::{Column, Kind};

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
        columns: &[Column::new("name", Kind::Text), Column::new("sold", Kind::Boolean)],
        key: 0,
    };
    static CHANGE: Schema = Schema::new(
        &COMPONENTS,
        r##"{ "type": "object", "properties": {
            "version": { "type": "integer" }, "record": { "$ref": "#/components/schemas/Thing" }
        } }"##,
    );

    fn read(schema: &Schema, pairs: &[(&str, &str)]) -> Value {
        let pairs: Vec<_> = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        object(schema.part(), Some(&THINGS), &pairs)
    }

    #[test]
    fn a_field_is_read_as_its_property_is() {
        let pairs = [("name", "7"), ("size", "7"), ("weight", "0.5"), ("tags", "[\"a\"]"), ("other", "x")];
        assert_eq!(read(&THING, &pairs), json!({ "name": "7", "size": 7, "weight": 0.5, "tags": ["a"], "other": "x" }));
        assert_eq!(read(&THING, &[("size", "many"), ("tags", "[")]), json!({ "size": "many", "tags": "[" }));
    }

    #[test]
    fn an_empty_field_has_no_value_unless_it_may_be_an_empty_text() {
        let pairs = [("name", ""), ("note", ""), ("size", ""), ("weight", ""), ("tags", "")];
        assert_eq!(read(&THING, &pairs), json!({ "name": "", "weight": null }));
    }

    #[test]
    fn an_empty_field_is_not_left_out_where_every_row_has_a_value() {
        let pairs = [("sold", ""), ("price", "")];
        assert_eq!(read(&THING, &pairs), json!({ "sold": "" }), "it is refused, rather than taken for the default");
        let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(object(THING.part(), None, &pairs), json!({}), "what is no row can be without any");
    }

    #[test]
    fn a_moment_of_a_browser_is_in_utc() {
        for (text, moment) in [
            ("1912-04-14T23:40", "1912-04-14T23:40:00Z"),
            ("1912-04-14T23:40:05.25", "1912-04-14T23:40:05.25Z"),
            ("1912-04-14T23:40:05+01:00", "1912-04-14T23:40:05+01:00"),
            ("soon", "soon"),
        ] {
            assert_eq!(read(&THING, &[("seen", text)]), json!({ "seen": moment }));
        }
    }

    #[test]
    fn an_object_has_fields_of_its_own() {
        let pairs = [("version", "3"), ("record[name]", "a"), ("record[size]", ""), ("other[name]", "b")];
        assert_eq!(read(&CHANGE, &pairs), json!({ "version": 3, "record": { "name": "a" }, "other[name]": "b" }));
    }
}
