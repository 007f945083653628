//! From a pattern as it is written to one that runs, with every mistake at its place inside the pattern.

use super::error::Problem;
use super::finder::{self, Expansion};
use super::kind::{self, Kind};
use super::pattern::Pattern;
use super::read::At;
use super::suggest::closest;
use crate::grammar::fold::fold;
use regex::RegexBuilder;
use regex_syntax::ast::{self, Ast, ErrorKind};
use std::ops::Range;

/// A pattern past this compiled size is a mistake, not a rule. In bytes.
const PATTERN_SIZE_LIMIT: usize = 4 << 20;

/// The file that a pattern stands in.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) file: &'a str,
    pub(super) source: &'a str,
    /// The file is built in and was tested; its patterns are compiled when they are first asked.
    pub(super) is_trusted: bool,
}

impl Context<'_> {
    pub(super) fn error<T>(&self, at: &At<T>, mistake: &str, advice: &str) -> Problem {
        Problem::error(self.file, self.source, at.span.clone(), mistake, advice)
    }

    pub(super) fn warning<T>(&self, at: &At<T>, mistake: &str, advice: &str) -> Problem {
        Problem::warning(self.file, self.source, at.span.clone(), mistake, advice)
    }
}

/// The groups that the patterns of a rule may have and must have.
pub(super) struct Groups {
    needs: &'static [&'static str],
    may_have: Vec<&'static str>,
}

impl Groups {
    pub(super) fn of(kind: Kind, cue: Option<&kind::CueSpec>) -> Groups {
        match cue {
            Some(cue) => Groups { needs: cue.needs, may_have: [cue.needs, cue.may_have].concat() },
            None => Groups { needs: &[], may_have: kind.spec().groups.to_vec() },
        }
    }
}

/// Compiles a pattern.
pub(super) fn pattern(context: Context<'_>, written: &At<String>, groups: &Groups) -> Result<Pattern, Problem> {
    let place = Place { context, written };
    let expansion = finder::expand(&written.value, &groups.may_have).map_err(|unknown| {
        let name = &written.value[unknown.name.clone()];
        let advice = match closest(name, finder::list()) {
            Some(near) => format!("是不是 {{{near}}}？"),
            None => format!("可用的查找器：{}", finder::names()),
        };
        place.error(unknown.whole, &format!("没有叫 {{{name}}} 的查找器"), &advice)
    })?;
    let parsed = ast::parse::Parser::new().parse(&expansion.text).map_err(|error| {
        let (mistake, advice) = in_chinese(error.kind());
        let span = error.span();
        place.error(expansion.source(span.start.offset..span.end.offset), mistake, advice)
    })?;
    if let Some((span, c)) = folded_away(&parsed) {
        let (mistake, advice) = never(c);
        return Err(place.error(expansion.source(span), &mistake, &advice));
    }
    if context.is_trusted {
        return Ok(Pattern::later(&expansion.text));
    }
    let regex = RegexBuilder::new(&expansion.text).size_limit(PATTERN_SIZE_LIMIT).build();
    let regex = regex.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => {
            place.whole("这条正则太大", "次数写小些，如 {0,200} 改成 {0,40}；很多个词请用 words 列出")
        }
        other => {
            let reason = other.to_string();
            let reason = reason.lines().last().unwrap_or("").trim_start_matches("error: ").to_string();
            place.whole(&format!("正则写错了：{reason}"), "请对照 rules/README.md 的“正则”一节")
        }
    })?;
    if regex.is_match("") {
        return Err(place.whole("这条正则连空文本也匹配", "至少要有一个必须出现的字"));
    }
    check_groups(&place, &parsed, &expansion, groups)?;
    Ok(Pattern::new(regex))
}

