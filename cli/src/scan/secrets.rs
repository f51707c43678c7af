//! Secrets that tell what they are: keys and tokens with a prefix of their own.
//!
//! A small list of well-known shapes, each as its issuer writes it. It misses whatever has no such
//! shape.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::place::Span;
use crate::scan::{Find, Sort, is_word};

/// A shape: its name, how it begins, and how long it is from there on, prefix included.
struct Shape {
    name: &'static str,
    prefix: &'static str,
    length: Length,
}

/// How the end of a shape is found.
enum Length {
    /// So many characters of a class behind the prefix, at least and at most.
    Run(Class, usize, usize),
    /// A function over the bytes from the prefix on.
    Of(fn(&[u8]) -> Option<usize>),
}

/// Which characters a token is made of.
#[derive(Clone, Copy)]
enum Class {
    /// `A-Z0-9`
    Upper,
    /// `A-Za-z0-9`
    Alphanumeric,
    /// and `_`, `-`
    Url,
    /// and `+`, `/`, `=`
    Base64,
}

impl Class {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Base64 => byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='),
        }
    }
}

const fn run(name: &'static str, prefix: &'static str, class: Class, least: usize, most: usize) -> Shape {
    Shape { name, prefix, length: Length::Run(class, least, most) }
}

const fn of(name: &'static str, prefix: &'static str, length: fn(&[u8]) -> Option<usize>) -> Shape {
    Shape { name, prefix, length: Length::Of(length) }
}

/// The name of a private key; the shape that also counts in binary files.
const PRIVATE_KEY: &str = "a private key";

const SHAPES: &[Shape] = &[
    of(PRIVATE_KEY, "-----BEGIN ", pem),
    run(PRIVATE_KEY, "PuTTY-User-Key-File-", Class::Alphanumeric, 1, 2),
    run("an age secret key", "AGE-SECRET-KEY-1", Class::Upper, 58, 58),
    run("an AWS access key", "AKIA", Class::Upper, 16, 16),
    run("an AWS access key", "ASIA", Class::Upper, 16, 16),
    run("an Azure storage key", "AccountKey=", Class::Base64, 80, 90),
    run("an Azure access key", "SharedAccessKey=", Class::Base64, 40, 90),
    of("an Azure client secret", "Q~", azure_client),
    run("a Docker token", "dckr_pat_", Class::Url, 20, 80),
    run("a DigitalOcean token", "dop_v1_", Class::Alphanumeric, 64, 64),
    run("a GitHub token", "ghp_", Class::Alphanumeric, 36, 251),
    run("a GitHub token", "gho_", Class::Alphanumeric, 36, 251),
    run("a GitHub token", "ghu_", Class::Alphanumeric, 36, 251),
    run("a GitHub token", "ghs_", Class::Alphanumeric, 36, 251),
    run("a GitHub token", "ghr_", Class::Alphanumeric, 36, 251),
    run("a GitHub token", "github_pat_", Class::Url, 36, 251),
    run("a GitLab token", "glpat-", Class::Url, 20, 80),
    run("a GitLab token", "gldt-", Class::Url, 20, 80),
    run("a GitLab token", "glrt-", Class::Url, 20, 80),
    run("a Google API key", "AIza", Class::Url, 35, 35),
    run("a Google client secret", "GOCSPX-", Class::Url, 28, 28),
    run("a HashiCorp Vault token", "hvs.", Class::Url, 24, 200),
    of("a JSON Web Token", "eyJ", jwt),
    run("an npm token", "npm_", Class::Alphanumeric, 36, 36),
    run("an OpenAI key", "sk-proj-", Class::Url, 20, 250),
    run("an Anthropic key", "sk-ant-", Class::Url, 20, 250),
    run("a PyPI token", "pypi-AgEIcHlwaS5vcmc", Class::Url, 50, 400),
    of("a SendGrid key", "SG.", sendgrid),
    run("a Slack token", "xoxa-", Class::Url, 20, 250),
    run("a Slack token", "xoxb-", Class::Url, 20, 250),
    run("a Slack token", "xoxe-", Class::Url, 20, 250),
    run("a Slack token", "xoxp-", Class::Url, 20, 250),
    run("a Slack token", "xoxr-", Class::Url, 20, 250),
    run("a Slack token", "xoxs-", Class::Url, 20, 250),
    run("a Slack token", "xapp-", Class::Url, 20, 250),
    run("a Slack webhook", "hooks.slack.com/services/", Class::Base64, 30, 90),
    run("a Stripe key", "sk_live_", Class::Alphanumeric, 16, 250),
    run("a Stripe key", "rk_live_", Class::Alphanumeric, 16, 250),
];

static PREFIXES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let prefixes = SHAPES.iter().map(|shape| shape.prefix);
    AhoCorasick::new(prefixes).expect("a short list of short words")
});

