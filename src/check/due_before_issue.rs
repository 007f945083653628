//! GW403 due-before-issue (发文前到期): a step was due before the document was signed.

use super::item::{Item, numbers};
use super::schedule_order::quote;
use super::{Check, Context, Draft};
use crate::record::{ListInfo, Severity, Task};

pub(super) const CHECK: Check = Check {
    code: "GW403",
    name: "due-before-issue",
    title: "发文前已到期",
    severity: Severity::Info,
    explanation: "\
查什么：进度安排的某一步，在成文日期（没有的取发布日期）的前一个月或更早就已到期。一个清单报一条，写明哪些任务。
为什么：年中印发的要点常把年初的步骤一并写上，多数已经完成；但也可能是沿用了上年的时间，督办前应当先弄清。
例：6月30日印发的清单，有25项任务的第一步“3月底前”已过。
怎样处理：与责任单位确认这些步骤是否已经完成。\
看过的把指纹记入 accepted.toml；不需要这项提示的，把 GW403 设为 \"off\"。",
    run,
};

/// Steps that are quoted in a finding.
const QUOTED: usize = 3;

fn run(context: &Context) -> Vec<Draft> {
    let document = &context.records.document;
    let Some(month) =
        document.signed_date.as_deref().or(document.published_date.as_deref()).and_then(|date| date.get(..7))
    else {
        return Vec::new();
    };
    context.lists().filter_map(|(list, items)| in_list(list, &items, month)).collect()
}

fn is_due(task: &Task, month: &str) -> bool {
    task.schedule.iter().any(|step| step.end.as_deref().is_some_and(|end| end < month))
}

fn in_list(list: &ListInfo, items: &[Item], month: &str) -> Option<Draft> {
    let due: Vec<Item> =
        items.iter().copied().filter(|item| item.task().is_some_and(|task| is_due(task, month))).collect();
    if due.is_empty() {
        return None;
    }
    let tasks = due.iter().filter_map(|item| item.task());
    let steps =
        tasks.flat_map(|task| task.schedule.iter().filter(|step| step.end.as_deref().is_some_and(|end| end < month)));
    let steps: Vec<_> = steps.collect();
    let message = format!(
        "{}：{}有{}个步骤在发文（{month}）前已经到期，如“{}”",
        list.title,
        numbers(&due),
        steps.len(),
        steps[0].raw
    );
    let draft =
        Draft::new(message).about(due.iter().map(|item| item.id())).known_by([&list.title, month]).found(steps.len());
    Some(draft.evidence(steps.into_iter().take(QUOTED).map(quote)))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, task};
    use crate::check::{Settings, run};

    fn messages(signed: &str) -> Vec<String> {
        let first = task("某事").list("清单").seq(1).step("1—3月", "印发").step("4—12月", "推进");
        let second = task("某事").list("清单").seq(2).step("2—11月", "印发");
        let mut records = document().with(first).with(second).build();
        records.document.signed_date = Some(signed.into());
        run(&mut records, &Settings::default());
        records.findings.into_iter().filter(|finding| finding.code == "GW403").map(|finding| finding.message).collect()
    }

    #[test]
    fn fires_once_a_list() {
        assert_eq!(messages("2023-06-30"), ["清单：第1项有1个步骤在发文（2023-06）前已经到期，如“1—3月”"]);
    }

    #[test]
    fn stays_silent_on_steps_of_the_same_month_and_later() {
        assert_eq!(messages("2023-03-31"), [""; 0]);
    }
}
