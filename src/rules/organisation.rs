//! Responsible units (责任单位): is a text the name of an organisation, and which names does a list hold.

use super::rule::Pack;
use crate::grammar::fold::{Folded, fold, half_width};
use std::ops::Range;

/// Longest name of an organisation, in characters.
const LONGEST_NAME: usize = 32;

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

/// The part that a list states for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedRole {
    /// 牵头
    Lead,
    /// 配合
    Support,
}

/// A unit of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMention {
    /// Name as printed, without line breaks.
    pub name: String,
    /// Place in the raw text, in bytes.
    pub range: Range<usize>,
    /// The part the list states for it, if it does.
    pub role: Option<StatedRole>,
}

/// A list of units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitList {
    /// The units in printed order.
    pub units: Vec<UnitMention>,
    /// The list says that its first unit leads, here and in what follows.
    pub first_leads: bool,
    /// Lowest strength among the units.
    pub sure: bool,
}

/// The word lists of `rules/units.toml`, ready for use.
#[derive(Debug, Clone, Default)]
pub struct Organisations {
    level: Vec<String>,
    suffix: Vec<String>,
    weak: Vec<String>,
    not: Vec<String>,
}

impl Organisations {
    /// Takes the word lists out of a pack.
    pub fn new(pack: &Pack) -> Organisations {
        let words = |id: &str| pack.words(id).to_vec();
        Organisations {
            level: words("unit.level"),
            suffix: words("unit.suffix"),
            weak: words("unit.suffix-weak"),
            not: words("unit.not"),
        }
    }

    /// Is `name` the name of one organisation.
    pub fn strength(&self, name: &str) -> Strength {
        let folded = fold(name);
        let core = strip_brackets(&folded).trim_matches(['“', '”', '"', '\'', '‘', '’']);
        let length = core.chars().count();
        let forbidden = |c: char| c.is_ascii_digit() || "%。:;?!《》".contains(c);
        if !(2..=LONGEST_NAME).contains(&length) || folded.chars().any(forbidden) {
            return Strength::No;
        }
        if self.not.iter().any(|w| core.ends_with(w.as_str())) && !self.has_level(core) {
            return Strength::No;
        }
        let strong = self.suffix.iter().any(|s| core.ends_with(s.as_str()) || core.ends_with(&format!("{s}”")));
        let weak = self.weak.iter().any(|s| core.ends_with(s.as_str()));
        match (strong, weak, self.has_level(core)) {
            (true, _, true) => Strength::Strong,
            (true, _, false) if length <= 20 => Strength::Strong,
            (_, true, true) if length <= 14 => Strength::Strong,
            (_, true, false) if length <= 8 => Strength::Weak,
            (_, false, true) if folded.starts_with('各') && length <= 12 => Strength::Weak,
            _ => Strength::No,
        }
    }

    fn has_level(&self, core: &str) -> bool {
        self.level.iter().any(|p| core.starts_with(p.as_str()) && core.chars().count() > p.chars().count() + 1)
    }

    /// Reads a whole text as a list of units; None when it is no such list.
    ///
    /// Blanks and line breaks separate units where both sides are units by themselves and join them where they are
    /// not, so that "市生态环境局↵某县分局" is one unit and "市发改委↵市经信局" are two.
    pub fn read_list(&self, pack: &Pack, raw: &str) -> Option<UnitList> {
        let mut list = UnitList { sure: true, ..UnitList::default() };
        let (raw_end, first_leads) = strip_remarks(pack, raw);
        list.first_leads = first_leads;
        let mut role = None;
        for piece in split_outside_brackets(raw, raw_end) {
            for (range, stated) in self.split_labels(pack, raw, piece, &mut role) {
                for part in self.split_blanks(raw, range) {
                    self.push_unit(raw, part, stated, &mut list)?;
                }
            }
        }
        let strong = list.units.iter().filter(|u| self.strength(&u.name) == Strength::Strong).count();
        list.sure = strong == list.units.len();
        // One sure unit vouches for the weak ones beside it; a list of weak ones alone is something else.
        (strong > 0 || (list.units.len() == 1 && self.is_region_name(&list.units[0].name))).then_some(list)
    }

    /// A county, town or street by itself may answer for a task.
    fn is_region_name(&self, name: &str) -> bool {
        let name = fold(name);
        (3..=5).contains(&name.chars().count()) && name.ends_with(['县', '镇', '乡'])
    }

    fn push_unit(&self, raw: &str, part: Range<usize>, stated: Option<StatedRole>, list: &mut UnitList) -> Option<()> {
        let mut range = trim_range(raw, part);
        let mut role = stated;
        for (mark, r) in [("(牵头)", StatedRole::Lead), ("(配合)", StatedRole::Support), ("牵头", StatedRole::Lead)]
        {
            let folded = Folded::new(&raw[range.clone()]);
            if let Some(rest) = folded.text().strip_suffix(mark) {
                let keep = folded.raw_range(0..rest.len());
                range = range.start..range.start + keep.end;
                role = Some(r);
            }
        }
        if range.is_empty() {
            return Some(());
        }
        let name: String = raw[range.clone()].chars().filter(|c| !c.is_whitespace()).collect();
        if self.strength(&name) == Strength::No {
            return None;
        }
        list.units.push(UnitMention { name, range, role });
        Some(())
    }

