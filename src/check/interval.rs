//! Interval arithmetic of printed numbers: a printed number stands for all values that round to it (14.7 is 14.65–14.75),
//! 左右 widens it, 以上 and 以内 open one side. Two statements contradict each other only when their intervals cannot meet.

use super::is_plain;
use crate::record::{Decimal, Operator};
use unicode_normalization::UnicodeNormalization;

/// A closed interval; `None` is unbounded on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Smallest value.
    pub low: Option<Decimal>,
    /// Largest value.
    pub high: Option<Decimal>,
}

impl Interval {
    /// The interval that holds one value.
    pub fn exact(number: Decimal) -> Self {
        Interval { low: Some(number), high: Some(number) }
    }

    /// Adds two intervals; `None` when a bound overflows.
    pub fn plus(self, other: Interval) -> Option<Interval> {
        Some(Interval { low: plus_bound(self.low, other.low)?, high: plus_bound(self.high, other.high)? })
    }

    /// Widens the interval by `margin` to both sides; `None` when a bound overflows.
    pub fn widened(self, margin: Decimal) -> Option<Interval> {
        Interval { low: Some(-margin), high: Some(margin) }.plus(self)
    }

    /// Is there a value that lies in both.
    pub fn meets(self, other: Interval) -> bool {
        fn below(low: Option<Decimal>, high: Option<Decimal>) -> bool {
            low.zip(high).is_none_or(|(low, high)| low <= high)
        }
        below(self.low, other.high) && below(other.low, self.high)
    }

    /// The smallest interval that holds both.
    pub fn hull(self, other: Interval) -> Interval {
        Interval {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }
}

fn plus_bound(a: Option<Decimal>, b: Option<Decimal>) -> Option<Option<Decimal>> {
    match (a, b) {
        (Some(a), Some(b)) => a.checked_add(b).map(Some),
        _ => Some(None),
    }
}

/// A number as it is printed: what it says, how it binds, and how fine its last digit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// How the number binds.
    pub op: Operator,
    /// The number, the lower end of a range.
    pub number: Decimal,
    /// Upper end of a range.
    pub number_max: Option<Decimal>,
    /// Decimals of the last printed digit: 1 for `14.7`, 0 for `14`, -3 for `1.2万` read as 12000.
    pub decimals: i32,
}

impl Printed {
    /// Reads the fineness of `number` off its printed form `raw`.
    pub fn new(op: Operator, number: Decimal, number_max: Option<Decimal>, raw: &str) -> Self {
        Printed { op, number, number_max, decimals: printed_decimals(raw, number) }
    }

    /// The same quantity in a unit that is `10^power` times smaller; `None` on overflow.
    pub fn scaled(self, power: i32) -> Option<Printed> {
        let times = |number: Decimal| times_ten_to(number, power);
        let number_max = match self.number_max {
            Some(number) => Some(times(number)?),
            None => None,
        };
        Some(Printed { number: times(self.number)?, number_max, decimals: self.decimals - power, ..self })
    }

    /// All values that the number stands for when its last digit is rounded by at most `margin` and 左右 widens it by
    /// `approximate` of itself; `None` for words and changes, and on overflow.
    pub fn interval(self, margin: Decimal, approximate: Decimal) -> Option<Interval> {
        let number = Some(self.number);
        let printed = match self.op {
            Operator::Eq => Interval::exact(self.number),
            Operator::Ge | Operator::Gt => Interval { low: number, high: None },
            Operator::Le | Operator::Lt => Interval { low: None, high: number },
            Operator::Approx => Interval::exact(self.number).widened(self.number.abs().checked_mul(approximate)?)?,
            Operator::Range => Interval { low: number, high: Some(self.number_max?) },
            Operator::UpBy | Operator::DownBy | Operator::Text | Operator::None => return None,
        };
        printed.widened(margin)
    }
}

/// Half a unit of the digit at `decimals`: 0.05 for 1, 0.5 for 0, 500 for -3; zero where that cannot be written.
pub fn half_step(decimals: i32) -> Decimal {
    times_ten_to(Decimal::new(5, 1), -decimals).unwrap_or_default()
}

/// The number times `10^power`; `None` past twenty places and on overflow.
pub fn times_ten_to(number: Decimal, power: i32) -> Option<Decimal> {
    if !(-20..=20).contains(&power) {
        return None;
    }
    let factor = Decimal::from_i128_with_scale(10_i128.pow(power.unsigned_abs()), 0);
    if power < 0 { number.checked_div(factor) } else { number.checked_mul(factor) }
}

