//! Time-stamp tokens (RFC 3161): what a clock outside says about bytes.
//!
//! In: the DER of a `TimeStampResp`, the bytes that were stamped, pinned roots. Out: the instant,
//! and who says so, or why the token proves nothing. Offline: no revocation list is fetched, and
//! the certificates are judged at the time of the token, so that an old token stays good when they
//! have ended.

mod chain;
mod der;
mod roots;
#[cfg(test)]
mod tests;
mod token;
mod x509;

use std::time::Duration;

use jiff::Timestamp;

pub use roots::{RootFault, Roots};

use super::algorithm::Hash;
use crate::place::Sha256;
use chain::find_chain;
use token::{SignedData, Token};
use x509::Certificate;

/// What a valid token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// When the bytes existed; a fraction is kept to the nanosecond, further digits are cut off.
    pub at: Timestamp,
    /// How far off the operator's clock may be, if he says so.
    pub accuracy: Option<Duration>,
    /// The pinned root, by the SHA-256 of its certificate: two tokens with the same have one operator.
    pub root: Sha256,
    /// What the root calls itself; text of the operator's choice.
    pub operator: String,
}

/// Why a token proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StampFault {
    /// Not the DER of a response with a token.
    #[error("the time-stamp response cannot be read")]
    Malformed,
    /// The authority refused; with the status of its answer (RFC 3161 section 2.4.2).
    #[error("the time-stamp request was not granted (status {0})")]
    NotGranted(u32),
    /// Stamped something else.
    #[error("the token is over other bytes")]
    OtherBytes,
    /// The imprint is neither SHA-256 nor SHA-512.
    #[error("the imprint of the token is neither SHA-256 nor SHA-512")]
    Imprint,
    /// An algorithm under the token or a certificate that is too weak.
    #[error("the token rests on a weak algorithm")]
    Weak,
    /// An algorithm or an extension that is not verified here.
    #[error("the token rests on an algorithm or an extension that is not verified")]
    Unsupported,
    /// The certificate of the signer is not at hand.
    #[error("the token does not hold the certificate of its signer")]
    NoSigner,
    /// The signed attributes name another certificate (RFC 5035).
    #[error("the token names another certificate than that of its signer")]
    OtherSigner,
    /// The signature does not fit.
    #[error("the signature of the token does not verify")]
    Signature,
    /// The certificate is not for time-stamping alone (RFC 3161 section 2.3).
    #[error("the certificate of the signer is not for time-stamping")]
    Purpose,
    /// Before or after the life of a certificate.
    #[error("a certificate under the token was not valid at its time")]
    NotThen,
    /// No way up to a pinned root.
    #[error("no pinned root stands behind the token")]
    NotPinned,
}

/// A response is a few kilobytes.
const LONGEST: usize = 1024 * 1024;

/// Verifies a response over the bytes that were stamped; a nonce is not looked at.
pub fn verify(response: &[u8], stamped: &[u8], roots: &Roots) -> Result<Stamp, StampFault> {
    if response.len() > LONGEST {
        return Err(StampFault::Malformed);
    }
    let envelope = SignedData::of_response(response)?;
    let token = Token::read(envelope.content).ok_or(StampFault::Malformed)?;
    let hash = token.imprint_hash.ok_or(StampFault::Imprint)?;
    if !matches!(hash, Hash::Sha256 | Hash::Sha512) {
        return Err(StampFault::Imprint);
    }
    if hash.digest(stamped) != token.imprint {
        return Err(StampFault::OtherBytes);
    }
    let mut certificates: Vec<Certificate<'_>> =
        envelope.certificates.iter().filter_map(|der| Certificate::read(der)).collect();
    certificates.extend(roots.given().filter_map(Certificate::read));
    let signer = envelope.signer_among(&certificates).ok_or(StampFault::NoSigner)?;
    envelope.check(signer)?;
    signer.check_stamps()?;
    let root = find_chain(signer, &certificates, roots, token.at)?;
    Ok(Stamp { at: token.at, accuracy: token.accuracy, root: Sha256::of(root.whole), operator: root.name() })
}
