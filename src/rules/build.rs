//! From an entry of a rule file to a rule: what it must have, what it may yield, its patterns compiled.

use super::compile::{self, Context, Groups};
use super::error::Problem;
use super::kind::{self, CueSpec, KINDS, Kind};
use super::layer::{Layer, OFFICE_PRIORITY};
use super::pattern::Pattern;
use super::read::{At, ExampleEntry, RuleEntry};
use super::rule::{Example, Origin, Rule};
use super::suggest::closest;
use std::collections::BTreeMap;

/// "主题.名称"
pub(super) fn check_id(context: Context<'_>, id: &At<String>) -> Result<(), Problem> {
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ('\u{4e00}'..='\u{9fff}').contains(&c);
        !part.is_empty() && part.split('-').all(|word| !word.is_empty() && word.chars().all(plain))
    };
    let good = id.value.split_once('.').is_some_and(|(subject, name)| part(subject) && part(name));
    let advice =
        "写成“主题.名称”，如 office.header-undertaker 或 office.承接单位：小写字母、数字、汉字，词之间用连字符";
    if good { Ok(()) } else { Err(context.error(id, "编号的写法不对", advice)) }
}

/// Makes a rule of an entry that stands for itself.
pub(super) fn build(context: Context<'_>, layer: &Layer, entry: &RuleEntry) -> Result<Rule, Vec<Problem>> {
    let one = |problem| vec![problem];
    let Some(title) = &entry.title else {
        return Err(one(context.error(&entry.id, "规则缺少“title”", "写上 title = \"…\"（一行中文说明）")));
    };
    let kind = kind_of(context, entry).map_err(one)?;
    let yields = yields_of(context, kind, entry).map_err(one)?;
    let cue = yields.get("cue").and_then(|cue| kind::cue_spec(cue));
    let mut problems = Vec::new();
    let patterns = compile_all(context, kind, cue, entry).unwrap_or_else(|found| {
        problems.extend(found);
        Vec::new()
    });
    if problems.is_empty() && patterns.is_empty() {
        let advice = "写 words = [\"…\"]（要认的词），或 pattern = '…'（正则）";
        problems.push(context.error(&entry.id, "规则没有写要认什么", advice));
    }
    if entry.examples.is_empty() || entry.counters.is_empty() {
        let what = if entry.examples.is_empty() { "例子" } else { "反例" };
        let key = if entry.examples.is_empty() { "example" } else { "counter" };
        let advice = format!("每条规则都要有例子和反例，另起一行写 [[rule.{key}]]，下面写 text = \"…\"");
        problems.push(context.error(&entry.id, &format!("规则缺少{what}"), &advice));
    }
    let priority = entry.priority.as_ref().map(|priority| priority_of(context, priority)).transpose();
    let priority = priority.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Rule {
        id: entry.id.value.clone(),
        title: title.value.clone(),
        kind,
        patterns,
        yields,
        priority: priority.unwrap_or_else(|| if entry.over.is_empty() { layer.priority() } else { i32::MIN }),
        over: entry.over.iter().map(|over| over.value.clone()).collect(),
        examples: examples(context, &entry.examples),
        counters: entry.counters.iter().map(|text| example(context, text, Vec::new())).collect(),
        origins: vec![origin(context, layer, &entry.id)],
        replaced: Vec::new(),
    })
}

fn kind_of(context: Context<'_>, entry: &RuleEntry) -> Result<Kind, Problem> {
    let names = || KINDS.iter().map(|spec| spec.name);
    let Some(written) = &entry.kind else {
        let advice = format!("写上 kind = \"…\"，可以是：{}", names().collect::<Vec<_>>().join("、"));
        return Err(context.error(&entry.id, "规则缺少“kind”", &advice));
    };
    Kind::from_name(&written.value).ok_or_else(|| {
        let advice = match closest(&written.value, names()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("kind 可以写：{}", names().collect::<Vec<_>>().join("、")),
        };
        context.error(written, &format!("没有“{}”这种规则", written.value), &advice)
    })
}

