//! Histories that lie, each in one way, and what their records are graded.
//!
//! Every history is the honest one with one thing changed. None may be graded above it.

mod company;
mod lint;
mod outside;
mod surroundings;

use std::fmt::Write as _;
use std::path::PathBuf;

use company::{Company, Files, Hand, by, header, public, sign, unsigned};
use git2::Oid;
use sha2::Digest as _;
use snapbox::{assert_data_eq, str};

const RECORD: &str = "evidence/AC-02/2026-11.yaml";
const LIST: &str = "evidence/AC-02/2026-11/list.csv";

const BEGUN: &str = "2026-11-02T09:00:00Z";
const WORKED: &str = "2026-11-20T15:00:00Z";
const MERGED: &str = "2026-11-21T10:00:00Z";
const ANCHORED: &str = "2026-11-25T08:00:00Z";

fn policy() -> Files {
    let program = "company: {name: Northwind, timezone: UTC}\npeople:\n  \
        alice: {name: Alice, email: alice@northwind.example}\n  \
        bob: {name: Bob, email: bob@northwind.example}\n  \
        carol: {name: Carol, email: carol@northwind.example}\n\
        frameworks:\n  soc2: {version: 2017-2022}\n";
    let control = "id: AC-02\ntitle: Access is reviewed\nstatus: active\nowner: alice\nreviewer: bob\n\
        cadence: monthly\nsatisfies: {soc2: [CC6.1]}\n";
    let mut files = Files::new();
    put(&mut files, "policies/program.yaml", program);
    put(&mut files, "policies/controls/AC-02.yaml", control);
    put(&mut files, "policies/allowed_signers", &signers(""));
    files
}

/// The keys of the three, and more lines.
fn signers(more: &str) -> String {
    let line = |name: &str| format!("{name}@northwind.example {}\n", public(name));
    format!("{}{}{}{more}", line("alice"), line("bob"), line("carol"))
}

fn put(files: &mut Files, path: &str, text: &str) {
    files.insert(path.to_owned(), text.as_bytes().to_vec());
}

fn digest(bytes: &[u8]) -> String {
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn record(performed: &str, reviewer: Option<&str>, result: &str) -> String {
    let second = reviewer.map(|name| format!("reviewed: {{by: {name}, at: 2026-11-21}}\n"));
    format!(
        "control: AC-02\nperiod: 2026-11\nperformed: {{by: alice, at: {performed}}}\n{}result: {result}\n\
         artifacts:\n  - {{file: list.csv, sha256: {}}}\n",
        second.unwrap_or_default(),
        digest(b"account\nroot\n")
    )
}

/// The files with the honest record.
fn with_record(files: &Files, text: &str) -> Files {
    let mut files = files.clone();
    put(&mut files, RECORD, text);
    put(&mut files, LIST, "account\nroot\n");
    files
}

fn honest_record() -> String {
    record("2026-11-20", Some("bob"), "pass")
}

/// One history: the honest one, unless an attack changes what it is made of.
struct Plan<'a> {
    policy: Files,
    record: String,
    author: Hand<'a>,
    reviewer: Hand<'a>,
    worked: &'a str,
    merged: &'a str,
}

impl Default for Plan<'_> {
    fn default() -> Self {
        let (author, reviewer) = (by("alice"), by("bob"));
        Self { policy: policy(), record: honest_record(), author, reviewer, worked: WORKED, merged: MERGED }
    }
}

/// A history as far as the merge, and what it holds.
struct Told {
    company: Company,
    root: Oid,
    side: Oid,
    merge: Oid,
    files: Files,
}

impl Plan<'_> {
    fn tell(&self) -> Told {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &self.policy);
        let files = with_record(&self.policy, &self.record);
        let side = company.commit(self.author, self.worked, &[root], &files);
        let merge = company.commit(self.reviewer, self.merged, &[root, side], &files);
        company.main(merge);
        Told { company, root, side, merge, files }
    }
}

