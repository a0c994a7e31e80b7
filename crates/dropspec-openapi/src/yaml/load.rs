//! From the text of a file to its value, with the position of everything in it.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::positions::{Position, Positions};
use super::scalar;
use crate::pointer::escape;

/// How deep values may be nested, which is far more than people write.
const MAX_DEPTH: usize = 200;

/// How many values may be copied for the sake of anchors and aliases.
const MAX_COPIED: usize = 1_000_000;

/// What is wrong with a text: where, the pointer as far as it is known, and the message.
pub(super) type YamlError = (Option<Position>, String, String);

/// A value with its marks.
#[derive(Clone, Debug)]
struct Positioned {
    value: Value,
    positions: Positions,
    /// How many values it consists of.
    size: usize,
}

/// Reads the one document of a text.
pub(super) fn load(text: &str) -> Result<(Value, Positions), Vec<YamlError>> {
    let mut loader = Loader::default();
    for event in Parser::new_from_str(text) {
        let result = match event {
            Ok((event, span)) => loader.event(event, position(&span.start)),
            Err(error) => {
                let hint = if error.info().contains("tab") { "; indent with spaces" } else { "" };
                let message = format!("not YAML: {}{hint}", error.info());
                Err((Some(position(error.marker())), String::new(), message))
            }
        };
        if let Err(error_at) = result {
            loader.errors.push(error_at);
            return Err(loader.errors);
        }
    }
    match loader.root {
        Some(root) if loader.errors.is_empty() => Ok((root.value, root.positions)),
        None if loader.errors.is_empty() => Err(vec![(None, String::new(), "the file is empty".to_owned())]),
        _ => Err(loader.errors),
    }
}

/// A sequence or mapping that has begun.
struct Frame {
    value: Value,
    positions: Vec<Positions>,
    size: usize,
    at: Position,
    anchor: usize,
    /// The key whose value comes next, and where it is.
    key: Option<(String, Position)>,
}

#[derive(Default)]
struct Loader {
    open: Vec<Frame>,
    anchors: HashMap<usize, Positioned>,
    copied: usize,
    root: Option<Positioned>,
    errors: Vec<YamlError>,
}

