//! GW102 numbering (编号): printed numbers repeat, skip or run backwards inside one list.

use super::item::{Item, numbers, shortened};
use super::{Check, Context, Draft};
use crate::record::{Evidence, Severity, Task};
use std::collections::BTreeSet;

pub(super) const CHECK: Check = Check {
    code: "GW102",
    name: "numbering",
    title: "编号不连续",
    severity: Severity::Warning,
    explanation: "\
查什么：一个清单里印出的编号是否重复、跳号、倒退、印错、没有印，或者不从1开始；一栏文字里的分点（“4.”）前面是否缺点、同一点号是否连着用了两次。同一编号连续几行是一项的分行，不算重复；\
多数分组都从1重新编号的，是清单自己的体例；接着前一个清单往下编的也不报。
为什么：跳号常常意味着漏印了一项；重复和倒退会让“第几项”指向两件事，分解、督办时对不上号。
例：编号12、13之后是15，缺第14项；两个不相连的条目都编为7；3之后印成12，再后面是5。
怎样处理：核对原文，补条目或改编号。断号超过几处的清单合成一条报告。跳号处有没有印编号的条目时，只作提示。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，在 rules/checks.toml 中把 GW102 设为 \"off\"。",
    run,
};

/// Rows with one printed number in a row: an item of a list.
struct Entry<'a> {
    seq: u32,
    rows: usize,
    item: Item<'a>,
    /// Records without a number between this entry and the one before.
    unnumbered: usize,
}

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut last_numbers = BTreeSet::from([0]);
    for (list, items) in context.lists() {
        let entries = entries(&items);
        let mut found = Vec::new();
        for section in sections(entries, context.settings.numbering.restart_share) {
            last_numbers.extend(breaks(section, &last_numbers, &mut found));
        }
        if found.len() > context.settings.numbering.findings_per_list {
            found = vec![merged(&list.title, found)];
        }
        drafts.extend(found);
        drafts.extend(unprinted(&list.title, &items));
    }
    drafts.extend(context.records.tasks.iter().filter_map(points));
    drafts
}

/// Rows whose number is not printed but told from their place.
fn unprinted(list: &str, items: &[Item]) -> Option<Draft> {
    let bare: Vec<Item> = items.iter().copied().filter(|item| item.seq_inferred()).collect();
    let first = items.iter().find(|item| !item.seq_inferred() && item.seq().is_some())?;
    if bare.is_empty() {
        return None;
    }
    let begins = if items.first().is_some_and(|item| item.seq_inferred()) {
        format!("，印出的编号从{}开始", first.seq().unwrap_or_default())
    } else {
        String::new()
    };
    let message = format!("{list}：{}没有印编号{begins}，程序按位置补上", numbers(&bare));
    let draft = Draft::new(message).about(bare.iter().map(|item| item.id())).known_by([list, "未印编号"]);
    Some(draft.evidence(bare.iter().take(2).chain([first]).map(|item| item.evidence())).softened(1))
}

/// A numbered point in a cell without those before it: "4." behind a text without 1. to 3.
fn points(task: &Task) -> Option<Draft> {
    task.sections.iter().find_map(|section| {
        let broken = first_break(&section.text, task.anchor.table.is_none())?;
        let (item, Break { expected, found, .. }) = (Item::Task(task), broken);
        let what = match broken.twin {
            Some(_) => format!("连着有两个第{found}点“{found}.”，后一个应为第{expected}点"),
            None => format!("有第{found}点“{found}.”，前面没有第{expected}点"),
        };
        let message = format!("{}：“{}”栏里{what}", item.label(), section.name);
        let quote = |at: usize| Evidence {
            text: shortened(section.text[at..].split(['。', '；', '\n']).next().unwrap_or_default(), QUOTED),
            anchor: item.anchor().clone(),
        };
        let key = [item.identity(), section.name.clone(), found.to_string()];
        let draft = Draft::new(message).about([item.id()]).known_by(key).expected(expected).found(found);
        Some(draft.evidence(broken.twin.into_iter().chain([broken.at]).map(quote)).softened(1))
    })
}

/// Characters of a quoted point.
const QUOTED: usize = 40;

/// A point of a text whose number is out of line.
#[derive(Clone, Copy)]
struct Break {
    /// Its place in the text, in bytes.
    at: usize,
    /// The place of the point before it, where that has the same number.
    twin: Option<usize>,
    expected: u32,
    found: u32,
}

