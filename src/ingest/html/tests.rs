//! Pages and what is read of them.

use super::*;
use crate::document::{Grid, Site};

fn page(html: &str) -> Document {
    let document = read(html, &Limits::default()).expect("shows text");
    assert_eq!(document.sites, Vec::<Site>::new());
    document
}

/// Paragraphs as text with their heading, grids as rows of cells with their spans.
fn shown(document: &Document) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Paragraph(p) => match p.heading {
            Some(depth) => format!("h{depth} {}", p.text.text()),
            None => p.text.text().to_string(),
        },
        Block::Grid(grid) => cells(grid).join(" | "),
        Block::Table(_) => panic!("pages state their borders"),
    };
    document.blocks.iter().map(block).collect()
}

fn cells(grid: &Grid) -> Vec<String> {
    let cell = |cell: &crate::document::GridCell| {
        let spans = match (cell.row_span, cell.column_span) {
            (1, 1) => String::new(),
            (down, across) => format!("[{down}x{across}]"),
        };
        format!("{}{spans}", cell.text.text().replace('\n', "/"))
    };
    grid.cells.iter().map(cell).collect()
}

#[test]
fn the_article_is_found_among_furniture() {
    let document = page(
        "<html><head><title>站名</title><style>p{}</style></head><body>\
         <div class='header'><ul><li><a href='/'>首页</a></li><li><a href='/a'>政务公开</a></li></ul></div>\
         <div class='position'>当前位置：<a href='/'>首页</a> &gt; <a href='/b'>政策文件</a></div>\
         <div><h1>关于印发2025年工作要点的通知</h1>\
         <table><tr><td>索引号</td><td>001/2025-1</td><td>文号</td><td>屿政发〔2025〕9号</td></tr></table>\
         <div class='share'>分享到：微信</div>\
         <div id='zoom'><p>各县（区）人民政府，市政府各部门：</p><p>现将工作要点印发给你们，请认真贯彻执行。</p>\
         <p style='display: none'>不显示的文字，有标点。</p><p>附件：<a href='f/1.docx?x=1'>1.清单</a></p></div></div>\
         <div class='footer'>版权所有：市政府办公室，备案号123</div>\
         <script>var a = '脚本，也有标点。';</script></body></html>",
    );
    assert_eq!(
        shown(&document),
        [
            "h1 关于印发2025年工作要点的通知",
            "索引号 | 001/2025-1 | 文号 | 屿政发〔2025〕9号",
            "各县（区）人民政府，市政府各部门：",
            "现将工作要点印发给你们，请认真贯彻执行。",
            "附件：1.清单",
        ]
    );
    let furniture: Vec<&str> = document.furniture.iter().map(Passage::text).collect();
    assert_eq!(furniture[..2], ["首页", "政务公开"]);
    assert!(furniture.contains(&"版权所有：市政府办公室，备案号123"));
    assert_eq!(document.notes, ["网页链接了 1 个附件，附件里的内容没有读取：1.清单（f/1.docx?x=1）"]);
}

#[test]
fn spans_make_a_grid() {
    let document = page(
        "<table><thead><tr><th rowspan=2>序号</th><th colspan='2'>指标</th></tr><tr><th>甲</th><th>乙</th></tr></thead>\
         <tr><td rowspan=\"0\">1</td><td>2<br>3</td><td><p>4</p><p> 5 </p></td></tr><tr><td colspan=2px>6</td></tr></table>",
    );
    assert_eq!(shown(&document), ["序号[2x1] | 指标[1x2] | 甲 | 乙 | 1[2x1] | 2/3 | 4/5 | 6[1x2]"]);
    let Block::Grid(grid) = &document.blocks[0] else { panic!("a grid") };
    assert_eq!((grid.rows, grid.columns, grid.header_rows), (4, 3, 2));
}

#[test]
fn frames_are_no_tables() {
    let document = page(
        "<table><tr><td>左边</td><td><table><tr><td>序号</td><td>指标</td></tr></table></td></tr></table>\
         <table><tr><td>一段文字</td></tr><tr><td>又一段</td></tr></table>",
    );
    assert_eq!(shown(&document), ["左边", "序号 | 指标", "一段文字", "又一段"]);
}

