//! `misplaced-file`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::kind::{Kind, Place};
use crate::model::FileFact;
use crate::place::RepoPath;
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "misplaced-file",
        group: Group::Shape,
        level: Level::Warning,
        summary: "A file in a place where nothing is looked for.",
        fixable: false,
        history: false,
        page: include_str!("misplaced_file.md"),
    },
    checks: &[Check::File(check), Check::Problem(problem)],
};

fn check(facts: &Facts<'_>, file: &FileFact, out: &mut Vec<Finding>) {
    if file.place != Place::Misplaced {
        return;
    }
    let message = format!("no kind of file lives at `{}`", file.path);
    let help = match meant(&file.path) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "move it to the folder of its kind, or out of `policies/` and `evidence/`".to_owned(),
    };
    out.push(facts.about(&RULE, file.file, message).subject(file.path.as_str()).help(help));
}

fn problem(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    if let ProblemKind::MisplacedFile { help } = &problem.kind {
        let path = facts.register.path(problem.location.file);
        let message = format!("no kind of file lives at `{path}`");
        out.push(
            facts.about(&RULE, problem.location.file, message).subject(path.as_str()).help(help.as_str()),
        );
    }
}

/// The nearest path at which a file of this name would be of a kind.
fn meant(path: &RepoPath) -> Option<String> {
    let parts: Vec<&str> = path.parts().collect();
    let [top, folder, rest @ ..] = parts.as_slice() else { return None };
    let known = Kind::ALL.iter().filter_map(|kind| kind.lives_in().strip_prefix(top)?.strip_prefix('/'));
    let (front, near) = if rest.is_empty() {
        // A file right below: its stem may be near to a name that is known.
        (*top, did_you_mean(folder, known.filter(|place| !place.contains('/')))?.to_owned())
    } else {
        let folders = known.filter_map(|place| place.split_once('/')).map(|(folder, _)| folder);
        let near = did_you_mean(folder, folders.filter(|folder| !folder.starts_with('<')))?;
        (*top, format!("{near}/{}", rest.join("/")))
    };
    let path = format!("{front}/{near}");
    (Place::of(&RepoPath::new(&path)) != Place::Misplaced).then_some(path)
}
