//! Pagination for the client: a type per list operation with `page_token` and `Link`, whose pages are a stream.

use dropspec_openapi::document::{Document, Location, Operation, Status};
use heck::ToSnakeCase;
use http::StatusCode;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{FnArg, GenericArgument, ImplItem, ImplItemFn, Item, Pat, PathArguments, ReturnType, Type};

use crate::rust::docs::docs;
use crate::rust::names::{field_name, type_name};

/// The parameter with the token of a page.
const TOKEN: &str = "page_token";

/// The types of all paginated lists and their helper function; `None` if there are none.
pub(super) fn pages(document: &Document<'_>, client: &syn::File) -> Option<TokenStream> {
    let lists: Vec<TokenStream> =
        document.operations.iter().filter(|it| is_paged(it)).filter_map(|it| list(it, client)).collect();
    let next_page = next_page();
    (!lists.is_empty()).then(|| quote!(#(#lists)* #next_page))
}

fn is_paged(operation: &Operation<'_>) -> bool {
    let takes_token = operation
        .parameters
        .iter()
        .any(|parameter| parameter.name == TOKEN && parameter.location == Location::Query && !parameter.required);
    let links = operation.responses.iter().any(|response| {
        response.status == Status::Code(StatusCode::OK)
            && response.headers.iter().any(|header| header.name.eq_ignore_ascii_case("link"))
    });
    takes_token && links
}

fn list(operation: &Operation<'_>, client: &syn::File) -> Option<TokenStream> {
    let method = method(operation, client)?;
    let [success, error] = outcome(method)?;
    let [page] = arguments(success)?;
    let [item] = arguments(page)?;
    let arguments: Vec<Argument<'_>> = method.sig.inputs.iter().filter_map(Argument::read).collect();
    let fields = arguments.iter().filter(|argument| !argument.is_token()).map(|argument| argument.field(operation));
    let values = arguments.iter().map(Argument::value);
    let is_optional = arguments.iter().all(Argument::is_optional);
    let default = is_optional.then(|| quote!(, Default));
    let (name, call) = (type_name(operation.id), &method.sig.ident);
    let text = docs(&format!(
        "The parameters of [`Client::{call}`], except the page token.\n\nPagination is stable: each page starts after the last item of \
         the previous one, even if items are added or removed in the meantime."
    ));
    Some(quote! {
        #(#[doc = #text])*
        #[derive(Clone, Debug #default)]
        pub struct #name { #(#fields,)* }

        #[allow(clippy::clone_on_copy)]
        impl #name {
            /// The pages; each is requested when the previous one has been consumed.
            pub fn pages<'a>(
                &'a self,
                client: &'a Client,
            ) -> impl ::futures_util::Stream<Item = Result<#page, #error>> + 'a {
                ::futures_util::stream::try_unfold(Some(None::<String>), move |page| async move {
                    let Some(page_token) = page else { return Ok(None) };
                    let response = client.#call(#(#values),*).await?;
                    let next = next_page(response.headers());
                    Ok(Some((response.into_inner(), next.map(Some))))
                })
            }

            /// The items of all pages.
            pub fn items<'a>(
                &'a self,
                client: &'a Client,
            ) -> impl ::futures_util::Stream<Item = Result<#item, #error>> + 'a {
                use ::futures_util::{TryStreamExt, stream};
                self.pages(client).map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten()
            }
        }
    })
}

/// The method of an operation.
fn method<'f>(operation: &Operation<'_>, client: &'f syn::File) -> Option<&'f ImplItemFn> {
    let name = field_name(operation.id);
    let items = client.items.iter().filter_map(|item| match item {
        Item::Impl(item) => Some(&item.items),
        _ => None,
    });
    items.flatten().find_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == name && method.sig.asyncness.is_some() => Some(method),
        _ => None,
    })
}

/// The success and error types.
fn outcome(method: &ImplItemFn) -> Option<[&Type; 2]> {
    match &method.sig.output {
        ReturnType::Type(_, kind) => arguments(kind),
        ReturnType::Default => None,
    }
}

