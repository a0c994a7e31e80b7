//! Invented names.

use rand::Rng;
use rand::RngExt as _;
use rand::seq::IndexedRandom as _;

const STARTS: [&str; 16] = ["b", "br", "d", "dr", "j", "k", "kr", "l", "m", "n", "r", "st", "t", "th", "tr", "v"];
const MIDDLES: [&str; 14] = ["d", "k", "l", "ld", "m", "n", "nd", "r", "rd", "rv", "st", "t", "th", "v"];
const ENDS: [&str; 8] = ["", "", "l", "m", "n", "r", "s", "t"];
const VOWELS: [&str; 6] = ["a", "e", "i", "o", "ai", "ea"];

/// A pronounceable name of two words, such as `Nalen Trevi`, of at most 27 letters. There are more than 10¹² of them, so that they rarely
/// repeat.
pub(crate) fn invent(random: &mut impl Rng) -> String {
    format!("{} {}", word(random), word(random))
}

fn word(random: &mut impl Rng) -> String {
    let middles = random.random_range(1..=2);
    let mut pick = |from: &[&'static str]| from.choose(random).copied().unwrap_or_default();
    let mut word = pick(&STARTS).to_owned() + pick(&VOWELS);
    word.extend((0..middles).flat_map(|_| [pick(&MIDDLES), pick(&VOWELS)]));
    word += pick(&ENDS);
    word[..1].make_ascii_uppercase();
    word
}

#[cfg(test)]
mod tests;
