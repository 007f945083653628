//! Sessions in a paper: files to write (`<!-- 写 名称 -->`) and commands to run (`<!-- 跑 -->`) with what they print, in
//! order, in one folder. `…` in what is printed stands for anything.

use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::path::Path;

/// Takes all steps of a text in a folder and counts the commands; fails where one prints something else.
pub fn run(text: &str, folder: &Path) -> usize {
    let mut count = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mark = line.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
        let Some(mark) = mark.filter(|mark| *mark == "跑" || mark.starts_with("写 ")) else { continue };
        let fenced = lines.by_ref().skip_while(|line| !line.starts_with("```")).skip(1);
        let content: Vec<&str> = fenced.take_while(|line| !line.starts_with("```")).collect();
        match mark.strip_prefix("写 ") {
            Some(name) => {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().expect("lies in the folder")).expect("writable");
                fs::write(path, content.join("\n") + "\n").expect("writable");
            }
            None => count += commands(&content, folder),
        }
    }
    count
}

fn commands(session: &[&str], folder: &Path) -> usize {
    let mut count = 0;
    let mut at = 0;
    while at < session.len() {
        let command = session[at].strip_prefix("$ gongwen ").unwrap_or_else(|| panic!("no command: {}", session[at]));
        let end =
            session[at + 1..].iter().position(|line| line.starts_with("$ ")).map_or(session.len(), |n| at + 1 + n);
        let output = cargo_bin_cmd!("gongwen").current_dir(folder).args(command.split(' ')).output().expect("runs");
        let printed = String::from_utf8(output.stdout).expect("UTF-8");
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        let printed: Vec<&str> = printed.trim().lines().collect();
        let wanted = session[at + 1..end].join("\n");
        let wanted: Vec<&str> = wanted.trim().lines().collect();
        let same =
            printed.len() == wanted.len() && printed.iter().zip(&wanted).all(|(line, wanted)| fits(line, wanted));
        assert!(
            same,
            "$ gongwen {command}\n--- printed\n{}\n{complaint}\n--- in the paper\n{}",
            printed.join("\n"),
            wanted.join("\n")
        );
        count += 1;
        at = end;
    }
    count
}

/// Does a line fit one in which `…` stands for anything?
fn fits(line: &str, wanted: &str) -> bool {
    let mut rest = line;
    let parts: Vec<&str> = wanted.split('…').collect();
    for (at, part) in parts.iter().enumerate() {
        let found = match at {
            0 => rest.starts_with(part).then_some(0),
            _ if at + 1 == parts.len() => rest.ends_with(part).then(|| rest.len() - part.len()),
            _ => rest.find(part),
        };
        let Some(found) = found else { return false };
        rest = &rest[found + part.len()..];
    }
    parts.len() > 1 || rest.is_empty()
}

#[test]
fn dots_stand_for_anything() {
    for (line, wanted, fit) in [
        ("规则 121 条", "规则 … 条", true),
        ("规则 121 项", "规则 … 条", false),
        ("甲", "甲", true),
        ("甲乙", "甲", false),
        ("[a1b2]", "[…]", true),
        ("甲1乙2丙", "甲…乙…丙", true),
    ] {
        assert_eq!(fits(line, wanted), fit, "{line} {wanted}");
    }
}
