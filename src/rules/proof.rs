//! The proof (自检): every rule and every word list against its own examples and counter-examples.

use super::error::Problem;
use super::lists;
use super::load::SourceFile;
use super::rule::{Example, Origin, Pack, Rule};
use super::words::WordList;
use crate::grammar::fold::fold;

/// A pack with the files that it was made of.
pub(super) struct Proof<'a> {
    pub(super) pack: &'a Pack,
    pub(super) files: &'a [SourceFile],
}

impl Proof<'_> {
    /// What the examples and counter-examples of all rules and lists contradict, in the order of the rules.
    pub(super) fn examples(&self) -> Vec<Problem> {
        let rules = self.pack.rules().iter().flat_map(|rule| self.rule(rule));
        let lists = self.pack.lists.keys().flat_map(|id| self.list(id));
        rules.chain(lists).collect()
    }

    fn rule(&self, rule: &Rule) -> Vec<Problem> {
        let examples = rule.examples.iter().filter_map(|example| self.example(rule, example));
        let matched = rule.counters.iter().filter(|counter| rule.is_match(&fold(&counter.text)));
        let counters = matched.map(|counter| match foreign(rule, counter) {
            Some(origin) => {
                let mistake = format!("补充的写法连规则 {} 的反例“{}”也匹配", rule.id, counter.text);
                self.at_origin(origin, &mistake, "把补充的写法写得更窄")
            }
            None => self.error(counter, "反例也被这条规则匹配", "把正则写得更窄；这段文字确实要认的，改掉反例"),
        });
        examples.chain(counters).collect()
    }

    fn example(&self, rule: &Rule, example: &Example) -> Option<Problem> {
        let folded = fold(&example.text);
        let Some(captures) = rule.captures_at(&folded, 0) else {
            let advice = format!("改正则，或改例子；匹配时看到的文字是“{folded}”");
            return Some(self.error(example, "例子没有被这条规则匹配", &advice));
        };
        example.record.iter().find_map(|(key, wanted)| {
            let got = rule.yields.get(key).map(String::as_str).or(captures.name(key).map(|m| m.as_str()));
            let shown = got.map_or("空".to_string(), |got| format!("“{got}”"));
            let mistake = format!("例子的 {key} 应为“{wanted}”，实得{shown}");
            (got != Some(wanted)).then(|| self.error(example, &mistake, "改正则的命名组，或改例子里的 record"))
        })
    }

    fn list(&self, id: &str) -> Vec<Problem> {
        let Some(how) = lists::use_of(id) else { return Vec::new() };
        let about = &self.pack.lists[id];
        let knows = |example: &Example| how.knows(self.pack.list(id), &fold(&example.text));
        let examples = about.examples.iter().filter(|example| !knows(example)).map(|example| {
            let mistake = format!("词表 {id} 认不出这个例子的{}", how.title());
            self.error(example, &mistake, "把缺的词加进 words，或改例子")
        });
        let counters = about.counters.iter().filter(|counter| knows(counter)).map(|counter| {
            let alone = |word: &&Example| how.knows(&WordList::new(vec![fold(&word.text)]), &fold(&counter.text));
            match about.added.iter().rev().find(alone) {
                Some(word) => {
                    let mistake = format!("“{}”太宽：词表 {id} 的反例“{}”也被认出", word.text, counter.text);
                    self.error(word, &mistake, "写得更长更具体；反例确实要认的，改反例")
                }
                None => {
                    let mistake = format!("词表 {id} 认出了这个反例的{}", how.title());
                    self.error(counter, &mistake, "去掉认出它的词，或改反例")
                }
            }
        });
        examples.chain(counters).collect()
    }

    fn error(&self, example: &Example, mistake: &str, advice: &str) -> Problem {
        Problem::error(&example.file, self.text(&example.file), example.span.clone(), mistake, advice)
    }

    /// At the line with the id of what was written.
    fn at_origin(&self, origin: &Origin, mistake: &str, advice: &str) -> Problem {
        let text = self.text(&origin.file);
        Problem::error(&origin.file, text, origin.line_in(text), mistake, advice)
    }

    fn text(&self, file: &str) -> &str {
        self.files.iter().find(|source| source.name == file).map_or("", |source| source.text.as_ref())
    }
}

/// Where the rule was extended last, where that is another file than the one that the example stands in.
fn foreign<'r>(rule: &'r Rule, example: &Example) -> Option<&'r Origin> {
    rule.origins.last().filter(|origin| origin.file != example.file)
}
