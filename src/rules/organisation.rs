//! Organisations (单位): is a text the name of one, by its prefix of a level and by its suffix. Lists of them are read in
//! [`super::unit_list`].

use super::rule::Pack;
use super::words::WordList;
use crate::grammar::fold::{fold, half_width};
use std::collections::HashSet;

/// Longest name of an organisation, in characters.
pub(super) const LONGEST_NAME: usize = 32;
/// Longest name with a strong suffix and no level, in characters.
const LONGEST_WITHOUT_LEVEL: usize = 20;
/// Longest name with a level and a weak suffix, in characters.
const LONGEST_WITH_WEAK_SUFFIX: usize = 14;
/// Longest name with a weak suffix only, in characters.
const LONGEST_WEAK: usize = 8;
/// Longest name with 各 in front and no known suffix, in characters.
const LONGEST_EACH: usize = 12;

/// Longest list of units, in characters.
const LONGEST_LIST: usize = 400;

/// What a fragment looks like to someone who expects a list of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnitsLook {
    /// A list of units, or one.
    Sure,
    /// Likely one.
    Likely,
    /// Anything else.
    #[default]
    No,
}

/// How sure it is that a text names an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// It does not.
    No,
    /// Only beside other organisations.
    Weak,
    /// By itself.
    Strong,
}

/// The word lists of `rules/units.toml`, ready for use.
#[derive(Debug, Clone, Default)]
pub struct Organisations {
    /// Whole names that no suffix tells, and all spellings that files list as names of units.
    names: HashSet<String>,
    level: WordList,
    suffix: WordList,
    weak: WordList,
    not: WordList,
    /// Verbs, which begin no name.
    not_begin: WordList,
    pub(super) inseparable: WordList,
    pub(super) lead_marks: WordList,
    pub(super) support_marks: WordList,
}

impl Organisations {
    /// Takes the word lists out of a pack.
    pub fn new(pack: &Pack) -> Organisations {
        let list = |id: &str| pack.list(id).clone();
        Organisations {
            names: names(pack),
            level: list("unit.level"),
            suffix: list("unit.suffix"),
            weak: list("unit.suffix-weak"),
            not: list("unit.not"),
            not_begin: list("unit.not-begin"),
            inseparable: list("unit.inseparable"),
            lead_marks: list("unit.lead-mark"),
            support_marks: list("unit.support-mark"),
        }
    }

    /// Is `name` the name of one organisation.
    pub fn strength(&self, name: &str) -> Strength {
        self.strength_of_folded(&fold(name))
    }

    /// The same for a text that is folded already.
    pub(super) fn strength_of_folded(&self, folded: &str) -> Strength {
        if folded.len() > (LONGEST_NAME + 16) * 4 {
            return Strength::No;
        }
        let core = strip_brackets(folded).trim_matches(['“', '”', '"', '\'', '‘', '’']);
        if self.names.contains(core) || self.names.contains(folded) {
            return Strength::Strong;
        }
        let length = core.chars().count();
        let forbidden = |c: char| c.is_ascii_digit() || "%。:;?!《》".contains(c);
        if !(2..=LONGEST_NAME).contains(&length) || folded.contains(forbidden) {
            return Strength::No;
        }
        let strong = self.suffix.suffix(core).is_some();
        let weak = self.weak.suffix(core).is_some();
        let has_level = self.has_level(core, length);
        let common = self.not.suffix(core).is_some() && !core.starts_with('各');
        if common || !has_level && self.not_begin.prefix(core).is_some() {
            return Strength::No;
        }
        match (strong, weak, has_level) {
            (true, _, true) => Strength::Strong,
            (true, _, false) if length <= LONGEST_WITHOUT_LEVEL => Strength::Strong,
            (_, true, true) if length <= LONGEST_WITH_WEAK_SUFFIX => Strength::Strong,
            (_, true, false) if length <= LONGEST_WEAK => Strength::Weak,
            (_, false, true) if folded.starts_with('各') && length <= LONGEST_EACH => Strength::Weak,
            _ => Strength::No,
        }
    }

    /// Does a folded text begin with the word of a level, with two characters or more behind it and nothing that no
    /// name of a unit holds.
    pub fn begins_with_level(&self, folded: &str) -> bool {
        let plain = !folded.contains(|c: char| c.is_ascii_digit() || "%。:;,、?!《》".contains(c));
        plain && self.has_level(folded, folded.chars().count())
    }

    /// Does it begin with the word of a level, with two characters or more behind it?
    pub(super) fn has_level(&self, core: &str, length: usize) -> bool {
        self.level.prefixes(core).any(|prefix| length > core[..prefix].chars().count() + 1)
    }

    /// Does a text look like a list of units.
    pub fn look(&self, pack: &Pack, raw: &str) -> UnitsLook {
        let separator = |c: char| c.is_whitespace() || "、,;".contains(half_width(c));
        let first = raw.split(separator).next().unwrap_or(raw);
        if raw.chars().nth(LONGEST_LIST).is_some() || first.chars().count() > LONGEST_NAME + 8 {
            return UnitsLook::No;
        }
        match self.read_list(pack, raw.trim_matches(separator)) {
            Some(list) if list.units.is_empty() => UnitsLook::No,
            Some(list) if list.sure => UnitsLook::Sure,
            Some(_) => UnitsLook::Likely,
            None if self.are_mostly_units(raw) => UnitsLook::Likely,
            None => UnitsLook::No,
        }
    }
}

fn names(pack: &Pack) -> HashSet<String> {
    let listed = pack.words("unit.name").iter().cloned();
    let aliases = pack.aliases.all().into_iter().flat_map(|(spelling, name)| [spelling, fold(&name)]);
    listed.chain(aliases).collect()
}

/// A name without its closing bracket: "市财政局(市国资委)" ends like 市财政局.
fn strip_brackets(name: &str) -> &str {
    match name.rfind(['(', '〔', '[', '【']) {
        Some(at) if at > 0 && name.ends_with([')', '〕', ']', '】']) => &name[..at],
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::unit_rules;

    #[test]
    fn names_by_prefix_and_suffix() {
        let (_, organisations) = unit_rules();
        for (strength, names) in [
            (
                Strength::Strong,
                &[
                    "市发改委",
                    "县府办",
                    "省生态环境厅",
                    "州林草局",
                    "旗农牧和科技局",
                    "团市委",
                    "临屿海关",
                    "国家税务总局临屿市税务局",
                    "市财政局(市国资委)",
                    "“小岛”专班",
                    "各县(市、区)人民政府",
                ][..],
            ),
            (Strength::Weak, &["望江镇", "发改委", "各功能片", "财政厅"]),
            (
                Strength::No,
                &[
                    "数字经济",
                    "建设区域医疗中心",
                    "市",
                    "2022年",
                    "全社会研发投入",
                    "一体化示范区",
                    "《条例》",
                    "局",
                    "推进社区卫生服务中心",
                    "失业率(%)",
                ],
            ),
        ] {
            for name in names {
                assert_eq!(organisations.strength(name), strength, "{name}");
            }
        }
    }
}
