//! OFD (GB/T 33190): text and strokes with positions from zipped XML. Signatures are named, not verified; attachments,
//! annotations and seals are no part of the text.

mod geometry;

use super::error::IngestError;
use super::limits::{Limit, Limits};
use super::package::Package;
use super::page::{self, Glyph, Page, Stroke};
use super::radicals;
use super::xml::{self, Element};
use crate::document::Document;
use geometry::{Transform, numbers, placed, shapes, steps, thin};
use std::collections::BTreeMap;

/// Millimetres, in which OFD measures, in points.
const POINTS: f64 = 72.0 / 25.4;
/// A4, for pages that state no size.
const USUAL_BOX: [f64; 4] = [0.0, 0.0, 210.0, 297.0];
/// Objects inside composite objects inside objects.
const DEEPEST: usize = 20;

/// Reads a file; several documents in one are read one behind the other.
///
/// # Errors
/// [`IngestError::Scan`] where no page has text; a file that is encrypted, damaged, or past a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, IngestError> {
    let mut reader =
        Reader { package: Package::open(bytes, limits)?, limits, pages: Vec::new(), facts: Facts::default() };
    let encrypted = |name: &String| {
        let file = name.rsplit('/').next().unwrap_or_default();
        file == "encryptions.xml" || file == "decryptseed.dat" || file.ends_with(".enc")
    };
    if reader.package.names().iter().any(encrypted) {
        return Err(IngestError::Encrypted);
    }
    let root = reader.part("OFD.xml")?.ok_or_else(|| IngestError::Damaged("缺少 OFD.xml".to_string()))?;
    for body in root.elements().filter(|element| element.name == "DocBody") {
        reader.document(body)?;
    }
    let Reader { pages, facts, .. } = reader;
    if pages.is_empty() {
        return Err(IngestError::Damaged("没有一页可以读取".to_string()));
    }
    if pages.iter().all(|page| page.glyphs.is_empty()) {
        return Err(if facts.images > 0 {
            IngestError::Scan { pages: pages.len() as u64 }
        } else {
            IngestError::Empty
        });
    }
    let mut document = page::lay_out(pages, limits)?;
    document.notes.extend(facts.notes());
    Ok(document)
}

/// What is told beside the text.
#[derive(Debug, Default)]
struct Facts {
    images: usize,
    missing: Vec<String>,
    attachments: Vec<String>,
    signatures: usize,
    annotations: usize,
}

impl Facts {
    fn notes(self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.missing.is_empty() {
            notes.push(format!("文件里缺少这些页，没有读取：{}", self.missing.join("、")));
        }
        if !self.attachments.is_empty() {
            let count = self.attachments.len();
            notes.push(format!("文件带有 {count} 个附件，没有读取：{}", self.attachments.join("、")));
        }
        if self.signatures > 0 {
            notes.push(format!("文件带有 {} 个电子签章，没有验证", self.signatures));
        }
        if self.annotations > 0 {
            notes.push(format!("注释 {} 处没有读取", self.annotations));
        }
        notes
    }
}

struct Reader<'b, 'l> {
    package: Package<'b>,
    limits: &'l Limits,
    pages: Vec<Page>,
    facts: Facts,
}

impl Reader<'_, '_> {
    fn part(&mut self, name: &str) -> Result<Option<Element>, IngestError> {
        match self.package.read(name)? {
            Some(part) => xml::parse(&part, name, self.limits).map(Some),
            None => Ok(None),
        }
    }

    /// A part that another one names; what cannot be read of these is as good as not there.
    fn named(&mut self, folder: &str, location: Option<&str>) -> Option<(String, Element)> {
        let name = joined(folder, location?.trim());
        let element = self.part(&name).ok().flatten()?;
        Some((name, element))
    }

