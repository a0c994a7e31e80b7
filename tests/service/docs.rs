//! The docs page over HTTP and its configuration; `browser` tests it in a browser.

use dropspec::{ServiceConfig, docs};
use reqwest::Method;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, ETAG, IF_NONE_MATCH};

use crate::support::{Backend, Database, Program, Response, TestApp};

/// The files of the page and their media types.
const FILES: [(&str, &str); 5] = [
    ("favicon-32x32.png", "image/png"),
    ("initializer.js", "text/javascript; charset=utf-8"),
    ("page.css", "text/css; charset=utf-8"),
    ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
    ("swagger-ui.css", "text/css; charset=utf-8"),
];

/// Starts a service with a docs page only.
fn start() -> TestApp {
    let mut routes = docs::routes();
    routes.push(docs::root());
    TestApp::serve((), routes, ServiceConfig::default())
}

async fn get_as(app: &TestApp, path: &str, header: &str, value: &str) -> Response {
    app.send(app.request(Method::GET, path).header(header, value)).await
}

#[tokio::test]
async fn the_page_loads_its_own_files_by_relative_url() {
    let app = start();
    for path in ["/docs", "/docs/"] {
        let page = app.get(path).await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        let text = page.text();
        let links = ["href=\"", "src=\""].into_iter().flat_map(|attribute| text.split(attribute).skip(1));
        let mut links: Vec<_> = links.map(|rest| rest.split('"').next().unwrap()).collect();
        links.sort_unstable();
        let folder = path.strip_prefix("/docs").map_or("", |rest| if rest.is_empty() { "docs/" } else { "" });
        let files = ["../openapi.yaml"].into_iter().chain(FILES.map(|(name, _)| name));
        assert_eq!(links, files.map(|name| format!("{folder}{name}")).collect::<Vec<_>>(), "{path}");
    }
}

#[tokio::test]
async fn the_page_forbids_external_resources() {
    let app = start();
    for path in ["/docs", "/docs/"] {
        let page = app.get(path).await;
        let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        assert_eq!(page.header("content-security-policy"), policy);
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert!(!page.text().contains("<style") && !page.text().contains("<script>"), "no inline styles or scripts");
    }
}

#[tokio::test]
async fn a_file_is_compressed_if_the_client_accepts_it() {
    let app = start();
    for (name, content_type) in FILES {
        let path = format!("/docs/{name}");
        let plain = app.get(&path).await;
        assert_eq!((plain.status, plain.header("content-type")), (200, content_type), "{name}");
        assert_eq!(plain.headers.get("content-encoding"), None, "{name}");
        for unsupported in ["lzma", "gzip;q=0", "identity"] {
            let other = get_as(&app, &path, ACCEPT_ENCODING.as_str(), unsupported).await;
            assert_eq!(
                (&other.body, other.header("etag")),
                (&plain.body, plain.header("etag")),
                "{name} {unsupported}"
            );
        }

        let compressed = get_as(&app, &path, ACCEPT_ENCODING.as_str(), "br, gzip;q=0.5").await;
        assert_eq!((compressed.status, compressed.header("content-encoding")), (200, "gzip"), "{name}");
        assert_eq!(compressed.header("content-type"), content_type, "{name}");
        assert_ne!(compressed.header("etag"), plain.header("etag"), "strong entity tags differ by encoding");
        // The gzip trailer has the uncompressed size (RFC 1952, section 2.3.1).
        let length = compressed.body.last_chunk::<4>().map(|length| u32::from_le_bytes(*length));
        assert_eq!(length.map(|length| length as usize), Some(plain.body.len()), "{name}");
        for response in [&plain, &compressed] {
            assert_eq!(response.header("vary"), "accept-encoding", "{name}");
            assert_eq!(response.header("cache-control"), "no-cache", "{name}");
            assert_eq!(response.header("x-content-type-options"), "nosniff", "{name}");
        }
    }
    assert!(app.get("/docs/swagger-ui-bundle.js").await.text().contains("SwaggerUIBundle"));
    assert!(app.get("/docs/favicon-32x32.png").await.body.starts_with(b"\x89PNG"));
}

