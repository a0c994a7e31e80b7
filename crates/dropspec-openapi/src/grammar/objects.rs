//! The objects of OpenAPI 3.0, in the order of section 4.7.

use super::extensions::{
    AGGREGATE, CASE_SENSITIVE, CSV, GEOGRAPHY, GROUP, MAX_BODY, OPERATION as ACTION, PAGE_FORM, REFERENCES, SEARCH,
    SET, TABLE,
};
use super::rules::ObjectRule;
use super::rules::Rule::{Any, Count, Flag, FlagOr, List, Map, Number, One, OperationReference, SchemaName, Text};

/// The OpenAPI Object: the root of a document (section 4.7.1).
pub static DOCUMENT: ObjectRule = ObjectRule::new(
    "the document",
    &[
        ("openapi", Text),
        ("info", One(&INFO)),
        ("servers", List(&One(&SERVER))),
        ("paths", One(&PATHS)),
        ("components", One(&COMPONENTS)),
        ("security", List(&Map(&List(&Text)))),
        ("tags", List(&One(&TAG))),
        ("externalDocs", One(&EXTERNAL_DOCS)),
    ],
)
.required(&["openapi", "info", "paths"]);

static INFO: ObjectRule = ObjectRule::new(
    "the info",
    &[
        ("title", Text),
        ("description", Text),
        ("termsOfService", Text),
        ("contact", One(&CONTACT)),
        ("license", One(&LICENSE)),
        ("version", Text),
    ],
)
.required(&["title", "version"]);

static CONTACT: ObjectRule = ObjectRule::new("a contact", &[("name", Text), ("url", Text), ("email", Text)]);

static LICENSE: ObjectRule = ObjectRule::new("a license", &[("name", Text), ("url", Text)]).required(&["name"]);

static SERVER: ObjectRule =
    ObjectRule::new("a server", &[("url", Text), ("description", Text), ("variables", Map(&One(&SERVER_VARIABLE)))])
        .required(&["url"]);

static SERVER_VARIABLE: ObjectRule =
    ObjectRule::new("a server's variable", &[("enum", List(&Text)), ("default", Text), ("description", Text)]);

/// The Components Object (section 4.7.7).
pub static COMPONENTS: ObjectRule = ObjectRule::new(
    "the components",
    &[
        ("schemas", Map(&One(&SCHEMA))),
        ("responses", Map(&One(&RESPONSE))),
        ("parameters", Map(&One(&PARAMETER))),
        ("examples", Map(&One(&EXAMPLE))),
        ("requestBodies", Map(&One(&REQUEST_BODY))),
        ("headers", Map(&One(&HEADER))),
        ("securitySchemes", Map(&One(&SECURITY_SCHEME))),
        ("links", Map(&One(&LINK))),
        ("callbacks", Map(&One(&CALLBACK))),
    ],
);

/// The Paths Object (section 4.7.8).
pub(crate) static PATHS: ObjectRule = ObjectRule::new("the paths", &[]).other_keys(One(&PATH_ITEM));

/// The Path Item Object (section 4.7.9).
pub static PATH_ITEM: ObjectRule = ObjectRule::new(
    "a path",
    &[
        ("$ref", Text),
        ("summary", Text),
        ("description", Text),
        ("get", One(&OPERATION)),
        ("put", One(&OPERATION)),
        ("post", One(&OPERATION)),
        ("delete", One(&OPERATION)),
        ("options", One(&OPERATION)),
        ("head", One(&OPERATION)),
        ("patch", One(&OPERATION)),
        ("trace", One(&OPERATION)),
        ("servers", List(&One(&SERVER))),
        ("parameters", List(&One(&PARAMETER))),
    ],
)
.inline();

/// The Operation Object (section 4.7.10).
pub(crate) static OPERATION: ObjectRule = ObjectRule::new(
    "an operation",
    &[
        ("tags", List(&Text)),
        ("summary", Text),
        ("description", Text),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("operationId", Text),
        ("parameters", List(&One(&PARAMETER))),
        ("requestBody", One(&REQUEST_BODY)),
        ("responses", One(&RESPONSES)),
        ("callbacks", Map(&One(&CALLBACK))),
        ("deprecated", Flag),
        ("security", List(&Map(&List(&Text)))),
        ("servers", List(&One(&SERVER))),
    ],
)
.required(&["responses"])
.extensions(&[ACTION]);

static EXTERNAL_DOCS: ObjectRule =
    ObjectRule::new("external documentation", &[("description", Text), ("url", Text)]).required(&["url"]);

/// The Parameter Object (section 4.7.12).
pub(crate) static PARAMETER: ObjectRule = ObjectRule::new(
    "a parameter",
    &[
        ("name", Text),
        ("in", Text),
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", One(&SCHEMA)),
        ("example", Any),
        ("examples", Map(&One(&EXAMPLE))),
        ("content", Map(&One(&MEDIA_TYPE))),
    ],
)
.required(&["name", "in"])
.exclusive("example", "examples")
.extensions(&[SEARCH, CASE_SENSITIVE])
.component("parameters");

static REQUEST_BODY: ObjectRule = ObjectRule::new(
    "a request body",
    &[("description", Text), ("content", Map(&One(&MEDIA_TYPE))), ("required", Flag)],
)
.required(&["content"])
.extensions(&[MAX_BODY])
.component("requestBodies");

