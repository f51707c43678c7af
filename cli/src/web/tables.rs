//! Tables as the Markdown renderer writes them, made walkable: what heads a column or a row says so,
//! and a wide one scrolls by itself.
//!
//! The renderer escapes `<` and `"` in text, so what looks like a tag here is one.

use std::fmt::Write as _;

/// The same HTML with tables that a screen reader can walk.
pub fn accessible(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    let mut number = 0;
    while let Some((before, after)) = rest.split_once("<table>") {
        let (inside, after) = after.split_once("</table>").unwrap_or((after, ""));
        out.push_str(before);
        number += 1;
        let under = heading(&out);
        let label =
            if under.is_empty() { format!("Table {number}") } else { format!("Table {number}: {under}") };
        // Writing to a String cannot fail.
        let _ =
            write!(out, "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\"><table>");
        table(&mut out, inside);
        out.push_str("</table></div>");
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text of the last heading, without its tags.
fn heading(html: &str) -> String {
    let starts = (2..=6).filter_map(|level| html.rfind(&format!("<h{level}>")));
    let Some(start) = starts.max() else { return String::new() };
    let text = html[start..].split("</h").next().unwrap_or_default();
    let mut words = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => words.push(c),
            _ => {}
        }
    }
    words.replace('"', "&quot;").trim().to_owned()
}

fn table(out: &mut String, inside: &str) {
    let (head, body) = inside.split_once("</thead>").unwrap_or(("", inside));
    let head = aligned(head);
    if !head.is_empty() {
        let cells = head.split("<th").skip(1).filter(|cell| !cell.starts_with("ead>"));
        let cells: Vec<&str> = cells.collect();
        let empty = |cell: &&str| cell.split_once('>').is_some_and(|(_, text)| text.starts_with("</th>"));
        // A table without a header row: its columns are headed by nothing.
        if !cells.iter().all(empty) {
            for (index, part) in head.split("<th").enumerate() {
                match index {
                    0 => out.push_str(part),
                    _ if part.starts_with("ead>") => {
                        out.push_str("<th");
                        out.push_str(part);
                    }
                    _ if empty(&part) => out.push_str(&format!("<td{part}").replacen("</th>", "</td>", 1)),
                    _ => {
                        out.push_str("<th scope=\"col\"");
                        out.push_str(part);
                    }
                }
            }
            out.push_str("</thead>");
        }
    }
    rows(out, &aligned(body));
}

/// The first cell of a row heads it.
fn rows(out: &mut String, body: &str) {
    for (index, row) in body.split("<tr>").enumerate() {
        if index == 0 {
            out.push_str(row);
            continue;
        }
        out.push_str("<tr>");
        match row.split_once("<td").and_then(|(before, cell)| Some((before, cell.split_once("</td>")?))) {
            Some((before, (cell, after))) if !cell.ends_with('>') || cell.contains("</") => {
                let _ = write!(out, "{before}<th scope=\"row\"{cell}</th>{after}");
            }
            _ => out.push_str(row),
        }
    }
}

fn aligned(html: &str) -> String {
    html.replace(" align=\"right\"", " class=\"right\"")
        .replace(" align=\"center\"", " class=\"center\"")
        .replace(" align=\"left\"", "")
}
