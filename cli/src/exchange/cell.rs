//! A value as the text of a cell; `decode` is the way back.

use crate::exchange::shape::{Field, Form, Shape};
use crate::exchange::value::{Value, trimmed};

/// The text that says a value in a cell of a field.
pub(super) fn encode(value: &Value, form: Form) -> String {
    match form {
        Form::Refs => listed(value, ", ", |text| text.contains([',', ';', '\n'])),
        Form::Texts | Form::Lines => listed(value, "\n", |text| text.contains('\n')),
        Form::Rows => {
            let rows: Vec<String> = value.items().iter().map(Value::flow).collect();
            rows.join("\n")
        }
        Form::Own => match value {
            Value::Text { text, .. } if !text.trim_start().starts_with(['{', '[', '"']) => trimmed(text),
            Value::Text { text, .. } => serde_json::Value::from(text.as_str()).to_string(),
            other => other.flow(),
        },
        Form::Flag => match value.as_text() {
            Some("true" | "True" | "TRUE" | "Yes" | "YES" | "on" | "On" | "ON") => "yes".to_owned(),
            Some("false" | "False" | "FALSE" | "No" | "NO" | "off" | "Off" | "OFF") => "no".to_owned(),
            _ => plain(value),
        },
        Form::Cadence => match value.get("every").and_then(Value::as_text) {
            Some(every) if matches!(value, Value::Map(entries) if entries.len() == 1) => {
                format!("every {every}")
            }
            _ => plain(value),
        },
        Form::Id
        | Form::Text
        | Form::Owner
        | Form::Date
        | Form::Day
        | Form::Word
        | Form::Count
        | Form::Likelihood
        | Form::Impact => plain(value),
    }
}

fn plain(value: &Value) -> String {
    value.as_text().map_or_else(|| value.flow(), trimmed)
}

/// Items with a mark between them; as a list of YAML where an item would be taken for several.
fn listed(value: &Value, between: &str, is_torn: impl Fn(&str) -> bool) -> String {
    let texts: Vec<Option<&str>> = value.items().iter().map(Value::as_text).collect();
    let fits = |text: &str| !text.is_empty() && text.trim() == text && !is_torn(text) && !text.contains('\r');
    let texts: Option<Vec<&str>> = texts.into_iter().map(|text| text.filter(|text| fits(text))).collect();
    match texts {
        Some(texts) if texts.first().is_some_and(|first| !first.starts_with('[')) => texts.join(between),
        Some(_) | None => Value::List(value.items().to_vec()).flow(),
    }
}

/// A field of a row, by the keys that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// True for a field of the file that rows stand in.
    pub(super) head: bool,
    pub(super) keys: Vec<String>,
    pub(super) form: Form,
}

impl Place {
    /// What the column is called.
    pub(super) fn name(&self, shape: &Shape) -> String {
        let path = self.keys.join(".");
        if self.head { format!("{}.{path}", shape.name) } else { path }
    }

    /// The place that a name means.
    pub(super) fn find(shape: &Shape, name: &str) -> Option<Self> {
        let front = name.strip_prefix(shape.name).and_then(|rest| rest.strip_prefix('.'));
        if let Some(path) = front.filter(|_| !shape.head.is_empty()) {
            let (keys, form) = keys(shape.head, path)?;
            return Some(Self { head: true, keys, form });
        }
        let (keys, form) = keys(shape.fields, name)?;
        Some(Self { head: false, keys, form })
    }

    /// Where it stands among the others: as the fields are listed, the user's own behind them.
    pub(super) fn rank(&self, shape: &Shape) -> (bool, usize, String) {
        let fields = if self.head { shape.head } else { shape.fields };
        let path = self.keys.join(".");
        let at = fields.iter().position(|field| {
            field.path == path || (field.open && self.keys.first().is_some_and(|key| key == field.path))
        });
        (!self.head, at.unwrap_or(usize::MAX), path)
    }
}

fn keys(fields: &[Field], path: &str) -> Option<(Vec<String>, Form)> {
    if let Some(field) = fields.iter().find(|field| field.path == path && !field.open) {
        return Some((field.path.split('.').map(str::to_owned).collect(), field.form));
    }
    let opened = fields.iter().filter(|field| field.open).find_map(|field| {
        let key = path.strip_prefix(field.path)?.strip_prefix('.')?;
        (!key.is_empty()).then(|| (vec![field.path.to_owned(), key.to_owned()], field.form))
    });
    if opened.is_some() {
        return opened;
    }
    if path.starts_with("x-") {
        return Some((vec![path.to_owned()], Form::Own));
    }
    let (group, own) = path.split_once('.')?;
    let is_group =
        fields.iter().any(|field| field.path.split_once('.').is_some_and(|(front, _)| front == group));
    (is_group && own.starts_with("x-")).then(|| (vec![group.to_owned(), own.to_owned()], Form::Own))
}

/// The fields of a mapping and their values, in its order.
pub(super) fn fields(shape: &Shape, head: bool, map: &Value) -> Vec<(Place, Value)> {
    let Value::Map(entries) = map else { return Vec::new() };
    let list = if head { shape.head } else { shape.fields };
    let mut out = Vec::new();
    for (key, value) in entries {
        let place = |keys: Vec<String>, form| Place { head, keys, form };
        let of = |path: &str| list.iter().find(|field| field.path == path);
        let is_group =
            list.iter().any(|field| field.path.split_once('.').is_some_and(|(front, _)| front == key));
        match (of(key), value) {
            (Some(field), Value::Map(inner)) if field.open => {
                let inner = inner
                    .iter()
                    .map(|(own, value)| (place(vec![key.clone(), own.clone()], field.form), value.clone()));
                out.extend(inner);
            }
            (Some(field), _) => out.push((place(vec![key.clone()], field.form), value.clone())),
            (None, Value::Map(inner)) if is_group => {
                let inner = inner.iter().map(|(own, value)| {
                    let form = of(&format!("{key}.{own}")).map_or(Form::Own, |field| field.form);
                    (place(vec![key.clone(), own.clone()], form), value.clone())
                });
                out.extend(inner);
            }
            (None, _) => out.push((place(vec![key.clone()], Form::Own), value.clone())),
        }
    }
    out
}
