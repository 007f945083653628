//! Other names (别名) of units: which spellings mean the same one. Those of indicators are in [`super::Indicators`].

use crate::grammar::fold::fold;
use std::collections::{BTreeMap, HashMap};

/// What an alias is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AliasKind {
    /// A responsible unit (责任单位).
    Unit,
    /// An indicator (指标).
    Indicator,
}

impl AliasKind {
    /// Both with their names in rule files.
    pub const ALL: &'static [(AliasKind, &'static str, &'static str)] =
        &[(AliasKind::Unit, "unit", "单位"), (AliasKind::Indicator, "indicator", "指标")];
}

/// All other names of units, by the folded spelling; looking one up costs the same for any number of them.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    names: HashMap<String, String>,
    denied: Vec<(String, String)>,
}

impl Aliases {
    /// The name that a spelling stands for; None where no file says so.
    pub fn canonical(&self, spelling: &str) -> Option<&str> {
        if self.names.is_empty() {
            return None;
        }
        self.names.get(&fold(spelling)).map(String::as_str)
    }

    /// Folded spellings with the name that each stands for, in order of the spellings.
    pub(super) fn all(&self) -> BTreeMap<String, String> {
        self.names.iter().map(|(spelling, name)| (spelling.clone(), name.clone())).collect()
    }

    /// Adds a spelling; gives the name that it stands for already where that is another one.
    pub(super) fn add(&mut self, name: &str, spelling: &str) -> Result<(), String> {
        let key = fold(spelling);
        match self.names.get(&key) {
            Some(other) if fold(other) != fold(name) => Err(other.clone()),
            _ => {
                self.names.insert(key, name.to_string());
                Ok(())
            }
        }
    }

    /// Takes all spellings of a name away.
    pub(super) fn forget(&mut self, name: &str) {
        let name = fold(name);
        self.names.retain(|_, known| fold(known) != name);
    }

    /// Notes names that are not this one, so that nobody pairs them by likeness.
    pub(super) fn deny<'n>(&mut self, name: &str, others: impl Iterator<Item = &'n str>) {
        self.denied.extend(others.map(|other| (fold(name), fold(other))));
    }

    /// Pairs of folded names that are certainly not the same.
    pub fn denied(&self) -> &[(String, String)] {
        &self.denied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_stands_for_one_name() {
        let mut aliases = Aliases::default();
        assert_eq!(aliases.add("市资源规划局", "市资规局"), Ok(()));
        assert_eq!(aliases.add("市资源规划局", "市 资规局"), Ok(()));
        assert_eq!(aliases.add("市水利局", "市资规局"), Err("市资源规划局".to_string()));
        assert_eq!(aliases.canonical("市资 规局"), Some("市资源规划局"));
        assert_eq!(aliases.all().len(), 1);
        aliases.forget("市资源规划局");
        assert_eq!(aliases.canonical("市资规局"), None);
    }
}