impl Told {
    /// One more commit on the main line.
    fn then(&mut self, hand: Hand<'_>, at: &str, change: impl FnOnce(&mut Files)) -> Oid {
        change(&mut self.files);
        let commit = self.company.commit(hand, at, &[self.merge], &self.files);
        self.company.main(commit);
        self.merge = commit;
        commit
    }

    fn tag(&self) -> Vec<u8> {
        let merge = self.merge;
        format!(
            "object {merge}\ntype commit\ntag anchor-2026-11\n\
             tagger bob <bob@northwind.example> 1763719200 +0000\n\nNovember\n"
        )
        .into_bytes()
    }

    /// Commits the time stamp that was made of the honest history.
    fn anchored(mut self) -> Self {
        let tag = self.tag();
        self.then(by("bob"), ANCHORED, |files| {
            files.insert("evidence/anchors/november.tag".to_owned(), tag);
            files.insert("evidence/anchors/november.tsr".to_owned(), fixture("november.tsr"));
        });
        self
    }

    fn grade(&self, flags: &[&str]) -> String {
        self.company.grade(flags)
    }

    fn stamped(&self) -> String {
        let root = fixture_path("tsa-root.pem");
        self.grade(&["--tsa-root", root.to_str().expect("a path")])
    }
}

fn fixture_path(name: &str) -> PathBuf {
    crate::support::package().join("cli/tests/fixtures/anchor").join(name)
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixture_path(name)).expect("a fixture")
}

fn honest() -> Told {
    Plan::default().tell()
}

#[test]
#[ignore = "writes the tag that `fixtures/anchor/make` has stamped"]
fn the_tag_that_is_stamped() {
    std::fs::write(fixture_path("november.tag"), honest().tag()).expect("written");
}

