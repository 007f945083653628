//! A comparison made in code for the tests of its writers.

use crate::record::comparison::*;
use crate::record::{Anchor, Basis, Decimal, Operator, SCHEMA_VERSION, Severity};

fn decimal(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

fn value(document: &str, place: &str, year: i32, basis: Basis, raw: &str) -> SeriesValue {
    SeriesValue {
        document: document.into(),
        target: "T001".into(),
        region: place.into(),
        place: place.into(),
        year: Some(year),
        basis,
        op: Operator::Eq,
        number: decimal(raw),
        number_max: None,
        value: decimal(raw),
        raw: raw.into(),
        note: None,
        anchor: Anchor::text(9, 1, 9, 4),
    }
}

fn document(id: &str, year: i32, relation: Relation) -> ComparedDocument {
    ComparedDocument {
        id: id.into(),
        path: format!("{id}.txt"),
        title: Some(format!("{year}年东海市<重点>工作要点")),
        doc_number: (relation == Relation::Same).then(|| format!("东政发〔{year}〕7号")),
        year: Some(year),
        region: Some("东海市".into()),
        relation,
    }
}

fn indicator() -> ComparedIndicator {
    let series = vec![
        value("新", "东海市", 2023, Basis::Target, "17"),
        value("新", "东海市", 2022, Basis::Actual, "15.2"),
        value("新", "望洲区", 2023, Basis::Target, "14"),
        value("旧", "东海市", 2022, Basis::Target, "16"),
        value("旧", "望洲区", 2022, Basis::Target, "13"),
        value("更旧", "东海市", 2022, Basis::Target, "16.5"),
    ];
    let member = |document: &str| Member {
        document: document.into(),
        target: "T001".into(),
        name: "人均生产总值".into(),
        score: 1.0,
        reason: MatchReason::Same,
        scale: decimal("1"),
    };
    ComparedIndicator {
        id: "I001".into(),
        canonical: "人均地区生产总值".into(),
        category: vec!["经济发展".into()],
        members: ["新", "旧", "更旧"].map(member).to_vec(),
        unit: Some("万元".into()),
        direction: Direction::Higher,
        direction_reason: "规则中的“人均地区生产总值”".into(),
        kind: QuantityKind::Average,
        kind_reason: "规则中的“人均地区生产总值”".into(),
        goal: Some(series[0].clone()),
        earlier_goal: Some(series[3].clone()),
        actual: Some(series[1].clone()),
        superior: None,
        series,
        change: decimal("1"),
        against: Some(Baseline::EarlierGoal),
        judgement: Judgement::Better,
        note: None,
    }
}

fn place(document: &str, task: &str) -> TaskPlace {
    TaskPlace {
        document: document.into(),
        task: task.into(),
        title: "渔港避风锚地".into(),
        list: "重点任务".into(),
        seq: Some(1),
    }
}

fn task(status: TaskStatus, old: Option<TaskPlace>, new: Option<TaskPlace>) -> TaskChange {
    TaskChange { status, old, new, score: None, line: None, difference: None, words: vec![], weakened: vec![] }
}

/// A new document of 2023 against two of 2022.
pub fn comparison() -> Comparison {
    let word = |kind, text: &str| WordChange { kind, text: text.into() };
    let changed = TaskChange {
        difference: Some("用词由“建成”变为“推进”，要求减弱".into()),
        words: vec![word(WordKind::Removed, "建成"), word(WordKind::Added, "推进"), word(WordKind::Kept, "锚地<2处>")],
        weakened: vec![Weakening { from: "建成".into(), to: "推进".into() }],
        score: Some(0.9),
        line: Some("旧#K007".into()),
        ..task(TaskStatus::Changed, Some(place("旧", "K007")), Some(place("新", "K001")))
    };
    Comparison {
        schema_version: SCHEMA_VERSION,
        documents: vec![document("新", 2023, Relation::New), document("旧", 2022, Relation::Same)],
        indicators: vec![indicator()],
        doubtful: vec![DoubtfulPair {
            indicators: ["I001".into(), "I002".into()],
            names: ["老旧小区".into(), "城镇老旧小区".into()],
            score: 0.8,
        }],
        tasks: vec![
            changed,
            task(TaskStatus::New, None, Some(place("新", "K002"))),
            task(TaskStatus::Gone, Some(place("旧", "K009")), None),
        ],
        units: vec![UnitChange {
            status: UnitStatus::Renamed,
            document: Some("旧".into()),
            old: Some("市大数据局".into()),
            new: Some("市数据局".into()),
            reason: "2024年起改为数据局".into(),
        }],
        findings: vec![ComparisonFinding {
            code: "GW502".into(),
            severity: Severity::Warning,
            message: "人均生产总值：变化<过大>".into(),
            subject: vec!["新#T001".into()],
            expected: None,
            found: Some("17".into()),
            evidence: vec![DocumentEvidence {
                document: "新".into(),
                text: "17".into(),
                anchor: Anchor::text(9, 1, 9, 4),
            }],
            fingerprint: "0123456789abcdef".into(),
        }],
    }
}
