//! Reading a filled-in workbook (填好的填报表) as people send it back: sorted, filtered, with rows put in, columns moved,
//! titles changed, saved by another program as `.xlsx`, `.xls` or `.ods`.
//!
//! What a column is says the hidden row above the header, what a row is its hidden key; places count for nothing.

use super::date::{Date, Month};
use super::field::Field;
use crate::record::Decimal;
use calamine::{Data, Range, Reader, Sheets, open_workbook_auto_from_rs};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Begins every cell of the hidden row that names the columns.
pub const MARK: &str = "gongwen:";
/// Names the column of the keys in the hidden row.
pub const KEY: &str = "gongwen:key";
/// The hidden sheet that says whose workbook it is.
pub const META_SHEET: &str = "gongwen";

/// Begins the name of the period of a document in the hidden sheet; its id follows.
pub const META_PERIOD: &str = "period:";

/// The hidden row stands in one of the first rows of a sheet.
const FIRST_ROWS: usize = 50;
/// Rows of a sheet behind this are not read; no unit answers for so much.
const MOST_ROWS: usize = 200_000;

/// A workbook that was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filled {
    /// The period that it was made for, where that is one.
    pub period: Option<Month>,
    /// The period that it was made for by document, by the id of the document.
    pub periods: BTreeMap<String, Month>,
    /// The unit that it was made for, empty where the hidden sheet is gone.
    pub unit: String,
    /// Rows with a key, in their order.
    pub rows: Vec<FilledRow>,
    /// Rows without a key in which something stands.
    pub added: Vec<AddedRow>,
    /// The columns that each sheet has: name of the sheet, fields.
    pub columns: Vec<(String, Vec<Field>)>,
}

/// A row with a key.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledRow {
    /// Its sheet.
    pub sheet: String,
    /// Its row, 1-based.
    pub row: usize,
    /// Its key, see [`row_key`](super::row_key).
    pub key: String,
    /// What stands in its columns, with the column as spreadsheets name it.
    pub cells: BTreeMap<Field, (String, Read)>,
}

impl Filled {
    /// The period that the rows of a document were made for, as far as the workbook says.
    pub fn period_of(&self, document: &str) -> Option<Month> {
        self.periods.get(document).copied().or(self.period)
    }
}

impl FilledRow {
    /// The place of a cell in words: `任务台账!M7`; of the row where it has no such column.
    pub fn place(&self, field: Field) -> String {
        let column = self.cells.get(&field).map_or("A", |(column, _)| column);
        format!("{}!{column}{}", self.sheet, self.row)
    }

    /// What stands in a column; nothing where it has no such column.
    pub fn read(&self, field: Field) -> &Read {
        self.cells.get(&field).map_or(&Read::Empty, |(_, read)| read)
    }
}

/// A row that someone has put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedRow {
    /// Its sheet.
    pub sheet: String,
    /// Its row, 1-based.
    pub row: usize,
    /// All its texts.
    pub text: String,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Nothing, or blanks.
    Empty,
    /// Text, outer blanks removed.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
}

impl Read {
    /// What a person reads there.
    pub fn shown(&self) -> String {
        match self {
            Read::Empty => String::new(),
            Read::Text(text) => text.clone(),
            Read::Number(number) => number.normalize().to_string(),
            Read::Day(date) => date.to_string(),
        }
    }

    fn of(data: &Data) -> Read {
        match data {
            Data::Empty => Read::Empty,
            Data::Int(number) => Read::Number((*number).into()),
            Data::Float(number) => number_of(*number),
            Data::DateTime(date) => {
                let from_1900 = date.as_f64().floor();
                day_of_serial(from_1900).map_or_else(|| number_of(date.as_f64()), Read::Day)
            }
            Data::DateTimeIso(text) => {
                let day = text.split('T').next().and_then(Date::parse);
                day.map_or_else(|| Read::text(text), Read::Day)
            }
            Data::Bool(truth) => Read::text(if *truth { "TRUE" } else { "FALSE" }),
            other => Read::text(&other.to_string()),
        }
    }

    fn text(text: &str) -> Read {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() { Read::Empty } else { Read::Text(text) }
    }
}

/// The shortest decimal that is this float: what the person typed.
fn number_of(number: f64) -> Read {
    let text = format!("{number}");
    text.parse().map_or_else(|_| Read::text(&text), Read::Number)
}

/// The day of a serial number of the 1900 system, from 1 March 1900 on.
fn day_of_serial(serial: f64) -> Option<Date> {
    const SERIAL_OF_1970: f64 = 25_569.0;
    (61.0..2_958_466.0).contains(&serial).then(|| Date::of_number((serial - SERIAL_OF_1970) as i64))?
}

