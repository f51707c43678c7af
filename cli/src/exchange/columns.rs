//! Which column of a table holds which field: guessed by its title, or said.

use std::collections::BTreeMap;

use crate::exchange::cell::Place;
use crate::exchange::decode::Names;
use crate::exchange::shape::{Field, Shape};
use crate::exchange::take::TakeError;
use crate::exchange::words::plain;
use crate::sheet::Read;
use crate::text::did_you_mean;

/// By what a column was taken for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The user says so.
    Said,
    /// The title is the field's name.
    Name,
    /// The title is another word for it.
    Word,
    /// The title names a framework.
    Framework,
    /// Nothing is taken from it, for this reason.
    Unread(String),
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0.
    pub at: usize,
    /// Its title.
    pub title: String,
    /// The field; empty for one that is not read.
    pub field: String,
    /// How that was found.
    pub by: By,
}

/// The columns of a table.
pub(super) struct Columns {
    /// The row with the titles, from 0.
    pub(super) header: usize,
    pub(super) told: Vec<Column>,
    /// The place of each field that is read.
    pub(super) read: Vec<(usize, Place)>,
}

impl Columns {
    /// Finds the titles: the row among the first ones that names most fields; `None` where no row names
    /// what identifies a row.
    pub(super) fn find(
        table: &Read,
        shape: &'static Shape,
        names: &Names,
        said: &BTreeMap<String, String>,
        keys: &[String],
    ) -> Result<Option<Self>, TakeError> {
        let (mut best, mut failed): (Option<Self>, Option<TakeError>) = (None, None);
        for header in 0..table.rows.len().min(40) {
            let found = match Self::of(table, header, shape, names, said) {
                Ok(found) => found,
                // It may be no row of titles at all.
                Err(error) => {
                    failed.get_or_insert(error);
                    continue;
                }
            };
            let has = |key: &String| found.read.iter().any(|(_, place)| place.name(shape) == *key);
            let better = best.as_ref().is_none_or(|best| found.read.len() > best.read.len());
            if keys.iter().all(has) && better {
                best = Some(found);
            }
        }
        match (best, failed) {
            (None, Some(error)) => Err(error),
            (best, _) => Ok(best),
        }
    }

    fn of(
        table: &Read,
        header: usize,
        shape: &'static Shape,
        names: &Names,
        said: &BTreeMap<String, String>,
    ) -> Result<Self, TakeError> {
        let titles = &table.rows[header];
        let mut guess = Guess {
            shape,
            names,
            titles,
            taken: BTreeMap::new(),
            left_out: Vec::new(),
            crowded: BTreeMap::new(),
        };
        guess.said(said)?;
        guess.by_name();
        guess.by_word();
        let mut told = Vec::new();
        let mut read = Vec::new();
        for (at, title) in titles.iter().enumerate() {
            let (field, by) = match guess.taken.remove(&at) {
                Some((place, by)) => {
                    let field = place.name(shape);
                    read.push((at, place));
                    (field, by)
                }
                None if title.is_empty() => continue,
                None => {
                    let because = match guess.crowded.get(&at) {
                        Some(field) => format!("`{field}` is taken from another column"),
                        None => unread(shape, title, said),
                    };
                    (String::new(), By::Unread(because))
                }
            };
            told.push(Column { at, title: title.clone(), field, by });
        }
        if let Some((name, first, second)) = twice(&told) {
            return Err(TakeError::usage(
                format!("the columns `{first}` and `{second}` both hold `{name}`"),
                format!("say which one counts: `--map \"{first}={name}\" --map \"{second}=-\"`"),
            ));
        }
        Ok(Self { header, told, read })
    }
}

/// Columns on their way to fields.
struct Guess<'a> {
    shape: &'static Shape,
    names: &'a Names,
    titles: &'a [String],
    taken: BTreeMap<usize, (Place, By)>,
    /// Columns that the user leaves out.
    left_out: Vec<usize>,
    /// Columns whose field another one holds.
    crowded: BTreeMap<usize, String>,
}

