use super::*;
use crate::write::specimen;
use calamine::{Data, Reader, Xlsx, open_workbook};

fn write(path: &Path, limit: u32, documents: &[DocumentRecords]) -> Xlsx<std::io::BufReader<std::fs::File>> {
    let mut summary = Summary::with_limit(path, limit).unwrap();
    documents.iter().for_each(|records| summary.push(records).unwrap());
    assert!(!path.exists());
    summary.finish().unwrap();
    open_workbook(path).unwrap()
}

fn rows(workbook: &mut Xlsx<std::io::BufReader<std::fs::File>>, sheet: &str) -> Vec<Vec<Data>> {
    workbook.worksheet_range(sheet).unwrap().rows().skip(3).map(<[Data]>::to_vec).collect()
}

#[test]
fn all_documents_stand_in_one_workbook() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("汇总.xlsx");
    let mut workbook = write(&path, ROWS, &[specimen::city(), specimen::empty(), specimen::city()]);
    let names = ["总览", "指标目标", "县区分解", "任务清单", "时间节点", "责任单位", "单位分工", "校验结果", "核对单"];
    assert_eq!(workbook.sheet_names(), names);
    assert_eq!(rows(&mut workbook, "总览").len(), 3);
    assert_eq!(rows(&mut workbook, "总览")[1][2], Data::String("空.txt".into()));
    let (whole, parts) = (rows(&mut workbook, "指标目标"), rows(&mut workbook, "县区分解"));
    assert_eq!((whole.len(), parts.len()), (2 * 6, 2 * 4), "every value stands once");
    let expected = [Data::String("样市".into()), Data::Float(2022.0), Data::String("样市政发〔2022〕1号".into())];
    assert_eq!(whole[0][..3], expected);
    assert!(whole[0].contains(&Data::Float(14.7)));
    assert_eq!(rows(&mut workbook, "任务清单").len(), 6);
    assert_eq!(rows(&mut workbook, "时间节点").len(), 12);
    assert_eq!(rows(&mut workbook, "单位分工").len(), 14);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_full_sheet_goes_on_in_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let documents = vec![specimen::city(); 3];
    // Three rows of head and eight of data: the eighteen values of three documents fill three sheets.
    let mut workbook = write(&dir.path().join("汇总.xlsx"), 11, &documents);
    let names = workbook.sheet_names();
    let targets: Vec<_> = names.iter().filter(|name| name.starts_with("指标目标")).collect();
    assert_eq!(targets, ["指标目标", "指标目标2", "指标目标3"]);
    assert_eq!(names[4], "县区分解", "they stand together");
    let counts: Vec<_> = targets.iter().map(|name| rows(&mut workbook, name).len()).collect();
    assert_eq!(counts, [8, 8, 2]);
    let header = |name: &str, w: &mut Xlsx<_>| w.worksheet_range(name).unwrap().rows().nth(2).unwrap().to_vec();
    let note = workbook.worksheet_range("指标目标3").unwrap().rows().nth(1).unwrap()[0].to_string();
    assert_eq!(note, "指标目标3　接“指标目标2”，一张表最多11行");
    assert_eq!(header("指标目标", &mut workbook), header("指标目标3", &mut workbook));
}

/// The numbers of the rows of a sheet, counted from 1.
fn row_numbers(path: &Path, sheet: usize) -> Vec<u32> {
    let bytes = std::fs::read(path).unwrap();
    let xml = super::super::tests::part_of(&bytes, &format!("xl/worksheets/sheet{sheet}.xml"));
    xml.split("<row r=\"").skip(1).map(|row| row.split('"').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn every_row_stands_once_and_has_its_height_but_the_last() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("汇总.xlsx");
    for (documents, limit) in [(vec![], ROWS), (vec![specimen::city()], ROWS), (vec![specimen::city(); 3], 11)] {
        let sheets = write(&path, limit, &documents).sheet_names().len();
        for sheet in 1..=sheets {
            let rows = row_numbers(&path, sheet);
            assert_eq!(rows, (1..=rows.len() as u32).collect::<Vec<_>>(), "sheet {sheet}");
            let xml = super::super::tests::part_of(
                &std::fs::read(&path).unwrap(),
                &format!("xl/worksheets/sheet{sheet}.xml"),
            );
            assert_eq!(xml.matches(" customHeight=\"1\"").count(), rows.len() - 1, "sheet {sheet}");
        }
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn no_documents_give_an_overview_without_rows() {
    let dir = tempfile::tempdir().unwrap();
    let mut workbook = write(&dir.path().join("汇总.xlsx"), ROWS, &[]);
    assert_eq!(workbook.sheet_names(), ["总览"]);
    assert!(rows(&mut workbook, "总览").is_empty());
}

#[test]
fn every_sheet_is_filtered_to_its_last_row() {
    let dir = tempfile::tempdir().unwrap();
    let workbook = write(&dir.path().join("汇总.xlsx"), 11, &vec![specimen::city(); 3]);
    let mut filters: Vec<_> = workbook.defined_names().iter().filter(|(n, _)| n.contains("_FilterDatabase")).collect();
    filters.retain(|(_, range)| range.starts_with("指标目标"));
    let ends: Vec<_> = filters.iter().map(|(_, range)| range.rsplit('$').next().unwrap()).collect();
    assert_eq!(ends, ["11", "11", "5"]);
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (dir.path().join("1.xlsx"), dir.path().join("2.xlsx"));
    for path in [&one, &other] {
        write(path, ROWS, &[specimen::city(), specimen::empty()]);
    }
    assert_eq!(std::fs::read(one).unwrap(), std::fs::read(other).unwrap());
}

#[test]
fn a_workbook_that_is_not_finished_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut summary = Summary::new(&dir.path().join("汇总.xlsx")).unwrap();
    summary.push(&specimen::city()).unwrap();
    drop(summary);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_panic_under_the_temporary_files_becomes_an_error() {
    let error = guarded(Path::new("汇总.xlsx"), || panic!("no space left")).unwrap_err();
    assert!(error.to_string().contains("临时文件写不下去"), "{error}");
}

#[test]
fn the_workbook_may_be_filled_from_another_thread() {
    fn can_be_sent<T: Send>() {}
    can_be_sent::<Summary>();
}
