//! Settling columns (栏目): what the header cells together, and the rows below them, make of the single ones.

use super::fragment::Fragment;
use super::marks::Mark;
use super::signature::Signature;
use crate::grammar::fold::fold;
use crate::rules::{ColumnRole, ColumnSpec, Pack, Scope, UnitsLook};

/// Fragments behind a header that tell what its columns are used for.
const FRAGMENTS_TO_JUDGE_BY: usize = 200;

/// What only the rows tell of a header: "单位" stands above organisations where no unit of measure follows; where the rows
/// hold fewer values than numbers, the goals of the year are said in words; where they hold one for each column of values
/// and another, the goal is one, too.
pub fn settle_by_rows(pack: &Pack, mut columns: Vec<ColumnSpec>, rows: &[Fragment]) -> Vec<ColumnSpec> {
    let rows = &rows[..rows.len().min(FRAGMENTS_TO_JUDGE_BY)];
    let has = |columns: &[ColumnSpec], role| columns.iter().position(|c: &ColumnSpec| c.role == role);
    if let Some(at) = has(&columns, ColumnRole::Measure).filter(|_| has(&columns, ColumnRole::Responsible).is_none())
        && !rows.iter().any(|f| f.features.measure)
        && rows.iter().any(|f| f.features.units == UnitsLook::Sure)
    {
        columns[at].role = ColumnRole::Responsible;
    }
    let numbered = has(&columns, ColumnRole::Seq).is_some();
    let (goal, plan) = (goal_beside_values(pack, &columns), plan_column(&columns));
    if !numbered || goal.or(plan).is_none() {
        return columns;
    }
    let counted = rows.iter().fold(0, |count, f| count + usize::from(f.features.folded.parse() == Ok(count + 1)));
    let values = [Mark::Integer, Mark::ValueNumber, Mark::ValueWords];
    let values = rows.iter().filter(|f| f.features.marks.has_any(&values)).count();
    // The numbers of the rows are among them.
    let needed = (2 + columns.iter().filter(|column| column.holds_values()).count()) * counted;
    match (goal, plan) {
        _ if counted < 2 => {}
        (Some(at), _) if 10 * values >= 9 * needed => columns[at] = columns[at].clone().in_numbers(),
        (_, Some(at)) if 2 * values < 3 * counted => columns[at] = columns[at].clone().in_words(),
        _ => {}
    }
    columns
}

/// The column of a goal that may be said in words (年度目标), where another has what is reached of it.
pub fn goal_beside_values(pack: &Pack, columns: &[ColumnSpec]) -> Option<usize> {
    let reached = |column: &ColumnSpec| column.holds_values() && column.basis.as_deref() == Some("actual");
    let is_goal = |column: &ColumnSpec| {
        column.role == ColumnRole::Schedule && pack.has_cue("list-sets-targets", &fold(&column.header))
    };
    // Asked of every header that there may be: the rules come last.
    columns.iter().any(reached).then(|| columns.iter().position(is_goal)).flatten()
}

/// The only column of values, where it is that of the goals of a year and no column says that the rows are indicators:
/// "重点任务 | 2024年度目标 | 责任单位". Its cells may say in words what is planned.
pub fn plan_column(columns: &[ColumnSpec]) -> Option<usize> {
    let indicators = |c: &ColumnSpec| {
        c.indicator || matches!(c.role, ColumnRole::Measure | ColumnRole::Attribute | ColumnRole::Component)
    };
    let mut values = (0..columns.len()).filter(|&at| columns[at].holds_values());
    let at = values.next().filter(|_| values.next().is_none() && !columns.iter().any(indicators))?;
    let of_a_year = columns[at].year.is_some() && columns[at].basis.as_deref() == Some("target");
    (of_a_year && columns[at].scope == Scope::Own).then_some(at)
}

