//! Git objects that no Git would write.

use super::{PROGRAM, Place, each};
use git2::{ObjectType, Oid};
use snapbox::{assert_data_eq, str};

/// 2026-01-05 12:00:00 UTC.
const WHEN: &str = "1767614400 +0000";

/// A mode, a name and what it leads to.
type Entry = (&'static str, &'static [u8], Oid);

/// A repository that is written object by object.
pub(super) struct Store {
    pub(super) place: Place,
    git: git2::Repository,
}

impl Store {
    pub(super) fn new() -> Self {
        let place = Place::new();
        let git = git2::Repository::init(place.path()).expect("a repository");
        git.set_head("refs/heads/main").expect("a branch");
        Self { place, git }
    }

    pub(super) fn object(&self, kind: ObjectType, bytes: &[u8]) -> Oid {
        self.git.odb().and_then(|odb| odb.write(kind, bytes)).expect("an object")
    }

    pub(super) fn blob(&self, text: &str) -> Oid {
        self.object(ObjectType::Blob, text.as_bytes())
    }

    /// A tree with its entries as they are given.
    pub(super) fn tree(&self, entries: &[(&str, &[u8], Oid)]) -> Oid {
        let entry = |(mode, name, id): &(&str, &[u8], Oid)| {
            [mode.as_bytes(), b" ", name, b"\0", id.as_bytes()].concat()
        };
        self.object(ObjectType::Tree, &entries.iter().flat_map(entry).collect::<Vec<u8>>())
    }

    /// A tree with a programme, and a control folder with these entries.
    fn controls(&self, entries: &[(&str, &[u8], Oid)]) -> Oid {
        let controls = self.tree(entries);
        let program = self.blob(PROGRAM);
        let policies = self.tree(&[("40000", b"controls", controls), ("100644", b"program.yaml", program)]);
        self.tree(&[("40000", b"policies", policies)])
    }

    /// The programme and nothing else.
    pub(super) fn plain(&self) -> Oid {
        let program = self.blob(PROGRAM);
        let policies = self.tree(&[("100644", b"program.yaml", program)]);
        self.tree(&[("40000", b"policies", policies)])
    }

    pub(super) fn commit(&self, text: &str) -> Oid {
        self.object(ObjectType::Commit, text.as_bytes())
    }

    pub(super) fn commit_of(&self, tree: Oid) -> Oid {
        self.commit(&format!("tree {tree}\nauthor A <a@b> {WHEN}\ncommitter A <a@b> {WHEN}\n\nAll\n"))
    }

    pub(super) fn at(self, head: Oid) -> Place {
        self.git.reference("refs/heads/main", head, true, "test").expect("a reference");
        self.place
    }

    pub(super) fn reference(&self, name: &str, id: Oid) {
        self.git.reference(name, id, true, "test").expect("a reference");
    }
}

/// What lint and trail say of HEAD.
pub(super) fn judged(place: &Place) -> String {
    let lint = place.tell(&[
        "lint",
        "--format",
        "concise",
        "--as-of",
        "2026-02-01",
        "--quiet",
        "--at",
        "main",
        "--ignore",
        "satisfies-nothing",
    ]);
    let trail =
        place.tell(&["trail", "--window", "2026-01-01..2026-01-31", "--format", "json", "--at", "main"]);
    let integrity = trail
        .lines()
        .skip_while(|line| !line.contains("\"integrity\""))
        .take_while(|line| !line.contains("\"controls\""));
    let integrity: Vec<&str> = integrity.map(str::trim).collect();
    let trail = if integrity.is_empty() { trail } else { format!("{}\n", integrity.join(" ")) };
    format!("{lint}{trail}")
}

