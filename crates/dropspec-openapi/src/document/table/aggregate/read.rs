//! Reads the result of an aggregate operation.

use http::StatusCode;

use super::{Aggregate, AggregateProperty, AggregateValue, DatePart};
use crate::document::operation::Operation;
use crate::document::schema::{admits_null, is_required, properties, reference_name};
use crate::document::table::column::{ColumnKind, column_kind};
use crate::document::table::model::Table;
use crate::document::table::usage::response_schema;
use crate::grammar::extensions::{AGGREGATE, GROUP};
use crate::node::{Checked, Node, collect};

/// The functions, as `x-dropspec-aggregate` names them.
const FUNCTIONS: &[&str] = &["count", "countDistinct", "sum", "average", "min", "max"];

/// The parts of a date, as `x-dropspec-group` names them.
const PARTS: &[&str] = &["year", "month", "day"];

impl<'s> Table<'s> {
    /// The result of an aggregate operation on the table.
    ///
    /// # Errors
    /// When the response describes nothing that can be computed.
    pub fn aggregate(&self, operation: &Operation<'s>) -> Checked<Aggregate<'s>> {
        let message = "an aggregate operation returns 200 with JSON: an array whose items refer to an object schema in components, or a \
                       reference to such a schema";
        let (item, is_grouped) = result(operation).ok_or_else(|| operation.node.error(message))?;
        let target = item.resolve()?;
        let Some(schema) = reference_name(&item)?.filter(|_| matches!(target.text("type"), Ok(Some("object")))) else {
            return Err(item.error("this must refer to an object schema in components"));
        };
        let properties = collect(properties(&target)?, |(name, node)| {
            let property = self.aggregate_property(&target, name, node)?;
            if property.value.is_group() && !is_grouped {
                let message = "a result that is one object has no groups: mark this property with `x-dropspec-aggregate`, or return an array";
                return Err(property.node.error(message));
            }
            self.check_null(&property, is_grouped)?;
            Ok(property)
        })?;
        if properties.iter().all(|property| property.value.is_group()) {
            return Err(target.error(format!("no property is marked with `{AGGREGATE}`, such as `{AGGREGATE}: count`")));
        }
        if is_grouped && !properties.iter().any(|property| property.value.is_group()) {
            let message =
                "no property is a group; return one object instead of an array, or add a property of the table";
            return Err(target.error(message));
        }
        Ok(Aggregate { schema, is_grouped, properties })
    }

    fn aggregate_property(
        &self,
        object: &Node<'s>,
        property: &'s str,
        node: Node<'s>,
    ) -> Checked<AggregateProperty<'s>> {
        let kind = column_kind(&node)?;
        let is_nullable = admits_null(&node.resolve()?)? || !is_required(object, property)?;
        let value = match (node.get(AGGREGATE), node.get(GROUP)) {
            (Some(mark), None) => self.function(&mark)?,
            (None, Some(mark)) => self.part(&mark)?,
            (Some(mark), Some(_)) => return Err(mark.error(format!("`{AGGREGATE}` and `{GROUP}` exclude each other"))),
            (None, None) => match self.columns.iter().position(|column| column.property == property) {
                Some(column) => AggregateValue::Group(column),
                None => {
                    return Err(node.error(format!(
                        "{} has no property `{property}` to group by; mark this property with `{AGGREGATE}` or `{GROUP}`",
                        self.schema
                    )));
                }
            },
        };
        self.check_kind(&node, &kind, value)?;
        Ok(AggregateProperty { node, property, kind, is_nullable, value })
    }

    /// The function of a mark such as `count` or `{ sum: amount }`.
    fn function(&self, mark: &Node<'s>) -> Checked<AggregateValue> {
        if mark.value() == "count" {
            return Ok(AggregateValue::Count);
        }
        let (function, column) = self.named_column(mark, AGGREGATE, FUNCTIONS, "`count` or `{ sum: amount }`")?;
        let kind = &self.columns[column].kind;
        let is_number =
            matches!(kind, ColumnKind::Integer | ColumnKind::Long | ColumnKind::Double | ColumnKind::Decimal);
        let has_order =
            kind.is_ordered() && !matches!(kind, ColumnKind::Boolean | ColumnKind::Enum(_) | ColumnKind::Uuid);
        let (value, fits) = match function {
            "countDistinct" => (AggregateValue::CountDistinct(column), kind.is_ordered()),
            "sum" => (AggregateValue::Sum(column), is_number),
            "average" => (AggregateValue::Average(column), is_number),
            "min" => (AggregateValue::Minimum(column), has_order),
            "max" => (AggregateValue::Maximum(column), has_order),
            _ => return Err(mark.error("the number of rows needs no property: write `count`")),
        };
        match fits {
            true => Ok(value),
            false => Err(mark.error(format!("`{function}` is not supported for {}", kind.word()))),
        }
    }

    /// The part of a mark such as `{ month: placedAt }`.
    fn part(&self, mark: &Node<'s>) -> Checked<AggregateValue> {
        let (name, column) = self.named_column(mark, GROUP, PARTS, "`{ month: placedAt }`")?;
        let part = match name {
            "year" => DatePart::Year,
            "month" => DatePart::Month,
            _ => DatePart::Day,
        };
        match &self.columns[column].kind {
            ColumnKind::Date | ColumnKind::Timestamp => Ok(AggregateValue::Part(part, column)),
            kind => Err(mark.error(format!("only a date or a date-time has a {name}, not {}", kind.word()))),
        }
    }

    /// The word and the column of an object with one entry.
    fn named_column(
        &self,
        mark: &Node<'s>,
        extension: &str,
        known: &[&str],
        example: &str,
    ) -> Checked<(&'s str, usize)> {
        let entries = if mark.value().is_object() { mark.entries()? } else { Vec::new() };
        let [(word, node)] = &entries[..] else {
            return Err(mark.error(format!("`{extension}` must be an entry such as {example}")));
        };
        if !known.contains(word) {
            return Err(node.error(format!("unknown word `{word}`; use {}", known.join(", "))));
        }
        let property = node.value().as_str().unwrap_or_default();
        match self.columns.iter().position(|column| column.property == property) {
            Some(column) => Ok((word, column)),
            None => Err(node.error(format!("{} has no property `{property}`", self.schema))),
        }
    }
}

/// The schema of an item of the result, or of the only object, and whether the result is an array.
pub(super) fn result<'s>(operation: &Operation<'s>) -> Option<(Node<'s>, bool)> {
    let schema = response_schema(operation, StatusCode::OK)?;
    let target = schema.resolve().ok()?;
    match target.text("type") {
        Ok(Some("array")) => Some((target.get("items")?, true)),
        Ok(Some("object")) => Some((schema, false)),
        _ => None,
    }
}
