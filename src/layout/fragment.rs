//! Fragments (碎片): the pieces that a dump left of a table, with what is certain about their borders.

use super::marks::{self, Marks};
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, HeadingLevel, Pack, Rules, Strength, UnitsLook, ValueLook};
use std::collections::HashSet;

/// Longest value of an indicator, in characters.
const LONGEST_VALUE: usize = 40;
/// Longest name with a bracket behind it, in characters.
const LONGEST_NAME: usize = 80;
/// Longest heading with a count, in characters.
const LONGEST_HEADING: usize = 60;
/// Longest name of a unit that no rule knows, in characters.
const LONGEST_UNIT: usize = 12;
/// Longest unit of measure, in characters.
const LONGEST_MEASURE: usize = 10;
/// Longest list of persons, in characters.
const LONGEST_PERSONS: usize = 16;
/// Longest header cell, in characters.
const LONGEST_HEADER_CELL: usize = 16;
/// Longest number of a row, in digits.
const LONGEST_NUMBER: usize = 6;
/// Longest name of a person, in characters.
const LONGEST_PERSON: usize = 4;

/// What is certain about the border before a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// Nothing: it may go on with the cell, begin the next cell or the next row.
    Open,
    /// A cell begins, in the same row.
    Cell,
    /// A row of the source begins, and with it a cell.
    Row,
}

/// A fragment of a table.
#[derive(Debug, Clone)]
pub struct Fragment {
    /// Its text.
    pub text: Passage,
    /// What is certain about the border before it.
    pub border: Border,
    /// Empty lines before it.
    pub blank_lines_before: u32,
    /// Empty lines or empty cells before it beyond the usual: evidence of an empty cell.
    pub gap: bool,
    /// Column of the grid that the source prints it in, 0-based, where it prints a grid.
    pub printed: Option<usize>,
    /// The only filled cell of its row in the source.
    pub alone_in_row: bool,
    /// Features for the acceptors.
    pub features: Features,
}

impl Fragment {
    /// A fragment with its features.
    pub fn new(text: Passage, border: Border, rules: &Rules, lexicon: &Lexicon) -> Fragment {
        let features = Features::of(text.text(), rules, lexicon);
        Fragment { text, border, blank_lines_before: 0, gap: false, printed: None, alone_in_row: false, features }
    }
}

/// What the rest of the document says of the words of its tables.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Titles of headings, which often return as categories of a table.
    pub headings: HashSet<String>,
    /// Names that stand between units in lists, and that no rule knows as a unit.
    pub units: HashSet<String>,
}

/// What the acceptors ask of a text; computed once for each fragment.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Folded text.
    pub folded: String,
    /// Characters of the folded text.
    pub length: usize,
    /// The whole text is this integer, perhaps with a stop behind it.
    pub integer: Option<u32>,
    /// Number of a "2." or "(二)" at the beginning, with its style.
    pub numbering: Option<(HeadingLevel, u32)>,
    /// Last "N." anywhere in the text: the number of its last item.
    pub last_item: Option<u32>,
    /// What it looks like as a value.
    pub value: ValueLook,
    /// What it looks like as a list of units.
    pub units: UnitsLook,
    /// Begins with the word of a level, as names of units do, and is short.
    pub level: bool,
    /// Ends in a bracket of units.
    pub bracket_of_units: bool,
    /// Ends in a bracket with a unit of measure.
    pub bracket_of_measure: bool,
    /// Is a unit of measure.
    pub measure: bool,
    /// Declares a number of items.
    pub declared: Option<u32>,
    /// Begins with a period.
    pub period: bool,
    /// Is nothing but a period.
    pub period_only: bool,
    /// Year that the text begins with.
    pub year: Option<i32>,
    /// Stands among the headings of the document.
    pub known_heading: bool,
    /// Is one of the words of an attribute column.
    pub attribute: bool,
    /// Begins an attachment, or is a note under a table: the table is over.
    pub closes_table: bool,
    /// Ends like a whole sentence.
    pub ends_sentence: bool,
    /// Number of sentences.
    pub sentences: usize,
    /// Brackets and quotes opened and not closed.
    pub open_brackets: i32,
    /// Looks like the names of persons.
    pub person: bool,
    /// Begins with a sign that goes on with something: a bracket, 、 or 》.
    pub begins_inside: bool,
    /// Ends with a word or a sign behind which something must come.
    pub ends_open: bool,
    /// What is left of a name after a wrap.
    pub tail: bool,
    /// Begins with a word for something to be done.
    pub action: bool,
    /// Is nothing but such a word: what is to be done must follow.
    pub bare_action: bool,
    /// What the column would hold if the text were a header cell.
    pub header: Option<ColumnRole>,
    /// All of it that the acceptors price.
    pub marks: Marks,
}