/// The arguments of a generic type.
fn arguments<const N: usize>(kind: &Type) -> Option<[&Type; N]> {
    let Type::Path(path) = kind else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(kind) => Some(kind),
        _ => None,
    });
    types.collect::<Vec<_>>().try_into().ok()
}

/// An argument of a method.
struct Argument<'f> {
    name: &'f Ident,
    kind: &'f Type,
}

impl<'f> Argument<'f> {
    fn read(input: &'f FnArg) -> Option<Self> {
        let FnArg::Typed(input) = input else { return None };
        let Pat::Ident(pattern) = &*input.pat else { return None };
        Some(Self { name: &pattern.ident, kind: &input.ty })
    }

    fn is_token(&self) -> bool {
        self.name == TOKEN
    }

    /// The type within an `Option`.
    fn optional(&self) -> Option<&'f Type> {
        let Type::Path(path) = self.kind else { return None };
        let is_option = path.path.segments.last().is_some_and(|segment| segment.ident == "Option");
        is_option.then(|| arguments(self.kind).map(|[inner]: [&Type; 1]| inner)).flatten()
    }

    fn is_optional(&self) -> bool {
        self.optional().is_some()
    }

    /// The field that stores the argument.
    fn field(&self, operation: &Operation<'_>) -> TokenStream {
        let described =
            operation.parameters.iter().find(|parameter| *self.name == field_name(&parameter.name.to_snake_case()));
        let text = docs(described.and_then(|parameter| parameter.description).unwrap_or("A parameter."));
        let name = self.name;
        let kind = match self.optional() {
            Some(inner) => {
                let kind = owned(inner);
                quote!(Option<#kind>)
            }
            None => owned(self.kind),
        };
        quote!(#(#[doc = #text])* pub #name: #kind)
    }

    /// The expression that passes the argument.
    fn value(&self) -> TokenStream {
        let name = self.name;
        if self.is_token() {
            return quote!(page_token.as_deref());
        }
        match self.optional() {
            Some(Type::Reference(inner)) if is_text(&inner.elem) => quote!(self.#name.as_deref()),
            Some(Type::Reference(_)) => quote!(self.#name.as_ref()),
            Some(_) => quote!(self.#name.clone()),
            None if matches!(self.kind, Type::Reference(_)) => quote!(&self.#name),
            None => quote!(self.#name.clone()),
        }
    }
}

/// The owned type of a borrowed one.
fn owned(kind: &Type) -> TokenStream {
    match kind {
        Type::Reference(inner) if is_text(&inner.elem) => quote!(::std::string::String),
        Type::Reference(inner) => inner.elem.to_token_stream(),
        other => other.to_token_stream(),
    }
}

fn is_text(kind: &Type) -> bool {
    matches!(kind, Type::Path(path) if path.path.is_ident("str"))
}

/// The function that extracts the token of the next page.
fn next_page() -> TokenStream {
    quote! {
        /// The token in the link to the next page (RFC 8288).
        fn next_page(headers: &::reqwest::header::HeaderMap) -> Option<String> {
            let values = headers.get_all(::reqwest::header::LINK).iter().filter_map(|value| value.to_str().ok());
            let links = values.flat_map(|value| value.split('<').skip(1)).filter_map(|link| link.split_once('>'));
            let is_next = |parameter: &str| {
                matches!(parameter.trim_matches([' ', '\t', ',']), "rel=next" | "rel=\"next\"")
            };
            let mut targets =
                links.filter(|(_, parameters)| parameters.split(';').any(is_next)).map(|(target, _)| target);
            // Targets may be relative to the requested URL; only their query matters.
            let target = ::reqwest::Url::parse("http://localhost").ok()?.join(targets.next()?).ok()?;
            target.query_pairs().find(|(name, _)| name == "page_token").map(|(_, token)| token.into_owned())
        }
    }
}
