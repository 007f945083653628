//! GW207 growth (增长): a rate of growth is printed beside two figures and is not what they come to.

use super::interval::{Interval, Printed, half_step};
use super::item::Item;
use super::{Check, Context, Draft, quantity};
use crate::record::{Basis, Decimal, Evidence, Operator, Severity, Target, TargetValue};

pub(super) const CHECK: Check = Check {
    code: "GW207",
    name: "growth",
    title: "增长率不符",
    severity: Severity::Warning,
    explanation: "\
查什么：同一行既有上年数、本年数，又印了增长（下降）百分之几的，用两个数算一遍，看是否一致。\
生产总值、增加值这类按可比价计算的，投资、零售额这类基数会调整的，不查；同一张表里多数行都算得上时才报，\
否则多半是各行口径不同。
怎样判断：两个数都按四舍五入的一段数值计算，“以上”“左右”按区间，与印出的增长率碰不到一起才报。
为什么：改了目标数忘了改增速，或者反过来；下达以后两个数都有人用。
例：上年37.8亿元，今年计划43亿元，增长印作18.8%，算得13.8%。
怎样处理：问起草单位改哪一个。可比价、调整过基数的，把指纹记入 accepted.toml，或把名称里的词加进 rules/checks.toml 的 growth。\
不需要这项检查的，把 GW207 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (_, items) in context.lists() {
        let mut agreeing = 0;
        let mut failing = Vec::new();
        for target in items.iter().filter_map(|item| item.target()) {
            for outcome in growths(target, context) {
                match outcome {
                    None => agreeing += 1,
                    Some(draft) => failing.push(draft),
                }
            }
        }
        if agreeing >= context.settings.growth.agreeing_rows && agreeing > failing.len() {
            drafts.extend(failing.into_iter().map(|mut draft: Draft| {
                draft.message.push_str(&format!("；同一张表另有{agreeing}处算得相符"));
                draft
            }));
        }
    }
    drafts
}

/// What each printed rate of growth of a row comes to: a draft where it is wrong.
fn growths(target: &Target, context: &Context) -> Vec<Option<Draft>> {
    let is_rate =
        |value: &&TargetValue| matches!(value.op, Operator::UpBy | Operator::DownBy) && value.number.is_some();
    let rates: Vec<&TargetValue> = target.values.iter().filter(is_rate).collect();
    if rates.is_empty() || context.words.growth_exempt.is_in(&quantity::wording(target)) {
        return Vec::new();
    }
    rates.into_iter().filter_map(|rate| judge(target, rate, context)).collect()
}

/// `None` where the figures for it are not printed.
fn judge(target: &Target, rate: &TargetValue, context: &Context) -> Option<Option<Draft>> {
    let year = rate.year?;
    if rate.raw.contains("百分点") || rate.unit.as_deref().is_some_and(|unit| unit.contains("百分点")) {
        return None;
    }
    let level = |value: &&TargetValue| {
        let bare = !matches!(value.op, Operator::UpBy | Operator::DownBy | Operator::Text | Operator::None);
        bare && value.number.is_some() && value.region == rate.region
    };
    let levels = || target.values.iter().filter(level);
    let now = levels().find(|value| value.year == Some(year) && value.basis == rate.basis)?;
    let reached = |value: &&TargetValue| matches!(value.basis, Basis::Actual | Basis::Forecast);
    let before = levels().filter(|value| value.year == Some(year - 1)).find(reached)?;
    let printed = quantity::in_one_unit(&[before, now], &context.settings.quantity)?;
    let stated = stated(rate, context)?;
    let range = growth(printed[0], printed[1], context)?;
    if stated.meets(range) {
        return Some(None);
    }
    Some(Some(draft(target, [before, now, rate], &printed)?))
}

/// The percent that a printed rate stands for; a fall is negative.
fn stated(rate: &TargetValue, context: &Context) -> Option<Interval> {
    let printed = Printed::new(Operator::Eq, rate.number?, None, &rate.raw);
    let margin = half_step(printed.decimals);
    let sign = if rate.op == Operator::DownBy { -Decimal::ONE } else { Decimal::ONE };
    let number = printed.number * sign;
    let side = |words: [&str; 3]| words.iter().any(|word| rate.raw.contains(word));
    let about = match rate.raw.contains("左右") || rate.raw.contains('约') {
        true => number.abs().checked_mul(context.settings.sum.approximate_share)?,
        false => Decimal::ZERO,
    };
    let interval = Interval::exact(number).widened(margin.checked_add(about)?)?;
    Some(match (side(["以上", "≥", "不低于"]), side(["以内", "≤", "不超过"])) {
        (true, _) => Interval { high: None, ..interval },
        (_, true) => Interval { low: None, ..interval },
        _ => interval,
    })
}

