//! GW505 below-superior (未达到上级目标): the target does not meet that of the level above.

use super::super::finding::{Check, Context, Draft, told};
use super::super::judge::judge_against;
use super::{named, regions};
use crate::record::comparison::{Direction, Judgement};
use crate::record::{Basis, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW505",
    name: "below-superior",
    title: "未达到上级目标",
    severity: Severity::Warning,
    explanation: "\
查什么：新文件的目标，按指标的方向，够不到上级对同一年的目标：上级文件分解到本地区的数，或者文件自己印出的上级目标。
怎样判断：先折算成同一计量单位，“左右”放宽。文件自己印出的上级目标往往是全省（全市）的平均数，一个地区可以低于它，所以只作提示。
为什么：上级分解的任务，下级的目标不能低于它。
例：市里分解给某县的农村公路养护里程是30公里，县里的目标是25公里。
怎样处理：核对上级的分解数和本级的目标。确认无误的，把指纹记入 accepted.toml。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for indicator in context.indicators {
        for (place, facts) in regions(indicator, context.view) {
            let (Some(goal), Some(superior)) = (&facts.goal, &facts.superior) else { continue };
            if judge_against(goal, superior, indicator.direction, context.view) != Judgement::Worse {
                continue;
            }
            let printed = superior.basis == Basis::SuperiorTarget;
            let above = match printed {
                true => told(superior),
                false => format!("{}分解的{}", context.view.label(&superior.document), told(superior)),
            };
            let side = if indicator.direction == Direction::Higher { "低于" } else { "高于" };
            let message = format!("{}：{}，{side}{above}", named(indicator, place, context.view), told(goal));
            let key = vec![indicator.canonical.clone(), place.to_string()];
            let draft = Draft::of_values(message, key, &[goal, superior]);
            let (expected, found) = (Some(superior.raw.clone()), Some(goal.raw.clone()));
            drafts.push(Draft { expected, found, soft: printed, ..draft });
        }
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{found, of, year};
    use crate::check::testing::{document, target};
    use crate::record::{Level, Severity};

    #[test]
    fn fires_when_a_county_wants_less_than_it_was_allotted() {
        let row = |cells: &str| document().with(target("农村自来水普及率").unit("%").regions(cells));
        let city = year(2023, row("全市 80, 甲县 90, 乙县 70"));
        let county = of("甲县", Level::County, 2023, row("全县 85"));
        assert_eq!(
            found("GW505", &county, &[&city]),
            [(Severity::Warning, "农村自来水普及率：2023年目标值 85，低于文件2023分解的2023年目标值 90".to_string())]
        );
    }

    #[test]
    fn fires_softly_on_a_printed_target_of_the_level_above() {
        let row = target("万人成讼率").unit("件/万人").region("全市", "82").superior().region("全市", "70");
        let found = found("GW505", &year(2023, document().with(row)), &[]);
        assert_eq!(found, [(Severity::Info, "万人成讼率：2023年目标值 82，高于2023年上级目标值 70".to_string())]);
    }

    #[test]
    fn stays_silent_when_the_target_is_met_or_of_another_year() {
        let row = target("万人成讼率").unit("件/万人").region("全市", "82").superior().region("全市", "≤90");
        assert_eq!(found("GW505", &year(2023, document().with(row)), &[]), []);
        let row = target("农村自来水普及率").unit("%").region("全市", "82").superior().year(2025).region("全市", "90");
        assert_eq!(found("GW505", &year(2023, document().with(row)), &[]), []);
    }
}
