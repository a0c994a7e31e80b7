//! The parameter `expand`: the rows of other tables that a response embeds.

use std::fmt::Display;

/// The rows of other tables to embed, by the properties that embed them, level by level: `expand=author,author.country`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expansion(Vec<(String, Expansion)>);

impl Expansion {
    /// The expansion of paths of properties. A path includes its beginnings.
    #[must_use]
    pub fn new(paths: impl IntoIterator<Item = impl Display>) -> Self {
        let mut expansion = Self::default();
        for path in paths {
            expansion.add(&path.to_string());
        }
        expansion
    }

    /// The expansion of the rows that a property embeds; `None` if it embeds none.
    #[must_use]
    pub fn get(&self, property: &str) -> Option<&Self> {
        self.0.iter().find(|(name, _)| name == property).map(|(_, expansion)| expansion)
    }

    /// Whether nothing is embedded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The paths, each after its beginnings.
    pub(crate) fn paths(&self) -> Vec<String> {
        let below = |(name, expansion): &(String, Self)| {
            let below = expansion.paths().into_iter().map(|path| format!("{name}.{path}")).collect::<Vec<_>>();
            [vec![name.clone()], below].concat()
        };
        self.0.iter().flat_map(below).collect()
    }

    fn add(&mut self, path: &str) {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let position = self.0.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.0.push((name.to_owned(), Self::default()));
            self.0.len() - 1
        });
        if let Some(rest) = rest {
            self.0[position].1.add(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_share_their_beginnings() {
        let expansion = Expansion::new(["author.country", "lines", "author", "lines.book.author"]);
        assert!(expansion.get("author").unwrap().get("country").unwrap().is_empty());
        assert_eq!(expansion.get("country"), None);
        assert_eq!(expansion.paths(), ["author", "author.country", "lines", "lines.book", "lines.book.author"]);
        assert_eq!(Expansion::new(expansion.paths()), expansion);
    }
}
