//! The name of an indicator in a form in which two names can be held against each other.
//!
//! 新增城市书房200家 of one year and 建成城市书房150家 of the next are one thing: the figure is that of the target, the verbs
//! mean the same. 家庭可支配收入10-50万群体比例 keeps its figures, which say what is measured.

use super::super::rule::Pack;
use super::vocabulary::Vocabulary;
use crate::grammar::fold::fold;

/// Does the name mean a level or how it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Change {
    Level,
    Growth,
    Decline,
}

/// A name that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The whole name, folded, in upper case, without quotation marks, synonyms replaced.
    plain: String,
    /// What is measured, without verbs, target figures and words that say nothing.
    core: String,
    pub(super) change: Change,
    /// Meanings of the verbs at its edges, sorted.
    pub(super) verbs: Vec<usize>,
    /// What stands in brackets behind the name.
    pub(super) remark: String,
    /// Unit of measure of the figure that was taken out, as printed.
    counted: Option<String>,
    /// The name as printed, on one line, without the figure of the target.
    title: String,
}

impl Wording {
    /// Reads a name and its component.
    pub(super) fn read(name: &str, component: Option<&str>, pack: &Pack, words: &Vocabulary) -> Wording {
        let mut wording = Wording::part(name, pack, words);
        let Some(component) = component.map(|component| Wording::component(component, pack, words)) else {
            return wording;
        };
        wording.plain.push_str(&component.plain);
        wording.core.push_str(&component.core);
        wording.verbs.extend(component.verbs);
        wording.verbs.sort_unstable();
        wording.verbs.dedup();
        wording.remark.push_str(&component.remark);
        wording.title = format!("{}：{}", wording.title, component.title);
        if wording.change == Change::Level {
            wording.change = component.change;
        }
        wording
    }

    /// A component that is a verb alone (新建, 改建) says only what is done.
    fn component(raw: &str, pack: &Pack, words: &Vocabulary) -> Wording {
        let mut wording = Wording::part(raw, pack, words);
        if let Some((class, _)) = words.verb_in_front(&wording.core).filter(|(_, verb)| *verb == wording.core) {
            wording.core.clear();
            wording.verbs.push(class);
        }
        wording
    }

    fn part(raw: &str, pack: &Pack, words: &Vocabulary) -> Wording {
        let plain = words.with_synonyms(&tidied(raw));
        let mut reading = Reading::new(plain.clone());
        reading.front(words);
        reading.take_remark(pack, words);
        reading.take_figures(pack, words);
        reading.take_noise(words);
        reading.front(words);
        let change = reading.take_change(words);
        reading.behind(words);
        if change == Change::Level {
            reading.name_share(words);
        }
        let mut verbs = reading.verbs;
        verbs.sort_unstable();
        verbs.dedup();
        let core = reading.text.chars().filter(|c| !matches!(c, '(' | ')' | '、')).collect();
        let title = title(raw, pack, words);
        Wording { plain, core, change, verbs, remark: reading.remark, counted: reading.counted, title }
    }

    /// The same text for all names that are surely of one indicator.
    pub fn key(&self) -> String {
        let change = match self.change {
            Change::Level => "",
            Change::Growth => "+",
            Change::Decline => "-",
        };
        let verbs: Vec<String> = self.verbs.iter().map(usize::to_string).collect();
        format!(
            "{}{change}{}",
            self.core,
            if verbs.is_empty() { String::new() } else { format!("@{}", verbs.join(".")) }
        )
    }

    /// What is measured, the text that two names are compared by.
    pub fn core(&self) -> &str {
        &self.core
    }

    /// The name as printed, without the figure of the target: what to call the indicator.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Unit of measure of the target's figure where the name holds one (200家), as printed.
    pub fn counted(&self) -> Option<&str> {
        self.counted.as_deref()
    }

    /// The whole name, tidied.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// The numbers in the core, which say what is measured.
    pub(super) fn numbers(&self) -> Vec<&str> {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        self.core.split(|c| !is_number(c)).filter(|part| part.contains(|c: char| c.is_ascii_digit())).collect()
    }
}

