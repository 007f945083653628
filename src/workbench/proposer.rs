//! What is proposed for a text that was not understood: which entries of a rule file, and what to look at.

use super::compose::{Entry, Rule};
use super::find::Place;
use super::propose::ProposeError;
use super::shape::{is_han, numbering_pattern, value_pattern};
use super::spot::Spot;
use crate::document::{Block, Document, Passage};
use crate::grammar::fold::fold;
use crate::record::{DocumentRecords, Unclear, UnclearKind};
use crate::rules::{Kind, Rules, Strength};
use std::collections::BTreeSet;

/// Share of the cells of a column that must look alike to say what it holds.
const SHARE_OF_CELLS: f64 = 0.6;
/// Longest header cell, in characters.
const LONGEST_HEADER: usize = 20;
/// The rule of columns that are known by their cells alone.
const GUESSED_COLUMN: &str = "tables.guessed";

/// Entries with what to look at.
pub(super) type Proposed = Result<(Vec<Entry>, Vec<String>), ProposeError>;

/// A role of a column, the reason in Chinese, and whether a cell looks like one of it.
type Look<'f> = (&'static str, &'static str, &'f dyn Fn(&str) -> bool);

/// Proposes entries for what stands on a line.
pub(super) struct Proposer<'a> {
    pub(super) rules: &'a Rules,
    pub(super) document: &'a Document,
    pub(super) records: &'a DocumentRecords,
    /// The line of the document that is asked about.
    pub(super) line: u32,
    pub(super) source: String,
}

impl<'a> Proposer<'a> {
    pub(super) fn of_note(&self, note: &Unclear) -> Proposed {
        match note.kind {
            UnclearKind::Header => Ok(self.header(&note.text)),
            UnclearKind::Units => self.units(&note.text),
            UnclearKind::Value => Ok(self.value(&note.text)),
            UnclearKind::Period => Ok(self.period(&note.text)),
            UnclearKind::Heading => self.heading(&note.text),
        }
    }

