//! The tables of a service, read from the generated module `tables`.

use syn::{Item, Type};

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    /// The generated module, which has the name of the table.
    pub(super) name: String,
    /// The generated type of its rows.
    pub(super) record: String,
}

/// The tables of generated code.
pub(super) fn tables(api: &syn::File) -> Vec<Table> {
    let content = api.items.iter().find_map(|item| match item {
        Item::Mod(item) if item.ident == "tables" => item.content.as_ref(),
        _ => None,
    });
    let modules = content.into_iter().flat_map(|(_, items)| items).filter_map(|item| match item {
        Item::Mod(item) => Some(item),
        _ => None,
    });
    modules.filter_map(|module| Some(Table { name: module.ident.to_string(), record: record(module)? })).collect()
}

/// The type that implements `Entity` in a module.
fn record(module: &syn::ItemMod) -> Option<String> {
    module.content.iter().flat_map(|(_, items)| items).find_map(|item| {
        let Item::Impl(item) = item else { return None };
        let (_, of, _) = item.trait_.as_ref()?;
        let Type::Path(record) = item.self_ty.as_ref() else { return None };
        (of.segments.last()?.ident == "Entity").then(|| Some(record.path.segments.last()?.ident.to_string()))?
    })
}