/// The Media Type Object (section 4.7.14).
pub(crate) static MEDIA_TYPE: ObjectRule = ObjectRule::new(
    "a media type",
    &[
        ("schema", One(&SCHEMA)),
        ("example", Any),
        ("examples", Map(&One(&EXAMPLE))),
        ("encoding", Map(&One(&ENCODING))),
    ],
)
.exclusive("example", "examples")
.extensions(&[PAGE_FORM]);

static ENCODING: ObjectRule = ObjectRule::new(
    "an encoding",
    &[
        ("contentType", Text),
        ("headers", Map(&One(&HEADER))),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
    ],
);

/// The Responses Object (section 4.7.16).
pub(crate) static RESPONSES: ObjectRule = ObjectRule::new("the responses", &[]).other_keys(One(&RESPONSE));

/// The Response Object (section 4.7.17).
pub(crate) static RESPONSE: ObjectRule = ObjectRule::new(
    "a response",
    &[
        ("description", Text),
        ("headers", Map(&One(&HEADER))),
        ("content", Map(&One(&MEDIA_TYPE))),
        ("links", Map(&One(&LINK))),
    ],
)
.required(&["description"])
.component("responses");

static CALLBACK: ObjectRule = ObjectRule::new("a callback", &[]).other_keys(One(&PATH_ITEM)).component("callbacks");

static EXAMPLE: ObjectRule =
    ObjectRule::new("an example", &[("summary", Text), ("description", Text), ("value", Any), ("externalValue", Text)])
        .exclusive("value", "externalValue")
        .component("examples");

/// The Link Object (section 4.7.20).
pub static LINK: ObjectRule = ObjectRule::new(
    "a link",
    &[
        ("operationRef", OperationReference),
        ("operationId", Text),
        ("parameters", Map(&Any)),
        ("requestBody", Any),
        ("description", Text),
        ("server", One(&SERVER)),
    ],
)
.exclusive("operationRef", "operationId")
.component("links");

static HEADER: ObjectRule = ObjectRule::new(
    "a header",
    &[
        ("description", Text),
        ("required", Flag),
        ("deprecated", Flag),
        ("allowEmptyValue", Flag),
        ("style", Text),
        ("explode", Flag),
        ("allowReserved", Flag),
        ("schema", One(&SCHEMA)),
        ("example", Any),
        ("examples", Map(&One(&EXAMPLE))),
        ("content", Map(&One(&MEDIA_TYPE))),
    ],
)
.exclusive("example", "examples")
.component("headers");

static TAG: ObjectRule =
    ObjectRule::new("a tag", &[("name", Text), ("description", Text), ("externalDocs", One(&EXTERNAL_DOCS))])
        .required(&["name"]);

/// The Schema Object (section 4.7.24).
pub static SCHEMA: ObjectRule = ObjectRule::new(
    "a schema",
    &[
        ("title", Text),
        ("multipleOf", Number),
        ("maximum", Number),
        ("exclusiveMaximum", Flag),
        ("minimum", Number),
        ("exclusiveMinimum", Flag),
        ("maxLength", Count),
        ("minLength", Count),
        ("pattern", Text),
        ("maxItems", Count),
        ("minItems", Count),
        ("uniqueItems", Flag),
        ("maxProperties", Count),
        ("minProperties", Count),
        ("required", List(&Text)),
        ("enum", List(&Any)),
        ("type", Text),
        ("allOf", List(&One(&SCHEMA))),
        ("oneOf", List(&One(&SCHEMA))),
        ("anyOf", List(&One(&SCHEMA))),
        ("not", One(&SCHEMA)),
        ("items", One(&SCHEMA)),
        ("properties", Map(&One(&SCHEMA))),
        ("additionalProperties", FlagOr(&SCHEMA)),
        ("description", Text),
        ("format", Text),
        ("default", Any),
        ("nullable", Flag),
        ("discriminator", One(&DISCRIMINATOR)),
        ("readOnly", Flag),
        ("writeOnly", Flag),
        ("xml", One(&XML)),
        ("externalDocs", One(&EXTERNAL_DOCS)),
        ("example", Any),
        ("deprecated", Flag),
    ],
)
.extensions(&[TABLE, CSV, REFERENCES, SET, GEOGRAPHY, AGGREGATE, GROUP])
.component("schemas");

static DISCRIMINATOR: ObjectRule =
    ObjectRule::new("a discriminator", &[("propertyName", Text), ("mapping", Map(&SchemaName))])
        .required(&["propertyName"]);

static XML: ObjectRule = ObjectRule::new(
    "an XML object",
    &[("name", Text), ("namespace", Text), ("prefix", Text), ("attribute", Flag), ("wrapped", Flag)],
);

static SECURITY_SCHEME: ObjectRule = ObjectRule::new(
    "a security scheme",
    &[
        ("type", Text),
        ("description", Text),
        ("name", Text),
        ("in", Text),
        ("scheme", Text),
        ("bearerFormat", Text),
        ("flows", One(&FLOWS)),
        ("openIdConnectUrl", Text),
    ],
)
.required(&["type"])
.component("securitySchemes");

static FLOWS: ObjectRule = ObjectRule::new(
    "the flows",
    &[
        ("implicit", One(&FLOW)),
        ("password", One(&FLOW)),
        ("clientCredentials", One(&FLOW)),
        ("authorizationCode", One(&FLOW)),
    ],
);

static FLOW: ObjectRule = ObjectRule::new(
    "a flow",
    &[("authorizationUrl", Text), ("tokenUrl", Text), ("refreshUrl", Text), ("scopes", Map(&Text))],
)
.required(&["scopes"]);
