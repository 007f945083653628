//! The header (表头) of a grid: one to three rows, joined column by column.

use super::super::header::grid_signatures;
use super::super::settle::plan_column;
use super::super::signature::Signature;
use super::matrix::Matrix;
use super::places::heads_places;
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, ColumnSpec, Pack, Scope, ValueLook};

/// A header has at most this many rows.
const MOST_ROWS: usize = 3;
/// Longest header cell, in characters.
const LONGEST_CELL: usize = 24;
/// Rows below a header that tell what its columns are used for.
const ROWS_TO_JUDGE_BY: usize = 100;

/// The header of a table.
#[derive(Debug, Clone)]
pub struct Head {
    /// The row behind it.
    pub end: usize,
    /// The columns; one that no cell announces may stand among them.
    pub columns: Vec<ColumnSpec>,
    /// Names carry the number of the row.
    pub inline_numbers: bool,
    /// For every column of the grid, its index in `columns`.
    pub map: Vec<Option<usize>>,
    /// The cells as printed.
    pub cells: Vec<Passage>,
    /// What two pages of one table have in common.
    pub key: Vec<String>,
}

/// The header that begins in a row.
pub fn at(pack: &Pack, matrix: &Matrix, row: usize) -> Option<Head> {
    let (here, below) = (known(pack, matrix, row), known(pack, matrix, row + 1));
    if matrix.begun(row).len() < 2 || here == 0 || here + below < 2 {
        return None;
    }
    let candidates = heights(matrix, row).into_iter().filter_map(|behind| read(pack, matrix, row, behind));
    // A further row belongs to the header when it makes more columns known.
    candidates
        .fold(None, |best: Option<(usize, Head)>, (known, head)| match best {
            Some((most, best)) if most >= known => Some((most, best)),
            _ => Some((known, head)),
        })
        .map(|(_, head)| head)
}

/// Number of cells of a row that are header cells by themselves.
fn known(pack: &Pack, matrix: &Matrix, row: usize) -> usize {
    if row >= matrix.rows() {
        return 0;
    }
    let short = |text: &str| text.chars().count() <= LONGEST_CELL;
    matrix.begun(row).iter().filter(|cell| short(cell.text.text()) && pack.column(cell.text.text()).is_some()).count()
}

/// Does the row show a header beyond doubt: where one may follow rows of a table, three in four cells must be known.
pub fn shows(pack: &Pack, matrix: &Matrix, row: usize) -> bool {
    let cells = matrix.begun(row);
    let known = known(pack, matrix, row);
    let telling = cells
        .iter()
        .filter_map(|cell| pack.column(cell.text.text()))
        .any(|spec| !matches!(spec.role, ColumnRole::Value | ColumnRole::Text | ColumnRole::Schedule));
    known >= 3 && 4 * known >= 3 * cells.len() && telling
}

/// The rows that a header beginning in `row` may end before.
fn heights(matrix: &Matrix, row: usize) -> Vec<usize> {
    let most = (row + MOST_ROWS).min(matrix.rows());
    let mut end = row + 1;
    let mut at = row;
    while at < end.min(most) {
        end = matrix.begun(at).iter().map(|cell| cell.row + cell.row_span).fold(end, usize::max);
        at += 1;
    }
    if end > most {
        return Vec::new();
    }
    let mut ends = vec![end];
    // Cells of a further row that reach out of it end the header before.
    while end < most && matrix.begun(end).iter().all(|cell| cell.row_span == 1) && looks_like_header(matrix, end) {
        end += 1;
        ends.push(end);
    }
    ends
}

fn looks_like_header(matrix: &Matrix, row: usize) -> bool {
    let cells = matrix.begun(row);
    let plain = |text: &str| {
        let folded = fold(text);
        folded.chars().count() <= LONGEST_CELL && folded.parse::<f64>().is_err() && !folded.contains('。')
    };
    cells.len() > 1 && cells.iter().all(|cell| plain(cell.text.text()))
}

/// Reads rows as header; gives the number of columns that are understood.
fn read(pack: &Pack, matrix: &Matrix, row: usize, behind: usize) -> Option<(usize, Head)> {
    let used = matrix.used_columns(row);
    let texts: Vec<Announced> = used.iter().map(|&column| announced(pack, matrix, row..behind, column)).collect();
    let too_long = |text: &Announced| fold(text.cell.text()).chars().count() > LONGEST_CELL;
    if texts.iter().any(too_long) {
        return None;
    }
    let cells = distinct(&texts);
    let signature = choose(grid_signatures(pack, &cells), matrix, &used, behind)?;
    let known = texts.iter().filter(|text| text.known).count();
    let mut columns = signature.columns;
    let printed = printed_columns(&columns, used.len());
    for (&column, text) in printed.iter().zip(&texts) {
        if let Some(spec) = &text.spec
            && spec.role == ColumnRole::Value
        {
            columns[column] = spec.clone();
        }
    }
    let cells_of = |at: usize| {
        let column = printed.iter().position(|&to| to == at).map(|column| used[column]);
        column.into_iter().flat_map(|column| cells_below(matrix, behind, column)).collect::<Vec<_>>()
    };
    settle_by_cells(pack, &mut columns, cells_of);
    group_by_place(pack, &mut columns);
    let mut map = vec![None; matrix.columns()];
    used.iter().zip(printed).for_each(|(&column, index)| map[column] = Some(index));
    let printed = (row..behind).flat_map(|row| matrix.begun(row)).map(|cell| cell.text.clone()).collect();
    let key = cells.iter().map(|cell| fold(cell.text())).filter(|text| !text.is_empty()).collect();
    let inline_numbers = signature.inline_numbers;
    Some((known, Head { end: behind, columns, inline_numbers, map, cells: printed, key }))
}