/// The signature of settled columns: with a column of components that no header announces behind the name of an
/// indicator, and, where no column has the numbers, with numbers before the names or without.
pub fn numberings(mut columns: Vec<ColumnSpec>) -> Vec<Signature> {
    let name = columns.iter().position(|c| c.role == ColumnRole::Name);
    let has_component = columns.iter().any(|c| c.role == ColumnRole::Component);
    if let Some(at) = name.filter(|&at| columns[at].indicator && !has_component) {
        columns.insert(at + 1, ColumnSpec::hidden_component());
    }
    let numbered = columns.iter().any(|c| c.role == ColumnRole::Seq);
    let mut out = vec![Signature::new(columns.clone(), false)];
    if !numbered && name.is_some() {
        out.push(Signature::new(columns, true));
    }
    out
}

/// Of several columns of responsible units the first leads and the others support; of several leaders only the first
/// is one, the others stay as printed.
pub fn settle_units(mut columns: Vec<ColumnSpec>) -> Vec<ColumnSpec> {
    let mut seen = [false, false];
    for column in &mut columns {
        match column.role {
            ColumnRole::Responsible if std::mem::replace(&mut seen[0], true) => column.role = ColumnRole::Support,
            ColumnRole::Leader if std::mem::replace(&mut seen[1], true) => column.role = ColumnRole::Text,
            _ => {}
        }
    }
    columns
}

/// A table has one name column. Of several, the second is it and the first is the category, or the first is it; the
/// others are text.
pub fn settle_names(pack: &Pack, columns: Vec<ColumnSpec>) -> Vec<Vec<ColumnSpec>> {
    let names: Vec<usize> = (0..columns.len()).filter(|&i| columns[i].role == ColumnRole::Name).collect();
    let has = |role: ColumnRole| columns.iter().any(|c| c.role == role);
    let with_roles = |roles: &[ColumnRole]| {
        let mut settled = columns.clone();
        for (at, &column) in names.iter().enumerate() {
            settled[column].role = roles.get(at).copied().unwrap_or(ColumnRole::Text);
        }
        settled
    };
    match names.len() {
        0 => vec![category_as_name(component_as_name(columns))],
        1 => vec![columns],
        _ => {
            let first = if has(ColumnRole::Category) { ColumnRole::Text } else { ColumnRole::Category };
            match goal_beside_weight(pack, with_roles(&[ColumnRole::Name])) {
                Some(columns) => vec![columns],
                None => vec![with_roles(&[first, ColumnRole::Name]), with_roles(&[ColumnRole::Name])],
            }
        }
    }
}

/// Where a column says how much an item counts (分值), the goal behind it is what has to be reached, and names nothing:
/// "项目 | 分值 | 目标任务".
fn goal_beside_weight(pack: &Pack, mut columns: Vec<ColumnSpec>) -> Option<Vec<ColumnSpec>> {
    let weight = columns.iter().position(|c| c.scope == Scope::Weight)?;
    let last = columns.iter().rposition(|c| c.role == ColumnRole::Text && c.rule == "tables.name")?;
    let is_goal = |column: &&mut ColumnSpec| pack.has_cue("table-due-below-name", &fold(&column.header));
    let column = columns.get_mut(last).filter(|_| last > weight).filter(is_goal)?;
    column.role = ColumnRole::Value;
    column.basis = Some("target".to_string());
    Some(columns)
}

/// In a table without names, the last column of components is what the rows are called by: "一级指标 | 二级指标".
fn component_as_name(mut columns: Vec<ColumnSpec>) -> Vec<ColumnSpec> {
    if let Some(column) = columns.iter_mut().rfind(|c| c.role == ColumnRole::Component) {
        column.role = ColumnRole::Name;
        column.indicator = true;
    }
    columns
}

/// In a table without names and texts, the category is what the rows are called by.
fn category_as_name(mut columns: Vec<ColumnSpec>) -> Vec<ColumnSpec> {
    let text = columns.iter().any(|c| c.role == ColumnRole::Text);
    if let Some(column) = columns.iter_mut().rfind(|c| c.role == ColumnRole::Category && !text) {
        column.role = ColumnRole::Name;
    }
    columns
}
