//! Reading rule files: syntax, overlay, compilation, self-test.

use super::error::RulesError;
use super::finder;
use super::indicator::{self, RawIndicator};
use super::pattern::Pattern;
use super::rule::{Kind, Pack, Rule};
use super::succession::RawSuccession;
use super::words::WordList;
use crate::grammar::fold::fold;
use regex::RegexBuilder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// Files of an overlay folder that are no rules: settings of the checks, findings that were looked at, corrections,
/// the layout of sheets.
const NO_RULES: [&str; 4] = ["checks.toml", "accepted.toml", "corrections.toml", "sheets.toml"];

/// A pattern past this compiled size is a mistake, not a rule.
const PATTERN_SIZE_LIMIT: usize = 4 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<RawRule>,
    #[serde(default)]
    words: Vec<RawWords>,
    #[serde(default)]
    indicator: Vec<RawIndicator>,
    #[serde(default)]
    region: Vec<RawSuccession>,
    #[serde(default)]
    organisation: Vec<RawSuccession>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Spanned<String>,
    title: String,
    /// Documentation for readers of the file.
    #[serde(rename = "why", default)]
    _why: Option<String>,
    kind: Spanned<String>,
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    yields: BTreeMap<String, String>,
    #[serde(default)]
    priority: i32,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    example: Vec<RawExample>,
    #[serde(default)]
    counter: Vec<RawCounter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExample {
    text: Spanned<String>,
    #[serde(default)]
    record: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCounter {
    text: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    id: Spanned<String>,
    /// Documentation for readers of the file.
    #[serde(rename = "title")]
    _title: String,
    words: Vec<String>,
    /// Put these words in the place of the earlier ones instead of adding them.
    #[serde(default)]
    replace: bool,
}

/// One file being read.
struct Context<'a> {
    file: &'a str,
    source: &'a str,
}

impl Context<'_> {
    fn error<T>(&self, at: &Spanned<T>, mistake: &str, advice: &str) -> RulesError {
        RulesError::at(self.file, self.source, at.span(), mistake, advice)
    }
}

impl Pack {
    /// Adds one rule file. A rule replaces the earlier rule of its id, `disabled` removes it; words are added.
    ///
    /// # Errors
    /// The first mistake of the file, with its place.
    pub fn add(&mut self, file: &str, source: &str) -> Result<(), RulesError> {
        let context = Context { file, source };
        let parsed: RuleFile = toml::from_str(source).map_err(|e| RulesError::syntax(file, source, &e))?;
        for words in parsed.words {
            if words.words.iter().any(|w| w.trim().is_empty()) {
                let advice = "空词会匹配一切，请删去";
                return Err(context.error(&words.id, "词表里有空词", advice));
            }
            let earlier = if words.replace { &[] } else { self.words(words.id.get_ref()) };
            let list = earlier.iter().cloned().chain(words.words.iter().map(|w| fold(w))).collect();
            self.words.insert(words.id.into_inner(), WordList::new(list));
        }
        for raw in parsed.rule {
            self.rules.retain(|r| r.id != *raw.id.get_ref());
            if !raw.disabled {
                self.rules.push(compile(&context, raw)?);
            }
        }
        indicator::add(&mut self.indicators, file, source, parsed.indicator)?;
        self.regions.add(file, source, parsed.region)?;
        self.organisations.add(file, source, parsed.organisation)?;
        self.sort();
        Ok(())
    }

    /// Adds all `*.toml` files of a folder in order of their names, except those that hold settings of the checks.
    ///
    /// # Errors
    /// The folder or a file can't be read, or a file has a mistake.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), RulesError> {
        let entries = std::fs::read_dir(folder).map_err(|e| RulesError::unreadable(folder, &e))?;
        let mut files: Vec<_> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        files.retain(|p| p.extension().is_some_and(|x| x == "toml") && !NO_RULES.iter().any(|name| p.ends_with(name)));
        files.sort();
        for path in files {
            let source = std::fs::read_to_string(&path).map_err(|e| RulesError::unreadable(&path, &e))?;
            self.add(&path.display().to_string(), &source)?;
        }
        Ok(())
    }
}

fn compile(context: &Context, raw: RawRule) -> Result<Rule, RulesError> {
    let (kind, _, allowed) = *Kind::ALL.iter().find(|(_, name, _)| name == raw.kind.get_ref()).ok_or_else(|| {
        let names = Kind::ALL.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join("、");
        context.error(&raw.kind, "没有这种规则", &format!("kind 可以写：{names}"))
    })?;
    if let Some(key) = raw.yields.keys().find(|k| !allowed.contains(&k.as_str())) {
        let advice = format!("这种规则的 yields 可以有：{}", allowed.join("、"));
        return Err(context.error(&raw.id, &format!("yields 里的 {key} 不认识"), &advice));
    }
    let sources: Vec<&Spanned<String>> = raw.pattern.iter().chain(&raw.patterns).collect();
    if sources.is_empty() {
        return Err(context.error(&raw.id, "没有 pattern", "写 pattern = '…' 或 patterns = ['…', '…']"));
    }
    let patterns = sources.iter().map(|p| compile_pattern(context, p)).collect::<Result<Vec<_>, _>>()?;
    let rule = Rule {
        id: raw.id.get_ref().clone(),
        title: raw.title,
        kind,
        patterns,
        yields: raw.yields,
        priority: raw.priority,
        file: context.file.to_string(),
    };
    self_test(context, &raw.id, &rule, &raw.example, &raw.counter)?;
    Ok(rule)
}

