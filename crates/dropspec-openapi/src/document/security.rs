//! Security schemes, and the requirements of operations.

use http::HeaderName;

use crate::node::{Checked, Node, collect};

/// A security scheme.
#[derive(Clone, Debug)]
pub struct Scheme<'s> {
    /// The scheme in the document.
    pub node: Node<'s>,
    /// Its name, of letters, digits, `.`, `-` and `_`.
    pub name: &'s str,
    /// `description`.
    pub description: Option<&'s str>,
    /// The location and form of its credentials.
    pub kind: SchemeKind<'s>,
    scopes: Scopes<'s>,
}

/// The location and form of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind<'s> {
    /// An API key in the named header.
    KeyInHeader(&'s str),
    /// An API key in the named query parameter.
    KeyInQuery(&'s str),
    /// An API key in the named cookie.
    KeyInCookie(&'s str),
    /// Basic authentication (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750); also for `oauth2` and `openIdConnect`.
    Bearer,
    /// Credentials in `Authorization` of another authentication scheme, such as `Digest`.
    Http(&'s str),
}

/// The scopes that a requirement may name.
#[derive(Clone, Debug)]
enum Scopes<'s> {
    None,
    Listed(Vec<&'s str>),
    Any,
}

/// The security requirements of an operation.
#[derive(Clone, Debug, Default)]
pub struct Security<'s> {
    /// The alternatives, each a list of schemes that are required together; empty if no credentials are required.
    pub alternatives: Vec<Vec<RequiredScheme<'s>>>,
    /// Whether credentials are optional although there are alternatives.
    pub allows_anonymous: bool,
}

/// A scheme of an alternative.
#[derive(Clone, Debug)]
pub struct RequiredScheme<'s> {
    /// The scheme.
    pub scheme: Scheme<'s>,
    /// The required scopes.
    pub scopes: Vec<&'s str>,
}

impl<'s> Security<'s> {
    /// The schemes of all alternatives, with repetitions.
    pub fn schemes(&self) -> impl Iterator<Item = &Scheme<'s>> {
        self.alternatives.iter().flatten().map(|required_scheme| &required_scheme.scheme)
    }

    /// Whether an alternative needs credentials of two authentication schemes in `Authorization`, which has room for one.
    pub fn has_unsatisfiable_alternative(&self) -> bool {
        let in_authorization = |kind| matches!(kind, SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_));
        self.alternatives.iter().any(|alternative| {
            let mut kinds =
                alternative.iter().map(|required| required.scheme.kind).filter(|kind| in_authorization(*kind));
            let first = kinds.next();
            kinds.any(|kind| Some(kind) != first)
        })
    }

    /// Reads the value of `security`.
    fn read(node: &Node<'s>, schemes: &[Scheme<'s>]) -> Checked<Self> {
        let alternatives = collect(node.items()?, |alternative| read_alternative(&alternative, schemes))?;
        let (anonymous, alternatives): (Vec<_>, Vec<_>) = alternatives.into_iter().partition(Vec::is_empty);
        Ok(Self { alternatives, allows_anonymous: !anonymous.is_empty() })
    }
}

/// The security schemes and the default requirements of a document.
#[derive(Debug)]
pub(super) struct SecurityRules<'s> {
    schemes: Vec<Scheme<'s>>,
    default: Security<'s>,
}

impl<'s> SecurityRules<'s> {
    /// Reads `components.securitySchemes` and the document's `security`.
    pub(super) fn read(root: &Node<'s>) -> Checked<Self> {
        let components = root.get("components");
        let schemes =
            components.map_or_else(|| Ok(Vec::new()), |components| components.entries_of("securitySchemes"))?;
        let schemes = collect(schemes, |(name, scheme)| read_scheme(name, &scheme))?;
        let default = root.get("security").map(|security| Security::read(&security, &schemes)).transpose()?;
        Ok(Self { schemes, default: default.unwrap_or_default() })
    }

