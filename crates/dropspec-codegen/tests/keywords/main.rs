//! `docs/KEYWORDS.md` is true: it lists every keyword of OpenAPI 3.0, and each is handled as its row says.
//!
//! The server is generated from a document with the keyword, and from one without it or with another value of it. The code of the two differs
//! if the keyword is supported, and does not, apart from comments, if it is documentation.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod changes;
mod document;
mod formats;
mod table;

use std::collections::HashSet;
use std::thread;

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::grammar::{DOCUMENT, ObjectRule, Rule};
use dropspec_openapi::source::Source;
use serde_json::Value;

use changes::{base, other};
use document::changed;
use table::{Row, rows};

/// All objects of the grammar with fixed keywords.
fn objects() -> Vec<&'static ObjectRule> {
    let (mut found, mut seen, mut queue) = (Vec::new(), HashSet::new(), vec![&DOCUMENT]);
    while let Some(object) = queue.pop() {
        if seen.insert(object.label) {
            found.push(object);
            queue.extend(object.fields.iter().map(|(_, form)| *form).chain(object.other_keys).filter_map(part));
        }
    }
    found.retain(|object| !object.fields.is_empty());
    found
}

fn part(form: Rule) -> Option<&'static ObjectRule> {
    match form {
        Rule::One(object) | Rule::FlagOr(object) => Some(object),
        Rule::List(inner) | Rule::Map(inner) => part(*inner),
        _ => None,
    }
}

/// The code of the server without comments, and whether there are warnings about the document.
fn server(document: &Value) -> Result<(String, bool), Diagnostics> {
    let source = Source::parse("table.json".as_ref(), &document.to_string())?;
    let code = codegen::server(&source)?.text();
    let mut in_comment = false;
    let is_code = |line: &&str| {
        let line = line.trim();
        in_comment |= line.starts_with("/*");
        let is_code = !in_comment && !line.starts_with("//") && !line.is_empty();
        in_comment &= !line.ends_with("*/");
        is_code
    };
    let lines: Vec<&str> = code.lines().filter(is_code).collect();
    Ok((lines.join("\n"), !source.warnings().is_empty()))
}

/// How a keyword is handled.
fn outcome(what: &str, keyword: &str, form: Rule) -> Result<Row, Diagnostics> {
    let with = base(what, keyword, form);
    let document = changed(what, &with, None);
    let (code, warns) = match server(&document) {
        Ok(generated) => generated,
        Err(found) if found.0.iter().all(|one| !one.pointer.is_empty()) => return Ok(Row::Rejected),
        Err(found) => return Err(found),
    };
    if warns {
        return Ok(Row::Ignored);
    }
    let other = match other(what, keyword) {
        Some(other) => changed(what, &with, Some(&other)),
        None => changed(what, &with, Some(&serde_json::json!({ keyword: null }))),
    };
    // What is rejected without the keyword, or with another value of it, depends on it.
    Ok(match server(&other) {
        Ok((other, _)) if other == code => Row::Documentation,
        Ok(_) | Err(_) => Row::Supported,
    })
}

/// The rows of an object that are wrong.
fn wrong_rows(object: &ObjectRule) -> Vec<String> {
    let rows = rows();
    let mut wrong = Vec::new();
    for (keyword, form) in object.fields {
        let row = rows.get(&(object.label.to_lowercase(), (*keyword).to_owned()));
        let outcome = outcome(object.label, keyword, *form);
        if row.copied().flatten() != outcome.as_ref().ok().copied() {
            wrong.push(format!("{} | {keyword} | {row:?} | {outcome:?}", object.label));
        }
    }
    wrong
}

#[test]
fn every_keyword_is_handled_as_its_row_says() {
    let wrong: Vec<String> = thread::scope(|scope| {
        let trials: Vec<_> = objects().into_iter().map(|object| scope.spawn(|| wrong_rows(object))).collect();
        trials.into_iter().flat_map(|trial| trial.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_row_is_about_a_keyword() {
    let known: HashSet<(String, String)> = objects()
        .into_iter()
        .flat_map(|object| {
            object.fields.iter().map(|(keyword, _)| (object.label.to_lowercase(), (*keyword).to_owned()))
        })
        .collect();
    let unknown: Vec<_> = rows().into_keys().filter(|key| !known.contains(key)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
