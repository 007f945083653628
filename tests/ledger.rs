//! The ledger from outside: versions of a document, foreign and old files, readers beside a writer, a killed writer.

use gongwen::ledger::{Filter, Label, Labels, Ledger, Question, Reported, Said, Stored, TaskLink, TaskName};
use gongwen::pipeline::{self, Options};
use gongwen::record::DocumentRecords;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

/// A small document with indicators and a task that has steps.
const NOTICE: &str = "# 海湾市人民政府办公室文件\n\n海政办发〔2025〕7号\n\n## 关于印发2025年海湾市重点工作清单的通知\n\n\
    各区人民政府：\n\n## 一、主要指标\n\n\
    | 序号 | 指标 | 2024年完成值 | 2025年目标值 | 责任单位 |\n|---|---|---|---|---|\n\
    | 1 | 海水养殖产量（万吨） | 12.5 | 13以上 | 市农业农村局 |\n\
    | 2 | 人均生产总值（万元） | 14.7 | 16 | 市发改委 |\n\n\
    ## 二、重点任务清单\n\n\
    | 序号 | 任务名称 | 主要内容 | 责任单位 | 进度安排 |\n|---|---|---|---|---|\n\
    | 1 | 渔港避风锚地 | 新建锚地2处 | 市农业农村局、市交通局 | 9月底前：完工 |\n\
    | 2 | 冷链码头 | 新建泊位3个 | 市交通局 | 12月底前：投用 |\n";

static RECORDS: LazyLock<DocumentRecords> = LazyLock::new(|| {
    if let Some(file) = std::env::var_os(CHILD_RECORDS) {
        return serde_json::from_str(&fs::read_to_string(file).expect("readable")).expect("records");
    }
    let desk = tempfile::tempdir().expect("a temporary folder");
    fs::write(desk.path().join("甲.md"), NOTICE).expect("writable");
    let options =
        Options { inputs: vec![desk.path().join("甲.md")], output: desk.path().join("out"), ..Options::default() };
    let outcome = pipeline::run(&options, &()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((outcome.failures.len(), outcome.ledger), (0, None));
    let file = fs::read_dir(desk.path().join("out/documents")).expect("documents").next().expect("one").expect("entry");
    serde_json::from_str(&fs::read_to_string(file.path()).expect("readable")).expect("records")
});

/// The document under another number, with other content.
fn numbered(number: usize) -> DocumentRecords {
    let mut records = RECORDS.clone();
    records.document.doc_number = Some(format!("海政办发〔2025〕{number}号"));
    records.document.source.sha256 = format!("{number:064x}");
    records.document.id = format!("海政办发-2025-{number}");
    records
}

fn labels(records: &DocumentRecords) -> Labels {
    let label = |target: &gongwen::record::Target| Label {
        indicator: target.name.clone(),
        key: target.name.clone(),
        places: target.values.iter().map(|_| "海湾市".to_string()).collect(),
    };
    Labels { targets: records.targets.iter().map(label).collect() }
}

fn put(ledger: &mut Ledger, records: &DocumentRecords) -> Stored {
    ledger.put(records, &labels(records)).unwrap_or_else(|error| panic!("{error}"))
}

fn desk() -> (TempDir, PathBuf) {
    let desk = tempfile::tempdir().expect("a temporary folder");
    let path = desk.path().join("台账/gongwen.sqlite");
    (desk, path)
}

fn count(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|error| panic!("{sql}: {error}"))
}

