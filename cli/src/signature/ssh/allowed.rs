//! `allowed_signers`: whose keys they are (ssh-keygen, ALLOWED SIGNERS).
//!
//! In: the bytes of the file. Out: its lines, questions about them, and the lines that have no
//! effect. Read as OpenSSH reads it, apart from the dates, which are UTC everywhere.

use jiff::Timestamp;

use super::key::{KeyFault, SshKey};
use super::line::{LineFault, LineProblem, lines};
use super::options::{self, Options};
use super::pattern::list_fits;
use super::sshsig::Namespace;

/// A file of allowed signers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedSigners {
    lines: Vec<SignerLine>,
    problems: Vec<LineProblem>,
}

/// One line: names, a key, and when and for what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerLine {
    number: usize,
    principals: String,
    key: SshKey,
    options: Options,
}

/// Until when a key counts for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// No line lists the key for the name and the namespace.
    NotListed,
    /// The last instant of the line that lasts longest.
    At(Timestamp),
    /// A line without an end.
    Never,
}

impl AllowedSigners {
    /// Reads the file. A damaged line is a problem and has no effect; the others count.
    pub fn read(bytes: &[u8]) -> Self {
        let mut signers = Self::default();
        for (number, text) in lines(bytes) {
            match text.and_then(|text| read_line(number, text)) {
                Ok(line) => signers.lines.push(line),
                Err(fault) => signers.problems.push(LineProblem { line: number, fault }),
            }
        }
        signers
    }

    /// Takes over the lines of another file.
    pub fn extend(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.problems.extend(other.problems);
    }

    /// The lines that count, in the order of the file.
    pub fn lines(&self) -> &[SignerLine] {
        &self.lines
    }

    /// The lines that have no effect.
    pub fn problems(&self) -> &[LineProblem] {
        &self.problems
    }

    /// Every line that lists this key at this instant for this namespace.
    pub fn fitting<'a>(
        &'a self,
        key: &'a SshKey,
        namespace: Namespace,
        at: Timestamp,
    ) -> impl Iterator<Item = &'a SignerLine> {
        self.lines.iter().filter(move |line| line.lists(key, namespace) && line.lasts_at(at))
    }

    /// Whether this e-mail has this key at this instant for this namespace.
    pub fn allows(&self, mail: &str, key: &SshKey, namespace: Namespace, at: Timestamp) -> bool {
        self.fitting(key, namespace, at).any(|line| line.names(mail))
    }

    /// Until when this e-mail has this key for this namespace.
    pub fn ending(&self, mail: &str, key: &SshKey, namespace: Namespace) -> Ending {
        let listed = self.lines.iter().filter(|line| line.lists(key, namespace) && line.names(mail));
        listed.fold(Ending::NotListed, |ending, line| match (ending, line.options.valid_before) {
            (Ending::Never, _) | (_, None) => Ending::Never,
            (Ending::NotListed, Some(end)) => Ending::At(end),
            (Ending::At(other), Some(end)) => Ending::At(other.max(end)),
        })
    }
}

impl SignerLine {
    /// Its number, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Its names as they are written: patterns, separated by commas.
    pub fn principals(&self) -> &str {
        &self.principals
    }

    /// Its key.
    pub fn key(&self) -> &SshKey {
        &self.key
    }

    /// The first instant at which it counts, if there is one.
    pub fn valid_after(&self) -> Option<Timestamp> {
        self.options.valid_after
    }

    /// The last instant at which it counts, if there is one.
    pub fn valid_before(&self) -> Option<Timestamp> {
        self.options.valid_before
    }

    /// Whether its patterns fit this e-mail.
    pub fn names(&self, mail: &str) -> bool {
        list_fits(mail, &self.principals)
    }

    fn lists(&self, key: &SshKey, namespace: Namespace) -> bool {
        self.key == *key
            && self.options.namespaces.as_ref().is_none_or(|list| list_fits(namespace.name(), list))
    }

    /// Both ends belong to it.
    fn lasts_at(&self, at: Timestamp) -> bool {
        self.options.valid_after.is_none_or(|after| after <= at)
            && self.options.valid_before.is_none_or(|before| at <= before)
    }
}

const WHITESPACE: [char; 3] = [' ', '\t', '\r'];

fn read_line(number: usize, text: &str) -> Result<SignerLine, LineFault> {
    let (principals, rest) = split_principals(text).ok_or(LineFault::NotALine)?;
    let (options, key) = match SshKey::from_text(rest) {
        Ok(key) => (Options::default(), key),
        Err(fault) => {
            let (options, key) = split_options(rest)
                .filter(|(options, _)| !is_key_type(options))
                .ok_or(if rest.is_empty() { LineFault::NotALine } else { LineFault::Key(fault) })?;
            let options = options::read(options)?;
            if options.cert_authority {
                return Err(LineFault::CertAuthority);
            }
            (options, SshKey::from_text(key).map_err(LineFault::Key)?)
        }
    };
    Ok(SignerLine { number, principals, key, options })
}

/// Parts the names from the rest. A quoted part may hold spaces, and ends the names.
fn split_principals(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c| WHITESPACE.contains(&c) || c == '"')?;
    let (before, rest) = text.split_at(end);
    let Some(quoted) = rest.strip_prefix('"') else {
        return Some((before.to_owned(), rest.trim_start_matches(WHITESPACE)));
    };
    let (inside, rest) = quoted.split_once('"')?;
    Some((format!("{before}{inside}"), rest.trim_start_matches(WHITESPACE)))
}

/// Parts the options from the key at the first space outside quotes.
fn split_options(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let (mut at, mut quoted) = (0, false);
    while at < bytes.len() && (quoted || !matches!(bytes[at], b' ' | b'\t')) {
        match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'"') => at += 1,
            b'"' => quoted = !quoted,
            _ => {}
        }
        at += 1;
    }
    let (options, key) = text.split_at_checked(at)?;
    Some((options, key.trim_start_matches([' ', '\t']))).filter(|(_, key)| !key.is_empty())
}

/// Whether a word is rather a key type than options, so that the fault is the key's.
fn is_key_type(word: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-", "rsa-", "webauthn-"].iter().any(|begin| word.starts_with(begin))
}

/// The fault of a key, for the lines of other key files.
impl From<KeyFault> for LineFault {
    fn from(fault: KeyFault) -> Self {
        Self::Key(fault)
    }
}
