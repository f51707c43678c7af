//! `artifact-without-hash`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::place::{Location, Span};
use crate::rules::held::Held;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "artifact-without-hash",
        group: Group::Evidence,
        level: Level::Error,
        summary: "An artifact without the digest that fixes its bytes.",
        fixable: false,
        history: false,
        page: include_str!("artifact_without_hash.md"),
    },
    checks: &[Check::Artifact(check)],
};

fn check(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    if held.artifact.sha256.is_some() {
        return;
    }
    let name = held.name();
    let digest = held.lies_at().and_then(|path| facts.register.file(path.as_str())?.sha256);
    let finding = facts.at(&RULE, held.file, name.span, format!("`{}` has no digest", name.value));
    let finding = finding.subject(held.path.as_str());
    let Some(digest) = digest else {
        out.push(finding.help("add `sha256:` with the digest of its bytes"));
        return;
    };
    let finding = finding.help(format!("add `sha256: {digest}`"));
    let entry = insertion(facts.source(held.file), name.span, &format!("sha256: {digest}"));
    out.push(match entry {
        Some((at, text)) => {
            let place = Location { file: held.file, span: Span::at(at) };
            finding.fix_unsafe(place, text, "it vouches for the bytes that lie there now")
        }
        None => finding,
    });
}

/// Where a key goes behind the value at `span` of `file: NAME`, and how it is written there: after a
/// comma in braces, else on a line of its own below `file`.
fn insertion(source: &[u8], span: Span, entry: &str) -> Option<(usize, String)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let line = source[..start].iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
    let before = source.get(line..start)?;
    let behind = source.get(end..)?;
    let rest = &behind[..behind.iter().position(|&byte| byte == b'\n').unwrap_or(behind.len())];
    match rest.trim_ascii().first() {
        Some(b',' | b'}') => Some((end, format!(", {entry}"))),
        None | Some(b'#') => {
            let column = before.windows(5).rposition(|window| window == b"file:")?;
            let indent = " ".repeat(column);
            let feed = if rest.ends_with(b"\r") { "\r\n" } else { "\n" };
            let lead = before[..column].iter().all(|byte| matches!(byte, b' ' | b'-'));
            let at = end + rest.strip_suffix(b"\r").unwrap_or(rest).len();
            lead.then(|| (at, format!("{feed}{indent}{entry}")))
        }
        Some(_) => None,
    }
}
