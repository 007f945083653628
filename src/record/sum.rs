/// A value that other values of the same target add up to (合计), or are meant to: a help for sheets that show the sum, no
/// part of the written records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Id of the target.
    pub target: String,
    /// Place of the whole in its values, 0-based.
    pub whole: usize,
    /// Places of the parts, 0-based, in printed order.
    pub parts: Vec<usize>,
    /// A finding says that they do not make the whole. Where none does, a difference comes from rounding, from 以上 and
    /// 以内, or from parts that are not printed.
    pub is_wrong: bool,
}
