//! Which part of a page is the document: the smallest element that holds nearly all running text, and what stands
//! above it (title, fields). Navigation, lists of links, share buttons and the foot of the page are furniture.

use super::dom::{Dom, Id};
use super::flow::is_hidden;
use std::collections::HashSet;

/// Of a hundred characters of running text, the article holds at least so many.
const SHARE_OF_ARTICLE: usize = 80;
/// Text above the article is taken up to this length for an element, in characters; a title and fields are shorter.
const LONGEST_ABOVE: usize = 2_000;
/// An element named as furniture may hold the article when it has more running text than this, in characters.
const SHORT_OF_ARTICLE: usize = 500;
/// Words in `class`, `id` and names of elements that mark furniture. They belong to the language of pages, not of documents.
const FURNITURE: [&str; 23] = [
    "nav",
    "menu",
    "footer",
    "aside",
    "search",
    "share",
    "logo",
    "banner",
    "crumb",
    "position",
    "location",
    "sidebar",
    "copyright",
    "toolbar",
    "login",
    "qrcode",
    "recommend",
    "prev",
    "pager",
    "weixin",
    "wechat",
    "fontsize",
    "weather",
];

/// The parts of a page.
#[derive(Debug)]
pub struct Article {
    /// The element with the running text.
    pub body: Id,
    /// Elements that stand above it and belong to the document, in order.
    pub above: Vec<Id>,
    /// All around that shows text, in order.
    pub furniture: Vec<Id>,
    /// Furniture inside the element with the running text.
    pub inside: Vec<Id>,
}

/// Finds the document in a page.
pub fn find(dom: &Dom) -> Article {
    let weights = Weights::of(dom);
    let root = dom.children(0).iter().copied().find(|&id| dom.name(id) == "html").unwrap_or(0);
    let mut body = dom.children(root).iter().copied().find(|&id| dom.name(id) == "body").unwrap_or(root);
    let mut path = vec![root, body];
    while let Some(&heaviest) = dom.children(body).iter().max_by_key(|&&child| (weights.running[child], child)) {
        let enough = 100 * weights.running[heaviest] >= SHARE_OF_ARTICLE * weights.running[body];
        let descends =
            matches!(dom.name(heaviest), "div" | "section" | "article" | "main" | "form" | "center" | "span");
        let frame = matches!(dom.name(heaviest), "table" | "tbody" | "tr" | "td") && holds_frame(dom, heaviest);
        if weights.running[body] == 0 || !enough || !(descends || frame) {
            break;
        }
        body = heaviest;
        path.push(body);
    }
    let (above, furniture) = around(dom, &weights, &path);
    let mut inside = Vec::new();
    furniture_below(dom, &weights, body, &mut inside);
    Article { body, above, furniture, inside }
}

/// The outermost elements below a node that are furniture by name and hold little text and no title.
fn furniture_below(dom: &Dom, weights: &Weights, id: Id, out: &mut Vec<Id>) {
    for &child in dom.children(id) {
        if is_furniture(dom, child) && weights.running[child] < SHORT_OF_ARTICLE && !holds_title(dom, child) {
            out.push(child);
        } else {
            furniture_below(dom, weights, child, out);
        }
    }
}

/// Is the element a part of a table that holds tables or many paragraphs: a frame of the page.
fn holds_frame(dom: &Dom, id: Id) -> bool {
    fn count(dom: &Dom, id: Id, wanted: &str) -> usize {
        dom.children(id).iter().map(|&child| usize::from(dom.name(child) == wanted) + count(dom, child, wanted)).sum()
    }
    let tables = count(dom, id, "table");
    let cells = count(dom, id, "td");
    tables > 0 || (dom.name(id) == "table" && cells == 1) || (dom.name(id) == "td" && count(dom, id, "p") > 3)
}

/// What stands around the article, level by level.
fn around(dom: &Dom, weights: &Weights, path: &[Id]) -> (Vec<Id>, Vec<Id>) {
    let (mut above, mut before, mut behind) = (Vec::new(), Vec::new(), Vec::new());
    for pair in path.windows(2) {
        let (outer, inner) = (pair[0], pair[1]);
        let children = dom.children(outer);
        let at = children.iter().position(|&child| child == inner).unwrap_or(0);
        for &sibling in &children[..at] {
            let mut parts = Vec::new();
            split(dom, weights, sibling, &mut parts);
            for (id, content) in parts {
                if content { above.push(id) } else { before.push(id) }
            }
        }
        behind.splice(0..0, children[at + 1..].iter().copied());
    }
    before.extend(behind);
    (above, before)
}

