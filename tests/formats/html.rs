//! The specimen as a web page with what stands around a document there.

use super::specimen::{Part, Table, document};
use std::fmt::Write;

pub fn page() -> String {
    let mut body = String::new();
    for part in document() {
        match part {
            Part::Line(line) => writeln!(body, "<p style=\"text-indent: 2em\">{line}</p>"),
            Part::Table(table) => writeln!(body, "{}", rows(&table)),
        }
        .expect("a text");
    }
    format!(
        "<!DOCTYPE html>\n<html><head><title>海湾市人民政府</title></head><body>\n\
         <div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/zw\">政务公开</a></div>\n\
         <div id=\"zoom\">\n{body}</div>\n<div class=\"footer\">主办单位：海湾市人民政府办公室，网站标识码1234567890</div>\n</body></html>\n"
    )
}

fn rows(table: &Table) -> String {
    let mut out = String::from("<table border=\"1\">");
    for row in 0..table.rows {
        out.push_str("<tr>");
        for column in 0..table.columns {
            match table.at(row, column) {
                Some(cell) if (cell.row, cell.column) == (row, column) => {
                    let text = cell.text.replace('\n', "<br/>");
                    write!(out, "<td rowspan=\"{}\" colspan=\"{}\"><p>{text}</p></td>", cell.rows, cell.columns)
                        .expect("a text");
                }
                Some(_) => {}
                None => out.push_str("<td>&nbsp;</td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    out + "</table>"
}
