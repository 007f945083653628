//! Records made in code for the tests of the writers.

use crate::record::*;

fn responsible(name: &str, role: Role) -> Responsible {
    Responsible { name: name.into(), role }
}

/// A value of the year 2022 as a table prints it.
pub fn value(region: &str, basis: Basis, raw: &str, op: Operator, number: Option<&str>) -> TargetValue {
    TargetValue {
        region: region.into(),
        year: Some(if basis == Basis::Actual { 2021 } else { 2022 }),
        basis,
        raw: raw.into(),
        op,
        number: number.map(|n| n.parse().unwrap()),
        number_max: None,
        unit: None,
        note: None,
        anchor: Anchor::text(12, 1, 12, 4),
    }
}

/// An indicator with its values.
pub fn target(id: &str, name: &str, unit: Option<&str>, values: Vec<TargetValue>) -> Target {
    Target {
        id: id.into(),
        list: "主要指标表".into(),
        category: vec!["经济发展".into()],
        seq: id[1..].parse().ok(),
        seq_inferred: false,
        name: name.into(),
        component: None,
        unit: unit.map(Into::into),
        attribute: None,
        responsible: vec![responsible("市统计局", Role::Support), responsible("市发改委", Role::Lead)],
        values,
        confidence: 1.0,
        alternative: None,
        rules: vec![],
        anchor: Anchor::text(12, 1, 12, 40),
    }
}

/// A task without text or steps.
pub fn task(id: &str, title: Option<&str>) -> Task {
    Task {
        id: id.into(),
        list: "重点工作清单".into(),
        category: vec![],
        seq: id[1..].parse().ok(),
        seq_inferred: false,
        title: title.map(Into::into),
        responsible: vec![responsible("市经信局", Role::Equal)],
        leader: None,
        sections: vec![],
        schedule: vec![],
        quantities: vec![],
        policies: vec![],
        confidence: 1.0,
        alternative: None,
        rules: vec![],
        anchor: Anchor::text(40, 1, 44, 9),
    }
}

/// A text column of a task.
pub fn section(name: &str, text: &str) -> Section {
    Section { name: name.into(), text: text.into(), items: vec![] }
}

/// A step of a schedule.
pub fn step(raw: &str, start: Option<&str>, end: Option<&str>, text: &str) -> ScheduleEntry {
    ScheduleEntry {
        raw: raw.into(),
        start: start.map(Into::into),
        end: end.map(Into::into),
        text: text.into(),
        anchor: Anchor::text(41, 1, 41, 20),
    }
}

/// A document that gave nothing.
pub fn empty() -> DocumentRecords {
    DocumentRecords {
        schema_version: SCHEMA_VERSION,
        document: DocumentInfo {
            id: "空".into(),
            source: Source {
                path: "空.txt".into(),
                format: Format::Text,
                encoding: "UTF-8".into(),
                bytes: 0,
                sha256: "e3b0".into(),
            },
            title: None,
            doc_number: None,
            issuer: None,
            index_number: None,
            signed_date: None,
            published_date: None,
            region: None,
            year: None,
            attachments: vec![],
            attached: vec![],
            notes: Vec::new(),
        },
        lists: vec![],
        targets: vec![],
        tasks: vec![],
        units: vec![],
        claims: vec![],
        not_understood: vec![],
        reporting: vec![],
        corrections: vec![],
        findings: vec![],
        coverage: Coverage::default(),
    }
}

/// A city's document with four indicators (two of them broken down), three tasks and two findings.
pub fn city() -> DocumentRecords {
    let mut records = empty();
    records.document = DocumentInfo {
        id: "样市政发-2022-1".into(),
        title: Some("样市2022年重点工作责任分解".into()),
        doc_number: Some("样市政发〔2022〕1号".into()),
        issuer: Some("样市人民政府".into()),
        signed_date: Some("2022-03-01".into()),
        region: Some(Region { name: "样市".into(), level: Level::City }),
        year: Some(2022),
        ..records.document
    };
    records.targets = targets();
    records.tasks = tasks();
    records.units = vec![unit("市发改委", 4, 0, 0), unit("市经信局", 0, 3, 3)];
    records.findings = findings();
    records.coverage = Coverage { characters: 1000, in_records: 900, ..Coverage::default() };
    records.coverage.explained.prose = 60;
    records.coverage.unread = 40;
    records
}