#[test]
fn no_attack_is_graded_above_the_honest_history() {
    assert_eq!(honest().tag(), fixture("november.tag"), "run cli/tests/fixtures/anchor/make");
    let mut table = String::new();
    for (name, grade) in table_of_attacks() {
        let word = grade.split(' ').next().unwrap_or_default();
        assert!(word != "G5" && (word != "G4" || name.starts_with("honest")), "{name}: {grade}");
        let _ = writeln!(table, "{name:38}{grade}");
    }
    assert_data_eq!(
        table,
        str![[r#"
honest, with a time stamp             G4 NOT_WITNESSED ONE_OPERATOR
honest, without                       G3 NOT_ANCHORED
the authority is not trusted          G3 NOT_ANCHORED  | ANCHOR_INVALID
landed late                           G0 LANDED_LATE NOT_ANCHORED
landed before it was performed        G0 LANDED_BEFORE_PERFORMED NOT_ANCHORED
dated before a token of its history   X BACKDATED HISTORY_REWRITTEN NOT_ANCHORED NO_REVIEW  | HISTORY_REWRITTEN
one commit in 2036                    G0 CLOCK_OUT_OF_ORDER NOT_ANCHORED  | CLOCK_OUT_OF_ORDER
no day                                G0 NOT_ANCHORED NO_PERFORMED
made anew in a second                 G3 NOT_ANCHORED
made anew, and somebody has seen      X HISTORY_REWRITTEN NOT_ANCHORED  | HISTORY_REWRITTEN
made anew under the old time stamp    X HISTORY_REWRITTEN NOT_ANCHORED  | HISTORY_REWRITTEN
foxtrot merge, and somebody has seen  X MAINLINE_SWITCHED NOT_ANCHORED NO_REVIEW  | MAINLINE_SWITCHED
set back, and somebody has seen       X HISTORY_REWRITTEN NOT_ANCHORED  | HISTORY_REWRITTEN
an older state than was seen          G3 NOT_ANCHORED  | OLDER_THAN_SEEN
cut                                   ? SHALLOW  | SHALLOW
replaced by a reference               G3 NOT_ANCHORED  | REPLACE_REFS_IGNORED
the root is beside the line           X NOT_ANCHORED ROOT_NOT_ON_LINE  | ROOT_NOT_ON_LINE
the root is as agreed                 G3 NOT_ANCHORED
the root is younger than the record   G0 BEFORE_ROOT NOT_ANCHORED
edited after the merge                X NOT_ANCHORED PERFORMER_NOT_SIGNER RECORD_ALTERED
edited and put back                   X NOT_ANCHORED RECORD_ALTERED
completed after the merge             G3 NOT_ANCHORED SIGNED_BYTES_NOT_NEWEST
deleted                               X RECORD_DELETED
renamed                               X ARTIFACT_MISSING NOT_ANCHORED PERFORMER_NOT_SIGNER RECORD_DELETED
file swapped, hash kept               X ARTIFACT_HASH_MISMATCH NOT_ANCHORED RECORD_ALTERED
file landed with another hash         X ARTIFACT_HASH_MISMATCH NOT_ANCHORED
file taken away                       X ARTIFACT_MISSING NOT_ANCHORED RECORD_ALTERED
file is a link                        X ARTIFACT_NOT_A_FILE NOT_ANCHORED RECORD_ALTERED
file outside of the folder            X ARTIFACT_PATH_UNSAFE NOT_ANCHORED
the record is not signed              G1 NOT_ANCHORED PERFORMER_UNSIGNED
the merge is not signed               G1 AUTHORITY_BROKEN NOT_ANCHORED NO_REVIEW UNSIGNED
forged author                         G1 NOT_ANCHORED PERFORMER_NOT_SIGNER
a key that nobody lists               G1 NOT_ANCHORED PERFORMER_UNSIGNED
a merge by a key that nobody lists    G1 AUTHORITY_BROKEN KEY_NOT_ALLOWED NOT_ANCHORED NO_REVIEW
a key that had ended                  G1 AUTHORITY_BROKEN KEY_NOT_ALLOWED NOT_ANCHORED NO_REVIEW
a key that ended before the token     G3 KEY_ENDED_BEFORE_ANCHOR
a key that is revoked later           G1 NOT_ANCHORED PERFORMER_UNSIGNED
one key under two names               G1 KEY_UNDER_TWO_NAMES NOT_ANCHORED
a policy that approves itself         G1 AUTHORITY_BROKEN KEY_NOT_ALLOWED NOT_ANCHORED NO_REVIEW
signature for another purpose         G1 AUTHORITY_BROKEN NOT_ANCHORED NO_REVIEW SIGNATURE_BAD
signature over other bytes            G1 AUTHORITY_BROKEN NOT_ANCHORED NO_REVIEW SIGNATURE_BAD
signature re-wrapped                  G3 NOT_ANCHORED
signature of X.509                    ? NOT_ANCHORED NO_REVIEW SIGNATURE_UNSUPPORTED
signature of no kind                  G1 AUTHORITY_BROKEN NOT_ANCHORED NO_REVIEW SIGNATURE_BAD
nobody is named                       G2 NOT_ANCHORED NO_REVIEW
the performer reviews                 G2 NOT_ANCHORED SELF_REVIEW
the performer merges                  G2 NOT_ANCHORED NO_REVIEW
another person merges                 G2 NOT_ANCHORED REVIEWER_NOT_SIGNER
a review record                       G3 NOT_ANCHORED
a review record by the performer      G2 NOT_ANCHORED SELF_REVIEW
a review record by nobody known       G2 NOT_ANCHORED REVIEW_SIGNATURE_BAD
a review record for another purpose   G2 NOT_ANCHORED REVIEW_SIGNATURE_BAD
a review record of other bytes        G2 NOT_ANCHORED REVIEW_OF_OTHER_BYTES
a review record that rejects          G2 NOT_ANCHORED REVIEW_REJECTED
a rejection that is written over      G2 NOT_ANCHORED REVIEW_CHANGED REVIEW_SIGNATURE_BAD
a review record that is gone          G2 NOT_ANCHORED REVIEW_CHANGED
squashed by the performer             G2 NOT_ANCHORED NO_REVIEW
squashed by the reviewer              G1 NOT_ANCHORED PERFORMER_NOT_SIGNER
squashed by a forge                   G1 AUTHORITY_BROKEN KEY_NOT_ALLOWED NOT_ANCHORED NO_REVIEW PERFORMER_UNSIGNED
evil merge                            G1 INTRODUCED_IN_MERGE NOT_ANCHORED NO_REVIEW
ambiguous headers                     X COMMIT_MALFORMED NOT_ANCHORED  | COMMIT_MALFORMED
hostile names in a tree               X NOT_ANCHORED PATH_UNSAFE  | PATH_UNSAFE
another zone                          G3 NOT_ANCHORED
partial clone, all there              G3 NOT_ANCHORED REVIEWED_BYTES_NOT_NEWEST
partial clone, an old version left out? NOT_ANCHORED OBJECT_MISSING  | OBJECT_MISSING
a file that is missing                ? NOT_ANCHORED OBJECT_MISSING  | OBJECT_MISSING
a record that is missing              no grade, exit 3: error: the blob 5f476f5984c2d5a42ceb4fd0ba1584dddcb1c388 is not in this repository
a side branch that is missing         ? NOT_ANCHORED OBJECT_MISSING  | OBJECT_MISSING
cut, and the cut hidden               ? OBJECT_MISSING  | OBJECT_MISSING
a folder of the root that is missing  ? OBJECT_MISSING  | OBJECT_MISSING
a file with other bytes               X NOT_ANCHORED OBJECT_HASH_MISMATCH  | OBJECT_HASH_MISMATCH
an old version with other bytes       X NOT_ANCHORED OBJECT_HASH_MISMATCH  | OBJECT_HASH_MISMATCH
a side branch with other bytes        X NOT_ANCHORED OBJECT_HASH_MISMATCH  | OBJECT_HASH_MISMATCH
a commit graph that lies              G3 NOT_ANCHORED
a tag                                 G3 NOT_ANCHORED
a tag under another name              G3 NOT_ANCHORED  | TAG_NAME_DIFFERS
a lightweight tag                     G3 NOT_ANCHORED  | TAG_LIGHTWEIGHT
a tag that was moved                  G3 NOT_ANCHORED
a tag that was moved, and seen before X HISTORY_REWRITTEN NOT_ANCHORED  | HISTORY_REWRITTEN
a name twice but for case             X NOT_ANCHORED TREE_AMBIGUOUS  | RECORD_UNREADABLE TREE_AMBIGUOUS
a folder twice but for case           X NOT_ANCHORED TREE_AMBIGUOUS  | TREE_AMBIGUOUS
a name twice but for normalisation    X NOT_ANCHORED TREE_AMBIGUOUS  | TREE_AMBIGUOUS
a hostile name at the top             X NOT_ANCHORED PATH_UNSAFE  | PATH_UNSAFE
renamed and edited                    X NOT_ANCHORED NO_REVIEW RECORD_DELETED
deleted, and the number used again    X NOT_ANCHORED RECORD_ALTERED REVIEWED_BYTES_NOT_NEWEST
a token over another tag              G3 NOT_ANCHORED  | ANCHOR_INVALID
an authority of one's own             G3 NOT_ANCHORED  | ANCHOR_INVALID
a certificate that had ended          G3 NOT_ANCHORED  | ANCHOR_INVALID
assumed to be unchanged               G3 NOT_ANCHORED
meant to be added                     G3 NOT_ANCHORED
staged only                           G3 NOT_ANCHORED
notes that were rewritten             G2 NOT_ANCHORED NO_REVIEW
a trailer that anybody can write      G2 NOT_ANCHORED NO_REVIEW
a map of mail addresses               G1 AUTHORITY_BROKEN KEY_NOT_ALLOWED NOT_ANCHORED NO_REVIEW
grafts                                G3 NOT_ANCHORED  | GRAFTS_IGNORED
rebased a month later                 G0 LANDED_LATE NOT_ANCHORED NO_REVIEW
a configuration that names programs   G3 NOT_ANCHORED
the zone of the machine               G3 NOT_ANCHORED

"#]]
    );
}

fn table_of_attacks() -> Vec<(&'static str, String)> {
    let mut table = vec![
        ("honest, with a time stamp", honest().anchored().stamped()),
        ("honest, without", honest().grade(&[])),
        ("the authority is not trusted", honest().anchored().grade(&[])),
    ];
    table.extend(dates());
    table.extend(rewritten());
    table.extend(altered());
    table.extend(keys());
    table.extend(reviews());
    table.extend(shapes());
    table.extend(surroundings::stores());
    table.extend(surroundings::names());
    table.extend(surroundings::stamps());
    table.extend(surroundings::surroundings());
    table
}

/// Dates that are not true.
fn dates() -> Vec<(&'static str, String)> {
    let late = Plan { worked: "2026-12-20T15:00:00Z", merged: "2026-12-21T10:00:00Z", ..Plan::default() };
    let early = Plan { worked: "2026-11-10T15:00:00Z", merged: "2026-11-11T10:00:00Z", ..Plan::default() };
    // Made after the token was in the history, and dated before it.
    let backdated = {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &policy());
        let mut told = Told { company, root, side: root, merge: root, files: policy() };
        let tag = fixture("november.tag");
        told.then(by("bob"), "2026-11-20T09:00:00Z", |files| {
            files.insert("evidence/anchors/november.tag".to_owned(), tag);
            files.insert("evidence/anchors/november.tsr".to_owned(), fixture("november.tsr"));
        });
        told.then(by("alice"), MERGED, |files| *files = with_record(files, &honest_record()));
        told.stamped()
    };
    // One commit in 2036 makes every later one look out of order.
    let skewed = {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &policy());
        let future = company.commit(by("bob"), "2036-11-02T09:00:00Z", &[root], &policy());
        let files = with_record(&policy(), &honest_record());
        let side = company.commit(by("alice"), WORKED, &[future], &files);
        let merge = company.commit(by("bob"), MERGED, &[future, side], &files);
        company.main(merge);
        Told { company, root, side, merge, files }
    };
    vec![
        ("landed late", late.tell().grade(&[])),
        ("landed before it was performed", early.tell().grade(&[])),
        ("dated before a token of its history", backdated),
        ("one commit in 2036", skewed.grade(&[])),
        (
            "no day",
            Plan { record: honest_record().replace(", at: 2026-11-20", ""), ..Plan::default() }
                .tell()
                .grade(&[]),
        ),
    ]
}

