//! The logical table: what stands in it, which cells are merged, and what a clerk reads out of every row.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Seq,
    Category,
    Name,
    /// Parts of an indicator; its header cell is merged with that of the name.
    Component,
    Measure,
    Value,
    Attribute,
    Units,
    Support,
    Leader,
    Text,
    Schedule,
    Remark,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// What it holds.
    pub role: Role,
    /// What the header prints; [`crate::words::BREAK`] where it may be broken.
    pub header: String,
}

/// A cell as the source has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text; it has lines of its own (`\n`) and places where it may be broken.
    Text(String),
    /// Nothing is written in it.
    Empty,
    /// A part of the cell above or on its left.
    Merged,
}

/// What a clerk reads out of a row, as pairs of a field and its text.
pub type Fields = Vec<(String, String)>;

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// What is to be read out of it.
    pub truth: Fields,
    /// It can be printed as further lines of the row above: a component with nothing but values of its own.
    pub stackable: bool,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub enum Line {
    /// A row.
    Row(Row),
    /// A heading across the table.
    Group(String),
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The line above it.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The note below it.
    pub note: Option<String>,
}

impl Table {
    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.lines.iter().filter_map(|line| match line {
            Line::Row(row) => Some(row),
            Line::Group(_) => None,
        })
    }
}

/// What makes a table hard to read; each can be left out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features(pub u32);

impl Features {
    /// All of them.
    pub const NAMES: [&'static str; 16] = [
        "wraps",
        "pages",
        "counts",
        "merged-units",
        "families",
        "sub-rows",
        "spans",
        "empties",
        "lost-numbers",
        "notes",
        "joined-tables",
        "odd-blanks",
        "header-like-titles",
        "slips",
        "strays",
        "cut-rows",
    ];

    /// Is this one in.
    pub fn has(self, name: &str) -> bool {
        let at = Features::NAMES.iter().position(|n| *n == name).expect("a feature of the list");
        self.0 & (1 << at) != 0
    }

    /// The names of those that are in.
    pub fn names(self) -> Vec<&'static str> {
        Features::NAMES.iter().copied().filter(|name| self.has(name)).collect()
    }
}

/// How a document is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One cell a paragraph.
    Cells,
    /// `a | b |` rows, cells that are merged left out.
    Bars,
    /// Markdown tables.
    Markdown,
}

impl Shape {
    /// All of them.
    pub const ALL: [Shape; 3] = [Shape::Cells, Shape::Bars, Shape::Markdown];
}

/// All that decides a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// How it is printed.
    pub shape: Shape,
    /// Everything that is left to chance.
    pub seed: u64,
    /// About as many rows has its first table.
    pub rows: usize,
    /// What makes it hard.
    pub features: Features,
}

impl Case {
    /// The case of a seed: small and large tables, some of the features.
    pub fn of(shape: Shape, seed: u64) -> Case {
        let mut r = crate::random::Random::new(seed).part("case", 0);
        let rows = match r.below(10) {
            0 => r.between(1, 3),
            1..=6 => r.between(4, 20),
            _ => r.between(21, 60),
        };
        let mut bits = 0;
        for at in 0..Features::NAMES.len() {
            bits |= u32::from(r.chance(55)) << at;
        }
        Case { shape, seed, rows, features: Features(bits) }
    }
}
