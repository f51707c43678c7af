//! What `lint` says of such histories: each cause once, and nothing of an honest one.

use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use super::company::{Company, by, unsigned};
use super::{
    ANCHORED, BEGUN, MERGED, Plan, Told, WORKED, honest, honest_record, policy, put, record, with_record,
};

impl Company {
    /// The findings of the group `history`, and the exit code.
    fn lint(&self, flags: &[&str]) -> String {
        let mut command = crate::support::tickmark(self.path());
        command.args(["lint", "--select", "history", "--format", "concise", "--as-of", "2026-12-31"]);
        if !flags.contains(&"--at") {
            command.args(["--at", "main"]);
        }
        let output = command.args(flags).output().expect("the program starts");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        let mut text = said.lines().fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "  {line}");
            text
        });
        let counted = String::from_utf8(output.stderr).expect("UTF-8");
        for line in counted.lines().filter(|line| line.contains("not judged")) {
            let _ = writeln!(text, "  {}", line.split(": ").take(3).collect::<Vec<_>>().join(": "));
        }
        let _ = writeln!(text, "  exit {}", output.status.code().unwrap_or(-1));
        text
    }
}

/// A company of three commits in which nobody signs, with or without keys on file.
fn nobody_signs(keys: bool) -> Company {
    let company = Company::new();
    let mut files = policy();
    if !keys {
        files.remove("policies/allowed_signers");
    }
    let root = company.commit(unsigned("bob"), BEGUN, &[], &files);
    let files = with_record(&files, &honest_record());
    let side = company.commit(unsigned("alice"), WORKED, &[root], &files);
    let merge = company.commit(unsigned("bob"), MERGED, &[root, side], &files);
    company.main(merge);
    company
}

#[test]
fn lint_tells_each_cause_once_and_leaves_an_honest_history_alone() {
    let mut told = String::new();
    let mut tell = |name: &str, said: String| {
        let _ = write!(told, "{name}\n{said}");
    };
    tell("honest", honest().company.lint(&[]));
    tell("nobody signs, and no key is on file", nobody_signs(false).lint(&[]));
    tell("nobody signs, and keys are on file", nobody_signs(true).lint(&[]));

    let late = nobody_signs(false);
    let before = late.repo.refname_to_id("refs/heads/main").expect("main");
    let files = with_record(&policy(), &honest_record());
    let keys = late.commit(unsigned("bob"), ANCHORED, &[before], &files);
    late.main(keys);
    tell("keys are listed later", late.lint(&[]));
    tell("and agreed as the root", late.lint(&["--root", &keys.to_string()]));

    let with = |author, reviewer| Plan { author, reviewer, ..Plan::default() }.tell().company.lint(&[]);
    tell("the record is not signed", with(unsigned("alice"), by("bob")));
    tell("a merge by a key that nobody lists", with(by("alice"), by("mallory")));

    let mut direct = honest();
    direct.then(by("bob"), ANCHORED, |files| put(files, "evidence/README.md", "x"));
    direct.then(by("bob"), "2026-11-25T09:00:00Z", |files| put(files, "evidence/README.md", "y"));
    tell("pushed to the main line", direct.company.lint(&[]));

    let seen = honest().merge.to_string();
    let again = Plan { merged: "2026-11-21T10:00:01Z", ..Plan::default() }.tell();
    tell("made anew, and somebody has seen", again.company.lint(&["--seen", &seen]));

    let company = Company::new();
    let root = company.commit(by("bob"), BEGUN, &[], &policy());
    let failed = with_record(&policy(), &record("2026-11-20", Some("bob"), "fail"));
    let side = company.commit(by("alice"), WORKED, &[root], &failed);
    let files = with_record(&policy(), &honest_record());
    let merge = company.commit(by("bob"), MERGED, &[root, side], &files);
    company.main(merge);
    tell("evil merge", Told { company, root, side, merge, files }.company.lint(&[]));

    let tagged = honest();
    tagged.company.repo.reference("refs/tags/soc2", tagged.merge, true, "").expect("a reference");
    tell("a lightweight tag", tagged.company.lint(&["--at", "soc2"]));

    let cut = honest();
    std::fs::write(cut.company.path().join(".git/shallow"), format!("{}\n", cut.merge)).expect("written");
    tell("cut", cut.company.lint(&[]));
    tell("cut, and strictly", cut.company.lint(&["--strict"]));

    let holed = honest();
    holed.company.lose(holed.side);
    tell("a side branch that is missing", holed.company.lint(&[]));
    let lying = honest();
    lying.company.lie(lying.side, lying.root);
    tell("a side branch with other bytes", lying.company.lint(&["--strict"]));
    assert_data_eq!(
        told,
        str![[r#"
honest
  exit 0
nobody signs, and no key is on file
  policies/program.yaml:1:1: unsigned-evidence nobody's key is on file, so 1 record rests on names and dates that anybody can write
  exit 0
nobody signs, and keys are on file
  policies/allowed_signers:1:1: unsigned-evidence 1 commit of the main line is not signed, and 1 record rests on it
  exit 0
keys are listed later
  policies/allowed_signers:1:1: direct-to-main 1 commit went to the main line directly
  policies/allowed_signers:1:1: unsigned-evidence 2 commits from before the first listed key cannot be verified, and 1 record came after
  exit 0
and agreed as the root
  policies/allowed_signers:1:1: direct-to-main 1 commit went to the main line directly
  exit 0
the record is not signed
  policies/allowed_signers:1:1: unsigned-evidence 1 record was brought by commits that nobody signed
  exit 0
a merge by a key that nobody lists
  policies/allowed_signers:1:1: unknown-signer 1 commit is signed with a key that nobody has listed: `SHA256:E9Kpf2IbddGAK+RI6BUF+fP6jDsAvp/9sYZXj11RcXc`
  exit 0
pushed to the main line
  policies/program.yaml:1:1: direct-to-main 2 commits went to the main line directly
  exit 0
made anew, and somebody has seen
  policies/program.yaml:1:1: history-rewritten commit `f3d6410c94` was on the main line and is not in this history
  exit 1
evil merge
  evidence/AC-02/2026-11.yaml:1:1: introduced-in-merge the merge `7a52be4182` changed `evidence/AC-02/2026-11.yaml` while it merged
  exit 0
a lightweight tag
  policies/program.yaml:1:1: tag-not-signed `soc2` is a lightweight tag: it names nobody
  exit 0
cut
  policies/program.yaml:1:1: history-incomplete the history is cut: what came before is not known
  note: the clone is shallow: 8 rules were not judged, or not in full
  exit 0
cut, and strictly
  policies/program.yaml:1:1: history-incomplete the history is cut: what came before is not known
  note: the clone is shallow: 8 rules were not judged, or not in full
  exit 3
a side branch that is missing
  policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
  note: objects of the history are not here: 8 rules were not judged, or not in full
  exit 0
a side branch with other bytes
  policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
  policies/program.yaml:1:1: replaced-objects the object `662b33786b740ab13a8fbe4a0f4ed29540dd21f4` holds other bytes than its id names
  note: objects of the history are not here: 8 rules were not judged, or not in full
  exit 1

"#]]
    );
}
