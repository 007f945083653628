//! A line chart (折线图) of one indicator: a line a region, years to the right.

use super::svg::{Anchor, Svg};
use super::view::Point;

const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 244.0;
/// Room for the title, the years, the figures at the left and the names at the right.
const TOP: f64 = 60.0;
const BOTTOM: f64 = 28.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 78.0;
/// Least distance between two names, in pixels.
const NAME_GAP: f64 = 13.0;
/// About so many figures stand at the left.
const TICKS: f64 = 4.0;

const TEXT: &str = "#222";
const GREY: &str = "#666";
const GRID: &str = "#ddd";
const OWN: &str = "#1f4e78";
/// Colours of the other regions, dark enough for paper.
const OTHERS: [&str; 8] = ["#c55a11", "#548235", "#7030a0", "#a67c00", "#2e75b6", "#843c0c", "#00746b", "#7f7f7f"];

/// A line of the chart.
pub struct Line<'a> {
    /// Name of the region.
    pub name: &'a str,
    /// Points by year.
    pub points: Vec<Point>,
    /// The region of the new document.
    pub own: bool,
}

/// Draws a chart; `None` where the lines do not cover two years.
pub fn line_chart(title: &str, unit: Option<&str>, lines: &[Line]) -> Option<String> {
    let scale = Scale::new(lines)?;
    let mut svg = Svg::new(WIDTH, HEIGHT, title);
    svg.text((WIDTH / 2.0, 18.0), Anchor::Middle, 14.0, TEXT, true, &fitting(title, 25));
    svg.text((8.0, 36.0), Anchor::Start, 11.0, GREY, false, &unit.map(|u| format!("单位：{u}")).unwrap_or_default());
    scale.axes(&mut svg);
    // The own line comes last, so that no other covers it.
    let colour = |at: usize| if lines[at].own { OWN } else { OTHERS[at % OTHERS.len()] };
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.own) {
        draw(&mut svg, line, colour(at), &scale);
    }
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.own) {
        draw(&mut svg, line, colour(at), &scale);
        figures(&mut svg, line, &scale);
    }
    names(&mut svg, lines, colour, &scale);
    Some(svg.finish())
}

/// At most so many characters.
fn fitting(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// Where years and figures stand on the drawing.
struct Scale {
    years: Vec<i32>,
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn new(lines: &[Line]) -> Option<Scale> {
        let points = || lines.iter().flat_map(|line| &line.points).filter(|point| point.value.is_finite());
        let mut years: Vec<i32> = points().map(|point| point.year).collect();
        years.sort_unstable();
        years.dedup();
        if years.len() < 2 {
            return None;
        }
        let least = points().map(|point| point.value).fold(f64::INFINITY, f64::min);
        let most = points().map(|point| point.value).fold(f64::NEG_INFINITY, f64::max);
        let step = step((most - least).max(most.abs() * 0.02).max(f64::MIN_POSITIVE));
        let (low, high) = ((least / step).floor() * step, (most / step).ceil() * step);
        let high = if high > low { high } else { low + step };
        Some(Scale { years, low, high, step })
    }

    fn x(&self, year: i32) -> f64 {
        let (first, last) = (self.years[0], self.years[self.years.len() - 1]);
        LEFT + f64::from(year - first) / f64::from(last - first) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)
    }

    fn at(&self, point: &Point) -> (f64, f64) {
        (self.x(point.year), self.y(point.value))
    }

    fn axes(&self, svg: &mut Svg) {
        let count = ((self.high - self.low) / self.step).round().clamp(1.0, 12.0) as i32;
        for tick in 0..=count {
            let value = self.low + f64::from(tick) * self.step;
            let y = self.y(value);
            svg.line((LEFT, y), (WIDTH - RIGHT, y), GRID, 1.0);
            svg.text((LEFT - 6.0, y + 4.0), Anchor::End, 11.0, GREY, false, &shown(value, self.step));
        }
        for (at, year) in self.years.iter().enumerate() {
            let x = self.x(*year);
            svg.line((x, HEIGHT - BOTTOM), (x, HEIGHT - BOTTOM + 4.0), GREY, 1.0);
            // Neighbouring years that would touch are left out, never the last.
            let next = self.years.get(at + 1).map(|next| self.x(*next));
            if next.is_none_or(|next| next - x > 34.0) {
                svg.text((x, HEIGHT - 8.0), Anchor::Middle, 11.0, GREY, false, &format!("{year}年"));
            }
        }
    }
}

/// A round step: 1, 2 or 5 with zeros.
fn step(range: f64) -> f64 {
    let rough = range / TICKS;
    let power = 10_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * power >= rough).unwrap_or(10.0);
    factor * power
}

