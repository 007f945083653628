//! States (状态) of the alignment: where a reading stands between two fragments.

/// Where the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Before the first row.
    Before,
    /// Behind a heading across the table.
    Group,
    /// Behind a header printed again.
    Header,
    /// In this column of a row.
    Column(u8),
    /// Behind the table.
    End,
}

/// What two readings must have in common to go on alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Where it stands.
    pub place: Place,
    /// Number of the row at hand.
    pub number: u32,
    /// 0: no component in this row; 1: the first of its family; 2: a further one.
    pub family: u8,
    /// The row at hand is the first of its group.
    pub first_in_group: bool,
}

/// A state with the cheapest way to it, and what is known of that way.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The state.
    pub key: Key,
    /// Cost of the cheapest way to it.
    pub cost: f32,
    /// Last edge of that way.
    pub best: u32,
    /// Brackets and quotes that the cell at hand has open.
    pub open_brackets: i16,
    /// Number of the last item of the cell at hand, 0 for none.
    pub last_item: u16,
    /// Year that the last part of the cell at hand begins with, 0 for none.
    pub year: u16,
    /// First fragment of the cell at hand.
    pub cell_start: u32,
    /// Number of the last row of the open group or category, where it says how many items it holds; else 0.
    pub due: u32,
    /// How many items it says.
    pub declared: u32,
    /// The row at hand prints its category.
    pub category_in_row: bool,
    /// The number of the row at hand is printed there or in a row above that it belongs to.
    pub number_printed: bool,
}

impl Node {
    /// The state before the first fragment.
    pub fn start() -> Node {
        Node {
            key: Key { place: Place::Before, number: 0, family: 0, first_in_group: true },
            cost: 0.0,
            best: u32::MAX,
            open_brackets: 0,
            last_item: 0,
            year: 0,
            cell_start: 0,
            due: 0,
            declared: 0,
            category_in_row: false,
            number_printed: false,
        }
    }
}
