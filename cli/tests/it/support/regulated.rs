//! The demo company a day later, when it takes in every other framework there is.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::support::{demo, git, package, succeed};

/// The tag that its packets are built from.
pub(crate) const TAG: &str = "own-2026/end";

/// Written once for all tests of a run; nobody writes into it.
pub(crate) fn regulated() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = tmp.join(format!("regulated-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let url = format!("file://{}", demo().display());
        succeed(git(tmp).args(["clone", "-q", &url]).arg(&folder));
        write(&folder);
        let at = |command: &mut std::process::Command, time: &str| {
            let time = format!("2026-10-14T{time}+02:00");
            succeed(command.env("GIT_AUTHOR_DATE", &time).env("GIT_COMMITTER_DATE", &time));
        };
        succeed(git(&folder).args(["add", "."]));
        at(git(&folder).args(["commit", "-q", "-m", "More frameworks"]), "16:00:00");
        at(git(&folder).args(["tag", "-a", "-m", "Self-assessments 2026", TAG]), "16:05:00");
        folder
    })
}

/// Puts the files of the fixture over those of the demo.
fn write(folder: &Path) {
    let fixture = package().join("cli/tests/fixtures/regulated");
    let read = |name: &str| std::fs::read_to_string(fixture.join(name)).expect("a file of the fixture");
    for file in ["policies/frameworks/supplier.yaml", "evidence/incidents/INC-2026-04.yaml"] {
        let there = folder.join(file);
        std::fs::create_dir_all(there.parent().expect("a folder")).expect("the folder");
        std::fs::copy(fixture.join("files").join(file), there).expect("the copy");
    }
    edit(&folder.join("policies/program.yaml"), |program| {
        let frameworks = format!("frameworks:\n{}", read("program-frameworks.yaml"));
        let audits = format!("audits:\n{}", read("program-audits.yaml"));
        program.replace("frameworks:\n", &frameworks).replace("audits:\n", &audits)
    });
    edit(&folder.join("policies/registers/vendors.yaml"), |vendors| {
        let aws = "  dora: {function: Fleet control, critical_function: true, contract: C-2024-017, substitutable: difficult}\n";
        let okta = "  dora: {function: Sign-in of staff, critical_function: true}\n";
        vendors
            .replace("aws:\n", &format!("aws:\n{aws}"))
            .replace("okta:\n", &format!("okta:\n{okta}"))
            .replace("  gdpr: {role: processor, dpa: 2024-02-12}\n", "  gdpr: {role: processor}\n")
    });
    for line in read("claims.txt").lines() {
        let mut words = line.split(' ');
        let (control, framework) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let ids: Vec<String> = words.map(|id| format!("\"{id}\"")).collect();
        edit(&folder.join(format!("policies/controls/{control}.yaml")), |text| {
            let claim = format!("satisfies:\n  {framework}: [{}]\n", ids.join(", "));
            text.replacen("satisfies:\n", &claim, 1)
        });
    }
}

fn edit(path: &Path, change: impl Fn(String) -> String) {
    let text = std::fs::read_to_string(path).expect("a file of the demo");
    let changed = change(text.clone());
    assert!(changed != text, "nothing to change in {}", path.display());
    std::fs::write(path, changed).expect("the file");
}
