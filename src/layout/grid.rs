//! Tables whose format states a grid (Markdown): pages are stitched and slipped cells put right.

use super::counts::settle_categories;
use super::fragment::{Border, Fragment};
use super::header::grid_signatures;
use super::signature::Signature;
use super::table::RecoveredTable;
use super::{Context, Item, Layout, exact};
use crate::document::{Block, Grid, GridCell, Passage, Table};
use crate::grammar::fold::fold;
use crate::rules::ColumnRole;

/// Longest cell of a second header row, in characters.
const LONGEST_HEADER_CELL: usize = 16;

/// Takes the table at `start` and those that go on with it; gives the index of the block behind them.
pub fn take_tables(context: &Context, blocks: &[Block], start: usize, layout: &mut Layout) -> usize {
    let tables: Vec<&Table> =
        blocks[start..].iter().map_while(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect();
    let mut at = 0;
    while at < tables.len() {
        let heads = key(context, tables[at]);
        let count = tables[at..].iter().take_while(|t| key(context, t) == heads).count();
        layout.items.push(stitch(context, &tables[at..at + count.max(1)]));
        at += count.max(1);
    }
    start + tables.len()
}

/// What two pages of one table have in common: their headers, empty ones left out.
fn key(context: &Context, table: &Table) -> Vec<String> {
    let header = header_cells(context, table);
    header.iter().map(|c| fold(c.text())).filter(|c| !c.is_empty()).collect()
}

/// The header cells; header rows above each other are joined column by column.
fn header_cells(context: &Context, table: &Table) -> Vec<Passage> {
    let rows = &table.rows[..header_rows(table)];
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let joined = |column: usize| {
        let mut cell = Passage::default();
        for part in rows.iter().filter_map(|r| r.get(column)).filter(|p| !p.is_blank()) {
            cell.push_break();
            cell.append(part);
        }
        cell
    };
    let second = (table.header_rows <= 1).then(|| rows.get(1)).flatten();
    (0..width)
        .map(|column| match (second.and_then(|row| row.get(column)), rows.first()) {
            (Some(below), Some(first)) if !below.is_blank() => below_merged(context, first, below, column),
            _ => joined(column),
        })
        .collect()
}

/// The header cell of a column whose upper cell is printed once for several: "2023年" above "完成". A word above places
/// ("各县") says nothing of the column.
fn below_merged(context: &Context, first: &[Passage], below: &Passage, column: usize) -> Passage {
    let above = first[..=column.min(first.len() - 1)].iter().rev().find(|cell| !cell.is_blank());
    let whole = above.map(|above| {
        let mut whole = above.clone();
        whole.push_break();
        whole.append(below);
        whole
    });
    let known = |cell: &Passage| context.rules.pack.column(cell.text()).is_some();
    match whole {
        Some(whole) if known(&whole) || !known(below) => whole,
        _ => below.clone(),
    }
}

/// Rows at the beginning that are header. Where the format marks one, the next is header, too, if it has cells only
/// below cells that are merged to the right, and no figures.
fn header_rows(table: &Table) -> usize {
    let marked = table.header_rows.clamp(1, table.rows.len().max(1)).min(table.rows.len());
    let [first, second, _, ..] = table.rows.as_slice() else { return marked };
    if marked != 1 {
        return marked;
    }
    let blank = |row: &[Passage], column: usize| row.get(column).is_none_or(Passage::is_blank);
    let filled: Vec<usize> = (0..second.len()).filter(|&column| !blank(second, column)).collect();
    let merged = |column: usize| !blank(first, column) && (blank(first, column + 1) && !blank(second, column + 1));
    let below_merged = |&column: &usize| (0..=column).rev().find(|&at| !blank(first, at)).is_some_and(merged);
    let plain = |&column: &usize| {
        let text = fold(second[column].text());
        text.chars().count() <= LONGEST_HEADER_CELL
            && !text.starts_with(|c: char| c.is_ascii_digit() && !text.contains('年'))
    };
    let header = filled.len() > 1 && blank(second, 0) && filled.iter().all(|c| below_merged(c) && plain(c));
    if header { 2 } else { 1 }
}

/// Reads the pages of one table as one sequence of fragments.
fn stitch(context: &Context, pages: &[&Table]) -> Item {
    if let Some(table) = exact::turned(context, &as_grid(pages)) {
        return Item::Table(table);
    }
    let headers: Vec<Vec<Passage>> = pages.iter().map(|t| header_cells(context, t)).collect();
    // The first of the widest: columns that a later page leaves out are empty there.
    let widest = (0..headers.len()).rev().max_by_key(|&at| headers[at].len()).unwrap_or(0);
    let header = headers[widest].clone();
    let signatures = grid_signatures(&context.rules.pack, &header);
    let Some(first) = signatures.first() else {
        let cells = pages.iter().flat_map(|t| t.rows.iter().flatten().cloned()).collect();
        return Item::UnknownTable(cells);
    };
    let mut fragments = Vec::new();
    for page in pages {
        let own = grid_signatures(&context.rules.pack, &header_cells(context, page));
        let roles: Vec<ColumnRole> = own.first().map_or(Vec::new(), |s| s.columns.iter().map(|c| c.role).collect());
        let shared: Vec<ColumnRole> = first.columns.iter().map(|c| c.role).collect();
        let width = header_cells(context, page).len();
        for row in &page.rows[header_rows(page)..] {
            push_row(context, row, &column_map(&roles, &shared, width), &mut fragments);
        }
    }
    let flat: Vec<Passage> = header.iter().filter(|c| !c.is_blank()).cloned().collect();
    let signatures = Signature::with_number_styles(signatures.clone(), &fragments);
    let Some((signature, _)) = context.best_signature(&signatures, &fragments, &[]) else {
        return Item::UnknownTable(flat);
    };
    let reading = context.read(signature, &fragments, &[]);
    let others = headers.into_iter().enumerate().filter(|(at, _)| *at != widest);
    let repeated = others.flat_map(|(_, cells)| cells).filter(|c| !c.is_blank());
    let mut table = RecoveredTable::build(signature, flat, &fragments, &reading);
    table.repeated.extend(repeated);
    settle_categories(&mut table, &context.rules.pack);
    Item::Table(table)
}

/// The pages of a table as they are printed, under the header of the first.
fn as_grid(pages: &[&Table]) -> Grid {
    let bodies = pages.iter().enumerate().map(|(at, page)| &page.rows[if at == 0 { 0 } else { header_rows(page) }..]);
    let mut grid = Grid::default();
    for row in bodies.flatten() {
        let cells = row.iter().enumerate().filter(|(_, text)| !text.is_blank());
        grid.cells.extend(cells.map(|(column, text)| GridCell {
            text: text.clone(),
            row: grid.rows,
            column,
            row_span: 1,
            column_span: 1,
        }));
        grid.columns = grid.columns.max(row.len());
        grid.rows += 1;
    }
    grid
}

/// Column of the stitched table for each printed column of a page. Columns that no header announces are not printed.
fn column_map(own: &[ColumnRole], shared: &[ColumnRole], width: usize) -> Vec<usize> {
    let printed_components = width == own.len();
    let mut map = Vec::new();
    let mut at = 0;
    for role in own.iter().filter(|r| printed_components || **r != ColumnRole::Component) {
        let found = shared[at.min(shared.len())..].iter().position(|r| r == role).map_or(at, |step| at + step);
        map.push(found);
        at = found + 1;
    }
    map
}

fn push_row(context: &Context, row: &[Passage], map: &[usize], fragments: &mut Vec<Fragment>) {
    let filled: Vec<(usize, &Passage)> = row.iter().enumerate().filter(|(_, c)| !c.is_blank()).collect();
    for (at, (column, cell)) in filled.iter().enumerate() {
        let border = if at == 0 { Border::Row } else { Border::Cell };
        let mut fragment = Fragment::new(cell.trim(), border, context.rules, &context.lexicon);
        fragment.printed = Some(map.get(*column).copied().unwrap_or(*column));
        fragment.alone_in_row = filled.len() == 1;
        fragments.push(fragment);
    }
}
