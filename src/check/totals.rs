//! Rows of a table that sum up other rows (GW201): 合计 below or above its parts, and 其中 rows, which are never more than
//! what they are a part of.

use super::interval::{Printed, half_step};
use super::item::Item;
use super::regions::{PartsAre, Row};
use super::{Context, Draft, plain, quantity};
use crate::record::{Evidence, ListInfo, Operator, Target, TargetValue};

/// The columns of the 合计 row of each list, with the rows that it sums up as parts.
pub(super) fn rows<'a>(context: &Context<'a>) -> Vec<(&'a str, Vec<Row<'a>>)> {
    let mut found = Vec::new();
    for (list, targets) in tables(context) {
        let is_total = |target: &&Target| name_is(target, &context.settings.sum.total_words, context);
        let totals: Vec<&Target> = targets.iter().copied().filter(is_total).collect();
        let [total] = totals[..] else { continue };
        let is_other = |target: &&Target| {
            target.id == total.id
                || is_part(target, context)
                || name_is(target, &context.settings.sum.subtotal_words, context)
        };
        let parts: Vec<&Target> = targets.iter().copied().filter(|target| !is_other(target)).collect();
        let one_unit = parts.iter().all(|part| part.unit == parts[0].unit)
            && (total.unit.is_none() || total.unit == parts[0].unit);
        if parts.len() > 1 && one_unit {
            let columns = (0..total.values.len()).filter_map(|at| column(total, at, &parts, context));
            found.push((list.title.as_str(), columns.collect()));
        }
    }
    found
}

/// The targets of each list, in their order.
fn tables<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a ListInfo, Vec<&'a Target>)> {
    context.lists().map(|(list, items)| (list, items.iter().filter_map(|item| item.target()).collect()))
}

/// Is the name one of the words, perhaps behind the name of the region: 合计, 全市合计.
fn name_is(target: &Target, words: &[String], context: &Context) -> bool {
    let name = plain(&target.name);
    let Some(before) = words.iter().find_map(|word| name.strip_suffix(word.as_str())) else { return false };
    let whole = &context.settings.regions.whole;
    let regions = [&whole.province, &whole.city, &whole.county, &whole.town].into_iter().flatten();
    before.is_empty() || regions.into_iter().any(|region| region == before)
}

/// 其中…: a part of the row above.
fn is_part(target: &Target, context: &Context) -> bool {
    let begins = |text: &str| context.settings.sum.part_words.iter().any(|word| plain(text).starts_with(word.as_str()));
    begins(target.component.as_deref().unwrap_or(&target.name))
}

fn column<'a>(total: &'a Target, at: usize, parts: &[&'a Target], context: &Context) -> Option<Row<'a>> {
    let whole = &total.values[at];
    let parts: Option<Vec<&TargetValue>> = parts.iter().map(|part| beside(whole, at, part)).collect();
    let parts = parts?;
    let values: Vec<&TargetValue> = [whole].into_iter().chain(parts.iter().copied()).collect();
    let is_ratio = quantity::is_ratio(total, &values, context);
    let row = Row { target: total, whole, parts, subtotals: Vec::new(), is_ratio, parts_are: PartsAre::Rows };
    (!is_ratio).then_some(row)
}

/// The value of another row in the same column: at the same place, of the same region, year and basis.
fn beside<'a>(value: &TargetValue, at: usize, other: &'a Target) -> Option<&'a TargetValue> {
    let same = |one: &&TargetValue| (&one.region, one.year, one.basis) == (&value.region, value.year, value.basis);
    other.values.get(at).filter(same)
}

/// 其中 rows that are larger than the row they are a part of.
pub(super) fn larger_parts(context: &Context) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (_, targets) in tables(context) {
        let mut whole: Option<&Target> = None;
        for target in targets {
            match whole.filter(|_| is_part(target, context)) {
                Some(whole) => drafts.extend(larger_part(whole, target, context)),
                None => whole = Some(target),
            }
        }
    }
    drafts
}

