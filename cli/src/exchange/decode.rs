//! The text of a cell as a value: words of closed sets, days, people.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::cell::Place;
use crate::exchange::days::{Order, day};
use crate::exchange::shape::{Form, Layout, Shape};
use crate::exchange::tree;
use crate::exchange::value::Value;
use crate::exchange::words::{meant, plain};
use crate::schema::{Step, outline};
use crate::text::did_you_mean;

/// What the repository calls things that cells speak of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// People and teams by short name, each with its other names.
    pub owners: BTreeMap<String, Vec<String>>,
    /// Frameworks by id: the name, and the ids of the requirements.
    pub frameworks: BTreeMap<String, (String, BTreeSet<String>)>,
    /// The steps of likelihood, lowest first.
    pub likelihood: Vec<String>,
    /// The steps of impact, lowest first.
    pub impact: Vec<String>,
}

/// A value, and what it was taken for where the cell says it in other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) value: Value,
    pub(super) read_as: Option<String>,
}

impl Decoded {
    fn plainly(value: Value) -> Self {
        Self { value, read_as: None }
    }

    /// A word that stands for what was written, told where it is another one.
    fn word(written: &str, word: &str, value: Value) -> Self {
        Self { value, read_as: (written != word).then(|| word.to_owned()) }
    }
}

/// Reads cells of one kind.
pub(super) struct Decoder<'a> {
    pub(super) shape: &'static Shape,
    pub(super) names: &'a Names,
    pub(super) order: Option<Order>,
}

impl Decoder<'_> {
    /// The value of a cell, or what is wrong with it and what to do.
    pub(super) fn decode(&self, place: &Place, text: &str) -> Result<Decoded, String> {
        match place.form {
            Form::Id => Ok(Decoded::plainly(Value::text(one_line(text)))),
            Form::Owner => self.owner(text),
            Form::Day if crate::calendar::When::parse(text).is_some() => {
                Ok(Decoded::plainly(Value::plain(text)))
            }
            Form::Date | Form::Day => {
                let day = day(text, self.order)?.to_string();
                Ok(Decoded::word(text, &day, Value::plain(day.as_str())))
            }
            Form::Word => {
                let words = self.words(place);
                let word = meant(text, &words).ok_or_else(|| not_one_of(text, &words))?;
                Ok(Decoded::word(text, word, Value::text(word)))
            }
            Form::Flag => {
                let words = ["yes", "no"].map(str::to_owned);
                let word = meant(text, &words).ok_or_else(|| not_one_of(text, &words))?;
                let value = Value::plain(if word == "yes" { "true" } else { "false" });
                Ok(Decoded::word(&text.to_lowercase(), word, value))
            }
            Form::Count => match text.parse::<u64>() {
                Ok(number) => Ok(Decoded::plainly(Value::plain(number.to_string()))),
                Err(_) => Err(format!("`{text}` is no whole number")),
            },
            Form::Likelihood => step(text, &self.names.likelihood),
            Form::Impact => step(text, &self.names.impact),
            Form::Cadence => self.cadence(place, text),
            Form::Refs => several(text, &[',', ';', '\n'], true),
            Form::Texts => several(text, &['\n'], true),
            Form::Lines => several(text, &['\n'], false),
            Form::Rows => rows(text),
            Form::Own if text.starts_with(['{', '[', '"']) => {
                yaml(text).map(Decoded::plainly).ok_or_else(|| format!("`{text}` is not closed as it begins"))
            }
            Form::Text | Form::Own => Ok(Decoded::plainly(Value::text(text.replace("\r\n", "\n")))),
        }
    }

    /// The words of a closed set, as the schema lists them.
    fn words(&self, place: &Place) -> Vec<String> {
        let inside = match self.shape.layout {
            Layout::Files(_) => Vec::new(),
            _ if place.head => Vec::new(),
            Layout::Entries(_) => vec![Step::Key("any")],
            Layout::Inside { container, keys: [], .. } => vec![Step::Key(container), Step::Key("any")],
            Layout::Inside { container, .. } => vec![Step::Key(container), Step::Item],
        };
        let keys = place.keys.iter().map(|key| Step::Key(key));
        outline(self.shape.kind, &inside.into_iter().chain(keys).collect::<Vec<_>>()).words
    }

    fn owner(&self, text: &str) -> Result<Decoded, String> {
        if self.names.owners.contains_key(text) {
            return Ok(Decoded::plainly(Value::text(text)));
        }
        let is = |name: &str| name.eq_ignore_ascii_case(text);
        let found =
            self.names.owners.iter().find(|(short, also)| is(short) || also.iter().any(|name| is(name)));
        if let Some((short, _)) = found {
            return Ok(Decoded::word(text, short, Value::text(short.as_str())));
        }
        let known = || {
            let also = self.names.owners.values().flatten().map(String::as_str);
            self.names.owners.keys().map(String::as_str).chain(also)
        };
        Err(match did_you_mean(text, known()) {
            Some(near) => format!("nobody is called `{text}`; did you mean `{near}`?"),
            None => format!("nobody is called `{text}`; people and teams stand in policies/program.yaml"),
        })
    }

    fn cadence(&self, place: &Place, text: &str) -> Result<Decoded, String> {
        let words: Vec<String> = self.words(place);
        if let Some(word) = meant(text, &words) {
            return Ok(Decoded::word(text, word, Value::text(word)));
        }
        if text.starts_with('{') {
            return yaml(text).map(Decoded::plainly).ok_or_else(|| not_one_of(text, &words));
        }
        let every = every(text).ok_or_else(|| not_one_of(text, &words) + ", or like `every 45d`")?;
        let value = Value::Map(vec![("every".to_owned(), Value::plain(every.as_str()))]);
        Ok(Decoded::word(text, &format!("every {every}"), value))
    }
}

