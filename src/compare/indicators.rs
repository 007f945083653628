//! The entries of the comparison, one an indicator.

use super::View;
use super::figures::{scales, series};
use super::identity::{Doubt, Group, Membership};
use super::judge::{Facts, facts, judge};
use crate::record::comparison::{ComparedIndicator, Direction, DoubtfulPair, MatchReason, Member, QuantityKind};
use crate::record::{Decimal, Target};
use crate::rules::{self, Bond, Nature};

/// One entry a group, in their order.
pub(super) fn entries(groups: &[Group], view: &View) -> Vec<ComparedIndicator> {
    (1..).zip(groups).map(|(number, group)| entry(number, group, view)).collect()
}

fn entry(number: usize, group: &Group, view: &View) -> ComparedIndicator {
    let scales = scales(group, view);
    let series = series(group, &scales, view);
    let nature = nature(group, scales.unit.as_deref(), view);
    let direction = direction(nature.direction);
    let facts = facts(&series, view.places.own(0), view);
    let verdict = judge(&facts, direction, !scales.factors.contains(&None), view);
    let members = group.members.iter().zip(&scales.factors);
    let Facts { goal, earlier_goal, actual, superior } = facts;
    ComparedIndicator {
        id: format!("I{number:03}"),
        canonical: group.name.clone(),
        category: view.target(group.members[0].place).category.clone(),
        members: members.map(|(membership, scale)| member(membership, *scale, view)).collect(),
        unit: scales.unit,
        direction,
        direction_reason: nature.direction_why.in_chinese(),
        kind: kind(nature.kind),
        kind_reason: nature.kind_why.in_chinese(),
        series,
        goal,
        earlier_goal,
        actual,
        superior,
        change: verdict.change,
        against: verdict.against,
        judgement: verdict.judgement,
        note: verdict.note,
    }
}

fn nature(group: &Group, unit: Option<&str>, view: &View) -> Nature {
    let table = &view.rules.indicators;
    let wording = match group.listed {
        true => table.read(&group.name, None),
        false => {
            let target = view.target(group.members[0].place);
            table.read(&target.name, target.component.as_deref())
        }
    };
    table.nature(&wording, unit)
}

fn member(membership: &Membership, scale: Option<Decimal>, view: &View) -> Member {
    let target = view.target(membership.place);
    Member {
        document: view.id(membership.place.0).to_string(),
        target: target.id.clone(),
        name: printed_name(target),
        score: membership.score,
        reason: match membership.bond {
            Bond::Same => MatchReason::Same,
            Bond::Alias => MatchReason::Alias,
            Bond::Wording | Bond::Doubtful => MatchReason::Wording,
        },
        scale: scale.map(|scale| scale.normalize()),
    }
}

/// Name and component on one line.
pub(super) fn printed_name(target: &Target) -> String {
    let name: String = target.name.split_whitespace().collect();
    match &target.component {
        Some(component) => format!("{name}：{}", component.split_whitespace().collect::<String>()),
        None => name,
    }
}

/// The pairs of alike indicators.
pub(super) fn doubtful(doubts: &[Doubt], entries: &[ComparedIndicator]) -> Vec<DoubtfulPair> {
    let of = |at: usize| &entries[at];
    let pair = |doubt: &Doubt| {
        let (a, b) = (of(doubt.groups.0), of(doubt.groups.1));
        DoubtfulPair {
            indicators: [a.id.clone(), b.id.clone()],
            names: [a.canonical.clone(), b.canonical.clone()],
            score: doubt.score,
        }
    };
    doubts.iter().map(pair).collect()
}

fn direction(direction: rules::Direction) -> Direction {
    match direction {
        rules::Direction::Higher => Direction::Higher,
        rules::Direction::Lower => Direction::Lower,
        rules::Direction::Neutral => Direction::Neutral,
    }
}

fn kind(kind: rules::QuantityKind) -> QuantityKind {
    match kind {
        rules::QuantityKind::Sum => QuantityKind::Sum,
        rules::QuantityKind::Ratio => QuantityKind::Ratio,
        rules::QuantityKind::Average => QuantityKind::Average,
        rules::QuantityKind::Index => QuantityKind::Index,
    }
}
