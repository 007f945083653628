//! The drop folder: files come in any order and half-written, the program is killed and started again, the folder goes
//! away and comes back.

use super::desk::{Desk, notice};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A test that waits longer than this for anything has failed.
const PATIENCE: Duration = Duration::from_secs(300);

/// A watcher at work; it is ended when the test is over, however that ends.
struct Watcher(Child);

impl Watcher {
    fn start(desk: &Desk, settle: &str) -> Watcher {
        let log = |name: &str| File::options().create(true).append(true).open(desk.path(name)).expect("writable");
        let child = Command::new(assert_cmd::cargo::cargo_bin!("gongwen"))
            .current_dir(desk.path(""))
            .args(["watch", "in", "-o", "out", "--settle", settle])
            .stdin(Stdio::null())
            .stdout(log("stdout.log"))
            .stderr(log("stderr.log"))
            .spawn();
        Watcher(child.expect("starts"))
    }

    /// Ends it as a power cut would.
    fn kill(mut self) {
        self.0.kill().expect("was running");
        self.0.wait().expect("has ended");
    }

    /// Asks it to stop and gives the exit code.
    fn stop(mut self) -> Option<i32> {
        let status = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().expect("kill is there");
        assert!(status.success());
        self.0.wait().expect("has ended").code()
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // One that has ended cannot be killed, which is what we want.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn wait(what: &str, done: impl Fn() -> bool) {
    let started = Instant::now();
    while !done() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeSet::new() };
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// The paths of the documents in the index, as often as they stand there.
fn indexed(desk: &Desk) -> Vec<String> {
    let index = desk.json("out/index.json");
    let documents = index["documents"].as_array().expect("a list");
    let mut paths: Vec<String> = documents.iter().map(|d| d["path"].as_str().expect("text").to_string()).collect();
    paths.sort();
    paths
}

/// File and state of every version in the ledger.
fn filed(desk: &Desk) -> Vec<(String, String)> {
    let run = desk.run(&["query", "documents", "--ledger", "out/gongwen.sqlite", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().expect("text").to_string();
    let rows = rows.as_array().expect("a list").iter();
    let mut filed: Vec<_> = rows.map(|row| (text(row, "文件"), text(row, "状态"))).collect();
    filed.sort();
    filed
}

fn good(number: u32) -> String {
    format!("文件{number:03}.md")
}

#[test]
fn two_hundred_files_come_and_the_program_is_killed_twice() {
    let desk = Desk::new();
    desk.file("in/先到.md", notice(900));
    // Every tenth file is broken, every seventh of the others is written in two goes.
    let is_broken = |number: &u32| number.is_multiple_of(10);
    let order: Vec<u32> = (0..200).map(|n| n * 77 % 200 + 1).collect();
    let mut watcher = Watcher::start(&desk, "2");
    for (at, part) in order.chunks(67).enumerate() {
        let mut halves = Vec::new();
        for number in part {
            let text = notice(*number);
            if is_broken(number) {
                desk.file(&format!("in/坏{number:03}.txt"), [0u8, 1, 2, 3, *number as u8]);
            } else if number % 7 == 0 {
                let middle = text.len() / 2;
                desk.file(&format!("in/{}", good(*number)), &text.as_bytes()[..middle]);
                halves.push((good(*number), text.as_bytes()[middle..].to_vec()));
            } else {
                desk.file(&format!("in/{}", good(*number)), text);
            }
        }
        for (name, rest) in halves {
            let path = desk.path(&format!("in/{name}"));
            let mut file = OpenOptions::new().append(true).open(path).expect("not taken while it is written");
            file.write_all(&rest).expect("writable");
        }
        if at < 2 {
            let enough = 20 + 60 * at;
            wait("the first files", || names(&desk.path("in/已处理")).len() >= enough);
            watcher.kill();
            watcher = Watcher::start(&desk, "2");
        }
    }
    let left = || names(&desk.path("in")).iter().filter(|name| name.contains('.')).count();
    wait("the last file", || left() == 0);
    let expected: BTreeSet<String> =
        (1..=200).filter(|n| !is_broken(n)).map(good).chain(["先到.md".to_string()]).collect();
    wait("the index", || desk.path("out/index.json").exists() && indexed(&desk).len() >= expected.len());
    assert_eq!(watcher.stop(), Some(0));

    assert_eq!(indexed(&desk), expected.iter().cloned().collect::<Vec<_>>());
    assert_eq!(names(&desk.path("in/已处理")), expected);
    let failed = names(&desk.path("in/失败"));
    for number in (1..=200).filter(is_broken) {
        assert!(failed.contains(&format!("坏{number:03}.txt")), "{number}");
        let note = fs::read_to_string(desk.path(&format!("in/失败/坏{number:03}.txt.原因.txt"))).expect("a note");
        assert!(note.contains("二进制数据"), "{note}");
    }
    assert_eq!(failed.len(), 40);
    assert_eq!(desk.failures().len(), 20);
    assert_eq!(desk.documents().len(), names(&desk.path("out/documents")).len());
    let current = |name: String| (name, "现行".to_string());
    assert_eq!(filed(&desk), expected.into_iter().map(current).collect::<Vec<_>>());
}

#[test]
fn the_folder_goes_away_and_comes_back() {
    let desk = Desk::new();
    desk.file("in/一.md", notice(1));
    let watcher = Watcher::start(&desk, "0");
    wait("the first file", || desk.path("in/已处理/一.md").exists());
    fs::rename(desk.path("in"), desk.path("away")).expect("movable");
    let says = |words: &str| {
        let log = |name: &str| fs::read_to_string(desk.path(name)).unwrap_or_default();
        log("stderr.log").contains(words) || log("stdout.log").contains(words)
    };
    wait("the loss to be told", || says("找不到投递文件夹“in”"));
    desk.file("away/二.md", notice(2)).file("away/一改.md", notice(1));
    fs::rename(desk.path("away"), desk.path("in")).expect("movable");
    wait("the second file", || desk.path("in/已处理/二.md").exists() && desk.path("in/已处理/一改.md").exists());
    assert!(says("投递文件夹“in”又能读了"));
    wait("the index", || indexed(&desk).len() == 2);
    assert!(says("一改.md：内容已在结果中"));
    // The same file with another content takes the place of what it gave before.
    desk.file("in/二.md", notice(2).replace("13以上", "14以上"));
    wait("the change", || desk.path("in/已处理/二（2）.md").exists());
    assert_eq!(watcher.stop(), Some(0));
    assert_eq!(indexed(&desk), ["一.md", "二.md"]);
    let ids = desk.documents();
    let texts: String = ids
        .iter()
        .map(|id| fs::read_to_string(desk.path(&format!("out/documents/{id}.json"))).expect("there"))
        .collect();
    assert!(texts.contains("14以上"));
    let versions = [("一.md", "现行"), ("二.md", "旧版"), ("二.md", "现行")];
    assert_eq!(filed(&desk), versions.map(|(file, state)| (file.to_string(), state.to_string())));
}

#[test]
fn two_watchers_do_not_share_results() {
    let desk = Desk::new();
    desk.file("in/一.md", notice(1));
    let watcher = Watcher::start(&desk, "0");
    wait("the first file", || desk.path("in/已处理/一.md").exists());
    let run = desk.run(&["watch", "in", "-o", "out"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("另一个 gongwen watch 正在使用输出文件夹“out”"), "{}", run.stderr);
    let run = desk.run(&["watch", "in", "-o", "in"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(watcher.stop(), Some(0));
}
