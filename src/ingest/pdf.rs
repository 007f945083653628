//! PDF files with a text layer. The interpreter is hayro's; it is known in this file only.

use super::error::IngestError;
use super::limits::{Limit, Limits};
use super::page::{self, Glyph, Page, Stroke};
use super::radicals;
use super::unpacked;
use crate::document::Document;
use hayro_interpret::font::{Glyph as Shape, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{self, Array, Dict, Name, Object};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, interpret_page,
};
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

/// A file that takes longer is given up.
const LONGEST: Duration = Duration::from_secs(120);
/// Characters of a page beyond this are a drawing, not text.
const MOST_GLYPHS: usize = 200_000;
/// The printer looks at the clock after so many calls.
const CALLS_BETWEEN_LOOKS: u32 = 1000;
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
    read_for(bytes, limits, LONGEST)
}

fn read_for(bytes: Vec<u8>, limits: &Limits, longest: Duration) -> Result<Document, IngestError> {
    let end = Instant::now() + longest;
    unpacked::check(&bytes, limits, end)?;
    let pdf = Pdf::new(bytes).map_err(of_hayro)?;
    check_old_packings(&pdf, limits)?;
    let count = pdf.pages().len();
    if count > limits.pages {
        let (found, limit) = (count as u64, limits.pages as u64);
        return Err(IngestError::TooLarge { what: Limit::Pages, found, limit, line: None });
    }
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let (mut unmapped, mut mapped) = (0, 0);
    let mut blank = Vec::new();
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let (width, height) = page.render_dimensions();
        let base = Affine::new(page.initial_transform(true).as_coeffs());
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(base, bounds, &cache, pdf.xref(), InterpreterSettings::default());
        let mut printer = Printer { width: f64::from(width), height: f64::from(height), ..Printer::until(end) };
        if !in_time(|| interpret_page(page, &mut context, &mut printer)) {
            return Err(IngestError::Damaged(format!("读到第 {number} 页已超过 {} 秒", longest.as_secs())));
        }
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

/// What a packing of the old kinds makes of a byte at most: LZW a run as long as its table, run lengths 128 of two.
fn most_of(filter: &[u8]) -> u64 {
    match filter {
        b"LZWDecode" | b"LZW" => 2_730,
        b"RunLengthDecode" | b"RL" => 64,
        _ => 1,
    }
}

/// The names of the packings of a stream.
fn filters(dict: &Dict<'_>) -> Vec<Vec<u8>> {
    let mut names = Vec::new();
    for key in [&b"Filter"[..], b"F"] {
        names.extend(dict.get::<Name<'_>>(key).map(|name| name.to_vec()));
        let list = dict.get::<Array<'_>>(key);
        names.extend(list.iter().flat_map(|list| list.iter::<Name<'_>>()).map(|name| name.to_vec()));
    }
    names
}

/// Refuses a stream in an old packing that may unpack to more than the limit.
fn check_old_packings(pdf: &Pdf, limits: &Limits) -> Result<(), IngestError> {
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        let factor = filters(stream.dict()).iter().map(|name| most_of(name)).fold(1, u64::saturating_mul);
        if factor > 1 && (stream.raw_data().len() as u64).saturating_mul(factor) > limits.unpacked_bytes {
            return Err(unpacked::too_large(limits.unpacked_bytes));
        }
    }
    Ok(())
}

/// Thrown by the printer when there is no more time.
struct Overdue;

/// Does work end before the printer runs out of time. The interpreter takes no word from the printer, and a page of
/// forms in forms can go on for ever, so it is left by unwinding; what it has touched is not looked at again.
fn in_time(work: impl FnOnce()) -> bool {
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(()) => true,
        Err(thrown) if thrown.is::<Overdue>() => false,
        Err(thrown) => panic::resume_unwind(thrown),
    }
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
struct Printer {
    /// When it throws what it is doing away.
    end: Instant,
    /// Calls since the clock was looked at.
    calls: u32,
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
    /// A printer with nothing on its page.
    fn until(end: Instant) -> Printer {
        Printer {
            end,
            calls: 0,
            width: 0.0,
            height: 0.0,
            glyphs: Vec::new(),
            turns: Vec::new(),
            strokes: Vec::new(),
            images: 0,
            unmapped: 0,
            actual: Vec::new(),
        }
    }

    /// Looks at the clock now and then.
    fn tick(&mut self) {
        self.calls += 1;
        if self.calls >= CALLS_BETWEEN_LOOKS {
            self.calls = 0;
            if Instant::now() > self.end {
                // No panic: nothing is wrong with the program, and no message is printed.
                panic::resume_unwind(Box::new(Overdue));
            }
        }
    }

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
        self.tick();
        match mode {
            DrawMode::Fill(_) => self.path(path, props.transform, true),
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => self.path(path, props.transform, false),
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.tick();
        run.glyphs().iter().for_each(|glyph| self.glyph(glyph, props.transform * glyph.transform()));
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.tick();
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

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.tick();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.tick();
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one page that says `content`, with these objects besides, numbered from 20 on; no directory, which is
    /// made good.
    fn one_page(content: &str, resources: &str, objects: &[String]) -> Vec<u8> {
        let mut out = format!(
            "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
             2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
             3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> /Contents 4 0 R >>\nendobj\n\
             4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n",
            content.len()
        );
        for (number, object) in (20..).zip(objects) {
            out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
        }
        out.push_str("trailer\n<< /Root 1 0 R >>\n%%EOF\n");
        out.into_bytes()
    }

    #[test]
    fn forms_in_forms_without_end_are_left() {
        let form = |next: usize| {
            let content = "/X Do ".repeat(10);
            format!(
                "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >> /Length {} >>\n\
                 stream\n{content}\nendstream",
                content.len()
            )
        };
        // Ten to the power of twelve forms.
        let forms: Vec<String> = (21..33).map(form).collect();
        let bytes = one_page("/X Do", "/XObject << /X 20 0 R >>", &forms);
        let error = read_for(bytes, &Limits::default(), Duration::from_millis(200));
        assert_eq!(error, Err(IngestError::Damaged("读到第 1 页已超过 0 秒".to_string())));
    }

    #[test]
    fn fonts_that_do_not_say_what_their_shapes_are_make_no_text() {
        let font =
            "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Song /Encoding /Identity-H /DescendantFonts [21 0 R] >>";
        let shapes = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Song /DW 1000 \
            /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>";
        let content = "BT /F1 10 Tf 10 10 Td <00010002000300040005> Tj ET";
        let bytes = one_page(content, "/Font << /F1 20 0 R >>", &[font.to_string(), shapes.to_string()]);
        assert_eq!(read(bytes, &Limits::default()), Err(IngestError::Unmapped { count: 5 }));
    }

    #[test]
    fn streams_in_old_packings_are_bounded_by_what_they_may_become() {
        let limits = Limits { unpacked_bytes: 1000, ..Limits::default() };
        let kind = |filter: &str, data: &str| {
            let stream = format!("<< /Filter {filter} /Length {} >>\nstream\n{data}\nendstream", data.len());
            read(one_page("", "", &[stream]), &limits).map_err(|error| error.kind())
        };
        let long = "x".repeat(30);
        for filter in ["/RunLengthDecode", "[/ASCIIHexDecode /RunLengthDecode]", "/LZWDecode"] {
            assert_eq!(kind(filter, &long), Err("too-large"), "{filter}");
        }
        assert_eq!(kind("/RunLengthDecode", "x"), Err("empty"));
        assert_eq!(kind("/DCTDecode", &long), Err("empty"));
    }
}