/// What only the cells below a header cell tell: "单位" stands above units of measure or above organisations, and the goals
/// of a year are values or words.
fn settle_by_cells<'m>(pack: &Pack, columns: &mut [ColumnSpec], cells_of: impl Fn(usize) -> Vec<&'m str>) {
    let has = |columns: &[ColumnSpec], role| columns.iter().position(|column: &ColumnSpec| column.role == role);
    if let Some(at) = has(columns, ColumnRole::Measure).filter(|_| has(columns, ColumnRole::Responsible).is_none()) {
        let cells = cells_of(at);
        if !cells.is_empty() && cells.iter().all(|text| !pack.is_measure(text)) {
            columns[at].role = ColumnRole::Responsible;
        }
    }
    if let Some(at) = plan_column(columns) {
        let cells = cells_of(at);
        let is_value = |text: &&&str| matches!(pack.value_look(text), ValueLook::Number | ValueLook::Words);
        if 2 * cells.iter().filter(is_value).count() < cells.len() {
            columns[at] = columns[at].clone().in_words();
        }
    }
}

/// The texts of a column below the header.
fn cells_below<'m>(matrix: &'m Matrix, behind: usize, column: usize) -> impl Iterator<Item = &'m str> {
    let rows = behind..matrix.rows().min(behind + ROWS_TO_JUDGE_BY);
    rows.filter_map(move |row| matrix.cell(row, column)).map(|cell| cell.text.text())
}

/// Places in the first column of a table of something else are its groups.
fn group_by_place(pack: &Pack, columns: &mut [ColumnSpec]) {
    let grouped = columns.iter().any(|column| column.role == ColumnRole::Category);
    let named = columns.iter().any(|column| column.role == ColumnRole::Name);
    let first = columns.first_mut().filter(|column| column.role == ColumnRole::Text);
    if let Some(first) = first.filter(|column| named && !grouped && heads_places(pack, &column.header)) {
        first.role = ColumnRole::Category;
    }
}

/// The texts that the columns are known by; columns of one place in several years have to be told apart.
fn distinct(texts: &[Announced]) -> Vec<Passage> {
    let double = |text: &Announced| texts.iter().filter(|other| other.cell.text() == text.cell.text()).count() > 1;
    let tell = |text: &Announced| match text.spec {
        Some(_) if double(text) => text.whole.clone(),
        _ => text.cell.clone(),
    };
    texts.iter().map(tell).collect()
}

/// Indices of the columns that the grid prints: a column of components that nothing announces may stand between.
fn printed_columns(columns: &[ColumnSpec], printed: usize) -> Vec<usize> {
    let hidden = (columns.len() > printed)
        .then(|| columns.iter().position(|c| c.role == ColumnRole::Component && c.header.is_empty()))
        .flatten();
    (0..columns.len()).filter(|&column| Some(column) != hidden).collect()
}

/// What the header says of a column.
struct Announced {
    /// The text that the column is known by.
    cell: Passage,
    /// All of its cells.
    whole: Passage,
    /// Some of its cells are known to the rules.
    known: bool,
    /// What it is, where rows above each other had to be taken together.
    spec: Option<ColumnSpec>,
}

fn announced(pack: &Pack, matrix: &Matrix, rows: std::ops::Range<usize>, column: usize) -> Announced {
    let mut parts = parts(matrix, rows, column);
    let whole = join(parts.iter());
    // "绝对值" below "2024年目标" names neither a place nor a time.
    let amounts = pack.list("table.amount");
    if parts.iter().any(|part| !amounts.contains(&fold(part.text()))) {
        parts.retain(|part| !amounts.contains(&fold(part.text())));
    }
    let told =
        |cell: Passage, known: bool, spec: Option<ColumnSpec>| Announced { cell, known, spec, whole: whole.clone() };
    if parts.len() < 2 {
        let cell = parts.pop().unwrap_or_else(|| whole.clone());
        let known = pack.column(cell.text()).is_some();
        return told(cell, known, None);
    }
    let specs: Vec<Option<ColumnSpec>> = parts.iter().map(|part| pack.column(part.text())).collect();
    if let Some((at, spec)) = of_place(&specs, &parts) {
        return told(parts[at].clone(), true, Some(spec));
    }
    for joined in [whole.clone(), join(parts.iter().rev())] {
        if pack.column(joined.text()).is_some() {
            return told(joined, true, None);
        }
    }
    match (0..parts.len()).rev().find(|&at| specs[at].is_some()) {
        Some(at) => told(parts[at].clone(), true, None),
        None => told(whole.clone(), false, None),
    }
}