/// Folded, in upper case, one dash for all, without quotation marks and the marks at the end of a sentence.
fn tidied(raw: &str) -> String {
    let mut out = String::new();
    for c in fold(raw).to_ascii_uppercase().chars() {
        match c {
            '“' | '”' | '"' | '‘' | '’' | '\'' | '《' | '》' | '。' | ';' | ',' | ':' | '.'
                if !is_inside_number(&out, c) => {}
            '—' | '–' | '~' | '-' | '−' | '―' => {
                if !out.ends_with('-') {
                    out.push('-');
                }
            }
            c => out.push(c),
        }
    }
    out.trim_end_matches(['.', ',']).to_string()
}

/// A point or comma behind a digit belongs to the number; the one at the end of the text is cut off later.
fn is_inside_number(before: &str, c: char) -> bool {
    matches!(c, '.' | ',') && before.ends_with(|c: char| c.is_ascii_digit())
}

/// The name on one line without the figure of the target; verbs and quotation marks stay.
fn title(raw: &str, pack: &Pack, words: &Vocabulary) -> String {
    let line: String = raw.split_whitespace().collect();
    let mut reading = Reading::new(line.trim_end_matches(['。', '；', ';', '，']).to_string());
    reading.take_remark(pack, words);
    let remark = if reading.remark.is_empty() { String::new() } else { format!("({})", reading.remark) };
    reading.take_figures(pack, words);
    reading.text + &remark
}

/// Fewest characters that a name must keep.
const LEAST: usize = 2;

/// A name while it is taken apart.
struct Reading {
    text: String,
    verbs: Vec<usize>,
    remark: String,
    counted: Option<String>,
}

impl Reading {
    fn new(text: String) -> Reading {
        Reading { text, verbs: Vec::new(), remark: String::new(), counted: None }
    }

    /// Takes the words that say nothing and the verbs from the beginning.
    fn front(&mut self, words: &Vocabulary) {
        loop {
            let lead = words.lead.iter().find(|lead| self.text.starts_with(lead.as_str())).map(|lead| lead.as_str());
            let verb = words.verb_in_front(&self.text);
            // 新建成 is a verb and no 新建 behind which 成… begins; the longer of both counts.
            let (taken, class) = match (lead, verb) {
                (Some(lead), Some((_, verb))) if lead.len() > verb.len() => (lead, None),
                (_, Some((class, verb))) => (verb, Some(class)),
                (Some(lead), None) => (lead, None),
                (None, None) => return,
            };
            if self.text[taken.len()..].chars().count() < LEAST {
                return;
            }
            self.text.drain(..taken.len());
            self.verbs.extend(class);
        }
    }

    /// Takes verbs and words that say nothing from the end.
    fn behind(&mut self, words: &Vocabulary) {
        loop {
            let whole = words.whole.iter().any(|word| self.text.ends_with(word.as_str()));
            let tail =
                words.tail.iter().find(|tail| !whole && self.text.ends_with(tail.as_str())).map(|tail| tail.len());
            let verb = words.verb_behind(&self.text).map(|(class, verb)| (class, verb.len()));
            let (length, class) = match (verb, tail) {
                (Some((class, length)), _) => (length, Some(class)),
                (None, Some(length)) => (length, None),
                (None, None) => return,
            };
            if self.text[..self.text.len() - length].chars().count() < LEAST {
                return;
            }
            self.text.truncate(self.text.len() - length);
            self.verbs.extend(class);
        }
    }

    fn take_noise(&mut self, words: &Vocabulary) {
        for word in &words.noise {
            let left = self.text.replace(word.as_str(), "");
            if left.chars().count() >= LEAST {
                self.text = left;
            }
        }
    }

