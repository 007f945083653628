//! Names of regions (行政区划名) by the grammar of their suffixes: 某某省, 某某自治州, 某某市, 某某县, 某某旗, 某某镇.
//!
//! Chinese does not mark where a word begins, so a name counts only where something before it ends: the beginning of
//! the text, punctuation, another region, or one of the words given. No name is known beforehand.

/// Longest name in front of its suffix, in characters.
const LONGEST_NAME: usize = 4;
/// Longest name in front of 旗: 科尔沁右翼前旗, 达尔罕茂明安联合旗.
const LONGEST_BEFORE_BANNER: usize = 8;
/// Longest name in front of 自治区, 自治州, 自治县, 自治旗, which often carry the names of several peoples.
const LONGEST_BEFORE_AUTONOMY: usize = 14;

/// Level of a region, told from the suffix of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionLevel {
    /// 省、自治区
    Province,
    /// 市、自治州、盟
    City,
    /// 县、区、旗
    County,
    /// 镇、乡、街道
    Town,
}

/// The words of the grammar, from the rule files.
#[derive(Debug, Clone, Default)]
pub struct RegionWords {
    /// Suffixes with their levels, longer ones first.
    suffixes: Vec<(String, RegionLevel)>,
    /// Their last characters.
    ends: Vec<char>,
    /// Words behind which a name may begin (中共).
    before: Vec<String>,
    before_ends: Vec<char>,
    /// Endings that are no region although they look like one (社区, 示范区).
    not: Vec<String>,
}

impl RegionWords {
    /// The grammar of these words, all of them folded.
    pub fn new(suffixes: Vec<(String, RegionLevel)>, before: Vec<String>, not: Vec<String>) -> RegionWords {
        let mut suffixes = suffixes;
        suffixes.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        let last = |words: &mut dyn Iterator<Item = &String>| -> Vec<char> {
            let mut ends: Vec<char> = words.filter_map(|word| word.chars().next_back()).collect();
            ends.sort_unstable();
            ends.dedup();
            ends
        };
        let ends = last(&mut suffixes.iter().map(|(suffix, _)| suffix));
        let before_ends = last(&mut before.iter());
        RegionWords { suffixes, ends, before, before_ends, not }
    }

    /// The names of regions in a folded text, in order.
    pub fn names(&self, folded: &str) -> Vec<String> {
        let mut out = Vec::new();
        // The last two places at which a name may begin.
        let mut starts = [0, 0];
        for (at, c) in folded.char_indices() {
            let end = at + c.len_utf8();
            let word_ends =
                self.before_ends.contains(&c) && self.before.iter().any(|word| folded[..end].ends_with(word.as_str()));
            if !is_han(c) || word_ends {
                starts = [end, starts[0]];
            }
            if !self.ends.contains(&c) {
                continue;
            }
            let found = starts.into_iter().map(|start| &folded[start..end]).find(|name| self.is_name(name));
            if let Some(name) = found {
                out.push(name.to_string());
                starts = [end, starts[0]];
            }
        }
        out
    }

    /// Level of a name; None when it ends in no suffix of a region.
    pub fn level(&self, name: &str) -> Option<RegionLevel> {
        self.suffix(name).map(|(_, level)| *level)
    }

    fn suffix(&self, name: &str) -> Option<&(String, RegionLevel)> {
        self.suffixes.iter().find(|(suffix, _)| name.ends_with(suffix.as_str()))
    }

    fn is_name(&self, text: &str) -> bool {
        let Some((suffix, _)) = self.suffix(text) else { return false };
        let name = &text[..text.len() - suffix.len()];
        let longest = match suffix.as_str() {
            autonomy if autonomy.starts_with("自治") => LONGEST_BEFORE_AUTONOMY,
            "旗" => LONGEST_BEFORE_BANNER,
            _ => LONGEST_NAME,
        };
        // One character before a suffix of one is mostly a common word (外省, 各县).
        let least = if suffix.chars().count() == 1 { 2 } else { 1 };
        (least..=longest).contains(&name.chars().count())
            && text.chars().all(is_han)
            && !self.not.iter().any(|word| text.ends_with(word.as_str()))
            && !has_inner_suffix(name)
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A suffix inside a name means that two names, or a name and a common word, were taken for one.
fn has_inner_suffix(name: &str) -> bool {
    name.chars().skip(1).any(|c| matches!(c, '省' | '市' | '县' | '区'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> RegionWords {
        use RegionLevel::*;
        let suffixes = [
            ("省", Province),
            ("自治区", Province),
            ("市", City),
            ("自治州", City),
            ("盟", City),
            ("县", County),
            ("自治县", County),
            ("区", County),
            ("旗", County),
            ("镇", Town),
            ("街道", Town),
        ];
        let owned = |words: &[&str]| words.iter().map(|word| word.to_string()).collect();
        let suffixes = suffixes.map(|(suffix, level)| (suffix.to_string(), level)).to_vec();
        RegionWords::new(suffixes, owned(&["中共", "推进"]), owned(&["社区", "示范区", "联盟", "小镇"]))
    }

    #[test]
    fn names_begin_where_something_ends() {
        let words = words();
        for (text, names) in [
            ("临屿市人民政府办公室", &["临屿市"][..]),
            ("江宁市望洲区经信局", &["江宁市", "望洲区"]),
            ("(中共临屿市委员会代章)", &["临屿市"]),
            ("落实《临屿市数字经济规划》", &["临屿市"]),
            ("全面推进示范区建设", &[]),
            ("市发改委、县经信局", &[]),
            ("白鹿回族自治区人民政府", &["白鹿回族自治区"]),
            ("云岭傣族景颇族自治州发改委", &["云岭傣族景颇族自治州"]),
            ("望江侗族自治县人民政府", &["望江侗族自治县"]),
            ("白音河盟行政公署", &["白音河盟"]),
            ("白音河右翼前旗农牧局", &["白音河右翼前旗"]),
            ("临江街道办事处", &["临江街道"]),
            ("建设特色小镇", &[]),
            ("产业联盟", &[]),
        ] {
            assert_eq!(words.names(text), names, "{text}");
        }
    }

    #[test]
    fn the_longest_suffix_tells_the_level() {
        let words = words();
        for (name, level) in [
            ("望洲区", Some(RegionLevel::County)),
            ("白鹿回族自治区", Some(RegionLevel::Province)),
            ("云岭傣族自治州", Some(RegionLevel::City)),
            ("白音河盟", Some(RegionLevel::City)),
            ("临江街道", Some(RegionLevel::Town)),
            ("海湾", None),
        ] {
            assert_eq!(words.level(name), level, "{name}");
        }
    }
}