/// The pattern that a list of words stands for.
pub(super) fn words(context: Context<'_>, words: &[At<String>], template: &str) -> Result<Pattern, Problem> {
    let mut choices = Vec::new();
    for word in words {
        let folded = fold(&word.value);
        if folded.is_empty() {
            return Err(context.error(word, "词表里有空词", "空词会匹配一切，请删去"));
        }
        choices.push(regex::escape(&folded));
    }
    let pattern = template.replace("{}", &choices.join("|"));
    if context.is_trusted {
        return Ok(Pattern::later(&pattern));
    }
    let first = &words[0];
    let regex = RegexBuilder::new(&pattern).size_limit(PATTERN_SIZE_LIMIT).build();
    regex.map(Pattern::new).map_err(|_| context.error(first, "词太多，一条规则放不下", "请分成几条规则"))
}

/// A place inside a pattern.
struct Place<'a> {
    context: Context<'a>,
    written: &'a At<String>,
}

impl Place<'_> {
    fn whole(&self, mistake: &str, advice: &str) -> Problem {
        self.context.error(self.written, mistake, advice)
    }

    /// A mistake at bytes of the pattern; at the whole of it where it is written with escapes.
    fn error(&self, inside: Range<usize>, mistake: &str, advice: &str) -> Problem {
        let Context { file, source, .. } = self.context;
        let printed = source.get(self.written.span.clone()).unwrap_or("");
        let verbatim = printed.find(self.written.value.as_str()).map(|skipped| self.written.span.start + skipped);
        match verbatim {
            Some(start) => Problem::error(file, source, start + inside.start..start + inside.end, mistake, advice),
            None => self.whole(mistake, advice),
        }
    }
}

/// The first character outside of classes that no folded text has, with its place in the expanded pattern.
fn folded_away(ast: &Ast) -> Option<(Range<usize>, char)> {
    match ast {
        Ast::Literal(literal) => {
            let mut printed = [0; 4];
            let printed: &str = literal.c.encode_utf8(&mut printed);
            (fold(printed) != printed).then_some((literal.span.start.offset..literal.span.end.offset, literal.c))
        }
        Ast::Repetition(repetition) => folded_away(&repetition.ast).filter(|_| !is_optional(&repetition.op.kind)),
        Ast::Group(group) => folded_away(&group.ast),
        Ast::Alternation(alternation) => alternation.asts.iter().find_map(folded_away),
        Ast::Concat(concat) => concat.asts.iter().find_map(folded_away),
        _ => None,
    }
}

/// `（?` does no harm.
fn is_optional(kind: &ast::RepetitionKind) -> bool {
    use ast::{RepetitionKind as Kind, RepetitionRange as Range};
    match kind {
        Kind::ZeroOrOne | Kind::ZeroOrMore => true,
        Kind::OneOrMore => false,
        Kind::Range(Range::Exactly(least) | Range::AtLeast(least) | Range::Bounded(least, _)) => *least == 0,
    }
}

/// Why a pattern with this character never matches, and what to write instead.
fn never(c: char) -> (String, String) {
    if c.is_whitespace() {
        return (
            "正则里有空格，永远不会匹配".to_string(),
            "匹配前空格和换行都已去掉，把正则里的空格删掉即可".to_string(),
        );
    }
    let folded = fold(&c.to_string());
    let written = regex::escape(&folded);
    let (from, to) = if ('\u{4e00}'..='\u{9fff}').contains(&c) { ("繁体", "简体") } else { ("全角", "半角") };
    (
        format!("正则里有{from}的“{c}”，永远不会匹配"),
        format!("匹配前{from}已变成{to}，请写 {}", if written.is_empty() { "别的字" } else { &written }),
    )
}

/// Are the named groups those that the kind knows, and are all there that it needs?
fn check_groups(place: &Place<'_>, ast: &Ast, expansion: &Expansion, groups: &Groups) -> Result<(), Problem> {
    let mut names = Vec::new();
    named_groups(ast, &mut names);
    let quoted = |names: &[&str]| names.join("、");
    if let Some((name, span)) = names.iter().find(|(name, _)| !groups.may_have.contains(&name.as_str())) {
        let advice = match (groups.may_have.is_empty(), closest(name, groups.may_have.iter().copied())) {
            (true, _) => "这种规则不用命名组".to_string(),
            (_, Some(near)) => format!("是不是“{near}”？"),
            _ => format!("可以有：{}", quoted(&groups.may_have)),
        };
        return Err(place.error(expansion.source(span.clone()), &format!("这种规则没有叫“{name}”的组"), &advice));
    }
    let missing: Vec<&str> =
        groups.needs.iter().copied().filter(|need| !names.iter().any(|(name, _)| name == need)).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => {
            let advice = format!("把要取出的那一段写成 (?<{}>…)", missing[0]);
            Err(place.whole(&format!("正则里缺少命名组 {}", quoted(&missing)), &advice))
        }
    }
}

