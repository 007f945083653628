use super::*;

const TASKS: &str = "# 2025年海湾市重点项目清单\n\n| 序号 | 项目名称 | 建设内容 | 承接方 | 完成时限 |\n|---|---|---|---|---|\n\
                     | 1 | 冷链码头 | 新建泊位2个 | 市港航局 | 6月底前 |\n| 2 | 船闸 | 建成船闸1座 | 市水利局 | 汛期之前 |\n\
                     | 3 | 书房 | 建成书房3家 | 市文旅局 | 9月底前 |\n";
const TARGETS: &str = "# 2025年海湾市主要指标\n\n| 序号 | 指标 | 2025年目标值 | 责任单位 |\n|---|---|---|---|\n\
                       | 1 | 吞吐量增速(%) | 居中游 | 市港航局 |\n| 2 | 耕牛 | 12犋 | 市农业农村局 |\n| 3 | 项目 | 14(58) | 市发改委 |\n";
const DUTIES: &str = "一、任务\n\n1.扩建码头。（市港航局）\n2.办好开放日。（海湾新材料产业园共同体）\n";
const HEADINGS: &str = "甲、主要目标\n\n产值稳步增长，各项工作平稳推进。\n\n乙、重点任务\n\n抓好落实，按期完成。\n";

/// The proposal for a place of a text.
fn proposed(text: &str, name: &str, place: &str) -> Result<Proposal, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    let place = Place::parse(&format!("{name}:{place}")).unwrap();
    from_place(&Layers::built_in(), &place, &[folder.path().to_path_buf()]).map_err(|error| error.to_string())
}

#[test]
fn every_kind_of_note_gives_a_rule_that_passes_and_helps() {
    for (text, name, place, wanted, changes) in [
        (
            TASKS,
            "a.md",
            "3",
            "words = [\"承接方\"]\nyields = { role = \"responsible\" }",
            "责任单位：（空） → 市港航局",
        ),
        (
            TASKS,
            "a.md",
            "6",
            "kind = \"period\"\nwords = [\"汛期之前\"]\nyields = { form = \"recurring\" }",
            "没有变化",
        ),
        (
            TARGETS,
            "a.md",
            "5",
            "kind = \"value\"\nwords = [\"居中游\"]\nyields = { op = \"text\", scope = \"cell\" }",
            "",
        ),
        (TARGETS, "a.md", "6", "id = \"measures.words\"\ntitle = \"计量单位\"\nwords = [\"犋\"]", "12犋（eq 12 犋）"),
        (TARGETS, "a.md", "7", "id = \"office.值1458\"", ""),
        (TARGETS, "a.md", "7", r"pattern = '^{number}\({number:}\)$'", ""),
        (
            DUTIES,
            "a.txt",
            "4",
            "id = \"unit.name\"\ntitle = \"完整的单位名称\"\nwords = [\"海湾新材料产业园共同体\"]",
            "增加 任务",
        ),
        (HEADINGS, "a.txt", "1", "pattern = '^(?<number>[甲乙丙丁戊己庚辛壬癸])[、.:](?<title>.+)$'", ""),
    ] {
        let proposal = proposed(text, name, place).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert!(proposal.problems.is_empty(), "{}", proposal.text());
        assert!(proposal.toml.contains(wanted), "{}", proposal.text());
        assert!(proposal.effect.text().contains(changes), "{place}: {}", proposal.effect.text());
        assert!(!proposal.remarks.is_empty());
    }
}

/// What the cells said when the table was put together is kept: another role would take it apart.
#[test]
fn a_header_that_was_guessed_keeps_its_role() {
    let text = "2025年海湾市项目清单\n\n年度目标（单位）\n\n承接方\n\n编号\n\n完成时限\n\n事项\n\n\
                新建泊位2（个）\n\n市港航局\n\n1\n\n6月底前\n\n冷链码头扩建\n\n整治河道12（公里）\n\n市水利局\n\n2\n\n10月底前\n\n河道综合整治\n";
    let proposal = proposed(text, "a.txt", "5").unwrap();
    assert!(proposal.toml.contains("yields = { role = \"responsible\" }"), "{}", proposal.text());
    assert!(proposal.effect.text().ends_with("0 份有变化：没有变化\n"), "{}", proposal.effect.text());
}

#[test]
fn a_label_before_units_is_put_on_its_list() {
    let text = "1.扩建码头，9月底前完工。\n完成单位：市港航局\n";
    let proposal = proposed(text, "a.txt", "2").unwrap();
    assert!(proposal.problems.is_empty(), "{}", proposal.text());
    assert!(proposal.toml.contains("id = \"unit.label-responsible\""), "{}", proposal.text());
    assert!(proposal.toml.contains("words = [\"完成单位\"]"), "{}", proposal.text());
    assert!(proposal.effect.text().contains("增加 任务"), "{}", proposal.effect.text());
}

#[test]
fn where_no_rule_helps_the_reason_is_told() {
    assert!(proposed(TASKS, "a.md", "1").unwrap_err().contains("第1行没有没认出的内容"));
    let sentence = TASKS.replace("汛期之前", "根据上级部署另行安排有关工作，适时推进。");
    assert!(proposed(&sentence, "a.md", "6").unwrap_err().contains("第6行没有没认出的内容"));
}

#[test]
fn a_proposal_is_appended_to_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("规则/本单位.toml");
    write(&proposed(TASKS, "a.md", "3").unwrap(), &path).unwrap();
    write(&proposed(TARGETS, "a.md", "6").unwrap(), &path).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("#:schema ./schema.json\n\n[[rule]]"), "{text}");
    let rules = Rules::load(path.parent()).unwrap_or_else(|error| panic!("{error}"));
    assert!(rules.pack.rule("office.承接方").is_some() && rules.pack.is_measure("犋"));
    assert!(path.with_file_name("schema.json").is_file());
}
