//! Tables of places whose rows are told apart by more blank lines than their cells: a stanza a row. Empty cells leave
//! no trace; which ones they are is told from the magnitudes of the columns.

use super::sparse::{self, Columns, Row, Settled};
use super::{Drawn, Sketch};
use crate::document::{Grid, Paragraph, Passage};
use crate::layout::align::LARGEST_MARGIN;
use crate::layout::exact::heads_places;
use crate::rules::{ColumnRole, Pack, Scope, ValueLook};

/// Stanzas that such a table has at least.
const FEWEST_STANZAS: usize = 5;
/// Cells of a header that may be broken over two lines, at most.
const MOST_BROKEN: usize = 3;
/// Columns that are empty in all rows, at most.
const MOST_EMPTY_COLUMNS: usize = 2;
/// Lines that the name of a place may be broken over.
const MOST_LINES_OF_A_NAME: usize = 3;

/// The stanzas from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    if !heads_places(pack, paragraphs.first()?.text.text()) {
        return None;
    }
    let (stanzas, taken) = stanzas(pack, paragraphs);
    let first = stanzas.iter().position(|stanza| place(pack, stanza).is_some())?;
    let rows: Vec<Row> = stanzas[first..].iter().map_while(|stanza| row(pack, stanza)).collect();
    if first == 0 || first + rows.len() < stanzas.len() || stanzas.len() < FEWEST_STANZAS {
        return None;
    }
    let most = rows.iter().map(|row| row.cells.len()).max()?;
    let above: Vec<Vec<Passage>> =
        stanzas[..first].iter().enumerate().map(|(at, stanza)| stanza[usize::from(at == 0)..].to_vec()).collect();
    // A column may be empty in all rows.
    let widths = most..=most + MOST_EMPTY_COLUMNS;
    let (width, header) = widths.into_iter().find_map(|width| Some((width, header(pack, &above, width)?)))?;
    let parts = width / header.upper.len();
    let shares = parts == 3 && header.lower[2].text().contains(['%', '率', '比']);
    let (rows, margin) = sparse::settle(pack, rows, Columns { width, parts, shares })?;
    let grid = draw(&stanzas[0][0], &header, rows);
    let margin = LARGEST_MARGIN.min(margin);
    Some(Drawn { margin, beside: header.groups, ..Drawn::certain(grid, taken) })
}

/// The paragraphs up to the next header, cut where more blank lines stand than usual; their number.
fn stanzas(pack: &Pack, paragraphs: &[&Paragraph]) -> (Vec<Vec<Passage>>, usize) {
    let again = |p: &&Paragraph| p.blank_lines_before > 1 && heads_places(pack, p.text.text());
    let end = paragraphs.iter().skip(1).position(again).map_or(paragraphs.len(), |at| at + 1);
    let with = |blanks: u32| paragraphs[1..end].iter().filter(|p| p.blank_lines_before == blanks).count();
    let usual = u32::from(with(0) < with(1));
    let mut out: Vec<Vec<Passage>> = Vec::new();
    for (at, paragraph) in paragraphs[..end].iter().enumerate() {
        match out.last_mut().filter(|_| at > 0 && paragraph.blank_lines_before <= usual) {
            Some(stanza) => stanza.push(paragraph.text.clone()),
            None => out.push(vec![paragraph.text.clone()]),
        }
    }
    // What stands behind the last place and is none is not part of the table.
    let last = out.iter().rposition(|stanza| place(pack, stanza).is_some()).map_or(0, |last| last + 1);
    let taken = out[..last].iter().map(Vec::len).sum();
    out.truncate(last);
    (out, taken)
}

fn is_figure(pack: &Pack, text: &Passage) -> bool {
    pack.value_look(text.text()) == ValueLook::Number
}

/// Lines of a stanza that name a place, where it begins with one: "全市", "眉山天府" and "新区".
fn place(pack: &Pack, stanza: &[Passage]) -> Option<usize> {
    // "地区" itself is made like the name of one.
    if stanza.first().is_none_or(|line| heads_places(pack, line.text())) {
        return None;
    }
    let mut name = String::new();
    for (at, line) in stanza.iter().take(MOST_LINES_OF_A_NAME).enumerate() {
        name.extend(line.text().chars().filter(|c| !c.is_whitespace()));
        let known = pack.column(&name).filter(|spec| spec.role == ColumnRole::Value);
        if known.is_some_and(|spec| matches!(spec.scope, Scope::Total | Scope::Region)) {
            return Some(at + 1);
        }
    }
    None
}

