//! Conditions in a comparable form: PostgreSQL returns them in other words than they were written in.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// A condition, as a sequence of tokens without parentheses and casts: enough to compare the conditions of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Expression(Vec<Token>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Name(String),
    Number(String),
    Text(String),
    Sign(char),
}

impl Expression {
    /// Reads a condition.
    pub(super) fn read(sql: &str) -> Self {
        Self::of(&tokens(sql))
    }

    fn of(tokens: &[Token]) -> Self {
        let mut plain: Vec<Token> = Vec::new();
        let mut rest = tokens.iter().peekable();
        while let Some(token) = rest.next() {
            match token {
                Token::Sign('(' | ')' | '[' | ']' | ',') => {}
                Token::Sign(':') => skip_cast(&mut rest, plain.last_mut()),
                // PostgreSQL writes IN as `= ANY (ARRAY[…])`.
                Token::Name(name) if name == "any" && plain.last() == Some(&Token::Sign('=')) => {
                    plain.pop();
                    plain.push(Token::Name("in".to_owned()));
                }
                Token::Name(name) if name == "array" => {}
                Token::Number(number) if plain.last() == Some(&Token::Sign('-')) => {
                    plain.pop();
                    plain.push(Token::Number(plain_number(&format!("-{number}"))));
                }
                Token::Number(number) => plain.push(Token::Number(plain_number(number))),
                other => plain.push(other.clone()),
            }
        }
        // It writes IN with one value as `=`.
        if let [.., operator @ Token::Name(_), Token::Text(_)] = &mut *plain
            && *operator == Token::Name("in".to_owned())
        {
            *operator = Token::Sign('=');
        }
        Self(plain)
    }
}

/// Skips `:type` of `::type`. A text that is cast to a number is a number.
fn skip_cast<'t>(rest: &mut Peekable<impl Iterator<Item = &'t Token>>, value: Option<&mut Token>) {
    rest.next_if_eq(&&Token::Sign(':'));
    let mut is_text = false;
    while let Some(Token::Name(word)) = rest.next_if(|token| is_word_of_type(token)) {
        is_text |= word == "text";
    }
    if let Some(value) = value
        && let Token::Text(text) = value
        && !is_text
        && text.parse::<f64>().is_ok_and(f64::is_finite)
    {
        *value = Token::Number(plain_number(text));
    }
}

fn is_word_of_type(token: &Token) -> bool {
    const WORDS: [&str; 17] = [
        "text",
        "integer",
        "bigint",
        "numeric",
        "double",
        "precision",
        "boolean",
        "uuid",
        "date",
        "timestamp",
        "with",
        "without",
        "time",
        "zone",
        "jsonb",
        "bytea",
        "regconfig",
    ];
    matches!(token, Token::Name(word) if WORDS.contains(&word.as_str()))
}

/// A number, however it was written.
fn plain_number(number: &str) -> String {
    number
        .parse::<i64>()
        .map(|number| number.to_string())
        .unwrap_or_else(|_| number.parse::<f64>().map_or_else(|_| number.to_owned(), |number| number.to_string()))
}

/// The named checks of a `CREATE TABLE`.
pub(super) fn named_checks(create_table: &str) -> BTreeMap<String, Expression> {
    let tokens = tokens(create_table);
    let is =
        |token: Option<&Token>, word: &str| matches!(token, Some(Token::Name(name)) if name.eq_ignore_ascii_case(word));
    let mut checks = BTreeMap::new();
    for start in 0..tokens.len() {
        if let Some(Token::Name(name)) = tokens.get(start + 1)
            && is(tokens.get(start), "constraint")
            && is(tokens.get(start + 2), "check")
        {
            checks.insert(name.clone(), Expression::of(in_parentheses(&tokens[start + 3..])));
        }
    }
    checks
}

