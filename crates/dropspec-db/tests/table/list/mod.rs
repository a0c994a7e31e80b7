//! Lists: pages, filters, orders, and what goes out.

mod changes;
mod filters;
mod order;
mod rejections;
mod streams;
mod tags;

use chrono::{DateTime, Days, NaiveDate};
use dropspec_db::Database;
use dropspec_db::{ListOutcome, ListQuery, Page, list};
use uuid::Uuid;

use crate::support::{Class, SHIPS, Ship, ship};

const JSON: &str = "application/json";

/// The page that a query asks for.
#[track_caller]
fn page_of(outcome: ListOutcome<Ship>) -> Page<Ship> {
    match outcome {
        ListOutcome::Page(page) => page,
        other => panic!("this is no page: {other:?}"),
    }
}

async fn fetch(database: &Database, query: ListQuery) -> Page<Ship> {
    page_of(list(database, query, JSON).await.unwrap())
}

/// All ships that a query asks for.
async fn ships(database: &Database, query: ListQuery) -> Vec<Ship> {
    fetch(database, query).await.listing.whole().unwrap().to_vec()
}

/// Pages of so many rows, sorted by these columns.
fn sorted(sort: &[&str], limit: i64) -> ListQuery {
    ListQuery::new(&SHIPS).limit(Some(limit)).sort(sort)
}

/// The token in a link.
fn token(link: Option<&String>) -> Option<String> {
    let (_, token) = link?.split_once("page_token=")?;
    Some(token.to_owned())
}

/// A ship with values of which many are equal, some are extreme and some are nothing.
fn any_ship(number: u32) -> Ship {
    let at = |count: u32| (number.wrapping_mul(2_654_435_761) >> 7) / (1 + number % 3) % count;
    let choose = |place: u32| at(97) / (place + 1) % 4;
    Ship {
        id: Uuid::from_u128(u128::from(number.wrapping_mul(2_246_822_519)) << 96 | u128::from(number)),
        class: [Class::Barque, Class::Brig, Class::Cutter][(number % 3) as usize],
        afloat: number.is_multiple_of(2),
        berths: [0, 1, 2, i32::MAX][choose(1) as usize],
        tonnage: [i64::MIN, 0, 1 << 53, (1 << 53) + 1][choose(2) as usize],
        length: [f64::MIN, -0.0, 0.1 + 0.2, f64::MAX][choose(3) as usize],
        launched: NaiveDate::default() + Days::new(u64::from(choose(4))),
        nickname: [None, Some(""), Some("a"), Some("Z")][choose(5) as usize].map(str::to_owned),
        crew: [None, Some(-1), Some(0), Some(1)][choose(6) as usize],
        draught: [None, Some(-1.5), Some(0.3), Some(5e-324)][choose(7) as usize],
        owner: (choose(8) > 0).then(|| Uuid::from_u128(u128::from(choose(8)) << 126)),
        cost: [None, Some("-10"), Some("-9.25"), Some("0"), Some("9.5"), Some("10"), Some("100000000000000000000.01")]
            [at(211) as usize % 7]
            .map(str::to_owned),
        seen: (choose(9) > 0).then(|| DateTime::from_timestamp_micros(i64::from(choose(9)) * 1_234_567).unwrap()),
        ..ship(["é", "Z", "a", "\u{1f6a2}"][choose(0) as usize])
    }
}
