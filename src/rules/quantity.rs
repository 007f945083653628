//! Quantities in running text: "新增微型企业3500家" is 3500家 of 微型企业. Precision goes before recall: what might be a
//! name (15分钟生活圈, 十四五, 5G) is left out.

use super::phrase::item_mark;
use super::rule::Pack;
use crate::grammar::fold::Folded;
use crate::grammar::number;
use crate::grammar::quantity::{Op, QuantityReading, ValueReading};
use std::ops::Range;

/// Operator words before a number are looked for in as many characters.
const OPERATOR_REACH: usize = 12;
/// The counted thing is not longer, in characters.
const SUBJECT_LIMIT: usize = 40;
/// The amount behind 由 or 从 is not longer, in characters.
const FORMER_AMOUNT_LIMIT: usize = 10;
/// 在 before these begins a noun: 在校生, 在建项目.
const BEHIND_IN: [char; 12] = ['册', '校', '园', '建', '外', '岗', '职', '读', '编', '线', '库', '营'];
/// "在…基础上" is not longer than this, in bytes before 基础上.
const BASIS_REACH: usize = 40;
/// Characters that end a clause.
const CLAUSE_ENDS: &str = ",。;:!?[]|";
/// Characters that part the members of a list, or end a clause.
const BORDERS: &str = "、,。;:!?[]|";
/// Brackets and quotation marks; what they hold is passed over as a whole.
const PAIRS: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('《', '》'), ('(', ')'), ('〔', '〕')];
/// 等 is a part of a word behind and before these: 高等, 等级.
const BEFORE_DENG: [char; 9] = ['高', '平', '上', '下', '中', '初', '同', '优', '均'];
const BEHIND_DENG: [char; 7] = ['级', '教', '次', '待', '候', '同', '式'];

/// A verb before these is the first half of a noun: 覆盖率, 服务业, 养殖量.
const WORD_ENDINGS: [char; 11] = ['率', '度', '业', '员', '费', '型', '性', '化', '式', '量', '后'];

/// A number with its unit in the shadow.
struct Amount {
    number: Range<usize>,
    /// Behind the unit and 以上, 左右.
    end: usize,
    /// Something stands behind the unit that changes the operator.
    has_suffix: bool,
}

impl Pack {
    /// The quantities of a running text, left to right.
    pub fn quantities(&self, raw: &str) -> Vec<QuantityReading> {
        let folded = Folded::new(raw);
        let text = folded.text();
        let Some(rule) = self.rule("quantities.amount") else { return Vec::new() };
        let mut numbers: Vec<Range<usize>> =
            rule.patterns.iter().flat_map(|p| p.find_iter(text)).map(|m| m.range()).collect();
        numbers.sort_by_key(|r| (r.start, r.end));
        let quoted = quoted_places(text);
        numbers.retain(|n| !is_mark_and_number(&raw[folded.raw_range(n.clone())]));
        numbers.retain(|n| stands_free(text, n) && !quoted.iter().any(|q| q.contains(&n.start)));
        let mut from = 0;
        let mut out = Vec::new();
        for number in numbers.into_iter() {
            if number.start < from {
                continue;
            }
            if let Some((end, reading)) = self.quantity_at(&folded, from, number) {
                from = end;
                out.push(reading);
            }
        }
        out
    }

    /// The quantity of a number and the offset behind it; nothing before `from` belongs to it.
    fn quantity_at(&self, folded: &Folded, from: usize, number: Range<usize>) -> Option<(usize, QuantityReading)> {
        let text = folded.text();
        let amount = self.amount(text, number)?;
        let (start, value) = self.with_operator(text, from, &amount)?;
        let clause = border_before(text, from, start, CLAUSE_ENDS);
        let near = border_before(text, from, start, BORDERS);
        let before = self.subject_before(text, clause, near, start);
        // "人口超过1000人海岛建设" speaks of 人口, "各镇新增不少于3个点位" of 点位.
        let led = self.is_led(&text[near..start], &text[start..amount.number.start], value.op);
        let behind = self.subject_behind(text, &amount);
        let behind = behind.filter(|_| !led && (before.is_none() || continues(text, amount.end)));
        // "提升11个小区的水平" counts 小区; it does not say by how much something rises.
        let changes = matches!(value.op, Op::UpBy | Op::DownBy) && behind.is_some();
        let value = if changes { self.read_phrase(&text[amount.number.start..amount.end])? } else { value };
        let (subject, end) = match (before, behind) {
            (_, Some(noun)) => (noun.clone(), noun.end),
            (Some(noun), None) => (noun, amount.end),
            (None, None) => return None,
        };
        let begin = near.min(subject.start);
        let begin = begin + self.lead(&text[begin..end]);
        let ValueReading { op, number, number_max, unit, rule, .. } = value;
        let subject = text[subject].to_string();
        let range = folded.raw_range(begin..end);
        Some((end, QuantityReading { range, subject, op, number, number_max, unit, rule }))
    }

