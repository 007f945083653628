//! Items and duties made in code for the tests.

use super::*;
use crate::record::{Anchor, Operator, Responsible, Role};

/// A step of a task of 甲局 and 乙局.
pub fn step(raw: &str, start: Option<&str>, end: Option<&str>) -> Item {
    let unit = |name: &str, role| Responsible { name: name.into(), role };
    Item {
        key: format!("文|1234.{raw}"),
        document: "文".into(),
        document_name: "海政发〔2022〕1号".into(),
        region: "海湾市".into(),
        record: "K001".into(),
        kind: ItemKind::Task,
        list: "重点工作".into(),
        category: String::new(),
        seq: Some(1),
        name: "建设港口".into(),
        content: "建成泊位。".into(),
        step: "完成验收。".into(),
        period: raw.into(),
        start: start.and_then(Month::parse),
        due: end.and_then(Month::parse).map(Month::last),
        goal: None,
        responsible: vec![unit("甲局", Role::Lead), unit("乙局", Role::Support)],
        leader: String::new(),
        anchor: Anchor::text(3, 1, 3, 9),
    }
}

/// An indicator of 甲局 with a goal.
pub fn target(op: Operator, number: &str) -> Item {
    let goal = Goal { op, number: number.parse().expect("a number"), unit: String::new() };
    Item {
        key: "文|5678".into(),
        record: "T001".into(),
        kind: ItemKind::Target,
        name: "新增泊位（个）".into(),
        content: number.into(),
        step: String::new(),
        goal: Some(goal),
        ..step("2022年", Some("2022-01"), Some("2022-12"))
    }
}
