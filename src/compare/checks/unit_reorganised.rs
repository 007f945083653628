//! GW508 unit-reorganised (单位、地区沿革): a name that is out of use, a unit under another name, units that are gone.

use super::super::finding::{Check, Context, Draft, quote};
use super::super::units::{successor, told};
use crate::record::comparison::{UnitChange, UnitStatus};
use crate::record::{Anchor, DocumentRecords, Severity};
use crate::rules::Succession;

pub(super) const CHECK: Check = Check {
    code: "GW508",
    name: "unit-reorganised",
    title: "单位和地区沿革",
    severity: Severity::Warning,
    explanation: "\
查什么：新文件还在用已经改名、撤并的单位名和地区名；以前文件里的单位换了名称，或者不再出现。
怎样判断：哪个名称用到哪一年，写在规则的 successions.toml 中，交替的那一年新旧名称都算对。换名称、不再出现的只作提示，各列一条。
为什么：任务派给撤销了的单位，就没有人办；名称不统一，按单位汇总会漏。
例：2024年的文件里还写着“市环保局”（2019年起改为生态环境局）。
怎样处理：改成现在的名称；规则里没有的沿革，在自己的规则文件夹里补一条 [[organisation]] 或 [[region]]。",
    run,
};

/// As many names are told in one sentence.
const NAMES: usize = 30;

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = abolished_units(context);
    drafts.extend(abolished_regions(context));
    drafts.extend(renamed(context));
    drafts.extend(gone(context));
    drafts
}

/// Is a name out of use in the year of the new document.
fn is_over(succession: &Succession, context: &Context) -> bool {
    context.view.year(0).is_some_and(|year| year > succession.since)
}

fn abolished_units(context: &Context) -> Vec<Draft> {
    let records = context.view.documents[0];
    let over = |unit: &crate::record::Unit| {
        let (_, succession) = successor(&unit.name, context.view.rules, context.view.settings)
            .filter(|(_, next)| is_over(next, context))?;
        let (id, anchor) = first_duty(&unit.name, records)?;
        let message = format!("责任单位“{}”：{}，新文件还在用旧名称", unit.name, told(&succession));
        Some(Draft {
            message,
            subject: vec![(records.document.id.clone(), id)],
            key: vec![unit.name.clone()],
            found: Some(unit.name.clone()),
            evidence: vec![quote(&records.document.id, &unit.name, &anchor)],
            ..Draft::default()
        })
    };
    records.units.iter().filter_map(over).collect()
}

/// The first record that a unit answers for.
fn first_duty(name: &str, records: &DocumentRecords) -> Option<(String, Anchor)> {
    let of_targets = records.targets.iter().map(|target| (&target.responsible, &target.id, &target.anchor));
    let of_tasks = records.tasks.iter().map(|task| (&task.responsible, &task.id, &task.anchor));
    let mut duties = of_targets.chain(of_tasks);
    let (_, id, anchor) = duties.find(|(units, ..)| units.iter().any(|unit| unit.name == name))?;
    Some((id.clone(), anchor.clone()))
}

fn abolished_regions(context: &Context) -> Vec<Draft> {
    let records = context.view.documents[0];
    let mut seen = Vec::new();
    let mut drafts = Vec::new();
    for target in &records.targets {
        for value in &target.values {
            let succession = context.view.rules.pack.regions.of(&value.region);
            let Some(succession) = succession.filter(|s| is_over(s, context) && !seen.contains(&s.former)) else {
                continue;
            };
            let message = format!("地区“{}”：{}，新文件还在用旧名称", value.region, told(&succession));
            seen.push(succession.former);
            drafts.push(Draft {
                message,
                subject: vec![(records.document.id.clone(), target.id.clone())],
                key: vec![value.region.clone()],
                found: Some(value.region.clone()),
                expected: Some(succession.name),
                evidence: vec![quote(&records.document.id, &value.region, &value.anchor)],
                ..Draft::default()
            });
        }
    }
    drafts
}

/// One finding for all units under another name.
fn renamed(context: &Context) -> Option<Draft> {
    let renamed: Vec<&UnitChange> = context.units.iter().filter(|unit| unit.status == UnitStatus::Renamed).collect();
    let pair = |unit: &&UnitChange| {
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        format!("{}→{}", name(&unit.old), name(&unit.new))
    };
    listing(&renamed, "换了名称", pair, context)
}

/// One finding for all units that are gone.
fn gone(context: &Context) -> Option<Draft> {
    let gone: Vec<&UnitChange> = context.units.iter().filter(|unit| unit.status == UnitStatus::Gone).collect();
    listing(&gone, "在新文件里不再承担指标和任务", |unit| unit.old.clone().unwrap_or_default(), context)
}

fn listing(
    units: &[&UnitChange],
    what: &str,
    name: impl Fn(&&UnitChange) -> String,
    context: &Context,
) -> Option<Draft> {
    let document = units.first()?.document.as_deref()?;
    let names: Vec<String> = units.iter().map(name).collect();
    let more = if names.len() > NAMES { " 等" } else { "" };
    let message = format!(
        "{}的责任单位有{}个{what}：{}{more}",
        context.view.label(document),
        names.len(),
        names[..names.len().min(NAMES)].join("、")
    );
    Some(Draft { message, key: [vec![what.to_string()], names].concat(), soft: true, ..Draft::default() })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, year};
    use crate::check::testing::{document, target, task};
    use crate::record::Severity;

    #[test]
    fn fires_on_names_that_are_out_of_use() {
        let duty = task("近岸海域治理").by("市环保局、市水利局");
        let row = target("农村自来水普及率").unit("%").year(2024).region("全市", "90").region("绍兴县", "80");
        let found = found("GW508", &year(2024, document().with(duty).with(row)), &[]);
        assert_eq!(
            found,
            [
                (Severity::Warning, "责任单位“市环保局”：2019年起改为生态环境局，新文件还在用旧名称".to_string()),
                (Severity::Warning, "地区“绍兴县”：2013年起改为柯桥区，新文件还在用旧名称".to_string()),
            ]
        );
    }

    #[test]
    fn fires_once_for_those_renamed_and_once_for_those_gone() {
        let old =
            year(2023, document().with(task("近岸海域治理").by("市资源规划局、东海银保监分局、市残联、市水利局")));
        let new = document().with(task("近岸海域治理").by("市资规局、国家金融监督管理总局东海监管分局、市水利局"));
        let found: Vec<String> = found("GW508", &year(2024, new), &[&old]).into_iter().map(|(_, text)| text).collect();
        assert_eq!(
            found,
            [
                "文件2023的责任单位有2个换了名称：市资源规划局→市资规局、东海银保监分局→国家金融监督管理总局东海监管分局",
                "文件2023的责任单位有1个在新文件里不再承担指标和任务：市残联",
            ]
        );
    }

    #[test]
    fn stays_silent_in_the_year_of_the_change_and_where_nothing_changed() {
        let new = year(2019, document().with(task("近岸海域治理").by("市环保局")));
        assert_eq!(found("GW508", &new, &[]), []);
        let old = year(2023, document().with(task("近岸海域治理").by("市水利局")));
        let new = year(2024, document().with(task("近岸海域治理").by("市水利局")));
        assert_eq!(found("GW508", &new, &[&old]), []);
    }
}
