//! What a number counts (被数的事物): the noun before it or behind it, without the verbs and periods around it.

use super::phrase::item_mark;
use super::rule::Pack;
use crate::grammar::fold::Folded;
use std::ops::Range;

/// The counted thing is not longer, in characters.
pub(super) const SUBJECT_LIMIT: usize = 40;
/// A member of an enumeration before the counted thing is not longer, in characters.
const MEMBER_LIMIT: usize = 12;
/// The amount behind 由 or 从 is not longer, in characters.
const FORMER_AMOUNT_LIMIT: usize = 10;
/// 在 before these begins a noun: 在校生, 在建项目.
const BEHIND_IN: [char; 12] = ['册', '校', '园', '建', '外', '岗', '职', '读', '编', '线', '库', '营'];
/// "在…基础上" is not longer than this, in bytes before 基础上.
const BASIS_REACH: usize = 40;
/// Characters that end a clause.
pub(super) const CLAUSE_ENDS: &str = ",。;:!?[]|";
/// Characters that part the members of a list, or end a clause.
pub(super) const BORDERS: &str = "、,。;:!?[]|";
/// Brackets and quotation marks; what they hold is passed over as a whole.
const PAIRS: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('《', '》'), ('(', ')'), ('〔', '〕')];
/// 等 is a part of a word behind and before these: 高等, 等级.
const BEFORE_DENG: [char; 9] = ['高', '平', '上', '下', '中', '初', '同', '优', '均'];
const BEHIND_DENG: [char; 7] = ['级', '教', '次', '待', '候', '同', '式'];

/// A verb before these is the first half of a noun: 覆盖率, 服务业, 养殖量.
const WORD_ENDINGS: [char; 11] = ['率', '度', '业', '员', '费', '型', '性', '化', '式', '量', '后'];

impl Pack {
    /// What is counted when it stands before the number: 微型企业 of "新增微型企业3500家". `near` is where the member of
    /// the list begins that the number closes, `clause` where its clause does.
    pub(super) fn subject_before(&self, text: &str, clause: usize, near: usize, end: usize) -> Option<Range<usize>> {
        if text[near..end].ends_with('等') {
            return self.subject_from(text, clause, end, true);
        }
        let enumeration = self.enumeration(text, clause, near, end);
        let whole = (enumeration < near).then(|| self.subject_from(text, enumeration, end, false)).flatten();
        whole.or_else(|| self.subject_from(text, near, end, false))
    }

    /// The noun at the end of a part of a text; `whole_list` where 等 closes the list that the part is.
    fn subject_from(&self, text: &str, from: usize, end: usize, whole_list: bool) -> Option<Range<usize>> {
        let part = self.without_trailing_words(&text[from..end]);
        let restart = self.behind_last_adverb(part);
        let start = match last_deng(&part[restart..]).filter(|_| !whole_list) {
            Some(at) => restart + at + '等'.len_utf8(),
            None => restart,
        };
        let start = start + self.preamble(&part[start..]);
        let kernel = part[start..].rfind('的').map(|at| start + at + '的'.len_utf8());
        let kernel = kernel.filter(|&at| !part[at..].contains('和'));
        let noun = |start: usize| self.noun(text, from + start..from + part.len());
        noun(start).or_else(|| noun(kernel?))
    }

