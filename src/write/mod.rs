//! Results to bytes (输出): one file a format, in [`xlsx`] one file a sheet. Only [`files`] touches the disk.
//!
//! Writers know [`crate::record`] and [`crate::supervise`] and nothing of rules, layout or the order of a run. The same
//! records give the same bytes: no clock, no hash order.

pub mod checklist;
pub mod comparison;
pub mod csv;
mod error;
pub mod files;
pub mod ics;
pub mod index;
pub mod json;
pub mod report;
pub mod sarif;
pub mod table;
mod wording;
pub mod xlsx;

#[cfg(test)]
mod specimen;

pub use error::WriteError;
