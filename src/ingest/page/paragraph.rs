//! Printed lines to paragraphs: a line goes on with the one before when it had to be broken there.

use super::line::Line;
use super::{Cell, Part};
use std::collections::BTreeMap;

/// A cell keeps its text from its border by this much at most, in points.
const MOST_PADDING: f64 = 8.0;
/// A line that begins further right than this many sizes begins a paragraph.
const INDENT: f64 = 1.2;
/// Lines further apart than this many sizes are of two paragraphs.
const WIDEST_LEADING: f64 = 3.0;
/// Sizes that differ by more than this share are of two paragraphs.
const SAME_SIZE: f64 = 0.12;

/// Pages whose widths differ by less than this have the same margins, in points.
const SAME_WIDTH: f64 = 10.0;

/// Programs leave so much of a character free at the end of a line that they break.
const SLACK: f64 = 0.2;
/// Lines of one title have their middles no further apart than this many sizes.
const SAME_MIDDLE: f64 = 0.6;
/// Running text reaches at least over this share of a page.
const NARROWEST: f64 = 0.7;

/// Where the running text of a file begins and ends on its pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Body {
    left: f64,
    right: f64,
}

impl Body {
    /// The margins of every page: those that the lines keep to on all pages of its width.
    pub(super) fn of_pages(widths: &[f64], pages: &[Vec<Part>]) -> Vec<Body> {
        let key = |width: f64| (width / SAME_WIDTH).round() as i64;
        let mut lines: BTreeMap<i64, Vec<&Line>> = BTreeMap::new();
        for (width, parts) in widths.iter().zip(pages) {
            let own = parts.iter().filter_map(|part| if let Part::Line(line) = part { Some(line) } else { None });
            lines.entry(key(*width)).or_default().extend(own.filter(|line| line.fields.is_empty()));
        }
        let body = |(key, lines): (i64, Vec<&Line>)| (key, Body::of(&lines, key as f64 * SAME_WIDTH));
        let bodies: BTreeMap<i64, Body> = lines.into_iter().map(body).collect();
        widths.iter().map(|width| bodies[&key(*width)]).collect()
    }

    fn of(lines: &[&Line], width: f64) -> Body {
        // A mark at the end of a line may hang over the margin.
        let hangs =
            |line: &&&Line| line.text.ends_with(['，', '。', '、', '；', '：', '）', '”', '》', ',', '.', ';', ':']);
        let mut ends: Vec<f64> = lines.iter().filter(|line| !hangs(line)).map(|line| line.end).collect();
        ends.sort_by(|a, b| b.total_cmp(a));
        // A single line that sticks out is no margin.
        let shared = ends.windows(2).find(|pair| pair[0] - pair[1] < 1.0);
        let right = shared.map(|pair| pair[0]).or(ends.first().copied()).unwrap_or(0.0);
        // Where all lines are short, none was broken.
        let right = right.max(NARROWEST * width);
        // Full lines begin at the margin, unless they begin a paragraph.
        let full = lines.iter().filter(|line| right - line.end < 2.0 * line.size);
        let left = full.map(|line| line.x).fold(f64::INFINITY, f64::min);
        Body { left, right }
    }

    /// Does a line go on with the paragraph whose last line is `last`.
    pub(super) fn goes_on(&self, last: &Line, next: &Line) -> bool {
        let same_size = (last.size - next.size).abs() <= SAME_SIZE * last.size;
        // On the next page the line stands further up.
        let near = next.y < last.y || next.y - last.y <= WIDEST_LEADING * last.size;
        let indented = next.x - self.left > INDENT * next.size;
        if !same_size || !near || !last.fields.is_empty() || !next.fields.is_empty() {
            return false;
        }
        let centred = |line: &Line| {
            let (left, right) = (line.x - self.left, self.right - line.end);
            left.min(right) > INDENT * line.size && (left - right).abs() <= 2.0 * line.size
        };
        let middle = |line: &Line| (line.x + line.end) / 2.0;
        // Lines that are indented alike and end near the margin look centred; their middles differ.
        let one_middle = (middle(last) - middle(next)).abs() <= SAME_MIDDLE * next.size;
        // The second line of a title is no paragraph of its own.
        if centred(last) && centred(next) && one_middle && next.y > last.y && self.is_long(last) {
            return true;
        }
        !indented && is_wrapped(last, next, self.right)
    }

    fn is_long(&self, line: &Line) -> bool {
        line.end - line.x > 0.6 * (self.right - self.left)
    }
}

/// Was a line broken because what comes next did not fit before the right edge.
pub(super) fn is_wrapped(last: &Line, next: &Line, right: f64) -> bool {
    right - last.end < next.head_width + SLACK * last.size
}

/// For every column, how far its text keeps from the border on its right: the least distance of any line.
pub(super) fn paddings(cells: &[Cell], columns: usize) -> Vec<f64> {
    let mut paddings = vec![MOST_PADDING; columns];
    for cell in cells {
        let padding = &mut paddings[cell.column + cell.column_span - 1];
        let least = cell.lines.iter().map(|line| cell.right - line.end).fold(f64::INFINITY, f64::min);
        *padding = padding.min(least).max(0.0);
    }
    paddings
}
