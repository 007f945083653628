//! What stands in a cell, before it is known in which workbook.

use super::derived::Derived;
use super::measure;
use crate::record::{Decimal, Operator, Severity, TargetValue};
use crate::supervise::Goal;
use crate::write::wording;
use rust_xlsxwriter::ExcelDateTime;
use std::borrow::Cow;

/// Rows under this confidence (把握) are marked, and listed in 待复核.
const SURE: f64 = 0.9;

/// Longest text of a cell, in UTF-16 units, by the file format.
const LONGEST: usize = 32_767;

/// What ends a text that was cut.
const CUT: &str = "……（文字过长，未完，全文见JSON文件）";

/// The content of a cell, small where there may be millions: what is larger than a text stands behind a pointer.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// Name of a row, set off from its value.
    Label(String),
    /// A judgement, coloured by whether it is good news.
    Judged(String, Mood),
    /// A change, with an arrow in front, coloured by whether it is good news.
    Change(Decimal, Mood),
    /// A cell with a comment (批注) on it.
    Noted(Box<Cell>, Box<str>),
    /// Joined with the cell to its left, whose text has the room of both.
    Covered,
    /// Text that leads to the row of a record.
    Link(Box<Link>),
    /// A printed figure.
    Figure(Box<Figure>),
    /// A number that is worked out from cells to the left.
    Derived(Box<Derived>),
    /// A count, a number in a list, a year.
    Whole(i64),
    /// A share of one, shown in percent.
    Share(f64),
    /// How sure a row is, 0..1, shown in percent.
    Confidence(f64),
    /// Year, month, day.
    Date(u16, u8, u8),
    /// Year and month, kept as the first or the last day of the month so that they sort and filter as dates.
    Month(u16, u8, Day),
    Severity(Severity),
}

/// A text and the id of the record that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub text: String,
    pub record: String,
}

/// The day that stands for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    First,
    Last,
}

/// Number format with so many decimals.
pub fn digits(decimals: usize) -> Cow<'static, str> {
    const USUAL: [&str; 4] = ["0", "0.0", "0.00", "0.000"];
    match USUAL.get(decimals) {
        Some(usual) => Cow::Borrowed(usual),
        None => Cow::Owned(format!("0.{}", "0".repeat(decimals))),
    }
}

/// Number format of a change with so many decimals: an arrow stands for the sign.
pub fn change_format(change: Decimal) -> String {
    let decimals = change.normalize().scale() as usize;
    let digits = digits(decimals);
    format!("\"↑ \"{digits};\"↓ \"{digits};\"＝ \"0")
}

/// What a judgement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Better,
    Worse,
    Same,
    /// Nobody can say.
    Open,
}

/// A printed figure: a number that a spreadsheet can add, shown with its sign and unit and as many decimals as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    number: Decimal,
    sign: &'static str,
    unit: String,
}

impl Cell {
    /// Text, or nothing where it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// Text where there is some.
    pub fn optional(text: &Option<String>) -> Self {
        text.as_deref().map_or(Cell::Empty, Cell::text)
    }

