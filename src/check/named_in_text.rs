//! Indicators of the tables that a task names in its text with a number behind: `全年万人成讼率低于89`.

use super::interval::{Printed, numbers_in};
use super::item::Item;
use super::statement::{Figure, Statement, unit_class};
use super::{Conflict, Context, plain};
use crate::record::{Basis, Operator, Target, Task};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;

/// Adds the statements that the quantities of the tasks do not hold already.
pub(super) fn collect<'a>(statements: &mut Vec<Statement<'a>>, context: &Context<'a>) {
    let names = names(context);
    let patterns: Vec<&String> = names.keys().collect();
    let targets: Vec<&&Target> = names.values().collect();
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns) else { return };
    let subjects: BTreeMap<&str, Statement<'a>> = whole_statements(statements);
    let mut found = Vec::new();
    for task in &context.records.tasks {
        for section in &task.sections {
            let text = plain(&section.text);
            for hit in finder.find_iter(&text) {
                let target = targets[hit.pattern().as_usize()];
                let Some(of) = subjects.get(target.id.as_str()) else { continue };
                found.extend(statement(task, of, (&text, hit.start(), hit.end()), context));
            }
        }
    }
    statements.extend(found);
}

/// The indicators by name, those with components and short names left out.
fn names<'a>(context: &Context<'a>) -> BTreeMap<String, &'a Target> {
    let mut names: BTreeMap<String, &Target> = BTreeMap::new();
    for target in context.records.targets.iter().filter(|target| target.component.is_none()) {
        let name = plain(&target.name);
        let single = target.values.iter().filter(|value| value.basis == Basis::Target).count() > 0;
        if single
            && name.chars().count() >= context.settings.conflict.characters_alike
            && !name.contains(|c: char| c.is_ascii_digit())
        {
            names.entry(name).or_insert(target);
        }
    }
    names
}

/// The statement on the whole of each target.
fn whole_statements<'a>(statements: &[Statement<'a>]) -> BTreeMap<&'a str, Statement<'a>> {
    let whole = statements.iter().filter(|statement| statement.in_table && statement.region.is_empty());
    whole.map(|statement| (statement.item.id(), statement.clone())).collect()
}

fn statement<'a>(
    task: &'a Task,
    of: &Statement<'a>,
    (text, start, end): (&str, usize, usize),
    context: &Context<'a>,
) -> Option<Statement<'a>> {
    let words = &context.settings.conflict;
    if !stands_alone(&text[..start], words) || !task.schedule.is_empty() && in_step(task, &text[start..end]) {
        return None;
    }
    let behind = &text[end..];
    let clause = behind.find(['，', ',', '。', '；', ';', '、', '(', '\n']).map_or(behind, |at| &behind[..at]);
    let verb_ends = clause.find(|c: char| c.is_ascii_digit())?;
    let verb = &clause[..verb_ends];
    let rest = &clause[verb_ends..];
    let number = *numbers_in(rest).first()?;
    let printed_digits = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let tail: String = rest.chars().skip(printed_digits).collect();
    let op = operator(verb, &tail, words)?;
    let unit: String = tail.chars().take_while(|c| !"以左及的比较".contains(*c)).collect();
    let (power, class) = if unit.is_empty() { (0, of.unit.clone()) } else { unit_class(&unit, context) };
    let already = task
        .quantities
        .iter()
        .any(|mention| mention.number == Some(number) && plain(&mention.text).contains(&text[start..end]));
    let printed = Printed::new(op, number, None, rest).scaled(power)?;
    (class == of.unit && !already).then(|| Statement {
        item: Item::Task(task),
        subject: of.subject.clone(),
        unit: class,
        region: String::new(),
        year: None,
        figure: Some(Figure { printed }),
        text: format!("{}{clause}", &text[start..end]),
        anchor: &task.anchor,
        in_table: false,
    })
}

/// Is the name not the end of a longer one: it begins a clause, or a word that says nothing stands in front.
fn stands_alone(before: &str, words: &Conflict) -> bool {
    let neutral = |list: &[String]| list.iter().any(|word| word.chars().count() > 1 && before.ends_with(word.as_str()));
    let regions = ["全省", "全市", "全县", "全区"];
    before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() || c == '.')
        || neutral(&words.noise)
        || regions.iter().any(|region| before.ends_with(region))
}

/// Does a step of the schedule name it: figures on the way are no goals.
fn in_step(task: &Task, name: &str) -> bool {
    task.schedule.iter().any(|step| plain(&step.text).contains(name))
}

/// How the number binds; `None` for a change and for words that lead elsewhere.
fn operator(verb: &str, tail: &str, words: &Conflict) -> Option<Operator> {
    let lead = |word: &str| verb == word || words.leads.iter().any(|lead| lead == verb);
    let (below, above) = (["低于", "不高于", "不超过", "少于"], ["高于", "不低于", "超过", "突破", "不少于", "大于"]);
    match verb {
        _ if below.contains(&verb) || tail.contains("以内") || tail.contains("以下") => Some(Operator::Le),
        _ if above.contains(&verb) || tail.contains("以上") => Some(Operator::Ge),
        _ if tail.contains("左右") => Some(Operator::Approx),
        "" | "达" | "为" | "至" => Some(Operator::Eq),
        _ if lead(verb) => Some(Operator::Eq),
        _ => None,
    }
}