/// Histories made anew, or cut.
fn rewritten() -> Vec<(&'static str, String)> {
    let seen = honest().merge.to_string();
    let again = Plan { merged: "2026-11-21T10:00:01Z", ..Plan::default() };
    let stamped = {
        let mut told = again.tell();
        told.then(by("bob"), ANCHORED, |files| {
            files.insert("evidence/anchors/november.tag".to_owned(), fixture("november.tag"));
            files.insert("evidence/anchors/november.tsr".to_owned(), fixture("november.tsr"));
        });
        told.stamped()
    };
    // The branch becomes the main line, and the main line a branch.
    let foxtrot = {
        let mut told = honest();
        let before = told.merge;
        let files = told.files.clone();
        let side = told.company.commit(by("alice"), WORKED, &[told.side], &files);
        told.merge = told.company.commit(by("alice"), ANCHORED, &[side, before], &files);
        told.company.main(told.merge);
        told.grade(&["--seen", &before.to_string()])
    };
    let whole = honest();
    let back = {
        let mut told = honest();
        let before = told.merge;
        let seen = told.then(by("bob"), ANCHORED, |files| put(files, "evidence/README.md", "x"));
        told.company.main(before);
        (told.grade(&["--seen", &seen.to_string()]), {
            told.grade(&["--seen", &seen.to_string(), "--at", &before.to_string()])
        })
    };
    let shallow = {
        let told = honest();
        std::fs::write(told.company.path().join(".git/shallow"), format!("{}\n", told.merge))
            .expect("written");
        told.grade(&[])
    };
    let replaced = {
        let told = honest();
        let other = told.company.commit(by("bob"), MERGED, &[told.root], &policy());
        let name = format!("refs/replace/{}", told.merge);
        told.company.repo.reference(&name, other, true, "").expect("a reference");
        told.grade(&[])
    };
    let root = |id: Oid| whole.grade(&["--root", &id.to_string()]);
    vec![
        ("made anew in a second", again.tell().grade(&[])),
        ("made anew, and somebody has seen", again.tell().grade(&["--seen", &seen])),
        ("made anew under the old time stamp", stamped),
        ("foxtrot merge, and somebody has seen", foxtrot),
        ("set back, and somebody has seen", back.0),
        ("an older state than was seen", back.1),
        ("cut", shallow),
        ("replaced by a reference", replaced),
        ("the root is beside the line", root(whole.side)),
        ("the root is as agreed", root(whole.root)),
        ("the root is younger than the record", root(whole.merge)),
    ]
}

