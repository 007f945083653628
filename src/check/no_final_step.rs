//! GW404 no-final-step (进度没有收尾): the schedule ends well before the year does, though those of the other tasks do not.

use super::item::{Item, numbers};
use super::schedule_order::quote;
use super::{Check, Context, Draft};
use crate::record::{ListInfo, ScheduleEntry, Severity, Task};

pub(super) const CHECK: Check = Check {
    code: "GW404",
    name: "no-final-step",
    title: "进度没有收尾",
    severity: Severity::Info,
    explanation: "\
查什么：同一清单绝大多数任务的进度安排都写到年底，个别任务的最后一步早在 schedule 的 final_month（10月）之前就到期了。
为什么：目标是全年的，进度只写到年中，下半年没有人督办；也可能抄漏了最后一步。
例：清单73项中68项写到12月，第63项的最后一步是“8月底前”。
怎样处理：问责任单位后面还有没有安排；确实早就完成的，把指纹记入 accepted.toml；不需要这项提示的，把 GW404 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context.lists().filter_map(|(list, items)| in_list(list, &items, context)).collect()
}

fn last_step(task: &Task) -> Option<&ScheduleEntry> {
    // What recurs or cannot be dated may go on to the end of the year.
    let all_dated = task.schedule.iter().all(|step| step.end.is_some());
    task.schedule.iter().filter(|_| all_dated).max_by(|a, b| a.end.cmp(&b.end))
}

fn month(step: &ScheduleEntry) -> Option<u32> {
    step.end.as_deref()?.get(5..)?.parse().ok()
}

fn in_list(list: &ListInfo, items: &[Item], context: &Context) -> Option<Draft> {
    let settings = &context.settings.schedule;
    let last: Vec<_> = items.iter().filter_map(|item| Some((*item, last_step(item.task()?)?))).collect();
    let early: Vec<_> =
        last.iter().filter(|(_, step)| month(step).is_some_and(|month| month < settings.final_month)).collect();
    let late = last.len() - early.len();
    if early.is_empty() || late < settings.rows || (late as f64) < last.len() as f64 * settings.share {
        return None;
    }
    let tasks: Vec<Item> = early.iter().map(|(item, _)| *item).collect();
    let others = match items.len() - early.len() - late {
        0 => format!("其余{late}项都写到{}月以后", settings.final_month),
        undated => {
            format!("写明期限的其余{late}项都写到{}月以后（{undated}项有步骤没有写明时间，不计）", settings.final_month)
        }
    };
    let message = format!("{}：{}的进度安排只到“{}”，同一清单{others}", list.title, numbers(&tasks), early[0].1.raw);
    let key = tasks.iter().map(|item| item.identity());
    let draft = Draft::new(message).about(tasks.iter().map(|item| item.id())).known_by([&list.title]).known_by(key);
    Some(draft.evidence(early.iter().map(|(_, step)| quote(step))))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, task};

    fn list(ends: &[&str]) -> Vec<String> {
        let rows = ends
            .iter()
            .zip(1..)
            .map(|(end, seq)| task("某事").list("清单").seq(seq).step("1—3月", "印发").step(end, "完成"));
        messages("GW404", document().with_all(rows))
    }

    #[test]
    fn fires_on_the_one_that_ends_early() {
        assert_eq!(
            list(&["12月", "12月", "8月", "11月", "12月", "12月"]),
            ["清单：第3项的进度安排只到“8月”，同一清单其余5项都写到10月以后"]
        );
    }

    #[test]
    fn those_that_cannot_be_dated_are_told_apart() {
        assert_eq!(
            list(&["12月", "12月", "8月", "11月", "12月", "12月", ""]),
            ["清单：第3项的进度安排只到“8月”，同一清单写明期限的其余5项都写到10月以后（1项有步骤没有写明时间，不计）"]
        );
    }

    #[test]
    fn stays_silent_where_many_end_early_or_go_on_without_a_date() {
        assert_eq!(list(&["12月", "6月", "8月", "11月", "12月", "12月"]), [""; 0]);
        assert_eq!(list(&["12月", "12月", "", "11月", "12月", "12月"]), [""; 0]);
    }
}
