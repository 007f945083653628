//! The rule workbench (规则工作台): what `gongwen rules` does. It lists and checks rules, tests them on an office's own
//! documents, explains what they do with a line, proposes new ones, and shows what a change changes.

mod checkup;
mod compose;
mod correction;
mod difference;
mod effect;
mod explain;
mod export;
mod find;
mod lesson;
mod listing;
mod propose;
mod proposer;
mod shape;
mod sheet;
mod spot;
mod trial;

pub use checkup::{Checkup, check};
pub use correction::{Corrected, from_correction};
pub use difference::{Cell, Change, Difference, Named, RecordKind, Tally, between};
pub use effect::{Effect, effect};
pub use explain::{ExplainError, Explanation, explain};
pub use export::{ExportError, export};
pub use find::{FindError, Place};
pub use listing::{Listing, Show, list};
pub use propose::{Proposal, ProposeError, from_place, write};
pub use spot::Spot;
pub use trial::{AcceptError, Case, Trial, Verdict, accept, test};
