//! Positions in OFD: transforms, paths, steps from character to character.

use crate::ingest::page::Stroke;
use crate::ingest::xml::Element;

/// A filled shape thinner than this is a stroke, in points.
const THIN: f64 = 3.0;

/// An affine transform: `a b c d e f` as in OFD and PDF.
#[derive(Debug, Clone, Copy)]
pub struct Transform(pub [f64; 6]);

impl Transform {
    /// A direction and a length.
    pub fn vector(self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, ..] = self.0;
        (a * x + c * y, b * x + d * y)
    }

    /// A place.
    pub fn point(self, point: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.vector(point);
        (x + self.0[4], y + self.0[5])
    }

    /// This one behind another.
    fn after(self, first: Transform) -> Transform {
        let [a, b, c, d, e, f] = first.0;
        let (x, y, origin) = (self.vector((a, b)), self.vector((c, d)), self.point((e, f)));
        Transform([x.0, x.1, y.0, y.1, origin.0, origin.1])
    }
}

/// The transform of what is inside an object: its own, then its boundary's corner, then what it stands in.
pub fn placed(object: &Element, base: Transform) -> Transform {
    let [x, y, ..] = numbers(object.attribute("Boundary"));
    let own = match numbers(object.attribute("CTM")) {
        [0.0, 0.0, 0.0, 0.0, ..] => Transform([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        own => Transform(own),
    };
    base.after(Transform([1.0, 0.0, 0.0, 1.0, x, y])).after(own)
}

/// Up to six numbers of a list; those that are not there are 0.
pub fn numbers(list: Option<&str>) -> [f64; 6] {
    let mut out = [0.0; 6];
    let found = list.unwrap_or_default().split_whitespace().map(|number| number.parse().unwrap_or(0.0));
    out.iter_mut().zip(found).for_each(|(slot, number)| *slot = number);
    out
}

/// The middle of a shape that is thin enough to be a stroke.
pub fn thin(points: &[(f64, f64)]) -> Option<Stroke> {
    let bounds = |of: fn(&(f64, f64)) -> f64| {
        let values = points.iter().map(of);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (bounds(|point| point.0), bounds(|point| point.1));
    let (x, y) = ((left + right) / 2.0, (top + bottom) / 2.0);
    if points.len() < 3 {
        None
    } else if bottom - top < THIN && right - left > bottom - top {
        Some(Stroke { from: (left, y), to: (right, y) })
    } else {
        (right - left < THIN).then_some(Stroke { from: (x, top), to: (x, bottom) })
    }
}

/// The corners of every shape of abbreviated path data (GB/T 33190, 9.1): a curve counts by its end.
pub fn shapes(data: &str) -> Vec<Vec<(f64, f64)>> {
    let mut shapes: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut words = data.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let mut numbers =
            |count: usize| -> Vec<f64> { words.by_ref().take(count).map(|n| n.parse().unwrap_or(0.0)).collect() };
        let arguments = match word {
            "S" | "M" | "L" => numbers(2),
            "Q" => numbers(4),
            "B" => numbers(6),
            "A" => numbers(7),
            "C" => {
                if let Some(shape) = shapes.last_mut()
                    && let Some(&first) = shape.first()
                {
                    shape.push(first);
                }
                continue;
            }
            _ => continue,
        };
        let [.., x, y] = arguments.as_slice() else { break };
        match shapes.last_mut() {
            Some(shape) if !matches!(word, "S" | "M") => shape.push((*x, *y)),
            _ => shapes.push(vec![(*x, *y)]),
        }
    }
    shapes
}

/// Steps from each character to the next: numbers, and `g 3 5.5` for three times 5.5.
pub fn steps(delta: Option<&str>, most: usize) -> Vec<f64> {
    let mut out = Vec::new();
    let mut words = delta.unwrap_or_default().split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
            let step = words.next().and_then(|step| step.parse().ok()).unwrap_or(0.0);
            out.extend(std::iter::repeat_n(step, count.min(most)));
        } else {
            out.push(word.parse().unwrap_or(0.0));
        }
        if out.len() >= most {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_repeat() {
        assert_eq!(steps(Some("1 g 2 3.5 4"), 9), [1.0, 3.5, 3.5, 4.0]);
        assert_eq!(steps(Some("g 1000000 1"), 3), [1.0, 1.0, 1.0]);
        assert_eq!(steps(None, 3), Vec::<f64>::new());
    }

    #[test]
    fn shapes_are_cut_where_the_pen_is_lifted() {
        assert_eq!(
            shapes("M 0 0 L 4 0 S 1 1 L 1 5 C"),
            [vec![(0.0, 0.0), (4.0, 0.0)], vec![(1.0, 1.0), (1.0, 5.0), (1.0, 1.0)]]
        );
        assert_eq!(shapes("B 1 1 2 2 3 4 x L 5"), [vec![(3.0, 4.0)]]);
        assert_eq!(thin(&[(0.0, 0.0), (50.0, 0.0), (50.0, 1.0), (0.0, 1.0)]).map(|s| s.from), Some((0.0, 0.5)));
        assert_eq!(thin(&[(0.0, 0.0), (50.0, 0.0), (50.0, 9.0)]), None);
    }
}
