//! The text of an evidence record, as a person would type it.

use jiff::civil::Date;

use super::people::Person;
use super::records::sha256;
use super::reports::Report;
use super::time::Moment;

/// Everything from which the text of a record is made.
pub(super) struct RecordText<'a> {
    pub(super) control: &'a str,
    pub(super) period: &'a str,
    pub(super) performer: Person,
    pub(super) day: Date,
    pub(super) note: &'a str,
    pub(super) report: &'a Report,
    pub(super) population: String,
}

impl RecordText<'_> {
    fn opening(&self) -> String {
        let exported = self.report.files.iter().any(|file| file.command.is_some());
        let at = if exported { Moment::at(self.day, 9, 40).for_record() } else { self.day.to_string() };
        let by = self.performer.short();
        format!("control: {}\nperiod: {}\nperformed: {{by: {by}, at: {at}}}\n", self.control, self.period)
    }

    fn artifacts(&self, count: usize) -> String {
        let mut text = "artifacts:\n".to_owned();
        for file in &self.report.files[..count] {
            let hash = sha256(file.text.as_bytes());
            let answers = file.answers.map(|need| format!("for: {need}")).unwrap_or_default();
            let Some((command, at)) = &file.command else {
                let answers = if answers.is_empty() { answers } else { format!(", {answers}") };
                text.extend([format!("  - {{file: {}, sha256: {hash}{answers}}}\n", file.name)]);
                continue;
            };
            text.extend([format!("  - file: {}\n    sha256: {hash}\n", file.name)]);
            if !answers.is_empty() {
                text.extend([format!("    {answers}\n")]);
            }
            let words = command.split(' ').map(scalar).collect::<Vec<_>>().join(", ");
            text.extend([format!("    from: {{command: [{words}], exit: 0, at: {at}}}\n")]);
        }
        text
    }

    /// The record when everything is known.
    pub(super) fn complete(&self, reviewer: Person, on: Date) -> String {
        let exception = self.report.more.contains("exceptions:");
        format!(
            "{}reviewed: {{by: {}, at: {on}}}{}\nresult: {}\nsummary: {}\n{}{}{}",
            self.opening(),
            reviewer.short(),
            self.note,
            if exception { "exception" } else { "pass" },
            scalar(&self.report.summary),
            self.population,
            self.report.more,
            self.artifacts(self.report.files.len())
        )
    }

    /// The record while the result is awaited: the first file only, no review.
    pub(super) fn pending(&self) -> String {
        format!("{}result: pending\n{}", self.opening(), self.artifacts(1))
    }
}

/// Plain where YAML reads it as it stands, quoted where not.
fn scalar(text: &str) -> String {
    let risky = text.contains(": ")
        || text.contains(" #")
        || text.contains(',') && !text.contains(' ')
        || text.starts_with(['-', '%', '"', '\'']);
    if risky && !text.starts_with('-') { format!("\"{text}\"") } else { text.to_owned() }
}
