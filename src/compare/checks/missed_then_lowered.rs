//! GW509 target-missed-then-lowered (未完成又下调): an earlier target was not reached, and the new one asks for less.

use super::super::finding::{Check, Context, Draft, told};
use super::super::judge::judge_against;
use super::named;
use crate::record::comparison::{ComparedIndicator, Direction, Judgement, SeriesValue};
use crate::record::{Basis, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW509",
    name: "target-missed-then-lowered",
    title: "未完成又下调",
    severity: Severity::Warning,
    explanation: "\
查什么：以前的文件给某一年定了目标，后来印出的这一年完成值没有达到，新文件的目标又比当初的目标低（应降的指标则是高）。
怎样判断：按指标的方向比；完成值按四舍五入的区间算。预计值不算完成值。
为什么：没有完成的目标悄悄下调，看单独一份文件是看不出来的。
例：2022年目标2.2，2022年完成1.9，2023年目标2.0。
怎样处理：核对完成值和下调的理由。确认无误的，把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let missed = |indicator: &ComparedIndicator| {
        let goal = indicator.goal.as_ref()?;
        let (wanted, reached) = lowered(indicator, goal, context)?;
        let side = if indicator.direction == Direction::Higher { "低" } else { "高" };
        let message = format!(
            "{}：{}的{}，实际{}，没有达到；{}又比当初的目标{side}",
            named(indicator, &goal.place, context.view),
            context.view.label(&wanted.document),
            told(wanted),
            told(reached),
            told(goal)
        );
        let key = vec![indicator.canonical.clone(), goal.place.clone()];
        let draft = Draft::of_values(message, key, &[goal, wanted, reached]);
        Some(Draft { expected: Some(wanted.raw.clone()), found: Some(goal.raw.clone()), ..draft })
    };
    context.indicators.iter().filter_map(missed).collect()
}

/// The latest earlier target that was missed and that the new one stays behind, with what was reached.
fn lowered<'i>(
    indicator: &'i ComparedIndicator,
    goal: &SeriesValue,
    context: &Context,
) -> Option<(&'i SeriesValue, &'i SeriesValue)> {
    let view = context.view;
    let here = |value: &&SeriesValue| value.place == goal.place && value.year < goal.year && value.year.is_some();
    let is_target = |value: &&SeriesValue| value.basis == Basis::Target && view.is_earlier(&value.document);
    let mut wanted: Vec<&SeriesValue> = indicator.series.iter().filter(here).filter(is_target).collect();
    wanted.sort_by_key(|value| std::cmp::Reverse(value.year));
    let reached_in = |year: Option<i32>| {
        indicator.series.iter().filter(here).find(|value| value.basis == Basis::Actual && value.year == year)
    };
    let judged = |a: &SeriesValue, b: &SeriesValue| judge_against(a, b, indicator.direction, view);
    wanted.into_iter().find_map(|wanted| {
        let reached = reached_in(wanted.year)?;
        // Held the other way round: the target against what was reached allows for the rounding of the latter.
        let missed = judged(wanted, reached) == Judgement::Better;
        (missed && judged(goal, wanted) == Judgement::Worse).then_some((wanted, reached))
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, year};
    use crate::check::testing::{document, target};
    use crate::record::Severity;

    fn lowered(wanted: &str, reached: &str, goal: &str) -> Vec<(Severity, String)> {
        let old = year(2022, document().with(target("研发投入占比").unit("%").year(2022).region("全市", wanted)));
        let row = target("研发投入占比").unit("%").year(2022).actual().region("全市", reached);
        let new = year(2023, document().with(row.goal().year(2023).region("全市", goal)));
        found("GW509", &new, &[&old])
    }

    #[test]
    fn fires_when_a_missed_target_comes_back_lower() {
        let found = lowered("2.2", "1.9", "2.0");
        assert_eq!(found.len(), 1);
        assert!(found[0].1.contains("文件2022的2022年目标值 2.2，实际2022年完成值 1.9，没有达到"), "{}", found[0].1);
    }

    #[test]
    fn stays_silent_when_it_was_reached_or_the_new_one_asks_for_as_much() {
        for (wanted, reached, goal) in
            [("2.2", "2.2", "2.0"), ("2.2", "1.9", "2.2"), ("2.2", "2.3", "2.4"), ("2.24", "2.2", "2.0")]
        {
            assert_eq!(lowered(wanted, reached, goal), [], "{wanted} {reached} {goal}");
        }
    }
}
