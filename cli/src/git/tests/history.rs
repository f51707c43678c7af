//! The walk over a history.

use crate::git::GitError;
use crate::git::tests::{DAY, Files, START, Scratch, files, path, show};
use crate::history::SignatureKind;
use crate::place::{CommitId, RepoPath};

const RECORD: &str = "evidence/AC-02/2026-Q1.yaml";

/// Who brought a path, and on which day.
fn added(trail: &crate::history::Trail, name: &str) -> Option<(CommitId, i64)> {
    trail.additions.get(name).map(|one| (one.commit, (one.at.as_second() - START) / DAY))
}

#[test]
fn a_line_tells_what_each_commit_changed() {
    let scratch = Scratch::new();
    let first = scratch.commit(&[], 0, &[("README.md", "x"), ("policies/controls/AC-02.yaml", "one")]);
    let second = scratch.commit(
        &[first],
        1,
        &[
            ("README.md", "y"),
            ("policies/controls/AC-02.yaml", "two"),
            (RECORD, "q1"),
            ("evidence/AC-02/2026-Q1/u.csv", "a"),
        ],
    );
    let third = scratch.commit(&[second], 2, &[("policies/controls/AC-02.yaml", "two"), (RECORD, "q1")]);
    let trail = scratch.trail(third);
    assert_eq!(trail.line.iter().map(|commit| commit.id).collect::<Vec<_>>(), [first, second, third]);
    let shown: Vec<_> = trail.line.iter().map(|commit| show(&scratch, &commit.changes)).collect();
    assert_eq!(
        shown,
        [
            vec!["policies/controls/AC-02.yaml: - -> one"],
            vec![
                "evidence/AC-02/2026-Q1.yaml: - -> q1",
                "evidence/AC-02/2026-Q1/u.csv: - -> a",
                "policies/controls/AC-02.yaml: one -> two",
            ],
            vec!["evidence/AC-02/2026-Q1/u.csv: a -> -"],
        ]
    );
    assert_eq!(added(&trail, RECORD), Some((second, 1)));
    let mut kept: Vec<&[u8]> = trail.blobs.values().map(|bytes| &**bytes).collect();
    kept.sort();
    assert_eq!(kept, [b"one", &b"q1"[..], b"two"]);
    assert!(trail.complete && trail.integrity.is_empty() && trail.before_the_cut.is_empty());
    assert_eq!((trail.line[0].subject.as_str(), trail.line[0].committer.offset_minutes), ("Day 0", 60));
}

#[test]
fn a_merge_is_compared_with_its_first_parent_and_adds_what_no_parent_has() {
    let scratch = Scratch::new();
    let base = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    let side = scratch.commit(&[base], 1, &[("policies/a.md", "a"), (RECORD, "q1")]);
    let main = scratch.commit(&[base], 2, &[("policies/a.md", "b")]);
    let merge = scratch.commit(
        &[main, side],
        3,
        &[("policies/a.md", "b"), (RECORD, "q1"), ("evidence/AC-02/2026-Q2.yaml", "q2")],
    );
    let trail = scratch.trail(merge);
    assert_eq!(trail.line.iter().map(|commit| commit.id).collect::<Vec<_>>(), [base, main, merge]);
    assert_eq!(
        show(&scratch, &trail.line[2].changes),
        ["evidence/AC-02/2026-Q1.yaml: - -> q1", "evidence/AC-02/2026-Q2.yaml: - -> q2"]
    );
    assert!(trail.line[2].is_merge());
    assert_eq!(added(&trail, RECORD), Some((side, 1)));
    assert_eq!(added(&trail, "evidence/AC-02/2026-Q2.yaml"), Some((merge, 3)));
}

#[test]
fn of_two_branches_that_bring_a_path_the_earlier_date_counts_and_then_the_smaller_id() {
    let scratch = Scratch::new();
    let base = scratch.commit(&[], 0, &[]);
    let late = scratch.commit(&[base], 5, &[(RECORD, "late")]);
    let early = scratch.commit(&[base], 3, &[(RECORD, "early")]);
    let merge = scratch.commit(&[late, early], 6, &[(RECORD, "late")]);
    assert_eq!(added(&scratch.trail(merge), RECORD), Some((early, 3)));

    let one = scratch.commit(&[base], 3, &[(RECORD, "one")]);
    let merge = scratch.commit(&[early, one], 6, &[(RECORD, "one")]);
    assert_eq!(added(&scratch.trail(merge), RECORD), Some((early.min(one), 3)));
}

