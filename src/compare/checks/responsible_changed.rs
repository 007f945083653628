//! GW504 responsible-changed (责任单位变了): another unit answers for an indicator or leads a task.

use super::super::finding::{Check, Context, Draft, quote};
use super::super::units::changed_leads;
use super::named;
use crate::record::Severity;
use crate::record::comparison::{ComparedIndicator, TaskChange};

pub(super) const CHECK: Check = Check {
    code: "GW504",
    name: "responsible-changed",
    title: "责任单位变了",
    severity: Severity::Info,
    explanation: "\
查什么：同一地区的同一项指标、同一项任务，牵头（没有分主次的看全部责任单位）的单位换了。
怎样判断：缩写、别名、机构改革前后的名称算同一个单位；新旧名单里只要有一个单位相同就不报；一处没有写责任单位的不报。
为什么：换了牵头单位，要办交接，数据报送的渠道也要改。
例：某项改革2022年由市农业农村局牵头，2024年由市市场监管局牵头。
怎样处理：确认是有意调整的，通知两个单位交接；把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let indicators = context.indicators.iter().filter_map(|indicator| of_indicator(indicator, context));
    let tasks = context.tasks.iter().filter_map(|change| of_task(change, context));
    indicators.chain(tasks).collect()
}

fn of_indicator(indicator: &ComparedIndicator, context: &Context) -> Option<Draft> {
    let view = context.view;
    let goal = indicator.goal.as_ref()?;
    let answering = |document: &str| {
        let members = indicator.members.iter().filter(|member| member.document == document);
        let records = view.documents.iter().find(|records| records.document.id == document)?;
        let mut targets = members.filter_map(|member| records.targets.iter().find(|target| target.id == member.target));
        targets.find(|target| !target.responsible.is_empty())
    };
    let new = answering(&goal.document)?;
    let earlier =
        view.documents[1..].iter().map(|records| records.document.id.as_str()).filter(|id| view.is_earlier(id));
    let (document, old) = earlier.into_iter().find_map(|id| Some((id, answering(id)?)))?;
    let why = changed_leads(&old.responsible, &new.responsible, view)?;
    let name = named(indicator, &goal.place, view);
    let message = format!("指标“{name}”：与{}相比，{why}", view.label(document));
    Some(Draft {
        message,
        subject: vec![(goal.document.clone(), new.id.clone()), (document.to_string(), old.id.clone())],
        key: vec![indicator.canonical.clone(), why],
        evidence: vec![quote(&goal.document, &new.name, &new.anchor), quote(document, &old.name, &old.anchor)],
        ..Draft::default()
    })
}

fn of_task(change: &TaskChange, context: &Context) -> Option<Draft> {
    let view = context.view;
    let (old_place, new_place) = change.old.as_ref().zip(change.new.as_ref())?;
    let find = |document: &str, id: &str| {
        let records = view.documents.iter().find(|records| records.document.id == document)?;
        records.tasks.iter().find(|task| task.id == id)
    };
    let old = find(&old_place.document, &old_place.task)?;
    let new = find(&new_place.document, &new_place.task)?;
    let why = changed_leads(&old.responsible, &new.responsible, view)?;
    let message = format!("任务“{}”：与{}相比，{why}", new_place.title, view.label(&old_place.document));
    Some(Draft {
        message,
        subject: vec![(new_place.document.clone(), new.id.clone()), (old_place.document.clone(), old.id.clone())],
        key: vec![new_place.title.clone(), why],
        evidence: vec![
            quote(&new_place.document, &new_place.title, &new.anchor),
            quote(&old_place.document, &old_place.title, &old.anchor),
        ],
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, year};
    use crate::check::testing::{document, target, task};

    fn changed(before: &str, after: &str) -> Vec<String> {
        let row = |year, units: &str| target("农村自来水普及率").unit("%").year(year).region("全市", "75").by(units);
        let duty = |units: &str| task("渔港避风锚地建设").section("内容", "新建锚地").by(units);
        let old = year(2023, document().with(row(2023, before)).with(duty(before)));
        let new = year(2024, document().with(row(2024, after)).with(duty(after)));
        found("GW504", &new, &[&old]).into_iter().map(|(_, message)| message).collect()
    }

    #[test]
    fn fires_when_another_unit_answers() {
        assert_eq!(
            changed("市水利局", "市住建局、市财政局"),
            [
                "指标“农村自来水普及率”：与文件2023相比，责任单位由市水利局变为市住建局、市财政局",
                "任务“渔港避风锚地建设”：与文件2023相比，责任单位由市水利局变为市住建局、市财政局",
            ]
        );
    }

    #[test]
    fn stays_silent_on_spellings_successors_and_shared_duty() {
        for (before, after) in [
            ("市水利局", "市水利局、市住建局"),
            ("市资源规划局", "市资规局"),
            ("市环保局", "市生态环境局"),
            ("市大数据局", "市数据局"),
            ("市水利局", ""),
        ] {
            assert_eq!(changed(before, after), [""; 0], "{before} {after}");
        }
    }
}
