//! Every kind of bad input: one clear line, an entry in the index, exit code 1, and the rest goes on.

use super::desk::{Desk, notice};

/// Puts one bad file beside a good one, and gives the line about the bad one.
fn line_about(file: &str, content: &[u8], kind: &str) -> String {
    let desk = Desk::new();
    let run = desk.file("in/好.md", notice(1)).file(&format!("in/{file}"), content).extract();
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(desk.failures(), [(kind.to_string(), file.to_string())]);
    assert!(run.stdout.contains("问题 1 个"), "{}", run.stdout);
    assert!(desk.json("out/index.json")["documents"].as_array().is_some_and(|list| !list.is_empty()));
    run.line_about(file).to_string()
}

#[test]
fn empty_files_are_named() {
    assert!(line_about("空.txt", b"", "empty").contains("文件是空的"));
    assert!(line_about("空白.txt", "\u{feff}\u{3000}\r\n\n \n".as_bytes(), "empty").contains("文件是空的"));
}

#[test]
fn binary_data_is_named() {
    let noise: Vec<u8> = (0..2000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
    assert!(line_about("程序.txt", &noise, "binary").contains("二进制数据"));
}

#[test]
fn formats_without_a_reader_are_named() {
    let mut old_slides = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old_slides.extend([0; 504]);
    old_slides.extend("PowerPoint Document".encode_utf16().flat_map(u16::to_le_bytes));
    let cases: [(&str, &[u8], &str); 4] = [
        ("汇报.doc", &old_slides, "旧版演示文稿（.ppt/.dps）暂不支持。请另存为文本（.txt）后再试"),
        ("配置.xls", b"<?xml version=\"1.0\"?><config/>", "XML 文件（.xml）暂不支持"),
        ("包.zip", b"Rar!\x1a\x07\x00", "压缩包（.rar）暂不支持。请先解压"),
        ("扫描.txt", b"\xff\xd8\xff\xe0\0\x10JFIF", "图片（.jpg）暂不支持。请先用文字识别"),
    ];
    for (file, content, words) in cases {
        let line = line_about(file, content, "unsupported");
        assert!(line.contains(words), "{line}");
    }
}

#[test]
fn files_in_archives_are_documents_of_their_own() {
    use std::io::{Cursor, Write};
    let desk = Desk::new();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in [("附件/一.md", notice(1)), ("附件/二.md", notice(2)), ("附件/空.txt", String::new())]
    {
        writer.start_file(name, options).expect("writable");
        writer.write_all(content.as_bytes()).expect("writable");
    }
    let bytes = writer.finish().expect("writable").into_inner();
    let run = desk.file("in/包.zip", bytes).extract();
    assert_eq!(run.code, 1);
    assert!(run.line_about("包.zip").contains("包.zip!附件/空.txt：文件是空的"), "{}", run.stderr);
    let paths: Vec<String> = desk
        .documents()
        .iter()
        .map(|id| desk.json(&format!("out/documents/{id}.json"))["document"]["source"]["path"].to_string())
        .collect();
    assert_eq!(paths, ["\"包.zip!附件/一.md\"", "\"包.zip!附件/二.md\""]);
    let check = desk.run(&["check", "in"]);
    assert!(check.stdout.contains("包.zip!附件/一.md"), "{}", check.stdout);
}

#[test]
fn damaged_and_encrypted_files_are_named() {
    let line = line_about("其实是.txt", b"%PDF-1.7\n%\xe2\xe3\n", "damaged");
    assert!(line.contains("文件结构有误") && line.contains("请用原来的软件打开检查"), "{line}");
    let mut encrypted = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    encrypted.extend([0; 504]);
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let locked = include_bytes!("../formats/files/locked.pdf");
    let line = line_about("密.pdf", locked, "encrypted");
    assert!(line.contains("文件加了密码，无法读取。请用密码打开，另存为不加密的文件后再试"), "{line}");
    let line = line_about("密.xlsx", &encrypted, "unsupported");
    assert!(line.contains("加密的 Office 文件") && line.contains("请用密码打开，另存为不加密的文件后再试"), "{line}");
}

#[test]
fn too_much_broken_is_refused_with_its_place() {
    let mut bytes = "第一行\n海湾市".as_bytes().to_vec();
    bytes.extend([0xff; 20]);
    let line = line_about("坏.txt", &bytes, "encoding");
    assert!(line.contains("第2行第4列") && line.contains("请用记事本打开检查"), "{line}");
}

#[test]
fn one_broken_character_is_reported_and_the_rest_is_read() {
    let desk = Desk::new();
    let mut bytes = notice(1).replace("避风锚地", "避风地").into_bytes();
    let at = notice(1).find("锚地").expect("stands there");
    bytes.insert(at, 0xff);
    let run = desk.file("in/要点.md", bytes).extract();
    assert_eq!(run.code, 1);
    let line = run.line_about("要点.md");
    assert!(line.contains("第18行第10列：有 1 个字符按 UTF-8 无法识别"), "{line}");
    assert_eq!((desk.failures()[0].0.as_str(), desk.documents().len()), ("encoding", 1));
}

#[test]
fn other_encodings_are_read_and_recorded() {
    let desk = Desk::new();
    desk.file("in/1.txt", encoding_rs::GB18030.encode(&notice(1)).0);
    let utf16: Vec<u8> = notice(2).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let run = desk.file("in/2.txt", utf16).extract();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let encodings: Vec<String> = desk
        .documents()
        .iter()
        .map(|id| desk.json(&format!("out/documents/{id}.json"))["document"]["source"]["encoding"].to_string())
        .collect();
    assert_eq!(encodings, ["\"GB18030\"", "\"UTF-16LE\""]);
}

#[test]
fn a_huge_line_is_refused_with_its_number() {
    let text = format!("标题\n{}", "长".repeat(200_001));
    let line = line_about("长.txt", text.as_bytes(), "too-large");
    assert!(line.contains("第2行：单行字符数为 200001，超过上限 200000。请拆分"), "{line}");
}

#[test]
fn a_bound_is_moved_by_the_user() {
    let desk = Desk::new();
    desk.file("in/长.txt", format!("标题\n{}", "长".repeat(300)));
    let run = |limit: &str| desk.run(&["extract", "in", "-o", "out", "--limit", limit]);
    let strict = run("line-characters=299");
    assert_eq!(strict.code, 1);
    assert!(
        strict.stderr.contains("单行字符数为 300，超过上限 299。请拆分成几个文件，或用 --limit 放宽上限"),
        "{}",
        strict.stderr
    );
    assert_eq!(run("line-characters=300").code, 0);
    for (wrong, why) in
        [("line=3", "名称可以是：file-mb、text-mb、lines"), ("pages", "写成 名称=数"), ("pages=0", "大于 0 的整数")]
    {
        let run = run(wrong);
        assert!(run.code == 2 && run.stderr.contains(why), "{}", run.stderr);
    }
}

#[test]
fn a_huge_file_is_refused_without_reading_it() {
    let desk = Desk::new();
    desk.file("in/大.txt", "");
    let file = std::fs::File::create(desk.path("in/大.txt")).expect("writable");
    file.set_len(64 * 1024 * 1024 + 1).expect("a sparse file");
    let run = desk.extract();
    assert!(run.line_about("大.txt").contains("文件字节数为 67108865，超过上限 67108864"), "{}", run.stderr);
}

#[test]
fn what_is_not_there_is_named() {
    let desk = Desk::new();
    let run = desk.run(&["extract", "没有.txt", "-o", "out"]);
    assert_eq!(run.code, 1);
    assert!(run.line_about("没有.txt").contains("文件不存在。请检查路径是否写对"));
    std::fs::create_dir(desk.path("in")).expect("writable");
    let run = desk.extract();
    assert_eq!(
        (run.code, run.stderr.trim()),
        (1, "没有找到可以读取的文件。请把政策文件放进该文件夹，或在命令后写上文件路径")
    );
}

#[cfg(unix)]
#[test]
fn broken_links_and_devices_are_named() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.file("in/好.md", notice(1));
    symlink("别处.txt", desk.path("in/链接.txt")).expect("a link");
    symlink("/dev/zero", desk.path("in/设备.txt")).expect("a link");
    symlink(".", desk.path("in/自身")).expect("a link");
    let run = desk.extract();
    assert_eq!(run.code, 1);
    assert!(run.line_about("链接.txt").contains("失效的链接"));
    assert!(run.line_about("设备.txt").contains("不是普通文件"));
    assert!(run.line_about("自身").contains("成了循环"));
    assert_eq!(desk.documents().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_closed_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.file("in/密.md", notice(1)).file("in/好.md", notice(2));
    let closed = desk.path("in/密.md");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).expect("ours");
    if std::fs::read(&closed).is_ok() {
        eprintln!("skipped: this user (root) may read every file");
        return;
    }
    let run = desk.extract();
    assert_eq!(run.code, 1);
    assert!(run.line_about("密.md").contains("没有读取权限"));
    assert_eq!(desk.documents().len(), 1);
}

