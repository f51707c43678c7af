//! OpenPGP signatures (RFC 9580) over commits and tags.
//!
//! In: an armor, the bytes that were signed, the certificates that are trusted. Out: one verdict
//! for each signature in the armor, with the time inside it.
//!
//! Strict where a choice is left: versions 4 and 6, binary signatures, hash functions of 256 bits
//! and more, for the signature and for everything that binds a key to its certificate; no DSA.

mod certificate;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::packet::{Packet, PacketParser, Signature, SignatureType, SignatureVersion, SubpacketData};

pub use certificate::{Certificate, CertificateFault};

use super::{Fault, Refusal, Unsupported, Verdict, Weakness, armor};
use certificate::Component;

/// The key that made a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The given certificates that hold the key in good standing, by their places in the list.
    pub certificates: Vec<usize>,
    /// The fingerprint of the key or subkey itself, in upper-case hexadecimal digits.
    pub key: String,
    /// When the signature says it was made, to the second. Signed, but by a clock of the signer's.
    pub made: Timestamp,
}

/// More signatures in one armor are not looked at.
const MOST_SIGNATURES: usize = 16;

/// Verifies every signature of an armor over `payload`; never an empty list.
///
/// Keys are judged at the time inside the signature: it must lie in the life of the key, of its
/// binding and of the certificate. Whether they are still good at another time (a committer date)
/// is asked of [`Certificate::standing`].
pub fn verify(armored: &[u8], payload: &[u8], certificates: &[Certificate]) -> Vec<Verdict<Signer>> {
    if armored.starts_with(b"-----BEGIN PGP MESSAGE-----") {
        return vec![Verdict::Unsupported(Unsupported::Algorithm("PGP MESSAGE".to_owned()))];
    }
    let bytes = match armor::decode_openpgp(armored, "PGP SIGNATURE") {
        Some(bytes) if !bytes.is_empty() => bytes,
        _ => return vec![Verdict::Bad(Fault::Armor)],
    };
    let mut verdicts = Vec::new();
    for packet in PacketParser::new(&bytes[..]).take(MOST_SIGNATURES) {
        verdicts.push(match packet {
            Ok(Packet::Signature(signature)) => judge(&signature, payload, certificates),
            Ok(_) | Err(_) => Verdict::Bad(Fault::Malformed),
        });
    }
    if verdicts.is_empty() {
        verdicts.push(Verdict::Bad(Fault::Malformed));
    }
    verdicts
}

fn judge(signature: &Signature, payload: &[u8], certificates: &[Certificate]) -> Verdict<Signer> {
    let made = match readable(signature) {
        Ok(made) => made,
        Err(verdict) => return verdict,
    };
    let mut signer: Option<Signer> = None;
    let mut worst: Option<Verdict<Signer>> = None;
    for (index, certificate) in certificates.iter().enumerate() {
        for component in certificate.components().filter(|component| component.is_named_by(signature)) {
            match judge_component(signature, payload, certificate, component, made) {
                Verdict::Valid(()) => {
                    let key = component.fingerprint();
                    let signer = signer.get_or_insert_with(|| Signer { certificates: Vec::new(), key, made });
                    signer.certificates.push(index);
                }
                Verdict::Refused(refusal) => worst = Some(Verdict::Refused(refusal)),
                Verdict::Bad(fault) => worst = worst.or(Some(Verdict::Bad(fault))),
                Verdict::Unsupported(what) => worst = worst.or(Some(Verdict::Unsupported(what))),
            }
        }
    }
    match (signer, worst) {
        (Some(signer), _) => Verdict::Valid(signer),
        (None, Some(verdict)) => verdict,
        (None, None) => Verdict::Refused(Refusal::NotListed),
    }
}

fn judge_component(
    signature: &Signature,
    payload: &[u8],
    certificate: &Certificate,
    component: Component<'_>,
    made: Timestamp,
) -> Verdict<()> {
    if let Err(weakness) = component.strong() {
        return Verdict::Refused(Refusal::Weak(weakness));
    }
    match component.verify(signature, payload) {
        Ok(()) => match certificate.standing_of(component, made) {
            Ok(()) => Verdict::Valid(()),
            Err(refusal) => Verdict::Refused(refusal),
        },
        Err(pgp::errors::Error::Unsupported { .. } | pgp::errors::Error::Unimplemented { .. }) => {
            let name = format!("{:?}", component.algorithm());
            Verdict::Unsupported(Unsupported::Algorithm(name))
        }
        Err(_) => Verdict::Bad(Fault::Mismatch),
    }
}

/// Whether the signature is of a kind that is verified; answers with its time.
fn readable(signature: &Signature) -> Result<Timestamp, Verdict<Signer>> {
    let version = signature.version();
    if !matches!(version, SignatureVersion::V4 | SignatureVersion::V6) {
        return Err(Verdict::Unsupported(Unsupported::Version(u32::from(u8::from(version)))));
    }
    let Some(config) = signature.config() else { return Err(Verdict::Bad(Fault::Malformed)) };
    match config.typ() {
        SignatureType::Binary => {}
        // Signed with its line ends rewritten, so it is over other bytes than these.
        SignatureType::Text => {
            return Err(Verdict::Unsupported(Unsupported::Algorithm("text signature".to_owned())));
        }
        _ => return Err(Verdict::Bad(Fault::Malformed)),
    }
    if config.pub_alg == PublicKeyAlgorithm::DSA {
        return Err(Verdict::Refused(Refusal::Weak(Weakness::Dsa)));
    }
    match strength(config.hash_alg) {
        Strength::Strong => {}
        Strength::Weak => return Err(Verdict::Refused(Refusal::Weak(Weakness::Hash))),
        Strength::Unknown => {
            let name = config.hash_alg.to_string();
            return Err(Verdict::Unsupported(Unsupported::Algorithm(name)));
        }
    }
    // RFC 9580 section 5.2.3.7: who does not know what is critical must not go on.
    let unknown = config.hashed_subpackets().find(|subpacket| {
        subpacket.is_critical
            && matches!(
                subpacket.data,
                SubpacketData::Notation(_) | SubpacketData::Other(..) | SubpacketData::Experimental(..)
            )
    });
    if unknown.is_some() {
        let name = "an unknown critical subpacket".to_owned();
        return Err(Verdict::Unsupported(Unsupported::Algorithm(name)));
    }
    let mut times = config.hashed_subpackets().filter_map(|subpacket| match subpacket.data {
        SubpacketData::SignatureCreationTime(time) => Some(time),
        _ => None,
    });
    match (times.next().and_then(instant), times.next()) {
        (Some(made), None) => Ok(made),
        (None, _) | (Some(_), Some(_)) => Err(Verdict::Bad(Fault::Malformed)),
    }
}

fn instant(time: pgp::types::Timestamp) -> Option<Timestamp> {
    Timestamp::from_second(i64::from(time.as_secs())).ok()
}

enum Strength {
    Strong,
    Weak,
    Unknown,
}

fn strength(hash: HashAlgorithm) -> Strength {
    match hash {
        HashAlgorithm::Sha256
        | HashAlgorithm::Sha384
        | HashAlgorithm::Sha512
        | HashAlgorithm::Sha3_256
        | HashAlgorithm::Sha3_512 => Strength::Strong,
        HashAlgorithm::None
        | HashAlgorithm::Md5
        | HashAlgorithm::Sha1
        | HashAlgorithm::Ripemd160
        | HashAlgorithm::Sha224 => Strength::Weak,
        _ => Strength::Unknown,
    }
}