/// Finds secrets; in a file that is no text only private keys.
pub(super) fn find(bytes: &[u8], is_text: bool) -> Vec<Find> {
    let mut finds: Vec<Find> = Vec::new();
    for found in PREFIXES.find_iter(bytes) {
        let shape = &SHAPES[found.pattern().as_usize()];
        let start = found.start();
        if !is_text && shape.name != PRIVATE_KEY
            || finds.last().is_some_and(|last| start < last.hidden.end as usize)
        {
            continue;
        }
        if let Some(find) = at(shape, bytes, start) {
            finds.push(find);
        }
    }
    finds
}

fn at(shape: &Shape, bytes: &[u8], start: usize) -> Option<Find> {
    let rest = &bytes[start..];
    let prefix = shape.prefix.len();
    let sort = Sort::Secret(shape.name);
    let word_goes_on = start > 0 && is_word(bytes[start - 1]);
    let (start, length) = match shape.length {
        Length::Run(class, least, most) => {
            let length = rest[prefix..].iter().take_while(|byte| class.has(**byte)).count();
            if word_goes_on
                || !(least..=most).contains(&length)
                || is_placeholder(&rest[prefix..prefix + length])
            {
                return None;
            }
            (start, prefix + length)
        }
        Length::Of(length) if shape.prefix == "Q~" => {
            // Three characters and a digit stand before it.
            let start = start.checked_sub(4)?;
            (start, length(&bytes[start..])?)
        }
        Length::Of(length) => {
            if word_goes_on {
                return None;
            }
            (start, length(rest)?)
        }
    };
    let end = start + length;
    if shape.name == PRIVATE_KEY {
        let hidden = Span::new(end, key_end(bytes, end));
        return Some(Find { sort, span: Span::new(start, end), hidden, text: String::new() });
    }
    let shown = start + 4;
    let text = String::from_utf8_lossy(&bytes[start..shown]).into_owned();
    Some(Find { sort, span: Span::new(start, end), hidden: Span::new(shown, end), text })
}

/// What documentation writes: `EXAMPLE` at the end, or hardly a different character.
fn is_placeholder(token: &[u8]) -> bool {
    let mut different = token.to_vec();
    different.sort_unstable();
    different.dedup();
    token.len() > 4 && (token.ends_with(b"EXAMPLE") || different.len() < token.len().min(16) / 3)
}

/// `-----BEGIN … PRIVATE KEY-----`, also `… PRIVATE KEY BLOCK-----`.
fn pem(bytes: &[u8]) -> Option<usize> {
    let line = &bytes[..bytes.len().min(64)];
    let prefix = "-----BEGIN ".len();
    let label = line[prefix..]
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase() || matches!(byte, b' ' | b'0'..=b'9'))
        .count();
    let (label, behind) = line[prefix..].split_at(label);
    let is_key = label.ends_with(b"PRIVATE KEY") || label.ends_with(b"PRIVATE KEY BLOCK");
    (is_key && behind.starts_with(b"-----")).then(|| prefix + label.len() + 5)
}

/// Where the body of a key ends: at its last line, or after as much as a key has.
fn key_end(bytes: &[u8], start: usize) -> usize {
    let body = &bytes[start..bytes.len().min(start + (1 << 13) - 256)];
    let end = body.windows(8).position(|window| window == b"-----END");
    start + end.unwrap_or(body.len())
}

fn run_of(bytes: &[u8], class: Class) -> usize {
    bytes.iter().take_while(|byte| class.has(**byte)).count()
}

/// Three parts with dots between them, the first two of which are JSON.
fn jwt(bytes: &[u8]) -> Option<usize> {
    let head = run_of(bytes, Class::Url);
    let rest = bytes[head..].strip_prefix(b".eyJ")?;
    let claims = run_of(rest, Class::Url);
    let rest = rest[claims..].strip_prefix(b".")?;
    let signature = run_of(rest, Class::Url);
    (head >= 16 && claims >= 8 && signature >= 16).then_some(head + 4 + claims + 1 + signature)
}

/// Twenty-two characters, a dot, forty-three.
fn sendgrid(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_prefix(b"SG.")?;
    let id = run_of(rest, Class::Url);
    let secret = run_of(rest[id..].strip_prefix(b".")?, Class::Url);
    (id == 22 && secret == 43).then_some(3 + id + 1 + secret)
}

/// Three characters, a digit, `Q~`, and thirty-one to thirty-four more.
fn azure_client(bytes: &[u8]) -> Option<usize> {
    let is_of = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'.' | b'-');
    let front = bytes.get(..4)?;
    let length = bytes[6..].iter().take_while(|byte| is_of(byte)).count();
    let fits = front[..3].iter().all(is_of) && front[3].is_ascii_digit();
    (fits && (31..=34).contains(&length)).then_some(6 + length)
}
