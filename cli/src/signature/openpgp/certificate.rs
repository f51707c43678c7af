//! OpenPGP certificates (RFC 9580 section 10.1): a primary key, what it says about itself, subkeys.
//!
//! In: the bytes of an `.asc` file, an instant. Out: whether a key of it was good for signing then.
//! Only what the certificate says about itself counts; who else signed it has no say.

use jiff::Timestamp;
use pgp::composed::{Deserializable as _, SignedPublicKey, SignedPublicSubKey};
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::packet::{RevocationCode, Signature, SignatureType, SubpacketData};
use pgp::types::{KeyDetails as _, PublicParams, Tag};

use super::super::{LEAST_RSA_BITS, Refusal, Weakness, armor};
use super::{Strength, instant, strength};

/// A certificate: a primary key with its subkeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    key: SignedPublicKey,
}

/// Why a file holds no certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// No `PGP PUBLIC KEY BLOCK` in it, or a damaged one.
    #[error("the file holds no OpenPGP public key")]
    NoPublicKey,
    /// A secret key does not belong into a repository.
    #[error("the file holds an OpenPGP secret key")]
    SecretKey,
}

/// More certificates in one file are not read.
const MOST_CERTIFICATES: usize = 64;

impl Certificate {
    /// Reads every certificate of an armored file.
    pub fn read(bytes: &[u8]) -> Result<Vec<Self>, CertificateFault> {
        const SECRET: &[u8] = b"-----BEGIN PGP PRIVATE KEY BLOCK-----";
        if bytes.windows(SECRET.len()).any(|window| window == SECRET) {
            return Err(CertificateFault::SecretKey);
        }
        let blocks = armor::decode_openpgp_many(bytes, "PGP PUBLIC KEY BLOCK");
        let mut certificates = Vec::new();
        for block in blocks.ok_or(CertificateFault::NoPublicKey)? {
            let keys =
                SignedPublicKey::from_bytes_many(&block[..]).map_err(|_| CertificateFault::NoPublicKey)?;
            for key in keys.take(MOST_CERTIFICATES) {
                let key = key.map_err(|_| CertificateFault::NoPublicKey)?;
                certificates.push(Self { key });
            }
        }
        if certificates.is_empty() { Err(CertificateFault::NoPublicKey) } else { Ok(certificates) }
    }