/// Records and files that were changed.
fn altered() -> Vec<(&'static str, String)> {
    let edit = |change: &dyn Fn(&mut Files)| {
        let mut told = honest();
        told.then(by("bob"), ANCHORED, change);
        told
    };
    let put_back = {
        let mut told = edit(&|files| put(files, RECORD, &honest_record().replace("pass", "fail")));
        told.then(by("bob"), "2026-11-25T09:00:00Z", |files| put(files, RECORD, &honest_record()));
        told.grade(&[])
    };
    let other_list = |files: &mut Files| put(files, LIST, "account\n");
    let landed_other = Plan {
        record: honest_record().replace(&digest(b"account\nroot\n"), &digest(b"other")),
        ..Plan::default()
    };
    let renamed = edit(&|files| {
        let bytes = files.remove(RECORD).expect("the record");
        files.insert("evidence/AC-02/2026-11.2.yaml".to_owned(), bytes);
    });
    let link = {
        let mut told = honest();
        told.then(by("bob"), ANCHORED, |files| drop(files.insert(LIST.to_owned(), b"-> ../../x".to_vec())));
        told.grade(&[])
    };
    let outside = honest_record().replace("list.csv", "../../secret.csv");
    vec![
        (
            "edited after the merge",
            edit(&|files| put(files, RECORD, &record("2026-11-19", Some("bob"), "pass"))).grade(&[]),
        ),
        ("edited and put back", put_back),
        (
            "completed after the merge",
            edit(&|files| put(files, RECORD, &format!("{}summary: fine\n", honest_record()))).grade(&[]),
        ),
        ("deleted", edit(&|files| drop(files.remove(RECORD))).grade(&[])),
        ("renamed", renamed.grade(&[])),
        ("file swapped, hash kept", edit(&other_list).grade(&[])),
        ("file landed with another hash", landed_other.tell().grade(&[])),
        ("file taken away", edit(&|files| drop(files.remove(LIST))).grade(&[])),
        ("file is a link", link),
        ("file outside of the folder", Plan { record: outside, ..Plan::default() }.tell().grade(&[])),
    ]
}