fn printed_decimals(raw: &str, number: Decimal) -> i32 {
    let scale = number.scale() as i32;
    if raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return scale;
    }
    let Some(printed) = numbers_in(raw).into_iter().next() else { return scale };
    let decimals = printed.scale() as i32;
    (0..=12).find(|&power| times_ten_to(printed, power) == Some(number)).map_or(scale, |power| decimals - power)
}

/// The unsigned numbers of a text in their order; a comma between digits is taken for a thousands separator.
pub fn numbers_in(text: &str) -> Vec<Decimal> {
    let mut numbers = Vec::new();
    each_piece(text, |piece| numbers.extend(piece.ok()));
    numbers
}

/// The numbers of a running text, those behind which a word of scale stands (`2.7万`) multiplied out, without trailing
/// zeros.
pub fn numbers_with_scale(text: &str, scale: &std::collections::BTreeMap<String, u32>) -> Vec<Decimal> {
    let mut pieces = Vec::new();
    each_piece(text, |piece| pieces.push(piece));
    let mut numbers = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Ok(number) = piece else { continue };
        numbers.push(number.normalize());
        let behind: String =
            pieces[at + 1..].iter().map_while(|piece| piece.err()).filter(|c| !c.is_whitespace()).take(2).collect();
        let word =
            scale.iter().filter(|(word, _)| behind.starts_with(word.as_str())).max_by_key(|(word, _)| word.len());
        numbers
            .extend(word.and_then(|(_, power)| times_ten_to(*number, *power as i32)).map(|number| number.normalize()));
    }
    numbers
}

/// The text with every number replaced by `#` and blanks removed, so that `17(71)` and `12（45）` have one shape.
pub fn shape(text: &str) -> String {
    let mut shape = String::new();
    each_piece(text, |piece| shape.extend(Some(piece.map_or_else(|c| c, |_| '#')).filter(|c| !c.is_whitespace())));
    shape
}

/// A number of a text, or a character between numbers.
type Piece = Result<Decimal, char>;

/// Goes through the numbers of a text and the characters between them.
fn each_piece(text: &str, mut take: impl FnMut(Piece)) {
    // Full-width digits and the like become ASCII; plain text, which is most, is left where it is.
    let folded: String;
    let mut rest = text;
    if !text.chars().all(|c| is_plain(c) || c.is_whitespace()) {
        folded = text.nfkc().collect();
        rest = &folded;
    }
    while let Some(c) = rest.chars().next() {
        let length = number_length(rest.as_bytes());
        let number = rest[..length].bytes().any(|byte| byte != b',').then(|| parsed(&rest[..length])).flatten();
        let step = length.max(c.len_utf8());
        match number {
            Some(number) => take(Ok(number)),
            None => rest[..step].chars().for_each(|c| take(Err(c))),
        }
        rest = &rest[step..];
    }
}

/// A printed number without its thousands separators.
fn parsed(printed: &str) -> Option<Decimal> {
    match printed.contains(',') {
        true => printed.replace(',', "").parse().ok(),
        false => printed.parse().ok(),
    }
}