#[test]
fn a_tree_is_read_in_one_way_or_told() {
    let control = |store: &Store, id: &str| store.blob(&super::CONTROL.replace("C-1", id));
    let case = |entries: &dyn Fn(&Store) -> Vec<Entry>| {
        let store = Store::new();
        let entries = entries(&store);
        let tree = store.controls(&entries);
        let head = store.commit_of(tree);
        store.at(head)
    };
    let one = |mode: &'static str, name: &'static [u8]| {
        case(&move |store: &Store| vec![(mode, name, control(store, "C-1"))])
    };
    let cases = [
        ("in order", one("100644", b"C-1.yaml")),
        ("an executable", one("100755", b"C-1.yaml")),
        ("a group that writes", one("100664", b"C-1.yaml")),
        ("a mode with a zero before it", one("0100644", b"C-1.yaml")),
        ("a mode that is none", one("777", b"C-1.yaml")),
        ("a mode past every number", one("7777777", b"C-1.yaml")),
        ("no mode", one("", b"C-1.yaml")),
        ("a link", one("120000", b"C-1.yaml")),
        ("a submodule", one("160000", b"C-1.yaml")),
        ("a folder that is a file", one("40000", b"C-1.yaml")),
        ("a file that is a folder", case(&|store| vec![("100644", b"C-1.yaml", store.plain())])),
        ("no name", one("100644", b"")),
        ("a dot", one("100644", b".")),
        ("two dots", one("100644", b"..")),
        ("Git's folder", one("40000", b".git")),
        ("Git's folder in capitals", one("100644", b".GIT")),
        ("a slash", one("100644", b"../C-1.yaml")),
        ("a backslash", one("100644", b"..\\C-1.yaml")),
        ("an escape character", one("100644", b"C\x1b[31m.yaml")),
        ("a line end", one("100644", b"C\n::error::.yaml")),
        ("not UTF-8", one("100644", b"C\xff.yaml")),
        (
            "the same name twice",
            case(&|store| {
                vec![
                    ("100644", b"C-1.yaml", control(store, "C-1")),
                    ("100644", b"C-1.yaml", control(store, "C-2")),
                ]
            }),
        ),
        (
            "a file and a folder of one name",
            case(&|store| {
                vec![("100644", b"C-1.yaml", control(store, "C-1")), ("40000", b"C-1.yaml", store.plain())]
            }),
        ),
        (
            "names out of order",
            case(&|store| {
                vec![
                    ("100644", b"C-2.yaml", control(store, "C-2")),
                    ("100644", b"C-1.yaml", control(store, "C-1")),
                ]
            }),
        ),
        (
            "names equal but for case",
            case(&|store| {
                vec![
                    ("100644", b"C-1.yaml", control(store, "C-1")),
                    ("100644", b"c-1.yaml", control(store, "C-2")),
                ]
            }),
        ),
        ("a name of 5,000 bytes", {
            let store = Store::new();
            let tree = store.controls(&[("100644", &[b'n'; 5000], store.blob("id: n\n"))]);
            let head = store.commit_of(tree);
            store.at(head)
        }),
        (
            "a blob that is not there",
            case(&|_| {
                vec![(
                    "100644",
                    b"C-1.yaml",
                    Oid::from_str("1111111111111111111111111111111111111111").expect("an id"),
                )]
            }),
        ),
        ("a tree cut off", {
            let store = Store::new();
            let broken = store.object(ObjectType::Tree, b"100644 C-1.yaml\0short");
            let policies = store
                .tree(&[("40000", b"controls", broken), ("100644", b"program.yaml", store.blob(PROGRAM))]);
            let head = store.commit_of(store.tree(&[("40000", b"policies", policies)]));
            store.at(head)
        }),
        ("4,000 folders deep", {
            let store = Store::new();
            let mut tree = store.tree(&[("100644", b"C-1.yaml", control(&store, "C-1"))]);
            for _ in 0..4_000 {
                tree = store.tree(&[("40000", b"d", tree)]);
            }
            let head = store.commit_of(store.controls(&[("40000", b"d", tree)]));
            store.at(head)
        }),
        ("a few trees that unfold to ten thousand million names", {
            let store = Store::new();
            let names: Vec<String> = (0..10).map(|n| format!("n{n}")).collect();
            let mut tree = store.tree(
                &names.iter().map(|name| ("100644", name.as_bytes(), store.blob("x"))).collect::<Vec<_>>(),
            );
            for _ in 0..9 {
                tree = store
                    .tree(&names.iter().map(|name| ("40000", name.as_bytes(), tree)).collect::<Vec<_>>());
            }
            let head = store.commit_of(store.controls(&[("40000", b"d", tree)]));
            store.at(head)
        }),
    ];
    assert_data_eq!(
        each(cases, judged),
        str![[r#"
== in order
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
"integrity": [],
== an executable
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
"integrity": [],
== a group that writes
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
"integrity": [],
== a mode with a zero before it
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
"integrity": [],
== a mode that is none
policies/controls/C-1.yaml:1:1: unsafe-path `policies/controls/C-1.yaml` is a submodule, which is never followed
exit 1
"integrity": [],
== a mode past every number
policies/controls/C-1.yaml:1:1: unsafe-path `policies/controls/C-1.yaml` is a submodule, which is never followed
exit 1
"integrity": [],
== no mode
! error: the tree 03dd959e863ae99da606342012195aee03726a64 is damaged: an entry with an unreadable mode
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the tree 03dd959e863ae99da606342012195aee03726a64 is damaged: an entry with an unreadable mode
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== a link
policies/controls/C-1.yaml:1:1: unsafe-path `policies/controls/C-1.yaml` is a symbolic link, which is never followed
exit 1
"integrity": [],
== a submodule
policies/controls/C-1.yaml:1:1: unsafe-path `policies/controls/C-1.yaml` is a submodule, which is never followed
exit 1
"integrity": [],
== a folder that is a file
! error: the tree 49867b644cf2cebcdf0915be9c251802533ab729 is damaged: it is a blob
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the tree 49867b644cf2cebcdf0915be9c251802533ab729 is damaged: it is a blob
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== a file that is a folder
! error: the blob 25dec05edff95d58ccbdf11cacdb1be096bddc28 is damaged: it is a tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the blob 25dec05edff95d58ccbdf11cacdb1be096bddc28 is damaged: it is a tree
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== no name
policies/program.yaml:1:1: unsafe-path the path `policies/controls/` is not safe: an empty name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/" ],
== a dot
policies/program.yaml:1:1: unsafe-path the path `policies/controls/.` is not safe: `.` or `..` as a name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/." ],
== two dots
policies/program.yaml:1:1: unsafe-path the path `policies/controls/..` is not safe: `.` or `..` as a name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/.." ],
== Git's folder
policies/program.yaml:1:1: unsafe-path the path `policies/controls/.git` is not safe: Git's own folder
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/.git" ],
== Git's folder in capitals
policies/program.yaml:1:1: unsafe-path the path `policies/controls/.GIT` is not safe: Git's own folder
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/.GIT" ],
== a slash
policies/program.yaml:1:1: unsafe-path the path `policies/controls/../C-1.yaml` is not safe: a slash or backslash in the name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/../C-1.yaml" ],
== a backslash
policies/program.yaml:1:1: unsafe-path the path `policies/controls/../C-1.yaml` is not safe: a slash or backslash in the name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/..//C-1.yaml" ],
== an escape character
policies/program.yaml:1:1: unsafe-path the path `policies/controls/C<U+001B>[31m.yaml` is not safe: a control character in the name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/C<U+001B>[31m.yaml" ],
== a line end
policies/program.yaml:1:1: unsafe-path the path `policies/controls/C<U+000A>::error::.yaml` is not safe: a control character in the name
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/C<U+000A>::error::.yaml" ],
== not UTF-8
policies/program.yaml:1:1: unsafe-path the path `policies/controls/C�.yaml` is not safe: not UTF-8
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/C�.yaml" ],
== the same name twice
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls` is not safe: a folder that holds a name twice, or its names out of order
exit 1
"integrity": [ "TREE_AMBIGUOUS policies/controls" ],
== a file and a folder of one name
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls` is not safe: a folder that holds a name twice, or its names out of order
exit 1
"integrity": [ "TREE_AMBIGUOUS policies/controls" ],
== names out of order
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-2.yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
policies/program.yaml:1:1: unsafe-path the path `policies/controls` is not safe: a folder that holds a name twice, or its names out of order
exit 1
"integrity": [ "TREE_AMBIGUOUS policies/controls" ],
== names equal but for case
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/c-1.yaml:1:1: unsafe-path the path `policies/controls/c-1.yaml` is not safe: equal to `policies/controls/C-1.yaml` but for case
policies/controls/c-1.yaml:1:5: id-and-file-name-differ `C-2` stands in a file named `c-1`
policies/controls/c-1.yaml:5:10: evidence-overdue `C-2` has no record for 2026-01 yet
exit 1
"integrity": [ "TREE_AMBIGUOUS policies/controls" ],
== a name of 5,000 bytes
policies/program.yaml:1:1: unsafe-path the path `policies/controls/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…` is not s…
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…
== a blob that is not there
! error: the blob 1111111111111111111111111111111111111111 is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
! error: the blob 1111111111111111111111111111111111111111 is not in this repository
! help: bring the rest of the history with `git fetch --unshallow`, or clone again without `--depth` and `--filter`
exit 3
== a tree cut off
! error: the tree b9a80fef970f1b53cd75c90bb9afb2ad08759ef9 is damaged: an entry cut off
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
! error: the tree b9a80fef970f1b53cd75c90bb9afb2ad08759ef9 is damaged: an entry cut off
! help: `git fsck` shows the extent; fetch the object from a clone that is whole
exit 3
== 4,000 folders deep
policies/program.yaml:1:1: unsafe-path the path `policies/controls/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/…` is not s…
exit 1
"integrity": [ "PATH_UNSAFE policies/controls/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/…
== a few trees that unfold to ten thousand million names
! error: the folders that are read unfold to over 100055 names, at the tree 3b9b4d91da250da71ed0209c0a63949be1d9dd9a
exit 2
! error: the folders that are read unfold to over 100055 names, at the tree 3b9b4d91da250da71ed0209c0a63949be1d9dd9a
exit 2

"#]]
    );
}

#[test]
fn a_large_loose_blob_is_digested_and_compared_with_its_id() {
    let large = vec![b'a'; 5 << 20];
    let digest = "a29968fad2e782aa9f2040a35f05adb97ed8979eb1f572c8c8ea78637e275f3c";
    let store = || {
        let store = Store::new();
        let artifact = store.object(ObjectType::Blob, &large);
        let folder = store.tree(&[("100644", b"a.bin", artifact)]);
        let record =
            store.blob(&format!("{}artifacts: [{{file: a.bin, sha256: {digest}}}]\n", super::RECORD));
        let control = store.tree(&[("100644", b"2026-01.yaml", record), ("40000", b"2026-01", folder)]);
        let evidence = store.tree(&[("40000", b"C-1", control)]);
        let controls = store.tree(&[("100644", b"C-1.yaml", store.blob(super::CONTROL))]);
        let policies =
            store.tree(&[("40000", b"controls", controls), ("100644", b"program.yaml", store.blob(PROGRAM))]);
        let head = store
            .commit_of(store.tree(&[("40000", b"evidence", evidence), ("40000", b"policies", policies)]));
        (artifact.to_string(), store.at(head))
    };
    let (_, sound) = store();
    let (id, lying) = store();
    let object =
        |place: &Place, id: &str| place.path().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    let bytes = {
        let store = Store::new();
        let written = store.object(ObjectType::Blob, &vec![b'b'; 5 << 20]).to_string();
        std::fs::read(object(&store.place, &written)).expect("an object")
    };
    let _ = std::fs::remove_file(object(&lying, &id));
    std::fs::write(object(&lying, &id), bytes).expect("written");
    assert_data_eq!(
        each([("sound", sound), ("other bytes under its id", lying)], judged),
        str![[r#"
== sound
evidence/C-1/2026-01.yaml:3:26: committed-before-performed on the main line on 2026-01-05, and performed only on 2026-01-20
exit 1
"integrity": [],
== other bytes under its id
policies/program.yaml:1:1: history-incomplete objects of the history are not here: what they held is not known
policies/program.yaml:1:1: replaced-objects the object `868d17dd3fc6d22cf0a8323e5687459bf26ae92f` holds other bytes than its id names
exit 1
"integrity": [ "OBJECT_HASH_MISMATCH 868d17dd3fc6d22cf0a8323e5687459bf26ae92f" ],

"#]]
    );
}
