//! `tickmark anchor`: a tag to a stamp, a note to a witness, and the answer of `verify`.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::signatures::{program, run};
use crate::support::{folder, git, package, succeed, tickmark, told};

/// A company with one commit.
fn company() -> tempfile::TempDir {
    let folder = folder();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/program.yaml"), "company: {name: Northwind, timezone: UTC}\n")
        .unwrap();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    commit(folder.path());
    folder
}

fn commit(folder: &Path) {
    succeed(git(folder).args(["add", "."]));
    succeed(git(folder).args(["commit", "--quiet", "--message", "work"]));
}

fn anchor(folder: &Path, arguments: &str) -> String {
    let mut command = tickmark(folder);
    command.env("SOURCE_DATE_EPOCH", "1796083200").arg("anchor").args(arguments.split(' '));
    told(&mut command)
}

const CONFIGURATION: &str = "\
[req]
distinguished_name = name
[name]
[root]
basicConstraints = critical,CA:TRUE
[stamper]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
";

/// An authority in a folder of its own that answers a query.
fn answer(authority: &Path, query: &[u8]) -> Option<Vec<u8>> {
    let ssl = |arguments: &str| {
        let mut command = program("openssl", authority)?;
        run(command.env("OPENSSL_CONF", "/dev/null").args(arguments.split(' ')));
        Some(())
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    if !authority.join("root.pem").exists() {
        fs::write(authority.join("ts.conf"), CONFIGURATION).unwrap();
        fs::write(authority.join("serial"), "01\n").unwrap();
        ssl(&format!(
            "req -new -x509 -config ts.conf {key} -keyout root.key -subj /CN=Clock -extensions root -out root.pem"
        ))?;
        ssl(&format!("req -new -config ts.conf {key} -keyout stamper.key -subj /CN=stamper -out request"))?;
        ssl(
            "x509 -req -in request -CA root.pem -CAkey root.key -CAcreateserial -extfile ts.conf -extensions stamper -out stamper.pem",
        )?;
    }
    fs::write(authority.join("query"), query).unwrap();
    ssl("ts -reply -config ts.conf -queryfile query -signer stamper.pem -inkey stamper.key -out token")?;
    Some(fs::read(authority.join("token")).unwrap())
}

#[test]
fn a_tag_is_stamped_kept_and_verified() {
    let (company, authority) = (company(), folder());
    let path = company.path();
    succeed(git(path).args(["tag", "--annotate", "--message", "week 1", "w1"]));
    assert_data_eq!(anchor(path, "create w1"), str![[r#"
openssl ts -query -data evidence/anchors/w1.tag -sha256 -cert | curl --fail --silent --show-error --header 'Content-Type: application/timestamp-query' --data-binary @- --output w1.tsr "$TSA_URL"
tickmark anchor create w1 --response w1.tsr
-- standard error --
wrote evidence/anchors/w1.tag
set TSA_URL to the address of an authority for time stamps; it gets a digest and nothing else
-- exit 0 --

"#]].raw());
    let Some(mut openssl) = program("openssl", path) else { return };
    openssl.env("OPENSSL_CONF", "/dev/null");
    let query = "ts -query -data evidence/anchors/w1.tag -sha256 -cert -out query".split(' ');
    run(openssl.args(query));
    let query = fs::read(path.join("query")).unwrap();
    fs::remove_file(path.join("query")).unwrap();
    let token = answer(authority.path(), &query).unwrap();
    fs::write(authority.path().join("w1.tsr"), &token).unwrap();
    let here = |text: String| {
        let text = text.replace(&authority.path().display().to_string(), "AUTHORITY");
        // The authority stamps with the present time, on which the commit's id depends.
        let hide = |line: &str| match line.split_once(" by ") {
            Some((_, operator)) => format!("… NOW by {operator}"),
            None if line.starts_with("at ") => "at COMMIT\n".to_owned(),
            None => line.to_owned(),
        };
        text.split_inclusive('\n').map(hide).collect::<String>()
    };
    let file = |name: &str| authority.path().join(name).display().to_string();
    let (response, root) = (file("w1.tsr"), file("root.pem"));
    // Half an answer, and one over another tag, are not kept.
    fs::write(authority.path().join("half.tsr"), &token[..token.len() / 2]).unwrap();
    assert_data_eq!(
        here(anchor(path, &format!("create w1 --response {}", file("half.tsr")))),
        str![[r#"
-- standard error --
error: the answer proves nothing: the time-stamp response cannot be read; nothing was written
help: ask again, or ask another authority
-- exit 1 --

"#]]
        .raw()
    );
    succeed(git(path).args(["tag", "--annotate", "--message", "week 2", "w2"]));
    assert_data_eq!(
        here(anchor(path, &format!("create w2 --response {response}"))),
        str![[r#"
-- standard error --
error: the answer proves nothing: the token is over other bytes; nothing was written
help: ask again with the line that `anchor create` printed
-- exit 1 --

"#]]
        .raw()
    );
    assert_data_eq!(
        here(anchor(path, &format!("create w1 --response {response}"))),
        str![[r#"
git add evidence/anchors/w1.tag evidence/anchors/w1.tsr
-- standard error --
wrote evidence/anchors/w1.tsr
note: the answer is over this tag; who stands behind it was not checked: pass `--tsa-root FILE.pem`
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        here(anchor(path, &format!("create w1 --response {response} --tsa-root {root}"))),
        str![[r#"
git add evidence/anchors/w1.tag evidence/anchors/w1.tsr
-- standard error --
… NOW by Clock
-- exit 0 --

"#]]
        .raw()
    );
    commit(path);
    let verify = |flags: &str| here(anchor(path, &format!("verify --format table{flags}")));
    assert_data_eq!(
        verify(""),
        str![[r#"
Northwind · anchors
at COMMIT
root: not agreed (the oldest commit, 3399e0f3c6) · 0 commits seen before · 0 roots of clocks

unknown  evidence/anchors/w1.tsr
         names 3399e0f3c6, commit 1 of 2
         no root of an authority was given: `--tsa-root FILE.pem`
-- exit 3 --

"#]]
        .raw()
    );
    assert_data_eq!(
        verify(&format!(" --tsa-root {root}")),
        str![[r#"
Northwind · anchors
at COMMIT
root: not agreed (the oldest commit, 3399e0f3c6) · 0 commits seen before · 1 root of a clock

valid    evidence/anchors/w1.tsr
… NOW by Clock
         covers 1 of 2 commits, up to 3399e0f3c6
-- exit 0 --

"#]]
        .raw()
    );
    // One flipped bit of the tag, and the answer is no.
    let tag = path.join("evidence/anchors/w1.tag");
    let mut bytes = fs::read(&tag).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&tag, bytes).unwrap();
    commit(path);
    assert_data_eq!(
        verify(&format!(" --tsa-root {root}")),
        str![[r#"
Northwind · anchors
at COMMIT
root: not agreed (the oldest commit, 3399e0f3c6) · 0 commits seen before · 1 root of a clock

invalid  evidence/anchors/w1.tsr
         names 3399e0f3c6, commit 1 of 3
         the token is over other bytes
-- exit 1 --

"#]]
        .raw()
    );
}

#[test]
fn what_cannot_be_stamped_is_refused_with_the_way_out() {
    let company = company();
    let path = company.path();
    succeed(git(path).args(["tag", "light"]));
    assert_data_eq!(
        anchor(path, "create light"),
        str![[r#"
-- standard error --
error: `light` is a lightweight tag: it has no bytes that could be stamped
help: make an annotated one: `git tag -a NAME -m MESSAGE 3399e0f3c6`
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        anchor(path, "create main"),
        str![[r#"
-- standard error --
error: `main` is not a tag
help: make one with `git tag -a main -m MESSAGE`
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        anchor(path, "create ../w1"),
        str![[r#"
-- standard error --
error: invalid value '../w1' for '<NAME>': a name is made of letters, digits, `.`, `-` and `_`

For more information, try '--help'.
-- exit 2 --

"#]]
        .raw()
    );
    succeed(git(path).args(["tag", "--annotate", "--message", "a tag", "w1"]));
    succeed(git(path).args(["tag", "--annotate", "--message", "of a tag", "w2", "w1"]));
    assert_data_eq!(
        anchor(path, "create w2"),
        str![[r#"
-- standard error --
error: the tag does not name a commit itself
help: make one that does: `git tag -a NAME -m MESSAGE COMMIT`
-- exit 2 --

"#]]
        .raw()
    );
    fs::create_dir_all(path.join("evidence/anchors")).unwrap();
    fs::write(path.join("evidence/anchors/w1.tag"), "another").unwrap();
    assert_data_eq!(
        anchor(path, "create w1"),
        str![[r#"
-- standard error --
error: `evidence/anchors/w1.tag` is already there
help: take another name; what is there was left as it is
-- exit 2 --

"#]]
        .raw()
    );
    assert_eq!(fs::read_to_string(path.join("evidence/anchors/w1.tag")).unwrap(), "another");
    assert_data_eq!(
        anchor(path, "verify --format table"),
        str![[r#"
Northwind · anchors
at 3399e0f3c6 · 1 commit on the main line
root: not agreed (the oldest commit, 3399e0f3c6) · 0 commits seen before · 0 roots of clocks

no clock and no witness outside has been asked yet
-- exit 3 --

"#]]
        .raw()
    );
}

#[test]
fn a_witness_gets_a_note_with_the_number_of_commits() {
    let company = company();
    let path = company.path();
    commit_empty(path);
    assert_data_eq!(
        anchor(path, "note seen"),
        str![[r#"
ssh-keygen -Y sign -n tickmark-witness -f ~/.ssh/id_ed25519 evidence/anchors/seen.note
git add evidence/anchors/seen.note evidence/anchors/seen.note.sig
-- standard error --
wrote evidence/anchors/seen.note
commit 2 of the main line, c0a93256b4; it counts once somebody outside the company has signed it
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        fs::read_to_string(path.join("evidence/anchors/seen.note")).unwrap(),
        str![[r#"
tickmark-witness v1
line main
commit c0a93256b4d4c483917671e01057316b10760095
count 2
time 2026-12-01T00:00:00Z

"#]]
    );
    let Some(mut keygen) = program("ssh-keygen", path) else { return };
    run(keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", ".git/witness"]));
    let sign = "-q -Y sign -n tickmark-witness -f .git/witness evidence/anchors/seen.note";
    run(program("ssh-keygen", path).expect("asked before").args(sign.split(' ')));
    let public = fs::read_to_string(path.join(".git/witness.pub")).unwrap();
    fs::write(path.join(".git/signers"), format!("witness {public}")).unwrap();
    commit(path);
    let verify = |flags: &str| {
        let text = anchor(path, &format!("verify --format table{flags}"));
        // The key is a new one each time.
        let hide =
            |line: &str| if line.starts_with("at ") { "at COMMIT\n".to_owned() } else { line.to_owned() };
        text.split_inclusive('\n').map(hide).collect::<String>()
    };
    assert!(verify(" --witness .git/signers").ends_with("-- exit 0 --\n"));
    assert_data_eq!(
        verify(""),
        str![[r#"
Northwind · anchors
at COMMIT
root: not agreed (the oldest commit, 3399e0f3c6) · 0 commits seen before · 0 roots of clocks

unknown  evidence/anchors/seen.note.sig
         names c0a93256b4, commit 2 of 3
         no key of a witness was given: `--witness FILE`
-- exit 3 --

"#]]
        .raw()
    );
}

#[test]
fn a_line_that_was_set_back_is_told_whether_or_not_anything_is_anchored() {
    let company = company();
    let path = company.path();
    commit_empty(path);
    succeed(git(path).args(["reset", "--quiet", "--hard", "HEAD~1"]));
    let seen = "--seen c0a93256b4d4c483917671e01057316b10760095";
    assert_data_eq!(
        anchor(path, &format!("verify --format table {seen}")),
        str![[r#"
Northwind · anchors
at 3399e0f3c6 · 1 commit on the main line
root: not agreed (the oldest commit, 3399e0f3c6) · 1 commit seen before · 0 roots of clocks

no clock and no witness outside has been asked yet
against  HISTORY_REWRITTEN c0a93256b4d4c483917671e01057316b10760095
-- exit 1 --

"#]]
        .raw()
    );
    assert_data_eq!(
        anchor(path, &format!("verify --format tsv {seen}")),
        str![[r#"
path	kind	answer	time	covers	commit	operator	reason
	history	invalid					HISTORY_REWRITTEN c0a93256b4d4c483917671e01057316b10760095
-- exit 1 --

"#]]
        .raw()
    );
}

fn commit_empty(folder: &Path) {
    succeed(git(folder).args(["commit", "--quiet", "--allow-empty", "--message", "again"]));
}

#[test]
fn the_workflow_that_asks_each_week_is_pinned_and_may_do_little() {
    let text = fs::read_to_string(package().join("templates/workflows/anchor.yml")).unwrap();
    for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("- uses: ")) {
        let (_, pin) = line.split_once('@').unwrap();
        let hash = pin.split(' ').next().unwrap();
        assert!(hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{line}");
    }
    assert!(text.contains("\npermissions: {}\n"));
    assert!(text.contains(&format!("--version {} --locked", env!("CARGO_PKG_VERSION"))));
    // What a run step uses comes through its environment.
    let mut runs = false;
    for line in text.lines() {
        let step = line.trim_start();
        if step.starts_with("run:") || step.starts_with("- run:") {
            runs = true;
        } else if step.starts_with("- ") {
            runs = false;
        }
        assert!(!(runs && line.contains("${{")), "{line}");
    }
}
