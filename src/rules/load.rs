//! Loading rules: layer upon layer, each file read, its rules compiled, laid over those below, and put to the proof.

use super::build::{build, check_id, compile_all, example, examples, line, origin, priority_of};
use super::compile::Context;
use super::contest;
use super::error::{Problem, RulesError, Weight};
use super::indicator;
use super::kind::{self, Kind};
use super::layer::Layer;
use super::lists;
use super::read::{self, At, RuleEntry, UnitEntry, WordsEntry};
use super::rule::{Example, Origin, Pack};
use super::suggest::closest;
use super::words::WordList;
use crate::grammar::fold::fold;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// Files of a folder that are no rules: findings that were looked at, corrections, the layout of sheets.
const NO_RULES: [&str; 3] = ["accepted.toml", "corrections.toml", "sheets.toml"];

/// A file that was read, kept for pointing into it.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    pub(super) name: String,
    pub(super) text: Cow<'static, str>,
    pub(super) has_settings: bool,
}

/// Lays files of rules over a pack.
pub(super) struct Loader {
    pub(super) pack: Pack,
    pub(super) files: Vec<SourceFile>,
    pub(super) problems: Vec<Problem>,
    /// Layer and file in which an id was written last, to tell a replacement from a slip.
    seen: HashMap<(&'static str, String), (usize, String)>,
    /// Number of the layer being read.
    layer: usize,
    /// The built-in files need no test.
    trusts_built_in: bool,
    /// Nothing was read yet that needs one.
    is_tested: bool,
}

impl Loader {
    pub(super) fn new(pack: Pack) -> Loader {
        let (trusts_built_in, is_tested) = (false, false);
        Loader {
            pack,
            files: Vec::new(),
            problems: Vec::new(),
            seen: HashMap::new(),
            layer: 0,
            trusts_built_in,
            is_tested,
        }
    }

    /// The same, for a run: what the tests of the program have tested is not tested again.
    pub(super) fn trusting(pack: Pack) -> Loader {
        Loader { trusts_built_in: true, is_tested: true, ..Loader::new(pack) }
    }

    /// Everything read from here on lies over what was read before.
    pub(super) fn begin_layer(&mut self) {
        self.layer += 1;
    }

    /// Adds the text of a file; gives the folders that it names.
    pub(super) fn add(&mut self, layer: &Layer, name: &str, text: Cow<'static, str>) -> Vec<String> {
        let (file, problems) = read::read(name, &text);
        self.problems.extend(problems);
        let is_trusted = self.trusts_built_in && layer.is_built_in();
        self.is_tested &= is_trusted;
        let context = Context { file: name, source: &text, is_trusted };
        let folders = self.folders(context, layer, file.folders);
        file.words.into_iter().for_each(|entry| self.words(context, layer, entry));
        file.rules.into_iter().for_each(|entry| self.rule(context, layer, entry));
        file.units.into_iter().for_each(|entry| self.unit(context, entry));
        self.problems.extend(indicator::add(&mut self.pack.indicators, context, layer, file.indicators));
        for (entries, successions) in
            [(file.regions, &mut self.pack.regions), (file.organisations, &mut self.pack.organisations)]
        {
            self.problems.extend(entries.into_iter().filter_map(|entry| successions.add(context, entry).err()));
        }
        let has_settings = file.has_settings;
        self.files.push(SourceFile { name: name.to_string(), text, has_settings });
        folders
    }

    /// Adds all `*.toml` files of a folder in order of their names, as one layer.
    pub(super) fn add_folder(&mut self, folder: &Path) {
        self.begin_layer();
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.problems.push(Problem::unreadable(folder, &error)),
        };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        files.retain(|path| !NO_RULES.iter().any(|name| path.ends_with(name)));
        files.sort();
        for path in files {
            self.add_path(&Layer::Folder(folder.to_path_buf()), &path);
        }
    }

    /// Adds a `gongwen.toml`: first the folders that it names, then what it says itself.
    pub(super) fn add_project(&mut self, path: &Path) {
        let Some(text) = self.text_of(path) else { return };
        let (file, _) = read::read(&path.display().to_string(), &text);
        for folder in &file.folders {
            self.add_folder(&path.parent().unwrap_or(Path::new("")).join(&folder.value));
        }
        self.begin_layer();
        self.add(&Layer::Project(path.to_path_buf()), &path.display().to_string(), text);
    }

