//! `allowed_signers` and SSHSIG, against `ssh-keygen -Y`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tickmark::signature::Verdict;
use tickmark::signature::ssh::{AllowedSigners, Namespace, SshKey, verify};

use super::{Dice, program, run};

/// Half a day apart and more; the answer may not depend on which one it is.
const ZONES: [&str; 5] =
    ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago"];
const PAYLOAD: &[u8] = b"what was signed\n";
const KINDS: [(&str, &str); 6] = [
    ("ed25519", "256"),
    ("ecdsa", "256"),
    ("ecdsa", "384"),
    ("ecdsa", "521"),
    ("rsa", "3072"),
    // Too weak for us, good enough for OpenSSH.
    ("rsa", "2048"),
];

/// A folder with a key of every kind, and a signature of each in two namespaces.
struct Keys {
    folder: tempfile::TempDir,
    names: Vec<String>,
}

impl Keys {
    fn make(kinds: &[(&str, &str)]) -> Option<Self> {
        let folder = crate::support::folder();
        let mut names = Vec::new();
        std::fs::write(folder.path().join("payload"), PAYLOAD).expect("a file");
        for (kind, bits) in kinds {
            let name = format!("{kind}-{bits}");
            run(program("ssh-keygen", folder.path())?.args([
                "-q",
                "-t",
                kind,
                "-b",
                bits,
                "-N",
                "",
                "-C",
                "a comment",
                "-f",
                &name,
            ]));
            for (namespace, hash) in [("git", "sha512"), ("evidence-review", "sha256")] {
                let option = format!("hashalg={hash}");
                run(program("ssh-keygen", folder.path())?
                    .args(["-q", "-Y", "sign", "-n", namespace, "-O", &option, "-f", &name, "payload"]));
                let made = folder.path().join("payload.sig");
                std::fs::rename(made, folder.path().join(format!("{name}.{namespace}")))
                    .expect("a signature");
            }
            names.push(name);
        }
        Some(Self { folder, names })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn public(&self, name: &str) -> String {
        let text = std::fs::read_to_string(self.path(&format!("{name}.pub"))).expect("a key");
        text.trim_end().to_owned()
    }

    fn signature(&self, name: &str, namespace: Namespace) -> Vec<u8> {
        std::fs::read(self.path(&format!("{name}.{}", namespace.name()))).expect("a signature")
    }

    /// Whether `ssh-keygen -Y verify` is content.
    fn openssh_allows(&self, question: &Question<'_>, zone: &str) -> bool {
        let signature = self.path(&format!("{}.{}", question.key, question.namespace.name()));
        let mut command = ssh_keygen(self.folder.path(), zone);
        command.args(["-Y", "verify", "-f", "signers", "-I", question.mail, "-n", question.namespace.name()]);
        command.arg("-s").arg(signature).arg("-O").arg(format!("verify-time={}Z", question.time));
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("a pipe").write_all(PAYLOAD).expect("it reads");
        child.wait().expect("it ends").success()
    }

    /// The names that `ssh-keygen -Y find-principals` prints: those of the first line that fits.
    fn openssh_finds(&self, question: &Question<'_>, zone: &str) -> Option<String> {
        let signature = self.path(&format!("{}.{}", question.key, question.namespace.name()));
        let mut command = ssh_keygen(self.folder.path(), zone);
        command.args(["-Y", "find-principals", "-f", "signers", "-s"]).arg(signature);
        command.arg("-O").arg(format!("verify-time={}Z", question.time));
        let output = command.stdout(Stdio::piped()).output().expect("it starts");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }
}

fn ssh_keygen(folder: &Path, zone: &str) -> Command {
    let mut command = program("ssh-keygen", folder).expect("asked before");
    command.env("TZ", zone).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[derive(Debug)]
struct Question<'a> {
    key: &'a str,
    mail: &'a str,
    namespace: Namespace,
    /// `YYYYMMDDHHMMSS`, in UTC.
    time: &'a str,
}

impl Question<'_> {
    fn at(&self) -> jiff::Timestamp {
        let t = self.time;
        let text =
            format!("{}-{}-{}T{}:{}:{}Z", &t[..4], &t[4..6], &t[6..8], &t[8..10], &t[10..12], &t[12..]);
        text.parse().expect("a time")
    }

    fn ours(&self, keys: &Keys, signers: &AllowedSigners) -> bool {
        let signature = keys.signature(self.key, self.namespace);
        match verify(&signature, self.namespace, PAYLOAD) {
            Verdict::Valid(key) => signers.allows(self.mail, &key, self.namespace, self.at()),
            Verdict::Bad(_) | Verdict::Refused(_) | Verdict::Unsupported(_) => false,
        }
    }
}

const MAILS: [&str; 4] =
    ["alice@example.com", "bob@example.com", "carol@ops.example.com", "Alice@example.com"];
const PRINCIPALS: [&str; 10] = [
    "alice@example.com",
    "\"alice@example.com\"",
    "alice@example.com,bob@example.com",
    "*@example.com",
    "*@example.com,!bob@example.com",
    "!alice@example.com,*",
    "?lice@example.com",
    "*",
    "*@*.example.com,\"bob@example.com\"",
    "bob@exam*.c?m",
];
const OPTIONS: [&str; 16] = [
    "",
    "",
    "",
    "namespaces=\"git\"",
    "NAMESPACES=\"evidence-*\"",
    "namespaces=\"!git,*\"",
    "namespaces=\"\"",
    "valid-after=\"20260101Z\"",
    "valid-before=\"20260630Z\"",
    "valid-after=\"202601010930Z\",valid-before=\"20260630235959Z\"",
    "valid-after=\"20260630Z\",valid-before=\"20260101Z\"",
    "namespaces=\"git\",valid-before=\"20260101Z\"",
    "cert-authority",
    "namespaces=git",
    "no-such-option",
    "valid-before=\"2026Z\"",
];
const TIMES: [&str; 8] = [
    "20251231235959",
    "20260101000000",
    "20260101092959",
    "20260101093000",
    "20260630000000",
    "20260630000001",
    "20260630235959",
    "20260701000000",
];

