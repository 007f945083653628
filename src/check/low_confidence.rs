//! GW107 low-confidence (识别把握低): rows were recovered by a narrow margin, a person should look at them.

use super::item::{Item, numbers};
use super::{Check, Context, Draft};
use crate::record::{Evidence, ListInfo, Severity};

pub(super) const CHECK: Check = Check {
    code: "GW107",
    name: "low-confidence",
    title: "识别把握低",
    severity: Severity::Info,
    explanation: "\
查什么：程序还原表格时，有的行另有一种读法与采用的读法相差很小（把握低于 rules/checks.toml 中 low_confidence 的 threshold）。\
同一清单只报一条，写明几行、哪几项。
为什么：转成文本的表格丢了合并单元格和分栏，有的行确实两可。程序取可能性大的一种，另一种写在记录的 alternative 里，请人定夺。
例：两列都是单位名称，中间的分隔没有了，可能是一格，也可能是两格。
怎样处理：对照原文看这几行；这不一定是文件的错。看过的把指纹记入 accepted.toml；不需要这项提示的，把 GW107 设为 \"off\"。",
    run,
};

/// Rows that are quoted in a finding for many.
const QUOTED: usize = 3;

fn run(context: &Context) -> Vec<Draft> {
    let threshold = context.settings.low_confidence.threshold;
    let in_list = |(list, mut items): (&ListInfo, Vec<Item>)| {
        items.retain(|item| item.confidence() < threshold);
        draft(&list.title, items)
    };
    context.lists().filter_map(in_list).collect()
}

fn draft(list: &str, unsure: Vec<Item>) -> Option<Draft> {
    let (first, more) = unsure.split_first()?;
    let other = first.alternative().map(|other| format!("；另一种读法：{}", other.reading)).unwrap_or_default();
    let message = if more.is_empty() {
        format!("{}：这一行识别的把握较低，请对照原文{other}", first.label())
    } else {
        format!("{list}：{}行识别的把握较低（{}），请对照原文{other}等", unsure.len(), numbers(&unsure))
    };
    let quoted = |item: &Item| {
        let text = item.alternative().map(|other| &other.text).filter(|text| !text.is_empty())?;
        Some(Evidence { text: text.clone(), anchor: item.anchor().clone() })
    };
    let shown = || unsure.iter().take(QUOTED);
    let evidence = shown().flat_map(|item| [Some(item.evidence()), quoted(item)]).flatten();
    let draft = Draft::new(message).about(unsure.iter().map(|item| item.id())).evidence(evidence);
    let key = unsure.iter().map(|item| item.identity());
    Some(if more.is_empty() { draft } else { draft.known_by(["多行".to_owned()]).known_by(key) })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{document, messages, target};

    #[test]
    fn fires_below_the_threshold_once_a_list() {
        let one = document().with(target("山塘").confidence(0.59));
        assert_eq!(messages("GW107", one), ["表 山塘：这一行识别的把握较低，请对照原文"]);
        let row = |seq| target("水库").seq(seq).confidence(0.0);
        let other = target("公路").list("表二").seq(9).confidence(0.1);
        let many = document().with(row(2)).with(row(3)).with(row(4)).with(row(7)).with(other);
        assert_eq!(
            messages("GW107", many),
            ["表：4行识别的把握较低（第2至4、7项），请对照原文等", "表二 第9项 公路：这一行识别的把握较低，请对照原文"]
        );
    }

    #[test]
    fn stays_silent_at_the_threshold() {
        assert_eq!(messages("GW107", document().with(target("山塘").confidence(0.6))), [""; 0]);
    }
}