/// Does a text hold a point of this number, however it is set off.
fn mentions_point(text: &str, number: u32) -> bool {
    ['.', '．', '、', ')', '）'].iter().any(|mark| text.contains(&format!("{number}{mark}")))
}

/// The first point of a text whose number is neither 1 nor one more than the last. Points are digits and a full stop at
/// the beginning of a sentence. A paragraph may begin with the number that it has among its neighbours.
fn first_break(text: &str, is_paragraph: bool) -> Option<Break> {
    if !text.contains(['.', '．']) {
        return None;
    }
    let (mut last, mut place) = (0, 0);
    let mut begins = true;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if begins && c.is_ascii_digit() {
            let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
            let mut behind = text[at + digits..].chars();
            let mark = behind.next();
            let is_point = digits < 3
                && matches!(mark, Some('.' | '．'))
                && behind.next().is_some_and(|c| !c.is_ascii_digit() && !c.is_whitespace());
            let number: u32 = text[at..at + digits].parse().unwrap_or_default();
            let is_twin = number == last && mentions_point(&text[..place], number - 1);
            let is_own = is_paragraph && at == 0;
            if is_point
                && !is_own
                && number > 1
                && number != last + 1
                && (is_twin || !mentions_point(&text[..at], number - 1))
            {
                return Some(Break { at, twin: is_twin.then_some(place), expected: last + 1, found: number });
            }
            if is_point {
                (last, place) = (number, at);
            }
            at += digits;
            begins = false;
            continue;
        }
        begins = matches!(c, '。' | ';' | '；' | '\n') || (begins && c.is_whitespace());
        at += c.len_utf8();
    }
    None
}

fn entries<'a>(items: &[Item<'a>]) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut unnumbered = 0;
    for &item in items {
        match (item.seq(), entries.last_mut()) {
            (None, _) => unnumbered += 1,
            (Some(seq), Some(last)) if last.seq == seq && !(seq == 1 && last.item.category() != item.category()) => {
                last.rows += 1;
            }
            (Some(seq), _) => entries.push(Entry { seq, rows: 1, item, unnumbered: std::mem::take(&mut unnumbered) }),
        }
    }
    entries
}

/// Splits a list where its numbers begin anew at a new group, when that is its style at that depth of the groups.
fn sections(entries: Vec<Entry>, restart_share: f64) -> Vec<Vec<Entry>> {
    let starts: Vec<_> =
        entries.windows(2).filter_map(|pair| Some((depth(&pair[0], &pair[1])?, pair[1].seq == 1))).collect();
    let is_style = |depth: usize| {
        let at_depth = starts.iter().filter(|start| start.0 == depth);
        let restarts = at_depth.clone().filter(|start| start.1).count();
        restarts as f64 >= at_depth.count() as f64 * restart_share
    };
    let mut sections: Vec<Vec<Entry>> = Vec::new();
    for entry in entries {
        match sections.last_mut() {
            Some(section) if !section.last().is_some_and(|last| restarts(last, &entry, is_style)) => {
                section.push(entry)
            }
            _ => sections.push(vec![entry]),
        }
    }
    sections
}

fn restarts(last: &Entry, entry: &Entry, is_style: impl Fn(usize) -> bool) -> bool {
    entry.seq == 1 && depth(last, entry).is_some_and(is_style)
}

/// The first level at which the groups of two entries differ; `None` inside one group.
fn depth(a: &Entry, b: &Entry) -> Option<usize> {
    let (a, b) = (a.item.category(), b.item.category());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    (same < a.len() || same < b.len()).then_some(same)
}

/// Finds the breaks of one section and returns its last number.
fn breaks(mut section: Vec<Entry>, last_numbers: &BTreeSet<u32>, out: &mut Vec<Draft>) -> Option<u32> {
    out.extend(misprints(&mut section));
    out.extend(start(&section, last_numbers));
    out.extend(disorder(&section));
    out.extend(gaps(&section));
    section.iter().map(|entry| entry.seq).max()
}

/// A number out of line between two that leave room for exactly one is a misprint; it is set right for what follows.
fn misprints(section: &mut [Entry]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for at in 1..section.len().saturating_sub(1) {
        let (before, after) = (section[at - 1].seq, section[at + 1].seq);
        let entry = &mut section[at];
        if before.checked_add(2) != Some(after) || entry.seq == before + 1 {
            continue;
        }
        let message = format!("{}：编号印作{}，按前后应为{}", entry.item.label(), entry.seq, before + 1);
        drafts.push(draft(message, &[entry]).expected(before + 1).found(entry.seq));
        entry.seq = before + 1;
    }
    drafts
}

