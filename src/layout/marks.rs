//! Marks (特征): what is so or not so of a fragment by itself. The acceptors price them; they say what a text looks
//! like, never what it says.

use super::fragment::Features;
use crate::grammar::fold::half_width;
use crate::rules::{HeadingLevel, UnitsLook, ValueLook};

/// Declares the marks with the names that `costs.toml` gives them.
macro_rules! marks {
    ($($(#[$doc:meta])* $mark:ident = $name:literal,)*) => {
        /// Something that is so of a fragment.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Mark { $($(#[$doc])* $mark,)* }

        impl Mark {
            /// All marks, in order.
            pub const ALL: &'static [Mark] = &[$(Mark::$mark,)*];

            /// Its name in the cost file.
            pub const fn name(self) -> &'static str {
                match self { $(Mark::$mark => $name,)* }
            }
        }
    };
}

marks! {
    /// Always so.
    Any = "any",
    /// One character.
    Length1 = "length-1",
    /// Two or three characters.
    Length2 = "length-2",
    /// Four to six characters.
    Length4 = "length-4",
    /// Seven to ten characters.
    Length7 = "length-7",
    /// Eleven to fifteen characters.
    Length11 = "length-11",
    /// Sixteen to twenty-five characters.
    Length16 = "length-16",
    /// Twenty-six to forty-five characters.
    Length26 = "length-26",
    /// More characters.
    Length46 = "length-46",
    /// An integer and nothing else.
    Integer = "integer",
    /// A number with the words around it, or a sign for none.
    ValueNumber = "value-number",
    /// A goal in words.
    ValueWords = "value-words",
    /// A short text with a digit.
    ValueShort = "value-short",
    /// A list of units, or one.
    UnitsSure = "units-sure",
    /// Likely a list of units.
    UnitsLikely = "units-likely",
    /// Begins like the name of a unit, with the word of a level, and is short.
    UnitsLevel = "units-level",
    /// Ends in a bracket of units.
    UnitsBracket = "units-bracket",
    /// Ends in a bracket with a unit of measure.
    MeasureBracket = "measure-bracket",
    /// Is a unit of measure.
    Measure = "measure",
    /// Says how many items it holds: (8项).
    Declared = "declared",
    /// Begins with 一、
    NumberHan = "number-han",
    /// Begins with (一)
    NumberHanBracket = "number-han-bracket",
    /// Begins with 1.
    NumberFirst = "number-first",
    /// Begins with 2. or a higher one.
    NumberLater = "number-later",
    /// Begins with another numbering: (1), ①.
    NumberOther = "number-other",
    /// Stands among the headings of the document.
    KnownHeading = "known-heading",
    /// Holds a digit.
    Digit = "digit",
    /// Holds a percent sign.
    Percent = "percent",
    /// Holds a full stop.
    Stop = "stop",
    /// Holds two or more.
    Stops = "stops",
    /// Ends like a whole sentence.
    EndsSentence = "ends-sentence",
    /// Holds a comma or a semicolon.
    Comma = "comma",
    /// Holds 、 (but is no list of units).
    Enumeration = "enumeration",
    /// Begins with a period.
    Period = "period",
    /// Is nothing but a period.
    PeriodOnly = "period-only",
    /// Begins with a year.
    Year = "year",
    /// Is one of the words of an attribute column.
    Attribute = "attribute",
    /// Looks like the names of persons.
    Person = "person",
    /// Names a document: 《…》.
    Policy = "policy",
    /// Would be the header of a column that is known.
    HeaderWord = "header-word",
    /// Begins with a sign that goes on: ), 、, 》 or a bracket.
    BeginsInside = "begins-inside",
    /// Opens a bracket that it does not close.
    Opens = "opens",
    /// Closes a bracket that it did not open.
    Closes = "closes",
    /// Ends with a word or a sign behind which something must come.
    EndsOpen = "ends-open",
    /// What is left of a name after a wrap: …率, …比重.
    Tail = "tail",
    /// Begins with a word for something to be done: 推进, 新建.
    Action = "action",
    /// Nothing but Chinese characters.
    Han = "han",
}

/// How many marks there are.
pub const MARKS: usize = Mark::ALL.len();

/// A set of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(u64);

impl Marks {
    /// Adds a mark where it is so.
    pub fn set(&mut self, mark: Mark, so: bool) {
        self.0 |= u64::from(so) << mark as u8;
    }

    /// Is it in.
    pub fn has(self, mark: Mark) -> bool {
        self.0 & (1 << mark as u8) != 0
    }

    /// Is any of these in.
    pub fn has_any(self, marks: &[Mark]) -> bool {
        marks.iter().any(|&mark| self.has(mark))
    }

    /// The indices of those that are in.
    pub fn indices(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (at < MARKS).then_some(at)
        })
    }
}