fn compile_pattern(context: &Context, pattern: &Spanned<String>) -> Result<Pattern, RulesError> {
    let expanded = finder::expand(pattern.get_ref()).map_err(|name| {
        let advice = format!("可用的查找器：{}", finder::names());
        context.error(pattern, &format!("没有叫 {{{name}}} 的查找器"), &advice)
    })?;
    let regex = RegexBuilder::new(&expanded).size_limit(PATTERN_SIZE_LIMIT).build().map_err(|e| {
        let message = e.to_string();
        let reason = message.lines().last().unwrap_or("").trim_start_matches("error: ").to_string();
        context.error(pattern, &format!("正则写错了：{reason}"), "括号要成对；要匹配括号本身写 \\( \\)")
    })?;
    if regex.is_match("") {
        return Err(context.error(pattern, "这条正则连空文本也匹配", "至少要有一个必须出现的字"));
    }
    Ok(Pattern::new(regex))
}

fn self_test(
    context: &Context,
    id: &Spanned<String>,
    rule: &Rule,
    examples: &[RawExample],
    counters: &[RawCounter],
) -> Result<(), RulesError> {
    if examples.is_empty() || counters.is_empty() {
        let advice = "每条规则要有一个 [[rule.example]] 和一个 [[rule.counter]]";
        return Err(context.error(id, "缺少例子或反例", advice));
    }
    for example in examples {
        let folded = fold(example.text.get_ref());
        let Some(captures) = rule.captures_at(&folded, 0) else {
            return Err(context.error(&example.text, "例子没有被这条规则匹配", "改正则，或改例子"));
        };
        for (key, wanted) in &example.record {
            let got = rule.yields.get(key).map(String::as_str).or(captures.name(key).map(|m| m.as_str()));
            if got != Some(wanted.as_str()) {
                let mistake = format!("例子的 {key} 应为 {wanted}，实得 {}", got.unwrap_or("无"));
                return Err(context.error(&example.text, &mistake, "改正则的命名组，或改例子"));
            }
        }
    }
    match counters.iter().find(|c| rule.is_match(&fold(c.text.get_ref()))) {
        Some(counter) => Err(context.error(&counter.text, "反例也被这条规则匹配", "把正则写得更窄，或改反例")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
[[rule]]
id = "values.at-least"
title = "不低于 / 以上"
kind = "value"
pattern = '{number}(?<unit>\S{0,8}?)以上'
yields = { op = "ge" }
[[rule.example]]
text = "９０以上"
record = { op = "ge", number = "90" }
[[rule.counter]]
text = "以上各项"
"#;

    fn error(source: &str) -> String {
        Pack::default().add("rules/试.toml", source).unwrap_err().to_string()
    }

    #[test]
    fn a_later_file_replaces_and_disables_by_id() {
        let mut pack = Pack::default();
        pack.add("a", GOOD).unwrap();
        assert_eq!(pack.of(Kind::Value).count(), 1);
        pack.add("b", &GOOD.replace("不低于 / 以上", "另一条")).unwrap();
        assert_eq!(pack.of(Kind::Value).next().unwrap().title, "另一条");
        pack.add("c", &GOOD.replace("kind =", "disabled = true\nkind =")).unwrap();
        assert_eq!(pack.of(Kind::Value).count(), 0);
    }

    #[test]
    fn mistakes_name_file_line_and_column() {
        for (from, to, wanted) in [
            ("{number}", "{nummer}", "没有叫 {nummer} 的查找器"),
            ("以上'", "以上('", "正则写错了"),
            ("op =", "opp =", "yields 里的 opp 不认识"),
            ("title", "titel", "没有“titel”这个键，可以是 id、title"),
            ("\"90\"", "\"80\"", "应为 80，实得 90"),
            ("以上各项", "80以上各项", "反例也被这条规则匹配"),
            ("[[rule.counter]]\ntext = \"以上各项\"", "", "缺少例子或反例"),
            ("{number}(?<unit>\\S{0,8}?)以上", "(以上)*", "连空文本也匹配"),
        ] {
            let message = error(&GOOD.replace(from, to));
            assert!(message.contains(wanted), "{message}");
            assert!(message.contains("rules/试.toml:"), "{message}");
        }
    }
}