    /// Where the enumeration begins that a counted thing closes: 卒中 of "卒中、创伤中心5个". Its members are short
    /// nouns without numbers; a verb may stand before the first of them only.
    fn enumeration(&self, text: &str, clause: usize, near: usize, end: usize) -> usize {
        let mut begin = near;
        while begin > clause && self.verb(&text[begin..end]).is_none() {
            let Some(before) = text[clause..begin].strip_suffix('、').filter(|b| !b.is_empty()) else { break };
            let start = border_before(text, clause, clause + before.len(), BORDERS);
            let member = &text[start..clause + before.len()];
            let noun = &member[self.preamble(member)..];
            let short = (1..=MEMBER_LIMIT).contains(&noun.chars().count());
            let plain = !member.contains(|c: char| c.is_ascii_digit());
            let action =
                self.list("quantities.verbs").suffix(noun).is_some() || self.before_predicate(noun) < noun.len();
            if !short || !plain || action || noun.ends_with(['的', '等']) {
                break;
            }
            begin = start;
        }
        begin
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
    pub(super) fn behind_last_adverb(&self, part: &str) -> usize {
        let adverbs = self.list("quantities.adverbs");
        let found = part.char_indices().rev().find_map(|(at, _)| Some(at + adverbs.prefix(&part[at..])?));
        found.filter(|&at| at < part.len()).unwrap_or(0)
    }

    /// What is counted when it stands behind the number: 消防站 of "建设50个消防站". `end` is the offset behind the
    /// amount, `has_suffix` whether 以上 or the like closes it.
    pub(super) fn subject_behind(&self, text: &str, end: usize, has_suffix: bool) -> Option<Range<usize>> {
        let rest = &text[end..];
        let length =
            outside_pairs(rest).find(|&(_, c)| BORDERS.contains(c) || c.is_ascii_digit() || matches!(c, '和' | '并'));
        let length = self.before_predicate(&rest[..length.map_or(rest.len(), |(at, _)| at)]);
        let length = length - self.list("quantities.outcomes").suffix(&rest[..length]).unwrap_or(0);
        let is_class = self.list("quantities.classes").suffix(&rest[..length]).is_some();
        let is_share = text[..end].ends_with('%') || has_suffix && rest.starts_with(['行', '占']);
        let names_numbers = rest[..length].contains(|c: char| c.is_ascii_digit());
        if is_class
            || is_share
            || names_numbers
            || rest.starts_with(['的', '等'])
            || PAIRS.iter().any(|p| rest[..length].contains(p.0) != rest[..length].contains(p.1))
        {
            return None;
        }
        self.noun(text, end..end + length)
    }

    /// The length of what stands before the first word that says something of it: 民宿 of "民宿实现自主营销".
    pub(super) fn before_predicate(&self, noun: &str) -> usize {
        let predicates = self.list("quantities.predicates");
        let found = noun.char_indices().skip(1).find(|(at, _)| {
            let long = noun[..*at].chars().count() > 1 || self.list("quantities.short-nouns").contains(&noun[..*at]);
            long && predicates.prefix(&noun[*at..]).is_some()
        });
        found.map_or(noun.len(), |(at, _)| at)
    }

    /// Not too long, with at least two Chinese characters or a known short word, no amount itself and nothing that only
    /// leads to one.
    fn noun(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let noun = &text[range.clone()];
        let han = noun.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        let from_number = noun.strip_prefix(['从', '对', '在', '为', '按', '由']);
        let leads = from_number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let amount = noun.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_amount = amount.len() < noun.len() && self.measure_prefix(amount) == Some(amount.len());
        let place = noun.strip_prefix('在').is_some_and(|rest| !rest.starts_with(BEHIND_IN));
        let other = leads || place || is_amount || self.list("quantities.not-subject").prefix(noun).is_some();
        let short = self.list("quantities.short-nouns").contains(noun);
        ((han >= 2 || short) && !other && noun.chars().count() <= SUBJECT_LIMIT).then_some(range)
    }

    /// Bytes of an item mark and a period at the beginning of a phrase.
    pub(super) fn lead(&self, phrase: &str) -> usize {
        let close = phrase.len() - phrase.trim_start_matches(')').len();
        let mark = close + item_mark(&phrase[close..]).max(mark_before_age(&phrase[close..]));
        let mark = phrase.len() - phrase[mark..].trim_start_matches(['、', '和', '及', '与', '并']).len();
        let piece = Folded::new(&phrase[mark..]);
        mark + self.period_in(&piece, 0, true).map_or(0, |p| p.range.end)
    }

    /// Bytes of marks, periods and verbs at the beginning of a phrase.
    pub(super) fn preamble(&self, phrase: &str) -> usize {
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

/// Bytes of the mark of "2.65岁以上老年人", which no decimal is.
fn mark_before_age(phrase: &str) -> usize {
    let digits = |s: &str| s.len() - s.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = digits(phrase);
    let Some(rest) = phrase[mark..].strip_prefix('.').filter(|_| (1..=2).contains(&mark)) else { return 0 };
    if digits(rest) == 2 && rest[2..].starts_with('岁') { mark + 1 } else { 0 }
}

/// Does a word go on behind the offset?
pub(super) fn continues(text: &str, at: usize) -> bool {
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
pub(super) fn border_before(text: &str, from: usize, at: usize, borders: &str) -> usize {
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
