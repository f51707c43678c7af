//! References and configuration as Git itself reads them, and what must have no say.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::git::config::Values;
use crate::git::discover::{Located, locate};
use crate::git::references::{References, is_valid};
use crate::git::tests::{Scratch, git};
use crate::git::{Environment, Repository};
use crate::place::CommitId;

fn located(folder: &Path) -> Located {
    locate(folder, &Environment::default()).expect("a repository")
}

fn found(scratch: &Scratch, name: &str) -> Result<Option<String>, String> {
    let located = located(scratch.path());
    let found = References::new(&located).find(name);
    let place = located.git_dir.display().to_string();
    found
        .map(|found| found.map(|found| CommitId(found.id).to_string()))
        .map_err(|error| error.to_string().replace(&place, "GIT"))
}

/// Every reference with its id, by us and by Git.
fn both(scratch: &Scratch) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let located = located(scratch.path());
    let references = References::new(&located);
    let names = references.names("refs/").expect("names");
    let ours = names.into_iter().filter_map(|name| {
        let name = String::from_utf8(name).expect("plain names");
        let id = references.find(&name).expect("a reference")?.id;
        Some((name, CommitId(id).to_string()))
    });
    let ours = ours.collect();
    let theirs = git(scratch.path(), &["for-each-ref", "--format=%(refname) %(objectname)"]);
    let theirs = theirs.lines().filter_map(|line| line.split_once(' '));
    (ours, theirs.map(|(name, id)| (name.to_owned(), id.to_owned())).collect())
}

fn grown() -> (Scratch, [CommitId; 2]) {
    let scratch = Scratch::new();
    let a = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    let b = scratch.commit(&[a], 1, &[("policies/a.md", "b")]);
    scratch.branch("main", a);
    scratch.branch("topic/deep/er", b);
    scratch.reference("refs/tags/light", a.0);
    scratch.reference("refs/tags/annotated", scratch.tag_object("annotated", "commit", b.0, ""));
    scratch.reference("refs/remotes/origin/main", b.0);
    scratch.reference("refs/replace/1111111111111111111111111111111111111111", b.0);
    scratch.write(".git/refs/remotes/origin/HEAD", b"ref:  refs/remotes/origin/main  \n");
    scratch.write(".git/refs/heads/upper", format!("{}\n", b.to_string().to_uppercase()).as_bytes());
    scratch.write(".git/refs/heads/left.lock", b"x");
    scratch.write(".git/refs/heads/dangling", b"ref: refs/heads/none\n");
    (scratch, [a, b])
}

#[test]
fn references_are_those_that_git_lists() {
    let (scratch, [a, b]) = grown();
    let (ours, theirs) = both(&scratch);
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), 8);
    git(scratch.path(), &["pack-refs", "--all"]);
    let (ours, theirs) = both(&scratch);
    assert_eq!((&ours, ours.len()), (&theirs, 8));
    // A loose file counts before what is packed; an empty folder in its place does not.
    scratch.branch("main", b);
    fs::create_dir_all(scratch.path().join(".git/refs/tags/light/old")).expect("a folder");
    let (ours, theirs) = both(&scratch);
    assert_eq!(ours, theirs);
    assert_eq!(ours["refs/heads/main"], b.to_string());
    assert_eq!(ours["refs/tags/light"], a.to_string());
    let theirs = git(scratch.path(), &["rev-parse", "--verify", "refs/remotes/origin/HEAD"]);
    assert_eq!(found(&scratch, "refs/remotes/origin/HEAD"), Ok(Some(theirs.trim().to_owned())));
    // As other programs write it: no heading, not sorted, no peeled tags.
    let text = format!("{b} refs/tags/z\n{a} refs/tags/a\n");
    scratch.write(".git/packed-refs", text.as_bytes());
    let (ours, theirs) = both(&scratch);
    assert_eq!(ours, theirs);
    for name in ["HEAD", "refs/heads/main", "refs/tags/z", "refs/tags/a"] {
        let theirs = git(scratch.path(), &["rev-parse", "--verify", name]);
        assert_eq!(found(&scratch, name), Ok(Some(theirs.trim().to_owned())), "{name}");
    }
}

