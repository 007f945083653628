//! Small finders, each pure, each usable on a whole cell or inside running text. They know nobody.

pub mod date;
pub mod fold;
pub mod number;
pub mod quantity;
pub mod region;
pub mod traditional;