fn named_groups(ast: &Ast, out: &mut Vec<(String, Range<usize>)>) {
    match ast {
        Ast::Repetition(repetition) => named_groups(&repetition.ast, out),
        Ast::Group(group) => {
            if let ast::GroupKind::CaptureName { name, .. } = &group.kind {
                out.push((name.name.clone(), name.span.start.offset..name.span.end.offset));
            }
            named_groups(&group.ast, out);
        }
        Ast::Alternation(alternation) => alternation.asts.iter().for_each(|ast| named_groups(ast, out)),
        Ast::Concat(concat) => concat.asts.iter().for_each(|ast| named_groups(ast, out)),
        _ => {}
    }
}

/// What is wrong with a regular expression, and what to write instead.
fn in_chinese(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind::*;
    match kind {
        GroupUnclosed => ("正则写错了：这个左括号没有配对", "补上右括号；要匹配括号本身写 \\("),
        GroupUnopened => ("正则写错了：这个右括号没有配对", "补上左括号；要匹配括号本身写 \\)"),
        ClassUnclosed => ("正则写错了：这个左方括号没有配对", "补上 ]；要匹配方括号本身写 \\["),
        RepetitionMissing => ("正则写错了：这个次数前面没有可重复的内容", "删去它；要匹配符号本身，前面加反斜杠"),
        RepetitionCountInvalid => ("正则写错了：重复次数前大后小", "写成 {最少,最多}，如 {2,6}"),
        RepetitionCountUnclosed | RepetitionCountDecimalEmpty | DecimalEmpty | DecimalInvalid => {
            ("正则写错了：花括号里的次数不对", "写成 {2} 或 {2,6}；要匹配花括号本身写 \\{")
        }
        EscapeUnrecognized => ("正则写错了：没有这种反斜杠写法", "符号前的反斜杠表示符号本身；汉字和字母前不用写"),
        EscapeUnexpectedEof => ("正则写错了：反斜杠后面没有内容", "删去末尾的反斜杠，或写成 \\\\"),
        ClassRangeInvalid => ("正则写错了：方括号里的范围前大后小", "写成 [0-9] 这样前小后大；减号本身放在最前面"),
        ClassRangeLiteral => ("正则写错了：方括号里的范围两头要是单个字", "写成 [0-9]；减号本身放在最前面"),
        GroupNameDuplicate { .. } => ("正则写错了：两个组用了同一个名字", "换一个名字，或用 {查找器:别名}"),
        GroupNameInvalid | GroupNameEmpty | GroupNameUnexpectedEof => {
            ("正则写错了：组的名字不对", "写成 (?<名字>…)，名字用小写字母、数字和下划线")
        }
        UnsupportedLookAround => {
            ("正则写错了：不支持前后断言", "去掉 (?= (?! (?<= (?<!；不要的情形写成反例，把正则写窄")
        }
        UnsupportedBackreference => ("正则写错了：不支持反向引用", "去掉 \\1 这类写法"),
        NestLimitExceeded(_) => ("正则写错了：括号套得太深", "拆成几条正则"),
        FlagUnrecognized | FlagUnexpectedEof | FlagDanglingNegation => {
            ("正则写错了：问号后面的写法不认识", "不取出来的括号写 (?:…)，要取出来的写 (?<名字>…)")
        }
        _ => ("正则写错了", "请对照 rules/README.md 的“正则”一节；符号本身前面加反斜杠"),
    }
}
