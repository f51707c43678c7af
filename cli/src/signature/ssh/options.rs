//! The options of a line of `allowed_signers` (ssh-keygen, ALLOWED SIGNERS).

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::line::LineFault;

/// What a line asks besides the key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) cert_authority: bool,
    pub(super) namespaces: Option<String>,
    pub(super) valid_after: Option<Timestamp>,
    pub(super) valid_before: Option<Timestamp>,
}

/// Reads comma-separated options; their names in any case, as for OpenSSH.
pub(super) fn read(text: &str) -> Result<Options, LineFault> {
    let mut options = Options::default();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = strip_name(rest, "cert-authority") {
            options.cert_authority = true;
            rest = after;
        } else if let Some(after) = strip_name(rest, "namespaces=") {
            rest = once(&mut options.namespaces, after, |text| Ok(text.to_owned()))?;
        } else if let Some(after) = strip_name(rest, "valid-after=") {
            rest = once(&mut options.valid_after, after, instant)?;
        } else if let Some(after) = strip_name(rest, "valid-before=") {
            rest = once(&mut options.valid_before, after, instant)?;
        }
        if !rest.is_empty() {
            rest = rest.strip_prefix(',').filter(|rest| !rest.is_empty()).ok_or(LineFault::Options)?;
        }
    }
    match (options.valid_after, options.valid_before) {
        (Some(after), Some(before)) if before <= after => Err(LineFault::NeverValid),
        _ => Ok(options),
    }
}

fn strip_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let head = text.get(..name.len())?;
    head.eq_ignore_ascii_case(name).then(|| &text[name.len()..])
}

/// Reads a quoted value that may be given once; answers with what follows it.
fn once<'a, T>(
    place: &mut Option<T>,
    text: &'a str,
    read: impl FnOnce(&str) -> Result<T, LineFault>,
) -> Result<&'a str, LineFault> {
    let (value, rest) = unquote(text).ok_or(LineFault::Options)?;
    if place.is_some() {
        return Err(LineFault::Options);
    }
    *place = Some(read(&value)?);
    Ok(rest)
}

/// `"…"`, in which `\"` is a quote.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut value = String::new();
    loop {
        let next = rest.chars().next()?;
        if let Some(after) = rest.strip_prefix("\\\"") {
            value.push('"');
            rest = after;
        } else if next == '"' {
            return Some((value, &rest[1..]));
        } else {
            value.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
}

/// `YYYYMMDD` or `YYYYMMDDHHMM[SS]`, with `Z` or without: always UTC.
///
/// OpenSSH reads what has no `Z` in the time zone of the machine; an answer that depends on the
/// machine is none. It also reads the thirtieth of February as a day in March, which is a fault here.
fn instant(text: &str) -> Result<Timestamp, LineFault> {
    read_instant(text).ok_or_else(|| LineFault::Date(text.to_owned()))
}

fn read_instant(text: &str) -> Option<Timestamp> {
    let digits = text
        .strip_suffix(['Z', 'z'])
        .or_else(|| {
            text.len().checked_sub(3).and_then(|at| strip_name(text.get(at..)?, "UTC").map(|_| &text[..at]))
        })
        .unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let pair = |at: usize| digits.get(at..at + 2).map_or(Some(0), |pair| pair.parse::<i8>().ok());
    let (month, day, hour, minute, second) = (pair(4)?, pair(6)?, pair(8)?, pair(10)?, pair(12)?);
    let year: i16 = digits[..4].parse().ok()?;
    let day = Date::new(year, month, day).ok()?;
    let time = Time::new(hour, minute, second, 0).ok()?;
    let instant = TimeZone::UTC.to_timestamp(day.to_datetime(time)).ok()?;
    // OpenSSH takes the first second of 1970 and all before it for no date.
    (instant > Timestamp::UNIX_EPOCH).then_some(instant)
}

#[cfg(test)]
mod tests {
    use super::{LineFault, read, read_instant};

    #[test]
    fn options_are_read_in_any_case_and_order() {
        let options =
            read("Namespaces=\"git,\\\"x\\\"\",valid-before=\"20260101\",VALID-AFTER=\"202501010203Z\"")
                .expect("options");
        assert_eq!(options.namespaces.as_deref(), Some("git,\"x\""));
        assert_eq!(options.valid_after.map(|at| at.to_string()).as_deref(), Some("2025-01-01T02:03:00Z"));
        assert_eq!(options.valid_before.map(|at| at.to_string()).as_deref(), Some("2026-01-01T00:00:00Z"));
        assert!(read("cert-authority").expect("an option").cert_authority);
        assert_eq!(read(""), Ok(super::Options::default()));
    }

    #[test]
    fn options_that_openssh_refuses_are_refused() {
        for text in [
            "x",
            "no-touch-required",
            "namespaces=git",
            "namespaces=\"git",
            "namespaces=\"git\",",
            "namespaces=\"git\"valid-after=\"20250101\"",
            "namespaces=\"a\",namespaces=\"b\"",
            "cert-authorityx",
        ] {
            assert_eq!(read(text), Err(LineFault::Options), "{text}");
        }
        assert_eq!(read("valid-after=\"20260101\",valid-before=\"20260101\""), Err(LineFault::NeverValid));
    }

    #[test]
    fn a_date_is_read_in_utc_or_not_at_all() {
        let read = |text| read_instant(text).map(|at| at.to_string());
        for (text, instant) in [
            ("20260228", "2026-02-28T00:00:00Z"),
            ("20260228Z", "2026-02-28T00:00:00Z"),
            ("20260228utc", "2026-02-28T00:00:00Z"),
            ("202602282359", "2026-02-28T23:59:00Z"),
            ("20260228235958z", "2026-02-28T23:59:58Z"),
        ] {
            assert_eq!(read(text).as_deref(), Some(instant), "{text}");
        }
        for text in [
            "",
            "Z",
            "2026",
            "2026022",
            "20260230",
            "202602282460",
            "20260228235960",
            "+2026022",
            "2026022é",
            "19700101",
            "19691231",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
