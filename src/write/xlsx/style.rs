//! Fonts, colours and borders of all sheets.

use super::cell::{Cell, Mood, change_format, is_unsure};
use super::sheet::Align;
use crate::record::Severity;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Fonts that every office in China has; other systems put their own Song and Hei in their place.
const BODY: &str = "宋体";
const HEADING: &str = "黑体";
/// 五号
const BODY_SIZE: f64 = 10.5;

const LINES: Color = Color::RGB(0xBF_BF_BF);
const HEADER_GROUND: Color = Color::RGB(0xDC_E6_F1);
const LABEL_GROUND: Color = Color::RGB(0xF2_F6_FA);
const GREY_TEXT: Color = Color::RGB(0x59_59_59);
const LINK_TEXT: Color = Color::RGB(0x05_63_C1);

const PERCENT: &str = "0%";
const WHOLE: &str = "0";
const SHARE: &str = "0.0%";
const DATE: &str = "yyyy\\-mm\\-dd";
const MONTH: &str = "yyyy\"年\"m\"月\"";

/// A format with its number formats. Each is made once: that takes longer than to write a cell.
struct Base {
    plain: Arc<Format>,
    numbered: RefCell<HashMap<String, Arc<Format>>>,
}

impl Base {
    fn new(plain: Format) -> Self {
        Base { plain: Arc::new(plain), numbered: RefCell::default() }
    }

    /// The format for numbers that are shown like this.
    fn numbered(&self, shown: &str) -> Arc<Format> {
        if let Some(format) = self.numbered.borrow().get(shown) {
            return Arc::clone(format);
        }
        let format = Arc::new(Format::clone(&self.plain).set_num_format(shown));
        self.numbered.borrow_mut().insert(shown.to_owned(), Arc::clone(&format));
        format
    }
}

/// The formats of a workbook, each made once.
pub struct Styles {
    pub title: Format,
    pub note: Format,
    pub header: Format,
    left: Base,
    center: Base,
    label: Arc<Format>,
    link: Arc<Format>,
    unsure: Arc<Format>,
    severities: [Arc<Format>; 3],
    moods: [Base; 4],
}

impl Styles {
    /// Makes them.
    pub fn new() -> Self {
        let plain = Format::new().set_font_name(BODY).set_font_size(BODY_SIZE).set_align(FormatAlign::VerticalCenter);
        let framed = plain.clone().set_border(FormatBorder::Thin).set_border_color(LINES);
        let wrapped = framed.clone().set_text_wrap();
        let heading = |size| plain.clone().set_font_name(HEADING).set_font_size(size).set_text_wrap();
        let center = wrapped.clone().set_align(FormatAlign::Center);
        let coloured = |ground, text| center.clone().set_background_color(ground).set_font_color(text).set_bold();
        let left = wrapped.clone().set_align(FormatAlign::Left);
        Styles {
            title: heading(16.0).set_align(FormatAlign::Center),
            note: plain.clone().set_font_color(GREY_TEXT).set_text_wrap().set_align(FormatAlign::Center),
            header: center.clone().set_font_name(HEADING).set_background_color(HEADER_GROUND),
            link: left.clone().set_font_color(LINK_TEXT).set_underline(FormatUnderline::Single).into(),
            unsure: coloured(Color::RGB(0xFF_EB_9C), Color::RGB(0x7F_60_00)).set_num_format(PERCENT).into(),
            label: wrapped.clone().set_font_name(HEADING).set_background_color(LABEL_GROUND).into(),
            severities: [(0xFF_C7_CE, 0x9C_00_06), (0xFF_EB_9C, 0x7F_60_00), (0xDD_EB_F7, 0x1F_4E_78)]
                .map(|(ground, text)| coloured(Color::RGB(ground), Color::RGB(text)).into()),
            moods: [
                (0xE2_EF_DA, 0x1E_6B_2E),
                (0xFF_E0_E3, 0x9C_00_06),
                (0xF2_F2_F2, 0x44_44_44),
                (0xFF_F7_DC, 0x7F_60_00),
            ]
            .map(|(ground, text)| Base::new(coloured(Color::RGB(ground), Color::RGB(text)))),
            left: Base::new(left),
            center: Base::new(center),
        }
    }

    /// The format of a cell in a column of this alignment.
    pub fn of(&self, cell: &Cell, align: Align) -> Arc<Format> {
        let base = self.base(align);
        let format = match cell {
            Cell::Noted(cell, _) => return self.of(cell, align),
            Cell::Empty | Cell::Covered | Cell::Text(_) => return kept_as_text(cell, &base.plain),
            Cell::Figure(figure) => return base.numbered(&figure.format()),
            Cell::Derived(derived) => return base.numbered(&derived.format()),
            Cell::Whole(_) => return base.numbered(WHOLE),
            Cell::Share(_) => return base.numbered(SHARE),
            Cell::Date(..) => return base.numbered(DATE),
            Cell::Month(..) => return base.numbered(MONTH),
            Cell::Confidence(share) if is_unsure(*share) => &self.unsure,
            Cell::Confidence(_) => return base.numbered(PERCENT),
            Cell::Change(change, mood) => return self.mood(*mood).numbered(&change_format(*change)),
            Cell::Judged(_, mood) => &self.mood(*mood).plain,
            Cell::Link(..) => &self.link,
            Cell::Label(_) => &self.label,
            Cell::Severity(Severity::Error) => &self.severities[0],
            Cell::Severity(Severity::Warning) => &self.severities[1],
            Cell::Severity(Severity::Info) => &self.severities[2],
        };
        Arc::clone(format)
    }

    /// The format of cells without anything of their own.
    pub fn plain(&self, align: Align) -> &Arc<Format> {
        &self.base(align).plain
    }

    /// The format of a link.
    pub fn link(&self) -> &Format {
        &self.link
    }

    fn mood(&self, mood: Mood) -> &Base {
        match mood {
            Mood::Better => &self.moods[0],
            Mood::Worse => &self.moods[1],
            Mood::Same => &self.moods[2],
            Mood::Open => &self.moods[3],
        }
    }

    fn base(&self, align: Align) -> &Base {
        match align {
            Align::Left => &self.left,
            Align::Center => &self.center,
        }
    }
}

/// The format for a cell, with the apostrophe mark where its text would turn into a formula when someone edits it.
pub fn kept_as_text(cell: &Cell, format: &Arc<Format>) -> Arc<Format> {
    match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@']) => {
            Arc::new(Format::clone(format).set_quote_prefix())
        }
        _ => Arc::clone(format),
    }
}
