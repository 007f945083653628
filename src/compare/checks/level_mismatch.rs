//! GW507 level-mismatch (上下级不一致): a county's own document and the break-down of the level above differ.

use super::super::finding::{Check, Context, Draft, told};
use crate::check::interval::Interval;
use crate::record::comparison::{ComparedIndicator, SeriesValue};
use crate::record::{Basis, Operator, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW507",
    name: "level-mismatch",
    title: "上下级不一致",
    severity: Severity::Warning,
    explanation: "\
查什么：上级文件分解到某地的数，和这个地方自己的文件里同一项指标、同一年的数不一样。
怎样判断：先折算成同一计量单位再比。一处写“以上”“以内”、两处的范围有重叠的，只作提示。口径不同的不比，见 GW506。
为什么：两级文件里总有一处是旧的或者写错了，按哪个数考核要先弄清。
例：市里分解给某县2022年的数是35100元，县里自己的目标是32400元。
怎样处理：核对两份文件发文的先后，向上级问清以哪个数为准。确认无误的，把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    context.indicators.iter().flat_map(|indicator| mismatches(indicator, context)).collect()
}

/// One finding for each pair of documents, region, year and kind of value.
fn mismatches(indicator: &ComparedIndicator, context: &Context) -> Vec<Draft> {
    let view = context.view;
    let own: Vec<&SeriesValue> = indicator.series.iter().filter(|value| value.document == view.id(0)).collect();
    let mut drafts = Vec::new();
    let others =
        indicator.series.iter().filter(|value| view.is_above(&value.document) || view.is_below(&value.document));
    let mut seen: Vec<(&str, &str, Option<i32>, Basis)> = Vec::new();
    for other in others.filter(|value| value.basis != Basis::SuperiorTarget) {
        let same = |value: &&&SeriesValue| {
            value.place == other.place && value.year == other.year && value.basis == other.basis
        };
        let Some(mine) = own.iter().find(same) else { continue };
        let key = (other.document.as_str(), other.place.as_str(), other.year, other.basis);
        let known = seen.contains(&key);
        seen.push(key);
        if known || mine.year.is_none() || view.redefined(mine, other) {
            continue;
        }
        let (Some(a), Some(b)) = (mine.value, other.value) else { continue };
        if a == b {
            continue;
        }
        let what = if view.is_above(&other.document) { "分解" } else { "自己" };
        let message = format!(
            "{}（{}）：{}，与{}{what}的{}不一致",
            indicator.canonical,
            other.place,
            told(mine),
            view.label(&other.document),
            told(other)
        );
        let key = vec![indicator.canonical.clone(), other.place.clone(), format!("{:?}", other.year)];
        let soft = overlap(mine, other) || mine.op == Operator::Approx || other.op == Operator::Approx;
        let (expected, found) = (Some(other.raw.clone()), Some(mine.raw.clone()));
        drafts.push(Draft { expected, found, soft, ..Draft::of_values(message, key, &[mine, other]) });
    }
    drafts
}

/// Does one of the two leave a side open in which the other lies.
fn overlap(a: &SeriesValue, b: &SeriesValue) -> bool {
    let range = |value: &SeriesValue| match value.op {
        Operator::Ge | Operator::Gt => Interval { low: value.value, high: None },
        Operator::Le | Operator::Lt => Interval { low: None, high: value.value },
        _ => Interval { low: value.value, high: value.value },
    };
    range(a).meets(range(b))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, of, year};
    use crate::check::testing::{Row, document, target};
    use crate::record::{Level, Severity};

    fn compared(city: Row, county: Row) -> Vec<(Severity, String)> {
        let city = year(2022, document().with(city));
        let county = of("甲山县", Level::County, 2021, document().with(county));
        let up = found("GW507", &county, &[&city]);
        assert_eq!(up.len(), found("GW507", &city, &[&county]).len(), "the same from above and from below");
        up
    }

    fn city() -> Row {
        target("居民人均消费支出").unit("元").year(2022).regions("全市 40400, 甲山 35100, 乙县 40800")
    }

    #[test]
    fn fires_when_county_and_city_differ() {
        let county = target("居民人均消费支出").unit("元").year(2022).region("甲山县", "32400");
        assert_eq!(
            compared(city(), county),
            [(
                Severity::Warning,
                "居民人均消费支出（甲山县）：2022年目标值 32400，与文件2022分解的2022年目标值 35100不一致".to_string()
            )]
        );
        let open = target("居民人均消费支出").unit("元").year(2022).region("甲山县", "32400以上");
        assert_eq!(compared(city(), open)[0].0, Severity::Info);
    }

    #[test]
    fn stays_silent_where_they_agree_after_conversion_or_speak_of_other_years() {
        for county in [
            target("居民人均消费支出").unit("万元").year(2022).region("全县", "3.51"),
            target("居民人均消费支出").unit("元").year(2025).region("甲山县", "39000"),
            target("居民人均消费支出").unit("元").year(2022).region("甲山县", "稳步提升"),
        ] {
            assert_eq!(compared(city(), county), []);
        }
        let share =
            |unit: &str, cells: &str| target("居民人均可支配收入与人均GDP之比").unit(unit).year(2022).regions(cells);
        assert_eq!(compared(share("", "全市 0.417, 甲山县 0.32, 乙县 0.5"), share("%", "甲山县 32")), []);
    }
}
