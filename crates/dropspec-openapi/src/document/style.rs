//! How values are serialized as text: `style` and `explode`.

use crate::node::{Checked, Node};

/// How a parameter, a field of a form, or a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// One plain value that the fast path decodes.
    Scalar,
    /// One plain value.
    Plain(Style),
    /// A list of plain values, and whether it is exploded.
    Array(Style, bool),
    /// Pairs of names and plain values, and whether they are exploded.
    Object(Style, bool),
    /// JSON.
    Json,
}

/// `style`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
}

impl Style {
    const ALL: [(&'static str, Self); 7] = [
        ("simple", Self::Simple),
        ("label", Self::Label),
        ("matrix", Self::Matrix),
        ("form", Self::Form),
        ("spaceDelimited", Self::SpaceDelimited),
        ("pipeDelimited", Self::PipeDelimited),
        ("deepObject", Self::DeepObject),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }
}

/// The style among those that are possible, the first when nothing is said.
pub(super) fn read_style(node: &Node<'_>, styles: &[Style]) -> Checked<Style> {
    let Some(name) = node.text("style")? else { return Ok(styles[0]) };
    Style::named(name).filter(|style| styles.contains(style)).ok_or_else(|| {
        let names = Style::ALL.iter().filter(|(_, style)| styles.contains(style)).map(|(name, _)| *name);
        let names = names.collect::<Vec<_>>().join(" or ");
        match node.get("style") {
            Some(style) => style.error(format!("the style `{name}` is not possible here, {names} is")),
            None => node.error("the style is not possible here"),
        }
    })
}

/// Whether values are exploded: those of the style `form` are, when nothing is said.
pub(super) fn read_explode(node: &Node<'_>, style: Style) -> Checked<bool> {
    if node.get("explode").is_some() { node.flag("explode") } else { Ok(style == Style::Form) }
}