    /// A line that nothing was noted of: a label before units, or a header that somebody wants to add.
    pub(super) fn of_line(&self, line: &str, place: &Place) -> Proposed {
        let folded = fold(line);
        if let Some((label, rest)) = folded.trim_start_matches('(').split_once(':') {
            let units = self.rules.organisations.read_list(&self.rules.pack, rest.trim_end_matches([')', '。']));
            let known = !self.rules.pack.duty_labels(&folded).is_empty();
            let plain = (2..=8).contains(&label.chars().count()) && label.chars().all(is_han);
            if units.is_some() && plain && !known {
                let words = BTreeSet::from([label.to_string()]);
                let remark = format!(
                    "“{label}:”后面的单位作为责任单位；是牵头、配合单位的，把 id 改成 unit.label-lead、unit.label-support"
                );
                let title = "标签：后面是责任单位";
                return Ok((vec![Entry::Words { list: "unit.label-responsible", title, words }], vec![remark]));
            }
        }
        // In a text it takes a column to say which cell is meant.
        let column = place.spot.column();
        if column.is_some() || !matches!(place.spot, Spot::Line(..)) {
            let there = |cell: &&Passage| {
                cell.places().any(|(_, line, at)| line == self.line && column.is_none_or(|column| at == column))
            };
            let alone = self.document.blocks.iter().filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(&paragraph.text),
                Block::Table(_) | Block::Grid(_) => None,
            });
            let short = |cell: &&Passage| cell.text().chars().count() <= LONGEST_HEADER;
            let mut cells = self.row().into_iter().map(|(_, cell)| cell).chain(alone.filter(short));
            if let Some(cell) = cells.find(there).filter(|cell| self.rules.pack.column(cell.text()).is_none()) {
                return Ok(self.header(cell.text()));
            }
        }
        let hint = match place.spot {
            Spot::Line(line, None) => format!("；表头要加规则的，写上列号，如 {}:{line}:3", place.file.display()),
            _ => String::new(),
        };
        let shown = place.spot.shown();
        let nothing = format!("{shown}没有没认出的内容。这里怎样认的，看 gongwen rules explain{hint}");
        Err(ProposeError::Nothing(nothing))
    }

    fn rule(&self, name: &str, kind: Kind, yields: Vec<(&'static str, String)>, counter: String) -> Rule {
        Rule::new(name, kind, yields, counter, format!("见 {}", self.source), &self.source)
    }

    /// The cells of the table of the source that stands on the line.
    fn table(&self) -> Vec<(At, &'a Passage)> {
        let on_line = |cell: &Passage| cell.places().any(|(_, line, _)| line == self.line);
        let tables = self.document.blocks.iter().map(cells_of);
        let here = |table: &Vec<(At, &Passage)>| table.iter().any(|(_, cell)| on_line(cell));
        tables.into_iter().find(here).unwrap_or_default()
    }

    /// The cells of its row that stands there.
    fn row(&self) -> Vec<(At, &'a Passage)> {
        let table = self.table();
        let on_line = |(_, cell): &&(At, &Passage)| cell.places().any(|(_, line, _)| line == self.line);
        let row = table.iter().find(on_line).map(|(at, _)| at.row);
        table.into_iter().filter(|(at, _)| Some(at.row) == row).collect()
    }

    fn header(&self, header: &str) -> (Vec<Entry>, Vec<String>) {
        let header: String = header.split_whitespace().collect::<String>().chars().take(LONGEST_HEADER).collect();
        let cells = self.cells_below(&header);
        let (role, reason) = self.role(&header, &cells);
        let beside = self.row().into_iter().map(|(_, cell)| fold(cell.text()));
        let counter = beside.into_iter().find(|other| !other.is_empty() && *other != fold(&header));
        let mut yields = vec![("role", role.to_string())];
        if role == "value" {
            yields.push(("basis", "target".to_string()));
        }
        let rule = self.rule(&header, Kind::Column, yields, counter.unwrap_or_else(|| format!("{header}说明")));
        let rule = Rule { words: vec![header.clone()], examples: vec![(header.clone(), Vec::new())], ..rule };
        (vec![Entry::Rule(rule)], vec![remark_on_role(&header, role, reason)])
    }

    /// What stands in the column of a header: in the source's own table, else in the records.
    fn cells_below(&self, header: &str) -> Vec<String> {
        let bare = |cell: &Passage| cell.text().split_whitespace().collect::<String>();
        let table = self.table();
        if let Some((head, _)) = table.iter().find(|(_, cell)| bare(cell) == header) {
            let below = table.iter().filter(|(at, _)| at.column == head.column && at.row > head.row);
            return below.map(|(_, cell)| cell.text().to_string()).collect();
        }
        let sections = self.records.tasks.iter().flat_map(|task| &task.sections);
        sections.filter(|section| section.name == header).map(|section| section.text.clone()).collect()
    }

    /// What a column holds, told from its cells, else from headers that end alike; with the reason in Chinese.
    fn role(&self, header: &str, cells: &[String]) -> (&'static str, &'static str) {
        let pack = &self.rules.pack;
        let share = |fits: &dyn Fn(&str) -> bool| {
            let count = cells.iter().filter(|cell| fits(cell)).count();
            !cells.is_empty() && count as f64 >= cells.len() as f64 * SHARE_OF_CELLS
        };
        let units = |cell: &str| self.rules.organisations.read_list(pack, cell).is_some();
        let period = |cell: &str| pack.split_schedule(cell).iter().any(|slice| slice.period.is_some());
        let looks: [Look<'_>; 5] = [
            ("seq", "下面都是序号", &|cell| cell.trim().parse::<u32>().is_ok()),
            ("responsible", "下面多是单位", &units),
            ("value", "下面多是数值", &|cell| pack.read_value(cell).op.is_number()),
            ("measure", "下面多是计量单位", &|cell| pack.is_measure(cell)),
            ("schedule", "下面多有时间", &period),
        ];
        let seen = looks.iter().find(|(_, _, fits)| share(*fits)).map(|(role, reason, _)| (*role, *reason));
        let guessed = || Some((self.guessed_role()?, "读的时候看下面的内容猜的"));
        seen.or_else(guessed).unwrap_or_else(|| match self.role_of_like_header(header) {
            Some(role) => (role, "与已有的列名结尾相同"),
            None => ("text", "看不出是什么"),
        })
    }

    /// What the only unknown header was taken for after its cells: what the tasks hold that no rule of theirs gives.
    fn guessed_role(&self) -> Option<&'static str> {
        let unknown = self.records.not_understood.iter().filter(|note| note.kind == UnclearKind::Header).count();
        let task = self.records.tasks.iter().find(|task| task.rules.iter().any(|rule| rule == GUESSED_COLUMN))?;
        let given = |role: &str| {
            let rules = task.rules.iter().filter_map(|id| self.rules.pack.rule(id));
            rules.into_iter().any(|rule| rule.yields("role") == role)
        };
        let held = [
            ("responsible", !task.responsible.is_empty()),
            ("schedule", task.schedule.iter().any(|step| !step.raw.is_empty())),
            ("seq", task.seq.is_some()),
        ];
        held.into_iter().find(|(role, held)| unknown == 1 && *held && !given(role)).map(|(role, _)| role)
    }

    /// The role of the known headers that have the longest ending in common with this one; of several roles the one
    /// that stands first in the list of roles.
    fn role_of_like_header(&self, header: &str) -> Option<&'static str> {
        const SHORTEST: usize = 2;
        let folded = fold(header);
        // "(单位)" behind a header says nothing of its role.
        let bare = |text: &str| text.split('(').next().unwrap_or_default().to_string();
        let common = |text: &str| {
            let (text, own) = (bare(&fold(text)), bare(&folded));
            text.chars().rev().zip(own.chars().rev()).take_while(|(a, b)| a == b).count()
        };
        let roles = Kind::Column.spec().key("role").map(|key| key.values).unwrap_or_default();
        let longest = |role: &str| {
            let rules = self.rules.pack.of(Kind::Column).filter(|rule| rule.yields("role") == role);
            rules.flat_map(|rule| &rule.examples).map(|example| common(&example.text)).max().unwrap_or(0)
        };
        let scored = roles.iter().map(|(role, _)| (longest(role), *role)).filter(|(length, _)| *length >= SHORTEST);
        scored
            .fold(None, |best: Option<(usize, &str)>, (length, role)| match best {
                Some((most, _)) if most >= length => best,
                _ => Some((length, role)),
            })
            .map(|(_, role)| role)
    }

    /// The names of a bracket that are no units yet.
    fn units(&self, bracket: &str) -> Proposed {
        let names = fold(bracket);
        let names = names.split_once(':').map_or(names.as_str(), |(_, names)| names);
        let unknown: BTreeSet<String> = names
            .split(['、', ',', ';'])
            .filter(|name| !name.is_empty() && self.rules.organisations.strength(name) != Strength::Strong)
            .map(str::to_string)
            .collect();
        if unknown.is_empty() {
            let reason = "括号里的名称都认识，没有认出的是写法（标点、附注）。请对照 gongwen rules explain";
            return Err(ProposeError::Nothing(reason.to_string()));
        }
        let listed = unknown.iter().cloned().collect::<Vec<_>>().join("、");
        let remark = format!("把“{listed}”当作单位；这类单位很多、结尾相同的，改用词表 unit.suffix，只写结尾");
        Ok((vec![Entry::Words { list: "unit.name", title: "完整的单位名称", words: unknown }], vec![remark]))
    }

    fn value(&self, text: &str) -> (Vec<Entry>, Vec<String>) {
        let folded = fold(text);
        let ops = Kind::Value.spec().key("op").map(|key| key.values).unwrap_or_default();
        let choices: Vec<String> = ops.iter().map(|(value, title)| format!("{value} {title}")).collect();
        if let Some(unit) = self.unknown_measure(&folded) {
            let words = BTreeSet::from([unit.to_string()]);
            let remark = format!("“{unit}”当作计量单位");
            return (vec![Entry::Words { list: "measures.words", title: "计量单位", words }], vec![remark]);
        }
        let yields = vec![("op", "text".to_string()), ("scope", "cell".to_string())];
        let counter = if folded.chars().any(|c| c.is_ascii_digit()) { "12" } else { "全覆盖面" };
        let rule = self.rule("目标值", Kind::Value, yields, counter.to_string());
        let example = (text.to_string(), Vec::new());
        let with_digits = folded.chars().any(|c| c.is_ascii_digit());
        let rule = match with_digits {
            true => Rule { pattern: Some(value_pattern(&folded)), title: format!("{text} 这样的值"), ..rule },
            false => Rule { words: vec![folded], title: text.to_string(), ..rule },
        };
        let remark = match with_digits {
            true => "现在按文字处理；要读出数的，把该取的数写成 {number}，op 改成：",
            false => "现在按文字处理；表示没有数的，把 op 改成 none。op 可以是：",
        };
        let rule = Rule { name: format!("值{text}"), examples: vec![example], ..rule };
        (vec![Entry::Rule(rule)], vec![format!("{remark}{}", choices.join("、"))])
    }

    /// "12犋": what stands behind the only number and is no known unit of measure.
    fn unknown_measure<'t>(&self, folded: &'t str) -> Option<&'t str> {
        let end = folded.find(|c: char| !(c.is_ascii_digit() || ".,".contains(c)))?;
        let unit = &folded[end..];
        let plain = end > 0 && (1..=3).contains(&unit.chars().count()) && unit.chars().all(is_han);
        (plain && !self.rules.pack.is_measure(unit)).then_some(unit)
    }

    fn period(&self, text: &str) -> (Vec<Entry>, Vec<String>) {
        let folded = fold(text);
        let lead = folded.as_str();
        let rule = self.rule(lead, Kind::Period, vec![("form", "recurring".to_string())], format!("前{lead}"));
        let rule = Rule { words: vec![lead.to_string()], examples: vec![(lead.to_string(), Vec::new())], ..rule };
        let remark = format!(
            "“{lead}”当作没有确切日期的时间；有确切月份的，如到6月为止，写 yields = {{ form = \"deadline\", end = \"6\" }}，\
             从1月到3月写 {{ form = \"months\", start = \"1\", end = \"3\" }}"
        );
        (vec![Entry::Rule(rule)], vec![remark])
    }

    fn heading(&self, text: &str) -> Proposed {
        let folded = crate::grammar::fold::Folded::new(text);
        let found = self.rules.pack.find_cue("numbering-like", &folded);
        let Some(number) = found.as_ref().and_then(|found| found.group("number")) else {
            return Err(ProposeError::Nothing("这一行看不出编号".to_string()));
        };
        let (pattern, level) = numbering_pattern(number);
        let title = folded.text().strip_prefix(number).unwrap_or(folded.text());
        let rule = self.rule(number, Kind::Heading, vec![("level", level.to_string())], title.to_string());
        let example = (text.to_string(), Vec::new());
        let rule =
            Rule { pattern: Some(pattern), title: format!("{number}这样的编号"), examples: vec![example], ..rule };
        let levels = Kind::Heading.spec().key("level").map(|key| key.values).unwrap_or_default();
        let choices: Vec<String> = levels.iter().map(|(value, title)| format!("{value}（同{title}）")).collect();
        Ok((
            vec![Entry::Rule(rule)],
            vec![format!("层次按 {level} 处理；不对的话把 level 改成：{}", choices.join("、"))],
        ))
    }
}

