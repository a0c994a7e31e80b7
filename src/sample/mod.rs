//! Generator of sample data: fictitious passengers as CSV.
//!
//! The passengers are fictitious, but the distributions (class, sex, age, relatives, fare, survival) follow the real
//! passenger list. The output depends on the seed only and is the same on every machine: the values of the random number
//! generator are part of its API, and all arithmetic uses integers. Changing a draw or a table changes the output.

pub mod command;
mod names;

use std::io::{self, Write};

use names::{BRITISH, FRENCH, GERMAN, IRISH, LEBANESE, NORDIC, Nation};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::{Rng, SeedableRng};

const HEADER: &str = "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare";

/// Maximum length of a name in characters. Half of the limit in the document, to leave room for lowering that.
const MAX_NAME_LENGTH: usize = 50;

/// Age from which a passenger is an adult: male passengers are titled Mr., and no parent has to be aboard.
const ADULT_AGE: u32 = 14;

/// Writes a header and `rows` passengers as CSV with LF line endings.
///
/// With the same `seed`, shorter output is a prefix of longer output.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_csv(rows: u64, seed: u64, out: impl Write) -> io::Result<()> {
    let mut random = Random(Pcg32::seed_from_u64(seed));
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(HEADER.split(',')).map_err(io_error)?;
    for _ in 0..rows {
        csv.write_record(passenger(&mut random)).map_err(io_error)?;
    }
    csv.flush()
}

/// Returns the underlying I/O error, so that callers can match its kind.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Generates the fields of a passenger, in the order of [`HEADER`].
fn passenger(random: &mut Random) -> [String; 8] {
    let class = random.pick(&CLASSES);
    let child = random.chance(CHILDREN[class]);
    let female = random.chance(if child { 50 } else { WOMEN[class] });
    let years = if child { random.below(ADULT_AGE) } else { random.sample(&AGES[class], 1) };
    let title = title(class, female, years, random);
    let (siblings, parents) = relatives(class, years, title, random);
    let survivors = SURVIVORS[class][if child { 2 } else { usize::from(female) }];
    [
        u8::from(random.chance(survivors)).to_string(),
        (class + 1).to_string(),
        name(class, title, random),
        if female { "female" } else { "male" }.to_owned(),
        age(years, random),
        siblings.to_string(),
        parents.to_string(),
        fare(class, siblings + parents, random),
    ]
}

fn title(class: usize, female: bool, years: u32, random: &mut Random) -> &'static str {
    match years {
        16.. if female && random.chance(2 * years - 20) => "Mrs.",
        _ if female => "Miss.",
        ..ADULT_AGE => "Master.",
        30.. if random.chance(TITLED[class]) => random.pick(&["Dr.", "Rev.", "Col."]),
        _ => "Mr.",
    }
}

/// Returns the number of siblings and spouses, and of parents and children.
fn relatives(class: usize, years: u32, title: &str, random: &mut Random) -> (u32, u32) {
    if years < ADULT_AGE {
        (random.pick(SIBLINGS[class]), 1 + u32::from(random.chance(40)))
    } else if random.chance(if title == "Mrs." { 72 } else { 20 }) {
        let siblings = 1 + u32::from(random.chance(10));
        // Families grow with age. For young adults the number means parents, so it is at most two.
        (siblings, random.pick(OFFSPRING[class]).min(years / 9))
    } else {
        (0, u32::from(random.chance(7)))
    }
}

/// Generates a name. A married woman has the names of her husband, followed by her own in parentheses.
fn name(class: usize, title: &str, random: &mut Random) -> String {
    let nation = random.pick(NATIONS[class]);
    let (his, hers) = (given(nation.men, random), given(nation.women, random));
    let (surname, maiden) = (random.pick(nation.surnames), random.pick(nation.surnames));
    match title {
        "Mrs." => {
            let full = format!("{title} {his} ({hers} {maiden}) {surname}");
            let short = || format!("{title} {} ({} {maiden}) {surname}", first(&his), first(&hers));
            if full.len() > MAX_NAME_LENGTH { short() } else { full }
        }
        "Miss." => format!("{title} {hers} {surname}"),
        _ => format!("{title} {his} {surname}"),
    }
}

/// Generates one or two given names; the second may be an initial.
fn given(names: &[&str], random: &mut Random) -> String {
    let (first, second) = (random.pick(names), random.pick(names));
    match random.below(10) {
        draw if draw < 3 || first == second => first.to_owned(),
        3 => format!("{first} {second:.1}"),
        _ => format!("{first} {second}"),
    }
}

/// Returns the first of the given names.
fn first(names: &str) -> &str {
    names.split(' ').next().unwrap_or(names)
}

/// Formats an age in years. Ages of infants have fractions of twelfths; estimated ages end in .5.
fn age(years: u32, random: &mut Random) -> String {
    match years {
        0 => random.pick(&["0.42", "0.67", "0.75", "0.83", "0.92"]).to_owned(),
        ADULT_AGE.. if random.chance(3) => format!("{years}.5"),
        _ => years.to_string(),
    }
}

