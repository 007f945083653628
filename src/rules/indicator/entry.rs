//! Indicators as rule files list them.

use super::super::error::RulesError;
use super::nature::{Direction, QuantityKind};
use crate::grammar::fold::fold;
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;

/// `[[indicator]]` of a rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rules) struct RawIndicator {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    unit: Option<String>,
    kind: Option<Spanned<String>>,
    direction: Option<Spanned<String>>,
    #[serde(default)]
    not: Vec<Spanned<String>>,
    /// Documentation for readers of the file.
    #[serde(rename = "why", default)]
    _why: Option<String>,
    #[serde(default)]
    disabled: bool,
}

/// A spelling with its place in a rule file.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    pub(super) text: String,
    file: Arc<str>,
    source: Arc<str>,
    span: Range<usize>,
}

impl Spelling {
    /// A mistake in this spelling.
    pub(super) fn error(&self, mistake: &str, advice: &str) -> RulesError {
        RulesError::at(&self.file, &self.source, self.span.clone(), mistake, advice)
    }
}

/// An indicator as the files read so far list it.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Entry {
    pub(super) name: Spelling,
    pub(super) aliases: Vec<Spelling>,
    pub(super) unit: Option<String>,
    pub(super) kind: Option<QuantityKind>,
    pub(super) direction: Option<Direction>,
    pub(super) not: Vec<Spelling>,
}

/// Adds the indicators of a file. One whose name is there already gets the new aliases and counter-examples, and what
/// else the file says in the place of what was said before; `disabled` removes it.
///
/// # Errors
/// The first kind or direction that does not exist, with its place.
pub(in crate::rules) fn add(
    entries: &mut Vec<Entry>,
    file: &str,
    source: &str,
    raw: Vec<RawIndicator>,
) -> Result<(), RulesError> {
    let (file, source): (Arc<str>, Arc<str>) = (file.into(), source.into());
    let spelling = |text: Spanned<String>| Spelling {
        span: text.span(),
        text: text.into_inner(),
        file: file.clone(),
        source: source.clone(),
    };
    for raw in raw {
        let kind = choice(raw.kind.map(spelling), QuantityKind::ALL, QuantityKind::name)?;
        let direction = choice(raw.direction.map(spelling), Direction::ALL, Direction::name)?;
        let entry = Entry {
            name: spelling(raw.name),
            aliases: raw.aliases.into_iter().map(spelling).collect(),
            unit: raw.unit,
            kind,
            direction,
            not: raw.not.into_iter().map(spelling).collect(),
        };
        let key = fold(&entry.name.text);
        let at = entries.iter().position(|earlier| fold(&earlier.name.text) == key);
        match (at, raw.disabled) {
            (Some(at), true) => drop(entries.remove(at)),
            (None, true) => {}
            (Some(at), false) => entries[at].lay_over(entry),
            (None, false) => entries.push(entry),
        }
    }
    Ok(())
}

impl Entry {
    fn lay_over(&mut self, over: Entry) {
        let fresh = |new: Vec<Spelling>, old: &[Spelling]| -> Vec<Spelling> {
            new.into_iter().filter(|new| old.iter().all(|old| fold(&old.text) != fold(&new.text))).collect()
        };
        self.aliases.extend(fresh(over.aliases, &self.aliases));
        self.not.extend(fresh(over.not, &self.not));
        self.unit = over.unit.or(self.unit.take());
        self.kind = over.kind.or(self.kind);
        self.direction = over.direction.or(self.direction);
    }
}

/// The value with this name.
fn choice<T: Copy>(
    name: Option<Spelling>,
    all: &[T],
    name_of: impl Fn(T) -> &'static str,
) -> Result<Option<T>, RulesError> {
    let Some(name) = name else { return Ok(None) };
    let found = all.iter().copied().find(|value| name_of(*value) == name.text);
    let names = || all.iter().map(|value| name_of(*value)).collect::<Vec<_>>().join("、");
    found.map(Some).ok_or_else(|| name.error(&format!("没有“{}”这个值", name.text), &format!("可以写：{}", names())))
}
