//! Code as rustfmt would lay it out. It is laid out a few items at a time, and only their text is kept: the syntax tree of all that
//! a large document becomes takes longer to put in memory than to make.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use syn::Item;

use crate::error::internal;

/// A whole file.
pub(crate) fn file(code: TokenStream) -> Checked<String> {
    Ok(spaced(&items(code)?))
}

/// Items as they stand in a file, without blank lines between them.
pub(crate) fn items(code: TokenStream) -> Checked<String> {
    Ok(prettyplease::unparse(&parse(code)?))
}

/// Items as they stand in a module.
pub(crate) fn inner(code: TokenStream) -> Checked<String> {
    Ok(inner_items(parse(code)?.items))
}

/// Items as they stand in a module.
pub(crate) fn inner_items(items: Vec<Item>) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut module: syn::ItemMod = syn::parse_quote!(
        mod outer {}
    );
    module.content = Some((syn::token::Brace::default(), items));
    let text = prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items: vec![Item::Mod(module)] });
    // Without the lines of the module.
    let inside = text.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    inside.unwrap_or_default().to_owned()
}

/// A module that has items already, with more of them, which are laid out.
pub(crate) fn module(head: TokenStream, items: &str) -> Checked<String> {
    let head = self::items(head)?;
    let open = head.strip_suffix("}\n").unwrap_or(&head);
    let line = if open.ends_with('{') { "\n" } else { "" };
    Ok([open, line, items, "}\n"].concat())
}

/// With a blank line after each block.
pub(crate) fn spaced(text: &str) -> String {
    progenitor_impl::space_out_items(text.to_owned()).unwrap_or_else(|_| text.to_owned())
}

/// What a library, or this one, has generated.
pub(crate) fn parse(code: TokenStream) -> Checked<syn::File> {
    syn::parse2(code).map_err(|error| internal(&format!("the generated code does not parse: {error}")))
}
