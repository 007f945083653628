//! What is wrong with rule files, in words: file, line, column, the line underlined, what to write instead.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;

/// Mistakes shown at once; more would hide the first ones.
const MOST_SHOWN: usize = 20;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The rules cannot be used.
    Error,
    /// They can, but probably do not do what is meant.
    Warning,
}

/// Something wrong with a rule file. `Display` gives the whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub weight: Weight,
    /// The file as it was named.
    pub file: Box<str>,
    /// Line and column, 1-based, the column in characters; None where no place is known.
    pub place: Option<(usize, usize)>,
    /// What is wrong, a Chinese sentence without a full stop.
    pub mistake: Box<str>,
    /// What to write instead.
    pub advice: Box<str>,
    rendered: Box<str>,
}

impl Problem {
    /// A mistake at a byte range of a rule file.
    pub fn error(file: &str, source: &str, span: Range<usize>, mistake: &str, advice: &str) -> Problem {
        Problem::new(Weight::Error, file, source, span, mistake, advice)
    }

    /// Something to look at, at a byte range of a rule file.
    pub(super) fn warning(file: &str, source: &str, span: Range<usize>, mistake: &str, advice: &str) -> Problem {
        Problem::new(Weight::Warning, file, source, span, mistake, advice)
    }

    fn new(weight: Weight, file: &str, source: &str, span: Range<usize>, mistake: &str, advice: &str) -> Problem {
        let span = border(source, span.start)..border(source, span.end.max(span.start));
        let level = match weight {
            Weight::Error => Level::ERROR.no_name().primary_title(format!("规则有误：{mistake}")),
            Weight::Warning => Level::WARNING.no_name().primary_title(format!("规则可疑：{mistake}")),
        };
        let before = &source[..span.start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let snippet = Snippet::source(source).path(file).annotation(AnnotationKind::Primary.span(span).label(mistake));
        let help = Group::with_title(Level::HELP.no_name().secondary_title(format!("怎么改：{advice}")));
        let rendered = Renderer::plain().render(&[Group::with_title(level).element(snippet), help]);
        let (file, mistake, advice, rendered) = (file.into(), mistake.into(), advice.into(), rendered.into());
        Problem { weight, file, place: Some((line, column)), mistake, advice, rendered }
    }

    fn without_place(file: &str, mistake: String, advice: &str) -> Problem {
        let rendered = format!("规则读不了：{file}：{mistake}。{advice}");
        let (file, mistake, advice, rendered) = (file.into(), mistake.into(), advice.into(), rendered.into());
        Problem { weight: Weight::Error, file, place: None, mistake, advice, rendered }
    }

    /// A rule file or folder that cannot be read.
    pub(super) fn unreadable(path: &Path, reason: &io::Error) -> Problem {
        let reason = match reason.kind() {
            io::ErrorKind::NotFound => "找不到".to_string(),
            io::ErrorKind::PermissionDenied => "没有读取权限".to_string(),
            io::ErrorKind::InvalidData => "不是 UTF-8 编码".to_string(),
            io::ErrorKind::NotADirectory => "不是文件夹".to_string(),
            _ => reason.to_string(),
        };
        let advice = "请核对 --rules 给的文件夹和 gongwen.toml 里的 rules";
        Problem::without_place(&path.display().to_string(), reason, advice)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered)
    }
}

/// The nearest border of a character that is not behind the offset.
fn border(source: &str, at: usize) -> usize {
    (0..=at.min(source.len())).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0)
}

/// Why rules cannot be used: one mistake or several, in the order of the files. `Display` gives all messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", all(.problems))]
pub struct RulesError {
    /// The mistakes, at least one.
    pub problems: Vec<Problem>,
}

fn all(problems: &[Problem]) -> String {
    let mut shown: Vec<String> = problems.iter().take(MOST_SHOWN).map(Problem::to_string).collect();
    if problems.len() > MOST_SHOWN {
        shown.push(format!("另有 {} 处没有列出，用 gongwen rules check 查看", problems.len() - MOST_SHOWN));
    }
    shown.join("\n\n")
}

impl RulesError {
    /// A mistake at a byte range of a rule file.
    pub fn at(file: &str, source: &str, span: Range<usize>, mistake: &str, advice: &str) -> RulesError {
        RulesError::from(Problem::error(file, source, span, mistake, advice))
    }

    /// A file that is no TOML, or holds what nobody asks for.
    pub fn syntax(file: &str, source: &str, error: &toml::de::Error) -> RulesError {
        let mistake = in_chinese(error.message());
        let advice = "请按 rules/README.md 的写法核对键名、引号和括号";
        match error.span() {
            Some(span) => RulesError::at(file, source, span, &mistake, advice),
            None => Problem::without_place(file, mistake, advice).into(),
        }
    }

