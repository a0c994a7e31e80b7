//! Templates as a tree of their segments.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::template::{Pattern, Segment};

/// A tree of templates, each with a value.
///
/// The more specific template matches first: a literal before parameters, and parameters with more literal characters before those with fewer.
/// A lookup visits each node once at most.
#[derive(Debug)]
pub(super) struct Tree<T> {
    literals: BTreeMap<String, Tree<T>>,
    /// The most specific first.
    patterns: Vec<(Pattern, Tree<T>)>,
    value: Option<T>,
}

impl<T> Default for Tree<T> {
    fn default() -> Self {
        Self { literals: BTreeMap::new(), patterns: Vec::new(), value: None }
    }
}

impl<T> Tree<T> {
    /// The place for the value of a template.
    pub(super) fn place(&mut self, segments: Vec<Segment>) -> &mut Option<T> {
        let node = segments.into_iter().fold(self, |node, segment| match segment {
            Segment::Literal(text) => node.literals.entry(text).or_default(),
            Segment::Pattern(pattern) => node.pattern(pattern),
        });
        &mut node.value
    }

    fn pattern(&mut self, pattern: Pattern) -> &mut Self {
        let index = self.patterns.iter().position(|(known, _)| *known == pattern).unwrap_or_else(|| {
            let index = self.patterns.partition_point(|(known, _)| known.specificity() >= pattern.specificity());
            self.patterns.insert(index, (pattern, Self::default()));
            index
        });
        &mut self.patterns[index].1
    }

    /// The value of the template that matches a path. Adds the places of the values of its parameters.
    pub(super) fn find(&self, path: &str, values: &mut Vec<Range<usize>>) -> Option<&T> {
        if path.starts_with('/') { self.at(path, 1, values) } else { None }
    }

    /// The same for the segments from `start` on.
    fn at(&self, path: &str, start: usize, values: &mut Vec<Range<usize>>) -> Option<&T> {
        let rest = path.get(start..)?;
        let (segment, next) = match rest.find('/') {
            Some(end) => (&rest[..end], Some(start + end + 1)),
            None => (rest, None),
        };
        let before = values.len();
        let literal = decoded(segment).and_then(|text| self.literals.get(&*text));
        if let Some(found) = literal.and_then(|node| node.end(path, next, values)) {
            return Some(found);
        }
        self.patterns.iter().find_map(|(pattern, node)| {
            values.truncate(before);
            pattern.find(segment, start, values).then(|| node.end(path, next, values)).flatten()
        })
    }

    /// The value here if the path ends, or else the one for the segments from `next` on.
    fn end(&self, path: &str, next: Option<usize>, values: &mut Vec<Range<usize>>) -> Option<&T> {
        match next {
            Some(next) => self.at(path, next, values),
            None => self.value.as_ref(),
        }
    }
}

/// The decoded text of a segment; `None` if it is not UTF-8.
fn decoded(segment: &str) -> Option<Cow<'_, str>> {
    if segment.contains('%') { percent_decode_str(segment).decode_utf8().ok() } else { Some(Cow::Borrowed(segment)) }
}

#[cfg(test)]
mod tests {
    use super::super::template::parse;
    use super::*;

    fn found(templates: &[&'static str], path: &str) -> Option<(&'static str, Vec<String>)> {
        let mut tree = Tree::default();
        for template in templates {
            *tree.place(parse(template).unwrap()) = Some(*template);
        }
        let mut values = Vec::new();
        let template = tree.find(path, &mut values)?;
        Some((*template, values.into_iter().map(|place| path[place].to_owned()).collect()))
    }

    #[track_caller]
    fn check(templates: &[&'static str], path: &str, template: &str, values: &[&str]) {
        let (found, places) = found(templates, path).unwrap();
        assert_eq!((found, places.iter().map(String::as_str).collect::<Vec<_>>()), (template, values.to_vec()));
    }

    #[test]
    fn the_most_specific_template_matches() {
        let templates = ["/users/{id}", "/users/me", "/users/{id}.json", "/users/{id}:run", "/users/{a}-{b}", "/"];
        check(&templates, "/users/me", "/users/me", &[]);
        check(&templates, "/users/7", "/users/{id}", &["7"]);
        check(&templates, "/users/7.json", "/users/{id}.json", &["7"]);
        check(&templates, "/users/7:run", "/users/{id}:run", &["7"]);
        check(&templates, "/users/a-b", "/users/{a}-{b}", &["a", "b"]);
        check(&templates, "/", "/", &[]);
        for path in ["", "*", "/users", "/users/", "/users/7/", "//"] {
            assert_eq!(found(&templates, path), None, "{path}");
        }
    }

    #[test]
    fn a_literal_that_leads_nowhere_does_not_hide_a_parameter() {
        let templates = ["/lists/overview.{format}", "/lists/{date}/{list}", "/{a}/b", "/lists/x/y/z"];
        check(&templates, "/lists/overview.json", "/lists/overview.{format}", &["json"]);
        check(&templates, "/lists/overview.json/fiction", "/lists/{date}/{list}", &["overview.json", "fiction"]);
        check(&templates, "/lists/x/y", "/lists/{date}/{list}", &["x", "y"]);
        check(&templates, "/lists/b", "/{a}/b", &["lists"]);
    }

    #[test]
    fn paths_are_decoded() {
        let templates = ["/café", "/with space", "/a%62c", "/files/{name}"];
        check(&templates, "/caf%C3%A9", "/café", &[]);
        check(&templates, "/with%20space", "/with space", &[]);
        check(&templates, "/abc", "/a%62c", &[]);
        check(&templates, "/%61bc", "/a%62c", &[]);
        // An encoded slash does not separate segments.
        check(&templates, "/files/a%2Fb", "/files/{name}", &["a%2Fb"]);
        assert_eq!(found(&templates, "/%FF"), None);
        check(&templates, "/files/%FF", "/files/{name}", &["%FF"]);
    }
}