/// Keys that do not count.
fn keys() -> Vec<(&'static str, String)> {
    let with = |author: Hand<'static>, reviewer: Hand<'static>| {
        Plan { author, reviewer, ..Plan::default() }.tell().grade(&[])
    };
    let listed = |text: String| {
        let mut plan = Plan::default();
        put(&mut plan.policy, "policies/allowed_signers", &text);
        plan
    };
    let ended = listed(
        signers("").replace("bob@northwind.example", "bob@northwind.example valid-before=\"20261110\""),
    );
    let shared = listed(format!(
        "alice@northwind.example,carol@northwind.example {}\nbob@northwind.example {}\n",
        public("alice"),
        public("bob")
    ));
    let mut revoked = honest();
    revoked.then(by("carol"), ANCHORED, |files| {
        put(files, "policies/revoked_keys", &format!("{}\n", public("alice")));
    });
    // Ended after the record, before the outside time: the date may be forged with the old key.
    let mut late = honest().anchored();
    let text =
        signers("").replace("alice@northwind.example", "alice@northwind.example valid-before=\"20261122\"");
    late.then(by("carol"), "2026-11-25T09:00:00Z", |files| put(files, "policies/allowed_signers", &text));
    // The change that adds a reviewer cannot approve itself.
    let company = Company::new();
    let root = company.commit(by("bob"), BEGUN, &[], &policy());
    let mut files = with_record(&policy(), &record("2026-11-20", Some("mallory"), "pass"));
    put(
        &mut files,
        "policies/allowed_signers",
        &signers(&format!("bob@northwind.example {}\n", public("mallory"))),
    );
    let side = company.commit(by("alice"), WORKED, &[root], &files);
    let merge = company.commit(by("mallory"), MERGED, &[root, side], &files);
    company.main(merge);
    let itself = Told { company, root, side, merge, files };
    let stripped = |armor: &dyn Fn(&str) -> String| {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &policy());
        let files = with_record(&policy(), &honest_record());
        let side = company.commit(by("alice"), WORKED, &[root], &files);
        let head = header("bob", MERGED, &[root, side], company.tree(&files));
        let merge = company.signed(&head, Some(&armor(&format!("{head}\nwork\n"))));
        company.main(merge);
        Told { company, root, side, merge, files }.grade(&[])
    };
    let rewrapped = |payload: &str| {
        let armor = sign("bob", "git", payload.as_bytes());
        let body: String = armor.lines().filter(|line| !line.starts_with('-')).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n")
    };
    vec![
        ("the record is not signed", with(unsigned("alice"), by("bob"))),
        ("the merge is not signed", with(by("alice"), unsigned("bob"))),
        ("forged author", with(Hand { key: Some("carol"), mail: "alice" }, by("bob"))),
        ("a key that nobody lists", with(by("mallory"), by("bob"))),
        ("a merge by a key that nobody lists", with(by("alice"), by("mallory"))),
        ("a key that had ended", ended.tell().grade(&[])),
        ("a key that ended before the token", late.stamped()),
        ("a key that is revoked later", revoked.grade(&[])),
        ("one key under two names", shared.tell().grade(&[])),
        ("a policy that approves itself", itself.grade(&[])),
        ("signature for another purpose", stripped(&|payload| sign("bob", "file", payload.as_bytes()))),
        ("signature over other bytes", stripped(&|_| sign("bob", "git", b"other"))),
        ("signature re-wrapped", stripped(&rewrapped)),
        (
            "signature of X.509",
            stripped(&|_| "-----BEGIN SIGNED MESSAGE-----\nx\n-----END SIGNED MESSAGE-----\n".to_owned()),
        ),
        ("signature of no kind", stripped(&|_| "nothing".to_owned())),
    ]
}

