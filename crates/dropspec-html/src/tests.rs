//! Snapshots of pages, for review.

use dropspec_db::column_type::{Boolean, Date, Double, Enum, Integer, JsonType, Long, Text, TimestampType, Uuid};
use dropspec_db::{Check, Column, CountValues, Filter, Filters, Operator, Search, Sort, Table, Total, Value};
use dropspec_http::{Problem, ProblemView};
use dropspec_schema::{ErrorSource, Violation};

use crate::list::{ListPage, ListView};
use crate::page::{Page, STYLE};
use crate::problem::conflict;
use crate::record::page as record;
use crate::{Pages, Subject};

/// Ships: one column of every kind.
static SHIPS: Table = Table {
    name: "ships",
    schema: "CargoShip",
    description: "Ships of the harbour.",
    path: "/ships",
    columns: &[
        Column::new("id", &Uuid),
        Column {
            filters: &[Operator::Equal],
            default: Some("true"),
            initial: Some("true"),
            sortable: true,
            ..Column::new("inService", &Boolean)
        },
        Column {
            description: "The name on the bow.",
            checks: &[Check::MinLength(1), Check::MaxLength(60)],
            filters: &[Operator::Contains],
            sortable: true,
            ..Column::new("name", &Text)
        },
        Column {
            checks: &[Check::AtLeast("1"), Check::AtMost("3")],
            filters: &[Operator::Equal],
            ..Column::new("berth", &Integer)
        },
        Column {
            filters: &[Operator::Equal, Operator::In],
            sortable: true,
            ..Column::new("flag", &Enum(&["pt", "nl", "de"]))
        },
        Column {
            description: "What it displaces, in tonnes.",
            checks: &[Check::MoreThan("0")],
            filters: &[Operator::AtLeast, Operator::AtMost],
            sortable: true,
            ..Column::new("displacement", &Double)
        },
        Column { nullable: true, ..Column::new("crewOrPassengersAboard", &Long) },
        Column { nullable: true, filters: &[Operator::MoreThan, Operator::Null], ..Column::new("built", &Date) },
        Column { nullable: true, ..Column::new("arrived", &TimestampType) },
        Column { nullable: true, description: "Further details.", ..Column::new("papers", &JsonType) },
    ],
    key: &[0],
    row_path: &[],
    relations: dropspec_db::Relations::NONE,
    searches: &[Search { name: "q", filters: &[(2, Operator::Contains)] }],
    search: &[],
};

static UNFILTERED: Filters = Filters { columns: Vec::new(), searches: Vec::new(), full_text: None };

/// A list without filters.
const ALL: ListView<'static> = ListView {
    table: &SHIPS,
    columns: None,
    filters: &UNFILTERED,
    sort: &[],
    limit: None,
    total: None,
    count: None,
    count_values: CountValues { exact: None, estimated: None },
    previous: None,
    next: None,
    page_token: None,
    formats: &[],
};

fn key(number: u128) -> Value<'static> {
    Value::from(uuid::Uuid::from_u128(number))
}

fn santa_maria() -> Vec<Value<'static>> {
    vec![
        key(1),
        Value::Boolean(true),
        Value::from("Santa María <&> \"Galega\""),
        Value::Integer(2),
        Value::from("pt"),
        Value::Double(108.5),
        Value::Integer(40),
        Value::from(chrono::NaiveDate::from_ymd_opt(1460, 1, 2).unwrap()),
        Value::from(chrono::DateTime::from_timestamp_micros(1_500_000).unwrap()),
        Value::Json(std::borrow::Cow::Owned(serde_json::json!({ "captain": "Colón" }))),
    ]
}

fn bare() -> Vec<Value<'static>> {
    let mut values = vec![Value::Null; 10];
    values[0] = key(2);
    values[1] = Value::Boolean(false);
    values[2] = Value::from(" ");
    values[3] = Value::Integer(1);
    values[4] = Value::from("nl");
    values[5] = Value::Double(7.0);
    values
}

fn html(page: Result<Page, askama::Error>) -> String {
    let html = page.unwrap().0;
    html.replace(STYLE, "…")
}

fn rendered(list: &ListView<'_>, rows: &[Vec<Value<'static>>]) -> String {
    let mut page = ListPage::new(list);
    let mut out = Vec::new();
    page.write_top(&mut out);
    rows.iter().for_each(|row| page.write_row(|column| row[column].clone(), &mut out));
    page.write_bottom(&mut out);
    String::from_utf8(out).unwrap().replace(STYLE, "…")
}

#[test]
fn a_list() {
    let columns = vec![
        Filter::new(2, Operator::Contains, Value::from("a & b")),
        Filter::new(5, Operator::AtLeast, Value::Double(0.5)),
        Filter::several(4, Operator::In, vec![Value::from("nl"), Value::from("d,e")]),
    ];
    let filters = Filters { columns, ..Filters::default() };
    let sort = [Sort { column: 5, descending: false }, Sort { column: 2, descending: true }];
    let list = ListView {
        filters: &filters,
        sort: &sort,
        limit: Some(2),
        total: Some(Total::exact(5)),
        count: Some("true"),
        next: Some("?limit=2&page_token=abc_-"),
        formats: &["json", "csv"],
        ..ALL
    };
    insta::assert_snapshot!(rendered(&list, &[santa_maria(), bare()]));
}

#[test]
fn an_empty_list() {
    let page = rendered(&ALL, &[]);
    assert!(page.contains("<p>No ships yet.</p>"), "{page}");
    let filters = Filters { columns: vec![Filter::new(4, Operator::Equal, Value::from("de"))], ..UNFILTERED.clone() };
    let page = rendered(&ListView { filters: &filters, ..ALL }, &[]);
    assert!(page.contains("<p>No results match these filters.</p>"), "{page}");
    assert!(page.contains("<option value=\"de\" selected>de</option>"), "{page}");
}

