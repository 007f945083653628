use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::io;
use std::ops::Range;
use std::path::Path;

/// What to do about a file that is no proper TOML.
const SYNTAX_ADVICE: &str = "请按 rules/README.md 的写法核对键名、引号和括号";

/// A mistake in a rule file. `Display` gives the whole message: file, line, column, the line underlined, what is
/// wrong and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rendered}")]
pub struct RulesError {
    rendered: String,
}

impl RulesError {
    /// A mistake at a byte range of a rule file.
    pub(super) fn at(file: &str, source: &str, span: Range<usize>, mistake: &str, advice: &str) -> RulesError {
        let span = span.start.min(source.len())..span.end.min(source.len());
        let snippet = Snippet::source(source).path(file).annotation(AnnotationKind::Primary.span(span).label(mistake));
        let title = Level::ERROR.no_name().primary_title(format!("规则有误：{mistake}"));
        let group = Group::with_title(title).element(snippet);
        let help = Group::with_title(Level::HELP.no_name().secondary_title(format!("怎么改：{advice}")));
        RulesError { rendered: Renderer::plain().render(&[group, help]) }
    }

    /// A file that is no TOML, or holds what nobody asks for.
    pub fn syntax(file: &str, source: &str, error: &toml::de::Error) -> RulesError {
        let mistake = in_chinese(error.message());
        match error.span() {
            Some(span) => RulesError::at(file, source, span, &mistake, SYNTAX_ADVICE),
            None => RulesError { rendered: format!("规则有误：{file}：{mistake}。{SYNTAX_ADVICE}") },
        }
    }

    /// A rule file or folder that cannot be read.
    pub fn unreadable(path: &Path, reason: &io::Error) -> RulesError {
        let reason = match reason.kind() {
            io::ErrorKind::NotFound => "找不到".to_string(),
            io::ErrorKind::PermissionDenied => "没有读取权限".to_string(),
            io::ErrorKind::InvalidData => "不是 UTF-8 编码".to_string(),
            _ => reason.to_string(),
        };
        let rendered = format!("规则读不了：{}：{reason}。请核对 --rules 给的文件夹", path.display());
        RulesError { rendered }
    }
}

/// The commonest complaints of the TOML reader; others stay as they are behind a Chinese word.
fn in_chinese(message: &str) -> String {
    let quoted = |rest: &str| rest.split('`').nth(1).unwrap_or_default().to_string();
    let message = message.lines().next().unwrap_or_default();
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        return match known.is_empty() {
            true => format!("没有“{}”这个键", quoted(rest)),
            false => format!("没有“{}”这个键，可以是 {}", quoted(rest), known.join("、")),
        };
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return format!("缺少“{}”", quoted(rest));
    }
    if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("这里要写{}，不能写{}", type_name(wanted), type_name(found));
    }
    match message {
        "duplicate key" => "同一个键写了两次".to_string(),
        _ if message.starts_with("string values must be quoted") => "等号后面缺少内容，或文字没有加引号".to_string(),
        _ => format!("写法有误（{message}）"),
    }
}

/// The Chinese word for what the TOML reader found or expected.
fn type_name(words: &str) -> String {
    let (kind, value) = words.split_once('`').map_or((words, ""), |(kind, value)| (kind, value.trim_end_matches('`')));
    let name = match kind.trim() {
        "a string" | "string" => "带引号的文字",
        "integer" | "i32" | "u32" | "i64" | "u64" | "usize" => "整数",
        "floating point" | "f64" => "数",
        "boolean" | "a boolean" => "true 或 false",
        "a sequence" | "sequence" => "方括号中的列表",
        "map" | "a map" => "表",
        other => other,
    };
    let value = value.trim();
    if value.is_empty() { name.to_string() } else { format!("{name} {value} ") }.trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_of_the_reader_are_chinese() {
        let cases = [
            ("unknown field `x`, expected one of `a`, `b`", "没有“x”这个键，可以是 a、b"),
            ("unknown field `x`, expected `a` or `b`", "没有“x”这个键，可以是 a、b"),
            ("unknown field `x`, there are no fields", "没有“x”这个键"),
            ("missing field `id`", "缺少“id”"),
            ("invalid type: integer `3`, expected a string", "这里要写带引号的文字，不能写整数 3"),
            ("invalid type: map, expected a sequence", "这里要写方括号中的列表，不能写表"),
            ("duplicate key", "同一个键写了两次"),
            ("unclosed array", "写法有误（unclosed array）"),
        ];
        for (message, expected) in cases {
            assert_eq!(in_chinese(message), expected);
        }
    }

    #[test]
    fn the_place_is_shown_and_the_punctuation_is_chinese() {
        let source = "[[rule]]\nid = 3\n";
        let error = toml::from_str::<std::collections::BTreeMap<String, Vec<std::collections::BTreeMap<String, String>>>>(
            source,
        );
        let shown = RulesError::syntax("我的/values.toml", source, &error.unwrap_err()).to_string();
        assert!(shown.starts_with("规则有误：这里要写带引号的文字，不能写整数 3\n"), "{shown}");
        assert!(shown.contains("我的/values.toml:2:6") && shown.contains("怎么改：请按"), "{shown}");
        let missing = RulesError::unreadable(Path::new("规则"), &io::Error::from(io::ErrorKind::NotFound)).to_string();
        assert_eq!(missing, "规则读不了：规则：找不到。请核对 --rules 给的文件夹");
    }
}