fn yields_of(context: Context<'_>, kind: Kind, entry: &RuleEntry) -> Result<BTreeMap<String, String>, Problem> {
    let spec = kind.spec();
    let names = || spec.keys.iter().map(|key| key.name);
    for (written, value) in &entry.yields {
        let Some(key) = spec.key(&written.value) else {
            let advice = match (spec.keys.is_empty(), closest(&written.value, names())) {
                (true, _) => "这种规则没有 yields，删去即可".to_string(),
                (_, Some(near)) => format!("是不是“{near}”？"),
                _ => format!("这种规则的 yields 可以有：{}", names().collect::<Vec<_>>().join("、")),
            };
            return Err(context.error(written, &format!("yields 里的“{}”不认识", written.value), &advice));
        };
        let values = || key.values.iter().map(|(value, _)| *value);
        if !key.values.is_empty() && !values().any(|known| known == value.value) {
            let listed = || key.values.iter().map(|(value, title)| format!("{value} {title}")).collect::<Vec<_>>();
            let advice = match closest(&value.value, values()) {
                Some(near) => format!("是不是“{near}”？"),
                None => format!("{} 可以写：{}", key.name, listed().join("、")),
            };
            return Err(context.error(value, &format!("{} 不能是“{}”", key.name, value.value), &advice));
        }
    }
    for key in spec.keys.iter().filter(|key| key.required) {
        if !entry.yields.iter().any(|(written, _)| written.value == key.name) {
            let advice = format!("写上 yields = {{ {} = \"…\" }}（{}）", key.name, key.title);
            return Err(context.error(&entry.id, &format!("规则没有写得到什么（yields 的 {}）", key.name), &advice));
        }
    }
    Ok(entry.yields.iter().map(|(key, value)| (key.value.clone(), value.value.clone())).collect())
}

/// The words and the patterns of an entry, compiled.
pub(super) fn compile_all(
    context: Context<'_>,
    kind: Kind,
    cue: Option<&CueSpec>,
    entry: &RuleEntry,
) -> Result<Vec<Pattern>, Vec<Problem>> {
    let groups = Groups::of(kind, cue);
    let mut out = Vec::new();
    let mut problems = Vec::new();
    if let Some(first) = entry.words.first() {
        match cue.map_or(kind.spec().words, |cue| cue.words) {
            Some(template) => match compile::words(context, &entry.words, template) {
                Ok(pattern) => out.push(pattern),
                Err(problem) => problems.push(problem),
            },
            None => {
                let advice = "这种规则要从文字里取出一部分，请写 pattern = '…'，取出的部分写成 (?<组名>…)";
                problems.push(context.error(first, "这种规则不能只列词", advice));
            }
        }
    }
    for written in &entry.patterns {
        match compile::pattern(context, written, &groups) {
            Ok(pattern) => out.push(pattern),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(out) } else { Err(problems) }
}

pub(super) fn priority_of(context: Context<'_>, written: &At<i64>) -> Result<i32, Problem> {
    const LIMIT: i64 = 1000;
    let advice = format!("写 {} 到 {LIMIT} 之间的整数；内置规则都在 {OFFICE_PRIORITY} 以下", -LIMIT);
    let inside = (-LIMIT..=LIMIT).contains(&written.value);
    let number = i32::try_from(written.value).ok().filter(|_| inside);
    number.ok_or_else(|| context.error(written, "priority 太大或太小", &advice))
}

pub(super) fn origin(context: Context<'_>, layer: &Layer, id: &At<String>) -> Origin {
    Origin { layer: layer.clone(), file: context.file.to_string(), line: line(context, id) }
}

pub(super) fn line<T>(context: Context<'_>, at: &At<T>) -> usize {
    context.source[..at.span.start].matches('\n').count() + 1
}

pub(super) fn examples(context: Context<'_>, entries: &[ExampleEntry]) -> Vec<Example> {
    let pair = |(key, value): &(At<String>, At<String>)| (key.value.clone(), value.value.clone());
    entries.iter().map(|entry| example(context, &entry.text, entry.record.iter().map(pair).collect())).collect()
}

pub(super) fn example(context: Context<'_>, text: &At<String>, record: Vec<(String, String)>) -> Example {
    Example { text: text.value.clone(), record, file: context.file.to_string(), span: text.span.clone() }
}
