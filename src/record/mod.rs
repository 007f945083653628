//! The records (记录) of a document: the contract between extraction, workbooks, ledger, page and everyone's scripts.
//!
//! These types are what `serde` writes to `<output>/documents/<id>.json`. Adding a field is free; renaming or
//! removing one raises [`SCHEMA_VERSION`]. Every text is stored as printed, apart from tags and outer blanks.

mod anchor;
pub mod comparison;
mod correction;
mod coverage;
mod document;
mod finding;
mod fingerprint;
mod list;
mod places;
mod reporting;
mod sum;
mod target;
mod task;
mod unclear;
mod unit;

pub use anchor::Anchor;
pub use correction::Correction;
pub use coverage::{Coverage, Explained, UnreadSpan};
pub use document::{Attachment, DocumentInfo, DocumentRecords, Format, Level, Region, Source};
pub use finding::{Evidence, Finding, Severity};
pub use fingerprint::{Fingerprints, digest};
pub use list::{Claim, Declared, Group, ListInfo, ListKind};
pub use reporting::Reporting;
pub use sum::Sum;
pub use target::{Alternative, Basis, Operator, Target, TargetValue};
pub use task::{PolicyReference, QuantityMention, ScheduleEntry, Section, Task};
pub use unclear::{Unclear, UnclearKind};
pub use unit::{Responsible, Role, Unit};

/// Version of the output contract; raised when a field is renamed or removed.
pub const SCHEMA_VERSION: u32 = 1;

/// The exact decimal type of all figures, so that 78.8 − 78 is 0.8.
pub use rust_decimal::Decimal;
