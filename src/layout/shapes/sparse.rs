//! Rows whose empty cells leave no trace: to which columns the figures belong that are left. A row is a share of the
//! whole, so its figures are to those of the full rows much as one number; the columns where they are so are its own.

use crate::document::Passage;
use crate::rules::Pack;
use rust_decimal::prelude::ToPrimitive;

/// Ways to place a row that are tried, at most.
const MOST_WAYS: usize = 20_000;
/// A share that is wrong costs no more than this.
const LARGEST_COST_OF_A_SHARE: f64 = 2.0;
/// A share without what it is the share of.
const COST_OF_A_LONE_SHARE: f64 = 1.0;
/// A figure in a column of which no figure is known.
const COST_OF_UNKNOWN: f64 = 1.0;
/// Magnitudes (natural logarithms of a ratio) to the scale of margins.
const MARGIN_OF_MAGNITUDE: f64 = 4.0;

/// A row as printed.
pub struct Row {
    /// The place.
    pub name: Passage,
    /// What is left of its cells.
    pub cells: Vec<Passage>,
}

/// The columns of a table.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    /// How many there are.
    pub width: usize,
    /// They stand in groups of so many, of which all are filled or none, as far as the figures come out so.
    pub parts: usize,
    /// The last of three in a group is the share, in per cent, of the second in the first.
    pub shares: bool,
}

/// A row with its cells by column.
pub type Settled = (Passage, Vec<Option<Passage>>);

/// The rows with every cell in its column, and how much worse the second-best reading of the most doubtful row is. None
/// where there is nothing to judge by.
pub fn settle(pack: &Pack, rows: Vec<Row>, shape: Columns) -> Option<(Vec<Settled>, f32)> {
    let width = shape.width;
    let magnitude = |text: &Passage| {
        let number = pack.read_value(text.text()).number?.to_f64()?;
        (number > 0.0).then(|| number.ln())
    };
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); width];
    let mut settled: Vec<Option<Settled>> = rows.iter().map(|_| None).collect();
    let mut margin = f64::INFINITY;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // The fuller a row, the fewer ways to place it: the full ones say what the columns hold.
    order.sort_by_key(|&at| std::cmp::Reverse(rows[at].cells.len()));
    for at in order {
        let Row { name, cells } = &rows[at];
        let figures: Vec<Option<f64>> = cells.iter().map(magnitude).collect();
        let (chosen, second) = place(&figures, &columns, shape)?;
        margin = margin.min(second);
        let mut row = vec![None; width];
        for ((&column, cell), figure) in chosen.iter().zip(cells).zip(&figures) {
            row[column] = Some(cell.clone());
            columns[column].extend(figure);
        }
        settled[at] = Some((name.clone(), row));
    }
    Some((settled.into_iter().flatten().collect(), (margin * MARGIN_OF_MAGNITUDE) as f32))
}

/// The columns of the figures of a row, and how much worse the second-best choice is.
fn place(figures: &[Option<f64>], columns: &[Vec<f64>], shape: Columns) -> Option<(Vec<usize>, f64)> {
    let Columns { width, parts, shares } = shape;
    if figures.len() == width || figures.is_empty() {
        return Some(((0..figures.len()).collect(), f64::INFINITY));
    }
    let step = if figures.len().is_multiple_of(parts) { parts } else { 1 };
    if !shares && (step < parts || columns.iter().all(Vec::is_empty)) {
        return None;
    }
    let usual: Vec<Option<f64>> = columns.iter().map(|column| median(column.clone())).collect();
    let mut judged = Vec::new();
    for groups in choices(width / step, figures.len() / step)? {
        let chosen: Vec<usize> = groups.iter().flat_map(|group| group * step..(group + 1) * step).collect();
        let wrong = if shares { wrong_shares(&chosen, figures) } else { 0.0 };
        judged.push((unlike(&chosen, figures, &usual) + wrong, chosen));
    }
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    let second = judged.get(1).map_or(f64::INFINITY, |(cost, _)| *cost);
    let (cost, chosen) = judged.into_iter().next()?;
    Some((chosen, second - cost))
}

