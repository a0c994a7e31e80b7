//! Formats code like rustfmt. Items are formatted in small groups of which only the text is kept: the syntax tree of
//! a large document takes longer to allocate than to generate.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use syn::Item;

use crate::error::internal;

/// The deepest indentation at which blocks are set apart by blank lines: that of methods in a module.
const MAX_SPACED_INDENT: usize = 8;

/// Whether generated code is laid out as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Code is formatted.
    Formatted,
    /// There is no text: only the diagnostics of the generator are of interest, and formatting takes longer than all else.
    Omitted,
}

impl Layout {
    /// Formats items of a file, without blank lines between them.
    pub(crate) fn items(self, code: TokenStream) -> Checked<String> {
        self.text(|| Ok(prettyplease::unparse(&parse(code)?)))
    }

    /// Formats items of a module.
    pub(crate) fn inner(self, code: TokenStream) -> Checked<String> {
        self.text(|| Ok(inner_items(parse(code)?.items)))
    }

    /// Formats a module with some items, and appends formatted ones.
    pub(crate) fn module(self, head: TokenStream, items: &str) -> Checked<String> {
        self.text(|| {
            let head = self.items(head)?;
            let open = head.strip_suffix("}\n").unwrap_or(&head);
            let line = if open.ends_with('{') { "\n" } else { "" };
            Ok([open, line, items, "}\n"].concat())
        })
    }

    /// Formats a module with some items, and appends formatted lines that are not indented.
    pub(crate) fn module_of_lines(self, head: TokenStream, lines: &str) -> Checked<String> {
        let indented = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
        self.text(|| self.module(head, &format!("\n{}", lines.lines().map(indented).collect::<String>())))
    }

    /// Adds a blank line after each block.
    pub(crate) fn spaced(self, text: String) -> String {
        match self {
            Self::Formatted => spaced(&text),
            Self::Omitted => text,
        }
    }

    fn text(self, format: impl FnOnce() -> Checked<String>) -> Checked<String> {
        match self {
            Self::Formatted => format(),
            Self::Omitted => Ok(String::new()),
        }
    }
}

/// Formats a whole file.
pub(crate) fn file(code: TokenStream) -> Checked<String> {
    let layout = Layout::Formatted;
    Ok(layout.spaced(layout.items(code)?))
}

/// Parses generated code.
pub(crate) fn parse(code: TokenStream) -> Checked<syn::File> {
    syn::parse2(code).map_err(|error| internal(&format!("the generated code does not parse: {error}")))
}

fn inner_items(items: Vec<Item>) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut module: syn::ItemMod = syn::parse_quote!(
        mod outer {}
    );
    module.content = Some((syn::token::Brace::default(), items));
    let text = prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items: vec![Item::Mod(module)] });
    // Removes the lines of the module itself.
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    inside.unwrap_or_default().to_owned()
}

/// Adds a blank line after each block that is followed by an item or a statement, unless that is deeply nested.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 32);
    let mut is_after_block = false;
    for line in text.split_inclusive('\n') {
        let code = line.trim_start_matches(' ');
        if is_after_block && !code.starts_with('}') && line.len() - code.len() <= MAX_SPACED_INDENT {
            spaced.push('\n');
        }
        is_after_block = code == "}\n";
        spaced += line;
    }
    spaced
}
