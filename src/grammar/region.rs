//! Names of regions (行政区划名) by the grammar of their suffixes: 某某省, 某某市, 某某县, 某某区.
//!
//! Chinese does not mark where a word begins, so a name counts only where something before it ends: the beginning of
//! the text, punctuation, another region, or one of the words given.

/// Longest name in front of its suffix, in characters.
const LONGEST_NAME: usize = 4;

/// The names of regions in a folded text, in order; `before` are words behind which a name may begin (中共), `not`
/// are endings that are no region although they look like one (社区, 示范区).
pub fn names(folded: &str, before: &[String], not: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let before_ends: Vec<char> = before.iter().filter_map(|w| w.chars().next_back()).collect();
    // The last two places at which a name may begin.
    let mut starts = [0, 0];
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        if !is_han(c) || before_ends.contains(&c) && before.iter().any(|w| folded[..end].ends_with(w.as_str())) {
            starts = [end, starts[0]];
        }
        if !matches!(c, '省' | '市' | '县' | '区' | '州' | '旗') {
            continue;
        }
        let found = starts.into_iter().map(|start| &folded[start..end]).find(|name| {
            let length = name.chars().count();
            let plain = (3..=LONGEST_NAME + 1).contains(&length) && name.chars().all(is_han);
            plain && !not.iter().any(|w| name.ends_with(w.as_str())) && !has_inner_suffix(name)
        });
        if let Some(name) = found {
            out.push(name.to_string());
            starts = [end, starts[0]];
        }
    }
    out
}

/// Level of a region, told from the suffix of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionLevel {
    /// 省
    Province,
    /// 市、自治州
    City,
    /// 县、区、旗
    County,
}

/// Level of a name; None when it ends in no suffix of a region.
pub fn level(name: &str) -> Option<RegionLevel> {
    match name.chars().last()? {
        '省' => Some(RegionLevel::Province),
        '市' | '州' => Some(RegionLevel::City),
        '县' | '区' | '旗' => Some(RegionLevel::County),
        _ => None,
    }
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A suffix inside a name means that two names, or a name and a common word, were taken for one.
fn has_inner_suffix(name: &str) -> bool {
    let count = name.chars().count();
    name.chars().take(count - 1).skip(1).any(|c| matches!(c, '省' | '市' | '县' | '区'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_where_something_ends() {
        let before = ["中共".to_string()];
        let not = ["社区".to_string(), "示范区".to_string()];
        let read = |text: &str| names(text, &before, &not);
        assert_eq!(read("临屿市人民政府办公室"), ["临屿市"]);
        assert_eq!(read("江宁市望洲区经信局"), ["江宁市", "望洲区"]);
        assert_eq!(read("(中共临屿市委员会代章)"), ["临屿市"]);
        assert_eq!(read("落实《临屿市数字经济规划》"), ["临屿市"]);
        assert_eq!(read("全面推进示范区建设"), Vec::<String>::new());
        assert_eq!(read("市发改委、县经信局"), Vec::<String>::new());
        assert_eq!(level("望洲区"), Some(RegionLevel::County));
    }
}
