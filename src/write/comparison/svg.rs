//! A small writer of SVG: lines, dots and texts, with two decimals at most, so that the same drawing gives the same bytes.

use std::fmt::Write;

/// A drawing in the making.
pub struct Svg {
    body: String,
    width: f64,
    height: f64,
    label: String,
}

/// On which side of its point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// A drawing of so many pixels; the label is read out where nothing can be seen.
    pub fn new(width: f64, height: f64, label: &str) -> Svg {
        Svg { body: String::new(), width, height, label: label.to_string() }
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(format_args!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{colour}\" stroke-width=\"{}\"/>",
            n(x1),
            n(y1),
            n(x2),
            n(y2),
            n(width)
        ));
    }

    /// A thin broken line that leads the eye.
    pub fn leader(&mut self, from: (f64, f64), to: (f64, f64), colour: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(format_args!(
            "<path d=\"M{} {}L{} {}\" stroke=\"{colour}\" stroke-width=\"0.7\" stroke-dasharray=\"2 3\" fill=\"none\"/>",
            n(x1),
            n(y1),
            n(x2),
            n(y2)
        ));
    }

    /// A line over several points.
    pub fn polyline(&mut self, points: &[(f64, f64)], colour: &str, width: f64) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", n(*x), n(*y))).collect();
        self.add(format_args!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\"/>",
            points.join(" "),
            n(width)
        ));
    }

    /// A dot, filled or hollow.
    pub fn dot(&mut self, at: (f64, f64), radius: f64, colour: &str, filled: bool) {
        let fill = if filled { colour } else { "#fff" };
        self.add(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>",
            n(at.0),
            n(at.1),
            n(radius)
        ));
    }

    /// A text; `bold` sets it off.
    pub fn text(&mut self, at: (f64, f64), anchor: Anchor, size: f64, colour: &str, bold: bool, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = if bold { " font-weight=\"bold\"" } else { "" };
        self.add(format_args!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" font-size=\"{}\" fill=\"{colour}\"{weight}>{}</text>",
            n(at.0),
            n(at.1),
            n(size),
            escaped(text)
        ));
    }

    fn add(&mut self, element: std::fmt::Arguments) {
        self.body.write_fmt(element).expect("a text takes what is written to it");
    }

    /// The drawing as an element of a page.
    pub fn finish(self) -> String {
        let (width, height, label) = (n(self.width), n(self.height), escaped(&self.label));
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
             aria-label=\"{label}\" xmlns=\"http://www.w3.org/2000/svg\">{}</svg>",
            self.body
        )
    }
}

/// A number with two decimals at most.
fn n(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A text that can stand in XML and HTML, also between quotation marks; control characters are left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_exact_and_texts_cannot_break_out() {
        let mut svg = Svg::new(100.0, 50.5, "图<1>");
        svg.line((0.0, 1.005), (2.0, 3.333), "#000", 1.0);
        svg.dot((1.0, 2.0), 3.0, "#123", false);
        svg.text((5.0, 6.0), Anchor::End, 12.0, "#222", true, "人均 & \"总值\"\u{0}<b>");
        let drawn = svg.finish();
        assert!(drawn.starts_with("<svg viewBox=\"0 0 100 50.5\""), "{drawn}");
        assert!(drawn.contains("x1=\"0\" y1=\"1\" x2=\"2\" y2=\"3.33\""), "{drawn}");
        assert!(drawn.contains("fill=\"#fff\" stroke=\"#123\""), "{drawn}");
        assert!(
            drawn.contains("人均 &amp; &quot;总值&quot;&lt;b&gt;</text>") && drawn.contains("图&lt;1&gt;"),
            "{drawn}"
        );
    }
}
