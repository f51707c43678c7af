//! Statements, forges, time stamps and witnesses: what each lifts a record to, and what does not.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use git2::Oid;
use snapbox::{assert_data_eq, str};

use super::company::{Company, Files, by, header, public, sign};
use super::{
    ANCHORED, BEGUN, MERGED, RECORD, Told, WORKED, digest, fixture_path, honest, honest_record, policy, put,
    record, with_record,
};
use crate::signatures::{program, run};
use crate::support::{succeed, tickmark};

const PERFORMED: &str = "evidence/AC-02/2026-11.performed";
const REVIEW: &str = "evidence/AC-02/2026-11.review";
const FORGE: &str = "policies/openpgp/forge.asc";
/// When the forge merged, by its own clock.
const ON_THE_WEB: &str = "20261126T080000";

fn table(rows: Vec<(&str, String)>) -> String {
    rows.into_iter().fold(String::new(), |mut table, (name, grade)| {
        let _ = writeln!(table, "{name:42}{grade}");
        table
    })
}

/// A history without merges, in which one person commits the record and what stands beside it.
fn linear(change: impl FnOnce(&mut Files)) -> Told {
    let company = Company::new();
    let root = company.commit(by("bob"), BEGUN, &[], &policy());
    let mut told = Told { company, root, side: root, merge: root, files: policy() };
    told.then(by("bob"), MERGED, |files| {
        *files = with_record(files, &record("2026-11-20", None, "pass"));
        change(files);
    });
    told
}

fn performed(text: &str) -> String {
    format!("tickmark-performed v1\nrecord {RECORD}\nsha256 {}\n", digest(text.as_bytes()))
}

fn review(text: &str) -> String {
    format!(
        "tickmark-review v1\nrecord {RECORD}\nsha256 {}\nverdict accepted\nlooked-at the list\nexceptions none\n",
        digest(text.as_bytes())
    )
}

/// A statement with a signature over it.
fn signed(files: &mut Files, path: &str, said: &str, name: &str, namespace: &str) {
    put(files, path, said);
    put(files, &format!("{path}.sig"), &sign(name, namespace, said.as_bytes()));
}

