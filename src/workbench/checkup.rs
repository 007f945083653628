//! `rules check`: everything that is wrong with the rules of all layers, or looks so.

use crate::check::Settings;
use crate::rules::{AliasKind, Layers, Problem, Rules, Weight};

/// What a check of the rules came to.
#[derive(Debug, Clone)]
pub struct Checkup {
    /// The problems, in the order of the files.
    pub problems: Vec<Problem>,
    summary: String,
}

/// Reads all layers and puts every rule, list and setting to the proof.
pub fn check(layers: &Layers) -> Checkup {
    let (rules, mut problems) = Rules::examine(layers);
    if let Err(error) = Settings::layered(&rules.settings) {
        problems.extend(error.problems);
    }
    Checkup { summary: summary(&rules), problems }
}

impl Checkup {
    /// Are the rules good to be used?
    pub fn passed(&self) -> bool {
        self.count(Weight::Error) == 0
    }

    fn count(&self, weight: Weight) -> usize {
        self.problems.iter().filter(|problem| problem.weight == weight).count()
    }

    /// The problems and a closing line.
    pub fn text(&self) -> String {
        let mut out: String = self.problems.iter().map(|problem| format!("{problem}\n\n")).collect();
        let (errors, warnings) = (self.count(Weight::Error), self.count(Weight::Warning));
        out.push_str(&self.summary);
        out.push_str(&match (errors, warnings) {
            (0, 0) => "检查通过\n".to_string(),
            (0, _) => format!("检查通过，另有 {warnings} 处可疑\n"),
            (_, 0) => format!("检查没有通过：{errors} 处有误\n"),
            _ => format!("检查没有通过：{errors} 处有误，{warnings} 处可疑\n"),
        });
        out
    }
}

fn summary(rules: &Rules) -> String {
    let pack = &rules.pack;
    let own = pack.rules().iter().filter(|rule| !rule.is_built_in()).count();
    let examples: usize = pack.rules().iter().map(|rule| rule.examples.len()).sum();
    let counters: usize = pack.rules().iter().map(|rule| rule.counters.len()).sum();
    let aliases: usize = AliasKind::ALL.iter().map(|(kind, _, _)| pack.other_names(*kind).len()).sum();
    let named = if aliases > 0 { format!("，别名 {aliases} 个") } else { String::new() };
    format!(
        "规则 {} 条（内置 {}，自己的 {own}），词表 {} 张{named}，例子 {examples} 个，反例 {counters} 个\n",
        pack.rules().len(),
        pack.rules().len() - own,
        pack.lists().count(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_rules_pass() {
        let checkup = check(&Layers::built_in());
        assert!(checkup.passed() && checkup.text().ends_with("检查通过\n"), "{}", checkup.text());
    }

    #[test]
    fn all_mistakes_are_told_those_of_settings_too() {
        let folder = tempfile::tempdir().unwrap();
        let text =
            "[[words]]\nid = \"unit.sufix\"\ntitle = \"后缀\"\nwords = [\"共同体\"]\n[settings.sums]\nrows = 1\n";
        std::fs::write(folder.path().join("a.toml"), text).unwrap();
        let checkup = check(&Layers::folder(Some(folder.path())));
        assert_eq!(checkup.problems.len(), 2, "{}", checkup.text());
        assert!(!checkup.passed() && checkup.text().contains("检查没有通过：2 处有误"), "{}", checkup.text());
    }
}