    /// A whole number where there is one.
    pub fn whole(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Cell::Empty, |n| Cell::Whole(n.into()))
    }

    /// A date from ISO 8601; what is none stays text.
    pub fn date(iso: &Option<String>) -> Self {
        let Some(iso) = iso else { return Cell::Empty };
        match date_parts(iso) {
            Some((year, month, day)) => Cell::Date(year, month, day),
            None => Cell::text(iso),
        }
    }

    /// A month from `2022-04`; what is none stays text.
    pub fn month(iso: &Option<String>, day: Day) -> Self {
        let Some(iso) = iso else { return Cell::Empty };
        match date_parts(&format!("{iso}-01")) {
            Some((year, month, _)) => Cell::Month(year, month, day),
            None => Cell::text(iso),
        }
    }

    /// Text that leads to a record; nothing where the text is empty.
    pub fn link(text: impl Into<String>, record: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Link(Box::new(Link { text, record: record.into() })) }
    }

    /// The ids of records; they lead to the first one where they fit a line of a column of this width, because spreadsheet
    /// programs break no link into lines.
    pub fn records<T: AsRef<str>>(ids: &[T], width: u16) -> Self {
        let text = ids.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("、");
        match ids.first() {
            Some(first) if measure::lines(&text, width) == 1 => Cell::link(text, first.as_ref()),
            _ => Cell::text(text),
        }
    }

    /// The value of a target: a number with sign, and with its unit where it is not that of the target; else as printed.
    pub fn value(value: &TargetValue, unit_of_target: &Option<String>) -> Self {
        let unit = value.unit.as_ref().filter(|unit| Some(*unit) != unit_of_target.as_ref());
        let unit = unit.cloned().unwrap_or_default();
        match (value.op, value.number) {
            (Operator::Text | Operator::None | Operator::Range, _) | (_, None) => Cell::text(&value.raw),
            (op, Some(number)) => Cell::figure(number, wording::sign(op), unit),
        }
    }

    /// The number that a unit is to reach.
    pub fn goal(goal: &Goal) -> Self {
        Cell::figure(goal.number, wording::sign(goal.op), goal.unit.clone())
    }

    /// A value without its unit: a number with sign, else as printed.
    pub fn printed(op: Operator, number: Option<Decimal>, raw: &str) -> Self {
        match (op, number) {
            (Operator::Text | Operator::None | Operator::Range, _) | (_, None) => Cell::text(raw),
            (op, Some(number)) => Cell::figure(number, wording::sign(op), String::new()),
        }
    }

    /// A number without sign and unit.
    pub fn number(number: Option<Decimal>) -> Self {
        number.map_or(Cell::Empty, |number| Cell::figure(number, "", String::new()))
    }

    fn figure(number: Decimal, sign: &'static str, unit: String) -> Self {
        let figure = Figure { number, sign, unit };
        if figure.is_exact_in_a_spreadsheet() { Cell::Figure(figure.into()) } else { Cell::Text(figure.shown()) }
    }

    /// The same cell with a comment.
    pub fn noted(self, comment: String) -> Self {
        Cell::Noted(Box::new(self), comment.into())
    }

    /// The cell itself, and the comment on it.
    pub fn parts(&self) -> (&Cell, Option<&str>) {
        match self {
            Cell::Noted(cell, comment) => (cell, Some(comment)),
            cell => (cell, None),
        }
    }

    /// What a reader sees, for measuring.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty | Cell::Covered => "".into(),
            Cell::Noted(cell, _) => cell.shown(),
            Cell::Text(text) | Cell::Label(text) | Cell::Judged(text, _) => text.into(),
            Cell::Link(link) => (&link.text).into(),
            Cell::Change(change, _) => format!("↑ {}", change.abs()).into(),
            Cell::Figure(figure) => figure.shown().into(),
            Cell::Derived(derived) => derived.shown().into(),
            Cell::Whole(number) => number.to_string().into(),
            Cell::Share(share) => format!("{:.1}%", share * 100.0).into(),
            Cell::Confidence(share) => format!("{:.0}%", share * 100.0).into(),
            Cell::Date(..) => "2000-01-01".into(),
            Cell::Month(..) => "2000年12月".into(),
            Cell::Severity(severity) => severity.label().into(),
        }
    }

    /// Does nothing stand in the cell?
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) | Cell::Label(text) | Cell::Judged(text, _) => text.is_empty(),
            Cell::Link(link) => link.text.is_empty(),
            Cell::Share(share) | Cell::Confidence(share) => !share.is_finite(),
            Cell::Noted(cell, _) => cell.is_blank(),
            _ => false,
        }
    }

    /// The text that is broken into lines where its column is narrow; numbers and days are not.
    pub fn wrapped(&self) -> Option<&str> {
        match self {
            Cell::Text(text) | Cell::Label(text) | Cell::Judged(text, _) => Some(text),
            Cell::Link(link) => Some(&link.text),
            Cell::Noted(cell, _) => cell.wrapped(),
            _ => None,
        }
    }

    /// Does the cell give reason to show its column, where the column can be left out?
    pub fn is_telling(&self) -> bool {
        match self {
            Cell::Empty | Cell::Covered => false,
            Cell::Confidence(share) => is_unsure(*share),
            Cell::Noted(cell, _) => cell.is_telling(),
            _ => true,
        }
    }
}

/// Should a person look at a row of this confidence?
pub fn is_unsure(confidence: f64) -> bool {
    confidence < SURE
}

