//! Labels: for every printed piece of a table, the cell it is a piece of.
//!
//! A printer writes a label as two private-use characters in front of the piece; [`strip`] takes them out again and
//! tells where they stood.

/// What a piece is a piece of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// A cell: table, row and column, from 0.
    Cell(usize, usize, usize),
    /// A header cell.
    Header,
    /// A heading across the table.
    Group,
    /// The rest of one.
    GroupRest,
    /// A stray copy.
    Stray,
}

const FIRST: u32 = 0xf_0000;
const SECOND: u32 = 0x10_0000;
/// Columns that fit behind a table.
const COLUMNS: u32 = 256;

impl Label {
    /// The label as it is printed in front of a piece.
    pub fn mark(self) -> String {
        let (first, second) = match self {
            Label::Cell(table, row, column) => (8 + row as u32, table as u32 * COLUMNS + column as u32),
            Label::Header => (0, 0),
            Label::Group => (1, 0),
            Label::Stray => (2, 0),
            Label::GroupRest => (3, 0),
        };
        [FIRST + first, SECOND + second].iter().filter_map(|&c| char::from_u32(c)).collect()
    }

    fn read(first: char, second: char) -> Label {
        let (first, second) = (first as u32 - FIRST, second as u32 - SECOND);
        match first {
            0 => Label::Header,
            1 => Label::Group,
            2 => Label::Stray,
            3 => Label::GroupRest,
            row => Label::Cell((second / COLUMNS) as usize, row as usize - 8, (second % COLUMNS) as usize),
        }
    }
}

/// A label with the line and column, from 1, of the first character of its piece.
pub type Placed = (u32, u32, Label);

/// A text without its labels, and where they stood.
pub fn strip(text: &str) -> (String, Vec<Placed>) {
    let mut out = String::with_capacity(text.len());
    let mut labels = Vec::new();
    let (mut line, mut column) = (1, 1);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if (FIRST..SECOND).contains(&(c as u32)) {
            let second = chars.next().expect("a label has two characters");
            labels.push((line, column, Label::read(c, second)));
            continue;
        }
        out.push(c);
        (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
    }
    (out, labels)
}

/// The label of the piece that a place lies in.
pub fn at(labels: &[Placed], line: u32, column: u32) -> Option<Label> {
    let before = labels.partition_point(|&(l, c, _)| (l, c) <= (line, column));
    let (l, _, label) = labels.get(before.checked_sub(1)?)?;
    (*l == line).then_some(*label)
}