impl Guess<'_> {
    fn said(&mut self, said: &BTreeMap<String, String>) -> Result<(), TakeError> {
        for (at, title) in self.titles.iter().enumerate() {
            let Some(name) = said_of(said, title) else { continue };
            if name == "-" {
                self.left_out.push(at);
            } else {
                self.taken.insert(at, (named(self.shape, name)?, By::Said));
            }
        }
        Ok(())
    }

    fn free(&self, place: &Place) -> bool {
        !self.taken.values().any(|(taken, _)| taken.keys == place.keys && taken.head == place.head)
    }

    fn by_name(&mut self) {
        for (at, title) in self.titles.iter().enumerate() {
            if self.taken.contains_key(&at) || self.left_out.contains(&at) {
                continue;
            }
            if let Some(place) = Place::find(self.shape, title.trim()) {
                self.taken.insert(at, (place, By::Name));
            }
        }
    }

    /// Titles that could be fewest fields choose first.
    fn by_word(&mut self) {
        let mut open: Vec<(usize, Vec<(Place, By)>)> = self
            .titles
            .iter()
            .enumerate()
            .filter(|(at, title)| {
                !title.is_empty() && !self.taken.contains_key(at) && !self.left_out.contains(at)
            })
            .map(|(at, title)| (at, self.candidates(title)))
            .collect();
        open.sort_by_key(|(at, candidates)| (candidates.len(), *at));
        for (at, candidates) in open {
            let free = candidates.iter().position(|(place, _)| self.free(place));
            // Two columns that are called like one field are told of below; neither is left out in silence.
            let named = candidates.iter().position(|(_, by)| *by == By::Name);
            match free.or(named) {
                Some(chosen) => {
                    let mut candidates = candidates;
                    self.taken.insert(at, candidates.swap_remove(chosen));
                }
                None => {
                    self.crowded.extend(candidates.first().map(|(place, _)| (at, place.name(self.shape))));
                }
            }
        }
    }

    fn candidates(&self, title: &str) -> Vec<(Place, By)> {
        let wanted = plain(title);
        let mut found: Vec<(Place, By)> = Vec::new();
        for (head, fields) in [(false, self.shape.fields), (true, self.shape.head)] {
            for field in fields.iter().filter(|field| !field.open) {
                let by = if plain(field.path) == wanted {
                    By::Name
                } else if field.also.contains(&wanted.as_str()) {
                    By::Word
                } else {
                    continue;
                };
                let keys = field.path.split('.').map(str::to_owned).collect();
                found.push((Place { head, keys, form: field.form }, by));
            }
        }
        // The field's own name counts before other words for others.
        found.sort_by_key(|(_, by)| *by != By::Name);
        found.extend(self.framework(&wanted).map(|place| (place, By::Framework)));
        found
    }

    /// A column that names a framework holds what satisfies it.
    fn framework(&self, wanted: &str) -> Option<Place> {
        let field: &Field = self.shape.fields.iter().find(|field| field.path == "satisfies")?;
        let wanted = wanted.strip_prefix("satisfies ").unwrap_or(wanted);
        let known = [
            ("soc2", &["soc 2", "tsc", "trust services criteria", "criteria", "soc 2 criteria"][..]),
            ("iso27001", &["iso 27001", "annex a", "iso 27001 2022", "iso iec 27001", "iso iec 27001 2022"]),
        ];
        let id = self.names.frameworks.iter().find_map(|(id, (name, _))| {
            let also = known.iter().find(|(known, _)| known == id).map_or(&[][..], |(_, also)| also);
            (plain(id) == wanted || plain(name) == wanted || also.contains(&wanted)).then(|| id.clone())
        })?;
        Some(Place { head: false, keys: vec![field.path.to_owned(), id], form: field.form })
    }
}

/// What the user says of a column: of just this title, else of one that differs by case and marks.
fn said_of<'s>(said: &'s BTreeMap<String, String>, title: &str) -> Option<&'s String> {
    said.get(title)
        .or_else(|| said.iter().find(|(said, _)| plain(said) == plain(title)).map(|(_, name)| name))
}

/// The field that a user names, or what might have been meant.
pub(super) fn named(shape: &'static Shape, name: &str) -> Result<Place, TakeError> {
    Place::find(shape, name).ok_or_else(|| {
        let names = all(shape);
        TakeError::usage(
            format!("a {} has no field `{name}`", shape.name),
            match did_you_mean(name, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}, or a key of your own, `x-…`", names.join(", ")),
            },
        )
    })
}

/// The names of all fields.
fn all(shape: &Shape) -> Vec<String> {
    let name = |field: &Field| if field.open { format!("{}.…", field.path) } else { field.path.to_owned() };
    let head = shape.head.iter().map(|field| format!("{}.{}", shape.name, name(field)));
    shape.fields.iter().map(name).chain(head).collect()
}

fn unread(shape: &Shape, title: &str, said: &BTreeMap<String, String>) -> String {
    if said_of(said, title).is_some_and(|name| name == "-") {
        return "left out, as you say".to_owned();
    }
    let names = all(shape);
    let also = shape.fields.iter().flat_map(|field| field.also.iter().map(|word| (*word, field.path)));
    let words = names.iter().map(|name| (name.as_str(), name.as_str())).chain(also);
    let words: BTreeMap<&str, &str> = words.collect();
    let lower = title.to_lowercase();
    match did_you_mean(&lower, words.keys().copied()).and_then(|near| words.get(near)) {
        Some(field) => format!("did you mean `{field}`? `--map \"{title}={field}\"`"),
        None => "no field is called so".to_owned(),
    }
}

/// A field that two columns hold.
fn twice(told: &[Column]) -> Option<(&str, &str, &str)> {
    told.iter().enumerate().find_map(|(index, column)| {
        let first =
            told[..index].iter().find(|other| !other.field.is_empty() && other.field == column.field)?;
        Some((column.field.as_str(), first.title.as_str(), column.title.as_str()))
    })
}
