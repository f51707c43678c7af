//! Secrets that somebody named: `password = …`, `"token": "…"`.
//!
//! The name alone says nothing, and neither does a value that looks random; both together do. A
//! digest in hexadecimal, a path, an address or a variable is not taken for a secret.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::place::Span;
use crate::scan::{Find, Sort, is_word};

/// A word for a secret, what a find is called, and from which length and disorder on a value counts.
struct Word {
    text: &'static str,
    name: &'static str,
    length: usize,
    bits: f64,
}

const fn word(word: &'static str, name: &'static str, length: usize, bits: f64) -> Word {
    Word { text: word, name, length, bits }
}

const WORDS: [Word; 10] = [
    word("password", "a password", 10, 3.0),
    word("passwd", "a password", 10, 3.0),
    word("passphrase", "a passphrase", 10, 3.0),
    word("secret", "a secret", 16, 3.5),
    word("token", "a token", 16, 3.5),
    word("apikey", "a key", 16, 3.5),
    word("api_key", "a key", 16, 3.5),
    word("api-key", "a key", 16, 3.5),
    word("access_key", "a key", 16, 3.5),
    word("accesskey", "a key", 16, 3.5),
];

static NAMES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = WORDS.iter().map(|word| word.text);
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a short list of short words")
});

/// How far a name may go on behind the word: `secretAccessKey`.
const NAME: usize = 24;

/// A value longer than this is a document.
const VALUE: usize = 200;

/// Finds values behind such names.
pub(super) fn find(bytes: &[u8]) -> Vec<Find> {
    let mut finds: Vec<Find> = Vec::new();
    for found in NAMES.find_iter(bytes) {
        let word = &WORDS[found.pattern().as_usize()];
        // A part of an address or of a path is no name: `arn:…:secret:Prod-Db`.
        if found.start().checked_sub(1).is_some_and(|before| matches!(bytes[before], b':' | b'/')) {
            continue;
        }
        let Some((start, end)) = value(bytes, found.end()) else { continue };
        if finds.last().is_some_and(|last| start < last.span.end as usize)
            || !looks_random(&bytes[start..end], word)
        {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes[start..start + 4]).into_owned();
        let (span, hidden) = (Span::new(start, end), Span::new(start + 4, end));
        finds.push(Find { sort: Sort::Secret(word.name), span, hidden, text });
    }
    finds
}

/// The value behind a name, if the name is followed by `:` or `=`.
fn value(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let skip = |from: usize, most: usize, is: fn(u8) -> bool| {
        from + bytes[from..].iter().take(most).take_while(|byte| is(**byte)).count()
    };
    at = skip(at, NAME, |byte| is_word(byte) || byte == b'-');
    at = skip(at, 1, |byte| matches!(byte, b'"' | b'\''));
    at = skip(at, 4, |byte| byte == b' ');
    let sign = skip(at, 2, |byte| matches!(byte, b':' | b'=' | b'>'));
    if sign == at {
        return None;
    }
    at = skip(sign, 4, |byte| byte == b' ');
    at = skip(at, 1, |byte| matches!(byte, b'"' | b'\'' | b'`'));
    let end = skip(at, VALUE + 1, |byte| {
        byte.is_ascii_graphic()
            && !matches!(byte, b'"' | b'\'' | b'`' | b',' | b';' | b'}' | b']' | b')' | b'<' | b'\\')
    });
    ((8..=VALUE).contains(&(end - at))).then_some((at, end))
}

fn looks_random(value: &[u8], word: &Word) -> bool {
    let has = |is: fn(&u8) -> bool| value.iter().any(is);
    let mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    let refers = value.contains(&b'$')
        || value.contains(&b'{')
        || value.windows(3).any(|window| matches!(window, b"://" | b"..." | b"***"))
        || matches!(value[0], b'/' | b'.' | b'%' | b'*' | b'@' | b'(' | b'[')
        || value.starts_with(b"arn:")
        || is_moment(value);
    mixed && !refers && value.len() >= word.length && bits(value) >= word.bits
}

/// `2026-03-27T08:05:00Z`
fn is_moment(value: &[u8]) -> bool {
    value.len() > 10 && value[..4].iter().all(u8::is_ascii_digit) && value[4] == b'-' && value[10] == b'T'
}

/// Shannon's entropy of the bytes, in bits for each of them.
fn bits(value: &[u8]) -> f64 {
    let mut counts = [0_u16; 256];
    for byte in value {
        counts[usize::from(*byte)] += 1;
    }
    let length = f64::from(u16::try_from(value.len()).unwrap_or(u16::MAX));
    let shares = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    shares.map(|share| -share * share.log2()).sum()
}
