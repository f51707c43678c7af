//! `allowed_signers` and `revoked_keys`.

use tickmark::signature::ssh::{AllowedSigners, Ending, Namespace, RevokedKeys, SshKey};

const NAMESPACES: [Namespace; 4] =
    [Namespace::Git, Namespace::Review, Namespace::Performed, Namespace::Witness];

/// A line means the same wherever it stands: the file read whole is its lines read one by one. A key
/// that is listed is read again from its own bytes, counts for nobody but whom its line names, at no
/// instant outside of its line's, and is revoked by the line that lists it without names.
pub(super) fn signers(bytes: &[u8]) {
    let whole = AllowedSigners::read(bytes);
    let revoked = RevokedKeys::read(bytes);
    let (mut listed, mut problems, mut not_revoked) = (0, 0, 0);
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let alone = AllowedSigners::read(line);
        for one in alone.lines() {
            let same = &whole.lines()[listed];
            assert_eq!((same.principals(), same.key()), (one.principals(), one.key()));
            assert_eq!(same.number(), index + 1);
            assert_eq!((same.valid_after(), same.valid_before()), (one.valid_after(), one.valid_before()));
            listed += 1;
        }
        for one in alone.problems() {
            let same = &whole.problems()[problems];
            assert_eq!((same.line, &same.fault), (index + 1, &one.fault));
            problems += 1;
        }
        not_revoked += RevokedKeys::read(line).problems().len();
        assert!(alone.lines().len() + alone.problems().len() <= 1, "a line is one thing");
    }
    assert_eq!((listed, problems), (whole.lines().len(), whole.problems().len()));
    assert_eq!(not_revoked, revoked.problems().len());
    for line in whole.lines().iter().take(8) {
        counts_for_its_names_alone(&whole, line.key());
        assert_eq!(SshKey::from_blob(line.key().blob()).as_ref(), Ok(line.key()));
        for (after, before) in line.valid_after().iter().zip(&line.valid_before()) {
            assert!(after < before, "a line that fits no instant");
        }
    }
}

fn counts_for_its_names_alone(signers: &AllowedSigners, key: &SshKey) {
    for namespace in NAMESPACES {
        for at in ["1970-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "9000-01-01T00:00:00Z"] {
            let at = at.parse().expect("an instant");
            for line in signers.fitting(key, namespace, at) {
                assert_eq!(line.key(), key);
                assert!(line.valid_after().is_none_or(|after| after <= at));
                assert!(line.valid_before().is_none_or(|before| at <= before));
            }
            for mail in ["omar@northwind.example", "", "*"] {
                let allowed = signers.allows(mail, key, namespace, at);
                let named = signers.fitting(key, namespace, at).any(|line| line.names(mail));
                assert_eq!(allowed, named);
                let ended = match signers.ending(mail, key, namespace) {
                    Ending::NotListed => true,
                    Ending::At(end) => end < at,
                    Ending::Never => false,
                };
                assert!(!allowed || !ended, "allowed after its end");
            }
        }
    }
}
