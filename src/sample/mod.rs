//! An invented passenger list of any length, to try the register with.
//!
//! Nobody on it ever sailed, but its shares (classes, sexes, ages, relatives, fares, survivors) follow the real
//! list. A seed gives the same list for ever and on every machine: the generator's values are part of its
//! contract, and all arithmetic is on integers. So any change to a draw or a table makes other lists.

pub mod command;
mod names;

use std::io::{self, Write};

use names::{BRITISH, FRENCH, GERMAN, IRISH, LEBANESE, NORDIC, Nation};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::{Rng, SeedableRng};

const HEADER: &str = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare";

/// In characters. Half of what the register takes, so that the sample still fits when that is made less.
const LONGEST_NAME: usize = 50;

/// The age from which a boy is called Mr. and nobody needs a parent aboard.
const GROWN_UP: u32 = 14;

/// Writes the header and `rows` passengers as CSV, each line ended by LF.
///
/// A shorter list of the same `seed` is the beginning of a longer one.
///
/// # Errors
///
/// Fails only when `out` does.
pub fn write_csv(rows: u64, seed: u64, out: impl Write) -> io::Result<()> {
    let mut dice = Dice(Pcg32::seed_from_u64(seed));
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(HEADER.split(',')).map_err(io_error)?;
    for _ in 0..rows {
        csv.write_record(passenger(&mut dice)).map_err(io_error)?;
    }
    csv.flush()
}

/// The error below, whose kind the caller may want to know.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The fields of a passenger, in the order of [`HEADER`].
fn passenger(dice: &mut Dice) -> [String; 8] {
    let class = dice.pick(&CLASSES);
    let child = dice.chance(CHILDREN[class]);
    let female = dice.chance(if child { 50 } else { WOMEN[class] });
    let years = if child { dice.below(GROWN_UP) } else { dice.along(&AGES[class], 1) };
    let title = title(class, female, years, dice);
    let (beside, across) = relatives(class, years, title, dice);
    let survivors = SURVIVORS[class][if child { 2 } else { usize::from(female) }];
    [
        u8::from(dice.chance(survivors)).to_string(),
        (class + 1).to_string(),
        name(class, title, dice),
        if female { "female" } else { "male" }.to_owned(),
        age(years, dice),
        beside.to_string(),
        across.to_string(),
        fare(class, beside + across, dice),
    ]
}

fn title(class: usize, female: bool, years: u32, dice: &mut Dice) -> &'static str {
    match years {
        16.. if female && dice.chance(2 * years - 20) => "Mrs.",
        _ if female => "Miss.",
        ..GROWN_UP => "Master.",
        30.. if dice.chance(HONOURED[class]) => dice.pick(&["Dr.", "Rev.", "Col."]),
        _ => "Mr.",
    }
}

/// Siblings and spouses, then parents and children.
fn relatives(class: usize, years: u32, title: &str, dice: &mut Dice) -> (u32, u32) {
    if years < GROWN_UP {
        (dice.pick(SIBLINGS[class]), 1 + u32::from(dice.chance(40)))
    } else if dice.chance(if title == "Mrs." { 72 } else { 20 }) {
        let beside = 1 + u32::from(dice.chance(10));
        // Families grow with the years; to the young these are their parents, two at most.
        (beside, dice.pick(OFFSPRING[class]).min(years / 9))
    } else {
        (0, u32::from(dice.chance(7)))
    }
}

/// A wife bears her husband's names; her own follow in parentheses.
fn name(class: usize, title: &str, dice: &mut Dice) -> String {
    let nation = dice.pick(NATIONS[class]);
    let (his, hers) = (given(nation.men, dice), given(nation.women, dice));
    let (surname, maiden) = (dice.pick(nation.surnames), dice.pick(nation.surnames));
    match title {
        "Mrs." => {
            let full = format!("{title} {his} ({hers} {maiden}) {surname}");
            let short = || format!("{title} {} ({} {maiden}) {surname}", first(&his), first(&hers));
            if full.len() > LONGEST_NAME { short() } else { full }
        }
        "Miss." => format!("{title} {hers} {surname}"),
        _ => format!("{title} {his} {surname}"),
    }
}

/// One or two given names, the second now and then only as its initial.
fn given(names: &[&str], dice: &mut Dice) -> String {
    let (first, second) = (dice.pick(names), dice.pick(names));
    match dice.below(10) {
        draw if draw < 3 || first == second => first.to_owned(),
        3 => format!("{first} {second:.1}"),
        _ => format!("{first} {second}"),
    }
}

/// The first of the given names.
fn first(names: &str) -> &str {
    names.split(' ').next().unwrap_or(names)
}

/// In years: a baby's are twelfths, and an age that was only estimated ends in a half.
fn age(years: u32, dice: &mut Dice) -> String {
    match years {
        0 => dice.pick(&["0.42", "0.67", "0.75", "0.83", "0.92"]).to_owned(),
        GROWN_UP.. if dice.chance(3) => format!("{years}.5"),
        _ => years.to_string(),
    }
}

/// In pounds to four decimals, for a ticket shared with the `relatives`: two travel at the full price, everyone
/// else (a child as a rule) at half of it. A few of those who travel alone are guests of the line.
fn fare(class: usize, relatives: u32, dice: &mut Dice) -> String {
    if relatives == 0 && dice.chance(3) {
        return "0".to_owned();
    }
    let halves = 2 + relatives + relatives.min(1);
    let pence = dice.along(&FARES[class], 12) * halves / 2;
    let rounded = (pence * 10_000 + 120) / 240;
    let decimal = format!("{}.{:04}", rounded / 10_000, rounded % 10_000);
    decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whole numbers by chance.
struct Dice(Pcg32);

impl Dice {
    /// Fair enough without rejections, as every bound is tiny beside 2^32.
    fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u32) as usize]
    }

    /// A value of a distribution, in so many `parts` of its unit.
    fn along(&mut self, deciles: &Deciles, parts: u32) -> u32 {
        let step = self.below(10) as usize;
        let [low, high] = [deciles[step] * parts, deciles[step + 1] * parts];
        low + self.below(high - low + 1)
    }
}

