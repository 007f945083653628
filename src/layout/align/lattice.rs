//! The lattice (网格): states at every position between two fragments, the edges between them, the cheapest way
//! through, and how likely each edge is. It knows nothing of tables.
//!
//! Memory is linear in the number of fragments: of the states at a position only those near the best are kept, and
//! of the edges only those that lead to one of them.

use super::reading::Move;
use super::state::{Key, Node};
use std::collections::{HashMap, VecDeque};

/// States worse than the best by more than this are dropped; log-odds beyond it are not told apart.
pub const BEAM: f32 = 12.0;
/// Never more states than this at one place.
const MOST_STATES: usize = 64;

/// A way from a state to another over one fragment or more.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// State it begins at, by index.
    pub from: u32,
    /// State it leads to, by index.
    pub to: u32,
    /// What it costs.
    pub cost: f32,
    /// How the fragment is read.
    pub step: Move,
}

/// States and edges that lead to a position ahead.
#[derive(Debug, Default)]
struct Pending {
    by_key: HashMap<Key, u32>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    cheapest: f32,
}

/// The lattice as far as it was built.
#[derive(Debug, Default)]
pub struct Lattice {
    nodes: Vec<Node>,
    /// For each position, its first state.
    first_node: Vec<u32>,
    edges: Vec<Edge>,
    /// For each position, the first edge that leads to it.
    first_edge: Vec<u32>,
    ahead: VecDeque<Pending>,
}

impl Lattice {
    /// A lattice with a first state.
    pub fn new(start: Node) -> Lattice {
        let mut first = Pending { cheapest: f32::INFINITY, ..Pending::default() };
        first.by_key.insert(start.key, 0);
        first.cheapest = start.cost;
        first.nodes.push(start);
        Lattice { ahead: VecDeque::from([first]), ..Lattice::default() }
    }

    /// Settles the states at the next position and gives their indices, the cheapest first.
    pub fn settle(&mut self) -> std::ops::Range<usize> {
        let pending = self.ahead.pop_front().unwrap_or_default();
        let base = self.nodes.len();
        let nodes = &pending.nodes;
        let mut order: Vec<u32> = (0..nodes.len() as u32).collect();
        // The index breaks ties, so that the order of a hash map never shows.
        order.sort_by(|&a, &b| nodes[a as usize].cost.total_cmp(&nodes[b as usize].cost).then(a.cmp(&b)));
        let limit = order.first().map_or(0.0, |&best| nodes[best as usize].cost) + BEAM;
        order.truncate(MOST_STATES);
        order.retain(|&at| nodes[at as usize].cost <= limit);
        let mut place = vec![u32::MAX; nodes.len()];
        for (rank, &at) in order.iter().enumerate() {
            place[at as usize] = (base + rank) as u32;
        }
        self.first_node.push(base as u32);
        self.first_edge.push(self.edges.len() as u32);
        let mut moved = vec![u32::MAX; pending.edges.len()];
        for (at, edge) in pending.edges.iter().enumerate() {
            let to = place[edge.to as usize];
            let total = self.nodes.get(edge.from as usize).map_or(0.0, |n| n.cost) + edge.cost;
            // An edge that is dearer than another way to its state by the beam hardly takes part in any.
            if to != u32::MAX && total <= nodes[edge.to as usize].cost + BEAM {
                moved[at] = self.edges.len() as u32;
                self.edges.push(Edge { to, ..*edge });
            }
        }
        self.nodes.extend(order.iter().map(|&at| {
            let node = nodes[at as usize];
            let best = moved.get(node.best as usize).copied().unwrap_or(u32::MAX);
            Node { best, ..node }
        }));
        base..self.nodes.len()
    }

    /// A state.
    pub fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// May a way of this total cost to `length` positions ahead still count.
    pub fn is_hopeless(&self, total: f32, length: usize) -> bool {
        self.ahead.get(length - 1).is_some_and(|pending| total > pending.cheapest + BEAM)
    }

    /// Adds an edge from a settled state to a state `length` positions ahead; `node` is that state as reached by it.
    pub fn reach(&mut self, from: usize, node: Node, cost: f32, step: Move, length: usize) {
        while self.ahead.len() < length {
            self.ahead.push_back(Pending { cheapest: f32::INFINITY, ..Pending::default() });
        }
        let pending = &mut self.ahead[length - 1];
        let edge = pending.edges.len() as u32;
        let fresh = pending.nodes.len() as u32;
        let to = *pending.by_key.entry(node.key).or_insert(fresh);
        if to == fresh {
            pending.nodes.push(Node { cost: f32::INFINITY, ..node });
        }
        pending.edges.push(Edge { from: from as u32, to, cost, step });
        if node.cost < pending.nodes[to as usize].cost {
            pending.nodes[to as usize] = Node { best: edge, ..node };
            pending.cheapest = pending.cheapest.min(node.cost);
        }
    }

    /// Is it one of the last states.
    pub fn ends(&self, node: usize) -> bool {
        self.first_node.last().is_some_and(|&first| node >= first as usize)
    }

    /// Position of a settled state.
    fn position(&self, node: usize) -> usize {
        self.first_node.partition_point(|&first| first as usize <= node) - 1
    }

    /// The edges of the cheapest way to a state, in order, each with the position it begins at.
    pub fn way_to(&self, node: usize) -> Vec<(usize, Edge)> {
        let mut out = Vec::new();
        let mut at = node;
        while let Some(edge) = self.edges.get(self.nodes[at].best as usize) {
            out.push((self.position(edge.from as usize), *edge));
            at = edge.from as usize;
        }
        out.reverse();
        out
    }

    /// All edges with the position they begin at and how likely a way takes them, if a way of cost c is as likely as
    /// e^-c; `last` is what the last states cost. (Forward and backward sums over the states that were kept.)
    pub fn marginals(&self, last: impl Fn(usize) -> f32) -> Vec<(usize, Edge, f64)> {
        let first_last = self.first_node.last().map_or(0, |&f| f as usize);
        let mut forward = vec![f64::NEG_INFINITY; self.nodes.len()];
        forward[0] = 0.0;
        // Edges stand in the order of the position they lead to: each source is finished before its edges are seen.
        for edge in &self.edges {
            let way = forward[edge.from as usize] - f64::from(edge.cost);
            add_log(&mut forward[edge.to as usize], way);
        }
        let mut backward = vec![f64::NEG_INFINITY; self.nodes.len()];
        let mut all = f64::NEG_INFINITY;
        for at in first_last..self.nodes.len() {
            backward[at] = -f64::from(last(at));
            add_log(&mut all, forward[at] + backward[at]);
        }
        for edge in self.edges.iter().rev() {
            let way = backward[edge.to as usize] - f64::from(edge.cost);
            add_log(&mut backward[edge.from as usize], way);
        }
        let share =
            |edge: &Edge| (forward[edge.from as usize] - f64::from(edge.cost) + backward[edge.to as usize] - all).exp();
        self.edges.iter().map(|edge| (self.position(edge.from as usize), *edge, share(edge))).collect()
    }
}

/// Makes `sum` the logarithm of the sum of what both are logarithms of.
fn add_log(sum: &mut f64, other: f64) {
    let (high, low) = if *sum > other { (*sum, other) } else { (other, *sum) };
    *sum = if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_added() {
        let mut sum = f64::NEG_INFINITY;
        add_log(&mut sum, 2.0_f64.ln());
        add_log(&mut sum, 3.0_f64.ln());
        assert!((sum - 5.0_f64.ln()).abs() < 1e-12);
    }
}
