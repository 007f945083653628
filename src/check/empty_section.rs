//! GW105 empty-section (缺栏目): a task lacks a column, or the periods of a column, that the others have.

use super::item::{Item, numbers, shortened};
use super::{Check, Context, Draft, plain};
use crate::record::{Evidence, ListInfo, Severity, Task};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW105",
    name: "empty-section",
    title: "缺栏目内容",
    severity: Severity::Warning,
    explanation: "\
查什么：同一清单里绝大多数任务都写了的一栏（目标体系、政策体系……），个别任务是空的；绝大多数任务按年度、月份分了步骤，\
个别任务没有写时间。备注、说明栏不查。
为什么：空着的一栏看不出是没有内容还是漏填；没有时间的任务排不进进度表，也无从督办。
例：清单53项中52项都写了“2021年”“2022年”的年度目标，第50项没有写年份。
怎样处理：对照原文补上。空栏目多半只是没有内容，所以只作提示。比例和行数在 rules/checks.toml 的 empty_section 中调整。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW105 设为 \"off\"。",
    run,
};

/// Characters of a quoted cell.
const QUOTED: usize = 80;
/// Characters of the cell that the message tells.
const TOLD: usize = 24;
/// Rows that are quoted in a finding for many.
const ROWS_QUOTED: usize = 5;

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (list, items) in context.lists() {
        let all: Vec<&Task> = items.iter().filter_map(|item| item.task()).collect();
        let (bare, tasks): (Vec<&Task>, Vec<&Task>) = all.iter().partition(|task| is_bare(task));
        drafts.extend(without_text(list, &bare, tasks.len(), context));
        drafts.extend(undated(list, &tasks, context));
        drafts.extend(empty_columns(list, &tasks, context));
    }
    drafts
}

/// A row with nothing but its title.
fn is_bare(task: &Task) -> bool {
    task.sections.iter().all(|section| section.text.trim().is_empty())
}

fn without_text(list: &ListInfo, bare: &[&Task], with: usize, context: &Context) -> Option<Draft> {
    if !usual(with, with + bare.len(), context) {
        return None;
    }
    let items: Vec<Item> = bare.iter().map(|task| Item::Task(task)).collect();
    let message = format!("{}：{}只有标题，各栏都没有内容，同一清单的其余{with}项都有", list.title, numbers(&items));
    let draft = Draft::new(message).about(items.iter().map(|item| item.id())).known_by([&list.title, "各栏"]);
    Some(
        draft
            .known_by(items.iter().map(|item| item.identity()))
            .evidence(items.iter().map(|item| item.evidence()))
            .softened(1),
    )
}

/// Do nearly all have it, though not all.
fn usual(with: usize, all: usize, context: &Context) -> bool {
    let settings = &context.settings.empty_section;
    with < all && with >= settings.rows && with as f64 >= all as f64 * settings.share
}

fn empty_columns(list: &ListInfo, tasks: &[&Task], context: &Context) -> Vec<Draft> {
    let mut filled: BTreeMap<&str, usize> = BTreeMap::new();
    for section in tasks.iter().flat_map(|task| &task.sections) {
        *filled.entry(&section.name).or_default() += usize::from(!section.text.trim().is_empty());
    }
    let exempt =
        |name: &str| context.settings.empty_section.exempt_words.iter().any(|word| name.contains(word.as_str()));
    filled.retain(|name, with| !exempt(name) && usual(*with, tasks.len(), context));
    let mut by_rows: BTreeMap<Vec<&str>, Vec<(&str, usize)>> = BTreeMap::new();
    for (name, with) in filled {
        let bare = tasks.iter().filter(|task| !has(task, name)).map(|task| task.id.as_str()).collect();
        by_rows.entry(bare).or_default().push((name, with));
    }
    by_rows.into_iter().map(|(rows, columns)| empty_in(list, &rows, &columns, context)).collect()
}

fn has(task: &Task, name: &str) -> bool {
    task.sections.iter().any(|section| section.name == name && !section.text.trim().is_empty())
}

/// One finding for the columns that the same rows lack.
fn empty_in(list: &ListInfo, rows: &[&str], columns: &[(&str, usize)], context: &Context) -> Draft {
    let bare: Vec<Item> = rows.iter().filter_map(|id| context.item(id)).collect();
    let names: String = columns.iter().map(|(name, _)| format!("“{name}”")).collect();
    let with = columns.iter().map(|(_, with)| *with).min().unwrap_or_default();
    let message = format!("{}：{}没有{names}的内容，同一清单的{with}项都有", list.title, numbers(&bare));
    let draft = Draft::new(message).about(rows.iter().copied()).known_by([list.title.as_str(), &names]);
    let draft = draft.known_by(bare.iter().map(|item| item.identity()));
    draft.evidence(bare.iter().take(ROWS_QUOTED).map(|item| item.evidence())).softened(1)
}

