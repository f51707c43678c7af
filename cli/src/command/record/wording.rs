//! The text of a record.

use std::fmt::Write as _;

use crate::app::{AppError, Draft};
use crate::calendar::CompanyZone;
use crate::command::record::artifacts::{Artifact, Artifacts, Ran};
use crate::command::record::occasion::{Occasion, Standing};
use crate::document::{Document, Value};
use crate::kind::Kind;
use crate::model::{Record, read_record, record_folder};
use crate::place::FileId;
use crate::text::escape::{flow, scalar};

/// Everything that a record says.
pub(super) struct Wording<'a> {
    pub(super) occasion: &'a Occasion,
    pub(super) by: &'a str,
    pub(super) done: String,
    pub(super) summary: Option<&'a str>,
    pub(super) answers: &'a [String],
    pub(super) artifacts: &'a Artifacts,
    pub(super) zone: &'a CompanyZone,
}

/// What a record says before it shows anything.
pub(super) fn opening(occasion: &Occasion, by: &str, done: &str, summary: Option<&str>) -> String {
    let mut text = format!(
        "control: {}\nperiod: {}\nperformed: {{by: {}, at: {done}}}\nresult: pending\n",
        scalar(&occasion.control.id),
        occasion.period.name,
        flow(by),
    );
    // Writing to a String cannot fail.
    if let Some(summary) = summary {
        let _ = writeln!(text, "summary: {}", scalar(summary));
    }
    if let Some((of, rows, sha256)) = &occasion.population {
        let _ = writeln!(text, "population: {{of: {}, rows: {rows}, sha256: {sha256}}}", flow(of));
    }
    text
}

impl Wording<'_> {
    /// Adds the artifacts and the record to what will be written.
    pub(super) fn put_into(&self, draft: &mut Draft) -> Result<(), AppError> {
        let path = &self.occasion.path;
        let folder = record_folder(path);
        for artifact in &self.artifacts.list {
            draft.add(folder.join(&artifact.name), artifact.bytes.clone());
        }
        match &self.occasion.standing {
            Standing::New | Standing::After(_) => {
                let text = draft.modeline(Kind::Evidence, path) + &self.whole();
                draft.add(path.clone(), text);
            }
            Standing::Open(record) => {
                let text = self.added_to(record, draft)?;
                draft.replace(path.clone(), text);
            }
        }
        Ok(())
    }

    fn whole(&self) -> String {
        opening(self.occasion, self.by, &self.done, self.summary) + "artifacts:\n" + &self.entries("  ")
    }

    fn entries(&self, indent: &str) -> String {
        self.artifacts.list.iter().map(|artifact| self.entry(artifact, indent)).collect()
    }

    fn entry(&self, artifact: &Artifact, indent: &str) -> String {
        let mut text = format!("{indent}- file: {}\n", scalar(&artifact.name));
        let mut line = |key: &str, value: &str| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{indent}  {key}: {value}");
        };
        line("sha256", &artifact.sha256.to_string());
        match self.answers {
            [] => {}
            [one] => line("for", &scalar(one)),
            several => {
                let names: Vec<String> = several.iter().map(|name| flow(name)).collect();
                line("for", &format!("[{}]", names.join(", ")));
            }
        }
        if let Some(ran) = self.artifacts.ran.as_ref().filter(|_| artifact.of_command) {
            line("from", &self.from(ran));
        }
        text
    }

    fn from(&self, ran: &Ran) -> String {
        let words: Vec<String> = ran.words.iter().map(|word| flow(word)).collect();
        format!(
            "{{command: [{}], exit: {}, at: {}, ended: {}}}",
            words.join(", "),
            ran.exit,
            self.zone.written(ran.began),
            self.zone.written(ran.ended)
        )
    }

    /// The text of a record that is there, with these artifacts behind its own.
    fn added_to(&self, record: &Record, draft: &mut Draft) -> Result<String, AppError> {
        let path = &self.occasion.path;
        let by_hand = || {
            AppError::usage(format!("`{path}` cannot be added to as it is written"))
                .help("write its `artifacts:` last, one on a line with `- `; or commit it first")
        };
        let mut text = draft.read(path)?;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let (document, _) = Document::from_yaml(FileId(0), text.as_bytes());
        let root = document.root.as_ref().and_then(|root| root.as_mapping()).ok_or_else(by_hand)?;
        match root.entry("artifacts").map(|entry| (entry, &entry.value.value)) {
            None | Some((_, Value::Null)) if record.artifacts.is_empty() => {
                let key = if root.entry("artifacts").is_none() { "artifacts:\n" } else { "" };
                text = text + key + &self.entries("  ");
            }
            Some((entry, Value::Sequence(items))) if !items.is_empty() => {
                let first = items[0].span.start as usize;
                let line = text[..first].rfind('\n').map_or(0, |end| end + 1);
                let indent = text[line..first].trim_end().strip_suffix('-').ok_or_else(by_hand)?.to_owned();
                let is_last = root.entries.iter().all(|other| other.key.span <= entry.key.span);
                if !indent.trim().is_empty() || !is_last {
                    return Err(by_hand());
                }
                text += &self.entries(&indent);
            }
            None | Some(_) => return Err(by_hand()),
        }
        // What was added must be read as what it is, and nothing else may have changed.
        let added = read_record(path, text.as_bytes()).ok_or_else(by_hand)?;
        let whole = added.artifacts.len() == record.artifacts.len() + self.artifacts.list.len();
        if whole { Ok(text) } else { Err(by_hand()) }
    }
}
