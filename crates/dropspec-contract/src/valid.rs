//! The valid requests of an operation: with each sample of each parameter and body, and each media type of its responses.

use crate::body::encode;
use crate::case::{Case, Expectation};
use crate::model::Operation;
use crate::request::{ParameterValue, Request};
use crate::sample::Sample;

/// The valid requests of an operation.
pub(crate) fn cases(operation: &Operation) -> Vec<Case> {
    let plain = Case::new(Expectation::NoServerError, |request| request);
    let mut cases = vec![plain.clone()];
    for (index, parameter) in operation.parameters.iter().enumerate() {
        cases.extend(parameter.samples.iter().map(|sample| parameter_case(index, sample)));
    }
    for content in operation.body.iter().flat_map(|body| &body.contents) {
        for sample in &content.samples {
            let body = encode(content, &sample.value);
            let edit = move |request: Request| request.with_body(Some(body.clone()));
            let case = Case::new(expectation(sample), edit);
            cases.extend(case.negotiated(operation));
            cases.push(case);
        }
    }
    match &operation.body {
        Some(body) if body.required => {}
        Some(_) => cases.push(Case::new(Expectation::NoServerError, |request| request.with_body(None))),
        None => cases.extend(plain.negotiated(operation)),
    }
    cases
}

fn parameter_case(index: usize, sample: &Sample) -> Case {
    let value = sample.value.clone();
    Case::new(expectation(sample), move |request| {
        request.with_parameter(index, Some(ParameterValue::Value(value.clone())))
    })
}

/// Only the service knows whether an invented text has a meaning.
fn expectation(sample: &Sample) -> Expectation {
    if sample.is_invented { Expectation::NoServerError } else { Expectation::Accepted }
}
