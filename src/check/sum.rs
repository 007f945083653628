//! GW201 sum (合计): the value of the whole is not the sum of its parts, for quantities that add up.
//!
//! How exact a figure is decides what counts as wrong:
//! - A **target** (目标值, 上级目标值) is a decision, not a measurement. A whole that was decided is exact at its own
//!   digits, and so are whole parts under a whole of whole units: 27+34 against 60 is wrong. Parts printed with decimals
//!   were split or surveyed and round at the finest decimal of the row (tables drop a trailing zero: 14 among 31.1 is
//!   14.0), so 33.3+33.3+33.3 makes 100, while 31.1+26.2+14+7.5 does not make 78 nor 8.9+8.5+4.7+4.2 make 26. Parts of
//!   fewer decimals than the whole round at theirs.
//! - A **reached or expected** value is measured: whole and parts round at their digits, but a whole number of things that
//!   are counted (个, 人, 家) is exact.
//!
//! When a wrong target could still be explained by rounding the whole as well, it is an error only in a list whose other
//! rows do add up.

use super::interval::{Interval, Printed, half_step, numbers_in, shape};
use super::item::Item;
use super::missing_value::is_empty;
use super::regions::Row;
use super::{Check, Context, Draft, Settings, quantity, totals};
use crate::record::{Basis, Decimal, Evidence, Finding, Operator, Severity, Sum, Target, TargetValue};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    code: "GW201",
    name: "sum",
    title: "合计不符",
    severity: Severity::Error,
    explanation: "\
查什么：个数、面积、里程、金额这类可以相加的量，全市（全县、合计）一栏是否等于各地之和，“合计”一行是否等于各行之和，\
“其中”一行是否大于它所属的总数；一格写两个数的（“17(71)”）分别相加。印“/”的不计；比率、人均、标准、排名不查；\
各地与全市都一样的（处处适用的标准）不查；看上去像平均数的，只有同一张表的其他行都能相加时才报，而且只作警告。
怎样判断：印出的数代表四舍五入到它的一段数值，“左右”放宽，“以上”“以内”一端不限，两边的区间碰不到一起才报。\
目标值是定下来的数，总数按印出的位数算准确值，整数分解按准确值相加；分解数带小数的，按最细的一位四舍五入理解。完成值按统计数，两边都容许四舍五入，但个、人、家等计数除外。
为什么：按各地的数下达、按全市的数考核，两边对不上，年底总有一边完不成。
例：全市78公里，各地 31.1+26.2+14+7.5=78.8，相差0.8；全市60公里，27+34=61。
怎样处理：核对是总数取整、个别地区漏调，还是有未列的部分。有空格的先补空格。同一张表多行不符时合成一条，多半是各列并非全部组成部分。\
确认无误的，把指纹记入 accepted.toml；词表在 rules/checks.toml 的 quantity 和 regions；不需要这项检查的，把 GW201 设为 \"off\"。",
    run,
};

/// What a row says.
enum Outcome {
    /// The parts make the whole.
    Adds,
    /// They do not.
    Fails(Mismatch),
}

/// A whole that its parts do not make.
struct Mismatch {
    draft: Draft,
    /// The quantity may be an average, whatever it is called.
    doubtful: bool,
    /// Rounding of the whole would explain the difference.
    by_rounding: bool,
}

fn run(context: &Context) -> Vec<Draft> {
    let mut lists: BTreeMap<&str, Vec<Outcome>> = BTreeMap::new();
    for row in context.rows().iter().filter(|row| !row.is_ratio) {
        lists.entry(&row.target.list).or_default().extend(judge(row.target, row, context.settings));
    }
    let mut drafts: Vec<Draft> =
        lists.into_iter().flat_map(|(list, outcomes)| report(list, outcomes, context.settings)).collect();
    for (list, rows) in totals::rows(context) {
        let outcomes = rows.iter().filter_map(|row| judge(row.target, row, context.settings)).collect();
        drafts.extend(report(list, outcomes, context.settings));
    }
    drafts.extend(totals::larger_parts(context));
    drafts
}

/// Turns the outcomes of a list into findings; how the other rows came out decides how sure each is.
fn report(list: &str, outcomes: Vec<Outcome>, settings: &Settings) -> Vec<Draft> {
    let all = outcomes.len();
    let failed = outcomes.into_iter().filter_map(|outcome| match outcome {
        Outcome::Adds => None,
        Outcome::Fails(mismatch) => Some(mismatch),
    });
    let failed: Vec<_> = failed.collect();
    let adds = all - failed.len();
    let adding_list = is_adding(adds, failed.len(), settings);
    let failed: Vec<_> = failed.into_iter().filter(|mismatch| !mismatch.doubtful || adding_list).collect();
    if failed.len() >= settings.sum.failing_rows && failed.len() > adds {
        return vec![merged(list, adds, failed)];
    }
    let sure = adds > 0 && adds >= failed.len();
    failed.into_iter().map(|mismatch| weighed(mismatch, sure)).collect()
}