fn join<'p>(parts: impl Iterator<Item = &'p Passage>) -> Passage {
    parts.fold(Passage::default(), |mut all, part| {
        all.append(part);
        all
    })
}

/// A value column of which one row says the place and another the time: "2024年目标值" above "东区". Gives the part that
/// names the place, and the column.
fn of_place(specs: &[Option<ColumnSpec>], parts: &[Passage]) -> Option<(usize, ColumnSpec)> {
    let is_time = |spec: &&ColumnSpec| spec.role == ColumnRole::Value && spec.scope == Scope::Own;
    let times: Vec<&ColumnSpec> = specs.iter().flatten().filter(is_time).collect();
    let known = specs.iter().position(|spec| spec.as_ref().is_some_and(|spec| spec.scope != Scope::Own));
    let may_be_place = |at: &usize| {
        specs[*at].is_none() && !times.is_empty() && (2..=4).contains(&fold(parts[*at].text()).chars().count())
    };
    let at = known.or_else(|| (0..parts.len()).find(may_be_place))?;
    let text: String = parts[at].text().chars().filter(|c| !c.is_whitespace()).collect();
    let mut spec = specs[at].clone().unwrap_or_else(|| ColumnSpec::region(&text));
    for time in times {
        spec.year = time.year.or(spec.year);
        spec.basis = time.basis.clone().or(spec.basis);
    }
    Some((at, spec))
}

/// The different texts of the header above a column, from the top. A cell over several columns that nothing below
/// tells apart is of the first of them.
pub fn parts(matrix: &Matrix, rows: std::ops::Range<usize>, column: usize) -> Vec<Passage> {
    let mut parts: Vec<(usize, usize, Passage)> = Vec::new();
    for row in rows.clone() {
        let cell = matrix.cell(row, column).or_else(|| above_unstated(matrix, row, column, rows.end));
        let Some(cell) = cell else { continue };
        if parts.last().is_none_or(|(row, column, _)| (*row, *column) != (cell.row, cell.column)) {
            parts.push((cell.row, cell.column, cell.text.clone()));
        }
    }
    let spanned = parts.last().is_some_and(|&(_, first, _)| first != column);
    if spanned {
        parts.clear();
    }
    parts.into_iter().map(|(_, _, text)| text).collect()
}

/// Where the grid states no spans, a cell of the header reaches to the right as far as the row below goes on.
fn above_unstated<'g>(
    matrix: &Matrix<'g>,
    row: usize,
    column: usize,
    end: usize,
) -> Option<&'g crate::document::GridCell> {
    let below = |column: usize| row + 1 < end && matrix.cell(row + 1, column).is_some();
    if matrix.grid.states_spans || !below(column) {
        return None;
    }
    (0..column).rev().take_while(|&left| below(left)).find_map(|left| matrix.cell(row, left))
}

/// Of several ways to settle the names, the one in which the category is merged over rows; numbers before the names
/// where the names have them.
fn choose(signatures: Vec<Signature>, matrix: &Matrix, used: &[usize], behind: usize) -> Option<Signature> {
    let body = behind..matrix.rows().min(behind + ROWS_TO_JUDGE_BY);
    let column_of = |signature: &Signature, role: ColumnRole| {
        let index = signature.columns.iter().position(|spec| spec.role == role)?;
        printed_columns(&signature.columns, used.len()).iter().position(|&at| at == index).map(|at| used[at])
    };
    let merges = |column: usize| {
        matrix.merges_down(column)
            || body.clone().any(|row| matrix.cell(row, column).is_none() && matrix.begun(row).len() > 1)
    };
    let groups = |signature: &Signature| column_of(signature, ColumnRole::Category).is_none_or(merges);
    let numbered = |signature: &Signature| {
        let Some(name) = column_of(signature, ColumnRole::Name) else { return false };
        let names: Vec<_> = body.clone().filter_map(|row| matrix.cell(row, name)).collect();
        let begins = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit());
        2 * names.iter().filter(|cell| begins(cell.text.text())).count() > names.len()
    };
    let fits = |signature: &&Signature| signature.inline_numbers == numbered(signature);
    let fitting: Vec<&Signature> = signatures.iter().filter(fits).collect();
    let best = fitting.iter().find(|signature| groups(signature)).or(fitting.first()).copied();
    best.or(signatures.first()).cloned()
}