// Tables by class, the first class first. Shares are percentages; lists to pick from repeat what is frequent.

const CLASSES: [usize; 20] = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
const CHILDREN: [u32; 3] = [2, 10, 12];
/// Of the grown-up.
const WOMEN: [u32; 3] = [44, 41, 27];
/// Of men, women and children.
const SURVIVORS: [[u32; 3]; 3] = [[35, 97, 90], [8, 91, 97], [12, 51, 41]];
/// Men of thirty or more with a title above Mr.
const HONOURED: [u32; 3] = [12, 12, 0];
/// That a child has aboard.
const SIBLINGS: [&[u32]; 3] = [&[0, 1, 1, 2], &[0, 1, 1, 2], &[0, 0, 1, 1, 2, 3, 4, 4, 5, 8]];
/// That a couple has aboard.
const OFFSPRING: [&[u32]; 3] = [&[0, 0, 0, 1, 2], &[0, 0, 1, 1, 3], &[0, 0, 0, 0, 1, 1, 2, 3, 5]];
const NATIONS: [&[&Nation]; 3] = [
    &[&BRITISH, &BRITISH, &BRITISH, &BRITISH, &FRENCH, &GERMAN],
    &[&BRITISH, &BRITISH, &BRITISH, &FRENCH, &IRISH, &NORDIC],
    &[&BRITISH, &BRITISH, &IRISH, &NORDIC, &GERMAN, &LEBANESE],
];

/// The least and the greatest value, and between them those that part a distribution into tenths.
type Deciles = [u32; 11];

/// Of the grown-up.
const AGES: [Deciles; 3] = [
    [14, 22, 27, 31, 36, 39, 43, 47, 50, 58, 76],
    [14, 19, 23, 25, 28, 30, 34, 36, 42, 50, 68],
    [14, 18, 20, 21, 23, 26, 28, 30, 35, 41, 64],
];
/// For one, in shillings.
const FARES: [Deciles; 3] = [
    [500, 531, 531, 600, 600, 800, 800, 1200, 1500, 2300, 3600],
    [200, 210, 210, 260, 260, 260, 260, 260, 260, 320, 700],
    [123, 141, 145, 155, 155, 158, 158, 161, 161, 193, 400],
];

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u8, u8, String, String, String, u32, u32, String);

    fn list(rows: u64, seed: u64) -> String {
        let mut out = Vec::new();
        write_csv(rows, seed, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn passengers(rows: u64) -> Vec<Row> {
        csv::Reader::from_reader(list(rows, 1912).as_bytes()).deserialize().map(Result::unwrap).collect()
    }

    #[test]
    fn a_seed_is_one_list_for_ever() {
        assert_eq!(list(0, 1912), format!("{HEADER}\n"));
        assert_eq!(list(100, 1912), list(100, 1912));
        assert!(list(100, 1912).starts_with(&list(10, 1912)));
        assert_ne!(list(10, 1912), list(10, 1913));
        let checksum = |list: String| list.bytes().fold(0, |sum: u32, byte| sum.wrapping_mul(31) ^ u32::from(byte));
        assert_eq!(checksum(list(887, 1912)), 3_105_340_209);
    }

    #[test]
    fn every_passenger_is_possible() {
        for row in passengers(20_000) {
            let (_, class, name, sex, age, _, across, fare) = &row;
            let years: f64 = age.parse().unwrap();
            let titles: &[&str] = match (sex.as_str(), years < 14.0) {
                ("male", true) => &["Master."],
                ("male", false) => &["Mr.", "Dr.", "Rev.", "Col."],
                (_, true) => &["Miss."],
                (_, false) => &["Miss.", "Mrs."],
            };
            assert!(titles.contains(&name.split(' ').next().unwrap()), "{row:?}");
            assert!(name.len() <= LONGEST_NAME && !name.contains('\0'), "{row:?}");
            assert!((1..=3).contains(class), "{row:?}");
            assert!((0.42..=80.0).contains(&years), "{row:?}");
            assert!(years >= 14.0 || (1..=2).contains(across), "{row:?}");
            assert!((0.0..700.0).contains(&fare.parse::<f64>().unwrap()), "{row:?}");
            assert!(fare.len() <= 8 && !(fare.contains('.') && fare.ends_with('0')), "{row:?}");
        }
    }

    #[test]
    fn shares_are_those_of_the_real_list() {
        let all = passengers(887);
        let percent = |of: fn(&Row) -> bool| 100 * all.iter().filter(|row| of(row)).count() / all.len();
        assert!((21..28).contains(&percent(|row| row.1 == 1)));
        assert!((51..59).contains(&percent(|row| row.1 == 3)));
        assert!((32..39).contains(&percent(|row| row.3 == "female")));
        assert!((35..43).contains(&percent(|row| row.0 == 1)));
        assert!((22..30).contains(&percent(|row| row.0 == 1 && row.3 == "female")));
        assert!((9..25).contains(&percent(|row| !row.7.contains('.'))));
        assert!((15..35).contains(&all.iter().filter(|row| row.4.contains('.')).count()));
    }
}
