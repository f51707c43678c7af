//! What lies around the commits, and must have no say: stores that lie, names that move, an index,
//! notes, a configuration, a zone.

use std::fs;
use std::path::PathBuf;

use git2::{ObjectType, Oid};

use super::company::{Company, by};
use super::{
    ANCHORED, BEGUN, LIST, MERGED, Plan, RECORD, Told, WORKED, fixture, fixture_path, honest, honest_record,
    policy, put, with_record,
};
use crate::support::{git, succeed};

impl Company {
    fn loose(&self, id: Oid) -> PathBuf {
        let hex = id.to_string();
        self.path().join(".git/objects").join(&hex[..2]).join(&hex[2..])
    }

    /// Takes an object out of the store.
    pub(super) fn lose(&self, id: Oid) {
        fs::remove_file(self.loose(id)).expect("a loose object");
    }

    /// Puts the bytes of another object under an id.
    pub(super) fn lie(&self, id: Oid, other: Oid) {
        self.lose(id);
        fs::copy(self.loose(other), self.loose(id)).expect("copied");
    }

    pub(super) fn blob(&self, bytes: &[u8]) -> Oid {
        self.object(ObjectType::Blob, bytes)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    fn git(&self, words: &[&str]) {
        succeed(git(self.path()).args(words));
    }
}

/// Object stores that leave things out, or lie.
pub(super) fn stores() -> Vec<(&'static str, String)> {
    let completed = || {
        let mut told = honest();
        told.then(by("alice"), ANCHORED, |files| {
            put(files, RECORD, &format!("{}summary: fine\n", honest_record()));
        });
        told
    };
    let list = b"account\nroot\n";
    let without = |told: &Told, id: Oid| {
        told.company.lose(id);
        told.grade(&[])
    };
    let swapped = |told: &Told, id: Oid, other: Oid| {
        told.company.lie(id, other);
        told.grade(&[])
    };
    let partial = {
        let told = completed();
        let config = told.company.path().join(".git/config");
        let text = fs::read_to_string(&config).expect("a configuration");
        let text = text.replace("repositoryformatversion = 0", "repositoryformatversion = 1");
        fs::write(&config, format!("{text}[extensions]\n\tpartialClone = origin\n")).expect("written");
        let whole = told.grade(&[]);
        (whole, without(&told, told.company.blob(honest_record().as_bytes())))
    };
    let shape = |told: &Told, id: Oid| told.company.repo.find_commit(id).expect("a commit").tree_id();
    let graph = {
        let told = honest();
        told.company.git(&["commit-graph", "write", "--reachable"]);
        let path = told.company.path().join(".git/objects/info/commit-graph");
        let mut bytes = fs::read(&path).expect("a commit graph");
        // Parents and dates of every commit stand before the checksum.
        let end = bytes.len() - 20;
        bytes[end - 60..end].fill(0x11);
        fs::remove_file(&path).expect("removed");
        fs::write(&path, bytes).expect("written");
        told.grade(&[])
    };
    vec![
        ("partial clone, all there", partial.0),
        ("partial clone, an old version left out", partial.1),
        ("a file that is missing", {
            let told = honest();
            without(&told, told.company.blob(list))
        }),
        ("a record that is missing", {
            let told = honest();
            without(&told, told.company.blob(honest_record().as_bytes()))
        }),
        ("a side branch that is missing", {
            let told = honest();
            without(&told, told.side)
        }),
        ("cut, and the cut hidden", {
            let told = honest();
            without(&told, told.root)
        }),
        ("a folder of the root that is missing", {
            let told = honest();
            without(&told, shape(&told, told.root))
        }),
        ("a file with other bytes", {
            let told = honest();
            swapped(&told, told.company.blob(list), told.company.blob(b"account\n"))
        }),
        ("an old version with other bytes", {
            let told = completed();
            let other = told.company.blob(b"other\n");
            swapped(&told, told.company.blob(honest_record().as_bytes()), other)
        }),
        ("a side branch with other bytes", {
            let told = honest();
            swapped(&told, told.side, told.root)
        }),
        ("a commit graph that lies", graph),
    ]
}

/// Names that move, and trees that name one file twice.
pub(super) fn names() -> Vec<(&'static str, String)> {
    let reference = |told: &Told, id: Oid| {
        told.company.repo.reference("refs/tags/soc2", id, true, "").expect("a reference");
    };
    let annotated = |told: &Told, name: &str| {
        let text = format!(
            "object {}\ntype commit\ntag {name}\ntagger bob <bob@northwind.example> 1763719200 +0000\n\nx\n",
            told.merge
        );
        told.company.object(ObjectType::Tag, text.as_bytes())
    };
    let tagged = |name: &str| {
        let told = honest();
        reference(&told, annotated(&told, name));
        told.grade(&["--at", "soc2"])
    };
    let moved = {
        let seen = honest().merge.to_string();
        let told = Plan { merged: "2026-11-21T10:00:01Z", ..Plan::default() }.tell();
        reference(&told, annotated(&told, "soc2"));
        (told.grade(&["--at", "soc2"]), told.grade(&["--at", "soc2", "--seen", &seen]))
    };
    let light = honest();
    reference(&light, light.merge);
    let doubled = |path: &str| {
        let mut told = honest();
        told.then(by("bob"), ANCHORED, |files| put(files, path, "x\n"));
        told.grade(&[])
    };
    let beside = {
        let told = honest();
        let tree = told.company.tree(&told.files);
        let mut bytes = b"100644 .GIT\0".to_vec();
        bytes.extend(told.company.blob(b"x").as_bytes());
        bytes.extend(told.company.repo.odb().expect("objects").read(tree).expect("a tree").data());
        let tree = told.company.object(ObjectType::Tree, &bytes);
        told.company.main(told.company.commit_tree(by("bob"), ANCHORED, &[told.merge], tree));
        told.grade(&[])
    };
    let edit = |change: &dyn Fn(&mut super::Files)| {
        let mut told = honest();
        told.then(by("alice"), ANCHORED, change);
        told
    };
    let take = |files: &mut super::Files| files.remove(RECORD).expect("the record");
    let mut again = edit(&|files| drop(take(files)));
    again.then(by("alice"), "2026-11-25T09:00:00Z", |files| {
        put(files, RECORD, &honest_record().replace("result: pass", "result: pass\nsummary: another"));
    });
    let edited = edit(&|files| {
        let text = String::from_utf8(take(files)).expect("text").replace("bob", "carol");
        put(files, "evidence/AC-02/2026-11.2.yaml", &text);
        put(files, "evidence/AC-02/2026-11.2/list.csv", "account\nroot\n");
    });
    vec![
        ("a tag", tagged("soc2")),
        ("a tag under another name", tagged("iso")),
        ("a lightweight tag", light.grade(&["--at", "soc2"])),
        ("a tag that was moved", moved.0),
        ("a tag that was moved, and seen before", moved.1),
        ("a name twice but for case", doubled("evidence/AC-02/2026-11.YAML")),
        ("a folder twice but for case", doubled("Evidence/README.md")),
        ("a name twice but for normalisation", {
            let mut told = honest();
            told.then(by("bob"), ANCHORED, |files| {
                put(files, "evidence/AC-02/caf\u{e9}.txt", "x\n");
                put(files, "evidence/AC-02/cafe\u{301}.txt", "x\n");
            });
            told.grade(&[])
        }),
        ("a hostile name at the top", beside),
        ("renamed and edited", edited.grade(&[])),
        ("deleted, and the number used again", again.grade(&[])),
    ]
}

/// Time stamps that prove nothing.
pub(super) fn stamps() -> Vec<(&'static str, String)> {
    let stamped = |tag: Option<Vec<u8>>, token: &str, roots: &[&str]| {
        let mut told = honest();
        let tag = tag.unwrap_or_else(|| told.tag());
        told.then(by("bob"), ANCHORED, |files| {
            files.insert("evidence/anchors/november.tag".to_owned(), tag);
            files.insert("evidence/anchors/november.tsr".to_owned(), fixture(token));
        });
        let roots: Vec<String> = roots.iter().map(|root| fixture_path(root).display().to_string()).collect();
        let flags: Vec<&str> = roots.iter().flat_map(|root| ["--tsa-root", root.as_str()]).collect();
        told.grade(&flags)
    };
    let other = honest().tag().iter().map(|byte| if *byte == b'N' { b'M' } else { *byte }).collect();
    // It is a good token, for whoever trusts its maker.
    assert!(stamped(None, "november-own.tsr", &["tsa-own.pem"]).starts_with("G4"));
    vec![
        ("a token over another tag", stamped(Some(other), "november.tsr", &["tsa-root.pem"])),
        ("an authority of one's own", stamped(None, "november-own.tsr", &["tsa-root.pem"])),
        ("a certificate that had ended", stamped(None, "november-ended.tsr", &["tsa-ended.pem"])),
    ]
}

/// Everything else that a repository holds beside its commits.
pub(super) fn surroundings() -> Vec<(&'static str, String)> {
    let checked_out = || {
        let told = honest();
        told.company.git(&["checkout", "--quiet", "--force", "main"]);
        told
    };
    let assumed = {
        let told = checked_out();
        told.company.git(&["update-index", "--assume-unchanged", RECORD, LIST]);
        told.company.write(RECORD, honest_record().replace("pass", "fail").as_bytes());
        told.company.write(LIST, b"account\n");
        told.grade(&[])
    };
    let intended = {
        let told = checked_out();
        let second = "evidence/AC-02/2026-11.2.yaml";
        told.company.write(second, honest_record().replace("pass", "fail").as_bytes());
        told.company.git(&["add", "--intent-to-add", second]);
        told.grade(&[])
    };
    let staged = {
        let told = checked_out();
        told.company.write(RECORD, honest_record().replace("pass", "fail").as_bytes());
        told.company.git(&["add", RECORD]);
        told.grade(&[])
    };
    let alone = Plan { reviewer: by("alice"), ..Plan::default() };
    let noted = {
        let told = alone.tell();
        told.company.git(&["notes", "add", "-m", "Reviewed-by: bob <bob@northwind.example>", "main"]);
        told.company.git(&["notes", "add", "--force", "-m", "Approved-by: bob", "main"]);
        told.grade(&[])
    };
    let trailer = {
        let told = honest();
        let tree = told.company.tree(&told.files);
        let head = super::header("alice", MERGED, &[told.root], tree);
        let message = "Review\n\nReviewed-by: bob <bob@northwind.example>\nSigned-off-by: bob\n";
        let armor = super::sign("alice", "git", format!("{head}\n{message}").as_bytes());
        let folded = armor.trim_end().replace('\n', "\n ");
        let bytes = format!("{head}gpgsig {folded}\n\n{message}");
        told.company.main(told.company.object(ObjectType::Commit, bytes.as_bytes()));
        told.grade(&[])
    };
    let mapped = {
        let mut plan = Plan { reviewer: by("mallory"), ..Plan::default() };
        let map = "bob <bob@northwind.example> <mallory@northwind.example>\n";
        put(&mut plan.policy, ".mailmap", map);
        plan.tell().grade(&[])
    };
    let grafted = {
        let told = honest();
        told.company.write(".git/info/grafts", format!("{}\n", told.merge).as_bytes());
        told.grade(&[])
    };
    let rebased = {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &policy());
        let files = with_record(&policy(), &honest_record());
        // The author's date stays, the committer's is that of the rebase.
        let head = super::header("alice", "2026-12-20T15:00:00Z", &[root], company.tree(&files));
        let old = super::header("alice", WORKED, &[root], company.tree(&files));
        let author = |text: &str| text.lines().find(|line| line.starts_with("author ")).map(str::to_owned);
        let head = head.replace(&author(&head).expect("an author"), &author(&old).expect("an author"));
        let armor = super::sign("alice", "git", format!("{head}\nwork\n").as_bytes());
        let commit = company.signed(&head, Some(&armor));
        company.main(commit);
        company.grade(&[])
    };
    vec![
        ("assumed to be unchanged", assumed),
        ("meant to be added", intended),
        ("staged only", staged),
        ("notes that were rewritten", noted),
        ("a trailer that anybody can write", trailer),
        ("a map of mail addresses", mapped),
        ("grafts", grafted),
        ("rebased a month later", rebased),
        ("a configuration that names programs", configured()),
        ("the zone of the machine", zones()),
    ]
}

