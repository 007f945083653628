//! Splitting a schedule cell (进度安排, 年度目标) into its entries.

use super::rule::Pack;
use crate::grammar::fold::Folded;
use crate::grammar::quantity::{PeriodReading, ScheduleSlice};

/// What ends a sentence or an item of a schedule.
const STOPS: [char; 2] = ['。', ';'];

/// What may close a quotation behind the stop.
const CLOSERS: [char; 5] = ['”', '’', ')', '》', '」'];

/// Where in a cell an entry might begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The first character.
    Cell,
    /// The first character of a later line.
    Line { after_stop: bool },
    /// Behind a stop inside a line.
    Sentence { after_blank: bool, after_full_stop: bool },
}

/// The beginning of a slice: where it begins, where its text begins, its period.
struct Beginning {
    at: usize,
    text: usize,
    period: Option<PeriodReading>,
}

impl Pack {
    /// Splits a whole schedule cell into entries.
    ///
    /// An entry begins with a period at the beginning of the cell or of a line, or behind a full stop or semicolon; a
    /// period inside a sentence begins none. Text before the first period, a numbered line without a stop that stands
    /// above periods, and a cell without any period are slices without period.
    pub fn split_schedule(&self, raw: &str) -> Vec<ScheduleSlice> {
        let folded = Folded::new(raw);
        let mut beginnings: Vec<Beginning> = Vec::new();
        for (at, place) in places(raw, &folded) {
            // A period may run over a line break; nothing begins inside of it.
            let taken = beginnings.last().map_or(0, |before| before.text);
            if folded.raw_range(at..at).start < taken {
                continue;
            }
            let period = self.entry_period(raw, &folded, at);
            if let Some(period) = period.filter(|p| begins_entry(raw, p, place, &beginnings)) {
                let at = folded.raw_range(at..at).start;
                beginnings.push(Beginning { at, text: period.end, period: Some(period) });
            } else if matches!(place, Place::Line { .. }) && self.is_heading(raw, &folded, at) {
                let at = folded.raw_range(at..at).start;
                beginnings.push(Beginning { at, text: at, period: None });
            }
        }
        slices(raw, beginnings)
    }

    /// The period that begins at a place of the shadow, perhaps behind "①" or "(1)", or behind "1." before months.
    fn entry_period(&self, raw: &str, folded: &Folded, at: usize) -> Option<PeriodReading> {
        let rest = &folded.text()[at..];
        let found = self.period_in(folded, at, true).or_else(|| {
            let period = self.period_in(folded, at + entry_mark(rest), false)?;
            let in_words = raw[period.range.clone()].contains(['月', '季', '年']);
            let is_deadline = period.start.is_none() && period.finish.is_some();
            (in_words && (period.has_separator() || is_deadline)).then_some(period)
        })?;
        Some(PeriodReading { raw: raw[found.range.clone()].to_string(), ..found })
    }

    /// A numbered line without a stop above a line that begins with a period.
    fn is_heading(&self, raw: &str, folded: &Folded, at: usize) -> bool {
        let rest = &raw[folded.raw_range(at..at).start..];
        let Some((line, below)) = rest.split_once('\n') else { return false };
        self.find_cue("schedule.heading", &Folded::new(line)).is_some()
            && self.period_in(&Folded::new(below), 0, true).is_some()
    }
}

/// Bytes of "①", "(1)" or "1." at the beginning of a folded text.
fn entry_mark(text: &str) -> usize {
    if let Some(circled) = text.chars().next().filter(|c| ('①'..='⑳').contains(c)) {
        return circled.len_utf8();
    }
    let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match text.strip_prefix('(') {
        Some(body) if (1..=2).contains(&digits(body)) && body[digits(body)..].starts_with(')') => digits(body) + 2,
        None if digits(text) == 1 && text[1..].starts_with('.') => 2,
        None if digits(text) == 1 && text[1..].starts_with('、') => 1 + '、'.len_utf8(),
        _ => 0,
    }
}

