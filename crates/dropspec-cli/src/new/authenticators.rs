//! Who vouches for credentials, to begin with: nobody.

use syn::{Item, TraitItem};

use super::skeleton::doc;

/// The authenticators that the generated code asks for.
#[derive(Debug)]
pub(super) struct Authenticators(Vec<Scheme>);

#[derive(Debug)]
struct Scheme {
    /// The name of its method.
    method: String,
    /// `key`: a key in the header `X-Key`.
    about: String,
}

impl Authenticators {
    /// Those of the trait `Authenticators` in generated code; none if it is not there.
    pub(super) fn read(api: &syn::File) -> Self {
        let of_trait = api.items.iter().find_map(|item| match item {
            Item::Trait(item) if item.ident == "Authenticators" => Some(&item.items),
            _ => None,
        });
        let methods = of_trait.into_iter().flatten().filter_map(|item| match item {
            TraitItem::Fn(item) => Some(item),
            _ => None,
        });
        let scheme = |item: &syn::TraitItemFn| Scheme {
            method: item.sig.ident.to_string(),
            about: item.attrs.iter().find_map(doc).unwrap_or_default(),
        };
        Self(methods.map(scheme).collect())
    }

    /// What the code names of the generated code.
    pub(super) fn imports(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| "Authenticators".to_owned())
    }

    /// What the code names of the engine.
    pub(super) fn engine_imports(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "use dropspec::security::{Authenticator, Credential, Denial, Identity};\n" }
    }

    /// The implementation, and what stands behind it.
    pub(super) fn code(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let method = |Scheme { method, about }: &Scheme| {
            format!("    // {about}\n    fn {method}(&self) -> &dyn Authenticator {{\n        &nobody\n    }}\n")
        };
        let methods: Vec<String> = self.0.iter().map(method).collect();
        format!(
            "impl Authenticators for Service {{\n{}}}\n\n\
             /// Whose credentials these are: to be decided, by `dropspec::security::ApiKeys`, `Jwt` or a function like this.\n\
             async fn nobody(_credential: Credential) -> Result<Identity, Denial> {{\n    \
             Err(Fault::not_implemented().into())\n}}\n\n",
            methods.join("\n")
        )
    }
}
