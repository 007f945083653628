//! Old documents, by way of LibreOffice.

use super::same::records;
use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;

const RTF: &[u8] = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \\u20851?\\u20110?\\u21360?\\u21457?\\u35201?\\u28857?\\u30340?\\u36890?\\u30693?\\par}";

#[test]
fn without_libreoffice_an_old_document_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("旧.doc"), RTF).expect("writable");
    let mut command = cargo_bin_cmd!("gongwen");
    let output = command.current_dir(folder.path()).env("PATH", "/nowhere").args(["extract", "旧.doc"]).output();
    let output = output.expect("runs");
    let complaint = String::from_utf8(output.stderr).expect("UTF-8");
    if output.status.code() == Some(0) {
        eprintln!("skipped: LibreOffice stands where installers put it");
        return;
    }
    let words = "读取RTF 文档（.rtf）需要 LibreOffice，这台电脑上没有找到。请安装 LibreOffice，或另存为 .docx 后再试";
    assert!(complaint.contains(words), "{complaint}");
}

#[test]
fn with_libreoffice_an_old_document_is_read() {
    let installed = std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path)
            .any(|folder| ["soffice", "libreoffice"].iter().any(|name| folder.join(name).is_file()))
    });
    if !installed {
        eprintln!("skipped: LibreOffice is not installed");
        return;
    }
    assert_eq!(records(RTF, "doc").document.title.as_deref(), Some("关于印发要点的通知"));
}
