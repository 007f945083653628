//! Tables drawn with strokes: the grid that the strokes make, cells where no stroke parts them.

use super::line;
use super::{Cell, Glyph, Part, Stroke, Table};
use std::collections::BTreeMap;

/// Strokes nearer than this are one, in points.
const SNAP: f64 = 3.0;
/// A stroke shorter than this borders nothing.
const SHORTEST: f64 = 4.0;
/// A page with more strokes than this is a drawing.
const MOST_STROKES: usize = 20_000;

/// A stroke along one axis: its place on the other axis, its beginning and its end.
#[derive(Debug, Clone, Copy)]
struct Segment {
    at: f64,
    from: f64,
    to: f64,
}

/// A table drawn on a page.
#[derive(Debug, Clone)]
pub struct Ruled {
    /// Places of the columns' borders, from left to right.
    xs: Vec<f64>,
    /// Places of the rows' borders, from the top down.
    ys: Vec<f64>,
    /// For every place of the grid, row by row, the index of its cell.
    cell_of: Vec<usize>,
    /// Row, column, row span and column span of every cell.
    cells: Vec<[usize; 4]>,
}

impl Ruled {
    /// The tables that strokes make, from the top down.
    pub fn find(strokes: &[Stroke]) -> Vec<Ruled> {
        if strokes.len() > MOST_STROKES {
            return Vec::new();
        }
        let horizontal = merged(strokes.iter().filter_map(|stroke| along(stroke.from, stroke.to)));
        let flip = |point: (f64, f64)| (point.1, point.0);
        let vertical = merged(strokes.iter().filter_map(|stroke| along(flip(stroke.from), flip(stroke.to))));
        let mut tables: Vec<Ruled> = groups(&horizontal, &vertical)
            .into_iter()
            .filter_map(|(rows, columns)| {
                let rows: Vec<Segment> = rows.into_iter().map(|at| horizontal[at]).collect();
                let columns: Vec<Segment> = columns.into_iter().map(|at| vertical[at]).collect();
                Ruled::of(&rows, &columns)
            })
            .collect();
        tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
        tables
    }

    /// The grid of strokes that touch each other; None where they make less than two cells.
    fn of(rows: &[Segment], columns: &[Segment]) -> Option<Ruled> {
        let edges = |segments: &[Segment], far: fn(&Segment) -> [f64; 2], across: &[Segment]| {
            let mut places: Vec<f64> = segments.iter().map(|segment| segment.at).collect();
            // A table may be open at its sides: then its strokes end where the border would be.
            let ends: Vec<f64> = across.iter().flat_map(far).collect();
            let first = ends.iter().copied().fold(f64::INFINITY, f64::min);
            let last = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            places.extend([first, last]);
            snapped(places)
        };
        let ends = |segment: &Segment| [segment.from, segment.to];
        let (xs, ys) = (edges(columns, ends, rows), edges(rows, ends, columns));
        let (width, height) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if width * height < 2 || width == 0 || height == 0 {
            return None;
        }
        let drawn = |segments: &[Segment], at: f64, from: f64, to: f64| {
            let middle = (from + to) / 2.0;
            segments.iter().any(|s| (s.at - at).abs() <= SNAP && s.from <= middle && s.to >= middle)
        };
        let mut union = Union::new(width * height);
        for row in 0..height {
            for column in 0..width {
                let place = row * width + column;
                if column + 1 < width && !drawn(columns, xs[column + 1], ys[row], ys[row + 1]) {
                    union.join(place, place + 1);
                }
                if row + 1 < height && !drawn(rows, ys[row + 1], xs[column], xs[column + 1]) {
                    union.join(place, place + width);
                }
            }
        }
        let (cell_of, cells) = rectangles(&mut union, width, height);
        (cells.len() > 1).then_some(Ruled { xs, ys, cell_of, cells })
    }

