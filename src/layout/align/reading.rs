//! Readings (读法): how a sequence of fragments was read as rows of a table.

/// How a fragment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// The rest of the cell before it.
    Wrap,
    /// The cell of a later column of the row.
    Fill(u8),
    /// The first cell of a new row.
    NewRow(u8),
    /// Goes on with a cell of the row above, from the next page.
    ContinueRow(u8),
    /// A heading across the table.
    Group,
    /// First fragment of the header printed again.
    Header,
    /// The table is over before it.
    End,
    /// Belongs nowhere.
    Stray,
}

/// How one fragment was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Index of the fragment.
    pub fragment: usize,
    /// How it is read.
    pub step: Move,
    /// Number of the row it belongs to.
    pub number: u32,
    /// How sure that is: the logarithm of its odds against all other readings of the fragment.
    pub margin: f32,
    /// The likeliest other reading.
    pub other: Option<Doubt>,
    /// How sure it is that the fragment opens no group or category under which the rows below it would stand; where it
    /// is read as opening one, the largest margin.
    pub stays: f32,
}

/// Another reading of a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// It is read otherwise.
    Move(Move),
    /// It belongs to a row of this number.
    Number(u32),
    /// It opens a group or category for the rows below it.
    Opens,
    /// It is a value that stands for its own column alone, or for other empty ones than it is read for.
    Spans,
}

/// A reading of a sequence of fragments.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// One step a fragment that took part; fragments of a repeated header have one step together.
    pub steps: Vec<Step>,
    /// Total cost; the more negative, the more it looks like a table.
    pub cost: f32,
}

impl Reading {
    /// The fragment before which the table ends, if it ends before the last one.
    pub fn end(&self) -> Option<usize> {
        self.steps.iter().find(|s| s.step == Move::End).map(|s| s.fragment)
    }

    /// Ends the table before headings that no row follows: they are the title of the next table.
    pub fn leave_title(&mut self) {
        let rows_end = self.steps.iter().rposition(|s| !matches!(s.step, Move::Group | Move::Stray | Move::End));
        for step in &mut self.steps[rows_end.map_or(0, |at| at + 1)..] {
            step.step = Move::End;
        }
    }

    /// The column that each fragment stands in, with whether it begins a cell there.
    pub fn cells(&self) -> impl Iterator<Item = (&Step, usize, bool)> {
        let mut column = None;
        self.steps.iter().filter_map(move |step| {
            let begins = match step.step {
                Move::NewRow(at) | Move::Fill(at) => {
                    column = Some(at as usize);
                    true
                }
                Move::ContinueRow(at) => {
                    column = Some(at as usize);
                    false
                }
                Move::Wrap => false,
                Move::Stray => return None,
                Move::Group | Move::Header | Move::End => {
                    column = None;
                    return None;
                }
            };
            column.map(|c| (step, c, begins))
        })
    }
}
