//! The names in generated code.

use std::collections::HashSet;
use std::fmt::Display;

use proc_macro2::Ident;
use syn::{Fields, Item, Pat, Stmt, TraitItem, UseTree};

/// Asserts that no scope of a file has two items, fields, variants or variables of the same name.
#[track_caller]
pub(crate) fn assert_distinct(code: &str) {
    let file = syn::parse_file(code).unwrap();
    check_items(&file.items, "the file");
}

/// The names of a namespace of a scope.
struct Names<'n> {
    scope: &'n str,
    seen: HashSet<String>,
}

impl<'n> Names<'n> {
    fn new(scope: &'n str) -> Self {
        Self { scope, seen: HashSet::new() }
    }

    #[track_caller]
    fn add(&mut self, name: &impl Display) {
        assert!(self.seen.insert(name.to_string()), "`{name}` is twice in {}", self.scope);
    }
}

fn check_items(items: &[Item], scope: &str) {
    let (mut types, mut values) = (Names::new(scope), Names::new(scope));
    for item in items {
        match item {
            Item::Mod(module) => {
                types.add(&module.ident);
                let content = module.content.as_ref().map_or(&[][..], |(_, items)| items);
                check_items(content, &module.ident.to_string());
            }
            Item::Struct(item) => {
                types.add(&item.ident);
                check_fields(&item.fields, &item.ident);
            }
            Item::Enum(item) => {
                types.add(&item.ident);
                let scope = item.ident.to_string();
                let mut variants = Names::new(&scope);
                for variant in &item.variants {
                    variants.add(&variant.ident);
                    check_fields(&variant.fields, &variant.ident);
                }
            }
            Item::Trait(item) => {
                types.add(&item.ident);
                let scope = item.ident.to_string();
                let mut methods = Names::new(&scope);
                for item in &item.items {
                    if let TraitItem::Fn(method) = item {
                        methods.add(&method.sig.ident);
                    }
                }
            }
            Item::Type(item) => types.add(&item.ident),
            Item::Use(item) => imported(&item.tree).iter().for_each(|name| types.add(name)),
            Item::Static(item) => values.add(&item.ident),
            Item::Fn(item) => values.add(&item.sig.ident),
            _ => {}
        }
    }
    for function in items.iter().filter_map(|item| if let Item::Fn(item) = item { Some(item) } else { None }) {
        check_variables(&function.block.stmts, &function.sig.ident, &statics(items));
    }
}

fn check_fields(fields: &Fields, scope: &Ident) {
    let scope = scope.to_string();
    let mut names = Names::new(&scope);
    fields.iter().filter_map(|field| field.ident.as_ref()).for_each(|name| names.add(name));
}

/// A variable may hide none of another one and no static.
fn check_variables(statements: &[Stmt], scope: &Ident, statics: &HashSet<String>) {
    let scope = scope.to_string();
    let mut names = Names { scope: &scope, seen: statics.clone() };
    for statement in statements {
        if let Stmt::Local(local) = statement
            && let Pat::Ident(pattern) = &local.pat
        {
            names.add(&pattern.ident);
        }
    }
}

fn statics(items: &[Item]) -> HashSet<String> {
    let names = items.iter().filter_map(|item| if let Item::Static(item) = item { Some(&item.ident) } else { None });
    names.map(ToString::to_string).collect()
}

/// The names that an import brings into scope.
fn imported(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) => imported(&path.tree),
        UseTree::Name(name) if name.ident == "self" => Vec::new(),
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Rename(rename) => vec![rename.rename.to_string()],
        UseTree::Glob(_) => Vec::new(),
        UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
    }
}
