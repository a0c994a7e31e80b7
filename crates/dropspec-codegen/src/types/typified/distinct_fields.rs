//! Distinct names for fields of properties that would share a name in Rust, such as `aB` and `a_b`.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use syn::visit_mut::{VisitMut, visit_expr_struct_mut};
use syn::{ExprStruct, Fields, Item, ItemStruct, Member, Type};

use super::structs::{default_call, renamed};
use crate::rust::names::numbered;

/// Numbers the fields of each struct that share a name, and the code that builds these structs. A property that is spelled like its
/// field keeps the name, so that adding a similar property does not rename the field. typify has written the property to `serde(rename)`.
pub(super) fn number_fields(items: &mut [Item]) {
    let mut changed: HashMap<String, Vec<Ident>> = HashMap::new();
    for item in items.iter_mut() {
        if let Item::Struct(item) = item
            && let Some(names) = number(item)
        {
            changed.insert(item.ident.to_string(), names);
        }
    }
    if changed.is_empty() {
        return;
    }
    for item in items {
        if let Item::Impl(item) = item
            && let Type::Path(path) = &*item.self_ty
            && let Some(names) = path.path.segments.last().and_then(|last| changed.get(&last.ident.to_string()))
        {
            Constructors(names).visit_item_impl_mut(item);
        }
    }
}

/// Numbers the fields of a struct; returns all of their names if one has changed. Fields that share a function for their default, which
/// typify names after the field, are left alone.
fn number(item: &mut ItemStruct) -> Option<Vec<Ident>> {
    let Fields::Named(fields) = &mut item.fields else { return None };
    let mut counts: HashMap<Ident, usize> = HashMap::new();
    let names: Vec<Ident> = fields.named.iter().filter_map(|field| field.ident.clone()).collect();
    names.iter().for_each(|name| *counts.entry(name.clone()).or_default() += 1);
    if counts.values().all(|count| *count == 1) || has_shared_default(item) {
        return None;
    }
    let Fields::Named(fields) = &mut item.fields else { return None };
    let mut distinct = Vec::new();
    for field in &mut fields.named {
        let name = field.ident.as_mut()?;
        if counts.get(name).is_some_and(|count| *count > 1) && renamed(&field.attrs).is_some() {
            let free = (2..).map(|number| numbered(name, number)).find(|free| !counts.contains_key(free))?;
            counts.insert(free.clone(), 1);
            *name = free;
        }
        distinct.push(name.clone());
    }
    Some(distinct)
}

/// Whether two fields use the same function for their default.
fn has_shared_default(item: &ItemStruct) -> bool {
    let mut seen = HashSet::new();
    let mut calls = item.fields.iter().filter_map(|field| default_call(&field.attrs));
    calls.any(|call| call.starts_with("unwrap_or_else") && !call.contains('<') && !seen.insert(call))
}

/// Renames the fields where a struct is built from all of its fields, in their order.
struct Constructors<'n>(&'n [Ident]);

impl VisitMut for Constructors<'_> {
    fn visit_expr_struct_mut(&mut self, expression: &mut ExprStruct) {
        if expression.path.is_ident("Self") && expression.fields.len() == self.0.len() {
            for (field, name) in expression.fields.iter_mut().zip(self.0) {
                field.member = Member::Named(name.clone());
            }
        }
        visit_expr_struct_mut(self, expression);
    }
}