#[test]
fn each_work_tree_has_its_own_head_and_shares_the_rest() {
    let (scratch, [a, b]) = grown();
    git(scratch.path(), &["worktree", "add", "--quiet", "--detach", "linked", &b.to_string()]);
    let linked = scratch.path().join("linked");
    git(&linked, &["update-ref", "refs/worktree/mine", &a.to_string()]);
    let (here, there) = (located(scratch.path()), located(&linked));
    let find = |located, name| {
        References::new(located).find(name).expect("no error").map(|found| CommitId(found.id))
    };
    assert_eq!((find(&here, "HEAD"), find(&there, "HEAD")), (Some(a), Some(b)));
    assert_eq!((find(&here, "refs/worktree/mine"), find(&there, "refs/worktree/mine")), (None, Some(a)));
    assert_eq!(find(&there, "refs/tags/light"), Some(a));
}

#[test]
fn a_name_is_valid_when_git_says_so() {
    let names = [
        "refs/heads/main",
        "refs/heads/a.b",
        "refs/heads/.a",
        "refs/heads/a.lock",
        "refs/heads/a.lock/b",
        "refs/heads/a..b",
        "refs/heads/a b",
        "refs/heads/a~b",
        "refs/heads/a^",
        "refs/heads/a:b",
        "refs/heads/a?",
        "refs/heads/a*",
        "refs/heads/a[",
        "refs/heads/a\\b",
        "refs/heads//a",
        "refs/heads/a/",
        "refs/heads/a.",
        "refs/heads/@",
        "refs/heads/a@{b",
        "refs/heads/a@b",
        "refs/heads/\u{1}",
        "refs/heads/nö",
        "refs/heads/-a",
        "refs/heads/a\u{7f}",
        "refs/heads/{a}",
    ];
    let scratch = Scratch::new();
    for name in names {
        let theirs = std::process::Command::new("git")
            .args(["check-ref-format", name])
            .current_dir(scratch.path())
            .status()
            .expect("git is on the path");
        assert_eq!(is_valid(name.as_bytes()), theirs.success(), "{name:?}");
    }
    // At the top, only names in capitals: `config` or `index` would be other files of Git's.
    assert!(is_valid(b"HEAD") && is_valid(b"FETCH_HEAD"));
    assert!(!is_valid(b"config") && !is_valid(b"") && !is_valid(b"objects/info") && !is_valid(b"../HEAD"));
}

#[test]
fn a_damaged_reference_is_an_error_with_its_place() {
    let (scratch, _) = grown();
    for (name, text) in [
        ("empty", ""),
        ("short", "1234\n"),
        ("zero", "0000000000000000000000000000000000000000\n"),
        ("longer", "11111111111111111111111111111111111111112\n"),
    ] {
        scratch.write(&format!(".git/refs/heads/{name}"), text.as_bytes());
        assert_eq!(
            found(&scratch, &format!("refs/heads/{name}")),
            Err(format!("cannot read `GIT/refs/heads/{name}`: it is neither an object id nor `ref: NAME`"))
        );
    }
    scratch.write(".git/refs/heads/out", b"ref: ../../../etc/passwd\n");
    assert_eq!(
        found(&scratch, "refs/heads/out"),
        Err("cannot read `GIT/refs/heads/out`: it leads to `../../../etc/passwd`, which is no reference"
            .to_owned())
    );
    scratch.write(".git/refs/heads/round", b"ref: refs/heads/about\n");
    scratch.write(".git/refs/heads/about", b"ref: refs/heads/round\n");
    assert_eq!(
        found(&scratch, "refs/heads/round"),
        Err("cannot read the Git reference `refs/heads/round`: more than 5 symbolic references lead from one to the next"
            .to_owned())
    );
    scratch.write(".git/packed-refs", b"no\n");
    assert_eq!(
        found(&scratch, "refs/heads/packed"),
        Err("cannot read `GIT/packed-refs`: line 1 is no reference".to_owned())
    );
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_references() {
    let (scratch, [a, _]) = grown();
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, scratch.path().join(name)).expect("a link");
    };
    scratch.write("outside/ref", format!("{a}\n").as_bytes());
    link("../../../outside/ref", ".git/refs/heads/linked");
    link("../../../outside", ".git/refs/heads/folder");
    link("refs/heads/main", ".git/refs/heads/symbolic");
    let told = |name: &str| {
        Err(format!(
            "cannot read `GIT/refs/heads/{name}`: it is a symbolic link, and references are not followed through links"
        ))
    };
    assert_eq!(found(&scratch, "refs/heads/linked"), told("linked"));
    assert_eq!(found(&scratch, "refs/heads/folder/ref"), told("folder"));
    assert_eq!(found(&scratch, "refs/heads/symbolic"), Ok(Some(a.to_string())));
}