/// Cuts what stands above the article into what belongs to it and what does not.
fn split(dom: &Dom, weights: &Weights, id: Id, parts: &mut Vec<(Id, bool)>) {
    let text = weights.all[id];
    if is_hidden(dom, id) || text == 0 {
        return;
    }
    let links = 5 * weights.links[id] > 2 * text;
    let named = is_furniture(dom, id);
    let titled = holds_title(dom, id);
    if titled && (links || named || text > LONGEST_ABOVE) && !is_title(dom, id) {
        dom.children(id).iter().for_each(|&child| split(dom, weights, child, parts));
    } else {
        parts.push((id, is_title(dom, id) || !(links || named || text > LONGEST_ABOVE)));
    }
}

fn is_title(dom: &Dom, id: Id) -> bool {
    matches!(dom.name(id), "h1" | "h2")
}

fn holds_title(dom: &Dom, id: Id) -> bool {
    is_title(dom, id) || dom.children(id).iter().any(|&child| holds_title(dom, child))
}

/// Is the element furniture by its name, class or id.
fn is_furniture(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    if matches!(name, "nav" | "footer" | "aside") {
        return true;
    }
    let says = |value: &str| {
        let lower = value.to_ascii_lowercase();
        FURNITURE.iter().any(|word| lower.contains(word))
    };
    !is_title(dom, id) && ["class", "id"].iter().any(|attribute| dom.attribute(id, attribute).is_some_and(says))
}

/// How much text stands below every node, in characters.
struct Weights {
    /// All that is shown.
    all: Vec<usize>,
    /// In links.
    links: Vec<usize>,
    /// Sentences and cells of tables.
    running: Vec<usize>,
}

impl Weights {
    fn of(dom: &Dom) -> Weights {
        let count = dom.len();
        let mut weights = Weights { all: vec![0; count], links: vec![0; count], running: vec![0; count] };
        weights.add(dom, 0, false, false);
        weights
    }

    fn add(&mut self, dom: &Dom, id: Id, in_link: bool, in_cell: bool) {
        let name = dom.name(id);
        if !name.is_empty() && is_hidden(dom, id) {
            return;
        }
        let in_link = in_link || name == "a";
        let in_cell = in_cell || name == "td";
        let text: String = dom.pieces(id).iter().map(|piece| piece.text.trim()).collect();
        let length = text.chars().count();
        self.all[id] = length;
        self.links[id] = if in_link { length } else { 0 };
        let sentence = length >= 10 && text.contains(['，', '。', '；', ',', ';']);
        self.running[id] = if !in_link && (sentence || in_cell) { length } else { 0 };
        for &child in dom.children(id) {
            self.add(dom, child, in_link, in_cell);
            for of in [&mut self.all, &mut self.links, &mut self.running] {
                of[id] += of[child];
            }
        }
        // The foot of a page has sentences and cells, too; but an article may stand in an element of any name.
        if is_furniture(dom, id) && self.running[id] < SHORT_OF_ARTICLE {
            self.running[id] = 0;
        }
    }
}

/// Links to files below these elements: text and address, each address once.
pub fn attachments<'d>(dom: &'d Dom, ids: &[Id]) -> Vec<(String, &'d str)> {
    const ENDINGS: [&str; 15] = [
        ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".pdf", ".ofd", ".zip", ".rar", ".7z", ".ppt", ".pptx",
        ".txt", ".csv",
    ];
    let mut out = Vec::new();
    let mut seen = HashSet::new();
    let mut stack: Vec<Id> = ids.iter().rev().copied().collect();
    while let Some(id) = stack.pop() {
        if let ("a", Some(address)) = (dom.name(id), dom.attribute(id, "href")) {
            let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            if ENDINGS.iter().any(|ending| path.ends_with(ending)) && seen.insert(address) {
                out.push((shown_text(dom, id), address));
            }
        }
        stack.extend(dom.children(id).iter().rev());
    }
    out
}

fn shown_text(dom: &Dom, id: Id) -> String {
    let own: String = dom.pieces(id).iter().map(|piece| &*piece.text).collect();
    let below: String = dom.children(id).iter().map(|&child| shown_text(dom, child)).collect();
    format!("{own}{below}").split_whitespace().collect()
}
