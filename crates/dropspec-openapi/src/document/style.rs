//! How values are serialized as text: `style` and `explode`.

use crate::node::{Checked, Node};

/// How a parameter, form field or header is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// A scalar that the fast validator decodes.
    Scalar,
    /// A scalar.
    Plain(Style),
    /// An array of scalars, and whether it is exploded.
    Array(Style, bool),
    /// An object of scalars, and whether it is exploded.
    Object(Style, bool),
    /// Any value in the style `deepObject`: `name[a][b]=c`.
    Deep,
    /// An object of scalars whose properties are pairs of the query of any name that is not another parameter's.
    FreeForm,
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

/// The style of a node; the first allowed one if it has none.
pub(super) fn read_style(node: &Node<'_>, styles: &[Style]) -> Checked<Style> {
    let Some(name) = node.text("style")? else { return Ok(styles[0]) };
    Style::named(name).filter(|style| styles.contains(style)).ok_or_else(|| {
        let names = Style::ALL.iter().filter(|(_, style)| styles.contains(style)).map(|(name, _)| *name);
        let names = names.collect::<Vec<_>>().join(", ");
        match node.get("style") {
            Some(style) => style.error(format!("style `{name}` is not allowed here; use {names}")),
            None => node.error("this style is not allowed here"),
        }
    })
}

/// Whether values are exploded: by default in the style `form` only.
pub(super) fn read_explode(node: &Node<'_>, style: Style) -> Checked<bool> {
    if node.get("explode").is_some() { node.flag("explode") } else { Ok(style == Style::Form) }
}