    /// The fingerprint of the primary key, in upper-case hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        Component::Primary(&self.key.primary_key).fingerprint()
    }

    /// Why the primary key is too weak to prove anything; `None` for a strong one.
    pub fn weakness(&self) -> Option<Weakness> {
        Component::Primary(&self.key.primary_key).strong().err()
    }

    /// Whether a key of this certificate, by its fingerprint, was good for signing at an instant.
    pub fn standing(&self, fingerprint: &str, at: Timestamp) -> Result<(), Refusal> {
        let mut components = self.components();
        let component = components.find(|component| component.fingerprint() == fingerprint);
        self.standing_of(component.ok_or(Refusal::NotListed)?, at)
    }

    pub(super) fn components(&self) -> impl Iterator<Item = Component<'_>> {
        let subkeys = self.key.public_subkeys.iter().map(Component::Subkey);
        std::iter::once(Component::Primary(&self.key.primary_key)).chain(subkeys)
    }

    pub(super) fn standing_of(&self, component: Component<'_>, at: Timestamp) -> Result<(), Refusal> {
        let primary = Component::Primary(&self.key.primary_key);
        primary.strong().map_err(Refusal::Weak)?;
        primary.begun(at)?;
        let revocations = self.key.details.revocation_signatures.iter();
        let mut revocations = revocations.filter(|one| one.verify_key(&self.key.primary_key).is_ok());
        if revocations.any(|one| revokes(one, at)) {
            return Err(Refusal::Revoked);
        }
        let words = self.words_about_itself(at)?;
        for word in &words {
            primary.lasts(word, at)?;
        }
        match component {
            Component::Primary(_) => {
                let refused = words.iter().any(|word| may_sign(word) == Some(false));
                if refused { Err(Refusal::NotForSigning) } else { Ok(()) }
            }
            Component::Subkey(subkey) => self.standing_of_subkey(subkey, at),
        }
    }

    /// The direct signature and the certification of a user id that were the newest at an instant.
    fn words_about_itself(&self, at: Timestamp) -> Result<Vec<&Signature>, Refusal> {
        let primary = &self.key.primary_key;
        let direct = self.key.details.direct_signatures.iter();
        let direct = direct.filter(|one| one.verify_key(primary).is_ok());
        let users = self.key.details.users.iter();
        let named = users.flat_map(|user| user.signatures.iter().map(move |one| (user, one)));
        let named = named.filter(|(user, one)| {
            one.typ() != Some(SignatureType::CertRevocation)
                && one.verify_certification(primary, Tag::UserId, &user.id).is_ok()
        });
        let direct = newest(direct, at);
        let named = newest(named.map(|(_, one)| one), at);
        match (direct, named) {
            (Ok(direct), Ok(named)) => Ok(vec![direct, named]),
            (Ok(one), Err(_)) | (Err(_), Ok(one)) => Ok(vec![one]),
            (Err(Refusal::Weak(weak)), Err(_)) | (Err(_), Err(Refusal::Weak(weak))) => {
                Err(Refusal::Weak(weak))
            }
            (Err(refusal), Err(_)) => Err(refusal),
        }
    }

    fn standing_of_subkey(&self, subkey: &SignedPublicSubKey, at: Timestamp) -> Result<(), Refusal> {
        let primary = &self.key.primary_key;
        let component = Component::Subkey(subkey);
        component.strong().map_err(Refusal::Weak)?;
        component.begun(at)?;
        let words = subkey.signatures.iter();
        let words = words.filter(|one| one.verify_subkey_binding(primary, &subkey.key).is_ok());
        let (revocations, bindings): (Vec<_>, Vec<_>) =
            words.partition(|one| one.typ() == Some(SignatureType::SubkeyRevocation));
        if revocations.into_iter().any(|one| revokes(one, at)) {
            return Err(Refusal::Revoked);
        }
        let binding = newest(bindings.into_iter(), at)?;
        component.lasts(binding, at)?;
        // RFC 9580 section 5.2.1.9: the subkey says that it belongs here, so that nobody else can
        // claim the signatures it makes.
        let back = binding.embedded_signature().filter(|back| is_strong(back));
        let back = back.is_some_and(|back| back.verify_primary_key_binding(&subkey.key, primary).is_ok());
        if back && may_sign(binding) == Some(true) { Ok(()) } else { Err(Refusal::NotForSigning) }
    }
}

