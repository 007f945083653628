//! Builders of small documents for the tests of the checks. Lists and groups follow from the records.

use super::{Settings, run};
use crate::record::*;

/// Starts a document of no region and no year.
pub(crate) fn document() -> DocumentBuilder {
    DocumentBuilder::default()
}

/// Starts an indicator in the list 表, without a number and without values.
pub(crate) fn target(name: &'static str) -> Row {
    Row::new(name, ListKind::Targets)
}

/// Starts a task in the list 表, without a number and without a responsible unit.
pub(crate) fn task(title: &'static str) -> TaskRow {
    TaskRow(Row::new(title, ListKind::Tasks))
}

/// An indicator or a task in the making.
#[derive(Clone)]
pub(crate) struct Row {
    target: Target,
    kind: ListKind,
    basis: Basis,
    year: i32,
    sections: Vec<Section>,
    schedule: Vec<ScheduleEntry>,
    quantities: Vec<QuantityMention>,
}

/// A task in the making.
#[derive(Clone)]
pub(crate) struct TaskRow(Row);

impl Row {
    fn new(name: &str, kind: ListKind) -> Self {
        let target = Target {
            id: String::new(),
            list: "表".into(),
            category: Vec::new(),
            seq: None,
            seq_inferred: false,
            name: name.into(),
            component: None,
            unit: None,
            attribute: None,
            responsible: Vec::new(),
            values: Vec::new(),
            confidence: 1.0,
            alternative: None,
            rules: Vec::new(),
            anchor: Anchor::text(1, 1, 1, 1),
        };
        let (sections, schedule, quantities) = (Vec::new(), Vec::new(), Vec::new());
        Row { target, kind, basis: Basis::Target, year: 2023, sections, schedule, quantities }
    }

    pub(crate) fn list(mut self, title: &str) -> Self {
        self.target.list = title.into();
        self
    }

    pub(crate) fn group(mut self, path: &str) -> Self {
        self.target.category = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        self
    }

    pub(crate) fn seq(mut self, seq: u32) -> Self {
        self.target.seq = Some(seq);
        self
    }

    /// The number is not printed.
    pub(crate) fn inferred(mut self) -> Self {
        self.target.seq_inferred = true;
        self
    }

    pub(crate) fn unit(mut self, unit: &str) -> Self {
        self.target.unit = Some(unit.into());
        self
    }

    pub(crate) fn confidence(mut self, confidence: f64) -> Self {
        self.target.confidence = confidence;
        self
    }

    pub(crate) fn by(mut self, units: &str) -> Self {
        let names = units.split('、').filter(|name| !name.is_empty());
        self.target.responsible = names.map(|name| Responsible { name: name.into(), role: Role::Equal }).collect();
        self
    }

    /// The values that follow are reached ones, not targets.
    pub(crate) fn actual(mut self) -> Self {
        self.basis = Basis::Actual;
        self
    }

    /// The values that follow are targets again.
    pub(crate) fn goal(mut self) -> Self {
        self.basis = Basis::Target;
        self
    }

    /// The values that follow are targets of the level above.
    pub(crate) fn superior(mut self) -> Self {
        self.basis = Basis::SuperiorTarget;
        self
    }

    /// A remark on the value that was added last.
    pub(crate) fn note(mut self, note: &str) -> Self {
        if let Some(value) = self.target.values.last_mut() {
            value.note = Some(note.into());
        }
        self
    }

    /// The values that follow are of this year.
    pub(crate) fn year(mut self, year: i32) -> Self {
        self.year = year;
        self
    }

    pub(crate) fn component(mut self, component: &str) -> Self {
        self.target.component = Some(component.into());
        self
    }

    pub(crate) fn rule(mut self, id: &str) -> Self {
        self.target.rules.push(id.into());
        self
    }

    /// A value, read from its printed form.
    pub(crate) fn region(mut self, region: &str, raw: &str) -> Self {
        let (op, number, number_max) = read(raw);
        self.target.values.push(TargetValue {
            region: region.into(),
            year: Some(self.year),
            basis: self.basis,
            raw: raw.into(),
            op,
            number,
            number_max,
            unit: self.target.unit.clone(),
            note: None,
            anchor: Anchor::text(1, 1, 1, 1),
        });
        self
    }

    /// Values of 2023 as `全市 9, 甲县 3, 乙县 /`.
    pub(crate) fn regions(self, cells: &str) -> Self {
        cells.split(", ").fold(self, |row, cell| {
            let (region, raw) = cell.split_once(' ').unwrap_or((cell, ""));
            row.region(region, raw)
        })
    }
}

impl TaskRow {
    pub(crate) fn list(self, title: &str) -> Self {
        TaskRow(self.0.list(title))
    }