    /// Does the word before the number (超过, 达到) say something of what stands before it?
    fn is_led(&self, before: &str, lead: &str, op: Op) -> bool {
        let verb = self.list("quantities.verbs").suffix(before).is_some() || matches!(lead, "完成" | "实现");
        !before.is_empty() && !lead.is_empty() && !verb && !matches!(op, Op::UpBy | Op::DownBy)
    }

    /// The number with its unit, when the unit counts something.
    fn amount(&self, text: &str, number: Range<usize>) -> Option<Amount> {
        let over = text[number.end..].chars().next().filter(|c| matches!(c, '余' | '多')).map_or(0, char::len_utf8);
        let unit_at = number.end + over;
        let rest = &text[unit_at..];
        let is_fraction = text[number.clone()].contains("分之");
        let unit = self.measure_prefix(rest).unwrap_or(0);
        if unit == 0 && !is_fraction || self.list("quantities.not-counted").contains(&rest[..unit]) {
            return None;
        }
        let suffix = self.list("values.after").prefix(&rest[unit..]);
        let end = unit_at + unit + suffix.unwrap_or(0);
        let names_a_class = number::factor(&rest[..unit]).is_some() || rest[..unit].contains('元');
        let class = suffix.is_some() && text[end..].starts_with('的') || names_a_class && continues(text, end);
        (!class).then_some(Amount { number, end, has_suffix: suffix.is_some() })
    }

    /// The value together with the operator before the number (不少于, 达到), and where it begins.
    fn with_operator(&self, text: &str, from: usize, amount: &Amount) -> Option<(usize, ValueReading)> {
        let lead = self.rule("values.lead");
        let near = border_before(text, from, amount.number.start, BORDERS);
        let places: Vec<usize> =
            text[near..amount.number.start].char_indices().rev().take(OPERATOR_REACH).map(|(i, _)| near + i).collect();
        let places = places.into_iter().rev().filter(|&at| lead.is_some_and(|rule| rule.is_match(&text[at..])));
        let read = |at: usize| Some((at, self.read_phrase(&text[at..amount.end]).filter(|v| v.op.is_number())?));
        places.chain([amount.number.start]).find_map(read)
    }

    /// What is counted when it stands before the number: 微型企业 of "新增微型企业3500家".
    fn subject_before(&self, text: &str, clause: usize, near: usize, end: usize) -> Option<Range<usize>> {
        let whole_list = text[near..end].ends_with('等');
        let from = if whole_list { clause } else { near };
        let part = self.without_trailing_words(&text[from..end]);
        let restart = self.behind_last_adverb(part);
        let start = match last_deng(&part[restart..]).filter(|_| !whole_list) {
            Some(at) => restart + at + '等'.len_utf8(),
            None => restart,
        };
        let start = start + self.preamble(&part[start..]);
        self.noun(text, from + start..from + part.len())
    }

