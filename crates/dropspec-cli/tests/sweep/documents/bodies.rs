//! Request bodies of every media type.

use serde_json::{Map, Value, json};

use crate::calls::{encoded, text};
use crate::names;
use crate::random::Random;
use crate::schemas::{self, Components, Sample};

const BOUNDARY: &str = "sweep-boundary";

/// A request body.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// The Request Body Object.
    pub(super) description: Value,
    encoding: Encoding,
    sample: Sample,
}

/// How a value is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Json(&'static str),
    Form,
    Multipart,
    Text,
    Bytes,
}

impl Body {
    pub(super) fn generate(random: &mut Random, components: &mut Components) -> Self {
        let encoding = random.pick(&[
            Encoding::Json("application/json"),
            Encoding::Json("application/json"),
            Encoding::Json("application/vnd.sweep+json"),
            Encoding::Form,
            Encoding::Multipart,
            Encoding::Text,
            Encoding::Bytes,
        ]);
        let sample = match encoding {
            Encoding::Json(_) => schemas::any(random, components, 3),
            Encoding::Form | Encoding::Multipart => fields(random),
            Encoding::Text => Sample {
                schema: json!({ "type": "string", "maxLength": 3 }),
                valid: json!("abc"),
                invalid: json!("abcd"),
            },
            Encoding::Bytes => Sample {
                schema: json!({ "type": "string", "format": "binary" }),
                valid: json!("abc"),
                invalid: json!(null),
            },
        };
        let content = json!({ encoding.media_type(): { "schema": sample.schema } });
        Self { description: json!({ "required": true, "content": content }), encoding, sample }
    }

    /// A media type and a body that the schema allows.
    pub(super) fn valid(&self) -> (String, Vec<u8>) {
        self.encoding.encode(&self.sample.valid)
    }

    /// A media type and a body that violates the schema, unless it allows everything.
    pub(super) fn invalid(&self) -> Option<(String, Vec<u8>)> {
        (self.encoding != Encoding::Bytes).then(|| self.encoding.encode(&self.sample.invalid))
    }
}

/// An object of scalars, one of which violates its schema.
fn fields(random: &mut Random) -> Sample {
    let (mut properties, mut valid, mut invalid) = (Map::new(), Map::new(), Map::new());
    for _ in 0..=random.below(3) {
        let (name, sample) = (random.pick(names::ANY), schemas::scalar(random));
        if !properties.contains_key(name) {
            invalid.clone_from(&valid);
            invalid.insert(name.to_owned(), sample.invalid);
            valid.insert(name.to_owned(), sample.valid);
            properties.insert(name.to_owned(), sample.schema);
        }
    }
    let schema = json!({ "type": "object", "properties": properties });
    Sample { schema, valid: Value::Object(valid), invalid: Value::Object(invalid) }
}

impl Encoding {
    fn media_type(self) -> &'static str {
        match self {
            Self::Json(media_type) => media_type,
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
            Self::Text => "text/plain",
            Self::Bytes => "application/octet-stream",
        }
    }

    fn encode(self, value: &Value) -> (String, Vec<u8>) {
        let fields = || value.as_object().unwrap().iter().map(|(name, value)| (name, text(value)));
        let body = match self {
            Self::Json(_) => value.to_string(),
            Self::Form => {
                let pairs = fields().map(|(name, value)| format!("{}={}", encoded(name), encoded(&value)));
                pairs.collect::<Vec<_>>().join("&")
            }
            Self::Multipart => {
                let part = |(name, value): (&String, String)| {
                    format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                };
                fields().map(part).collect::<String>() + &format!("--{BOUNDARY}--\r\n")
            }
            Self::Text | Self::Bytes => text(value),
        };
        let media_type = match self {
            Self::Multipart => format!("{}; boundary={BOUNDARY}", self.media_type()),
            _ => self.media_type().to_owned(),
        };
        (media_type, body.into_bytes())
    }
}
