//! Names of regions (行政区划名) by the grammar of their suffixes: 某某省, 某某市, 某某县, 某某区, 某某镇.
//!
//! Chinese does not mark where a word begins, so a name counts only where something before it ends: the beginning of
//! the text, punctuation, another region, or one of the words given. Names of levels that contain each other follow one
//! another (某某市某某县某某镇) and are read as a chain.

/// Level of a region, told from the suffix of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegionLevel {
    /// 省、自治区
    Province,
    /// 市、自治州、盟、地区
    City,
    /// 县、区、旗、新区
    County,
    /// 镇、乡、街道
    Town,
}

/// Words that part names from the text around them.
#[derive(Debug, Clone, Copy)]
pub struct RegionWords<'a> {
    /// Words behind which a name may begin (中共, 关于印发).
    pub before: &'a [String],
    /// Endings that are no region although they look like one (社区, 示范区).
    pub not: &'a [String],
    /// Beginnings of no name: verbs and function words (完成, 各).
    pub not_begin: &'a [String],
    /// What may not follow a name: 市 of 市场, 县 of 县级.
    pub not_before: &'a [String],
}

/// A suffix of names with the level it states and the least number of characters before it.
const SUFFIXES: &[(&str, RegionLevel, usize)] = &[
    ("自治区", RegionLevel::Province, 2),
    ("特别行政区", RegionLevel::Province, 2),
    ("省", RegionLevel::Province, 2),
    ("自治州", RegionLevel::City, 2),
    ("自治县", RegionLevel::County, 2),
    ("自治旗", RegionLevel::County, 2),
    ("开发区", RegionLevel::County, 2),
    ("高新区", RegionLevel::County, 2),
    ("管理区", RegionLevel::County, 2),
    ("新区", RegionLevel::County, 2),
    ("地区", RegionLevel::City, 2),
    ("市", RegionLevel::City, 2),
    ("州", RegionLevel::City, 2),
    ("盟", RegionLevel::City, 2),
    ("县", RegionLevel::County, 1),
    ("区", RegionLevel::County, 2),
    ("旗", RegionLevel::County, 2),
    ("街道", RegionLevel::Town, 2),
    ("镇", RegionLevel::Town, 1),
    ("乡", RegionLevel::Town, 1),
];

/// Most characters before a suffix; those of an autonomous region (自治) name peoples and may be more.
const LONGEST_STEM: usize = 6;
const LONGEST_AUTONOMOUS_STEM: usize = 14;

/// The names of regions in a folded text, in order.
///
/// ```
/// use gongwen::grammar::region::{RegionWords, names};
/// let words = RegionWords { before: &["年".to_string()], not: &[], not_begin: &[], not_before: &[] };
/// assert_eq!(names("2024年临屿市望洲区工作要点", words), ["临屿市", "望洲区"]);
/// ```
pub fn names<'t>(folded: &'t str, words: RegionWords<'_>) -> Vec<&'t str> {
    let starts = starts(folded, words.before);
    let mut out = Vec::new();
    let mut end = 0;
    for (at, &start) in starts.iter().enumerate() {
        let found = chain(&folded[start..], words);
        let Some(first) = found.first().filter(|_| start >= end) else { continue };
        // 年 of "年临屿市" leads to the name, 和 of 和田市 begins it.
        let later = starts[at + 1..].iter().take_while(|&&later| later < start + first.len());
        if later.into_iter().any(|&later| !chain(&folded[later..], words).is_empty()) {
            continue;
        }
        end = start + found.iter().map(|name| name.len()).sum::<usize>();
        out.extend(found);
    }
    out
}

/// The names that follow one another at the beginning of a folded text, from the outermost to the innermost.
pub fn chain<'t>(folded: &'t str, words: RegionWords<'_>) -> Vec<&'t str> {
    let mut out = Vec::new();
    let mut rest = folded;
    let mut outer = None;
    while let Some((name, level)) = first_name(rest, outer, words) {
        out.push(name);
        rest = &rest[name.len()..];
        outer = Some(level);
    }
    out
}

/// Level of a name; None when it ends in no suffix of a region.
pub fn level(name: &str) -> Option<RegionLevel> {
    SUFFIXES.iter().find(|(suffix, _, _)| name.ends_with(suffix)).map(|(_, level, _)| *level)
}

/// The shortest name at the beginning whose level is not above the one around it.
fn first_name<'t>(text: &'t str, outer: Option<RegionLevel>, words: RegionWords<'_>) -> Option<(&'t str, RegionLevel)> {
    for (stem, (at, c)) in text.char_indices().enumerate() {
        let here = SUFFIXES.iter().find(|(suffix, _, least)| stem >= *least && text[at..].starts_with(suffix));
        if let Some(&(suffix, level, _)) = here {
            let end = at + suffix.len();
            let autonomous = suffix.starts_with("自治");
            let short = stem <= if autonomous { LONGEST_AUTONOMOUS_STEM } else { LONGEST_STEM };
            let sound = short && fits(outer, level) && is_name(&text[..end], &text[end..], words);
            return sound.then_some((&text[..end], level));
        }
        if !is_han(c) || stem == LONGEST_AUTONOMOUS_STEM {
            return None;
        }
    }
    None
}

