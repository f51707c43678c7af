//! The arithmetic under SSH keys and time-stamping authorities.
//!
//! In: key material, a digest and the numbers of a signature, as big-endian bytes. Out: whether
//! they fit. What is too weak or unknown is the caller's to say.

use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use rsa::BigUint;
use rsa::traits::PublicKeyParts as _;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// The hash functions that are strong enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// What stands before a digest inside an RSA signature (RFC 8017 section 9.2, note 1).
    fn digest_info(self) -> [u8; 19] {
        let (last, length) = match self {
            Self::Sha256 => (1, 32),
            Self::Sha384 => (2, 48),
            Self::Sha512 => (3, 64),
        };
        [
            0x30,
            17 + length,
            0x30,
            0x0d,
            0x06,
            0x09,
            0x60,
            0x86,
            0x48,
            0x01,
            0x65,
            0x03,
            0x04,
            0x02,
            last,
            0x05,
            0x00,
            0x04,
            length,
        ]
    }
}

/// The curves of ECDSA (FIPS 186-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
}

impl Curve {
    /// The name that SSH gives it (RFC 5656 section 10.1).
    pub(super) fn ssh_name(self) -> &'static str {
        match self {
            Self::P256 => "nistp256",
            Self::P384 => "nistp384",
            Self::P521 => "nistp521",
        }
    }

    /// The hash that SSH pairs with it (RFC 5656 section 6.2.1).
    pub(super) fn ssh_hash(self) -> Hash {
        match self {
            Self::P256 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
            Self::P521 => Hash::Sha512,
        }
    }

    fn field_bytes(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// Whether these bytes are a point of the curve (SEC 1 section 2.3.4).
    pub(super) fn holds(self, point: &[u8]) -> bool {
        match self {
            Self::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok(),
            Self::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok(),
            Self::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok(),
        }
    }
}

/// Ed25519 (RFC 8032), refusing keys of small order, for which anybody can sign.
pub(super) fn ed25519_fits(key: &[u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(key) else { return false };
    let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
    key.verify_strict(message, &signature).is_ok()
}

/// ECDSA over a digest; `r` and `s` without a sign byte.
pub(super) fn ecdsa_fits(curve: Curve, point: &[u8], digest: &[u8], r: &[u8], s: &[u8]) -> bool {
    let Some(numbers) = fixed(r, curve.field_bytes()).zip(fixed(s, curve.field_bytes())) else {
        return false;
    };
    let both = [numbers.0, numbers.1].concat();
    match curve {
        Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|key| key.verify_prehash(digest, &p256::ecdsa::Signature::from_slice(&both)?))
            .is_ok(),
        Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|key| key.verify_prehash(digest, &p384::ecdsa::Signature::from_slice(&both)?))
            .is_ok(),
        Curve::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point)
            .and_then(|key| key.verify_prehash(digest, &p521::ecdsa::Signature::from_slice(&both)?))
            .is_ok(),
    }
}

/// A public key of RSA; numbers big-endian, without a sign byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RsaKey {
    pub(super) modulus: Vec<u8>,
    pub(super) exponent: Vec<u8>,
}

impl RsaKey {
    /// How long the modulus is.
    pub(super) fn bits(&self) -> usize {
        BigUint::from_bytes_be(&self.modulus).bits()
    }

    /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2) over a digest.
    ///
    /// A signature that lost its leading zeros is filled up, as OpenSSH does.
    pub(super) fn fits(&self, hash: Hash, digest: &[u8], signature: &[u8]) -> bool {
        let modulus = BigUint::from_bytes_be(&self.modulus);
        let exponent = BigUint::from_bytes_be(&self.exponent);
        let Ok(key) = rsa::RsaPublicKey::new_with_max_size(modulus, exponent, LARGEST_RSA_BITS) else {
            return false;
        };
        let Some(signature) = fixed(signature, key.size()) else { return false };
        let padding = rsa::Pkcs1v15Sign {
            hash_len: Some(digest.len()),
            prefix: hash.digest_info().to_vec().into_boxed_slice(),
        };
        key.verify(padding, digest, &signature).is_ok()
    }
}

/// As large as OpenSSH goes; more would only cost time.
const LARGEST_RSA_BITS: usize = 16_384;

/// A number filled up with leading zeros; `None` when it is longer.
fn fixed(number: &[u8], length: usize) -> Option<Vec<u8>> {
    let missing = length.checked_sub(number.len())?;
    let mut filled = vec![0; missing];
    filled.extend_from_slice(number);
    Some(filled)
}
