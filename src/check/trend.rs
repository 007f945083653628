//! GW205 trend (走向): every target lies on the wrong side of what was reached, given the indicator's direction.

use super::interval::half_step;
use super::item::Item;
use super::{Check, Context, Draft, Settings, plain, quantity};
use crate::record::{Basis, Evidence, Operator, Severity, Target, TargetValue};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW205",
    name: "trend",
    title: "目标不如现状",
    severity: Severity::Warning,
    explanation: "\
查什么：一、同一份文件里，一个指标的全部目标值都比基年（上年）完成值差：应当上升的全部低于完成值，应当下降的全部高于完成值；\
二、后一年的目标比前一年的目标还差。\
应当升还是降从名称判断（寿命、满意度、覆盖率应升，失业率、死亡率、浓度、能耗应降，“下降率”反过来），看不出的不查；增速、增幅不查。
怎样判断：印出的数按四舍五入的区间比较；目标写“97以上”而完成97.4，下限低于完成值，只作提示。
为什么：目标比现状还差，往往是基数口径变了、两栏填反了，或者沿用了旧目标。
例：人均预期寿命2020年82.89岁，目标2022年82.1、2025年82.5。
怎样处理：核对基数和目标的口径。词表在 rules/checks.toml 的 direction 中。跨年度、跨文件的比较由 GW5xx 负责。\
确认无误的，把指纹记入 accepted.toml；不需要这项检查的，把 GW205 设为 \"off\"。",
    run,
};

/// Which way an indicator should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

impl Direction {
    /// What it should do, and on which side of it what is worse lies.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Direction::Up => ("上升", "低于"),
            Direction::Down => ("下降", "高于"),
        }
    }
}

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for target in context.records.targets.iter().filter(|target| target.values.len() > 1) {
        let Some(direction) = direction(target, context) else { continue };
        let mut regions: BTreeMap<&str, Vec<&TargetValue>> = BTreeMap::new();
        for value in target.values.iter().filter(|value| is_level(value)) {
            regions.entry(&value.region).or_default().push(value);
        }
        for values in regions.into_values() {
            let worse = worse(target, direction, &values, context.settings);
            drafts.extend(worse.or_else(|| turning(target, direction, &values, context.settings)));
        }
    }
    drafts
}

/// The direction that the name tells; `None` where it tells none or both.
fn direction(target: &Target, context: &Context) -> Option<Direction> {
    let (name, words) = (quantity::wording(target), context.words);
    match () {
        _ if words.direction_neutral.is_in(&name) => None,
        _ if words.direction_reversing.is_in(&name) => Some(Direction::Up),
        _ if words.direction_lower.is_in(&name) => Some(Direction::Down),
        _ if words.direction_higher.is_in(&name) => Some(Direction::Up),
        _ => None,
    }
}

fn is_level(value: &TargetValue) -> bool {
    value.number.is_some() && !matches!(value.op, Operator::UpBy | Operator::DownBy | Operator::Text | Operator::None)
}

/// How a target stands to what was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It may be as good or better.
    Fine,
    /// Its bound lies on the wrong side, though it leaves room.
    BoundWorse,
    /// It is worse.
    Worse,
}

fn worse(target: &Target, direction: Direction, values: &[&TargetValue], settings: &Settings) -> Option<Draft> {
    let reached = values.iter().copied().filter(|value| matches!(value.basis, Basis::Actual | Basis::Forecast));
    let before = reached.max_by_key(|value| value.year)?;
    let goals: Vec<_> =
        values.iter().copied().filter(|value| value.basis == Basis::Target && value.year > before.year).collect();
    let standings: Option<Vec<_>> = goals.iter().map(|goal| standing(before, goal, direction, settings)).collect();
    let standings = standings.filter(|all| !all.is_empty() && !all.contains(&Standing::Fine))?;
    Some(draft(target, direction, before, &goals, standings.contains(&Standing::BoundWorse)))
}

/// A target that is worse than the one for an earlier year.
fn turning(target: &Target, direction: Direction, values: &[&TargetValue], settings: &Settings) -> Option<Draft> {
    let mut goals: Vec<&TargetValue> = values.iter().copied().filter(|value| value.basis == Basis::Target).collect();
    goals.sort_by_key(|goal| goal.year);
    let pairs = goals.windows(2).filter(|pair| pair[0].year < pair[1].year);
    // Both were decided: neither is rounded.
    let is_worse = |pair: &&[&TargetValue]| {
        let exact = pair.iter().all(|goal| matches!(goal.op, Operator::Eq | Operator::Approx));
        let printed = quantity::in_one_unit(pair, &settings.quantity).filter(|_| exact);
        printed.is_some_and(|printed| match direction {
            Direction::Up => printed[1].number < printed[0].number,
            Direction::Down => printed[1].number > printed[0].number,
        })
    };
    let [earlier, later] = pairs.into_iter().find(is_worse)? else { return None };
    let (item, (should, side)) = (Item::Target(target), direction.words());
    let message = format!(
        "{}：{}{}目标 {}，{}目标 {}，按名称应当{should}，后一年的目标却{side}前一年",
        item.label(),
        earlier.region,
        year(earlier),
        earlier.raw.trim(),
        year(later),
        later.raw.trim()
    );
    let key = [item.identity(), plain(&earlier.region), year(later)];
    let evidence = [later, earlier].map(|value| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() });
    Some(Draft::new(message).about([item.id()]).known_by(key).found(later.raw.trim()).evidence(evidence))
}

