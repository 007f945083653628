//! Tables of places (分地区表): a place a row and an indicator a column. They are turned, so that they read like every
//! other table of indicators: an indicator a row, and for every place its value columns.

use super::head;
use super::matrix::Matrix;
use crate::document::Passage;
use crate::grammar::fold::fold;
use crate::layout::align::LARGEST_MARGIN;
use crate::layout::table::{RecoveredTable, TableRow};
use crate::rules::{ColumnRole, ColumnSpec, Pack, Scope, ValueLook};
use std::ops::Range;

/// Rows above the header, at most.
const MOST_ROWS_ABOVE: usize = 4;
/// A header has at most this many rows.
const MOST_HEADER_ROWS: usize = 3;
/// Longest name of a place, in characters.
const LONGEST_PLACE: usize = 20;

/// A table of places in a grid.
pub struct Places {
    /// First row of its header.
    pub start: usize,
    /// The table, turned.
    pub table: RecoveredTable,
    /// The row behind the last place.
    pub end: usize,
}

/// Does a header cell say that places stand below it.
pub fn heads_places(pack: &Pack, text: &str) -> bool {
    pack.has_cue("table-places", &fold(text))
}

/// Reads a grid whose rows are places; None where it is another table.
pub fn read(pack: &Pack, matrix: &Matrix) -> Option<Places> {
    below_word(pack, matrix).or_else(|| beside_measures(pack, matrix))
}

/// The table below a word for places.
fn below_word(pack: &Pack, matrix: &Matrix) -> Option<Places> {
    (0..matrix.rows().min(MOST_ROWS_ABOVE + 1)).find_map(|row| {
        let cells = matrix.begun(row);
        let place = cells.iter().position(|cell| heads_places(pack, cell.text.text()))?;
        let seq = |text: &str| pack.column(text).is_some_and(|spec| spec.role == ColumnRole::Seq);
        // Where a category or a name stands before it, the word is the head of a column of units.
        let first = cells[..place].iter().all(|cell| seq(cell.text.text()));
        let columns = cells[place].column..cells[place].column + cells[place].column_span;
        (first && cells.len() > place + 1).then(|| turn(pack, matrix, row, columns)).flatten()
    })
}

/// The table below a word that no rule knows (片组, 林班), beside which every column states its unit of measure.
fn beside_measures(pack: &Pack, matrix: &Matrix) -> Option<Places> {
    let header = matrix.begun(0);
    let (first, others) = header.split_first()?;
    let unknown = |text: &str| pack.column(text).is_none() && pack.value_look(text) != ValueLook::Number;
    let measured = |text: &str| pack.split_name_and_measure(text).1.is_some();
    let figures = others.len() > 1 && others.iter().all(|cell| measured(cell.text.text()));
    let fits = first.column == 0 && unknown(first.text.text()) && !measured(first.text.text()) && figures;
    fits.then(|| turn(pack, matrix, 0, 0..first.column_span)).flatten()
}

/// A column of figures.
struct Indicator {
    column: usize,
    name: Passage,
    component: Passage,
    /// What the header says of year and kind.
    time: Option<ColumnSpec>,
    /// As printed below the name.
    time_said: Passage,
}

/// A row of places.
struct Place {
    row: usize,
    text: Passage,
}

/// Turns the table whose header begins in `row` and whose places stand in the last of `columns`.
fn turn(pack: &Pack, matrix: &Matrix, row: usize, columns: Range<usize>) -> Option<Places> {
    let body = first_row_behind(matrix, row, &columns)?;
    let end = end_of_places(pack, matrix, body, &columns);
    let mut table = empty_table();
    let mut indicators = Vec::new();
    for block in blocks(pack, matrix, row, columns) {
        let places = places_of(pack, matrix, body..end, &block, &mut table);
        let own = indicators_of(pack, matrix, row..body, &block, &places, &mut table)?;
        put(pack, matrix, &own, &places, &mut table);
        indicators.extend(own);
    }
    let values = table.columns.iter().filter(|column| column.role == ColumnRole::Value).count();
    let header = (row..body).flat_map(|row| matrix.begun(row)).map(|cell| cell.text.clone());
    table.header.extend(header);
    (values > 1 && !table.rows.is_empty()).then_some(Places { start: row, table, end })
}

fn empty_table() -> RecoveredTable {
    let column = |role, rule: &str| ColumnSpec { role, rule: rule.to_string(), ..ColumnSpec::plain_text("") };
    RecoveredTable {
        columns: vec![column(ColumnRole::Name, "tables.places"), column(ColumnRole::Component, "tables.component")],
        inline_numbers: false,
        by_place: true,
        header: Vec::new(),
        groups: Vec::new(),
        rows: Vec::new(),
        repeated: Vec::new(),
        strays: Vec::new(),
        columns_margin: LARGEST_MARGIN,
    }
}

/// The row behind the header: the first one that begins a place.
fn first_row_behind(matrix: &Matrix, row: usize, columns: &Range<usize>) -> Option<usize> {
    let begins = |at: &usize| columns.clone().any(|c| matrix.cell(*at, c).is_some_and(|cell| cell.row == *at));
    (row + 1..matrix.rows().min(row + MOST_HEADER_ROWS + 1)).find(begins)
}

