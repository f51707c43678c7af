//! The register as one page: an overview of each kind, then every entity with all that is said of it.

use std::fmt::Write as _;

use crate::sheet::{Cell, Sheet, markdown};
use crate::text::escape::xml;
use crate::web::{page, prose};

const STYLE: &str = include_str!("register.css");

/// Columns of an overview, at most; what else there is stands with the entity.
const OVERVIEW: usize = 6;

/// What the page holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Register {
    /// Whose register it is.
    pub company: String,
    /// The day that it speaks of.
    pub day: String,
    /// The commit, where there is one.
    pub revision: String,
    /// The kinds, in order.
    pub parts: Vec<Part>,
}

/// One kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Columns of the overview, by title, those first that matter most.
    pub overview: Vec<&'static str>,
    /// The rows.
    pub sheet: Sheet,
}

/// The page.
pub fn register(register: &Register) -> Vec<u8> {
    let title = format!("Register of {}", register.company);
    let at = if register.revision.is_empty() { String::new() } else { format!(", {}", register.revision) };
    let mut inside = format!(
        "<header>\n<h1>{}</h1>\n<p>As of {}{}</p>\n</header>\n<nav aria-label=\"Contents\">\n<ol>\n",
        xml(&title),
        xml(&register.day),
        xml(&at)
    );
    for (index, part) in register.parts.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(
            inside,
            "<li><a href=\"#p{index}\">{}</a> ({})</li>",
            xml(&part.title),
            part.sheet.rows.len()
        );
    }
    inside.push_str("</ol>\n</nav>\n<main id=\"main\">\n");
    for (index, part) in register.parts.iter().enumerate() {
        let html = prose(&text(part), "", &|_| None);
        let html = html.replacen("<h2>", &format!("<h2 id=\"h{index}\">"), 1);
        let _ = writeln!(inside, "<section id=\"p{index}\" aria-labelledby=\"h{index}\">\n{html}</section>");
    }
    inside.push_str("</main>\n");
    page(&title, STYLE, "Skip to the register", &inside).into_bytes()
}

/// A kind as Markdown.
fn text(part: &Part) -> String {
    let sheet = &part.sheet;
    let used: Vec<usize> = (0..sheet.columns.len())
        .filter(|at| sheet.rows.iter().any(|row| row.get(*at).is_some_and(|cell| *cell != Cell::Empty)))
        .collect();
    let at = |title: &str| used.iter().copied().find(|at| sheet.columns[*at].title == title);
    let mut chosen: Vec<usize> = part.overview.iter().filter_map(|title| at(title)).collect();
    chosen.truncate(OVERVIEW);
    let mut out = format!("# {}\n\n{}\n", part.title, markdown(&narrowed(sheet, &chosen)));
    if used.len() <= chosen.len() {
        return out;
    }
    for row in &sheet.rows {
        let cell = |at: &usize| row.get(*at).cloned().unwrap_or(Cell::Empty);
        let name: Vec<String> = chosen.iter().take(2).map(|at| cell(at).words()).collect();
        let mut facts = Sheet::new("", "", &[("field", 20), ("value", 60)]);
        for at in used.iter().filter(|at| cell(at) != Cell::Empty) {
            facts.push([Cell::from(sheet.columns[*at].title.as_str()), cell(at)]);
        }
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "\n## {}\n\n{}",
            crate::text::escape::inline(name.join(" ").trim()),
            markdown(&facts)
        );
    }
    out
}

fn narrowed(sheet: &Sheet, columns: &[usize]) -> Sheet {
    let pick =
        |row: &Vec<Cell>| columns.iter().map(|at| row.get(*at).cloned().unwrap_or(Cell::Empty)).collect();
    Sheet {
        columns: columns.iter().map(|at| sheet.columns[*at].clone()).collect(),
        rows: sheet.rows.iter().map(pick).collect(),
        ..Sheet::new(&sheet.name, &sheet.nothing, &[])
    }
}