/// A row of a place: its name, and its cells. Words before the first figure are one cell.
fn row(pack: &Pack, stanza: &[Passage]) -> Option<Row> {
    let named = place(pack, stanza)?;
    let words = stanza[named..].iter().take_while(|line| !is_figure(pack, line)).count();
    let mut name = Passage::default();
    stanza[..named].iter().for_each(|line| name.append(line));
    let mut cells = Vec::new();
    if words > 0 {
        let mut cell = Passage::default();
        stanza[named..named + words].iter().for_each(|line| cell.append(line));
        cells.push(cell);
    }
    cells.extend(stanza[named + words..].iter().cloned());
    Some(Row { name, cells })
}

/// A header of one row, or of two with as many lower cells below every upper one.
struct Header {
    upper: Vec<Passage>,
    lower: Vec<Passage>,
    /// What stands above: the groups of the indicators.
    groups: Vec<Passage>,
}

/// The header above so many columns.
fn header(pack: &Pack, stanzas: &[Vec<Passage>], width: usize) -> Option<Header> {
    let named: Vec<usize> = (0..stanzas.len()).filter(|&at| !of_units(pack, &stanzas[at])).collect();
    let groups = |below: usize| stanzas[..below].iter().flatten().cloned().collect::<Vec<_>>();
    let (&last, above) = named.split_last()?;
    let bare = |stanza: &[Passage]| {
        let below = |parts: usize| lower(pack, stanza, width / parts, parts);
        (2..=4).filter(|parts| width.is_multiple_of(*parts)).find_map(|parts| Some((parts, below(parts)?)))
    };
    if let Some((parts, lower)) = bare(&stanzas[last]) {
        let upper = above.iter().rev().find_map(|&at| Some((at, joined(pack, &stanzas[at], width / parts)?)));
        let (at, upper) = upper?;
        return Some(Header { upper, lower, groups: groups(at) });
    }
    let upper = joined(pack, &stanzas[last], width)?;
    Some(Header { upper, lower: Vec::new(), groups: groups(last) })
}

/// A stanza of responsible units: they are no names of columns.
fn of_units(pack: &Pack, stanza: &[Passage]) -> bool {
    let label: String = stanza.iter().take(2).map(|line| line.text()).collect();
    let says = |text: &str| pack.column(text).is_some_and(|spec| spec.role == ColumnRole::Responsible);
    says(&label) || stanza.first().is_some_and(|line| says(line.text()))
}

/// The lower cells, `parts` of them below each of `times` upper ones: the stanza repeats itself.
fn lower(pack: &Pack, stanza: &[Passage], times: usize, parts: usize) -> Option<Vec<Passage>> {
    let period = stanza.len() / times.max(1);
    let repeats = stanza.len().is_multiple_of(times.max(1)) && times > 1 && period >= parts;
    let same = |(at, line): (usize, &Passage)| line.text() == stanza[at % period].text();
    if !repeats || !stanza.iter().enumerate().all(same) {
        return None;
    }
    let cells: Option<Vec<Vec<Passage>>> = stanza.chunks(period).map(|chunk| joined(pack, chunk, parts)).collect();
    Some(cells?.concat())
}

/// So many cells from lines, of which some are broken in two: what a rule knows when joined first, then what stands
/// before the line with its unit, the shortest first.
fn joined(pack: &Pack, lines: &[Passage], count: usize) -> Option<Vec<Passage>> {
    let mut cells = lines.to_vec();
    let broken = cells.len().checked_sub(count).filter(|broken| *broken <= MOST_BROKEN)?;
    for _ in 0..broken {
        let text = |at: usize| format!("{}{}", cells[at].text(), cells[at + 1].text());
        let has_unit = |at: usize| cells[at].text().ends_with([')', '\u{ff09}']);
        let is_whole = |at: usize| pack.column(&text(at)).is_some();
        let goes_on = |at: usize| !has_unit(at) && has_unit(at + 1);
        let length = |at: &usize| text(*at).chars().count();
        let pairs = || 0..cells.len() - 1;
        let at = pairs().find(|at| is_whole(*at)).or_else(|| pairs().filter(|at| goes_on(*at)).min_by_key(length))?;
        let rest = cells.remove(at + 1);
        cells[at].append(&rest);
    }
    Some(cells)
}

fn draw(lead: &Passage, header: &Header, rows: Vec<Settled>) -> Grid {
    let parts = header.lower.len() / header.upper.len().max(1);
    let (span, height) = (parts.max(1), 1 + usize::from(parts > 0));
    let mut sketch = Sketch::default();
    let upper = header.upper.iter().enumerate().map(|(at, text)| (1 + at * span, span, 1, text.clone()));
    sketch.spanned([(0, 1, height, lead.clone())].into_iter().chain(upper));
    if parts > 0 {
        sketch.row(header.lower.iter().enumerate().map(|(at, text)| (1 + at, text.clone())));
    }
    for (name, cells) in rows {
        let cells = cells.into_iter().enumerate().filter_map(|(at, cell)| Some((1 + at, cell?)));
        sketch.row([(0, name)].into_iter().chain(cells));
    }
    sketch.finish(true)
}
