//! The commands that write, each with a repository that it is run in.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use super::{copy, program};
use crate::support::register::register;
use crate::support::{git, package, succeed};

/// The folder in which everything of one run lies: the repository is `root` in it.
pub(super) struct Home(pub(super) tempfile::TempDir);

/// A command that writes.
pub(super) struct Case {
    /// What stands in a message.
    pub(super) name: &'static str,
    /// The words behind `tickmark`, cut at blanks; `_` is a blank.
    words: &'static str,
    /// Begins with nothing instead of the company.
    empty: bool,
    /// Files that are there before.
    files: &'static [(&'static str, &'static str)],
    /// A command whose outcome is there before.
    before: &'static str,
    /// False for what leaves no more than a cache.
    pub(super) writes: bool,
    /// The files are no set: each is old or new by itself.
    pub(super) apart: bool,
}

const PLAIN: Case =
    Case { name: "", words: "", empty: false, files: &[], before: "", writes: true, apart: false };

const INIT: &str = "init --company Example --owner Ada --email ada@example.com --framework soc2 --no-input";
const CATALOG: &str = r#"{"catalog": {"uuid": "u", "metadata": {"title": "Rules", "version": "1",
  "last-modified": "2026-01-01T00:00:00Z", "oscal-version": "1.1.2"},
  "controls": [{"id": "h-1", "title": "Doors", "props": [{"name": "label", "value": "H-1"}]}]}}"#;
const LIBRARY: &str = "\
urn: urn:example:risk:library:own
locale: en
ref_id: own
name: Own
description: Own rules
version: 1
objects:
  framework:
    urn: urn:example:risk:framework:own
    ref_id: own
    name: Own
    requirement_nodes:
      - {urn: 'urn:example:risk:req_node:own:1', assessable: true, depth: 1, ref_id: '1', name: Doors}
  reference_controls:
    - {urn: 'urn:example:risk:function:own:d1', ref_id: D1, name: Door lock, category: physical, description: A lock.}
";
const LIST: &str = "Ref;Request;Date due\nPBC-1;Access reviews;2026-07-10\nPBC-2;Leavers;\n";
const SLOPPY: [(&str, &str); 3] = [
    (
        "policies/controls/C-5.yaml",
        "id: c-5\ntitel: Door\nownr: Priya\nstatement: S.\nsince: 2026-01-01\ncadence: Quarterly\nsatisfies: {house: a.1}\n",
    ),
    (
        "policies/controls/C-6.yaml",
        "id: c-6\ntitel: Wall\nownr: Omar\nstatement: S.\nsince: 2026-01-01\ncadence: Quarterly\nsatisfies: {house: a.2}\n",
    ),
    (
        "evidence/C-1/2026-Q1.yaml",
        "control: C-1\nperiod: 2026-Q1\nperformed: {by: Priya, at: 2026-03-30}\nreviewed: {by: OMAR, at: 2026-03-31}\nresult: pass\nsummary: Looked.\n",
    ),
];

