//! A new document against earlier years and against the level above (对比): which indicators, tasks and units are the
//! same, what changed, and what a reader should look at.
//!
//! [`compare`] is the only entry. It takes records and gives records; the checks GW5xx stand in [`CHECKS`].

mod checks;
mod figures;
mod finding;
mod identity;
mod indicators;
mod judge;
mod labels;
mod measure;
mod places;
mod task_matching;
mod tasks;
#[cfg(test)]
mod testing;
mod units;
mod view;
mod words;

pub use checks::CHECKS;
pub use finding::Check;
pub use labels::{Label, keys, labels, regions};
pub use units::unit_names_of;

use crate::check::Settings;
use crate::record::comparison::Comparison;
use crate::record::{DocumentRecords, SCHEMA_VERSION};
use crate::rules::Rules;
use finding::Context;
use view::View;

/// Holds a new document against others. The order of the others does not matter.
pub fn compare(new: &DocumentRecords, old: &[&DocumentRecords], rules: &Rules, settings: &Settings) -> Comparison {
    let view = View::new(new, old, rules, settings);
    let (groups, doubts) = identity::group(&view.documents, &rules.indicators, settings);
    let indicators = indicators::entries(&groups, &view);
    let doubtful = indicators::doubtful(&doubts, &indicators);
    let (tasks, units) = (tasks::changes(&view), units::changes(&view));
    let context = Context { view: &view, indicators: &indicators, tasks: &tasks, units: &units };
    let findings = finding::run(CHECKS, &context, settings);
    Comparison {
        schema_version: SCHEMA_VERSION,
        documents: view.compared(),
        indicators,
        doubtful,
        tasks,
        units,
        findings,
    }
}

/// The check of the comparison with this code, such as `GW501`; letters may be small.
pub fn find(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_is_sorted_and_documented() {
        assert!(CHECKS.is_sorted_by(|a, b| a.code < b.code), "codes are unique and sorted");
        for check in CHECKS {
            assert!(check.code.starts_with("GW5") && !check.title.is_empty(), "{}", check.code);
            for heading in ["查什么：", "怎样判断：", "为什么：", "例：", "怎样处理："] {
                assert!(check.explanation.contains(heading), "{} does not say {heading}", check.code);
            }
            assert!(find(&check.code.to_lowercase()).is_some_and(|found| found.name == check.name));
        }
    }

    #[test]
    fn every_check_has_a_file_with_a_firing_test_and_a_near_miss() {
        for check in CHECKS {
            let name = check.name.trim_start_matches("target-").replace('-', "_");
            let file = format!("{}/src/compare/checks/{name}.rs", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(&file).expect(&file);
            assert!(text.contains("fn fires"), "{file} has no test that fires");
            assert!(text.contains("fn stays_silent"), "{file} has no near miss");
        }
    }
}
