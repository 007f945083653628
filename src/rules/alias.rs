//! Other names (别名) of units and indicators: which spellings mean the same one.

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

/// All other names, by the folded spelling; looking one up costs the same for any number of them.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    names: HashMap<(AliasKind, String), String>,
    denied: BTreeMap<AliasKind, Vec<(String, String)>>,
}

impl Aliases {
    /// The name that a spelling stands for; None where no file says so.
    pub fn canonical(&self, kind: AliasKind, spelling: &str) -> Option<&str> {
        if self.names.is_empty() {
            return None;
        }
        self.names.get(&(kind, fold(spelling))).map(String::as_str)
    }

    /// Folded spellings of a kind with the name that each stands for, in order of the spellings.
    pub fn of(&self, kind: AliasKind) -> BTreeMap<String, String> {
        let own = self.names.iter().filter(|((of, _), _)| *of == kind);
        own.map(|((_, spelling), name)| (spelling.clone(), name.clone())).collect()
    }

    /// Number of spellings of a kind.
    pub fn count(&self, kind: AliasKind) -> usize {
        self.names.keys().filter(|(of, _)| *of == kind).count()
    }

    /// Adds a spelling; gives the name that it stands for already where that is another one.
    pub(super) fn add(&mut self, kind: AliasKind, name: &str, spelling: &str) -> Result<(), String> {
        let key = (kind, fold(spelling));
        match self.names.get(&key) {
            Some(other) if fold(other) != fold(name) => Err(other.clone()),
            _ => {
                self.names.insert(key, name.to_string());
                Ok(())
            }
        }
    }

    /// Takes all spellings of a name away.
    pub(super) fn forget(&mut self, kind: AliasKind, name: &str) {
        let name = fold(name);
        self.names.retain(|(of, _), known| *of != kind || fold(known) != name);
    }

    /// Notes names that are not this one, so that nobody pairs them by likeness.
    pub(super) fn deny<'n>(&mut self, kind: AliasKind, name: &str, others: impl Iterator<Item = &'n str>) {
        let pairs = others.map(|other| (fold(name), fold(other)));
        self.denied.entry(kind).or_default().extend(pairs);
    }

    /// Pairs of folded names of a kind that are certainly not the same.
    pub fn denied(&self, kind: AliasKind) -> &[(String, String)] {
        self.denied.get(&kind).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_stands_for_one_name() {
        let mut aliases = Aliases::default();
        assert_eq!(aliases.add(AliasKind::Unit, "市资源规划局", "市资规局"), Ok(()));
        assert_eq!(aliases.add(AliasKind::Unit, "市资源规划局", "市 资规局"), Ok(()));
        assert_eq!(aliases.add(AliasKind::Unit, "市水利局", "市资规局"), Err("市资源规划局".to_string()));
        assert_eq!(aliases.canonical(AliasKind::Unit, "市资 规局"), Some("市资源规划局"));
        assert_eq!(aliases.canonical(AliasKind::Indicator, "市资规局"), None);
        assert_eq!(aliases.count(AliasKind::Unit), 1);
        aliases.forget(AliasKind::Unit, "市资源规划局");
        assert_eq!(aliases.canonical(AliasKind::Unit, "市资规局"), None);
    }
}