#[tokio::test]
async fn a_cached_file_is_a_304() {
    let app = start();
    for (name, _) in FILES {
        let path = format!("/docs/{name}");
        let tag = app.get(&path).await.header("etag").to_owned();
        for known in [&tag, &format!("W/{tag}"), &format!("\"other\", {tag}"), "*"] {
            let response = get_as(&app, &path, IF_NONE_MATCH.as_str(), known).await;
            assert_eq!((response.status, response.text()), (304, ""), "{name} {known}");
            assert_eq!(response.header(ETAG.as_str()), tag, "{name}");
            assert_eq!(response.header("vary"), "accept-encoding", "{name}");
        }
        let response = get_as(&app, &path, IF_NONE_MATCH.as_str(), "\"other\"").await;
        assert_eq!(response.status, 200, "{name}");
    }
}

#[tokio::test]
async fn head_and_options_are_supported_and_other_requests_rejected() {
    let app = start();
    let files = FILES.map(|(name, _)| format!("/docs/{name}"));
    for path in ["/docs", "/docs/"].into_iter().chain(files.iter().map(String::as_str)) {
        let (get, head) = (app.get(path).await, app.send(app.request(Method::HEAD, path)).await);
        assert_eq!((head.status, head.text()), (200, ""), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
        let options = app.send(app.request(Method::OPTIONS, path)).await;
        assert_eq!((options.status, options.header("allow")), (204, "GET, HEAD, OPTIONS"), "{path}");
        let post = app.send(app.request(Method::POST, path)).await;
        assert_eq!(post.problem(405)["detail"], "method POST not allowed (allowed: GET, HEAD, OPTIONS)", "{path}");
    }
    for path in ["/docs/nothing", "/docs/swagger-ui-bundle.js.map", "/docs/a/b", "/docs//", "/doc"] {
        assert_eq!(app.get(path).await.problem(404)["detail"], format!("no such path: {path}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_browsers_are_redirected_from_the_root() {
    // The client would follow the redirect.
    let app = start();
    let get = |accept: &'static str| app.raw_connection().request(&Method::GET, "/", &[(ACCEPT.as_str(), accept)], b"");
    let response = get("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    assert_eq!((response.status, response.header("location"), response.text()), (303, "./docs", ""));
    assert_eq!(response.header("vary"), "accept");
    for accept in ["*/*", "application/json", "text/html;q=0"] {
        let response = get(accept);
        assert_eq!(response.problem(404)["detail"], "no such path: /", "{accept}");
        assert_eq!(response.header("vary"), "accept");
    }
    app.get("/").await.problem(404);
}

/// Returns whether the program serves the docs page in an environment.
async fn has_docs(variables: &[(&str, &str)]) -> bool {
    let database = Database::migrated(Backend::Sqlite).await;
    let program = Program::new(&["serve"]).database(database.url()).env("APP_LOG", "text");
    let served = variables.iter().fold(program, |program, (name, value)| program.env(name, value)).serves();
    let docs = served.people().replace("/people", "/docs");
    let status = reqwest::get(&docs).await.unwrap().status().as_u16();
    assert_eq!(status == 200, served.banner.contains(&format!("docs      {docs}\n")), "{}", served.banner);
    let root = reqwest::Client::new().get(docs.replace("/docs", "/")).header(ACCEPT, "text/html");
    assert_eq!(root.send().await.unwrap().status().as_u16(), status, "/ redirects to the page if it is enabled");
    assert!([200, 404].contains(&status), "{status}");
    status == 200
}

#[tokio::test]
async fn the_page_is_disabled_in_production() {
    assert!(has_docs(&[]).await);
    for settings in ["development", "testing", "staging"] {
        assert!(has_docs(&[("APP_SETTINGS", settings)]).await, "{settings}");
    }
    assert!(!has_docs(&[("APP_SETTINGS", "production")]).await);
}

#[tokio::test]
async fn app_docs_enables_or_disables_the_page() {
    assert!(has_docs(&[("APP_SETTINGS", "production"), ("APP_DOCS", "on")]).await);
    assert!(!has_docs(&[("APP_DOCS", "off")]).await);
    let folder = tempfile::tempdir().unwrap();
    let error = Program::new(&["serve"]).in_folder(folder.path()).env("APP_DOCS", "maybe").fails();
    assert_eq!(error, "APP_DOCS must be on or off, not `maybe`");
}
