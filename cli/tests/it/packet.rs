//! Packets of the demo company: the same bytes everywhere, checkable without tickmark.

use std::path::Path;
use std::process::Command;

use crate::support::{demo, folder, git, succeed, tickmark, told};
use snapbox::{assert_data_eq, str};

fn build(repository: &Path, audit: &str, out: &Path) -> Command {
    let mut command = tickmark(repository);
    command.args(["packet", "build", audit, "--at", "soc2-2026/end", "--out"]).arg(out);
    command
}

/// Every file below a folder, as path and bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                found.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn two_builds_anywhere_are_the_same_bytes() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", "--bare", &url, "bare"]));
    for audit in ["soc2-2026", "iso-2026"] {
        let (here, there) =
            (place.path().join(format!("{audit}-a")), place.path().join(format!("{audit}-b")));
        succeed(build(demo(), audit, &here).env("TZ", "Pacific/Auckland").env("LC_ALL", "de_DE.UTF-8"));
        succeed(&mut build(&place.path().join("bare"), audit, &there));
        let names = |folder| contents(folder).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(&here), names(&there));
        assert!(contents(&here) == contents(&there), "{audit} differs");
    }
}

#[test]
fn every_file_is_in_the_manifest_and_sha256sum_agrees() {
    let place = folder();
    let packet = place.path().join("packet");
    succeed(&mut build(demo(), "soc2-2026", &packet));
    succeed(
        Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", "MANIFEST.sha256"])
            .current_dir(&packet),
    );
    let manifest = std::fs::read_to_string(packet.join("MANIFEST.sha256")).expect("the manifest");
    let mut listed: Vec<String> = manifest.lines().map(|line| line[66..].to_owned()).collect();
    listed.push("MANIFEST.sha256".to_owned());
    listed.sort();
    assert_eq!(listed, contents(&packet).into_iter().map(|(name, _)| name).collect::<Vec<_>>());
}

#[test]
fn verify_agrees_with_what_was_built_and_names_a_flipped_byte() {
    let place = folder();
    let packet = place.path().join("packet");
    succeed(&mut build(demo(), "soc2-2026", &packet));
    let verify = || {
        let mut command = tickmark(place.path());
        command.args(["packet", "verify", "packet", "--repo"]).arg(demo());
        told(&mut command).replace(&demo().display().to_string(), "DEMO")
    };
    let good = verify();
    for file in ["README.md", "14-evidence-index.csv", "manifest.json", "evidence/AC-02/2026-Q1.yaml"] {
        let path = packet.join(file);
        let bytes = std::fs::read(&path).expect("a file of the packet");
        let mut flipped = bytes.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        std::fs::write(&path, &flipped).expect("the file");
        let told = verify();
        assert!(told.contains(file) && told.ends_with("-- exit 1 --\n"), "{file}:\n{told}");
        std::fs::write(&path, &bytes).expect("the file");
    }
    assert_eq!(good, verify());
    assert_data_eq!(
        good,
        str![[r#"
ok           609 files have the digest that MANIFEST.sha256 lists
ok           the tag soc2-2026/end: 02cb9dd39d4af695622d94eeec8e7937fae4219d
ok           the commit: b7cf6f5463060cc62f2da3d879417494c867bebb
ok           the rebuild: 610 files, the same bytes
ok           the evidence: 252 copies have the digest that their record states
ok           the records: 218 are in the history of the commit
ok           the main line: the packet's commit stands on it, at its end
-- exit 0 --

"#]]
    );
}

#[test]
fn a_packet_remembers_the_main_line_that_it_was_built_from() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", &url, "clone"]));
    let clone = place.path().join("clone");
    succeed(git(&clone).args(["fetch", "-q", "origin", "refs/heads/*:refs/remotes/origin/*"]));
    let packet = place.path().join("packet");
    succeed(&mut build(&clone, "iso-2026", &packet));
    let line = |at: &[&str]| {
        let mut verify = tickmark(&clone);
        let text = told(verify.args(["packet", "verify", "../packet"]).args(at));
        let mut lines = text.lines().filter(|line| line.contains("the main line") || line.starts_with("--"));
        lines.by_ref().collect::<Vec<_>>().join("\n")
    };
    let mut told = vec![line(&[])];
    // Set back; asked for an older state; made anew; the packet's line made a branch of another.
    succeed(git(&clone).args(["reset", "-q", "--hard", "HEAD~3"]));
    told.extend([line(&[]), line(&["--at", "HEAD"])]);
    succeed(git(&clone).args(["merge", "-q", "--no-ff", "--no-edit", "soc2-2026/end"]));
    told.push(line(&[]));
    succeed(git(&clone).args(["checkout", "-q", "--orphan", "again", "soc2-2026/end"]));
    succeed(git(&clone).args(["commit", "-q", "-m", "all at once"]));
    told.push(line(&[]));
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
ok           the main line: the packet's commit stands on it, at its end
-- exit 0 --
differs      the main line: HISTORY_REWRITTEN b7cf6f5463: a commit seen earlier is not in this history, or the line was set back; judged by the line of HEAD; name another with `--at BRANCH`
-- exit 1 --
cannot tell  the main line: OLDER_THAN_SEEN: the packet was built from a later commit
-- exit 3 --
differs      the main line: MAINLINE_SWITCHED b7cf6f5463: a commit seen earlier is no longer on the main line; judged by the line of HEAD; name another with `--at BRANCH`
-- exit 1 --
differs      the main line: HISTORY_REWRITTEN b7cf6f5463: a commit seen earlier is not in this history, or the line was set back; judged by the line of HEAD; name another with `--at BRANCH`
-- exit 1 --
"#]]
    );
}

#[test]
fn a_packet_is_replaced_and_anything_else_is_not() {
    let place = folder();
    let packet = place.path().join("packet");
    succeed(&mut build(demo(), "iso-2026", &packet));
    succeed(&mut build(demo(), "iso-2026", &packet));
    let other = place.path().join("other");
    std::fs::create_dir(&other).expect("a folder");
    std::fs::write(other.join("thesis.txt"), "years of work").expect("a file");
    let mut command = tickmark(place.path());
    command
        .arg("-C")
        .arg(demo())
        .args(["packet", "build", "iso-2026", "--at", "soc2-2026/end", "--out"])
        .arg(&other);
    let told = told(&mut command).replace(&place.path().display().to_string(), "HERE");
    assert_data_eq!(
        told,
        str![[r#"
-- standard error --
error: `HERE/other` is there and is no packet
help: name another place with `--out DIR`
-- exit 2 --

"#]]
    );
    assert_eq!(contents(&other), [("thesis.txt".to_owned(), b"years of work".to_vec())]);
}
