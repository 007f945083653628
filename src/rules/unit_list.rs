//! Lists of responsible units (责任单位): which names a text holds, and which part it states for each.

use super::organisation::{Organisations, Strength};
use super::rule::Pack;
use super::trace;
use crate::grammar::fold::{Folded, fold, half_width};
use std::ops::Range;

/// Signs before a name that mark the leading unit.
const LEAD_SIGNS: [char; 5] = ['*', '★', '☆', '▲', '△'];
/// A unit that is printed behind another one without a separator has at least as many characters.
const SHORTEST_GLUED: usize = 3;

/// A name that no rule knows counts as a unit beside others when it is no longer than this.
const LONGEST_UNKNOWN_NAME: usize = 16;

/// "望洲分局" is a branch of the unit before it; a longer name stands for itself. In characters.
const LONGEST_BRANCH: usize = 5;

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
    /// Every name is certain by itself.
    pub sure: bool,
}

/// What a label before units says (牵头单位:, 配合单位:, 责任单位:).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Role(StatedRole),
    /// 责任单位 leads where others support and supports where others lead.
    Responsible,
}

/// A list being read.
struct Reader<'a> {
    organisations: &'a Organisations,
    pack: &'a Pack,
    raw: &'a str,
    label: Option<Label>,
    list: UnitList,
    /// For each unit, does it stand behind 责任单位.
    responsible: Vec<bool>,
    /// Units from here on take the part that a "…配合" behind them states.
    first_unmarked: usize,
}

impl Organisations {
    /// Reads a whole text as a list of units; None when it is no such list.
    ///
    /// Blanks and line breaks separate units where both sides are units by themselves and join them where they are
    /// not, so that "市生态环境局↵某县分局" is one unit and "市发改委↵市经信局" are two.
    pub fn read_list(&self, pack: &Pack, raw: &str) -> Option<UnitList> {
        let list = self.list_of(pack, raw);
        if trace::is_on() && trace::wants(&fold(raw)) {
            let names =
                |list: &UnitList| list.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
            trace::note("责任单位的名单".to_string(), &fold(raw), std::iter::empty(), None, list.as_ref().map(names));
        }
        list
    }

    fn list_of(&self, pack: &Pack, raw: &str) -> Option<UnitList> {
        if raw.chars().any(|c| matches!(half_width(c), '0'..='9' | '%' | '《')) {
            return None;
        }
        let (end, first_leads) = strip_remarks(pack, raw);
        let mut reader = Reader {
            organisations: self,
            pack,
            raw,
            label: None,
            list: UnitList { first_leads, ..UnitList::default() },
            responsible: Vec::new(),
            first_unmarked: 0,
        };
        for piece in split_outside_brackets(raw, end) {
            reader.piece(piece)?;
        }
        reader.finish()
    }

    /// One name that no rule knows does not make a list of units something else.
    pub(super) fn are_mostly_units(&self, raw: &str) -> bool {
        let pieces = split_outside_brackets(raw, raw.len());
        let sure = pieces.iter().filter(|p| self.strength(raw[(*p).clone()].trim()) == Strength::Strong).count();
        let short = pieces.iter().all(|p| raw[p.clone()].chars().count() <= LONGEST_UNKNOWN_NAME);
        pieces.len() > 1 && short && 2 * sure >= pieces.len() && !raw.contains(['。', '《'])
    }

    /// A county, town or street by itself may answer for a task.
    fn is_region_name(&self, name: &str) -> bool {
        let name: String = name.chars().map(half_width).collect();
        (3..=5).contains(&name.chars().count())
            && name.ends_with(['县', '镇', '乡'])
            && self.strength_of_folded(&name) != Strength::No
    }

    /// Where a name ends and the next one begins without a separator: 市财政局|市人社局.
    fn glued(&self, folded: &str) -> Option<usize> {
        let level = folded.chars().next().filter(|c| matches!(c, '省' | '市' | '县' | '区' | '州' | '盟' | '旗'))?;
        let cuts = folded.char_indices().skip(SHORTEST_GLUED).filter(|&(_, c)| c == level).map(|(at, _)| at);
        cuts.into_iter().find(|&at| {
            let (left, right) = folded.split_at(at);
            self.strength_of_folded(left) == Strength::Strong
                && self.strength_of_folded(right) == Strength::Strong
                && self.inseparable.suffix(left).is_none()
                && right.chars().count() >= SHORTEST_GLUED
        })
    }
}

