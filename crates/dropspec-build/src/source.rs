//! A document as a file: YAML or JSON, with the position of everything in it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::stack::with_room;

/// How deep values may be nested, which is far more than people write.
const DEEPEST: usize = 200;

/// A document that has been read, but not yet understood.
#[derive(Debug)]
pub struct Source {
    file: PathBuf,
    value: Value,
    /// Line and column of every value, by its JSON Pointer.
    positions: HashMap<String, (usize, usize)>,
}

impl Source {
    /// Reads a file. JSON is read as the YAML that it is, too.
    ///
    /// # Errors
    /// When the file cannot be read, is not YAML, or is nested too deep.
    pub fn read(file: &Path) -> Result<Self, Diagnostics> {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(file, &text),
            Err(error) => Err(problem(file, None, "", format!("cannot read the document: {error}"))),
        }
    }

    /// Takes the text of a file.
    ///
    /// # Errors
    /// When it is not YAML, or nested too deep.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Diagnostics> {
        with_room(|| Self::load(file, text))
    }

    fn load(file: &Path, text: &str) -> Result<Self, Diagnostics> {
        let documents = MarkedYaml::load_from_str(text).map_err(|error| {
            problem(file, Some(position(error.marker())), "", format!("not YAML: {}", error.info()))
        })?;
        let [root] = documents.as_slice() else {
            let second = documents.get(1).map(|document| position(&document.span.start));
            return Err(problem(file, second, "", format!("one YAML document is expected, not {}", documents.len())));
        };
        let mut source = Self { file: file.to_owned(), value: Value::Null, positions: HashMap::new() };
        source.value = source.convert(root, String::new(), position(&root.span.start))?;
        Ok(source)
    }

    /// The whole document.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// A diagnostic about the value at a pointer.
    #[must_use]
    pub fn diagnostic(&self, pointer: &str, message: impl Into<String>) -> Diagnostic {
        // A value that is missing is said to be missing where it should be.
        let mut known = pointer;
        let position = loop {
            match (self.positions.get(known), known.rfind('/')) {
                (Some(position), _) => break Some(*position),
                (None, Some(end)) => known = &known[..end],
                (None, None) => break None,
            }
        };
        Diagnostic { file: self.file.clone(), position, pointer: pointer.to_owned(), message: message.into() }
    }

    fn convert(&mut self, node: &MarkedYaml<'_>, pointer: String, at: (usize, usize)) -> Result<Value, Diagnostics> {
        self.positions.insert(pointer.clone(), at);
        if pointer.matches('/').count() > DEEPEST {
            let message =
                format!("this is nested more than {DEEPEST} deep; name an inner part in `components` and refer to it");
            return Err(problem(&self.file, Some(at), &pointer, message));
        }
        match &node.data {
            YamlData::Value(scalar) => self.scalar(scalar, &pointer, at),
            YamlData::Sequence(items) => {
                let convert = |(index, item): (usize, &MarkedYaml<'_>)| {
                    self.convert(item, format!("{pointer}/{index}"), position(&item.span.start))
                };
                Ok(Value::Array(items.iter().enumerate().map(convert).collect::<Result<_, _>>()?))
            }
            YamlData::Mapping(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    let at = position(&key.span.start);
                    let Some(name) = key_text(key) else {
                        return Err(problem(&self.file, Some(at), &pointer, "a key must be a scalar".to_owned()));
                    };
                    let value = self.convert(value, format!("{pointer}/{}", escape(&name)), at)?;
                    if map.insert(name.clone(), value).is_some() {
                        return Err(problem(
                            &self.file,
                            Some(at),
                            &pointer,
                            format!("the key `{name}` is there twice"),
                        ));
                    }
                }
                Ok(Value::Object(map))
            }
            _ => Err(problem(
                &self.file,
                Some(at),
                &pointer,
                "this kind of YAML value has no equivalent in JSON".to_owned(),
            )),
        }
    }

    fn scalar(&self, scalar: &Scalar<'_>, pointer: &str, at: (usize, usize)) -> Result<Value, Diagnostics> {
        Ok(match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(value) => Value::Bool(*value),
            Scalar::Integer(value) => Value::from(*value),
            Scalar::String(text) => Value::String(text.to_string()),
            Scalar::FloatingPoint(float) => Number::from_f64(float.0).map(Value::Number).ok_or_else(|| {
                problem(&self.file, Some(at), pointer, "this number has no equivalent in JSON".to_owned())
            })?,
        })
    }
}

/// A name as a segment of a JSON Pointer.
#[must_use]
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn key_text(key: &MarkedYaml<'_>) -> Option<String> {
    match &key.data {
        YamlData::Value(Scalar::String(text)) => Some(text.to_string()),
        // `200:` is a response in many a document.
        YamlData::Value(Scalar::Integer(value)) => Some(value.to_string()),
        YamlData::Value(Scalar::Boolean(value)) => Some(value.to_string()),
        _ => None,
    }
}

fn position(marker: &Marker) -> (usize, usize) {
    (marker.line(), marker.col() + 1)
}

fn problem(file: &Path, position: Option<(usize, usize)>, pointer: &str, message: String) -> Diagnostics {
    Diagnostics(vec![Diagnostic { file: file.to_owned(), position, pointer: pointer.to_owned(), message }])
}
