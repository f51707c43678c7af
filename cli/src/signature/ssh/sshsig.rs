//! SSHSIG (PROTOCOL.sshsig): an armor, inside it the key, a namespace and the signature.

use super::super::algorithm::Hash;
use super::super::{Fault, Refusal, Unsupported, Verdict, armor};
use super::key::{KeyFault, SshKey};
use super::wire::{Wire, put_string};

/// What a signature is for; one made for another purpose does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Namespace {
    /// Commits and tags.
    Git,
    /// `….review.sig`.
    Review,
    /// `….performed.sig`.
    Performed,
    /// `….note.sig`.
    Witness,
}

impl Namespace {
    /// The name inside the signature, and in `namespaces=` of `allowed_signers`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Review => "evidence-review",
            Self::Performed => "evidence-performed",
            Self::Witness => "tickmark-witness",
        }
    }
}

const MAGIC: &[u8] = b"SSHSIG";

/// Verifies an armored signature over `message`; answers with the key that made it.
///
/// The key is only what the signature itself names: whether it is anybody's is asked of
/// [`super::AllowedSigners`] and [`super::RevokedKeys`].
pub fn verify(armored: &[u8], namespace: Namespace, message: &[u8]) -> Verdict<SshKey> {
    let Some(bytes) = armor::decode(armored, "SSH SIGNATURE") else { return Verdict::Bad(Fault::Armor) };
    let signature = match Blob::read(&bytes) {
        Ok(signature) => signature,
        Err(version) => return version.map_or(Verdict::Bad(Fault::Malformed), Verdict::Unsupported),
    };
    if signature.namespace != namespace.name().as_bytes() {
        let found = String::from_utf8_lossy(signature.namespace).into_owned();
        return Verdict::Bad(Fault::Namespace { found, wanted: namespace.name() });
    }
    let key = match SshKey::from_blob(signature.key) {
        Ok(key) => key,
        Err(KeyFault::Malformed) => return Verdict::Bad(Fault::Malformed),
        Err(KeyFault::Weak(weakness)) => return Verdict::Refused(Refusal::Weak(weakness)),
        Err(KeyFault::Unsupported(what)) => return Verdict::Unsupported(what),
    };
    match key.check(signature.signature, &signature.signed(message)) {
        Verdict::Valid(()) => Verdict::Valid(key),
        Verdict::Bad(fault) => Verdict::Bad(fault),
        Verdict::Refused(refusal) => Verdict::Refused(refusal),
        Verdict::Unsupported(what) => Verdict::Unsupported(what),
    }
}

/// The fields of a signature.
struct Blob<'a> {
    key: &'a [u8],
    namespace: &'a [u8],
    reserved: &'a [u8],
    hash_name: &'a [u8],
    hash: Hash,
    signature: &'a [u8],
}

impl<'a> Blob<'a> {
    /// `Err(None)` for bytes that are no signature at all.
    fn read(bytes: &'a [u8]) -> Result<Self, Option<Unsupported>> {
        let mut wire = Wire::new(bytes);
        let magic = wire.take(MAGIC.len()).filter(|magic| *magic == MAGIC);
        match magic.and_then(|_| wire.uint32()) {
            Some(1) => Self::read_fields(wire).ok_or(None),
            Some(version) => Err(Some(Unsupported::Version(version))),
            None => Err(None),
        }
    }

    fn read_fields(mut wire: Wire<'a>) -> Option<Self> {
        let key = wire.string()?;
        let namespace = wire.string()?;
        let reserved = wire.string()?;
        let hash_name = wire.string()?;
        let hash = match hash_name {
            b"sha256" => Hash::Sha256,
            b"sha512" => Hash::Sha512,
            _ => return None,
        };
        let signature = wire.string()?;
        wire.end()?;
        Some(Self { key, namespace, reserved, hash_name, hash, signature })
    }

    /// The bytes under the signature. What is reserved is signed too, so that nobody can add to it.
    fn signed(&self, message: &[u8]) -> Vec<u8> {
        let mut signed = MAGIC.to_vec();
        put_string(&mut signed, self.namespace);
        put_string(&mut signed, self.reserved);
        put_string(&mut signed, self.hash_name);
        put_string(&mut signed, &self.hash.digest(message));
        signed
    }
}
