//! gongwen (公文) reads Chinese government policy files: exact records with their place, Excel task sheets, JSON, and
//! every contradiction inside a document.

pub mod check;
pub mod cli;
pub mod compare;
pub mod document;
pub mod extract;
pub mod grammar;
pub mod ingest;
pub mod layout;
pub mod ledger;
pub mod pipeline;
pub mod record;
pub mod rules;
pub mod supervise;
pub mod workbench;
pub mod write;
