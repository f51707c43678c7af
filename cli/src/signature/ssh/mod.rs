//! SSH signatures: armored SSHSIG, and the files that say whose key made one.
//!
//! In: an armor, a namespace, the bytes that were signed; `allowed_signers` and `revoked_keys`.
//! Out: the key that made the signature, and the lines that list it.

mod allowed;
mod key;
mod line;
mod options;
mod pattern;
mod revoked;
mod sshsig;
#[cfg(test)]
mod tests;
mod wire;

pub use allowed::{AllowedSigners, Ending, SignerLine};
pub use key::{Fingerprint, KeyFault, KeyKind, SshKey};
pub use line::{LineFault, LineProblem};
pub use revoked::RevokedKeys;
pub use sshsig::{Namespace, verify};

pub use super::algorithm::Curve;
