//! Supervision (督查): what units answer for, until when, what they report, and what is overdue.
//!
//! Everything here follows from the records, the reports collected so far and a day that is given; nothing asks a
//! clock. The writers make the sheets, [`filled`] and [`review`] read back what people have done with them.

mod collect;
mod date;
mod due;
mod field;
mod fill;
pub mod filled;
mod item;
mod judge;
mod layout;
pub mod review;
mod rhythm;
mod store;
mod tally;
#[cfg(test)]
pub(crate) mod testing;
mod unit;

pub use collect::{Expected, Remark, RemarkKind, Taken, take};
pub use date::{Date, Month};
pub use due::{Light, Urgency, When, concerns};
pub use field::{Content, Field, content, filled as filled_content, row_key};
pub use fill::{Fill, Status};
pub use item::{Goal, Item, ItemKind, items_of};
pub use layout::{
    Colour, Colours, ColumnLayout, Layout, Lights, ReminderLayout, ReportingSetting, Rows, SheetLayout, WorkbookLayout,
};
pub use rhythm::{Rhythm, Rhythms};
pub use store::{Report, Store, duty_key};
pub use tally::{Group, Late, Progress, Tally, progress};
pub use unit::{Duty, UnitDuties, Units};
