//! From the signer of a token to a pinned root (RFC 5280 section 6, as far as authorities for
//! time stamps use it).

use jiff::Timestamp;

use super::x509::Certificate;
use super::{Roots, StampFault};

/// The most certificates between a signer and a root.
const DEEPEST: usize = 5;
/// The most signatures that are checked on the way; a token may hold any number of certificates.
const MOST_CHECKS: usize = 64;

/// Finds a chain whose certificates were all valid at an instant; answers with its root.
///
/// Names and policies are not judged: the root is pinned for one purpose, and only for that.
pub(super) fn find_chain<'a>(
    signer: &Certificate<'a>,
    certificates: &[Certificate<'a>],
    roots: &'a Roots,
    at: Timestamp,
) -> Result<Certificate<'a>, StampFault> {
    let anchors: Vec<Certificate<'a>> = roots.anchors().collect();
    let mut search = Search { certificates, anchors: &anchors, at, checks: MOST_CHECKS, ended: false };
    if !signer.lasts_at(at) {
        return Err(StampFault::NotThen);
    }
    // An authority that is its own root.
    if let Some(anchor) = anchors.iter().find(|anchor| anchor.whole == signer.whole) {
        return Ok(anchor.clone());
    }
    match search.climb(signer, 0) {
        Some(root) => Ok(root),
        None if search.ended => Err(StampFault::NotThen),
        None => Err(StampFault::NotPinned),
    }
}

struct Search<'s, 'a> {
    certificates: &'s [Certificate<'a>],
    anchors: &'s [Certificate<'a>],
    at: Timestamp,
    checks: usize,
    /// A way was found that fails by the time alone.
    ended: bool,
}

impl<'a> Search<'_, 'a> {
    /// `below` is the number of authorities between this certificate and the signer's.
    fn climb(&mut self, certificate: &Certificate<'a>, below: usize) -> Option<Certificate<'a>> {
        for anchor in self.anchors {
            if self.signs(anchor, certificate, below) {
                return Some(anchor.clone());
            }
        }
        if below >= DEEPEST {
            return None;
        }
        for issuer in self.certificates {
            let is_authority = issuer.is_authority && issuer.whole != certificate.whole;
            if is_authority && self.signs(issuer, certificate, below) {
                let found = self.climb(issuer, below + 1);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    fn signs(&mut self, issuer: &Certificate<'a>, certificate: &Certificate<'a>, below: usize) -> bool {
        if issuer.subject != certificate.issuer || !issuer.may_issue(below) || self.checks == 0 {
            return false;
        }
        self.checks -= 1;
        if !certificate.is_signed_by(issuer) {
            return false;
        }
        let lasts = issuer.lasts_at(self.at);
        self.ended |= !lasts;
        lasts
    }
}
