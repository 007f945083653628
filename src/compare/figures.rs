//! The values of an indicator in one unit: 4.5万人 and 45000人, 0.32 and 32 %, 万元 and 元.

use super::View;
use super::identity::Group;
use super::measure::Measure;
use crate::check::interval::times_ten_to;
use crate::grammar::fold::fold;
use crate::record::comparison::SeriesValue;
use crate::record::{Decimal, Operator, Target, TargetValue};

/// Factor between a share printed as a fraction and the same in per cent.
const HUNDRED: i64 = 100;
/// Power of ten of one per cent.
const PER_CENT: i32 = -2;

/// The unit of an indicator, and how the figures of each member come into it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scales {
    /// Spelling for people.
    pub(super) unit: Option<String>,
    measure: Option<Measure>,
    /// For each member the factor; `None` where its unit cannot be converted.
    pub(super) factors: Vec<Option<Decimal>>,
}

impl Scales {
    fn is_per_cent(&self) -> bool {
        self.measure.as_ref().is_some_and(|measure| measure.is_pure() && measure.power == PER_CENT)
    }
}

/// Is the number printed as a fraction: 三分之二以上, 2/3, 三成.
fn is_fraction(raw: &str) -> bool {
    let raw = fold(raw);
    let of_words = raw.contains("分之") && !["百分之", "千分之", "万分之"].iter().any(|word| raw.contains(word));
    let digits = |text: &str| text.chars().next().is_some_and(|c| c.is_ascii_digit());
    let of_digits = raw.split_once('/').is_some_and(|(top, bottom)| digits(top) && digits(bottom));
    let tenths = raw.strip_suffix("以上").unwrap_or(&raw).ends_with('成');
    of_words || of_digits || tenths
}

/// Chooses the unit: that of the rules where a member can be converted into it, else the first that a member prints.
pub(super) fn scales(group: &Group, view: &View) -> Scales {
    let units: Vec<Option<&str>> = group.members.iter().map(|member| view.unit(member.place)).collect();
    let measures: Vec<Option<Measure>> =
        units.iter().map(|unit| unit.map(|unit| Measure::read(unit, view.settings))).collect();
    let listed = view.rules.indicators.listed().iter().find(|indicator| group.listed && indicator.name == group.name);
    let listed = listed.and_then(|indicator| indicator.unit.as_deref());
    let fits = |unit: &&str| measures.iter().flatten().any(|m| m.agrees(&Measure::read(unit, view.settings)));
    let unit = listed.filter(fits).or_else(|| units.iter().flatten().next().copied());
    let measure = unit.map(|unit| Measure::read(unit, view.settings));
    let factor = |at: usize| match (&measure, &measures[at]) {
        (Some(measure), Some(own)) if own.agrees(measure) => times_ten_to(Decimal::ONE, own.power - measure.power),
        (Some(_), Some(_)) => None,
        (Some(measure), None) if measure.power == PER_CENT && measure.is_pure() => {
            Some(share_factor(at, group, &measures, view))
        }
        _ => Some(Decimal::ONE),
    };
    let factors = (0..group.members.len()).map(factor).collect();
    Scales { unit: unit.map(str::to_string), measure, factors }
}

/// A member without a unit may print shares as fractions (0.32) where others print per cent: the factor that brings its
/// figures nearer to those of the others.
fn share_factor(at: usize, group: &Group, measures: &[Option<Measure>], view: &View) -> Decimal {
    let middle = |members: &mut dyn Iterator<Item = usize>| {
        let targets = members.map(|member| view.target(group.members[member].place));
        let mut numbers: Vec<Decimal> = targets.flat_map(|t| &t.values).filter_map(level_number).collect();
        numbers.sort();
        numbers.get(numbers.len() / 2).copied().filter(|number| *number > Decimal::ZERO)
    };
    let own = middle(&mut [at].into_iter());
    let others = middle(&mut (0..measures.len()).filter(|other| measures[*other].is_some()));
    let Some((own, others)) = own.zip(others) else { return Decimal::ONE };
    let distance = |factor: Decimal| {
        let scaled = own.checked_mul(factor)?;
        if scaled > others { scaled.checked_div(others) } else { others.checked_div(scaled) }
    };
    let hundred = Decimal::from(HUNDRED);
    match (distance(Decimal::ONE), distance(hundred)) {
        (Some(as_printed), Some(as_share)) if as_share < as_printed => hundred,
        _ => Decimal::ONE,
    }
}

fn level_number(value: &TargetValue) -> Option<Decimal> {
    value.number.filter(|_| is_level(value.op))
}

/// Does the number say how high something is, and not by how much it changes.
pub(super) fn is_level(op: Operator) -> bool {
    !matches!(op, Operator::UpBy | Operator::DownBy | Operator::Text | Operator::None)
}

/// All values of all members, in the unit of the indicator where they can be converted.
pub(super) fn series(group: &Group, scales: &Scales, view: &View) -> Vec<SeriesValue> {
    let members = group.members.iter().zip(&scales.factors);
    let of = |(member, factor): (&super::identity::Membership, &Option<Decimal>)| {
        let target = view.target(member.place);
        let value = |value: &TargetValue| series_value(value, target, member.place.0, *factor, scales, view);
        target.values.iter().map(value).collect::<Vec<_>>()
    };
    members.flat_map(of).collect()
}

fn series_value(
    value: &TargetValue,
    target: &Target,
    document: usize,
    factor: Option<Decimal>,
    scales: &Scales,
    view: &View,
) -> SeriesValue {
    // A value that prints a unit of its own is converted by that.
    let own = value.unit.as_ref().filter(|unit| target.unit.as_ref() != Some(*unit));
    let own = own.map(|unit| Measure::read(unit, view.settings));
    let factor = match (&own, &scales.measure) {
        (Some(own), Some(measure)) if own.agrees(measure) => times_ten_to(Decimal::ONE, own.power - measure.power),
        (Some(_), _) => None,
        (None, _) => factor,
    };
    let fraction = scales.is_per_cent() && own.is_none() && is_fraction(&value.raw);
    let factor = if fraction { Some(Decimal::from(HUNDRED)) } else { factor };
    let number = level_number(value);
    SeriesValue {
        document: view.documents[document].document.id.clone(),
        target: target.id.clone(),
        region: value.region.clone(),
        place: view.places.of(document, &value.region),
        year: value.year,
        basis: value.basis,
        op: value.op,
        number: value.number,
        number_max: value.number_max,
        value: number.zip(factor).and_then(|(number, factor)| number.checked_mul(factor)).map(|n| n.normalize()),
        raw: value.raw.clone(),
        note: value.note.clone(),
        anchor: value.anchor.clone(),
    }
}