fn year(value: &TargetValue) -> String {
    value.year.map(|year| format!("{year}年")).unwrap_or_default()
}

fn standing(before: &TargetValue, goal: &TargetValue, direction: Direction, settings: &Settings) -> Option<Standing> {
    let printed = quantity::in_one_unit(&[before, goal], &settings.quantity)?;
    let [reached, wanted] = [printed[0], printed[1]];
    let margin = half_step(reached.decimals);
    let wrong = match direction {
        Direction::Up => wanted.number.checked_add(half_step(wanted.decimals))? < reached.number.checked_sub(margin)?,
        Direction::Down => {
            wanted.number.checked_sub(half_step(wanted.decimals))? > reached.number.checked_add(margin)?
        }
    };
    // A floor of 97 is rounded by nobody: it lies below 97.4 for certain.
    let bound = match direction {
        Direction::Up => matches!(wanted.op, Operator::Ge | Operator::Gt) && wanted.number < reached.number,
        Direction::Down => matches!(wanted.op, Operator::Le | Operator::Lt) && wanted.number > reached.number,
    };
    Some(match (bound, wrong) {
        (true, _) => Standing::BoundWorse,
        (false, true) => Standing::Worse,
        (false, false) => Standing::Fine,
    })
}

fn draft(target: &Target, direction: Direction, before: &TargetValue, goals: &[&TargetValue], soft: bool) -> Draft {
    let item = Item::Target(target);
    let told: Vec<_> = goals.iter().map(|goal| format!("{} {}", year(goal), goal.raw.trim())).collect();
    let (should, side) = direction.words();
    let bound = if soft { "的界限" } else { "" };
    let message = format!(
        "{}：{}{}完成 {}，目标 {}，按名称应当{should}，目标{bound}却都{side}完成值",
        item.label(),
        before.region,
        year(before),
        before.raw.trim(),
        told.join("、")
    );
    let quoted = [before].into_iter().chain(goals.iter().copied());
    let evidence = quoted.map(|value| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() });
    let key = [item.identity(), plain(&before.region)];
    Draft::new(message)
        .about([item.id()])
        .known_by(key)
        .found(told.join("、"))
        .evidence(evidence)
        .softened(usize::from(soft))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{Row, document, findings, messages, target};
    use crate::record::Severity;

    fn row(name: &'static str, before: &str, goals: [&str; 2]) -> Row {
        let row = target(name).seq(3).actual().year(2020).region("甲县", before).goal();
        row.year(2022).region("甲县", goals[0]).year(2025).region("甲县", goals[1])
    }

    #[test]
    fn fires_when_all_targets_are_worse_than_what_was_reached() {
        let warning = |text: &str| vec![(Severity::Warning, text.to_owned())];
        assert_eq!(
            findings("GW205", document().with(row("人均预期寿命", "82.89", ["82.1", "82.5"]))),
            warning(
                "表 第3项 人均预期寿命：甲县2020年完成 82.89，目标 2022年 82.1、2025年 82.5，按名称应当上升，目标却都低于完成值"
            )
        );
        assert_eq!(
            findings("GW205", document().with(row("城镇登记失业率", "1.5", ["2.0", "1.8"]))),
            warning(
                "表 第3项 城镇登记失业率：甲县2020年完成 1.5，目标 2022年 2.0、2025年 1.8，按名称应当下降，目标却都高于完成值"
            )
        );
    }

    #[test]
    fn fires_softly_on_a_floor_below_what_was_reached() {
        let found = findings("GW205", document().with(row("空气质量优良率", "97.4", ["97以上", "97以上"])));
        assert_eq!(found[0].0, Severity::Info);
        assert!(found[0].1.contains("目标的界限却都低于完成值"));
    }

    #[test]
    fn fires_on_a_later_target_below_an_earlier_one() {
        assert_eq!(
            messages("GW205", document().with(row("县域内支出率", "73", ["75", "74"]))),
            ["表 第3项 县域内支出率：甲县2022年目标 75，2025年目标 74，按名称应当上升，后一年的目标却低于前一年"]
        );
        assert_eq!(messages("GW205", document().with(row("县域内支出率", "73", ["75以上", "74以上"]))), [""; 0]);
    }

    #[test]
    fn stays_silent_on_progress_rounding_and_unknown_directions() {
        for row in [
            row("人均预期寿命", "82.1", ["82.0", "82.5"]),
            row("人均预期寿命", "82.1", ["82", "82.1"]),
            row("城乡居民收入倍差", "1.5", ["1.5以内", "1.5以内"]),
            row("城镇登记失业率", "3", ["2.5", "2"]),
            row("居民消费支出增速", "9", ["8", "7"]),
            row("万元工业增加值用水量下降率", "5.2", ["5.5", "6"]),
            row("某某项目", "9", ["8", "7"]),
            row("人均预期寿命", "82.1", ["稳步提升", "稳步提升"]),
        ] {
            assert_eq!(messages("GW205", document().with(row)), [""; 0]);
        }
    }
}
