//! Names of people and of machines, kept out of what leaves the house.
//!
//! A person of the programme is `person 1`, `person 2` …, in the order of the short names, so that
//! who did what can still be told apart; whoever else made a commit or a tag is `somebody`. Machines are `[host]`.
//! What is looked for is what the repository says of itself: this finds names that are written as
//! they stand there, not every hint at somebody in prose.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::Value;

use crate::packet::Material;

/// What is kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Redact {
    /// Names, short names and mail addresses of people.
    People,
    /// Names and addresses of machines.
    Hosts,
}

impl Redact {
    /// The words on the command line.
    pub const NAMES: [&'static str; 2] = ["people", "hosts"];

    /// Reads the word on the command line.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "people" => Some(Self::People),
            "hosts" => Some(Self::Hosts),
            _ => None,
        }
    }

    /// What a reader has to know of it.
    pub(super) fn told(self) -> &'static str {
        match self {
            Self::People => {
                "Names of people: a number or `somebody` stands for each, also in paths, and whoever has the repository can look them up there."
            }
            Self::Hosts => {
                "Names and addresses of machines, also of web pages: `[host]` stands for each, as far as they could be told from other words."
            }
        }
    }

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Hosts => "hosts",
        }
    }
}

/// Fields that lead to other files of the packet, or that are digests and ids of Git.
const KEPT: [&str; 8] =
    ["page", "blob", "commit", "commit_short", "short", "sha256", "tag_object", "approval_commit"];

/// Endings after which a dotted name is that of a machine.
const ENDINGS: [&str; 21] = [
    "com",
    "net",
    "org",
    "io",
    "dev",
    "cloud",
    "app",
    "internal",
    "local",
    "lan",
    "corp",
    "intranet",
    "home",
    "example",
    "test",
    "localdomain",
    "eu",
    "de",
    "uk",
    "fr",
    "ch",
];

/// Says text without what is kept out of it.
#[derive(Debug, Default)]
pub(super) struct Redactor {
    /// What stands for a name, by the name.
    names: BTreeMap<String, String>,
    people: bool,
    hosts: bool,
}

impl Redactor {
    /// Collects the names that the repository knows.
    pub(super) fn of(material: &Material<'_>) -> Self {
        let asked = &material.options.redact;
        let mut redactor = Self {
            people: asked.contains(&Redact::People),
            hosts: asked.contains(&Redact::Hosts),
            ..Self::default()
        };
        if redactor.people {
            redactor.collect(material);
        }
        redactor
    }

    /// False when nothing is kept out.
    pub(super) fn is_asked(&self) -> bool {
        self.people || self.hosts
    }

    fn collect(&mut self, material: &Material<'_>) {
        let mut named = |name: &str, instead: &str| {
            if name.chars().count() > 1 {
                self.names.entry(name.to_owned()).or_insert_with(|| instead.to_owned());
            }
        };
        let people = material.register.program.iter().flat_map(|program| &program.people);
        for (index, person) in people.enumerate() {
            let instead = format!("person {}", index + 1);
            let name = person.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
            named(&person.short, &instead);
            named(&name, &instead);
            // A given or a family name alone, where it is long enough not to be a word of its own.
            name.split_whitespace()
                .filter(|part| part.chars().count() > 2)
                .for_each(|part| named(part, &instead));
            for text in [person.email.as_ref(), person.handle.as_ref()].into_iter().flatten() {
                named(&text.value, &instead);
            }
        }
        let trail = material.trail;
        let authors = trail.line.iter().map(|commit| &commit.author);
        let tagger = trail.tag.as_ref().and_then(|tag| tag.tagger.as_ref());
        for person in authors.chain(tagger) {
            named(&person.name, "somebody");
            named(&person.mail, "somebody");
        }
    }

    /// Text without what is kept out of it.
    pub(super) fn say(&self, text: &str) -> String {
        if !self.is_asked() || text.is_empty() {
            return text.to_owned();
        }
        let named = if self.people { self.without_people(text) } else { text.to_owned() };
        if self.hosts { without_hosts(&named) } else { named }
    }

    fn without_people(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let (mut rest, mut before) = (text, None);
        while let Some(c) = rest.chars().next() {
            let begins = is_part(c) && !before.is_some_and(is_part);
            if let Some((name, instead)) = begins.then(|| self.longest(rest)).flatten() {
                out.push_str(instead);
                before = name.chars().last();
                rest = &rest[name.len()..];
                continue;
            }
            out.push(c);
            before = Some(c);
            rest = &rest[c.len_utf8()..];
        }
        without_mail(&out)
    }

