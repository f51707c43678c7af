//! Bytes that other tools wrote, to the shapes that they document.
//!
//! Ids are read into text, so `1.10` stays `1.10` whether it stands in quotes or not: a typed string
//! takes the characters of a plain scalar as they are.

use serde::de::DeserializeOwned;

use crate::interop::{Handed, InteropError};
use crate::text::LineIndex;

/// Reads JSON or YAML, told apart by the first character.
pub(super) fn read<T: DeserializeOwned>(file: Handed<'_>) -> Result<T, InteropError> {
    let text = std::str::from_utf8(file.bytes).map_err(|error| {
        let at = LineIndex::new(file.bytes).locate(error.valid_up_to() as u32);
        syntax(file.name, at.line as usize, at.column as usize, "this is not UTF-8".to_owned())
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(InteropError::sort(file.name, "is empty", "")),
        Some('<') => Err(InteropError::sort(
            file.name,
            "is XML, and JSON or YAML is read",
            "convert it first: `oscal-cli convert --to json FILE OUTPUT`, or take the JSON that is published beside it",
        )),
        Some('{' | '[') => serde_json::from_str(text).map_err(|error| {
            let because = error.to_string();
            let because = because.split(" at line ").next().unwrap_or_default().to_owned();
            syntax(file.name, error.line(), error.column(), because)
        }),
        Some(_) => serde_yaml::from_str(text).map_err(|error| {
            let place = error.location();
            let (line, column) = place.map_or((1, 1), |place| (place.line(), place.column()));
            let because = error.to_string();
            let because = because.split(" at line ").next().unwrap_or_default().to_owned();
            syntax(file.name, line, column, because)
        }),
    }
}

fn syntax(file: &str, line: usize, column: usize, because: String) -> InteropError {
    InteropError::Syntax { file: file.to_owned(), line, column, because }
}
