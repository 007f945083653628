//! Writing rules: entries as text, for proposals.

use crate::rules::{Kind, Pack};
use std::collections::BTreeSet;

/// An entry of a rule file in the making.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entry {
    /// A rule.
    Rule(Rule),
    /// Words for a list.
    Words {
        /// The list.
        list: &'static str,
        /// What the words are, in Chinese.
        title: &'static str,
        /// The words.
        words: BTreeSet<String>,
    },
    /// Another spelling of a name.
    Alias {
        /// `unit` or `indicator`.
        kind: &'static str,
        /// The name.
        name: String,
        /// The spelling.
        also: String,
    },
}

/// A rule in the making.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    /// What its id is made of, behind `office.`.
    pub(super) name: String,
    pub(super) title: String,
    pub(super) why: String,
    pub(super) kind: Kind,
    /// Words, where it has no pattern.
    pub(super) words: Vec<String>,
    pub(super) pattern: Option<String>,
    pub(super) yields: Vec<(&'static str, String)>,
    /// Rules that it must come before.
    pub(super) over: Vec<String>,
    /// Texts with what must come of their groups.
    pub(super) examples: Vec<(String, Vec<(&'static str, String)>)>,
    pub(super) counter: String,
    /// Where the example stands.
    pub(super) source: String,
}

impl Rule {
    /// A rule that matches nothing yet: words or a pattern, and examples, are still to be put in.
    pub(super) fn new(
        name: &str,
        kind: Kind,
        yields: Vec<(&'static str, String)>,
        counter: String,
        why: String,
        source: &str,
    ) -> Rule {
        Rule {
            name: name.to_string(),
            title: name.to_string(),
            why,
            kind,
            words: Vec::new(),
            pattern: None,
            yields,
            over: Vec::new(),
            examples: Vec::new(),
            counter,
            source: source.to_string(),
        }
    }
}

impl Entry {
    /// The entry in TOML; the id of a rule is one that the pack does not have yet.
    pub(super) fn toml(&self, pack: &Pack) -> String {
        match self {
            Entry::Rule(rule) => rule.toml(pack),
            Entry::Words { list, title, words } => {
                let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
                format!("[[words]]\nid = \"{list}\"\ntitle = {}\nwords = [{}]\n", quoted(title), words.join(", "))
            }
            Entry::Alias { kind, name, also } => {
                format!("[[{kind}]]\nname = {}\naliases = [{}]\n", quoted(name), quoted(also))
            }
        }
    }
}

impl Rule {
    fn toml(&self, pack: &Pack) -> String {
        let mut out = format!("[[rule]]\nid = \"{}\"\ntitle = {}\n", self.id(pack), quoted(&self.title));
        out.push_str(&format!("why = {}\nkind = \"{}\"\n", quoted(&self.why), self.kind.spec().name));
        if let Some(pattern) = &self.pattern {
            // A literal string holds no quotation mark of its own kind.
            let literal = if pattern.contains('\'') { quoted(pattern) } else { format!("'{pattern}'") };
            out.push_str(&format!("pattern = {literal}\n"));
        } else {
            let words: Vec<String> = self.words.iter().map(|word| quoted(word)).collect();
            out.push_str(&format!("words = [{}]\n", words.join(", ")));
        }
        let yields: Vec<String> = self.yields.iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
        if !yields.is_empty() {
            out.push_str(&format!("yields = {{ {} }}\n", yields.join(", ")));
        }
        if !self.over.is_empty() {
            let over: Vec<String> = self.over.iter().map(|id| quoted(id)).collect();
            out.push_str(&format!("over = [{}]\n", over.join(", ")));
        }
        for (text, record) in &self.examples {
            out.push_str(&format!("[[rule.example]]\ntext = {}\n", quoted(text)));
            if !record.is_empty() {
                let record: Vec<String> =
                    record.iter().map(|(key, value)| format!("{key} = {}", quoted(value))).collect();
                out.push_str(&format!("record = {{ {} }}\n", record.join(", ")));
            }
            out.push_str(&format!("source = {}\n", quoted(&self.source)));
        }
        out.push_str(&format!("[[rule.counter]]\ntext = {}\n", quoted(&self.counter)));
        out
    }

    /// `office.承接单位`, with a number behind it where there is such a rule.
    fn id(&self, pack: &Pack) -> String {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c);
        let name: String = self.name.to_ascii_lowercase().chars().filter(|c| plain(*c)).take(16).collect();
        let name = if name.is_empty() { self.kind.spec().name.to_string() } else { name };
        let ids = std::iter::once(format!("office.{name}")).chain((2..).map(|n| format!("office.{name}-{n}")));
        ids.into_iter().find(|id| pack.rule(id).is_none()).unwrap_or_default()
    }
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Layers, Rules};

    #[test]
    fn what_is_written_is_read() {
        let rules = Rules::load(None).unwrap();
        let rule = Rule {
            name: "承接\"方\"".into(),
            title: "承接“方”".into(),
            why: "单位\\部门".into(),
            kind: Kind::Column,
            words: vec!["承接\"方\"".into()],
            pattern: None,
            yields: vec![("role", "responsible".into())],
            over: Vec::new(),
            examples: vec![("承接\"方\"".into(), vec![("role", "responsible".into())])],
            counter: "承接\n方名单".into(),
            source: "来文.md:3".into(),
        };
        let words = BTreeSet::from(["海湾共同体".to_string()]);
        let entries = [
            Entry::Rule(rule),
            Entry::Words { list: "unit.name", title: "单位", words },
            Entry::Alias { kind: "unit", name: "市资源规划局".into(), also: "市资规局".into() },
        ];
        let text: String = entries.iter().map(|entry| entry.toml(&rules.pack)).collect();
        let (read, problems) = Rules::examine_with(&Layers::built_in(), Some(("建议.toml", &text)));
        assert!(problems.is_empty(), "{text}\n{problems:?}");
        assert!(read.pack.rule("office.承接方").is_some());
    }
}
