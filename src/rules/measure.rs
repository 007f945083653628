//! Units of measure (计量单位): recognising them, one spelling for each, and parting them from a name.

use super::kind::Kind;
use super::rule::Pack;
use super::trace;
use crate::grammar::fold::{Folded, fold};
use std::ops::Range;

/// Signs that join units to a composed one; 每 is the word for `/`.
const JOINS: [char; 4] = ['/', '·', '、', '每'];

/// Factors that may stand before a unit.
const FACTORS: [char; 5] = ['十', '百', '千', '万', '亿'];

impl Pack {
    /// Is the whole text a unit of measure: a known word, with factors (万元), composed (件/万人, 套、间)?
    pub fn is_measure(&self, raw: &str) -> bool {
        let folded = fold(raw);
        !folded.is_empty()
            && (self.measure_prefix(&folded) == Some(folded.len()) || self.measure_rule(&folded).is_some())
    }

    /// One spelling for a unit of measure: `m2` and 平米 become 平方米; what no rule knows stays, folded.
    pub fn normalise_measure(&self, raw: &str) -> String {
        let folded = fold(raw);
        if let Some(unit) = self.measure_rule(&folded) {
            return unit.to_string();
        }
        folded.split_inclusive(JOINS).map(|part| self.normalise_component(part)).collect()
    }

    /// A name without its trailing "(unit)" and the unit, normalised; the range is in bytes of the raw name.
    ///
    /// Brackets that hold anything but a unit of measure stay: 医师数(含助理). A unit behind a counted number stays
    /// too, because it belongs to the number: 住房25万套(间).
    pub fn split_name_and_measure(&self, raw_name: &str) -> (Range<usize>, Option<String>) {
        let folded = Folded::new(raw_name);
        let text = folded.text();
        let whole = folded.raw_range(0..text.len());
        let Some(open) = last_bracket(text) else { return (whole, None) };
        let inner = &text[open + 1..text.len() - 1];
        let inner = inner.strip_prefix("单位:").unwrap_or(inner);
        let measure = self.is_measure(inner) || self.list("measures.in-brackets").contains(inner);
        let name = &text[..open];
        if open == 0 || !measure || self.ends_with_quantity(name) && !is_class(name) {
            return (whole, None);
        }
        (folded.raw_range(0..open), Some(self.normalise_measure(inner)))
    }

    /// Length in bytes of the longest unit of measure at the beginning of a folded text.
    pub(super) fn measure_prefix(&self, folded: &str) -> Option<usize> {
        let mut end = self.component_prefix(folded)?;
        while let Some(join) = folded[end..].chars().next().filter(|c| JOINS.contains(c)) {
            let from = end + join.len_utf8();
            let each = if join != '每' && folded[from..].starts_with('每') { '每'.len_utf8() } else { 0 };
            match self.component_prefix(&folded[from + each..]) {
                Some(length) => end = from + each + length,
                None => break,
            }
        }
        Some(end)
    }

    /// Factors and one known word, or factors alone (万).
    fn component_prefix(&self, folded: &str) -> Option<usize> {
        let factors = folded.len() - folded.trim_start_matches(FACTORS).len();
        // Every factor has as many bytes; a word may begin with one (十岁).
        let skips = (0..=factors).rev().step_by('万'.len_utf8());
        let with_word = skips.into_iter().find_map(|skip| Some(skip + self.word_prefix(&folded[skip..])?));
        with_word.or(Some(factors).filter(|&f| folded[..f].contains(['万', '亿'])))
    }

    fn word_prefix(&self, folded: &str) -> Option<usize> {
        let words = self.list("measures.words");
        let word = words.prefix(folded)?;
        let alternative = folded[word..].strip_prefix('(').and_then(|rest| {
            let close = rest.find(')')?;
            words.contains(&rest[..close]).then_some(close + 2)
        });
        Some(word + alternative.unwrap_or(0))
    }

    fn measure_rule(&self, folded: &str) -> Option<&str> {
        let found = self.candidates(Kind::Measure, folded).find(|rule| rule.is_match(folded));
        if let Some(rule) = found.filter(|_| trace::wants(folded)) {
            trace::note(trace::about_kind(Kind::Measure), folded, self.of(Kind::Measure), Some(&rule.id), None);
        }
        found.map(|rule| rule.yields("unit"))
    }

    /// A component with the sign that joins it to the next one.
    fn normalise_component(&self, part: &str) -> String {
        let body = part.trim_end_matches(JOINS);
        let stem = body.trim_start_matches(FACTORS);
        let (factors, unit) = match self.measure_rule(body) {
            Some(unit) => ("", unit),
            None => (&body[..body.len() - stem.len()], self.measure_rule(stem).unwrap_or(stem)),
        };
        format!("{factors}{unit}{}", part[body.len()..].replace('每', "/"))
    }

    /// Does the text end in a number with its unit?
    fn ends_with_quantity(&self, folded: &str) -> bool {
        let Some(last) = folded.rfind(|c: char| c.is_ascii_digit()) else { return false };
        let tail = &folded[last + 1..];
        tail.is_empty() || self.measure_prefix(tail) == Some(tail.len())
    }
}