    /// Takes the bracket that closes at the very end, unless it holds a unit of measure or a figure of the target.
    fn take_remark(&mut self, pack: &Pack, words: &Vocabulary) {
        let Some(open) = self.text.strip_suffix(')').and_then(|text| text.rfind('(')) else { return };
        if open == 0 {
            return;
        }
        let inner = &self.text[open + 1..self.text.len() - 1];
        let says_nothing = pack.is_measure(inner) || figures(inner, pack, words).iter().any(|figure| figure.is_last);
        if !says_nothing {
            self.remark = inner.to_string();
        } else if pack.is_measure(inner) && figures(&self.text, pack, words).iter().any(|figure| figure.is_last) {
            // 25万套(间): the bracket belongs to the unit of the figure.
            return;
        }
        self.text.truncate(open);
    }

    /// Takes the figures of the target: 200家 at the end with 达 before it, and 12家 behind a verb.
    fn take_figures(&mut self, pack: &Pack, words: &Vocabulary) {
        for figure in figures(&self.text, pack, words).into_iter().rev() {
            let start = figure.start - reach_before(&self.text[..figure.start], words);
            let left = format!("{}{}", &self.text[..start], &self.text[figure.end..]);
            if left.chars().count() >= LEAST {
                self.counted = Some(self.text[figure.unit.0..figure.unit.1].to_string());
                self.text = left;
            }
        }
    }

    /// A name whose figure was a percentage (就读公办学校达85%) means a share, also where it does not say so.
    fn name_share(&mut self, words: &Vocabulary) {
        let says_so = words.share.iter().any(|word| self.text.ends_with(word.as_str()));
        if let Some(share) = words.share.first().filter(|_| self.counted.as_deref() == Some("%") && !says_so) {
            self.text.push_str(share);
        }
    }

    fn take_change(&mut self, words: &Vocabulary) -> Change {
        for (change, list) in [(Change::Growth, &words.growth), (Change::Decline, &words.decline)] {
            let word = list.iter().find(|word| self.text.ends_with(word.as_str()));
            let Some(left) = word.map(|word| self.text.len() - word.len()) else { continue };
            if self.text[..left].chars().count() >= LEAST {
                self.text.truncate(left);
                return change;
            }
        }
        Change::Level
    }
}

/// A number with its unit that is the figure of a target and says nothing of what is measured; in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Figure {
    start: usize,
    end: usize,
    /// Its unit of measure.
    unit: (usize, usize),
    /// Nothing stands behind it.
    is_last: bool,
}

/// The figures of the target in a text.
fn figures(text: &str, pack: &Pack, words: &Vocabulary) -> Vec<Figure> {
    numbers(text).into_iter().filter_map(|(start, end)| figure(text, start, end, pack, words)).collect()
}

/// Where numbers stand, in bytes.
fn numbers(text: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        match out.last_mut() {
            Some((_, end)) if *end == at && (c.is_ascii_digit() || matches!(c, '.' | ',')) => *end = at + 1,
            _ if c.is_ascii_digit() => out.push((at, at + 1)),
            _ => {}
        }
    }
    out
}

fn figure(text: &str, start: usize, end: usize, pack: &Pack, words: &Vocabulary) -> Option<Figure> {
    let (before, after) = (&text[..start], &text[end..]);
    let part_of_a_word = before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
    if part_of_a_word || after.starts_with('-') {
        return None;
    }
    let measure = pack.measure_prefix(after)?;
    let bound = words.bound.iter().find(|bound| after[measure..].starts_with(bound.as_str())).map_or(0, |b| b.len());
    let unit = (end, end + measure);
    let end = end + measure + bound;
    if end == text.len() {
        return Some(Figure { start, end, unit, is_last: true });
    }
    let time = words.not_counted.iter().any(|unit| after[..measure] == **unit);
    let behind_verb = words.verb_behind(before).is_some()
        || words.lead.iter().any(|lead| before.ends_with(lead.as_str()))
        || before.ends_with('为');
    (bound == 0 && !time && behind_verb).then_some(Figure { start, end, unit, is_last: false })
}

/// Length in bytes of the words before a figure that lead to it: 达到, 完成 in the middle of a text.
fn reach_before(before: &str, words: &Vocabulary) -> usize {
    let lists = words.reach.iter().chain(&words.lead);
    lists
        .filter(|word| before.len() > word.len() && before.ends_with(word.as_str()))
        .map(|w| w.len())
        .max()
        .unwrap_or(0)
}