    /// Without 等, 的, 新增, 累计, 较上年 and the like at the end, and without "在2021年的基础上".
    fn without_trailing_words<'t>(&self, mut part: &'t str) -> &'t str {
        loop {
            let basis = part.strip_suffix("基础上").and_then(|p| Some(&part[..p.rfind(['在', '比'])?]));
            let basis = basis.or_else(|| without_former_amount(part));
            let shorter = self.list("quantities.trailing").suffix(part).map(|length| &part[..part.len() - length]);
            match basis.or(shorter) {
                Some(shorter) => part = shorter,
                None => return part,
            }
        }
    }

    /// The offset behind the last 力争, 确保, 累计: what stands before it leads to the clause, not to the number.
    fn behind_last_adverb(&self, part: &str) -> usize {
        let adverbs = self.list("quantities.adverbs");
        let found = part.char_indices().rev().find_map(|(at, _)| Some(at + adverbs.prefix(&part[at..])?));
        found.filter(|&at| at < part.len()).unwrap_or(0)
    }

    /// What is counted when it stands behind the number: 消防站 of "建设50个消防站".
    fn subject_behind(&self, text: &str, amount: &Amount) -> Option<Range<usize>> {
        let rest = &text[amount.end..];
        let length =
            outside_pairs(rest).find(|&(_, c)| BORDERS.contains(c) || c.is_ascii_digit() || matches!(c, '和' | '并'));
        let length = self.before_predicate(&rest[..length.map_or(rest.len(), |(at, _)| at)]);
        let is_class = self.list("quantities.classes").suffix(&rest[..length]).is_some();
        let is_share = text[..amount.end].ends_with('%') || amount.has_suffix && rest.starts_with(['行', '占']);
        let names_numbers = rest[..length].contains(|c: char| c.is_ascii_digit());
        if is_class
            || is_share
            || names_numbers
            || rest.starts_with('的')
            || PAIRS.iter().any(|p| rest[..length].contains(p.0) != rest[..length].contains(p.1))
        {
            return None;
        }
        self.noun(text, amount.end..amount.end + length)
    }

    /// The length of what stands before the first word that says something of it: 民宿 of "民宿实现自主营销".
    fn before_predicate(&self, noun: &str) -> usize {
        let predicates = self.list("quantities.predicates");
        let found = noun.char_indices().skip(2).find(|(at, _)| predicates.prefix(&noun[*at..]).is_some());
        found.map_or(noun.len(), |(at, _)| at)
    }

    /// Not too long, with at least two Chinese characters, no amount itself and nothing that only leads to one.
    fn noun(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let noun = &text[range.clone()];
        let han = noun.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        let from_number = noun.strip_prefix(['从', '对', '在', '为', '按', '由']);
        let leads = from_number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let amount = noun.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_amount = amount.len() < noun.len() && self.measure_prefix(amount) == Some(amount.len());
        let place = noun.strip_prefix('在').is_some_and(|rest| !rest.starts_with(BEHIND_IN));
        let other = leads || place || is_amount || self.list("quantities.not-subject").prefix(noun).is_some();
        (han >= 2 && !other && noun.chars().count() <= SUBJECT_LIMIT).then_some(range)
    }

    /// Bytes of an item mark and a period at the beginning of a phrase.
    fn lead(&self, phrase: &str) -> usize {
        let close = phrase.len() - phrase.trim_start_matches(')').len();
        let mark = close + item_mark(&phrase[close..]).max(mark_before_age(&phrase[close..]));
        let mark = phrase.len() - phrase[mark..].trim_start_matches(['、', '和', '及', '与', '并']).len();
        let piece = Folded::new(&phrase[mark..]);
        mark + self.period_in(&piece, 0, true).map_or(0, |p| p.range.end)
    }

    /// Bytes of marks, periods and verbs at the beginning of a phrase.
    fn preamble(&self, phrase: &str) -> usize {
        let first = self.lead(phrase) + basis(&phrase[self.lead(phrase)..]);
        let first = first + self.verbs(&phrase[first..]);
        match self.lead(&phrase[first..]) {
            0 => first,
            more => first + more + self.verbs(&phrase[first + more..]),
        }
    }

    /// Bytes of the verbs and adverbs at the beginning of a phrase.
    fn verbs(&self, phrase: &str) -> usize {
        let mut at = 0;
        while let Some(length) = self.verb(&phrase[at..]) {
            let rest = &phrase[at + length..];
            let is_noun = at > 0 && rest.is_empty() && self.list("quantities.activities").contains(&phrase[at..]);
            if is_noun || rest.chars().count() == 1 || rest.starts_with(WORD_ENDINGS) {
                break;
            }
            at += length;
        }
        at
    }

    /// Bytes of one verb, or of an adverb before a verb: 基本建成, 新带动, but not 基本医疗.
    fn verb(&self, phrase: &str) -> Option<usize> {
        let verbs = self.list("quantities.verbs");
        let manner = |length: &usize| self.verb(&phrase[*length..]).is_some();
        verbs.prefix(phrase).or_else(|| self.list("quantities.manner").prefixes(phrase).find(manner))
    }
}

/// Bytes of "在2021年的基础上" at the beginning of a phrase.
fn basis(phrase: &str) -> usize {
    const BASIS: &str = "基础上";
    let end = phrase.find(BASIS).filter(|&at| phrase.starts_with(['在', '比']) && at <= BASIS_REACH);
    end.map_or(0, |at| at + BASIS.len())
}

/// Without "由原100元" at the end, which says what the number was before.
fn without_former_amount(part: &str) -> Option<&str> {
    let at = part.rfind(['由', '从'])?;
    let former = part[at..].chars().skip(1).skip_while(|&c| c == '原').collect::<String>();
    let short = former.chars().count() <= FORMER_AMOUNT_LIMIT;
    (at > 0 && short && former.starts_with(|c: char| c.is_ascii_digit())).then(|| &part[..at])
}

