//! Indicators of the tables that a task names in its text with a number behind: `全年万人成讼率低于89`.

use super::interval::{Printed, numbers_in};
use super::item::Item;
use super::statement::{Collection, Figure, Source, Statement, of_row};
use super::words::automaton;
use super::{Conflict, Context, plain};
use crate::record::{Operator, Target, Task};
use std::collections::BTreeMap;

/// An indicator and the number of its subject.
type Indicator<'a> = (&'a Target, usize);

/// Adds the places that the quantities of the tasks do not hold already.
pub(super) fn collect<'a>(collection: &mut Collection<'a>, context: &Context<'a>) {
    let names = if context.records.tasks.is_empty() { BTreeMap::new() } else { names(collection, context) };
    if names.is_empty() {
        return;
    }
    let indicators: Vec<&Indicator> = names.values().collect();
    let finder = automaton(names.keys());
    let mut order = collection.sources.iter().map(Vec::len).sum::<usize>();
    for text in context.texts() {
        let Some(task) = text.item.and_then(|item| item.task()) else { continue };
        for hit in finder.find_iter(&text.text) {
            let &(target, subject) = indicators[hit.pattern().as_usize()];
            let growth = collection.subjects[subject].growth;
            let cells = of_row(target, &[], subject, growth, context);
            let Some(of) = cells.iter().find(|statement| statement.region.is_empty()) else { continue };
            if let Some(statement) = statement(task, of, (&text.text, hit.start(), hit.end()), context) {
                collection.sources[subject].push((order, Source::Named(Box::new(statement))));
                order += 1;
            }
        }
    }
}

/// The indicators by name, those with components, short names and names with figures left out.
fn names<'a>(collection: &Collection<'a>, context: &Context) -> BTreeMap<String, Indicator<'a>> {
    let mut names: BTreeMap<String, Indicator> = BTreeMap::new();
    let sources =
        (0..).zip(&collection.sources).flat_map(|(subject, of)| of.iter().map(move |(_, source)| (subject, source)));
    for (subject, source) in sources {
        let Source::Row(target, _) = source else { continue };
        if target.component.is_some() {
            continue;
        }
        let name = plain(&target.name);
        let is_long = name.chars().count() >= context.settings.conflict.characters_alike;
        if is_long && !name.contains(|c: char| c.is_ascii_digit()) {
            names.entry(name).or_insert((target, subject));
        }
    }
    names
}

fn statement<'a>(
    task: &'a Task,
    of: &Statement<'a>,
    (text, start, end): (&str, usize, usize),
    context: &Context,
) -> Option<Statement<'a>> {
    let words = &context.settings.conflict;
    if !stands_alone(&text[..start], words) || !task.schedule.is_empty() && in_step(task, &text[start..end]) {
        return None;
    }
    let behind = &text[end..];
    let clause = behind.find(['，', ',', '。', '；', ';', '、', '(', '\n']).map_or(behind, |at| &behind[..at]);
    let verb_ends = clause.find(|c: char| c.is_ascii_digit())?;
    let (verb, rest) = clause.split_at(verb_ends);
    let number = *numbers_in(rest).first()?;
    let printed_digits = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let tail: String = rest.chars().skip(printed_digits).collect();
    let op = operator(verb, &tail, words)?;
    let unit: String = tail.chars().take_while(|c| !"以左及的比较".contains(*c)).collect();
    let (power, class) = if unit.is_empty() { (0, of.unit.clone()) } else { context.words.units.class(&unit) };
    let already = task
        .quantities
        .iter()
        .any(|mention| mention.number == Some(number) && plain(&mention.text).contains(&text[start..end]));
    let printed = Printed::new(op, number, None, rest).scaled(power)?;
    (class == of.unit && !already).then(|| Statement {
        item: Item::Task(task),
        subject: of.subject,
        unit: of.unit.clone(),
        region: String::new(),
        year: None,
        figure: Some(Figure { printed }),
        text: format!("{}{clause}", &text[start..end]).into(),
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