/// Reviews that are none.
fn reviews() -> Vec<(&'static str, String)> {
    let named =
        |reviewer: Option<&str>| Plan { record: record("2026-11-20", reviewer, "pass"), ..Plan::default() };
    let statement = |verdict: &str, text: &str, signer: &str, namespace: &str| {
        let mut told = Plan { record: record("2026-11-20", None, "pass"), ..Plan::default() }.tell();
        let said = format!(
            "tickmark-review v1\nrecord {RECORD}\nsha256 {}\nverdict {verdict}\nlooked-at the list\nexceptions none\n",
            digest(text.as_bytes())
        );
        told.then(by("bob"), ANCHORED, |files| {
            put(files, "evidence/AC-02/2026-11.review", &said);
            put(files, "evidence/AC-02/2026-11.review.sig", &sign(signer, namespace, said.as_bytes()));
        });
        told
    };
    let plain = record("2026-11-20", None, "pass");
    let good = |signer: &str| statement("accepted", &plain, signer, "evidence-review");
    let mut outvoted = statement("rejected", &plain, "bob", "evidence-review");
    outvoted.then(by("bob"), "2026-11-25T09:00:00Z", |files| {
        put(files, "evidence/AC-02/2026-11.review", "tickmark-review v1\n");
    });
    let mut gone = good("carol");
    gone.then(by("bob"), "2026-11-25T09:00:00Z", |files| {
        files.remove("evidence/AC-02/2026-11.review");
        files.remove("evidence/AC-02/2026-11.review.sig");
    });
    vec![
        ("nobody is named", named(None).tell().grade(&[])),
        ("the performer reviews", named(Some("alice")).tell().grade(&[])),
        ("the performer merges", Plan { reviewer: by("alice"), ..Plan::default() }.tell().grade(&[])),
        ("another person merges", named(Some("carol")).tell().grade(&[])),
        ("a review record", good("carol").grade(&[])),
        ("a review record by the performer", good("alice").grade(&[])),
        ("a review record by nobody known", good("mallory").grade(&[])),
        ("a review record for another purpose", statement("accepted", &plain, "carol", "git").grade(&[])),
        (
            "a review record of other bytes",
            statement("accepted", "other", "carol", "evidence-review").grade(&[]),
        ),
        (
            "a review record that rejects",
            statement("rejected", &plain, "carol", "evidence-review").grade(&[]),
        ),
        ("a rejection that is written over", outvoted.grade(&[])),
        ("a review record that is gone", gone.grade(&[])),
    ]
}