/// Number of days of a month of the Gregorian calendar.
pub fn days_of(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The nearest float; the conversion of the decimal type does not always round to it.
pub fn float(number: Decimal) -> f64 {
    /// Up to here every whole number is a float.
    const WHOLE: u128 = 1 << f64::MANTISSA_DIGITS;
    /// Powers of ten that are floats; a quotient of two floats is rounded to the nearest.
    const TENS: [f64; 11] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];
    match TENS.get(number.scale() as usize) {
        Some(tens) if number.mantissa().unsigned_abs() <= WHOLE => number.mantissa() as f64 / tens,
        _ => number.to_string().parse().unwrap_or_default(),
    }
}

impl Figure {
    /// The number as spreadsheets keep it.
    pub fn value(&self) -> f64 {
        float(self.number)
    }

    /// Number format that shows sign, printed decimals and unit.
    pub fn format(&self) -> Cow<'static, str> {
        let digits = digits(self.decimals());
        let unit = quoted(&self.unit);
        match self.sign {
            "" if unit.is_empty() => digits,
            "" => format!("{digits}{unit}").into(),
            // Without a section of its own, the minus of a negative number would stand before the sign.
            sign => format!("{0}{digits}{unit};{0}-{digits}{unit}", quoted(sign)).into(),
        }
    }

    /// What the number format shows.
    pub fn shown(&self) -> String {
        let number = self.number.round_dp(self.decimals() as u32);
        format!("{}{}{}", self.sign, number, self.unit)
    }

    /// Decimals as printed; fractions such as 2/3 have no end and are cut.
    fn decimals(&self) -> usize {
        const ENOUGH: u32 = 6;
        let scale = self.number.scale();
        if scale > 10 { ENOUGH as usize } else { scale as usize }
    }

    /// Spreadsheets keep fifteen digits; the end of a longer number would turn to zeros.
    fn is_exact_in_a_spreadsheet(&self) -> bool {
        let whole = self.number.trunc().abs().to_string();
        whole.len() + self.decimals() <= 15
    }
}

/// `text` inside a number format. Quotes cannot be escaped there.
fn quoted(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "”")) }
}

/// Year, month and day of an ISO 8601 date that Excel knows.
fn date_parts(iso: &str) -> Option<(u16, u8, u8)> {
    let mut parts = iso.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok().map(|_| (year, month, day))
}

