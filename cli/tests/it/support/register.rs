//! A small company with a framework of its own, a statement, risks and a history of three commits.

use std::path::Path;

use tempfile::TempDir;

use super::{folder, git, succeed};

const PROGRAM: &str = "\
company: {name: Northwind, timezone: UTC}
people:
  omar: {name: Omar Haddad, email: omar@northwind.example, role: CTO}
  priya: {name: Priya Raman, email: priya@northwind.example, role: Head of Security}
frameworks: {house: {}}
";

const HOUSE: &str = "\
id: house
name: House standard
groups: [{id: '4', title: Context}, {id: A, title: Measures}]
requirements:
  - {id: '4.1', title: The context is known, group: '4'}
  - {id: A.1, title: Access is reviewed, group: A, excludable: true}
  - {id: A.2, title: Backups are restored, group: A, excludable: true}
  - {id: A.3, title: Threats are watched, group: A, excludable: true}
  - {id: A.4, title: Doors are locked, group: A, excludable: true}
  - {id: A.5, title: Cables are safe, group: A, excludable: true}
  - {id: A.10, title: Data is masked, group: A, excludable: true}
";

/// The decisions that were approved, with what a person left around them.
pub(crate) const DECISIONS: &str = "\
# What we decided, and why.
framework: house
approved: {by: omar, at: 2026-01-05}
decisions:
  # Nobody sits in an office.
  A.4: {applies: false, because: No premises of our own.}   # asked again each year
  A.10: {status: planned, due: 2026-12-15, owner: priya, because: contract}
x-note: kept
";

const METHOD: &str = "\
title: Risk method
version: \"1.1\"
owner: priya
approved: {by: omar, at: 2026-01-05}
likelihood: [{name: rare, means: once in ten years}, {name: possible}, {name: likely}]
impact: [{name: minor}, {name: major}, {name: severe}]
levels:
  - {id: low, title: Low, accepted_by: risk-owner}
  - {id: medium, title: Medium, accepted_by: risk-owner}
  - {id: high, title: High, accepted_by: omar}
bands: {low: 1, medium: 3, high: 6}
appetite: medium
review: semiannual
";

const FIRST: [(&str, &str); 13] = [
    ("policies/program.yaml", PROGRAM),
    ("policies/frameworks/house.yaml", HOUSE),
    ("policies/soa/house.yaml", DECISIONS),
    ("policies/isms/method.yaml", METHOD),
    (
        "policies/controls/C-1.yaml",
        "id: C-1\ntitle: Access review\nowner: priya\nstatement: S.\nsince: 2026-01-01\ncadence: quarterly\nsatisfies: {house: A.1}\nmitigates: R-1\n",
    ),
    (
        "policies/controls/C-2.yaml",
        "id: C-2\ntitle: Restore test\nowner: omar\nstatement: S.\nsince: 2026-01-01\ncadence: quarterly\nsatisfies: {house: A.2}\n",
    ),
    (
        "policies/controls/D-3.yaml",
        "id: D-3\ntitle: Threat feed\nowner: omar\nstatement: S.\nstatus: draft\ncadence: quarterly\nsatisfies: {house: A.3}\nmitigates: R-1\n",
    ),
    (
        "policies/controls/X-9.yaml",
        "id: X-9\ntitle: Spare phone\nowner: omar\nstatement: S.\nsince: 2026-05-01\ncadence: annual\nmitigates: R-3\n",
    ),
    (
        "policies/risks/R-1.yaml",
        "id: R-1\ntitle: Former employee keeps access\nowner: priya\ninherent: {likelihood: 3, impact: 3}\ntreatment: mitigate\ncontrols: [C-1, C-2]\nplan: {what: Join through one door, owner: omar, due: 2026-05-20}\nresidual: {likelihood: 2, impact: 2}\nreviewed: {by: priya, at: 2026-01-04}\napproved: {by: priya, at: 2026-01-04}\n",
    ),
    (
        "policies/risks/R-2.yaml",
        "id: R-2\ntitle: =Backup| is lost\nowner: omar\ninherent: {likelihood: 2, impact: 3}\ntreatment: mitigate\ncontrols: C-2\nresidual: {likelihood: 1, impact: 2}\nreviewed: {by: omar, at: 2025-11-01}\napproved: {by: priya, at: 2026-01-04}\n",
    ),
    (
        "policies/risks/R-3.yaml",
        "id: R-3\ntitle: Region is down\nowner: priya\ninherent: {likelihood: 2, impact: 3}\ntreatment: accept\nresidual: {likelihood: 1, impact: 3}\nreviewed: {by: priya, at: 2026-01-04}\nacceptance: {by: priya, at: 2026-01-04, until: 2026-05-31, because: A second region costs more.}\n",
    ),
    ("policies/risks/R-4.yaml", "id: R-4\ntitle: Laptop is stolen\ntreatment: avoid\n"),
    ("policies/registers/vendors.yaml", "aws: {what: Hosting, owner: omar}\n"),
];

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Commits everything at noon of a day.
pub(crate) fn commit(root: &Path, day: &str) {
    succeed(git(root).args(["add", "."]));
    let at = format!("{day}T12:00:00Z");
    let mut command = git(root);
    command.env("GIT_AUTHOR_DATE", &at).env("GIT_COMMITTER_DATE", &at);
    succeed(command.args(["commit", "--quiet", "--message", "work"]));
}

/// The company: `first` is the tag of its beginning; then evidence, then another rating.
pub(crate) fn register() -> TempDir {
    let company = folder();
    let root = company.path();
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    for (path, text) in FIRST {
        write(root, path, text);
    }
    commit(root, "2026-01-05");
    succeed(git(root).args(["tag", "first"]));
    let record = "control: C-1\nperiod: 2026-Q1\nperformed: {by: priya, at: 2026-03-30}\nreviewed: {by: omar, at: 2026-03-31}\nresult: pass\nsummary: Looked.\n";
    write(root, "evidence/C-1/2026-Q1.yaml", record);
    commit(root, "2026-03-31");
    let (path, _) = FIRST[10];
    let text = std::fs::read_to_string(root.join(path)).unwrap();
    write(
        root,
        path,
        &text.replace("residual: {likelihood: 1, impact: 3}", "residual: {likelihood: 2, impact: 3}"),
    );
    commit(root, "2026-05-10");
    company
}