    /// The longest name with which a text begins, as whole words.
    fn longest(&self, text: &str) -> Option<(&str, &str)> {
        let first = text.chars().next()?.to_string();
        let known = self.names.range(first.clone()..).take_while(|(name, _)| name.starts_with(&first));
        known
            .filter(|(name, _)| {
                text.starts_with(name.as_str()) && !text[name.len()..].chars().next().is_some_and(is_part)
            })
            .map(|(name, instead)| (name.as_str(), instead.as_str()))
            .max_by_key(|(name, _)| name.len())
    }

    /// The same for every text of a value, but for fields that are no words.
    pub(super) fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.say(&text)),
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.value(item)).collect()),
            Value::Object(fields) => {
                let field = |(name, value): (String, Value)| {
                    let kept = KEPT.contains(&name.as_str());
                    (name, if kept { value } else { self.value(value) })
                };
                Value::Object(fields.into_iter().map(field).collect())
            }
            other => other,
        }
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric()
}

/// Words of a text, and what is between them: what a host or an address could be made of is a word.
fn words(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | ':' | '+' | '%');
    let mut words = Vec::new();
    let mut start = 0;
    let mut inside = None;
    for (at, c) in text.char_indices() {
        if inside.is_some_and(|inside| inside != is_word(c)) {
            words.push(&text[start..at]);
            start = at;
        }
        inside = Some(is_word(c));
    }
    words.push(&text[start..]);
    words
}

fn without_mail(text: &str) -> String {
    let one = |word: &str| match word.split_once('@') {
        Some((user, host)) if !user.is_empty() && host.contains('.') => "[mail]".to_owned(),
        _ => word.to_owned(),
    };
    words(text).into_iter().map(one).collect()
}

fn without_hosts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in words(text) {
        // `://` came before: whatever stands there is a machine.
        let addressed = out.ends_with("://");
        out.push_str(&without_host(word, addressed));
    }
    out
}

fn without_host(word: &str, addressed: bool) -> String {
    if let Some((user, host)) = word.split_once('@') {
        return format!("{user}@{}", without_host(host, addressed || !user.is_empty()));
    }
    let bare = word.trim_end_matches(['.', ':', '-']);
    let end = &word[bare.len()..];
    if bare.parse::<IpAddr>().is_ok() {
        return format!("[host]{end}");
    }
    let (name, port) = match bare.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, format!(":{port}"))
        }
        _ => (bare, String::new()),
    };
    let labels: BTreeSet<char> = name.chars().filter(|c| !c.is_alphanumeric()).collect();
    let plain = labels.iter().all(|c| matches!(c, '.' | '-' | '_'));
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let known = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
    let host = name.parse::<IpAddr>().is_ok() || (plain && (known || (addressed && !name.is_empty())));
    if host { format!("[host]{port}{end}") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Redactor;

    fn redactor() -> Redactor {
        let names = [
            ("priya", "person 1"),
            ("Priya Raman", "person 1"),
            ("Priya", "person 1"),
            ("Raman", "person 1"),
            ("jo", "person 2"),
        ];
        let names: BTreeMap<String, String> =
            names.into_iter().map(|(name, instead)| (name.to_owned(), instead.to_owned())).collect();
        Redactor { names, people: true, hosts: true }
    }

    #[test]
    fn people_are_told_apart_and_not_named() {
        let cases = [
            ("Priya Raman, Priya and priya-2", "person 1, person 1 and person 1-2"),
            ("joiners, jo.", "joiners, person 2."),
            ("mail x.y@northwind.example.", "mail [mail]"),
            ("@priya", "@person 1"),
        ];
        for (text, said) in cases {
            assert_eq!(redactor().say(text), said, "{text}");
        }
    }

    #[test]
    fn machines_are_not_named_and_versions_and_files_stay() {
        let cases = [
            ("https://id.corp.internal:8443/x?y", "https://[host]:8443/x?y"),
            ("https://grafana/d/1", "https://[host]/d/1"),
            ("10.0.0.7, fe80::1 and db-1.prod.internal.", "[host], [host] and [host]."),
            ("10.0.0.7:22", "[host]:22"),
            (
                "A.5.18, version 1.10, requests.yaml, 2026-03-31T10:00:00+02:00",
                "A.5.18, version 1.10, requests.yaml, 2026-03-31T10:00:00+02:00",
            ),
        ];
        for (text, said) in cases {
            assert_eq!(redactor().say(text), said, "{text}");
        }
    }
}
