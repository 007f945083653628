//! Tables of places of which only the cells are left, one a paragraph: rows repeat, each a name and as many figures.

use super::header::{self, Head};
use super::{Drawn, Sketch};
use crate::document::{Paragraph, Passage};
use crate::grammar::fold::fold;
use crate::layout::exact::heads_places;
use crate::rules::{ColumnRole, Pack, ValueLook};

/// A header has at most this many fragments.
const LONGEST_HEADER: usize = 40;
/// Rows that such a table has at least.
const FEWEST_ROWS: usize = 3;
/// Longest name of a place, in characters.
const LONGEST_NAME: usize = 20;

/// The table from the first paragraph on.
pub fn read(pack: &Pack, paragraphs: &[&Paragraph]) -> Option<Drawn> {
    let is_seq = |text: &Passage| pack.column(text.text()).is_some_and(|spec| spec.role == ColumnRole::Seq);
    let numbered = is_seq(&paragraphs.first()?.text);
    if !heads_places(pack, paragraphs.get(usize::from(numbered))?.text.text()) {
        return None;
    }
    let cells = Cells { pack, paragraphs };
    let body = cells.first_row(usize::from(numbered) + 2, numbered)?;
    let (rows, taken) = cells.rows(body, numbered);
    let width = rows.first()?.figures.len();
    let filled = rows.iter().filter(|row| !row.figures.is_empty()).count();
    if filled < FEWEST_ROWS || rows.iter().any(|row| !matches!(row.figures.len(), n if n == width || n == 0)) {
        return None;
    }
    let texts: Vec<Passage> = paragraphs[..body].iter().map(|paragraph| paragraph.text.clone()).collect();
    let texts = header::unfolded(&texts);
    let lead = usize::from(numbered) + 1;
    let figures: Vec<Vec<Passage>> =
        rows.iter().filter(|row| !row.figures.is_empty()).map(|row| row.figures.clone()).collect();
    let head = header::settle(pack, texts.get(lead..)?, &figures)?;
    Some(draw(&texts[..lead], &head, rows, taken))
}

fn draw(lead: &[Passage], head: &Head, rows: Vec<Row>, taken: usize) -> Drawn {
    let mut sketch = Sketch::default();
    let height = if head.is_one_row() { 1 } else { 2 };
    let leading = lead.iter().enumerate().map(|(column, text)| (column, 1, height, text.clone()));
    let above = head.above(lead.len()).into_iter().map(|(column, span, text)| {
        let height = if span > 1 { 1 } else { height };
        (column, span, height, text)
    });
    sketch.spanned(leading.chain(above));
    if height > 1 {
        sketch.row(head.below(lead.len()));
    }
    for row in rows {
        let name = [(lead.len() - 1, row.name)];
        let number = row.number.map(|number| (0, number));
        let figures = row.figures.into_iter().enumerate().map(|(at, text)| (lead.len() + at, text));
        sketch.row(number.into_iter().chain(name).chain(figures));
    }
    Drawn { margin: head.margin, ..Drawn::certain(sketch.finish(true), taken) }
}

/// A row of a place.
struct Row {
    number: Option<Passage>,
    name: Passage,
    figures: Vec<Passage>,
}

struct Cells<'p> {
    pack: &'p Pack,
    paragraphs: &'p [&'p Paragraph],
}

impl Cells<'_> {
    fn text(&self, at: usize) -> Option<&str> {
        self.paragraphs.get(at).map(|paragraph| paragraph.text.text())
    }

    fn is_figure(&self, at: usize) -> bool {
        self.text(at).is_some_and(|text| !text.contains('年') && self.pack.value_look(text) != ValueLook::Other)
    }

    fn is_number(&self, at: usize) -> bool {
        self.is_figure(at) && self.text(at).is_some_and(|text| self.pack.value_look(text) != ValueLook::Words)
    }

    /// Names a place: some text, not long, behind which a bracket may go on.
    fn is_name(&self, at: usize) -> bool {
        self.text(at).is_some_and(|text| {
            let note = self.pack.has_cue("table-note", &fold(text));
            !self.is_figure(at) && !note && !text.ends_with('。') && text.chars().count() <= LONGEST_NAME
        })
    }

    fn goes_on(&self, at: usize) -> bool {
        self.text(at).is_some_and(|text| text.starts_with(['(', '\u{ff08}'])) && !self.is_figure(at)
    }

    /// Where the figures behind the name at `at` begin.
    fn behind_name(&self, at: usize) -> usize {
        at + 1 + usize::from(self.goes_on(at + 1))
    }

    /// The first fragment of the first row.
    fn first_row(&self, from: usize, numbered: bool) -> Option<usize> {
        let end = self.paragraphs.len().min(LONGEST_HEADER);
        // "改造提升" reads as a goal in words, and may be a header cell: a number has to follow.
        let names = |at: usize| self.is_name(at) && !self.goes_on(at) && self.is_number(self.behind_name(at));
        // The last header cell stands before the number of the first row.
        let heads = |at: usize| numbered && self.integer(at + 1) == Some(1) && names(at + 2);
        let name = (from..end).find(|&at| names(at) && !heads(at))?;
        let number = numbered && name > from && self.integer(name - 1).is_some();
        Some(name - usize::from(number))
    }

    fn integer(&self, at: usize) -> Option<u32> {
        fold(self.text(at)?).parse().ok()
    }

    /// The rows from `at` on, and the fragment behind them.
    fn rows(&self, mut at: usize, numbered: bool) -> (Vec<Row>, usize) {
        let mut rows: Vec<Row> = Vec::new();
        let mut last = 0;
        loop {
            let number = self.integer(at).filter(|n| numbered && *n == last + 1);
            let name = at + usize::from(number.is_some());
            let width = rows.first().map(|row| row.figures.len());
            let begins = self.is_name(name) && {
                let behind = self.behind_name(name);
                // A place without any figure stands between others.
                self.is_figure(behind) || (width.is_some() && self.is_name(behind) && self.is_figure(behind + 1))
            };
            if !begins {
                return (rows, at);
            }
            let passage = |at: usize| self.paragraphs[at].text.clone();
            let mut row = Row { number: number.map(|_| passage(at)), name: passage(name), figures: Vec::new() };
            let behind = self.behind_name(name);
            (name + 1..behind).for_each(|at| row.name.append(&passage(at)));
            let end = self.end_of_figures(behind, width, numbered.then_some(number.unwrap_or(last) + 1));
            row.figures.extend((behind..end).map(passage));
            last = number.unwrap_or(last);
            rows.push(row);
            at = end;
        }
    }

    /// The fragment behind the figures of a row: `width` of them, as in the rows above. The number of the next row is
    /// none of them.
    fn end_of_figures(&self, from: usize, width: Option<usize>, next: Option<u32>) -> usize {
        let mut end = from;
        while self.is_figure(end) && width.is_none_or(|width| end - from < width) {
            end += 1;
        }
        let words = |at: usize| width.is_some_and(|width| end > from && at + 1 - from == width);
        if words(end) && self.is_name(end) && !self.is_figure(end + 1) {
            end += 1;
        }
        let is_next = width.is_none() && next.is_some() && self.integer(end.max(1) - 1) == next;
        if is_next && end > from + 1 { end - 1 } else { end }
    }
}
