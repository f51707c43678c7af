//! Commits and tags that no Git would write.

use super::objects::{Store, judged};
use super::{Place, each};
use git2::{ObjectType, Oid};
use snapbox::{assert_data_eq, str};

const WHEN: &str = "1767614400 +0000";

/// A history of one commit, written as it is given behind its tree.
fn commit(rest: &str) -> Place {
    let store = Store::new();
    let tree = store.plain();
    let head = store.commit(&format!("tree {tree}\n{rest}"));
    store.at(head)
}

#[test]
fn a_commit_is_read_in_one_way_or_told() {
    let dated = |date: &str| commit(&format!("author A <a@b> {WHEN}\ncommitter A <a@b> {date}\n\nAll\n"));
    let by = |who: &str| commit(&format!("author {who} {WHEN}\ncommitter A <a@b> {WHEN}\n\nAll\n"));
    let author = format!("author A <a@b> {WHEN}\n");
    let committer = format!("committer A <a@b> {WHEN}\n");
    let cases = [
        ("in order", dated(WHEN)),
        ("the first second", dated("0 +0000")),
        ("before it", dated("-86400 +0000")),
        ("in 2106", dated("4294967296 +0000")),
        ("the last second there is", dated("253402300799 +0000")),
        ("a second later", dated("253402300800 +0000")),
        ("in eleven digits", dated("99999999999 +0000")),
        ("past every number", dated("1000000000000000000000000000000 +0000")),
        ("a zone that is none", dated("1767614400 +9999")),
        ("no zone", dated("1767614400")),
        ("no date", dated("")),
        ("words for a date", dated("tomorrow +0000")),
        ("no committer", commit(&format!("{author}\nAll\n"))),
        ("no author", commit(&format!("{committer}\nAll\n"))),
        ("neither", commit("\nAll\n")),
        ("two committers", commit(&format!("{author}{committer}{committer}\nAll\n"))),
        ("the committer first", commit(&format!("{committer}{author}\nAll\n"))),
        (
            "two trees",
            commit(&format!("tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n{author}{committer}\nAll\n")),
        ),
        ("two signatures", commit(&format!("{author}{committer}gpgsig a\ngpgsig b\n\nAll\n"))),
        ("NUL in the message", commit(&format!("{author}{committer}\nAll\0or nothing\n"))),
        ("NUL in a name", by("A\0 <a@b>")),
        ("brackets in a name", by("A <b> <a@b>")),
        ("no mail", by("A")),
        ("an override of direction in a name", by("A\u{202e} <a@b>")),
        ("no message", commit(&format!("{author}{committer}"))),
        ("a parent that is no id", commit(&format!("parent HEAD\n{author}{committer}\nAll\n"))),
        ("a parent that is a tree", {
            let store = Store::new();
            let tree = store.plain();
            let head = store.commit(&format!("tree {tree}\nparent {tree}\n{author}{committer}\nAll\n"));
            store.at(head)
        }),
        (
            "a parent that is not here",
            commit(&format!("parent 1111111111111111111111111111111111111111\n{author}{committer}\nAll\n")),
        ),
        ("no tree", {
            let store = Store::new();
            let head = store.commit(&format!("{author}{committer}\nAll\n"));
            store.at(head)
        }),
        ("a tree that is a blob", {
            let store = Store::new();
            let head = store.commit(&format!("tree {}\n{author}{committer}\nAll\n", store.blob("x")));
            store.at(head)
        }),
        ("nothing at all", {
            let store = Store::new();
            let head = store.commit("");
            store.at(head)
        }),
        ("one parent ten thousand times", {
            let store = Store::new();
            let tree = store.plain();
            let parent = store.commit_of(tree);
            let parents = format!("parent {parent}\n").repeat(10_000);
            let head = store.commit(&format!("tree {tree}\n{parents}{author}{committer}\nAll\n"));
            store.at(head)
        }),
        ("two thousand parents", {
            let store = Store::new();
            let tree = store.plain();
            let parents: String = (0..2_000)
                .map(|n| {
                    let text = format!("tree {tree}\n{author}{committer}\n{n}\n");
                    format!("parent {}\n", store.commit(&text))
                })
                .collect();
            let head = store.commit(&format!("tree {tree}\n{parents}{author}{committer}\nAll\n"));
            store.at(head)
        }),
    ];
    assert_data_eq!(
        each(cases, judged),
        str![[r#"
== in order
exit 0
"integrity": [],
== the first second
exit 0
"integrity": [],
== before it
exit 0
"integrity": [ "COMMIT_MALFORMED 92a6b01bdf2149a2e269b22c62b21418303de194" ],
== in 2106
exit 0
"integrity": [],
== the last second there is
exit 0
"integrity": [ "COMMIT_MALFORMED e55fdc02d3ecc27ef7a12ce61db24c1dcc1d508c" ],
== a second later
exit 0
"integrity": [ "COMMIT_MALFORMED 88a0db24eb9bf33617538d6245fe7c6f0f5015dc" ],
== in eleven digits
exit 0
"integrity": [],
== past every number
exit 0
"integrity": [ "COMMIT_MALFORMED f22d5668af24869c030927473253454885b2bc44" ],
== a zone that is none
exit 0
"integrity": [ "COMMIT_MALFORMED 6c29c51054f80c427acb78890b1b0b3409e1272b" ],
== no zone
exit 0
"integrity": [ "COMMIT_MALFORMED 5741625f32cb098ca5db2ae000f33d5618b39922" ],
== no date
exit 0
"integrity": [ "COMMIT_MALFORMED fd17485e0d8c69802dd2743a92cbb5b667681068" ],
== words for a date
exit 0
"integrity": [ "COMMIT_MALFORMED 22dce4b3277e5514a555ad24aa2f61b25aa0ba97" ],
== no committer
exit 0
"integrity": [ "COMMIT_MALFORMED 2c98cdda2aaebe6507577af1725b195f471b5b7d" ],
== no author
exit 0
"integrity": [ "COMMIT_MALFORMED fee51817c195a9a24af1dd266b515f14793da890" ],
== neither
exit 0
"integrity": [ "COMMIT_MALFORMED c747ed34a7c0f2a42fe4159201ffc7a44bd01d21" ],
== two committers
exit 0
"integrity": [ "COMMIT_MALFORMED 62975c7dfd5eaff7105f68635e7e4ae044388b36" ],
== the committer first
exit 0
"integrity": [ "COMMIT_MALFORMED 10d7c11e5834955027f7b9d211ce972ddd675771" ],
== two trees
exit 0
"integrity": [ "COMMIT_MALFORMED b4e67c5337924e413436d8b2ef6d5c584985fdeb" ],
== two signatures
exit 0
"integrity": [ "COMMIT_MALFORMED c677e5161d9ac3c1276573706d00dd7a517dfa98" ],
== NUL in the message
exit 0
"integrity": [ "COMMIT_MALFORMED 80da721faf49c1ab20bf51dbfa5fb631ebe0d242" ],
== NUL in a name
exit 0
"integrity": [ "COMMIT_MALFORMED 3bb59a167d541e1605b65bcc2ceeecd270863968" ],
== brackets in a name
exit 0
"integrity": [ "COMMIT_MALFORMED 9b0c05ef9cab8dc87f10f69fe528741b776cd974" ],
== no mail
exit 0
"integrity": [ "COMMIT_MALFORMED 2915719034acd14990aec1341645c13bbbc30a9a" ],
== an override of direction in a name
exit 0
"integrity": [],
== no message
exit 0
"integrity": [],
== a parent that is no id
exit 0
"integrity": [ "COMMIT_MALFORMED 0c1e46abb45558243c6a4f837554530ee591b0b9" ],
== a parent that is a tree
! error: the commit 25dec05edff95d58ccbdf11cacdb1be096bddc28 is damaged: it is a tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the commit 25dec05edff95d58ccbdf11cacdb1be096bddc28 is damaged: it is a tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== a parent that is not here
policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
exit 0
"integrity": [ "OBJECT_MISSING 1111111111111111111111111111111111111111" ],
== no tree
! error: the commit 60c573f5a817c8a3b22bf329628adfd04fd79eca is damaged: it names no tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the commit 60c573f5a817c8a3b22bf329628adfd04fd79eca is damaged: it names no tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== a tree that is a blob
! error: the tree c1b0730e0133447badcfd47fd144e254807b06e1 is damaged: it is a blob
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the tree c1b0730e0133447badcfd47fd144e254807b06e1 is damaged: it is a blob
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== nothing at all
! error: the commit dcf5b16e76cce7425d0beaef62d79a7d10fce1f5 is damaged: it names no tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the commit dcf5b16e76cce7425d0beaef62d79a7d10fce1f5 is damaged: it names no tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== one parent ten thousand times
exit 0
"integrity": [],
== two thousand parents
exit 0
"integrity": [],

"#]]
    );
}

#[test]
fn a_tag_leads_to_a_commit_or_is_refused() {
    let tagged = |make: &dyn Fn(&Store, Oid) -> Oid| {
        let store = Store::new();
        let head = store.commit_of(store.plain());
        let tag = make(&store, head);
        store.reference("refs/tags/v1", tag);
        store.at(head)
    };
    let tag = |store: &Store, target: Oid, kind: &str, rest: &str| {
        store.object(ObjectType::Tag, format!("object {target}\ntype {kind}\n{rest}").as_bytes())
    };
    let sound = format!("tag v1\ntagger A <a@b> {WHEN}\n\nEnd\n");
    let cases = [
        ("in order", tagged(&|store, head| tag(store, head, "commit", &sound))),
        ("a lightweight one", tagged(&|_, head| head)),
        (
            "a tag of a tag",
            tagged(&|store, head| {
                let inner = tag(store, head, "commit", &sound);
                tag(store, inner, "tag", &sound)
            }),
        ),
        (
            "a thousand tags of tags",
            tagged(&|store, head| {
                let mut last = tag(store, head, "commit", &sound);
                for _ in 0..1_000 {
                    last = tag(store, last, "tag", &sound);
                }
                last
            }),
        ),
        (
            "a tag of a tree",
            tagged(&|store, _| {
                let tree = store.plain();
                tag(store, tree, "tree", &sound)
            }),
        ),
        (
            "a tag of a blob",
            tagged(&|store, _| {
                let blob = store.blob("x");
                tag(store, blob, "blob", &sound)
            }),
        ),
        ("a tag that lies about its kind", tagged(&|store, head| tag(store, head, "tree", &sound))),
        (
            "a tag of another name",
            tagged(&|store, head| tag(store, head, "commit", &sound.replace("v1", "v2"))),
        ),
        ("a tag without a name", tagged(&|store, head| tag(store, head, "commit", "\nEnd\n"))),
        ("a tag of nobody", tagged(&|store, head| tag(store, head, "commit", "tag v1\n\nEnd\n"))),
        (
            "a tag past the calendar",
            tagged(&|store, head| {
                tag(store, head, "commit", "tag v1\ntagger A <a@b> 99999999999999 +0000\n\nEnd\n")
            }),
        ),
        (
            "a tag at its end",
            tagged(&|store, head| {
                tag(store, head, "commit", "tag v1\ntagger A <a@b> 253402300799 +0000\n\nEnd\n")
            }),
        ),
        (
            "a tag of what is not here",
            tagged(&|store, _| {
                let gone = Oid::from_str("1111111111111111111111111111111111111111").expect("an id");
                tag(store, gone, "commit", &sound)
            }),
        ),
        ("a tag of nothing", tagged(&|store, _| store.object(ObjectType::Tag, b""))),
        ("a reference to a tree", tagged(&|store, _| store.plain())),
    ];
    let run = |place: &Place| {
        let lint = place.tell(&["lint", "--format", "concise", "--quiet", "--at", "v1"]);
        let packet = place.tell(&["packet", "build", "a", "--at", "v1"]);
        format!("{lint}{packet}")
    };
    assert_data_eq!(
        each(cases, run),
        str![[r#"
== in order
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a lightweight one
policies/program.yaml:1:1: tag-not-signed `v1` is a lightweight tag: it names nobody
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag of a tag
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a thousand tags of tags
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag of a tree
! error: `v1` leads to a tree, not to a commit
exit 2
! error: `v1` leads to a tree, not to a commit
exit 2
== a tag of a blob
! error: `v1` leads to a blob, not to a commit
exit 2
! error: `v1` leads to a blob, not to a commit
exit 2
== a tag that lies about its kind
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag of another name
policies/program.yaml:1:1: tag-not-signed `v1` leads to a tag object of another name
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag without a name
policies/program.yaml:1:1: tag-not-signed `v1` leads to a tag object of another name
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag of nobody
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag past the calendar
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag at its end
policies/program.yaml:1:1: tag-not-signed `v1` is a tag that nobody signed
exit 0
! error: no audit is called `a`
! help: add it under `audits:` in policies/program.yaml
exit 2
== a tag of what is not here
! error: the object 1111111111111111111111111111111111111111 is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the object 1111111111111111111111111111111111111111 is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
== a tag of nothing
! error: the tag d994c6bb648123a17e8f70a966857c546b2a6f94 is damaged: it names no object
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the tag d994c6bb648123a17e8f70a966857c546b2a6f94 is damaged: it names no object
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== a reference to a tree
! error: `v1` leads to a tree, not to a commit
exit 2
! error: `v1` leads to a tree, not to a commit
exit 2

"#]]
    );
}

#[test]
fn a_reference_leads_somewhere_or_is_refused() {
    let with = |path: &str, text: &str| {
        let store = Store::new();
        let head = store.commit_of(store.plain());
        let place = store.at(head);
        place.write(path, text);
        place
    };
    let cases = [
        ("HEAD of itself", with(".git/HEAD", "ref: HEAD\n")),
        ("HEAD outside", with(".git/HEAD", "ref: ../../../etc/passwd\n")),
        ("HEAD of nothing", with(".git/HEAD", "")),
        ("HEAD of no id", with(".git/HEAD", "deadbeef\n")),
        ("a branch of itself", with(".git/refs/heads/main", "ref: refs/heads/main\n")),
        ("a broken index", with(".git/index", "DIRC\0\0\0\x02\u{7f}\u{7f}\u{7f}\u{7f}")),
        ("a broken list of packed references", with(".git/packed-refs", "not a list\n")),
        ("a shallow list of no ids", with(".git/shallow", "HEAD\n")),
        ("a configuration that is none", with(".git/config", "[core\n")),
        ("a format of the future", with(".git/config", "[core]\n\trepositoryformatversion = 7\n")),
        ("alternates outside", with(".git/objects/info/alternates", "/dev/zero\n")),
    ];
    let run =
        |place: &Place| place.tell(&["lint", "--format", "concise", "--quiet", "--as-of", "2026-02-01"]);
    assert_data_eq!(
        each(cases, run),
        str![[r#"
== HEAD of itself
! error: cannot read `HERE/.git/HEAD`: it leads to `HEAD`, which is no reference
exit 2
== HEAD outside
! error: cannot read `HERE/.git/HEAD`: it leads to `../../../etc/passwd`, which is no reference
exit 2
== HEAD of nothing
! error: cannot read `HERE/.git/HEAD`: it is neither an object id nor `ref: NAME`
exit 2
== HEAD of no id
! error: cannot read `HERE/.git/HEAD`: it is neither an object id nor `ref: NAME`
exit 2
== a branch of itself
! error: cannot read the Git reference `refs/heads/main`: more than 5 symbolic references lead from one to the next
exit 2
== a broken index
! error: cannot read the Git index `HERE/.git/index`: it is cut off
! help: a split or sparse index is not read: `git update-index --no-split-index` and `git sparse-checkout disable` write a plain one
exit 2
== a broken list of packed references
! error: cannot read `HERE/.git/packed-refs`: line 1 is no reference
exit 2
== a shallow list of no ids
! error: cannot open the Git repository `HERE/.git`: its list of cut commits, `HERE/.git/shallow`, is damaged: `HEAD` is not a full object id of 40 hexadecimal digits
exit 2
== a configuration that is none
! error: cannot read `HERE/.git/config`: line 1: a section with a character that cannot be in its name
exit 2
== a format of the future
! error: the Git repository `HERE/.git` keeps its data in a format that is not supported: version 7
exit 3
== alternates outside
exit 0

"#]]
    );
}
