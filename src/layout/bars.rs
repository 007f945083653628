//! Rows of `a | b |` without a rule line, whose merged cells were dropped and whose long cells were cut over lines.

use super::Context;
use super::another_header::{other_header, shows_header};
use super::fragment::{Border, Fragment};
use super::header::grid_signatures;
use super::signature::Signature;
use super::table::RecoveredTable;
use crate::document::{Paragraph, Passage};

/// A line with fewer cells is not taken for a header.
const LEAST_HEADER_CELLS: usize = 3;
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
    let texts: Vec<String> = header.iter().map(|c| crate::grammar::fold::fold(c.text())).collect();
    let source = Source { context, header: &texts, width };
    let (lines, mut taken) = source.logical_rows(&paragraphs[1..]);
    let mut fragments = Vec::new();
    // For each fragment, the lines before its row.
    let mut lines_before = Vec::new();
    let mut before = 0;
    for row in &lines {
        push_row(context, row, &mut fragments);
        lines_before.resize(fragments.len(), before);
        before += row.len();
    }
    let other = other_header(&fragments, &texts);
    fragments.truncate(other.unwrap_or(fragments.len()));
    let signatures = Signature::with_number_styles(signatures, &fragments);
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

/// What tells the rows of a source apart: its header, and the bars of a row.
struct Source<'a> {
    context: &'a Context<'a>,
    /// The folded header cells.
    header: &'a [String],
    width: usize,
}

impl Source<'_> {
    /// Groups the lines into rows of the source: every row has as many bars as the header, so a row with fewer is cut,
    /// and goes on in the next lines if the count then comes out. Gives the rows and the number of lines they take.
    fn logical_rows<'p>(&self, paragraphs: &[&'p Paragraph]) -> (Vec<Vec<&'p Paragraph>>, usize) {
        let mut rows: Vec<Vec<&Paragraph>> = Vec::new();
        let mut at = 0;
        while at < paragraphs.len() {
            let count = self.lines_of_row(&paragraphs[at..]);
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
    fn lines_of_row(&self, paragraphs: &[&Paragraph]) -> usize {
        let mut sum = bars(paragraphs[0]);
        if sum >= self.width || self.is_other_header(paragraphs[0]) {
            return 1;
        }
        for (count, line) in paragraphs.iter().enumerate().take(MOST_LINES_OF_A_ROW).skip(1) {
            let own = bars(line);
            // A line that is a row by itself is not the rest of this one, unless it begins with the bar that is missing.
            let whole = own >= self.width && !(sum == 0 && line.text.text().starts_with('|'));
            if whole || self.is_other_header(line) {
                return 1;
            }
            sum += own;
            if sum >= self.width {
                return if sum == self.width { count + 1 } else { 1 };
            }
        }
        1
    }

    /// Is a line the header of another, narrower table, and not a piece of this one's.
    fn is_other_header(&self, line: &Paragraph) -> bool {
        if bars(line) + 1 < LEAST_HEADER_CELLS {
            return false;
        }
        let mut cells = Vec::new();
        push_row(self.context, &[line], &mut cells);
        let own = cells.iter().all(|f| self.header.contains(&f.features.folded));
        !own && shows_header(&cells)
    }
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