/// The offsets in the shadow at which an entry might begin, with what stands before them.
fn places(raw: &str, folded: &Folded) -> Vec<(usize, Place)> {
    let text = folded.text();
    let mut out = Vec::new();
    let mut before_end = 0;
    for (at, c) in text.char_indices() {
        let range = folded.raw_range(at..at + c.len_utf8());
        let gap = raw.get(before_end..range.start).unwrap_or("");
        let after_stop = text[..at].trim_end_matches(CLOSERS).ends_with(STOPS);
        if at == 0 {
            out.push((at, Place::Cell));
        } else if gap.contains('\n') {
            out.push((at, Place::Line { after_stop }));
        } else if after_stop {
            let after_full_stop = text[..at].trim_end_matches(CLOSERS).ends_with('。');
            out.push((at, Place::Sentence { after_blank: !gap.is_empty(), after_full_stop }));
        }
        before_end = range.end;
    }
    out
}

/// Does this period open an entry, or does it belong to the sentence?
fn begins_entry(raw: &str, period: &PeriodReading, place: Place, earlier: &[Beginning]) -> bool {
    let before = earlier.iter().rev().find_map(|b| b.period.as_ref());
    let separator = raw[period.range.end..period.end].trim();
    let months = period.start.is_some() && !period.whole_year && period.raw.contains('月');
    match separator {
        ":" | "：" => true,
        "" => begins_without_separator(raw, period, place, before, months),
        "," | "，" => match place {
            Place::Cell | Place::Line { after_stop: true } => true,
            _ => months || is_next_year(period, before) || is_next_of_kind(period, before),
        },
        _ => months && raw[period.end..].chars().any(|c| !c.is_whitespace()),
    }
}

fn begins_without_separator(
    raw: &str,
    period: &PeriodReading,
    place: Place,
    before: Option<&PeriodReading>,
    months: bool,
) -> bool {
    let blank_behind = raw[period.end..].starts_with(char::is_whitespace);
    let several_months = months && period.start != period.finish;
    match place {
        Place::Cell => true,
        Place::Line { after_stop } => after_stop || is_next_year(period, before) || several_months && before.is_some(),
        Place::Sentence { after_blank, .. } if several_months && before.is_some() && (blank_behind || after_blank) => {
            true
        }
        Place::Sentence { after_full_stop, .. } => {
            is_next_year(period, before)
                || after_full_stop && is_all_along(period, before)
                || before.is_some_and(|before| is_later_likewise(raw, period, before))
        }
    }
}

/// Behind the steps of a part of the year, "全年…" and "每季度…" say what goes on beside them.
fn is_all_along(period: &PeriodReading, before: Option<&PeriodReading>) -> bool {
    let step = before.is_some_and(|b| !b.whole_year && !b.recurring && !is_whole_year(b));
    step && (period.recurring || is_whole_year(period) && !period.whole_year)
}

/// From January to December of one year.
fn is_whole_year(period: &PeriodReading) -> bool {
    let month = |m: Option<crate::grammar::quantity::YearMonth>| m.map(|m| m.month);
    (month(period.start), month(period.finish)) == (Some(1), Some(12)) && !period.next_year
}

/// Behind "3月底前,…" opens "6月底前,…" the next entry, and behind "上半年,…" does "下半年,…".
fn is_next_of_kind(period: &PeriodReading, before: Option<&PeriodReading>) -> bool {
    let Some(before) = before.filter(|b| !b.whole_year && !period.whole_year) else { return false };
    let same_kind = period.start.is_some() == before.start.is_some();
    same_kind && !period.recurring && period.finish.map(|f| f.month) > before.finish.map(|f| f.month)
}

/// Where the step before has no separator behind its period either, a later period opens the next step:
/// "一季度确定名单;二季度开工;年底前完成".
fn is_later_likewise(raw: &str, period: &PeriodReading, before: &PeriodReading) -> bool {
    let month = |p: &PeriodReading| p.finish.map(|finish| finish.month);
    let bare = |p: &PeriodReading| raw[p.range.end..p.end].trim().is_empty() && p.year.is_none();
    let worded = raw[period.range.clone()].contains(['月', '季', '年', '底']);
    bare(before)
        && bare(period)
        && worded
        && !period.recurring
        && match month(before) {
            Some(_) => month(period) > month(before),
            // What goes on all along is named first, the deadlines behind it: "每月调度;10月底前完成".
            None => before.recurring && period.start.is_none() && period.finish.is_some(),
        }
}