/// The row behind the places: a note or what stands alone below them ends them.
fn end_of_places(pack: &Pack, matrix: &Matrix, body: usize, columns: &Range<usize>) -> usize {
    let is_note = |row: &usize| {
        let note =
            |c: usize| matrix.cell(*row, c).is_some_and(|cell| pack.has_cue("table-note", &fold(cell.text.text())));
        columns.clone().any(note)
    };
    let notes = (body..matrix.rows()).find(is_note).unwrap_or(matrix.rows());
    (body..notes).rfind(|row| matrix.shown(*row).len() > 1).map_or(body, |last| last + 1)
}

/// The columns of places with the columns of figures that belong to them: tables are folded to print two places side by
/// side, under the same header.
fn blocks(pack: &Pack, matrix: &Matrix, row: usize, columns: Range<usize>) -> Vec<(Range<usize>, Range<usize>)> {
    let again = |column: &usize| {
        matrix.cell(row, *column).is_some_and(|cell| cell.column == *column && heads_places(pack, cell.text.text()))
    };
    let mut starts = vec![columns.clone()];
    starts.extend((columns.end..matrix.columns()).filter(again).map(|column| column..column + 1));
    let ends = starts.iter().skip(1).map(|next| next.start).chain([matrix.columns()]);
    starts.iter().cloned().zip(ends).map(|(place, end)| (place.clone(), place.end..end)).collect()
}

/// The rows of places of a block. What names a row but is no part of a record goes to the header.
fn places_of(
    pack: &Pack,
    matrix: &Matrix,
    rows: Range<usize>,
    (columns, figures): &(Range<usize>, Range<usize>),
    table: &mut RecoveredTable,
) -> Vec<Place> {
    let mut places = Vec::new();
    for row in rows {
        let cells: Vec<_> =
            (0..columns.end).filter_map(|c| matrix.cell(row, c)).filter(|cell| cell.row == row).collect();
        let own = cells.iter().rev().find(|cell| cell.column + cell.column_span > columns.start);
        // The word for the whole may stand in the column of numbers.
        let own = own.or_else(|| cells.iter().rev().find(|cell| is_total(pack, cell.text.text())));
        let Some(cell) = own.filter(|cell| cell.column + cell.column_span <= columns.end) else { continue };
        table.repeated.extend(cells.iter().map(|cell| cell.text.clone()));
        let text: String = cell.text.text().chars().filter(|c| !c.is_whitespace()).collect();
        let named = text.chars().count() <= LONGEST_PLACE && pack.value_look(&text) != ValueLook::Number;
        let filled = figures.clone().any(|column| matrix.cell(row, column).is_some());
        let counted = figures.clone().filter_map(|column| matrix.cell(row, column));
        let counted = counted.filter(|cell| pack.value_look(cell.text.text()) == ValueLook::Number).count();
        // A place may be called as the header calls them all: "社区" among villages and schools.
        let heads = counted == 0 && heads_places(pack, &text);
        if named && filled && !heads {
            places.push(Place { row, text: cell.text.trim() });
        } else if filled && heads {
            // The header again, on the next page.
            table.repeated.extend(figures.clone().filter_map(|c| matrix.cell(row, c)).map(|cell| cell.text.clone()));
        }
    }
    places
}

/// Does a text stand for the whole (合计).
fn is_total(pack: &Pack, text: &str) -> bool {
    pack.column(text).is_some_and(|spec| spec.role == ColumnRole::Value && spec.scope == Scope::Total)
}

/// The columns of figures of a block; None where one of them holds other things.
fn indicators_of(
    pack: &Pack,
    matrix: &Matrix,
    header: Range<usize>,
    (_, figures): &(Range<usize>, Range<usize>),
    places: &[Place],
    table: &mut RecoveredTable,
) -> Option<Vec<Indicator>> {
    let mut out = Vec::new();
    let mut answered = false;
    for column in figures.clone() {
        let cells: Vec<_> = places.iter().filter_map(|place| matrix.cell(place.row, column)).collect();
        if cells.is_empty() {
            continue;
        }
        let indicator = announced(pack, head::parts(matrix, header.clone(), column), column)?;
        let spec = pack.column(indicator.name.text());
        if let Some(spec) = spec.filter(is_beside) {
            answered |= spec.role != ColumnRole::Remark;
            table.strays.extend(cells.iter().map(|cell| cell.text.clone()));
            continue;
        }
        let figures = cells.iter().filter(|cell| pack.value_look(cell.text.text()) != ValueLook::Other).count();
        // One cell alone may say in words what is due.
        if cells.len() > 1 && 3 * figures < 2 * cells.len() {
            return None;
        }
        out.push(indicator);
    }
    name_lone_times(&mut out);
    // A unit, a person and a telephone number are no indicator.
    let fewest = if answered { 2 } else { 1 };
    (out.len() >= fewest && places.len() > 1).then_some(out)
}

