//! Names of commits.

use crate::git::GitError;
use crate::git::tests::Scratch;
use crate::history::SignatureKind;
use crate::place::{CommitId, TagId};

struct Named {
    scratch: Scratch,
    commits: Vec<CommitId>,
}

/// Three commits on main, and a merge of a side branch.
fn named() -> Named {
    let scratch = Scratch::new();
    let a = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    let b = scratch.commit(&[a], 1, &[("policies/a.md", "b")]);
    let side = scratch.commit(&[a], 2, &[("policies/a.md", "c")]);
    let merge = scratch.commit(&[b, side], 3, &[("policies/a.md", "d")]);
    scratch.branch("main", merge);
    scratch.branch("topic/side", side);
    scratch.reference("refs/remotes/origin/main", b.0);
    Named { scratch, commits: vec![a, b, side, merge] }
}

#[test]
fn a_commit_is_found_by_every_name_that_git_has_for_it() {
    let Named { scratch, commits } = named();
    let [a, b, side, merge] = commits[..] else { unreachable!("four commits") };
    let repository = scratch.open();
    let short = merge.to_string()[..9].to_owned();
    let long = merge.to_string();
    let cases = [
        ("HEAD", merge),
        ("@", merge),
        ("main", merge),
        ("refs/heads/main", merge),
        ("heads/main", merge),
        ("topic/side", side),
        ("origin/main", b),
        (short.as_str(), merge),
        (long.as_str(), merge),
        ("HEAD~1", b),
        ("HEAD~", b),
        ("HEAD^", b),
        ("HEAD^2", side),
        ("HEAD~2", a),
        ("HEAD^^", a),
        ("HEAD^2~1", a),
        ("main^{commit}", merge),
        ("main^0", merge),
    ];
    for (name, commit) in cases {
        assert_eq!(
            repository.resolve(name).map(|found| found.commit).map_err(|error| error.to_string()),
            Ok(commit),
            "{name}"
        );
    }
    assert_eq!(repository.resolve(&long).expect("a commit").name, None);
    assert_eq!(repository.resolve("HEAD~2").expect("a commit").name.as_deref(), Some("HEAD~2"));
    assert_eq!(repository.head().expect("a head"), Some(merge));
}

#[test]
fn a_name_that_is_none_is_answered_with_the_nearest() {
    let Named { scratch, commits } = named();
    scratch.reference("refs/tags/soc2-2026/end", commits[3].0);
    let repository = scratch.open();
    let message = |name: &str| {
        let error = repository.resolve(name).expect_err("no commit");
        (error.to_string(), error.help().unwrap_or_default(), error.cannot_tell())
    };
    assert_eq!(
        message("soc2-2026/edn"),
        (
            "no tag, branch or commit is called `soc2-2026/edn`".to_owned(),
            "did you mean `soc2-2026/end`?".to_owned(),
            true
        )
    );
    assert_eq!(
        message("HEAD~9").0,
        format!("`HEAD~9` does not exist: commit {} has no parent number 1 here", commits[0])
    );
    let refused = |name: &str| matches!(repository.resolve(name), Err(GitError::InvalidRevision { .. }));
    for name in
        ["", "a..b", "main@{yesterday}", ":/text", "main:policies", "~1", "main^x", "main~1x", "main~{}"]
    {
        assert!(refused(name), "{name}");
    }
    for name in ["main~99999999999999999999999", "ffffffffff", "nö", "-", "main lock", "deadbeef~1"] {
        assert!(repository.resolve(name).is_err(), "{name}");
    }
}

#[test]
fn an_annotated_tag_says_who_when_and_under_which_name() {
    let Named { scratch, commits } = named();
    let armor = "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n";
    let object = scratch.tag_object("soc2-2026/end", "commit", commits[3].0, armor);
    scratch.reference("refs/tags/soc2-2026/end", object);
    let found = scratch.open().resolve("soc2-2026/end").expect("a tag");
    let tag = found.tag.expect("a tag");
    assert_eq!((found.commit, tag.commit), (commits[3], commits[3]));
    assert_eq!((tag.name.as_str(), tag.name_inside.as_deref()), ("soc2-2026/end", Some("soc2-2026/end")));
    assert_eq!((tag.object, tag.message.as_str()), (Some(TagId(object)), "The end\n"));
    assert_eq!(tag.signature.map(|signature| signature.kind), Some(SignatureKind::Ssh));
    assert_eq!(tag.tagger.map(|tagger| tagger.name).as_deref(), Some("Omar"));
    assert_eq!(scratch.open().resolve("soc2-2026/end~1").expect("a commit").tag, None);
    assert!(scratch.open().resolve("refs/tags/soc2-2026/end^{}").expect("a commit").tag.is_some());
}

#[test]
fn a_tag_that_could_be_another_is_named() {
    let Named { scratch, commits } = named();
    scratch.reference("refs/tags/light", commits[3].0);
    let inner = scratch.tag_object("inner", "commit", commits[0].0, "");
    let outer = scratch.tag_object("other", "tag", inner, "");
    scratch.reference("refs/tags/moved", outer);
    let repository = scratch.open();
    let integrity = |name: &str| {
        let found = repository.resolve(name).expect("a tag");
        repository.trail(found.commit, "").expect("a trail").named_by(found.tag).integrity
    };
    assert_eq!(integrity("light"), ["TAG_LIGHTWEIGHT light"]);
    assert_eq!(integrity("moved"), ["TAG_NAME_DIFFERS moved"]);
    assert_eq!(repository.resolve("moved").expect("a tag").commit, commits[0]);
    assert!(integrity("main").is_empty());

    let blob = scratch.tag_object("blob", "blob", scratch.blob("x").0, "");
    scratch.reference("refs/tags/blob", blob);
    let error = repository.resolve("blob").expect_err("no commit");
    assert_eq!(error.to_string(), "`blob` leads to a blob, not to a commit");
}

#[test]
fn replacement_and_graft_do_not_move_a_name() {
    let Named { scratch, commits } = named();
    let [a, b, side, merge] = commits[..] else { unreachable!("four commits") };
    scratch.reference(&format!("refs/replace/{merge}"), side.0);
    scratch.write(".git/info/grafts", format!("{merge} {side}\n").as_bytes());
    let repository = scratch.open();
    let found = |name: &str| repository.resolve(name).map(|found| found.commit).ok();
    assert_eq!((found("main"), found("main~1"), found("main~2")), (Some(merge), Some(b), Some(a)));
}

#[test]
fn a_branch_without_commits_has_no_head() {
    let scratch = Scratch::new();
    let repository = scratch.open();
    assert_eq!(repository.head().expect("no error"), None);
    assert!(repository.tracked("").expect("an index").is_empty());
    let error = repository.resolve("HEAD").expect_err("no commit");
    assert_eq!(error.to_string(), "no tag, branch or commit is called `HEAD`");
}
