//! The filters of a list.

use super::ListQuery;
use crate::column_type::Point;
use crate::{Filter, FullText, Operator, Search, SearchFilter, Value};

const NUL: &str = "text cannot contain NUL characters";

impl ListQuery {
    /// Adds a filter, if there is a value to compare the column with.
    #[must_use]
    pub fn filter(mut self, column: usize, operator: Operator, value: Option<impl Into<Value<'static>>>) -> Self {
        if let Some(value) = value {
            let value = self.comparable(column, operator, value.into());
            self.check_value(column, operator, &value);
            self.filters.columns.push(Filter::new(column, operator, value));
        }
        self
    }

    /// Adds a filter that compares the column with several values, if there are any.
    #[must_use]
    pub fn filter_several(
        mut self,
        column: usize,
        operator: Operator,
        values: Option<impl IntoIterator<Item = impl Into<Value<'static>>>>,
    ) -> Self {
        if let Some(values) = values {
            let values: Vec<Value<'static>> =
                values.into_iter().map(|value| self.comparable(column, operator, value.into())).collect();
            values.iter().for_each(|value| self.check_value(column, operator, value));
            // Everything is none of no values.
            if !(values.is_empty() && operator == Operator::NotIn) {
                self.filters.columns.push(Filter::several(column, operator, values));
            }
        }
        self
    }

    /// Adds a filter for points within a distance of a point, if there are the latitude, the longitude and the distance in metres.
    #[must_use]
    pub fn near(mut self, column: usize, numbers: Option<impl IntoIterator<Item = f64>>) -> Self {
        let Some(numbers) = numbers else { return self };
        let numbers: Vec<f64> = numbers.into_iter().collect();
        let name = self.name(column, Operator::Near);
        let [latitude, longitude, metres] = numbers[..] else {
            self.violation(&name, "expected three numbers: latitude, longitude and metres");
            return self;
        };
        let point = Point::new(latitude, longitude);
        if latitude.is_nan() || latitude.abs() > 90.0 {
            self.violation(&name, &format!("the latitude must be from -90 to 90, not {latitude}"));
        }
        if longitude.is_nan() || longitude.abs() > 180.0 {
            self.violation(&name, &format!("the longitude must be from -180 to 180, not {longitude}"));
        }
        if !(metres >= 0.0 && metres.is_finite()) {
            self.violation(&name, &format!("the distance must be 0 metres or more, not {metres}"));
        }
        self.filters.columns.push(Filter::near(column, point, metres));
        self
    }

    /// Searches several columns for a text, if there is one.
    #[must_use]
    pub fn search(mut self, search: &'static Search, text: Option<String>) -> Self {
        if let Some(text) = text {
            let value = Value::from(text.clone());
            if has_nul(&value) {
                self.violation(search.name, NUL);
            }
            let filter = |(column, operator): &(usize, Operator)| Filter::new(*column, *operator, value.clone());
            let filters = search.filters.iter().map(filter).collect();
            self.filters.searches.push(SearchFilter { search, filters, text: text.into() });
        }
        self
    }

    /// Searches the texts of the table for the words of a query, if there is one.
    #[must_use]
    pub fn full_text(mut self, query: Option<String>) -> Self {
        let query = query.unwrap_or_default();
        if query.contains('\0') {
            self.violation("q", NUL);
        }
        match FullText::parse(&query) {
            Ok(search) => self.filters.full_text = search,
            Err(error) => self.violation("q", &error.to_string()),
        }
        self
    }

    /// Checks that a column can be compared with a value; a part of an enum's values is enough to search for.
    fn check_value(&mut self, column: usize, operator: Operator, value: &Value<'static>) {
        let is_part = is_part(operator);
        let accepts = |column_type: &dyn crate::ColumnType| match operator {
            Operator::Null => matches!(value, Value::Boolean(_)),
            _ => is_part || column_type.accepts(value),
        };
        if has_nul(value) {
            self.violation(&self.name(column, operator), NUL);
        } else if !self.table.columns.get(column).is_some_and(|column| accepts(column.column_type)) {
            self.violation(&self.name(column, operator), &format!("invalid value: {value}"));
        }
    }

    /// The value of a parameter as the column has it: types such as dates are texts in the request.
    fn comparable(&self, column: usize, operator: Operator, value: Value<'static>) -> Value<'static> {
        let column_type = self.table.columns.get(column).map(|column| column.column_type);
        match (&value, column_type) {
            (Value::Text(text), Some(column_type)) if !is_part(operator) => {
                column_type.read_parameter(text).unwrap_or(value)
            }
            _ => value,
        }
    }
}

fn has_nul(value: &Value<'_>) -> bool {
    matches!(value, Value::Text(text) if text.contains('\0'))
}

/// Whether an operator compares a part of the value.
pub(super) fn is_part(operator: Operator) -> bool {
    matches!(operator, Operator::Contains | Operator::ContainsCase | Operator::ContainsItem | Operator::Prefix)
}
