//! Old formats of Word and WPS (.doc, .wps) and others that LibreOffice knows: turned into `.docx` by it, when it is
//! installed.

use super::error::IngestError;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A document that takes longer is given up.
const LONGEST: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Names of the program, and where installers put it on other systems than Linux.
const NAMES: [&str; 3] = ["soffice", "libreoffice", "soffice.exe"];
const FOLDERS: [&str; 3] = [
    "/Applications/LibreOffice.app/Contents/MacOS",
    "C:\\Program Files\\LibreOffice\\program",
    "/opt/libreoffice/program",
];

/// The bytes of a document as `.docx`; `extension` is that of its kind.
///
/// # Errors
/// [`IngestError::NoConverter`] where LibreOffice is not installed, [`IngestError::NotConverted`] where it gives up.
pub fn to_docx(bytes: &[u8], extension: &str, what: &'static str) -> Result<Vec<u8>, IngestError> {
    let program = find(env::var_os("PATH").as_deref()).ok_or(IngestError::NoConverter(what))?;
    convert(&program, bytes, extension)
}

/// The program, in the folders of the path and then where installers put it.
fn find(path: Option<&OsStr>) -> Option<PathBuf> {
    let folders = path.map(|path| env::split_paths(path).collect::<Vec<_>>()).unwrap_or_default();
    let all = folders.into_iter().chain(FOLDERS.map(PathBuf::from));
    all.flat_map(|folder| NAMES.map(|name| folder.join(name))).find(|file| file.is_file())
}

fn convert(program: &Path, bytes: &[u8], extension: &str) -> Result<Vec<u8>, IngestError> {
    let failed = |reason: String| IngestError::NotConverted(reason);
    let folder = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
    let file = folder.path().join(format!("a.{extension}"));
    fs::write(&file, bytes).map_err(|error| failed(error.to_string()))?;
    // A profile of its own: two conversions at once would wait for each other, and the user's window is left alone.
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let child = Command::new(program)
        .args([&profile, "--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.map_err(|error| failed(error.to_string()))?;
    let started = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if started.elapsed() < LONGEST => thread::sleep(LOOK_EVERY),
            Ok(None) | Err(_) => {
                // What cannot be ended any more has ended.
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(format!("超过 {} 秒没有完成", LONGEST.as_secs())));
            }
        }
    }
    fs::read(folder.path().join("a.docx")).map_err(|_| failed("没有生成结果，文件可能损坏或加了密码".to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_looked_for_in_the_path() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = env::join_paths([Path::new("/nowhere"), folder.path()]).expect("two folders");
        fs::write(folder.path().join("libreoffice"), "").expect("writable");
        assert_eq!(find(Some(&path)), Some(folder.path().join("libreoffice")));
    }

    #[cfg(unix)]
    #[test]
    fn what_the_program_does_not_write_is_told() {
        let error = convert(Path::new("/bin/true"), b"text", "doc").expect_err("writes nothing");
        assert_eq!(error.kind(), "not-converted");
        assert!(convert(Path::new("/nowhere/soffice"), b"text", "doc").is_err());
    }
}