/// `every 45d`, `every 2 weeks`: how long, as a duration.
fn every(text: &str) -> Option<String> {
    let words = plain(text);
    let words = words.strip_prefix("every ").unwrap_or(&words);
    let digits = words.chars().take_while(char::is_ascii_digit).count();
    let number: u32 = words.get(..digits)?.parse().ok().filter(|number| *number > 0)?;
    match words.get(digits..)?.trim() {
        "d" | "day" | "days" => Some(format!("{number}d")),
        "week" | "weeks" => Some(format!("{}d", number.checked_mul(7)?)),
        "mo" | "month" | "months" => Some(format!("{number}mo")),
        "y" | "year" | "years" => Some(format!("{number}y")),
        _ => None,
    }
}

fn not_one_of(text: &str, words: &[String]) -> String {
    let listed: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match did_you_mean(text, words.iter().map(String::as_str)) {
        Some(near) => format!("`{text}` is none of {}; did you mean `{near}`?", listed.join(", ")),
        None => format!("`{text}` is none of {}", listed.join(", ")),
    }
}

/// A step of a scale, by its number, by its word, or by both.
fn step(text: &str, scale: &[String]) -> Result<Decoded, String> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = plain(&text[digits..]);
    let number = text[..digits].parse::<usize>().ok().filter(|number| (1..=scale.len()).contains(number));
    let fits = |number: usize| {
        let total = scale.len().to_string();
        rest.is_empty() || plain(&scale[number - 1]) == rest || rest == total || rest == format!("of {total}")
    };
    let by_number = number.filter(|number| fits(*number));
    let by_word = || scale.iter().position(|word| plain(word) == plain(text)).map(|at| at + 1);
    let Some(number) = by_number.or_else(by_word) else {
        let listed: Vec<String> = (1..).zip(scale).map(|(number, word)| format!("{number} {word}")).collect();
        let listed = listed.join(", ");
        return Err(format!("`{text}` is no step of the scale in policies/isms/method.yaml ({listed})"));
    };
    let number = number.to_string();
    Ok(Decoded::word(text, &number, Value::plain(number.as_str())))
}

/// Texts between marks, or a list of YAML.
fn several(text: &str, marks: &[char], one_alone: bool) -> Result<Decoded, String> {
    if text.starts_with('[') {
        let list = yaml(text).filter(|value| matches!(value, Value::List(_)));
        return list.map(Decoded::plainly).ok_or_else(|| format!("`{text}` is not closed as it begins"));
    }
    let text = text.replace("\r\n", "\n");
    let mut items: Vec<Value> = Vec::new();
    for word in text.split(marks).map(str::trim).filter(|word| !word.is_empty()) {
        let item = Value::text(word);
        if !items.contains(&item) {
            items.push(item);
        }
    }
    Ok(Decoded::plainly(match items.len() {
        1 if one_alone => items.remove(0),
        _ => Value::List(items),
    }))
}

/// Mappings, one a line.
fn rows(text: &str) -> Result<Decoded, String> {
    let row = |line: &str| {
        let line = line.trim().trim_start_matches("- ");
        yaml(line).filter(|value| matches!(value, Value::Map(_))).ok_or_else(|| {
            let shown: String = line.chars().take(60).collect();
            format!("`{shown}` is no entry; write each on a line of its own, like `{{name: ticket, what: The ticket}}`")
        })
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(row).collect::<Result<_, _>>().map(|rows| Decoded::plainly(Value::List(rows)))
}

/// A value in one line of YAML.
fn yaml(text: &str) -> Option<Value> {
    Value::of(&tree(text)?)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