#[test]
fn the_same_changes_nothing_and_a_corrected_version_takes_the_place() {
    let (_desk, path) = desk();
    let mut ledger = Ledger::open(&path).expect("a new ledger");
    let first = numbered(7);
    assert_eq!(put(&mut ledger, &first), Stored::Added);
    let before = fs::read(&path).expect("readable");
    let mut moved = first.clone();
    moved.document.source.path = "别处/甲.md".into();
    assert_eq!((put(&mut ledger, &first), put(&mut ledger, &moved)), (Stored::Unchanged, Stored::Unchanged));
    assert!(before == fs::read(&path).expect("readable"), "not a byte");
    let mut corrected = first.clone();
    corrected.document.source.sha256 = "c".repeat(64);
    corrected.targets[0].values[0].raw = "12.6".into();
    assert_eq!(put(&mut ledger, &corrected), Stored::Superseded);
    assert_eq!(put(&mut ledger, &first), Stored::Unchanged, "the older version is not the current one again");
    let mut read_anew = corrected.clone();
    read_anew.targets[0].name = "海水养殖总产量".into();
    assert_eq!(put(&mut ledger, &read_anew), Stored::Renewed);
    let versions = ledger.versions().expect("readable");
    assert_eq!(versions.iter().map(|version| version.current).collect::<Vec<_>>(), [false, true]);
    assert_eq!(ledger.records(versions[0].version).expect("readable"), Some(first));
    assert_eq!(ledger.records(versions[1].version).expect("readable"), Some(read_anew));
    assert_eq!(ledger.records(99).expect("readable"), None);
}

#[test]
fn the_questions_are_answered() {
    let (_desk, path) = desk();
    let mut ledger = Ledger::open(&path).expect("a new ledger");
    put(&mut ledger, &numbered(7));
    drop(ledger);
    let ledger = Ledger::read(&path).expect("is there");
    let ask = |question: Question| ledger.ask(&question, &Filter::default()).expect("an answer").rows;
    let history = ask(Question::Indicator(vec!["人均生产总值".into()]));
    let told: Vec<String> = history.iter().map(|row| row[..6].join(" ")).collect();
    assert_eq!(told, ["人均生产总值 海湾市 2024 完成值 14.7 万元", "人均生产总值 海湾市 2025 目标值 16 万元"]);
    let duties = ask(Question::Unit(vec!["市农业农村局".into()]));
    assert_eq!(duties.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["任务", "指标"]);
    let due = |from: &str, to: &str| ask(Question::Due(from.into(), to.into())).len();
    assert_eq!((due("2025-09", "2025-09"), due("2025-01", "2025-08")), (1, 0));
    assert_eq!(ask(Question::Documents)[0][1..4], ["现行", "海政办发-2025-7", "海政办发〔2025〕7号"]);
    let elsewhere = Filter { regions: vec!["别处市".into()], year: None };
    let none = ledger.ask(&Question::Unit(vec!["市农业农村局".into()]), &elsewhere).expect("an answer");
    assert!(none.rows.is_empty() && none.columns.contains(&"分工".to_string()));
    assert_eq!(ledger.unit_names().expect("readable").len(), 3);
}

#[test]
fn every_view_answers_and_holds_current_versions_only() {
    let (_desk, path) = desk();
    let mut ledger = Ledger::open(&path).expect("a new ledger");
    put(&mut ledger, &numbered(7));
    let mut corrected = numbered(7);
    corrected.document.source.sha256 = "c".repeat(64);
    put(&mut ledger, &corrected);
    drop(ledger);
    let connection = Connection::open(&path).expect("SQLite");
    for (view, rows) in [("现行文件", 1), ("指标历年", 4), ("单位任务", 5), ("到期步骤", 2), ("核对发现", 0)]
    {
        assert_eq!(count(&connection, &format!("SELECT count(*) FROM \"{view}\"")), rows, "{view}");
    }
    let views = count(&connection, "SELECT count(*) FROM sqlite_master WHERE type = 'view'");
    let paper = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ledger.md")).expect("readable");
    let mut statement = connection.prepare("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").unwrap();
    let names: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(views >= 5);
    names
        .iter()
        .for_each(|name| assert!(paper.contains(&format!("`{name}`")), "docs/ledger.md does not explain {name}"));
}

