//! GW206 ratio (比值): a ratio of two indicators is printed beside them and is not what they come to.

use super::interval::{Interval, Printed, half_step};
use super::item::Item;
use super::{Check, Context, Draft, plain, quantity};
use crate::record::{Basis, Decimal, Evidence, Severity, Target, TargetValue};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW206",
    name: "ratio",
    title: "比值不符",
    severity: Severity::Warning,
    explanation: "\
查什么：名称为“甲与乙之比”“甲占乙比重”的指标，若同一张表也列了甲和乙，用同地区、同年、同口径的甲、乙相除，看是否等于印出的比值。
怎样判断：目标值是定下来的数，按印出的值相除，只允许比值本身四舍五入；完成值的甲、乙也容许四舍五入，两边的区间碰不到一起才报。
为什么：三个数互相决定，改了两个忘了改第三个，考核时以哪个为准就说不清。
例：2025年居民人均可支配收入69000元，人均生产总值21万元，之比印作32%，算得32.9%。
怎样处理：核对三个数。同一词的不同写法（GDP与生产总值）在 rules/checks.toml 的 conflict 的 synonyms 中。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW206 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let whole = || context.records.targets.iter().filter(|target| target.component.is_none());
    let named = whole().filter(|target| target.name.contains(['与', '占']));
    let ratios: Vec<_> =
        named.filter_map(|target| Some((target, operands(&name_of(&target.name, context))?))).collect();
    if ratios.is_empty() {
        return Vec::new();
    }
    let mut by_name: BTreeMap<(&str, String), &Target> = BTreeMap::new();
    for target in whole() {
        by_name.entry((&target.list, name_of(&target.name, context))).or_insert(target);
    }
    let mut drafts = Vec::new();
    for (ratio, (over, under)) in ratios {
        let (over, under) = (by_name.get(&(&ratio.list, over)), by_name.get(&(&ratio.list, under)));
        let (Some(over), Some(under)) = (over, under) else { continue };
        drafts.extend(ratio.values.iter().filter_map(|value| mismatch(ratio, value, [over, under], context)));
    }
    drafts
}

/// A name with one spelling for each thing.
fn name_of(name: &str, context: &Context) -> String {
    context.words.subjects.one_spelling(&plain(name).to_ascii_uppercase()).into_owned()
}

/// `甲` and `乙` of 甲与乙之比 and 甲占乙比重.
fn operands(name: &str) -> Option<(String, String)> {
    let split = |joint: char, ends: &[&str]| {
        let rest = ends.iter().find_map(|end| name.strip_suffix(end))?;
        let (over, under) = rest.split_once(joint)?;
        (!over.is_empty() && !under.is_empty()).then(|| (over.to_owned(), under.to_owned()))
    };
    split('与', &["之比", "的比值", "比值"]).or_else(|| split('占', &["的比重", "的比例", "比重", "比例"]))
}

fn mismatch(ratio: &Target, value: &TargetValue, [over, under]: [&Target; 2], context: &Context) -> Option<Draft> {
    let same =
        |other: &&TargetValue| (&other.region, other.year, other.basis) == (&value.region, value.year, value.basis);
    let over_value = over.values.iter().find(same)?;
    let under_value = under.values.iter().find(same)?;
    let [a, b]: [Printed; 2] =
        quantity::in_one_unit(&[over_value, under_value], &context.settings.quantity)?.try_into().ok()?;
    let printed = quantity::printed(value)?;
    let percent =
        plain(value.unit.as_deref().or(ratio.unit.as_deref()).unwrap_or_default()) == "%" || value.raw.contains('%');
    let factor = if percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let decided = matches!(value.basis, Basis::Target | Basis::SuperiorTarget);
    let range = quotient(a, b, decided, factor)?;
    let stated = printed.interval(half_step(printed.decimals), context.settings.sum.approximate_share)?;
    if stated.meets(range) {
        return None;
    }
    let result =
        a.number.checked_div(b.number)?.checked_mul(factor)?.round_dp(printed.decimals.max(0) as u32 + 1).normalize();
    Some(draft(ratio, value, [over_value, under_value], [a, b], result))
}

/// The values that the ratio may have; figures that were decided are exact.
fn quotient(a: Printed, b: Printed, decided: bool, factor: Decimal) -> Option<Interval> {
    let margin = |printed: Printed| if decided { Decimal::ZERO } else { half_step(printed.decimals) };
    let (a, b) = (a.interval(margin(a), Decimal::ZERO)?, b.interval(margin(b), Decimal::ZERO)?);
    let over = |over: Option<Decimal>, under: Option<Decimal>| match (over, under) {
        (Some(over), Some(under)) if under > Decimal::ZERO => over.checked_div(under)?.checked_mul(factor).map(Some),
        _ => Some(None),
    };
    Some(Interval { low: over(a.low, b.high)?, high: over(a.high, b.low)? })
}

fn draft(ratio: &Target, value: &TargetValue, of: [&TargetValue; 2], [a, b]: [Printed; 2], result: Decimal) -> Draft {
    let item = Item::Target(ratio);
    let year = value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let written = |number: Decimal| number.normalize().to_string();
    let message = format!(
        "{}：{}{year}{}印作 {}，按表中的 {} 与 {} 计算，{}÷{} 得 {result}",
        item.label(),
        value.region,
        value.basis.label(),
        value.raw.trim(),
        of[0].raw.trim(),
        of[1].raw.trim(),
        written(a.number),
        written(b.number)
    );
    let key = [item.identity(), plain(&value.region), format!("{year}{:?}", value.basis)];
    let evidence =
        [value, of[0], of[1]].map(|value| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() });
    Draft::new(message).about([item.id()]).known_by(key).expected(result).found(value.raw.trim()).evidence(evidence)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{DocumentBuilder, document, messages, target};

    fn table(income: &str, product: &str, ratio: &str) -> DocumentBuilder {
        let document = document().with(target("人均地区生产总值").unit("万元").region("甲县", product));
        let document = document.with(target("居民人均可支配收入").unit("元").region("甲县", income));
        document.with(target("居民人均可支配收入与人均GDP之比").unit("%").region("甲县", ratio))
    }

    #[test]
    fn fires_on_a_ratio_that_its_parts_do_not_give() {
        assert_eq!(
            messages("GW206", table("69000", "21", "32")),
            [
                "表 居民人均可支配收入与人均GDP之比：甲县2023年目标值印作 32，按表中的 69000 与 21 计算，69000÷210000 得 32.9"
            ]
        );
    }

    #[test]
    fn stays_silent_within_rounding_and_without_the_parts() {
        assert_eq!(messages("GW206", table("58000", "18", "32")), [""; 0]);
        assert_eq!(messages("GW206", table("69000", "21", "32以上")), [""; 0]);
        assert_eq!(messages("GW206", table("稳步提高", "21", "32")), [""; 0]);
        assert_eq!(messages("GW206", document().with(target("收入与支出之比").region("甲县", "5"))), [""; 0]);
    }
}
