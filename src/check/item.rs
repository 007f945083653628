//! A target or a task as the checks see it: an item of a list, with its printed number.

use super::plain;
use crate::record::{Alternative, Anchor, Evidence, Responsible, Target, Task};
use std::collections::BTreeSet;

/// A record of a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'a> {
    /// An indicator or allocated item.
    Target(&'a Target),
    /// A task.
    Task(&'a Task),
}

/// Takes the same field out of a target or a task.
macro_rules! field {
    ($item:expr, $field:ident) => {
        match $item {
            Item::Target(target) => &target.$field,
            Item::Task(task) => &task.$field,
        }
    };
}

impl<'a> Item<'a> {
    pub(super) fn id(self) -> &'a str {
        field!(self, id)
    }

    pub(super) fn list(self) -> &'a str {
        field!(self, list)
    }

    pub(super) fn category(self) -> &'a [String] {
        field!(self, category)
    }

    pub(super) fn seq(self) -> Option<u32> {
        *field!(self, seq)
    }

    /// Is the number not printed but told from the place.
    pub(super) fn seq_inferred(self) -> bool {
        *field!(self, seq_inferred)
    }

    pub(super) fn responsible(self) -> &'a [Responsible] {
        field!(self, responsible)
    }

    /// The target, where it is one.
    pub(super) fn target(self) -> Option<&'a Target> {
        match self {
            Item::Target(target) => Some(target),
            Item::Task(_) => None,
        }
    }

    /// The task, where it is one.
    pub(super) fn task(self) -> Option<&'a Task> {
        match self {
            Item::Task(task) => Some(task),
            Item::Target(_) => None,
        }
    }

    /// Ids of the rules that made it.
    pub(super) fn rules(self) -> &'a [String] {
        field!(self, rules)
    }

    pub(super) fn confidence(self) -> f64 {
        *field!(self, confidence)
    }

    pub(super) fn alternative(self) -> Option<&'a Alternative> {
        field!(self, alternative).as_ref()
    }

    pub(super) fn anchor(self) -> &'a Anchor {
        field!(self, anchor)
    }

    /// The name, or how the text begins where there is none.
    pub(super) fn name(self) -> String {
        match self {
            Item::Target(target) => match &target.component {
                Some(component) => format!("{}（{component}）", target.name),
                None => target.name.clone(),
            },
            Item::Task(task) => task.title.clone().unwrap_or_else(|| beginning(task)),
        }
    }

    /// List, number and name: `重点工作清单 第28项 农村公路养护`.
    pub(super) fn label(self) -> String {
        let parts = [self.list().to_owned(), self.number(), self.name()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// `第28项`, empty without a printed number.
    pub(super) fn number(self) -> String {
        self.seq().map(|seq| format!("第{seq}项")).unwrap_or_default()
    }

    /// The item quoted as evidence: its number and name at its place.
    pub(super) fn evidence(self) -> Evidence {
        let text = [self.seq().map(|seq| seq.to_string()).unwrap_or_default(), self.name()].join(" ");
        Evidence { text: text.trim().to_owned(), anchor: self.anchor().clone() }
    }

    /// What makes the item the same one in another run: list, number and name, no id and no place.
    pub(super) fn identity(self) -> String {
        format!("{}|{}|{}", plain(self.list()), self.number(), plain(&self.name()))
    }
}

/// Runs of numbers that are told one by one.
const MOST_RUNS: usize = 8;

/// The printed numbers of items in short: `第2至4、7项`, and how many have none.
pub(super) fn numbers(items: &[Item]) -> String {
    let seqs: BTreeSet<u32> = items.iter().filter_map(|item| item.seq()).collect();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for seq in seqs {
        match runs.last_mut().filter(|(_, last)| last.checked_add(1) == Some(seq)) {
            Some((_, last)) => *last = seq,
            None => runs.push((seq, seq)),
        }
    }
    let run = |(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}、{last}"),
        _ => format!("{first}至{last}"),
    };
    let numbered = runs.iter().take(MOST_RUNS).map(run).collect::<Vec<_>>().join("、");
    if runs.len() > MOST_RUNS {
        let all: u32 = runs.iter().map(|(first, last)| last - first + 1).sum();
        return format!("第{numbered}等{all}项");
    }
    match (runs.is_empty(), items.iter().filter(|item| item.seq().is_none()).count()) {
        (true, bare) => format!("没有编号的{bare}行"),
        (false, 0) => format!("第{numbered}项"),
        (false, bare) => format!("第{numbered}项和没有编号的{bare}行"),
    }
}

