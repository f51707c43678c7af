//! Public keys of SSH: out of their text or their bytes (RFC 4253 section 6.6, RFC 5656, RFC 8709,
//! PROTOCOL.u2f), and the check of one signature with one.

use std::fmt;

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use sha2::{Digest as _, Sha256};

use super::super::algorithm::{Curve, Hash, RsaKey, ecdsa_fits, ed25519_fits};
use super::super::{Fault, LEAST_RSA_BITS, Refusal, Unsupported, Verdict, Weakness};
use super::wire::Wire;

/// A public key; two are the same when their bytes are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SshKey {
    blob: Vec<u8>,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Material {
    Ed25519([u8; 32]),
    SkEd25519 { key: [u8; 32], application: Vec<u8> },
    Ecdsa { curve: Curve, point: Vec<u8> },
    SkEcdsa { point: Vec<u8>, application: Vec<u8> },
    Rsa(RsaKey),
}

/// The kinds of key that are verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// `ssh-ed25519`.
    Ed25519,
    /// `sk-ssh-ed25519@openssh.com`, on a security key.
    SkEd25519,
    /// `ecdsa-sha2-nistp256` and its larger sisters.
    Ecdsa(Curve),
    /// `sk-ecdsa-sha2-nistp256@openssh.com`, on a security key.
    SkEcdsa,
    /// `ssh-rsa`, with the bits of its modulus.
    Rsa(usize),
}

/// Why bytes are no key that counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// They do not follow the format of a public key.
    #[error("no public key can be read")]
    Malformed,
    /// Too weak to be listed.
    #[error("{0}")]
    Weak(Weakness),
    /// A kind of key that is not verified.
    #[error("{0}")]
    Unsupported(Unsupported),
}

/// The SHA-256 of a key, as `ssh-keygen -l` prints it: `SHA256:…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SHA256:{}", Base64Unpadded::encode_string(&self.0))
    }
}

const SK_ED25519: &str = "sk-ssh-ed25519@openssh.com";
const SK_ECDSA: &str = "sk-ecdsa-sha2-nistp256@openssh.com";

impl SshKey {
    /// Reads the bytes of a key; weak keys and kinds that are not verified are faults.
    pub fn from_blob(blob: &[u8]) -> Result<Self, KeyFault> {
        let mut wire = Wire::new(blob);
        let kind = wire.string().ok_or(KeyFault::Malformed)?;
        let kind = std::str::from_utf8(kind).map_err(|_| KeyFault::Malformed)?;
        let material = match kind {
            "ssh-ed25519" => read_ed25519(&mut wire).map(Material::Ed25519),
            "ssh-rsa" => read_rsa(&mut wire).map(Material::Rsa),
            "ecdsa-sha2-nistp256" => read_ecdsa(&mut wire, Curve::P256),
            "ecdsa-sha2-nistp384" => read_ecdsa(&mut wire, Curve::P384),
            "ecdsa-sha2-nistp521" => read_ecdsa(&mut wire, Curve::P521),
            SK_ED25519 => read_sk_ed25519(&mut wire),
            SK_ECDSA => read_sk_ecdsa(&mut wire),
            "ssh-dss" => return Err(KeyFault::Weak(Weakness::Dsa)),
            _ if kind.ends_with("-cert-v01@openssh.com") => {
                return Err(KeyFault::Unsupported(Unsupported::SshCertificate));
            }
            _ => return Err(KeyFault::Unsupported(Unsupported::Algorithm(kind.to_owned()))),
        };
        let material = material.filter(|_| wire.end().is_some()).ok_or(KeyFault::Malformed)?;
        let key = Self { blob: blob.to_vec(), material };
        match key.kind() {
            KeyKind::Rsa(bits) if bits < LEAST_RSA_BITS => Err(KeyFault::Weak(Weakness::RsaBits(bits))),
            KeyKind::Rsa(_)
            | KeyKind::Ed25519
            | KeyKind::SkEd25519
            | KeyKind::Ecdsa(_)
            | KeyKind::SkEcdsa => Ok(key),
        }
    }

    /// Reads `KIND BASE64 [COMMENT]`, as it stands in a `.pub` file.
    pub fn from_text(text: &str) -> Result<Self, KeyFault> {
        let mut words = text.trim_matches([' ', '\t', '\r', '\n']).splitn(3, [' ', '\t']);
        let kind = words.next().unwrap_or_default();
        let rest = words.next().unwrap_or_default();
        // More than one space may stand between the two.
        let blob = match rest {
            "" => words.next().unwrap_or_default().trim_start().split([' ', '\t']).next().unwrap_or_default(),
            blob => blob,
        };
        let blob = Base64::decode_vec(blob).map_err(|_| KeyFault::Malformed)?;
        let named = Wire::new(&blob).string().ok_or(KeyFault::Malformed)?;
        if named != kind.as_bytes() {
            return Err(KeyFault::Malformed);
        }
        Self::from_blob(&blob)
    }

    /// The bytes that [`SshKey::from_blob`] reads.
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// Which kind of key it is.
    pub fn kind(&self) -> KeyKind {
        match &self.material {
            Material::Ed25519(_) => KeyKind::Ed25519,
            Material::SkEd25519 { .. } => KeyKind::SkEd25519,
            Material::Ecdsa { curve, .. } => KeyKind::Ecdsa(*curve),
            Material::SkEcdsa { .. } => KeyKind::SkEcdsa,
            Material::Rsa(key) => KeyKind::Rsa(key.bits()),
        }
    }

