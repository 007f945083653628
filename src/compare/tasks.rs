//! What became of the tasks (任务) of earlier documents of the same region: kept under whatever number, changed, new, gone.

use super::View;
use super::task_matching::{Match, Place, matches};
use super::words;
use crate::grammar::fold::fold;
use crate::record::Task;
use crate::record::comparison::{Relation, TaskChange, TaskPlace, TaskStatus, Weakening};
use std::collections::{BTreeMap, BTreeSet};

/// What became of every task: those of the new document in its order, then those that are gone, from the latest
/// document back. Nothing where no earlier document of the region has tasks.
pub(super) fn changes(view: &View) -> Vec<TaskChange> {
    let earlier: Vec<usize> = (1..view.documents.len())
        .filter(|at| view.relation(*at) == Relation::Same && !view.documents[*at].tasks.is_empty())
        .collect();
    if earlier.is_empty() || view.documents[0].tasks.is_empty() {
        return Vec::new();
    }
    let matches = matches(view, &earlier);
    let best = |new: usize| {
        let own = matches.iter().filter(|found| found.new == new);
        own.min_by(|a, b| a.old.0.cmp(&b.old.0).then(b.score.total_cmp(&a.score)).then(a.old.1.cmp(&b.old.1)))
    };
    let mut changes: Vec<TaskChange> = (0..view.documents[0].tasks.len())
        .map(|new| match best(new) {
            Some(found) => pair(found, view),
            None => alone(TaskStatus::New, None, Some((0, new)), view),
        })
        .collect();
    changes.extend(gone(view, &earlier, &matches));
    changes
}

/// Tasks of lists that go on in the new document and that it does not have any more.
fn gone(view: &View, earlier: &[usize], matches: &[Match]) -> Vec<TaskChange> {
    let found: BTreeSet<Place> = matches.iter().map(|found| found.old).collect();
    let mut gone = Vec::new();
    for &document in earlier {
        let mut lists: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, task) in view.documents[document].tasks.iter().enumerate() {
            let (all, kept) = lists.entry(&task.list).or_default();
            *all += 1;
            *kept += usize::from(found.contains(&(document, at)));
        }
        let words = &view.settings.comparison;
        let goes_on = |list: &str| {
            let (all, kept) = lists[list];
            kept >= words.list_tasks && kept as f64 >= words.list_share * all as f64
        };
        let tasks = view.documents[document].tasks.iter().enumerate();
        let lost = tasks.filter(|(at, task)| !found.contains(&(document, *at)) && goes_on(&task.list));
        gone.extend(lost.map(|(at, _)| alone(TaskStatus::Gone, Some((document, at)), None, view)));
    }
    gone
}

fn alone(status: TaskStatus, old: Option<Place>, new: Option<Place>, view: &View) -> TaskChange {
    TaskChange {
        status,
        old: old.map(|place| task_place(place, view)),
        new: new.map(|place| task_place(place, view)),
        score: None,
        line: old.or(new).map(|place| line(place, view)),
        difference: None,
        words: Vec::new(),
        weakened: Vec::new(),
    }
}

pub(super) fn task<'a>(place: Place, view: &View<'a>) -> &'a Task {
    &view.documents[place.0].tasks[place.1]
}

fn task_place(place: Place, view: &View) -> TaskPlace {
    let task = task(place, view);
    TaskPlace {
        document: view.id(place.0).to_string(),
        task: task.id.clone(),
        title: title(task),
        list: task.list.clone(),
        seq: task.seq,
    }
}

/// The name under which a task is known from now on.
fn line(place: Place, view: &View) -> String {
    format!("{}#{}", view.id(place.0), task(place, view).id)
}

/// What to call a task: its title, else the first clause of its text.
pub(super) fn title(task: &Task) -> String {
    const LONGEST: usize = 40;
    let printed = task.title.as_deref().map(|title| title.split_whitespace().collect::<String>());
    printed.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        let clause = first_clause(goal(task));
        match clause.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &clause[..end]),
            None => clause,
        }
    })
}