    fn add_path(&mut self, layer: &Layer, path: &Path) {
        if let Some(text) = self.text_of(path) {
            self.add(layer, &path.display().to_string(), text);
        }
    }

    fn text_of(&mut self, path: &Path) -> Option<Cow<'static, str>> {
        match std::fs::read_to_string(path) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').to_string().into()),
            Err(error) => {
                self.problems.push(Problem::unreadable(path, &error));
                None
            }
        }
    }

    fn folders(&mut self, context: Context<'_>, layer: &Layer, folders: Vec<At<String>>) -> Vec<String> {
        if let (Some(first), false) = (folders.first(), matches!(layer, Layer::Project(_))) {
            let advice = "把它移到 gongwen.toml，或用 --rules 指定文件夹";
            self.problems.push(context.error(first, "rules 只能写在 gongwen.toml 里", advice));
        }
        folders.into_iter().map(|folder| folder.value).collect()
    }

    fn error<T>(&mut self, context: Context<'_>, at: &At<T>, mistake: &str, advice: &str) {
        self.problems.push(context.error(at, mistake, advice));
    }

    /// Is the id written for the first time in this layer? Reports it where not.
    fn is_first(&mut self, context: Context<'_>, what: &'static str, id: &At<String>) -> bool {
        let here = (self.layer, context.file.to_string());
        let before = self.seen.insert((what, id.value.clone()), here);
        match before {
            Some((layer, file)) if layer == self.layer => {
                let advice = format!("“{}”在 {file} 里已经写过，删去一处，或换一个编号", id.value);
                self.error(context, id, "同一个编号写了两次", &advice);
                false
            }
            _ => true,
        }
    }

    fn words(&mut self, context: Context<'_>, layer: &Layer, entry: WordsEntry) {
        let id = &entry.id;
        if lists::use_of(&id.value).is_none() {
            let advice = match closest(&id.value, lists::LISTS.iter().map(|(id, _)| *id)) {
                Some(near) => format!("是不是“{near}”？"),
                None => {
                    "全部词表见 rules/README.md 的“词表”一节，或用 gongwen rules list --kind words 查看".to_string()
                }
            };
            return self.error(context, id, &format!("没有叫“{}”的词表", id.value), &advice);
        }
        // Words add up; only to replace a list twice is a contradiction.
        if entry.replace && !self.is_first(context, "words", id) {
            return;
        }
        let below = if entry.replace { &[] } else { self.pack.words(&id.value) };
        let (list, mut problems) = laid_over(context, below, &entry);
        if list.is_empty() {
            problems.push(context.error(id, "词表里一个词也没有", "写 words = [\"…\"]，不要的词表整张删去"));
        }
        self.problems.extend(problems);
        let marked = |texts: &[At<String>]| -> Vec<Example> {
            texts.iter().map(|text| example(context, text, Vec::new())).collect()
        };
        let (examples, counters) = (marked(&entry.examples), marked(&entry.counters));
        self.pack.words.insert(id.value.clone(), WordList::new(list));
        let about = self.pack.lists.entry(id.value.clone()).or_default();
        about.title = entry.title;
        about.origins.push(Origin { layer: layer.clone(), file: context.file.to_string(), line: line(context, id) });
        about.added.extend(marked(&entry.words));
        about.examples.extend(examples);
        about.counters.extend(counters);
    }

    fn unit(&mut self, context: Context<'_>, entry: UnitEntry) {
        let name = &entry.name;
        if fold(&name.value).is_empty() {
            return self.error(context, name, "规范名称是空的", "写上全称");
        }
        if entry.disabled {
            self.pack.aliases.forget(&name.value);
        }
        for alias in &entry.aliases {
            if entry.not.iter().any(|not| fold(&not.value) == fold(&alias.value)) {
                self.error(context, alias, "同一个名称既是别名又不是别名", "从 aliases 或 not 里删去一处");
            } else if fold(&alias.value).is_empty() {
                self.error(context, alias, "别名是空的", "删去即可");
            } else if let Err(other) = self.pack.aliases.add(&name.value, &alias.value) {
                let mistake = format!("“{}”已经是“{other}”的别名", alias.value);
                let advice =
                    format!("一个写法只能指一个名称；原来写错的，给“{other}”写一条 disabled = true，再重写它的别名");
                self.error(context, alias, &mistake, &advice);
            }
        }
        self.pack.aliases.deny(&name.value, entry.not.iter().map(|not| not.value.as_str()));
    }

    fn rule(&mut self, context: Context<'_>, layer: &Layer, entry: RuleEntry) {
        if let Err(problem) = check_id(context, &entry.id) {
            return self.problems.push(problem);
        }
        if !self.is_first(context, "rule", &entry.id) {
            return;
        }
        let earlier = self.pack.rules.iter().position(|rule| rule.id == entry.id.value);
        if entry.disabled || entry.extend {
            let Some(at) = earlier else { return self.no_such_rule(context, &entry.id) };
            match entry.disabled {
                true => drop(self.pack.rules.remove(at)),
                false => self.extend_rule(context, layer, at, entry),
            }
            return;
        }
        let built = match build(context, layer, &entry) {
            Ok(rule) => rule,
            Err(problems) => return self.problems.extend(problems),
        };
        match earlier {
            Some(at) if self.pack.rules[at].kind != built.kind => {
                let name = self.pack.rules[at].kind.spec().name;
                let advice = format!("替换时 kind 不能变，写 kind = \"{name}\"；要新写一条规则请换一个 id");
                self.error(context, &entry.id, &format!("“{}”是已有的另一种规则", entry.id.value), &advice);
            }
            Some(at) => {
                let replaced = std::mem::replace(&mut self.pack.rules[at], built);
                self.pack.rules[at].replaced = replaced.origins;
            }
            None => self.pack.rules.push(built),
        }
    }

    fn no_such_rule(&mut self, context: Context<'_>, id: &At<String>) {
        let advice = match closest(&id.value, self.pack.rules.iter().map(|rule| rule.id.as_str())) {
            Some(near) => format!("是不是“{near}”？"),
            None => "用 gongwen rules list 查看全部规则的编号".to_string(),
        };
        self.error(context, id, &format!("没有编号为“{}”的规则", id.value), &advice);
    }

    /// Adds what an entry says to a rule of an earlier layer.
    fn extend_rule(&mut self, context: Context<'_>, layer: &Layer, at: usize, entry: RuleEntry) {
        let rule = &self.pack.rules[at];
        if let Some(kind) = entry.kind.as_ref().filter(|kind| kind.value != rule.kind.spec().name) {
            let advice = format!("删去 kind，或写 kind = \"{}\"", rule.kind.spec().name);
            return self.error(context, kind, "补充的规则不能换种类", &advice);
        }
        if let Some((key, _)) = entry.yields.first() {
            let advice = "删去 yields；要改得到的内容，请整条替换（不写 extend）";
            return self.error(context, key, "补充写法时不能改 yields", advice);
        }
        let cue = kind::cue_spec(rule.yields("cue"));
        let patterns = match compile_all(context, rule.kind, cue, &entry) {
            Ok(patterns) => patterns,
            Err(problems) => return self.problems.extend(problems),
        };
        if !patterns.is_empty() && entry.examples.is_empty() {
            let advice = "补充了写法，就写一个用得上它的 [[rule.example]]";
            return self.error(context, &entry.id, "缺少例子", advice);
        }
        let priority = entry.priority.as_ref().map(|priority| priority_of(context, priority)).transpose();
        let priority = match priority {
            Ok(priority) => priority,
            Err(problem) => return self.problems.push(problem),
        };
        let origin = origin(context, layer, &entry.id);
        let rule = &mut self.pack.rules[at];
        rule.patterns.extend(patterns);
        rule.priority = priority.unwrap_or(rule.priority);
        rule.over.extend(entry.over.iter().map(|over| over.value.clone()));
        rule.examples.extend(examples(context, &entry.examples));
        rule.counters.extend(entry.counters.iter().map(|text| example(context, text, Vec::new())));
        rule.origins.push(origin);
    }

    /// Orders the pack, and tests every rule and every list against its examples and against the others.
    pub(super) fn finish(mut self) -> (Pack, Vec<SourceFile>, Vec<Problem>) {
        self.settle_over();
        self.pack.sort();
        if self.is_tested {
            return (self.pack, self.files, self.problems);
        }
        let proof = super::proof::Proof { pack: &self.pack, files: &self.files };
        let mut found = proof.examples();
        // Rules that contradict themselves would be blamed for what others do.
        if found.is_empty() && !self.problems.iter().any(|problem| problem.weight == Weight::Error) {
            found.extend(contest::problems(&self.pack, &self.files));
        }
        self.problems.extend(found);
        (self.pack, self.files, self.problems)
    }

    /// `over` puts a rule before those that it names.
    fn settle_over(&mut self) {
        let known: BTreeMap<String, (Kind, i32)> =
            self.pack.rules.iter().map(|rule| (rule.id.clone(), (rule.kind, rule.priority))).collect();
        let mut problems = Vec::new();
        for rule in self.pack.rules.iter_mut() {
            for over in &rule.over {
                match known.get(over) {
                    Some((kind, priority)) if *kind == rule.kind => rule.priority = rule.priority.max(priority + 1),
                    Some(_) => problems.push((rule.origins.last().cloned(), over.clone(), "是另一种规则，不会相争")),
                    None => problems.push((rule.origins.last().cloned(), over.clone(), "没有这条规则")),
                }
            }
        }
        for (origin, over, reason) in problems {
            let Some(origin) = origin else { continue };
            let source = self.files.iter().find(|source| source.name == origin.file);
            let text = source.map_or("", |source| source.text.as_ref());
            let span = quoted_behind(text, &origin, &over);
            let near = closest(&over, known.keys().map(String::as_str)).filter(|near| *near != over);
            let advice = match near {
                Some(near) => format!("是不是“{near}”？"),
                None => "删去它；全部编号用 gongwen rules list 查看".to_string(),
            };
            self.problems.push(Problem::error(
                &origin.file,
                text,
                span,
                &format!("over 里的“{over}”：{reason}"),
                &advice,
            ));
        }
    }
}