/// Generates a fare in pounds with up to four decimals, for a ticket shared with the `relatives`: two people pay the full
/// price, the others half. Some passengers who travel alone pay nothing.
fn fare(class: usize, relatives: u32, random: &mut Random) -> String {
    if relatives == 0 && random.chance(3) {
        return "0".to_owned();
    }
    let halves = 2 + relatives + relatives.min(1);
    let pence = random.sample(&FARES[class], 12) * halves / 2;
    let rounded = (pence * 10_000 + 120) / 240;
    let decimal = format!("{}.{:04}", rounded / 10_000, rounded % 10_000);
    decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Random draws of integers.
struct Random(Pcg32);

impl Random {
    /// Returns a number below `bound`. The bias is negligible because every bound is far below 2^32.
    fn below(&mut self, bound: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u32) as usize]
    }

    /// Draws a value from a distribution, in units of 1/`parts`.
    fn sample(&mut self, deciles: &Deciles, parts: u32) -> u32 {
        let step = self.below(10) as usize;
        let [low, high] = [deciles[step] * parts, deciles[step + 1] * parts];
        low + self.below(high - low + 1)
    }
}

// Tables by class, starting with the first. Shares are percentages; frequent values are repeated.

const CLASSES: [usize; 20] = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
const CHILDREN: [u32; 3] = [2, 10, 12];
/// Share of women among adults.
const WOMEN: [u32; 3] = [44, 41, 27];
/// Share of survivors among men, women and children.
const SURVIVORS: [[u32; 3]; 3] = [[35, 97, 90], [8, 91, 97], [12, 51, 41]];
/// Share of men aged 30 or older with a title such as Dr.
const TITLED: [u32; 3] = [12, 12, 0];
/// Number of siblings of a child.
const SIBLINGS: [&[u32]; 3] = [&[0, 1, 1, 2], &[0, 1, 1, 2], &[0, 0, 1, 1, 2, 3, 4, 4, 5, 8]];
/// Number of children of a couple.
const OFFSPRING: [&[u32]; 3] = [&[0, 0, 0, 1, 2], &[0, 0, 1, 1, 3], &[0, 0, 0, 0, 1, 1, 2, 3, 5]];
const NATIONS: [&[&Nation]; 3] = [
    &[&BRITISH, &BRITISH, &BRITISH, &BRITISH, &FRENCH, &GERMAN],
    &[&BRITISH, &BRITISH, &BRITISH, &FRENCH, &IRISH, &NORDIC],
    &[&BRITISH, &BRITISH, &IRISH, &NORDIC, &GERMAN, &LEBANESE],
];

/// Minimum, the nine deciles, and maximum of a distribution.
type Deciles = [u32; 11];

/// Ages of adults, in years.
const AGES: [Deciles; 3] = [
    [14, 22, 27, 31, 36, 39, 43, 47, 50, 58, 76],
    [14, 19, 23, 25, 28, 30, 34, 36, 42, 50, 68],
    [14, 18, 20, 21, 23, 26, 28, 30, 35, 41, 64],
];
/// Fares per person, in shillings.
const FARES: [Deciles; 3] = [
    [500, 531, 531, 600, 600, 800, 800, 1200, 1500, 2300, 3600],
    [200, 210, 210, 260, 260, 260, 260, 260, 260, 320, 700],
    [123, 141, 145, 155, 155, 158, 158, 161, 161, 193, 400],
];

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (u8, u8, String, String, String, u32, u32, String);

    fn generate(rows: u64, seed: u64) -> String {
        let mut out = Vec::new();
        write_csv(rows, seed, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn passengers(rows: u64) -> Vec<Row> {
        csv::Reader::from_reader(generate(rows, 1912).as_bytes()).deserialize().map(Result::unwrap).collect()
    }

    #[test]
    fn output_depends_only_on_the_seed() {
        assert_eq!(generate(0, 1912), format!("{HEADER}\n"));
        assert_eq!(generate(100, 1912), generate(100, 1912));
        assert!(generate(100, 1912).starts_with(&generate(10, 1912)));
        assert_ne!(generate(10, 1912), generate(10, 1913));
        let checksum = |text: String| text.bytes().fold(0, |sum: u32, byte| sum.wrapping_mul(31) ^ u32::from(byte));
        assert_eq!(checksum(generate(887, 1912)), 3_105_340_209);
    }

    #[test]
    fn passengers_are_plausible() {
        for row in passengers(20_000) {
            let (_, class, name, sex, age, _, parents, fare) = &row;
            let years: f64 = age.parse().unwrap();
            let titles: &[&str] = match (sex.as_str(), years < 14.0) {
                ("male", true) => &["Master."],
                ("male", false) => &["Mr.", "Dr.", "Rev.", "Col."],
                (_, true) => &["Miss."],
                (_, false) => &["Miss.", "Mrs."],
            };
            assert!(titles.contains(&name.split(' ').next().unwrap()), "{row:?}");
            assert!(name.len() <= MAX_NAME_LENGTH && !name.contains('\0'), "{row:?}");
            assert!((1..=3).contains(class), "{row:?}");
            assert!((0.42..=80.0).contains(&years), "{row:?}");
            assert!(years >= 14.0 || (1..=2).contains(parents), "{row:?}");
            assert!((0.0..700.0).contains(&fare.parse::<f64>().unwrap()), "{row:?}");
            assert!(fare.len() <= 8 && !(fare.contains('.') && fare.ends_with('0')), "{row:?}");
        }
    }

    #[test]
    fn distributions_match_the_real_passenger_list() {
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