/// A figure with as many decimals as the step needs.
fn shown(value: f64, step: f64) -> String {
    let decimals = (-step.log10().floor()).clamp(0.0, 6.0) as usize;
    // No minus before a zero.
    format!("{:.decimals$}", value + 0.0)
}

fn draw(svg: &mut Svg, line: &Line, colour: &str, scale: &Scale) {
    let (width, radius) = if line.own { (2.6, 4.0) } else { (1.4, 3.0) };
    let at: Vec<(f64, f64)> = line.points.iter().map(|point| scale.at(point)).collect();
    if at.len() > 1 {
        svg.polyline(&at, colour, width);
    }
    for (point, at) in line.points.iter().zip(at) {
        svg.dot(at, radius, colour, point.reached);
    }
}

/// The figures of the own line, above its points.
fn figures(svg: &mut Svg, line: &Line, scale: &Scale) {
    for point in &line.points {
        let (x, y) = scale.at(point);
        // The first would stand on the figures at the left.
        let anchor = if point.year == scale.years[0] { Anchor::Start } else { Anchor::Middle };
        svg.text((x, y - 8.0), anchor, 11.0, OWN, true, &trimmed(point.value));
    }
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// The names at the ends of the lines, moved apart where they would cover each other.
fn names<'c>(svg: &mut Svg, lines: &[Line], colour: impl Fn(usize) -> &'c str, scale: &Scale) {
    let end = |(at, line): (usize, &Line)| line.points.last().map(|point| (scale.y(point.value), at));
    let mut ends: Vec<(f64, usize)> = lines.iter().enumerate().filter_map(end).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut free = TOP;
    for (y, _) in &mut ends {
        *y = y.max(free);
        free = *y + NAME_GAP;
    }
    let mut limit = HEIGHT - BOTTOM + 6.0;
    for (y, _) in ends.iter_mut().rev() {
        *y = y.min(limit);
        limit = *y - NAME_GAP;
    }
    for (y, at) in ends {
        if let Some((x, end)) = lines[at].points.last().map(|point| scale.at(point)).filter(|(x, _)| *x < WIDTH - RIGHT)
        {
            svg.leader((x + 6.0, end), (WIDTH - RIGHT + 5.0, y), colour(at));
        }
        let name = fitting(lines[at].name, 6);
        svg.text((WIDTH - RIGHT + 8.0, y + 4.0), Anchor::Start, 11.0, colour(at), lines[at].own, &name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, points: Vec<(i32, f64)>, own: bool) -> Line<'_> {
        let points = points.into_iter().map(|(year, value)| Point { year, value, reached: year < 2023 }).collect();
        Line { name, points, own }
    }

    #[test]
    fn a_chart_has_title_unit_years_names_and_figures() {
        let lines = [
            line("东海市", vec![(2021, 14.7), (2022, 16.0), (2024, 19.0)], true),
            line("望洲区", vec![(2022, 13.0)], false),
            line("澜山县", vec![(2022, 12.9), (2024, 13.2)], false),
        ];
        let drawn = line_chart("人均地区生产总值", Some("万元"), &lines).expect("three years");
        for text in
            ["人均地区生产总值", "单位：万元", "2021年", "2024年", "东海市", "望洲区", "14.7", ">16<", ">12<", ">20<"]
        {
            assert!(drawn.contains(text), "{text} in {drawn}");
        }
        assert_eq!(drawn.matches("<polyline").count(), 2);
        assert_eq!(drawn.matches("<circle").count(), 6);
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
    }

    #[test]
    fn one_year_gives_no_chart_and_odd_figures_no_odd_drawing() {
        assert_eq!(line_chart("甲", None, &[line("乙", vec![(2022, 1.0)], true)]), None);
        assert_eq!(line_chart("甲", None, &[]), None);
        for values in [[0.0, 0.0], [5.0, 5.0], [-3.0, 2.0], [1e12, 1.0], [0.0001, 0.0002]] {
            let points = vec![(2022, values[0]), (2023, values[1])];
            let drawn = line_chart("甲", None, &[line("乙", points, true)]).expect("two years");
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }

    #[test]
    fn steps_are_round() {
        for (range, expected) in [(4.0, 1.0), (7.0, 2.0), (19.0, 5.0), (37.0, 10.0), (0.03, 0.01)] {
            assert!((step(range) - expected).abs() < 1e-9, "{range} {}", step(range));
        }
        assert_eq!(
            (shown(0.5, 0.1).as_str(), shown(20.0, 5.0).as_str(), shown(-0.0, 1.0).as_str()),
            ("0.5", "20", "0")
        );
    }
}