#[test]
fn files_that_are_no_ledger_of_ours_are_left_alone() {
    let (desk, path) = desk();
    let text = desk.path().join("通知.txt");
    fs::write(&text, "一、目标\n".repeat(400)).expect("writable");
    let other = desk.path().join("别的.sqlite");
    Connection::open(&other).and_then(|c| c.execute_batch("CREATE TABLE t (a)")).expect("SQLite");
    drop(Ledger::open(&path).expect("a new ledger"));
    Connection::open(&path).and_then(|c| c.pragma_update(None, "user_version", 9999)).expect("SQLite");
    for (file, reason) in [(&text, "不是台账文件"), (&other, "不是台账文件"), (&path, "由更新版本的程序写成")]
    {
        let before = fs::read(file).expect("readable");
        for error in [Ledger::open(file).expect_err("refused"), Ledger::read(file).expect_err("refused")] {
            assert!(error.to_string().contains(reason), "{error}");
        }
        assert!(before == fs::read(file).expect("readable"));
    }
    let missing = Ledger::read(&desk.path().join("没有.sqlite")).expect_err("not there");
    assert!(missing.to_string().contains("没有这个文件") && !desk.path().join("没有.sqlite").exists());
}

/// The first schema, as the first program left it, with a document in it.
const OLD: &str = include_str!("ledger/version-1.sql");

#[test]
fn an_old_file_comes_up_to_date_with_what_it_holds() {
    let (desk, _) = desk();
    for open in [|path: &Path| Ledger::read(path), |path: &Path| Ledger::open(path)] {
        let path = desk.path().join("旧.sqlite");
        let _ = fs::remove_file(&path);
        Connection::open(&path).and_then(|connection| connection.execute_batch(OLD)).expect("SQLite");
        let ledger = open(&path).expect("comes up to date");
        let about = ledger.about(&["望洲区".to_string()]).expect("an answer");
        assert_eq!(about.iter().map(|version| version.id.as_str()).collect::<Vec<_>>(), ["海政办发-2024-3"]);
        assert_eq!(ledger.versions().expect("readable").len(), 1);
        drop(ledger);
        let connection = Connection::open(&path).expect("SQLite");
        assert_eq!(count(&connection, "SELECT count(*) FROM \"任务沿革\""), 1);
        assert_eq!(count(&connection, "SELECT count(*) FROM \"任务进展\""), 0);
        assert!(count(&connection, "PRAGMA user_version") > 1);
    }
}

#[test]
fn reports_are_kept_by_period_and_outlive_a_new_version() {
    let (_desk, path) = desk();
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    Connection::open(&path).and_then(|connection| connection.execute_batch(OLD)).expect("SQLite");
    let mut ledger = Ledger::open(&path).expect("an old ledger that comes up to date");
    put(&mut ledger, &numbered(7));
    let said =
        |status: &str| Said { status: Some(status.into()), collected_on: "2025-07-05".into(), ..Said::default() };
    let report = |unit: &str, period: &str, said: Option<Said>| Reported {
        document: "海政办发-2025-7".into(),
        item: "0123456789abcdef.01234567".into(),
        unit: unit.into(),
        period: period.into(),
        record: "K001".into(),
        is_target: false,
        name: "渔港避风锚地".into(),
        step: "完工".into(),
        due: Some("2025-09-30".into()),
        goal: None,
        said,
    };
    let note = |ledger: &mut Ledger, reports: &[Reported]| ledger.note_progress(reports).expect("noted");
    note(&mut ledger, &[report("市交通局", "2025-06", Some(said("未启动"))), report("市交通局", "2025-08", None)]);
    note(
        &mut ledger,
        &[report("市交通局", "2025-08", Some(said("推进中"))), report("市水利局", "2025-08", Some(said("滞后")))],
    );
    note(&mut ledger, &[report("市交通局", "2025-06", Some(said("推进中"))), report("市水利局", "2025-08", None)]);
    let mut corrected = numbered(7);
    corrected.document.source.sha256 = "c".repeat(64);
    assert_eq!(put(&mut ledger, &corrected), Stored::Superseded);
    let ask = |name: &str, filter: &Filter| -> Vec<String> {
        let answer = ledger.ask(&Question::Progress(name.into()), filter).expect("an answer");
        answer.rows.iter().map(|row| [row[2].as_str(), &row[3], &row[4], &row[10]].join(" ")).collect()
    };
    let expected = ["市交通局 2025-06 推进中 海政办发〔2025〕7号", "市交通局 2025-08 推进中 海政办发〔2025〕7号"];
    assert_eq!(ask("避风", &Filter::default()), expected);
    assert_eq!(ask("K001", &Filter { year: Some(2025), ..Filter::default() }), expected);
    assert!(
        ask("K002", &Filter::default()).is_empty()
            && ask("避风", &Filter { year: Some(1999), ..Filter::default() }).is_empty()
    );
}