/// Shapes of history and of objects.
fn shapes() -> Vec<(&'static str, String)> {
    let linear = |hand: Hand<'static>| {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &policy());
        let mut told = Told { company, root, side: root, merge: root, files: policy() };
        told.then(hand, MERGED, |files| *files = with_record(files, &honest_record()));
        told.grade(&[])
    };
    let evil = {
        let company = Company::new();
        let root = company.commit(by("bob"), BEGUN, &[], &policy());
        let side = company.commit(
            by("alice"),
            WORKED,
            &[root],
            &with_record(&policy(), &record("2026-11-20", Some("bob"), "fail")),
        );
        let files = with_record(&policy(), &honest_record());
        let merge = company.commit(by("bob"), MERGED, &[root, side], &files);
        company.main(merge);
        Told { company, root, side, merge, files }.grade(&[])
    };
    let ambiguous = {
        let told = honest();
        let head = header("bob", ANCHORED, &[told.merge], told.company.tree(&told.files));
        let twice = head.replace("\nauthor ", &format!("\nparent {}\nauthor ", told.root));
        let twice = format!("{twice}committer bob <bob@northwind.example> 1 +0000\n");
        let armor = sign("bob", "git", format!("{twice}\nwork\n").as_bytes());
        told.company.main(told.company.signed(&twice, Some(&armor)));
        told.grade(&[])
    };
    let hostile = {
        let told = honest();
        let tree = told.company.repo.find_tree(told.company.tree(&told.files)).expect("a tree");
        let evidence = tree.get_name("evidence").expect("a folder").id();
        let blob = told.company.object(git2::ObjectType::Blob, b"x");
        let mut inner = b"100644 .git\0".to_vec();
        inner.extend(blob.as_bytes());
        inner.extend(told.company.repo.odb().expect("objects").read(evidence).expect("a tree").data());
        let evidence = told.company.object(git2::ObjectType::Tree, &inner);
        let mut builder = told.company.repo.treebuilder(Some(&tree)).expect("a builder");
        builder.insert("evidence", evidence, 0o040_000).expect("inserted");
        let tree = builder.write().expect("a tree");
        told.company.main(told.company.commit_tree(by("bob"), ANCHORED, &[told.merge], tree));
        told.grade(&[])
    };
    vec![
        ("squashed by the performer", linear(by("alice"))),
        ("squashed by the reviewer", linear(by("bob"))),
        ("squashed by a forge", linear(Hand { key: Some("forge"), mail: "alice" })),
        ("evil merge", evil),
        ("ambiguous headers", ambiguous),
        ("hostile names in a tree", hostile),
        ("another zone", Plan { merged: "2026-11-21T10:00:00Z +1400", ..Plan::default() }.tell().grade(&[])),
    ]
}
