//! `unsafe-path`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::model::{FileFact, Form, Record, Text, record_file, record_folder};
use crate::place::{FileId, Hazard, RepoPath};
use crate::rules::held::{Held, decisions_file};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unsafe-path",
        group: Group::Shape,
        level: Level::Error,
        summary: "A name that must not be followed: a link, a submodule, a way out of its folder, a name that two files share.",
        fixable: false,
        history: false,
        page: include_str!("unsafe_path.md"),
    },
    checks: &[
        Check::Problem(problem),
        Check::File(file),
        Check::Artifact(artifact),
        Check::Record(decisions),
    ],
};

fn problem(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    if let ProblemKind::UnsafePath { path, because, hazard } = &problem.kind {
        let (message, help, level) = match hazard {
            Hazard::Everywhere => {
                (format!("the path `{path}` is not safe: {because}"), "give it another name", RULE.meta.level)
            }
            Hazard::OnWindows => (
                format!("the path `{path}` cannot be stored everywhere: {because}"),
                "give it a name that every machine can check out",
                Level::Warning,
            ),
        };
        let finding = facts.at(&RULE, problem.location.file, problem.location.span, message);
        out.push(Finding { level, ..finding.subject(path.as_str()).help(help) });
    }
}

fn file(facts: &Facts<'_>, file: &FileFact, out: &mut Vec<Finding>) {
    let what = match file.form {
        Form::File => return,
        Form::Symlink => "a symbolic link",
        Form::Submodule => "a submodule",
    };
    let message = format!("`{}` is {what}, which is never followed", file.path);
    out.push(
        facts
            .about(&RULE, file.file, message)
            .subject(file.path.as_str())
            .help("put a copy of the file in its place"),
    );
}

fn artifact(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    if let Some(name) = held.file_name() {
        stays(facts, held.file, held.path, name, out);
    }
}

fn decisions(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if let Some(name) = decisions_file(record) {
        stays(facts, record.file, &record.path, name, out);
    }
}

fn stays(facts: &Facts<'_>, file: FileId, record: &RepoPath, name: &Text, out: &mut Vec<Finding>) {
    if record_file(record, name).is_none() {
        let message = format!("`{}` does not stay in the folder of its record", name.value);
        let help =
            format!("put the file into `{}/` and name it as it is called there", record_folder(record));
        out.push(facts.at(&RULE, file, name.span, message).subject(record.as_str()).help(help));
    }
}