#[test]
fn a_task_keeps_the_id_of_its_line() {
    let (_desk, path) = desk();
    let mut ledger = Ledger::open(&path).expect("a new ledger");
    (1..=3).for_each(|number| {
        put(&mut ledger, &numbered(number));
    });
    let name =
        |number: usize, task: &str| TaskName { document: format!("海政办发-2025-{number}"), task: task.into() };
    let link = |number: usize, task: &str, earlier: &str| TaskLink {
        task: name(number, task),
        earlier: name(number - 1, earlier),
        score: 0.9,
    };
    ledger.link(&[link(2, "K001", "K002"), link(3, "K002", "K001"), link(3, "K999", "K001")]).expect("linked");
    let first = |ledger: &Ledger, number, task| ledger.first_of_line(&name(number, task)).expect("an answer");
    assert_eq!(first(&ledger, 3, "K002"), Some(name(1, "K002")));
    assert_eq!(first(&ledger, 3, "K001"), Some(name(3, "K001")));
    assert_eq!(first(&ledger, 9, "K001"), None);
    ledger.link(&[link(3, "K002", "K002")]).expect("linked anew");
    assert_eq!(first(&ledger, 3, "K002"), Some(name(2, "K002")));
    drop(ledger);
    let connection = Connection::open(&path).expect("SQLite");
    let line = "SELECT count(*) FROM \"任务沿革\" WHERE \"任务线\" = '海政办发-2025-2#K002'";
    assert_eq!((count(&connection, line), count(&connection, "SELECT count(*) FROM task_lines")), (2, 6));
}

#[test]
fn readers_go_on_while_a_writer_writes() {
    let (_desk, path) = desk();
    let mut ledger = Ledger::open(&path).expect("a new ledger");
    put(&mut ledger, &numbered(1));
    let writer = Connection::open(&path).expect("SQLite");
    writer.execute_batch("BEGIN IMMEDIATE; UPDATE documents SET title = '改' WHERE version = 1;").expect("writes");
    for _ in 0..3 {
        let reader = Ledger::read(&path).expect("readable");
        let title = reader.records(1).expect("readable").expect("there").document.title;
        assert_eq!(title, RECORDS.document.title);
    }
    writer.execute_batch("ROLLBACK").expect("undone");
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let bytes = || {
        let (_desk, path) = desk();
        let mut ledger = Ledger::open(&path).expect("a new ledger");
        (1..5).for_each(|number| {
            put(&mut ledger, &numbered(number));
        });
        drop(ledger);
        fs::read(path).expect("readable")
    };
    assert!(bytes() == bytes());
}

/// Names the ledger to the child that writes it until it is killed.
const CHILD: &str = "GONGWEN_TEST_LEDGER";
/// Names the records to it, and the file by which it says that it begins.
const CHILD_RECORDS: &str = "GONGWEN_TEST_RECORDS";
const CHILD_READY: &str = "GONGWEN_TEST_READY";
/// More documents than a child writes before it is killed.
const MANY: usize = 3000;