/// Is it a list of quantities that add up, so that a doubtful row of it is one as well.
fn is_adding(adds: usize, failed: usize, settings: &Settings) -> bool {
    adds >= settings.sum.adding_rows && adds > failed
}

/// The rows of regions whose whole is the sum of its parts, as numbers of one unit. What was found before decides which of
/// them are wrong: a finding may be accepted, or the check be off.
pub(super) fn sums(context: &Context) -> Vec<Sum> {
    let settings = context.settings;
    let mut lists: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut judged = Vec::new();
    for row in context.rows().iter().filter(|row| !row.is_ratio) {
        let Some(outcome) = judge(row.target, row, settings) else { continue };
        let (adds, failed) = lists.entry(&row.target.list).or_default();
        *(if matches!(outcome, Outcome::Adds) { adds } else { failed }) += 1;
        judged.push((row, outcome));
    }
    let is_sum = |row: &Row, outcome: &Outcome| {
        let (adds, failed) = lists[row.target.list.as_str()];
        let doubtful = matches!(outcome, Outcome::Fails(mismatch) if mismatch.doubtful);
        is_number(row.whole) && (!doubtful || is_adding(adds, failed, settings))
    };
    judged.iter().filter(|(row, outcome)| is_sum(row, outcome)).filter_map(|(row, _)| sum(row, context)).collect()
}

fn sum(row: &Row, context: &Context) -> Option<Sum> {
    let (target, settings) = (row.target, context.settings);
    let place = |value: &&TargetValue| target.values.iter().position(|own| std::ptr::eq(own, *value));
    let cells = cells(row, is_number, settings)?;
    let numbers: Vec<&TargetValue> = [row.whole].into_iter().chain(cells.numbers).collect();
    let more = if adds_with_subtotals(row, &numbers, settings) { row.subtotals.as_slice() } else { &[] };
    let mut parts: Vec<usize> = row.parts.iter().chain(more).filter_map(place).collect();
    parts.sort_unstable();
    let is_one_unit = numbers.iter().all(|value| value.unit == row.whole.unit);
    let says_so = |finding: &&Finding| finding.code == CHECK.code && finding.severity == Severity::Error;
    let mut findings = context.records.findings.iter().filter(says_so);
    let is_wrong = findings.any(|finding| finding.subject.contains(&target.id));
    is_one_unit.then(|| Sum {
        target: target.id.clone(),
        whole: place(&row.whole).unwrap_or_default(),
        parts,
        is_wrong,
    })
}

fn weighed(mismatch: Mismatch, sure: bool) -> Draft {
    let mut draft = mismatch.draft;
    if mismatch.by_rounding && !sure {
        draft.message.push_str("；若总数经过四舍五入，可由此解释");
        draft.softer = draft.softer.max(1);
    }
    draft
}

fn merged(list: &str, adds: usize, failed: Vec<Mismatch>) -> Draft {
    let told: Vec<_> = failed.iter().take(3).map(|mismatch| mismatch.draft.message.as_str()).collect();
    let message = format!(
        "{list}：{}处合计与各部分之和不符（另有{adds}处相符），列出的可能不是全部组成部分，或者互有包含。如：{}",
        failed.len(),
        told.join("；")
    );
    let mut merged = Draft::new(message).known_by([list, "多行"]).found(failed.len()).softened(1);
    for mismatch in failed {
        merged.subject.extend(mismatch.draft.subject);
        merged.evidence.extend(mismatch.draft.evidence.into_iter().take(1));
    }
    merged
}

/// `None` where the row cannot be judged: a part in words, a standard that holds everywhere.
fn judge(target: &Target, row: &Row, settings: &Settings) -> Option<Outcome> {
    match row.whole.op {
        Operator::Text => judge_text(target, row, settings),
        Operator::UpBy | Operator::DownBy | Operator::None => None,
        _ => judge_numbers(target, row, settings),
    }
}

/// The parts of a row by what is printed in them; `None` where one is in words.
struct Cells<'a> {
    numbers: Vec<&'a TargetValue>,
    empty: Vec<&'a TargetValue>,
    /// 暂无数据, 待定: a value that is not known yet.
    unknown: usize,
}

