//! Costs (代价): what every piece of evidence counts, read from `costs.toml`.
//!
//! Costs are additive and like log-odds: 0 says nothing, a negative one speaks for a reading. They were learned on
//! printed and re-read tables (`tests/generator`), beginning from costs that were set by hand.

use super::super::marks::{MARKS, Mark, Marks};
use crate::rules::ColumnRole;
use std::collections::BTreeMap;

/// What can't be.
pub const NEVER: f32 = 1.0e6;

/// The roles, in the order of the cost file.
pub const ROLES: [(ColumnRole, &str); 13] = [
    (ColumnRole::Seq, "seq"),
    (ColumnRole::Category, "category"),
    (ColumnRole::Name, "name"),
    (ColumnRole::Component, "component"),
    (ColumnRole::Value, "value"),
    (ColumnRole::Responsible, "responsible"),
    (ColumnRole::Support, "support"),
    (ColumnRole::Leader, "leader"),
    (ColumnRole::Attribute, "attribute"),
    (ColumnRole::Measure, "measure"),
    (ColumnRole::Schedule, "schedule"),
    (ColumnRole::Text, "text"),
    (ColumnRole::Remark, "remark"),
];

/// Kinds of cells that wrap alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrapKind {
    /// Names and categories.
    Name,
    /// Values.
    Value,
    /// Lists of units.
    Units,
    /// Running text.
    Text,
    /// Steps with their periods.
    Schedule,
    /// Cells of a word or two.
    Word,
    /// Headings across the table.
    Group,
}

const WRAP_KINDS: [(WrapKind, &str); 7] = [
    (WrapKind::Name, "name"),
    (WrapKind::Value, "value"),
    (WrapKind::Units, "units"),
    (WrapKind::Text, "text"),
    (WrapKind::Schedule, "schedule"),
    (WrapKind::Word, "word"),
    (WrapKind::Group, "group"),
];

impl WrapKind {
    /// How the cells of a role wrap.
    pub fn of(role: ColumnRole) -> WrapKind {
        match role {
            ColumnRole::Name | ColumnRole::Category | ColumnRole::Component => WrapKind::Name,
            ColumnRole::Value => WrapKind::Value,
            ColumnRole::Responsible | ColumnRole::Support => WrapKind::Units,
            ColumnRole::Text | ColumnRole::Remark => WrapKind::Text,
            ColumnRole::Schedule => WrapKind::Schedule,
            ColumnRole::Seq | ColumnRole::Leader | ColumnRole::Attribute | ColumnRole::Measure => WrapKind::Word,
        }
    }
}

