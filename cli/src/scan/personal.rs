//! Personal data that has a form: mail addresses, phone numbers, IBAN, payment cards.
//!
//! Names and birth dates have none; a column that is called so is a rule's business.

use crate::place::Span;
use crate::scan::{Find, Sort};

/// What sort of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// `kim@customer.example`
    MailAddress,
    /// `+49 170 1234567`
    Phone,
    /// An account number with its check digits.
    Iban,
    /// A card number with its check digit.
    Card,
}

impl Datum {
    /// Every sort.
    pub const ALL: [Self; 4] = [Self::MailAddress, Self::Phone, Self::Iban, Self::Card];

    /// In words: one of it.
    pub fn one(self) -> &'static str {
        match self {
            Self::MailAddress => "a mail address",
            Self::Phone => "a phone number",
            Self::Iban => "an IBAN",
            Self::Card => "a payment card number",
        }
    }

    /// In words: several.
    pub fn several(self) -> &'static str {
        match self {
            Self::MailAddress => "mail addresses",
            Self::Phone => "phone numbers",
            Self::Iban => "IBANs",
            Self::Card => "payment card numbers",
        }
    }
}

/// Finds personal data in text.
pub(super) fn find(bytes: &[u8]) -> Vec<Find> {
    let mut finds = Vec::new();
    let mut behind = 0;
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'@' => address_at(bytes, at, behind),
            b'+' => phone_at(bytes, at),
            b'A'..=b'Z' => iban_at(bytes, at),
            b'2'..=b'6' => card_at(bytes, at),
            _ => None,
        };
        if let Some((datum, start, end)) = found {
            let text = String::from_utf8_lossy(&bytes[start..end]).into_owned();
            finds.push(Find {
                sort: Sort::Personal(datum),
                span: Span::new(start, end),
                hidden: Span::at(end),
                text,
            });
            behind = end;
            at = end;
        } else {
            at += 1;
        }
    }
    finds
}

type At = Option<(Datum, usize, usize)>;

/// True when nothing that could belong to it stands before.
fn begins(bytes: &[u8], at: usize) -> bool {
    at == 0
        || !(bytes[at - 1].is_ascii_alphanumeric()
            || matches!(bytes[at - 1], b'_' | b'.' | b'-' | b'+' | b'/'))
}

fn ends(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'))
}

/// Names of files and units that have an `@` and a dot as well.
const NO_DOMAINS: [&str; 20] = [
    "service",
    "socket",
    "timer",
    "target",
    "slice",
    "mount",
    "scope",
    "device",
    "path",
    "swap",
    "png",
    "jpg",
    "svg",
    "webp",
    "gif",
    "local",
    "internal",
    "lan",
    "localdomain",
    "intern",
];

/// Fronts of addresses that nobody is behind.
const ROLES: [&str; 26] = [
    "abuse",
    "admin",
    "alert",
    "alerts",
    "billing",
    "bot",
    "contact",
    "donotreply",
    "dpo",
    "git",
    "hello",
    "help",
    "helpdesk",
    "info",
    "it",
    "noreply",
    "no-reply",
    "notifications",
    "office",
    "postmaster",
    "privacy",
    "root",
    "sales",
    "security",
    "service",
    "support",
];

fn address_at(bytes: &[u8], at: usize, from: usize) -> At {
    let in_front =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-');
    let front = bytes[from..at].iter().rev().take(64).take_while(|byte| in_front(byte)).count();
    let in_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let domain = bytes[at + 1..].iter().take(255).take_while(|byte| in_domain(byte)).count();
    let text = std::str::from_utf8(&bytes[at - front..=at + domain]).ok()?;
    let text = text.trim_start_matches(['.', '-', '+']).trim_end_matches(['.', '-']);
    let start = at - text.find('@')?;
    (is_mail_address(text) && !is_role(text)).then(|| (Datum::MailAddress, start, start + text.len()))
}

fn is_role(address: &str) -> bool {
    let front = address.split('@').next().unwrap_or_default();
    ROLES.iter().any(|role| front.eq_ignore_ascii_case(role))
}

/// True for a mail address with a domain that can be one.
pub fn is_mail_address(text: &str) -> bool {
    let Some((front, domain)) = text.split_once('@') else { return false };
    let Some((rest, top)) = domain.rsplit_once('.') else { return false };
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    !front.is_empty()
        && front.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte))
        && rest.split('.').all(label)
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !NO_DOMAINS.iter().any(|name| top.eq_ignore_ascii_case(name))
}