    pub(crate) fn group(self, path: &str) -> Self {
        TaskRow(self.0.group(path))
    }

    pub(crate) fn seq(self, seq: u32) -> Self {
        TaskRow(self.0.seq(seq))
    }

    pub(crate) fn by(self, units: &str) -> Self {
        TaskRow(self.0.by(units))
    }

    pub(crate) fn inferred(self) -> Self {
        TaskRow(self.0.inferred())
    }

    /// A text column.
    pub(crate) fn section(mut self, name: &str, text: &str) -> Self {
        self.0.sections.push(Section { name: name.into(), text: text.into(), items: Vec::new() });
        self
    }

    /// A step as `2—6月`, `12月底前`, `2022年`, or without a period; its text also stands in the column 进度安排.
    pub(crate) fn step(mut self, period: &str, text: &str) -> Self {
        let (start, end) = months(period);
        let line = self.0.schedule.len() as u32 + 500;
        let anchor = Anchor::text(line, 1, line, 90);
        self.0.schedule.push(ScheduleEntry { raw: period.into(), start, end, text: text.into(), anchor });
        self.section("进度安排", &format!("{period}：{text}"))
    }

    /// A quantity as `改造|公路|112|公里` (verb, subject, number, unit) outside the schedule.
    pub(crate) fn mentions(mut self, parts: &str) -> Self {
        self.0.quantities.push(mention(parts, Anchor::text(400, 1, 400, 20)));
        self
    }

    /// A quantity in the step that was added last.
    pub(crate) fn step_mentions(mut self, parts: &str) -> Self {
        let line = self.0.schedule.len() as u32 + 499;
        self.0.quantities.push(mention(parts, Anchor::text(line, 10, line, 30)));
        self
    }

    pub(crate) fn build(self) -> Task {
        let Row { target: row, sections, schedule, quantities, .. } = self.0;
        let plain = Section { name: "内容".into(), text: "做好工作".into(), items: Vec::new() };
        let sections = if sections.is_empty() { vec![plain] } else { sections };
        Task {
            id: row.id,
            list: row.list,
            category: row.category,
            seq: row.seq,
            seq_inferred: row.seq_inferred,
            title: Some(row.name),
            responsible: row.responsible,
            leader: None,
            sections,
            schedule,
            quantities,
            policies: Vec::new(),
            confidence: row.confidence,
            alternative: None,
            rules: Vec::new(),
            anchor: row.anchor,
        }
    }
}

impl From<TaskRow> for Row {
    fn from(row: TaskRow) -> Row {
        row.0
    }
}

fn months(period: &str) -> (Option<String>, Option<String>) {
    let numbers: Vec<String> = super::interval::numbers_in(period).iter().map(|n| n.to_string()).collect();
    let month = |year: &str, month: &str| Some(format!("{year}-{month:0>2}"));
    match numbers.as_slice() {
        [year] if period.ends_with('年') => (month(year, "1"), month(year, "12")),
        [year, end] if period.contains('年') => (None, month(year, end)),
        [from, to] => (month("2023", from), month("2023", to)),
        [end] => (None, month("2023", end)),
        _ => (None, None),
    }
}

fn mention(parts: &str, anchor: Anchor) -> QuantityMention {
    let parts: Vec<&str> = parts.split('|').collect();
    let [verb, subject, printed, unit] = parts[..] else { panic!("four parts in {parts:?}") };
    let (op, number, number_max) = read(printed);
    QuantityMention {
        text: format!("{verb}{subject}{printed}{unit}"),
        subject: subject.into(),
        op,
        number,
        number_max,
        unit: Some(unit.into()),
        anchor,
    }
}

fn read(raw: &str) -> (Operator, Option<Decimal>, Option<Decimal>) {
    let numbers = super::interval::numbers_in(raw);
    let op = match raw {
        "" | "/" | "——" | "暂无数据" => Operator::None,
        _ if raw.contains('(') || numbers.is_empty() => Operator::Text,
        _ if raw.contains("下降") => Operator::DownBy,
        _ if raw.contains("增长") || raw.contains("提高") => Operator::UpBy,
        _ if raw.starts_with('≥') || raw.ends_with("以上") => Operator::Ge,
        _ if raw.starts_with('≤') || raw.ends_with("以内") => Operator::Le,
        _ if raw.ends_with("左右") => Operator::Approx,
        _ => Operator::Eq,
    };
    let number = numbers.first().copied().filter(|_| !matches!(op, Operator::None | Operator::Text));
    (op, number, None)
}

/// A document in the making.
#[derive(Default)]
pub(crate) struct DocumentBuilder {
    rows: Vec<Row>,
    region: Option<Region>,
    declared: Vec<(String, u32)>,
    claims: Vec<Claim>,
}

impl DocumentBuilder {
    pub(crate) fn with(mut self, row: impl Into<Row>) -> Self {
        self.rows.push(row.into());
        self
    }