impl Features {
    /// Reads the features of a text.
    pub fn of(raw: &str, rules: &Rules, lexicon: &Lexicon) -> Features {
        let pack = &rules.pack;
        let folded = fold(raw);
        let length = folded.chars().count();
        let heading = pack.heading(raw);
        let declared = if length <= LONGEST_HEADING { pack.declared_count(raw).map(|c| c.count) } else { None };
        let bare = strip_numbering(&folded, declared.is_some());
        let actions = pack.list("table.action");
        let bare_action = actions.contains(&folded);
        let listed_unit = lexicon.units.contains(&folded);
        let period = pack.read_period(raw, 0).filter(|p| !p.recurring);
        let short = length <= LONGEST_NAME;
        let mut features = Features {
            integer: integer_of(&folded),
            numbering: heading.as_ref().and_then(|h| Some((h.level, h.number?))),
            last_item: last_item(&folded),
            value: if length <= LONGEST_VALUE { pack.value_look(raw) } else { ValueLook::Other },
            units: if listed_unit { UnitsLook::Sure } else { rules.organisations.look(pack, raw) },
            level: length <= LONGEST_UNIT && rules.organisations.begins_with_level(&folded),
            bracket_of_units: short && ends_in_units(rules, &folded),
            bracket_of_measure: short && folded.ends_with(')') && pack.split_name_and_measure(raw).1.is_some(),
            measure: length <= LONGEST_MEASURE && pack.is_measure(raw),
            declared,
            period_only: period.as_ref().is_some_and(|p| p.end >= raw.trim_end().len()),
            period: period.is_some(),
            year: leading_year(&folded),
            known_heading: lexicon.headings.contains(bare) || lexicon.headings.contains(&folded),
            attribute: pack.list("table.attribute").contains(&folded),
            closes_table: heading.is_some_and(|h| h.level == HeadingLevel::Attachment)
                || (folded.starts_with(['注', '备', '说']) && pack.has_cue("table-note", &folded)),
            ends_sentence: folded.ends_with(['。', ';', '!', '”']) && folded.contains(['。', ';', '!']),
            sentences: folded.matches('。').count(),
            open_brackets: open_brackets(&folded),
            person: (2..=LONGEST_PERSONS).contains(&length) && names_persons(pack, raw),
            begins_inside: folded.starts_with(['(', ')', '、', '》', '”', ',', '。', ';']),
            ends_open: pack.list("table.prefix-continues").suffix(&folded).is_some()
                || folded.ends_with(',')
                || bare_action,
            action: actions.prefix(&folded).is_some(),
            bare_action,
            tail: short && ends_in_tail(pack, &folded),
            header: if length <= LONGEST_HEADER_CELL { pack.column(raw).map(|c| c.role) } else { None },
            length,
            folded,
            marks: Marks::default(),
        };
        features.begins_inside &= features.numbering.is_none();
        features.marks = marks::of(&features);
        features
    }
}

/// A heading without its numbering and its count.
pub fn strip_numbering(folded: &str, has_count: bool) -> &str {
    let mut text = folded;
    if has_count && let Some(at) = text.rfind(['(', '〔']) {
        text = &text[..at];
    }
    let after_mark = text.find(['、', ')', '.']).filter(|&at| at <= 12).map(|at| {
        let mark = text[at..].chars().next().map_or(1, char::len_utf8);
        (&text[..at], &text[at + mark..])
    });
    match after_mark {
        Some((number, rest)) if number.chars().all(|c| "(一二三四五六七八九十0123456789".contains(c)) => rest,
        _ => text,
    }
}

