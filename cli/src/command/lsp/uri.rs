//! `file:` addresses and paths (RFC 8089).

use std::path::{Path, PathBuf};

/// The path that a `file:` address names; `None` for another scheme or another machine.
pub(super) fn path_of(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once("://")?;
    let slash = rest.find('/')?;
    let (host, path) = rest.split_at(slash);
    if !scheme.eq_ignore_ascii_case("file") || !(host.is_empty() || host.eq_ignore_ascii_case("localhost")) {
        return None;
    }
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let path = decoded(&path[..end])?;
    let has_drive = path.as_bytes().get(2) == Some(&b':') && path.as_bytes()[1].is_ascii_alphabetic();
    let path = if cfg!(windows) && has_drive { &path[1..] } else { &path };
    (!path.contains('\0')).then(|| PathBuf::from(path))
}

/// The address of a path.
pub(super) fn uri_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { format!("/{}", text.replace('\\', "/")) } else { text.into_owned() };
    let mut uri = String::from("file://");
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_' | b'~') {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.extend(
                [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])),
            );
        }
    }
    uri
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{path_of, uri_of};

    #[test]
    fn an_address_and_its_path_are_the_same_thing() {
        let path = Path::new("/a b/ü%/x#1.yaml");
        assert_eq!(uri_of(path), "file:///a%20b/%C3%BC%25/x%231.yaml");
        assert_eq!(path_of(&uri_of(path)).as_deref(), Some(path));
    }

    #[test]
    fn only_a_file_of_this_machine_has_a_path() {
        let uris =
            ["untitled:Untitled-1", "https://x/y", "file://other/x", "file:///a%zz", "file:///a%ff", "x", ""];
        assert_eq!(uris.map(path_of), [const { None::<PathBuf> }; 7]);
        assert_eq!(path_of("file://localhost/a?b#c"), Some(PathBuf::from("/a")));
    }
}