#[test]
fn a_path_that_was_deleted_and_came_again_keeps_its_first_addition() {
    let scratch = Scratch::new();
    let first = scratch.commit(&[], 0, &[(RECORD, "q1")]);
    let gone = scratch.commit(&[first], 1, &[]);
    let again = scratch.commit(&[gone], 2, &[(RECORD, "q1, once more")]);
    let trail = scratch.trail(again);
    assert_eq!(added(&trail, RECORD), Some((first, 0)));
    let shown: Vec<_> = trail.line.iter().map(|commit| show(&scratch, &commit.changes).join("")).collect();
    assert_eq!(
        shown,
        [
            "evidence/AC-02/2026-Q1.yaml: - -> q1",
            "evidence/AC-02/2026-Q1.yaml: q1 -> -",
            "evidence/AC-02/2026-Q1.yaml: - -> q1, once more",
        ]
    );
}

#[test]
fn an_octopus_and_an_unrelated_history_are_walked() {
    let scratch = Scratch::new();
    let base = scratch.commit(&[], 10, &[]);
    let a = scratch.commit(&[base], 11, &[("policies/a.md", "a")]);
    let b = scratch.commit(&[base], 12, &[("policies/b.md", "b")]);
    let stranger = scratch.commit(&[], 1, &[(RECORD, "q1")]);
    let all = [("policies/a.md", "a"), ("policies/b.md", "b"), (RECORD, "q1"), ("policies/c.md", "c")];
    let merge = scratch.commit(&[a, b, stranger], 13, &all);
    let trail = scratch.trail(merge);
    assert_eq!(added(&trail, "policies/a.md"), Some((a, 11)));
    assert_eq!(added(&trail, "policies/b.md"), Some((b, 12)));
    assert_eq!(added(&trail, "policies/c.md"), Some((merge, 13)));
    assert_eq!(added(&trail, RECORD), Some((stranger, 1)));
    assert_eq!(trail.line.last().map(|commit| commit.changes.len()), Some(3));
}

#[test]
fn a_criss_cross_of_merges_is_walked_once() {
    let scratch = Scratch::new();
    let base = scratch.commit(&[], 0, &[]);
    let (mut left, mut right) = (base, base);
    for day in 1..40 {
        let merged =
            |parents: &[CommitId]| scratch.commit(parents, day, &[("policies/a.md", &day.to_string())]);
        // Without a memory of what was visited this takes two to the fortieth steps.
        (left, right) = (merged(&[left, right]), merged(&[right, left]));
    }
    assert_eq!(scratch.trail(left).line.len(), 40);
}

#[test]
fn a_cut_history_says_so_and_adds_nothing_that_was_there_before() {
    let scratch = Scratch::new();
    let lost: CommitId = "1111111111111111111111111111111111111111".parse().expect("an id");
    let cut = scratch.commit(&[lost], 0, &[("policies/a.md", "a"), ("policies/controls/AC-02.yaml", "ac")]);
    let head = scratch.commit(
        &[cut],
        1,
        &[("policies/a.md", "b"), ("policies/controls/AC-02.yaml", "ac"), (RECORD, "q1")],
    );
    // Without a list of cuts the same history has lost a commit.
    let trail = scratch.trail(head);
    assert_eq!((trail.complete, trail.shallow, trail.lost), (false, false, true));
    assert_eq!(trail.integrity, [format!("OBJECT_MISSING {lost}")]);

    scratch.write(".git/shallow", format!("{cut}\n").as_bytes());
    let repository = scratch.open();
    assert!(repository.is_shallow());
    let trail = repository.trail(head, "").expect("a trail");
    assert_eq!((trail.complete, trail.shallow, trail.lost), (false, true, false));
    assert_eq!(
        trail.before_the_cut.keys().map(RepoPath::as_str).collect::<Vec<_>>(),
        ["policies/a.md", "policies/controls/AC-02.yaml"]
    );
    assert_eq!(trail.additions.keys().map(RepoPath::as_str).collect::<Vec<_>>(), [RECORD]);
    assert_eq!((trail.line[0].changes.len(), trail.line[0].parents.as_slice()), (0, &[lost][..]));
    assert!(trail.blobs.contains_key(&scratch.blob("ac")));
}

