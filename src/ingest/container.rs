//! Files that hold files: zip archives, e-mails with their attachments, web archives. Nothing is written to the disk.

use super::decode;
use super::detect::{self, Container};
use super::error::IngestError;
use super::limits::{Limit, Limits};
use super::package::Package;
use mail_parser::{Message, MessageParser, MimeHeaders};

/// A file inside another one, or a file that holds none.
#[derive(Debug)]
pub struct Member<'b> {
    /// Its path inside, `/` between parts and `!` behind a container; empty for the file itself.
    pub path: String,
    /// Its extension in lower case without the dot.
    pub extension: String,
    /// Its bytes, or why there are none.
    pub content: Result<&'b [u8], IngestError>,
}

/// Shows every file that a file holds, in the order of their paths, or the file itself where it holds none; those
/// inside that are not `wanted` by their path are passed over.
pub fn open(
    bytes: &[u8],
    extension: &str,
    limits: &Limits,
    wanted: &dyn Fn(&str) -> bool,
    show: &mut dyn FnMut(Member),
) {
    let mut walk = Walk { limits, wanted, show, left: limits.archive_bytes };
    walk.take(bytes, String::new(), extension, 0);
}

struct Walk<'w> {
    limits: &'w Limits,
    wanted: &'w dyn Fn(&str) -> bool,
    show: &'w mut dyn FnMut(Member),
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Walk<'_> {
    fn take(&mut self, bytes: &[u8], path: String, extension: &str, depth: usize) {
        match detect::container(bytes, extension) {
            None => self.show(path, extension, Ok(bytes)),
            Some(_) if depth >= self.limits.nesting => {
                let (found, limit) = (depth as u64 + 1, self.limits.nesting as u64);
                self.show(
                    path,
                    extension,
                    Err(IngestError::TooLarge { what: Limit::Nesting, found, limit, line: None }),
                );
            }
            Some(Container::Zip) => self.unzip(bytes, path, extension, depth),
            Some(kind) => match MessageParser::default().parse(bytes) {
                Some(message) => self.mail(&message, kind, path, depth),
                None => self.show(path, extension, Err(IngestError::Damaged("邮件格式无法识别".to_string()))),
            },
        }
    }

    fn show(&mut self, path: String, extension: &str, content: Result<&[u8], IngestError>) {
        (self.show)(Member { path, extension: extension.to_string(), content });
    }

    fn unzip(&mut self, bytes: &[u8], path: String, extension: &str, depth: usize) {
        let limits = Limits { unpacked_bytes: self.left, ..self.limits.clone() };
        let mut package = match Package::open(bytes, &limits) {
            Ok(package) => package,
            Err(error) => return self.show(path, extension, Err(error)),
        };
        let mut entries: Vec<(String, usize, bool)> = package
            .entries()
            .into_iter()
            .filter(|entry| !entry.is_folder)
            .map(|entry| (name(&entry.raw_name), entry.index, entry.is_link))
            .filter(|(name, ..)| (self.wanted)(name))
            .collect();
        entries.sort();
        if entries.is_empty() {
            return self.show(path, extension, Err(IngestError::Empty));
        }
        for (name, index, is_link) in entries {
            let inner = format!("{path}{}{name}", if path.is_empty() { "" } else { "!" });
            let content = match is_link {
                true => Err(IngestError::ArchiveLink),
                false => package.read_member(index, self.limits.file_bytes),
            };
            match content {
                Ok(content) => {
                    self.left = self.left.saturating_sub(content.len() as u64);
                    self.take(&content, inner, &extension_of(&name), depth + 1);
                }
                Err(error) => {
                    let over = matches!(error, IngestError::TooLarge { what: Limit::UnpackedBytes, .. });
                    self.show(inner, &extension_of(&name), Err(error));
                    // What is behind cannot be unpacked either.
                    if over {
                        return;
                    }
                }
            }
        }
    }

    /// The text of a mail and its attachments; of a web archive the page alone, as the file itself.
    fn mail(&mut self, message: &Message, kind: Container, path: String, depth: usize) {
        let html = message.html_bodies().find_map(|part| part.is_text_html().then(|| part.text_contents()).flatten());
        let text = message.text_bodies().find_map(|part| part.text_contents());
        let inside = |name: &str| format!("{path}{}{name}", if path.is_empty() { "" } else { "!" });
        match (kind, html, text) {
            (Container::WebArchive, Some(html), _) => return self.show(path, "html", Ok(html.as_bytes())),
            (_, Some(html), _) => self.show(inside("正文.html"), "html", Ok(html.as_bytes())),
            (_, None, Some(text)) if !text.trim().is_empty() => {
                self.show(inside("正文.txt"), "txt", Ok(text.as_bytes()))
            }
            _ => {}
        }
        for (number, part) in (1..).zip(message.attachments()) {
            let name = part.attachment_name().map(name_of_part).filter(|name| !name.is_empty());
            let name = name.unwrap_or_else(|| format!("附件{number}"));
            if part.is_message() || !(self.wanted)(&name) {
                continue;
            }
            let contents = part.contents();
            self.take(contents, inside(&name), &extension_of(&name), depth + 1);
        }
    }
}

/// The name of a file of an archive: UTF-8, or GBK as Chinese Windows writes it; never outside of the archive.
fn name(raw: &[u8]) -> String {
    let name = decode::decode(raw).map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), |decoded| decoded.text);
    safe(&name)
}

fn name_of_part(name: &str) -> String {
    safe(name).replace('/', "-")
}