/// How much the figures differ from those of the columns, as if the row were one share of the whole.
fn unlike(chosen: &[usize], figures: &[Option<f64>], usual: &[Option<f64>]) -> f64 {
    let pairs = chosen.iter().zip(figures);
    let apart: Vec<f64> = pairs.filter_map(|(&column, figure)| Some((*figure)? - usual[column]?)).collect();
    let share = median(apart.clone()).unwrap_or(0.0);
    let unknown = chosen.iter().filter(|&&column| usual[column].is_none()).count();
    // Where nothing at all is known, nothing is unlike it.
    let unknown = if apart.is_empty() { 0.0 } else { COST_OF_UNKNOWN * unknown as f64 };
    apart.iter().map(|d| (d - share).abs()).sum::<f64>() + unknown
}

/// How far the shares that the groups of three print are from those of their figures; a share is sooner left out than
/// what it is the share of.
fn wrong_shares(chosen: &[usize], figures: &[Option<f64>]) -> f64 {
    let printed = |column: usize| chosen.iter().position(|&at| at == column).and_then(|at| figures[at]);
    let mut groups: Vec<usize> = chosen.iter().map(|column| column / 3).collect();
    groups.dedup();
    let cost = |group: usize| match [0, 1, 2].map(|part| printed(3 * group + part)) {
        [Some(whole), Some(part), Some(share)] => {
            ((part - whole + f64::ln(100.0)) - share).abs().min(LARGEST_COST_OF_A_SHARE)
        }
        [Some(_), Some(_), None] => 0.0,
        _ => COST_OF_A_LONE_SHARE,
    };
    groups.into_iter().map(cost).sum()
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

/// All ways to choose `count` of `of`, in order; None where they are too many.
fn choices(of: usize, count: usize) -> Option<Vec<Vec<usize>>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for taken in 0..count {
        let longer = |chosen: &Vec<usize>| {
            let from = chosen.last().map_or(0, |last| last + 1);
            // So many have to be left for those that follow.
            let to = (of + taken + 1).saturating_sub(count);
            (from..to).map(|at| [chosen.as_slice(), &[at]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
        if all.len() > MOST_WAYS {
            return None;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Columns = Columns { width: 4, parts: 1, shares: false };

    #[test]
    fn a_share_that_is_left_out_is_found_by_the_others() {
        let shape = Columns { width: 9, parts: 3, shares: true };
        let nothing = vec![Vec::new(); 9];
        for (row, wanted) in [
            (vec![200.0, 300.0, 150.0, 4.3, 3.5, 50.0, 60.0, 120.0], vec![0, 1, 2, 3, 4, 6, 7, 8]),
            (vec![4.3, 3.5, 200.0, 300.0, 150.0, 50.0, 60.0, 120.0], vec![0, 1, 3, 4, 5, 6, 7, 8]),
        ] {
            let figures: Vec<Option<f64>> = row.iter().map(|n: &f64| Some(n.ln())).collect();
            let (chosen, margin) = place(&figures, &nothing, shape).expect("shares can be judged");
            assert_eq!(chosen, wanted, "{row:?}");
            assert!(margin > 0.0, "{row:?}");
        }
    }

    #[test]
    fn figures_go_where_the_columns_hold_such() {
        let full = [[100.0, 2.0, 4000.0, 30.0], [50.0, 1.1, 1900.0, 16.0]];
        let columns: Vec<Vec<f64>> =
            (0..4).map(|at| full.iter().map(|row: &[f64; 4]| row[at].ln()).collect()).collect();
        for (row, wanted) in
            [(vec![80.0, 1.5, 24.0], vec![0, 1, 3]), (vec![1.2, 2100.0], vec![1, 2]), (vec![20.0, 800.0], vec![0, 2])]
        {
            let figures: Vec<Option<f64>> = row.iter().map(|n: &f64| Some(n.ln())).collect();
            let (chosen, margin) = place(&figures, &columns, PLAIN).expect("there are full rows");
            assert_eq!(chosen, wanted, "{row:?}");
            assert!(margin > 0.0, "{row:?}");
        }
        assert_eq!(place(&[Some(1.0)], &columns, Columns { parts: 2, ..PLAIN }), None, "half a group");
        assert_eq!(choices(4, 2).map(|all| all.len()), Some(6));
        assert_eq!(choices(60, 30), None);
    }
}
