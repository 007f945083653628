//! What differs between two readings of one document (差异), record by record and cell by cell.

use crate::record::{Anchor, DocumentInfo, DocumentRecords, Responsible, ScheduleEntry, Target, TargetValue, Task};
use std::collections::BTreeMap;

/// Longest text of a cell that is shown, in characters.
const LONGEST_SHOWN: usize = 60;

/// A cell of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// 清单
    List,
    /// 类别
    Category,
    /// 序号
    Seq,
    /// 指标, or the title of a task
    Name,
    /// 分项
    Component,
    /// 计量单位
    Measure,
    /// 属性
    Attribute,
    /// 责任单位
    Responsible,
    /// 牵头领导
    Leader,
    /// A value: its region, year and kind, and which of several.
    Value(String, usize),
    /// A text column, by its printed header.
    Section(String),
    /// A step of the schedule, 0-based.
    Step(usize),
    /// 数量
    Quantities,
    /// 政策文件
    Policies,
    /// A field of the document itself, by its Chinese name.
    Field(&'static str),
}

impl Cell {
    /// What it is called.
    pub fn label(&self) -> String {
        match self {
            Cell::List => "清单".to_string(),
            Cell::Category => "类别".to_string(),
            Cell::Seq => "序号".to_string(),
            Cell::Name => "名称".to_string(),
            Cell::Component => "分项".to_string(),
            Cell::Measure => "计量单位".to_string(),
            Cell::Attribute => "属性".to_string(),
            Cell::Responsible => "责任单位".to_string(),
            Cell::Leader => "牵头领导".to_string(),
            Cell::Value(label, 0) => label.clone(),
            Cell::Value(label, nth) => format!("{label}（{}）", nth + 1),
            Cell::Section(name) => format!("“{name}”栏"),
            Cell::Step(at) => format!("进度第{}步", at + 1),
            Cell::Quantities => "数量".to_string(),
            Cell::Policies => "政策文件".to_string(),
            Cell::Field(name) => (*name).to_string(),
        }
    }
}

/// What kind of record it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// The document itself.
    Document,
    /// 指标
    Target,
    /// 任务
    Task,
}

/// A record in one reading: which, what it is called, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Kind.
    pub kind: RecordKind,
    /// Its place among the records of the kind.
    pub at: usize,
    /// What it is called, for people.
    pub label: String,
    /// Its place in the source.
    pub anchor: Anchor,
}

/// A cell that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which cell.
    pub cell: Cell,
    /// What it was; empty where it was not there.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// Something that differs between two readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A record of the new reading only.
    Gained(Named),
    /// A record of the old reading only.
    Lost(Named),
    /// A record of both, not the same.
    Changed {
        /// In the old reading.
        old: Named,
        /// In the new one.
        new: Named,
        /// The cells, in their order.
        cells: Vec<Change>,
    },
}

/// A record taken apart.
struct Flat {
    named: Named,
    cells: BTreeMap<Cell, String>,
}

/// All differences between two readings of one document, in the order of the new one, what was lost last.
pub fn between(old: &DocumentRecords, new: &DocumentRecords) -> Vec<Difference> {
    let mut left: Vec<Option<Flat>> = flattened(old).into_iter().map(Some).collect();
    let new = flattened(new);
    let partners = partners(&left, &new);
    let mut out = Vec::new();
    for (flat, partner) in new.into_iter().zip(partners) {
        match partner.and_then(|at| left[at].take()) {
            None => out.push(Difference::Gained(flat.named)),
            Some(before) => {
                let cells = changes(&before.cells, &flat.cells);
                if !cells.is_empty() {
                    out.push(Difference::Changed { old: before.named, new: flat.named, cells });
                }
            }
        }
    }
    out.extend(left.into_iter().flatten().map(|flat| Difference::Lost(flat.named)));
    out
}

fn changes(old: &BTreeMap<Cell, String>, new: &BTreeMap<Cell, String>) -> Vec<Change> {
    let cells: std::collections::BTreeSet<&Cell> = old.keys().chain(new.keys()).collect();
    let text = |of: &BTreeMap<Cell, String>, cell: &Cell| of.get(cell).cloned().unwrap_or_default();
    let change = |cell: &Cell| Change { cell: cell.clone(), old: text(old, cell), new: text(new, cell) };
    cells.into_iter().map(change).filter(|change| change.old != change.new).collect()
}