impl Reader<'_> {
    /// A piece between separators: a label, names parted by blanks or by nothing, their marks.
    fn piece(&mut self, piece: Range<usize>) -> Option<()> {
        for piece in self.split_at_labels(piece) {
            let start = self.take_label(&piece);
            for part in self.split_blanks(start..piece.end) {
                self.part(part)?;
            }
        }
        Some(())
    }

    /// A label behind a blank begins a piece of its own.
    fn split_at_labels(&self, piece: Range<usize>) -> Vec<Range<usize>> {
        let words = words_of(self.raw, piece.clone());
        let labelled = words.iter().skip(1).filter(|word| self.raw[(*word).clone()].contains([':', '\u{ff1a}']));
        let mut out = Vec::new();
        let mut start = piece.start;
        for word in labelled {
            out.push(start..word.start);
            start = word.start;
        }
        out.push(start..piece.end);
        out
    }

    /// Takes "牵头单位:" and "配合单位:" off the front of a piece; it holds until the next label.
    fn take_label(&mut self, piece: &Range<usize>) -> usize {
        let text = &self.raw[piece.clone()];
        if !text.contains([':', '\u{ff1a}']) {
            return piece.start;
        }
        let folded = Folded::new(text);
        for (cue, label) in [
            ("lead-label", Label::Role(StatedRole::Lead)),
            ("support-label", Label::Role(StatedRole::Support)),
            ("responsible-label", Label::Responsible),
        ] {
            if let Some(m) = self.pack.find_cue(cue, &folded).filter(|m| m.range.start == 0) {
                self.label = Some(label);
                self.first_unmarked = self.list.units.len();
                return piece.start + m.range.end;
            }
        }
        piece.start
    }

    /// Cuts a piece at blanks where that gives organisations, and leaves it whole where it does not.
    fn split_blanks(&self, piece: Range<usize>) -> Vec<Range<usize>> {
        let words = words_of(self.raw, piece.clone());
        let in_brackets = split_adjacent_brackets(self.raw, piece);
        if words.len() < 2 || in_brackets.len() > 1 {
            return in_brackets;
        }
        let mut out: Vec<Range<usize>> = Vec::new();
        for word in words {
            match out.last_mut() {
                Some(last) if !self.stands_alone(last, &word) => last.end = word.end,
                _ => out.push(word),
            }
        }
        out
    }

    /// Is the word behind `last` a unit of its own and not the rest of that name.
    fn stands_alone(&self, last: &Range<usize>, word: &Range<usize>) -> bool {
        let strength = |r: &Range<usize>| {
            let folded = Folded::new(&self.raw[r.clone()]);
            self.organisations.strength_of_folded(&folded.text()[self.unmarked(folded.text()).0])
        };
        let text = &self.raw[word.clone()];
        let length = text.chars().count();
        let of_that = length <= LONGEST_BRANCH || self.raw[last.clone()].ends_with("总局");
        let leveled = self.organisations.has_level(text, length);
        let branch = text.ends_with("分局") && of_that && !leveled;
        let begins_anew = strength(word) == Strength::Strong || (length > SHORTEST_GLUED && leveled);
        !branch && begins_anew && strength(last) == Strength::Strong
    }

    /// One name or several that nothing parts, with the mark of a part behind it.
    fn part(&mut self, part: Range<usize>) -> Option<()> {
        let part = trim_range(self.raw, part);
        if part.is_empty() {
            return Some(());
        }
        let folded = Folded::new(&self.raw[part.clone()]);
        let text = folded.text();
        let (name, mark) = self.unmarked(text);
        let mut from = name.end - text[name.clone()].trim_start_matches(LEAD_SIGNS).len();
        let lead_sign = from > name.start;
        while let Some(length) = self.organisations.glued(&text[from..name.end]) {
            self.push(&part, &folded, from..from + length)?;
            from += length;
        }
        self.push(&part, &folded, from..name.end)?;
        match mark {
            Some((role, in_brackets)) => self.mark(role, in_brackets),
            None if lead_sign => self.mark(StatedRole::Lead, true),
            None => {}
        }
        Some(())
    }

    fn push(&mut self, part: &Range<usize>, folded: &Folded, place: Range<usize>) -> Option<()> {
        if self.organisations.strength_of_folded(&folded.text()[place.clone()]) == Strength::No {
            return None;
        }
        let place = folded.raw_range(place);
        let range = part.start + place.start..part.start + place.end;
        let name = self.raw[range.clone()].chars().filter(|c| !c.is_whitespace()).collect();
        let role = match self.label {
            Some(Label::Role(role)) => Some(role),
            _ => None,
        };
        self.list.units.push(UnitMention { name, range, role });
        self.responsible.push(self.label == Some(Label::Responsible));
        Some(())
    }

    /// A mark in brackets holds for the name before it; one without brackets for all names since the last mark.
    fn mark(&mut self, role: StatedRole, in_brackets: bool) {
        let count = self.list.units.len();
        let from = if in_brackets { count.saturating_sub(1) } else { self.first_unmarked };
        for unit in &mut self.list.units[from.min(count)..] {
            if in_brackets || unit.role.is_none() {
                unit.role = Some(role);
            }
        }
        self.first_unmarked = count;
    }

    /// The place of the name without 由 before it and "(牵头)", 牵头, 配合 behind it; the part that says, and whether it
    /// stands in brackets.
    fn unmarked(&self, text: &str) -> (Range<usize>, Option<(StatedRole, bool)>) {
        let start = if text.starts_with('由') { '由'.len_utf8() } else { 0 };
        let inner = text.strip_suffix([')', '〕', ']', '】']);
        let body = inner.unwrap_or(text);
        let lists = [
            (&self.organisations.lead_marks, StatedRole::Lead),
            (&self.organisations.support_marks, StatedRole::Support),
        ];
        for (list, role) in lists {
            let name = list.suffix(body).map(|length| &body[..body.len() - length]);
            let name = match inner {
                Some(_) => name.and_then(|name| name.strip_suffix(['(', '〔', '[', '【'])),
                None => name,
            };
            if let Some(name) = name.filter(|name| name.len() > start) {
                return (start..name.len(), Some((role, inner.is_some())));
            }
        }
        (start..text.len(), None)
    }

    fn finish(mut self) -> Option<UnitList> {
        let has = |list: &UnitList, role| list.units.iter().any(|u| u.role == Some(role));
        let leads = has(&self.list, StatedRole::Lead);
        let supports = has(&self.list, StatedRole::Support);
        for (unit, _) in self.list.units.iter_mut().zip(&self.responsible).filter(|(u, r)| **r && u.role.is_none()) {
            unit.role = match (leads, supports) {
                (true, _) => Some(StatedRole::Support),
                (false, true) => Some(StatedRole::Lead),
                (false, false) => None,
            };
        }
        let strength = |u: &UnitMention| self.organisations.strength(&u.name);
        let strong = self.list.units.iter().filter(|u| strength(u) == Strength::Strong).count();
        self.list.sure = strong == self.list.units.len();
        // One sure unit vouches for the weak ones beside it; a list of weak ones alone is something else.
        let is_region = self.list.units.len() == 1 && self.organisations.is_region_name(&self.list.units[0].name);
        (strong > 0 || is_region).then_some(self.list)
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
            '、' | ',' | ';' | '。' | '|' if depth <= 0 => {
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
    use crate::rules::samples::unit_rules;

    fn names(raw: &str) -> Option<Vec<String>> {
        let (pack, organisations) = unit_rules();
        let list = organisations.read_list(pack, raw)?;
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
        let (pack, organisations) = unit_rules();
        let list = organisations.read_list(pack, "牵头单位:市发改委;配合单位:市财政局、市水利局").unwrap();
        let roles: Vec<_> = list.units.iter().map(|u| u.role).collect();
        assert_eq!(roles, [Some(StatedRole::Lead), Some(StatedRole::Support), Some(StatedRole::Support)]);
    }

    #[test]
    fn every_unit_knows_its_place() {
        let (pack, organisations) = unit_rules();
        let raw = " 市发改委、 市经信局(牵头)";
        let list = organisations.read_list(pack, raw).unwrap();
        assert_eq!(&raw[list.units[1].range.clone()], "市经信局");
        assert_eq!(list.units[1].role, Some(StatedRole::Lead));
    }
}