/// The tokens up to the parenthesis that closes the first one.
fn in_parentheses(tokens: &[Token]) -> &[Token] {
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &tokens[..=index];
        }
    }
    tokens
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.chars().peekable();
    while let Some(first) = rest.next() {
        match first {
            _ if first.is_whitespace() => {}
            '\'' => tokens.push(Token::Text(quoted(&mut rest, '\''))),
            '"' => tokens.push(Token::Name(quoted(&mut rest, '"'))),
            '0'..='9' => tokens.push(Token::Number(number(first, &mut rest))),
            _ if first.is_alphabetic() || first == '_' => tokens.push(Token::Name(name(first, &mut rest))),
            '-' if rest.peek() == Some(&'-') => while rest.next_if(|next| *next != '\n').is_some() {},
            sign => tokens.push(Token::Sign(sign)),
        }
    }
    tokens
}

/// The text between quotes, in which two quotes are one.
fn quoted(rest: &mut Peekable<Chars<'_>>, quote: char) -> String {
    let mut text = String::new();
    while let Some(next) = rest.next() {
        if next == quote && rest.next_if_eq(&quote).is_none() {
            break;
        }
        text.push(next);
    }
    text
}

fn name(first: char, rest: &mut Peekable<Chars<'_>>) -> String {
    let mut name = String::from(first);
    while let Some(next) = rest.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '$')) {
        name.push(next);
    }
    name.to_lowercase()
}

fn number(first: char, rest: &mut Peekable<Chars<'_>>) -> String {
    let mut number = String::from(first);
    while let Some(next) = rest.next_if(|next| next.is_ascii_digit() || matches!(next, '.' | 'e' | 'E')) {
        number.push(next);
        if next.eq_ignore_ascii_case(&'e')
            && let Some(sign) = rest.next_if(|next| matches!(next, '+' | '-'))
        {
            number.push(sign);
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_equal_to_what_postgresql_returns() {
        for (written, returned) in [
            ("age >= 0", "((age >= 0))"),
            ("fare >= 0", "((fare >= (0)::double precision))"),
            ("depth >= -5", "((depth >= '-5'::integer))"),
            ("depth > -0.5", "((depth > ('-0.5'::numeric)::double precision))"),
            ("depth <= 1e3", "((depth <= (1000)::double precision))"),
            ("char_length(name) <= 100", "((char_length(name) <= 100))"),
            ("sex IN ('male', 'it''s')", "((sex = ANY (ARRAY['male'::text, 'it''s'::text])))"),
            ("sex IN ('1', '2')", "((sex = ANY (ARRAY['1'::text, '2'::text])))"),
            ("sex IN ('male')", "((sex = 'male'::text))"),
            (
                "fare > '-Infinity' AND fare < 'Infinity'",
                "(((fare > '-Infinity'::double precision) AND (fare < 'Infinity'::double precision)))",
            ),
            ("\"order\" <= 7", "((\"order\" <= 7))"),
        ] {
            assert_eq!(Expression::read(written), Expression::read(returned), "{written}");
        }
        for (one, other) in [
            ("age >= 0", "age > 0"),
            ("age >= 0", "age >= 1"),
            ("sex IN ('a', 'b')", "sex IN ('a')"),
            ("sex IN ('1')", "sex IN (1)"),
            ("sex IN ('a, b')", "sex IN ('a', 'b')"),
            ("a < 1", "b < 1"),
        ] {
            assert_ne!(Expression::read(one), Expression::read(other), "{one}");
        }
    }

    #[test]
    fn checks_are_found_in_a_create_table_statement() {
        let checks = named_checks(
            "CREATE TABLE \"a b\" (a TEXT DEFAULT 'constraint x check (' -- constraint y check (a\n\
             CONSTRAINT \"A max\" CHECK (length(a) <= (5)), b INTEGER constraint b_min check (b >= 1), CHECK (a))",
        );
        assert_eq!(checks.keys().collect::<Vec<_>>(), ["A max", "b_min"]);
        assert_eq!(checks["A max"], Expression::read("length(a) <= 5"));
        assert_eq!(checks["b_min"], Expression::read("b >= 1"));
    }
}