    fn document(&mut self, body: &Element) -> Result<(), IngestError> {
        let location = text_of(body, "DocRoot").unwrap_or_default();
        let name = joined("", location.trim());
        let root = self.part(&name)?.ok_or_else(|| IngestError::Damaged(format!("缺少 {name}")))?;
        let folder = folder_of(&name);
        self.tell(body, &root, folder);
        let common = root.child("CommonData");
        let area = common.and_then(|common| page_box(common.child("PageArea")));
        let mut sources: BTreeMap<String, Element> = BTreeMap::new();
        for kind in ["PublicRes", "DocumentRes"] {
            let location = common.and_then(|common| text_of(common, kind));
            let Some((_, resources)) = self.named(folder, location.as_deref()) else { continue };
            for unit in resources.all("CompositeGraphicUnit") {
                sources.extend(unit.attribute("ID").map(|id| (id.to_string(), unit.clone())));
            }
        }
        let mut templates: BTreeMap<String, Element> = BTreeMap::new();
        let listed = common.map(|common| common.all("TemplatePage")).unwrap_or_default();
        for template in listed {
            let page = self.named(folder, template.attribute("BaseLoc"));
            templates.extend(template.attribute("ID").map(str::to_string).zip(page.map(|(_, page)| page)));
        }
        let pages = root.child("Pages").map(|pages| pages.all("Page")).unwrap_or_default();
        for page in pages {
            if self.pages.len() >= self.limits.pages {
                let (found, limit) = (self.pages.len() as u64 + 1, self.limits.pages as u64);
                return Err(IngestError::TooLarge { what: Limit::Pages, found, limit, line: None });
            }
            let location = page.attribute("BaseLoc").unwrap_or_default();
            match self.part(&joined(folder, location))? {
                Some(content) => self.page(&content, area, &templates, &sources),
                None => self.facts.missing.push(location.to_string()),
            }
        }
        Ok(())
    }

    /// Notes what the document has beside its text.
    fn tell(&mut self, body: &Element, root: &Element, folder: &str) {
        if let Some((_, signatures)) = self.named("", text_of(body, "Signatures").as_deref()) {
            self.facts.signatures += signatures.all("Signature").len();
        }
        if let Some((_, attachments)) = self.named(folder, text_of(root, "Attachments").as_deref()) {
            let name = |attachment: &Element| attachment.attribute("Name").unwrap_or("未命名").to_string();
            self.facts.attachments.extend(attachments.all("Attachment").into_iter().map(name));
        }
        if let Some((name, annotations)) = self.named(folder, text_of(root, "Annotations").as_deref()) {
            for page in annotations.all("Page") {
                let page = self.named(folder_of(&name), text_of(page, "FileLoc").as_deref());
                self.facts.annotations += page.map_or(0, |(_, page)| page.all("Annot").len());
            }
        }
    }

    fn page(
        &mut self,
        content: &Element,
        area: Option<[f64; 4]>,
        templates: &BTreeMap<String, Element>,
        sources: &BTreeMap<String, Element>,
    ) {
        let [x, y, width, height] = page_box(content.child("Area")).or(area).unwrap_or(USUAL_BOX);
        let mut page = Page { width: width * POINTS, height: height * POINTS, ..Page::default() };
        let base = Transform([POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS]);
        let below = content.all("Template").into_iter().filter_map(|t| templates.get(t.attribute("TemplateID")?));
        for source in below.chain([content]) {
            if let Some(layers) = source.child("Content") {
                Printer { page: &mut page, sources, images: &mut self.facts.images }.objects(layers, base, DEEPEST);
            }
        }
        self.pages.push(page);
    }
}

struct Printer<'p> {
    page: &'p mut Page,
    sources: &'p BTreeMap<String, Element>,
    images: &'p mut usize,
}