/// "1. 4" of "1. 4个县" is a mark and a number, which the shadow joins to a decimal.
fn is_mark_and_number(raw: &str) -> bool {
    raw.split_once(['.', '\u{ff0e}']).is_some_and(|(_, rest)| rest.starts_with(char::is_whitespace))
}

/// Bytes of the mark of "2.65岁以上老年人", which no decimal is.
fn mark_before_age(phrase: &str) -> usize {
    let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = digits(phrase);
    let Some(rest) = phrase[mark..].strip_prefix('.').filter(|_| (1..=2).contains(&mark)) else { return 0 };
    if digits(rest) == 2 && rest[2..].starts_with('岁') { mark + 1 } else { 0 }
}

/// Does a word go on behind the offset?
fn continues(text: &str, at: usize) -> bool {
    text[at..].starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !matches!(c, '和' | '及' | '与' | '并'))
}

/// The last 等 that closes an enumeration.
fn last_deng(part: &str) -> Option<usize> {
    let found = part.rmatch_indices('等').map(|(at, _)| at);
    found.into_iter().find(|&at| {
        let behind = &part[at + '等'.len_utf8()..];
        !part[..at].ends_with(BEFORE_DENG) && !behind.starts_with(BEHIND_DENG) && !behind.is_empty()
    })
}

/// The offset behind the last border before `at`, not before `from`. An opening bracket or quotation mark that is not
/// closed before `at` is a border too.
fn border_before(text: &str, from: usize, at: usize, borders: &str) -> usize {
    let from = from.min(at);
    let mut depth = 0usize;
    for (i, c) in text[from..at].char_indices().rev() {
        if PAIRS.iter().any(|p| p.1 == c) {
            depth += 1;
        } else if PAIRS.iter().any(|p| p.0 == c) && depth > 0 {
            depth -= 1;
        } else if depth == 0 && (borders.contains(c) || PAIRS.iter().any(|p| p.0 == c)) {
            return from + i + c.len_utf8();
        }
    }
    from
}

/// The characters outside brackets and quotation marks; a closing one without its opening one ends the text.
fn outside_pairs(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut depth = 0usize;
    text.char_indices().filter_map(move |(at, c)| {
        if PAIRS.iter().any(|p| p.0 == c) {
            depth += 1;
        } else if PAIRS.iter().any(|p| p.1 == c) {
            if depth == 0 {
                return Some((at, '。'));
            }
            depth -= 1;
        } else if depth == 0 {
            return Some((at, c));
        }
        None
    })
}

/// Not a part of a word, a document number or an ordinal: PM2.5, 第3, 〔2022〕2号, 1+7.
fn stands_free(text: &str, number: &Range<usize>) -> bool {
    !text[..number.start].ends_with(|c: char| c.is_ascii_alphanumeric() || ".+-#第每〔[/".contains(c))
        && !text[number.end..].starts_with(['+', '〕'])
}