/// `text` as a cell can hold it: without carriage returns, and cut with a remark where it is too long.
pub fn fitting(text: &str) -> Cow<'_, str> {
    let text: Cow<str> = if text.contains('\r') { text.replace('\r', "").into() } else { text.into() };
    if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST {
        return text;
    }
    let room = LONGEST - CUT.encode_utf16().count();
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= room
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push_str(CUT);
    cut.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Basis;
    use crate::write::specimen;

    fn cell(raw: &str, op: Operator, number: Option<&str>, unit: Option<&str>) -> Cell {
        let mut value = specimen::value("全市", Basis::Target, raw, op, number);
        value.unit = unit.map(Into::into);
        Cell::value(&value, &Some("万元".into()))
    }

    #[test]
    fn figures_show_what_is_printed_and_stay_numbers() {
        use Operator::{Approx, DownBy, Eq, Ge};
        let cases = [
            ("16", Eq, "16", None, 16.0, "0", "16"),
            ("14.70", Eq, "14.70", Some("万元"), 14.7, "0.00", "14.70"),
            ("≥11000", Ge, "11000", None, 11000.0, "\"≥\"0;\"≥\"-0", "≥11000"),
            ("下降3.4%", DownBy, "3.4", Some("%"), 3.4, "\"下降\"0.0\"%\";\"下降\"-0.0\"%\"", "下降3.4%"),
            ("-2.5", Eq, "-2.5", None, -2.5, "0.0", "-2.5"),
            ("9%左右", Approx, "9", Some("%"), 9.0, "\"约\"0\"%\";\"约\"-0\"%\"", "约9%"),
        ];
        for (raw, op, number, unit, value, format, shown) in cases {
            let Cell::Figure(figure) = cell(raw, op, Some(number), unit) else { panic!("{raw} is a figure") };
            assert_eq!((figure.value(), &*figure.format(), figure.shown().as_str()), (value, format, shown));
        }
    }

    #[test]
    fn what_is_no_single_number_stays_as_printed() {
        let cases =
            [("全覆盖", Operator::Text), ("——", Operator::None), ("1-2项", Operator::Range), ("16", Operator::Eq)];
        for (raw, op) in cases {
            assert_eq!(cell(raw, op, None, None), Cell::Text(raw.into()));
        }
        assert_eq!(cell("1-2项", Operator::Range, Some("1"), None), Cell::Text("1-2项".into()));
        assert_eq!(cell("", Operator::None, None, None), Cell::Empty);
    }

    #[test]
    fn numbers_that_a_float_cannot_hold_become_text() {
        assert_eq!(cell("", Operator::Eq, Some("1234567890123456"), None), Cell::Text("1234567890123456".into()));
        assert!(matches!(cell("", Operator::Eq, Some("123456789012345"), None), Cell::Figure(_)));
        let third = "0.6666666666666666666666666667";
        assert_eq!(cell("2/3", Operator::Eq, Some(third), None).shown(), "0.666667");
    }

    #[test]
    fn quotes_in_a_unit_cannot_break_the_number_format() {
        let Cell::Figure(figure) = cell("5", Operator::Eq, Some("5"), Some("\";[Red]\"")) else { panic!() };
        assert_eq!(figure.format(), "0\"”;[Red]”\"");
    }

    #[test]
    fn ids_lead_to_a_record_as_long_as_they_stand_in_one_line() {
        let ids = ["K067", "K071", "K081"];
        assert_eq!(Cell::records(&ids, 17), Cell::link("K067、K071、K081", "K067"));
        assert_eq!(Cell::records(&ids, 16), Cell::text("K067、K071、K081"));
        assert_eq!(Cell::records::<&str>(&[], 16), Cell::Empty);
    }

    #[test]
    fn cells_are_small() {
        assert!(size_of::<Cell>() <= 32, "{}", size_of::<Cell>());
    }

    #[test]
    fn floats_are_the_nearest_ones() {
        let numbers = ["0", "-0.1", "78.80", "0.07", "2.675", "1.005", "9007199254740993", "123456789.0123456789"];
        let many = ["0.6666666666666666666666666667", "79228162514264337593543950335", "-0.0000000000001"];
        for number in numbers.into_iter().chain(many) {
            assert_eq!(float(number.parse().unwrap()), number.parse::<f64>().unwrap(), "{number}");
        }
        for cents in -20_000..20_000 {
            let number = Decimal::new(cents, 3);
            assert_eq!(float(number), number.to_string().parse::<f64>().unwrap(), "{number}");
        }
    }

    #[test]
    fn dates_are_dates_only_where_they_exist() {
        let date = |iso: &str| Cell::date(&Some(iso.into()));
        assert_eq!(date("2022-05-31"), Cell::Date(2022, 5, 31));
        for odd in ["2022-02-30", "2022-13-01", "2022-05", "1800-01-01", "五月"] {
            assert_eq!(date(odd), Cell::Text(odd.into()));
        }
        assert_eq!(Cell::date(&None), Cell::Empty);
    }

    #[test]
    fn months_are_months_only_where_they_exist() {
        let month = |iso: &str| Cell::month(&Some(iso.into()), Day::Last);
        assert_eq!(month("2022-06"), Cell::Month(2022, 6, Day::Last));
        for odd in ["2022-13", "2022", "去年", "9999999-01"] {
            assert_eq!(month(odd), Cell::Text(odd.into()));
        }
        let lengths = [(2022, 2, 28), (2024, 2, 29), (2100, 2, 28), (2000, 2, 29), (2022, 4, 30), (2022, 12, 31)];
        for (year, month, days) in lengths {
            assert_eq!(days_of(year, month), days, "{year}-{month}");
        }
    }

    #[test]
    fn texts_are_cut_at_the_limit_with_a_remark() {
        let longest = "字".repeat(LONGEST);
        assert_eq!(fitting(&longest), longest);
        let cut = fitting(&(longest + "字")).into_owned();
        assert_eq!(cut.chars().count(), LONGEST);
        assert!(cut.ends_with(CUT));
        let astral = fitting(&"𠀀".repeat(20_000)).into_owned();
        assert!(astral.encode_utf16().count() <= LONGEST && astral.ends_with(CUT));
        assert_eq!(fitting("甲\r\n乙"), "甲\n乙");
    }

    #[test]
    fn a_sure_row_gives_no_reason_for_a_confidence_column() {
        assert!(!Cell::Confidence(1.0).is_telling() && !Cell::Confidence(0.9).is_telling());
        assert!(Cell::Confidence(0.89).is_telling());
        assert!(!Cell::Empty.is_telling() && Cell::Whole(0).is_telling());
    }
}
