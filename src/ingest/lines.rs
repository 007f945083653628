//! Laying text of a file without lines out in lines, each with its site.

use crate::document::{Passage, Site};

/// The lines laid out so far.
#[derive(Debug, Default)]
pub struct Lines {
    /// Length of every line in characters.
    pub lengths: Vec<u32>,
    /// Where every line stands, for files that have sites.
    pub sites: Vec<Site>,
}

impl Lines {
    /// Lays a text out in a line of its own; line breaks inside it stay breaks.
    pub fn lay(&mut self, text: &str, site: Option<Site>) -> Passage {
        let line = self.lengths.len() as u32 + 1;
        let mut passage = Passage::default();
        let mut column = 1;
        for part in text.split(['\n', '\r']) {
            passage.push_break();
            passage.push(part, line, column);
            column += part.chars().count() as u32 + 1;
        }
        self.lengths.push(column.saturating_sub(2));
        self.sites.extend(site);
        super::text::trim(&passage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_its_line() {
        let mut lines = Lines::default();
        assert_eq!(lines.lay(" 产值\r\n增速 ", None).text(), "产值\n增速");
        let second = lines.lay("丙", None);
        assert_eq!(second.span().map(|span| (span.line, span.column)), Some((2, 1)));
        assert_eq!(lines.lengths, [8, 1]);
    }
}
