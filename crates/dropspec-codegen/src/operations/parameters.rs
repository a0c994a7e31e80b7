//! How handlers read parameters.

use std::collections::HashSet;

use dropspec_openapi::document::{Location, Operation, Parameter, Serialization, Shape, Style, shape};
use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::writer::HandlerWriter;
use crate::fields::has_default;
use crate::items::parameter_name;
use crate::security::keys_in_query;
use crate::serialization::variant;
use crate::types::validator;

impl HandlerWriter<'_, '_, '_> {
    /// The expression that reads a parameter.
    pub(super) fn read_parameter(
        &mut self,
        operation: &Operation<'_>,
        field: &Ident,
        (index, parameter): (usize, &Parameter<'_>),
    ) -> Checked<TokenStream> {
        let name = parameter.name;
        let static_name = parameter_name(operation, field);
        let schema = self.schemas.request(&static_name, &parameter.schema)?;
        let shape = fast_shape(parameter)?;
        let read = match &shape {
            Some(shape) => {
                let expression = self.validator(parameter, shape)?;
                match parameter.location {
                    Location::Path => {
                        let index = Literal::usize_unsuffixed(index);
                        return Ok(quote!(context.path(#index, #name, #expression, &#schema)));
                    }
                    Location::Query if parameter.allow_empty => {
                        quote!(context.query_or_empty(#name, #expression, &#schema))
                    }
                    Location::Query => quote!(context.query(#name, #expression, &#schema)),
                    Location::Header => quote!(context.header(#name, #expression, &#schema)),
                    Location::Cookie => quote!(context.cookie(#name, #expression, &#schema)),
                }
            }
            None => {
                let parts = descriptor(index, operation, parameter)?;
                let constant = self.statics.add(
                    &format!("{static_name}_parameter"),
                    |constant| quote!(static #constant: Parameter = Parameter { #parts schema: &#schema };),
                );
                let read = if parameter.allow_empty { quote!(styled_or_empty) } else { quote!(styled) };
                quote!(context.#read(&#constant))
            }
        };
        let given = parameter.required || (has_default(&parameter.schema) && shape.is_none());
        Ok(if given {
            quote!({
                let value = #read;
                context.required(#name, value)
            })
        } else {
            read
        })
    }

    /// The fast validator of a parameter.
    fn validator(&mut self, parameter: &Parameter<'_>, shape: &Shape) -> Checked<TokenStream> {
        let target = parameter.schema.resolve()?;
        validator(self.types, shape, &target, &self.types.type_of(&parameter.schema), &mut self.patterns)
    }
}

/// The shape of a parameter that the fast validator decodes.
fn fast_shape(parameter: &Parameter<'_>) -> Checked<Option<Shape>> {
    if parameter.serialization != Serialization::Scalar {
        return Ok(None);
    }
    let shape = shape(&parameter.schema)?;
    let optional = !parameter.required && has_default(&parameter.schema);
    Ok(shape.filter(|shape| !optional || default(parameter, shape).is_some()))
}

/// The suffix that turns the result of reading a parameter into the value of its field.
pub(super) fn parameter_value(parameter: &Parameter<'_>) -> Checked<TokenStream> {
    if parameter.required || !has_default(&parameter.schema) {
        return Ok(quote!(?));
    }
    let default = fast_shape(parameter)?.and_then(|shape| default(parameter, &shape));
    Ok(default.unwrap_or_else(|| quote!(?)))
}

/// The default of a parameter that the fast validator decodes, if it can be written as an expression.
fn default(parameter: &Parameter<'_>, shape: &Shape) -> Option<TokenStream> {
    let default = parameter.schema.resolve().ok()?.get("default")?;
    Some(match (shape, default.value()) {
        (Shape::Boolean, Value::Bool(value)) => quote!(?.unwrap_or(#value)),
        (Shape::Integer { .. }, Value::Number(number)) => {
            let literal = Literal::i64_unsuffixed(number.as_i64()?);
            quote!(?.unwrap_or(#literal))
        }
        (Shape::Number { .. }, Value::Number(number)) => {
            let literal = Literal::f64_unsuffixed(number.as_f64()?);
            quote!(?.unwrap_or(#literal))
        }
        (Shape::Text { .. }, Value::String(text)) => quote!(?.unwrap_or_else(|| #text.to_owned())),
        // An enum type implements `Default` with the default of its schema.
        (Shape::Enum | Shape::NamedEnum(_), Value::String(_)) => quote!(?.unwrap_or_default()),
        _ => return None,
    })
}

/// The description of a parameter, apart from its schema.
fn descriptor(index: usize, operation: &Operation<'_>, parameter: &Parameter<'_>) -> Checked<TokenStream> {
    let name = parameter.name;
    let place = match parameter.location {
        Location::Path => {
            let index = Literal::usize_unsuffixed(index);
            quote!(Path(#index))
        }
        Location::Query => quote!(Query),
        Location::Header => quote!(Header),
        Location::Cookie => quote!(Cookie),
    };
    let encoding = if parameter.serialization == Serialization::FreeForm {
        let others = query_names(operation)?;
        quote!(Encoding::FreeForm(&[#(#others),*]))
    } else {
        encoding(parameter.serialization)
    };
    let default = parameter.schema.resolve()?.get("default").map(|default| default.value().to_string());
    let default = default.map_or_else(|| quote!(None), |default| quote!(Some(#default)));
    Ok(quote!(name: #name, place: ParameterPlace::#place, encoding: #encoding, default: #default,))
}

/// The names that the query can have: those of parameters and of API keys, each once.
pub(super) fn query_names(operation: &Operation<'_>) -> Checked<Vec<String>> {
    let names = operation.parameters.iter().map(Parameter::query_names).collect::<Checked<Vec<_>>>()?;
    let mut names: Vec<String> = names.into_iter().flatten().collect();
    names.extend(keys_in_query(&operation.security).map(str::to_owned));
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Ok(names)
}

/// The encoding of a value, as the run-time library names it.
pub(super) fn encoding(serialization: Serialization) -> TokenStream {
    let variant = match serialization {
        // Only parameters are free forms; without others, any name is a property.
        Serialization::FreeForm => quote!(FreeForm(&[])),
        // A scalar is the text itself, in a path and a header as well.
        _ => variant(serialization.written(Style::Form)),
    };
    quote!(Encoding::#variant)
}