fn phone_at(bytes: &[u8], at: usize) -> At {
    if !begins(bytes, at) {
        return None;
    }
    let is_of = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')');
    let length = bytes[at + 1..].iter().take(24).take_while(|byte| is_of(byte)).count();
    let text = std::str::from_utf8(&bytes[at..=at + length]).ok()?;
    let text = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let end = at + text.len();
    (is_phone(text) && ends(bytes, end)).then_some((Datum::Phone, at, end))
}

/// True for a phone number in the international form.
pub fn is_phone(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('+') else { return false };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let fits = |c: char| c.is_ascii_digit() || " -./()".contains(c);
    rest.starts_with(|c: char| matches!(c, '1'..='9')) && rest.chars().all(fits) && (9..=15).contains(&digits)
}

/// How long an IBAN is, by country.
const IBAN_LENGTHS: [(&str, usize); 42] = [
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("ME", 22),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TR", 26),
];

fn iban_at(bytes: &[u8], at: usize) -> At {
    let head = bytes.get(at..at + 4)?;
    let is_head = head[1].is_ascii_uppercase() && head[2].is_ascii_digit() && head[3].is_ascii_digit();
    if !is_head || !begins(bytes, at) {
        return None;
    }
    let (_, length) = *IBAN_LENGTHS.iter().find(|(country, _)| country.as_bytes() == &head[..2])?;
    let end = grouped(bytes, at, length, |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())?;
    let text = std::str::from_utf8(&bytes[at..end]).ok()?;
    (ends(bytes, end) && is_iban(text)).then_some((Datum::Iban, at, end))
}

/// True for an IBAN whose length and check digits are right (ISO 13616).
pub fn is_iban(text: &str) -> bool {
    let compact: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let Some(country) = compact.get(..2) else { return false };
    let known = IBAN_LENGTHS.iter().find(|(name, _)| name.as_bytes() == country);
    let shaped = compact.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !shaped || known.is_none_or(|(_, length)| *length != compact.len()) {
        return false;
    }
    let (head, rest) = compact.split_at(4);
    let remainder = rest.iter().chain(head).fold(0_u32, |remainder, byte| {
        let value = char::from(*byte).to_digit(36).unwrap_or_default();
        (remainder * if value > 9 { 100 } else { 10 } + value) % 97
    });
    remainder == 1
}

fn card_at(bytes: &[u8], at: usize) -> At {
    if !begins(bytes, at) {
        return None;
    }
    let length = if bytes[at] == b'3' && matches!(bytes.get(at + 1), Some(b'4' | b'7')) { 15 } else { 16 };
    let end = grouped(bytes, at, length, |byte| byte.is_ascii_digit())?;
    let text = std::str::from_utf8(&bytes[at..end]).ok()?;
    let goes_on =
        matches!(bytes.get(end), Some(b'.' | b'-')) && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
    let ended = ends(bytes, end) && !goes_on;
    (ended && is_card(text)).then_some((Datum::Card, at, end))
}

/// True for a number of the usual card schemes whose check digit is right (ISO/IEC 7812-1).
pub fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    let Some(head) = digits.get(..4) else { return false };
    let head = head.iter().fold(0, |head, digit| head * 10 + digit);
    let fits = match digits.len() {
        15 => matches!(head / 100, 34 | 37),
        16 => matches!(head, 4000..=4999 | 5100..=5599 | 2221..=2720 | 3528..=3589 | 6011 | 6500..=6599),
        _ => false,
    };
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit })
        .sum();
    // Sixteen times the same digit is a placeholder.
    plain && fits && sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != digits[0])
}

/// Where `count` characters end that may stand in groups, each behind one space or hyphen.
fn grouped(bytes: &[u8], at: usize, count: usize, is: fn(u8) -> bool) -> Option<usize> {
    let (mut end, mut left, mut apart) = (at, count, true);
    while left > 0 {
        match *bytes.get(end)? {
            byte if is(byte) => {
                left -= 1;
                apart = false;
            }
            b' ' | b'-' if !apart => apart = true,
            _ => return None,
        }
        end += 1;
    }
    Some(end)
}
