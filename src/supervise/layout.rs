//! How the sheets of an office look (版式): `rules/sheets.toml`, laid over by the file of that name in an office's own
//! folder.

use super::field::Field;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The text of `rules/sheets.toml`, built into the binary.
const SHIPPED: &str = include_str!("../../rules/sheets.toml");

/// Everything that an office can say about its sheets. [`Layout::default`] is the shipped `rules/sheets.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The workbook of a unit.
    pub workbook: WorkbookLayout,
    /// Colours, six hexadecimal digits each.
    pub colours: Colours,
    /// When a duty counts as near, and how late is how bad.
    pub lights: Lights,
    /// Words for what recurs, with the months between two times.
    pub recurring: BTreeMap<String, u32>,
    /// When units report, where the document does not say.
    pub reporting: ReportingSetting,
    /// Reminder sheets.
    pub reminder: ReminderLayout,
    /// The sheets of the workbook of a unit, in their order; an office's own list replaces it.
    pub sheet: Vec<SheetLayout>,
}

/// Title and head of the workbook of a unit. `{unit}`, `{year}` and `{period}` are filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkbookLayout {
    /// Title on every sheet.
    pub title: String,
    /// A line above the title, such as the name of the office; none where empty.
    pub logo: String,
    /// What people are told above the table.
    pub help: String,
}

/// Colours of grounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colours {
    /// Header of locked columns.
    pub header: Colour,
    /// Header of columns to fill in.
    pub fill_header: Colour,
    /// Cells to fill in.
    pub fill: Colour,
    /// On time or done.
    pub on_time: Colour,
    /// Due soon.
    pub soon: Colour,
    /// Overdue.
    pub overdue: Colour,
}

/// Red, green and blue as six hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub u32);

impl TryFrom<String> for Colour {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.strip_prefix('#').unwrap_or(&text);
        let number = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 6);
        number.map(Colour).ok_or_else(|| format!("颜色“{text}”应写成六位十六进制数，如 DCE6F1"))
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> String {
        format!("{:06X}", colour.0)
    }
}

/// When a duty counts as near, and how late or how often reminded is how bad.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lights {
    /// Days before its last day from which a duty counts as due soon.
    pub soon_days: u32,
    /// Days behind its last day from which a reminder is orange.
    pub orange_days: u32,
    /// Days from which it is red.
    pub red_days: u32,
    /// The reminder that is orange however late: the second by default.
    pub orange_times: u32,
    /// The reminder that is red.
    pub red_times: u32,
}

/// When units report, where no document says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingSetting {
    /// Months that a report covers.
    pub every_months: u32,
    /// Last day for the report.
    pub day: u32,
    /// The day is one of the month behind.
    pub following_month: bool,
}

/// Words of the reminder sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderLayout {
    /// Title.
    pub title: String,
    /// What the unit is asked; `{unit}`, `{count}` and `{reply}` are filled in.
    pub text: String,
    /// Days in which the unit must answer.
    pub reply_days: u32,
    /// Who signs; none where empty.
    pub sender: String,
}

/// A sheet of the workbook of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetLayout {
    /// Its name.
    pub name: String,
    /// What it lists.
    pub rows: Rows,
    /// Its columns, in their order.
    pub columns: Vec<ColumnLayout>,
}

/// What a sheet lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rows {
    /// What is due in the month of the cut-off day; to read, not to fill in.
    Due,
    /// Tasks, a step a row.
    Tasks,
    /// Indicators.
    Targets,
    /// Both, indicators first.
    All,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnLayout {
    /// What stands in it.
    pub field: Field,
    /// Its title.
    pub title: String,
    /// Its width in Latin letters.
    pub width: u16,
}

impl Default for Layout {
    fn default() -> Self {
        toml::from_str(SHIPPED).expect("the shipped layout is sound, as a test shows")
    }
}

impl Layout {
    /// The shipped layout with the keys of an office's own `sheets.toml` in their place.
    ///
    /// # Errors
    /// When `text` is no TOML, names an unknown key, a field that is none, or a sheet that cannot be written.
    pub fn overlaid(text: &str) -> Result<Layout, toml::de::Error> {
        let mut table: toml::Table = toml::from_str(SHIPPED)?;
        // Read alone first, so that a mistake is found at its place in the text of the office.
        let over: toml::Table = toml::from_str(text)?;
        for (key, value) in over {
            match (table.get_mut(&key), value) {
                (Some(toml::Value::Table(below)), toml::Value::Table(above)) => below.extend(above),
                (_, value) => {
                    table.insert(key, value);
                }
            }
        }
        let layout: Layout = table.try_into()?;
        layout.mistake().map_or(Ok(layout), |mistake| Err(serde::de::Error::custom(mistake)))
    }

