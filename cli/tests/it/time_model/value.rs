//! What a YAML file says, as a value; written as YAML, and compared as the page says.

use super::dice::Dice;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum V {
    Null,
    S(String),
    L(Vec<V>),
    M(Vec<(String, V)>),
}

#[expect(clippy::needless_pass_by_value, reason = "reads as a literal at each use")]
pub(super) fn s(text: impl ToString) -> V {
    V::S(text.to_string())
}

pub(super) fn m<const N: usize>(entries: [(&str, V); N]) -> V {
    V::M(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

impl V {
    pub(super) fn get(&self, key: &str) -> Option<&V> {
        let V::M(entries) = self else { return None };
        entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
            .filter(|value| **value != V::Null)
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            V::S(text) => Some(text),
            _ => None,
        }
    }

    /// One or many.
    pub(super) fn many(&self, key: &str) -> Vec<&V> {
        match self.get(key) {
            None => Vec::new(),
            Some(V::L(items)) => items.iter().collect(),
            Some(one) => vec![one],
        }
    }

    pub(super) fn entries(&self, key: &str) -> &[(String, V)] {
        match self.get(key) {
            Some(V::M(entries)) => entries,
            _ => &[],
        }
    }

    pub(super) fn set(&mut self, key: &str, value: V) {
        let V::M(entries) = self else { return };
        match entries.iter_mut().find(|(name, _)| name == key) {
            Some(entry) => entry.1 = value,
            None => entries.push((key.to_owned(), value)),
        }
    }

    pub(super) fn unset(&mut self, key: &str) {
        let V::M(entries) = self else { return };
        entries.retain(|(name, _)| name != key);
    }

    pub(super) fn strings(&self, key: &str) -> Vec<String> {
        let texts = self.many(key).into_iter().filter_map(|item| match item {
            V::S(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    /// As YAML: a line for each key, the rest in flow style, quotes at times.
    pub(super) fn yaml(&self, dice: &mut Dice) -> String {
        let V::M(entries) = self else { return String::new() };
        let mut entries: Vec<_> = entries.iter().collect();
        if dice.percent(10) {
            entries.reverse();
        }
        entries.into_iter().map(|(key, value)| format!("{key}: {}\n", value.flow(dice))).collect()
    }

    fn flow(&self, dice: &mut Dice) -> String {
        match self {
            V::Null => dice.one(&["null", "~"]).to_owned(),
            V::S(text) => {
                let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
                let safe = !text.is_empty() && text.bytes().all(plain);
                match dice.between(0, 3) {
                    0 => format!("'{text}'"),
                    1 => format!("\"{text}\""),
                    _ if safe => text.clone(),
                    _ => format!("'{text}'"),
                }
            }
            V::L(items) => {
                format!("[{}]", items.iter().map(|item| item.flow(dice)).collect::<Vec<_>>().join(", "))
            }
            V::M(entries) => {
                let entries = entries.iter().map(|(key, value)| format!("{key}: {}", value.flow(dice)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Every value of the old version still stands in the new one.
pub(super) fn completes(old: &V, new: &V) -> bool {
    let V::M(entries) = old else { return false };
    entries.iter().all(|(key, value)| {
        (key == "result" && *value == s("pending")) || stands(value, new.get(key).unwrap_or(&V::Null))
    })
}

fn stands(old: &V, new: &V) -> bool {
    match (old, new) {
        (V::Null, _) => true,
        (V::S(old), V::S(new)) => old == new,
        (V::L(old), V::L(new)) => old.iter().all(|item| new.iter().any(|other| stands(item, other))),
        (V::M(old), V::M(_)) => {
            old.iter().all(|(key, value)| stands(value, new.get(key).unwrap_or(&V::Null)))
        }
        _ => false,
    }
}

/// Equal after dropping `period` and, at any depth, `at`, `due`, `done`; the order of keys says nothing.
pub(super) fn says_the_same(a: &V, b: &V) -> bool {
    let without_period = |value: &V| {
        let mut value = bare(value);
        value.unset("period");
        value
    };
    without_period(a) == without_period(b)
}

fn bare(value: &V) -> V {
    match value {
        V::M(entries) => {
            let kept = entries.iter().filter(|(key, _)| !["at", "due", "done"].contains(&key.as_str()));
            let mut kept: Vec<_> = kept.map(|(key, value)| (key.clone(), bare(value))).collect();
            kept.sort_by(|a, b| a.0.cmp(&b.0));
            V::M(kept)
        }
        V::L(items) => V::L(items.iter().map(bare).collect()),
        other => other.clone(),
    }
}
