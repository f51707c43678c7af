//! Objects in the order in which OSCAL lists their keys, without anything empty.
//!
//! OSCAL has no empty text and no empty list: what is empty is not written. That is said here once,
//! so that whoever makes an object puts in what there is.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::text::escape;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json {
    /// Text.
    Text(String),
    /// A number without a fraction.
    Number(u64),
    /// A truth value.
    Flag(bool),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(Object),
}

/// Keys and values, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Object(Vec<(&'static str, Json)>);

impl Object {
    /// One with nothing in it.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The same with one more key, unless its value is empty.
    #[must_use]
    pub(super) fn with(mut self, key: &'static str, value: impl Into<Json>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((key, value));
        }
        self
    }

    /// The same with what another one holds behind it.
    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match &self.0.iter().find(|(known, _)| *known == key)?.1 {
            Json::Text(text) => Some(text),
            Json::Number(_) | Json::Flag(_) | Json::List(_) | Json::Object(_) => None,
        }
    }

    /// Every text below, but those of keys that lead somewhere or are ids.
    pub(super) fn texts(&mut self, say: &dyn Fn(&str) -> String) {
        // The name of a party is somebody's; that of anything else is a word of OSCAL or of ours.
        let party = matches!(self.text("type"), Some("person" | "organization"));
        self.0.retain(|(key, _)| *key != "email-addresses");
        for (key, value) in &mut self.0 {
            let kept = is_kept(key) && !(party && *key == "name");
            match value {
                Json::Text(text) if *key == "href" && !text.starts_with('#') => {
                    let said = say(text);
                    *text = if said == *text { said } else { escape::uri(&said) };
                }
                Json::Text(_) if kept => {}
                Json::List(items) if kept && items.iter().all(|item| matches!(item, Json::Text(_))) => {}
                value => value.texts(say),
            }
        }
    }

    /// Puts another text in the place of one.
    pub(super) fn put(&mut self, key: &str, text: &str) {
        for (_, value) in self.0.iter_mut().filter(|(known, _)| *known == key) {
            *value = Json::Text(text.to_owned());
        }
    }
}

/// Keys whose text is an id, a place or a word of OSCAL.
fn is_kept(key: &str) -> bool {
    let ends = ["uuid", "uuids", "-id", "-ids", "-type"];
    ends.iter().any(|end| key.ends_with(end)) || KEPT.contains(&key)
}

/// The others of these keys.
const KEPT: [&str; 27] = [
    "id",
    "id-ref",
    "name",
    "ns",
    "class",
    "type",
    "types",
    "methods",
    "media-type",
    "hashes",
    "algorithm",
    "oscal-version",
    "version",
    "last-modified",
    "start",
    "end",
    "date",
    "date-authorized",
    "collected",
    "deadline",
    "state",
    "status",
    "reason",
    "rel",
    "relationship",
    "lifecycle",
    "system",
];

impl Json {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(object) => object.0.is_empty(),
            Self::Number(_) | Self::Flag(_) => false,
        }
    }

    fn texts(&mut self, say: &dyn Fn(&str) -> String) {
        match self {
            Self::Text(text) => *text = say(text),
            Self::List(items) => items.iter_mut().for_each(|item| item.texts(say)),
            Self::Object(object) => object.texts(say),
            Self::Number(_) | Self::Flag(_) => {}
        }
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Json {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Self>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Self::List(Vec::new()), Into::into)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}