    pub(crate) fn with_all(self, rows: impl IntoIterator<Item = impl Into<Row>>) -> Self {
        rows.into_iter().fold(self, |document, row| document.with(row))
    }

    pub(crate) fn of(mut self, name: &str, level: Level) -> Self {
        self.region = Some(Region { name: name.into(), level });
        self
    }

    /// The list or group (its path joined by `/`) declares so many items.
    pub(crate) fn declares(mut self, title: &str, count: u32) -> Self {
        self.declared.push((title.into(), count));
        self
    }

    pub(crate) fn claims(mut self, count: u32, subject: &str) -> Self {
        let (text, anchor) = (format!("{count}项{subject}"), Anchor::text(2, 1, 2, 9));
        self.claims.push(Claim { count, subject: subject.into(), text, anchor });
        self
    }

    fn declared(&self, title: &str) -> Option<Declared> {
        let (_, count) = self.declared.iter().find(|(declaring, _)| declaring == title)?;
        Some(Declared { count: *count, text: format!("{count}项"), anchor: Anchor::text(3, 1, 3, 9) })
    }

    pub(crate) fn build(self) -> DocumentRecords {
        let mut records = DocumentRecords {
            schema_version: SCHEMA_VERSION,
            document: info(self.region.clone()),
            lists: Vec::new(),
            targets: Vec::new(),
            tasks: Vec::new(),
            units: Vec::new(),
            claims: self.claims.clone(),
            not_understood: Vec::new(),
            reporting: Vec::new(),
            corrections: Vec::new(),
            findings: Vec::new(),
            coverage: Coverage::default(),
        };
        for (row, line) in self.rows.iter().zip(10..) {
            self.add(&mut records, row.clone(), line);
        }
        records
    }

    fn add(&self, records: &mut DocumentRecords, mut row: Row, line: u32) {
        row.target.anchor = Anchor::text(line, 1, line, 60);
        for (value, column) in row.target.values.iter_mut().zip(1..) {
            value.anchor = Anchor::text(line, column * 10, line, column * 10 + 4);
        }
        let count = |kind| if kind == ListKind::Targets { records.targets.len() } else { records.tasks.len() };
        let letter = if row.kind == ListKind::Targets { 'T' } else { 'K' };
        row.target.id = format!("{letter}{:03}", count(row.kind) + 1);
        self.enlist(&mut records.lists, &row);
        match row.kind {
            ListKind::Targets => records.targets.push(row.target),
            ListKind::Tasks => records.tasks.push(TaskRow(row).build()),
        }
    }

    fn enlist(&self, lists: &mut Vec<ListInfo>, row: &Row) {
        let Target { id, list: title, category, anchor, .. } = &row.target;
        if lists.iter().all(|list| list.title != *title) {
            lists.push(ListInfo {
                id: format!("L{:02}", lists.len() + 1),
                title: title.clone(),
                kind: row.kind,
                declared: self.declared(title),
                groups: Vec::new(),
                records: Vec::new(),
                anchor: anchor.clone(),
            });
        }
        let list = lists.iter_mut().find(|list| list.title == *title).unwrap();
        list.records.push(id.clone());
        for depth in 1..=category.len() {
            let path = category[..depth].to_vec();
            if list.groups.iter().all(|group| group.path != path) {
                let declared = self.declared(&path.join("/"));
                list.groups.push(Group { path: path.clone(), declared, records: Vec::new(), anchor: anchor.clone() });
            }
        }
        if let Some(group) = list.groups.iter_mut().find(|group| group.path == *category) {
            group.records.push(id.clone());
        }
    }
}

fn info(region: Option<Region>) -> DocumentInfo {
    DocumentInfo {
        id: "文件".into(),
        source: Source {
            path: "a.txt".into(),
            format: Format::Text,
            encoding: "UTF-8".into(),
            bytes: 0,
            sha256: String::new(),
        },
        title: None,
        doc_number: None,
        issuer: None,
        index_number: None,
        signed_date: None,
        published_date: None,
        region,
        year: None,
        attachments: Vec::new(),
        attached: Vec::new(),
        notes: Vec::new(),
    }
}

/// Severity and message of the findings of one check.
pub(crate) fn findings(code: &str, document: DocumentBuilder) -> Vec<(Severity, String)> {
    let mut records = document.build();
    run(&mut records, &Settings::default());
    let of_code = records.findings.into_iter().filter(|finding| finding.code == code);
    of_code.map(|finding| (finding.severity, finding.message)).collect()
}

/// The messages of the findings of one check.
pub(crate) fn messages(code: &str, document: DocumentBuilder) -> Vec<String> {
    findings(code, document).into_iter().map(|(_, message)| message).collect()
}
