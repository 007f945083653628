//! Old documents, by way of LibreOffice.

use super::same::{assert_same, records};
use super::word;
use assert_cmd::cargo::cargo_bin_cmd;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

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
    if libreoffice().is_some() {
        assert_eq!(records(RTF, "doc").document.title.as_deref(), Some("关于印发要点的通知"));
    }
}

#[test]
fn an_old_document_gives_the_records_of_the_text() {
    let Some(libreoffice) = libreoffice() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.docx"), word::docx()).expect("writable");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut command = Command::new(libreoffice);
    command.current_dir(folder.path()).args([&profile, "--headless", "--convert-to", "doc:MS Word 97", "a.docx"]);
    let output = command.output().expect("LibreOffice starts");
    assert!(output.status.success(), "{output:?}");
    let bytes = fs::read(folder.path().join("a.doc")).expect("LibreOffice wrote it");
    assert!(bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]), "a compound file");
    assert_same("doc", &bytes, "doc");
    assert_same("wps", &bytes, "wps");
}

/// Where LibreOffice is installed; a line on standard error where it is not.
fn libreoffice() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path)
        .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)))
        .find(|program| program.is_file());
    if found.is_none() {
        eprintln!("skipped: LibreOffice is not installed");
    }
    found
}
