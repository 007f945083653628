//! GW107 low-confidence (识别把握低): a row was recovered by a narrow margin, a person should look at it.

use super::{Check, Context, Draft};
use crate::record::{Evidence, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW107",
    name: "low-confidence",
    title: "识别把握低",
    severity: Severity::Info,
    explanation: "\
查什么：程序还原表格时，这一行有另一种读法与采用的读法相差很小（把握低于 rules/checks.toml 中 low_confidence 的 threshold）。
为什么：转成文本的表格丢了合并单元格和分栏，有的行确实两可。程序取可能性大的一种，另一种写在记录的 alternative 里，请人定夺。
例：两列都是单位名称，中间的分隔没有了，可能是一格，也可能是两格。
怎样处理：对照原文看这一行；这不一定是文件的错。不需要这项提示的，把 GW107 设为 \"off\"。",
    run,
};

fn run(context: &Context) -> Vec<Draft> {
    let threshold = context.settings.low_confidence.threshold;
    let unsure = context.all_items().filter(|item| item.confidence() < threshold);
    let draft = |item: super::Item| {
        let other = item.alternative().map(|other| format!("；另一种读法：{}", other.reading)).unwrap_or_default();
        let message = format!("{}：这一行识别的把握较低，请对照原文{other}", item.label());
        let quoted =
            item.alternative().map(|other| Evidence { text: other.text.clone(), anchor: item.anchor().clone() });
        Draft::new(message).about([item.id()]).evidence([item.evidence()]).evidence(quoted)
    };
    unsure.map(draft).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, target};

    #[test]
    fn fires_below_the_threshold() {
        let rows = document().with(target("山塘").confidence(0.59)).with(target("水库").seq(2).confidence(0.0));
        assert_eq!(
            messages("GW107", rows),
            ["表 山塘：这一行识别的把握较低，请对照原文", "表 第2项 水库：这一行识别的把握较低，请对照原文"]
        );
    }

    #[test]
    fn stays_silent_at_the_threshold() {
        assert_eq!(messages("GW107", document().with(target("山塘").confidence(0.6))), [""; 0]);
    }
}