    /// Does a point lie in the table.
    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        let within = |places: &[f64], at: f64| places[0] - 1.0 <= at && at <= places[places.len() - 1] + 1.0;
        within(&self.xs, x) && within(&self.ys, y)
    }

    /// The table with the characters in it. One of a single column is a frame around text.
    pub fn fill(&self, glyphs: Vec<Glyph>) -> Vec<Part> {
        let mut inside: Vec<Vec<Glyph>> = vec![Vec::new(); self.cells.len()];
        let at = |places: &[f64], value: f64| {
            places[1..places.len() - 1].iter().take_while(|place| **place <= value).count()
        };
        for glyph in glyphs {
            let column = at(&self.xs, glyph.x + glyph.width / 2.0);
            let row = at(&self.ys, glyph.y - glyph.size * 0.3);
            inside[self.cell_of[row * (self.xs.len() - 1) + column]].push(glyph);
        }
        if self.cells.iter().all(|[_, column, _, _]| *column == 0) {
            let lines = inside.into_iter().flat_map(line::lines);
            return lines.map(Part::Line).collect();
        }
        let cell = |(&[row, column, row_span, column_span], glyphs): (&[usize; 4], Vec<Glyph>)| Cell {
            row,
            column,
            row_span,
            column_span,
            lines: line::plain_lines(glyphs),
            right: self.xs[column + column_span],
        };
        let mut cells: Vec<Cell> = self.cells.iter().zip(inside).map(cell).collect();
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let (rows, columns) = (self.ys.len() - 1, self.xs.len() - 1);
        vec![Part::Table(Table { top: self.ys[0], rows, columns, cells, states_spans: true })]
    }
}

/// The cells of a grid: joined places as rectangles; places that make no rectangle are parted again.
fn rectangles(union: &mut Union, width: usize, height: usize) -> (Vec<usize>, Vec<[usize; 4]>) {
    let mut cell_of = vec![usize::MAX; width * height];
    let mut cells = Vec::new();
    for place in 0..width * height {
        if cell_of[place] != usize::MAX {
            continue;
        }
        let (row, column, root) = (place / width, place % width, union.root(place));
        let mut free = |r: usize, c: usize, taken: &[usize]| {
            taken[r * width + c] == usize::MAX && union.root(r * width + c) == root
        };
        let columns = (column..width).take_while(|&c| free(row, c, &cell_of)).count();
        let rows = (row..height).take_while(|&r| (column..column + columns).all(|c| free(r, c, &cell_of))).count();
        for r in row..row + rows {
            cell_of[r * width + column..r * width + column + columns].fill(cells.len());
        }
        cells.push([row, column, rows, columns]);
    }
    (cell_of, cells)
}

/// A stroke as a segment along x, when it is one.
fn along(from: (f64, f64), to: (f64, f64)) -> Option<Segment> {
    let finite = [from.0, from.1, to.0, to.1].iter().all(|value| value.is_finite());
    let level = (from.1 - to.1).abs() < 1.5 && (from.0 - to.0).abs() >= SHORTEST;
    (finite && level).then(|| Segment { at: (from.1 + to.1) / 2.0, from: from.0.min(to.0), to: from.0.max(to.0) })
}

/// Segments on one line that touch or nearly do are one.
fn merged(segments: impl Iterator<Item = Segment>) -> Vec<Segment> {
    let mut segments: Vec<Segment> = segments.collect();
    segments.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    // Segments of nearly one place, then by where they begin.
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        match rows.last_mut() {
            Some(row) if segment.at - row[0].at <= SNAP / 2.0 => row.push(segment),
            _ => rows.push(vec![segment]),
        }
    }
    let mut out: Vec<Segment> = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open = row[0];
        for segment in &row[1..] {
            if segment.from <= open.to + SNAP {
                open.to = open.to.max(segment.to);
            } else {
                out.push(std::mem::replace(&mut open, *segment));
            }
        }
        out.push(open);
    }
    out
}

/// Groups of strokes that touch each other: indices of horizontal and of vertical ones, with two of each kind or one
/// that crosses.
fn groups(horizontal: &[Segment], vertical: &[Segment]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut union = Union::new(horizontal.len() + vertical.len());
    for (h, row) in horizontal.iter().enumerate() {
        for (v, column) in vertical.iter().enumerate() {
            let meets = |line: &Segment, at: f64| line.from - SNAP <= at && at <= line.to + SNAP;
            if meets(row, column.at) && meets(column, row.at) {
                union.join(h, horizontal.len() + v);
            }
        }
    }
    let mut groups: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for at in 0..horizontal.len() + vertical.len() {
        let (rows, columns) = groups.entry(union.root(at)).or_default();
        match at.checked_sub(horizontal.len()) {
            Some(v) => columns.push(v),
            None => rows.push(at),
        }
    }
    groups.into_values().filter(|(rows, columns)| rows.len() > 1 && !columns.is_empty()).collect()
}

/// Places in order, those that are nearly the same once.
fn snapped(mut places: Vec<f64>) -> Vec<f64> {
    places.retain(|place| place.is_finite());
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, before| *next - *before <= SNAP);
    places
}

/// Sets that are joined.
struct Union(Vec<usize>);

impl Union {
    fn new(count: usize) -> Union {
        Union((0..count).collect())
    }

    fn root(&mut self, of: usize) -> usize {
        let mut root = of;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
