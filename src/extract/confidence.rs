//! How sure a row is: from the odds of its reading against all others, and of its columns against others.

use crate::layout::{Doubt, Move, RecoveredTable, TableRow};
use crate::record::Alternative;

/// Confidence at some margins (logarithms of odds), linear between them: the share of rows that were right at that margin
/// on generated tables which no cost was set on, what a row inherits included, made monotone. Measured by
/// `cargo test --release --test generator -- --ignored --nocapture dump_rows`.
const CALIBRATION: &[(f32, f64)] = &[
    (0.0, 0.4),
    (1.0, 0.53),
    (2.0, 0.67),
    (3.0, 0.82),
    (4.0, 0.9),
    (5.0, 0.95),
    (7.0, 0.97),
    (10.0, 0.98),
    (11.0, 0.99),
    (12.0, 1.0),
];

/// A row is no surer than its columns; so much more than their margin its own may count, by the same measurement.
const ABOVE_COLUMNS: f32 = 3.0;

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
    let confidence = of_margin(row.margin.min(table.columns_margin + ABOVE_COLUMNS));
    let other = row.other.as_ref().filter(|_| confidence < KEEP_ALTERNATIVE_BELOW);
    let alternative = other.map(|(doubt, text)| Alternative { reading: in_words(table, *doubt), text: text.clone() });
    (confidence, alternative)
}

fn in_words(table: &RecoveredTable, doubt: Doubt) -> String {
    match doubt {
        Doubt::Move(step) => step_in_words(table, step),
        Doubt::Number(number) => format!("编号也可能是{number}"),
        Doubt::Spans => "也可能只是自己一栏的数据，或占的是别的空栏".to_string(),
        Doubt::Opens => "也可能由此另起一个分类或分组，以下各行归在其下".to_string(),
    }
}

fn step_in_words(table: &RecoveredTable, step: Move) -> String {
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
        let values: Vec<f64> = [0.0, 0.5, 1.0, 4.0, 6.0, 12.0].map(of_margin).to_vec();
        assert_eq!(values, [0.4, 0.47, 0.53, 0.9, 0.96, 1.0]);
        assert!(values.is_sorted());
    }
}
