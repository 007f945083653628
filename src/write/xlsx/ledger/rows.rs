//! Which duties a sheet lists.

use super::Issue;
use crate::supervise::{Duty, ItemKind, Rows, SheetLayout, UnitDuties, When, concerns};

/// Is the sheet one to read, not to fill in?
pub fn is_due_list(layout: &SheetLayout) -> bool {
    layout.rows == Rows::Due
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
