//! Full-text searches.

use std::time::{Duration, SystemTime};

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use dropspec::db::{Database, purge_deleted};
use dropspec_e2e_tables::wiki::tables;
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Wiki, fill, start_with_database};

on_both_databases!(
    rows_are_found_by_words,
    no_query_is_an_error_of_the_database,
    long_queries_are_rejected,
    changes_are_found,
    bulks_and_imports_are_found,
    rows_with_numbers_are_found,
    long_texts_are_stored_and_found_by_their_beginning,
    the_links_search_for_the_same,
);

/// The request for the pages with the words of a query.
fn search(query: &str) -> String {
    let query: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/pages?q={query}")
}

/// The keys of the pages with the words of a query.
async fn found(wiki: &Wiki, query: &str) -> Vec<String> {
    let pages = wiki.get(&search(query)).await;
    pages.as_array().unwrap().iter().map(|page| page["slug"].as_str().unwrap().to_owned()).collect()
}

async fn page(wiki: &Wiki, slug: &str, title: &str, summary: Option<&str>) {
    let mut page = json!({ "slug": slug, "title": title });
    if let Some(summary) = summary {
        page["summary"] = summary.into();
    }
    wiki.post("/pages", page).await;
}

async fn rows_are_found_by_words(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    page(&wiki, "a", "Café society", Some("A well-known place, not a CAFETERIA.")).await;
    page(&wiki, "b", "The Left Hand of Darkness", None).await;
    page(&wiki, "c", "Darkness at Noon", Some("Sonnenfinsternis; Straße, ΟΔΟΣ, район 日本語 e\u{301}tude")).await;
    page(&wiki, "d", "Left or right", Some("v1.5, 3e8, a@example.com, x_y, O'Brien's “hand”")).await;
    for (query, expected) in [
        ("darkness", &["b", "c"][..]),
        ("DARKNESS left", &["b"]),
        ("left darkness", &["b"]),
        ("darkness -left", &["c"]),
        ("-darkness", &["a", "d"]),
        ("-darkness -left", &["a"]),
        ("\"left hand\"", &["b"]),
        ("\"hand left\"", &[]),
        ("left -\"left hand\"", &["d"]),
        ("\"darkness of", &[]),
        ("\"of darkness", &["b"]),
        ("dark", &[]),
        ("cafe", &["a"]),
        ("CAFÉ", &["a"]),
        ("cafe\u{301}", &["a"]),
        ("etude", &["c"]),
        ("étude", &["c"]),
        ("well-known", &["a"]),
        ("well known", &["a"]),
        ("\"known well\"", &[]),
        ("straße", &["c"]),
        ("STRASSE", &[]),
        ("οδος", &["c"]),
        ("οδοσ", &["c"]),
        ("ΟΔΟΣ", &["c"]),
        ("район", &["c"]),
        ("раион", &[]),
        ("он", &[]),
        ("日本語", &["c"]),
        ("or", &["d"]),
        ("left or darkness", &[]),
        ("v1.5", &["d"]),
        ("3e8", &["d"]),
        ("a@example.com", &["d"]),
        ("example", &["d"]),
        ("y", &["d"]),
        ("o'brien", &["d"]),
        ("hand", &["b", "d"]),
        ("“hand”", &["b", "d"]),
        ("society \u{1f6a2}", &["a"]),
        ("the at", &[]),
    ] {
        assert_eq!(found(&wiki, query).await, expected, "{query}");
    }
    // What has no word selects all rows.
    for query in ["", "  ", "-", "\"\"", "\u{1f6a2}", "!&|*"] {
        assert_eq!(found(&wiki, query).await.len(), 4, "{query}");
    }
}