fn cells<'a>(row: &Row<'a>, fits: impl Fn(&TargetValue) -> bool, settings: &Settings) -> Option<Cells<'a>> {
    let mut cells = Cells { numbers: Vec::new(), empty: Vec::new(), unknown: 0 };
    for part in row.parts.iter().copied() {
        match part.op {
            _ if quantity::is_nothing(part, &settings.quantity) => {}
            Operator::None if is_empty(part) => cells.empty.push(part),
            Operator::None => cells.unknown += 1,
            _ if fits(part) => cells.numbers.push(part),
            _ => return None,
        }
    }
    (!cells.numbers.is_empty()).then_some(cells)
}

fn is_number(value: &TargetValue) -> bool {
    value.number.is_some() && !matches!(value.op, Operator::Text | Operator::UpBy | Operator::DownBy)
}

fn judge_numbers(target: &Target, row: &Row, settings: &Settings) -> Option<Outcome> {
    let cells = cells(row, is_number, settings)?;
    let values: Vec<_> = [row.whole].into_iter().chain(cells.numbers.iter().copied()).collect();
    let printed = quantity::in_one_unit(&values, &settings.quantity)?;
    let (whole, parts) = printed.split_first()?;
    if holds_everywhere(whole.number, &numbers(parts)) {
        return None;
    }
    let counted = quantity::counts_things(target, &settings.quantity);
    let decided = matches!(row.whole.basis, Basis::Target | Basis::SuperiorTarget);
    let rounded = agree(whole, parts, Rounding::measured(whole, parts, counted), settings)?;
    let agrees = if decided { agree(whole, parts, Rounding::decided(whole, parts), settings)? } else { rounded };
    if agrees || adds_with_subtotals(row, &values, settings) {
        return Some(Outcome::Adds);
    }
    let sum = total(&numbers(parts))?;
    if cells.unknown > 0 && whole.number >= sum {
        return None;
    }
    let doubtful = looks_like_average(whole.number, &numbers(parts), counted, settings);
    let mut draft = draft(target, row, &cells, Figures { whole: whole.number, parts: numbers(parts), sum, place: "" })?;
    if parts.iter().chain([whole]).any(|printed| printed.op != Operator::Eq) {
        draft.message.push_str("；含“以上”“以内”“左右”等，已按区间判断");
    }
    Some(Outcome::Fails(Mismatch { draft: draft.softened(usize::from(doubtful)), doubtful, by_rounding: rounded }))
}

fn numbers(printed: &[Printed]) -> Vec<Decimal> {
    printed.iter().map(|printed| printed.number).collect()
}

fn total(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))
}

/// By how much the whole and each part may be off through rounding.
struct Rounding {
    whole: Decimal,
    part: Decimal,
}

impl Rounding {
    fn decided(whole: &Printed, parts: &[Printed]) -> Self {
        let finest = finest(parts);
        let exact = finest == 0 && whole.decimals == 0;
        let whole = if whole.decimals < 0 { half_step(whole.decimals) } else { Decimal::ZERO };
        Rounding { whole, part: if exact { Decimal::ZERO } else { half_step(finest) } }
    }

    fn measured(whole: &Printed, parts: &[Printed], counted: bool) -> Self {
        let half = |decimals| if counted && decimals == 0 { Decimal::ZERO } else { half_step(decimals) };
        Rounding { whole: half(whole.decimals), part: half(finest(parts)) }
    }
}

fn finest(parts: &[Printed]) -> i32 {
    parts.iter().map(|part| part.decimals).max().unwrap_or_default()
}

/// Can the whole be the sum of the parts; `None` on overflow.
fn agree(whole: &Printed, parts: &[Printed], rounding: Rounding, settings: &Settings) -> Option<bool> {
    let approximate = settings.sum.approximate_share;
    let start = Interval::exact(Decimal::ZERO);
    let sum = parts.iter().try_fold(start, |sum, part| sum.plus(part.interval(rounding.part, approximate)?))?;
    Some(sum.meets(whole.interval(rounding.whole, approximate)?))
}

/// A standard that holds everywhere: every part equals the whole.
fn holds_everywhere(whole: Decimal, parts: &[Decimal]) -> bool {
    parts.len() > 1 && parts.iter().all(|part| *part == whole)
}

/// Do the numbers agree when the columns that were taken for subtotals are parts as well.
fn adds_with_subtotals(row: &Row, values: &[&TargetValue], settings: &Settings) -> bool {
    let subtotals = row.subtotals.iter().copied().filter(|value| is_number(value));
    let more: Vec<_> = values.iter().copied().chain(subtotals).collect();
    if more.len() == values.len() {
        return false;
    }
    let agrees = || {
        let printed = quantity::in_one_unit(&more, &settings.quantity)?;
        let (whole, parts) = printed.split_first()?;
        agree(whole, parts, Rounding::measured(whole, parts, false), settings)
    };
    agrees().unwrap_or(false)
}

