//! Loads YAML with the position of every value.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Value};

use super::positions::{Position, Positions};
use super::scalar;
use crate::pointer::escape;

/// The maximum nesting of values, far more than real documents have.
const MAX_DEPTH: usize = 200;

/// The maximum number of values that anchors and aliases may copy.
const MAX_COPIED: usize = 1_000_000;

/// An error: the position, the pointer as far as it is known, and the message.
pub(super) type YamlError = (Option<Position>, String, String);

/// A value with its positions.
#[derive(Clone, Debug)]
struct Positioned {
    value: Value,
    positions: Positions,
    /// The number of values within it, itself included.
    size: usize,
}

/// Loads the single document of a text.
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

/// A sequence or mapping that is being read.
struct Frame {
    value: Value,
    positions: Vec<Positions>,
    size: usize,
    at: Position,
    anchor: usize,
    /// The key of the next value, and its position.
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
    /// Processes an event. An error ends the loading.
    fn event(&mut self, event: Event<'_>, at: Position) -> Result<(), YamlError> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => Err((
                Some(at),
                String::new(),
                "expected a single YAML document, but a second one starts here".to_owned(),
            )),
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
                    let new = if value.is_object() { Positions::of_object } else { Positions::new };
                    self.add(Positioned { value, positions: new(at, positions), size }, anchor)
                }
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                self.reject_as_key(at)?;
                let copy = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| self.error_at(at, "this alias is inside its own anchor"))?;
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
            let message =
                format!("nested more than {MAX_DEPTH} levels deep; move an inner part to `components` and refer to it");
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
            return Err(self.error_at(at, "merge keys (`<<`) are not part of YAML 1.2; repeat the keys or use `$ref`"));
        }
        if self.open.last().is_some_and(|frame| frame.value.get(&name).is_some()) {
            self.report(at, &format!("duplicate key `{name}`"));
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

    /// Adds a completed value to its parent.
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
            // The first value of a duplicate key is kept, with its position.
            (Value::Object(object), Some((name, at))) if !object.contains_key(&name) => {
                frame.positions.push(positions.keyed(&name, at));
                object.insert(name, value);
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
        Err(self
            .error_at(at, &format!("the aliases up to here repeat more than {MAX_COPIED} values; use `$ref` instead")))
    }

    fn report(&mut self, at: Position, message: &str) {
        let error_at = self.error_at(at, message);
        self.errors.push(error_at);
    }

    /// An error about the next value. The position of a value in a mapping is that of its key.
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
