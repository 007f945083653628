//! Contests (比较): of several headers that a table may have, the one whose rows read best.

use super::align::{Aligner, Costs, Reading};
use super::another_header::other_header;
use super::fragment::Fragment;
use super::header::{Hypothesis, total};

/// Hypotheses of a header, with the fragments by which they are judged.
#[derive(Debug, Clone)]
pub struct Contest {
    /// The fragments, those of the headers included.
    pub fragments: Vec<Fragment>,
    /// More fragments follow.
    pub goes_on: bool,
    /// The hypotheses.
    pub hypotheses: Vec<Hypothesis>,
}

/// The best hypothesis.
#[derive(Debug, Clone)]
pub struct Winner {
    /// The hypothesis.
    pub hypothesis: Hypothesis,
    /// What it and its rows cost.
    pub cost: f32,
    /// How much dearer the best hypothesis is that has other columns.
    pub margin: f32,
}

impl Contest {
    /// The cheapest reading of the rows behind a header, with everything that it costs.
    pub fn judge(&self, costs: &Costs, hypothesis: &Hypothesis) -> (f32, Reading) {
        let reading = self.aligner(costs, hypothesis).read(false);
        (reading.cost + total(costs, &hypothesis.pieces(&reading)), reading)
    }

    /// The aligner for the rows behind a header, up to the header of another table.
    pub fn aligner<'c>(&'c self, costs: &'c Costs, hypothesis: &'c Hypothesis) -> Aligner<'c> {
        let Hypothesis { start, length, .. } = *hypothesis;
        let texts: Vec<String> =
            self.fragments[start..start + length].iter().map(|f| f.features.folded.clone()).collect();
        let rows = &self.fragments[start + length..];
        let other = other_header(rows, &texts);
        let rows = &rows[..other.unwrap_or(rows.len())];
        Aligner::new(&hypothesis.signature, rows, &texts, costs).going_on(self.goes_on && other.is_none())
    }

    /// Leaves out all but the best hypotheses.
    pub fn keep_best(&mut self, costs: &Costs, most: usize) {
        if self.hypotheses.len() <= most {
            return;
        }
        let judged: Vec<f32> = self.hypotheses.iter().map(|h| self.judge(costs, h).0).collect();
        let mut order: Vec<usize> = (0..judged.len()).collect();
        order.sort_by(|&a, &b| judged[a].total_cmp(&judged[b]).then(a.cmp(&b)));
        order.truncate(most);
        self.hypotheses = order.into_iter().map(|at| self.hypotheses[at].clone()).collect();
    }

    /// The best hypothesis; None where there is none.
    pub fn winner(&self, costs: &Costs) -> Option<Winner> {
        let judged: Vec<f32> = self.hypotheses.iter().map(|h| self.judge(costs, h).0).collect();
        let best = (0..judged.len()).min_by(|&a, &b| judged[a].total_cmp(&judged[b]))?;
        let hypothesis = &self.hypotheses[best];
        let others = self.hypotheses.iter().zip(&judged).filter(|(other, _)| !other.is_alike(hypothesis));
        let margin = others.map(|(_, cost)| cost - judged[best]).fold(f32::INFINITY, f32::min);
        Some(Winner { hypothesis: hypothesis.clone(), cost: judged[best], margin })
    }
}