    /// Takes "牵头单位:" and "配合单位:" off the front of a piece; the role holds until the next label.
    fn split_labels(
        &self,
        pack: &Pack,
        raw: &str,
        piece: Range<usize>,
        role: &mut Option<StatedRole>,
    ) -> Vec<(Range<usize>, Option<StatedRole>)> {
        let folded = Folded::new(&raw[piece.clone()]);
        for (cue, stated) in [("lead-label", StatedRole::Lead), ("support-label", StatedRole::Support)] {
            if let Some(m) = pack.find_cue(cue, &folded)
                && m.range.start == 0
            {
                *role = Some(stated);
                return vec![(piece.start + m.range.end..piece.end, *role)];
            }
        }
        vec![(piece, *role)]
    }

    /// Cuts a piece at blanks where that gives organisations, and leaves it whole where it does not.
    fn split_blanks(&self, raw: &str, piece: Range<usize>) -> Vec<Range<usize>> {
        let words = words_of(raw, piece.clone());
        if words.len() < 2 {
            return split_adjacent_brackets(raw, piece);
        }
        let mut out: Vec<Range<usize>> = Vec::new();
        for word in words {
            let alone = self.strength(&raw[word.clone()]);
            match out.last_mut() {
                Some(last) if !self.stands_alone(raw, last, &word, alone) => last.end = word.end,
                _ => out.push(word),
            }
        }
        out
    }

    /// Is the word behind `last` a unit of its own and not the rest of that name.
    fn stands_alone(&self, raw: &str, last: &Range<usize>, word: &Range<usize>, alone: Strength) -> bool {
        let text = fold(&raw[word.clone()]);
        let branch = text.ends_with("分局") && !self.has_level(&text);
        let begins_anew = alone == Strength::Strong || (self.has_level(&text) && text.chars().count() >= 4);
        self.strength(&raw[last.clone()]) == Strength::Strong && begins_anew && !branch
    }

    /// What it costs to take a text for a list of units: negative speaks for it (`tables.md`, "acceptors").
    pub fn cost(&self, pack: &Pack, raw: &str) -> f32 {
        let length = raw.chars().count();
        let separator = |c: char| c.is_whitespace() || "、,;".contains(half_width(c));
        let first = raw.split(separator).next().unwrap_or(raw);
        if length > 400 || first.chars().count() > LONGEST_NAME + 8 {
            return 9.0;
        }
        match self.read_list(pack, raw.trim_matches(separator)) {
            Some(list) if list.units.is_empty() => 9.0,
            Some(list) if list.sure => -1.2,
            Some(_) => 0.2,
            None if self.are_mostly_units(raw) => 0.6,
            None if length <= 8 => 4.0,
            None => 9.0,
        }
    }

    /// One unit that no rule knows does not make a list of units something else.
    fn are_mostly_units(&self, raw: &str) -> bool {
        let pieces = split_outside_brackets(raw, raw.len());
        let strength = |piece: &Range<usize>| self.strength(raw[piece.clone()].trim());
        let sure = pieces.iter().filter(|piece| strength(piece) == Strength::Strong).count();
        let short = pieces.iter().all(|piece| raw[piece.clone()].chars().count() <= LONGEST_NAME / 2);
        pieces.len() > 1 && short && 2 * sure >= pieces.len() && !raw.contains(['。', '《'])
    }
}

/// A name without its closing bracket: "市财政局(市国资委)" ends like 市财政局.
fn strip_brackets(name: &str) -> &str {
    let open = ['(', '〔', '[', '【'];
    match name.rfind(open) {
        Some(at) if at > 0 && name.ends_with([')', '〕', ']', '】']) => &name[..at],
        _ => name,
    }
}

/// The end of the list before trailing remarks, and whether it says that the first unit leads.
fn strip_remarks(pack: &Pack, raw: &str) -> (usize, bool) {
    let mut end = raw.trim_end_matches(|c: char| c.is_whitespace() || "。.;".contains(half_width(c))).len();
    let mut first_leads = false;
    loop {
        let folded = Folded::new(&raw[..end]);
        let leads = pack.find_cue("first-leads", &folded);
        first_leads |= leads.is_some();
        let remark = leads.or_else(|| pack.find_cue("unit-remark", &folded));
        match remark {
            Some(m) if m.range.start > 0 => end = m.range.start,
            _ => return (end, first_leads),
        }
    }
}