/// The goal of a task: the first of its texts, as lists begin with goal or content.
pub(super) fn goal(task: &Task) -> &str {
    task.sections.first().map_or("", |section| section.text.as_str())
}

/// The text up to its first comma, colon or full stop, without a number in front.
fn first_clause(text: &str) -> String {
    let folded = fold(text);
    let body = folded.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '(' | ')'));
    body.split([',', '，', '。', ':', ';']).next().unwrap_or_default().to_string()
}

fn pair(found: &Match, view: &View) -> TaskChange {
    let (old, new) = (task(found.old, view), task((0, found.new), view));
    let comparison = words::compare(goal(old), goal(new), &view.settings.comparison.commitments);
    let rewritten = comparison.share < view.settings.comparison.rewritten_share;
    let weakened = if rewritten { Vec::new() } else { distinct(comparison.weakened) };
    let told = difference(old, new, rewritten, &weakened, view);
    let status = if told.is_empty() { TaskStatus::Kept } else { TaskStatus::Changed };
    let words = match status {
        TaskStatus::Kept => Vec::new(),
        _ if rewritten => words::replaced(goal(old), goal(new)),
        _ => comparison.changes,
    };
    TaskChange {
        status,
        old: Some(task_place(found.old, view)),
        new: Some(task_place((0, found.new), view)),
        score: Some(found.score),
        line: Some(line(found.old, view)),
        difference: (!told.is_empty()).then(|| told.join("；")),
        words,
        weakened,
    }
}

fn distinct(mut weakened: Vec<Weakening>) -> Vec<Weakening> {
    let mut seen = BTreeSet::new();
    weakened.retain(|w| seen.insert((w.from.clone(), w.to.clone())));
    weakened
}

/// What is different, each in a few Chinese words.
fn difference(old: &Task, new: &Task, rewritten: bool, weakened: &[Weakening], view: &View) -> Vec<String> {
    let mut told = Vec::new();
    told.extend(weakened.iter().map(|w| format!("用词由“{}”变为“{}”，要求减弱", w.from, w.to)));
    let figures = changed_figures(old, new, view);
    let plain = |task: &Task| fold(goal(task));
    if rewritten {
        told.push("目标重写".to_string());
    } else if figures.is_empty() && plain(old) != plain(new) && weakened.is_empty() {
        told.push("目标文字有改动".to_string());
    }
    told.extend(figures);
    told.extend(super::units::changed_leads(&old.responsible, &new.responsible, view));
    told
}

