//! Rows of `a | b |` without a rule line, whose merged cells were dropped and whose long cells were cut over lines.

use super::Context;
use super::another_header::other_header;
use super::fragment::{Border, Fragment};
use super::header::grid_signatures;
use super::table::RecoveredTable;
use crate::document::{Paragraph, Passage};

/// A row may be cut over this many lines.
const MOST_LINES_OF_A_ROW: usize = 5;

/// The table that begins at the first paragraph, with the number of paragraphs it takes.
pub fn take_table(context: &Context, paragraphs: &[&Paragraph]) -> Option<(RecoveredTable, usize)> {
    let width = bars(paragraphs.first()?);
    if width < 2 {
        return None;
    }
    let header: Vec<Passage> = split(&[paragraphs[0]]).into_iter().filter(|c| !c.is_blank()).collect();
    let signatures = grid_signatures(&context.rules.pack, &header);
    if signatures.is_empty() {
        return None;
    }
    let (lines, mut taken) = logical_rows(&paragraphs[1..], width);
    let mut fragments = Vec::new();
    // For each fragment, the lines before its row.
    let mut lines_before = Vec::new();
    let mut before = 0;
    for row in &lines {
        push_row(context, row, &mut fragments);
        lines_before.resize(fragments.len(), before);
        before += row.len();
    }
    let texts: Vec<String> = header.iter().map(|c| crate::grammar::fold::fold(c.text())).collect();
    let other = other_header(&fragments, &texts);
    fragments.truncate(other.unwrap_or(fragments.len()));
    let (signature, _) = context.best_signature(&signatures, &fragments, &texts)?;
    let mut reading = context.read(signature, &fragments, &texts);
    if other.is_some() {
        reading.leave_title();
    }
    if let Some(&line) = reading.end().or(other).and_then(|end| lines_before.get(end)) {
        taken = line;
    }
    let table = RecoveredTable::build(signature, header, &fragments, &reading);
    (!table.rows.is_empty()).then_some((table, taken + 1))
}

fn bars(paragraph: &Paragraph) -> usize {
    paragraph.text.text().matches('|').count()
}

/// Groups the lines into rows of the source: every row has as many bars as the header, so a row with fewer is cut,
/// and goes on in the next lines if the count then comes out. Gives the rows and the number of lines they take.
fn logical_rows<'p>(paragraphs: &[&'p Paragraph], width: usize) -> (Vec<Vec<&'p Paragraph>>, usize) {
    let mut rows: Vec<Vec<&Paragraph>> = Vec::new();
    let mut at = 0;
    while at < paragraphs.len() {
        let count = lines_of_row(&paragraphs[at..], width);
        let has_bars = paragraphs[at..at + count].iter().any(|p| bars(p) > 0);
        let row_follows = paragraphs.get(at + 1).is_some_and(|p| bars(p) > 0);
        if !has_bars && !row_follows {
            break;
        }
        rows.push(paragraphs[at..at + count].to_vec());
        at += count;
    }
    (rows, at)
}

/// How many lines the row at the beginning takes.
fn lines_of_row(paragraphs: &[&Paragraph], width: usize) -> usize {
    let mut sum = bars(paragraphs[0]);
    if sum >= width {
        return 1;
    }
    for (count, line) in paragraphs.iter().enumerate().take(MOST_LINES_OF_A_ROW).skip(1) {
        let own = bars(line);
        // A line that is a row by itself is not the rest of this one, unless it begins with the bar that is missing.
        if own >= width && !(sum == 0 && line.text.text().starts_with('|')) {
            return 1;
        }
        sum += own;
        if sum >= width {
            return if sum == width { count + 1 } else { 1 };
        }
    }
    1
}

/// The cells of a row of the source that may be cut over lines; a line that does not begin with a bar goes on with
/// the last cell of the line before.
fn split(lines: &[&Paragraph]) -> Vec<Passage> {
    let mut cells = vec![Passage::default()];
    for line in lines {
        let text = line.text.text();
        let mut start = 0;
        for (at, _) in text.match_indices('|').chain([(text.len(), "")]) {
            let part = line.text.slice(start..at);
            if !part.is_blank() {
                let cell = cells.last_mut().expect("there is always a cell to write to");
                cell.push_break();
                cell.append(&part);
            }
            if at < text.len() {
                cells.push(Passage::default());
            }
            start = at + 1;
        }
    }
    cells
}

fn push_row(context: &Context, lines: &[&Paragraph], fragments: &mut Vec<Fragment>) {
    let cells = split(lines);
    let last = cells.iter().rposition(|c| !c.is_blank()).unwrap_or(0);
    let filled = cells.iter().filter(|c| !c.is_blank()).count();
    let mut gap = false;
    let mut first = true;
    for cell in &cells[..=last] {
        if cell.is_blank() {
            gap = !first;
            continue;
        }
        let border = if first { Border::Row } else { Border::Cell };
        let mut fragment = Fragment::new(cell.trim(), border, context.rules, &context.lexicon);
        fragment.gap = gap;
        fragment.alone_in_row = filled == 1;
        fragments.push(fragment);
        (first, gap) = (false, false);
    }
}