fn safe(name: &str) -> String {
    let name = name.replace('\\', "/");
    let parts = name.split('/').map(str::trim).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.collect::<Vec<_>>().join("/")
}

fn extension_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::package::zipped;
    use std::io::Cursor;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// Path, extension, and text or kind of error of every file.
    fn shown(bytes: &[u8], extension: &str, limits: &Limits) -> Vec<(String, String, String)> {
        let mut out = Vec::new();
        let wanted = |path: &str| !path.contains("__MACOSX");
        open(bytes, extension, limits, &wanted, &mut |member| {
            let text = match member.content {
                Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                Err(error) => error.kind().to_string(),
            };
            out.push((member.path, member.extension, text));
        });
        out
    }

    fn of(path: &str, extension: &str, text: &str) -> (String, String, String) {
        (path.to_string(), extension.to_string(), text.to_string())
    }

    #[test]
    fn a_file_that_holds_none_is_itself() {
        assert_eq!(shown("要点".as_bytes(), "txt", &Limits::default()), [of("", "txt", "要点")]);
    }

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let inner = zipped(&[("乙.txt", "二".as_bytes())]);
        let bytes = zipped(&[
            ("b/丙.TXT", "三".as_bytes()),
            ("../../a.zip", inner.as_slice()),
            ("__MACOSX/._b", b"x".as_slice()),
            ("空/", b""),
        ]);
        assert_eq!(
            shown(&bytes, "zip", &Limits::default()),
            [of("a.zip!乙.txt", "txt", "二"), of("b/丙.TXT", "txt", "三")]
        );
    }

    #[test]
    fn names_in_gbk_are_read() {
        let mut bytes = zipped(&[("xxxx.txt", b"1")]);
        let gbk = encoding_rs::GB18030.encode("要点").0.into_owned();
        while let Some(at) = bytes.windows(4).position(|window| window == b"xxxx") {
            bytes[at..at + 4].copy_from_slice(&gbk);
        }
        assert_eq!(shown(&bytes, "zip", &Limits::default())[0].0, "要点.txt");
    }

    #[test]
    fn limits_hold() {
        let deep = (0..6).fold(zipped(&[("a.txt", b"1")]), |inner, _| zipped(&[("a.zip", &inner)]));
        let found = shown(&deep, "zip", &Limits::default());
        assert_eq!(found.iter().map(|f| f.2.as_str()).collect::<Vec<_>>(), ["too-large"]);
        let two = zipped(&[("a.txt", [b'a'; 600].as_slice()), ("b.txt", &[b'b'; 600]), ("c.txt", b"c".as_slice())]);
        let kinds = |limits: Limits| -> Vec<String> {
            shown(&two, "zip", &limits)
                .into_iter()
                .map(|f| if f.2.len() > 20 { "read".to_string() } else { f.2 })
                .collect()
        };
        assert_eq!(kinds(Limits { archive_bytes: 1201, ..Limits::default() }), ["read", "read", "c"]);
        assert_eq!(kinds(Limits { archive_bytes: 1100, ..Limits::default() }), ["read", "too-large"]);
        assert_eq!(kinds(Limits { file_bytes: 500, ..Limits::default() }), ["too-large", "too-large", "c"]);
        assert_eq!(kinds(Limits { members: 2, ..Limits::default() }), ["too-large"]);
    }

    #[test]
    fn links_lead_nowhere() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_symlink("密码.txt", "/etc/passwd", SimpleFileOptions::default()).expect("writable");
        let bytes = writer.finish().expect("writable").into_inner();
        assert_eq!(shown(&bytes, "zip", &Limits::default()), [of("密码.txt", "txt", "archive-link")]);
    }

    #[test]
    fn files_with_a_password_are_named() {
        let mut bytes = zipped(&[("a.txt", b"1")]);
        // Bit 0 of the flags, at the file and in the directory (APPNOTE 4.4.4).
        let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").expect("every zip file has one");
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        assert_eq!(shown(&bytes, "zip", &Limits::default()), [of("a.txt", "txt", "encrypted")]);
    }

    const MAIL: &str = "From: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/plain; charset=gb2312\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nx+u/tLi9vP4u\r\n--B\r\nContent-Type: text/plain; name=\"=?utf-8?B?6ZmE5Lu2LnR4dA==?=\"\r\n\
        Content-Disposition: attachment; filename=\"=?utf-8?B?6ZmE5Lu2LnR4dA==?=\"\r\n\r\nabc\r\n--B--\r\n";

    #[test]
    fn a_mail_is_its_text_and_its_attachments() {
        let found = shown(MAIL.as_bytes(), "eml", &Limits::default());
        assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["正文.txt", "附件.txt"]);
        assert_eq!(found[1].2.trim(), "abc");
        assert!(found[0].2.starts_with('请'), "{}", found[0].2);
    }

    #[test]
    fn a_web_archive_is_its_page() {
        let page = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n--B\r\n\
            Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><p>要点</p></html>\r\n--B--\r\n";
        let found = shown(page.as_bytes(), "mht", &Limits::default());
        assert_eq!(found.iter().map(|f| (f.0.as_str(), f.1.as_str())).collect::<Vec<_>>(), [("", "html")]);
        assert!(found[0].2.contains("要点"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_opened(bytes: Vec<u8>, extension in "zip|eml|mht|txt") {
            let zip = [b"PK\x03\x04".as_slice(), &bytes].concat();
            for bytes in [bytes, zip] {
                open(&bytes, &extension, &Limits::default(), &|_| true, &mut |_| {});
            }
        }
    }
}
