//! The whole output for every specimen, reviewed by a person. After a change that is meant, look at the diff that
//! the test prints and write the new snapshots with
//!
//! ```text
//! INSTA_UPDATE=always cargo test --test golden
//! ```

use super::render;
use super::specimen::{self, Specimen};
use std::panic::catch_unwind;

#[test]
fn the_records_are_those_that_were_reviewed() {
    // The diffs of all specimens are printed before the test fails.
    let changed: Vec<_> =
        specimen::all().iter().filter(|specimen| catch_unwind(|| compare(specimen)).is_err()).collect();
    let cases: Vec<_> = changed.iter().map(|specimen| &specimen.case).collect();
    assert!(cases.is_empty(), "the output changed for {cases:?}");
}

fn compare(specimen: &Specimen) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(specimen::folder().join(&specimen.case));
    settings.bind(|| insta::assert_snapshot!("records", render::document(&specimen.records)));
}
