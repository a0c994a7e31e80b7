//! The operations of a service, read from the generated trait `Api`.

use quote::ToTokens;
use syn::{FnArg, GenericArgument, Item, Pat, PathArguments, ReturnType, TraitItem, Type, TypeParamBound};

/// A method of the trait `Api`.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: String,
    /// Whether the trait implements it.
    pub(super) is_implemented: bool,
    /// Method and path, and the summary if there is one.
    pub(super) about: Vec<String>,
    /// Names and types.
    arguments: Vec<(String, String)>,
    output: String,
}

/// The methods of the trait `Api` in generated code.
///
/// # Errors
/// When the trait is missing or has another form than the generator gives it.
pub(super) fn operations(api: &syn::File) -> Result<Vec<Operation>, String> {
    let api = api.items.iter().find_map(|item| match item {
        Item::Trait(item) if item.ident == "Api" => Some(item),
        _ => None,
    });
    let items = &api.ok_or("the generated code has no trait `Api`")?.items;
    items
        .iter()
        .filter_map(|item| match item {
            TraitItem::Fn(item) => Some(operation(item).ok_or_else(|| format!("unexpected method {}", item.sig.ident))),
            _ => None,
        })
        .collect()
}

fn operation(item: &syn::TraitItemFn) -> Option<Operation> {
    let arguments = item.sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let arguments = arguments.map(|argument| match argument.pat.as_ref() {
        Pat::Ident(pattern) => Some((pattern.ident.to_string(), text(&argument.ty))),
        _ => None,
    });
    let lines: Vec<String> = item.attrs.iter().filter_map(doc).collect();
    let about = lines.split(String::is_empty).take(2).filter_map(|paragraph| paragraph.first().cloned());
    Some(Operation {
        name: item.sig.ident.to_string(),
        is_implemented: item.default.is_some(),
        about: about.map(|line| line.trim_matches('`').to_owned()).collect(),
        arguments: arguments.collect::<Option<_>>()?,
        output: text(output(&item.sig.output)?),
    })
}

/// The `Output` of the future that is returned.
fn output(output: &ReturnType) -> Option<&Type> {
    let ReturnType::Type(_, kind) = output else { return None };
    let Type::ImplTrait(future) = kind.as_ref() else { return None };
    future.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(associated) if associated.ident == "Output" => Some(&associated.ty),
            _ => None,
        })
    })
}

/// The line of a doc comment.
pub(super) fn doc(attribute: &syn::Attribute) -> Option<String> {
    let syn::Meta::NameValue(meta) = &attribute.meta else { return None };
    match &meta.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if meta.path.is_ident("doc") => {
            Some(text.value().trim().to_owned())
        }
        _ => None,
    }
}

/// A type with the usual spacing.
fn text(kind: &Type) -> String {
    kind.to_token_stream().to_string().replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace(" ,", ",")
}

impl Operation {
    /// Method and path.
    pub(super) fn request(&self) -> Option<(&str, &str)> {
        self.about.first()?.split_once(' ')
    }

    /// The signature of an implementation that uses none of its arguments.
    pub(super) fn signature(&self) -> String {
        let arguments: String = self.arguments.iter().map(|(name, kind)| format!(", _{name}: {kind}")).collect();
        format!("async fn {}(&self{arguments}) -> {}", self.name, self.output)
    }

    /// The generated types in the signature.
    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        let kinds = self.arguments.iter().map(|(_, kind)| kind).chain([&self.output]);
        kinds
            .flat_map(|kind| kind.split(|character: char| !character.is_alphanumeric() && character != '_'))
            .filter(|name| !name.is_empty() && !["Result", "Fault"].contains(name))
    }
}