#[test]
fn a_list_of_some_columns() {
    let page = rendered(&ListView { columns: Some(&[0, 4]), count_values: CountValues::BOOLEAN, ..ALL }, &[bare()]);
    let labels: Vec<&str> =
        page.split("<th scope=\"col\">").skip(1).map(|rest| rest.split("</a>").next().unwrap()).collect();
    assert_eq!(labels, ["<a href=\"?sort=name\">Name", "<a href=\"?sort=flag\">Flag"]);
    assert!(page.contains("<a href=\"?count=true\">Show total</a>"), "{page}");
    let count_values = CountValues { exact: Some("exact"), estimated: Some("estimated") };
    let page = rendered(&ListView { count_values, ..ALL }, &[bare()]);
    assert!(page.contains("<a href=\"?count=estimated\">Show total</a>"), "{page}");
    let total = Some(Total::estimate(30_000));
    let page = rendered(&ListView { count_values, count: Some("estimated"), total, ..ALL }, &[bare()]);
    assert!(page.contains("About 30000 in total"), "{page}");
    assert!(page.contains("<input type=\"hidden\" name=\"count\" value=\"estimated\">"), "{page}");
}

#[test]
fn a_record() {
    insta::assert_snapshot!(html(record(&SHIPS, &santa_maria(), 7, &["json"])));
}

#[test]
fn a_record_without_a_name_is_titled_by_its_key() {
    let page = html(record(&SHIPS, &bare(), 1, &[]));
    assert!(page.contains("<h1>Cargo ship 00000000-0000-0000-0000-000000000002</h1>"), "{page}");
}

fn problem_page(status: u16, subject: Subject, problem: &Problem, form: Option<&[(&str, &str)]>) -> String {
    let form: Option<Vec<(String, String)>> =
        form.map(|pairs| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    html(Pages::of(subject).page(&ProblemView {
        status: http::StatusCode::from_u16(status).unwrap(),
        problem,
        path: "/ships/00000000-0000-0000-0000-000000000001",
        request_id: "4a1f",
        form: form.as_deref(),
    }))
}

fn violation(pointer: &str, detail: &str) -> Violation {
    Violation { source: ErrorSource::Pointer(pointer.to_owned()), detail: detail.to_owned() }
}

#[test]
fn a_rejected_form() {
    let problem = Problem::invalid(vec![
        violation("/name", "'' is too short (the least is 1) - 'name'"),
        violation("/berth", "9 is greater than the maximum of 3 - 'berth'"),
        violation("/rudder", "Additional properties are not allowed ('rudder' was unexpected)"),
    ]);
    let sent = [("name", ""), ("berth", "9"), ("inService", "false"), ("flag", "nl"), ("rudder", "yes")];
    insta::assert_snapshot!(problem_page(400, Subject::List(&SHIPS), &problem, Some(&sent)));
}

#[test]
fn a_rejected_edit() {
    let problem = Problem::invalid(vec![violation("/record/name", "'' is too short - 'record.name'")]);
    let sent = [("action", "save"), ("version", "3"), ("record[id]", "1"), ("record[name]", "")];
    let page = problem_page(400, Subject::Record(&SHIPS), &problem, Some(&sent));
    for part in [
        "<title>Error: Cargo ship – Ships</title>",
        "<a href=\"#name\">Name</a>: This field is required</li>",
        "<input type=\"hidden\" name=\"version\" value=\"3\">",
        "<input type=\"hidden\" name=\"record[id]\" value=\"1\">",
        "action=\"00000000-0000-0000-0000-000000000001\"",
        "aria-describedby=\"name-errors name-help\"",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_problem_without_a_form() {
    let problem = Problem::new("no ship <1>");
    insta::assert_snapshot!(problem_page(404, Subject::Record(&SHIPS), &problem, None));
    // The form that deletes has no fields to show again.
    let deletion = [("action", "delete"), ("version", "3")];
    let page = problem_page(409, Subject::Record(&SHIPS), &Problem::new("it was changed"), Some(&deletion));
    assert!(page.contains("<h1>Conflict</h1>") && !page.contains("<form"), "{page}");
    let invalid = Problem::invalid(vec![violation("", "1 is wrong"), violation("", "2 is wrong")]);
    let page = problem_page(400, Subject::List(&SHIPS), &invalid, None);
    assert!(page.contains("<title>Bad Request – Ships</title>"), "{page}");
    assert!(page.contains("<li>1 is wrong</li>\n<li>2 is wrong</li>"), "{page}");
}

#[test]
fn a_conflict() {
    let violations = [violation("/record/berth", "current value: 3 - 'record.berth'")];
    let page = html(conflict(&SHIPS, &santa_maria(), 8, "this ship was changed", &violations));
    for part in [
        "<p class=\"detail\">This ship was changed. The current values",
        "<div class=\"errors\" id=\"berth-errors\"><p>current value: 3</p></div>",
        "<input type=\"hidden\" name=\"version\" value=\"8\">",
        "value=\"2\" id=\"berth-2\" checked",
        "<a href=\"00000000-0000-0000-0000-000000000001\">Current version</a>",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn a_problem_without_a_table() {
    let page = problem_page(503, Subject::Nothing, &Problem::new("try again later"), None);
    assert!(
        page.contains("<title>Service Unavailable</title>") && page.contains("<p class=\"detail\">Try again later</p>")
    );
    assert!(!page.contains("<a class=\"button\"") && page.contains("Request ID: 4a1f"), "{page}");
}