/// Every command that writes.
pub(super) const CASES: &[Case] = &[
    Case { name: "init", words: INIT, empty: true, ..PLAIN },
    Case {
        name: "init --force",
        words: "init --company Example --owner Ada --email ada@example.com --framework soc2 --no-input --force",
        ..PLAIN
    },
    Case {
        name: "new control",
        words: "new control --id C-9 --title Doors --owner omar --cadence quarterly --statement Closed. --no-input",
        ..PLAIN
    },
    Case {
        name: "new vendor",
        words: "new vendor --id okta --what Sign-in --owner omar --no-input",
        ..PLAIN
    },
    Case {
        name: "record",
        words: "record C-2 --period 2026-Q1 --by omar --done 2026-03-30 --attach list.csv --attach more.csv --summary Restored. --no-input",
        files: &[("list.csv", "a,b\n1,2\n"), ("more.csv", "a,b\n3,4\n")],
        ..PLAIN
    },
    Case {
        name: "record review",
        words: "record review evidence/C-1/2026-Q1.yaml --verdict accepted --looked-at All_of_it --exceptions none --no-input",
        ..PLAIN
    },
    Case { name: "record sign", words: "record sign evidence/C-1/2026-Q1.yaml --no-input", ..PLAIN },
    Case { name: "fix", words: "fix --unsafe", files: &SLOPPY, ..PLAIN },
    Case { name: "soa exclude", words: "soa exclude A.5 --because None_of_ours", ..PLAIN },
    Case { name: "soa include", words: "soa include A.2 --because law", ..PLAIN },
    Case {
        name: "soa plan",
        words: "soa plan A.5 --due 2026-12-15 --owner omar --because contract",
        ..PLAIN
    },
    Case {
        name: "requests import",
        words: "requests import list.csv",
        files: &[("list.csv", LIST)],
        ..PLAIN
    },
    Case {
        name: "requests import, again",
        words: "requests import second.csv",
        before: "requests import list.csv",
        files: &[
            ("list.csv", LIST),
            ("second.csv", "Ref;Request;Date due\nPBC-1;Access reviews, all;2026-07-20\nPBC-3;Joiners;\n"),
        ],
        ..PLAIN
    },
    Case {
        name: "requests export",
        words: "requests export --out back/list.csv",
        before: "requests import list.csv",
        files: &[("list.csv", LIST)],
        ..PLAIN
    },
    Case {
        name: "import oscal",
        words: "import oscal catalog.json --id rules",
        files: &[("catalog.json", CATALOG)],
        ..PLAIN
    },
    Case {
        name: "import ciso-assistant",
        words: "import ciso-assistant library.yaml --with-text",
        files: &[("library.yaml", LIBRARY)],
        ..PLAIN
    },
    Case { name: "anchor note", words: "anchor note w1", ..PLAIN },
    Case { name: "anchor create", words: "anchor create week", ..PLAIN },
    Case {
        name: "packet build",
        words: "packet build house-2026 --draft --out out/packet",
        apart: true,
        ..PLAIN
    },
    Case {
        name: "packet build --formats",
        words: "packet build house-2026 --draft --formats html,xlsx,zip --out packet",
        apart: true,
        ..PLAIN
    },
    Case {
        name: "packet build, over another",
        words: "packet build house-2026 --draft --formats md,zip --out packet",
        before: "packet build house-2026 --draft --formats html,zip --out packet",
        apart: true,
        ..PLAIN
    },
    Case { name: "lint -o", words: "lint --fail-on never -o sarif:out/lint.sarif", ..PLAIN },
    Case {
        name: "lint -o, over another",
        words: "lint --fail-on never -o json:lint.json -o junit:lint.xml",
        files: &[("lint.json", "old\n"), ("lint.xml", "old\n")],
        apart: true,
        ..PLAIN
    },
    Case { name: "risks matrix -o", words: "risks matrix -o svg:matrix.svg", ..PLAIN },
    Case { name: "soa -o", words: "soa -o xlsx:soa.xlsx --format csv", ..PLAIN },
    Case { name: "export codeowners", words: "export codeowners -o CODEOWNERS", ..PLAIN },
    Case { name: "cache", words: "trail --window 2026-01-01..2026-05-31 --at main", writes: false, ..PLAIN },
    Case { name: "cache, lint --staged", words: "lint --staged --fail-on never", writes: false, ..PLAIN },
];

/// The company with its past, made once.
fn company() -> &'static Path {
    static COMPANY: OnceLock<tempfile::TempDir> = OnceLock::new();
    let company = COMPANY.get_or_init(|| {
        let company = register();
        let root = company.path();
        let program = root.join("policies/program.yaml");
        let text = fs::read_to_string(&program).expect("the programme");
        let audit =
            "audits:\n  house-2026: {framework: house, type: internal, window: 2026-01-01..2026-05-31}\n";
        fs::write(&program, text + audit).expect("the programme");
        crate::support::register::commit(root, "2026-05-11");
        let anchors = package().join("cli/tests/fixtures/anchor");
        assert!(anchors.is_dir());
        succeed(git(root).args(["tag", "--annotate", "--message", "w", "week"]));
        succeed(git(root).args(["gc", "--quiet"]));
        let _ = fs::remove_dir_all(root.join(".git/hooks"));
        company
    });
    company.path()
}

impl Case {
    /// Makes the repository as it is before the command.
    pub(super) fn prepare(&self, root: &Path) {
        fs::create_dir_all(root).expect("the folder");
        if !self.empty {
            copy(company(), root);
        }
        for (path, text) in self.files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
            fs::write(path, text).expect("the file");
        }
        if !self.before.is_empty() {
            let home = Home(super::memory());
            succeed(&mut Self { words: self.before, ..PLAIN }.command(&home, root));
        }
    }

    /// The command.
    pub(super) fn command(&self, home: &Home, root: &Path) -> Command {
        let mut command = program(home, root);
        command.args(self.words.split(' ').map(|word| word.replace('_', " ")));
        command
    }

    /// A command that writes something else below the same folder.
    pub(super) fn next(&self, home: &Home, root: &Path) -> Command {
        let mut command = program(home, root);
        if self.empty {
            command.args(INIT.split(' ')).arg("--force");
        } else {
            command.args(["anchor", "note", "w77"]);
        }
        command
    }
}
