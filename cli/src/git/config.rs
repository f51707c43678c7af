//! The few values of Git's configuration that say how a repository is stored.
//!
//! In: the bytes of one configuration file (git-config, "Syntax"). Out: the variables of its
//! sections `core` and `extensions`, the last of a name. `include` is a section like any other:
//! no other file is read for it, and no value here names a program.

use std::collections::BTreeMap;

/// The variables of `[core]` and `[extensions]`, as `core.bare`; `None` is a bare key, `bare`
/// without a sign, which Git reads as true.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Values(BTreeMap<String, Option<String>>);

/// A line of a configuration file that cannot be read, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) line: usize,
    pub(super) because: &'static str,
}

impl Values {
    /// Reads a configuration file.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Broken> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = Reader { bytes, at: 0, line: 1 };
        let found = reader.read();
        found.map(Self).map_err(|because| Broken { line: reader.line, because })
    }

    /// Every variable with its value, by name.
    pub(super) fn all(self) -> Vec<(String, Option<String>)> {
        self.0.into_iter().collect()
    }

    /// The text of a variable; `Some("")` for a bare key.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.as_deref().unwrap_or_default())
    }

    /// A variable that is yes or no; false when it is not there.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, String> {
        let Some(value) = self.0.get(name) else { return Ok(false) };
        let Some(text) = value else { return Ok(true) };
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" => Ok(true),
            "" | "false" | "no" | "off" => Ok(false),
            number => number
                .parse::<i64>()
                .map(|number| number != 0)
                .map_err(|_| format!("`{name}` is `{text}`, which is neither true nor false")),
        }
    }

    /// A variable that is a number; 0 when it is not there.
    pub(super) fn number(&self, name: &'static str) -> Result<u32, String> {
        let Some(text) = self.text(name) else { return Ok(0) };
        text.parse().map_err(|_| format!("`{name}` is `{text}`, which is no number"))
    }

    /// The names of a section's variables.
    pub(super) fn names<'s>(&'s self, section: &'s str) -> impl Iterator<Item = &'s str> {
        self.0.keys().filter_map(move |name| name.strip_prefix(section)?.strip_prefix('.'))
    }
}

/// The sections whose variables are kept.
const SECTIONS: [&[u8]; 2] = [b"core", b"extensions"];

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    /// The line that is being read.
    line: usize,
}

