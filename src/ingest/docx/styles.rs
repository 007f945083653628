//! Styles of paragraphs, as far as they number a paragraph or make it a heading.

use crate::ingest::xml::Element;
use std::collections::HashMap;

/// Styles on the way from a style to the one at its root; a longer way is a circle.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    level: Option<usize>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
}

impl Styles {
    /// The styles of `styles.xml`.
    pub fn new(root: &Element) -> Styles {
        let style = |element: &Element| {
            let properties = element.child("pPr");
            let named = element.child("name").and_then(|name| name.attribute("val")).and_then(|name| {
                name.to_ascii_lowercase().strip_prefix("heading ").and_then(|depth| depth.parse::<u8>().ok())
            });
            let style = Style {
                based_on: element.child("basedOn").and_then(|base| base.attribute("val")).map(str::to_string),
                outline: outline(properties).or(named.and_then(|depth| depth.checked_sub(1))),
                list: list(properties),
                level: level(properties),
            };
            Some((element.attribute("styleId")?.to_string(), style))
        };
        Styles { styles: root.elements().filter(|element| element.name == "style").filter_map(style).collect() }
    }

    /// The styles that apply to a paragraph, its own first.
    fn chain(&self, properties: Option<&Element>) -> Vec<&Style> {
        let own = properties.and_then(|p| p.child("pStyle")).and_then(|style| style.attribute("val"));
        let first = own.and_then(|id| self.styles.get(id));
        let next = |style: &&Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(LONGEST_CHAIN).collect()
    }

    /// The list that numbers a paragraph and its level in it, from 0.
    pub fn list_of(&self, properties: Option<&Element>) -> Option<(String, usize)> {
        let chain = self.chain(properties);
        let list = list(properties).or_else(|| chain.iter().find_map(|style| style.list.clone()))?;
        let level = level(properties).or_else(|| chain.iter().find_map(|style| style.level)).unwrap_or(0);
        // List 0 takes the numbering of the style away.
        (list != "0").then_some((list, level))
    }

    /// Depth of the heading that a paragraph is, from 1.
    pub fn heading_of(&self, properties: Option<&Element>) -> Option<u8> {
        let outline = outline(properties).or_else(|| self.chain(properties).iter().find_map(|style| style.outline));
        // Level 9 is body text.
        outline.filter(|level| *level < 6).map(|level| level + 1)
    }
}

fn value<'e>(properties: Option<&'e Element>, path: &[&str]) -> Option<&'e str> {
    properties?.path(path)?.attribute("val")
}

fn outline(properties: Option<&Element>) -> Option<u8> {
    value(properties, &["outlineLvl"])?.parse().ok()
}

fn list(properties: Option<&Element>) -> Option<String> {
    value(properties, &["numPr", "numId"]).map(str::to_string)
}

fn level(properties: Option<&Element>) -> Option<usize> {
    value(properties, &["numPr", "ilvl"])?.parse().ok()
}