fn targets() -> Vec<Target> {
    use Basis::{Actual, SuperiorTarget, Target as Goal};
    let mut range = value("东县", Goal, "1-2", Operator::Range, Some("1"));
    range.number_max = Some(Decimal::TWO);
    vec![
        target(
            "T001",
            "人均生产总值",
            Some("万元"),
            vec![
                value("全市", Actual, "14.70", Operator::Eq, Some("14.70")),
                value("全市", Goal, "≥16", Operator::Ge, Some("16")),
                value("全市", SuperiorTarget, "11.3以上", Operator::Ge, Some("11.3")),
            ],
        ),
        target("T002", "=环境满意度", None, vec![value("全市", Goal, "全覆盖", Operator::Text, None)]),
        target(
            "T003",
            "农村公路完成养护",
            Some("公里"),
            vec![
                value("东县", Goal, "40", Operator::Eq, Some("40")),
                value("全市", Goal, "78", Operator::Eq, Some("78")),
                value("西县", Goal, "38.8", Operator::Eq, Some("38.8")),
            ],
        ),
        target(
            "T004",
            "新建公园",
            Some("个"),
            vec![
                value("全市", Goal, "-", Operator::None, None),
                range,
                value("西县", Goal, "按需", Operator::Text, None),
            ],
        ),
    ]
}

fn tasks() -> Vec<Task> {
    let mut first = task("K001", Some("数字经济"));
    first.sections = vec![section("目标体系", "1.建成平台。\n2.培育企业20家。"), section("工作体系", "成立专班。")];
    first.schedule = vec![
        step("2-4月", Some("2022-02"), Some("2022-04"), "印发要点。"),
        step("4-6月", Some("2022-04"), Some("2022-06"), "启动建设。"),
        step("全年", Some("2022-01"), Some("2022-12"), "持续推进。"),
        step("每季度", None, None, "开展督查。"),
    ];
    let mut second = task("K002", Some("公园建设"));
    second.sections = vec![section("目标体系", "建成公园。"), section("工作体系", "制定方案。")];
    second.schedule = vec![
        step("6月底前", None, Some("2022-06"), "完成设计。"),
        step("11月-次年2月", Some("2022-11"), Some("2023-02"), "完成验收。"),
    ];
    let mut third = task("K003", None);
    third.list = "其他任务".into();
    third.sections = vec![section("内容", "推进改革。")];
    vec![first, second, third]
}

fn unit(name: &str, targets: u32, tasks_led: u32, tasks: u32) -> Unit {
    Unit {
        name: name.into(),
        canonical: name.into(),
        aliases: vec![name.into()],
        level: Some(Level::City),
        listed: false,
        targets,
        tasks_led,
        tasks,
    }
}

fn findings() -> Vec<Finding> {
    let quote = |text: &str, line| Evidence { text: text.into(), anchor: Anchor::text(line, 1, line, 2) };
    let finding = |code: &str, severity, message: &str, evidence| Finding {
        code: code.into(),
        severity,
        message: message.into(),
        subject: vec!["T003".into()],
        expected: Some("78.8".into()),
        found: Some("78".into()),
        evidence,
        fingerprint: format!("{code}-1"),
    };
    let sum = "农村公路完成养护：全市78，各地合计78.8";
    vec![
        finding("GW201", Severity::Error, sum, vec![quote("78", 30), quote("40", 31)]),
        finding("GW103", Severity::Warning, "一项任务没有责任单位", vec![quote("推进改革", 50)]),
    ]
}
