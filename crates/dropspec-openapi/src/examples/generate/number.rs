//! Numbers.

use serde_json::{Number, Value};

use super::facets::Facets;
use crate::node::Checked;

/// The largest whole number up to which all whole numbers are exact as `f64`.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// The integer closest to zero that fits; larger ones for other indexes.
pub(super) fn integer(facets: &Facets<'_>, index: usize) -> Checked<Option<Value>> {
    let Some(step) = integer_step(facets) else { return Ok(None) };
    let (mut least, mut most) = match facets.text("format") {
        Some("int32") => (i128::from(i32::MIN), i128::from(i32::MAX)),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    for part in facets.parts() {
        if let Some(bound) = part.get("minimum") {
            let is_exclusive = part.flag("exclusiveMinimum")?;
            least = least.max(whole(bound.value(), f64::ceil, is_exclusive, 1));
        }
        if let Some(bound) = part.get("maximum") {
            let is_exclusive = part.flag("exclusiveMaximum")?;
            most = most.min(whole(bound.value(), f64::floor, is_exclusive, -1));
        }
    }
    let first = least.max(most.min(0));
    // The first multiple from there on, or else the last one before.
    let up = first + (-first).rem_euclid(step);
    let start = if up <= most { up } else { first - first.rem_euclid(step) };
    if start < least || start > most {
        return Ok(None);
    }
    let offset = step.saturating_mul(i128::try_from(index).unwrap_or_default());
    let value = [start.saturating_add(offset), start.saturating_sub(offset), start];
    let value = value.into_iter().find(|value| (least..=most).contains(value));
    Ok(value.and_then(|value| i64::try_from(value).ok()).map(Value::from))
}

/// A bound as a whole number. An exclusive one that is whole itself is moved by `next`.
fn whole(bound: &Value, round: fn(f64) -> f64, is_exclusive: bool, next: i128) -> i128 {
    let exact = bound.as_i64().map(i128::from).or_else(|| bound.as_u64().map(i128::from));
    let number = bound.as_f64().unwrap_or_default();
    #[allow(clippy::cast_possible_truncation, reason = "it saturates")]
    let rounded = exact.unwrap_or_else(|| round(number) as i128);
    let is_whole = exact.is_some() || number.fract() == 0.0;
    if is_exclusive && is_whole { rounded.saturating_add(next) } else { rounded }
}

/// The distance of the integers that are multiples of every `multipleOf`.
fn integer_step(facets: &Facets<'_>) -> Option<i128> {
    let mut step: i128 = 1;
    for node in facets.nodes("multipleOf") {
        let factor = node.value().as_f64().filter(|factor| *factor > 0.0)?;
        let multiple = (1..=10_000).map(|count| factor * f64::from(count)).find(|multiple| multiple.fract() == 0.0)?;
        #[allow(clippy::cast_possible_truncation, reason = "it saturates")]
        let multiple = multiple as i128;
        step = step.checked_mul(multiple)? / greatest_common_divisor(step, multiple);
    }
    Some(step)
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// A number that fits: a whole one if possible.
pub(super) fn number(facets: &Facets<'_>, index: usize) -> Checked<Option<Value>> {
    let mut range = Range { least: f64::MIN, most: f64::MAX, excludes_least: false, excludes_most: false };
    if facets.text("format") == Some("float") {
        (range.least, range.most) = (f64::from(f32::MIN), f64::from(f32::MAX));
    }
    for part in facets.parts() {
        let (least, most) = (part.number("minimum")?, part.number("maximum")?);
        if let Some(least) = least.filter(|least| *least >= range.least) {
            range.excludes_least |= part.flag("exclusiveMinimum")?;
            range.least = least;
        }
        if let Some(most) = most.filter(|most| *most <= range.most) {
            range.excludes_most |= part.flag("exclusiveMaximum")?;
            range.most = most;
        }
    }
    let steps: Vec<f64> = facets.nodes("multipleOf").filter_map(|node| node.value().as_f64()).collect();
    let step = steps.iter().copied().fold(None, |least: Option<f64>, step| Some(least.map_or(step, |it| it.max(step))));
    Ok(range.value(step, index).and_then(json))
}

struct Range {
    least: f64,
    most: f64,
    excludes_least: bool,
    excludes_most: bool,
}

impl Range {
    fn contains(&self, value: f64) -> bool {
        let above = if self.excludes_least { value > self.least } else { value >= self.least };
        let below = if self.excludes_most { value < self.most } else { value <= self.most };
        above && below
    }

    /// A multiple of the step in the range or, without a step, a whole number or one between the bounds.
    fn value(&self, step: Option<f64>, index: usize) -> Option<f64> {
        #[allow(clippy::cast_precision_loss, reason = "an index is small")]
        let index = index as f64;
        let closest = self.least.max(self.most.min(0.0));
        let multiples = |step: f64| {
            let first = (closest / step).ceil();
            let counts = [first + index, first - index, first, first + 1.0, first - 1.0];
            counts.into_iter().map(move |count| count * step).find(|value| self.contains(*value))
        };
        match step {
            Some(step) => multiples(step),
            None => multiples(1.0).or_else(|| {
                let between = self.least / 2.0 + self.most / 2.0;
                let other = self.least + (self.most - self.least) / (index + 2.0);
                [other, between, self.least, self.most].into_iter().find(|value| self.contains(*value))
            }),
        }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a whole number of this size is exact")]
fn json(value: f64) -> Option<Value> {
    if value.fract() == 0.0 && value.abs() < MAX_EXACT {
        return Some(Value::from(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}
