//! Characters to printed lines.

use super::Glyph;

/// Characters whose base lines differ by less than this share of their size stand on one line.
pub const SAME_LINE: f64 = 0.4;
/// A gap wider than this share of the size is a blank.
const BLANK: f64 = 0.35;
/// A blank that is printed as a character is one where it leaves at least this share of the size.
const PRINTED_BLANK: f64 = 0.1;
/// A gap wider than this many sizes parts a line of a table into fields.
pub const FIELD_GAP: f64 = 1.2;
/// A character printed twice within this share of its size is bold, not double.
const DOUBLE: f64 = 0.15;

/// A printed line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its text.
    pub text: String,
    /// Left edge.
    pub x: f64,
    /// Right edge.
    pub end: f64,
    /// Base line.
    pub y: f64,
    /// Size of most of its characters.
    pub size: f64,
    /// Number on the page, from 1.
    pub number: u32,
    /// Width of what cannot be broken at its beginning.
    pub head_width: f64,
    /// The fields that wide gaps part it into.
    pub fields: Vec<Line>,
}

/// The lines of characters, from the top down; wide gaps part them into fields.
pub fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let rows = rows(glyphs);
    rows.into_iter().filter_map(|row| line(&row, true)).collect()
}

/// The lines of characters of a cell, whose gaps part nothing.
pub fn plain_lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let rows = rows(glyphs);
    rows.into_iter().filter_map(|row| line(&row, false)).collect()
}

/// Characters by line, from left to right. Small raised or lowered ones stay with the line they touch.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.retain(|glyph| glyph.x.is_finite() && glyph.y.is_finite() && glyph.width.is_finite() && glyph.size > 0.0);
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        let same = rows.last().is_some_and(|row| {
            let last = &row[row.len() - 1];
            let first = &row[0];
            let size = last.size.max(glyph.size);
            // A raised character comes first and must not drag its line upward.
            (glyph.y - last.y).abs() <= SAME_LINE * size && (glyph.y - first.y).abs() <= 0.7 * size
        });
        match rows.last_mut() {
            Some(row) if same => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        row.dedup_by(|next, before| next.text == before.text && (next.x - before.x).abs() < DOUBLE * before.size);
    }
    rows
}

fn line(row: &[Glyph], with_fields: bool) -> Option<Line> {
    let printed: Vec<&Glyph> = row.iter().filter(|glyph| !glyph.text.trim().is_empty()).collect();
    let (first, size) = (printed.first()?, usual_size(&printed));
    let (mut text, mut end, mut y) = (String::new(), first.x, first.y);
    let mut blank_before = false;
    for glyph in row {
        if glyph.text.trim().is_empty() {
            blank_before |= !text.is_empty() && glyph.x + glyph.width > end;
            continue;
        }
        let gap = glyph.x - end;
        if !text.is_empty() && (gap > BLANK * size || (blank_before && gap > PRINTED_BLANK * size)) {
            text.push(' ');
        }
        blank_before = false;
        text.push_str(&glyph.text);
        end = end.max(glyph.x + glyph.width);
        if (glyph.size - size).abs() < 0.1 * size {
            y = glyph.y;
        }
    }
    let head_width = head_width(&printed);
    let fields = if with_fields { fields(row, size) } else { Vec::new() };
    Some(Line { text, x: first.x, end, y, size, number: 0, head_width, fields })
}

fn usual_size(glyphs: &[&Glyph]) -> f64 {
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes[sizes.len() / 2]
}

/// Parts of a line between wide gaps; none where there is no such gap.
fn fields(row: &[Glyph], size: f64) -> Vec<Line> {
    let mut parts: Vec<Vec<Glyph>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for glyph in row.iter().filter(|glyph| !glyph.text.trim().is_empty()) {
        match parts.last_mut() {
            Some(part) if glyph.x - end <= FIELD_GAP * size => part.push(glyph.clone()),
            _ => parts.push(vec![glyph.clone()]),
        }
        end = end.max(glyph.x + glyph.width);
    }
    if parts.len() < 2 { Vec::new() } else { parts.iter().filter_map(|part| line(part, false)).collect() }
}

/// Width of the first character with what may not begin or end a line beside it: a word of Latin letters or digits, a
/// mark that closes, what follows a mark that opens.
fn head_width(glyphs: &[&Glyph]) -> f64 {
    const OPENING: &str = "（(《〈【〔[";
    const CLOSING: &str = "，。、；：！？）)》〉】〕]%％,.;:!?";
    // Quotes may open or close, so programs break on neither side of them.
    const QUOTES: &str = "“”‘’\"'";
    let all_of = |glyph: &Glyph, set: &str| glyph.text.chars().all(|c| set.contains(c));
    let latin = |glyph: &Glyph| glyph.text.chars().all(|c| c.is_ascii_alphanumeric() || ".,%+".contains(c));
    let mut end = glyphs[0].x + glyphs[0].width;
    for pair in glyphs.windows(2) {
        let (before, next) = (pair[0], pair[1]);
        let quoted = all_of(before, QUOTES) || all_of(next, QUOTES);
        let tied = quoted || (latin(before) && latin(next)) || all_of(before, OPENING) || all_of(next, CLOSING);
        if !tied || next.x - end > BLANK * next.size {
            break;
        }
        end = next.x + next.width;
    }
    end - glyphs[0].x
}
