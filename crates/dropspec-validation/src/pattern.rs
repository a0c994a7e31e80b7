//! The keyword `pattern`: ECMA-262 regular expressions.

use fancy_regex::{Regex as Backtracking, RegexBuilder};
use regex::Regex as Linear;

/// The maximum number of backtracks of a pattern with lookaround or backreferences.
const MAX_BACKTRACKS: usize = 100_000;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Linear(Linear),
    Backtracking(Backtracking),
}

/// Whether a text matches a pattern.
pub(crate) enum Matched {
    Yes,
    No,
    TooManySteps,
}

impl Pattern {
    /// Compiles a pattern; `None` if it is not one, or is too large.
    pub(crate) fn compile(source: &str) -> Option<Self> {
        let translated = jsonschema_regex::to_rust_regex(source).ok()?;
        let linear = Linear::new(&translated).map(Engine::Linear);
        let backtracking = || RegexBuilder::new(&translated).backtrack_limit(MAX_BACKTRACKS).build();
        let engine = linear.or_else(|_| backtracking().map(Engine::Backtracking)).ok()?;
        Some(Self { source: source.to_owned(), engine })
    }

    /// The pattern as it was written.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether a part of the text matches.
    pub(crate) fn matches(&self, text: &str) -> Matched {
        let found = match &self.engine {
            Engine::Linear(pattern) => Ok(pattern.is_match(text)),
            Engine::Backtracking(pattern) => pattern.is_match(text),
        };
        match found {
            Ok(true) => Matched::Yes,
            Ok(false) => Matched::No,
            Err(_) => Matched::TooManySteps,
        }
    }
}
