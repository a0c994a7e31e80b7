//! Statements of a script for PostgreSQL.

/// How a statement is run, if the script is not one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StatementKind {
    /// In a transaction with the record that it has run.
    InTransaction,
    /// Alone, because it commits on its own. If the record is missing afterwards, it runs again.
    Alone,
    /// Alone, without a limit for waiting: it waits for other transactions, while none waits for it.
    Concurrent,
    /// `CREATE INDEX CONCURRENTLY`, with the name of the index as it is written. If it fails, it leaves an invalid index.
    ConcurrentIndex(String),
}

/// Splits a script into statements, without their semicolons. Comments before a statement belong to it.
pub(super) fn split(script: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let (mut rest, mut begin, mut has_content) = (script, 0, false);
    while let Some(token) = Token::first(rest) {
        let end = script.len() - rest.len() + token.length;
        match token.kind {
            TokenKind::Semicolon => {
                if has_content {
                    statements.push(script[begin..end - 1].trim());
                }
                (begin, has_content) = (end, false);
            }
            TokenKind::Comment => {}
            TokenKind::Other => has_content = true,
        }
        rest = &script[end..];
    }
    if has_content {
        statements.push(script[begin..].trim());
    }
    statements
}

/// How a statement is run.
pub(super) fn kind(statement: &str) -> StatementKind {
    let words: Vec<&str> = words(statement).take(8).collect();
    let upper: Vec<String> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
    let upper: Vec<&str> = upper.iter().map(String::as_str).collect();
    let name = |from: usize| StatementKind::ConcurrentIndex(words.get(from).map_or("", |name| name).to_owned());
    match *upper {
        ["CREATE", "INDEX", "CONCURRENTLY", "IF", "NOT", "EXISTS", ..] => name(6),
        ["CREATE", "INDEX", "CONCURRENTLY", ..] => name(3),
        ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", "IF", "NOT", "EXISTS", ..] => name(7),
        ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", ..] => name(4),
        ["DROP", "INDEX", "CONCURRENTLY", ..] | ["REINDEX", _, "CONCURRENTLY", ..] => StatementKind::Concurrent,
        ["DO" | "CALL" | "VACUUM", ..] => StatementKind::Alone,
        _ => StatementKind::InTransaction,
    }
}

/// The words of a statement, and names in quotes.
fn words(statement: &str) -> impl Iterator<Item = &str> {
    let mut rest = statement;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            let length = word_length(rest);
            let token = Token::first(rest)?;
            let (first, after) = rest.split_at(length.max(token.length));
            rest = after;
            if token.kind != TokenKind::Comment {
                return Some(first);
            }
        }
    })
}

fn word_length(text: &str) -> usize {
    text.find(|letter: char| !is_of_name(letter)).unwrap_or(text.len())
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A part of a script in which a semicolon ends no statement, or one that does.
struct Token {
    kind: TokenKind,
    /// In bytes.
    length: usize,
}

#[derive(PartialEq)]
enum TokenKind {
    Semicolon,
    /// A comment or white space.
    Comment,
    Other,
}

impl Token {
    /// The first token of a text, unless that is empty.
    fn first(text: &str) -> Option<Self> {
        let first = text.chars().next()?;
        let token = |kind, length| Some(Self { kind, length });
        let until = |end: &str| text.find(end).map_or(text.len(), |start| start + end.len());
        match first {
            ';' => token(TokenKind::Semicolon, 1),
            '-' if text.starts_with("--") => token(TokenKind::Comment, until("\n")),
            '/' if text.starts_with("/*") => token(TokenKind::Comment, block_comment(text)),
            '\'' => token(TokenKind::Other, quoted(text, '\'', false)),
            '"' => token(TokenKind::Other, quoted(text, '"', false)),
            'e' | 'E' if text[1..].starts_with('\'') => token(TokenKind::Other, 1 + quoted(&text[1..], '\'', true)),
            '$' => token(TokenKind::Other, dollar_quoted(text)),
            letter if is_of_name(letter) => {
                // A dollar within a name begins no text.
                let end = text.find(|letter| !is_of_name(letter) && letter != '$').unwrap_or(text.len());
                token(TokenKind::Other, end)
            }
            letter if letter.is_whitespace() => token(TokenKind::Comment, letter.len_utf8()),
            letter => token(TokenKind::Other, letter.len_utf8()),
        }
    }
}

/// The length of a text or name in quotes; two of them are one that does not end it.
fn quoted(text: &str, quote: char, has_escapes: bool) -> usize {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((start, letter)) = letters.next() {
        if letter == '\\' && has_escapes {
            letters.next();
        } else if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return start + 1;
        }
    }
    text.len()
}

/// The length of a comment, which may contain others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut place) = (0_usize, 0);
    while place < text.len() {
        let rest = &text.as_bytes()[place..];
        if rest.starts_with(b"/*") {
            (depth, place) = (depth + 1, place + 2);
        } else if rest.starts_with(b"*/") {
            (depth, place) = (depth - 1, place + 2);
            if depth == 0 {
                return place;
            }
        } else {
            place += 1;
        }
    }
    text.len()
}

/// The length of `$tag$…$tag$`; 1 if it is something else, such as `$1`.
fn dollar_quoted(text: &str) -> usize {
    let tag = word_length(&text[1..]);
    let is_tag = text[1 + tag..].starts_with('$') && !text[1..].starts_with(|first: char| first.is_ascii_digit());
    if !is_tag {
        return 1;
    }
    let (delimiter, content) = text.split_at(tag + 2);
    content.find(delimiter).map_or(text.len(), |end| end + 2 * delimiter.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_end_statements_outside_of_texts_names_and_comments() {
        let script = "SELECT 'a;''b', E'\\';', \"c;\"\"\", $1; -- no; end\n/* nor /* here; */ ; */ DO $x$ ; $$ ; $x$;\n\n;;a$b$;c";
        let statements = [
            "SELECT 'a;''b', E'\\';', \"c;\"\"\", $1",
            "-- no; end\n/* nor /* here; */ ; */ DO $x$ ; $$ ; $x$",
            "a$b$",
            "c",
        ];
        assert_eq!(split(script), statements);
        assert_eq!(split("-- nothing\n ;"), [""; 0]);
    }

    #[test]
    fn statements_that_commit_on_their_own_run_alone() {
        let index = |name: &str| StatementKind::ConcurrentIndex(name.to_owned());
        for (statement, expected) in [
            ("-- for lists\ncreate index concurrently a_idx ON a (b)", index("a_idx")),
            ("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"A; b\" ON a (b)", index("\"A; b\"")),
            ("CREATE INDEX a_idx ON a (b)", StatementKind::InTransaction),
            ("DROP INDEX CONCURRENTLY IF EXISTS a_idx", StatementKind::Concurrent),
            ("/* in batches */ DO $$ BEGIN COMMIT; END $$", StatementKind::Alone),
            ("ALTER TABLE a VALIDATE CONSTRAINT b", StatementKind::InTransaction),
        ] {
            assert_eq!(kind(statement), expected, "{statement}");
        }
    }
}
