//! A secret in a file that is not kept is found in every source, and shown in no format.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, git, succeed, tickmark, told};

const PROGRAM: &str = "\
company: {name: Northwind Robotics, timezone: Europe/Berlin}
people:
  priya: {name: Priya Raman}
  omar: {name: Omar Haddad}
";

const RECORD: &str = "\
control: AC-02
period: 2026-Q1
performed: {by: priya, at: 2026-03-27}
result: pass
summary: The password of the export was xq, its secret = 9fKq2LmXw7Rt4Zb8hN, both changed since.
artifacts:
  - {file: okta.json}
";

const EXPORT: &str = "{\n  \"users\": 41,\n  \"apiToken\": \"Zb8Rt4wQ7mLk2Xf9\"\n}\n";

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn lint(root: &Path, more: &[&str]) -> String {
    let mut command = tickmark(root);
    command.args(["lint", "--as-of", "2026-04-01", "--select", "secrets,unknown-control"]).args(more);
    told(&mut command)
}

#[test]
fn a_secret_is_found_in_every_source_and_shown_in_no_format() {
    let folder = folder();
    let root = folder.path();
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    write(root, "policies/program.yaml", PROGRAM);
    write(root, "evidence/AC-02/2026-Q1.yaml", RECORD);
    write(root, "evidence/AC-02/2026-Q1/okta.json", EXPORT);
    succeed(git(root).args(["add", "."]));
    succeed(git(root).args(["commit", "--quiet", "--message", "Begin"]));
    let full = lint(root, &[]);
    assert_data_eq!(full.clone(), str![[r#"
Northwind Robotics, lint
work tree on acbc6f0887, as of 2026-04-01

error[unknown-control]: there is no control `AC-02`
 --> evidence/AC-02/2026-Q1.yaml:1:10
  |
1 | control: AC-02
  |          ^^^^^
  |
  = note: there are no controls yet
  = help: write `policies/controls/AC-02.yaml`, or correct the id

error[secret-in-evidence]: a secret stands in `evidence/AC-02/2026-Q1.yaml`, `9fKq…`
 --> evidence/AC-02/2026-Q1.yaml:5:58
  |
5 | summary: The password of the export was xq, its secret = 9fKq**************, both changed since.
  |                                                          ^^^^^^^^^^^^^^^^^^
  |
  = note: it is known by its shape, which may be wrong; whoever can read this repository can read it
  = help: withdraw it where it was issued first, as the history keeps it; then take the evidence again without it

error[secret-in-evidence]: a token stands in `evidence/AC-02/2026-Q1/okta.json`, `Zb8R…`
 --> evidence/AC-02/2026-Q1/okta.json:3:16
  |
3 |   "apiToken": "Zb8R************"
  |                ^^^^^^^^^^^^^^^^
  |
 ::: evidence/AC-02/2026-Q1.yaml:7:12
  |
7 |   - {file: okta.json}
  |            --------- this names the file
  |
  = note: it is known by its shape, which may be wrong; whoever can read this repository can read it
  = help: withdraw it where it was issued first, as the history keeps it; then take the evidence again without it

3 errors, 0 warnings and 0 notes in 3 files
-- exit 1 --

"#]].raw());
    assert_eq!(
        full.split_once("as of").expect("a head").1,
        lint(root, &["--at", "HEAD"]).split_once("as of").expect("a head").1
    );
    for format in ["full", "concise", "json"] {
        let told = lint(root, &["--format", format]);
        assert!(!told.contains("9fKq2") && !told.contains("Zb8Rt4"), "{format}: {told}");
    }
}

#[test]
fn a_find_is_set_aside_where_the_record_names_the_file() {
    let folder = folder();
    let root = folder.path();
    write(root, "policies/program.yaml", PROGRAM);
    let aside = "  # tickmark: ignore[secret-in-evidence] A made-up token of the vendor's manual\n";
    let record = RECORD
        .replace("okta.json}\n", &format!("okta.json}}{aside}"))
        .replace("secret = 9fKq2LmXw7Rt4Zb8hN", "secret");
    write(root, "evidence/AC-02/2026-Q1.yaml", &record);
    write(root, "evidence/AC-02/2026-Q1/okta.json", EXPORT);
    assert_data_eq!(
        lint(root, &["--select", "suppression", "--format", "concise"]),
        str![[r#"
evidence/AC-02/2026-Q1.yaml:1:10: unknown-control there is no control `AC-02`
-- standard error --
1 error, 0 warnings and 0 notes in 3 files; 1 set aside with a reason
-- exit 1 --

"#]]
        .raw()
    );
}