/// For each new record the old one that it is another reading of: at the same place, else of the same name, else on the
/// same line.
fn partners(old: &[Option<Flat>], new: &[Flat]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let same: [fn(&Flat, &Flat) -> bool; 3] = [
        |a, b| a.named.anchor == b.named.anchor && a.name() == b.name(),
        |a, b| a.name() == b.name() && a.cells.get(&Cell::Component) == b.cells.get(&Cell::Component),
        |a, b| a.named.anchor.line == b.named.anchor.line && a.named.anchor.column == b.named.anchor.column,
    ];
    for same in same {
        for (at, flat) in new.iter().enumerate().filter(|(at, _)| found[*at].is_none()).collect::<Vec<_>>() {
            let fits = |other: usize| {
                let kind = |flat: &Flat| flat.named.kind;
                !taken[other] && old[other].as_ref().is_some_and(|o| kind(o) == kind(flat) && same(o, flat))
            };
            // The nearest in order, so that rows of one name keep theirs.
            if let Some(partner) = (0..old.len()).find(|&other| fits(other)) {
                taken[partner] = true;
                found[at] = Some(partner);
            }
        }
    }
    found
}

impl Flat {
    fn name(&self) -> Option<&String> {
        self.cells.get(&Cell::Name)
    }
}

fn flattened(records: &DocumentRecords) -> Vec<Flat> {
    let document = std::iter::once(of_document(&records.document));
    let targets = records.targets.iter().enumerate().map(|(at, target)| of_target(at, target));
    let tasks = records.tasks.iter().enumerate().map(|(at, task)| of_task(at, task));
    document.chain(targets).chain(tasks).collect()
}

