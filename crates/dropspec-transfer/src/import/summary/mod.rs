//! Summaries of the distribution of values, as text with bars.
//!
//! They take constant memory: shares are exact, quantiles are those of a random sample, and the number of distinct texts is estimated
//! beyond about a thousand.

mod bars;
mod distinct;
mod sample;

use std::fmt;

use self::distinct::Distinct;
use self::sample::Sample;
use dropspec_db::{Column, Entity, Table, Value};

/// The distribution of the values of a file.
#[derive(Clone, Debug)]
pub struct Summary {
    columns: Vec<(&'static Column, Distribution)>,
}

/// The distribution of the values of a column.
#[derive(Clone, Debug)]
struct Distribution {
    /// The number of NULLs.
    nulls: u64,
    kind: Values,
}

#[derive(Clone, Debug)]
enum Values {
    /// The count of each of a few values.
    Shares(Vec<(&'static str, u64)>),
    Numbers(Sample),
    Texts {
        distinct: Distinct,
        count: u64,
        longest: usize,
    },
    /// Types that are not summarized: keys, dates and JSON.
    None,
}

impl Summary {
    pub(super) fn new(table: &'static Table) -> Self {
        let values = |column: &'static Column| match column.column_type {
            column_type if column_type.name() == "boolean" => Values::Shares(vec![("false", 0), ("true", 0)]),
            column_type if column_type.is_number() => Values::Numbers(Sample::default()),
            column_type if column_type.is_text() => {
                Values::Texts { distinct: Distinct::default(), count: 0, longest: 0 }
            }
            column_type => match column_type.variants() {
                Some(words) => Values::Shares(words.iter().map(|word| (*word, 0)).collect()),
                None => Values::None,
            },
        };
        let columns = table.columns.iter().map(|column| (column, Distribution { nulls: 0, kind: values(column) }));
        Self { columns: columns.collect() }
    }

    pub(super) fn add<R: Entity>(&mut self, record: &R) {
        for (index, (_, distribution)) in self.columns.iter_mut().enumerate() {
            distribution.add(&record.value(index));
        }
    }
}

impl Distribution {
    #[allow(clippy::cast_precision_loss, reason = "a picture needs fewer digits than a double has")]
    fn add(&mut self, value: &Value<'_>) {
        match (&mut self.kind, value) {
            (_, Value::Null) => self.nulls += 1,
            (Values::Shares(shares), Value::Boolean(value)) => shares[usize::from(*value)].1 += 1,
            (Values::Shares(shares), Value::Text(text)) => {
                shares.iter_mut().filter(|(word, _)| word == text).for_each(|(_, count)| *count += 1);
            }
            (Values::Numbers(sample), Value::Integer(value)) => sample.add(*value as f64),
            (Values::Numbers(sample), Value::Double(value)) => sample.add(*value),
            (Values::Numbers(sample), Value::Text(value)) => {
                value.parse().into_iter().for_each(|value| sample.add(value));
            }
            (Values::Texts { distinct, count, longest }, Value::Text(text)) => {
                distinct.add(text);
                *count += 1;
                *longest = (*longest).max(text.chars().count());
            }
            _ => {}
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let summarized = self.columns.iter().filter(|(_, distribution)| !matches!(distribution.kind, Values::None));
        let width = summarized.clone().map(|(column, _)| column.property.chars().count()).max().unwrap_or(0);
        let mut is_sampled = false;
        for (column, Distribution { nulls, kind }) in summarized {
            write!(f, "  {:width$}  ", column.property)?;
            match kind {
                Values::Shares(shares) => bars::shares(shares, width + 4, f)?,
                Values::Numbers(sample) => {
                    is_sampled |= !sample.is_whole();
                    bars::numbers(sample, f)?;
                }
                Values::Texts { distinct, count, longest } => {
                    let about = if distinct.is_exact() { "" } else { "about " };
                    let different = distinct.count().min(*count);
                    write!(f, "{about}{different} different, the longest of {longest} characters")?;
                }
                Values::None => {}
            }
            if *nulls > 0 {
                write!(f, "; {nulls} empty")?;
            }
            writeln!(f)?;
        }
        if is_sampled {
            writeln!(f, "  (numbers: of a random sample of {}; least and most of all)", sample::MAX)?;
        }
        Ok(())
    }
}
