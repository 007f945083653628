//! GW401 schedule-order (进度倒置): periods of one task run backwards or leave the year.

use super::item::{Item, shortened};
use super::{Check, Context, Draft};
use crate::record::{Evidence, ScheduleEntry, Severity, Task};

pub(super) const CHECK: Check = Check {
    code: "GW401",
    name: "schedule-order",
    title: "进度时间倒置",
    severity: Severity::Warning,
    explanation: "\
查什么：一项任务的进度安排里，一个时段自己倒置（“9—6月”），后一步在前一步开始之前就已结束，或者某一步的年份早于其他各步\
和文件年度。“全年”“每月”和各步互相重叠是常见写法，不报；中间隔着没有时间的小标题的，重新起算。
为什么：时间写错，督办系统会在错误的月份提醒，或者根本不提醒。
例：“8—12月”之后是“1—3月”；2022年的任务印作“2021年12月底前”。
怎样处理：核对月份和年份，也可能是两步的次序排反了。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW401 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context.records.tasks.iter().flat_map(|task| in_task(task, context.records.document.year)).collect()
}

fn in_task(task: &Task, year: Option<i32>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> =
        task.schedule.iter().filter(|step| runs_backwards(step)).map(|step| backwards(task, step)).collect();
    for pair in task.schedule.windows(2) {
        let before_start = pair[0].start.as_deref().zip(pair[1].end.as_deref()).is_some_and(|(start, end)| end < start);
        if before_start && !runs_backwards(&pair[0]) && !runs_backwards(&pair[1]) {
            drafts.push(after(task, &pair[0], &pair[1]));
        }
    }
    drafts.extend(outside_year(task, year));
    drafts
}

fn runs_backwards(step: &ScheduleEntry) -> bool {
    step.start.as_deref().zip(step.end.as_deref()).is_some_and(|(start, end)| end < start)
}

/// A step as evidence.
pub(super) fn quote(step: &ScheduleEntry) -> Evidence {
    Evidence { text: shortened(&format!("{} {}", step.raw, step.text), 60), anchor: step.anchor.clone() }
}

fn backwards(task: &Task, step: &ScheduleEntry) -> Draft {
    let item = Item::Task(task);
    let message = format!("{}：时段“{}”前后倒置", item.label(), step.raw);
    Draft::new(message)
        .about([item.id()])
        .known_by([item.identity(), step.raw.clone()])
        .evidence([quote(step)])
        .found(&step.raw)
}

fn after(task: &Task, first: &ScheduleEntry, second: &ScheduleEntry) -> Draft {
    let item = Item::Task(task);
    let message = format!("{}：进度安排“{}”之后是“{}”，时间倒退", item.label(), first.raw, second.raw);
    let key = [item.identity(), first.raw.clone(), second.raw.clone()];
    Draft::new(message).about([item.id()]).known_by(key).evidence([first, second].map(quote)).found(&second.raw)
}

/// A single step of an earlier year among steps of the year that the document governs.
fn outside_year(task: &Task, year: Option<i32>) -> Option<Draft> {
    let year = year?;
    let of = |step: &ScheduleEntry| step.end.as_deref()?.get(..4)?.parse::<i32>().ok();
    let dated: Vec<_> = task.schedule.iter().filter_map(|step| Some((step, of(step)?))).collect();
    let early: Vec<_> = dated.iter().filter(|(_, own)| *own < year).collect();
    let [(step, own)] = early[..] else { return None };
    let others = dated.iter().filter(|(_, own)| *own == year).count();
    if others < 2 || own + 1 != year {
        return None;
    }
    let item = Item::Task(task);
    let message = format!("{}：进度安排中“{}”在{own}年，其余各步在{year}年", item.label(), step.raw);
    Some(
        Draft::new(message)
            .about([item.id()])
            .known_by([item.identity(), step.raw.clone()])
            .evidence([quote(step)])
            .found(own),
    )
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, task};
    use crate::check::{Settings, run};

    #[test]
    fn fires_on_periods_that_run_backwards() {
        let one = task("某事").seq(1).step("9—6月", "推进");
        let two = task("某事").seq(2).step("8—12月", "推进").step("1—3月", "总结");
        assert_eq!(
            messages("GW401", document().with(one).with(two)),
            ["表 第1项 某事：时段“9—6月”前后倒置", "表 第2项 某事：进度安排“8—12月”之后是“1—3月”，时间倒退"]
        );
    }

    #[test]
    fn fires_on_one_step_of_last_year() {
        let late = task("某事").step("2—4月", "印发").step("5—9月", "推进").step("2022年12月", "总结");
        let mut records = document().with(late).build();
        records.document.year = Some(2023);
        run(&mut records, &Settings::default());
        let found: Vec<_> = records.findings.iter().filter(|finding| finding.code == "GW401").collect();
        assert!(
            found.iter().any(|finding| finding.message.contains("“2022年12月”在2022年，其余各步在2023年")),
            "{found:?}"
        );
    }

    #[test]
    fn stays_silent_on_overlaps_whole_years_and_new_beginnings() {
        for steps in [
            vec!["1—12月", "6—9月", "10—12月"],
            vec!["4—12月", "4—12月", "6—8月"],
            vec!["2—4月", "5—9月", ""],
            vec!["8—12月", "", "1—3月"],
            vec!["2021年", "2022年"],
        ] {
            let row = steps.iter().fold(task("某事"), |row, step| row.step(step, "推进"));
            assert_eq!(messages("GW401", document().with(row)), [""; 0], "{steps:?}");
        }
    }
}
