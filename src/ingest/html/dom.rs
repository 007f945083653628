//! The tree of a page, built by html5ever; every piece of text keeps its line and column in the source.

use crate::ingest::error::IngestError;
use crate::ingest::limits::{Limit, Limits};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{SliceExt, StrTendril, TendrilSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Number of a node; the document itself is 0.
pub type Id = usize;

/// A page as a tree.
#[derive(Debug)]
pub struct Dom {
    nodes: Vec<Node>,
}

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Element { name: QualName, attributes: Vec<Attribute>, place: (u32, u32) },
    Text(Vec<Piece>),
    Other,
}

/// Characters that stand side by side in the source; a decoded entity stands where its `&` does.
#[derive(Debug)]
pub struct Piece {
    /// The characters.
    pub text: StrTendril,
    /// Line of the first one, 1-based.
    pub line: u32,
    /// Its column, 1-based, in characters.
    pub column: u32,
}

impl Dom {
    /// Parses a page.
    ///
    /// # Errors
    /// [`IngestError::TooLarge`] where elements are nested too deeply or there are too many nodes.
    pub fn parse(text: &str, limits: &Limits) -> Result<Dom, IngestError> {
        let sink = Sink::new(limits);
        let mut parser = parse_document(sink, ParseOpts::default());
        let whole: StrTendril = text.to_tendril();
        let (mut start, mut line, mut column) = (0usize, 1, 1);
        // Piece by piece, so that the sink knows where it is, and depth is noticed before it costs time.
        while start < text.len() {
            let end = start + piece_length(&text[start..]);
            let piece = whole.subtendril(start as u32, (end - start) as u32);
            let sink = &parser.tokenizer.sink.sink;
            sink.enter(piece.clone(), line, column);
            parser.process(piece);
            if let Some(error) = parser.tokenizer.sink.sink.passed() {
                return Err(error);
            }
            match text[start..end].ends_with(['\n', '\r']) {
                true => (line, column) = (line + 1, 1),
                false => column += text[start..end].chars().count() as u32,
            }
            start = end;
        }
        Ok(parser.finish())
    }

    /// Number of nodes; their ids are below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The children of a node.
    pub fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// The node above.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// Name of an element in lower case; empty for what is none.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id].content {
            Content::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.nodes[id].content {
            Content::Element { attributes, .. } => {
                attributes.iter().find(|a| &*a.name.local == wanted).map(|a| &*a.value)
            }
            _ => None,
        }
    }

    /// Line and column of the tag that begins an element.
    pub fn place(&self, id: Id) -> (u32, u32) {
        match &self.nodes[id].content {
            Content::Element { place, .. } => *place,
            _ => (1, 1),
        }
    }

    /// The text of a text node.
    pub fn pieces(&self, id: Id) -> &[Piece] {
        match &self.nodes[id].content {
            Content::Text(pieces) => pieces,
            _ => &[],
        }
    }
}

/// Bytes up to the next border that matters for places: before a tag or an entity, behind one, behind a line.
fn piece_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let border = |byte: &u8| matches!(byte, b'<' | b'&' | b'>' | b';' | b'\n' | b'\r');
    let first = bytes[1..].iter().position(border).map_or(bytes.len(), |at| at + 1);
    match bytes[0] {
        b'\r' if bytes.get(1) == Some(&b'\n') => 2,
        b'\n' | b'\r' => 1,
        _ => match bytes.get(first) {
            None | Some(b'<' | b'&') => first,
            Some(b'\r') if bytes.get(first + 1) == Some(&b'\n') => first + 2,
            Some(_) => first + 1,
        },
    }
}

/// The piece of the source that is being parsed.
struct Here {
    piece: StrTendril,
    /// Bytes of it that are in the tree.
    consumed: usize,
    line: u32,
    column: u32,
    /// Place of an entity of which nothing is in the tree yet; the parser may want to see what follows it.
    entity: Option<(u32, u32)>,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    here: RefCell<Here>,
    depth: Cell<usize>,
    /// Attributes of all elements; two take as much memory as an element.
    attributes: Cell<usize>,
    most_nodes: usize,
    most_depth: usize,
}

impl Sink {
    fn new(limits: &Limits) -> Sink {
        let document = Node { parent: None, children: Vec::new(), content: Content::Other };
        Sink {
            nodes: RefCell::new(vec![document]),
            here: RefCell::new(Here { piece: StrTendril::new(), consumed: 0, line: 1, column: 1, entity: None }),
            depth: Cell::new(0),
            attributes: Cell::new(0),
            most_nodes: limits.nodes,
            most_depth: limits.depth,
        }
    }

    /// The next piece of the source is going to be parsed.
    fn enter(&self, piece: StrTendril, line: u32, column: u32) {
        let before = self.here.borrow().entity;
        let entity = if piece.starts_with('&') { Some((line, column)) } else { before };
        self.here.replace(Here { piece, consumed: 0, line, column, entity });
    }

    /// The limit that is passed, if one is.
    fn passed(&self) -> Option<IngestError> {
        let line = Some(self.here.borrow().line);
        let too_large = |what, found: usize, limit: usize| IngestError::TooLarge {
            what,
            found: found as u64,
            limit: limit as u64,
            line,
        };
        let (nodes, depth) = (self.nodes.borrow().len() + self.attributes.get() / 2, self.depth.get());
        if depth > self.most_depth {
            return Some(too_large(Limit::Depth, depth, self.most_depth));
        }
        (nodes > self.most_nodes).then(|| too_large(Limit::Nodes, nodes, self.most_nodes))
    }