impl Printer<'_> {
    fn objects(&mut self, parent: &Element, base: Transform, depth: usize) {
        for object in parent.elements().filter(|object| object.attribute("Visible") != Some("false")) {
            match object.name.as_str() {
                "Layer" | "PageBlock" => self.objects(object, base, depth),
                "TextObject" => self.text(object, placed(object, base)),
                "PathObject" => self.path(object, placed(object, base)),
                "ImageObject" => *self.images += 1,
                "CompositeObject" if depth > 0 => {
                    let source = object.attribute("ResourceID").and_then(|id| self.sources.get(id));
                    if let Some(content) = source.and_then(|source| source.child("Content")) {
                        self.objects(content, placed(object, base), depth - 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, object: &Element, place: Transform) {
        let number = |name: &str| object.attribute(name).and_then(|value| value.parse::<f64>().ok());
        let size = number("Size").unwrap_or(3.0);
        let scale = number("HScale").filter(|scale| *scale > 0.0).unwrap_or(1.0);
        let (mut x, mut y) = (0.0, 0.0);
        for code in object.elements().filter(|element| element.name == "TextCode") {
            let start = |name: &str| code.attribute(name).and_then(|value| value.trim().parse::<f64>().ok());
            (x, y) = (start("X").unwrap_or(x), start("Y").unwrap_or(y));
            let text = code.text();
            let count = text.chars().count();
            let (right, down) = (steps(code.attribute("DeltaX"), count), steps(code.attribute("DeltaY"), count));
            let (mut at_x, mut at_y) = (x, y);
            for (n, c) in text.chars().enumerate() {
                let usual = scale * if c.is_ascii() { size / 2.0 } else { size };
                let step = right.get(n).copied();
                let origin = place.point((at_x, at_y));
                let along = place.vector((step.filter(|step| *step > 0.0).map_or(usual, |step| step.min(usual)), 0.0));
                let up = place.vector((0.0, size));
                // Text that is turned is a watermark or a seal.
                if along.1.abs() <= 0.2 * along.0.abs() && along.0 > 0.0 {
                    let text = radicals::unified(&c.to_string());
                    let (width, size) = (along.0.hypot(along.1), up.0.hypot(up.1));
                    self.page.glyphs.push(Glyph { text, x: origin.0, y: origin.1, width, size });
                }
                at_x += step.unwrap_or(if down.is_empty() { usual } else { 0.0 });
                at_y += down.get(n).copied().unwrap_or(0.0);
            }
        }
    }

    fn path(&mut self, object: &Element, place: Transform) {
        let Some(data) = text_of(object, "AbbreviatedData") else { return };
        let stroked = object.attribute("Stroke") != Some("false");
        for shape in shapes(&data) {
            let points: Vec<(f64, f64)> = shape.iter().map(|point| place.point(*point)).collect();
            if stroked {
                self.page.strokes.extend(points.windows(2).map(|pair| Stroke { from: pair[0], to: pair[1] }));
            } else if let Some(stroke) = thin(&points) {
                self.page.strokes.push(stroke);
            }
        }
    }
}

fn page_box(area: Option<&Element>) -> Option<[f64; 4]> {
    let [x, y, width, height, ..] = numbers(text_of(area?, "PhysicalBox").as_deref());
    (width > 0.0 && height > 0.0).then_some([x, y, width, height])
}

fn text_of(element: &Element, name: &str) -> Option<String> {
    element.child(name).map(Element::text)
}

fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A location seen from a folder: `/a` is absolute, `..` goes up.
fn joined(folder: &str, location: &str) -> String {
    let location = location.replace('\\', "/");
    let mut parts: Vec<&str> = if location.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in location.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;
    use crate::ingest::package::zipped;

    const ROOT: &str = "<o:OFD><o:DocBody><o:DocRoot>/Doc_0/Document.xml</o:DocRoot><o:Signatures>Doc_0/S.xml</o:Signatures></o:DocBody></o:OFD>";
    const DOCUMENT: &str = "<o:Document><o:CommonData><o:PageArea><o:PhysicalBox>0 0 210 297</o:PhysicalBox></o:PageArea>\
        <o:TemplatePage ID='9' BaseLoc='Tpl.xml'/></o:CommonData><o:Pages><o:Page ID='1' BaseLoc='Pages/../P.xml'/>\
        <o:Page ID='2' BaseLoc='none.xml'/></o:Pages><o:Attachments>A.xml</o:Attachments></o:Document>";

    fn text(content: &str, x: f64, y: f64) -> String {
        format!(
            "<o:TextObject Boundary='{x} {y} 100 5' Size='4'><o:TextCode X='0' Y='4' DeltaX='g 99 4'>{content}</o:TextCode></o:TextObject>"
        )
    }

    fn read_page(content: &str, more: &[(&str, &str)]) -> Result<Document, IngestError> {
        let page =
            format!("<o:Page><o:Template TemplateID='9'/><o:Content><o:Layer>{content}</o:Layer></o:Content></o:Page>");
        let mut parts = vec![("/OFD.xml", ROOT), ("Doc_0/document.xml", DOCUMENT), ("Doc_0/P.xml", page.as_str())];
        parts.extend(more);
        read(&zipped(&parts), &Limits::default())
    }

    fn shown(document: &Document) -> Vec<String> {
        document.blocks.iter().flat_map(Block::passages).map(|passage| passage.text().to_string()).collect()
    }

    #[test]
    fn text_strokes_and_templates_make_a_page() {
        let path = |data: &str| {
            format!(
                "<o:PathObject Boundary='20 40 100 20'><o:AbbreviatedData>{data}</o:AbbreviatedData></o:PathObject>"
            )
        };
        let content = [
            text("标题", 90.0, 20.0),
            path("M 0 0 L 80 0 L 80 20 L 0 20 C"),
            path("M 0 10 L 80 10 M 40 0 L 40 20"),
            text("甲", 22.0, 42.0),
            text("乙", 62.0, 42.0),
            text("丙", 22.0, 52.0),
            "<o:TextObject Boundary='0 0 9 9' CTM='0 1 -1 0 50 50' Size='4'><o:TextCode X='0' Y='4'>斜</o:TextCode></o:TextObject>".to_string(),
            "<o:TextObject Visible='false' Boundary='0 0 9 9' Size='4'><o:TextCode X='0' Y='4'>隐</o:TextCode></o:TextObject>".to_string(),
        ];
        let template = format!("<o:Page><o:Content><o:Layer>{}</o:Layer></o:Content></o:Page>", text("丁", 62.0, 52.0));
        let more = [
            ("Doc_0/Tpl.xml", template.as_str()),
            ("Doc_0/S.xml", "<o:Signatures><o:Signature/></o:Signatures>"),
            ("Doc_0/A.xml", "<o:Attachments><o:Attachment Name='原件'/></o:Attachments>"),
        ];
        let document = read_page(&content.concat(), &more).expect("a page");
        assert_eq!(shown(&document), ["标题", "甲", "乙", "丙", "丁"]);
        assert!(matches!(&document.blocks[1], Block::Grid(grid) if (grid.rows, grid.columns) == (2, 2)));
        assert_eq!(
            document.notes,
            [
                "文件里缺少这些页，没有读取：none.xml",
                "文件带有 1 个附件，没有读取：原件",
                "文件带有 1 个电子签章，没有验证"
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let image = "<o:ImageObject Boundary='0 0 210 297' ResourceID='1'/>";
        assert_eq!(read_page(image, &[]).map(|_| ()), Err(IngestError::Scan { pages: 1 }));
        assert_eq!(read_page("", &[]).map(|_| ()), Err(IngestError::Empty));
        assert_eq!(read_page("", &[("Doc_0/Encryptions.xml", "")]).map(|_| ()), Err(IngestError::Encrypted));
        let no_root = zipped(&[("ofd.xml", "<o:OFD><o:DocBody/></o:OFD>")]);
        assert!(matches!(read(&no_root, &Limits::default()), Err(IngestError::Damaged(_))));
    }

    #[test]
    fn locations_are_seen_from_their_folder() {
        let cases = [
            ("Doc_0", "Pages/P.xml", "Doc_0/Pages/P.xml"),
            ("a/b", "../c", "a/c"),
            ("a", "/b/./c", "b/c"),
            ("", "..\\x", "x"),
        ];
        for (folder, location, expected) in cases {
            assert_eq!(joined(folder, location), expected);
        }
    }
}