/// The percent by which the one may have grown to the other.
fn growth(before: Printed, now: Printed, context: &Context) -> Option<Interval> {
    let interval = |of: Printed| of.interval(half_step(of.decimals), context.settings.sum.approximate_share);
    let (before, now) = (interval(before)?, interval(now)?);
    let percent = |now: Option<Decimal>, before: Option<Decimal>| match (now, before) {
        (Some(now), Some(before)) if before > Decimal::ZERO => {
            let times = now.checked_div(before)?.checked_sub(Decimal::ONE)?;
            times.checked_mul(Decimal::ONE_HUNDRED).map(Some)
        }
        _ => Some(None),
    };
    Some(Interval { low: percent(now.low, before.high)?, high: percent(now.high, before.low)? })
}

fn draft(target: &Target, [before, now, rate]: [&TargetValue; 3], printed: &[Printed]) -> Option<Draft> {
    let item = Item::Target(target);
    let (from, to) = (printed[0].number, printed[1].number);
    let result = to.checked_div(from)?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let result = result.round_dp(1).normalize();
    let year = |value: &TargetValue| value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let written = |number: Decimal| number.normalize().to_string();
    let word = |percent: Decimal| if percent < Decimal::ZERO { "下降" } else { "增长" };
    let signed = if rate.op == Operator::DownBy { -Decimal::ONE } else { Decimal::ONE };
    let message = format!(
        "{}：{}{} {}，{} {}，{}印作 {}，算得 {}÷{}-1={result}%，应为{}{}%",
        item.label(),
        rate.region,
        year(before),
        before.raw.trim(),
        year(now),
        now.raw.trim(),
        word(signed),
        rate.raw.trim(),
        written(to),
        written(from),
        word(result),
        result.abs()
    );
    let key = [item.identity(), rate.region.clone(), format!("{}{}", year(rate), rate.basis.label())];
    let quote = |value: &TargetValue| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() };
    let draft = Draft::new(message).about([item.id()]).known_by(key).evidence([rate, now, before].map(quote));
    Some(draft.expected(format!("{result}%")).found(rate.raw.trim()))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, messages, target};

    /// Reached in 2022, planned for 2023, and the growth that is printed beside.
    fn row(name: &'static str, before: &str, plan: &str, growth: &str) -> Row {
        let row = target(name).list("计划表").unit("亿元").actual().year(2022).region("全市", before).goal();
        row.year(2023).region("全市", plan).region("全市", growth)
    }

    fn table(last: Row) -> Vec<String> {
        let rows = [
            row("工业投资", "186.3", "220", "增长18.1%"),
            row("利润总额", "58.7", "62", "增长5.6%"),
            row("工业税收", "41.2", "45以上", "增长9.2%"),
        ];
        messages("GW207", document().with_all(rows).with(last))
    }

    #[test]
    fn fires_on_a_growth_that_the_figures_do_not_give() {
        assert_eq!(
            table(row("技改投资", "37.8", "43", "增长18.8%")),
            ["计划表 技改投资：全市2022年 37.8，2023年 43，增长印作 增长18.8%，算得 43÷37.8-1=13.8%，应为增长13.8%；\
                 同一张表另有3处算得相符"]
        );
        assert_eq!(table(row("用水总量", "100", "97", "下降8%")).len(), 1);
    }

    #[test]
    fn stays_silent_within_rounding_at_comparable_prices_and_without_agreeing_rows() {
        for last in [
            row("技改投资", "37.8", "43", "增长13.8%"),
            row("技改投资", "38", "43", "增长14%"),
            row("技改投资", "37.8", "43", "增长10%以上"),
            row("用水总量", "100", "97", "下降3%"),
            row("地区生产总值", "37.8", "43", "增长6.5%"),
            row("技改投资", "/", "43", "增长18.8%"),
            row("达标率", "37.8", "43", "提高9个百分点"),
        ] {
            assert_eq!(table(last), [""; 0]);
        }
        let alone = document().with(row("技改投资", "37.8", "43", "增长18.8%"));
        assert_eq!(messages("GW207", alone), [""; 0]);
    }
}
