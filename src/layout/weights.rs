//! The costs of the aligner, in one place. They are like log-odds: 0 says nothing, negative speaks for a reading.
//!
//! They were set by hand on the experiment described in the design notes of the table recovery and on generated
//! tables; each is additive, so that a row's cost is the sum of what speaks for and against it.

/// A printed number that follows the one before.
pub const SEQ_FOLLOWS: f32 = -3.0;
/// A number that skips ahead or goes back.
pub const SEQ_JUMPS: f32 = 2.0;
/// A row without a printed number that belongs to the numbered row above.
pub const SUB_ROW: f32 = 0.7;
/// A row whose number was lost and is one more than the row above.
pub const IMPLIED_NUMBER: f32 = 1.5;
/// A row that begins with a value: name and number belong to the row above.
pub const ROW_AT_VALUE: f32 = 4.0;
/// The first component of an indicator.
pub const FIRST_COMPONENT: f32 = 1.6;
/// A family of components with a single member.
pub const SINGLE_COMPONENT: f32 = 2.5;
/// A further component of the indicator above.
pub const NEXT_COMPONENT: f32 = 0.5;
/// The category is merged with the row above.
pub const SKIP_CATEGORY: f32 = 0.0;
/// The first row of a table has no category.
pub const SKIP_FIRST_CATEGORY: f32 = 3.0;
/// The responsible units are merged with the row above.
pub const SKIP_UNITS: f32 = 0.6;
/// The first row of a group has no responsible units.
pub const SKIP_FIRST_UNITS: f32 = 6.0;
/// An empty value behind a number.
pub const SKIP_VALUE: f32 = 3.5;
/// A value that stands for the next columns too, behind words such as 持续巩固.
pub const SPAN_OF_WORDS: f32 = 0.6;
/// A value that stands for the next columns too, behind a bounded number such as 1.5以内.
pub const SPAN_OF_BOUND: f32 = 1.3;
/// An empty column of text or of steps.
pub const SKIP_TEXT: f32 = 3.5;
/// A row without a name.
pub const SKIP_NAME: f32 = 4.0;
/// An empty column of another kind.
pub const SKIP_OTHER: f32 = 2.0;
/// A skip where the source prints an empty cell or a doubled blank line.
pub const SKIP_PRINTED: f32 = 0.1;
/// A doubled blank line and no empty cell.
pub const GAP_UNUSED: f32 = 0.8;
/// A fragment in another column than the one it is printed in.
pub const SLIP: f32 = 2.2;
/// The same distance as the cell on the left.
pub const SLIP_AGAIN: f32 = 0.2;
/// The same, for each column of distance.
pub const SLIP_STEP: f32 = 0.25;
/// A component in the first column of the grid, its row printed without the cells that it shares.
pub const SLIP_OF_MEMBER: f32 = 1.0;
/// A row of which the source prints a single cell.
pub const LONELY_CELL: f32 = 3.0;
/// A row without a name where the source prints the cell empty.
pub const SKIP_PRINTED_NAME: f32 = 2.0;
/// A row of the source that goes on with the cells of the row above.
pub const ROW_CONTINUES: f32 = 1.0;
/// The header printed again.
pub const REPEATED_HEADER: f32 = -1.0;
/// A stray fragment that belongs nowhere.
pub const STRAY: f32 = 7.0;
/// A stray cell between the borders of a row.
pub const STRAY_INSIDE_ROW: f32 = 11.0;
/// The most that a cell costs in the column of the grid in which the source prints it.
pub const PRINTED_HERE: f32 = 2.5;
/// A stray repetition of a fragment that stands beside it.
pub const STRAY_REPETITION: f32 = 1.0;
/// The table ends before a plain fragment.
pub const END: f32 = 5.0;
/// The table ends before an attachment or a note.
pub const END_CERTAIN: f32 = -1.0;
/// A heading across the table, where the table also has a column of categories.
pub const GROUP_BESIDE_CATEGORY: f32 = 1.5;
/// A header cell joined out of fragments that are header cells by themselves, or guessed.
pub const DOUBT: f32 = 3.0;
/// A column of text in a table of values.
pub const TEXT_AMONG_VALUES: f32 = 3.0;
/// A column that the header announces and no row fills.
pub const UNUSED_COLUMN: f32 = 6.0;
/// A category without a count where the others of the table declare theirs.
pub const UNDECLARED_CATEGORY: f32 = 3.0;
/// What can't be.
pub const NEVER: f32 = 1.0e6;
/// States worse than the best by more than this are dropped.
pub const BEAM: f32 = 12.0;
/// Never more states than this at one place.
pub const MOST_STATES: usize = 64;