    /// The requirements of an operation: its own, or those of the document.
    pub(super) fn for_operation(&self, operation: &Node<'s>) -> Checked<Security<'s>> {
        match operation.get("security") {
            Some(own) => Security::read(&own, &self.schemes),
            None => Ok(self.default.clone()),
        }
    }
}

fn read_alternative<'s>(node: &Node<'s>, schemes: &[Scheme<'s>]) -> Checked<Vec<RequiredScheme<'s>>> {
    collect(node.entries()?, |(name, scopes)| read_required_scheme(name, &scopes, schemes))
}

fn read_required_scheme<'s>(name: &str, node: &Node<'s>, schemes: &[Scheme<'s>]) -> Checked<RequiredScheme<'s>> {
    let Some(scheme) = schemes.iter().find(|scheme| scheme.name == name) else {
        return Err(node.error(format!("undefined security scheme `{name}`; declare it in components.securitySchemes")));
    };
    let scopes = collect(node.items()?, |scope| {
        let name = scope.value().as_str().ok_or_else(|| scope.error("a scope must be a string"))?;
        match &scheme.scopes {
            _ if !is_scope(name) => Err(scope.error(format!("`{name}` is not a valid scope (RFC 6749)"))),
            Scopes::None => {
                Err(scope.error("only the schemes `oauth2` and `openIdConnect` have scopes in OpenAPI 3.0"))
            }
            Scopes::Listed(known) if !known.contains(&name) => {
                Err(scope.error(format!("no flow of the security scheme `{}` has the scope `{name}`", scheme.name)))
            }
            Scopes::Listed(_) | Scopes::Any => Ok(name),
        }
    })?;
    Ok(RequiredScheme { scheme: scheme.clone(), scopes })
}

/// `scope-token` of RFC 6749, section 3.3.
fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

fn read_scheme<'s>(name: &'s str, node: &Node<'s>) -> Checked<Scheme<'s>> {
    let node = node.resolve()?;
    let (kind, scopes) = match node.required_text("type")? {
        "apiKey" => (read_key(&node)?, Scopes::None),
        "http" => (read_http(&node)?, Scopes::None),
        "oauth2" => {
            node.allow_keys("an `oauth2` security scheme", &["type", "description", "flows"])?;
            (SchemeKind::Bearer, Scopes::Listed(read_flows(&node.require("flows")?)?))
        }
        "openIdConnect" => {
            node.allow_keys("an `openIdConnect` security scheme", &["type", "description", "openIdConnectUrl"])?;
            node.required_text("openIdConnectUrl")?;
            (SchemeKind::Bearer, Scopes::Any)
        }
        other => {
            let message = format!("unknown security scheme type `{other}`; use apiKey, http, oauth2 or openIdConnect");
            return Err(node.require("type")?.error(message));
        }
    };
    Ok(Scheme { name, description: node.text("description")?, kind, scopes, node })
}

fn read_key<'s>(node: &Node<'s>) -> Checked<SchemeKind<'s>> {
    node.allow_keys("an `apiKey` security scheme", &["type", "description", "name", "in"])?;
    let (name, place) = (node.required_text("name")?, node.required_text("in")?);
    if name.is_empty() {
        return Err(node.require("name")?.error("an API key must have a name"));
    }
    // Cookie names are tokens, like header names (RFC 6265, section 4.1.1).
    if place != "query" && HeaderName::from_bytes(name.as_bytes()).is_err() {
        return Err(node.require("name")?.error(format!("`{name}` is not a valid {place} name")));
    }
    match place {
        "header" => Ok(SchemeKind::KeyInHeader(name)),
        "query" => Ok(SchemeKind::KeyInQuery(name)),
        "cookie" => Ok(SchemeKind::KeyInCookie(name)),
        _ => Err(node.require("in")?.error(format!("invalid `in`: `{place}`; use header, query or cookie"))),
    }
}

fn read_http<'s>(node: &Node<'s>) -> Checked<SchemeKind<'s>> {
    let scheme = node.required_text("scheme")?;
    // HTTP authentication schemes are case-insensitive (RFC 9110, section 11.1).
    match scheme.to_ascii_lowercase().as_str() {
        "basic" => {
            node.allow_keys("a `basic` security scheme", &["type", "description", "scheme"])?;
            Ok(SchemeKind::Basic)
        }
        "bearer" => {
            node.allow_keys("a `bearer` security scheme", &["type", "description", "scheme", "bearerFormat"])?;
            Ok(SchemeKind::Bearer)
        }
        _ if is_token(scheme) => {
            node.allow_keys("an `http` security scheme", &["type", "description", "scheme"])?;
            Ok(SchemeKind::Http(scheme))
        }
        _ => Err(node.require("scheme")?.error(format!("`{scheme}` is not the name of an HTTP authentication scheme"))),
    }
}

/// `token` of RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The scopes of all flows.
fn read_flows<'s>(flows: &Node<'s>) -> Checked<Vec<&'s str>> {
    let (authorization, token) = ("authorizationUrl", "tokenUrl");
    let known: [(&str, &[&str]); 4] = [
        ("implicit", &[authorization]),
        ("password", &[token]),
        ("clientCredentials", &[token]),
        ("authorizationCode", &[authorization, token]),
    ];
    let flows = known.iter().filter_map(|(name, urls)| Some((flows.get(name)?, *urls)));
    let scopes = collect(flows, |(flow, urls)| read_flow(&flow, urls))?;
    Ok(scopes.into_iter().flatten().collect())
}

fn read_flow<'s>(flow: &Node<'s>, urls: &[&str]) -> Checked<Vec<&'s str>> {
    flow.allow_keys("this flow", &[urls, &["refreshUrl", "scopes"]].concat())?;
    collect(urls, |url| flow.required_text(url))?;
    let scopes = flow.entries_of("scopes")?.into_iter().map(|(name, _)| name);
    Ok(scopes.filter(|name| !name.starts_with("x-")).collect())
}