#[test]
fn white_space_is_that_of_a_page() {
    let document = page(
        "<p>  新建\n  泊位 3\n个,R&amp;D\t经费&nbsp;占 <b>GDP</b> 比重</p><p>甲<br>乙</p><div>丙<p>丁</p>戊</div>",
    );
    assert_eq!(shown(&document), ["新建泊位 3 个,R&D 经费\u{a0}占 GDP 比重", "甲", "乙", "丙", "丁", "戊"]);
}

#[test]
fn empty_paragraphs_are_empty_lines() {
    let document = page("<p>甲</p><p>&nbsp;</p><p></p><p>乙</p><br><p>丙</p>");
    let blanks = document.blocks.iter().map(|b| if let Block::Paragraph(p) = b { p.blank_lines_before } else { 9 });
    assert_eq!(blanks.collect::<Vec<_>>(), [0, 2, 1]);
}

#[test]
fn numbered_lists_print_their_numbers() {
    let document = page(
        "<ol start=3><li>甲</li><li><p>乙</p></li></ol><ol style='list-style:none'><li>丙</li></ol><ol><li>1.丁</li></ol>\
         <ul><li>戊</li></ul>",
    );
    assert_eq!(shown(&document), ["3.甲", "4.乙", "丙", "1.丁", "戊"]);
}

#[test]
fn every_character_stands_where_its_place_says() {
    let html = "<html>\n<body><h2>要点</h2>\r\n<table><tr><td>产值<b>增长</b></td><td>&ge;5&#37;</td></tr>\n<tr><td colspan=2>甲\n乙</td></tr></table>";
    let document = page(html);
    let lines: Vec<Vec<char>> = text::split_lines(html).iter().map(|line| line.chars().collect()).collect();
    let passages: Vec<&Passage> = document.blocks.iter().flat_map(Block::passages).collect();
    assert_eq!(passages.iter().map(|p| p.text()).collect::<Vec<_>>(), ["要点", "产值增长", "≥5%", "甲乙"]);
    for (c, line, column) in passages.iter().flat_map(|p| p.places()) {
        let there = lines[line as usize - 1][column as usize - 1];
        assert!(there == c || there == '&', "{c} is not at {line}:{column}");
    }
}

#[test]
fn a_page_without_text_is_empty() {
    for html in ["<html></html>", "<html><body><script>a</script><p> </p></body></html>", "<div hidden>甲</div>"] {
        assert_eq!(read(html, &Limits::default()), Err(IngestError::Empty), "{html}");
    }
}

#[test]
fn a_table_past_a_limit_is_refused_with_its_line() {
    let limits = Limits { cells: 3, ..Limits::default() };
    let row = "<tr><td>1</td><td>2</td></tr>";
    let html = format!("<p>甲</p>\n<table>{row}</table>\n<table>{row}</table>");
    let expected =
        IngestError::TooLarge { what: super::super::limits::Limit::Cells, found: 4, limit: 3, line: Some(3) };
    assert_eq!(read(&html, &limits), Err(expected));
}

proptest::proptest! {
    #[test]
    fn any_page_is_read_or_refused(parts in proptest::collection::vec(proptest::sample::select(vec![
        "<table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan=999999>", "</table>", "<p>", "</p>", "<b>", "<li>", "<ol>",
        "甲，乙。", "&lt;", "<br>", "\n", "<div class=nav>", "<div>", "</div>", "<h1>", "</h1>", "<a href=1.doc>", "<ul hidden>",
    ]), 0..60)) {
        let html = parts.concat();
        if let Ok(document) = read(&html, &Limits::default()) {
            let lengths: Vec<u32> = text::split_lines(&html).iter().map(|l| l.chars().count() as u32).collect();
            proptest::prop_assert_eq!(&document.line_lengths, &lengths);
        }
    }
}
