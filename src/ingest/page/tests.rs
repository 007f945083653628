//! Pages drawn in numbers and what is read of them.

use super::*;

/// A text of characters as wide as they are high (Latin ones half), from a place on.
fn text(text: &str, x: f64, y: f64, size: f64) -> Vec<Glyph> {
    let mut at = x;
    let mut glyphs = Vec::new();
    for c in text.chars() {
        let width = if c.is_ascii() { size / 2.0 } else { size };
        glyphs.push(Glyph { text: c.to_string(), x: at, y, width, size });
        at += width;
    }
    glyphs
}

fn page(texts: &[(&str, f64, f64)]) -> Page {
    let glyphs = texts.iter().flat_map(|&(content, x, y)| text(content, x, y, 10.0)).collect();
    Page { width: 400.0, height: 842.0, glyphs, strokes: Vec::new() }
}

/// The strokes of a grid, each stroke whole.
fn ruled(xs: &[f64], ys: &[f64]) -> Vec<Stroke> {
    let (left, right, top, bottom) = (xs[0], xs[xs.len() - 1], ys[0], ys[ys.len() - 1]);
    let rows = ys.iter().map(|&y| Stroke { from: (left, y), to: (right, y) });
    rows.chain(xs.iter().map(|&x| Stroke { from: (x, top), to: (x, bottom) })).collect()
}

fn read(pages: Vec<Page>) -> Document {
    lay_out(pages, &Limits::default()).expect("has text")
}

fn shown(document: &Document) -> Vec<String> {
    let place = |passage: &Passage| match passage.span().map(|s| &document.sites[s.line as usize - 1]) {
        Some(Site::Page { page, line }) => format!("{page}.{line}"),
        _ => "?".to_string(),
    };
    let cell = |cell: &GridCell| {
        let spans = match (cell.row_span, cell.column_span) {
            (1, 1) => String::new(),
            (down, across) => format!("[{down}x{across}]"),
        };
        format!("{}{spans}", cell.text.text().replace('\n', "/"))
    };
    let block = |block: &Block| match block {
        Block::Paragraph(p) => format!("{}@{}", p.text.text(), place(&p.text)),
        Block::Grid(grid) => grid.cells.iter().map(cell).collect::<Vec<_>>().join(" | "),
        Block::Table(_) => panic!("pages have grids"),
    };
    document.blocks.iter().map(block).collect()
}

#[test]
fn lines_go_on_where_they_had_to_be_broken() {
    let full = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    let indented = &full[..84];
    let document = read(vec![
        page(&[
            ("标题", 190.0, 60.0),
            (indented, 70.0, 100.0),
            (full, 50.0, 116.0),
            ("末行。", 50.0, 132.0),
            (indented, 70.0, 148.0),
        ]),
        page(&[("续行。", 50.0, 60.0), ("R&D 占 2.5%", 70.0, 90.0)]),
    ]);
    assert_eq!(
        shown(&document),
        [
            "标题@1.1".to_string(),
            format!("{indented}{full}末行。@1.2"),
            format!("{indented}续行。@1.5"),
            "R&D 占 2.5%@2.2".to_string()
        ]
    );
}

#[test]
fn one_line_paragraphs_that_nearly_fill_their_line_are_no_title() {
    let full = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    let (short, next) = (&full[..78], &full[..84]);
    let document = read(vec![page(&[
        (full, 50.0, 60.0),
        ("完。", 50.0, 76.0),
        (short, 70.0, 92.0),
        (next, 70.0, 108.0),
        ("末行。", 50.0, 124.0),
        (&full[..66], 90.0, 200.0),
        (&full[..54], 110.0, 216.0),
    ])]);
    assert_eq!(
        shown(&document),
        [
            format!("{full}完。@1.1"),
            format!("{short}@1.3"),
            format!("{next}末行。@1.4"),
            // A title in two lines.
            format!("{}{}@1.6", &full[..66], &full[..54]),
        ]
    );
}

#[test]
fn strokes_make_cells_and_missing_ones_merge_them() {
    let mut page = page(&[("类别", 52.0, 112.0), ("指标", 102.0, 112.0), ("目标", 152.0, 112.0)]);
    page.glyphs.extend(text("发展", 52.0, 142.0, 10.0));
    page.glyphs.extend([text("产值", 102.0, 132.0, 10.0), text("16", 152.0, 132.0, 10.0)].concat());
    page.glyphs.extend(text("持续巩固", 102.0, 152.0, 10.0));
    page.strokes = ruled(&[50.0, 100.0, 150.0, 200.0], &[100.0, 120.0, 140.0, 160.0]);
    // Between the two rows of the first column, and between the last two columns of the last row, nothing is drawn.
    page.strokes.retain(|s| s.from != (50.0, 140.0) && s.from != (150.0, 100.0));
    page.strokes.push(Stroke { from: (100.0, 140.0), to: (200.0, 140.0) });
    page.strokes.push(Stroke { from: (150.0, 100.0), to: (150.0, 140.0) });
    let document = read(vec![page]);
    assert_eq!(shown(&document), ["类别 | 指标 | 目标 | 发展[2x1] | 产值 | 16 | 持续巩固[1x2]"]);
}

