//! A comparison for people: one page in HTML with charts; the workbook stands in [`super::xlsx`].

mod chart;
mod page;
mod svg;
pub mod view;

pub use page::page;

#[cfg(test)]
pub mod specimen;