    fn create(&self, content: Content) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), content });
        nodes.len() - 1
    }

    /// A piece of text with its place: found in the source, else where the parser stands.
    fn place(&self, text: StrTendril) -> Piece {
        let mut here = self.here.borrow_mut();
        let entity = here.entity.take();
        let rest = &here.piece[here.consumed..];
        if let Some((line, column)) = entity
            && !(rest.starts_with('&') && rest.starts_with(&*text))
        {
            return Piece { text, line, column };
        }
        let at = here.consumed + rest.find(&*text).unwrap_or(0);
        let column = here.column + here.piece[..at].chars().count() as u32;
        if here.piece[at..].starts_with(&*text) {
            here.consumed = at + text.len();
        }
        Piece { text, line: here.line, column }
    }

    /// Puts something among the children of a node, before position `at`.
    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Id>) {
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                let piece = self.place(text);
                let before = at.checked_sub(1).map(|before| self.nodes.borrow()[parent].children[before]);
                if let Some(before) = before
                    && let Content::Text(pieces) = &mut self.nodes.borrow_mut()[before].content
                {
                    pieces.push(piece);
                    return;
                }
                self.create(Content::Text(vec![piece]))
            }
        };
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, child);
        let depth = 1 + std::iter::successors(Some(parent), |&id| nodes[id].parent).take(self.most_depth + 1).count();
        self.depth.set(self.depth.get().max(depth));
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            nodes[parent].children.retain(|&child| child != id);
        }
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        Dom { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Ref<'a, QualName> {
        Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].content {
            Content::Element { name, .. } => name,
            _ => unreachable!("the tree builder asks for names of elements only"),
        })
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let place = {
            let here = self.here.borrow();
            (here.line, here.column)
        };
        self.attributes.set(self.attributes.get() + attributes.len());
        self.create(Content::Element { name, attributes, place })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.create(Content::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.create(Content::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let end = self.nodes.borrow()[*parent].children.len();
        self.insert(*parent, end, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.detach(*child);
        }
        let nodes = self.nodes.borrow();
        let Some(parent) = nodes[*sibling].parent else { return };
        let at = nodes[parent].children.iter().rposition(|child| child == sibling).unwrap_or(0);
        drop(nodes);
        self.insert(parent, at, child);
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        if let Content::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target].content {
            for attribute in more {
                if attributes.iter().all(|own| own.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for &child in &children {
            nodes[child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text node with the place of its first piece.
    fn texts(html: &str) -> Vec<(String, u32, u32)> {
        let dom = Dom::parse(html, &Limits::default()).expect("within the limits");
        let ids = 0..dom.nodes.len();
        let shown = |id: Id| {
            let pieces = dom.pieces(id);
            let text: String = pieces.iter().map(|piece| &*piece.text).collect();
            pieces.first().map(|piece| (text, piece.line, piece.column))
        };
        ids.filter_map(shown).filter(|(text, ..)| !text.trim().is_empty()).collect()
    }

    #[test]
    fn text_keeps_its_place() {
        let html = "<html>\r\n<body><p class=\"a\">产值<b>增长</b></p>\n<p>R&amp;D 与 A&B;</p>";
        let expected = [("产值", 2, 20), ("增长", 2, 25), ("R&D 与 A&B;", 3, 4)];
        assert_eq!(texts(html), expected.map(|(text, line, column)| (text.to_string(), line, column)));
    }

    #[test]
    fn an_entity_stands_where_it_begins() {
        let dom = Dom::parse("<p>1&lt;2</p>", &Limits::default()).expect("within the limits");
        let pieces: Vec<(&str, u32)> =
            (0..dom.nodes.len()).flat_map(|id| dom.pieces(id)).map(|piece| (&*piece.text, piece.column)).collect();
        assert_eq!(pieces, [("1", 4), ("<", 5), ("2", 9)]);
    }

    #[test]
    fn depth_and_nodes_are_limited() {
        let limits = Limits { depth: 20, nodes: 100, ..Limits::default() };
        let what = |html: String| match Dom::parse(&html, &limits) {
            Err(IngestError::TooLarge { what, .. }) => Some(what),
            Err(other) => panic!("{other}"),
            Ok(_) => None,
        };
        assert_eq!(what("<div>".repeat(17)), None);
        assert_eq!(what("<div>".repeat(30)), Some(Limit::Depth));
        assert_eq!(what("<p>a</p>".repeat(40)), None);
        assert_eq!(what("<p>a</p>".repeat(60)), Some(Limit::Nodes));
        assert_eq!(what("<p a=1 b=2 c=3 d=4>a</p>".repeat(40)), Some(Limit::Nodes));
    }

    /// html5ever takes time that grows with the square of the depth.
    #[test]
    fn deep_nesting_takes_no_time() {
        let html = "<div>".repeat(100_000);
        assert!(matches!(
            Dom::parse(&html, &Limits::default()),
            Err(IngestError::TooLarge { what: Limit::Depth, found: 513, .. })
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_markup_is_parsed(parts in proptest::collection::vec(proptest::sample::select(vec![
            "<table>", "<tr>", "<td>", "</table>", "<p>", "</p>", "<b>", "</b>", "<template>", "<select>", "<svg>", "<math>",
            "甲", "&lt;", "&", ";", "<", ">", "\n", "\r\n", "<!--", "-->", "<script>", "</script>", "<title>", "<a href=x>",
            "<li>", "<form>", "<option>", "<frameset>", "<body class=a>", "<html lang=zh>", "<![CDATA[", "<?x", "</br>",
        ]), 0..60)) {
            let html = parts.concat();
            let lines = crate::ingest::text::split_lines(&html);
            if let Ok(dom) = Dom::parse(&html, &Limits::default()) {
                for piece in (0..dom.nodes.len()).flat_map(|id| dom.pieces(id)) {
                    proptest::prop_assert!(piece.line as usize <= lines.len() + 1, "{} in {html:?}", piece.line);
                }
            }
        }
    }
}
