//! GW204 share (占比): a percentage over 100 or below 0, or shares of a whole that do not reach 100.

use super::interval::{Interval, half_step};
use super::item::Item;
use super::{Check, Context, Draft, Settings, plain, quantity};
use crate::record::{Decimal, Evidence, Operator, Severity, Target, TargetValue};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW204",
    name: "share",
    title: "百分比越界",
    severity: Severity::Error,
    explanation: "\
查什么：占比、覆盖率、合格率这类不可能超过100%的指标是否超过100或为负；同一指标的三个以上分项占比之和接近而不等于100%。\
增速、增幅、毛入学率、之比等可以超过100%，不查。
为什么：越界的占比一定是写错了，多半是漏了小数点或填错了行。
例：城镇化率印作744%（应为74.4%）。
怎样处理：核对小数点和单位。分项之和只作警告，因为可能有未列的部分。词表在 rules/checks.toml 的 share 中。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW204 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for target in context.records.targets.iter().filter(|target| is_share(target, context)) {
        let beyond = target.values.iter().filter(|value| is_percent(target, value) && lies_beyond(value));
        drafts.extend(beyond.map(|value| out_of_bounds(target, value)));
    }
    drafts.extend(unfinished_wholes(context));
    drafts
}

/// By its name an indicator that never passes 100 %.
fn is_share(target: &Target, context: &Context) -> bool {
    let name = quantity::wording(target);
    context.words.share_words.is_in(&name) && !context.words.share_exempt.is_in(&name)
}

fn is_percent(target: &Target, value: &TargetValue) -> bool {
    let unit = value.unit.as_deref().or(target.unit.as_deref()).map(plain).unwrap_or_default();
    unit == "%" || plain(&value.raw).contains('%')
}

fn lies_beyond(value: &TargetValue) -> bool {
    let Some(number) = value.number else { return false };
    !matches!(value.op, Operator::UpBy | Operator::DownBy | Operator::Text | Operator::None)
        && (number > Decimal::ONE_HUNDRED || number < Decimal::ZERO)
}

fn out_of_bounds(target: &Target, value: &TargetValue) -> Draft {
    let item = Item::Target(target);
    let year = value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let message = format!(
        "{}：{}{year}{} {}，百分比超出0至100",
        item.label(),
        value.region,
        value.basis.label(),
        value.raw.trim()
    );
    let key = [item.identity(), value.region.clone(), format!("{year}{}", value.basis.label())];
    let quote = Evidence { text: value.raw.clone(), anchor: value.anchor.clone() };
    Draft::new(message).about([item.id()]).known_by(key).evidence([quote]).expected("0—100").found(value.raw.trim())
}

/// Three or more components of one indicator, each a share, that come close to 100 % and miss it.
fn unfinished_wholes(context: &Context) -> Vec<Draft> {
    let mut families: BTreeMap<(&str, &str), Vec<&Target>> = BTreeMap::new();
    for target in context.records.targets.iter().filter(|target| target.component.is_some()) {
        families.entry((&target.list, &target.name)).or_default().push(target);
    }
    let columns = families.into_values().filter(|family| family.len() >= 3).flat_map(|family| {
        let firsts = family[0].values.iter();
        firsts.filter_map(|value| unfinished(&family, value, context.settings)).collect::<Vec<_>>()
    });
    columns.collect()
}

fn unfinished(family: &[&Target], column: &TargetValue, settings: &Settings) -> Option<Draft> {
    let mut sum = Interval::exact(Decimal::ZERO);
    let (mut terms, mut total, mut evidence) = (Vec::new(), Decimal::ZERO, Vec::new());
    for target in family {
        let same = |value: &&TargetValue| {
            (&value.region, value.year, value.basis) == (&column.region, column.year, column.basis)
        };
        let value =
            target.values.iter().find(same).filter(|value| is_percent(target, value) && value.op == Operator::Eq)?;
        let printed = quantity::printed(value)?;
        sum = sum.plus(printed.interval(half_step(printed.decimals), Decimal::ZERO)?)?;
        total = total.checked_add(printed.number)?;
        terms.push(printed.number.normalize().to_string());
        evidence.push(Evidence { text: value.raw.clone(), anchor: value.anchor.clone() });
    }
    let margin = settings.share.margin;
    let close = (total - Decimal::ONE_HUNDRED).abs() <= margin;
    if !close || sum.meets(Interval::exact(Decimal::ONE_HUNDRED)) {
        return None;
    }
    let (first, item) = (family[0], Item::Target(family[0]));
    let message =
        format!("{} {}：各分项占比 {}={}，不等于100", item.list(), first.name, terms.join("+"), total.normalize());
    let key = [item.identity(), column.region.clone(), format!("{:?}{:?}", column.year, column.basis)];
    let draft = Draft::new(message).about(family.iter().map(|target| target.id.as_str())).known_by(key);
    Some(draft.evidence(evidence).expected(100).found(total.normalize()).softened(1))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, findings, messages, target};
    use crate::record::Severity;

    fn share(raw: &str) -> Row {
        target("常住人口城镇化率").unit("%").region("全市", raw)
    }

    fn parts(shares: [&str; 3]) -> Vec<Row> {
        let part = |(name, raw): (&str, &str)| target("能源结构").component(name).unit("%").region("全市", raw);
        ["煤炭占比", "石油占比", "其他占比"].into_iter().zip(shares).map(part).collect()
    }

    #[test]
    fn fires_on_a_percentage_over_a_hundred() {
        assert_eq!(
            findings("GW204", document().with(share("744"))),
            [(Severity::Error, "表 常住人口城镇化率：全市2023年目标值 744，百分比超出0至100".to_owned())]
        );
    }

    #[test]
    fn fires_softly_on_shares_that_miss_a_hundred() {
        assert_eq!(
            findings("GW204", document().with_all(parts(["45.2", "30.1", "22.0"]))),
            [(Severity::Warning, "表 能源结构：各分项占比 45.2+30.1+22=97.3，不等于100".to_owned())]
        );
    }

    #[test]
    fn stays_silent_on_rounding_growth_and_gross_rates() {
        assert_eq!(messages("GW204", document().with(share("100"))), [""; 0]);
        assert_eq!(messages("GW204", document().with_all(parts(["45.2", "30.1", "24.6"]))), [""; 0]);
        for name in ["数字经济增速", "小学毛入学率", "收入之比", "技能人才增幅占比"] {
            assert_eq!(messages("GW204", document().with(target(name).unit("%").region("全市", "120"))), [""; 0]);
        }
    }
}
