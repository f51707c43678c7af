//! Text around binary: `-----BEGIN X-----`, base64 lines, `-----END X-----`.
//!
//! Strict on purpose: what stands beside an armor was not signed, so nothing may stand there.

use base64ct::{Base64, Encoding as _};

/// The longest armor that is looked at: a signature is far smaller.
pub(super) const LONGEST: usize = 256 * 1024;

/// Decodes an armor that is the whole of `bytes`; lines of any length, LF or CR LF at their ends.
pub(super) fn decode(bytes: &[u8], label: &str) -> Option<Vec<u8>> {
    let rest = strip_line(bytes, &format!("-----BEGIN {label}-----"))?;
    let (body, rest) = split_at_end(rest, label)?;
    matches!(rest, b"" | b"\n" | b"\r\n").then_some(())?;
    decode_lines(body)
}

/// Decodes every armor with this label, skipping what stands between them (RFC 7468 section 2);
/// `None` when one is damaged.
pub(super) fn decode_many(bytes: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    blocks(bytes, label)?.into_iter().map(decode_lines).collect()
}

/// The lines inside every armor with this label.
fn blocks<'a>(bytes: &'a [u8], label: &str) -> Option<Vec<&'a [u8]>> {
    let begin = format!("-----BEGIN {label}-----");
    let mut found = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        if let Some(after) = strip_line(rest, &begin) {
            let (body, after) = split_at_end(after, label)?;
            found.push(body);
            rest = after;
        }
        rest = next_line(rest);
    }
    Some(found)
}

/// Decodes an OpenPGP armor (RFC 9580 section 6.2) that is the whole of `bytes`.
///
/// Headers are skipped, the checksum is not looked at (section 6.1): both are outside of what was
/// signed.
pub(super) fn decode_openpgp(bytes: &[u8], label: &str) -> Option<Vec<u8>> {
    let rest = strip_line(bytes, &format!("-----BEGIN {label}-----"))?;
    let (body, rest) = split_at_end(rest, label)?;
    rest.trim_ascii().is_empty().then_some(())?;
    decode_openpgp_lines(body)
}

/// Decodes every OpenPGP armor with this label; `None` when one is damaged.
pub(super) fn decode_openpgp_many(bytes: &[u8], label: &str) -> Option<Vec<Vec<u8>>> {
    blocks(bytes, label)?.into_iter().map(decode_openpgp_lines).collect()
}

fn decode_openpgp_lines(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body;
    loop {
        let line = &rest[..rest.len() - next_line(rest).len()];
        rest = next_line(rest);
        if line.trim_ascii().is_empty() {
            break;
        }
        // A header; without one the empty line is still there.
        line.contains(&b':').then_some(())?;
    }
    let checksum = rest.trim_ascii_end().len().saturating_sub("=xxxx".len());
    let tail = &rest[checksum..];
    let body = if tail.first() == Some(&b'=') && rest[..checksum].ends_with(b"\n") {
        &rest[..checksum]
    } else {
        rest
    };
    decode_lines(body)
}

/// What follows a line that is exactly `wanted`.
fn strip_line<'a>(bytes: &'a [u8], wanted: &str) -> Option<&'a [u8]> {
    let rest = bytes.strip_prefix(wanted.as_bytes())?;
    rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n"))
}

/// Parts the lines before the end marker from what follows the marker.
fn split_at_end<'a>(bytes: &'a [u8], label: &str) -> Option<(&'a [u8], &'a [u8])> {
    let end = format!("-----END {label}-----");
    let mut rest = bytes;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(end.as_bytes()) {
            return Some((&bytes[..bytes.len() - rest.len()], after));
        }
        rest = next_line(rest);
    }
    None
}

fn next_line(bytes: &[u8]) -> &[u8] {
    bytes.iter().position(|&byte| byte == b'\n').map_or(&[], |at| &bytes[at + 1..])
}

fn decode_lines(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() > LONGEST {
        return None;
    }
    let mut text = String::with_capacity(body.len());
    for line in body.split(|&byte| byte == b'\n') {
        text.push_str(std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)).ok()?);
    }
    Base64::decode_vec(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_many};

    #[test]
    fn lines_may_have_any_length_but_nothing_may_stand_beside_them() {
        for good in [
            "-----BEGIN X-----\naGVsbG8=\n-----END X-----\n",
            "-----BEGIN X-----\naGV\nsbG8\n=\n-----END X-----",
            "-----BEGIN X-----\r\naGVsbG8=\r\n-----END X-----\r\n",
        ] {
            assert_eq!(decode(good.as_bytes(), "X").as_deref(), Some(&b"hello"[..]), "{good}");
        }
        for bad in [
            "",
            " -----BEGIN X-----\naGVsbG8=\n-----END X-----\n",
            "-----BEGIN X-----\naGVsbG8=\n-----END X-----\n\n",
            "-----BEGIN X-----\naGVsbG8=\n-----END X-----\nmore",
            "-----BEGIN X-----\naGVs bG8=\n-----END X-----\n",
            "-----BEGIN X-----\naGVsbG8\n-----END X-----\n",
            "-----BEGIN X-----\naGVsbG9=\n-----END X-----\n",
            "-----BEGIN X-----\naGVsbG8=\n",
            "-----BEGIN X-----aGVsbG8=-----END X-----\n",
            "-----BEGIN Y-----\naGVsbG8=\n-----END Y-----\n",
        ] {
            assert_eq!(decode(bad.as_bytes(), "X"), None, "{bad}");
        }
    }

    #[test]
    fn several_are_read_over_the_text_between_them() {
        let one = "-----BEGIN X-----\naGVsbG8=\n-----END X-----\n";
        let text = format!("a root\n{one}\nanother\n{one}");
        assert_eq!(decode_many(text.as_bytes(), "X").map(|all| all.len()), Some(2));
        assert_eq!(decode_many(b"no armor", "X"), Some(vec![]));
        assert_eq!(decode_many(b"-----BEGIN X-----\n????\n-----END X-----\n", "X"), None);
    }
}