/// Cells that hold nothing are left out.
fn cells(all: impl IntoIterator<Item = (Cell, String)>) -> BTreeMap<Cell, String> {
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

fn of_document(info: &DocumentInfo) -> Flat {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let fields = [
        ("标题", text(&info.title)),
        ("文号", text(&info.doc_number)),
        ("发文机关", text(&info.issuer)),
        ("索引号", text(&info.index_number)),
        ("成文日期", text(&info.signed_date)),
        ("发布日期", text(&info.published_date)),
        ("地区", info.region.as_ref().map(|region| region.name.clone()).unwrap_or_default()),
        ("年度", info.year.map(|year| year.to_string()).unwrap_or_default()),
    ];
    let named = Named { kind: RecordKind::Document, at: 0, label: "文件".to_string(), anchor: Anchor::default() };
    Flat { named, cells: cells(fields.map(|(name, text)| (Cell::Field(name), text))) }
}

fn of_target(at: usize, target: &Target) -> Flat {
    let mut all = vec![
        (Cell::List, target.list.clone()),
        (Cell::Category, target.category.join(" / ")),
        (Cell::Seq, target.seq.map(|seq| seq.to_string()).unwrap_or_default()),
        (Cell::Name, target.name.clone()),
        (Cell::Component, target.component.clone().unwrap_or_default()),
        (Cell::Measure, target.unit.clone().unwrap_or_default()),
        (Cell::Attribute, target.attribute.clone().unwrap_or_default()),
        (Cell::Responsible, units(&target.responsible)),
    ];
    let labels: Vec<String> = target.values.iter().map(|value| value.label(true)).collect();
    for (nth, value) in target.values.iter().enumerate() {
        let before = labels[..nth].iter().filter(|label| **label == labels[nth]).count();
        all.push((Cell::Value(labels[nth].clone(), before), shown_value(value)));
    }
    let component = target.component.as_ref().map(|component| format!("：{component}")).unwrap_or_default();
    let label = format!("指标 {} {}{component}", target.id, target.name);
    let named = Named { kind: RecordKind::Target, at, label, anchor: target.anchor.clone() };
    Flat { named, cells: cells(all) }
}

fn of_task(at: usize, task: &Task) -> Flat {
    let texts = |texts: Vec<String>| texts.join("；");
    let mut all = vec![
        (Cell::List, task.list.clone()),
        (Cell::Category, task.category.join(" / ")),
        (Cell::Seq, task.seq.map(|seq| seq.to_string()).unwrap_or_default()),
        (Cell::Name, task.title.clone().unwrap_or_default()),
        (Cell::Responsible, units(&task.responsible)),
        (Cell::Leader, task.leader.clone().unwrap_or_default()),
        (Cell::Quantities, texts(task.quantities.iter().map(|quantity| quantity.text.clone()).collect())),
        (Cell::Policies, texts(task.policies.iter().map(|policy| policy.title.clone()).collect())),
    ];
    all.extend(task.sections.iter().map(|section| (Cell::Section(section.name.clone()), section.text.clone())));
    all.extend(task.schedule.iter().enumerate().map(|(at, step)| (Cell::Step(at), shown_step(step))));
    let text = task.sections.first().map(|section| section.text.as_str()).unwrap_or_default();
    let name = task.title.clone().unwrap_or_else(|| shortened(text, 20));
    let named =
        Named { kind: RecordKind::Task, at, label: format!("任务 {} {name}", task.id), anchor: task.anchor.clone() };
    Flat { named, cells: cells(all) }
}

fn shown_value(value: &TargetValue) -> String {
    let raw = value.raw.split_whitespace().collect::<String>();
    let number = value.number.map(|number| format!(" {number}")).unwrap_or_default();
    let most = value.number_max.map(|number| format!("—{number}")).unwrap_or_default();
    let unit = value.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let op = serde_json::to_value(value.op).ok().and_then(|op| op.as_str().map(str::to_string)).unwrap_or_default();
    format!("{raw}（{op}{number}{most}{unit}）")
}

fn shown_step(step: &ScheduleEntry) -> String {
    let month = |month: &Option<String>| month.clone().unwrap_or_else(|| "?".to_string());
    format!("{}（{} 至 {}）{}", step.raw, month(&step.start), month(&step.end), step.text)
}

fn units(units: &[Responsible]) -> String {
    let ordered = units.iter().any(|unit| unit.role != crate::record::Role::Equal);
    let shown = |unit: &Responsible| match ordered {
        true => format!("{}（{}）", unit.name, unit.role.label()),
        false => unit.name.clone(),
    };
    units.iter().map(shown).collect::<Vec<_>>().join("、")
}

/// The beginning of a text in one line.
pub fn shortened(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The differences in lines for people.
pub fn shown(differences: &[Difference]) -> String {
    let mut out = String::new();
    for difference in differences {
        match difference {
            Difference::Gained(record) => out.push_str(&format!("  增加 {}{}\n", record.label, place(record))),
            Difference::Lost(record) => out.push_str(&format!("  减少 {}{}\n", record.label, place(record))),
            Difference::Changed { new, cells, .. } => {
                out.push_str(&format!("  改变 {}{}\n", new.label, place(new)));
                for change in cells {
                    let text = |text: &str| {
                        if text.is_empty() { "（空）".to_string() } else { shortened(text, LONGEST_SHOWN) }
                    };
                    out.push_str(&format!(
                        "    {}：{} → {}\n",
                        change.cell.label(),
                        text(&change.old),
                        text(&change.new)
                    ));
                }
            }
        }
    }
    out
}

fn place(record: &Named) -> String {
    let place = record.anchor.place();
    if place.is_empty() { place } else { format!("（{place}）") }
}

/// How many records were gained, lost, changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records of the new reading only.
    pub gained: usize,
    /// Records of the old reading only.
    pub lost: usize,
    /// Records that differ.
    pub changed: usize,
}

impl Tally {
    /// Counts differences.
    pub fn of(differences: &[Difference]) -> Tally {
        let mut tally = Tally::default();
        for difference in differences {
            match difference {
                Difference::Gained(_) => tally.gained += 1,
                Difference::Lost(_) => tally.lost += 1,
                Difference::Changed { .. } => tally.changed += 1,
            }
        }
        tally
    }

    /// In words.
    pub fn shown(&self) -> String {
        match self {
            Tally { gained: 0, lost: 0, changed: 0 } => "没有变化".to_string(),
            Tally { gained, lost, changed } => format!("增加 {gained} 条，减少 {lost} 条，改变 {changed} 条"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{File, opened};
    use crate::rules::Rules;

    fn records(text: &str) -> DocumentRecords {
        let rules = Rules::load(None).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = File { file: folder.path().join("a.md"), path: "a.md".into() };
        std::fs::write(&file.file, text).unwrap();
        opened(&file).remove(0).unwrap().records(&rules).unwrap()
    }

    const TABLE: &str = "# 2025年海湾市重点项目清单\n\n| 序号 | 项目名称 | 建设内容 | 责任单位 |\n|---|---|---|---|\n\
                         | 1 | 冷链码头 | 新建泊位2个 | 市港航局 |\n| 2 | 船闸 | 建成船闸1座 | 市水利局 |\n";

    #[test]
    fn the_same_reading_does_not_differ() {
        assert_eq!(between(&records(TABLE), &records(TABLE)), []);
        assert_eq!(Tally::of(&[]).shown(), "没有变化");
    }

    #[test]
    fn cells_rows_and_order_are_told() {
        let old = records(TABLE);
        let changed = records(&TABLE.replace("市水利局", "市水利局、市港航局").replace("海湾市", "海沧市"));
        let told = shown(&between(&old, &changed));
        assert!(told.contains("改变 任务 K002 船闸（第6行）\n    清单：2025年海湾市"), "{told}");
        assert!(told.contains("\n    责任单位：市水利局 → 市水利局、市港航局\n"), "{told}");
        assert!(told.contains("地区：海湾市 → 海沧市"), "{told}");
        let mut fewer = old.clone();
        fewer.tasks.remove(0);
        assert_eq!(Tally::of(&between(&old, &fewer)), Tally { gained: 0, lost: 1, changed: 0 });
        assert_eq!(Tally::of(&between(&fewer, &old)), Tally { gained: 1, lost: 0, changed: 0 });
    }
}
