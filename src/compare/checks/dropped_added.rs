//! GW503 dropped-added (增减和改名): indicators, tasks and lists that are gone, new, or under another name.

use super::super::finding::{Check, Context, Draft};
use crate::record::Severity;
use crate::record::comparison::{ComparedIndicator, Relation, TaskPlace, TaskStatus};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW503",
    name: "dropped-added",
    title: "增减和改名",
    severity: Severity::Info,
    explanation: "\
查什么：与同一地区最近的一份有指标（有任务）的文件相比，哪些指标、任务不再出现，哪些是新的，哪些换了叫法；哪些清单整张没有了。
怎样判断：指标按规则中的指标表和用字认，任务按标题和内容认，换了序号的不算。只有几项能对上的清单不逐项报，只说清单没有了。每张清单各列一条。
为什么：没有完成的任务、不好看的指标，常常就这样从清单里消失。
例：上年清单的“农村公路养护里程”今年没有了。
怎样处理：逐项问清去向。明细见“年度对比.xlsx”。确认无误的，把指纹记入 accepted.toml。",
    run,
};

/// As many names are told in one sentence.
const NAMES: usize = 20;
/// Share of its indicators, and number, that must be found again for a list to go on.
const GOES_ON: (f64, usize) = (0.2, 2);

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let earlier = (1..context.view.documents.len()).filter(|at| context.view.relation(*at) == Relation::Same);
    if let Some(old) = earlier.clone().find(|at| !context.view.documents[*at].targets.is_empty()) {
        drafts.extend(indicators(old, context));
    }
    let old: Vec<&str> = earlier.map(|at| context.view.id(at)).collect();
    if let Some(old) = old.iter().find(|id| context.tasks.iter().any(|change| place_in(&change.old, id).is_some())) {
        drafts.extend(tasks(old, context));
    }
    drafts
}

fn place_in<'p>(place: &'p Option<TaskPlace>, document: &str) -> Option<&'p TaskPlace> {
    place.as_ref().filter(|place| place.document == document)
}

/// An indicator of the old document: its name there, and that of the new document where it goes on.
type Fate<'a> = (&'a str, Option<&'a str>);

fn indicators(old: usize, context: &Context) -> Vec<Draft> {
    let view = context.view;
    let name_in = |indicator: &'_ ComparedIndicator, document: &str| {
        indicator.members.iter().find(|member| member.document == document).map(|member| member.name.clone())
    };
    let mut lists: BTreeMap<usize, Vec<(String, Option<String>)>> = BTreeMap::new();
    for indicator in context.indicators {
        let members = indicator.members.iter().filter(|member| member.document == view.id(old));
        for member in members {
            let list = view.documents[old].lists.iter().position(|list| list.records.contains(&member.target));
            let fate = (member.name.clone(), name_in(indicator, view.id(0)));
            lists.entry(list.unwrap_or(usize::MAX)).or_default().push(fate);
        }
    }
    let mut drafts = Vec::new();
    let mut over = Vec::new();
    for (list, fates) in &lists {
        let title = view.documents[old].lists.get(*list).map_or("", |list| list.title.as_str());
        let fates: Vec<Fate> = fates.iter().map(|(name, new)| (name.as_str(), new.as_deref())).collect();
        let kept = fates.iter().filter(|(_, new)| new.is_some()).count();
        match kept >= GOES_ON.1 && kept as f64 >= GOES_ON.0 * fates.len() as f64 {
            true => drafts.extend(of_list(title, &fates, view.id(old), context)),
            false => over.push(title),
        }
    }
    drafts.extend(added(old, context).filter(|_| over.len() < lists.len()));
    drafts.extend(lists_over(&over, view.id(old), context));
    drafts
}

fn of_list(title: &str, fates: &[Fate], old: &str, context: &Context) -> Vec<Draft> {
    let gone: Vec<String> = fates.iter().filter(|(_, new)| new.is_none()).map(|(name, _)| name.to_string()).collect();
    let other = |(name, new): &Fate| {
        new.filter(|new| context.plain(new) != context.plain(name)).map(|new| format!("{name}→{new}"))
    };
    let renamed: Vec<String> = fates.iter().filter_map(other).collect();
    let label = context.view.label(old);
    let told = |names: Vec<String>, what: &str| {
        (!names.is_empty()).then(|| sentence(&format!("{label}“{title}”的指标有{}项{what}", names.len()), what, names))
    };
    [told(gone, "在新文件里没有了"), told(renamed, "换了叫法")].into_iter().flatten().collect()
}