/// A county-level city lies in a city, so one city may stand in another; else levels fall.
fn fits(outer: Option<RegionLevel>, level: RegionLevel) -> bool {
    outer.is_none_or(|outer| outer < level || outer == RegionLevel::City && level == RegionLevel::City)
}

fn is_name(name: &str, behind: &str, words: RegionWords<'_>) -> bool {
    let ends = |list: &[String]| list.iter().any(|word| name.ends_with(word.as_str()));
    let begins = |list: &[String], text: &str| list.iter().any(|word| text.starts_with(word.as_str()));
    let led = words.before.iter().filter_map(|word| name.strip_prefix(word.as_str()));
    let led = led.filter(|rest| rest.chars().count() > 2).any(|rest| begins(words.not_begin, rest));
    let last = name.chars().next_back().map_or(0, char::len_utf8);
    let cut = words.not_before.iter().any(|word| {
        let own = &name[name.len() - last..];
        word.strip_prefix(own).is_some_and(|rest| behind.starts_with(rest))
    });
    !ends(words.not) && !begins(words.not_begin, name) && !led && !cut && !is_enumerated(behind)
}

/// "省、市" and "县(区)" behind a name mean that it names a level and no region.
fn is_enumerated(behind: &str) -> bool {
    let rest = behind.strip_prefix(['、', '(']);
    rest.is_some_and(|rest| {
        let mut chars = rest.chars();
        let level = chars.next().is_some_and(|c| "省市县区州盟旗镇乡".contains(c));
        level && chars.next().is_none_or(|c| "、)级委政".contains(c))
    })
}

/// The places at which a name may begin.
fn starts(folded: &str, before: &[String]) -> Vec<usize> {
    let ends: Vec<char> = before.iter().filter_map(|w| w.chars().next_back()).collect();
    let mut out = vec![0];
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        let word = || before.iter().any(|w| folded[..end].ends_with(w.as_str()));
        if !is_han(c) || ends.contains(&c) && word() {
            out.push(end);
        }
    }
    out
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|w| w.to_string()).collect()
    }

    fn read(text: &str) -> Vec<String> {
        let (before, not) = (list(&["中共", "年", "年度", "关于印发"]), list(&["社区", "示范区", "园区", "小镇"]));
        let (not_begin, not_before) = (list(&["完成", "各", "全"]), list(&["市场", "市区", "市级", "县级", "市直"]));
        let words = RegionWords { before: &before, not: &not, not_begin: &not_begin, not_before: &not_before };
        names(text, words).into_iter().map(str::to_string).collect()
    }

    #[test]
    fn names_begin_where_something_ends() {
        for (text, wanted) in [
            ("临屿市人民政府办公室", &["临屿市"][..]),
            ("江宁市望洲区经信局", &["江宁市", "望洲区"]),
            ("(中共临屿市委员会代章)", &["临屿市"]),
            ("落实《临屿市数字经济规划》", &["临屿市"]),
            ("2008年度临屿市任务", &["临屿市"]),
            ("澜州市屿川区渡市镇人民政府", &["澜州市", "屿川区", "渡市镇"]),
            ("北屿盟行政公署", &["北屿盟"]),
            ("南岭傣族景颇族自治州人民政府", &["南岭傣族景颇族自治州"]),
            ("云岭壮族自治区临屿市", &["云岭壮族自治区", "临屿市"]),
            ("第十六师云屿市2018年民生实事", &["第十六师云屿市"]),
            ("泾县人民政府", &["泾县"]),
            ("2024年和田市", &["和田市"]),
            ("成都市、厦门市", &["成都市", "厦门市"]),
            ("望海新区管理委员会", &["望海新区"]),
            ("临湖街道、望塔街道", &["临湖街道", "望塔街道"]),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_names_no_region() {
        for text in [
            "全面推进示范区建设",
            "市发改委、县经信局",
            "完成省、市下达的任务",
            "完成省下达的任务",
            "各街道市容管理",
            "城市品质提升",
            "农产品市场",
            "净化市区环境",
            "特色小镇",
            "",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn levels_follow_from_suffixes() {
        for (name, wanted) in [
            ("云岭省", RegionLevel::Province),
            ("云岭壮族自治区", RegionLevel::Province),
            ("临屿市", RegionLevel::City),
            ("北屿盟", RegionLevel::City),
            ("望洲区", RegionLevel::County),
            ("屿左旗", RegionLevel::County),
            ("渡口镇", RegionLevel::Town),
        ] {
            assert_eq!(level(name), Some(wanted), "{name}");
        }
        assert_eq!(level("临屿"), None);
    }

    proptest! {
        #[test]
        fn names_stand_in_the_text(text in "[临屿江宁市县区省州镇各完成年()、自治甲乙]{0,20}|\\PC{0,12}") {
            for name in read(&text) {
                prop_assert!(text.contains(&name) && level(&name).is_some());
            }
        }
    }
}
