//! A made-up compliance repository of any size: the same bytes for the same numbers.
//!
//! Controls with a quarterly cadence, records of every quarter before the window's end, an artifact
//! beside each record with its true digest, people, a policy and a risk for every tenth control.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// How much there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Controls.
    pub(crate) controls: usize,
    /// Evidence records, spread over the controls.
    pub(crate) records: usize,
}

/// The last quarter that has evidence.
const LAST: (usize, usize) = (2026, 3);

/// Writes the files below a folder.
pub(crate) fn write(root: &Path, size: Size) -> io::Result<()> {
    for (path, text) in beginning(size) {
        put(root, &path, &text)?;
    }
    for number in 0..size.records {
        record(root, number % size.controls + 1, number / size.controls)?;
    }
    Ok(())
}

/// The files that are there from the first commit on: programme, policy, controls and risks.
pub(crate) fn beginning(size: Size) -> Vec<(String, String)> {
    let mut files = vec![
        ("policies/program.yaml".to_owned(), PROGRAM.to_owned()),
        ("policies/access-control.md".to_owned(), POLICY.to_owned()),
    ];
    files.extend((1..=size.controls).map(control_file));
    let risks = 1..=size.controls.div_ceil(10);
    files.extend(risks.map(|number| (format!("policies/risks/R-{number:04}.yaml"), risk(number, size))));
    files
}

fn put(root: &Path, path: &str, text: &str) -> io::Result<()> {
    let file = root.join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}

fn control_id(number: usize) -> String {
    format!("C-{number:04}")
}

const PROGRAM: &str = "\
company:
  name: Large Example
  timezone: Europe/Berlin
people:
  priya: {name: Priya Raman, email: priya@large.example, role: Head of Security}
  omar: {name: Omar Haddad, email: omar@large.example, role: CTO}
  lena: {name: Lena Fischer, email: lena@large.example, role: People lead}
frameworks:
  soc2: {version: \"2017\", categories: [security]}
  iso27001: {version: \"2022\"}
audits:
  soc2-2026: {framework: soc2, type: type2, window: 2026-01-01..2026-09-30}
";

const POLICY: &str = "\
---
id: access-control
title: Access control policy
version: \"2.1\"
owner: priya
approved: {by: omar, at: 2026-02-20}
review: annual
---

# Access control policy

Access is granted by role and reviewed each quarter.
";

/// Criteria that the controls take in turn.
const CRITERIA: [(&str, &str); 6] = [
    ("CC6.1", "A.5.15"),
    ("CC6.2", "A.5.18"),
    ("CC6.3", "A.8.2"),
    ("CC7.1", "A.8.8"),
    ("CC7.2", "A.8.16"),
    ("CC8.1", "A.8.32"),
];

/// A control and its path.
pub(crate) fn control_file(number: usize) -> (String, String) {
    (format!("policies/controls/{}.yaml", control_id(number)), control(number))
}

fn control(number: usize) -> String {
    let (soc2, iso) = CRITERIA[number % CRITERIA.len()];
    format!(
        "id: {id}\n\
         title: Review number {number} of access to production\n\
         owner: priya\n\
         statement: System owners review who can reach system {number} each quarter and remove what is not needed.\n\
         cadence: quarterly\n\
         since: 2020-01-01\n\
         satisfies:\n  soc2: [{soc2}]\n  iso27001: {iso}\n\
         mitigates: R-{risk:04}\n\
         policies: access-control\n\
         performer: priya\n\
         reviewer: omar\n",
        id = control_id(number),
        risk = (number - 1) / 10 + 1,
    )
}

fn risk(number: usize, size: Size) -> String {
    let mut controls = String::new();
    for control in (number - 1) * 10 + 1..=(number * 10).min(size.controls) {
        let comma = if controls.is_empty() { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(controls, "{comma}{}", control_id(control));
    }
    format!(
        "id: R-{number:04}\n\
         title: Somebody reaches system {number} who should not\n\
         scenario: An account that nobody needs stays active and is used to copy data.\n\
         owner: priya\n\
         inherent: {{likelihood: 4, impact: 3}}\n\
         treatment: mitigate\n\
         controls: [{controls}]\n\
         residual: {{likelihood: 2, impact: 3}}\n\
         reviewed: {{by: priya, at: 2026-06-12}}\n\
         approved: {{by: priya, at: 2026-06-12}}\n"
    )
}

/// The record of a control, so many quarters before the last one.
fn record(root: &Path, control: usize, back: usize) -> io::Result<()> {
    let [artifact, record] = record_files(control, back);
    put(root, &artifact.0, &artifact.1)?;
    put(root, &record.0, &record.1)
}

/// An artifact and the record that vouches for it, each with its path.
pub(crate) fn record_files(control: usize, back: usize) -> [(String, String); 2] {
    let quarters = LAST.0 * 4 + LAST.1 - 1 - back;
    let (year, quarter) = (quarters / 4, quarters % 4 + 1);
    let (id, month) = (control_id(control), quarter * 3);
    let period = format!("{year}-Q{quarter}");
    let mut accounts = String::from("account,role,decision\n");
    for account in 0..8 {
        // Writing to a String cannot fail.
        let _ = writeln!(accounts, "user-{:04},reader,keep", (control * 31 + back * 7 + account) % 10_000);
    }
    let mut digest = String::new();
    for byte in Sha256::digest(&accounts) {
        // Writing to a String cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    let text = format!(
        "control: {id}\n\
         period: {period}\n\
         performed: {{by: priya, at: {year}-{month:02}-20}}\n\
         reviewed: {{by: omar, at: {year}-{month:02}-24}}\n\
         result: pass\n\
         summary: Every account of system {control} was looked at; none had to be removed.\n\
         artifacts:\n  - {{file: accounts.csv, sha256: {digest}}}\n"
    );
    [
        (format!("evidence/{id}/{period}/accounts.csv"), accounts),
        (format!("evidence/{id}/{period}.yaml"), text),
    ]
}
