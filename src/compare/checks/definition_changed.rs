//! GW506 definition-changed (口径变化): unit of measure or definition differs, so that values cannot be compared.

use super::super::finding::{Check, Context, Draft, told};
use super::named;
use crate::record::comparison::{ComparedIndicator, SeriesValue};
use crate::record::{Basis, Operator, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW506",
    name: "definition-changed",
    title: "口径变化",
    severity: Severity::Warning,
    explanation: "\
查什么：同一项指标，在新文件里和在同一地区、上级、下级的其他文件里，计量单位不能互相折算，或者一处注明了口径、另一处没有，或者一处是水平、另一处是升降幅度。
怎样判断：万人和人、百分数和小数、万元和元这样能折算的不算。口径看数值后面括号里的话，字眼在 rules/checks.toml 的 comparison 中。
为什么：口径不同的数放在一起比，升降都没有意义，所以这样的指标不判好坏。
例：单位生产总值能耗，一年的目标是1.86吨标准煤/万元，另一年的目标是下降3.4%。
怎样处理：核对计量单位和口径，换算以后再比。确认无误的，把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let changed = |indicator: &ComparedIndicator| {
        let mine = values(indicator, |document| document == context.view.id(0));
        let theirs = values(indicator, |document| document != context.view.id(0) && context.view.is_related(document));
        let inside = mine.iter().find_map(|own| Some((*own, *mine.iter().find(|other| differs(own, other))?)));
        let pair =
            theirs.iter().find_map(|other| Some((*mine.iter().find(|own| contrary(own, other, context))?, *other)));
        let ((own, other), why) = match (pair, inside) {
            (Some((own, other)), _) => ((own, other), reason(own, other, context)),
            (None, Some(pair)) => (pair, format!("同一份文件里{}", units(pair.0, pair.1, context))),
            (None, None) => return None,
        };
        let source = if own.document == other.document {
            String::new()
        } else {
            format!("{}的", context.view.label(&other.document))
        };
        let name = named(indicator, context.view.places.own(0).unwrap_or_default(), context.view);
        let message = format!("{name}：{}与{source}{}不能直接比较，{why}", told(own), told(other));
        Some(Draft::of_values(message, vec![indicator.canonical.clone()], &[own, other]))
    };
    context.indicators.iter().filter_map(changed).collect()
}

/// Values with a number.
fn values(indicator: &ComparedIndicator, of: impl Fn(&str) -> bool) -> Vec<&SeriesValue> {
    let telling = |value: &&SeriesValue| value.number.is_some() && value.basis != Basis::SuperiorTarget;
    indicator.series.iter().filter(|value| of(&value.document)).filter(telling).collect()
}

/// Is only one of the two convertible, for a reason other than that it says how much something changes.
fn differs(a: &SeriesValue, b: &SeriesValue) -> bool {
    a.target != b.target && a.value.is_some() != b.value.is_some() && !is_change(a) && !is_change(b)
}

fn is_change(value: &SeriesValue) -> bool {
    matches!(value.op, Operator::UpBy | Operator::DownBy)
}

fn contrary(own: &SeriesValue, other: &SeriesValue, context: &Context) -> bool {
    let comparable = own.basis == other.basis && own.place == other.place;
    let unit = own.value.is_some() != other.value.is_some();
    comparable && (unit || own.value.is_some() && context.view.redefined(own, other))
}

fn reason(own: &SeriesValue, other: &SeriesValue, context: &Context) -> String {
    match (own.value, other.value) {
        (Some(_), Some(_)) => "一处注明了口径，另一处没有".to_string(),
        _ if is_change(own) != is_change(other) => "一处是水平，一处是升降幅度".to_string(),
        _ => units(own, other, context),
    }
}

fn units(a: &SeriesValue, b: &SeriesValue, context: &Context) -> String {
    let unit = |value: &SeriesValue| {
        let target = context.view.target_of(value)?;
        let own = target.values.iter().find(|own| own.anchor == value.anchor).and_then(|own| own.unit.clone());
        own.or(target.unit.clone())
    };
    let shown = |value: &SeriesValue| unit(value).unwrap_or_else(|| "没有写".to_string());
    format!("计量单位一处是{}，一处是{}", shown(a), shown(b))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{compared, found, year};
    use crate::check::testing::{Row, document, target};
    use crate::record::comparison::Judgement;

    fn changed(old: Row, new: Row) -> Vec<String> {
        let (old, new) = (year(2023, document().with(old)), year(2024, document().with(new)));
        let comparison = compared(&new, &[&old]);
        let judged = comparison.indicators[0].judgement == Judgement::NotComparable;
        let found: Vec<String> = found("GW506", &new, &[&old]).into_iter().map(|(_, message)| message).collect();
        assert_eq!(judged, !found.is_empty(), "what is defined anew is not judged");
        found
    }

    #[test]
    fn fires_on_another_unit_another_definition_and_a_change_for_a_level() {
        let goal = |unit: &str, raw: &str| target("单位GDP能耗").unit(unit).year(2024).region("全市", raw);
        let before = |unit: &str, raw: &str| target("单位GDP能耗").unit(unit).year(2023).region("全市", raw);
        assert_eq!(
            changed(before("吨标准煤/万元", "0.3"), goal("千瓦时/元", "0.2")),
            [
                "单位GDP能耗：2024年目标值 0.2与文件2023的2023年目标值 0.3不能直接比较，计量单位一处是千瓦时/元，一处是吨标准煤/万元"
            ]
        );
        let found = changed(before("吨标准煤/万元", "0.3"), goal("吨标准煤/万元", "下降3%"));
        assert!(found[0].ends_with("一处是水平，一处是升降幅度"), "{found:?}");
        let found = changed(before("吨标准煤/万元", "0.3").note("新口径"), goal("吨标准煤/万元", "0.2"));
        assert!(found[0].ends_with("一处注明了口径，另一处没有"), "{found:?}");
    }

    #[test]
    fn stays_silent_where_units_convert() {
        for (a, x, b, y) in [("万人", "4.5", "人", "45001"), ("%", "32", "", "0.33"), ("万元", "1.1", "元", "12000")]
        {
            let goal = target("城镇登记参保人数").unit(b).year(2024).region("全市", y);
            let before = target("城镇登记参保人数").unit(a).year(2023).region("全市", x);
            assert_eq!(changed(before, goal), [""; 0], "{x}{a} {y}{b}");
        }
    }
}
