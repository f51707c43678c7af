//! `file-too-large`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::kind::Place;
use crate::model::{FileFact, Form};
use crate::place::FileId;
use crate::rules::words::mebibytes;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "file-too-large",
        group: Group::Shape,
        level: Level::Error,
        summary: "A file that is read is over 4 MiB.",
        fixable: false,
        history: false,
        page: include_str!("file_too_large.md"),
    },
    checks: &[Check::Problem(problem), Check::File(file)],
};

/// What one file that is read may hold.
const LIMIT: u64 = 4 << 20;

fn problem(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    if let ProblemKind::FileTooLarge { bytes, .. } = &problem.kind {
        out.push(finding(facts, problem.location.file, *bytes));
    }
}

fn file(facts: &Facts<'_>, file: &FileFact, out: &mut Vec<Finding>) {
    let read = match file.place {
        Place::Known(_) | Place::SystemProse | Place::Signers | Place::ExtractionData | Place::Statement => {
            true
        }
        Place::Anchor | Place::Attachment | Place::Template | Place::Elsewhere | Place::Misplaced => false,
    };
    if read && file.form == Form::File && file.size > LIMIT {
        out.push(finding(facts, file.file, file.size));
    }
}

fn finding(facts: &Facts<'_>, file: FileId, bytes: u64) -> Finding {
    let message = format!("{} is more than the {} that are read", mebibytes(bytes), mebibytes(LIMIT));
    facts
        .about(&RULE, file, message)
        .note("nothing in it was judged")
        .help("split the file, or keep long texts in a file of their own")
}
