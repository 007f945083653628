//! PDF files with a text layer. The interpreter is hayro's; it is known in this file only.

use super::error::IngestError;
use super::limits::{Limit, Limits};
use super::page::{self, Glyph, Page, Stroke};
use super::radicals;
use crate::document::Document;
use hayro_interpret::font::{Glyph as Shape, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{self, Dict};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use std::time::{Duration, Instant};

/// A file that takes longer is given up; between pages this is looked at.
const LONGEST: Duration = Duration::from_secs(120);
/// Characters of a page beyond this are a drawing, not text.
const MOST_GLYPHS: usize = 200_000;
/// A filled shape thinner than this is a stroke, in points.
const THIN: f64 = 3.0;
/// Of ten characters of a file, more than this many without a meaning make it unreadable.
const MOST_UNMAPPED_OF_TEN: usize = 3;

/// Reads a file.
///
/// # Errors
/// [`IngestError::Scan`] where no page has text, [`IngestError::Unmapped`] where the fonts do not say what their shapes
/// stand for; a file that is encrypted, damaged, or past a limit.
pub fn read(bytes: Vec<u8>, limits: &Limits) -> Result<Document, IngestError> {
    let pdf = Pdf::new(bytes).map_err(of_hayro)?;
    let count = pdf.pages().len();
    if count > limits.pages {
        let (found, limit) = (count as u64, limits.pages as u64);
        return Err(IngestError::TooLarge { what: Limit::Pages, found, limit, line: None });
    }
    let started = Instant::now();
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let (mut unmapped, mut mapped) = (0, 0);
    let mut blank = Vec::new();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        if started.elapsed() > LONGEST {
            return Err(IngestError::Damaged(format!("读到第 {number} 页已超过 {} 秒", LONGEST.as_secs())));
        }
        let (width, height) = page.render_dimensions();
        let base = Affine::new(page.initial_transform(true).as_coeffs());
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(base, bounds, &cache, pdf.xref(), InterpreterSettings::default());
        let mut printer = Printer { width: f64::from(width), height: f64::from(height), ..Printer::default() };
        interpret_page(page, &mut context, &mut printer);
        unmapped += printer.unmapped;
        mapped += printer.glyphs.len();
        if printer.glyphs.is_empty() && printer.images > 0 {
            blank.push(number);
        }
        pages.push(printer.page());
    }
    if mapped == 0 && unmapped == 0 && !blank.is_empty() {
        return Err(IngestError::Scan { pages: count as u64 });
    }
    if 10 * unmapped > MOST_UNMAPPED_OF_TEN * (mapped + unmapped) {
        return Err(IngestError::Unmapped { count: unmapped as u64 });
    }
    let mut document = page::lay_out(pages, limits)?;
    document.notes.extend(notes(&blank, unmapped));
    Ok(document)
}

fn of_hayro(error: LoadPdfError) -> IngestError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => IngestError::Encrypted,
        LoadPdfError::Decryption(other) => IngestError::Damaged(format!("加密方式无法识别（{other:?}）")),
        LoadPdfError::Invalid => IngestError::Damaged("不是完整的 PDF".to_string()),
    }
}

fn notes(blank: &[u32], unmapped: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if !blank.is_empty() {
        let pages: Vec<String> = blank.iter().map(u32::to_string).collect();
        notes.push(format!("第 {} 页是图片，没有文字层，没有读取；请先做文字识别（OCR）", pages.join("、")));
    }
    if unmapped > 0 {
        notes.push(format!("有 {unmapped} 个字的字体没有说明是什么字，没有读出"));
    }
    notes
}

/// Gathers what a page prints.
#[derive(Default)]
struct Printer {
    width: f64,
    height: f64,
    glyphs: Vec<Glyph>,
    /// Quarter turns of every character, clockwise.
    turns: Vec<u8>,
    strokes: Vec<Stroke>,
    images: usize,
    unmapped: usize,
    /// What marked content stands for, for every open one, and whether a character has taken it.
    actual: Vec<Option<(String, bool)>>,
}

impl Printer {
    /// The page, turned so that most of its text is upright; text in other directions (watermarks) is left out.
    fn page(mut self) -> Page {
        let count = |turn: u8| self.turns.iter().filter(|&&other| other == turn).count();
        let upright = (0..4).max_by_key(|&turn| (count(turn), 4 - turn)).unwrap_or(0);
        let turns = std::mem::take(&mut self.turns);
        let glyphs = std::mem::take(&mut self.glyphs).into_iter().zip(turns);
        let glyphs: Vec<Glyph> = glyphs.filter(|(_, turn)| *turn == upright).map(|(glyph, _)| glyph).collect();
        let (width, height) = (self.width, self.height);
        let turn = |(x, y): (f64, f64)| match upright {
            1 => (y, width - x),
            2 => (width - x, height - y),
            3 => (height - y, x),
            _ => (x, y),
        };
        let glyphs = glyphs.into_iter().map(|glyph| {
            let (x, y) = turn((glyph.x, glyph.y));
            Glyph { x, y, ..glyph }
        });
        let strokes = self.strokes.iter().map(|s| Stroke { from: turn(s.from), to: turn(s.to) });
        let (width, height) = if upright % 2 == 1 { (height, width) } else { (width, height) };
        Page { width, height, glyphs: glyphs.collect(), strokes: strokes.collect() }
    }

