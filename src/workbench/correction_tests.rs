use super::*;
use crate::pipeline::opened;
use crate::record::{Operator, Responsible, Role, ScheduleEntry};
use crate::write::json;
use std::fs;
use tempfile::TempDir;

const TASKS: &str = "# 2025年海湾市重点项目清单\n\n| 序号 | 项目名称 | 建设内容 | 承接方 | 完成时限 |\n|---|---|---|---|---|\n\
                     | 1 | 冷链码头 | 新建泊位2个 | 市港航局 | 6月底前 |\n| 2 | 船闸 | 建成船闸1座 | 市水利局 | 汛前：开工 |\n";
const TARGETS: &str = "# 2025年海湾市主要指标\n\n| 序号 | 指标 | 2025年目标值 | 责任单位 |\n|---|---|---|---|\n\
                       | 1 | 吞吐量增速(%) | 不小于等于90 | 市港航局 |\n| 2 | 绿地(公倾) | 13 | 市资规局 |\n";

/// A document that was read, its records, and a folder for both.
struct Work {
    folder: TempDir,
    records: DocumentRecords,
}

impl Work {
    fn new(text: &str) -> Work {
        let folder = tempfile::tempdir().unwrap();
        let file = File { file: folder.path().join("in/来文.md"), path: "来文.md".into() };
        fs::create_dir(folder.path().join("in")).unwrap();
        fs::write(&file.file, text).unwrap();
        let rules = Rules::load(None).unwrap();
        let records = opened(&file).remove(0).unwrap().records(&rules).unwrap();
        Work { folder, records }
    }

    /// What comes of the records after somebody has put them right.
    fn corrected(&self, correct: impl FnOnce(&mut DocumentRecords)) -> Result<Corrected, String> {
        let mut wanted = self.records.clone();
        correct(&mut wanted);
        let path = self.folder.path().join("改过的.json");
        fs::write(&path, json::document(&wanted)).unwrap();
        self.learnt(&path)
    }

    fn learnt(&self, path: &Path) -> Result<Corrected, String> {
        let folders = [self.folder.path().join("in")];
        from_correction(&Layers::built_in(), path, &folders, &[]).map_err(|error| error.to_string())
    }
}

fn unit(name: &str) -> Responsible {
    Responsible { name: name.to_string(), role: Role::Equal }
}

/// The proposal is good and reaches what was corrected.
fn proves(corrected: &Corrected, wanted: &str, reached: usize) {
    let text = corrected.text();
    let proposal = corrected.proposal.as_ref().unwrap_or_else(|| panic!("{text}"));
    assert!(proposal.problems.is_empty(), "{text}");
    assert!(proposal.toml.contains(wanted), "{text}");
    assert_eq!(corrected.reached, reached, "{text}");
}

#[test]
fn units_from_a_column_of_text_give_a_rule_for_its_header() {
    let work = Work::new(TASKS);
    let corrected = work.corrected(|records| records.tasks[0].responsible = vec![unit("市港航局")]).unwrap();
    proves(&corrected, "words = [\"承接方\"]\nyields = { role = \"responsible\" }", 1);
    assert!(corrected.text().contains("由 tables.seq、"), "{}", corrected.text());
    let effect = corrected.proposal.unwrap().effect.text();
    assert!(effect.contains("船闸") && effect.contains("共 1 份文件，1 份有变化"), "{effect}");
}

#[test]
fn a_unit_by_another_name_gives_an_alias() {
    let work = Work::new(TARGETS);
    let corrected = work.corrected(|records| records.targets[1].responsible = vec![unit("市资源规划局")]).unwrap();
    proves(&corrected, "[[unit]]\nname = \"市资源规划局\"\naliases = [\"市资规局\"]", 0);
    assert!(corrected.text().contains("原文照录"), "{}", corrected.text());
}

#[test]
fn a_value_gives_a_rule_with_the_case_as_its_example() {
    let work = Work::new(TARGETS);
    let corrected = work
        .corrected(|records| {
            records.targets[0].values[0].op = Operator::Ge;
            records.targets[0].values[0].number = Some(90.into());
        })
        .unwrap();
    proves(
        &corrected,
        "pattern = '^不小于等于{number}$'\nyields = { op = \"ge\" }\n[[rule.example]]\ntext = \"不小于等于90\"",
        1,
    );
    assert!(corrected.proposal.unwrap().toml.contains("record = { number = \"90\" }\nsource = \"来文.md\""));
}

#[test]
fn a_period_and_a_unit_of_measure_are_learnt() {
    let work = Work::new(TASKS);
    let step = ScheduleEntry {
        raw: "汛前".into(),
        end: Some("2025-04".into()),
        text: "开工".into(),
        ..work.records.tasks[1].schedule[0].clone()
    };
    let corrected = work.corrected(|records| records.tasks[1].schedule = vec![step]).unwrap();
    proves(&corrected, "kind = \"period\"\nwords = [\"汛前\"]\nyields = { form = \"deadline\", end = \"4\" }", 1);
    let work = Work::new(&TARGETS.replace("绿地(公倾)", "绿地(亩)"));
    let corrected = work.corrected(|records| records.targets[1].unit = Some("公顷".into())).unwrap();
    assert!(corrected.text().contains("计量单位“亩”统一写成“公顷”"), "{}", corrected.text());
}

#[test]
fn a_workbook_corrected_by_hand_is_learnt_from_as_well() {
    let work = Work::new(TASKS);
    let id = &work.records.document.id;
    let out = work.folder.path().join("out");
    fs::create_dir_all(out.join("documents")).unwrap();
    fs::write(out.join(format!("documents/{id}.json")), json::document(&work.records)).unwrap();
    let mut wanted = work.records.clone();
    wanted.tasks[0].responsible = vec![unit("市港航局")];
    wanted.tasks[1].responsible = vec![unit("市水利局")];
    // The workbook of the records as they are has no column of units; somebody has added it.
    let path = out.join(format!("{id}.xlsx"));
    fs::write(&path, crate::write::xlsx::document_workbook(&wanted, &[]).unwrap()).unwrap();
    let corrected = work.learnt(&path).unwrap();
    proves(&corrected, "words = [\"承接方\"]\nyields = { role = \"responsible\" }", 2);
    fs::write(&path, crate::write::xlsx::document_workbook(&work.records, &[]).unwrap()).unwrap();
    assert!(work.learnt(&path).unwrap_err().contains("与程序读出的一样"));
}

#[test]
fn what_no_rule_can_learn_is_told() {
    let work = Work::new(TASKS);
    assert!(work.corrected(|_| {}).unwrap_err().contains("与程序读出的一样"));
    let corrected = work.corrected(|records| records.tasks[0].seq = Some(7)).unwrap();
    assert!(corrected.proposal.is_none() && corrected.text().contains("规则学不来"), "{}", corrected.text());
    let path = work.folder.path().join("坏.json");
    fs::write(&path, "{}").unwrap();
    assert!(work.learnt(&path).unwrap_err().contains("不是 documents/*.json 的格式"));
    assert!(work.learnt(Path::new("没有.json")).unwrap_err().contains("读不了"));
    assert!(work.learnt(Path::new("没有.xlsx")).unwrap_err().contains("工作簿旁边没有"));
}
