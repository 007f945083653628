//! Names that followed others (沿革): regions that were renamed or merged, bureaus that were reorganised, with the year
//! since which the new name holds.

use super::compile::Context;
use super::error::Problem;
use super::read::SuccessionEntry;
use crate::grammar::fold::fold;
use std::collections::BTreeMap;
use std::ops::Range;

/// Years that a change of name may have.
const YEARS: Range<i64> = 1949..2100;

/// A name that followed another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The earlier name, folded.
    pub former: String,
    /// The name that holds now, as the file writes it.
    pub name: String,
    /// First year in which the new name holds; in that year both are right.
    pub since: i32,
    /// The earlier one was dissolved into this one, which is larger: figures of the two cannot be compared.
    pub merged: bool,
}

/// Changes of names by the former name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Successions {
    by_former: BTreeMap<String, Succession>,
}

impl Successions {
    /// Adds an entry of a file. A former name that is there already gets the new entry, `disabled` removes it.
    ///
    /// # Errors
    /// An entry without a former name, one that follows itself, or an impossible year, with its place.
    pub(super) fn add(&mut self, context: Context<'_>, entry: SuccessionEntry) -> Result<(), Problem> {
        let name = &entry.name;
        let since = i32::try_from(entry.since.value).ok().filter(|_| YEARS.contains(&entry.since.value));
        let Some(since) = since else {
            return Err(context.error(&entry.since, "年份不对", "since 写新名称开始使用的年份,如 2019"));
        };
        if entry.formerly.is_empty() && entry.merged.is_empty() {
            let advice = "改名的写 formerly = [\"…\"],并入的写 merged = [\"…\"]";
            return Err(context.error(name, "没有写旧名称", advice));
        }
        let names = entry.formerly.iter().map(|n| (n, false)).chain(entry.merged.iter().map(|n| (n, true)));
        for (former, merged) in names {
            let key = fold(&former.value);
            if key == fold(&name.value) {
                return Err(context.error(former, "新旧名称相同", "改成旧名称"));
            }
            self.by_former.remove(&key);
            if !entry.disabled {
                let succession = Succession { former: key.clone(), name: name.value.clone(), since, merged };
                self.by_former.insert(key, succession);
            }
        }
        Ok(())
    }

    /// What followed this name; the last in the line where that was renamed again. `merged` where any step of it was a
    /// merger; the year is that of the first step, since which this name is out of use.
    pub fn of(&self, name: &str) -> Option<Succession> {
        let first = self.by_former.get(&fold(name))?;
        let mut last = first.clone();
        // A circle of names in the rules must not turn forever.
        for _ in 0..self.by_former.len() {
            let Some(next) = self.by_former.get(&fold(&last.name)) else { break };
            last = Succession { name: next.name.clone(), merged: last.merged || next.merged, ..last };
        }
        Some(last)
    }

    /// All former names with what followed them.
    pub fn iter(&self) -> impl Iterator<Item = &Succession> {
        self.by_former.values()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Pack, RulesError};
    use super::*;

    fn regions(source: &str) -> Result<Successions, RulesError> {
        let mut pack = Pack::default();
        pack.add("rules/试.toml", source).map(|()| pack.regions)
    }

    #[test]
    fn a_line_of_names_leads_to_the_last_and_mergers_are_told() {
        let source = "region = [\n  { name = \"乙区\", formerly = [\"乙县\"], since = 2001 },\n  \
                      { name = \"丙区\", merged = [\"乙区\", \"甲区\"], since = 2015 },\n]\n";
        let regions = regions(source).unwrap();
        let told = |name| regions.of(name).map(|s| (s.name, s.since, s.merged));
        assert_eq!(told("乙县"), Some(("丙区".into(), 2001, true)));
        assert_eq!(told("甲 区"), Some(("丙区".into(), 2015, true)));
        assert_eq!(told("丙区"), None);
    }

    #[test]
    fn an_overlay_removes_and_a_circle_ends() {
        let source = "region = [\n  { name = \"甲\", formerly = [\"乙\"], since = 2001 },\n  \
                      { name = \"乙\", formerly = [\"甲\"], since = 2002 },\n]\n";
        assert!(regions(source).unwrap().of("甲").is_some());
        let source = "[[region]]\nname = \"甲\"\nformerly = [\"乙\"]\nsince = 2001\n\n\
                      [[region]]\nname = \"甲\"\nformerly = [\"乙\"]\nsince = 2001\ndisabled = true\n";
        assert_eq!(regions(source).unwrap(), Successions::default());
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (entry, mistake, place) in [
            ("name = \"甲\", since = 2001", "没有写旧名称", ":1:21"),
            ("name = \"甲\", formerly = [\"甲\"], since = 2001", "新旧名称相同", ":1:38"),
            ("name = \"甲\", formerly = [\"乙\"], since = 19", "年份不对", ":1:52"),
        ] {
            let error = regions(&format!("region = [ {{ {entry} }} ]")).unwrap_err().to_string();
            assert!(error.contains(mistake) && error.contains(place), "{error}");
        }
    }
}
