//! Tables of which only the cells are left, when every row has one paragraph for each header cell: nothing is wrapped,
//! merged or empty. The numbers of the rows stand as far apart as the header is wide, and the cells are what their columns
//! hold, so there is nothing to weigh.

use super::fragment::Fragment;
use super::shapes::Sketch;
use super::{Context, Item, Layout, exact};
use crate::rules::{ColumnRole, ColumnSpec, HeadingLevel, Pack, UnitsLook, ValueLook};

/// Header cells, at least.
const FEWEST_COLUMNS: usize = 3;
/// Header cells, at most.
const MOST_COLUMNS: usize = 16;
/// The rule of columns of text that hold amounts of money.
const AMOUNTS: &str = "tables.investment";
/// Numbers of the parts of a table.
const HAN_NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
/// Rows, at least.
const FEWEST_ROWS: usize = 2;

/// The table whose header begins at the first fragment, with the number of fragments it takes.
pub fn take_table(context: &Context, fragments: &[Fragment]) -> Option<(Vec<Item>, usize)> {
    let pack = &context.rules.pack;
    let columns = header(pack, fragments)?;
    let (sketch, taken) = rows(&columns, fragments)?;
    let mut layout = Layout::default();
    exact::take(context, &[&sketch.finish(true)], &mut layout);
    let whole = matches!(&layout.items[..], [Item::Table(_)]);
    whole.then_some((layout.items, taken))
}

/// The columns of the header: the paragraphs before the first heading or number, every one of them known, the first of
/// them that of the numbers, and one among them whose cells can be told by their looks.
fn header(pack: &Pack, fragments: &[Fragment]) -> Option<Vec<ColumnSpec>> {
    let counts = |f: &Fragment| f.features.integer.is_some() || HAN_NUMBERS.contains(&f.features.folded.as_str());
    let in_header = |f: &&Fragment| !counts(f) && f.features.numbering.is_none();
    let cells: Vec<&Fragment> = fragments.iter().take(MOST_COLUMNS + 1).take_while(in_header).collect();
    let columns: Vec<ColumnSpec> = cells.iter().map_while(|f| pack.column(f.text.text())).collect();
    let telling = |c: &ColumnSpec| c.holds_values() || answers(c);
    let counted = columns.first().is_some_and(|column| column.role == ColumnRole::Seq);
    let sound = columns.len() == cells.len() && (FEWEST_COLUMNS..=MOST_COLUMNS).contains(&columns.len()) && counted;
    (sound && columns.iter().any(telling)).then_some(columns)
}

fn answers(column: &ColumnSpec) -> bool {
    matches!(column.role, ColumnRole::Responsible | ColumnRole::Support)
}

/// The header and its rows, with the number of fragments they take; None where one of them is not like the others.
fn rows(columns: &[ColumnSpec], fragments: &[Fragment]) -> Option<(Sketch, usize)> {
    let width = columns.len();
    let cells = |row: &[Fragment]| row.iter().map(|f| f.text.clone()).enumerate().collect::<Vec<_>>();
    let mut sketch = Sketch::default();
    sketch.row(cells(&fragments[..width]));
    let (mut at, mut count) = (width, 0);
    while at < fragments.len() {
        let next = |at: usize| fragments.get(at).is_some_and(|f| f.features.integer == Some(count as u32 + 1));
        if next(at) {
            let row = fragments.get(at..at + width)?;
            if !(0..width).all(|column| fits(columns, column, &row[column])) {
                return None;
            }
            sketch.row(cells(row));
            (at, count) = (at + width, count + 1);
        } else if next(at + 1) && is_heading(&fragments[at]) {
            sketch.line(fragments[at].text.clone(), width);
            at += 1;
        } else if let Some(cells) = (2..width).find(|&cells| next(at + cells) && is_part(&fragments[at..at + cells])) {
            // Its sums are in no column, so they stay unread.
            sketch.line(fragments[at + 1].text.clone(), width);
            at += cells;
        } else {
            break;
        }
    }
    let over = fragments.get(at).is_none_or(|behind| ends_table(behind, &fragments[width..at]));
    // The header again: the table goes on, or another one begins in which a row of this one may end.
    let again = fragments[at..].iter().take(2 * width).any(|f| f.features.folded == fragments[0].features.folded);
    (count >= FEWEST_ROWS && over && !again).then_some((sketch, at))
}

/// Could the cell of a row stand in this column.
fn fits(columns: &[ColumnSpec], at: usize, cell: &Fragment) -> bool {
    let (column, f) = (&columns[at], &cell.features);
    // A unit beside the column of units may have moved out of it.
    let beside = columns[at.saturating_sub(1)..columns.len().min(at + 2)].iter().any(answers);
    let no_unit = !beside || f.units != UnitsLook::Sure;
    if cell.text.text().ends_with(['，', ',', '、']) {
        return false;
    }
    match column.role {
        _ if answers(column) => f.units != UnitsLook::No,
        ColumnRole::Value if column.year.is_none() => f.value != ValueLook::Other,
        ColumnRole::Seq => f.integer.is_some(),
        ColumnRole::Value => no_unit,
        _ if column.rule == AMOUNTS => f.value == ValueLook::Number,
        _ => no_unit && f.integer.is_none(),
    }
}

/// "一", "续建项目(2个)" and sums: a heading with a number of its own.
fn is_part(row: &[Fragment]) -> bool {
    let numbered = HAN_NUMBERS.contains(&row[0].features.folded.as_str());
    numbered && row[1].features.integer.is_none() && row[2..].iter().all(|f| f.features.value == ValueLook::Number)
}

fn is_heading(fragment: &Fragment) -> bool {
    let outer = fragment.features.numbering.is_some_and(|(level, _)| level <= HeadingLevel::HanBracket);
    outer || fragment.features.declared.is_some()
}

/// Does what follows the last row surely not belong to it.
fn ends_table(behind: &Fragment, rows: &[Fragment]) -> bool {
    let f = &behind.features;
    let usual = rows.iter().map(|row| row.blank_lines_before).max().unwrap_or(0);
    f.closes_table || f.header.is_some() || is_heading(behind) || behind.blank_lines_before > usual
}
