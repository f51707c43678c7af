//! Which column of an auditor's list is which: guessed by its title, or said by flag.

use std::collections::BTreeMap;

use crate::app::AppError;
use crate::sheet::Read;
use crate::text::did_you_mean;

/// What a column can be, and the titles under which auditors write it.
const KNOWN: [(&str, &[&str]); 10] = [
    (
        "id",
        &[
            "id",
            "ref",
            "reference",
            "request id",
            "request number",
            "request no",
            "request",
            "pbc",
            "pbc id",
            "pbc number",
            "pbc no",
            "no",
            "nr",
            "number",
            "item",
            "item no",
            "item number",
            "index",
        ],
    ),
    (
        "what",
        &[
            "what",
            "description",
            "request description",
            "request details",
            "details",
            "request",
            "requested item",
            "evidence requested",
            "document requested",
            "information requested",
            "item description",
            "evidence",
            "document",
            "ask",
        ],
    ),
    (
        "criteria",
        &[
            "criteria",
            "criterion",
            "tsc",
            "tsc reference",
            "clause",
            "clauses",
            "requirement",
            "requirements",
            "control objective",
            "trust services criteria",
            "annex a",
            "criteria reference",
        ],
    ),
    (
        "controls",
        &["control", "controls", "control id", "control ids", "control number", "control no", "control ref"],
    ),
    (
        "owner",
        &["owner", "assigned to", "assignee", "responsible", "client owner", "contact", "person responsible"],
    ),
    ("due", &["due", "due date", "date due", "needed by", "deadline", "requested by date", "target date"]),
    ("period", &["period", "audit period", "coverage period"]),
    ("format", &["format", "preferred format"]),
    ("note", &["note", "notes", "comment", "comments", "auditor comment", "auditor comments", "remarks"]),
    ("sample", &["sample", "selection"]),
];

/// The columns of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// The row with the titles, from 0.
    pub(super) header: usize,
    /// The place of each known column.
    pub(super) places: BTreeMap<&'static str, usize>,
    /// Titles of columns that nothing is taken from.
    pub(super) others: Vec<String>,
}

impl Columns {
    /// The text of a known column in a row.
    pub(super) fn cell<'r>(&self, row: &'r [String], name: &str) -> &'r str {
        let place = self.places.get(name);
        place.and_then(|place| row.get(*place)).map_or("", String::as_str)
    }
}

/// Finds the titles: the row among the first ones that names most columns, an id and what is asked
/// for among them. What is `said` by flag wins.
pub(super) fn find(table: &Read, said: &BTreeMap<&'static str, String>) -> Option<Columns> {
    let rows = table.rows.iter().take(40).enumerate();
    let read = rows.filter_map(|(header, titles)| {
        let places = places(titles, said)?;
        Some((places.len(), header, places))
    });
    // The first of those that name as many.
    let (_, header, places) = read.min_by_key(|(count, header, _)| (usize::MAX - count, *header))?;
    let taken: Vec<usize> = places.values().copied().collect();
    let others = table.rows[header].iter().enumerate();
    let others = others.filter(|(place, title)| !taken.contains(place) && !title.is_empty());
    Some(Columns { header, places, others: others.map(|(_, title)| title.clone()).collect() })
}

fn places(titles: &[String], said: &BTreeMap<&'static str, String>) -> Option<BTreeMap<&'static str, usize>> {
    let titles: Vec<String> = titles.iter().map(|title| plain(title)).collect();
    let mut places = BTreeMap::new();
    for (name, title) in said {
        places.insert(*name, titles.iter().position(|found| *found == plain(title))?);
    }
    // A title that could be two things is what is left: `Request` beside `Ref` is what is asked for.
    let mut names: Vec<(&'static str, &[&str])> =
        KNOWN.into_iter().filter(|(name, _)| !said.contains_key(name)).collect();
    let strong = |names: &[&str]| titles.iter().filter(|title| names.contains(&title.as_str())).count();
    names.sort_by_key(|(_, names)| usize::from(strong(names) > 1));
    for (name, known) in names {
        let free =
            |place: &usize, places: &BTreeMap<&str, usize>| !places.values().any(|taken| taken == place);
        let found = known.iter().find_map(|known| {
            titles
                .iter()
                .enumerate()
                .find(|(place, title)| *title == known && free(place, &places))
                .map(|(place, _)| place)
        });
        if let Some(place) = found {
            places.insert(name, place);
        }
    }
    (places.contains_key("id") && places.contains_key("what")).then_some(places)
}

/// `Request #:` and `request number` are one title.
fn plain(title: &str) -> String {
    let title = title.to_lowercase().replace('#', " number ");
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Reads `id=Ref,what=Request` of the command line.
pub(super) fn said(given: &[String]) -> Result<BTreeMap<&'static str, String>, AppError> {
    let mut said = BTreeMap::new();
    for word in given {
        let pair = word.split_once('=').filter(|(_, title)| !title.is_empty());
        let (name, title) = pair.ok_or_else(|| {
            AppError::usage(format!("`{word}` does not say which column is which")).help("write `id=TITLE`")
        })?;
        let known = KNOWN.iter().map(|(known, _)| *known).find(|known| *known == name);
        let known = known.ok_or_else(|| {
            let names = KNOWN.map(|(known, _)| known);
            AppError::usage(format!("a request has no `{name}`")).help(match did_you_mean(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", names.join(", ")),
            })
        })?;
        said.insert(known, title.to_owned());
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::{find, said};
    use crate::sheet::Read;

    fn table(rows: &[&[&str]]) -> Read {
        let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
        Read { first: 1, rows: rows.collect(), ..Read::default() }
    }

    fn found(rows: &[&[&str]], given: &[&str]) -> String {
        let given: Vec<String> = given.iter().map(|word| (*word).to_owned()).collect();
        match find(&table(rows), &said(&given).unwrap()) {
            Some(columns) => format!("row {} {:?} but {:?}", columns.header, columns.places, columns.others),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn titles_of_many_firms_are_known() {
        assert_eq!(
            found(
                &[&["Example LLP", ""], &[], &["Request #", "Request Description", "Due Date", "Priority"]],
                &[]
            ),
            "row 2 {\"due\": 2, \"id\": 0, \"what\": 1} but [\"Priority\"]"
        );
        assert_eq!(
            found(&[&["Ref", "Request", "Control ID", "Assigned to"]], &[]),
            "row 0 {\"controls\": 2, \"id\": 0, \"owner\": 3, \"what\": 1} but []"
        );
        assert_eq!(found(&[&["Thing", "Ask us"]], &[]), "nothing");
        assert_eq!(
            found(&[&["Thing", "Ask us"]], &["id=thing", "what=Ask us"]),
            "row 0 {\"id\": 0, \"what\": 1} but []"
        );
    }
}