/// Declares a list of named conditions.
macro_rules! conditions {
    ($(#[$enum_doc:meta])* $name:ident { $($(#[$doc:meta])* $item:ident = $text:literal,)* }) => {
        $(#[$enum_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])* $item,)* }

        impl $name {
            const NAMES: &'static [&'static str] = &[$($text,)*];
        }
    };
}

conditions! {
    /// What is so of a cell that a wrap would go on with.
    WrapCondition {
        /// The cell has a bracket or quote open.
        Open = "open",
        /// The last fragment ends with 、 or a word such as 占.
        AfterEndsOpen = "after-ends-open",
        /// The last fragment ends a sentence.
        AfterSentence = "after-sentence",
        /// The last fragment is short and has no punctuation: a heading, or an unfinished line.
        AfterShort = "after-short",
        /// The fragment goes on with the numbering of the cell.
        ItemNext = "item-next",
        /// The fragment begins with a number that does not follow.
        ItemOdd = "item-odd",
        /// The fragment begins with a later year than the last part of the cell.
        YearNext = "year-next",
        /// The fragment begins with a year that does not follow.
        YearOdd = "year-odd",
        /// More empty lines than usual stand between.
        Gap = "gap",
        /// X局 and then Y分局.
        Branch = "branch",
        /// The cell is wrapped already.
        Again = "again",
        /// Fragment and last fragment look alike: both short, or both whole sentences.
        Alike = "alike",
    }
}

conditions! {
    /// Why a column may be left empty.
    SkipCondition {
        /// Left of the first cell of a row, below another row.
        Start = "start",
        /// Left of the first cell of the first row of a table.
        StartFirst = "start-first",
        /// Between two cells of a row.
        Inside = "inside",
        /// The same in the first row of a group.
        InsideFirst = "inside-first",
        /// Behind a value in words.
        AfterWords = "after-words",
        /// Behind a value that words bound.
        AfterBound = "after-bound",
        /// Behind the last cell of a row.
        End = "end",
        /// The same in the first row of a group.
        EndFirst = "end-first",
        /// The source prints an empty cell here.
        Printed = "printed",
        /// The source prints more blank than usual here.
        Gap = "gap",
    }
}

conditions! {
    /// Evidence that belongs to no column.
    Term {
        /// The number of a row is one more than that of the row above.
        NumberFollows = "number-follows",
        /// It is the same.
        NumberSame = "number-same",
        /// It begins again with 1.
        NumberRestarts = "number-restarts",
        /// It skips one or two.
        NumberSkips = "number-skips",
        /// It is far away.
        NumberFar = "number-far",
        /// A name that should carry a number has none.
        NumberMissing = "number-missing",
        /// A row without a printed number has one more than the row above.
        ImpliedNumber = "implied-number",
        /// A row without a printed number belongs to the numbered row above.
        SubRow = "sub-row",
        /// The same, where the number of that row is not printed either.
        SubRowOfImplied = "sub-row-of-implied",
        /// The same in a table whose indicators may have components.
        SubRowOfIndicator = "sub-row-of-indicator",
        /// The same, where the row above prints its category.
        SubRowOfCategory = "sub-row-of-category",
        /// A further component where the row above prints its category.
        NextComponentOfCategory = "next-component-of-category",
        /// A row begins with its category.
        RowAtCategory = "row-at-category",
        /// A row begins with its number.
        RowAtSeq = "row-at-seq",
        /// A row begins with its name.
        RowAtName = "row-at-name",
        /// A row begins with a text or another cell.
        RowAtOther = "row-at-other",
        /// A row begins with a value: name and number belong to the row above.
        RowAtValue = "row-at-value",
        /// A further component of the indicator above.
        NextComponent = "next-component",
        /// The first component of an indicator.
        FirstComponent = "first-component",
        /// A family of components with a single member.
        SingleComponent = "single-component",
        /// A row of which the source prints a single cell.
        LonelyCell = "lonely-cell",
        /// A cell with an open bracket is left.
        LeavesOpen = "leaves-open",
        /// A cell is left behind a word or sign after which something must come.
        LeavesEndsOpen = "leaves-ends-open",
        /// A cell that ends in a comma is left.
        LeavesComma = "leaves-comma",
        /// A gap and no empty cell.
        GapUnused = "gap-unused",
        /// A name carries its units in a bracket, as its header says.
        UnitsInName = "units-in-name",
        /// It carries none, and its header says it does.
        UnitsNotInName = "units-not-in-name",
        /// A category without a count where the others of the table declare theirs.
        UndeclaredCategory = "undeclared-category",
        /// A heading across the table, where the table also has a column of categories.
        GroupBesideCategory = "group-beside-category",
        /// A heading across the table that stands alone in its row of the source.
        GroupAlone = "group-alone",
        /// A heading across the table in front of the first row.
        GroupFirst = "group-first",
        /// A heading across the table behind another one.
        GroupAgain = "group-again",
        /// A heading across the table with no row below it.
        GroupEmpty = "group-empty",
        /// A group or category ends where its count says.
        CountFits = "count-fits",
        /// A group or category ends elsewhere.
        CountMisses = "count-misses",
        /// A fragment of the header printed again.
        HeaderAgain = "header-again",
        /// A stray fragment.
        Stray = "stray",
        /// A stray cell between the borders of a row.
        StrayInside = "stray-inside",
        /// A stray repetition of a fragment that stands beside it.
        StrayRepetition = "stray-repetition",
        /// A fragment in another column than the one it is printed in.
        Slip = "slip",
        /// The same distance as the cell on the left.
        SlipAgain = "slip-again",
        /// For each column of distance.
        SlipStep = "slip-step",
        /// A component in the first column of the grid.
        SlipOfMember = "slip-of-member",
        /// A row of the source that goes on with the cells of the row above.
        RowContinues = "row-continues",
        /// The same, where the cell begins with an item that is not the first.
        RowContinuesItems = "row-continues-items",
        /// A cell in the column of the grid in which the source prints it.
        PrintedHere = "printed-here",
        /// A header cell of one fragment that a rule knows.
        HeaderKnown = "header-known",
        /// A header cell that is known only when its fragments are joined.
        HeaderJoined = "header-joined",
        /// A join of two fragments that are header cells by themselves.
        HeaderKnownPart = "header-known-part",
        /// A header cell that begins with what is left of a broken one.
        HeaderTail = "header-tail",
        /// A header cell that is a region only because of where it stands.
        HeaderGuessed = "header-guessed",
        /// A header cell that no rule knows.
        HeaderUnknown = "header-unknown",
        /// A line in front of the header that is passed over.
        HeaderPassed = "header-passed",
        /// The same, where a rule knows it as a header cell.
        HeaderPassedKnown = "header-passed-known",
        /// The word above numbers (序号) is passed over in front of a header.
        HeaderPassedSeq = "header-passed-seq",
        /// A header cell right behind the last one.
        HeaderCut = "header-cut",
        /// A column of text in a table of values.
        TextAmongValues = "text-among-values",
        /// A column that the header announces and no row fills.
        UnusedColumn = "unused-column",
        /// The names carry the numbers of the rows.
        NumbersInNames = "numbers-in-names",
        /// A cell of a column of names that is taken for one of categories although most rows have one.
        CategoryLikeName = "category-like-name",
    }
}

const ACCEPT: usize = 0;
const WRAP: usize = ACCEPT + ROLES.len() * MARKS;
const WRAP_CONDITIONS: usize = WRAP + WRAP_KINDS.len() * MARKS;
const GROUP: usize = WRAP_CONDITIONS + WRAP_KINDS.len() * WrapCondition::NAMES.len();
const END: usize = GROUP + MARKS;
const SKIP: usize = END + MARKS;
const TERMS: usize = SKIP + ROLES.len() * SkipCondition::NAMES.len();

/// How many costs there are.
pub const COSTS: usize = TERMS + Term::NAMES.len();

/// Index of the cost of a mark in a column of a role.
pub const fn accept(role: ColumnRole, mark: usize) -> usize {
    ACCEPT + role as usize * MARKS + mark
}

/// Index of the cost of a mark in a fragment that goes on with a cell.
pub const fn wrap(kind: WrapKind, mark: usize) -> usize {
    WRAP + kind as usize * MARKS + mark
}

/// Index of the cost of a condition of a wrap.
pub const fn wrap_condition(kind: WrapKind, condition: WrapCondition) -> usize {
    WRAP_CONDITIONS + kind as usize * WrapCondition::NAMES.len() + condition as usize
}

/// Index of the cost of a mark in a heading across the table.
pub const fn group(mark: usize) -> usize {
    GROUP + mark
}

/// Index of the cost of a mark in the first fragment behind the table.
pub const fn end(mark: usize) -> usize {
    END + mark
}

/// Index of the cost of leaving a column of a role empty.
pub const fn skip(role: ColumnRole, condition: SkipCondition) -> usize {
    SKIP + role as usize * SkipCondition::NAMES.len() + condition as usize
}

/// Index of the cost of a term.
pub const fn term(term: Term) -> usize {
    TERMS + term as usize
}

/// All costs, by index.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs(Vec<f32>);

impl Costs {
    /// Costs from the text of a cost file; what it does not name costs nothing.
    ///
    /// # Errors
    /// The name that is not known, or what is wrong with the file.
    pub fn parse(source: &str) -> Result<Costs, String> {
        let file: BTreeMap<String, BTreeMap<String, f32>> = toml::from_str(source).map_err(|e| e.to_string())?;
        let names = names();
        let mut costs = Costs(vec![0.0; COSTS]);
        for (table, entries) in file {
            for (key, cost) in entries {
                let at = names.iter().position(|(t, k)| *t == table && *k == key);
                let at = at.ok_or_else(|| format!("no cost is called {table}.{key}"))?;
                costs.0[at] = cost;
            }
        }
        Ok(costs)
    }

    /// The cost file of these costs; those of zero are left out.
    pub fn print(&self) -> String {
        let mut out = String::new();
        let mut open = String::new();
        for ((table, key), cost) in names().into_iter().zip(&self.0) {
            let rounded = (cost * 100.0).round() / 100.0;
            if rounded == 0.0 {
                continue;
            }
            if table != open {
                out.push_str(&format!("\n[{table}]\n"));
                open = table;
            }
            out.push_str(&format!("{key} = {rounded:?}\n"));
        }
        out
    }

    /// The cost at an index.
    pub fn get(&self, at: usize) -> f32 {
        self.0[at]
    }

    /// The costs by index, to be changed.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.0
    }

    /// What the marks of a fragment cost in a column of a role.
    pub fn accept(&self, role: ColumnRole, marks: Marks) -> f32 {
        marks.indices().map(|mark| self.0[accept(role, mark)]).sum()
    }

    /// What the marks of a fragment cost as the rest of a cell.
    pub fn wrap(&self, kind: WrapKind, marks: Marks) -> f32 {
        marks.indices().map(|mark| self.0[wrap(kind, mark)]).sum()
    }

    /// What the marks of a fragment cost as a heading across the table.
    pub fn group(&self, marks: Marks) -> f32 {
        marks.indices().map(|mark| self.0[group(mark)]).sum()
    }

    /// What the marks of a fragment cost as the first one behind the table.
    pub fn end(&self, marks: Marks) -> f32 {
        marks.indices().map(|mark| self.0[end(mark)]).sum()
    }
}

