//! The roots that the auditor pins.

use super::super::armor;
use super::x509::Certificate;

/// Pinned roots, and certificates that may stand between a root and a signer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots {
    anchors: Vec<Vec<u8>>,
    given: Vec<Vec<u8>>,
}

/// Why a file holds no root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootFault {
    /// A damaged PEM block, or none.
    #[error("the file holds no PEM certificate")]
    NoCertificate,
    /// A certificate that cannot be read, by its place in the file, from 1.
    #[error("certificate {0} of the file cannot be read")]
    Malformed(usize),
    /// Certificates, but none that names itself as its issuer.
    #[error("no certificate of the file is a root")]
    NoRoot,
}

impl Roots {
    /// Adds the certificates of a PEM file (RFC 7468 section 5). One that names itself as its issuer
    /// is trusted; the others only help to reach a root.
    ///
    /// The signature of a root over itself proves nothing and is not looked at: many were made with
    /// SHA-1. Who gave the file is who vouches for it.
    pub fn add(&mut self, pem: &[u8]) -> Result<(), RootFault> {
        let certificates = armor::decode_many(pem, "CERTIFICATE").unwrap_or_default();
        if certificates.is_empty() {
            return Err(RootFault::NoCertificate);
        }
        let (mut anchors, mut given) = (Vec::new(), Vec::new());
        for (index, der) in certificates.into_iter().enumerate() {
            let certificate = Certificate::read(&der).ok_or(RootFault::Malformed(index + 1))?;
            let is_root = certificate.issuer == certificate.subject;
            if is_root { anchors.push(der) } else { given.push(der) }
        }
        if anchors.is_empty() {
            return Err(RootFault::NoRoot);
        }
        self.anchors.append(&mut anchors);
        self.given.append(&mut given);
        Ok(())
    }

    /// How many roots are trusted.
    pub fn len(&self) -> usize {
        self.anchors.len()
    }

    /// Whether no root is trusted, so that no token can be valid.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    pub(super) fn anchors(&self) -> impl Iterator<Item = Certificate<'_>> {
        self.anchors.iter().filter_map(|der| Certificate::read(der))
    }

    pub(super) fn given(&self) -> impl Iterator<Item = &[u8]> {
        self.given.iter().map(Vec::as_slice)
    }
}
