//! Fonts, colours and borders of all sheets.

use super::cell::{Cell, Mood, change_format, is_unsure};
use super::sheet::Align;
use crate::record::Severity;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};
use std::borrow::Cow;

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

/// Number formats that most cells have; making a format anew for each cell would cost as much as writing it.
const USUAL: [&str; 8] = [WHOLE, "0.0", "0.00", "0.000", PERCENT, SHARE, DATE, MONTH];

/// The formats of a workbook, made once.
pub struct Styles {
    pub title: Format,
    pub note: Format,
    pub header: Format,
    left: Format,
    center: Format,
    /// The numbers of a left and of a centred column, in the order of [`USUAL`].
    numbers: [[Format; USUAL.len()]; 2],
    label: Format,
    link: Format,
    unsure: Format,
    severities: [Format; 3],
    moods: [Format; 4],
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
        let numbers = |format: &Format| USUAL.map(|number| format.clone().set_num_format(number));
        Styles {
            numbers: [numbers(&left), numbers(&center)],
            title: heading(16.0).set_align(FormatAlign::Center),
            note: plain.clone().set_font_color(GREY_TEXT).set_text_wrap().set_align(FormatAlign::Center),
            header: center.clone().set_font_name(HEADING).set_background_color(HEADER_GROUND),
            link: left.clone().set_font_color(LINK_TEXT).set_underline(FormatUnderline::Single),
            unsure: coloured(Color::RGB(0xFF_EB_9C), Color::RGB(0x7F_60_00)).set_num_format(PERCENT),
            label: wrapped.clone().set_font_name(HEADING).set_background_color(LABEL_GROUND),
            severities: [(0xFF_C7_CE, 0x9C_00_06), (0xFF_EB_9C, 0x7F_60_00), (0xDD_EB_F7, 0x1F_4E_78)]
                .map(|(ground, text)| coloured(Color::RGB(ground), Color::RGB(text))),
            moods: [
                (0xE2_EF_DA, 0x1E_6B_2E),
                (0xFF_E0_E3, 0x9C_00_06),
                (0xF2_F2_F2, 0x44_44_44),
                (0xFF_F7_DC, 0x7F_60_00),
            ]
            .map(|(ground, text)| coloured(Color::RGB(ground), Color::RGB(text))),
            left,
            center,
        }
    }

    /// The format of a cell in a column of this alignment.
    pub fn of(&self, cell: &Cell, align: Align) -> Cow<'_, Format> {
        let format = match cell {
            Cell::Figure(figure) => return self.number(align, &figure.format()),
            Cell::Noted(cell, _) => return self.of(cell, align),
            Cell::Derived(derived) => return self.number(align, &derived.format()),
            Cell::Text(text) if would_turn_into_a_formula(text) => {
                return Cow::Owned(self.aligned(align).clone().set_quote_prefix());
            }
            Cell::Empty | Cell::Covered | Cell::Text(_) => self.aligned(align),
            Cell::Link(..) => &self.link,
            Cell::Label(_) => &self.label,
            Cell::Judged(_, mood) => self.mood(*mood),
            Cell::Change(change, mood) => {
                return Cow::Owned(self.mood(*mood).clone().set_num_format(change_format(*change)));
            }
            Cell::Whole(_) => return self.number(align, WHOLE),
            Cell::Share(_) => return self.number(align, SHARE),
            Cell::Confidence(share) if is_unsure(*share) => &self.unsure,
            Cell::Confidence(_) => return self.number(align, PERCENT),
            Cell::Date(..) => return self.number(align, DATE),
            Cell::Month(..) => return self.number(align, MONTH),
            Cell::Severity(Severity::Error) => &self.severities[0],
            Cell::Severity(Severity::Warning) => &self.severities[1],
            Cell::Severity(Severity::Info) => &self.severities[2],
        };
        Cow::Borrowed(format)
    }

    /// The format of a link that leads nowhere: that of a text.
    pub fn unlinked(&self, align: Align) -> &Format {
        self.aligned(align)
    }

    fn mood(&self, mood: Mood) -> &Format {
        match mood {
            Mood::Better => &self.moods[0],
            Mood::Worse => &self.moods[1],
            Mood::Same => &self.moods[2],
            Mood::Open => &self.moods[3],
        }
    }

    fn number(&self, align: Align, format: &str) -> Cow<'_, Format> {
        match USUAL.iter().position(|usual| *usual == format) {
            Some(at) => Cow::Borrowed(&self.numbers[usize::from(align == Align::Center)][at]),
            None => Cow::Owned(self.aligned(align).clone().set_num_format(format)),
        }
    }

    fn aligned(&self, align: Align) -> &Format {
        match align {
            Align::Left => &self.left,
            Align::Center => &self.center,
        }
    }
}

/// Such text is written as text; the apostrophe mark keeps it so when someone edits the cell.
fn would_turn_into_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}