/// A number of a row: an integer, perhaps with a stop behind it. Longer ones are figures.
fn integer_of(folded: &str) -> Option<u32> {
    let digits = folded.trim_end_matches(['.', '、']);
    if digits.is_empty() || digits.len() > LONGEST_NUMBER || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// Number of the last "N." or "N、" that stands at the beginning or behind the end of a sentence.
fn last_item(folded: &str) -> Option<u32> {
    let mut found = None;
    let mut previous = '。';
    let mut chars = folded.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_digit() && matches!(previous, '。' | ';' | '”' | '》' | ':') {
            let rest = &folded[at..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits <= 2 && rest[digits..].starts_with(['.', '、']) {
                found = rest[..digits].parse().ok();
            }
            while chars.next_if(|(_, d)| d.is_ascii_digit()).is_some() {}
        }
        previous = c;
    }
    found
}

fn ends_in_units(rules: &Rules, folded: &str) -> bool {
    let Some(open) = folded.strip_suffix(')').and_then(|t| matching_open(t).map(|at| &t[at + 1..])) else {
        return false;
    };
    rules.organisations.read_list(&rules.pack, open).is_some() || rules.organisations.strength(open) == Strength::Strong
}

/// The "(" that belongs to a ")" behind the end of the text.
fn matching_open(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' if depth == 0 => return Some(at),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// 张三 or 张三、李四: each with a surname in front and no more than three characters behind it.
fn names_persons(pack: &Pack, raw: &str) -> bool {
    let separator = |c: char| c.is_whitespace() || "、,;，；".contains(c);
    let compact: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    let parts = |text: &str| text.split(separator).filter(|p| !p.is_empty()).all(|part| is_person(pack, part));
    // A name of two characters is often printed with a blank between them.
    parts(&compact) || parts(raw)
}

fn is_person(pack: &Pack, part: &str) -> bool {
    let length = part.chars().count();
    let han = part.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (2..=LONGEST_PERSON).contains(&length) && han && pack.list("table.surname").prefix(part).is_some()
}

/// 能耗率(%) ends, its bracket aside, in a word that is left of a name after a wrap.
fn ends_in_tail(pack: &Pack, folded: &str) -> bool {
    let name = folded.split('(').next().unwrap_or(folded);
    pack.list("table.tail").suffix(name).is_some()
}

fn leading_year(folded: &str) -> Option<i32> {
    let year: i32 = folded.get(..4)?.parse().ok()?;
    ((1990..2100).contains(&year) && !folded[4..].starts_with(|c: char| c.is_ascii_digit())).then_some(year)
}

fn open_brackets(folded: &str) -> i32 {
    folded.chars().fold(0, |n, c| match c {
        '(' | '“' | '《' | '〔' | '[' => n + 1,
        ')' | '”' | '》' | '〕' | ']' => n - 1,
        _ => n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_inside_a_cell() {
        assert_eq!(last_item("1.甲。2.乙。"), Some(2));
        assert_eq!(last_item("增长2.5%。"), None);
        assert_eq!(last_item("甲;3、乙"), Some(3));
        assert_eq!(integer_of("10"), Some(10));
        assert_eq!(integer_of("10."), Some(10));
        assert_eq!(integer_of("10%"), None);
        assert_eq!(leading_year("2021年完成"), Some(2021));
        assert_eq!(leading_year("20212"), None);
    }

    #[test]
    fn headings_lose_number_and_count() {
        assert_eq!(strip_numbering("一、缩小城乡差距(1项)", true), "缩小城乡差距");
        assert_eq!(strip_numbering("(三)实施行动", false), "实施行动");
        assert_eq!(strip_numbering("教育、卫生", false), "教育、卫生");
    }
}
