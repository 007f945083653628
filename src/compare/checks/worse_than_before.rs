//! GW501 worse-than-before (目标变差): a target asks for less than the earlier target, or than what was reached.

use super::super::finding::{Check, Context, Draft, told};
use super::super::judge::verdict_of;
use super::{named, regions};
use crate::record::Severity;
use crate::record::comparison::{Baseline, Direction, Judgement};

pub(super) const CHECK: Check = Check {
    code: "GW501",
    name: "worse-than-before",
    title: "目标变差",
    severity: Severity::Warning,
    explanation: "\
查什么：新文件的目标，按指标的方向，比以前的文件对同一年的目标、上一年的目标或者已经完成的数差。分解到各地的目标逐个地区比。
怎样判断：先折算成同一计量单位；目标按印出的数算，完成值按四舍五入的区间算，“左右”放宽。方向从规则中的指标表来，表中没有的从名称判断，\
没有好坏的不查。与完成值相比变差的，只作提示。
为什么：目标倒退要么是笔误、填错了栏，要么是有意下调；有意下调的，要有说明。
例：城乡公交一体化率2023年目标75，2024年目标70。
怎样处理：核对目标和口径。方向不对的，在规则文件夹的 indicators.toml 中写明。确认无误的，把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for indicator in context.indicators {
        for (place, facts) in regions(indicator, context.view) {
            let verdict = verdict_of(&facts, indicator, context.view);
            if verdict.judgement != Judgement::Worse {
                continue;
            }
            let base = match verdict.against {
                Some(Baseline::Actual) => &facts.actual,
                _ => &facts.earlier_goal,
            };
            let (Some(goal), Some(base)) = (&facts.goal, base) else { continue };
            let should = if indicator.direction == Direction::Higher {
                "应当升高，却低了"
            } else {
                "应当降低，却高了"
            };
            let by = verdict.change.unwrap_or_default().abs();
            let unit = indicator.unit.as_deref().unwrap_or_default();
            let message = format!(
                "{}：{}，{}的{}，{should} {by}{unit}",
                named(indicator, place, context.view),
                told(goal),
                context.view.label(&base.document),
                told(base)
            );
            let key = vec![indicator.canonical.clone(), place.to_string()];
            let draft = Draft::of_values(message, key, &[goal, base]);
            drafts.push(Draft {
                expected: Some(base.raw.clone()),
                found: Some(goal.raw.clone()),
                soft: verdict.against == Some(Baseline::Actual),
                ..draft
            });
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, year};
    use crate::check::testing::{document, target};
    use crate::record::Severity;

    #[test]
    fn fires_when_a_target_asks_for_less() {
        let old = year(2023, document().with(target("农村自来水普及率").unit("%").year(2023).region("全市", "75")));
        let new = year(2024, document().with(target("农村自来水普及率").unit("%").year(2024).region("全市", "70")));
        assert_eq!(
            found("GW501", &new, &[&old]),
            [(
                Severity::Warning,
                "农村自来水普及率：2024年目标值 70，文件2023的2023年目标值 75，应当升高，却低了 5%".to_string()
            )]
        );
    }

    #[test]
    fn fires_for_a_county_and_softly_against_what_was_reached() {
        let row = |year| target("登记失业率").unit("%").year(year);
        let old = year(2023, document().with(row(2022).actual().region("全市", "2.1").region("甲县", "2.50")));
        let new = year(2024, document().with(row(2024).region("全市", "2").region("甲县", "3.0")));
        let found = found("GW501", &new, &[&old]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Severity::Info);
        assert!(found[0].1.starts_with("登记失业率（甲县）：2024年目标值 3.0"), "{}", found[0].1);
    }

    #[test]
    fn stays_silent_on_progress_rounding_other_units_and_no_direction() {
        for (name, unit, before, after) in [
            ("农村自来水普及率", "%", "75", "75.5"),
            ("农村自来水普及率", "%", "75", "75"),
            ("登记失业率", "%", "3", "2.5"),
            ("参保人数", "万人", "4.5", "5"),
            ("某项活动", "场", "9", "8"),
            ("农村自来水普及率", "%", "稳步提升", "70"),
        ] {
            let old = year(2023, document().with(target(name).unit(unit).year(2023).region("全市", before)));
            let new = year(2024, document().with(target(name).unit(unit).year(2024).region("全市", after)));
            assert_eq!(found("GW501", &new, &[&old]), [], "{name} {before} {after}");
        }
        let old = year(2023, document().with(target("参保人数").unit("万人").year(2023).region("全市", "4.5")));
        let new = year(2024, document().with(target("参保人数").unit("人").year(2024).region("全市", "45000")));
        assert_eq!(found("GW501", &new, &[&old]), []);
    }
}