/// Indicators of the new document that the old one does not have.
fn added(old: usize, context: &Context) -> Option<Draft> {
    let view = context.view;
    let has = |indicator: &&ComparedIndicator, document: &str| indicator.members.iter().any(|m| m.document == document);
    let new = context.indicators.iter().filter(|i| has(i, view.id(0)) && !has(i, view.id(old)));
    let names: Vec<String> = new.map(|indicator| indicator.canonical.clone()).collect();
    let head = format!("新文件的指标有{}项是{}没有的", names.len(), view.label(view.id(old)));
    (!names.is_empty()).then(|| sentence(&head, "新增指标", names))
}

fn lists_over(titles: &[&str], old: &str, context: &Context) -> Option<Draft> {
    let titles: Vec<String> =
        titles.iter().filter(|title| !title.is_empty()).map(|title| format!("“{title}”")).collect();
    let head = format!("{}有{}张清单在新文件里没有接续", context.view.label(old), titles.len());
    (!titles.is_empty()).then(|| sentence(&head, "清单没有接续", titles))
}

fn tasks(old: &str, context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut gone: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for change in context.tasks.iter().filter(|change| change.status == TaskStatus::Gone) {
        if let Some(place) = place_in(&change.old, old) {
            gone.entry(&place.list).or_default().push(place.title.clone());
        }
    }
    for (list, names) in gone {
        let head = format!("{}“{list}”的任务有{}项在新文件里没有了", context.view.label(old), names.len());
        drafts.push(sentence(&head, list, names));
    }
    let new = context.tasks.iter().filter(|change| change.status == TaskStatus::New).filter_map(|c| c.new.as_ref());
    let names: Vec<String> = new.map(|place| place.title.clone()).collect();
    if !names.is_empty() {
        let head = format!("新文件的任务有{}项在同一地区以前的文件里没有", names.len());
        drafts.push(sentence(&head, "新增任务", names));
    }
    drafts
}

fn sentence(head: &str, key: &str, names: Vec<String>) -> Draft {
    let more = if names.len() > NAMES { " 等" } else { "" };
    let message = format!("{head}：{}{more}", names[..names.len().min(NAMES)].join("、"));
    Draft { message, key: [vec![key.to_string()], names].concat(), ..Draft::default() }
}

impl Context<'_> {
    /// A name for comparing: what blanks, width, brackets and quotation marks leave.
    fn plain(&self, name: &str) -> String {
        self.view.rules.indicators.read(name, None).key()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, year};
    use crate::check::testing::{document, target, task};

    #[test]
    fn fires_once_a_list_for_what_is_gone_new_or_renamed() {
        let row = |name, year| target(name).unit("%").year(year).region("全市", "75");
        let old = document().with_all(
            ["农村自来水普及率", "森林覆盖率", "R&D经费支出与GDP之比", "万人失信率"].map(|name| row(name, 2023)),
        );
        let new = document().with_all(
            ["森林覆盖率", "农村 自来水普及率", "R&D经费支出占GDP比重", "城镇调查失业率"].map(|name| row(name, 2024)),
        );
        let found: Vec<String> =
            found("GW503", &year(2024, new), &[&year(2023, old)]).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            found,
            [
                "文件2023“表”的指标有1项在新文件里没有了：万人失信率",
                "文件2023“表”的指标有1项换了叫法：R&D经费支出与GDP之比→R&D经费支出占GDP比重",
                "新文件的指标有1项是文件2023没有的：城镇调查失业率",
            ]
        );
    }

    #[test]
    fn fires_for_tasks_of_lists_that_go_on() {
        let names = ["渔港避风锚地建设", "农村公路提升工程", "全民阅读推广", "智慧养老平台"];
        let old = document().with_all(names.map(task));
        let new = document().with_all(["农村公路提升工程", "渔港避风锚地建设", "海岛医疗联合体"].map(task));
        let found: Vec<String> =
            found("GW503", &year(2024, new), &[&year(2023, old)]).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            found,
            [
                "文件2023“表”的任务有2项在新文件里没有了：全民阅读推广、智慧养老平台",
                "新文件的任务有1项在同一地区以前的文件里没有：海岛医疗联合体",
            ]
        );
    }

    #[test]
    fn stays_silent_when_only_numbers_changed_places() {
        let row = |name, year, seq| target(name).unit("%").year(year).region("全市", "75").seq(seq);
        let old = document().with(row("农村自来水普及率", 2023, 1)).with(row("森林覆盖率", 2023, 2));
        let new = document().with(row("森林覆盖率", 2024, 1)).with(row("农村自来水普及率", 2024, 2));
        assert_eq!(found("GW503", &year(2024, new), &[&year(2023, old)]), []);
        assert_eq!(found("GW503", &year(2024, document().with(row("森林覆盖率", 2024, 1))), &[]), []);
    }
}