/// Does nothing, unless it is the child of the next test.
#[test]
fn a_writer_that_may_be_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    LazyLock::force(&RECORDS);
    fs::write(std::env::var_os(CHILD_READY).expect("named by the parent"), "").expect("writable");
    let mut ledger = Ledger::open(Path::new(&path)).expect("a ledger");
    for number in 1..=MANY {
        put(&mut ledger, &numbered(number));
    }
}

/// The rows of a document are all there or none; gives how many documents there are.
fn complete_documents(path: &Path) -> i64 {
    let connection = Connection::open(path).expect("SQLite");
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("sound");
    assert_eq!(sound, "ok");
    let documents = count(&connection, "SELECT count(*) FROM documents");
    let records = &*RECORDS;
    let values: usize = records.targets.iter().map(|target| target.values.len()).sum();
    let duties = records.targets.iter().map(|t| t.responsible.len()).sum::<usize>()
        + records.tasks.iter().map(|t| t.responsible.len()).sum::<usize>();
    for (table, each) in [
        ("targets", records.targets.len()),
        ("target_values", values),
        ("tasks", records.tasks.len()),
        ("sections", records.tasks.iter().map(|task| task.sections.len()).sum()),
        ("schedule", records.tasks.iter().map(|task| task.schedule.len()).sum()),
        ("duties", duties),
        ("units", records.units.len()),
        ("findings", records.findings.len()),
    ] {
        let sql = format!(
            "SELECT count(*) FROM documents d WHERE (SELECT count(*) FROM {table} WHERE document = d.version) <> {each}"
        );
        assert_eq!(count(&connection, &sql), 0, "documents with a part of {table}");
    }
    assert_eq!(count(&connection, "SELECT count(*) FROM documents WHERE current = 1"), documents);
    documents
}

/// Starts a child that writes the ledger, and kills it so long after it began.
fn write_and_kill(ledger: &Path, desk: &Path, after: Duration) {
    let ready = desk.join("ready");
    let _ = fs::remove_file(&ready);
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "a_writer_that_may_be_killed"])
        .envs([(CHILD, ledger), (CHILD_RECORDS, &desk.join("records.json")), (CHILD_READY, &ready)])
        .stdout(Stdio::null())
        .spawn()
        .expect("starts");
    while !ready.exists() {
        assert!(child.try_wait().expect("a child").is_none(), "the child ended by itself");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(after);
    child.kill().expect("was running");
    child.wait().expect("ended");
}

#[test]
fn a_killed_writer_loses_the_document_in_flight_at_most_and_the_next_completes() {
    let (desk, path) = desk();
    let records = serde_json::to_string(&*RECORDS).expect("JSON");
    fs::write(desk.path().join("records.json"), records).expect("writable");
    let mut last = 0;
    // A generator of its own, so that every run kills at the same spread of moments.
    let mut random = 2_463_534_242_u32;
    for round in 0..25 {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        write_and_kill(&path, desk.path(), Duration::from_micros(u64::from(random % 150_000)));
        drop(Ledger::open(&path).expect("still a ledger"));
        let documents = complete_documents(&path);
        assert!(documents >= last, "round {round}: {documents} after {last}");
        last = documents;
    }
    assert!(last > 0, "no child came to write anything");
    let mut ledger = Ledger::open(&path).expect("a ledger");
    let wanted = last as usize + 5;
    let stored: Vec<Stored> = (1..=wanted).map(|number| put(&mut ledger, &numbered(number))).collect();
    assert!(stored[..last as usize].iter().all(|stored| *stored == Stored::Unchanged));
    assert!(stored[last as usize..].iter().all(|stored| *stored == Stored::Added));
    drop(ledger);
    assert_eq!(complete_documents(&path), wanted as i64);
    println!("killed 25 times, {last} documents were there");
}
