//! Which duties a sheet lists.

use super::Issue;
use crate::supervise::{Duty, Field, ItemKind, Rows, SheetLayout, UnitDuties, When, concerns};

/// Is the sheet one to read, not to fill in?
pub fn is_due_list(layout: &SheetLayout) -> bool {
    layout.rows == Rows::Due
}

/// The layout without the column of the period where all rows have the same: the head of the sheet says it.
pub fn shown(layout: &SheetLayout, rows: &[&Duty], issue: &Issue) -> SheetLayout {
    let mut layout = layout.clone();
    if issue.reports(rows).len() <= 1 {
        layout.columns.retain(|column| column.field != Field::Report);
    }
    layout
}

/// The duties of a sheet in their order.
pub fn of<'a>(layout: &SheetLayout, unit: &'a UnitDuties, issue: &Issue) -> Vec<&'a Duty> {
    let due_now = |duty: &Duty| {
        let when = concerns(&duty.item, issue.cutoff.month_of(), &issue.layout.recurring);
        matches!(when, Some(When::Due | When::Recurs))
    };
    let wanted = |duty: &&Duty| match layout.rows {
        Rows::Due => due_now(duty),
        Rows::Tasks => duty.item.kind == ItemKind::Task,
        Rows::Targets => duty.item.kind == ItemKind::Target,
        Rows::All => true,
    };
    unit.duties.iter().filter(wanted).collect()
}
