//! `type: integer` and `type: number`.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, Visitor};

/// `type: integer`, held in a `T` ([`i32`] or [`i64`]). A whole-number JSON number such as `22.0` is an integer.
#[derive(Clone, Copy, Debug)]
pub struct Integer<T> {
    minimum: i64,
    maximum: i64,
    multiple_of: i64,
    target: PhantomData<T>,
}

impl Integer<i32> {
    /// `format: int32`.
    #[must_use]
    pub const fn int32() -> Self {
        Self { minimum: i32::MIN as i64, maximum: i32::MAX as i64, multiple_of: 1, target: PhantomData }
    }
}

impl Integer<i64> {
    /// `format: int64`, or no format.
    #[must_use]
    pub const fn int64() -> Self {
        Self { minimum: i64::MIN, maximum: i64::MAX, multiple_of: 1, target: PhantomData }
    }
}

impl<T> Integer<T> {
    /// The smallest value allowed; never below what the format allows.
    #[must_use]
    pub const fn minimum(mut self, minimum: i64) -> Self {
        if minimum > self.minimum {
            self.minimum = minimum;
        }
        self
    }

    /// The largest value allowed; never above what the format allows.
    #[must_use]
    pub const fn maximum(mut self, maximum: i64) -> Self {
        if maximum < self.maximum {
            self.maximum = maximum;
        }
        self
    }

    /// `multipleOf`, above 0.
    #[must_use]
    pub const fn multiple_of(mut self, divisor: i64) -> Self {
        self.multiple_of = divisor;
        self
    }
}

impl<'de, T: TryFrom<i64>> DeserializeSeed<'de> for Integer<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_i64(self)
    }
}

impl<T: TryFrom<i64>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer from {} to {}", self.minimum, self.maximum)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        let allowed =
            value >= self.minimum && value <= self.maximum && (self.multiple_of == 1 || value % self.multiple_of == 0);
        match T::try_from(value) {
            Ok(value) if allowed => Ok(value),
            _ => Err(E::custom("the integer is out of bounds")),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => Err(E::custom("the integer is out of bounds")),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        // Both limits are exact in a double, and the upper one is the first that does not fit.
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        if value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value) {
            #[allow(clippy::cast_possible_truncation, reason = "whole and in range, as just checked")]
            self.visit_i64(value as i64)
        } else {
            Err(E::custom("the number is not an integer"))
        }
    }
}

/// `type: number`: any JSON number, as a double.
#[derive(Clone, Copy, Debug, Default)]
pub struct Number {
    minimum: Option<(f64, bool)>,
    maximum: Option<(f64, bool)>,
    rounded: bool,
}

impl Number {
    /// Any number that a double keeps.
    #[must_use]
    pub const fn new() -> Self {
        Self { minimum: None, maximum: None, rounded: false }
    }

    /// A number of `format: double` or `float`, which has no more digits than a double.
    #[must_use]
    pub const fn rounded(mut self) -> Self {
        self.rounded = true;
        self
    }

    /// The smallest value allowed, or the first that is not when `exclusive`.
    #[must_use]
    pub const fn minimum(mut self, minimum: f64, exclusive: bool) -> Self {
        self.minimum = Some((minimum, exclusive));
        self
    }

    /// The largest value allowed, or the first that is not when `exclusive`.
    #[must_use]
    pub const fn maximum(mut self, maximum: f64, exclusive: bool) -> Self {
        self.maximum = Some((maximum, exclusive));
        self
    }
}

impl<'de> DeserializeSeed<'de> for Number {
    type Value = f64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_f64(self)
    }
}

impl Visitor<'_> for Number {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number within its bounds")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<f64, E> {
        let above = self.minimum.is_none_or(|(bound, exclusive)| value > bound || (value == bound && !exclusive));
        let below = self.maximum.is_none_or(|(bound, exclusive)| value < bound || (value == bound && !exclusive));
        if above && below && value.is_finite() { Ok(value) } else { Err(E::custom("the number is out of bounds")) }
    }

    /// A number that a double does not keep, as text.
    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        match text.parse() {
            Ok(value) if self.rounded => self.visit_f64(value),
            _ => Err(E::custom("the number is not kept")),
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<f64, E> {
        self.visit_whole(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<f64, E> {
        self.visit_whole(value.into())
    }
}

impl Number {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "compared, and refused when lossy")]
    fn visit_whole<E: Error>(self, value: i128) -> Result<f64, E> {
        let double = value as f64;
        if self.rounded || double as i128 == value {
            self.visit_f64(double)
        } else {
            Err(E::custom("the integer has more digits than a double keeps"))
        }
    }
}