/// The primary key or one of its subkeys.
#[derive(Debug, Clone, Copy)]
pub(super) enum Component<'a> {
    Primary(&'a pgp::packet::PublicKey),
    Subkey(&'a SignedPublicSubKey),
}

impl Component<'_> {
    fn params(&self) -> &PublicParams {
        match self {
            Self::Primary(key) => key.public_params(),
            Self::Subkey(subkey) => subkey.key.public_params(),
        }
    }

    pub(super) fn algorithm(&self) -> PublicKeyAlgorithm {
        match self {
            Self::Primary(key) => key.algorithm(),
            Self::Subkey(subkey) => subkey.key.algorithm(),
        }
    }

    pub(super) fn fingerprint(&self) -> String {
        match self {
            Self::Primary(key) => format!("{:X}", key.fingerprint()),
            Self::Subkey(subkey) => format!("{:X}", subkey.key.fingerprint()),
        }
    }

    fn created(&self) -> Option<Timestamp> {
        instant(match self {
            Self::Primary(key) => key.created_at(),
            Self::Subkey(subkey) => subkey.key.created_at(),
        })
    }

    /// Whether a signature says that this key made it, or does not say who did.
    pub(super) fn is_named_by(&self, signature: &Signature) -> bool {
        let (id, fingerprint) = match self {
            Self::Primary(key) => (key.legacy_key_id(), key.fingerprint()),
            Self::Subkey(subkey) => (subkey.key.legacy_key_id(), subkey.key.fingerprint()),
        };
        let (ids, fingerprints) = (signature.issuer_key_id(), signature.issuer_fingerprint());
        (ids.is_empty() && fingerprints.is_empty())
            || ids.contains(&&id)
            || fingerprints.contains(&&fingerprint)
    }

    pub(super) fn verify(&self, signature: &Signature, payload: &[u8]) -> pgp::errors::Result<()> {
        match self {
            Self::Primary(key) => signature.verify(*key, payload),
            Self::Subkey(subkey) => signature.verify(&subkey.key, payload),
        }
    }

    pub(super) fn strong(&self) -> Result<(), Weakness> {
        use rsa::traits::PublicKeyParts as _;
        match self.params() {
            PublicParams::RSA(params) => match params.key.n().bits() {
                bits if bits < LEAST_RSA_BITS => Err(Weakness::RsaBits(bits)),
                _ => Ok(()),
            },
            PublicParams::DSA(_) => Err(Weakness::Dsa),
            _ => Ok(()),
        }
    }

    fn begun(&self, at: Timestamp) -> Result<(), Refusal> {
        if self.created().is_some_and(|created| created <= at) { Ok(()) } else { Err(Refusal::NotYet) }
    }

    /// Whether the life that a signature gives the key reaches beyond an instant; zero is for ever.
    fn lasts(&self, word: &Signature, at: Timestamp) -> Result<(), Refusal> {
        let seconds = word.key_expiration_time().map_or(0, pgp::types::Duration::as_secs);
        let end = self.created().map(|created| created.as_second() + i64::from(seconds));
        let ended = seconds != 0 && end.is_none_or(|end| end <= at.as_second());
        if ended { Err(Refusal::Ended) } else { Ok(()) }
    }
}

/// The newest strong signature that was made until an instant. A certificate that was renewed
/// later may have lost what it said before: then its oldest word counts.
fn newest<'a>(words: impl Iterator<Item = &'a Signature>, at: Timestamp) -> Result<&'a Signature, Refusal> {
    let mut weak = false;
    let mut dated = Vec::new();
    for word in words {
        weak |= !is_strong(word);
        if let Some(made) = word.created().and_then(instant).filter(|_| is_strong(word)) {
            dated.push((made, word));
        }
    }
    dated.sort_by_key(|(made, _)| *made);
    let until = dated.iter().rev().find(|(made, _)| *made <= at);
    match until.or(dated.first()) {
        Some((_, word)) => Ok(word),
        None if weak => Err(Refusal::Weak(Weakness::Hash)),
        None => Err(Refusal::NotForSigning),
    }
}

fn is_strong(word: &Signature) -> bool {
    word.hash_alg().is_some_and(|hash| matches!(strength(hash), Strength::Strong))
}

/// What the key flags say about signing; `None` without flags, which older keys lack.
fn may_sign(word: &Signature) -> Option<bool> {
    word.config()?.hashed_subpackets().find_map(|subpacket| match &subpacket.data {
        SubpacketData::KeyFlags(flags) => Some(flags.sign()),
        _ => None,
    })
}

/// Whether a revocation holds at an instant: for the whole past, unless it says that the key was
/// only replaced or retired (RFC 9580 section 5.2.3.31).
fn revokes(revocation: &Signature, at: Timestamp) -> bool {
    let soft = matches!(
        revocation.revocation_reason_code(),
        Some(RevocationCode::KeySuperseded | RevocationCode::KeyRetired)
    );
    let made = revocation.created().and_then(instant);
    !soft || made.is_none_or(|made| made <= at)
}