impl Pack {
    /// Lays one file over the pack, as the program does with the files that are built in.
    ///
    /// # Errors
    /// All mistakes of the file, with their places.
    pub fn add(&mut self, file: &str, source: &str) -> Result<(), RulesError> {
        let mut loader = Loader::new(std::mem::take(self));
        loader.add(&Layer::BuiltIn, file, source.to_string().into());
        let (pack, _, mut problems) = loader.finish();
        *self = pack;
        problems.retain(|problem| problem.weight == Weight::Error);
        if problems.is_empty() { Ok(()) } else { Err(RulesError { problems }) }
    }
}

/// The words of a list with those of an entry laid over them, and what is odd about these.
fn laid_over(context: Context<'_>, below: &[String], entry: &WordsEntry) -> (Vec<String>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut list = below.to_vec();
    for word in &entry.remove {
        let folded = fold(&word.value);
        match list.iter().position(|known| *known == folded) {
            Some(at) => drop(list.remove(at)),
            None => problems.push(context.warning(word, "词表里本来就没有这个词", "删去这个词，或核对写法")),
        }
    }
    for word in &entry.words {
        let folded = fold(&word.value);
        if folded.is_empty() {
            problems.push(context.error(word, "词表里有空词", "空词会匹配一切，请删去"));
        } else if list.contains(&folded) {
            let before = list.iter().position(|known| *known == folded).is_some_and(|at| at < below.len());
            let mistake = if before { "这个词内置词表里已有" } else { "这个词写了两次" };
            problems.push(context.warning(word, mistake, "删去即可"));
        } else {
            list.push(folded);
        }
    }
    (list, problems)
}

/// Where a quoted text stands in a file from a line on; the line itself where it does not.
fn quoted_behind(text: &str, origin: &Origin, quoted: &str) -> std::ops::Range<usize> {
    let line = origin.line_in(text);
    let found = text[line.start..].find(&format!("\"{quoted}\"")).map(|at| line.start + at);
    found.map_or(line, |at| at..at + quoted.len() + 2)
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
