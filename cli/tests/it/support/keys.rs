//! Throw-away keys, one for each name: the same everywhere.

use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

fn key(name: &str) -> PrivateKey {
    let mut seed = [b'.'; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    PrivateKey::new(KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed)), "").expect("a key")
}

/// The public key, as `allowed_signers` holds it.
pub(crate) fn public(name: &str) -> String {
    key(name).public_key().to_openssh().expect("a public key").trim_end().to_owned()
}

/// An armored signature.
pub(crate) fn sign(name: &str, namespace: &str, bytes: &[u8]) -> String {
    let signature = SshSig::sign(&key(name), namespace, HashAlg::Sha512, bytes).expect("a signature");
    signature.to_pem(LineEnding::LF).expect("an armor")
}
