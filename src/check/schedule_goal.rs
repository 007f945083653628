//! GW402 schedule-goal (进度与目标不符): the last scheduled figure differs from the task's own goal.

use super::interval::Printed;
use super::item::Item;
use super::statement::step_of;
use super::{Check, Context, Draft, plain};
use crate::record::{Decimal, Evidence, Operator, QuantityMention, ScheduleEntry, Severity, Task};
use std::borrow::Cow;
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW402",
    name: "schedule-goal",
    title: "进度与目标不符",
    severity: Severity::Warning,
    explanation: "\
查什么：一项任务的目标写“新增托位420个”，进度安排最后一步写同一件事，数却不同。各步的数相加等于目标的（按季分解）不报；\
最后一步早于10月、只是中间进度的不报；“以上”“以内”按区间判断。
为什么：照着进度做完了，目标没有完成，或者相反。
例：目标新增从业人员3500户，12月一步写3000户。
怎样处理：核对哪一处没有改。哪些月份算年底在 rules/checks.toml 的 schedule 的 final_month。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW402 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context
        .records
        .tasks
        .iter()
        .filter(|task| !task.schedule.is_empty())
        .flat_map(|task| in_task(task, context))
        .collect()
}

/// Mentions of one thing in one unit: what is wanted, and the steps that name it.
#[derive(Default)]
struct Thread<'a> {
    goals: Vec<(&'a QuantityMention, Printed)>,
    steps: Vec<(&'a QuantityMention, Printed, &'a ScheduleEntry)>,
}

fn in_task<'a>(task: &'a Task, context: &Context<'a>) -> Vec<Draft> {
    let mut threads: BTreeMap<(String, Cow<str>), Thread> = BTreeMap::new();
    for mention in &task.quantities {
        let subject = plain(&mention.subject);
        if subject.chars().count() < context.settings.conflict.characters_same {
            continue;
        }
        let Some((unit, printed)) = printed(mention, context) else { continue };
        let thread = threads.entry((subject, unit)).or_default();
        match step_of(task, mention) {
            Some(step) => thread.steps.push((mention, printed, step)),
            None => thread.goals.push((mention, printed)),
        }
    }
    threads.into_values().filter_map(|thread| judge(task, &thread, context)).collect()
}

fn printed<'a>(mention: &'a QuantityMention, context: &Context<'a>) -> Option<(Cow<'a, str>, Printed)> {
    let (power, class) = context.words.units.class(mention.unit.as_deref().unwrap_or_default());
    let level =
        !matches!(mention.op, Operator::UpBy | Operator::DownBy | Operator::Range | Operator::Text | Operator::None);
    let printed = Printed::new(mention.op, mention.number.filter(|_| level)?, None, &mention.text);
    Some((class, printed.scaled(power)?))
}

fn judge(task: &Task, thread: &Thread, context: &Context) -> Option<Draft> {
    let dated = thread.steps.iter().filter(|(_, _, step)| step.end.is_some());
    let (said, last, step) = dated.max_by(|a, b| a.2.end.cmp(&b.2.end))?;
    let month: u32 = step.end.as_deref()?.get(5..)?.parse().ok()?;
    let closes = task.schedule.iter().all(|other| other.end <= step.end);
    let same_end = thread.steps.iter().filter(|(_, _, other)| other.end == step.end).count();
    let [(goal, wanted)] = thread.goals[..] else { return None };
    if month < context.settings.schedule.final_month || !closes || same_end > 1 || is_yearly(task) {
        return None;
    }
    let approximate = context.settings.sum.approximate_share;
    let (one, other) = (wanted.interval(Decimal::ZERO, approximate)?, last.interval(Decimal::ZERO, approximate)?);
    let sum: Option<Decimal> = thread.steps.iter().try_fold(Decimal::ZERO, |sum, step| sum.checked_add(step.1.number));
    if one.meets(other) || sum == Some(wanted.number) {
        return None;
    }
    let item = Item::Task(task);
    let message = format!(
        "{}：目标写“{}”，进度安排最后一步（{}）写“{}”",
        item.label(),
        plain(&goal.text),
        step.raw,
        plain(&said.text)
    );
    let quote = |mention: &QuantityMention| Evidence { text: mention.text.clone(), anchor: mention.anchor.clone() };
    let key = [item.identity(), plain(&goal.subject)];
    let draft = Draft::new(message).about([item.id()]).known_by(key).evidence([quote(goal), quote(said)]);
    Some(draft.expected(plain(&goal.text)).found(plain(&said.text)))
}

/// Goals by year (2021年, 2022年) are goals, not steps.
fn is_yearly(task: &Task) -> bool {
    task.schedule.iter().all(|step| step.raw.trim_end().ends_with('年'))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{TaskRow, document, messages, task};

    fn row(goal: &str, steps: &[(&str, &str)]) -> TaskRow {
        let goal = task("某事").seq(1).mentions(&format!("新增|托育托位|{goal}|个"));
        steps.iter().fold(goal, |row, (period, number)| match *number {
            "" => row.step(period, "总结"),
            number => row.step(period, "推进").step_mentions(&format!("完成|托育托位|{number}|个")),
        })
    }

    #[test]
    fn fires_on_a_last_step_that_is_not_the_goal() {
        assert_eq!(
            messages("GW402", document().with(row("420", &[("1—6月", "200"), ("7—12月", "400")]))),
            ["表 第1项 某事：目标写“新增托育托位420个”，进度安排最后一步（7—12月）写“完成托育托位400个”"]
        );
    }

    #[test]
    fn stays_silent_on_steps_that_reach_or_add_up_to_the_goal() {
        for (goal, steps) in [
            ("420", vec![("1—6月", "200"), ("7—12月", "420")]),
            ("420", vec![("1—6月", "200"), ("7—12月", "220")]),
            ("420", vec![("1—6月", "200")]),
            ("420", vec![("1—10月", "400"), ("11—12月", "")]),
            ("420以上", vec![("1—6月", "200"), ("7—12月", "450")]),
            ("420", vec![("2022年", "200"), ("2023年", "220")]),
        ] {
            assert_eq!(messages("GW402", document().with(row(goal, &steps))), [""; 0], "{steps:?}");
        }
    }
}
