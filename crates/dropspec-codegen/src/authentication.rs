//! The trait that provides the authenticators, the security schemes, and the functions that authenticate callers.

use dropspec_openapi::document::{Document, RequiredScheme, Scheme, SchemeKind, Security};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::rust::distinct::DistinctNames;
use crate::rust::docs::docs;
use crate::rust::names::{constant_name, field_name};
use crate::security::{identity_type, scheme_text, schemes, security_text};

/// The authentication of all operations.
pub(crate) struct Authentication<'d, 's> {
    schemes: Vec<NamedScheme<'d, 's>>,
    /// A function for each distinct requirement of operations.
    functions: Vec<Function>,
}

/// A required scheme.
struct NamedScheme<'d, 's> {
    scheme: &'d Scheme<'s>,
    /// The method of the trait `Authenticators`.
    method: Ident,
    /// The static of the module `schemes`.
    constant: Ident,
}

/// A function that authenticates callers.
struct Function {
    name: Ident,
    text: String,
    result: TokenStream,
    body: TokenStream,
}

impl<'d, 's> Authentication<'d, 's> {
    /// Names what the operations of a document need; nothing if none requires credentials.
    pub(crate) fn new(document: &'d Document<'s>) -> Self {
        let schemes = schemes(document);
        let methods =
            DistinctNames::default().add_all(schemes.iter().map(|scheme| (scheme.name, field_name(scheme.name))));
        let mut scope = DistinctNames::default();
        let constants = scope.add_all(schemes.iter().map(|scheme| (scheme.name, constant_name(scheme.name))));
        let names = methods.into_iter().zip(constants);
        let named = |(scheme, (method, constant))| NamedScheme { scheme, method, constant };
        let schemes = schemes.into_iter().zip(names).map(named).collect();
        let mut authentication = Self { schemes, functions: Vec::new() };
        for security in document.operations.iter().map(|operation| &operation.security) {
            if let (Some(text), Some(result)) = (security_text(security), identity_type(security)) {
                let body = authentication.body(security);
                if authentication.function(&body).is_none() {
                    let name = scope.add(&field_name(&schemes_text(security)));
                    authentication.functions.push(Function { name, text, result, body });
                }
            }
        }
        authentication
    }

    /// The expression that authenticates the caller of an operation, if it requires that.
    pub(crate) fn call(&self, security: &Security<'_>) -> Option<TokenStream> {
        let Function { name, .. } = self.function(&self.body(security))?;
        Some(quote!(schemes::#name(api, context).await?))
    }

    fn function(&self, body: &TokenStream) -> Option<&Function> {
        let text = body.to_string();
        self.functions.iter().find(|known| known.body.to_string() == text)
    }

    fn body(&self, security: &Security<'_>) -> TokenStream {
        let alternatives = security.alternatives.iter().map(|needs| {
            let needs = needs.iter().map(|need| self.need(need));
            quote!(&[#(#needs),*])
        });
        let function = if security.allows_anonymous { quote!(optional_identity) } else { quote!(identity) };
        quote!(::dropspec::auth::#function(context, &[#(#alternatives),*]).await)
    }

    fn need(&self, need: &RequiredScheme<'_>) -> Option<TokenStream> {
        let NamedScheme { method, constant, .. } =
            self.schemes.iter().find(|named| named.scheme.name == need.scheme.name)?;
        let scopes = need.scopes.as_slice();
        Some(quote!(Requirement::new(&#constant, &[#(#scopes),*], Authenticators::#method(api))))
    }

    /// Whether an operation requires credentials.
    pub(crate) fn is_used(&self) -> bool {
        !self.schemes.is_empty()
    }

    /// The trait `Authenticators` and the module `schemes`; empty if no operation requires credentials.
    pub(crate) fn items(&self) -> TokenStream {
        if !self.is_used() {
            return TokenStream::new();
        }
        let methods = self.schemes.iter().map(|NamedScheme { scheme, method, .. }| {
            let docs = docs(&scheme_text(scheme));
            quote!(#(#[doc = #docs])* fn #method(&self) -> &dyn ::dropspec::auth::Authenticator;)
        });
        let constants = self.schemes.iter().map(|NamedScheme { scheme, constant, .. }| {
            let (name, kind) = (scheme.name, kind(scheme.kind));
            quote!(static #constant: Scheme = Scheme { name: #name, kind: SchemeKind::#kind };)
        });
        let functions = self.functions.iter().map(|Function { name, text, result, body }| {
            let text = format!(" {text}");
            quote! {
                #[doc = #text]
                pub(super) async fn #name<A: Api>(api: &A, context: &RequestContext) -> Result<#result, Error> {
                    #body
                }
            }
        });
        quote! {
            /// The authenticators of the security schemes that operations require.
            pub trait Authenticators {
                #(#methods)*
            }

            /// The security schemes.
            mod schemes {
                use dropspec::auth::{Scheme, SchemeKind, SecurityRequirement as Requirement};
                use dropspec::{Error, RequestContext};
                use super::{Api, Authenticators};

                #(#constants)*
                #(#functions)*
            }
        }
    }
}

/// The schemes in words, as `a_and_b_or_c`.
fn schemes_text(security: &Security<'_>) -> String {
    let names =
        |needs: &Vec<RequiredScheme<'_>>| needs.iter().map(|need| need.scheme.name).collect::<Vec<_>>().join(" and ");
    let alternatives: Vec<String> = security.alternatives.iter().map(names).collect();
    let none = if security.allows_anonymous { " or nothing" } else { "" };
    alternatives.join(" or ") + none
}

fn kind(kind: SchemeKind<'_>) -> TokenStream {
    match kind {
        SchemeKind::KeyInHeader(name) => {
            let name = name.to_lowercase();
            quote!(KeyInHeader(#name))
        }
        SchemeKind::KeyInQuery(name) => quote!(KeyInQuery(#name)),
        SchemeKind::KeyInCookie(name) => quote!(KeyInCookie(#name)),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Http(name) => quote!(Http(#name)),
    }
}