/// How many bytes at the beginning look like a number: digits, a point before a digit, a comma before three digits.
fn number_length(bytes: &[u8]) -> usize {
    let digits_behind = |at: usize| bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let goes_on = |at: usize| match bytes.get(at) {
        Some(b'.') => at > 0 && digits_behind(at) > 0,
        Some(b',') => at > 0 && digits_behind(at) == 3,
        Some(byte) => byte.is_ascii_digit(),
        None => false,
    };
    let mut length = 0;
    while goes_on(length) {
        length += 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn span(low: &str, high: &str) -> Interval {
        let bound = |text: &str| (!text.is_empty()).then(|| d(text));
        Interval { low: bound(low), high: bound(high) }
    }

    #[test]
    fn a_printed_number_stands_for_what_rounds_to_it() {
        use Operator::{Approx, DownBy, Eq, Ge, Le, Range};
        for (op, raw, number, max, expected) in [
            (Eq, "14.7", "14.7", None, span("14.65", "14.75")),
            (Eq, "16", "16", None, span("15.5", "16.5")),
            (Eq, "16.0", "16.0", None, span("15.95", "16.05")),
            (Eq, "1.2万", "12000", None, span("11500", "12500")),
            (Eq, "3,500", "3500", None, span("3499.5", "3500.5")),
            (Eq, "１６．５", "16.5", None, span("16.45", "16.55")),
            (Ge, "90以上", "90", None, span("89.5", "")),
            (Le, "1.5以内", "1.5", None, span("", "1.55")),
            (Approx, "200左右", "200", None, span("189.5", "210.5")),
            (Range, "10—50", "10", Some("50"), span("9.5", "50.5")),
        ] {
            let printed = Printed::new(op, d(number), max.map(d), raw);
            let interval = printed.interval(half_step(printed.decimals), d("0.05"));
            assert_eq!(interval, Some(expected), "{raw}");
        }
        assert_eq!(Printed::new(DownBy, d("3.4"), None, "下降3.4%").interval(d("0"), d("0")), None);
    }

    #[test]
    fn intervals_meet_when_a_value_lies_in_both() {
        for (a, b, meet) in [
            (span("1", "2"), span("2", "3"), true),
            (span("1", "2"), span("2.1", "3"), false),
            (span("2.1", "3"), span("1", "2"), false),
            (span("", "2"), span("2", ""), true),
            (span("", "2"), span("3", ""), false),
            (span("", ""), span("3", "3"), true),
        ] {
            assert_eq!(a.meets(b), meet, "{a:?} {b:?}");
        }
    }

    #[test]
    fn sums_and_hulls_keep_open_sides() {
        assert_eq!(span("1", "2").plus(span("3", "")), Some(span("4", "")));
        assert_eq!(span("1", "2").hull(span("5", "")), span("1", ""));
        assert_eq!(span("1", "2").hull(span("5", "6")), span("1", "6"));
        assert_eq!(Interval::exact(Decimal::MAX).plus(Interval::exact(Decimal::MAX)), None);
    }

    #[test]
    fn a_quantity_changes_its_unit_with_its_fineness() {
        let printed = Printed::new(Operator::Eq, d("4.5"), None, "4.5万人").scaled(4).unwrap();
        assert_eq!((printed.number, printed.decimals), (d("45000"), -3));
        assert_eq!(printed.scaled(-4).unwrap().number, d("4.5"));
        assert_eq!(printed.scaled(99), None);
    }

    #[test]
    fn numbers_and_shape_of_a_text() {
        for (text, numbers, expected) in [
            ("17(71)", vec!["17", "71"], "#(#)"),
            ("12（45）", vec!["12", "45"], "#(#)"),
            ("新建2、改建 4", vec!["2", "4"], "新建#、改建#"),
            ("3,500家", vec!["3500"], "#家"),
            ("1.5.2", vec![], "1.5.2"),
            ("新建5,改建3", vec!["5", "3"], "新建#,改建#"),
            ("12,45", vec!["12", "45"], "#,#"),
            ("全覆盖", vec![], "全覆盖"),
            ("5.", vec!["5"], "#."),
            (".5", vec!["5"], ".#"),
        ] {
            assert_eq!(numbers_in(text), numbers.into_iter().map(d).collect::<Vec<_>>(), "{text}");
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_a_text_are_multiplied_out() {
        let scale = [("万".to_owned(), 4), ("亿".to_owned(), 8)].into();
        let numbers = numbers_with_scale("建9座，加固2.70 万米，投资1亿元", &scale);
        assert_eq!(numbers.iter().map(|n| n.to_string()).collect::<Vec<_>>(), ["9", "2.7", "27000", "1", "100000000"]);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,40}", number in any::<i64>(), scale in 0u32..20, power in -40i32..40) {
            let printed = Printed::new(Operator::Eq, Decimal::new(number, scale), None, &text);
            let _ = printed.scaled(power);
            let _ = printed.interval(half_step(printed.decimals), Decimal::new(5, 2));
            let _ = shape(&text);
        }

        #[test]
        fn a_rounded_value_lies_in_the_interval_of_its_print(cents in 0i64..1_000_000) {
            let value = Decimal::new(cents, 2);
            let print = value.round_dp(1);
            let printed = Printed::new(Operator::Eq, print, None, &print.to_string());
            let interval = printed.interval(half_step(1), Decimal::ZERO).unwrap();
            prop_assert!(interval.meets(Interval::exact(value)));
        }
    }
}