#[test]
fn a_link_at_a_path_is_a_change_and_not_a_file() {
    let scratch = Scratch::new();
    let link = |mode| {
        let mut all: Files = files(&[("policies/README.md", "a")]);
        all.insert(RECORD.to_owned(), (mode, "q1".to_owned()));
        scratch.tree(&all)
    };
    let file = scratch.commit_tree(link("100644"), &[], 0);
    let executable = scratch.commit_tree(link("100755"), &[file], 1);
    let symlink = scratch.commit_tree(link("120000"), &[executable], 2);
    let submodule = scratch.commit_tree(link("160000"), &[symlink], 3);
    let trail = scratch.trail(submodule);
    let counts: Vec<_> = trail.line.iter().map(|commit| commit.changes.len()).collect();
    assert_eq!(counts, [2, 0, 1, 1]);
    assert_eq!(trail.not_files, [(symlink, path(RECORD)), (submodule, path(RECORD))].into());
    assert_eq!(trail.blobs.len(), 1);
}

#[test]
fn a_file_that_becomes_a_folder_is_gone_and_its_files_are_new() {
    let scratch = Scratch::new();
    let file = scratch.commit(&[], 0, &[("evidence/AC-02", "a file"), ("policies", "a file")]);
    let folder = scratch.commit(&[file], 1, &[(RECORD, "q1"), ("policies/a.md", "a")]);
    let trail = scratch.trail(folder);
    assert_eq!(
        show(&scratch, &trail.line[1].changes),
        [
            "evidence/AC-02: a file -> -",
            "evidence/AC-02/2026-Q1.yaml: - -> q1",
            "policies: a file -> -",
            "policies/a.md: - -> a"
        ]
    );
}

#[test]
fn only_the_compliance_root_is_looked_at() {
    let scratch = Scratch::new();
    let first =
        scratch.commit(&[], 0, &[("policies/a.md", "outside"), ("src/compliance/policies/a.md", "inside")]);
    let second = scratch.commit(&[first], 1, &[("src/compliance/policies/a.md", "inside"), ("src/x", "y")]);
    let trail = scratch.open().trail(second, "src/compliance").expect("a trail");
    let shown: Vec<_> = trail.line.iter().map(|commit| show(&scratch, &commit.changes)).collect();
    assert_eq!(shown, [vec!["policies/a.md: - -> inside"], vec![]]);
    assert_eq!(scratch.open().trail(second, "nowhere").expect("a trail").additions.len(), 0);
}

#[test]
fn what_other_readers_could_read_differently_is_named() {
    let scratch = Scratch::new();
    let good = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    let blob = scratch.blob("a").0;
    let folder =
        scratch.raw_tree(&[("100644", b"a.md", blob), ("100755", b"a.md", blob), ("100644", b"b\nc", blob)]);
    let tree = scratch.raw_tree(&[("40000", b"policies", folder)]);
    let odd = scratch.object(
        git2::ObjectType::Commit,
        format!(
            "tree {}\nparent {good}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> soon +0000\n\nOdd\n",
            CommitId(tree)
        )
        .as_bytes(),
    );
    let odd = CommitId(odd);
    scratch.reference(&format!("refs/replace/{good}"), odd.0);
    scratch.write(".git/info/grafts", format!("{odd}\n").as_bytes());
    let trail = scratch.trail(odd);
    assert_eq!(
        trail.integrity,
        [
            format!("COMMIT_MALFORMED {odd}"),
            "GRAFTS_IGNORED info/grafts".to_owned(),
            "PATH_UNSAFE policies/b<U+000A>c".to_owned(),
            format!("REPLACE_REFS_IGNORED refs/replace/{good}"),
            "TREE_AMBIGUOUS policies".to_owned(),
        ]
    );
    assert_eq!(trail.line.len(), 2);
    assert_eq!(trail.line[1].committer.at.as_second(), 0);
}

#[test]
fn a_signature_is_seen_on_a_commit() {
    let scratch = Scratch::new();
    let tree = CommitId(scratch.tree(&Files::new()));
    let who = format!("A <a@b> {START} +0000");
    let text = format!(
        "tree {tree}\nauthor {who}\ncommitter {who}\ngpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n\nSigned\n"
    );
    let id = CommitId(scratch.object(git2::ObjectType::Commit, text.as_bytes()));
    let trail = scratch.trail(id);
    assert_eq!(trail.line[0].signature.as_ref().map(|signature| signature.kind), Some(SignatureKind::Ssh));
    assert!(trail.integrity.is_empty());
}

