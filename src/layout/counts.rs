//! Declared counts as evidence: which category cells of a grid slipped to another row.
//!
//! In a grid, a category that spans rows is printed once, and a page break moves it to the top of the next page.
//! Where the labels say how many items they hold ("(3项)"), several wrong counts together tell where they belong. One
//! wrong count alone is a mistake of the document and stays.

use super::table::{RecoveredTable, TableRow};
use crate::rules::{ColumnRole, Pack};

/// A label of the category column.
struct Label {
    /// Row it is printed in.
    row: usize,
    /// Items it declares.
    declared: usize,
    /// Ordinal of the first item below it, as printed and as declared.
    printed_start: usize,
    declared_start: usize,
    /// Items below it as printed.
    printed: usize,
}

/// Moves the labels of the category column to where their counts put them, when at least two counts are wrong as
/// printed and no more labels move than counts are wrong. Rows that no label reaches lose their category.
pub fn settle_categories(table: &mut RecoveredTable, pack: &Pack) {
    let Some(column) = table.column(ColumnRole::Category) else { return };
    let ordinals = ordinals(table);
    let Some(labels) = labels(table, column, &ordinals, pack) else { return };
    let wrong = labels.iter().filter(|l| l.declared != l.printed).count();
    let moved = labels.iter().filter(|l| l.declared_start != l.printed_start).count();
    let (declared, items) = (labels.iter().map(|l| l.declared).sum::<usize>(), ordinals.last().map_or(0, |o| o + 1));
    // Without numbers a row may be a part of the item above; only where none is, do the counts come out even.
    let numbered = table.rows.iter().any(|row| row.number.is_some());
    let fits = declared == items || numbered && declared < items;
    if wrong < 2 || moved == 0 || moved > wrong || !fits {
        return;
    }
    let cells: Vec<_> = labels.iter().map(|l| table.rows[l.row].cells[column].clone()).collect();
    for (row, ordinal) in ordinals.iter().enumerate() {
        let owner = labels.iter().position(|l| (l.declared_start..l.declared_start + l.declared).contains(ordinal));
        let settled = owner.and_then(|at| cells[at].clone()).map(|mut cell| {
            cell.merged = true;
            cell
        });
        let row = &mut table.rows[row];
        let text = |cell: &Option<super::table::Cell>| cell.as_ref().map(|c| c.text.text().to_string());
        row.category_moved = text(&settled) != text(&row.cells[column]);
        row.cells[column] = settled;
    }
}

/// For each row, which item of the table it belongs to; rows of one number are one item, and where no number is printed
/// those of one name.
fn ordinals(table: &RecoveredTable) -> Vec<usize> {
    let name = table.column(ColumnRole::Name);
    let has_numbers = table.rows.iter().any(|row| row.number.is_some());
    let shares_name = |row: &TableRow| name.is_some_and(|at| row.cells[at].as_ref().is_none_or(|cell| cell.merged));
    let mut out: Vec<usize> = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let same = match has_numbers {
            true => at > 0 && row.number.is_some() && row.number == table.rows[at - 1].number,
            false => at > 0 && shares_name(row),
        };
        out.push(match out.last() {
            Some(&last) => last + usize::from(!same),
            None => 0,
        });
    }
    out
}

/// The labels with their counts; None when a label declares nothing.
fn labels(table: &RecoveredTable, column: usize, ordinals: &[usize], pack: &Pack) -> Option<Vec<Label>> {
    let printed: Vec<usize> = (0..table.rows.len())
        .filter(|&row| table.rows[row].cells[column].as_ref().is_some_and(|c| !c.merged))
        .collect();
    let end = ordinals.last()? + 1;
    let mut labels = Vec::new();
    let mut declared_start = 0;
    for (at, &row) in printed.iter().enumerate() {
        let declared = pack.declared_count(table.rows[row].cell(column)?.text())?.count as usize;
        let next = printed.get(at + 1).map_or(end, |&r| ordinals[r]);
        let printed_start = ordinals[row];
        labels.push(Label { row, declared, printed_start, declared_start, printed: next - printed_start });
        declared_start += declared;
    }
    (!labels.is_empty()).then_some(labels)
}
