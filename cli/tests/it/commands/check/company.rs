//! A company on a bare repository whose branches are pull requests, written in one stream.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use crate::support::git;

/// What a pull request does to a file.
#[derive(Clone, Copy)]
pub(super) enum Do<'a> {
    /// Replaces a text that stands there once.
    Edit(&'a str, &'a str, &'a str),
    /// Writes the whole file.
    Write(&'a str, &'a str),
    Delete(&'a str),
    Rename(&'a str, &'a str),
}

pub(super) const PROGRAM: &str = "policies/program.yaml";
pub(super) const AC01: &str = "policies/controls/AC-01.yaml";
pub(super) const AC02: &str = "policies/controls/AC-02.yaml";
pub(super) const BK01: &str = "policies/controls/BK-01.yaml";
pub(super) const VM01: &str = "policies/controls/VM-01.yaml";
pub(super) const R01: &str = "policies/risks/R-01.yaml";
pub(super) const SOA: &str = "policies/soa/iso27001.yaml";
pub(super) const POLICY: &str = "policies/access-control.md";
pub(super) const VENDORS: &str = "policies/registers/vendors.yaml";
pub(super) const Q1: &str = "evidence/AC-01/2026-Q1.yaml";
pub(super) const USERS: &str = "evidence/AC-01/2026-Q1/users.csv";

const FILES: [(&str, &str); 13] = [
    (PROGRAM, include_str!("company/program.yaml")),
    (AC01, include_str!("company/AC-01.yaml")),
    (AC02, include_str!("company/AC-02.yaml")),
    (BK01, include_str!("company/BK-01.yaml")),
    (VM01, include_str!("company/VM-01.yaml")),
    (R01, include_str!("company/R-01.yaml")),
    (SOA, include_str!("company/iso27001.yaml")),
    (POLICY, include_str!("company/access-control.md")),
    (VENDORS, include_str!("company/vendors.yaml")),
    ("policies/populations/leavers.yaml", include_str!("company/leavers.yaml")),
    (Q1, include_str!("company/2026-Q1.yaml")),
    (USERS, "account,decision\nada,keep\nben,keep\n"),
    ("README.md", "# Compliance of Northwind\n"),
];

/// A pull request: a branch of main, and what main did meanwhile.
pub(super) struct Pull<'a> {
    /// Which promise of `check` it is about.
    pub(super) name: &'a str,
    /// What the branch does.
    pub(super) does: &'a [Do<'a>],
    /// What main does after the branch began.
    pub(super) meanwhile: &'a [Do<'a>],
}

/// Writes a bare repository with `pull-N` for each pull request and `main-N` for what it is meant for.
pub(super) fn write(folder: &Path, pulls: &[Pull<'_>]) {
    let run = |arguments: &[&str]| crate::support::succeed(git(folder).args(arguments));
    run(&["init", "--quiet", "--bare", "--initial-branch=main", "."]);
    let start: BTreeMap<String, String> =
        FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let mut stream = String::new();
    let all: Vec<Do<'_>> = FILES.iter().map(|(path, text)| Do::Write(path, text)).collect();
    let (old, new): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|one| matches!(one, Do::Write(path, _) if !path.starts_with("evidence/")));
    commit(
        &mut stream,
        "main",
        None,
        "Omar Haddad <omar@northwind.example>",
        "2026-01-05",
        "Begin",
        &old,
        &BTreeMap::new(),
    );
    commit(
        &mut stream,
        "main",
        Some("refs/heads/main"),
        "Priya Raman <priya@northwind.example>",
        "2026-03-30",
        "Evidence",
        &new,
        &start,
    );
    for (number, pull) in pulls.iter().enumerate() {
        let author = "Mateo Silva <mateo@northwind.example>";
        let from = Some("refs/heads/main");
        commit(
            &mut stream,
            &format!("pull-{number}"),
            from,
            author,
            "2026-04-15",
            pull.name,
            pull.does,
            &start,
        );
        let lead = "Omar Haddad <omar@northwind.example>";
        commit(
            &mut stream,
            &format!("main-{number}"),
            from,
            lead,
            "2026-04-14",
            "Meanwhile",
            pull.meanwhile,
            &start,
        );
    }
    let mut import =
        git(folder).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git starts");
    import.stdin.take().expect("its input").write_all(stream.as_bytes()).expect("it reads");
    assert!(import.wait().expect("it ends").success());
}

#[expect(clippy::too_many_arguments, reason = "one line of a stream")]
fn commit(
    stream: &mut String,
    branch: &str,
    from: Option<&str>,
    who: &str,
    day: &str,
    message: &str,
    does: &[Do<'_>],
    start: &BTreeMap<String, String>,
) {
    let seconds = jiff::civil::date(
        day[..4].parse().expect("a year"),
        day[5..7].parse().expect("a month"),
        day[8..].parse().expect("a day"),
    );
    let seconds = seconds.at(12, 0, 0, 0).in_tz("UTC").expect("a moment").timestamp().as_second();
    let _ = write!(
        stream,
        "commit refs/heads/{branch}\nauthor {who} {seconds} +0000\ncommitter {who} {seconds} +0000\n"
    );
    let _ = writeln!(stream, "data {}\n{message}", message.len());
    if let Some(from) = from.filter(|_| branch != "main") {
        let _ = writeln!(stream, "from {from}");
    }
    let mut now = start.clone();
    for one in does {
        match one {
            Do::Write(path, text) => {
                now.insert((*path).to_owned(), (*text).to_owned());
                put(stream, path, text);
            }
            Do::Edit(path, old, new) => {
                let text = now.get_mut(*path).unwrap_or_else(|| panic!("{message}: {path} is there"));
                assert_eq!(text.matches(old).count(), 1, "{message}: `{old}` stands once in {path}");
                *text = text.replace(old, new);
                let text = text.clone();
                put(stream, path, &text);
            }
            Do::Delete(path) => {
                let _ = writeln!(stream, "D {path}");
            }
            Do::Rename(old, new) => {
                let text = now.remove(*old).unwrap_or_else(|| panic!("{message}: {old} is there"));
                now.insert((*new).to_owned(), text);
                let _ = writeln!(stream, "R {old} {new}");
            }
        }
    }
    stream.push('\n');
}

fn put(stream: &mut String, path: &str, text: &str) {
    let _ = write!(stream, "M 100644 inline {path}\ndata {}\n{text}\n", text.len());
}