/// The beginning of a text on one line, for a quote.
pub(super) fn shortened(text: &str, characters: usize) -> String {
    let flat: String = text.chars().filter(|c| !c.is_control()).collect();
    if flat.chars().count() <= characters { flat } else { flat.chars().take(characters).chain(['…']).collect() }
}

const BEGINNING: usize = 16;

fn beginning(task: &Task) -> String {
    let text = task.sections.first().map(|section| section.text.as_str()).unwrap_or_default();
    let begin: String = text.chars().filter(|c| !c.is_control()).take(BEGINNING).collect();
    if begin.is_empty() { begin } else { format!("“{begin}…”") }
}

/// How many items the records of a list are, and whether their printed numbers prove that none is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    /// Distinct printed numbers, and every record without one.
    pub(super) items: usize,
    /// Every record has a number, and the numbers run without a gap.
    pub(super) contiguous: bool,
}

/// Counts items by their printed number: rows that repeat a number are parts of one item. Numbers may begin anew at a
/// new group.
pub(super) fn count(items: &[Item]) -> Count {
    let mut numbers = BTreeSet::new();
    let (mut section, mut unnumbered) = (0, 0);
    let mut last: Option<(&[String], u32)> = None;
    for item in items {
        let Some(seq) = item.seq() else {
            unnumbered += 1;
            continue;
        };
        let restarts = |(group, number): (&[String], u32)| group != item.category() && (seq < number || seq == 1);
        section += usize::from(last.is_some_and(restarts));
        numbers.insert((section, seq));
        last = Some((item.category(), seq));
    }
    let gap = numbers.iter().zip(numbers.iter().skip(1)).any(|(a, b)| a.0 == b.0 && b.1 != a.1 + 1);
    Count { items: numbers.len() + unnumbered, contiguous: !numbers.is_empty() && unnumbered == 0 && !gap }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::task;

    #[test]
    fn items_are_counted_by_their_printed_numbers() {
        let one = |group: &'static str, seq: u32| (group, Some(seq));
        for (rows, items, contiguous) in [
            (vec![one("甲", 1), one("甲", 2), one("甲", 3)], 3, true),
            (vec![one("甲", 1), one("甲", 2), one("甲", 2), one("甲", 3)], 3, true),
            (vec![one("甲", 12), one("甲", 13)], 2, true),
            (vec![one("甲", 1), one("甲", 3)], 2, false),
            (vec![one("甲", 1), one("甲", 2), one("乙", 1), one("乙", 2)], 4, true),
            (vec![one("甲", 1), one("乙", 1), one("丙", 1)], 3, true),
            (vec![one("甲", 1), one("甲", 2), one("乙", 2), one("乙", 3)], 3, true),
            (vec![("甲", None), ("甲", None)], 2, false),
            (vec![one("甲", 1), ("甲", None)], 2, false),
            (vec![], 0, false),
        ] {
            let tasks: Vec<_> = rows
                .iter()
                .map(|&(group, seq)| Task { seq, category: vec![group.into()], ..task("名").build() })
                .collect();
            let refs: Vec<_> = tasks.iter().map(Item::Task).collect();
            assert_eq!(count(&refs), Count { items, contiguous }, "{rows:?}");
        }
    }

    #[test]
    fn numbers_are_told_in_runs() {
        for (seqs, expected) in [
            (vec![2, 3, 4, 7], "第2至4、7项"),
            (vec![5, 6], "第5、6项"),
            (vec![3, 3, 0], "第3项和没有编号的1行"),
            (vec![0, 0], "没有编号的2行"),
        ] {
            let tasks: Vec<_> =
                seqs.iter().map(|&seq| Task { seq: (seq > 0).then_some(seq), ..task("名").build() }).collect();
            let items: Vec<_> = tasks.iter().map(Item::Task).collect();
            assert_eq!(numbers(&items), expected);
        }
    }

    #[test]
    fn an_item_is_labelled_by_list_number_and_name() {
        let mut record = task("农村公路养护").list("清单").seq(28).build();
        assert_eq!(Item::Task(&record).label(), "清单 第28项 农村公路养护");
        (record.title, record.seq) = (None, None);
        record.sections[0].text = "一二三四五六七八九十一二三四五六七八".into();
        assert_eq!(Item::Task(&record).label(), "清单 “一二三四五六七八九十一二三四五六…”");
    }
}
