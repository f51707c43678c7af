//! What an import of a table says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::app::pipeline::Judged;
use crate::app::{Scope, World};
use crate::exchange::{By, Shape, Taken};
use crate::finding::{Finding, Findings};
use crate::place::RepoPath;
use crate::report::{Style, drawn, patch};
use crate::rules::RuleSelection;
use crate::sheet::letters;
use crate::text::visible;

/// Which column was taken for which field, and by what.
pub(super) fn columns(taken: &Taken) -> String {
    let line = |text: &str| visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let titles: Vec<String> = taken.columns.iter().map(|column| line(&column.title)).collect();
    let width =
        |texts: &mut dyn Iterator<Item = usize>, least: usize| texts.max().unwrap_or(0).max(least).min(40);
    let first = width(&mut titles.iter().map(|title| title.chars().count()), 6);
    let second = width(&mut taken.columns.iter().map(|column| column.field.chars().count()), 5);
    let mut text = String::new();
    // Writing to a String cannot fail.
    if !taken.tab.is_empty() {
        let _ = writeln!(text, "tab {}", line(&taken.tab));
    }
    let _ = writeln!(text, "   {:first$}  {:second$}  by", "column", "field");
    for (column, title) in taken.columns.iter().zip(&titles) {
        let by = match &column.by {
            By::Said => "--map",
            By::Name => "its name",
            By::Word => "another word for it",
            By::Framework => "the framework's name",
            By::Unread(because) => &format!("not read: {because}"),
        };
        let field = if column.field.is_empty() { "-" } else { &column.field };
        let _ = writeln!(text, "{:2} {title:first$}  {field:second$}  {}", letters(column.at), visible(by));
    }
    text
}

/// The files that change as a patch, and the new ones by name.
pub(super) fn difference(taken: &Taken, scope: &Scope, world: &World) -> String {
    let top = RepoPath::new(&scope.prefix);
    let terminal = world.output.terminal;
    let mut text = String::new();
    for change in taken.changes.iter().filter(|change| change.before.is_some()) {
        let before = change.before.as_deref().unwrap_or_default();
        let lines = patch(&top.join(change.path.as_str()), before.as_bytes(), change.after.as_bytes());
        text.push_str(&drawn(&lines, Style { color: terminal.color, ..Style::PLAIN }));
    }
    for change in taken.changes.iter().filter(|change| change.before.is_none()) {
        let place = PathBuf::from(scope.from_here(&change.path));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "new {}", visible(&place.to_string_lossy()));
    }
    text
}

/// What came of it.
pub(super) fn counts(taken: &Taken, shape: &Shape, dry_run: bool) -> String {
    let mut text = format!(
        "{}: {} new, {} changed, {} as on file",
        shape.tab,
        taken.new.len(),
        taken.changed.len(),
        taken.same
    );
    // Writing to a String cannot fail.
    if taken.unnamed > 0 {
        let _ = write!(text, "; {} on file and not in the table, left as they are", taken.unnamed);
    }
    if taken.kept > 0 {
        let cells = if taken.kept == 1 { "1 cell is" } else { &format!("{} cells are", taken.kept) };
        let _ = write!(text, "; {cells} empty where a file holds a value, which stays");
    }
    text.push('\n');
    match (taken.changes.is_empty(), dry_run) {
        (true, _) => text.push_str("nothing is to be written\n"),
        (false, true) => text.push_str("nothing was written: --dry-run\n"),
        (false, false) => {}
    }
    text
}

/// What the linter finds that it did not find before, by rule.
pub(super) fn findings(judged: Judged, texts: &BTreeMap<RepoPath, Vec<u8>>) -> String {
    let key = |finding: &Finding| (finding.rule, finding.path.clone(), finding.message.clone());
    let before: std::collections::BTreeSet<_> = judge(&judged).list().iter().map(key).collect();
    let after = judge(&judged.with(texts));
    let mut new: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in after.list().iter().filter(|one| one.waived.is_none() && !before.contains(&key(one))) {
        new.entry(finding.rule).or_default().push(finding);
    }
    if new.is_empty() {
        return "`tickmark lint` finds nothing new\n".to_owned();
    }
    let mut text = "`tickmark lint` finds what it did not find before:\n".to_owned();
    for (rule, list) in new {
        let Some(first) = list.first() else { continue };
        let more = if list.len() == 1 { String::new() } else { format!(" (and {} more)", list.len() - 1) };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "  {} {rule}: {}: {}{more}",
            first.level.word(),
            visible(first.path.as_str()),
            visible(&first.message)
        );
    }
    text
}

fn judge(judged: &Judged) -> Findings {
    let assessment = judged.assess(judged.lint_window(), None);
    judged.judge(Some(&assessment), None, &RuleSelection::default())
}