/// Quantities of one subject with another number: 城市书房 200家→150家.
fn changed_figures(old: &Task, new: &Task, view: &View) -> Vec<String> {
    let key = |subject: &str| view.rules.indicators.read(subject, None).key();
    let mut before: BTreeMap<String, Vec<&crate::record::QuantityMention>> = BTreeMap::new();
    for quantity in old.quantities.iter().filter(|quantity| quantity.number.is_some()) {
        before.entry(key(&quantity.subject)).or_default().push(quantity);
    }
    let mut told = Vec::new();
    for quantity in new.quantities.iter().filter(|quantity| quantity.number.is_some()) {
        let Some([earlier]) = before.get(&key(&quantity.subject)).map(Vec::as_slice) else { continue };
        if earlier.unit == quantity.unit && earlier.number != quantity.number {
            let figure = |q: &crate::record::QuantityMention| {
                format!("{}{}", q.number.unwrap_or_default(), q.unit.as_deref().unwrap_or_default())
            };
            told.push(format!("“{}”{}→{}", quantity.subject, figure(earlier), figure(quantity)));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::super::testing::{compared, of, year};
    use super::*;
    use crate::check::testing::{DocumentBuilder, TaskRow, document, task};
    use crate::record::Level;

    /// Status, old and new task, and the difference, a line each.
    fn told(old: DocumentBuilder, new: DocumentBuilder) -> Vec<String> {
        let comparison = compared(&year(2024, new), &[&year(2023, old)]);
        let id = |place: &Option<TaskPlace>| place.as_ref().map_or("-".to_string(), |place| place.task.clone());
        let line = |change: &TaskChange| {
            let difference = change.difference.clone().unwrap_or_default();
            format!("{:?} {} {} {difference}", change.status, id(&change.old), id(&change.new)).trim_end().to_string()
        };
        comparison.tasks.iter().map(line).collect()
    }

    fn row(title: &'static str, goal: &str) -> TaskRow {
        task(title).section("工作目标", goal).by("市水利局")
    }

    #[test]
    fn tasks_are_known_again_under_another_number_and_title() {
        let old = document()
            .with(row("渔港避风锚地建设", "建成锚地2处。").seq(1))
            .with(row("农村公路提升工程", "提升农村公路115公里。").seq(2))
            .with(row("全民阅读推广", "举办活动。").seq(3));
        let new = document()
            .with(row("推进农村公路提升工程", "提升农村公路 115公里。").seq(1))
            .with(row("渔港避风锚地建设", "推进锚地2处。").seq(2))
            .with(row("海岛医疗联合体", "组建联合体。").seq(3));
        assert_eq!(
            told(old, new),
            ["Kept K002 K001", "Changed K001 K002 用词由“建成”变为“推进”，要求减弱", "New - K003", "Gone K003 -",]
        );
    }

    #[test]
    fn changed_figures_units_and_rewritten_goals_are_told() {
        let old = document()
            .with(row("城市书房建设", "新建城市书房200家，开放时间延长。").mentions("新建|城市书房|200|家"))
            .with(row("农村公路提升工程", "提升农村公路115公里。"))
            .with(row("渔港避风锚地建设", "建成锚地2处。"));
        let new = document()
            .with(row("城市书房建设", "新建城市书房150家，开放时间延长。").mentions("新建|城市书房|150|家"))
            .with(task("农村公路提升工程").section("工作目标", "提升农村公路115公里。").by("市交通局"))
            .with(row("渔港避风锚地建设", "与邻市共同谋划航线调整。"));
        assert_eq!(
            told(old, new),
            [
                "Changed K001 K001 “城市书房”200家→150家",
                "Changed K002 K002 责任单位由市水利局变为市交通局",
                "Changed K003 K003 目标重写",
            ]
        );
    }

    #[test]
    fn a_list_that_does_not_go_on_is_not_counted_as_gone() {
        let names = ["渔港避风锚地建设", "农村公路提升工程", "全民阅读推广", "智慧养老平台"];
        let old = document().with_all(names.map(|name| row(name, "做好。").list("甲表")));
        let old = old.with_all(["零工市场", "托育机构"].map(|name| row(name, "做好。").list("乙表")));
        let new = document().with_all(["渔港避风锚地建设", "农村公路提升工程"].map(|name| row(name, "做好。")));
        let gone: Vec<String> = told(old, new).into_iter().filter(|line| line.starts_with("Gone")).collect();
        assert_eq!(gone, ["Gone K003 -", "Gone K004 -"]);
    }

    #[test]
    fn other_regions_have_tasks_of_their_own() {
        let old = of("望洲区", Level::County, 2023, document().with(row("渔港避风锚地建设", "建成锚地2处。")));
        let new = year(2024, document().with(row("渔港避风锚地建设", "建成锚地2处。")));
        assert_eq!(compared(&new, &[&old]).tasks, []);
    }

    #[test]
    fn alike_words_of_every_task_do_not_join_tasks() {
        let old = document().with(row("推进数字经济建设", "推进工作。")).with(row("推进海洋经济建设", "推进工作。"));
        let new = document().with(row("推进绿色交通建设", "推进工作。")).with(row("推进海洋经济建设", "推进工作。"));
        assert_eq!(told(old, new)[..2], ["New - K001", "Kept K002 K002"]);
    }

    #[test]
    fn the_latest_document_that_has_the_task_counts() {
        let titled = |year_of| year(year_of, document().with(row("渔港避风锚地建设", "建成锚地2处。")));
        let (oldest, middle) = (titled(2021), titled(2022));
        let other = year(2023, document().with(row("全民阅读推广", "举办活动。")));
        let comparison = compared(&titled(2024), &[&oldest, &other, &middle]);
        assert_eq!(comparison.tasks[0].line.as_deref(), Some("文件2022#K001"));
    }
}
