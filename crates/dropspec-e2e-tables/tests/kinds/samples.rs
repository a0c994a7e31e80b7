//! The description of each kind of column: values that the matrix stores, changes, compares and transfers.

use serde_json::{Value, json};

/// A kind of column.
pub(crate) struct Kind {
    /// The property with a column of this kind.
    pub(crate) property: &'static str,
    /// Whether an absent value is returned as null.
    pub(crate) is_nullable: bool,
    /// Values as they are returned, edges included; in ascending order, if lists are sorted by the kind.
    pub(crate) samples: Vec<Value>,
    /// Other spellings of values, and how they are returned.
    pub(crate) spellings: Vec<(Value, Value)>,
    /// Values that the schema allows, but that no database can hold.
    pub(crate) unstorable: Vec<Value>,
    /// For arrays and text: a part, by which they are found.
    pub(crate) parts: Vec<Value>,
}

/// A kind without spellings, unstorable values and parts. An absent value is omitted.
fn kind(property: &'static str, samples: Value) -> Kind {
    let Value::Array(samples) = samples else { panic!("{property}: an array of samples") };
    Kind { property, is_nullable: false, samples, spellings: Vec::new(), unstorable: Vec::new(), parts: Vec::new() }
}

impl Kind {
    fn nullable(self) -> Self {
        Self { is_nullable: true, ..self }
    }

    fn spelled(mut self, spelling: &str, returned: &str) -> Self {
        self.spellings.push((json!(spelling), json!(returned)));
        self
    }

    fn not(mut self, value: Value) -> Self {
        self.unstorable.push(value);
        self
    }

    fn with_part(mut self, part: Value) -> Self {
        self.parts.push(part);
        self
    }

    /// The sample of a row: rows have the samples in turn.
    pub(crate) fn sample(&self, row: usize) -> &Value {
        &self.samples[row % self.samples.len()]
    }

    /// The position of a value among the samples.
    pub(crate) fn rank(&self, value: &Value) -> usize {
        self.samples.iter().position(|sample| sample == value).unwrap()
    }
}

/// All kinds.
pub(crate) fn kinds() -> Vec<Kind> {
    vec![
        kind("flag", json!([false, true])),
        kind("small", json!([i32::MIN, -1, 0, 1, i32::MAX])).nullable(),
        kind("big", json!([i64::MIN, -1, 0, 9_007_199_254_740_993_i64, i64::MAX])),
        kind("ratio", json!([-1.5e300, -0.1, 5e-324, 0.1, 0.3, f64::MAX])).nullable(),
        // Sorted by their bytes, unlike in UTF-16, where the ship comes before the last character of three bytes.
        kind("word", json!(["", " x", "%_\\", "Neumann", "ab\"c,\nd", "null", "é", "\u{ffee}", "🚢"]))
            .not(json!("a\0b"))
            .not(json!(incompressible(1601)))
            .with_part(json!("c,\n"))
            .with_part(json!("%_")),
        kind("choice", json!(["dark blue", "green", "red"])),
        kind(
            "link",
            json!([
                "00000000-0000-0000-0000-000000000000",
                "018f0000-0000-7000-8000-000000000001",
                "ffffffff-ffff-ffff-ffff-ffffffffffff"
            ]),
        ),
        kind("day", json!(["0000-01-01", "1969-12-31", "2000-01-01", "2024-02-29", "9999-12-31"])).nullable(),
        kind(
            "instant",
            json!([
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00Z",
                "2024-02-29T12:00:00.500Z",
                "9999-12-31T23:59:59.999999Z"
            ]),
        )
        .spelled("2024-02-29t14:00:00.5+02:00", "2024-02-29T12:00:00.500Z")
        .spelled("1999-12-31T23:59:59.9999999Z", "1999-12-31T23:59:59.999999Z")
        .not(json!("0000-01-01T00:00:00+01:00"))
        .not(json!("9999-12-31T23:59:59-01:00")),
        kind("price", json!(["-99999999999999999999.5", "-1", "0", "0.000000000000000000001", "9", "10", "1000000"]))
            .nullable()
            .spelled("1.50", "1.5")
            .spelled("-0.0", "0"),
        kind("clock", json!(["00:00:00Z", "07:30:00.500Z", "07:30:00.500001Z", "12:00:00Z", "23:59:59.999999Z"]))
            .spelled("01:30:00+02:00", "23:30:00Z")
            .not(json!("23:59:60Z")),
        kind("span", json!(["PT0S", "PT1M", "PT24H", "P1D", "P30D", "P1M", "P1Y2M3DT4H5M6S"]))
            .nullable()
            .spelled("P1W", "P7D")
            .spelled("PT90M", "PT1H30M")
            .not(json!("P99999999999Y")),
        kind("photo", json!(["", "AA==", "AAEC/w==", "c3RyaW5n"])),
        kind("tags", json!([[], ["a"], ["a", "b,\"c\""], ["🚢", "true"]]))
            .nullable()
            .not(json!(["a", "b\0"]))
            .with_part(json!("a"))
            .with_part(json!("b,\"c\""))
            .with_part(json!("true")),
        kind("marks", json!([[], [1, 2], [9_007_199_254_740_993_i64], [2]])).with_part(json!(2)).with_part(json!(12)),
        kind("extra", json!([{}, { "a": "b" }, { "ü": "\"\\" }]))
            .nullable()
            .not(json!({ "a": "\0" }))
            .not(json!({ "\0": "a" })),
        kind(
            "spot",
            json!([
                { "lat": 59.32938, "lng": 18.06871 },
                { "lat": -90.0, "lng": -180.0 },
                { "lat": 90.0, "lng": 180.0 },
                { "lat": 0.1, "lng": -5e-324 },
                { "lat": 0.30000000000000004, "lng": -122.41941550000001 }
            ]),
        ),
    ]
}

/// A text that is no shorter when it is compressed.
pub(crate) fn incompressible(bytes: usize) -> String {
    let text: String =
        (1_u64..).map(|number| format!("{:x}", number.wrapping_pow(7) % 1_000_003)).take(bytes).collect();
    text[..bytes].to_owned()
}