/// The pieces between separators that stand outside brackets and quotes.
fn split_outside_brackets(raw: &str, end: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut depth, mut start) = (0i32, 0);
    for (at, c) in raw[..end].char_indices() {
        match half_width(c) {
            '(' | '〔' | '[' | '【' | '“' => depth += 1,
            ')' | '〕' | ']' | '】' | '”' => depth -= 1,
            '、' | ',' | ';' | '。' if depth <= 0 => {
                out.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    out.push(start..end);
    out.retain(|r| !raw[r.clone()].trim().is_empty());
    out
}

/// "(区交通局)(区发改局)" are two units in brackets of their own.
fn split_adjacent_brackets(raw: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let text = raw[piece.clone()].trim();
    if !(text.starts_with(|c| half_width(c) == '(') && text.ends_with(|c| half_width(c) == ')')) {
        return vec![piece];
    }
    let offset = piece.start + raw[piece.clone()].find(text).unwrap_or(0);
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if half_width(c) == '(' && start.is_none() {
            start = Some(offset + at + c.len_utf8());
        } else if half_width(c) == ')'
            && let Some(from) = start.take()
        {
            out.push(from..offset + at);
        }
    }
    out
}

fn words_of(raw: &str, piece: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in raw[piece.clone()].char_indices() {
        let at = piece.start + at;
        if !c.is_whitespace() {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            out.push(from..at);
        }
    }
    out.extend(start.map(|from| from..piece.end));
    out
}

fn trim_range(raw: &str, range: Range<usize>) -> Range<usize> {
    let text = &raw[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    start..(range.start + text.trim_end().len()).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load() -> (Pack, Organisations) {
        let mut pack = Pack::default();
        pack.add("units.toml", include_str!("../../rules/units.toml")).unwrap();
        let organisations = Organisations::new(&pack);
        (pack, organisations)
    }

    fn names(raw: &str) -> Option<Vec<String>> {
        let (pack, organisations) = load();
        let list = organisations.read_list(&pack, raw)?;
        Some(list.units.into_iter().map(|u| u.name).collect())
    }

    #[test]
    fn lists_as_they_are_printed() {
        for (raw, wanted) in [
            ("市发改委", vec!["市发改委"]),
            ("市发改委\n市经信局\n市农业农村局", vec!["市发改委", "市经信局", "市农业农村局"]),
            ("市农业农村局 市海洋经济局", vec!["市农业农村局", "市海洋经济局"]),
            ("县经信局、\n县发改局", vec!["县经信局", "县发改局"]),
            ("市生态环境局\n望洲分局", vec!["市生态环境局望洲分局"]),
            ("自贸区“两局一\n中心”", vec!["自贸区“两局一中心”"]),
            (
                "市财政局(市国资委)、市属各国有企业(列第一位者为牵头单位,下同)",
                vec!["市财政局(市国资委)", "市属各国有企业"],
            ),
            ("县发改局、县投促中心。列第一位的为牵头单位,下同", vec!["县发改局", "县投促中心"]),
            ("县司法局、县委政法委按职责各自牵头负责", vec!["县司法局", "县委政法委"]),
            ("县文旅局、县卫健局等相关部门", vec!["县文旅局", "县卫健局"]),
            ("市经信局,各县(区)政府、功能区管委会", vec!["市经信局", "各县(区)政府", "功能区管委会"]),
            ("(区交通局)(区发改局)", vec!["区交通局", "区发改局"]),
            ("人民银行某市分行、市府办〔金融〕", vec!["人民银行某市分行", "市府办〔金融〕"]),
            ("“小岛”专班、市发改委", vec!["“小岛”专班", "市发改委"]),
            (
                "区科技局、江畔街道、经济开发区、宁南新城管理中心",
                vec!["区科技局", "江畔街道", "经济开发区", "宁南新城管理中心"],
            ),
            ("各乡镇、各部门", vec!["各乡镇", "各部门"]),
            ("县海洋与渔业局\n、县经信局", vec!["县海洋与渔业局", "县经信局"]),
            ("新城管委会、", vec!["新城管委会"]),
            ("县人大、县政协、团县委", vec!["县人大", "县政协", "团县委"]),
            ("望洲县", vec!["望洲县"]),
        ] {
            assert_eq!(names(raw), Some(wanted.into_iter().map(String::from).collect()), "{raw}");
        }
    }

    #[test]
    fn what_is_no_list_of_units() {
        for raw in [
            "法律援助市域内100%通办",
            "交通出行",
            "经济高质量发展",
            "推进城乡风貌整治提升",
            "按三口之家计算",
            "%",
            "16",
            "2022年",
            "评价指标",
            "城乡",
        ] {
            assert_eq!(names(raw), None, "{raw}");
        }
    }

    #[test]
    fn stated_roles_hold_until_the_next_label() {
        let (pack, organisations) = load();
        let list = organisations.read_list(&pack, "牵头单位:市发改委;配合单位:市财政局、市水利局").unwrap();
        let roles: Vec<_> = list.units.iter().map(|u| u.role).collect();
        assert_eq!(roles, [Some(StatedRole::Lead), Some(StatedRole::Support), Some(StatedRole::Support)]);
    }

    #[test]
    fn every_unit_knows_its_place() {
        let (pack, organisations) = load();
        let raw = " 市发改委、 市经信局(牵头)";
        let list = organisations.read_list(&pack, raw).unwrap();
        assert_eq!(&raw[list.units[1].range.clone()], "市经信局");
        assert_eq!(list.units[1].role, Some(StatedRole::Lead));
    }
}