/// A file of some lines: good ones, damaged ones, comments.
fn signers_file(dice: &mut Dice, keys: &Keys) -> String {
    let mut file = String::new();
    for _ in 0..=dice.below(5) {
        let name = &keys.names[dice.below(keys.names.len())];
        let public = keys.public(name);
        let public = match dice.below(8) {
            0 => public.replacen(' ', "  ", 1),
            1 => public.rsplit_once(" a ").map_or(public.clone(), |(key, _)| key.to_owned()),
            2 => public.replacen("AAAA", "AAA", 1),
            _ => public,
        };
        let (principals, options) = (dice.pick(&PRINCIPALS), dice.pick(&OPTIONS));
        let space = dice.pick(&[" ", "\t", "   "]);
        let options = if options.is_empty() { String::new() } else { format!("{options}{space}") };
        let end = dice.pick(&["\n", "\r\n", "\n\n", "\n# a comment\n", "\n   \t\n"]);
        let indent = dice.pick(&["", "", " "]);
        file.extend([indent, principals, space, &options, &public, end]);
    }
    file
}

#[test]
fn openssh_and_we_agree_on_random_files_in_five_time_zones() {
    let Some(keys) = Keys::make(&KINDS) else { return };
    let mut dice = Dice(20_260_331);
    let (mut agreed, mut allowed) = (0, 0);
    for round in 0..200 {
        let file = signers_file(&mut dice, &keys);
        std::fs::write(keys.path("signers"), &file).expect("a file");
        let signers = AllowedSigners::read(file.as_bytes());
        let name = keys.names[dice.below(keys.names.len())].clone();
        let question = Question {
            key: &name,
            mail: dice.pick(&MAILS),
            namespace: [Namespace::Git, Namespace::Review][dice.below(2)],
            time: dice.pick(&TIMES),
        };
        let zone = ZONES[round % ZONES.len()];
        let theirs = keys.openssh_allows(&question, zone);
        let ours = question.ours(&keys, &signers);
        // The one difference: RSA below 3072 bits.
        let weak = name == "rsa-2048";
        assert_eq!(ours, theirs && !weak, "{zone} {question:?}\n{file}");
        if !weak {
            let key = SshKey::from_text(&keys.public(&name)).expect("a key");
            // OpenSSH does not ask for a namespace here: any of ours will do.
            let first = signers.lines().iter().find(|line| {
                line.key() == &key
                    && line.valid_after().is_none_or(|after| after <= question.at())
                    && line.valid_before().is_none_or(|before| question.at() <= before)
            });
            let found = first.map(|line| line.principals().replace(',', "\n"));
            assert_eq!(found, keys.openssh_finds(&question, zone), "{zone} {question:?}\n{file}");
        }
        agreed += 1;
        allowed += usize::from(theirs);
    }
    // Questions that are all answered with no would prove little.
    assert_eq!(agreed, 200);
    assert!((20..=180).contains(&allowed), "{allowed} of 200 were allowed");
}

#[test]
fn a_date_without_z_is_utc_for_us_and_local_for_openssh() {
    let Some(keys) = Keys::make(&KINDS[..1]) else { return };
    let file = format!("alice@example.com valid-before=\"20260630\" {}\n", keys.public("ed25519-256"));
    std::fs::write(keys.path("signers"), &file).expect("a file");
    let signers = AllowedSigners::read(file.as_bytes());
    let ask = |time| {
        let question =
            Question { key: "ed25519-256", mail: "alice@example.com", namespace: Namespace::Git, time };
        let theirs = ZONES.map(|zone| keys.openssh_allows(&question, zone));
        (question.ours(&keys, &signers), theirs)
    };
    // In Los Angeles, Kolkata, Kiritimati (+14) and Pago Pago (-11) the day begins at another instant.
    assert_eq!(ask("20260629120000"), (true, [true, true, true, false, true]));
    assert_eq!(ask("20260630000000"), (true, [true, true, false, false, true]));
    assert_eq!(ask("20260630000001"), (false, [false, true, false, false, true]));
}

#[test]
fn a_signature_of_each_kind_verifies_and_a_changed_one_does_not() {
    let Some(keys) = Keys::make(&KINDS) else { return };
    for name in &keys.names {
        for namespace in [Namespace::Git, Namespace::Review] {
            let verdict = verify(&keys.signature(name, namespace), namespace, PAYLOAD);
            assert_eq!(verdict.valid().is_some(), name != "rsa-2048", "{name}: {verdict:?}");
            if let Some(key) = verdict.valid() {
                let listed = run(program("ssh-keygen", keys.folder.path()).expect("asked before").args([
                    "-l",
                    "-f",
                    &format!("{name}.pub"),
                ]));
                assert_eq!(listed.split(' ').nth(1), Some(key.fingerprint().to_string().as_str()));
            }
            let other = verify(&keys.signature(name, namespace), namespace, b"something else");
            assert!(other.valid().is_none(), "{name}");
        }
    }
}