#[test]
fn on_a_linear_history_statements_stand_for_signatures_on_commits() {
    let plain = record("2026-11-20", None, "pass");
    let by_performer = |said: &str, name: &str, namespace: &str| {
        linear(|files| signed(files, PERFORMED, said, name, namespace)).grade(&[])
    };
    let both = |said: &str, name: &str, namespace: &str| {
        linear(|files| {
            signed(files, PERFORMED, &performed(&plain), "alice", "evidence-performed");
            signed(files, REVIEW, said, name, namespace);
        })
        .grade(&[])
    };
    let other = performed(&plain).replace(RECORD, "evidence/AC-02/2026-10.yaml");
    let changed = {
        let mut told = linear(|files| {
            signed(files, PERFORMED, &performed(&plain), "alice", "evidence-performed");
            signed(files, REVIEW, &review(&plain), "carol", "evidence-review");
        });
        told.then(by("bob"), ANCHORED, |files| drop(files.remove(REVIEW)));
        told.grade(&[])
    };
    assert_data_eq!(
        table(vec![
            ("nobody but who committed", linear(|_| ()).grade(&[])),
            ("performed", by_performer(&performed(&plain), "alice", "evidence-performed")),
            ("performed, by another person", by_performer(&performed(&plain), "carol", "evidence-performed")),
            ("performed, by nobody known", by_performer(&performed(&plain), "mallory", "evidence-performed")),
            ("performed, for another purpose", by_performer(&performed(&plain), "alice", "git")),
            ("performed, of other bytes", by_performer(&performed("x"), "alice", "evidence-performed")),
            ("performed, of another record", by_performer(&other, "alice", "evidence-performed")),
            ("reviewed", both(&review(&plain), "carol", "evidence-review")),
            ("reviewed, by the performer", both(&review(&plain), "alice", "evidence-review")),
            ("reviewed, for another purpose", both(&review(&plain), "carol", "evidence-performed")),
            ("reviewed, of other bytes", both(&review("x"), "carol", "evidence-review")),
            (
                "reviewed, in other words",
                both(&review(&plain).replace("v1", "v2"), "carol", "evidence-review")
            ),
            ("reviewed, and taken away", changed),
        ]),
        str![[r#"
nobody but who committed                  G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER
performed                                 G2 NOT_ANCHORED NO_REVIEW
performed, by another person              G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER
performed, by nobody known                G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER
performed, for another purpose            G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER
performed, of other bytes                 G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER
performed, of another record              G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER
reviewed                                  G3 NOT_ANCHORED
reviewed, by the performer                G2 NOT_ANCHORED SELF_REVIEW
reviewed, for another purpose             G2 NOT_ANCHORED REVIEW_SIGNATURE_BAD
reviewed, of other bytes                  G2 NOT_ANCHORED REVIEW_OF_OTHER_BYTES
reviewed, in other words                  G2 NOT_ANCHORED REVIEW_MALFORMED
reviewed, and taken away                  G2 NOT_ANCHORED REVIEW_CHANGED

"#]]
    );
}

#[test]
fn what_the_command_writes_is_what_counts_once_it_is_signed() {
    let mut told = linear(|_| ());
    for (path, bytes) in &told.files {
        let path = told.company.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let mut said = Vec::new();
    let review =
        ["review", RECORD, "--verdict", "accepted", "--looked-at", "the list", "--exceptions", "none"];
    for (arguments, path) in [(&["sign", RECORD][..], PERFORMED), (&review, REVIEW)] {
        succeed(tickmark(told.company.path()).arg("record").args(arguments));
        said.push(std::fs::read_to_string(told.company.path().join(path)).unwrap());
    }
    told.then(by("bob"), ANCHORED, |files| {
        signed(files, PERFORMED, &said[0], "alice", "evidence-performed");
        signed(files, REVIEW, &said[1], "carol", "evidence-review");
    });
    assert_eq!(told.grade(&[]), "G3 NOT_ANCHORED");
}

/// GnuPG with keys of its own.
struct Keyring {
    folder: tempfile::TempDir,
}

impl Keyring {
    /// Makes a key for each name; `None` where GnuPG is not installed.
    fn new(names: &[(&str, &str)]) -> Option<Self> {
        // A socket's path must be short, so the folder lies directly below the temporary folder.
        let folder = tempfile::Builder::new().prefix("gpg").tempdir().expect("a folder");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let private = std::fs::Permissions::from_mode(0o700);
            std::fs::set_permissions(folder.path(), private).expect("a private folder");
        }
        let keyring = Self { folder };
        keyring.gpg("20260101T000000")?;
        for (name, kind) in names {
            let mut gpg = keyring.gpg("20260101T000000")?;
            run(gpg.args(["--quick-gen-key", name, kind, "sign,cert", "never"]));
        }
        Some(keyring)
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn gpg(&self, at: &str) -> Option<Command> {
        let mut gpg = program("gpg", self.path())?;
        gpg.env("GNUPGHOME", self.path()).env("TZ", "UTC");
        gpg.args(["--quiet", "--batch", "--yes", "--no-tty", "--pinentry-mode", "loopback"]);
        gpg.args(["--passphrase", ""]).arg(format!("--faked-system-time={at}!"));
        Some(gpg)
    }

    fn public(&self, name: &str) -> String {
        run(self.gpg("20260101T000000").expect("asked before").args(["--armor", "--export", name]))
    }

    /// The public key as a file that is given by flag.
    fn given(&self, name: &str) -> String {
        let path = self.path().join(format!("{name}.asc"));
        std::fs::write(&path, self.public(name)).expect("a file");
        path.to_str().expect("a path").to_owned()
    }

    /// A commit that a key signs at a time; `date` is what its headers say.
    fn commit(
        &self,
        told: &Company,
        name: &str,
        when: &str,
        date: &str,
        parents: &[Oid],
        files: &Files,
    ) -> Oid {
        let head = header(name, date, parents, told.tree(files));
        std::fs::write(self.path().join("payload"), format!("{head}\nwork\n")).expect("a file");
        let mut gpg = self.gpg(when).expect("asked before");
        let armor = run(gpg.args(["-u", name, "--armor", "--detach-sign", "--output", "-", "payload"]));
        told.signed(&head, Some(&armor))
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        if let Some(mut gpgconf) = program("gpgconf", self.path()) {
            let _ = gpgconf.env("GNUPGHOME", self.path()).args(["--kill", "all"]).output();
        }
    }
}

#[test]
fn a_chain_signed_with_openpgp_counts_like_any_other() {
    let Some(keys) = Keyring::new(&[("alice", "ed25519"), ("bob", "ed25519")]) else { return };
    let grade = |alice: &str, bob: &str| {
        let company = Company::new();
        let mut files = policy();
        put(&mut files, "policies/allowed_signers", "");
        put(&mut files, &format!("policies/openpgp/{alice}.asc"), &keys.public("alice"));
        put(&mut files, &format!("policies/openpgp/{bob}.asc"), &keys.public("bob"));
        let root = company.commit(by("bob"), BEGUN, &[], &files);
        let files = with_record(&files, &honest_record());
        let side = keys.commit(&company, "alice", "20261120T150000", WORKED, &[root], &files);
        let merge = keys.commit(&company, "bob", "20261121T100000", MERGED, &[root, side], &files);
        company.main(merge);
        company.grade(&[])
    };
    assert_data_eq!(
        table(vec![
            ("each with a key", grade("alice", "bob")),
            ("the reviewer's key is a forge's", grade("alice", "forge")),
            ("the performer's key is a forge's", grade("forge", "bob")),
            ("the performer's key is under another name", grade("carol", "bob")),
            ("the reviewer's key is nowhere", grade("alice", "alice")),
        ]),
        str![[r#"
each with a key                           G3 NOT_ANCHORED
the reviewer's key is a forge's           G2 NOT_ANCHORED NO_REVIEW
the performer's key is a forge's          G1 NOT_ANCHORED PERFORMER_NOT_SIGNER
the performer's key is under another name G1 NOT_ANCHORED PERFORMER_NOT_SIGNER
the reviewer's key is nowhere             G1 NOT_ANCHORED NO_REVIEW PERFORMER_UNSIGNED

"#]]
    );
}

/// The honest history, its time stamp, and a last commit that a forge made on the web.
fn on_the_web(keys: &Keyring, forge: &str, when: &str, listed: bool) -> Told {
    let mut told = honest().anchored();
    if listed {
        told.then(by("bob"), ANCHORED, |files| put(files, FORGE, &keys.public(forge)));
    }
    let web = keys.commit(&told.company, forge, when, "2026-11-26T08:00:00Z", &[told.merge], &told.files);
    told.company.main(web);
    told.merge = web;
    told
}

#[test]
fn the_time_inside_a_forges_signature_is_a_clock_outside_if_its_key_is_given() {
    let kinds = [("forge", "ed25519"), ("other", "ed25519"), ("weak", "rsa2048")];
    let Some(keys) = Keyring::new(&kinds) else { return };
    let (forge, other, weak) = (keys.given("forge"), keys.given("other"), keys.given("weak"));
    let tsa = fixture_path("tsa-root.pem").to_str().expect("a path").to_owned();
    let told = on_the_web(&keys, "forge", ON_THE_WEB, true);
    let noted = |count: usize, name: &str| {
        let mut told = on_the_web(&keys, "forge", ON_THE_WEB, true);
        let note = format!(
            "tickmark-witness v1\nline main\ncommit {}\ncount {count}\ntime 2026-11-27T09:00:00Z\n",
            told.merge
        );
        told.then(by("bob"), "2026-11-28T09:00:00Z", |files| {
            signed(files, "evidence/anchors/seen.note", &note, name, "tickmark-witness");
        });
        told
    };
    let witness = keys.path().join("witness");
    std::fs::write(&witness, format!("w@witness.example {}\n", public("witness"))).expect("a file");
    let witness = witness.to_str().expect("a path").to_owned();
    let two = ["--tsa-root", &tsa, "--forge-key", &forge];
    let all = [&two[..], &["--witness", &witness]].concat();
    let late = on_the_web(&keys, "forge", "20270115T080000", true);
    let early = on_the_web(&keys, "forge", "20261121T094000", true);
    assert_data_eq!(
        table(vec![
            ("no key given", told.grade(&[])),
            ("the forge's key", told.grade(&["--forge-key", &forge])),
            ("another forge's key", told.grade(&["--forge-key", &other])),
            (
                "a forge that the policy does not list",
                on_the_web(&keys, "forge", ON_THE_WEB, false).grade(&["--forge-key", &forge])
            ),
            ("a weak key", on_the_web(&keys, "weak", ON_THE_WEB, true).grade(&["--forge-key", &weak])),
            ("the forge's time is late", late.grade(&["--forge-key", &forge])),
            ("dated after the forge's time", early.grade(&["--forge-key", &forge])),
            ("two operators", told.grade(&two)),
            ("one operator, given twice", told.grade(&["--tsa-root", &tsa, "--tsa-root", &tsa])),
            ("two operators and a witness", noted(5, "witness").grade(&all)),
            (
                "a witness without two operators",
                noted(5, "witness").grade(&["--forge-key", &forge, "--witness", &witness])
            ),
            ("a witness who counts otherwise", noted(7, "witness").grade(&all)),
            ("a witness with another key", noted(5, "mallory").grade(&all)),
            ("a witness whose key is not given", noted(5, "witness").grade(&two)),
        ]),
        str![[r#"
no key given                              G3 NOT_ANCHORED  | ANCHOR_INVALID
the forge's key                           G4 NOT_WITNESSED ONE_OPERATOR  | ANCHOR_INVALID
another forge's key                       G3 NOT_ANCHORED  | ANCHOR_INVALID
a forge that the policy does not list     G4 NOT_WITNESSED ONE_OPERATOR  | ANCHOR_INVALID
a weak key                                G3 NOT_ANCHORED  | ANCHOR_INVALID
the forge's time is late                  G3 ANCHORED_LATE  | ANCHOR_INVALID
dated after the forge's time              G3 DATED_AFTER_ANCHOR  | ANCHOR_INVALID
two operators                             G4 NOT_WITNESSED
one operator, given twice                 G4 NOT_WITNESSED ONE_OPERATOR
two operators and a witness               G5
a witness without two operators           G4 ONE_OPERATOR  | ANCHOR_INVALID
a witness who counts otherwise            G4 NOT_WITNESSED  | ANCHOR_INVALID
a witness with another key                G4 NOT_WITNESSED  | ANCHOR_INVALID
a witness whose key is not given          G4 NOT_WITNESSED  | ANCHOR_INVALID

"#]]
    );
}

/// After the honest history and its time stamp, a record of December and a last merge on the web.
fn december(keys: &Keyring, earlier: bool, worked: &str, merged: &str) -> Told {
    let mut told = honest().anchored();
    told.then(by("bob"), ANCHORED, |files| put(files, FORGE, &keys.public("forge")));
    if earlier {
        let (company, at) = (&told.company, "2026-11-27T08:00:00Z");
        told.merge = keys.commit(company, "forge", "20261127T080000", at, &[told.merge], &told.files);
    }
    let mut files = told.files.clone();
    let text = record("2026-12-01", Some("bob"), "pass");
    let text = text.replace("period: 2026-11", "period: 2026-12").replace("2026-11-21", "2026-12-02");
    put(&mut files, "evidence/AC-02/2026-12.yaml", &text);
    put(&mut files, "evidence/AC-02/2026-12/list.csv", "account\nroot\n");
    let side = told.company.commit(by("alice"), worked, &[told.merge], &files);
    let merge = told.company.commit(by("bob"), merged, &[told.merge, side], &files);
    let web =
        keys.commit(&told.company, "forge", "20261203T080000", "2026-12-03T08:00:00Z", &[merge], &files);
    told.company.main(web);
    Told { merge: web, files, ..told }
}

/// What `trail` says of the time of the December record.
fn witnessed(told: &Told, flags: &[&str]) -> String {
    let mut trail = tickmark(told.company.path());
    trail.args(["trail", "--window", "2026-12-01..2026-12-31", "--as-of", "2027-01-15", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&succeed(trail.args(flags))).expect("JSON");
    let one = &json["controls"][0]["occurrences"][0];
    let witnessed = one["witnessed"].to_string().replace(&told.merge.to_string(), "WEB");
    format!("{} {} {witnessed}", one["grade"], one["grade_reasons"])
}

#[test]
fn a_record_between_two_outside_times_is_proven_from_both_sides() {
    let Some(keys) = Keyring::new(&[("forge", "ed25519")]) else { return };
    let forge = keys.given("forge");
    let tsa = fixture_path("tsa-root.pem").to_str().expect("a path").to_owned();
    let told = december(&keys, false, "2026-12-01T15:00:00Z", "2026-12-02T10:00:00Z");
    let twice = december(&keys, true, "2026-12-01T15:00:00Z", "2026-12-02T10:00:00Z");
    let backdated = december(&keys, false, "2026-11-22T15:00:00Z", "2026-11-22T16:00:00Z");
    assert_data_eq!(
        table(vec![
            ("both clocks", witnessed(&told, &["--tsa-root", &tsa, "--forge-key", &forge])),
            ("the forge alone", witnessed(&told, &["--forge-key", &forge])),
            ("the forge alone, before and after", witnessed(&twice, &["--forge-key", &forge])),
            ("the token alone", witnessed(&told, &["--tsa-root", &tsa])),
            ("dated before the token", witnessed(&backdated, &["--tsa-root", &tsa, "--forge-key", &forge])),
        ]),
        str![[r#"
both clocks                               "G4" ["NOT_WITNESSED","ONE_OPERATOR"] {"anchors":["WEB"],"from":"2026-11-23T23:51:28Z","to":"2026-12-03T08:00:00Z"}
the forge alone                           "G4" ["NOT_WITNESSED","ONE_OPERATOR"] {"anchors":["WEB"],"from":null,"to":"2026-12-03T08:00:00Z"}
the forge alone, before and after         "G4" ["NOT_WITNESSED","ONE_OPERATOR"] {"anchors":["WEB"],"from":"2026-11-27T08:00:00Z","to":"2026-12-03T08:00:00Z"}
the token alone                           "G3" ["NOT_ANCHORED"] null
dated before the token                    "X" ["BACKDATED","CLOCK_OUT_OF_ORDER","LANDED_BEFORE_PERFORMED"] null

"#]]
    );
}