/// A whole among its parts, the parts of similar size; or, for what is not known to be counted, no larger than one part.
fn looks_like_average(whole: Decimal, parts: &[Decimal], counted: bool, settings: &Settings) -> bool {
    let positive: Vec<_> = parts.iter().copied().filter(|part| *part > Decimal::ZERO).collect();
    let (Some(&low), Some(&high)) = (positive.iter().min(), positive.iter().max()) else { return false };
    if positive.len() < 2 || whole > high {
        return false;
    }
    let similar = low.checked_mul(settings.sum.average_ratio).is_none_or(|limit| high <= limit);
    !counted || (whole >= low && similar)
}

/// Cells such as `17(71)`: when all have one shape, each number is summed by itself.
fn judge_text(target: &Target, row: &Row, settings: &Settings) -> Option<Outcome> {
    let form = shape(&row.whole.raw);
    let whole = numbers_in(&row.whole.raw);
    let has_shape = |value: &TargetValue| value.op == Operator::Text && shape(&value.raw) == form;
    let cells = cells(row, has_shape, settings).filter(|cells| !whole.is_empty() && cells.unknown == 0)?;
    let mut added = false;
    for (at, &number) in whole.iter().enumerate() {
        let parts: Option<Vec<_>> = cells.numbers.iter().map(|part| numbers_in(&part.raw).get(at).copied()).collect();
        let parts = parts?;
        let sum = total(&parts)?;
        if holds_everywhere(number, &parts) {
            continue;
        }
        added |= sum == number;
        if sum != number && !looks_like_average(number, &parts, false, settings) {
            let place = format!("第{}个数", at + 1);
            let draft = draft(target, row, &cells, Figures { whole: number, parts, sum, place: &place })?;
            return Some(Outcome::Fails(Mismatch { draft, doubtful: false, by_rounding: false }));
        }
    }
    added.then_some(Outcome::Adds)
}

/// The figures of a finding.
struct Figures<'a> {
    whole: Decimal,
    parts: Vec<Decimal>,
    sum: Decimal,
    /// Which number of a cell it is, empty where a cell has one.
    place: &'a str,
}

fn draft(target: &Target, row: &Row, cells: &Cells, figures: Figures) -> Option<Draft> {
    let (item, whole) = (Item::Target(target), row.whole);
    let of_year = if has_several_rows(target) {
        format!("{}{}", whole.year.map(|year| format!("{year}年")).unwrap_or_default(), whole.basis.label())
    } else {
        String::new()
    };
    let difference = figures.whole.checked_sub(figures.sum)?;
    let terms: Vec<_> = figures.parts.iter().map(written).collect();
    let sum = written(&figures.sum);
    let terms = if terms.len() > 1 { format!("{}={sum}", terms.join("+")) } else { sum.clone() };
    let mut message = format!(
        "{}：{}{of_year} {}，{}{}合计 {terms}，相差 {}",
        item.label(),
        whole.region,
        whole.raw.trim(),
        figures.place,
        row.parts_are.label(),
        written(&difference.abs())
    );
    let softer = hole_in_sum(cells, difference, &mut message);
    let key = [item.identity(), format!("{:?}{:?}{}", whole.year, whole.basis, figures.place)];
    let quoted = [whole].into_iter().chain(cells.numbers.iter().copied());
    let evidence = quoted.map(|value| Evidence { text: value.raw.clone(), anchor: value.anchor.clone() });
    let draft = Draft::new(message).about([item.id()]).known_by(key).evidence(evidence);
    Some(draft.expected(sum).found(written(&figures.whole)).softened(usize::from(softer)))
}

/// An empty cell may hold what the sum lacks: says so, and the finding is less certain.
fn hole_in_sum(cells: &Cells, difference: Decimal, message: &mut String) -> bool {
    let names: Vec<_> = cells.empty.iter().map(|value| value.region.as_str()).collect();
    if names.is_empty() || difference < Decimal::ZERO {
        return false;
    }
    message.push_str(&format!("；{}的格空着，若是 {} 则相符", names.join("、"), written(&difference)));
    true
}

fn has_several_rows(target: &Target) -> bool {
    target.values.iter().any(|value| (value.year, value.basis) != (target.values[0].year, target.values[0].basis))
}

fn written(number: &Decimal) -> String {
    number.normalize().to_string()
}

#[cfg(test)]
#[path = "sum_tests.rs"]
mod tests;