/// In a cell of yearly goals a later year opens the next entry.
fn is_next_year(period: &PeriodReading, before: Option<&PeriodReading>) -> bool {
    let Some(before) = before.filter(|b| b.whole_year && period.whole_year) else { return false };
    period.year > before.year
}

fn slices(raw: &str, beginnings: Vec<Beginning>) -> Vec<ScheduleSlice> {
    let first = beginnings.first().map_or(raw.len(), |b| b.at);
    let ends: Vec<usize> = beginnings.iter().skip(1).map(|b| b.at).chain([raw.len()]).collect();
    let lead = ScheduleSlice { period: None, text: trimmed(raw, 0, first) };
    let rest = beginnings
        .into_iter()
        .zip(ends)
        .map(|(b, end)| ScheduleSlice { period: b.period, text: trimmed(raw, b.text, end) });
    Some(lead).filter(|l| !l.text.is_empty()).into_iter().chain(rest).collect()
}

/// The range without blanks at its ends.
fn trimmed(raw: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let part = &raw[start..end];
    let from = start + (part.len() - part.trim_start().len());
    from..(start + part.trim_end().len()).max(from)
}

#[cfg(test)]
mod tests {
    use super::super::samples::grammar_pack;
    use proptest::prelude::*;

    /// `period=text` joined by ` | `.
    fn short(raw: &str) -> String {
        let slices = grammar_pack().split_schedule(raw);
        let show = |s: &super::ScheduleSlice| {
            format!(
                "{}={}",
                s.period.as_ref().map_or("", |p| p.raw.as_str()).replace('\n', "/"),
                raw[s.text.clone()].replace('\n', "/")
            )
        };
        slices.iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn entries_begin_at_periods() {
        for (raw, wanted) in [
            ("2-4月：印发方案。\n4-6月：开展验收。", "2-4月=印发方案。 | 4-6月=开展验收。"),
            ("2—4月:印发。5—8月:验收;组织培训。9月:总结。", "2—4月=印发。 | 5—8月=验收;组织培训。 | 9月=总结。"),
            ("2-4月，印发方案。\n4-6月，验收。", "2-4月=印发方案。 | 4-6月=验收。"),
            (
                "1-4月:定名单。5-7月:印发。8-9月;启动申报。10-12月:核查。",
                "1-4月=定名单。 | 5-7月=印发。 | 8-9月=启动申报。 | 10-12月=核查。",
            ),
            ("1-3月:申报。                4-5月:评选。", "1-3月=申报。 | 4-5月=评选。"),
            ("3-4月 参与调查。5月:配合调查。", "3-4月=参与调查。 | 5月=配合调查。"),
            ("7月前：办一场活动。11月前：办五场。12月：反馈。", "7月前=办一场活动。 | 11月前=办五场。 | 12月=反馈。"),
            ("3 月底前：起草。\n12 月底前:完成。", "3 月底前=起草。 | 12 月底前=完成。"),
            ("2-4月：印发。\n全年推出专栏。", "2-4月=印发。 | 全年=推出专栏。"),
            ("全年开展研究。\n6-9月：筹备会议。", "全年=开展研究。 | 6-9月=筹备会议。"),
            ("8—10月：推进。\n10—12：贯通。", "8—10月=推进。 | 10—12=贯通。"),
            ("4-9月:帮扶。全年:发动培训。每季度:组织服务。", "4-9月=帮扶。 | 全年=发动培训。 | 每季度=组织服务。"),
            ("2-4月：发布“指南。”5-6月：培训。", "2-4月=发布“指南。” | 5-6月=培训。"),
            ("2-4月：推动工作。4-12月, 举行发布会。", "2-4月=推动工作。 | 4-12月=举行发布会。"),
            ("推进甲\n2月：下达；\n2、创新乙\n1-3月，调查；", "=推进甲 | 2月=下达； | =2、创新乙 | 1-3月=调查；"),
            ("12月底前完成四成。", "12月底前=完成四成。"),
            ("6-11月：培育项目；做好评选。全年常态化开展活动。", "6-11月=培育项目；做好评选。 | 全年=常态化开展活动。"),
            ("4-6月：印发方案。每季度通报进展。", "4-6月=印发方案。 | 每季度=通报进展。"),
            ("4-6月：印发方案；全年通报进展。", "4-6月=印发方案；全年通报进展。"),
            ("每月领导接访；10月底前化解九成", "每月=领导接访； | 10月底前=化解九成"),
            ("汛前完成清淤；10月底前改造", "汛前=完成清淤； | 10月底前=改造"),
            ("每月调度；二季度会商", "每月=调度；二季度会商"),
            ("一季度定名单；二季度开工；四季度竣工", "一季度=定名单； | 二季度=开工； | 四季度=竣工"),
            ("3月底前建台账；6月底前开工；12月底前投用", "3月底前=建台账； | 6月底前=开工； | 12月底前=投用"),
            ("上半年完成评估；9月底前签约", "上半年=完成评估； | 9月底前=签约"),
            ("6月底前：开工；9月底前完成主体", "6月底前=开工；9月底前完成主体"),
            ("9月底前验收；6月底前开工的项目先行", "9月底前=验收；6月底前开工的项目先行"),
            ("全年：常态化开展活动。每月组织一次。", "全年=常态化开展活动。每月组织一次。"),
        ] {
            assert_eq!(short(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn no_entry_begins_inside_a_period() {
        assert_eq!(short("每\n1月：报送"), "每/1月=报送");
        assert_eq!(short("2-\n4月：印发。\n5月：验收。"), "2-/4月=印发。 | 5月=验收。");
    }

    #[test]
    fn years_open_entries_in_a_cell_of_yearly_goals() {
        for (raw, wanted) in [
            ("2021年报批。\n2022年提升。", "2021年=报批。 | 2022年=提升。"),
            ("2021年推广20艘。2022年继续推广。", "2021年=推广20艘。 | 2022年=继续推广。"),
            ("2021年完成投资1亿元;2022完成大楼。", "2021年=完成投资1亿元; | 2022=完成大楼。"),
            ("2021新增企业10家。\n2022新增企业12家。", "2021=新增企业10家。 | 2022=新增企业12家。"),
            ("2021年度创建两个。\n2022年度:创建一个。", "2021年度=创建两个。 | 2022年度=创建一个。"),
            ("2021年开展试点;年底运营中心。全年发放补贴。", "2021年=开展试点;年底运营中心。全年发放补贴。"),
            ("2022年验收。2020年的工程收尾。", "2022年=验收。2020年的工程收尾。"),
        ] {
            assert_eq!(short(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn a_period_inside_a_sentence_begins_nothing() {
        for raw in [
            "建立领导小组,定期通报。",
            "启动工作，力争5月开工，完成2021年度验收。",
            "形成方案，在\n3月份出台新课。",
            "培育企业1-2个。2000人参加培训。",
            "完善制度。年底开工建设。",
        ] {
            assert_eq!(short(raw), format!("={}", raw.replace('\n', "/")));
        }
        let raw = "2-4月：完成\n2021年项目。\n完成2季度调度。4月底完成1季度调度。";
        assert_eq!(short(raw), format!("2-4月={}", raw["2-4月：".len()..].replace('\n', "/")));
        assert_eq!(
            short("4月：\n1.印发方案；\n2.开展培训。\n5月：总结。"),
            "4月=1.印发方案；/2.开展培训。 | 5月=总结。"
        );
        assert_eq!(short(""), "");
        assert_eq!(short(" \n "), "");
        assert_eq!(short("2-4月："), "2-4月=");
    }

    proptest! {
        #[test]
        fn slices_are_in_order(raw in "[0-9年月底前全每季度。；：，:\n —\\-完成甲]{0,60}|\\PC{0,20}") {
            let slices = grammar_pack().split_schedule(&raw);
            let mut end = 0;
            for slice in &slices {
                if let Some(p) = &slice.period {
                    prop_assert!(p.range.start >= end && p.range.end <= p.end && p.end <= slice.text.start);
                    end = p.end;
                }
                prop_assert!(slice.text.start >= end && raw.get(slice.text.clone()).is_some());
                end = slice.text.end;
            }
        }
    }
}
