//! The head of a web page (页面信息) around a document: 索引号, 发文机关, 成文日期 and the like as labels with values, in one
//! line or in several, parted by colons, bars or blanks.

use crate::document::Passage;
use crate::grammar::date;
use crate::grammar::fold::{Folded, fold};
use crate::rules::Pack;
use std::ops::Range;

/// A line of labels is not longer, in characters.
const LONGEST_LINE: usize = 400;
/// A line that begins with an unknown label and goes on with known ones is not longer, in characters.
const LONGEST_FOREIGN_LINE: usize = 120;
/// A publisher is not longer, in characters.
const LONGEST_PUBLISHER: usize = 30;

/// What a label says of the document; the others only end the value before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 名称、标题
    Title,
    /// 文号
    DocNumber,
    /// 索引号
    IndexNumber,
    /// 发文机关、来源
    Publisher,
    /// 成文日期
    Signed,
    /// 发布日期
    Published,
    /// 生成日期
    Generated,
    /// 主题分类, 浏览次数 …
    Other,
}

/// The word lists of labels with what they stand for.
const LABELS: [(&str, Field); 8] = [
    ("metadata.label-title", Field::Title),
    ("metadata.label-doc-number", Field::DocNumber),
    ("metadata.label-index-number", Field::IndexNumber),
    ("metadata.label-publisher", Field::Publisher),
    ("metadata.label-signed", Field::Signed),
    ("metadata.label-published", Field::Published),
    ("metadata.label-generated", Field::Generated),
    ("metadata.label-other", Field::Other),
];

/// A label in the shadow of a line.
struct Label {
    field: Field,
    range: Range<usize>,
}

/// The labels of a line with their values, raw and trimmed; a value is empty where the line ends behind its label.
/// None where the line does not begin with a label.
pub fn fields(pack: &Pack, line: &Passage) -> Option<Vec<(Field, String)>> {
    let raw = line.text();
    if raw.chars().count() > LONGEST_LINE {
        return None;
    }
    let folded = Folded::new(raw);
    let labels = labels(pack, raw, &folded);
    let begins = labels.first().is_some_and(|label| is_bullet(&folded.text()[..label.range.start]));
    // "发布人:某某 发布时间:…" begins with a label of its own.
    let short = folded.text().chars().count() <= LONGEST_FOREIGN_LINE && !folded.text().contains('。');
    if labels.is_empty() || !(begins || short && labels.len() > 1) {
        return None;
    }
    let ends = labels.iter().skip(1).map(|label| label.range.start).chain([folded.text().len()]);
    let value = |(label, end): (&Label, usize)| {
        let from = label.range.end.min(end);
        let text =
            raw[folded.raw_range(from..end)].trim_matches(|c: char| c.is_whitespace() || "|:：;；【】[]".contains(c));
        (label.field, text.to_string())
    };
    Some(labels.iter().zip(ends).map(value).collect())
}

/// A line that is a date with hyphens, which a page prints and a text does not.
pub fn date_line(raw: &str) -> Option<String> {
    let folded = fold(raw);
    let text = folded.trim_matches(['(', ')', '[', ']', '【', '】']);
    date::whole(text).filter(|_| text.contains(['-', '/']))
}

/// "2021-05-07 15:25 市民生办 [字号:]": the date and the publisher of a line that begins with a date and a time.
pub fn dated_line(raw: &str) -> Option<(String, Option<String>)> {
    let mut words = raw.split_whitespace();
    let published = date::whole(&fold(words.next()?))?;
    let time = words.next()?;
    let is_time = time.contains([':', '：']) && time.chars().all(|c| c.is_ascii_digit() || ":：".contains(c));
    let publisher = words.next().map(without_label).filter(|word| is_publisher(word)).map(str::to_string);
    is_time.then_some((published, publisher))
}

fn without_label(word: &str) -> &str {
    word.rsplit([':', '：']).next().unwrap_or(word)
}

/// The date that a value begins with.
pub fn date_of(value: &str) -> Option<String> {
    let first = value.split_whitespace().next()?;
    date::read(&fold(first)).or_else(|| date::read(&fold(value))).map(|(date, _)| date)
}

/// The organ that a value names: the whole of it, or its first word where more follows.
pub fn publisher_of(value: &str) -> Option<String> {
    let joined: String = value.split_whitespace().collect();
    let first = value.split_whitespace().next()?;
    [joined.as_str(), first].into_iter().find(|name| is_publisher(name)).map(str::to_string)
}

