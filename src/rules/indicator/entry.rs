//! Indicators as rule files list them.

use super::super::compile::Context;
use super::super::error::Problem;
use super::super::layer::Layer;
use super::super::read::{At, IndicatorEntry};
use super::nature::{Direction, QuantityKind};
use crate::grammar::fold::fold;
use std::ops::Range;
use std::sync::Arc;

/// A spelling with its place in a rule file.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    pub(super) text: String,
    file: Arc<str>,
    source: Arc<str>,
    span: Range<usize>,
    is_built_in: bool,
}

impl Spelling {
    /// A mistake in this spelling.
    pub(super) fn error(&self, mistake: &str, advice: &str) -> Problem {
        Problem::error(&self.file, &self.source, self.span.clone(), mistake, advice)
    }
}

/// An indicator as the files read so far list it.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Entry {
    /// The folded name.
    key: String,
    pub(super) name: Spelling,
    pub(super) aliases: Vec<Spelling>,
    pub(super) unit: Option<String>,
    pub(super) kind: Option<QuantityKind>,
    pub(super) direction: Option<Direction>,
    pub(super) not: Vec<Spelling>,
}

/// Adds the indicators of a file. One whose name is there already gets the new aliases and counter-examples, and what
/// else the file says in the place of what was said before; `disabled` removes it. Gives what is wrong: an empty name, a
/// kind or direction that does not exist.
pub(in crate::rules) fn add(
    entries: &mut Vec<Entry>,
    context: Context<'_>,
    layer: &Layer,
    read: Vec<IndicatorEntry>,
) -> Vec<Problem> {
    let (file, source): (Arc<str>, Arc<str>) = (context.file.into(), context.source.into());
    let spelling = |text: At<String>| Spelling {
        text: text.value,
        span: text.span,
        file: file.clone(),
        source: source.clone(),
        is_built_in: layer.is_built_in(),
    };
    let mut problems = Vec::new();
    for read in read {
        let disabled = read.disabled;
        let kind = choice(read.kind.map(spelling), QuantityKind::ALL, QuantityKind::name);
        let direction = choice(read.direction.map(spelling), Direction::ALL, Direction::name);
        let mut entry = Entry {
            key: fold(&read.name.value),
            name: spelling(read.name),
            aliases: read.aliases.into_iter().map(spelling).collect(),
            unit: read.unit,
            kind: None,
            direction: None,
            not: read.not.into_iter().map(spelling).collect(),
        };
        let names = [&entry.name].into_iter().chain(&entry.aliases).chain(&entry.not);
        problems.extend(
            names.filter(|name| fold(&name.text).is_empty()).map(|n| n.error("名称是空的", "写上全称，或删去")),
        );
        match (kind, direction) {
            (Ok(kind), Ok(direction)) => (entry.kind, entry.direction) = (kind, direction),
            (kind, direction) => problems.extend(kind.err().into_iter().chain(direction.err())),
        }
        let at = entries.iter().position(|earlier| earlier.key == entry.key);
        match (at, disabled) {
            (Some(at), true) => drop(entries.remove(at)),
            (None, true) => {}
            (Some(at), false) => entries[at].lay_over(entry),
            (None, false) => entries.push(entry),
        }
    }
    problems
}

impl Entry {
    /// The other names, of an office alone or of all layers, each with the canonical one.
    pub(in crate::rules) fn other_names(&self, own: bool) -> impl Iterator<Item = (&str, &str)> {
        let wanted = self.aliases.iter().filter(move |alias| !(own && alias.is_built_in));
        wanted.map(|alias| (alias.text.as_str(), self.name.text.as_str()))
    }

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
) -> Result<Option<T>, Problem> {
    let Some(name) = name else { return Ok(None) };
    let found = all.iter().copied().find(|value| name_of(*value) == name.text);
    let names = || all.iter().map(|value| name_of(*value)).collect::<Vec<_>>().join("、");
    found.map(Some).ok_or_else(|| name.error(&format!("没有“{}”这个值", name.text), &format!("可以写：{}", names())))
}