/// Where a cell stands in its table.
#[derive(Debug, Clone, Copy)]
struct At {
    row: usize,
    column: usize,
}

/// The filled cells of a table; none of a paragraph.
fn cells_of(block: &Block) -> Vec<(At, &Passage)> {
    let mut cells: Vec<(At, &Passage)> = match block {
        Block::Paragraph(_) => Vec::new(),
        Block::Table(table) => table
            .rows
            .iter()
            .enumerate()
            .flat_map(|(row, cells)| cells.iter().enumerate().map(move |(column, cell)| (At { row, column }, cell)))
            .collect(),
        Block::Grid(grid) => {
            grid.cells.iter().map(|cell| (At { row: cell.row, column: cell.column }, &cell.text)).collect()
        }
    };
    cells.retain(|(_, cell)| !cell.is_blank());
    cells
}

/// What a header is taken for and why, and what else it might be.
pub(super) fn remark_on_role(header: &str, role: &str, reason: &str) -> String {
    let roles = Kind::Column.spec().key("role").map(|key| key.values).unwrap_or_default();
    let choices: Vec<String> = roles.iter().map(|(value, title)| format!("{value} {title}")).collect();
    let title = roles.iter().find(|(value, _)| *value == role).map_or("", |(_, title)| title);
    format!("“{header}”当作{title}（{reason}）；不是的话把 role 改成：{}", choices.join("、"))
}