fn larger_part(whole: &Target, part: &Target, context: &Context) -> Option<Draft> {
    let values: Vec<&TargetValue> = whole.values.iter().chain(&part.values).collect();
    if quantity::is_ratio(whole, &values, context) || quantity::is_ratio(part, &values, context) {
        return None;
    }
    let pairs = part.values.iter().enumerate().filter_map(|(at, value)| Some((beside(value, at, whole)?, value)));
    let mut larger = pairs.filter(|(whole, part)| is_larger(part, whole, context).unwrap_or(false));
    let (of, value) = larger.next()?;
    let (item, whole) = (Item::Target(part), Item::Target(whole));
    let year = value.year.map(|year| format!("{year}年")).unwrap_or_default();
    let message = format!(
        "{}：{}{year}{} {}，大于它所属的“{}” {}",
        item.label(),
        value.region,
        value.basis.label(),
        value.raw.trim(),
        whole.name(),
        of.raw.trim()
    );
    let quote = |value: &TargetValue| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() };
    let draft = Draft::new(message).about([whole.id(), item.id()]).known_by([item.identity(), "其中".to_owned(), year]);
    Some(draft.evidence([value, of].map(quote)).found(value.raw.trim()).softened(1))
}

/// Is the one larger than the other, however both were rounded.
fn is_larger(part: &TargetValue, whole: &TargetValue, context: &Context) -> Option<bool> {
    if [part, whole].iter().any(|value| matches!(value.op, Operator::UpBy | Operator::DownBy)) {
        return None;
    }
    let printed = quantity::in_one_unit(&[part, whole], &context.settings.quantity)?;
    let interval = |of: Printed| of.interval(half_step(of.decimals), context.settings.sum.approximate_share);
    let (low, high) = (interval(printed[0])?.low?, interval(printed[1])?.high?);
    Some(low > high)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{DocumentBuilder, document, findings, messages, target};
    use crate::record::Severity;

    fn table(rows: &[(&'static str, &str)]) -> DocumentBuilder {
        let row = |(name, cells): &(&'static str, &str)| target(name).list("献血任务").unit("人").regions(cells);
        document().with_all(rows.iter().map(row))
    }

    #[test]
    fn a_row_of_totals_is_held_against_the_rows() {
        let rows = [("教育局", "任务 40, 完成 38"), ("卫健局", "任务 36, 完成 36"), ("水利局", "任务 35, 完成 30")];
        let with = |total: &str| table(&[rows.as_slice(), &[("合计", total)]].concat());
        assert_eq!(
            messages("GW201", with("任务 110, 完成 104")),
            ["献血任务 合计：任务 110，各行合计 40+36+35=111，相差 1"]
        );
        assert_eq!(messages("GW201", with("任务 111, 完成 104")), [""; 0]);
        assert_eq!(messages("GW201", with("任务 111, 完成 94%")), [""; 0], "a share does not add up");
        let first = table(&[&[("全市合计", "任务 100, 完成 104")], rows.as_slice()].concat());
        assert_eq!(messages("GW201", first), ["献血任务 全市合计：任务 100，各行合计 40+36+35=111，相差 11"]);
    }

    #[test]
    fn subtotals_and_parts_of_rows_do_not_count_twice() {
        let rows = [
            ("城区", "任务 40"),
            ("其中：东街道", "任务 15"),
            ("郊区", "任务 20"),
            ("小计", "任务 60"),
            ("山区", "任务 9"),
            ("总计", "任务 69"),
        ];
        assert_eq!(messages("GW201", table(&rows)), [""; 0]);
    }

    #[test]
    fn a_part_is_never_more_than_the_whole() {
        let rows = |part: &'static str| table(&[("新登记经营主体", "甲县 842"), ("其中：新登记企业", part)]);
        assert_eq!(
            findings("GW201", rows("甲县 960")),
            [(
                Severity::Warning,
                "献血任务 其中：新登记企业：甲县2023年目标值 960，大于它所属的“新登记经营主体” 842".to_owned()
            )]
        );
        assert_eq!(messages("GW201", rows("甲县 842")), [""; 0]);
        assert_eq!(messages("GW201", rows("甲县 稳步提高")), [""; 0]);
    }
}
