//! How values are serialized as text: `style` and `explode`.

use dropspec_wire::{Explode, Style};

use crate::node::{Checked, Node};

/// How a parameter, form field or header is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serialization {
    /// A scalar that the fast validator decodes.
    Scalar,
    /// A scalar.
    Plain(Style),
    /// An array of scalars.
    Array(Style, Explode),
    /// An object of scalars.
    Object(Style, Explode),
    /// Any value in the style `deepObject`: `name[a][b]=c`.
    Deep,
    /// An object of scalars whose properties are pairs of the query of any name that is not another parameter's.
    FreeForm,
    /// JSON.
    Json,
}

impl Serialization {
    /// How a value is written where scalars have a style.
    #[must_use]
    pub fn written(self, scalar: Style) -> dropspec_wire::Serialization {
        use dropspec_wire::Serialization as Written;
        match self {
            Self::Scalar => Written::Plain(scalar),
            Self::Plain(style) => Written::Plain(style),
            Self::Array(style, explode) => Written::Array(style, explode),
            Self::Object(style, explode) => Written::Object(style, explode),
            Self::FreeForm => Written::Object(Style::Form, Explode::Yes),
            Self::Deep => Written::Deep,
            Self::Json => Written::Json,
        }
    }
}

/// A value of `style`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StyleName {
    /// A style of scalars, and of arrays and objects of scalars.
    Flat(Style),
    /// `deepObject`
    DeepObject,
}

impl StyleName {
    const ALL: [(&'static str, Self); 7] = [
        ("simple", Self::Flat(Style::Simple)),
        ("label", Self::Flat(Style::Label)),
        ("matrix", Self::Flat(Style::Matrix)),
        ("form", Self::Flat(Style::Form)),
        ("spaceDelimited", Self::Flat(Style::SpaceDelimited)),
        ("pipeDelimited", Self::Flat(Style::PipeDelimited)),
        ("deepObject", Self::DeepObject),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, style)| *style)
    }
}

/// The styles of fields and of parameters of the query, the default first.
pub(super) const FORM_STYLES: &[StyleName] = &[
    StyleName::Flat(Style::Form),
    StyleName::Flat(Style::SpaceDelimited),
    StyleName::Flat(Style::PipeDelimited),
    StyleName::DeepObject,
];

/// The style of a node; the first allowed one if it has none.
pub(super) fn read_style(node: &Node<'_>, styles: &[StyleName]) -> Checked<StyleName> {
    let Some(name) = node.text("style")? else { return Ok(styles[0]) };
    StyleName::named(name).filter(|style| styles.contains(style)).ok_or_else(|| {
        let names = StyleName::ALL.iter().filter(|(_, style)| styles.contains(style)).map(|(name, _)| *name);
        let names = names.collect::<Vec<_>>().join(", ");
        match node.get("style") {
            Some(style) => style.error(format!("style `{name}` is not allowed here; use {names}")),
            None => node.error("this style is not allowed here"),
        }
    })
}

/// Whether values are exploded: by default in the style `form` only.
pub(super) fn read_explode(node: &Node<'_>, style: StyleName) -> Checked<Explode> {
    let is_exploded = match node.get("explode") {
        Some(_) => node.flag("explode")?,
        None => style == StyleName::Flat(Style::Form),
    };
    Ok(if is_exploded { Explode::Yes } else { Explode::No })
}
