//! Whose key is under these bytes, by a policy and at an instant.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::signature::openpgp;
use crate::signature::ssh::{self, Namespace, RevokedKeys, SshKey};
use crate::signature::{Refusal, SignatureFormat, Verdict, payload};
use crate::trust::policy::Policy;
use crate::trust::reason::Reason;

/// A key that a signature was made with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Ssh(SshKey),
    /// The fingerprint of the key or subkey.
    OpenPgp(String),
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ssh(key) => key.fingerprint().fmt(f),
            Self::OpenPgp(fingerprint) => f.write_str(fingerprint),
        }
    }
}

/// What became of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Signed {
    /// It verifies, by a key of these persons.
    By { key: Key, persons: BTreeSet<String> },
    /// It does not.
    Not(Reason),
    /// The mathematics holds, but the key does not count.
    Refused(Key, Reason),
    /// Of a kind that is not verified.
    Unsupported,
}

impl Signed {
    /// The key, and the one person whose it is.
    pub(super) fn person(&self) -> Option<(&Key, &str)> {
        match self {
            Self::By { key, persons } if persons.len() == 1 => Some((key, persons.first()?)),
            Self::By { .. } | Self::Not(_) | Self::Refused(..) | Self::Unsupported => None,
        }
    }

    pub(super) fn verifies(&self) -> bool {
        match self {
            Self::By { .. } => true,
            Self::Not(_) | Self::Refused(..) | Self::Unsupported => false,
        }
    }
}

/// Verifies the signature on a commit.
///
/// With `known` it is known already by which key it is made: an SSH signature that fits these bytes.
pub(super) fn of_commit(
    raw: &[u8],
    known: Option<&[u8]>,
    at: Timestamp,
    policy: &Policy,
    revoked: &RevokedKeys,
) -> Signed {
    if let Some(Ok(key)) = known.map(SshKey::from_blob) {
        return of_key(key, Namespace::Git, at, policy, revoked);
    }
    of_parts(payload::of_commit(raw), at, policy, revoked)
}

/// Verifies the signature on an annotated tag.
pub(super) fn of_tag(raw: &[u8], at: Timestamp, policy: &Policy, revoked: &RevokedKeys) -> Signed {
    of_parts(payload::of_tag(raw), at, policy, revoked)
}

fn of_parts(parts: Option<payload::Signed>, at: Timestamp, policy: &Policy, revoked: &RevokedKeys) -> Signed {
    let Some(signed) = parts else { return Signed::Not(Reason::Unsigned) };
    match SignatureFormat::of(&signed.signature) {
        Some(SignatureFormat::Ssh) => {
            of_bytes(&signed.payload, &signed.signature, Namespace::Git, at, policy, revoked)
        }
        Some(SignatureFormat::OpenPgp) => of_openpgp(&signed.payload, &signed.signature, at, policy),
        Some(SignatureFormat::X509) => Signed::Unsupported,
        None => Signed::Not(Reason::SignatureBad),
    }
}

/// Verifies an SSH signature over bytes. A key revoked at the judged commit is revoked for the whole past.
pub(super) fn of_bytes(
    message: &[u8],
    armored: &[u8],
    namespace: Namespace,
    at: Timestamp,
    policy: &Policy,
    revoked: &RevokedKeys,
) -> Signed {
    let key = match ssh::verify(armored, namespace, message) {
        Verdict::Valid(key) => key,
        Verdict::Bad(_) => return Signed::Not(Reason::SignatureBad),
        Verdict::Refused(refusal) => return Signed::Not(refused(refusal)),
        Verdict::Unsupported(_) => return Signed::Unsupported,
    };
    of_key(key, namespace, at, policy, revoked)
}

/// Whose a key is that made a signature that fits.
pub(super) fn of_key(
    key: SshKey,
    namespace: Namespace,
    at: Timestamp,
    policy: &Policy,
    revoked: &RevokedKeys,
) -> Signed {
    if revoked.contains(&key) || policy.revoked.contains(&key) {
        return Signed::Refused(Key::Ssh(key), Reason::KeyRevoked);
    }
    let lines: Vec<_> = policy.signers.fitting(&key, namespace, at).collect();
    if lines.is_empty() {
        return Signed::Refused(Key::Ssh(key), Reason::KeyNotAllowed);
    }
    let is_named =
        |mail: &Option<String>| mail.as_ref().is_some_and(|mail| lines.iter().any(|line| line.names(mail)));
    let persons = policy.people.iter().filter(|(_, mail)| is_named(mail)).map(|(short, _)| short.clone());
    let persons = persons.collect();
    Signed::By { key: Key::Ssh(key), persons }
}

fn of_openpgp(message: &[u8], armored: &[u8], at: Timestamp, policy: &Policy) -> Signed {
    let mut worst = None;
    for verdict in openpgp::verify(armored, message, &policy.certificates) {
        let signed = match verdict {
            Verdict::Valid(signer) => {
                let standing = |&place: &usize| policy.certificates[place].standing(&signer.key, at);
                let (good, bad): (Vec<usize>, Vec<usize>) =
                    signer.certificates.iter().partition(|place| standing(place).is_ok());
                if good.is_empty() {
                    let refusal = bad.first().and_then(|place| standing(place).err());
                    let because = refused(refusal.unwrap_or(Refusal::NotListed));
                    Signed::Refused(Key::OpenPgp(signer.key), because)
                } else {
                    let persons = good.iter().filter_map(|&place| policy.holders[place].clone()).collect();
                    return Signed::By { key: Key::OpenPgp(signer.key), persons };
                }
            }
            Verdict::Bad(_) => Signed::Not(Reason::SignatureBad),
            Verdict::Refused(refusal) => Signed::Not(refused(refusal)),
            Verdict::Unsupported(_) => Signed::Unsupported,
        };
        worst.get_or_insert(signed);
    }
    worst.unwrap_or(Signed::Not(Reason::SignatureBad))
}

fn refused(refusal: Refusal) -> Reason {
    match refusal {
        Refusal::Revoked => Reason::KeyRevoked,
        Refusal::Weak(_) | Refusal::NotListed | Refusal::NotForSigning | Refusal::NotYet | Refusal::Ended => {
            Reason::KeyNotAllowed
        }
    }
}
