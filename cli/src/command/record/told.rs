//! What is told after a record was written: what there is now, and what to do next.

use std::fmt::Write as _;

use crate::app::Scope;
use crate::app::pipeline::Judged;
use crate::calendar::When;
use crate::command::record::TakeArgs;
use crate::command::record::occasion::Standing;
use crate::command::record::who::Performer;
use crate::command::record::wording::Wording;
use crate::model::{ReviewRule, record_folder};
use crate::place::RepoPath;
use crate::text::escape::shell;
use crate::text::visible;

/// What was done.
pub(super) struct Told<'a> {
    pub(super) scope: &'a Scope,
    pub(super) judged: &'a Judged,
    pub(super) wording: &'a Wording<'a>,
    pub(super) args: &'a TakeArgs,
    pub(super) by: &'a Performer,
}

impl Told<'_> {
    /// The command that does the same without questions; `accepted` are flags for what was asked.
    pub(super) fn command(&self, accepted: &[&str]) -> String {
        let occasion = self.wording.occasion;
        let mut text = format!("tickmark record {}", shell(&occasion.control.id));
        let mut flag = |name: &str, value: &str| {
            // Writing to a String cannot fail.
            let _ = write!(text, " --{name} {}", shell(value));
        };
        flag("period", &occasion.period.name);
        flag("by", &self.by.short);
        self.args.done.iter().for_each(|done| flag("done", done));
        self.args.summary.iter().for_each(|summary| flag("summary", summary));
        self.wording.artifacts.attached.iter().for_each(|path| flag("attach", &path.to_string_lossy()));
        self.args.stdin.iter().for_each(|name| flag("stdin", name));
        self.args.name.iter().for_each(|name| flag("name", name));
        self.wording.answers.iter().for_each(|name| flag("for", name));
        let given = [
            (self.args.accept_secrets, "--accept-secrets"),
            (self.args.accept_personal_data, "--accept-personal-data"),
        ];
        let given = given.into_iter().filter(|(is_given, _)| *is_given).map(|(_, flag)| flag);
        for flag in given.chain(accepted.iter().copied()) {
            text.push(' ');
            text.push_str(flag);
        }
        if !self.args.words.is_empty() {
            text.push_str(" --");
            self.args.words.iter().for_each(|word| {
                let _ = write!(text, " {}", shell(word));
            });
        }
        text
    }

    /// What was written, what is odd about it, and what comes next.
    pub(super) fn text(&self) -> String {
        let occasion = self.wording.occasion;
        let path = &occasion.path;
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = match &occasion.standing {
            Standing::New => writeln!(text, "Wrote {path}, result pending, with"),
            Standing::After(before) => {
                writeln!(text, "Wrote {path}, result pending, beside {before}, which is committed, with")
            }
            Standing::Open(_) => writeln!(text, "Added to {path}, result pending:"),
        };
        for artifact in &self.wording.artifacts.list {
            let digest = artifact.sha256.to_string();
            let _ = writeln!(
                text,
                "  {}  {} bytes, sha256 {}…",
                visible(record_folder(path).join(&artifact.name).as_str()),
                artifact.bytes.len(),
                &digest[..12]
            );
        }
        for remark in self.remarks() {
            let _ = writeln!(text, "note: {}", visible(&remark));
        }
        text + &self.next()
    }

    fn remarks(&self) -> Vec<String> {
        let occasion = self.wording.occasion;
        let mut remarks = Vec::new();
        if self.by.by_default {
            remarks.push(format!(
                "performed by `{}`, as the control says; `--by` names somebody else",
                self.by.short
            ));
        }
        if let Some(ran) = self.wording.artifacts.ran.as_ref().filter(|ran| ran.exit != 0) {
            remarks.push(format!("`{}` ended with {}, and the record says so", ran.words[0], ran.exit));
        }
        let today = When::parse(&self.wording.done).map(|when| when.date(self.wording.zone));
        if occasion.control.cadence.is_on_event() && today.is_some_and(|day| day < occasion.period.end) {
            remarks.push(format!("{} is not over: more items may come", occasion.period.name));
        }
        let population = occasion.control.population.as_ref().filter(|_| occasion.population.is_none());
        if let Some(population) = population {
            remarks.push(format!(
                "there is no extraction of `{}` for {} yet",
                population.value, occasion.period.name
            ));
        }
        let left = self.unanswered();
        if !left.is_empty() {
            remarks.push(format!(
                "the control also asks for {}; `--for` says what a file answers",
                left.join(", ")
            ));
        }
        remarks
    }

    /// Entries of the control's `evidence` that nothing answers yet.
    fn unanswered(&self) -> Vec<String> {
        let entries = &self.wording.occasion.control.evidence;
        if entries.len() < 2 {
            return Vec::new();
        }
        let before = match &self.wording.occasion.standing {
            Standing::Open(record) => record.artifacts.as_slice(),
            Standing::New | Standing::After(_) => &[],
        };
        let answered = |name: &str| {
            let before = before.iter().flat_map(|artifact| &artifact.answers).any(|one| **one == *name);
            before || self.wording.answers.iter().any(|one| one == name)
        };
        let open = entries.iter().map(|entry| &entry.name.value).filter(|name| !answered(name));
        open.map(|name| format!("`{name}`")).collect()
    }

    fn next(&self) -> String {
        let path = self.scope.from_here(&self.wording.occasion.path);
        let folder = self.scope.from_here(&RepoPath::new(self.wording.occasion.path.folder()));
        let review = self.judged.loaded.register.program.as_ref().map(|program| program.review);
        let review = match review.unwrap_or_default() {
            ReviewRule::FourEyes => "then somebody else looks at it and adds `reviewed:`",
            ReviewRule::Any => "then whoever looks at it adds `reviewed:`",
            ReviewRule::None => "nobody has to review it",
        };
        format!(
            "\nNext:\n  look at what was taken, and say what came of it in {}:\n    \
             result: pass | exception | fail, and a summary with numbers\n  \
             git add {} && git commit\n  {review}\n",
            visible(&path),
            shell(&folder),
        )
    }
}