fn is_publisher(name: &str) -> bool {
    (2..=LONGEST_PUBLISHER).contains(&name.chars().count())
        && name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The labels of a line, left to right.
fn labels(pack: &Pack, raw: &str, folded: &Folded) -> Vec<Label> {
    let text = folded.text();
    let mut out: Vec<Label> = Vec::new();
    let mut end = 0;
    for (at, _) in text.char_indices() {
        if at < end || !(is_bullet(&text[..at]) || begins_word(raw, folded, at)) {
            continue;
        }
        let found = LABELS.iter().filter_map(|(list, field)| Some((pack.list(list).prefix(&text[at..])?, *field)));
        let Some((length, field)) = found.max_by_key(|(length, _)| *length) else { continue };
        let behind = at + length;
        let separator =
            text[behind..].chars().next().filter(|c| matches!(c, ':' | '|' | '】')).map_or(0, char::len_utf8);
        let sure = pack.list("metadata.label-sure").prefix(&text[at..]) == Some(length);
        if separator > 0 || sure && (behind == text.len() || begins_word(raw, folded, behind)) {
            end = behind + separator;
            out.push(Label { field, range: at..end });
        }
    }
    out
}

/// Does a word begin at an offset of the shadow: behind a blank, a bar, a bracket or a stop of the raw text?
fn begins_word(raw: &str, folded: &Folded, at: usize) -> bool {
    let start = folded.raw_range(at..at).start;
    raw[..start].ends_with(|c: char| c.is_whitespace() || "|;；,，【】[]()（）".contains(c))
        || raw[start..].starts_with(char::is_whitespace)
}

fn is_bullet(text: &str) -> bool {
    text.chars().all(|c| "•·-—|【[(▪●◆".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;
    use std::sync::LazyLock;

    static PACK: LazyLock<Pack> = LazyLock::new(|| Rules::load(None).unwrap().pack);

    fn read(raw: &str) -> Vec<(Field, String)> {
        let found = fields(&PACK, &Passage::new(raw, 1, 1)).unwrap_or_default();
        found.into_iter().filter(|(field, _)| *field != Field::Other).collect()
    }

    #[test]
    fn labels_and_values_of_a_line() {
        use Field::*;
        for (raw, wanted) in [
            (
                "索引号 001008/2023-03656 文号 屿政办发〔2023〕9号",
                &[(IndexNumber, "001008/2023-03656"), (DocNumber, "屿政办发〔2023〕9号")][..],
            ),
            ("索 引 号：LP01-2016-00037", &[(IndexNumber, "LP01-2016-00037")]),
            (
                "发布机构：临屿市人民政府        成文日期：2016年02月29日",
                &[(Publisher, "临屿市人民政府"), (Signed, "2016年02月29日")],
            ),
            (
                "信息索引号 | 0140/2018-02 | 生成日期 | 2018-03-29 | 公开日期 | 2018-04-09 |",
                &[(IndexNumber, "0140/2018-02"), (Generated, "2018-03-29"), (Published, "2018-04-09")],
            ),
            ("- 信息来源:市政府", &[(Publisher, "市政府")]),
            (
                "发布日期:2023-02-13 14:32   来源:市政府办公室    访问次数:    字号:[ ]",
                &[(Published, "2023-02-13 14:32"), (Publisher, "市政府办公室")],
            ),
            (
                "来源：党政办    时间：2022-03-10 16:05    浏览：",
                &[(Publisher, "党政办"), (Published, "2022-03-10 16:05")],
            ),
            ("标    题：关于印发方案的通知", &[(Title, "关于印发方案的通知")]),
            (
                "主题词:   发布日期:2019年06月24日 文  号:楚发〔2019〕1号",
                &[(Published, "2019年06月24日"), (DocNumber, "楚发〔2019〕1号")],
            ),
            ("【成文日期】2021-11-09", &[(Signed, "2021-11-09")]),
            ("发布人：某某  来源：市民政局  时间：2020/3/2", &[(Publisher, "市民政局"), (Published, "2020/3/2")]),
            ("文号", &[(DocNumber, "")]),
            ("来源于群众的意见要办好,", &[]),
            ("时间紧任务重", &[]),
            ("完成时间:12月底前", &[]),
            ("标题要醒目", &[]),
        ] {
            let wanted: Vec<(Field, String)> = wanted.iter().map(|(f, v)| (*f, v.to_string())).collect();
            assert_eq!(read(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn lines_that_begin_with_date_and_time() {
        let wanted = Some(("2021-05-07".to_string(), Some("市民生办".to_string())));
        assert_eq!(dated_line("2021-05-07 15:25  市民生办 [字号: ] 打印"), wanted);
        assert_eq!(dated_line("2009-02-18 11:32:00 来源:"), Some(("2009-02-18".to_string(), None)));
        assert_eq!(dated_line("2009-02-18"), None);
        assert_eq!(date_line("[2009-02-18]").as_deref(), Some("2009-02-18"));
        assert_eq!(date_line("2009年2月18日"), None);
        assert_eq!(dated_line("2009-02-18 召开会议"), None);
    }

    #[test]
    fn values_are_dates_and_organs() {
        assert_eq!(date_of("2023-02-13 14:32").as_deref(), Some("2023-02-13"));
        assert_eq!(date_of("2022 年 5 月 31 日").as_deref(), Some("2022-05-31"));
        assert_eq!(date_of("长期"), None);
        assert_eq!(publisher_of("临屿市 人民政府").as_deref(), Some("临屿市人民政府"));
        assert_eq!(publisher_of("市财政局 作者:张某").as_deref(), Some("市财政局"));
        assert_eq!(publisher_of("—"), None);
    }
}