    /// Its SHA-256.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(&self.blob).into())
    }

    /// Checks a signature blob (RFC 4253 section 6.6) over `message`.
    pub(super) fn check(&self, signature: &[u8], message: &[u8]) -> Verdict<()> {
        let mut wire = Wire::new(signature);
        let algorithm = wire.string().and_then(|name| std::str::from_utf8(name).ok());
        let Some((algorithm, value)) = algorithm.zip(wire.string()) else {
            return Verdict::Bad(Fault::Malformed);
        };
        let rest = wire;
        let fits = match (&self.material, algorithm) {
            (Material::Ed25519(key), "ssh-ed25519") => rest.end().map(|()| ed25519_fits(key, message, value)),
            (Material::Ecdsa { curve, point }, _)
                if algorithm.strip_prefix("ecdsa-sha2-") == Some(curve.ssh_name()) =>
            {
                rest.end().and_then(|()| check_ecdsa(*curve, point, value, message))
            }
            (Material::Rsa(key), "rsa-sha2-256") => {
                rest.end().map(|()| key.fits(Hash::Sha256, &Hash::Sha256.digest(message), value))
            }
            (Material::Rsa(key), "rsa-sha2-512") => {
                rest.end().map(|()| key.fits(Hash::Sha512, &Hash::Sha512.digest(message), value))
            }
            (Material::Rsa(_), "ssh-rsa") => return Verdict::Refused(Refusal::Weak(Weakness::Hash)),
            (Material::SkEd25519 { application, .. }, SK_ED25519)
            | (Material::SkEcdsa { application, .. }, SK_ECDSA) => {
                return self.check_touched(application, value, rest, message);
            }
            (Material::SkEcdsa { .. }, "webauthn-sk-ecdsa-sha2-nistp256@openssh.com") => {
                return Verdict::Unsupported(Unsupported::Algorithm(algorithm.to_owned()));
            }
            _ => None,
        };
        match fits {
            Some(true) => Verdict::Valid(()),
            Some(false) => Verdict::Bad(Fault::Mismatch),
            None => Verdict::Bad(Fault::Malformed),
        }
    }

    /// A security key signs more than the message: application, flags and a counter (PROTOCOL.u2f).
    fn check_touched(
        &self,
        application: &[u8],
        value: &[u8],
        mut rest: Wire<'_>,
        message: &[u8],
    ) -> Verdict<()> {
        const USER_PRESENT: u8 = 1;
        let read = rest.byte().zip(rest.uint32()).filter(|_| rest.end().is_some());
        let Some((flags, counter)) = read else { return Verdict::Bad(Fault::Malformed) };
        let mut signed = Hash::Sha256.digest(application);
        signed.push(flags);
        signed.extend_from_slice(&counter.to_be_bytes());
        signed.extend_from_slice(&Hash::Sha256.digest(message));
        let fits = match &self.material {
            Material::SkEd25519 { key, .. } => Some(ed25519_fits(key, &signed, value)),
            Material::SkEcdsa { point, .. } => check_ecdsa(Curve::P256, point, value, &signed),
            Material::Ed25519(_) | Material::Ecdsa { .. } | Material::Rsa(_) => None,
        };
        match fits {
            Some(true) if flags & USER_PRESENT == 0 => Verdict::Refused(Refusal::Weak(Weakness::NotTouched)),
            Some(true) => Verdict::Valid(()),
            Some(false) => Verdict::Bad(Fault::Mismatch),
            None => Verdict::Bad(Fault::Malformed),
        }
    }
}

/// Two numbers in a string of their own (RFC 5656 section 3.1.2).
fn check_ecdsa(curve: Curve, point: &[u8], value: &[u8], message: &[u8]) -> Option<bool> {
    let mut wire = Wire::new(value);
    let (r, s) = (wire.positive()?, wire.positive()?);
    wire.end()?;
    Some(ecdsa_fits(curve, point, &curve.ssh_hash().digest(message), r, s))
}

fn read_ed25519(wire: &mut Wire<'_>) -> Option<[u8; 32]> {
    wire.string()?.try_into().ok()
}

fn read_rsa(wire: &mut Wire<'_>) -> Option<RsaKey> {
    let exponent = wire.positive()?.to_vec();
    let modulus = wire.positive()?.to_vec();
    Some(RsaKey { modulus, exponent })
}

fn read_point(wire: &mut Wire<'_>, curve: Curve) -> Option<Vec<u8>> {
    if wire.string()? != curve.ssh_name().as_bytes() {
        return None;
    }
    let point = wire.string()?;
    // SSH knows only points that are written out in full.
    (point.first() == Some(&4) && curve.holds(point)).then(|| point.to_vec())
}

fn read_ecdsa(wire: &mut Wire<'_>, curve: Curve) -> Option<Material> {
    read_point(wire, curve).map(|point| Material::Ecdsa { curve, point })
}

fn read_sk_ed25519(wire: &mut Wire<'_>) -> Option<Material> {
    let key = read_ed25519(wire)?;
    Some(Material::SkEd25519 { key, application: wire.string()?.to_vec() })
}

fn read_sk_ecdsa(wire: &mut Wire<'_>) -> Option<Material> {
    let point = read_point(wire, Curve::P256)?;
    Some(Material::SkEcdsa { point, application: wire.string()?.to_vec() })
}