fn is_dated(task: &Task) -> bool {
    task.schedule.iter().any(|entry| entry.start.is_some() || entry.end.is_some())
}

fn undated(list: &ListInfo, tasks: &[&Task], context: &Context) -> Option<Draft> {
    let dated: Vec<&Task> = tasks.iter().copied().filter(|task| is_dated(task)).collect();
    if !usual(dated.len(), tasks.len(), context) {
        return None;
    }
    let column = schedule_column(&dated);
    let words = &context.settings.empty_section.period_words;
    let text = |task: &Task| {
        let section = task.sections.iter().find(|section| Some(section.name.as_str()) == column);
        let text = section.map(|section| section.text.clone()).filter(|text| !text.trim().is_empty())?;
        (!words.iter().any(|word| text.contains(word.as_str()))).then_some(text)
    };
    let bare: Vec<(Item, String)> =
        tasks.iter().filter(|task| !is_dated(task)).filter_map(|task| Some((Item::Task(task), text(task)?))).collect();
    (!bare.is_empty()).then(|| without_period(list, &bare, dated.len()))
}

/// The column that the steps of most tasks stand in.
fn schedule_column<'a>(dated: &[&'a Task]) -> Option<&'a str> {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for task in dated {
        let Some(step) = task.schedule.iter().map(|entry| plain(&entry.text)).find(|text| !text.is_empty()) else {
            continue;
        };
        for section in task.sections.iter().filter(|section| plain(&section.text).contains(&step)) {
            *votes.entry(&section.name).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|(name, votes)| (*votes, std::cmp::Reverse(*name))).map(|(name, _)| name)
}

fn without_period(list: &ListInfo, bare: &[(Item, String)], with: usize) -> Draft {
    let items: Vec<Item> = bare.iter().map(|(item, _)| *item).collect();
    let text = bare.first().map(|(_, text)| shortened(text, TOLD)).unwrap_or_default();
    let message =
        format!("{}：{}没有写明年度或时间（“{text}”），同一清单的{with}项都写了", list.title, numbers(&items));
    let quoted = bare.iter().take(ROWS_QUOTED).flat_map(|(item, text)| {
        [item.evidence(), Evidence { text: shortened(text, QUOTED), anchor: item.anchor().clone() }]
    });
    let draft = Draft::new(message).about(items.iter().map(|item| item.id())).known_by([&list.title, "时间"]);
    draft.known_by(items.iter().map(|item| item.identity())).evidence(quoted)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{TaskRow, document, findings, messages, task};
    use crate::record::Severity;

    fn row(seq: u32, step: &str, policy: &str) -> TaskRow {
        let row = task("某事").list("清单").seq(seq).section("政策体系", policy);
        if step.is_empty() { row.section("进度安排", "全力推进") } else { row.step(step, "推进") }
    }

    #[test]
    fn fires_on_the_row_without_a_period_and_on_the_empty_column() {
        let rows = (1..=6).map(|seq| row(seq, if seq == 5 { "" } else { "2—6月" }, if seq == 2 { "" } else { "有" }));
        assert_eq!(
            findings("GW105", document().with_all(rows)),
            [
                (Severity::Info, "清单：第2项没有“政策体系”的内容，同一清单的5项都有".to_owned()),
                (Severity::Warning, "清单：第5项没有写明年度或时间（“全力推进”），同一清单的5项都写了".to_owned()),
            ]
        );
    }

    #[test]
    fn fires_softly_once_on_rows_with_a_title_only() {
        let rows = (1..=6).map(|seq| {
            if seq == 3 {
                task("某事").list("清单").seq(3).section("政策体系", "")
            } else {
                row(seq, "2—6月", "有")
            }
        });
        let only = "清单：第3项只有标题，各栏都没有内容，同一清单的其余5项都有".to_owned();
        assert_eq!(findings("GW105", document().with_all(rows)), [(Severity::Info, only)]);
    }

    #[test]
    fn stays_silent_where_it_is_common_or_a_remark() {
        let half = (1..=6).map(|seq| row(seq, if seq % 2 == 0 { "" } else { "2—6月" }, ""));
        let few = (1..=3).map(|seq| row(seq, if seq == 1 { "" } else { "2—6月" }, "有"));
        let remark = (1..=6)
            .map(|seq| task("某事").seq(seq).section("内容", "有").section("备注", if seq == 1 { "" } else { "有" }));
        for rows in [half.collect::<Vec<_>>(), few.collect(), remark.collect()] {
            assert_eq!(messages("GW105", document().with_all(rows)), [""; 0]);
        }
    }
}