async fn no_query_is_an_error_of_the_database(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    page(&wiki, "a", "one two", None).await;
    let parts = [
        "\"",
        "-",
        "*",
        "^",
        ":",
        "(",
        ")",
        "+",
        "&",
        "|",
        "!",
        "<->",
        "'",
        "''",
        "\\",
        "%",
        "one",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "text:",
        "{",
        "}",
        ",",
        "\u{1f6a2}",
        "\u{301}",
        "\u{2028}",
        "\u{feff}",
        "\u{10ffff}",
        "²",
        "½",
        "ⅷ",
        "हिन्दी",
        "\u{1e900}",
        "ß",
        "İ",
        "ǅ",
        ":*",
        "$1",
        "\t",
    ];
    for (index, first) in parts.iter().enumerate() {
        for second in parts.iter().skip(index % 3).step_by(3) {
            for query in
                [format!("{first}{second}"), format!("{second} {first}"), format!("-{first} \"{second} {first}")]
            {
                let (status, body) = wiki.call(Method::GET, &search(&query), None).await;
                assert_eq!(status, 200, "{query:?}: {body}");
            }
        }
    }
}

async fn long_queries_are_rejected(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    for query in ["a ".repeat(500), "-a ".repeat(333), format!("\"{}\"", "a ".repeat(499)), "ä".repeat(500)] {
        let (status, body) = wiki.call(Method::GET, &search(&query), None).await;
        assert_eq!(status, 200, "{body}");
    }
    for (query, message) in [
        ("a".repeat(501), "a word of a search has at most 500 characters - 'q'"),
        ("a ".repeat(501), "a search has at most 1000 characters - 'q'"),
        ("a\0".to_owned(), "text cannot contain NUL characters - 'q'"),
    ] {
        let (status, problem) = wiki.call(Method::GET, &search(&query), None).await;
        assert_eq!((status, &problem["errors"][0]["detail"]), (400, &json!(message)));
    }
}

async fn changes_are_found(backend: Backend) {
    let (wiki, database) = start_with_database(backend).await;
    page(&wiki, "a", "first", Some("only")).await;
    page(&wiki, "b", "second", None).await;
    let body = json!({ "slug": "a", "title": "third" });
    assert_eq!(wiki.call(Method::PUT, "/pages/a", Some(body)).await.0, 200);
    for (query, expected) in [("first", &[][..]), ("only", &[]), ("third", &["a"]), ("-third", &["b"])] {
        assert_eq!(found(&wiki, query).await, expected, "{query}");
    }
    assert_eq!(wiki.call(Method::DELETE, "/pages/a", None).await.0, 204);
    assert_eq!(found(&wiki, "third").await, [""; 0]);
    assert_eq!(wiki.call(Method::POST, "/pages/a/restore", None).await.0, 200);
    assert_eq!(found(&wiki, "third").await, ["a"]);
    // A row that is gone for good leaves no words, and its key can be used again.
    assert_eq!(wiki.call(Method::DELETE, "/pages/a", None).await.0, 204);
    let later = SystemTime::now() + Duration::from_secs(1);
    assert_eq!(purge_deleted(&database, &tables::pages::TABLE, later).await.unwrap(), 1);
    page(&wiki, "a", "fourth", None).await;
    for (query, expected) in [("third", &[][..]), ("fourth", &["a"])] {
        assert_eq!(found(&wiki, query).await, expected, "{query}");
    }
}

async fn bulks_and_imports_are_found(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    let pages = |word: &str| json!([{ "slug": "a", "title": format!("{word} one") }, { "slug": "b", "title": format!("{word} two") }]);
    wiki.post("/pages/bulk", pages("bulk")).await;
    assert_eq!(found(&wiki, "bulk").await, ["a", "b"]);
    let (status, body) = wiki.call(Method::POST, "/pages/bulk?key=slug", Some(pages("replaced"))).await;
    assert_eq!((status, &body["updated"]), (201, &json!(2)));
    assert_eq!((found(&wiki, "bulk").await.len(), found(&wiki, "replaced two").await), (0, vec!["b".to_owned()]));
    let (status, _) = wiki.call(Method::POST, "/pages/bulk", Some(pages("conflict"))).await;
    assert_eq!((status, found(&wiki, "conflict").await.len()), (409, 0));
    let import = async |path: &str, csv: &'static str| {
        let request = wiki.request(Method::POST, path).header("content-type", "text/csv").body(csv);
        assert_eq!(request.send().await.unwrap().status(), 200);
    };
    import("/pages/import", "slug,title,summary\nc,imported three,\nd,imported four,with summary\n").await;
    assert_eq!(found(&wiki, "imported").await, ["c", "d"]);
    import("/pages/import?key=slug", "slug,title,summary\nc,updated three,\ne,updated five,\n").await;
    assert_eq!((found(&wiki, "imported").await, found(&wiki, "updated").await.len()), (vec!["d".to_owned()], 2));
}