fn draft(message: String, entries: &[&Entry]) -> Draft {
    let items = entries.iter().map(|entry| entry.item);
    Draft::new(message).about(items.clone().map(|item| item.id())).evidence(items.map(|item| item.evidence()))
}

/// The first number of several must be 1, unless the list goes on from an earlier one. As many rows without a number
/// as numbers are lacking prove that it does not go on, whatever number an earlier list ends with.
fn start(section: &[Entry], last_numbers: &BTreeSet<u32>) -> Option<Draft> {
    let first = section.first()?;
    let (list, seq, before) = (first.item.list(), first.seq, first.unnumbered);
    let unprinted = before > 0 && before as u64 + 1 == u64::from(seq);
    let goes_on = section.len() < 2 || seq <= 1 || last_numbers.contains(&(seq - 1));
    if goes_on && !unprinted {
        return None;
    }
    let message = match before {
        0 => format!("{list}：编号从{seq}开始"),
        _ => format!("{list}：前{before}条没有编号，印出的编号从{seq}开始"),
    };
    Some(draft(message, &[first]).expected(1).found(seq).softened(usize::from(unprinted)))
}

/// Numbers that come again, or come after a larger one.
fn disorder(section: &[Entry]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (at, entry) in section.iter().enumerate().skip(1) {
        let (label, seq, last) = (entry.item.label(), entry.seq, &section[at - 1]);
        if let Some(earlier) = section[..at].iter().find(|earlier| earlier.seq == seq) {
            let message = format!("{label}：编号{seq}重复，前面“{}”已用", earlier.item.name());
            drafts.push(draft(message, &[entry, earlier]).found(seq));
        } else if seq < last.seq {
            let message = format!("{label}：编号倒退，{}之后是{seq}", last.seq);
            drafts.push(draft(message, &[entry, last]).found(seq));
        }
    }
    drafts
}

/// Numbers between the first and the largest that no row carries.
fn gaps(section: &[Entry]) -> Vec<Draft> {
    let numbers: BTreeSet<u32> = section.iter().map(|entry| entry.seq).collect();
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    pairs.filter(|(low, high)| **high > **low + 1).filter_map(|(&low, &high)| gap(section, low, high)).collect()
}

fn gap(section: &[Entry], low: u32, high: u32) -> Option<Draft> {
    let before = section.iter().find(|entry| entry.seq == low)?;
    let after = section.iter().find(|entry| entry.seq == high)?;
    let missing =
        if low + 2 == high { format!("第{}项", low + 1) } else { format!("第{}至{}项", low + 1, high - 1) };
    let list = after.item.list();
    let mut message = format!("{list}：编号从{low}跳到{high}，缺{missing}");
    let explained = after.unnumbered as u64 >= u64::from(high - low - 1);
    if explained {
        message.push_str(&format!("；此处有{}条没有编号", after.unnumbered));
    } else if before.rows > 1 {
        message.push_str(&format!("；编号{low}连续印了{}行", before.rows));
    }
    let draft = draft(message, &[after, before]).expected(low + 1).found(high);
    Some(draft.softened(usize::from(explained)))
}

