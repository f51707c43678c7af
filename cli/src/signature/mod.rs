//! Signatures, verified in-process: bytes in, verdicts out.
//!
//! In: the bytes of a commit, a tag, a statement or a token, and the keys that are trusted, as
//! bytes too. Out: a [`Verdict`] that says which key made a signature, or why it proves nothing.
//! Nothing here knows files, Git, a clock or a program: whoever calls has read the bytes at the
//! right revision and says for which instant he asks.
//!
//! # How the grades use it
//!
//! 1. `payload::of_commit` or `payload::of_tag` parts what was signed from the signature; for a
//!    statement the two are files of their own. `SignatureFormat::of` says who is to verify.
//! 2. SSH: [`ssh::verify`] with the [`ssh::Namespace`] that belongs to the place. It answers
//!    *which key*; *whose key* is asked afterwards: first [`ssh::RevokedKeys::contains`], then
//!    [`ssh::AllowedSigners::fitting`] (every line that lists the key at that instant) or
//!    [`ssh::AllowedSigners::allows`] (does this e-mail have the key). A key whose lines fit two
//!    persons is good for the chain only; the caller counts persons, lines are not persons.
//! 3. OpenPGP: [`openpgp::verify`] with the certificates of the policy. One verdict for each
//!    signature in the armor. The key is judged at the time inside the signature; the caller, who
//!    knows the committer date, asks [`openpgp::Certificate::standing`] for that instant too. The
//!    time is in [`openpgp::Signer::made`]: of a pinned forge key it is an outside time.
//! 4. Tokens: [`timestamp::verify`] over the bytes of the `.tag` file, with pinned roots.
//! 5. [`statement`] reads what a review, a performed or a witness file says. Read it only after
//!    its signature was verified over the same bytes.
//!
//! A verdict maps on a reason: [`Verdict::Bad`] is `SIGNATURE_BAD`, [`Verdict::Refused`] is
//! `KEY_REVOKED` for [`Refusal::Revoked`] and `KEY_NOT_ALLOWED` for the rest,
//! [`Verdict::Unsupported`] is `SIGNATURE_UNSUPPORTED`. Texts inside a verdict may hold bytes of
//! the signer's choice: they go through `text::visible` before anybody sees them.

/// The bytes of a file that OpenSSH, GnuPG, Git or OpenSSL made.
#[cfg(test)]
macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/cli/tests/fixtures/signature/", $name))
            .as_slice()
    };
}

mod algorithm;
mod armor;
pub mod openpgp;
pub mod payload;
pub mod ssh;
pub mod statement;
pub mod timestamp;

pub use payload::SignatureFormat;

/// What became of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<T> {
    /// It fits these bytes; made by this key.
    Valid(T),
    /// It proves nothing: other bytes, another namespace, or no signature at all.
    Bad(Fault),
    /// The mathematics may hold, but the key does not count.
    Refused(Refusal),
    /// A kind that is not verified here, so it is neither good nor bad.
    Unsupported(Unsupported),
}

impl<T> Verdict<T> {
    /// The key that made it, if it holds.
    pub fn valid(&self) -> Option<&T> {
        match self {
            Self::Valid(key) => Some(key),
            Self::Bad(_) | Self::Refused(_) | Self::Unsupported(_) => None,
        }
    }
}

/// Why a signature is bad.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The lines around the signature are damaged, or something else stands beside them.
    #[error("the armor is damaged")]
    Armor,
    /// The bytes inside do not follow their format.
    #[error("the signature cannot be read")]
    Malformed,
    /// Made for another purpose.
    #[error("the signature is made for namespace `{found}`, not `{wanted}`")]
    Namespace {
        /// What the signature says; bytes of the signer's choice.
        found: String,
        /// What the place asks for.
        wanted: &'static str,
    },
    /// Made over other bytes, or by another key than it says.
    #[error("the signature is not over these bytes")]
    Mismatch,
}

/// Why a key does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too weak to prove anything.
    #[error("{0}")]
    Weak(Weakness),
    /// No certificate that was given holds the key.
    #[error("the key is not listed")]
    NotListed,
    /// The key is listed, but not for signing.
    #[error("the key is not meant for signing")]
    NotForSigning,
    /// The key, or its certificate, did not exist yet.
    #[error("the key was not valid yet")]
    NotYet,
    /// The key, or its certificate, had ended.
    #[error("the key had ended")]
    Ended,
    /// The key was revoked.
    #[error("the key is revoked")]
    Revoked,
}

/// Why a key or a signature is too weak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weakness {
    /// An RSA key of too few bits.
    #[error("an RSA key of {0} bits is too weak, 3072 are the least")]
    RsaBits(usize),
    /// DSA in any size.
    #[error("DSA is too weak")]
    Dsa,
    /// MD5, SHA-1 and what else is shorter than 256 bits.
    #[error("the hash function is too weak")]
    Hash,
    /// A security key signed without anybody touching it.
    #[error("nobody touched the security key")]
    NotTouched,
}

/// What is not verified here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsupported {
    /// An SSH certificate instead of a key.
    #[error("SSH certificates are not verified")]
    SshCertificate,
    /// A key type, curve or algorithm, by name.
    #[error("`{0}` is not verified")]
    Algorithm(String),
    /// A version of a format.
    #[error("version {0} of the signature format is not verified")]
    Version(u32),
    /// CMS, as `gpg.format = x509` makes it.
    #[error("X.509 signatures are not verified")]
    X509,
    /// Neither SSH nor OpenPGP nor X.509.
    #[error("a signature of an unknown kind is not verified")]
    Unknown,
}

/// The least size of an RSA key that counts for a person.
const LEAST_RSA_BITS: usize = 3072;
