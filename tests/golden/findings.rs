//! The mistakes that were planted in the specimens are found, and nothing else is reported: a false alarm costs trust.

use super::specimen::{self, Specimen};
use gongwen::record::Finding;
use std::collections::BTreeSet;

/// A finding that must be there, once.
struct Expected {
    /// Folder of the case.
    case: &'static str,
    code: &'static str,
    /// What the message says, all of it.
    says: &'static [&'static str],
    /// What is wrong in the specimen.
    because: &'static str,
}

const EXPECTED: &[Expected] = &[
    Expected {
        case: "city-duties-2023",
        code: "GW104",
        says: &["第8项", "沙门县", "为空"],
        because: "the cell of one county is empty where the others without a task print \"/\"",
    },
    Expected {
        case: "city-duties-2023",
        code: "GW201",
        says: &["第10项", "全市 78", "30.4+25.9+14.2+8.3=78.8", "相差 0.8"],
        because: "the counties add up to 0.8 km more than the city",
    },
    Expected {
        case: "city-key-tasks-2024",
        code: "GW302",
        says: &["市资规局", "市资源规划局", "单位名单"],
        because: "the printed list of units has another name for the unit",
    },
    Expected {
        case: "city-work-points-2022",
        code: "GW101",
        says: &["收入分配制度改革先行示范", "写明4项", "实际列出3项"],
        because: "the heading declares one item more than stands below it",
    },
    Expected {
        case: "city-work-points-2022",
        code: "GW101",
        says: &["5+4+4=13", "实际列出12项", "正文也写“12项重点工作”"],
        because: "the headings declare thirteen items, the text and the list have twelve",
    },
    Expected {
        case: "city-work-points-2022",
        code: "GW105",
        says: &["第7项", "没有写明年度或时间"],
        because: "the schedule of the row names no period",
    },
    Expected {
        case: "city-work-points-2022",
        code: "GW105",
        says: &["第7项", "“评价体系”的内容"],
        because: "four columns of the row are empty",
    },
    Expected {
        case: "city-work-points-2022",
        code: "GW108",
        says: &["县区分解表", "第10、11、15项"],
        because: "the labels of the second page stand in the wrong rows",
    },
    Expected {
        case: "county-lists-2021",
        code: "GW101",
        says: &["短板问题清单：", "标题写明9项", "4+6=10"],
        because: "the groups declare ten, the title nine",
    },
    Expected {
        case: "county-lists-2021",
        code: "GW101",
        says: &["产业发展方面", "写明4项", "实际列出5项"],
        because: "the heading declares one item less than stands below it",
    },
    Expected {
        case: "county-lists-2021",
        code: "GW101",
        says: &["社会民生方面", "写明6项", "实际列出4项"],
        because: "the heading declares two items more than stand below it",
    },
    Expected {
        case: "county-lists-2021",
        code: "GW302",
        says: &["县交通运输局", "县交通局"],
        because: "one bureau stands under two names",
    },
    Expected {
        case: "district-work-points-2022",
        code: "GW101",
        says: &["4项重大改革", "实际列出3项"],
        because: "the text counts four reforms, the list holds three",
    },
    Expected {
        case: "county-lists-2021",
        code: "GW102",
        says: &["第1至9项", "没有印编号", "从10开始"],
        because: "the numbers of the first nine rows are not printed",
    },
    Expected {
        case: "county-lists-2021",
        code: "GW105",
        says: &["第11项", "没有写明年度或时间", "每季度召开一次例会"],
        because: "the yearly goal names no year",
    },
    Expected {
        case: "district-work-points-2022",
        code: "GW105",
        says: &["第2项", "“评价体系”"],
        because: "one task has an empty column",
    },
];

/// Planted mistakes that no check sees yet, by case and a piece of `what` in gold.json.
const UNSEEN: &[(&str, &str, &str)] = &[];

/// What a check says of the reading, not of the document; the snapshots hold these.
const ABOUT_THE_READING: [&str; 2] = ["GW107", "GW109"];

#[test]
fn exactly_the_planted_mistakes_are_found() {
    let wrong: Vec<String> = specimen::all().iter().flat_map(wrong_findings).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn wrong_findings(specimen: &Specimen) -> Vec<String> {
    let about_the_document = |finding: &&Finding| !ABOUT_THE_READING.contains(&finding.code.as_str());
    let mut left: Vec<_> = specimen.records.findings.iter().filter(about_the_document).collect();
    let mut wrong = Vec::new();
    for expected in EXPECTED.iter().filter(|expected| expected.case == specimen.case) {
        let says = |finding: &&Finding| {
            finding.code == expected.code && expected.says.iter().all(|part| finding.message.contains(part))
        };
        match left.iter().position(says) {
            Some(at) => drop(left.remove(at)),
            None => wrong.push(format!(
                "{}: missing {} that says {:?}: {}",
                specimen.case, expected.code, expected.says, expected.because
            )),
        }
    }
    wrong.extend(left.iter().map(|f| format!("{}: false alarm {} {}", specimen.case, f.code, f.message)));
    wrong
}

/// Every mistake that gold.json lists is expected above or is known to be unseen.
#[test]
fn every_planted_mistake_is_accounted_for() {
    for specimen in specimen::all() {
        for planted in &specimen.gold.findings {
            let unseen = UNSEEN.iter().any(|(case, what, _)| *case == specimen.case && planted.what.starts_with(what));
            let says = |expected: &Expected| {
                expected.case == specimen.case
                    && planted.values.iter().all(|value| expected.says.iter().any(|part| part.contains(value.as_str())))
            };
            let (kind, place) = (&planted.kind, &planted.place);
            assert!(unseen || EXPECTED.iter().any(says), "{}: {kind} at {place} is not expected", specimen.case);
        }
    }
}

/// The table of `seeds/README.md` names the same files and codes.
#[test]
fn the_paper_of_the_specimens_tells_the_same() {
    let paper = include_str!("../../seeds/README.md");
    let (_, table) = paper.split_once("<!-- 毛病 -->").expect("the table is marked");
    let mut file = "";
    let mut told = BTreeSet::new();
    for row in table.lines().skip(1).take_while(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        file = if cells[0] == "同上" { file } else { cells[0].trim_matches('`') };
        told.extend(cells[3].starts_with("GW").then(|| (file.to_string(), cells[3].to_string())));
    }
    let file_of = |case: &str| specimen::all().iter().find(|s| s.case == case).map(|s| s.gold.document.file.clone());
    let expected = EXPECTED.iter().filter_map(|expected| Some((file_of(expected.case)?, expected.code.to_string())));
    assert_eq!(told, expected.collect());
}