async fn rows_with_numbers_are_found(backend: Backend) {
    let (wiki, database) = start_with_database(backend).await;
    page(&wiki, "a", "Page", None).await;
    for text in ["one remark", "another remark"] {
        wiki.post("/remarks", json!({ "page": "a", "text": text })).await;
    }
    let found = async |query: &str| -> Vec<Value> {
        let remarks = wiki.get(&format!("/remarks?q={query}")).await;
        remarks.as_array().unwrap().iter().map(|remark| remark["text"].clone()).collect()
    };
    assert_eq!(found("remark").await, ["one remark", "another remark"]);
    assert_eq!(found("remark%20-one").await, ["another remark"]);
    // The database deletes them with their page.
    wiki.call(Method::DELETE, "/pages/a", None).await;
    purge_deleted(&database, &tables::pages::TABLE, SystemTime::now() + Duration::from_secs(1)).await.unwrap();
    assert_eq!(found("remark").await, [""; 0]);
    page(&wiki, "a", "Page", None).await;
    wiki.post("/remarks", json!({ "page": "a", "text": "third" })).await;
    assert_eq!(found("-remark").await, ["third"]);
}

async fn long_texts_are_stored_and_found_by_their_beginning(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    // Many distinct words of four bytes: more than an index of PostgreSQL has of a row.
    let words: String =
        (0..120_000_u32).flat_map(|number| [char::from_u32(0x20000 + number % 40_000).unwrap(), ' ']).collect();
    page(&wiki, "long", "beginning", Some(&format!("{words} end"))).await;
    page(&wiki, "wide", "beginning", Some(&"a".repeat(5000))).await;
    assert_eq!(found(&wiki, "beginning").await, ["long", "wide"]);
    assert_eq!(found(&wiki, "end").await, [""; 0]);
}

async fn the_links_search_for_the_same(backend: Backend) {
    let (wiki, _database) = start_with_database(backend).await;
    page(&wiki, "a", "left", None).await;
    page(&wiki, "b", "left", None).await;
    let get = async |path: &str| wiki.request(Method::GET, path).send().await.unwrap();
    let list = get("/pages?q=left%20-right&limit=1").await;
    let link = list.headers()["link"].to_str().unwrap().to_owned();
    assert!(link.starts_with("</pages?q=left%20-right&limit=1&page_token="), "{link}");
    let next = link.trim_start_matches('<').split_once('>').unwrap().0;
    assert_eq!(wiki.get(next).await[0]["slug"], "b");
    assert_eq!(get(&next.replace("left", "other")).await.status(), 400);
    let page = wiki.request(Method::GET, "/pages?q=left").header("accept", "text/html").send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("name=\"q\"") && page.contains("value=\"left\""), "{page}");
}

#[derive(QueryableByName)]
struct Scans {
    #[diesel(sql_type = BigInt)]
    whole: i64,
    #[diesel(sql_type = BigInt)]
    scans: i64,
}

async fn scans(database: &Database) -> Scans {
    let select = "SELECT t.seq_scan AS whole, i.idx_scan AS scans FROM pg_stat_user_tables t JOIN pg_stat_user_indexes i USING (relid)
        WHERE i.indexrelname = 'pages_title_summary_search_idx'";
    database.read(diesel::sql_query(select)).await.unwrap().pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_finds_words_by_an_index() {
    let (wiki, database) = start_with_database(Backend::Postgres).await;
    fill(&database, Backend::Postgres, 20_000).await;
    page(&wiki, "rare", "needle", None).await;
    let before = scans(&database).await;
    for _ in 0..12 {
        assert_eq!(found(&wiki, "needle").await, ["rare"]);
    }
    // A connection reports at most once a second what it has read.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    for _ in 0..4 {
        found(&wiki, "needle").await;
    }
    let after = scans(&database).await;
    assert_eq!(after.whole, before.whole);
    assert!(after.scans > before.scans, "{} {}", before.scans, after.scans);
}