/// Table and key of every cost in the cost file, by index.
pub fn names() -> Vec<(String, String)> {
    let mut out = Vec::with_capacity(COSTS);
    let mut add = |table: String, keys: Vec<&str>| {
        out.extend(keys.into_iter().map(|key| (table.clone(), key.to_string())));
    };
    let marks: Vec<&str> = Mark::ALL.iter().map(|m| m.name()).collect();
    for (_, role) in ROLES {
        add(format!("accept-{role}"), marks.clone());
    }
    for (_, kind) in WRAP_KINDS {
        add(format!("wrap-{kind}"), marks.clone());
    }
    for (_, kind) in WRAP_KINDS {
        add(format!("wrap-{kind}-cell"), WrapCondition::NAMES.to_vec());
    }
    add("group".to_string(), marks.clone());
    add("end".to_string(), marks);
    for (_, role) in ROLES {
        add(format!("skip-{role}"), SkipCondition::NAMES.to_vec());
    }
    add("term".to_string(), Term::NAMES.to_vec());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_stand_in_the_order_of_their_discriminants() {
        for (at, (role, _)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, at);
        }
        assert_eq!(names().len(), COSTS);
    }

    #[test]
    fn a_cost_file_is_read_as_it_was_printed() {
        let mut costs = Costs(vec![0.0; COSTS]);
        costs.values_mut()[accept(ColumnRole::Text, Mark::Stop as usize)] = -1.25;
        costs.values_mut()[term(Term::Stray)] = 7.0;
        assert_eq!(Costs::parse(&costs.print()), Ok(costs));
        assert_eq!(Costs::parse("[term]\nstrey = 1.0"), Err("no cost is called term.strey".to_string()));
    }
}