    /// A rule file or folder that cannot be read.
    pub fn unreadable(path: &Path, reason: &io::Error) -> RulesError {
        Problem::unreadable(path, reason).into()
    }
}

impl From<Problem> for RulesError {
    fn from(problem: Problem) -> RulesError {
        RulesError { problems: vec![problem] }
    }
}

/// The commonest complaints of the TOML reader; others stay as they are behind a Chinese word.
pub(super) fn in_chinese(message: &str) -> String {
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
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        return format!("这里不能写“{}”，可以写 {}", quoted(rest), known.join("、"));
    }
    if let Some(rest) = message.strip_prefix("invalid length ") {
        let found = rest.split(',').next().unwrap_or_default();
        return format!("这一项写了 {found} 个，个数不对");
    }
    if let Some((found, wanted)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        return format!("这里要写{}，不能写{}", type_name(wanted), type_name(found));
    }
    const KNOWN: [(&str, &str); 8] = [
        ("duplicate key", "同一个键写了两次"),
        ("string values must be quoted", "等号后面缺少内容，或文字没有加引号"),
        ("unclosed array", "列表缺少右方括号 ]"),
        ("invalid basic string", "这一行的引号没有成对"),
        ("invalid literal string", "这一行的单引号没有成对"),
        ("missing escaped value", "双引号里的反斜杠要写两个；正则请用单引号"),
        ("extra `,`", "多了一个逗号"),
        ("key with no value", "这一行缺少等号和内容"),
    ];
    let known = KNOWN.iter().find(|(begin, _)| message.starts_with(begin));
    known.map_or_else(|| format!("写法有误（{message}）"), |(_, chinese)| chinese.to_string())
}

/// The Chinese word for what the TOML reader found or expected.
fn type_name(words: &str) -> String {
    let (kind, value) = words.split_once(['`', '"']).map_or((words, ""), |(kind, value)| (kind, value));
    let value = value.trim_end_matches(['`', '"']);
    let name = match kind.trim() {
        "a string" | "string" => "带引号的文字",
        "integer" | "i32" | "u32" | "i64" | "u64" | "usize" => "整数",
        "floating point" | "f64" => "数",
        "boolean" | "a boolean" => "true 或 false",
        "a sequence" | "sequence" | "a tuple of size 2" => "方括号中的列表",
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
            ("invalid type: string \"三\", expected usize", "这里要写整数，不能写带引号的文字 三"),
            ("unknown variant `x`, expected one of `a`, `b`", "这里不能写“x”，可以写 a、b"),
            ("invalid length 1, expected a tuple of size 2", "这一项写了 1 个，个数不对"),
            ("invalid type: map, expected a sequence", "这里要写方括号中的列表，不能写表"),
            ("duplicate key", "同一个键写了两次"),
            ("unclosed array, expected `]`", "列表缺少右方括号 ]"),
            ("odd thing", "写法有误（odd thing）"),
        ];
        for (message, expected) in cases {
            assert_eq!(in_chinese(message), expected);
        }
    }

    #[test]
    fn the_place_is_shown_and_the_punctuation_is_chinese() {
        let source = "[[rule]]\nid = 3\n";
        let problem = Problem::error("我的/values.toml", source, 14..15, "这里要写带引号的文字", "加上引号");
        let shown = problem.to_string();
        assert!(shown.starts_with("规则有误：这里要写带引号的文字\n"), "{shown}");
        assert!(shown.contains("我的/values.toml:2:6") && shown.contains("怎么改：加上引号"), "{shown}");
        assert_eq!(problem.place, Some((2, 6)));
        let missing = RulesError::unreadable(Path::new("规则"), &io::Error::from(io::ErrorKind::NotFound)).to_string();
        assert!(missing.starts_with("规则读不了：规则：找不到。请核对 --rules 给的文件夹"), "{missing}");
    }

    #[test]
    fn columns_count_characters_and_places_never_cut_one() {
        let source = "title = \"甲乙\"";
        assert_eq!(Problem::error("a", source, 12..15, "甲", "乙").place, Some((1, 11)));
        assert_eq!(Problem::error("a", source, 10..99, "甲", "乙").place, Some((1, 10)));
    }

    #[test]
    fn many_mistakes_are_told_together() {
        let one = Problem::error("a", "x", 0..1, "甲", "乙");
        let error = RulesError { problems: vec![one; 22] };
        assert_eq!(error.to_string().matches("规则有误").count(), MOST_SHOWN);
        assert!(error.to_string().ends_with("另有 2 处没有列出，用 gongwen rules check 查看"));
    }
}