const LENGTHS: [(usize, Mark); 8] = [
    (1, Mark::Length1),
    (3, Mark::Length2),
    (6, Mark::Length4),
    (10, Mark::Length7),
    (15, Mark::Length11),
    (25, Mark::Length16),
    (45, Mark::Length26),
    (usize::MAX, Mark::Length46),
];

/// The marks that follow from the features of a fragment.
pub fn of(f: &Features) -> Marks {
    let mut marks = Marks::default();
    let length = LENGTHS.iter().find(|(longest, _)| f.length <= *longest).map_or(Mark::Length46, |l| l.1);
    marks.set(Mark::Any, true);
    marks.set(length, true);
    marks.set(Mark::Integer, f.integer.is_some());
    marks.set(Mark::ValueNumber, f.value == ValueLook::Number);
    marks.set(Mark::ValueWords, f.value == ValueLook::Words);
    marks.set(Mark::ValueShort, f.value == ValueLook::Short);
    marks.set(Mark::UnitsSure, f.units == UnitsLook::Sure);
    marks.set(Mark::UnitsLikely, f.units == UnitsLook::Likely);
    marks.set(Mark::UnitsLevel, f.level && f.units == UnitsLook::No);
    marks.set(Mark::UnitsBracket, f.bracket_of_units);
    marks.set(Mark::MeasureBracket, f.bracket_of_measure);
    marks.set(Mark::Measure, f.measure);
    marks.set(Mark::Declared, f.declared.is_some());
    set_numbering(&mut marks, f);
    marks.set(Mark::KnownHeading, f.known_heading);
    set_characters(&mut marks, f);
    marks.set(Mark::EndsSentence, f.ends_sentence);
    marks.set(Mark::Period, f.period);
    marks.set(Mark::PeriodOnly, f.period_only);
    marks.set(Mark::Year, f.year.is_some());
    marks.set(Mark::Attribute, f.attribute);
    marks.set(Mark::Person, f.person);
    marks.set(Mark::HeaderWord, f.header.is_some());
    marks.set(Mark::BeginsInside, f.begins_inside);
    marks.set(Mark::Opens, f.open_brackets > 0);
    marks.set(Mark::Closes, f.open_brackets < 0);
    marks.set(Mark::EndsOpen, f.ends_open);
    marks.set(Mark::Tail, f.tail);
    marks.set(Mark::Action, f.action);
    marks
}

fn set_numbering(marks: &mut Marks, f: &Features) {
    let Some((level, number)) = f.numbering else { return };
    marks.set(
        match level {
            HeadingLevel::Han => Mark::NumberHan,
            HeadingLevel::HanBracket => Mark::NumberHanBracket,
            HeadingLevel::Digit if number == 1 => Mark::NumberFirst,
            HeadingLevel::Digit => Mark::NumberLater,
            _ => Mark::NumberOther,
        },
        true,
    );
}

/// Marks of single characters, in one pass.
fn set_characters(marks: &mut Marks, f: &Features) {
    let (mut digit, mut percent, mut comma, mut enumeration, mut policy, mut han) =
        (false, false, false, false, false, true);
    for c in f.folded.chars() {
        match half_width(c) {
            '0'..='9' => digit = true,
            '%' => percent = true,
            ',' | ';' => comma = true,
            '、' => enumeration = true,
            '《' => policy = true,
            _ => {}
        }
        han &= ('\u{4e00}'..='\u{9fff}').contains(&c);
    }
    marks.set(Mark::Digit, digit);
    marks.set(Mark::Percent, percent);
    marks.set(Mark::Stop, f.sentences > 0);
    marks.set(Mark::Stops, f.sentences > 1);
    marks.set(Mark::Comma, comma);
    marks.set(Mark::Enumeration, enumeration && f.units == UnitsLook::No);
    marks.set(Mark::Policy, policy);
    marks.set(Mark::Han, han && f.length > 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        let mut marks = Marks::default();
        marks.set(Mark::Integer, true);
        marks.set(Mark::Han, true);
        marks.set(Mark::Stop, false);
        assert_eq!(marks.indices().collect::<Vec<_>>(), [Mark::Integer as usize, Mark::Han as usize]);
        assert!(marks.has(Mark::Han) && !marks.has(Mark::Stop));
        const { assert!(MARKS <= 64) };
    }
}
