//! Names and mail addresses of commits to ids: a list that is kept for ever holds no addresses.

use std::collections::{BTreeMap, BTreeSet};

use crate::history::Person;
use crate::model::Program;
use crate::place::Sha256;

/// Who is who.
#[derive(Debug, Default)]
pub(in crate::command) struct Identities {
    by_mail: BTreeMap<String, String>,
    by_handle: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
    /// Ids of people whom the programme does not know, bots apart.
    pub(super) strangers: BTreeSet<String>,
}

/// The forge itself, which commits what somebody merged with a button.
pub(super) const FORGE: &str = "forge";

impl Identities {
    pub(in crate::command) fn of(program: &Program) -> Self {
        let mut known = Self::default();
        for person in &program.people {
            let short = || person.short.value.clone();
            let entry = |text: &Option<crate::model::Text>| Some((text.as_ref()?.to_lowercase(), short()));
            known.by_mail.extend(entry(&person.email));
            known.by_handle.extend(entry(&person.handle));
            known.by_name.extend(entry(&person.name));
        }
        known
    }

    /// The id of an author or committer.
    pub(in crate::command) fn person(&mut self, person: &Person) -> String {
        self.id(&person.name, &person.mail)
    }

    /// The id of `Omar Haddad <omar@northwind.example>`, `@ohaddad` or `Omar Haddad`.
    pub(in crate::command) fn signed(&mut self, text: &str) -> Option<String> {
        let (name, mail) = match text.split_once('<') {
            Some((name, rest)) => (name.trim(), rest.split('>').next().unwrap_or_default().trim()),
            None if text.contains('@') && !text.contains(' ') && !text.starts_with('@') => ("", text),
            None => (text.trim(), ""),
        };
        (!name.is_empty() || !mail.is_empty()).then(|| self.id(name, mail))
    }

    /// The short name of a person of the programme; else the forge's handle; else a digest that is the
    /// same for the same address.
    fn id(&mut self, name: &str, mail: &str) -> String {
        let (name, mail) = (name.to_lowercase(), mail.to_lowercase());
        if mail == "noreply@github.com" {
            return FORGE.to_owned();
        }
        let noreply = mail.strip_suffix("@users.noreply.github.com");
        let handle = noreply.map(|front| front.split_once('+').map_or(front, |(_, handle)| handle));
        let handle = handle.or_else(|| name.strip_prefix('@').filter(|_| mail.is_empty()));
        let known = self.by_mail.get(&mail).or_else(|| self.by_handle.get(handle?));
        if let Some(short) = known.or_else(|| self.by_name.get(&name).filter(|_| mail.is_empty())) {
            return short.clone();
        }
        let id = match handle {
            Some(handle) => format!("github:{handle}"),
            None if mail.is_empty() => format!("name:{}", digest(&name)),
            None => format!("mail:{}", digest(&mail)),
        };
        if !id.ends_with("[bot]") {
            self.strangers.insert(id.clone());
        }
        id
    }
}

fn digest(text: &str) -> String {
    Sha256::of(text.as_bytes()).to_string().chars().take(12).collect()
}