/// None of the programs that a configuration names is run.
fn configured() -> String {
    let told = honest();
    told.company.git(&["checkout", "--quiet", "--force", "main"]);
    let trap = told.company.path().join("trap");
    let run = format!("touch {}", trap.display());
    let config = format!(
        "[core]\n\tfsmonitor = {run}\n\thooksPath = {0}\n\tsshCommand = {run}\n\tpager = {run}\n\
         [gpg]\n\tprogram = {0}/touch\n[gpg \"ssh\"]\n\tprogram = {0}/touch\n\
         [filter \"x\"]\n\tclean = {run}\n\tsmudge = {run}\n\tprocess = {run}\n\
         [diff \"x\"]\n\ttextconv = {run}\n\tcommand = {run}\n[alias]\n\tlog = !{run}\n\
         [include]\n\tpath = {0}/more\n",
        told.company.path().display()
    );
    let path = told.company.path().join(".git/config");
    let before = fs::read_to_string(&path).expect("a configuration");
    fs::write(&path, format!("{before}{config}")).expect("written");
    told.company.write(".gitattributes", b"* filter=x diff=x\n");
    told.company.write(".git/hooks/post-checkout", format!("#!/bin/sh\n{run}\n").as_bytes());
    let grade = told.grade(&[]);
    assert!(!trap.exists(), "a program that the repository names was run");
    grade
}

/// One grade, whatever the machine takes for local time.
fn zones() -> String {
    let told = honest();
    let zones = ["UTC", "Pacific/Kiritimati", "Pacific/Niue", "America/St_Johns"];
    let grades = zones.map(|zone| told.company.grade_in(&[("TZ", zone)], &[]));
    assert!(grades.iter().all(|grade| *grade == grades[0]), "{grades:?}");
    grades[0].clone()
}
