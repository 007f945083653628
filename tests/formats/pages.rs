//! The specimen as printed pages: an OFD file, and a PDF with a font that is not embedded and says nothing of Unicode,
//! as the document systems of offices write it.

use super::specimen::{Cell, Part, Table, document};
use super::word::zipped;
use std::fmt::Write;

/// Page and type, in points.
const WIDTH: f64 = 595.0;
const HEIGHT: f64 = 842.0;
const MARGIN: f64 = 60.0;
const SIZE: f64 = 10.0;
const LEADING: f64 = 16.0;
const PADDING: f64 = 4.0;

/// What stands on a page, y downward.
#[derive(Default)]
struct Page {
    /// Text with its left edge and base line.
    texts: Vec<(f64, f64, String)>,
    /// Strokes with both ends.
    strokes: Vec<[f64; 4]>,
}

struct Printer {
    pages: Vec<Page>,
    y: f64,
}

impl Printer {
    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("there is always a page")
    }

    fn need(&mut self, height: f64) -> bool {
        let breaks = self.y + height > HEIGHT - MARGIN;
        if breaks {
            self.begin_page();
        }
        breaks
    }

    fn begin_page(&mut self) {
        self.pages.push(Page::default());
        let number = self.pages.len();
        self.page().texts.push((WIDTH / 2.0 - 15.0, HEIGHT - 30.0, format!("— {number} —")));
        self.y = MARGIN;
    }

    fn line(&mut self, text: &str) {
        let mut indent = 2.0 * SIZE;
        for line in wrapped(text, WIDTH - 2.0 * MARGIN - indent, WIDTH - 2.0 * MARGIN) {
            self.need(LEADING);
            self.y += LEADING;
            let at = (MARGIN + indent, self.y, line);
            self.page().texts.push(at);
            indent = 0.0;
        }
    }

    /// A table with all its strokes; the header is printed again on every page, and what is merged is cut there.
    fn table(&mut self, table: &Table) {
        let share: Vec<f64> = (0..table.columns).map(|column| widest(table, column)).collect();
        let total: f64 = share.iter().sum();
        let widths: Vec<f64> = share.iter().map(|share| share / total * (WIDTH - 2.0 * MARGIN)).collect();
        let heights: Vec<f64> = (0..table.rows).map(|row| height(table, row, &widths)).collect();
        self.y += LEADING;
        let mut first = 0;
        let mut row = 0;
        while row < table.rows {
            if row > first
                && self.need(heights[first..=row].iter().sum::<f64>() + if first > 0 { heights[0] } else { 0.0 })
            {
                first = row;
            }
            let end = (row + 1..=table.rows)
                .take_while(|&end| {
                    let header = if first > 0 { heights[0] } else { 0.0 };
                    self.y + header + heights[first..end].iter().sum::<f64>() <= HEIGHT - MARGIN
                })
                .last()
                .unwrap_or(row);
            if end == first {
                self.begin_page();
                continue;
            }
            if first > 0 {
                self.rows(table, 0..1, &widths, &heights);
            }
            self.rows(table, first..end, &widths, &heights);
            if end < table.rows {
                self.begin_page();
            }
            (first, row) = (end, end);
        }
        self.y += LEADING;
    }

    fn rows(&mut self, table: &Table, rows: std::ops::Range<usize>, widths: &[f64], heights: &[f64]) {
        let x = |column: usize| MARGIN + widths[..column].iter().sum::<f64>();
        let top = self.y;
        let y = |row: usize| top + heights[rows.start..row].iter().sum::<f64>();
        for row in rows.clone() {
            for column in 0..table.columns {
                let whole = Cell { text: String::new(), row, column, rows: 1, columns: 1 };
                let cell = table.at(row, column).unwrap_or(&whole);
                let begin = cell.row.max(rows.start);
                if (begin, cell.column) != (row, column) {
                    continue;
                }
                let (left, right) = (x(cell.column), x(cell.column + cell.columns));
                let (above, below) = (y(begin), y((cell.row + cell.rows).min(rows.end)));
                let box_of = [
                    [left, above, right, above],
                    [left, below, right, below],
                    [left, above, left, below],
                    [right, above, right, below],
                ];
                self.page().strokes.extend(box_of);
                if cell.row >= rows.start {
                    let width = right - left - 2.0 * PADDING;
                    let lines = cell.text.split('\n').flat_map(|line| wrapped(line, width, width));
                    for (at, line) in lines.enumerate() {
                        let at = (left + PADDING, above + PADDING + SIZE + at as f64 * LEADING, line);
                        self.page().texts.push(at);
                    }
                }
            }
        }
        self.y = y(rows.end);
    }
}

fn width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { SIZE / 2.0 } else { SIZE }).sum()
}

/// Lines of a text, the first with a width of its own.
fn wrapped(text: &str, first: f64, others: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = first;
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        // No mark begins a line, no number is broken.
        let mut head = c.to_string();
        for &next in &chars[at + 1..] {
            let glued = "，。、；）》”%".contains(next)
                || (next.is_ascii_alphanumeric() && head.ends_with(|c: char| c.is_ascii_alphanumeric()));
            if !glued {
                break;
            }
            head.push(next);
        }
        let inside = at > 0 && c.is_ascii_alphanumeric() && chars[at - 1].is_ascii_alphanumeric();
        let mark = "，。、；）》”%".contains(c);
        let line = lines.last_mut().expect("never empty");
        if !inside && !mark && width(line) + width(&head) > room && !line.is_empty() {
            lines.push(c.to_string());
            room = others;
        } else {
            line.push(c);
        }
    }
    lines
}