/// "0-3岁" or "1000人以上" is no name with its quantity but a class, of which the bracket behind it says what is counted:
/// from its first character on it is a number, and it has a bound.
fn is_class(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit()) && name.contains(['-', '—', '~', '～', '至', '以'])
}

/// Byte offset of the bracket that closes at the very end of the text.
fn last_bracket(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    if !text.ends_with(')') {
        return None;
    }
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::samples::grammar_pack;
    use proptest::prelude::*;

    #[test]
    fn one_spelling_for_each_unit() {
        let pack = grammar_pack();
        for (wanted, spellings) in [
            ("平方米", &["m²", "㎡", "m2", "m 2", "平米", "平方米", "M2"][..]),
            ("微克/立方米", &["微克/m3", "μg/m³", "µg/m3", "微克/立方米", "ug/m3"]),
            ("微克/立方米", &["微克每立方米", "μg每m³"]),
            ("%", &["%", "％", "百分比"]),
            ("公里", &["km", "㎞", "千米", "公里"]),
            ("百分点", &["个百分点", "百分点"]),
            ("万平方米", &["万㎡", "万平米", "万平方米"]),
            ("吨标准煤/万元", &["吨标准煤/万元", "吨标准煤／万元"]),
            ("套、间", &["套、间"]),
            ("公里/小时", &["km/小时", "公里/小时"]),
            ("千克力", &["千克力"]),
            ("公斤", &["千克", "kg"]),
        ] {
            for spelling in spellings {
                assert_eq!(pack.normalise_measure(spelling), wanted, "{spelling}");
            }
        }
    }

    #[test]
    fn what_is_a_unit_of_measure() {
        let pack = grammar_pack();
        for unit in [
            "万元",
            "元",
            "万元/人",
            "件/万人",
            "人/亿元",
            "套、间",
            "台(套)",
            "万",
            "千瓦时",
            "人次",
            "万人次",
            "个/千人",
            "m 2",
            "个工作日",
            "万担",
            "微克每立方米",
        ] {
            assert!(pack.is_measure(unit), "{unit}");
        }
        for other in [
            "",
            "试行",
            "含大病保险",
            "市发改委",
            "十四五",
            "前三季度",
            "村",
            "区",
            "助理",
            "千",
            "人才",
            "万人成讼率",
            "G",
            "元、",
        ] {
            assert!(!pack.is_measure(other), "{other}");
        }
    }

    #[test]
    fn a_trailing_unit_leaves_the_name() {
        let pack = grammar_pack();
        for (raw, name, unit) in [
            ("人均生产总值(万元)", "人均生产总值", Some("万元")),
            ("单位GDP能耗\n(吨标准煤/万元)", "单位GDP能耗", Some("吨标准煤/万元")),
            ("公共文化设施面积(m 2 )", "公共文化设施面积", Some("平方米")),
            ("PM2.5 平均浓度（微克/m3）", "PM2.5 平均浓度", Some("微克/立方米")),
            ("保障性租赁住房数量(套、间)", "保障性租赁住房数量", Some("套、间")),
            ("(按三口之家计算)10—50万元群体比例(%)", "(按三口之家计算)10—50万元群体比例", Some("%")),
            ("每千人口拥有执业（助理）医师数（人）", "每千人口拥有执业（助理）医师数", Some("人")),
            ("医师数(含助理)(人)", "医师数(含助理)", Some("人")),
            ("居民收入(单位:元)", "居民收入", Some("元")),
            ("设备更新(台(套))", "设备更新", Some("台(套)")),
            ("0-3岁(%)", "0-3岁", Some("%")),
            ("1公里以内(万元)", "1公里以内", Some("万元")),
            ("3个(座)", "3个(座)", None),
            ("恩格尔系数", "恩格尔系数", None),
            ("基本医疗保险(含大病保险)", "基本医疗保险(含大病保险)", None),
            ("数字乡村建设(市农业农村局)", "数字乡村建设(市农业农村局)", None),
            ("新建筹集租赁住房25万套(间)", "新建筹集租赁住房25万套(间)", None),
            ("管理办法(试行)", "管理办法(试行)", None),
            ("社区(村)", "社区(村)", None),
            ("(人)", "(人)", None),
            ("面积(米", "面积(米", None),
            ("面积)", "面积)", None),
            ("", "", None),
        ] {
            let (range, measure) = pack.split_name_and_measure(raw);
            assert_eq!((&raw[range], measure.as_deref()), (name, unit), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_name_is_survived(raw in "[(（)）万元个/%a-c ]{0,16}|\\PC{0,12}") {
            let pack = grammar_pack();
            let (range, _) = pack.split_name_and_measure(&raw);
            prop_assert!(raw.get(range).is_some());
            let normal = pack.normalise_measure(&raw);
            prop_assert_eq!(pack.normalise_measure(&normal), normal);
        }
    }
}
