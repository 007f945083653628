//! `rules list`: what is active, and from which layer.

use crate::rules::{AliasKind, Layers, Origin, Pack, Rule, Rules, RulesError, Use, use_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Show {
    /// Rules of this kind only, or `words`, `unit`, `indicator`; everything where none is given.
    pub kind: Option<String>,
    /// Only what is not built in.
    pub own: bool,
}

/// Rules, word lists and aliases of all layers.
#[derive(Debug, Clone)]
pub struct Listing {
    pack: Pack,
    show: Show,
}

/// Lists what is active.
///
/// # Errors
/// The mistakes in the files.
pub fn list(layers: &Layers, show: Show) -> Result<Listing, RulesError> {
    Ok(Listing { pack: Rules::of(layers)?.pack, show })
}

impl Listing {
    /// In columns, for people.
    pub fn text(&self) -> String {
        let rules: Vec<[String; 5]> = self.rules().map(rule_row).collect();
        let words: Vec<[String; 5]> = self.words().map(|(id, _)| self.words_row(id)).collect();
        let mut out = String::new();
        if !rules.is_empty() {
            out.push_str(&table(["编号", "种类", "优先级", "说明", "来自"], &rules));
        }
        if !words.is_empty() {
            let gap = if out.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{gap}{}", table(["词表", "怎样用", "词数", "说明", "来自"], &words)));
        }
        for (kind, _, title) in AliasKind::ALL.iter().filter(|(_, name, _)| self.wants(name)) {
            let names = self.names(*kind);
            if !names.is_empty() {
                out.push_str(&format!("\n{title}别名 {} 个\n", names.len()));
            }
            // Thousands of them say nothing in a list of everything.
            let shown = names.iter().filter(|_| self.show.kind.is_some());
            out.extend(shown.map(|(spelling, name)| format!("{spelling} → {name}\n")));
        }
        if out.is_empty() { "没有符合条件的规则\n".to_string() } else { out }
    }

    /// As JSON, for programs.
    pub fn json(&self) -> String {
        let place =
            |origin: &Origin| json!({ "layer": origin.layer.to_string(), "file": origin.file, "line": origin.line });
        let places = |origins: &[Origin]| origins.iter().map(place).collect::<Vec<Value>>();
        let rule = |rule: &Rule| {
            json!({
                "id": rule.id, "title": rule.title, "kind": rule.kind.spec().name, "priority": rule.priority,
                "yields": rule.yields, "patterns": rule.patterns.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "examples": rule.examples.len(), "counters": rule.counters.len(),
                "written": places(&rule.origins), "replaced": places(&rule.replaced),
            })
        };
        let words = |id: &str| {
            let (_, about) = self.pack.lists().find(|(known, _)| *known == id).expect("the list is one of the pack");
            json!({ "id": id, "title": about.title, "words": self.pack.words(id), "written": places(&about.origins) })
        };
        let aliases: Vec<Value> = AliasKind::ALL
            .iter()
            .filter(|(_, name, _)| self.wants(name))
            .map(|(kind, name, _)| json!({ "kind": name, "names": self.names(*kind) }))
            .collect();
        let value = json!({
            "rules": self.rules().map(rule).collect::<Vec<_>>(),
            "words": self.words().map(|(id, _)| words(id)).collect::<Vec<_>>(),
            "aliases": aliases,
        });
        let mut text = serde_json::to_string_pretty(&value).expect("texts, numbers and lists");
        text.push('\n');
        text
    }

    fn names(&self, kind: AliasKind) -> BTreeMap<String, String> {
        if self.show.own { self.pack.own_names(kind) } else { self.pack.other_names(kind) }
    }

    fn wants(&self, kind: &str) -> bool {
        self.show.kind.as_deref().is_none_or(|wanted| wanted == kind)
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.pack
            .rules()
            .iter()
            .filter(|rule| self.wants(rule.kind.spec().name) && !(self.show.own && rule.is_built_in()))
    }

    fn words(&self) -> impl Iterator<Item = (&str, usize)> {
        let own = |origins: &[Origin]| origins.iter().any(|origin| !origin.layer.is_built_in());
        let lists =
            self.pack.lists().filter(move |(_, about)| self.wants("words") && (!self.show.own || own(&about.origins)));
        lists.map(|(id, _)| (id, self.pack.words(id).len()))
    }

    fn words_row(&self, id: &str) -> [String; 5] {
        let how = use_of(id).unwrap_or(Use::Whole);
        let about =
            self.pack.lists().find(|(known, _)| *known == id).map(|(_, about)| about.clone()).unwrap_or_default();
        let from = about.origins.last().map(written).unwrap_or_default();
        [id.to_string(), how.title().to_string(), self.pack.words(id).len().to_string(), about.title, from]
    }
}

fn rule_row(rule: &Rule) -> [String; 5] {
    let more = match (rule.replaced.is_empty(), rule.origins.len()) {
        (false, _) => "，替换了内置的",
        (true, 1) => "",
        (true, _) => "，有补充",
    };
    let from = rule.origins.last().map(written).unwrap_or_default();
    let kind = rule.kind.spec().name.to_string();
    [rule.id.clone(), kind, rule.priority.to_string(), rule.title.clone(), format!("{from}{more}")]
}

fn written(origin: &Origin) -> String {
    match origin.layer.is_built_in() {
        true => "内置".to_string(),
        false => format!("{}:{}", origin.file, origin.line),
    }
}

/// Columns of equal width; a Chinese character takes two places.
fn table(head: [&str; 5], rows: &[[String; 5]]) -> String {
    let widest = |column: usize| {
        let cells = rows.iter().map(|row| row[column].width_cjk());
        cells.chain([head[column].width_cjk()]).max().unwrap_or(0)
    };
    let widths: [usize; 5] = std::array::from_fn(widest);
    let line = |cells: [&str; 5]| {
        let padded = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width_cjk()))));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    let rows = rows.iter().map(|row| line(std::array::from_fn(|at| row[at].as_str())));
    std::iter::once(line(head)).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_layers_can_be_picked() {
        let all = list(&Layers::built_in(), Show::default()).unwrap().text();
        assert!(all.contains("tables.responsible") && all.contains("unit.suffix"), "{all}");
        let show = Show { kind: Some("period".into()), own: false };
        let periods = list(&Layers::built_in(), show).unwrap().text();
        assert!(periods.contains("periods.months") && !periods.contains("tables."), "{periods}");
        let own = list(&Layers::built_in(), Show { kind: None, own: true }).unwrap().text();
        assert_eq!(own, "没有符合条件的规则\n");
        let json: Value = serde_json::from_str(&list(&Layers::built_in(), Show::default()).unwrap().json()).unwrap();
        assert!(json["rules"].as_array().is_some_and(|rules| rules.len() > 100));
    }

    #[test]
    fn columns_stand_below_each_other() {
        let rows = [["甲.一", "a", "1", "说明", "内置"].map(String::from)];
        assert_eq!(table(["编号", "b", "c", "d", "e"], &rows), "编号   b  c  d     e\n甲.一  a  1  说明  内置\n");
    }
}
