//! XML parts of office formats as trees. Names are local, without their namespace; nothing outside the part is loaded
//! and no entity but the predefined ones is known, so a part can neither reach out nor blow up.

use super::decode;
use super::error::IngestError;
use super::limits::{Limit, Limits};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// An element.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// Local names and values of its attributes.
    attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// An element below, by the names on the way.
    pub fn path(&self, names: &[&str]) -> Option<&Element> {
        names.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All elements of this name below, in document order, not looking inside those that are found.
    pub fn all<'e>(&'e self, name: &str) -> Vec<&'e Element> {
        let mut found = Vec::new();
        self.gather(name, &mut found);
        found
    }

    fn gather<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for element in self.elements() {
            if element.name == name { found.push(element) } else { element.gather(name, found) }
        }
    }

    /// All text below.
    pub fn text(&self) -> String {
        let of = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.text(),
        };
        self.children.iter().map(of).collect()
    }
}

/// Parses a part; `name` is told in errors.
///
/// # Errors
/// [`IngestError::Damaged`] where it is no XML, [`IngestError::TooLarge`] past a limit.
pub fn parse(bytes: &[u8], name: &str, limits: &Limits) -> Result<Element, IngestError> {
    let damaged = |reason: String| IngestError::Damaged(format!("{name}：{reason}"));
    // Nearly every part is plain UTF-8, and a large one need not be there twice.
    let plain = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    let decoded = match plain {
        Some(text) => Cow::Borrowed(text.trim_start_matches('\u{feff}')),
        None => Cow::Owned(decode::decode(bytes).map_err(|error| damaged(error.to_string()))?.text),
    };
    let mut reader = Reader::from_str(&decoded);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    let mut open = vec![Element::default()];
    // Beginnings and ends of elements, texts, and attributes, which take as much memory.
    let mut nodes = 0;
    let mut kept = 0;
    loop {
        let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
        nodes += 1;
        if let Event::Text(text) = &event {
            kept += text.len() as u64;
        }
        let passed = [
            (Limit::Depth, open.len() as u64, limits.depth as u64),
            (Limit::Nodes, nodes / 2, limits.nodes as u64),
            (Limit::TextBytes, kept, limits.text_bytes),
        ];
        if let Some((what, found, limit)) = passed.into_iter().find(|(_, found, limit)| found > limit) {
            return Err(IngestError::TooLarge { what, found, limit, line: None });
        }
        match event {
            Event::Start(tag) => {
                let element = element(&tag);
                nodes += element.attributes.len() as u64;
                open.push(element);
            }
            Event::End(_) if open.len() > 1 => close(&mut open),
            Event::Text(text) => push_text(&mut open, &text),
            Event::CData(text) => push_text(&mut open, &text),
            Event::GeneralRef(reference) => push_text(&mut open, &resolve(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().and_then(|document| document.elements().next().cloned());
    root.ok_or_else(|| damaged("没有内容".to_string()))
}

fn close(open: &mut Vec<Element>) {
    if let Some(mut element) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        // Most elements have one child or two, and a list has room for four at first.
        element.children.shrink_to_fit();
        parent.children.push(Node::Element(element));
    }
}

fn element(tag: &BytesStart) -> Element {
    // Marks of single edits are of no use and would fill the memory.
    let wanted = |name: &String| !name.starts_with("rsid");
    let mut raw = tag.attributes();
    let attributes = raw.with_checks(false).flatten().map(|attribute| {
        let raw = &attribute.value;
        let value = quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_string(), |value| value.into_owned());
        (attribute.key.local_name().as_ref().to_string(), value)
    });
    let mut attributes: Vec<(String, String)> = attributes.filter(|(name, _)| wanted(name)).collect();
    attributes.shrink_to_fit();
    Element { name: tag.local_name().as_ref().to_string(), attributes, children: Vec::new() }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => element.children.push(Node::Text(text.to_string())),
    }
}

/// The text of `&amp;` or `&#20803;`; an entity of any other name stays as it is written.
fn resolve(reference: &BytesRef) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    match quick_xml::escape::resolve_predefined_entity(name) {
        Some(text) => text.to_string(),
        None => format!("&{name};"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Result<Element, IngestError> {
        parse(text.as_bytes(), "a.xml", &Limits { depth: 10, nodes: 50, text_bytes: 200, ..Limits::default() })
    }

    #[test]
    fn names_are_local_and_entities_decoded() {
        let root = tree("<?xml version='1.0'?><w:a w:b='1&amp;2' rsidR='x'><w:c/>R&amp;D&#20803;<![CDATA[<5]]></w:a>");
        let root = root.expect("XML");
        assert_eq!((root.name.as_str(), root.attribute("b"), root.attribute("rsidR")), ("a", Some("1&2"), None));
        assert_eq!((root.text().as_str(), root.elements().count()), ("R&D元<5", 1));
    }

    #[test]
    fn nothing_is_loaded_and_nothing_blows_up() {
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY y 'yyyyyyyy'>]><a>&x;&y;</a>";
        assert_eq!(tree(outside).map(|root| root.text()), Ok("&x;&y;".to_string()));
        assert!(matches!(tree(&"<a>".repeat(20)), Err(IngestError::TooLarge { what: Limit::Depth, .. })));
        let attributes = format!("<a>{}</a>", "<b c='1' d='2' e='3' f='4'/>".repeat(20));
        assert!(matches!(tree(&attributes), Err(IngestError::TooLarge { what: Limit::Nodes, .. })));
        let text = format!("<a>{}</a>", "字".repeat(100));
        assert!(matches!(tree(&text), Err(IngestError::TooLarge { what: Limit::TextBytes, .. })));
        assert!(matches!(
            tree(&format!("<a>{}</a>", "<b/>".repeat(60))),
            Err(IngestError::TooLarge { what: Limit::Nodes, .. })
        ));
    }

    #[test]
    fn what_is_cut_off_is_read_as_far_as_it_goes() {
        assert_eq!(tree("<a><b>1</b><c>2").map(|root| root.text()), Ok("12".to_string()));
        assert!(matches!(tree("just text"), Err(IngestError::Damaged(_))));
    }
}