#[test]
fn a_line_of_many_commits_takes_more_threads_and_gives_the_same() {
    let scratch = Scratch::new();
    // Few distinct trees, so that only the number of commits counts.
    let trees = [0, 1, 2].map(|n: u8| scratch.tree(&files(&[("policies/a.md", &n.to_string())])));
    let mut head = scratch.commit_tree(trees[0], &[], 0);
    for day in 1..2500_u16 {
        head = scratch.commit_tree(trees[usize::from(day % 3)], &[head], i64::from(day));
    }
    let trail = scratch.trail(head);
    assert_eq!(trail.line.len(), 2500);
    let wrong = trail.line.iter().enumerate().skip(1).find(|(day, commit)| {
        let before = scratch.blob(&((day - 1) % 3).to_string());
        let after = scratch.blob(&(day % 3).to_string());
        commit.changes.len() != 1
            || commit.changes[0].before != Some(before)
            || commit.changes[0].after != Some(after)
    });
    assert_eq!(wrong, None);
}

#[test]
fn a_damaged_object_is_not_read() {
    let scratch = Scratch::new();
    let head = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    let id = head.to_string();
    let file = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
    let other = scratch.commit(&[], 9, &[]).to_string();
    let bytes = std::fs::read(scratch.path().join(format!(".git/objects/{}/{}", &other[..2], &other[2..])))
        .expect("a file");
    std::fs::remove_file(scratch.path().join(&file)).expect("a file");
    scratch.write(&file, &bytes);
    let error = scratch.open().trail(head, "").expect_err("the bytes are another commit's");
    assert!(matches!(error, GitError::ObjectMismatch { .. }), "{error}");
    assert!(error.cannot_tell());
}

/// A history of three, whose middle one has a branch merged in; and the ids on the way.
struct Gapped {
    scratch: Scratch,
    first: CommitId,
    side: CommitId,
    head: CommitId,
}

impl Gapped {
    fn new() -> Self {
        let scratch = Scratch::new();
        let first = scratch.commit(&[], 0, &[("policies/a.md", "a"), ("evidence/x/y/z.csv", "z")]);
        let side = scratch.commit(&[first], 1, &[("policies/a.md", "a"), (RECORD, "q1")]);
        let merge = scratch.commit(&[first, side], 2, &[("policies/a.md", "b"), (RECORD, "q1")]);
        let head = scratch.commit(&[merge], 3, &[("policies/a.md", "c"), (RECORD, "q1")]);
        Self { scratch, first, side, head }
    }

    /// How many commits of the line are told, what was brought, and the entries, when an object is gone.
    fn without(&self, id: &str) -> (usize, usize, Vec<String>) {
        std::fs::remove_file(self.scratch.path().join(format!(".git/objects/{}/{}", &id[..2], &id[2..])))
            .expect("a loose object");
        let trail = self.scratch.trail(self.head);
        assert!(trail.lost && !trail.is_whole() && !trail.shallow);
        (trail.line.len(), trail.brought.len(), trail.integrity)
    }
}

#[test]
fn where_an_object_is_missing_the_rest_is_told() {
    let entry = |id: &str| vec![format!("OBJECT_MISSING {id}")];
    let gapped = Gapped::new();
    let first = gapped.first.to_string();
    assert_eq!(gapped.without(&first), (2, 0, entry(&first)));

    let gapped = Gapped::new();
    let side = gapped.side.to_string();
    assert_eq!(gapped.without(&side), (3, 1, entry(&side)));

    let gapped = Gapped::new();
    let blob = gapped.scratch.blob("b").to_string();
    assert_eq!(gapped.without(&blob), (3, 1, entry(&blob)));

    // A folder deep in the oldest commit: what came after it is told.
    let gapped = Gapped::new();
    let folder = CommitId(gapped.scratch.tree(&files(&[("z.csv", "z")]))).to_string();
    assert_eq!(gapped.without(&folder), (2, 0, entry(&folder)));
}

#[test]
fn many_losses_are_counted_and_not_listed() {
    use crate::git::gaps::Gaps;
    let lost = (0..25).map(|number| format!("OBJECT_MISSING {number:02}")).collect();
    let entries = Gaps::entries(&lost);
    assert_eq!((entries.len(), entries[20].as_str()), (21, "OBJECT_MISSING 5 more"));
}
