//! GW401 schedule-order (进度倒置): periods of one task run backwards or leave the year.

use super::item::{Item, shortened};
use super::{Check, Context, Draft, plain};
use crate::record::{Evidence, ScheduleEntry, Severity, Task};

pub(super) const CHECK: Check = Check {
    code: "GW401",
    name: "schedule-order",
    title: "进度时间矛盾",
    severity: Severity::Warning,
    explanation: "\
查什么：一项任务的进度安排里，一个时段自己倒置（“9—6月”），后一步在前一步开始之前就已结束，某一步的年份早于其他各步\
和文件年度，或者只做一次的事（成立专班、印发方案）一字不差地排在两个时间。“全年”“每月”和各步互相重叠是常见写法，不报；中间隔着没有时间的小标题的，重新起算。
为什么：时间写错，督办系统会在错误的月份提醒，或者根本不提醒。
例：“8—12月”之后是“1—3月”；2022年的任务印作“2021年12月底前”；“成立领导小组和工作专班”3月底前、6月底前各写了一次。
怎样处理：核对月份和年份，也可能是两步的次序排反了。只做一次的事的词在 rules/checks.toml 的 schedule 中。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW401 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let year = context.records.document.year;
    let tasks = context.records.tasks.iter().filter(|task| !task.schedule.is_empty());
    tasks.flat_map(|task| in_task(task, year).into_iter().chain(due_twice(task, context))).collect()
}

/// A thing that is done once and due at two times, word for word.
fn due_twice(task: &Task, context: &Context) -> Option<Draft> {
    let settings = &context.settings.schedule;
    let once = |clause: &str| settings.done_once.iter().any(|verb| clause.starts_with(verb.as_str()));
    let mut known: Vec<(String, &ScheduleEntry)> = Vec::new();
    for step in task.schedule.iter().filter(|step| step.end.is_some()) {
        let text = plain(&step.text);
        let clauses = text.split(['，', ',', '。', '；', ';', '、']).filter(|clause| once(clause));
        for clause in clauses.filter(|clause| clause.chars().count() >= settings.clause_characters) {
            match known.iter().find(|(other, first)| other == clause && first.end != step.end) {
                Some((_, first)) => return Some(twice(task, clause, [first, step])),
                None => known.push((clause.to_owned(), step)),
            }
        }
    }
    None
}

fn twice(task: &Task, clause: &str, steps: [&ScheduleEntry; 2]) -> Draft {
    let item = Item::Task(task);
    let message = format!("{}：“{clause}”在“{}”和“{}”各排了一次", item.label(), steps[0].raw, steps[1].raw);
    let draft = Draft::new(message).about([item.id()]).known_by([item.identity(), clause.to_owned()]);
    draft.evidence(steps.map(quote)).found(&steps[1].raw)
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
    fn fires_on_what_is_done_once_and_due_twice() {
        let row = task("某事")
            .seq(1)
            .step("3月底前", "成立领导小组和工作专班。")
            .step("6月底前", "印发实施意见，成立领导小组和工作专班。");
        assert_eq!(
            messages("GW401", document().with(row)),
            ["表 第1项 某事：“成立领导小组和工作专班”在“3月底前”和“6月底前”各排了一次"]
        );
        for text in ["组织开展安全生产检查", "印发方案"] {
            let row = task("某事").step("3月底前", text).step("6月底前", text);
            assert_eq!(messages("GW401", document().with(row)), [""; 0], "{text}");
        }
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