    fn glyph(&mut self, shape: &Shape, transform: Affine) {
        if self.glyphs.len() >= MOST_GLYPHS {
            return;
        }
        let Some(text) = self.text_of(shape) else { return };
        let advance = match shape {
            Shape::Outline(outline) => outline.advance_width(),
            Shape::Type3(_) => None,
        };
        let usual = if text.is_ascii() { 500.0 } else { 1000.0 };
        let origin = transform * Point::ZERO;
        let along = transform * Point::new(advance.map_or(usual, f64::from), 0.0) - origin;
        let up = transform * Point::new(0.0, 1000.0) - origin;
        let turn = match (along.x.abs() > along.y.abs(), along.x > 0.0, along.y > 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        // A slant of more than some degrees is neither upright nor turned.
        let slanted = along.x.abs().min(along.y.abs()) > 0.2 * along.x.abs().max(along.y.abs());
        if slanted {
            return;
        }
        self.glyphs.push(Glyph { text, x: origin.x, y: origin.y, width: along.hypot(), size: up.hypot() });
        self.turns.push(turn);
    }

    /// What a shape stands for: what its marked content says, else its font. None for the further shapes of the former.
    fn text_of(&mut self, shape: &Shape) -> Option<String> {
        if let Some((text, taken)) = self.actual.iter_mut().rev().flatten().next() {
            let first = !std::mem::replace(taken, true);
            return first.then(|| radicals::unified(text));
        }
        let text = match shape.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let known = |c: char| !c.is_control() && c != '\u{fffd}' && !matches!(c, '\u{e000}'..='\u{f8ff}');
        let text: String = text.chars().filter(|&c| known(c)).collect();
        self.unmapped += usize::from(text.is_empty());
        (!text.is_empty()).then(|| radicals::unified(&text))
    }

    /// The strokes of a path: its level lines where it is drawn, its thin shapes where it is filled.
    fn path(&mut self, path: &BezPath, transform: Affine, filled: bool) {
        let path = transform * path;
        if filled {
            let mut shape = BezPath::new();
            for element in path.elements() {
                if matches!(element, PathEl::MoveTo(_)) {
                    self.thin(&std::mem::take(&mut shape));
                }
                shape.push(*element);
            }
            self.thin(&shape);
            return;
        }
        let (mut start, mut here) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => (start, here) = (to, to),
                PathEl::LineTo(to) => {
                    self.stroke(here, to);
                    here = to;
                }
                PathEl::ClosePath => {
                    self.stroke(here, start);
                    here = start;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => here = to,
            }
        }
    }

    fn thin(&mut self, shape: &BezPath) {
        if shape.elements().len() < 3 {
            return;
        }
        let bounds = shape.bounding_box();
        let middle = bounds.center();
        if bounds.height() < THIN && bounds.width() > bounds.height() {
            self.stroke(Point::new(bounds.x0, middle.y), Point::new(bounds.x1, middle.y));
        } else if bounds.width() < THIN {
            self.stroke(Point::new(middle.x, bounds.y0), Point::new(middle.x, bounds.y1));
        }
    }

    fn stroke(&mut self, from: Point, to: Point) {
        let level = (from.x - to.x).abs() < 1.0 || (from.y - to.y).abs() < 1.0;
        if level && self.strokes.len() < MOST_GLYPHS {
            self.strokes.push(Stroke { from: (from.x, from.y), to: (to.x, to.y) });
        }
    }
}

impl<'a> Device<'a> for Printer {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        match mode {
            DrawMode::Fill(_) => self.path(path, props.transform, true),
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => self.path(path, props.transform, false),
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        run.glyphs().iter().for_each(|glyph| self.glyph(glyph, props.transform * glyph.transform()));
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.images += 1;
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let text = properties.and_then(|properties| properties.get::<object::String<'_>>(&b"ActualText"[..]));
        let text = text.map(|text| decoded(text.as_bytes())).filter(|text| !text.trim().is_empty());
        self.actual.push(text.map(|text| (text, false)));
    }

    fn end_marked_content(&mut self) {
        self.actual.pop();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A text string of a PDF: UTF-16 or UTF-8 with a mark, else one byte a character.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
