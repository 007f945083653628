//! The texts of a document as the checks read them: titles, names and columns, folded, each with its place.

use super::item::Item;
use super::{Context, plain};
use crate::record::{Anchor, Evidence};

/// A text with the record, list or group that it belongs to.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// The record; `None` for the title of a list or group.
    pub(super) item: Option<Item<'a>>,
    /// Where the record or the title stands.
    pub(super) anchor: &'a Anchor,
    /// Folded, without blanks.
    pub(super) text: String,
}

impl Text<'_> {
    /// What the text belongs to, in words.
    pub(super) fn label(&self) -> String {
        self.item.map_or_else(|| format!("标题“{}”", self.text), |item| item.label())
    }

    /// A part of the text as evidence.
    pub(super) fn quote(&self, part: &str) -> Evidence {
        Evidence { text: part.to_owned(), anchor: self.anchor.clone() }
    }
}

/// Titles of lists and groups, then names of targets, then titles and columns of tasks.
pub(super) fn texts<'a>(context: &Context<'a>) -> Vec<Text<'a>> {
    let records = context.records;
    let mut texts: Vec<Text> = Vec::new();
    let title = |text: &str, anchor: &'a Anchor| Text { item: None, anchor, text: plain(text) };
    for list in &records.lists {
        texts.push(title(&list.title, &list.anchor));
        texts.extend(list.groups.iter().filter_map(|group| Some(title(group.path.last()?, &group.anchor))));
    }
    let of_item = |item: Item<'a>, text: &str| Text { item: Some(item), anchor: item.anchor(), text: plain(text) };
    texts.extend(records.targets.iter().map(|target| of_item(Item::Target(target), &target.name)));
    for task in &records.tasks {
        let columns = task.sections.iter().map(|section| section.text.as_str());
        let all = task.title.as_deref().into_iter().chain(columns);
        texts.extend(all.map(|text| of_item(Item::Task(task), text)));
    }
    texts
}