/// Reads a workbook.
///
/// # Errors
/// Why it is none that can be read, a Chinese sentence without a full stop.
pub fn read(bytes: &[u8]) -> Result<Filled, String> {
    let mut workbook: Sheets<Cursor<&[u8]>> =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| format!("不是能读的工作簿（{error}）"))?;
    let mut filled = Filled::default();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(|error| format!("工作表“{name}”损坏（{error}）"))?;
        if name == META_SHEET {
            take_meta(&range, &mut filled);
        } else if let Some(columns) = Columns::find(&range) {
            take_sheet(&name, &range, &columns, &mut filled);
        }
    }
    if filled.rows.is_empty() && filled.added.is_empty() {
        return Err("不是本程序写的填报表，或隐藏的行和列被删去了".to_owned());
    }
    Ok(filled)
}

fn take_meta(range: &Range<Data>, filled: &mut Filled) {
    for row in range.rows() {
        let [name, value, ..] = row else { continue };
        match name.to_string().as_str() {
            "unit" => filled.unit = value.to_string(),
            "period" => filled.period = Month::parse(&value.to_string()),
            name => {
                let document = name.strip_prefix(META_PERIOD).map(str::to_owned);
                filled.periods.extend(document.zip(Month::parse(&value.to_string())));
            }
        }
    }
}

/// Where the columns are, places in the range.
struct Columns {
    names_row: usize,
    key: usize,
    fields: Vec<(usize, Field)>,
}

impl Columns {
    fn find(range: &Range<Data>) -> Option<Columns> {
        let is_key = |cell: &Data| matches!(cell, Data::String(text) if text == KEY);
        let (names_row, row) = range.rows().take(FIRST_ROWS).enumerate().find(|(_, row)| row.iter().any(is_key))?;
        let key = row.iter().position(is_key)?;
        let field = |(at, cell): (usize, &Data)| match cell {
            Data::String(text) => Some((at, Field::of(text.strip_prefix(MARK)?)?)),
            _ => None,
        };
        let fields = row.iter().enumerate().filter_map(field).collect();
        Some(Columns { names_row, key, fields })
    }
}

fn take_sheet(name: &str, range: &Range<Data>, columns: &Columns, filled: &mut Filled) {
    let (first_row, first_column) = range.start().unwrap_or_default();
    // The header follows the names; rows put in between would be none of a table.
    for (at, row) in range.rows().enumerate().skip(columns.names_row + 2).take(MOST_ROWS) {
        let number = first_row as usize + at + 1;
        let key = row.get(columns.key).map(Read::of).unwrap_or(Read::Empty).shown();
        if !key.contains('|') {
            let texts: Vec<String> = row.iter().map(|cell| Read::of(cell).shown()).filter(|t| !t.is_empty()).collect();
            if !texts.is_empty() {
                filled.added.push(AddedRow { sheet: name.to_owned(), row: number, text: texts.join("　") });
            }
            continue;
        }
        let cell = |&(at, field): &(usize, Field)| {
            let read = row.get(at).map(Read::of).unwrap_or(Read::Empty);
            (field, (column_name(first_column as usize + at), read))
        };
        let cells = columns.fields.iter().map(cell).collect();
        filled.rows.push(FilledRow { sheet: name.to_owned(), row: number, key, cells });
    }
    filled.columns.push((name.to_owned(), columns.fields.iter().map(|(_, field)| *field).collect()));
}

/// `A` for 0, `AB` for 27.
fn column_name(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (at % 26) as u8));
        match at / 26 {
            0 => break,
            rest => at = rest - 1,
        }
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_letters() {
        for (at, name) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_name(at), name);
        }
    }

    #[test]
    fn cells_are_read_as_people_meant_them() {
        let number = |text: &str| Read::Number(text.parse().unwrap());
        let cases = [
            (Data::Empty, Read::Empty),
            (Data::String(" \r\n ".into()), Read::Empty),
            (Data::String(" 已完成 ".into()), Read::Text("已完成".into())),
            (Data::String("甲\r\n乙".into()), Read::Text("甲\n乙".into())),
            (Data::Float(78.8), number("78.8")),
            (Data::Int(40), number("40")),
            (Data::DateTimeIso("2022-06-30T00:00:00".into()), Read::Day(Date::new(2022, 6, 30).unwrap())),
        ];
        for (data, expected) in cases {
            assert_eq!(Read::of(&data), expected, "{data:?}");
        }
        assert_eq!(day_of_serial(44_742.0), Date::new(2022, 6, 30));
        assert_eq!(day_of_serial(1e9), None);
    }

    #[test]
    fn what_is_no_workbook_is_refused_in_words() {
        for bytes in [&b""[..], b"PK\x03\x04", b"name,value\n", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]] {
            let error = read(bytes).unwrap_err();
            assert!(error.starts_with("不是能读的工作簿"), "{error}");
        }
    }
}