/// The insides of 《》 and of quotation marks, where numbers belong to names.
fn quoted_places(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (open, close) in [('《', '》'), ('“', '”'), ('‘', '’')] {
        let mut begun = None;
        for (at, c) in text.char_indices() {
            if c == open {
                begun = begun.or(Some(at));
            } else if c == close {
                out.extend(begun.take().map(|start| start..at));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::samples::grammar_pack;
    use proptest::prelude::*;

    /// `subject op number..max unit` of each.
    fn short(raw: &str) -> Vec<String> {
        let show = |q: &super::QuantityReading| {
            let number = q.number.map(|n| format!(" {n}")).unwrap_or_default();
            let max = q.number_max.map(|n| format!("..{n}")).unwrap_or_default();
            format!("{} {}{number}{max} {}", q.subject, q.op.as_str(), q.unit.as_deref().unwrap_or("-"))
        };
        grammar_pack().quantities(raw).iter().map(show).collect()
    }

    #[test]
    fn a_number_and_what_it_counts() {
        for (raw, wanted) in [
            ("新增微型企业3500家", &["微型企业 eq 3500 家"][..]),
            (
                "1. 新增微型企业3500家、八大产业企业500家、股份公司5家。",
                &["微型企业 eq 3500 家", "八大产业企业 eq 500 家", "股份公司 eq 5 家"],
            ),
            ("引进船舶代理、货物代理等海事服务企业5家", &["海事服务企业 eq 5 家"]),
            ("培育船厂、渔港等5家", &["船厂、渔港 eq 5 家"]),
            ("覆盖率达到20%以上", &["覆盖率 ge 20 %"]),
            ("慈善信托备案资金不少于50万元", &["慈善信托备案资金 ge 50 万元"]),
            ("开辟1-2条直达航线", &["直达航线 range 1..2 条"]),
            ("建设50个微型消防站", &["微型消防站 eq 50 个"]),
            ("打通2个以上沿江节点", &["沿江节点 ge 2 个"]),
            ("三分之二以上村社完成改造", &["村社 ge 0.6666666666666666666666666667 -"]),
            ("新增科技型企业10家和高新企业1家", &["科技型企业 eq 10 家", "高新企业 eq 1 家"]),
            ("2024年计划培训乡村人才1000余人", &["乡村人才 approx 1000 人"]),
            ("城镇调查失业率控制在5%以内", &["城镇调查失业率 le 5 %"]),
            ("规上工业增加值增长9%左右", &["规上工业增加值 up_by 9 %"]),
            ("实现新增公租房家庭４９ 户；", &["公租房家庭 eq 49 户"]),
            ("开展送戏下乡不少于20次", &["送戏下乡 ge 20 次"]),
            ("培育“专精特新”中小企业20家", &["“专精特新”中小企业 eq 20 家"]),
            ("每千人口拥有执业(助理)医师数3.71人", &["每千人口拥有执业(助理)医师数 eq 3.71 人"]),
            ("培育10条渔农“土特产”全产业链。", &["渔农“土特产”全产业链 eq 10 条"]),
            ("慈善(备案资金达到300万元)体系", &["备案资金 eq 300 万元"]),
            ("省市等级民宿总数达150家以上", &["省市等级民宿总数 ge 150 家"]),
            ("高等教育毛入学率68.8%", &["高等教育毛入学率 eq 68.8 %"]),
            ("完成2022年全区投资20亿元", &["投资 eq 20 亿元"]),
            ("有效发明专利拥有量达到1308件", &["有效发明专利拥有量 eq 1308 件"]),
            ("打通沿江1个物流节点", &["物流节点 eq 1 个"]),
            ("43项标志性成果、62项重点工作", &["标志性成果 eq 43 项", "重点工作 eq 62 项"]),
            ("1. 4个县建立中心", &[]),
            ("体检项目标准由原100元提高到200元", &["体检项目标准 eq 200 元"]),
            ("低保标准从810元/月提高至910元/月", &["低保标准 eq 910 元/月"]),
            ("住院报销比例分别达到85%", &["住院报销比例 eq 85 %"]),
            ("农村集体资产总额超80亿元", &["农村集体资产总额 ge 80 亿元"]),
        ] {
            assert_eq!(short(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn the_phrase_is_quoted_whole() {
        let raw = "加快培育。2022年新增 微型企业3500 家，建设50个消防站。";
        let quotes: Vec<&str> = grammar_pack().quantities(raw).into_iter().map(|q| &raw[q.range]).collect();
        assert_eq!(quotes, ["新增 微型企业3500 家", "建设50个消防站"]);
    }

    #[test]
    fn what_is_no_quantity() {
        for raw in [
            "2022年完成验收",
            "2022年3月底前印发",
            "十四五规划",
            "缩小三大差距",
            "推进5G网络建设",
            "24小时值守",
            "深化1+7+N体系",
            "15分钟公共服务圈",
            "建成八个一标志性成果",
            "3岁以下婴幼儿照护",
            "1.印发方案",
            "舟政办发〔2022〕2号",
            "《2022年10个项目清单》",
            "“三个100%”制度",
            "打造3号青创大走廊",
            "PM2.5平均浓度",
            "10—50万元群体",
            "年经营性收入50万元以上的行政村",
            "打造8100产业集群",
            "第3批",
            "4星级以上",
            "公共服务等5方面",
            "3个“1小时交通圈”人口覆盖率",
            "每10万人案件量",
            "10-50万群体",
            "家庭可支配收入10-50万群体比例",
            "16至24岁青年",
            "5家",
            "12345热线",
            "",
            "一号发展工程",
        ] {
            assert_eq!(short(raw), [""; 0], "{raw}");
        }
    }

    proptest! {
        #[test]
        fn ranges_are_in_order(raw in "[新增企业0-9.%万元家个等、,，。;()“”《》以上分之三２年]{0,40}|\\PC{0,20}") {
            let mut end = 0;
            for q in grammar_pack().quantities(&raw) {
                prop_assert!(q.range.start >= end && raw.get(q.range.clone()).is_some());
                prop_assert!(q.number.is_some());
                end = q.range.end;
            }
        }
    }
}