fn widest(table: &Table, column: usize) -> f64 {
    let cells = table.cells.iter().filter(|cell| cell.column == column && cell.columns == 1);
    let longest = cells.flat_map(|cell| cell.text.split('\n')).map(width).fold(2.0 * SIZE, f64::max);
    longest.min(160.0) + 2.0 * PADDING
}

fn height(table: &Table, row: usize, widths: &[f64]) -> f64 {
    let cells = table.cells.iter().filter(|cell| cell.row == row && cell.rows == 1);
    let lines = cells.map(|cell| {
        let width = widths[cell.column..cell.column + cell.columns].iter().sum::<f64>() - 2.0 * PADDING;
        cell.text.split('\n').flat_map(|line| wrapped(line, width, width)).count()
    });
    lines.max().unwrap_or(1) as f64 * LEADING + 2.0 * PADDING
}

fn pages() -> Vec<Page> {
    let mut printer = Printer { pages: Vec::new(), y: 0.0 };
    printer.begin_page();
    for part in document() {
        match part {
            Part::Line(line) => printer.line(&line),
            Part::Table(table) => printer.table(&table),
        }
    }
    printer.pages
}

/// Points in millimetres, which OFD measures in.
fn mm(points: f64) -> f64 {
    points * 25.4 / 72.0
}

pub fn ofd() -> Vec<u8> {
    let pages = pages();
    let mut parts: Vec<(String, String)> = Vec::new();
    parts.push((
        "OFD.xml".to_string(),
        "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            .to_string(),
    ));
    let list: String = (0..pages.len()).map(|n| format!("<ofd:Page ID=\"{n}\" BaseLoc=\"Pages/{n}.xml\"/>")).collect();
    parts.push((
        "Doc_0/Document.xml".to_string(),
        format!(
            "<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 {:.2} {:.2}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>\
             <ofd:Pages>{list}</ofd:Pages></ofd:Document>",
            mm(WIDTH),
            mm(HEIGHT)
        ),
    ));
    for (number, page) in pages.iter().enumerate() {
        let mut body = String::new();
        for (x, y, text) in &page.texts {
            let steps: Vec<String> = text.chars().map(|c| format!("{:.3}", mm(width(&c.to_string())))).collect();
            write!(
                body,
                "<ofd:TextObject Boundary=\"{:.3} {:.3} 200 5\" Size=\"{:.3}\"><ofd:TextCode X=\"0\" Y=\"{:.3}\" DeltaX=\"{}\">{text}</ofd:TextCode></ofd:TextObject>",
                mm(*x),
                mm(y - SIZE),
                mm(SIZE),
                mm(SIZE),
                steps.join(" ")
            )
            .expect("a text");
        }
        for [x, y, to_x, to_y] in page.strokes.iter().map(|stroke| stroke.map(mm)) {
            write!(
                body,
                "<ofd:PathObject Boundary=\"0 0 210 297\" LineWidth=\"0.2\"><ofd:AbbreviatedData>M {x:.3} {y:.3} L {to_x:.3} {to_y:.3}</ofd:AbbreviatedData></ofd:PathObject>"
            )
            .expect("a text");
        }
        let content = format!("<ofd:Page><ofd:Content><ofd:Layer ID=\"1\">{body}</ofd:Layer></ofd:Content></ofd:Page>");
        parts.push((format!("Doc_0/Pages/{number}.xml"), content));
    }
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    zipped(&parts)
}

pub fn pdf() -> Vec<u8> {
    let pages = pages();
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 10 + 2 * n)).collect();
    let mut objects: Vec<(usize, Vec<u8>)> = vec![
        (1, b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()),
        (2, format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes()),
        (
            3,
            b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
                .to_vec(),
        ),
        (
            4,
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) \
              /Supplement 2 >> /DW 1000 /W [1 95 500 814 939 500] /FontDescriptor 5 0 R >>"
                .to_vec(),
        ),
        (
            5,
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 \
              /Descent -120 /CapHeight 880 /StemV 93 >>"
                .to_vec(),
        ),
    ];
    for (number, page) in pages.iter().enumerate() {
        let mut content = String::from("0.5 w\n");
        for [x, y, to_x, to_y] in &page.strokes {
            writeln!(content, "{x:.2} {:.2} m {to_x:.2} {:.2} l S", HEIGHT - y, HEIGHT - to_y).expect("a text");
        }
        for (x, y, text) in &page.texts {
            let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            writeln!(content, "BT /F1 {SIZE} Tf {x:.2} {:.2} Td <{codes}> Tj ET", HEIGHT - y).expect("a text");
        }
        let id = 10 + 2 * number;
        let head = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            id + 1
        );
        objects.push((id, head.into_bytes()));
        objects.push((id + 1, format!("<< /Length {} >>\nstream\n{content}endstream", content.len()).into_bytes()));
    }
    file(&objects)
}

/// A file of numbered objects with its table of places.
fn file(objects: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let count = objects.iter().map(|(id, _)| id + 1).max().unwrap_or(1);
    let mut places = vec![None; count];
    for (id, content) in objects {
        places[*id] = Some(out.len());
        out.extend(format!("{id} 0 obj\n").into_bytes());
        out.extend(content);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {count}\n").into_bytes());
    for place in places {
        out.extend(match place {
            Some(place) => format!("{place:010} 00000 n \n").into_bytes(),
            None => b"0000000000 65535 f \n".to_vec(),
        });
    }
    out.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    out
}