#[test]
fn two_files_with_one_number_are_both_kept_and_reported() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.md", notice(1).replace("13以上", "14以上")).file("in/c.md", notice(2));
    let run = desk.extract();
    assert_eq!(run.code, 1);
    assert!(
        run.line_about("b.md").contains("两个文件使用同一文号海政办发〔2025〕1号：另一个是“a.md”"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.failures(), [("duplicate".to_string(), "b.md".to_string())]);
    let ids = desk.documents();
    assert_eq!(ids.len(), 3);
    let hash = desk.json(&format!("out/documents/{}.json", ids[1]))["document"]["source"]["sha256"].clone();
    assert_eq!(ids[1], format!("{}-{}", ids[0], &hash.as_str().expect("text")[..6]));
}

#[test]
fn the_same_content_twice_is_reported_as_such() {
    let desk = Desk::new();
    desk.file("in/a.md", notice(1)).file("in/b.md", notice(1)).file("in/c.md", notice(1));
    let run = desk.extract();
    assert_eq!(run.code, 1);
    for file in ["b.md", "c.md"] {
        assert!(run.line_about(file).contains("与“a.md”内容完全相同"), "{}", run.stderr);
    }
    let mut ids = desk.documents();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn all_kinds_at_once_never_stop_the_rest() {
    let desk = Desk::new();
    desk.file("in/1.txt", "")
        .file("in/2.txt", b"\0\x01\x02")
        .file("in/3.md", notice(3))
        .file("in/4.txt", b"\xff\xd8\xff\xe0\0\x10JFIF");
    desk.file("in/5/6.md", notice(6)).file("in/7.md", [0xff; 40]);
    let run = desk.extract();
    assert_eq!(run.code, 1);
    let kinds: Vec<String> = desk.failures().into_iter().map(|failure| failure.0).collect();
    assert_eq!(kinds, ["empty", "binary", "unsupported", "encoding"]);
    assert_eq!(run.stderr.lines().count(), 4);
    assert_eq!(desk.documents().len(), 2);
}