impl Loader {
    /// Takes what comes next. An error ends the reading.
    fn event(&mut self, event: Event<'_>, at: Position) -> Result<(), YamlError> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err((Some(at), String::new(), "a second document begins here, and one is expected".to_owned()))
            }
            Event::Scalar(text, style, anchor, tag) => {
                if self.open.last().is_some_and(|frame| frame.value.is_object() && frame.key.is_none()) {
                    return self.key(text.into_owned(), style, at);
                }
                let value = self.scalar(text, style, tag.as_deref(), at);
                self.add(Positioned { value, positions: Positions::new(at, Vec::new()), size: 1 }, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(Value::Array(Vec::new()), anchor, tag.as_deref(), "seq", at)
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(Value::Object(Map::new()), anchor, tag.as_deref(), "map", at)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Frame { value, positions, size, at, anchor, .. }) => {
                    self.add(Positioned { value, positions: Positions::new(at, positions), size }, anchor)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                self.reject_as_key(at)?;
                let copy =
                    self.anchors.get(&anchor).cloned().ok_or_else(|| {
                        self.error_at(at, "this alias stands within what it repeats, which has no end")
                    })?;
                self.count(copy.size, at)?;
                self.add(copy, 0)
            }
            _ => Ok(()),
        }
    }

    fn begin(
        &mut self,
        value: Value,
        anchor: usize,
        tag: Option<&Tag>,
        expected: &str,
        at: Position,
    ) -> Result<(), YamlError> {
        self.reject_as_key(at)?;
        if self.open.len() >= MAX_DEPTH {
            let message = format!(
                "this is nested more than {MAX_DEPTH} deep; name an inner part in `components` and refer to it"
            );
            return Err(self.error_at(at, &message));
        }
        if tag.is_some_and(|tag| !tag.is_yaml_core_schema() || tag.suffix != expected) {
            self.report(at, NO_EQUIVALENT);
        }
        self.open.push(Frame { value, positions: Vec::new(), size: 1, at, anchor, key: None });
        Ok(())
    }

    fn reject_as_key(&self, at: Position) -> Result<(), YamlError> {
        match self.open.last() {
            Some(frame) if frame.value.is_object() && frame.key.is_none() => {
                Err(self.error_at(at, "a key must be a scalar"))
            }
            _ => Ok(()),
        }
    }

    fn key(&mut self, name: String, style: ScalarStyle, at: Position) -> Result<(), YamlError> {
        if name == "<<" && style == ScalarStyle::Plain {
            return Err(
                self.error_at(at, "merge keys (`<<`) are not of YAML 1.2; write the keys out, or refer by `$ref`")
            );
        }
        if self.open.last().is_some_and(|frame| frame.value.get(&name).is_some()) {
            self.report(at, &format!("the key `{name}` is there twice"));
        }
        if let Some(frame) = self.open.last_mut() {
            frame.key = Some((name, at));
        }
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>, at: Position) -> Value {
        let result = match tag {
            Some(tag) if !tag.is_yaml_core_schema() => Err(NO_EQUIVALENT),
            Some(tag) if tag.suffix == "str" => Ok(Value::String(text.into_owned())),
            None if style != ScalarStyle::Plain => Ok(Value::String(text.into_owned())),
            None => scalar::plain(&text),
            Some(tag) => scalar::plain(&text).and_then(|value| match (tag.suffix.as_str(), &value) {
                ("null", Value::Null) | ("bool", Value::Bool(_)) | ("float", Value::Number(_)) => Ok(value),
                ("int", Value::Number(number)) if !number.is_f64() => Ok(value),
                _ => Err(NO_EQUIVALENT),
            }),
        };
        result.unwrap_or_else(|message| {
            self.report(at, message);
            Value::Null
        })
    }

    /// Puts a whole value where it belongs.
    fn add(&mut self, positioned: Positioned, anchor: usize) -> Result<(), YamlError> {
        if anchor > 0 {
            self.count(positioned.size, positioned.positions.find(&Value::Null, ""))?;
            self.anchors.insert(anchor, positioned.clone());
        }
        let Positioned { value, positions, size } = positioned;
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(Positioned { value, positions, size });
            return Ok(());
        };
        frame.size += size;
        match (&mut frame.value, frame.key.take()) {
            // Of a key that is there twice, the first stays, with its mark.
            (Value::Object(object), Some((name, at))) if !object.contains_key(&name) => {
                object.insert(name, value);
                frame.positions.push(positions.moved(at));
            }
            (Value::Array(items), _) => {
                items.push(value);
                frame.positions.push(positions);
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, copied: usize, at: Position) -> Result<(), YamlError> {
        self.copied += copied;
        if self.copied <= MAX_COPIED {
            return Ok(());
        }
        Err(self.error_at(at, &format!("the aliases up to here repeat more than {MAX_COPIED} values; refer by `$ref`")))
    }

    fn report(&mut self, at: Position, message: &str) {
        let error_at = self.error_at(at, message);
        self.errors.push(error_at);
    }

    /// A complaint about what comes next. That of a value is where its key is.
    fn error_at(&self, at: Position, message: &str) -> YamlError {
        let segment = |frame: &Frame| match (&frame.value, &frame.key) {
            (Value::Array(items), _) => format!("/{}", items.len()),
            (_, Some((name, _))) => format!("/{}", escape(name)),
            _ => String::new(),
        };
        let key = self.open.last().and_then(|frame| frame.key.as_ref());
        (Some(key.map_or(at, |(_, at)| *at)), self.open.iter().map(segment).collect(), message.to_owned())
    }
}

const NO_EQUIVALENT: &str = "this kind of YAML value has no equivalent in JSON";

fn position(marker: &Marker) -> Position {
    (marker.line(), marker.col() + 1)
}
