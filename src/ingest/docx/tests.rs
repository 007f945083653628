//! Documents written by hand and what is read of them.

use super::*;
use crate::ingest::package::zipped;

fn document(body: &str, more: &[(&str, &str)]) -> Document {
    let main = format!("<w:document><w:body>{body}</w:body></w:document>");
    let parts: Vec<(&str, &str)> =
        [("word/document.xml", main.as_str())].into_iter().chain(more.iter().copied()).collect();
    read(&zipped(&parts), &Limits::default()).expect("a document")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn shown(document: &Document) -> Vec<String> {
    let cell = |cell: &crate::document::GridCell| {
        let spans = match (cell.row_span, cell.column_span) {
            (1, 1) => String::new(),
            (down, across) => format!("[{down}x{across}]"),
        };
        format!("{}{spans}", cell.text.text().replace('\n', "/"))
    };
    let block = |block: &Block| match block {
        Block::Paragraph(p) => match p.heading {
            Some(depth) => format!("h{depth} {}", p.text.text()),
            None => p.text.text().to_string(),
        },
        Block::Grid(grid) => grid.cells.iter().map(cell).collect::<Vec<_>>().join(" | "),
        Block::Table(_) => panic!("Word states its borders"),
    };
    document.blocks.iter().map(block).collect()
}

#[test]
fn changes_are_accepted_and_told() {
    let body = "<w:p><w:r><w:t>新建</w:t></w:r><w:del><w:r><w:delText>3</w:delText></w:r></w:del>\
                <w:ins><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:t>个</w:t></w:r></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>\
                <w:p><w:r><w:t>后半</w:t><w:br/><w:t>另行</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r></w:p>\
                <w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:r><w:commentReference w:id='1'/></w:r></w:p>";
    let document = document(body, &[]);
    assert_eq!(shown(&document), ["新建5个", "前半后半", "另行"]);
    assert_eq!(
        document.notes,
        ["文档里有修订（插入 1 处、删除 2 处），按全部接受读取", "隐藏文字 1 处没有读取", "批注 1 条没有读取"]
    );
}

#[test]
fn fields_show_their_results_and_alternatives_once() {
    let body = "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>\
                <w:r><w:t>不看</w:t></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>12</w:t></w:r>\
                <w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:tab/><w:noBreakHyphen/><w:sym w:char='2265'/></w:r>\
                <w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>\
                <w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p>\
                </w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p>\
                </w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>框外</w:t></w:r></w:p>";
    assert_eq!(shown(&document(body, &[])), ["12\t-≥链接", "框外", "框里"]);
}

#[test]
fn numbers_and_headings_come_from_styles() {
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'>\
                     <w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
                     <w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:lvlText w:val='%2'/></w:lvl></w:abstractNum>\
                     <w:num w:numId='3'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let styles = "<w:styles><w:style w:styleId='1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId='2'><w:basedOn w:val='1'/></w:style></w:styles>";
    let styled =
        |text: &str, properties: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        styled("总体要求", "<w:pStyle w:val='2'/>"),
        styled("重点任务", "<w:pStyle w:val='1'/>"),
        styled("不编号", "<w:pStyle w:val='1'/><w:numPr><w:numId w:val='0'/></w:numPr>"),
        styled("5个泊位", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr>"),
        styled(&"长".repeat(70), "<w:outlineLvl w:val='1'/>"),
        styled("短", "<w:outlineLvl w:val='1'/>"),
    ];
    let document = document(&body.concat(), &[("word/numbering.xml", numbering), ("word/styles.xml", styles)]);
    let long = "长".repeat(70);
    assert_eq!(shown(&document), ["h1 一、总体要求", "h1 二、重点任务", "h1 不编号", "1 5个泊位", &long, "h2 短"]);
}

#[test]
fn merges_are_those_of_the_table() {
    let tc = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text));
    let down = "<w:vMerge w:val='restart'/>";
    let body = format!(
        "<w:tbl><w:tblGrid/><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}{}</w:tr>\
         <w:sdt><w:sdtContent><w:tr>{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:tr></w:sdtContent></w:sdt>\
         <w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>",
        tc("", "类别"),
        tc("<w:gridSpan w:val='2'/>", "指标"),
        tc(down, "发展"),
        tc("", "产值"),
        format_args!("<w:tc>{}{}</w:tc>", p("16"), p("万元")),
        tc("<w:vMerge/>", "不看"),
        tc("", "税收"),
        tc("<w:hMerge w:val='restart'/>", "5"),
        tc("", "甲"),
        tc("", "乙"),
        tc("", "删去的行"),
    );
    let document = document(&body, &[]);
    assert_eq!(shown(&document), ["类别 | 指标[1x2] | 发展[2x1] | 产值 | 16/万元 | 税收 | 5 | 甲 | 乙"]);
    let Block::Grid(grid) = &document.blocks[0] else { panic!("a grid") };
    assert_eq!((grid.rows, grid.columns, grid.header_rows), (4, 3, 1));
    assert_eq!((grid.cells[7].column, grid.cells[8].column), (1, 2));
}

#[test]
fn frames_footnotes_and_furniture() {
    let body = format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>{}", p("文件头"), p("文号"), p("正文"));
    let notes = format!(
        "<w:footnotes><w:footnote w:type='separator'>{}</w:footnote><w:footnote>{}</w:footnote></w:footnotes>",
        p("线"),
        p("脚注")
    );
    let header = format!("<w:hdr>{}</w:hdr>", p("页眉"));
    let document = document(&body, &[("word/footnotes.xml", &notes), ("word/header1.xml", &header)]);
    assert_eq!(shown(&document), ["文件头", "文号", "正文", "脚注"]);
    assert_eq!(document.furniture.iter().map(Passage::text).collect::<Vec<_>>(), ["页眉"]);
    assert_eq!(document.line_lengths, [3, 2, 2, 2, 2]);
    let places: Vec<u32> =
        document.blocks.iter().flat_map(Block::passages).filter_map(|p| p.span()).map(|s| s.line).collect();
    assert_eq!(places, [1, 2, 3, 4]);
}

#[test]
fn what_is_no_document_is_refused() {
    let limits = Limits::default();
    assert!(matches!(read(&zipped(&[("word/styles.xml", "<a/>")]), &limits), Err(IngestError::Damaged(_))));
    assert_eq!(
        read(&zipped(&[("word/document.xml", "<w:document><w:body/></w:document>")]), &limits),
        Err(IngestError::Empty)
    );
    let deep = "<w:sdt>".repeat(600);
    assert!(matches!(read(&zipped(&[("word/document.xml", &deep)]), &limits), Err(IngestError::TooLarge { .. })));
}

proptest::proptest! {
    #[test]
    fn any_body_is_read_or_refused(parts in proptest::collection::vec(proptest::sample::select(vec![
        "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>甲</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>",
        "<w:tcPr><w:gridSpan w:val='9999999999'/></w:tcPr>", "<w:tcPr><w:vMerge/></w:tcPr>", "<w:del>", "</w:del>", "<w:sdt>",
        "<w:fldChar w:fldCharType='end'/>", "<w:trPr><w:gridBefore w:val='77777'/></w:trPr>", "<w:txbxContent>", "<w:ins>",
    ]), 0..50)) {
        let main = format!("<w:document><w:body>{}", parts.concat());
        let _ = read(&zipped(&[("word/document.xml", &main)]), &Limits::default());
    }
}
