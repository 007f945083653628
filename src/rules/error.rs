use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

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
        let title = Level::ERROR.with_name("规则有误").primary_title(mistake);
        let group = Group::with_title(title).element(snippet);
        let help = Group::with_title(Level::HELP.with_name("怎么改").secondary_title(advice));
        RulesError { rendered: Renderer::plain().render(&[group, help]) }
    }

    /// A rule file or folder that cannot be read.
    pub(super) fn unreadable(path: &std::path::Path, reason: &std::io::Error) -> RulesError {
        let reason = match reason.kind() {
            std::io::ErrorKind::NotFound => "找不到".to_string(),
            std::io::ErrorKind::PermissionDenied => "没有读取权限".to_string(),
            _ => reason.to_string(),
        };
        let rendered = format!("规则读不了:{}:{reason}。请核对 --rules 给的文件夹。", path.display());
        RulesError { rendered }
    }
}
