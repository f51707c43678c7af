//! OpenPGP signatures, against GnuPG.

use std::path::Path;
use std::process::Command;

use tickmark::signature::openpgp::{Certificate, verify};
use tickmark::signature::{Refusal, Verdict};

use super::{program, run};

const PAYLOAD: &[u8] = b"what was signed\n";

fn gpg(folder: &Path, at: &str) -> Option<Command> {
    let mut command = program("gpg", folder)?;
    command.env("GNUPGHOME", folder).env("TZ", "UTC").args(["--quiet", "--batch", "--yes", "--no-tty"]);
    command
        .args(["--pinentry-mode", "loopback", "--passphrase", ""])
        .arg(format!("--faked-system-time={at}!"));
    Some(command)
}

/// Ends the agent that gpg left behind for this folder.
struct Agent<'a>(&'a Path);

impl Drop for Agent<'_> {
    fn drop(&mut self) {
        if let Some(mut command) = program("gpgconf", self.0) {
            let _ = command.env("GNUPGHOME", self.0).args(["--kill", "all"]).output();
        }
    }
}

#[test]
fn gnupg_and_we_agree_on_keys_of_each_kind() {
    // A socket's path must be short, so the folder lies directly below the temporary folder.
    let folder = tempfile::Builder::new().prefix("gpg").tempdir().expect("a folder");
    let path = folder.path();
    let Some(_) = gpg(path, "20250101T000000") else { return };
    let _agent = Agent(path);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).expect("a private folder");
    }
    std::fs::write(path.join("payload"), PAYLOAD).expect("a file");
    let at = |when: &str| gpg(path, when).expect("asked before");
    for kind in ["ed25519", "nistp384", "nistp521", "rsa3072"] {
        run(at("20250101T000000").args(["--quick-gen-key", kind, kind, "sign,cert", "2y"]));
        let certificate = run(at("20250101T000000").args(["--armor", "--export", kind]));
        let known = Certificate::read(certificate.as_bytes()).expect("a certificate");
        for when in ["20250601T120000", "20261231T235959"] {
            let signature =
                run(at(when).args(["-u", kind, "--armor", "--detach-sign", "--output", "-", "payload"]));
            let verdicts = verify(signature.as_bytes(), PAYLOAD, &known);
            let Verdict::Valid(signer) = &verdicts[0] else { panic!("{kind} {when}: {verdicts:?}") };
            assert_eq!(signer.made.strftime("%Y%m%dT%H%M%S").to_string(), when);
            let standing = |time: &str| known[0].standing(&signer.key, time.parse().expect("a time"));
            assert_eq!(standing("2027-01-01T00:00:00Z"), Err(Refusal::Ended));
            assert_eq!(standing("2024-12-31T00:00:00Z"), Err(Refusal::NotYet));
            // GnuPG says so too.
            std::fs::write(path.join("signature"), &signature).expect("a file");
            run(at(when).args(["--verify", "signature", "payload"]));
        }
    }
}
