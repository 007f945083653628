//! How sure a row is: from the margin between its best and its second-best reading.

use crate::layout::{Move, RecoveredTable, TableRow};
use crate::record::Alternative;

/// Confidence at some margins, linear between them. Rises with the share of right rows that the experiment with the
/// aligner measured at each margin, inheritance included; an ordinal scale, not a probability, until it is calibrated.
const CALIBRATION: &[(f32, f64)] =
    &[(0.0, 0.5), (0.5, 0.7), (1.0, 0.85), (2.0, 0.95), (3.0, 0.98), (5.0, 0.99), (8.0, 1.0)];

/// Rows below this keep their second-best reading.
const KEEP_ALTERNATIVE_BELOW: f64 = 0.9;

/// Confidence of a margin, 0..1, two decimals.
pub fn of_margin(margin: f32) -> f64 {
    let above = CALIBRATION.partition_point(|(m, _)| *m <= margin);
    let value = match (CALIBRATION.get(above.wrapping_sub(1)), CALIBRATION.get(above)) {
        (Some(&(m0, c0)), Some(&(m1, c1))) => c0 + (c1 - c0) * f64::from((margin - m0) / (m1 - m0)),
        (Some(&(_, c)), None) | (None, Some(&(_, c))) => c,
        (None, None) => 1.0,
    };
    (value * 100.0).round() / 100.0
}

/// Confidence of a row and, where it is low, its other reading in words.
pub fn of_row(table: &RecoveredTable, row: &TableRow) -> (f64, Option<Alternative>) {
    let confidence = of_margin(row.margin);
    let other = row.other.as_ref().filter(|_| confidence < KEEP_ALTERNATIVE_BELOW);
    let alternative = other.map(|(step, text)| Alternative { reading: in_words(table, *step), text: text.clone() });
    (confidence, alternative)
}

fn in_words(table: &RecoveredTable, step: Move) -> String {
    let header = |column: u8| match table.columns.get(column as usize).map(|c| c.header.as_str()) {
        Some("") | None => "分项".to_string(),
        Some(header) => format!("“{header}”栏"),
    };
    match step {
        Move::Wrap => "也可能是上一格没有写完的部分".to_string(),
        Move::Fill(column) => format!("也可能是本行{}的内容", header(column)),
        Move::NewRow(column) => format!("也可能另起一行，是{}的内容", header(column)),
        Move::ContinueRow(column) => format!("也可能接着上一行{}的内容", header(column)),
        Move::Group => "也可能是分组标题".to_string(),
        Move::Header => "也可能是重复的表头".to_string(),
        Move::End => "也可能已在表格之外".to_string(),
        Move::Stray => "也可能是多余的文字".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_rises_with_the_margin() {
        let values: Vec<f64> = [0.0, 0.25, 1.0, 2.0, 7.0, 12.0].map(of_margin).to_vec();
        assert_eq!(values, [0.5, 0.6, 0.85, 0.95, 1.0, 1.0]);
        assert!(values.is_sorted());
    }
}
