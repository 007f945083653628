//! Contests (相争): rules that match the same text in different ways. Of two, the priority decides; where it does not,
//! that is a mistake to be told and not to be left to chance. What an office adds must neither stay without effect nor
//! take a text away from a rule below without saying so.

use super::error::Problem;
use super::kind::Kind;
use super::load::SourceFile;
use super::pattern::Pattern;
use super::rule::{Example, Pack, Rule};
use super::witness;
use crate::grammar::fold::{Folded, fold};
use std::collections::BTreeSet;

/// What a rule makes of a text: what it yields, and the texts of its groups.
type Outcome = (Vec<(String, String)>, Vec<(String, String)>);

/// All clashes, thefts and rules without effect that concern a rule of an office; the built-in pack is held to the
/// same by a test.
pub(super) fn problems(pack: &Pack, files: &[SourceFile]) -> Vec<Problem> {
    if pack.rules().iter().all(Rule::is_built_in) {
        return Vec::new();
    }
    Contest { pack, files }.problems(|rule| !rule.is_built_in())
}

/// The same for the built-in rules among themselves, as plain sentences.
#[cfg(test)]
pub(super) fn of_built_in(pack: &Pack) -> Vec<String> {
    let contest = Contest { pack, files: &[] };
    contest.problems(|_| true).into_iter().map(|problem| problem.mistake.into_string()).collect()
}

struct Contest<'a> {
    pack: &'a Pack,
    files: &'a [SourceFile],
}

impl<'a> Contest<'a> {
    /// What concerns at least one of the rules that are `asked` for.
    fn problems(&self, asked: impl Fn(&Rule) -> bool) -> Vec<Problem> {
        let rules = || self.pack.rules().iter().filter(|rule| rule.kind != Kind::Furniture);
        let own_examples = rules().flat_map(|rule| rule.examples.iter().map(move |example| (rule, example)));
        let mut out: Vec<Problem> = own_examples.filter_map(|(rule, text)| self.example(rule, text, &asked)).collect();
        if out.is_empty() {
            let priorities: BTreeSet<_> =
                rules().filter(|rule| asked(rule)).map(|rule| (key(rule), rule.priority)).collect();
            let met = rules().filter(|rule| priorities.contains(&(key(rule), rule.priority)));
            out.extend(met.flat_map(|rule| self.clashes(rule, &asked)));
        }
        if out.is_empty() {
            out.extend(rules().filter(|rule| asked(rule)).filter_map(|rule| self.idle(rule)));
        }
        let mut seen = BTreeSet::new();
        out.retain(|problem| seen.insert((problem.file.clone(), problem.place, problem.mistake.clone())));
        out
    }

    /// A rule without which all its texts would be read in the same way.
    fn idle(&self, rule: &Rule) -> Option<Problem> {
        let texts = self.texts(rule);
        let by = |text: &String| {
            let own = self.outcome(rule, text)?;
            let next = self.rivals(rule, text).filter(|other| other.id != rule.id);
            let mut readings = next.filter_map(|other| Some((other, self.outcome(other, text)?)));
            readings.next().filter(|(_, reading)| *reading == own).map(|(other, _)| other)
        };
        let others: Vec<&Rule> = texts.iter().map(by).collect::<Option<_>>()?;
        let other = others.first()?;
        let mistake = format!("规则 {}（{}）已经认得这些文字，读法相同", other.id, other.title);
        let origin = rule.origins.last()?;
        let text = self.text(&origin.file);
        let advice = "这条规则可以不写；想认别的写法，把它们加进例子";
        Some(Problem::warning(&origin.file, text, origin.line_in(text), &mistake, advice))
    }

    /// The examples of a rule, and texts that its patterns say they match.
    fn texts(&self, rule: &Rule) -> Vec<String> {
        let examples = rule.examples.iter().map(|example| fold(&example.text));
        examples.chain(rule.patterns.iter().flat_map(witnesses)).collect()
    }

    fn text(&self, file: &str) -> &str {
        self.files.iter().find(|source| source.name == file).map_or("", |source| source.text.as_ref())
    }

