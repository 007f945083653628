//! Whole documents: what stands around the tables.

use crate::labels::{Placed, strip};
use crate::logical::{Case, Fields, Shape, Table};
use crate::print;
use crate::random::Random;
use crate::styles::STYLES;
use crate::words::{Words, whole};
use crate::{duties, indicators};

/// A printed document and what is to be read out of its tables.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its text.
    pub text: String,
    /// Extension of its file.
    pub extension: &'static str,
    /// What a clerk reads out of each row, in order.
    pub rows: Vec<Fields>,
    /// What each printed piece of a table is a piece of.
    pub labels: Vec<Placed>,
    /// Its tables as they were before they were printed.
    pub tables: Vec<Table>,
}

/// The document of a case.
pub fn document(case: &Case) -> Document {
    let r = Random::new(case.seed);
    // Styles and halves of the lists go with the seed, so that even seeds and odd seeds share no more than they must.
    let half = (case.seed % 2) as usize;
    let words = Words { style: &STYLES[r.part("style", 0).below(STYLES.len() / 2) * 2 + half], half };
    let tables = tables(words, case, &r);
    let blank = if case.shape == Shape::Bars { "\n" } else { "\n\n" };
    let mut text = opening(words, &mut r.part("opening", 0), blank);
    let joined = case.features.has("joined-tables") && case.shape != Shape::Markdown;
    for (at, table) in tables.iter().enumerate() {
        let mut own = r.part("print", at);
        if at == 0 || !joined {
            text.push_str(&heading(case, at, &table.title, &mut own, blank));
        }
        text.push_str(&print::table(case, at, table, &mut own));
        text.push('\n');
        if let Some(note) = &table.note
            && (!joined || at + 1 == tables.len())
        {
            text.push_str(&format!("{blank}{note}{blank}"));
        }
    }
    text.push_str(blank);
    text.push_str(&closing(words, &mut r.part("closing", 0), blank));
    let rows = tables.iter().flat_map(Table::rows).map(|row| row.truth.clone()).collect();
    let (text, labels) = strip(&text);
    let extension = if case.shape == Shape::Markdown { "md" } else { "txt" };
    Document { text, extension, rows, labels, tables }
}

fn tables(words: Words, case: &Case, r: &Random) -> Vec<Table> {
    let mut kinds = r.part("kinds", 0);
    let make = |at: usize, targets: bool, rows: usize| {
        let mut own = r.part("table", at);
        if targets {
            indicators::table(words, case, &mut own, rows)
        } else {
            duties::table(words, case, &mut own, rows)
        }
    };
    let first = kinds.chance(50);
    let mut out = vec![make(0, first, case.rows)];
    if case.features.has("joined-tables") || kinds.chance(30) {
        let second = kinds.chance(50);
        out.push(make(1, second, (case.rows / 2).max(1)));
    }
    out
}

fn opening(words: Words, r: &mut Random, blank: &str) -> String {
    let place = format!("{}{}", words.place(r), r.pick(words.style.suffix));
    let year = r.between(2019, 2027);
    let subject = whole(&words.subject(r));
    let mut lines = vec![
        format!("关于印发《{place}{year}年{subject}工作要点》的通知"),
        format!("{place}{}:", r.pick(&["各有关单位", "直属各单位", "各成员单位"])),
        format!("现将{place}{year}年{subject}工作要点印发给你们,请{}。", words.sentence(r)),
        "一、总体要求".to_string(),
        format!("{}。{}。", words.sentence(r), words.sentence(r)),
    ];
    for n in ["二", "三", "四"].iter().take(r.below(4)) {
        lines.push(format!("{n}、{}", whole(&words.subject(r))));
        lines.push(format!("{}。{}。", words.sentence(r), words.sentence(r)));
    }
    lines.join(blank) + blank
}

fn heading(case: &Case, at: usize, title: &str, r: &mut Random, blank: &str) -> String {
    let mark = if case.shape == Shape::Markdown { "## " } else { "" };
    match r.below(4) {
        0 => format!("{blank}{mark}{title}{blank}"),
        1 => format!("{blank}{mark}附表{}{blank}{title}{blank}", at + 1),
        _ => format!("{blank}{mark}附件{}{blank}{title}{blank}", at + 1),
    }
}

fn closing(words: Words, r: &mut Random, blank: &str) -> String {
    let lines = match r.below(4) {
        0 => return String::new(),
        1 => vec![
            "有关要求".to_string(),
            format!("{}。{}。{}。", words.sentence(r), words.sentence(r), words.sentence(r)),
        ],
        2 => vec![
            "三、保障措施".to_string(),
            format!("(一)加强领导。{}。{}。", words.sentence(r), words.sentence(r)),
            format!("(二)强化督导。{}。{}。", words.sentence(r), words.sentence(r)),
        ],
        _ => vec![format!("{}办公室", words.place(r)), "2024年3月5日".to_string()],
    };
    lines.join(blank) + "\n"
}
