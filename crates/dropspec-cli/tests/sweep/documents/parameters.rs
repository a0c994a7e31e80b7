//! Parameters of every location and style.

use serde_json::{Value, json};

use super::filled;
use crate::calls::{Call, encoded, text};
use crate::names;
use crate::random::Random;
use crate::schemas::{self, Components, Sample};

/// A parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    location: &'static str,
    required: bool,
    /// The style and whether it is exploded, unless by default.
    style: Option<(&'static str, bool)>,
    sample: Sample,
}

impl Parameter {
    /// A parameter of a path, whose name is made distinct by its number.
    pub(super) fn in_path(random: &mut Random, components: &mut Components, number: usize) -> Self {
        let sample = schemas::scalar(random);
        let sample = if random.one_in(3) { schemas::named(random, components, sample) } else { sample };
        let name = format!("{}{number}", random.pick(names::TOKENS));
        Self { name, location: "path", required: true, style: None, sample }
    }

    /// A parameter of the query, a header or a cookie.
    pub(super) fn outside_path(random: &mut Random, components: &mut Components) -> Self {
        let location = random.pick(&["query", "query", "query", "header", "cookie"]);
        let name = (if location == "query" { random.pick(names::ANY) } else { random.pick(names::TOKENS) }).to_owned();
        let is_list = location == "query" && random.one_in(3);
        let sample = if is_list { schemas::array(random) } else { schemas::scalar(random) };
        let sample = if random.one_in(3) { schemas::named(random, components, sample) } else { sample };
        let style = is_list.then(|| random.pick(&[("form", true), ("form", false), ("pipeDelimited", false)]));
        Self { name, location, required: random.one_in(2), style, sample }
    }

    /// What no two parameters of an operation have in common. Names of headers are case-insensitive.
    pub(super) fn identity(&self) -> (String, &'static str) {
        (if self.location == "header" { self.name.to_lowercase() } else { self.name.clone() }, self.location)
    }

    /// The Parameter Object.
    pub(super) fn description(&self) -> Value {
        let mut description = json!({
            "name": self.name, "in": self.location, "required": self.required, "schema": self.sample.schema
        });
        if let Some((style, explode)) = self.style {
            description["style"] = json!(style);
            description["explode"] = json!(explode);
        }
        description
    }

    /// The value as it is sent: a list as its single item.
    fn sent(&self, is_valid: bool) -> String {
        let value = if is_valid { &self.sample.valid } else { &self.sample.invalid };
        text(value.as_array().map_or(value, |items| &items[0]))
    }
}

/// A call with all parameters, one of which may be invalid.
pub(super) fn called(template: &Call, parameters: &[Parameter], invalid: Option<usize>) -> Call {
    let mut call = template.clone();
    let sent: Vec<(&Parameter, String)> = parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| (parameter, parameter.sent(invalid != Some(index))))
        .collect();
    let of = |location: &'static str| sent.iter().filter(move |(parameter, _)| parameter.location == location);
    let path: Vec<(&str, String)> =
        of("path").map(|(parameter, value)| (parameter.name.as_str(), encoded(value))).collect();
    call.target = filled(&template.target, &path);
    let query: Vec<String> =
        of("query").map(|(parameter, value)| format!("{}={}", encoded(&parameter.name), encoded(value))).collect();
    if !query.is_empty() {
        call.target = format!("{}?{}", call.target, query.join("&"));
    }
    call.headers = of("header").map(|(parameter, value)| (parameter.name.clone(), value.clone())).collect();
    let cookies: Vec<String> =
        of("cookie").map(|(parameter, value)| format!("{}={}", parameter.name, encoded(value))).collect();
    if !cookies.is_empty() {
        call.headers.push(("cookie".to_owned(), cookies.join("; ")));
    }
    call
}
