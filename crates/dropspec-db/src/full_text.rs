//! Full-text searches: the words of a query.

/// The maximum length of a query, in characters.
const MAX_LENGTH: usize = 1000;

/// The maximum length of a word, in characters. PostgreSQL ignores words of more than 2,046 bytes.
const MAX_WORD: usize = 500;

/// A search for the rows whose texts have all words of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullText {
    /// The query.
    pub text: Box<str>,
    /// The query in the syntax of PostgreSQL's `websearch_to_tsquery`.
    pub(crate) postgres: String,
    /// The query in the syntax of FTS5.
    pub(crate) sqlite: Fts5Query,
}

/// A query in the syntax of FTS5.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fts5Query {
    /// The expression.
    pub(crate) expression: String,
    /// Whether it selects the rows that are not found. FTS5 has no query that only excludes words.
    pub(crate) is_negated: bool,
}

/// Why a text is not a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FullTextError {
    /// It is too long.
    #[error("a search has at most {MAX_LENGTH} characters")]
    Length,
    /// A word is too long.
    #[error("a word of a search has at most {MAX_WORD} characters")]
    WordLength,
}

/// A word, or several in a row.
#[derive(Debug, PartialEq)]
struct Term {
    /// The words, separated by characters that are not ASCII or by spaces.
    words: String,
    is_excluded: bool,
}

impl FullText {
    /// Reads a query; `None` if it has no words.
    ///
    /// # Errors
    /// When it is too long.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, FullTextError> {
        if text.chars().count() > MAX_LENGTH {
            return Err(FullTextError::Length);
        }
        let terms = terms(text);
        let mut words = terms.iter().flat_map(|term| term.words.split(' '));
        if words.any(|word| word.chars().count() > MAX_WORD) {
            return Err(FullTextError::WordLength);
        }
        let query = || Self { text: text.into(), postgres: postgres(&terms), sqlite: sqlite(&terms) };
        Ok((!terms.is_empty()).then(query))
    }
}

/// The terms of a query: words, phrases in quotes, and both with a `-` before them. What has no letter or digit is none.
fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let after_sign = rest.strip_prefix('-');
        let term = after_sign.unwrap_or(rest);
        let (words, after) = match term.strip_prefix('"') {
            Some(phrase) => phrase.split_once('"').unwrap_or((phrase, "")),
            None => {
                term.split_at(term.find(|letter: char| letter.is_whitespace() || letter == '"').unwrap_or(term.len()))
            }
        };
        // What is neither letter nor digit separates words, in the texts as well.
        let separated = |letter: char| if letter.is_ascii() && !letter.is_ascii_alphanumeric() { ' ' } else { letter };
        let words: String = words.chars().map(separated).collect();
        if words.chars().any(char::is_alphanumeric) {
            terms.push(Term { words: words.trim().to_owned(), is_excluded: after_sign.is_some() });
        }
        rest = after.trim_start();
    }
    terms
}

/// All terms in quotes, in which no word is an operator.
fn postgres(terms: &[Term]) -> String {
    let terms = terms.iter().map(|term| format!("{}\"{}\"", if term.is_excluded { "-" } else { "" }, term.words));
    terms.collect::<Vec<_>>().join(" ")
}

fn sqlite(terms: &[Term]) -> Fts5Query {
    let some = |is_excluded: bool| -> Vec<String> {
        let some = terms.iter().filter(|term| term.is_excluded == is_excluded);
        some.map(|term| format!("\"{}\"", term.words)).collect()
    };
    let (required, excluded) = (some(false).join(" AND "), some(true).join(" OR "));
    match (required.is_empty(), excluded.is_empty()) {
        (true, _) => Fts5Query { expression: excluded, is_negated: true },
        (false, true) => Fts5Query { expression: required, is_negated: false },
        (false, false) => Fts5Query { expression: format!("({required}) NOT ({excluded})"), is_negated: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_required_and_excluded() {
        for (text, postgres, sqlite, is_negated) in [
            ("two words", "\"two\" \"words\"", "\"two\" AND \"words\"", false),
            ("a -b -\"c d\"", "\"a\" -\"b\" -\"c d\"", "(\"a\") NOT (\"b\" OR \"c d\")", false),
            ("-b", "-\"b\"", "\"b\"", true),
            ("or \"and", "\"or\" \"and\"", "\"or\" AND \"and\"", false),
            ("O'Brien well-known", "\"O Brien\" \"well known\"", "\"O Brien\" AND \"well known\"", false),
            ("a*\"b\"c", "\"a\" \"b\" \"c\"", "\"a\" AND \"b\" AND \"c\"", false),
        ] {
            let query = FullText::parse(text).unwrap().unwrap();
            assert_eq!((&*query.postgres, &*query.sqlite.expression), (postgres, sqlite), "{text}");
            assert_eq!(query.sqlite.is_negated, is_negated, "{text}");
        }
    }

    #[test]
    fn a_query_without_words_is_none() {
        for text in ["", "  ", "\"", "\"\"", "-", "- -\"-\"", "!&|", "\u{1f6a2}"] {
            assert_eq!(FullText::parse(text), Ok(None), "{text}");
        }
        assert_eq!(FullText::parse(&"a ".repeat(501)), Err(FullTextError::Length));
        assert_eq!(FullText::parse(&"a".repeat(501)), Err(FullTextError::WordLength));
    }
}
