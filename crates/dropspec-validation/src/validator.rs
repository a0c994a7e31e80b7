//! Validators, and the schemas that they refer to.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

use crate::compile::{Compiler, SchemaError};
use crate::error::ValidationError;
use crate::format::Format;
use crate::place::Place;
use crate::schema::{Lookup, Schema};

/// The schemas that a document names. Each is compiled when a validator first needs it.
#[derive(Debug)]
pub struct NamedSchemas {
    formats: Vec<Format>,
    index_of: HashMap<String, usize>,
    schemas: Vec<NamedSchema>,
}

#[derive(Debug)]
struct NamedSchema {
    name: String,
    source: Value,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    schema: Schema,
    /// The named schemas that it refers to.
    referred: Vec<usize>,
}

impl NamedSchemas {
    /// Takes the schemas by name, and the formats of strings beside those that OpenAPI and JSON Schema define.
    #[must_use]
    pub fn new(schemas: &Map<String, Value>, formats: &[Format]) -> Self {
        let schema = |(name, source): (&String, &Value)| NamedSchema {
            name: name.clone(),
            source: source.clone(),
            compiled: OnceLock::new(),
        };
        Self {
            formats: formats.to_vec(),
            index_of: schemas.keys().enumerate().map(|(index, name)| (name.clone(), index)).collect(),
            schemas: schemas.iter().map(schema).collect(),
        }
    }

    fn compile(&self, source: &Value) -> Result<Compiled, SchemaError> {
        let mut compiler = Compiler { index_of: &self.index_of, formats: &self.formats, referred: Vec::new() };
        let schema = compiler.schema(source)?;
        Ok(Compiled { schema, referred: compiler.referred })
    }

    /// Compiles all schemas that can be reached, and returns their indexes.
    fn reach(&self, mut referred: Vec<usize>) -> Result<Vec<usize>, SchemaError> {
        let (mut reached, mut seen) = (Vec::new(), vec![false; self.schemas.len()]);
        while let Some(index) = referred.pop() {
            if std::mem::replace(&mut seen[index], true) {
                continue;
            }
            reached.push(index);
            let named = &self.schemas[index];
            let compiled = match named.compiled.get() {
                Some(compiled) => compiled,
                None => {
                    let compiled = self.compile(&named.source)?;
                    // Another validator may have been faster.
                    named.compiled.get_or_init(|| compiled)
                }
            };
            referred.extend(&compiled.referred);
        }
        Ok(reached)
    }

    /// Fails if a schema applies itself to the same value. `path` holds the named schemas on the way to this one.
    fn reject_circles(&self, schema: &Schema, path: &mut Vec<usize>, seen: &mut [bool]) -> Result<(), SchemaError> {
        if let Schema::Reference(index) = schema {
            if path.contains(index) {
                return Err(SchemaError::Circular(self.schemas[*index].name.clone()));
            }
            if !std::mem::replace(&mut seen[*index], true) {
                path.push(*index);
                self.reject_circles(self.named(*index), path, seen)?;
                path.pop();
            }
        }
        schema.in_place().into_iter().try_for_each(|part| self.reject_circles(part, path, seen))
    }
}

impl Lookup for NamedSchemas {
    fn named(&self, index: usize) -> &Schema {
        self.schemas[index].compiled.get().map_or(&Schema::True, |compiled| &compiled.schema)
    }
}

/// A compiled schema.
#[derive(Debug)]
pub struct Validator {
    schema: Schema,
    named: Arc<NamedSchemas>,
}

impl Validator {
    /// Compiles a schema, and all that it refers to.
    ///
    /// # Errors
    /// When a keyword has an invalid value, a reference leads nowhere, or a schema applies itself to the same value.
    pub fn new(schema: &Value, named: &Arc<NamedSchemas>) -> Result<Self, SchemaError> {
        let Compiled { schema, referred } = named.compile(schema)?;
        let reached = named.reach(referred)?;
        let mut seen = vec![false; named.schemas.len()];
        named.reject_circles(&schema, &mut Vec::new(), &mut seen)?;
        // Schemas of properties and items may have circles of their own.
        for index in reached {
            named.reject_circles(&Schema::Reference(index), &mut Vec::new(), &mut seen)?;
        }
        Ok(Self { schema, named: named.clone() })
    }

    /// Whether the value is valid.
    #[must_use]
    pub fn is_valid(&self, value: &Value) -> bool {
        self.schema.allows(&*self.named, value)
    }

    /// Reports the errors of a value in the order of the keywords of the schema, until `report` breaks.
    pub fn validate(&self, value: &Value, mut report: impl FnMut(&ValidationError<'_>) -> ControlFlow<()>) {
        // Whether it was interrupted is known to the caller.
        let _ = self.schema.validate(&*self.named, value, &Place::ROOT, &mut report);
    }
}
