//! Guesses (推测): what a column holds whose header no rule knows, told from its cells.

use super::fragment::Fragment;
use super::marks::Mark;
use crate::rules::{ColumnRole, ColumnSpec};

/// Rows that a guess looks at.
const ROWS_TO_LOOK_AT: usize = 12;
/// Fragments behind a header in which it looks for rows.
const FRAGMENTS_TO_LOOK_AT: usize = 240;

/// What a look at cells may find, the more telling first; a column is what two thirds of its cells look like.
const LOOKS: &[(ColumnRole, &[Mark])] = &[
    (ColumnRole::Attribute, &[Mark::Attribute]),
    (ColumnRole::Measure, &[Mark::Measure]),
    (ColumnRole::Responsible, &[Mark::UnitsSure, Mark::UnitsLikely]),
    (ColumnRole::Leader, &[Mark::Person]),
    (ColumnRole::Schedule, &[Mark::PeriodOnly]),
    (ColumnRole::Value, &[Mark::ValueNumber, Mark::ValueWords]),
];

/// The columns of a header, those that no rule knows filled in after the cells below; `texts` are the header cells and
/// `fragments` what follows them.
pub fn fill_in(columns: Vec<Option<ColumnSpec>>, texts: &[String], fragments: &[Fragment]) -> Vec<ColumnSpec> {
    if columns.iter().all(Option::is_some) {
        return columns.into_iter().flatten().collect();
    }
    let rows = whole_rows(&columns, fragments);
    let guess = |column: usize| {
        let cells: Vec<&Fragment> = rows.iter().map(|row| &row[column]).collect();
        guess_column(&texts[column], &cells)
    };
    columns.iter().enumerate().map(|(at, known)| known.clone().unwrap_or_else(|| guess(at))).collect()
}

/// What a column with this header and these cells holds.
pub fn guess_column(header: &str, cells: &[&Fragment]) -> ColumnSpec {
    let looks = |marks: &[Mark]| cells.iter().filter(|f| f.features.marks.has_any(marks)).count();
    let found = LOOKS.iter().find(|(_, marks)| !cells.is_empty() && 3 * looks(marks) >= 2 * cells.len());
    ColumnSpec::guessed(header, found.map_or(ColumnRole::Text, |(role, _)| *role))
}

/// Rows of which every column prints a fragment of its own: from one number of the 序号 column to the next it is as
/// many fragments as there are columns. Without such a column, the first rows as they would be if nothing were merged.
fn whole_rows<'f>(columns: &[Option<ColumnSpec>], fragments: &'f [Fragment]) -> Vec<&'f [Fragment]> {
    let width = columns.len();
    let fragments = &fragments[..fragments.len().min(FRAGMENTS_TO_LOOK_AT)];
    let is_seq = |c: &Option<ColumnSpec>| c.as_ref().is_some_and(|c| c.role == ColumnRole::Seq);
    let Some(seq) = columns.iter().position(is_seq) else {
        return fragments.chunks_exact(width).take(3).collect();
    };
    let number = |at: usize| fragments.get(at).and_then(|f| f.features.integer);
    let begins = |at: &usize| {
        let this = number(at + seq);
        this.is_some() && (number(at + seq + width) == this.map(|n| n + 1) || at + width == fragments.len())
    };
    let starts = (0..fragments.len().saturating_sub(width - 1)).filter(begins).take(ROWS_TO_LOOK_AT);
    starts.map(|at| &fragments[at..at + width]).collect()
}
