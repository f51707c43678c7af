//! What became of a signature, in words for those who only tell it: rules, packets.

use std::collections::BTreeSet;

use crate::trust::policy::Policy;
use crate::trust::reason::Reason;
use crate::trust::signer::{Key, Signed};

/// What became of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureStanding {
    /// It verifies.
    Verified {
        /// The key: `SHA256:…`, or the fingerprint of an OpenPGP key.
        key: String,
        /// The persons whose key it is; of nobody it is good for the chain only.
        persons: BTreeSet<String>,
    },
    /// There is none.
    Unsigned,
    /// It is over other bytes, for another purpose, or no signature at all.
    Bad,
    /// The key does not count.
    Refused {
        /// The key, where the signature tells it.
        key: Option<String>,
        /// `KEY_NOT_ALLOWED` or `KEY_REVOKED`.
        because: Reason,
        /// True when the key is listed, and did not count at that instant or for that purpose.
        listed: bool,
    },
    /// Of a kind that is not verified.
    Unsupported,
}

impl SignatureStanding {
    pub(super) fn of(signed: &Signed, policy: &Policy) -> Self {
        match signed {
            Signed::By { key, persons } => Self::Verified { key: key.to_string(), persons: persons.clone() },
            Signed::Not(Reason::Unsigned) => Self::Unsigned,
            Signed::Not(because @ (Reason::KeyNotAllowed | Reason::KeyRevoked)) => {
                Self::Refused { key: None, because: *because, listed: false }
            }
            Signed::Not(_) => Self::Bad,
            Signed::Refused(key, because) => {
                let listed = match key {
                    Key::Ssh(key) => policy.signers.lines().iter().any(|line| line.key() == key),
                    // Of a certificate that is not on file no key is known.
                    Key::OpenPgp(_) => true,
                };
                Self::Refused { key: Some(key.to_string()), because: *because, listed }
            }
            Signed::Unsupported => Self::Unsupported,
        }
    }

    /// True when it verifies.
    pub fn verifies(&self) -> bool {
        match self {
            Self::Verified { .. } => true,
            Self::Unsigned | Self::Bad | Self::Refused { .. } | Self::Unsupported => false,
        }
    }

    /// What became of it, as a phrase that stands behind "the signature" or "its signature".
    pub fn words(&self) -> String {
        match self {
            Self::Verified { key, persons } if persons.is_empty() => {
                format!("verifies, by the key {key}, which is nobody's in particular")
            }
            Self::Verified { key, persons } => {
                let persons: Vec<&str> = persons.iter().map(String::as_str).collect();
                format!("verifies, by the key {key} of {}", persons.join(" and "))
            }
            Self::Unsigned => "is missing".to_owned(),
            Self::Bad => "is over other bytes, or for another purpose".to_owned(),
            Self::Refused { key, because, listed } => {
                let key = key.as_ref().map(|key| format!(" {key}")).unwrap_or_default();
                match (because, listed) {
                    (Reason::KeyRevoked, _) => format!("is by the key{key}, which is revoked"),
                    (_, true) => {
                        format!("is by the key{key}, which is listed and did not count at that date")
                    }
                    (_, false) => format!("is by the key{key}, which is not listed, or too weak"),
                }
            }
            Self::Unsupported => "is of a kind that is not verified".to_owned(),
        }
    }
}