    /// An example that its rule does not read, or that another rule takes first.
    fn example(&self, rule: &Rule, example: &Example, asked: &impl Fn(&Rule) -> bool) -> Option<Problem> {
        let folded = fold(&example.text);
        let Some(own) = self.outcome(rule, &folded) else {
            let mistake = format!("例子“{}”读不出值", example.text);
            return asked(rule).then(|| self.problem(rule, Some(example), &mistake, unread(rule.kind)));
        };
        let winner = self.rivals(rule, &folded).find(|other| self.outcome(other, &folded).is_some())?;
        if winner.id == rule.id || winner.priority == rule.priority || !(asked(rule) || asked(winner)) {
            return None;
        }
        // What only stands in where no other rule fits is there to be taken from.
        let fallback = rule.priority < 0;
        let same = self.outcome(winner, &folded).is_some_and(|other| other == own);
        if fallback || same || winner.over.contains(&rule.id) {
            return None;
        }
        Some(match winner.layer() > rule.layer() {
            true => {
                let mistake = format!("抢走了规则 {}（{}）的例子“{}”", rule.id, rule.title, example.text);
                let advice = format!("把要认的写得更窄；确实要改由这条规则认的，写上 over = [\"{}\"]", rule.id);
                self.problem(winner, None, &mistake, &advice)
            }
            false => {
                let taken = format!("先被规则 {}（{}）取走，这条规则轮不到", winner.id, winner.title);
                let advice = format!("写上 over = [\"{}\"]，让这条规则先试", winner.id);
                self.problem(rule, Some(example), &format!("例子“{}”{taken}", example.text), &advice)
            }
        })
    }

    /// Texts of a rule that another one of the same priority reads in another way: one for each such rule.
    fn clashes(&self, rule: &'a Rule, asked: &impl Fn(&Rule) -> bool) -> Vec<Problem> {
        let texts = self.texts(rule);
        let mut met = BTreeSet::new();
        let mut out = Vec::new();
        for text in &texts {
            let Some(own) = self.outcome(rule, text) else { continue };
            let rivals = self.rivals(rule, text).filter(|other| other.priority == rule.priority && other.id != rule.id);
            for other in rivals.filter(|other| asked(rule) || asked(other)) {
                let differs = self.outcome(other, text).is_some_and(|theirs| theirs != own);
                if differs && met.insert(&other.id) {
                    out.push(self.clash(rule, other, text));
                }
            }
        }
        out
    }

    /// Told at the rule that was written later.
    fn clash(&self, one: &Rule, other: &Rule, text: &str) -> Problem {
        let later = (one.layer(), &one.id) > (other.layer(), &other.id);
        let (rule, other) = if later { (one, other) } else { (other, one) };
        let mistake = format!(
            "规则 {}（{}）同一优先级，对“{text}”另有读法：{}，这里是{}",
            other.id,
            other.title,
            self.shown(other, text),
            self.shown(rule, text)
        );
        let advice = format!("写上 over = [\"{}\"]（这条先试），或把 priority 改小（那条先试）", other.id);
        self.problem(rule, None, &mistake, &advice)
    }

    /// The rules that compete with this one for a folded text, itself among them, the first to be asked first.
    fn rivals(&self, rule: &Rule, folded: &str) -> impl Iterator<Item = &'a Rule> {
        let own = key(rule);
        self.pack.candidates(rule.kind, folded).filter(move |other| key(other) == own)
    }

    /// What a rule makes of a folded text; None where it does not read it.
    fn outcome(&self, rule: &Rule, folded: &str) -> Option<Outcome> {
        let text = Folded::new(folded);
        let reads = match rule.kind {
            Kind::Value => self.pack.reads_value(rule, folded),
            Kind::Period => self.pack.reads_period(rule, &text),
            _ => true,
        };
        let found = reads.then(|| super::rule::match_rule(rule, &text)).flatten()?;
        let yields = rule.yields.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        Some((yields, found.groups().map(|(name, text)| (name.to_string(), text.to_string())).collect()))
    }

    fn shown(&self, rule: &Rule, folded: &str) -> String {
        let Some((yields, groups)) = self.outcome(rule, folded) else { return String::new() };
        let pairs: Vec<String> = yields.iter().chain(&groups).map(|(key, value)| format!("{key}={value}")).collect();
        pairs.join(" ")
    }

    /// At an example of the rule, else at its id.
    fn problem(&self, rule: &Rule, example: Option<&Example>, mistake: &str, advice: &str) -> Problem {
        let origin = rule.origins.last();
        let file = example.map_or(origin.map_or("", |o| o.file.as_str()), |example| example.file.as_str());
        let text = self.text(file);
        let span = example.map_or_else(|| origin.map_or(0..0, |origin| origin.line_in(text)), |e| e.span.clone());
        Problem::error(file, text, span, mistake, advice)
    }
}

/// Rules compete with those of their own key only.
fn key(rule: &Rule) -> (Kind, String) {
    let about = match rule.kind {
        Kind::Cue => rule.yields("cue"),
        // A line may hold several fields, each of them read for itself.
        Kind::Metadata => rule.yields("field"),
        _ => "",
    };
    (rule.kind, about.to_string())
}

/// Why a text that a pattern matches may not be read all the same.
fn unread(kind: Kind) -> &'static str {
    match kind {
        Kind::Value => "number 要是数，unit 要是认识的计量单位；不认识的单位加进词表 measures.words",
        _ => "月份要在 1 到 12 之间，from、to 与 form 要配得上；没有印月份的写在 yields 的 start、end 里",
    }
}