#[test]
fn configuration_is_read_as_git_reads_it() {
    let scratch = Scratch::new();
    let files = [
        "[core]\n\tbare = false\n[extensions]\n\tobjectFormat = sha256\n\tpartialClone = \"origin\"\n",
        "[core] bare\n[CORE]\nBARE = no ; x\n",
        "; a\n[extensions]\nrefStorage = ref\\\ntable # x\n",
        "[core]\nbare = \"tr\"ue\n[extensions]\nobjectformat = \"a # b\" ; c\n",
        "[core \"sub\"]\nbare = true\n[extensions.x]\nobjectformat = y\n",
        "[extensions]\nobjectformat=  spaces inside  \t\n[core]\r\nbare = on\r\n",
        "[extensions]\nobjectformat = \"\\\"\\\\\\t|\"\n",
        "[core]\nbare =\n[extensions]\npartialclone\n",
    ];
    let keys = ["core.bare", "extensions.objectformat", "extensions.refstorage", "extensions.partialclone"];
    for text in files {
        scratch.write("config-here", text.as_bytes());
        let listed =
            git(scratch.path(), &["config", "--file", "config-here", "--no-includes", "--null", "--list"]);
        let theirs: BTreeMap<&str, &str> = listed
            .split_terminator('\0')
            .map(|entry| entry.split_once('\n').unwrap_or((entry, "")))
            .collect();
        let ours = Values::parse(text.as_bytes()).expect("a configuration");
        for key in keys {
            assert_eq!(ours.text(key), theirs.get(key).copied(), "{key} in {text:?}");
        }
        if theirs.contains_key("core.bare") {
            let flag = git(scratch.path(), &["config", "--file", "config-here", "--type=bool", "core.bare"]);
            assert_eq!(ours.flag("core.bare"), Ok(flag.trim() == "true"), "{text:?}");
        }
    }
}

#[test]
fn a_configuration_that_another_one_names_has_no_say() {
    let scratch = Scratch::new();
    let head = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    scratch.branch("main", head);
    scratch.write("other", b"[core]\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n");
    scratch.write("broken", b"[[[\n");
    for named in ["other", "broken", "missing", "policies", "/dev/zero"] {
        let named = scratch.path().join(named);
        let config = format!(
            "[core]\n\tbare = false\n[include]\n\tpath = {0}\n[includeIf \"gitdir:**\"]\n\tpath = {0}\n",
            named.display()
        );
        scratch.write(".git/config", config.as_bytes());
        let repository = Repository::discover(scratch.path(), &Environment::default()).expect("a repository");
        assert!(!repository.is_bare());
        assert_eq!(repository.head().expect("a head"), Some(head));
        assert_eq!(repository.trail(head, "").expect("a trail").line.len(), 1);
    }
}

#[test]
fn a_configuration_that_cannot_be_read_is_an_error() {
    let message = |config: &[u8]| {
        let scratch = Scratch::new();
        scratch.write(".git/config", config);
        let error = Repository::discover(scratch.path(), &Environment::default()).expect_err("a broken file");
        let place = scratch.path().canonicalize().expect("a path").join(".git");
        error.to_string().replace(&place.display().to_string(), "GIT")
    };
    assert_eq!(message(b"[core]\n bare = \"\n"), "cannot read `GIT/config`: line 2: a quote without an end");
    assert_eq!(
        message(b"[core]\n bare = perhaps\n"),
        "cannot read `GIT/config`: `core.bare` is `perhaps`, which is neither true nor false"
    );
    assert_eq!(
        message(b"[core]\n repositoryformatversion = 2\n"),
        "the Git repository `GIT` keeps its data in a format that is not supported: version 2"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let (scratch, _) = grown();
    let pipe = |name: &str| {
        let path = scratch.path().join(".git").join(name);
        let _ = fs::remove_file(&path);
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo is on the path");
        assert!(made.success());
    };
    pipe("refs/heads/pipe");
    assert_eq!(
        found(&scratch, "refs/heads/pipe"),
        Err("cannot read `GIT/refs/heads/pipe`: it is no file".to_owned())
    );
    pipe("packed-refs");
    assert_eq!(
        found(&scratch, "refs/heads/x"),
        Err("cannot read `GIT/packed-refs`: it is no file".to_owned())
    );
    pipe("config");
    let error = Repository::discover(scratch.path(), &Environment::default()).expect_err("a pipe");
    assert!(error.to_string().ends_with("config`: it is no file"), "{error}");
}
