//! SSH signatures by throw-away keys: bytes in, armored SSHSIG in namespace `git` out.
//!
//! Ed25519 signatures are deterministic, so a signed commit has the same id wherever it is made.

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use super::people::Person;

/// The five keys, made once.
pub(super) struct Keyring(Vec<(Person, PrivateKey)>);

impl Keyring {
    /// Derives every key from its public seed.
    pub(super) fn new() -> Result<Self, ssh_key::Error> {
        let key = |person: Person| {
            let pair = Ed25519Keypair::from_seed(person.seed());
            PrivateKey::new(KeypairData::Ed25519(pair), "").map(|key| (person, key))
        };
        Person::ALL.into_iter().map(key).collect::<Result<_, _>>().map(Self)
    }

    fn key(&self, person: Person) -> &PrivateKey {
        let found = self.0.iter().find(|(owner, _)| *owner == person);
        &found.expect("a key is derived for every person").1
    }

    /// The armored signature over these bytes, as Git and `ssh-keygen -Y` know it.
    pub(super) fn sign(&self, person: Person, bytes: &[u8]) -> Result<String, ssh_key::Error> {
        SshSig::sign(self.key(person), "git", HashAlg::Sha512, bytes)?.to_pem(LineEnding::LF)
    }

    /// The public key as `allowed_signers` holds it.
    pub(super) fn public(&self, person: Person) -> Result<String, ssh_key::Error> {
        Ok(self.key(person).public_key().to_openssh()?.trim_end().to_owned())
    }
}
