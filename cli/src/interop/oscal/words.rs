//! The words that we read and write OSCAL with.

use std::collections::BTreeMap;

use crate::place::Sha256;

/// The version that is written; 1.0 to 1.2 are read.
pub const OSCAL_VERSION: &str = "1.2.1";

/// The namespace of properties that only we understand.
pub const NAMESPACE: &str = "urn:tickmark:oscal:1";

/// The class of properties that hold a field of our files.
pub const FIELD: &str = "field";

/// The name of the property that holds the place of something in our file, where the order in the
/// document is another one.
pub const PLACE: &str = "place";

/// The relationships of NIST IR 8477, in our files and in OSCAL.
pub const RELATIONSHIPS: [(&str, &str); 4] = [
    ("equal", "equal-to"),
    ("subset-of", "subset-of"),
    ("superset-of", "superset-of"),
    ("intersects-with", "intersects-with"),
];

/// True for what OSCAL calls a token, in ASCII.
pub fn is_token(text: &str) -> bool {
    let head = |c: char| c.is_ascii_alphabetic() || c == '_';
    text.starts_with(head) && text.chars().all(|c| head(c) || c.is_ascii_digit() || matches!(c, '.' | '-'))
}

/// An id as a token of OSCAL. A token stays as it is; else everything that no token holds becomes
/// one `.` (none at the end), and `_` stands before what does not begin with a letter: `AC-2(1)` is
/// `AC-2.1`, `8.1` is `_8.1`. The id itself stands beside it, as the label.
pub fn token(id: &str) -> String {
    if is_token(id) {
        return id.to_owned();
    }
    let mut out = String::with_capacity(id.len() + 1);
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            out.push(c);
        } else if !out.ends_with('.') {
            out.push('.');
        }
    }
    let kept = out.trim_matches('.');
    if is_token(kept) { kept.to_owned() } else { format!("_{kept}") }
}

/// The tokens of many ids, none of them twice: of two ids with the same token the one that is the
/// token keeps it, all others end in the first digits of their own SHA-256, so that no token depends
/// on which other ids stand before it.
#[derive(Debug, Clone, Default)]
pub struct Tokens(BTreeMap<String, String>);

impl Tokens {
    /// The tokens of a set of ids.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_token: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for id in ids {
            let same = by_token.entry(token(id)).or_default();
            if !same.contains(&id) {
                same.push(id);
            }
        }
        let mut tokens = BTreeMap::new();
        for (token, ids) in by_token {
            for &id in &ids {
                let own = if id == token || ids.len() == 1 { token.clone() } else { distinct(&token, id) };
                tokens.insert(id.to_owned(), own);
            }
        }
        Self(tokens)
    }

    /// The token of an id; of one that is not in the set, [`token`].
    pub fn get(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| token(id))
    }
}

fn distinct(token: &str, id: &str) -> String {
    let digest = Sha256::of(id.as_bytes()).to_string();
    format!("{token}-{}", &digest[..8])
}