#[test]
fn a_cell_joins_what_was_wrapped_and_keeps_what_was_not() {
    let mut page = page(&[
        ("人均生产总", 52.0, 112.0),
        ("值", 52.0, 124.0),
        ("市发改局", 112.0, 112.0),
        ("市财政局", 112.0, 124.0),
    ]);
    page.strokes = ruled(&[50.0, 105.0, 200.0], &[100.0, 130.0, 150.0]);
    assert_eq!(shown(&read(vec![page])), ["人均生产总值 | 市发改局/市财政局 |  | "]);
}

#[test]
fn open_sides_and_double_strokes_are_a_table_all_the_same() {
    let mut page = page(&[("甲", 52.0, 112.0), ("乙", 112.0, 112.0), ("丙", 52.0, 132.0), ("丁", 112.0, 132.0)]);
    page.strokes = ruled(&[50.0, 100.0, 160.0], &[100.0, 120.0, 140.0]);
    page.strokes.retain(|s| s.from.0 != s.to.0 || s.from.0 == 100.0);
    let double: Vec<Stroke> = page.strokes.iter().map(|s| Stroke { from: (s.from.0, s.from.1 + 0.7), ..*s }).collect();
    page.strokes.extend(double);
    assert_eq!(shown(&read(vec![page])), ["甲 | 乙 | 丙 | 丁"]);
}

#[test]
fn columns_without_strokes_are_a_table() {
    let document = read(vec![page(&[
        ("主要指标", 50.0, 60.0),
        ("序号", 50.0, 80.0),
        ("指标", 100.0, 80.0),
        ("目标值", 200.0, 80.0),
        ("1", 55.0, 96.0),
        ("人均生产", 90.0, 96.0),
        ("16", 210.0, 96.0),
        ("总值", 90.0, 110.0),
        ("2", 55.0, 126.0),
        ("税收", 100.0, 126.0),
        ("7.5", 210.0, 126.0),
        ("这是表后面的一段文字，没有分成几栏。", 50.0, 150.0),
    ])]);
    assert_eq!(
        shown(&document),
        [
            "主要指标@1.1",
            "序号 | 指标 | 目标值 | 1 | 人均生产总值 | 16 | 2 | 税收 | 7.5",
            "这是表后面的一段文字，没有分成几栏。@1.6"
        ]
    );
}

#[test]
fn heads_feet_and_numbers_of_pages_are_furniture() {
    let pages = (1..=4).map(|n| {
        page(&[
            ("海湾市文件汇编", 50.0, 30.0),
            (["第一段。", "第二段。", "第三段。", "第四段。"][n - 1], 70.0, 100.0),
            (&format!("— {n} —"), 280.0, 800.0),
        ])
    });
    let document = read(pages.collect());
    assert_eq!(shown(&document), ["第一段。@1.2", "第二段。@2.2", "第三段。@3.2", "第四段。@4.2"]);
    assert_eq!(document.furniture.len(), 8);
}

#[test]
fn bold_by_double_printing_is_printed_once() {
    let mut page = page(&[("加粗", 50.0, 100.0), ("加粗", 50.4, 100.0)]);
    page.glyphs.extend(text("2", 70.5, 96.5, 5.0));
    assert_eq!(shown(&read(vec![page])), ["加粗2@1.1"]);
}

#[test]
fn limits_hold() {
    let mut page = page(&[("甲", 52.0, 112.0)]);
    page.strokes = ruled(&[50.0, 100.0, 160.0], &[100.0, 120.0, 140.0]);
    let what = |limits: Limits| match lay_out(vec![page.clone()], &limits) {
        Err(IngestError::TooLarge { what, .. }) => Some(what),
        _ => None,
    };
    assert_eq!(what(Limits { cells: 4, row_cells: 2, ..Limits::default() }), None);
    assert_eq!(what(Limits { cells: 3, ..Limits::default() }), Some(Limit::Cells));
    assert_eq!(what(Limits { row_cells: 1, ..Limits::default() }), Some(Limit::RowCells));
    assert_eq!(lay_out(vec![Page::default()], &Limits::default()), Err(IngestError::Empty));
}

proptest::proptest! {
    #[test]
    fn any_page_is_laid_out_without_loss(
        glyphs in proptest::collection::vec((0..30u32, 0..30u32, 1..3u32), 1..60),
        strokes in proptest::collection::vec((0..12u32, 0..12u32, 0..12u32, proptest::bool::ANY), 0..20),
    ) {
        let glyph = |(n, &(x, y, size)): (usize, &(u32, u32, u32))| Glyph {
            text: char::from_u32(0x4e00 + n as u32).expect("Han").to_string(),
            x: f64::from(x) * 13.0,
            y: f64::from(y) * 13.0,
            width: f64::from(size) * 6.0,
            size: f64::from(size) * 6.0,
        };
        let stroke = |&(at, from, to, level): &(u32, u32, u32, bool)| {
            let (at, from, to) = (f64::from(at) * 33.0, f64::from(from) * 33.0, f64::from(to) * 33.0);
            if level { Stroke { from: (from, at), to: (to, at) } } else { Stroke { from: (at, from), to: (at, to) } }
        };
        let page = Page {
            width: 400.0,
            height: 400.0,
            glyphs: glyphs.iter().enumerate().map(glyph).collect(),
            strokes: strokes.iter().map(stroke).collect(),
        };
        let count = page.glyphs.len();
        let document = read(vec![page]);
        let read: usize = document
            .blocks
            .iter()
            .flat_map(Block::passages)
            .chain(&document.furniture)
            .map(|passage| passage.text().chars().filter(|c| !c.is_whitespace()).count())
            .sum();
        proptest::prop_assert_eq!(read, count);
    }
}