/// Texts that the pattern itself says it matches.
fn witnesses(pattern: &Pattern) -> Vec<String> {
    witness::of(&pattern.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::layer::{Layer, OFFICE_PRIORITY};
    use super::super::load::Loader;
    use super::*;

    /// What is wrong with a rule of an office laid over the rules of tables, values and periods.
    fn mistakes(rule: &str) -> Vec<String> {
        let mut loader = Loader::new(Pack::default());
        for (file, text) in super::super::BUILT_IN {
            loader.add(&Layer::BuiltIn, file, (*text).into());
        }
        loader.begin_layer();
        loader.add(&Layer::Folder("规则".into()), "规则/a.toml", rule.to_string().into());
        loader.finish().2.into_iter().map(|problem| format!("{}｜{}", problem.mistake, problem.advice)).collect()
    }

    fn column(what: &str, role: &str, example: &str, counter: &str) -> String {
        format!(
            "[[rule]]\nid = \"office.列\"\ntitle = \"列\"\nkind = \"column\"\n{what}\nyields = {{ role = \"{role}\" }}\n\
             [[rule.example]]\ntext = \"{example}\"\n[[rule.counter]]\ntext = \"{counter}\"\n"
        )
    }

    #[test]
    fn a_rule_of_an_office_comes_first_without_a_priority() {
        let rule = column("words = [\"工作成效\"]", "remark", "工作成效", "成效");
        assert_eq!(mistakes(&rule), [""; 0]);
        const { assert!(OFFICE_PRIORITY > 100) };
    }

    #[test]
    fn an_equal_priority_is_a_clash() {
        let rule = column("priority = 88\npattern = '^(?:责任|承接)处室$'", "support", "承接处室", "处室");
        let found = mistakes(&rule);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains(
                "tables.responsible（责任单位）同一优先级，对“责任处室”另有读法：role=responsible，这里是role=support"
            ),
            "{found:?}"
        );
        let same = column("priority = 88\npattern = '^(?:责任|承接)处室$'", "responsible", "承接处室", "处室");
        assert_eq!(mistakes(&same), [""; 0], "the same reading is no clash");
        let settled =
            column("over = [\"tables.responsible\"]\npattern = '^(?:责任|承接)处室$'", "support", "承接处室", "处室");
        assert_eq!(mistakes(&settled), [""; 0]);
    }

    #[test]
    fn a_rule_that_another_one_shadows_is_told() {
        let rule = column("priority = 10\nwords = [\"工作成效\"]", "remark", "工作成效", "成效");
        let found = mistakes(&rule);
        assert!(found.len() == 1 && found[0].contains("先被规则 tables.text（文字栏）取走"), "{found:?}");
    }

    #[test]
    fn a_rule_that_takes_the_text_of_another_is_told() {
        let wide = column("pattern = '单位$'", "responsible", "承接单位", "处室");
        let found = mistakes(&wide);
        assert!(found.iter().any(|p| p.contains("抢走了规则 tables.measure（计量单位）的例子“计量单位”")), "{found:?}");
        let meant = column("words = [\"计量单位\"]\nover = [\"tables.measure\"]", "remark", "计量单位", "单位");
        assert_eq!(mistakes(&meant), [""; 0]);
    }

    #[test]
    fn a_rule_that_adds_nothing_is_told() {
        let known = column("words = [\"责任部门\"]", "responsible", "责任部门", "部门");
        let found = mistakes(&known);
        assert!(
            found.len() == 1 && found[0].contains("规则 tables.responsible（责任单位）已经认得这些文字"),
            "{found:?}"
        );
        let more = column("words = [\"责任部门\", \"承接部门\"]", "responsible", "责任部门", "部门");
        assert_eq!(mistakes(&more), [""; 0], "one of its words is new");
    }

    #[test]
    fn what_is_matched_and_not_read_is_told() {
        let value = "[[rule]]\nid = \"office.值\"\ntitle = \"值\"\nkind = \"value\"\npattern = '^足{number}{unit}$'\n\
                     yields = { op = \"ge\" }\n[[rule.example]]\ntext = \"足3犋\"\n[[rule.counter]]\ntext = \"3犋\"\n";
        assert!(mistakes(value)[0].contains("读不出值｜number 要是数，unit 要是认识的计量单位"));
        let period = value.replace("value", "period").replace("'^足{number}{unit}$'", "'^{month:from}期'");
        let period =
            period.replace("op = \"ge\"", "form = \"deadline\"").replace("足3犋", "3期").replace("\"3犋", "\"三期");
        assert!(mistakes(&period)[0].contains("读不出值｜月份要在"), "{:?}", mistakes(&period));
    }
}