    /// What a workbook could not be made with.
    fn mistake(&self) -> Option<String> {
        let names = || self.sheet.iter().map(|sheet| sheet.name.as_str());
        let bad_name = |name: &&str| {
            let long = name.is_empty() || name.chars().count() > 31;
            long || name.contains(['/', '\\', '?', '*', '[', ']', ':', '\''])
                || names().filter(|n| n == name).count() > 1
        };
        if let Some(name) = names().find(bad_name) {
            return Some(format!("工作表名“{name}”不能用：要有字、不超过31个、各不相同，不含 / \\ ? * [ ] : '"));
        }
        let without = |sheet: &&SheetLayout| {
            let has = |field| sheet.columns.iter().any(|column| column.field == field);
            let twice = |column: &ColumnLayout| sheet.columns.iter().filter(|c| c.field == column.field).count() > 1;
            let lone_light = has(Field::Light) && !has(Field::Due);
            let lone_rate = has(Field::Rate) && !(has(Field::Goal) && has(Field::Value));
            sheet.columns.is_empty() || lone_light || lone_rate || sheet.columns.iter().any(twice)
        };
        let sheet = self.sheet.iter().find(without)?;
        Some(format!("工作表“{}”的栏目不成立：每种栏目至多一栏；light 要有 due，rate 要有 goal 和 value", sheet.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_layout_is_sound_and_can_be_filled_in() {
        let layout = Layout::default();
        assert_eq!(layout.mistake(), None);
        assert_eq!(Layout::overlaid("").unwrap(), layout);
        for rows in [Rows::Tasks, Rows::Targets] {
            let sheet = layout.sheet.iter().find(|sheet| sheet.rows == rows).unwrap();
            let has = |field: &Field| sheet.columns.iter().any(|column| column.field == *field);
            assert!(Field::ALL.iter().filter(|field| field.is_filled()).all(has), "{rows:?}");
        }
    }

    #[test]
    fn an_office_changes_what_it_likes() {
        let text = "[workbook]\nlogo = \"海湾市人民政府督查室\"\n[colours]\nfill = \"FFFFFF\"\n\
                    [[sheet]]\nname = \"台账\"\nrows = \"all\"\n\
                    columns = [{ field = \"name\", title = \"事项\", width = 30 }, { field = \"status\", title = \"进度\", width = 10 }]\n";
        let layout = Layout::overlaid(text).unwrap();
        assert_eq!(layout.workbook.logo, "海湾市人民政府督查室");
        assert_eq!(layout.workbook.title, Layout::default().workbook.title);
        assert_eq!((layout.sheet.len(), layout.sheet[0].columns.len()), (1, 2));
        assert_eq!(layout.colours.fill, Colour(0xFF_FF_FF));
    }

    #[test]
    fn what_cannot_be_a_workbook_is_refused() {
        let sheet = |name: &str, fields: &[&str]| {
            let columns: Vec<String> =
                fields.iter().map(|f| format!("{{ field = \"{f}\", title = \"甲\", width = 9 }}")).collect();
            format!("[[sheet]]\nname = \"{name}\"\nrows = \"all\"\ncolumns = [{}]\n", columns.join(", "))
        };
        let cases = [
            ("[colours]\nfill = \"黄\"\n".to_owned(), "六位十六进制"),
            ("[colour]\n".to_owned(), "colour"),
            (sheet("台/账", &["name"]), "不能用"),
            (sheet("台账", &["name"]) + &sheet("台账", &["name"]), "不能用"),
            (sheet("台账", &["light"]), "不成立"),
            (sheet("台账", &["rate", "goal"]), "不成立"),
            (sheet("台账", &["name", "name"]), "不成立"),
            (sheet("台账", &["颜色"]), "unknown variant"),
        ];
        for (text, reason) in cases {
            let error = Layout::overlaid(&text).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn fields_go_by_their_names() {
        assert_eq!(Field::ReportedOn.name(), "reported_on");
        Field::ALL.into_iter().for_each(|field| assert_eq!(Field::of(&field.name()), Some(field)));
        assert_eq!(Field::of("nothing"), None);
    }
}
