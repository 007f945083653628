//! Characters of the same sound between the same characters (同音字): 公民法治素养 and 公民法制素养. Typing by sound makes
//! such mistakes, and nobody sees them (GW305).
//!
//! Every character between two known neighbours on each side is looked up by its neighbours, so that a text is read once.

use super::texts::Text;
use super::{Context, Draft};
use pinyin::ToPinyin;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Neighbours on each side by which a character is looked up.
const NEIGHBOURS: usize = 2;
/// Equal characters on both sides together that make the finding more than a hint.
const SURE: usize = 6;
/// The rarer of two spellings stands at most so often.
const RARE: usize = 2;
/// Equal characters on each side that are quoted.
const QUOTED: usize = 8;
/// Pairs of places that are looked into; a text with more has something else wrong with it.
const MOST: usize = 200;

pub(super) fn run(context: &Context) -> Vec<Draft> {
    let texts = context.texts();
    let mut spellings: BTreeMap<(String, String), Spellings> = BTreeMap::new();
    for (one, other) in candidates(texts, context).into_iter().take(MOST) {
        let spelling = Spellings::of(one, other, texts);
        spellings.entry((spelling.parts[0].clone(), spelling.parts[1].clone())).or_insert(spelling);
    }
    spellings.into_values().filter_map(|spelling| spelling.draft(texts)).collect()
}

/// A character of a text: number of the text, place of the character in bytes.
type Place = (u32, u32);

/// Pairs of places whose neighbours are the same and whose characters sound alike.
fn candidates(texts: &[Text], context: &Context) -> Vec<(Place, Place)> {
    let mut first: HashMap<u64, (char, Place), BuildHasherDefault<Mixer>> = HashMap::default();
    let mut found = Vec::new();
    let mut window: Vec<(u32, char)> = Vec::new();
    for (number, text) in (0..).zip(texts) {
        window.clear();
        for (at, c) in text.text.char_indices() {
            if !is_neighbour(c) {
                window.clear();
                continue;
            }
            window.push((at as u32, c));
            let Some([a, b, middle, c, d]) = window.last_chunk() else { continue };
            let (at, middle) = *middle;
            if !is_han(middle) {
                continue;
            }
            let key = [a, b, c, d].iter().fold(0, |key, (_, c)| key << 16 | u64::from(*c as u32));
            let &mut (known, place) = first.entry(key).or_insert((middle, (number, at)));
            if known != middle && sound_alike(known, middle, [a.1, b.1, c.1, d.1], context) {
                found.push((place, (number, at)));
            }
        }
    }
    found
}

/// Characters that make up names: of the basic plane, so that four of them fit a key.
fn is_neighbour(c: char) -> bool {
    is_han(c) || matches!(c, '“' | '”')
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Mixes a key that is a number already.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Have the two the same sound; between quotation marks, -n and -ng are one.
fn sound_alike(a: char, b: char, beside: [char; 4], context: &Context) -> bool {
    let words = &context.settings.near_name;
    let together = |sets: &[String]| sets.iter().any(|set| set.contains(a) && set.contains(b));
    if together(&words.interchangeable) || together(&words.contrasting) {
        return false;
    }
    let (Some(one), Some(other)) = (a.to_pinyin(), b.to_pinyin()) else { return false };
    let (one, other) = (one.plain(), other.plain());
    let quoted = beside.iter().any(|c| matches!(c, '“' | '”'));
    one == other || (quoted && one.trim_end_matches('g') == other.trim_end_matches('g'))
}

/// Two spellings of one stretch of text.
struct Spellings {
    /// The stretch in each spelling.
    parts: [String; 2],
    /// The characters that differ.
    differ: [char; 2],
    places: [Place; 2],
    /// Equal characters around them.
    common: usize,
}

impl Spellings {
    fn of(one: Place, other: Place, texts: &[Text]) -> Self {
        let cut = |(number, at): Place| {
            let text = texts[number as usize].text.as_str();
            let (before, rest) = text.split_at(at as usize);
            let middle = rest.chars().next().expect("the place of a character");
            (before, middle, &rest[middle.len_utf8()..])
        };
        let ((before, a, behind), (other_before, b, other_behind)) = (cut(one), cut(other));
        let left: Vec<char> = common(before.chars().rev(), other_before.chars().rev());
        let right: Vec<char> = common(behind.chars(), other_behind.chars());
        let part = |middle: char| -> String {
            let left = left.iter().take(QUOTED).rev();
            left.chain([&middle]).chain(right.iter().take(QUOTED)).collect()
        };
        Spellings { parts: [part(a), part(b)], differ: [a, b], places: [one, other], common: left.len() + right.len() }
    }

    fn draft(self, texts: &[Text]) -> Option<Draft> {
        let count = |part: &String| texts.iter().map(|text| text.text.matches(part.as_str()).count()).sum::<usize>();
        let counts = [count(&self.parts[0]), count(&self.parts[1])];
        if counts[0].min(counts[1]) > RARE || self.common < 2 * NEIGHBOURS {
            return None;
        }
        let (odd, usual) = if counts[0] < counts[1] { (0, 1) } else { (1, 0) };
        let text = |which: usize| &texts[self.places[which].0 as usize];
        let message = format!(
            "“{}”（{}）与“{}”（{}）只差同音的“{}”和“{}”，可能有一处写错",
            inner_quotes(&self.parts[odd]),
            text(odd).label(),
            inner_quotes(&self.parts[usual]),
            text(usual).label(),
            self.differ[odd],
            self.differ[usual]
        );
        let ids: Vec<&str> = [odd, usual].iter().filter_map(|which| Some(text(*which).item?.id())).collect();
        let mut key = self.parts.clone();
        key.sort();
        let evidence = [odd, usual].map(|which| text(which).quote(&self.parts[which]));
        let draft = Draft::new(message).about(ids).known_by(key).evidence(evidence);
        let draft = draft.expected(&self.parts[usual]).found(&self.parts[odd]);
        Some(draft.softened(usize::from(self.common < SURE)))
    }
}

/// Quotation marks inside of others.
fn inner_quotes(text: &str) -> String {
    text.replace('“', "‘").replace('”', "’")
}

/// The characters that two texts begin with, as far as both are names.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> Vec<char> {
    a.zip(b).take_while(|(a, b)| a == b && is_neighbour(*a)).map(|(a, _)| a).collect()
}