/// Does a column of a table of places say something else than a figure.
fn is_beside(spec: &ColumnSpec) -> bool {
    use ColumnRole::{Leader, Remark, Responsible, Schedule, Support};
    matches!(spec.role, Remark | Leader | Responsible | Support | Schedule)
}

/// "累计完成" beside "完成率" is a part of what stands above both; only beside "目标任务" is it the value reached.
fn name_lone_times(indicators: &mut [Indicator]) {
    for at in 0..indicators.len() {
        let of_same = |other: &&Indicator| other.name.text() == indicators[at].name.text();
        let timed = indicators.iter().filter(of_same).filter(|other| other.time.is_some()).count();
        let parts = indicators.iter().filter(of_same).any(|other| !other.component.is_blank());
        let reached = indicators[at].time.as_ref().is_some_and(|time| time.basis.as_deref() == Some("actual"));
        if timed == 1 && parts && reached && indicators[at].component.is_blank() {
            indicators[at].component = std::mem::take(&mut indicators[at].time_said);
        }
    }
}

/// What the header above a column says: the name, what it is a part of, the year and kind.
fn announced(pack: &Pack, parts: Vec<Passage>, column: usize) -> Option<Indicator> {
    let mut named: Vec<Passage> = Vec::new();
    let mut time = None;
    let mut time_said = Passage::default();
    let several = parts.len() > 1;
    for part in parts {
        let spec = pack.column(part.text()).filter(|spec| spec.role == ColumnRole::Value && spec.scope == Scope::Own);
        let says_time = spec.or_else(|| below_name(pack, part.text()).filter(|_| !named.is_empty()));
        let is_measure = fold(part.text()).starts_with('(') && fold(part.text()).ends_with(')');
        match (says_time, named.last_mut()) {
            (Some(spec), _) if several => {
                time = Some(spec);
                time_said = part;
            }
            (Some(spec), _) => {
                time = Some(spec);
                named.push(part);
            }
            (None, Some(name)) if is_measure => name.append(&part),
            (None, _) => named.push(part),
        }
    }
    let mut named = named.into_iter();
    let name = named.next()?;
    let component = named.fold(Passage::default(), |mut all, part| {
        all.append(&part);
        all
    });
    Some(Indicator { column, name, component, time, time_said })
}

/// What "目标任务" or "进度" below the name of an indicator says of its values; at the head of a column of another
/// table they say nothing of values.
fn below_name(pack: &Pack, text: &str) -> Option<ColumnSpec> {
    let folded = fold(text);
    let basis = if pack.has_cue("table-due-below-name", &folded) {
        "target"
    } else if pack.has_cue("table-done-below-name", &folded) {
        "actual"
    } else {
        return None;
    };
    let rule = "tables.places".to_string();
    Some(ColumnSpec { role: ColumnRole::Value, basis: Some(basis.to_string()), rule, ..ColumnSpec::plain_text("") })
}

/// Enters the figures of a block in the turned table.
fn put(pack: &Pack, matrix: &Matrix, indicators: &[Indicator], places: &[Place], table: &mut RecoveredTable) {
    for indicator in indicators {
        let row = row_of(table, indicator);
        for place in places {
            let Some(cell) = matrix.cell(place.row, indicator.column) else { continue };
            let column = column_of(table, value_column(pack, place, indicator.time.as_ref()));
            table.rows[row].set(column, cell.text.trim());
        }
    }
}

/// The value column of a place at a time.
fn value_column(pack: &Pack, place: &Place, time: Option<&ColumnSpec>) -> ColumnSpec {
    let text: String = place.text.text().chars().filter(|c| !c.is_whitespace()).collect();
    let known = pack.column(&text).filter(|spec| spec.role == ColumnRole::Value && spec.scope == Scope::Total);
    let mut spec = known.unwrap_or_else(|| ColumnSpec::region(&text));
    // What the header leaves unsaid the title may say.
    spec.year = time.and_then(|time| time.year);
    spec.basis = time.and_then(|time| time.basis.clone());
    spec
}

/// Index of the row of an indicator, which is added if it is new.
fn row_of(table: &mut RecoveredTable, indicator: &Indicator) -> usize {
    let same =
        |row: &TableRow, column: usize, text: &Passage| row.cell(column).map_or("", Passage::text) == text.text();
    let found = table.rows.iter().position(|row| same(row, 0, &indicator.name) && same(row, 1, &indicator.component));
    found.unwrap_or_else(|| {
        let mut row = TableRow {
            number: None,
            number_printed: false,
            group: None,
            cells: vec![None; table.columns.len()],
            category_moved: false,
            margin: LARGEST_MARGIN,
            other: None,
        };
        row.set(0, indicator.name.clone());
        if !indicator.component.is_blank() {
            row.set(1, indicator.component.clone());
        }
        table.rows.push(row);
        table.rows.len() - 1
    })
}

/// Index of a value column, which is added if it is new.
fn column_of(table: &mut RecoveredTable, spec: ColumnSpec) -> usize {
    table.columns.iter().position(|column| *column == spec).unwrap_or_else(|| {
        table.columns.push(spec);
        table.rows.iter_mut().for_each(|row| row.cells.push(None));
        table.columns.len() - 1
    })
}
