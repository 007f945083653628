//! The text of a paragraph: runs, tabs, breaks, results of fields; what was deleted or is hidden left out.

use super::Changes;
use crate::ingest::xml::{Element, Node};

/// The text of a paragraph, and the text boxes anchored in it.
pub struct Text<'e> {
    /// The text; line breaks are breaks.
    pub text: String,
    /// Contents of text boxes.
    pub boxes: Vec<&'e Element>,
}

/// Reads a paragraph.
pub fn read<'e>(paragraph: &'e Element, changes: &mut Changes) -> Text<'e> {
    let mut walk = Walk { out: Text { text: String::new(), boxes: Vec::new() }, fields: Vec::new(), changes };
    walk.children(paragraph);
    walk.out
}

struct Walk<'e, 'c> {
    out: Text<'e>,
    /// For every open field, whether its result has begun.
    fields: Vec<bool>,
    changes: &'c mut Changes,
}

impl<'e> Walk<'e, '_> {
    fn children(&mut self, element: &'e Element) {
        element.elements().for_each(|child| self.take(child));
    }

    fn take(&mut self, element: &'e Element) {
        match element.name.as_str() {
            "pPr" | "rPr" | "sdtPr" | "delText" | "instrText" | "delInstrText" | "rt" | "object" => {}
            "del" | "moveFrom" => self.changes.deleted += 1,
            "ins" | "moveTo" => {
                self.changes.inserted += 1;
                self.children(element);
            }
            "r" => self.run(element),
            "t" => {
                for node in &element.children {
                    if let Node::Text(text) = node {
                        self.push(text);
                    }
                }
            }
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "sym" => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                let c = code.and_then(char::from_u32).map(String::from);
                self.push(&c.unwrap_or_default());
            }
            "fldChar" => match element.attribute("fldCharType") {
                Some("begin") => self.fields.push(false),
                Some("separate") => self.fields.last_mut().into_iter().for_each(|result| *result = true),
                Some("end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            "AlternateContent" => {
                if let Some(branch) = element.child("Choice").or_else(|| element.child("Fallback")) {
                    self.children(branch);
                }
            }
            "txbxContent" => self.out.boxes.push(element),
            "commentReference" => self.changes.comments += 1,
            // Hyperlinks, content controls, smart tags, ruby, drawings, formulas: what is inside counts.
            _ => self.children(element),
        }
    }

    fn run(&mut self, run: &'e Element) {
        let on = |name: &str| {
            let property = run.child("rPr").and_then(|properties| properties.child(name));
            property.is_some_and(|p| !matches!(p.attribute("val"), Some("0" | "false" | "off")))
        };
        if on("vanish") {
            self.changes.hidden += usize::from(run.child("t").is_some());
        } else {
            self.children(run);
        }
    }

    fn push(&mut self, text: &str) {
        if self.fields.iter().all(|result| *result) {
            self.out.text.push_str(text);
        }
    }
}
