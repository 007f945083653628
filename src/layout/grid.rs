//! Tables whose format states a grid (Markdown): pages are stitched and slipped cells put right.

use super::counts::settle_categories;
use super::fragment::{Border, Fragment};
use super::header::grid_signatures;
use super::table::RecoveredTable;
use super::{Context, Item, Layout};
use crate::document::{Block, Passage, Table};
use crate::grammar::fold::fold;
use crate::rules::ColumnRole;

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
fn header_cells(_context: &Context, table: &Table) -> Vec<Passage> {
    let rows = &table.rows[..table.header_rows.clamp(1, table.rows.len().max(1)).min(table.rows.len())];
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    (0..width)
        .map(|column| {
            let mut cell = Passage::default();
            for part in rows.iter().filter_map(|r| r.get(column)).filter(|p| !p.is_blank()) {
                cell.push_break();
                cell.append(part);
            }
            cell
        })
        .collect()
}

/// Reads the pages of one table as one sequence of fragments.
fn stitch(context: &Context, pages: &[&Table]) -> Item {
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
        for row in &page.rows[page.header_rows.max(1).min(page.rows.len())..] {
            push_row(context, row, &column_map(&roles, &shared, width), &mut fragments);
        }
    }
    let flat: Vec<Passage> = header.iter().filter(|c| !c.is_blank()).cloned().collect();
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