impl Reader<'_> {
    /// The next byte; CRLF is one line feed.
    fn next(&mut self) -> Option<u8> {
        let mut byte = *self.bytes.get(self.at)?;
        self.at += 1;
        if byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
            byte = b'\n';
        }
        Some(byte)
    }

    fn read(&mut self) -> Result<BTreeMap<String, Option<String>>, &'static str> {
        let mut values = BTreeMap::new();
        let mut section: Option<String> = None;
        while let Some(byte) = self.next() {
            match byte {
                b'\n' => self.line += 1,
                b'#' | b';' => self.skip_line(),
                b'[' => section = Some(self.section()?),
                _ if byte.is_ascii_whitespace() => {}
                _ if byte.is_ascii_alphabetic() => {
                    let (key, value) = self.variable(byte)?;
                    let section = section.as_deref().ok_or("a variable before the first section")?;
                    if SECTIONS.contains(&section.as_bytes()) {
                        values.insert(format!("{section}.{key}"), value);
                    }
                }
                _ => return Err("neither a section nor a variable"),
            }
        }
        Ok(values)
    }

    fn skip_line(&mut self) {
        while let Some(byte) = self.next() {
            if byte == b'\n' {
                self.line += 1;
                break;
            }
        }
    }

    /// `core]`, or `remote "origin"]`: a subsection stands behind a space, so that no other section
    /// is taken for it.
    fn section(&mut self) -> Result<String, &'static str> {
        let mut name = String::new();
        loop {
            match self.next().ok_or("a section without an end")? {
                b']' => return Ok(name),
                b' ' | b'\t' => break,
                byte if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.') => {
                    name.push(char::from(byte.to_ascii_lowercase()));
                }
                _ => return Err("a section with a character that cannot be in its name"),
            }
        }
        let mut byte = self.next();
        while matches!(byte, Some(b' ' | b'\t')) {
            byte = self.next();
        }
        if byte != Some(b'"') {
            return Err("a subsection without quotes");
        }
        loop {
            match self.next() {
                None | Some(b'\n') => return Err("a subsection without an end"),
                Some(b'"') => break,
                // What a backslash protects is part of the name; names of subsections are not kept.
                Some(b'\\') if matches!(self.next(), None | Some(b'\n')) => {
                    return Err("a subsection without an end");
                }
                Some(_) => {}
            }
        }
        name.push(' ');
        if self.next() == Some(b']') { Ok(name) } else { Err("a section without an end") }
    }

    /// A key that begins with `first`, and its value.
    fn variable(&mut self, first: u8) -> Result<(String, Option<String>), &'static str> {
        let mut key = String::from(char::from(first.to_ascii_lowercase()));
        let mut byte = self.next();
        while let Some(letter) = byte.filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            key.push(char::from(letter.to_ascii_lowercase()));
            byte = self.next();
        }
        while matches!(byte, Some(b' ' | b'\t')) {
            byte = self.next();
        }
        match byte {
            None => Ok((key, None)),
            Some(b'\n') => {
                self.line += 1;
                Ok((key, None))
            }
            Some(b'=') => Ok((key, Some(self.value()?))),
            Some(_) => Err("a variable without `=`"),
        }
    }

    fn value(&mut self) -> Result<String, &'static str> {
        let mut text: Vec<u8> = Vec::new();
        let mut quoted = false;
        // Behind the last byte that counts: spaces at the end do not.
        let mut end = 0;
        loop {
            let byte = match self.next() {
                None | Some(b'\n') if quoted => return Err("a quote without an end"),
                None => break,
                Some(b'\n') => {
                    self.line += 1;
                    break;
                }
                Some(b'"') => {
                    quoted = !quoted;
                    end = text.len();
                    continue;
                }
                Some(b'#' | b';') if !quoted => {
                    self.skip_line();
                    break;
                }
                Some(b'\\') => match self.next() {
                    Some(b'\n') => {
                        self.line += 1;
                        continue;
                    }
                    Some(b'n') => b'\n',
                    Some(b't') => b'\t',
                    Some(b'b') => 8,
                    Some(byte @ (b'"' | b'\\')) => byte,
                    None | Some(_) => return Err("a backslash before a character that needs none"),
                },
                Some(byte) if byte.is_ascii_whitespace() && !quoted => {
                    if !text.is_empty() {
                        text.push(byte);
                    }
                    continue;
                }
                Some(byte) => byte,
            };
            text.push(byte);
            end = text.len();
        }
        text.truncate(end);
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, Values};

    fn all(text: &str) -> Vec<String> {
        let values = Values::parse(text.as_bytes()).expect("a configuration");
        values.0.iter().map(|(name, value)| format!("{name}={value:?}")).collect()
    }

    #[test]
    fn the_last_of_a_name_counts_and_other_sections_have_no_say() {
        let text = "\u{feff}# Git\n[Core]\n\tBare = false ; not yet\n[core \"x\"] bare = no\n[core.x]\nbare=no\n\
                    [include]\n\tpath = elsewhere\r\n[CORE] bare\n[extensions]\nObjectFormat = \" sha\\\"1\" # 2\n\
                    [remote \"a]\\\"b\"]\n\turl = x\n[extensions]\npartialclone = ori\\\ngin\nempty =\n";
        assert_eq!(
            all(text),
            [
                "core.bare=None",
                "extensions.empty=Some(\"\")",
                "extensions.objectformat=Some(\" sha\\\"1\")",
                "extensions.partialclone=Some(\"origin\")",
            ]
        );
    }

    #[test]
    fn a_flag_is_a_word_or_a_number() {
        let flag = |value: &str| {
            let values = Values::parse(format!("[core]\nbare{value}").as_bytes()).expect("a value");
            values.flag("core.bare")
        };
        for (value, expected) in
            [("", true), (" = Yes", true), ("=", false), ("=off", false), ("=2", true), ("=0", false)]
        {
            assert_eq!(flag(value), Ok(expected), "{value}");
        }
        assert_eq!(flag("=maybe"), Err("`core.bare` is `maybe`, which is neither true nor false".to_owned()));
        assert_eq!(Values::default().flag("core.bare"), Ok(false));
    }

    #[test]
    fn a_broken_line_is_told_by_its_number() {
        let broken =
            |text: &str| Values::parse(text.as_bytes()).map_err(|Broken { line, because }| (line, because));
        for (text, line) in [
            ("bare = true", 1),
            ("[core]\nbare ? true", 2),
            ("[core\n]", 1),
            ("[core \"x]", 1),
            ("[core x]", 1),
            ("[core]\nbare = \"yes\n", 2),
            ("[core]\n\n# a\n\tbare = \\q", 4),
            ("[core]\n=x", 2),
            ("[co_re]", 1),
        ] {
            assert_eq!(broken(text).map_err(|(line, _)| line), Err(line), "{text}");
        }
    }
}
