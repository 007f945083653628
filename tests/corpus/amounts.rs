//! Values of cells, quantities and targets in running text.

use super::{Misses, RULES, Size, load};
use gongwen::grammar::quantity::{Op, ProseTarget, QuantityReading, ValueReading};
use rust_decimal::Decimal;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    version: u32,
    cells: usize,
    not_cells: usize,
    phrases: usize,
    not_phrases: usize,
    cell: Vec<Group>,
    quantity: Vec<Group>,
    target: Vec<Group>,
    not_a_value: Vec<Not>,
    not_a_quantity: Vec<Not>,
}

/// Texts of one meaning; several quantities or targets of a text are parted by " | ".
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    value: String,
    texts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Not {
    why: String,
    texts: Vec<String>,
}

fn corpus() -> Corpus {
    load(include_str!("amounts.toml"))
}

#[test]
fn cells_are_read_as_a_clerk_reads_them() {
    let corpus = corpus();
    let mut misses = Misses::default();
    for group in &corpus.cell {
        for text in &group.texts {
            misses.expect(text, &group.value, &cell(text));
        }
    }
    for not in &corpus.not_a_value {
        for text in &not.texts {
            let value = RULES.pack.read_value(text);
            misses.refuse(text, &not.why, value.op.is_number().then(|| value_in_words(&value)));
        }
    }
    let size = Size { version: corpus.version, phrases: corpus.cells, not_phrases: corpus.not_cells };
    misses.finish(&size, (300, 100));
}

#[test]
fn amounts_in_running_text_are_read_as_a_clerk_reads_them() {
    let corpus = corpus();
    let mut misses = Misses::default();
    type Reader = fn(&str) -> String;
    let readers: [(&[Group], Reader); 2] = [(&corpus.quantity, quantities), (&corpus.target, targets)];
    for (groups, read) in readers {
        for group in groups {
            for text in &group.texts {
                misses.expect(text, &group.value, &read(text));
            }
        }
    }
    for not in &corpus.not_a_quantity {
        for text in &not.texts {
            misses.refuse(text, &not.why, Some(quantities(text)).filter(|found| !found.is_empty()));
        }
    }
    let size = Size { version: corpus.version, phrases: corpus.phrases, not_phrases: corpus.not_phrases };
    misses.finish(&size, (300, 100));
}

fn cell(text: &str) -> String {
    value_in_words(&RULES.pack.read_value(text))
}

/// `op number..max unit [note] {label} 预计`, what is absent left out.
fn value_in_words(value: &ValueReading) -> String {
    let mut out = amount(value.op, value.number, value.number_max, value.unit.as_deref());
    for part in [value.note.as_ref().map(|n| format!(" [{n}]")), value.label.as_ref().map(|l| format!(" {{{l}}}"))] {
        out.push_str(&part.unwrap_or_default());
    }
    if value.forecast {
        out.push_str(" 预计");
    }
    out
}

fn amount(op: Op, number: Option<Decimal>, max: Option<Decimal>, unit: Option<&str>) -> String {
    let number = number.map(|n| format!(" {n}")).unwrap_or_default();
    let max = max.map(|n| format!("..{n}")).unwrap_or_default();
    let unit = unit.map(|u| format!(" {u}")).unwrap_or_default();
    format!("{}{number}{max}{unit}", op.as_str())
}

/// `subject op number..max unit`
fn quantities(text: &str) -> String {
    let show =
        |q: &QuantityReading| format!("{} {}", q.subject, amount(q.op, q.number, q.number_max, q.unit.as_deref()));
    RULES.pack.quantities(text).iter().map(show).collect::<Vec<_>>().join(" | ")
}

/// `name/component op number..max unit «raw»`
fn targets(text: &str) -> String {
    let show = |t: &ProseTarget| {
        let component = t.component.as_ref().map(|c| format!("/{c}")).unwrap_or_default();
        let value = amount(t.value.op, t.value.number, t.value.number_max, t.unit.as_deref());
        format!("{}{component} {value} «{}»", t.name, t.value_raw)
    };
    RULES.pack.prose_targets(text).iter().map(show).collect::<Vec<_>>().join(" | ")
}
