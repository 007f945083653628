//! What kind of quantity an indicator is, told from its wording and its unit of measure.

use super::interval::Printed;
use super::{Context, Quantity, plain};
use crate::record::{Operator, Target, TargetValue};

/// Is the indicator a ratio, an average, a standard or a rank, which does not add up over regions.
pub(super) fn is_ratio(target: &Target, values: &[&TargetValue], context: &Context) -> bool {
    let name = context.words.ratio_exceptions.masked(&wording(target));
    if context.words.ratio_words.is_in(&name) {
        return true;
    }
    let words = &context.settings.quantity;
    let own = target.unit.as_deref();
    let others = values.iter().map(|value| value.unit.as_deref()).filter(|unit| *unit != own);
    let mut units = [own].into_iter().chain(others).flatten();
    units.any(|unit| is_ratio_unit(unit, words))
        || values.iter().any(|value| value.raw.contains(['%', '％', '‰']) || value.raw.contains("百分点"))
}

/// Name and component of the indicator for comparing with words.
pub(super) fn wording(target: &Target) -> String {
    let mut wording = plain(&target.name);
    if let Some(component) = &target.component {
        wording.push('\u{1f}');
        wording.push_str(&plain(component));
    }
    wording.make_ascii_uppercase();
    wording
}

fn is_ratio_unit(unit: &str, words: &Quantity) -> bool {
    let unit = plain(unit);
    unit.contains('/') || words.ratio_units.contains(&unit)
}

/// Does the indicator count things: by its unit of measure, or without one by a number in its name ("新建50个").
pub(super) fn counts_things(target: &Target, words: &Quantity) -> bool {
    let is_count = |unit: &str| words.count_units.iter().any(|count| count == unit);
    match &target.unit {
        Some(unit) => is_count(&plain(unit)),
        None => {
            let name = plain(&target.name);
            let behind_digits = name.split(|c: char| c.is_ascii_digit()).skip(1);
            behind_digits.into_iter().any(|text| words.count_units.iter().any(|unit| text.starts_with(unit.as_str())))
        }
    }
}

/// Does the unit of measure count things, a whole number of which is exact.
pub(super) fn is_count_unit(unit: &str, words: &Quantity) -> bool {
    words.count_units.iter().any(|count| count == unit)
}

/// Is a mark printed that says "nothing here".
pub(super) fn is_nothing(value: &TargetValue, words: &Quantity) -> bool {
    value.op == Operator::None && words.nothing_marks.contains(&plain(&value.raw))
}

/// The number of a value as printed; `None` for words, marks and empty cells.
pub(super) fn printed(value: &TargetValue) -> Option<Printed> {
    value.number.map(|number| Printed::new(value.op, number, value.number_max, &value.raw))
}

/// The numbers of the values in the unit of the first one; `None` where a number is missing or units differ in more than
/// their scale (万人, 人).
pub(super) fn in_one_unit(values: &[&TargetValue], words: &Quantity) -> Option<Vec<Printed>> {
    let unit = |value: &TargetValue| split_scale(&plain(value.unit.as_deref().unwrap_or_default()), words);
    let first = values.first()?;
    if values.iter().all(|value| value.unit == first.unit) {
        return values.iter().map(|value| printed(value)).collect();
    }
    let (power, base) = unit(first);
    let convert = |value: &&TargetValue| {
        let (own_power, own_base) = unit(value);
        (own_base == base).then_some(())?;
        printed(value)?.scaled(own_power - power)
    };
    values.iter().map(convert).collect()
}

pub(super) fn split_scale(unit: &str, words: &Quantity) -> (i32, String) {
    let scales =
        words.scale.iter().filter_map(|(scale, power)| Some((*power as i32, unit.strip_prefix(scale.as_str())?)));
    let (power, base) = scales.min_by_key(|(_, base)| base.len()).unwrap_or((0, unit));
    (power, base.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::{Row, document, target};
    use crate::check::{Checker, Settings};

    fn first(row: Row) -> Target {
        document().with(row).build().targets.remove(0)
    }

    #[test]
    fn ratios_are_told_by_name_unit_and_print() {
        for (name, unit, raw, ratio) in [
            ("农村公路养护", "公里", "78", false),
            ("惠民保参保人数", "人", "270000", false),
            ("高标准农田建设面积", "万亩", "4", false),
            ("率先建成的示范点", "个", "4", false),
            ("最低生活保障标准", "元", "11000", true),
            ("规上工业亩均税收", "万元", "31", true),
            ("城镇化率", "", "73", true),
            ("r＆d经费占gdp", "", "2.2", true),
            ("律师万人比", "", "3.4", true),
            ("全员劳动生产", "万元／人", "25", true),
            ("参保", "％", "75", true),
            ("参保", "", "75％", true),
            ("空气质量", "天", "340", true),
        ] {
            let records = document().with(target(name).unit(unit).region("全市", raw)).build();
            let checker = Checker::new(Settings::default());
            let values: Vec<_> = records.targets[0].values.iter().collect();
            assert_eq!(is_ratio(&records.targets[0], &values, &Context::new(&records, &checker)), ratio, "{name}");
        }
    }

    #[test]
    fn counting_is_told_by_the_unit_or_a_number_in_the_name() {
        let words = Settings::default().quantity;
        assert!(counts_things(&first(target("山塘").unit("座")), &words));
        assert!(counts_things(&first(target("新建山塘450座")), &words));
        assert!(!counts_things(&first(target("新建公路1000公里")), &words));
        assert!(!counts_things(&first(target("山塘").unit("万人")), &words));
    }

    #[test]
    fn numbers_come_into_the_unit_of_the_first() {
        let words = Settings::default().quantity;
        let mut target = first(target("参保").unit("万人").regions("全市 4.5, 甲县 25000, 乙县 2"));
        target.values[1].unit = Some("人".into());
        let values: Vec<_> = target.values.iter().collect();
        let numbers: Vec<_> =
            in_one_unit(&values, &words).unwrap().iter().map(|p| p.number.normalize().to_string()).collect();
        assert_eq!(numbers, ["4.5", "2.5", "2"]);
        target.values[1].unit = Some("户".into());
        let values: Vec<_> = target.values.iter().collect();
        assert_eq!(in_one_unit(&values, &words), None);
    }
}