fn merged(list: &str, drafts: Vec<Draft>) -> Draft {
    let told: Vec<_> = drafts.iter().take(3).map(|draft| draft.message.as_str()).collect();
    let message = format!("{list}：编号有{}处不连续，如：{}", drafts.len(), told.join("；"));
    let mut merged = Draft::new(message).known_by([list, "多处"]).found(drafts.len());
    for draft in drafts {
        merged.subject.extend(draft.subject);
        merged.evidence.extend(draft.evidence);
    }
    let mut seen = BTreeSet::new();
    merged.subject.retain(|id| seen.insert(id.clone()));
    merged
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{DocumentBuilder, document, findings, messages, task};
    use crate::record::Severity;

    /// A document of one list; `0` is a row without a number, `甲:1` one in a group.
    fn rows(rows: &str) -> DocumentBuilder {
        document().with_all(rows.split(' ').map(|row| {
            let (group, seq) = row.split_once(':').unwrap_or(("", row));
            let task = task("某事").list("清单").group(group);
            match seq.parse().unwrap() {
                0 => task,
                seq => task.seq(seq),
            }
        }))
    }

    #[test]
    fn fires_on_each_kind_of_break() {
        for (numbers, expected) in [
            ("1 2 4", vec!["清单：编号从2跳到4，缺第3项"]),
            ("1 2 6 7", vec!["清单：编号从2跳到6，缺第3至5项"]),
            ("1 2 2 4", vec!["清单：编号从2跳到4，缺第3项；编号2连续印了2行"]),
            ("1 2 3 12 5 6", vec!["清单 第12项 某事：编号印作12，按前后应为4"]),
            ("1 2 3 1 5 6", vec!["清单 第1项 某事：编号印作1，按前后应为4"]),
            ("1 2 3 4 2 5", vec!["清单 第2项 某事：编号2重复，前面“某事”已用"]),
            ("1 2 3 6 4 5 7", vec!["清单 第4项 某事：编号倒退，6之后是4"]),
            ("3 4 5", vec!["清单：编号从3开始"]),
            ("甲:1 甲:2 乙:3 丙:4 丁:1", vec!["清单 第1项 某事：编号1重复，前面“某事”已用"]),
        ] {
            assert_eq!(messages("GW102", rows(numbers)), expected, "{numbers}");
        }
    }

    #[test]
    fn fires_softly_where_rows_without_a_number_explain_the_gap() {
        let info = |message: &str| vec![(Severity::Info, message.to_owned())];
        assert_eq!(findings("GW102", rows("0 0 3 4")), info("清单：前2条没有编号，印出的编号从3开始"));
        assert_eq!(findings("GW102", rows("1 2 0 4")), info("清单：编号从2跳到4，缺第3项；此处有1条没有编号"));
    }

    #[test]
    fn fires_on_unnumbered_rows_although_an_earlier_list_ends_with_the_number_before() {
        let second = [0, 0, 3, 4].map(|seq| {
            let task = task("某事").list("清单二");
            if seq == 0 { task } else { task.seq(seq) }
        });
        assert_eq!(messages("GW102", rows("1 2").with_all(second)), ["清单二：前2条没有编号，印出的编号从3开始"]);
    }

    #[test]
    fn fires_softly_on_numbers_that_are_not_printed() {
        let bare = [1, 2].map(|seq| task("某事").list("清单").seq(seq).inferred());
        let document = document().with_all(bare).with(task("某事").list("清单").seq(3));
        let found = findings("GW102", document);
        assert_eq!(found, [(Severity::Info, "清单：第1、2项没有印编号，印出的编号从3开始，程序按位置补上".to_owned())]);
    }

    #[test]
    fn fires_softly_on_points_without_those_before() {
        let found = |text: &str| messages("GW102", document().with(task("某事").seq(1).section("内容", text)));
        assert_eq!(found("做好甲事。4.做好乙事。"), ["表 第1项 某事：“内容”栏里有第4点“4.”，前面没有第1点"]);
        assert_eq!(found("1.做好甲事。2.做好乙事。4.做好丙事。").len(), 1);
        assert_eq!(
            found("1.做好甲事。2.做好乙事。2.做好丙事。"),
            ["表 第1项 某事：“内容”栏里连着有两个第2点“2.”，后一个应为第3点"]
        );
        assert_eq!(found("1. 做好甲事 2、做好乙事。3.做好丙事。"), [""; 0]);
        for fine in [
            "4.做甲。",
            "4.做甲。5.做乙。",
            "1.做甲。2.做乙。",
            "1.做甲。\n2.做乙。1.做丙。",
            "增长2.5倍。3.5万亩。",
            "做甲。2023.完成",
            "2024年。1.做",
        ] {
            assert_eq!(found(fine), [""; 0], "{fine}");
        }
    }

    #[test]
    fn fires_once_for_a_list_that_is_broken_all_over() {
        let found = messages("GW102", rows("1 3 5 7 9 11 13 15"));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("清单：编号有7处不连续，如：清单：编号从1跳到3，缺第2项；"), "{found:?}");
    }

    #[test]
    fn stays_silent_on_sound_numbering() {
        for numbers in [
            "1 2 3",
            "28",
            "1 1 2 2 2 3",
            "0 0 0",
            "甲:1 甲:2 乙:1 乙:2 丙:1",
            "甲:1 乙:1 丙:1 丙:2",
            "甲/一:1 甲/一:2 甲/二:3 乙/三:1 乙/三:2 乙/四:3",
            "甲:1 甲:2 乙:2 乙:3",
        ] {
            assert_eq!(messages("GW102", rows(numbers)), [""; 0], "{numbers}");
        }
    }

    #[test]
    fn stays_silent_when_a_list_goes_on_from_an_earlier_one() {
        let second = (3..=5).map(|seq| task("某事").list("清单二").seq(seq));
        assert_eq!(messages("GW102", rows("1 2").with_all(second)), [""; 0]);
    }
}
