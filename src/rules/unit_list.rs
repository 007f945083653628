//! Lists of responsible units (责任单位): which names a text holds, and which part it states for each.

use super::duty_label::DutyPart;
use super::organisation::{LONGEST_NAME, Organisations, Strength};
use super::rule::Pack;
use super::trace;
use super::unit_cuts::{split_adjacent_brackets, split_outside_brackets, trim_range, words_of};
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

/// A list being read.
struct Reader<'a> {
    organisations: &'a Organisations,
    pack: &'a Pack,
    raw: &'a str,
    /// The label that units stand behind.
    label: Option<DutyPart>,
    /// The text is known to name units: names that no rule knows count, too.
    labelled: bool,
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
        self.reader(pack, raw, false)
    }

    /// Reads a text that is known to name units, behind a label or in a column of its own: names that no rule knows
    /// count as well. None when it names nothing.
    pub fn read_labelled(&self, pack: &Pack, raw: &str) -> Option<UnitList> {
        self.reader(pack, raw, true).filter(|list| !list.units.is_empty())
    }

    fn reader(&self, pack: &Pack, raw: &str, labelled: bool) -> Option<UnitList> {
        let (end, first_leads) = strip_remarks(pack, raw);
        let mut reader = Reader {
            organisations: self,
            pack,
            raw,
            label: None,
            labelled,
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

    /// The names of a list of units that no rule knows, folded: they begin with the word of a level, and all others are
    /// units, at least one of them by itself.
    pub fn listed_unknown(&self, raw: &str) -> Vec<String> {
        let names: Vec<String> =
            split_outside_brackets(raw, raw.len()).into_iter().map(|piece| fold(raw[piece].trim())).collect();
        let strengths: Vec<Strength> = names.iter().map(|name| self.strength_of_folded(name)).collect();
        let unknown = |at: &usize| strengths[*at] == Strength::No;
        let whole = (0..names.len()).filter(unknown).all(|at| {
            let length = names[at].chars().count();
            length <= LONGEST_UNKNOWN_NAME && self.begins_with_level(&names[at])
        });
        if !whole || !strengths.contains(&Strength::Strong) {
            return Vec::new();
        }
        (0..names.len()).filter(unknown).map(|at| names[at].clone()).collect()
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

    /// A label begins a piece of its own.
    fn split_at_labels(&self, piece: Range<usize>) -> Vec<Range<usize>> {
        let labels = self.pack.duty_labels(&self.raw[piece.clone()]);
        let mut out = Vec::new();
        let mut start = piece.start;
        for at in labels.iter().map(|label| piece.start + label.range.start).filter(|&at| at > piece.start) {
            out.push(start..at);
            start = at;
        }
        out.push(start..piece.end);
        out
    }

    /// Takes "牵头单位:" and "配合单位:" off the front of a piece; it holds until the next label.
    fn take_label(&mut self, piece: &Range<usize>) -> usize {
        let text = &self.raw[piece.clone()];
        let label = self.pack.duty_labels(text).into_iter().next();
        match label.filter(|label| label.part.names_units() && text[..label.range.start].trim().is_empty()) {
            Some(label) => {
                self.label = Some(label.part);
                self.first_unmarked = self.list.units.len();
                piece.start + label.range.end
            }
            None => piece.start,
        }
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
        !branch && begins_anew && (strength(last) == Strength::Strong || self.is_whole_beside(last, word))
    }

    /// Is a name that no rule knows a whole one beside the word behind it: "旗歌舞团↵旗林草局" begin with the same level, and
    /// "各主管部门↵市财政局" names all of a kind. The rest of a broken name begins with a level by chance alone.
    fn is_whole_beside(&self, last: &Range<usize>, word: &Range<usize>) -> bool {
        let (last, word) = (fold(&self.raw[last.clone()]), fold(&self.raw[word.clone()]));
        let leveled = |text: &str| self.organisations.has_level(text, text.chars().count());
        let long = last.chars().count() > SHORTEST_GLUED;
        let same_level = last.chars().next() == word.chars().next();
        long && leveled(&last) && leveled(&word) && (same_level || last.starts_with('各') || word.starts_with('各'))
    }

    /// One name or several that nothing parts, with the mark of a part behind it.
    fn part(&mut self, part: Range<usize>) -> Option<()> {
        let part = trim_range(self.raw, part);
        if part.is_empty() {
            return Some(());
        }
        if let Some((name, partners, role)) = self.partners(&part) {
            self.part(name)?;
            self.mark(role, true);
            return partners.into_iter().try_for_each(|partner| self.part(partner));
        }
        let folded = Folded::new(&self.raw[part.clone()]);
        // "市民政局等部门,各县" goes on behind the remark.
        let remark = self.pack.find_cue("unit-remark", &folded).map(|m| m.range.start).filter(|&start| start > 0);
        let part = trim_range(self.raw, part.start..remark.map_or(part.end, |start| part.start + start));
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

    /// "甲局(乙局、丙局配合)": the place of the name, those of its partners, and the part of the name.
    fn partners(&self, part: &Range<usize>) -> Option<(Range<usize>, Vec<Range<usize>>, StatedRole)> {
        let text = &self.raw[part.clone()];
        let open = text.rfind(['(', '\u{ff08}']).filter(|&open| open > 0)?;
        let close = text.strip_suffix([')', '\u{ff09}'])?.len();
        let start = open + text[open..].chars().next().map_or(1, char::len_utf8);
        let inner = fold(text.get(start..close)?);
        let (name, mark) = self.unmarked(&inner);
        let role = match mark? {
            (StatedRole::Support, _) => StatedRole::Lead,
            (StatedRole::Lead, _) => StatedRole::Support,
        };
        let named =
            |list: &str| list.split('、').all(|name| self.organisations.strength_of_folded(name) != Strength::No);
        let mut at = part.start + start;
        let pieces = text[start..close].split('、').map(|piece| {
            let range = at..at + piece.len();
            at = range.end + '、'.len_utf8();
            range
        });
        named(&inner[name]).then(|| (part.start..part.start + open, pieces.collect(), role))
    }

    fn push(&mut self, part: &Range<usize>, folded: &Folded, place: Range<usize>) -> Option<()> {
        let name = &folded.text()[place.clone()];
        if self.labelled && is_nothing(name) {
            return Some(());
        }
        let known = self.organisations.strength_of_folded(name) != Strength::No;
        let stated = self.labelled && name.chars().count() <= LONGEST_NAME;
        if !(known || stated) {
            return None;
        }
        let place = folded.raw_range(place);
        let range = part.start + place.start..part.start + place.end;
        let name = self.raw[range.clone()].chars().filter(|c| !c.is_whitespace()).collect();
        let role = match self.label {
            Some(DutyPart::Lead) => Some(StatedRole::Lead),
            Some(DutyPart::Support) => Some(StatedRole::Support),
            _ => None,
        };
        self.list.units.push(UnitMention { name, range, role });
        self.responsible.push(self.label == Some(DutyPart::Responsible));
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
        (strong > 0 || is_region || self.labelled).then_some(self.list)
    }
}

/// A sign that no unit is named.
fn is_nothing(name: &str) -> bool {
    matches!(name, "" | "/" | "-" | "—" | "——" | "无")
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

#[cfg(test)]
#[path = "unit_list_tests.rs"]
mod tests;
