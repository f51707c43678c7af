//! SSH signatures over the fixtures' text, changed.

use base64ct::{Base64, Encoding as _};
use tickmark::signature::Verdict;
use tickmark::signature::ssh::{Namespace, SshKey, verify};

const PAYLOAD: &[u8] = include_bytes!("../../../fixtures/signature/payload");

/// Armors that are good or nearly, and the key that made each.
const SIGNED: [(&[u8], &str); 6] = [
    (
        include_bytes!("../../../fixtures/signature/ssh-ed25519.sig"),
        include_str!("../../../fixtures/signature/ssh-ed25519.pub"),
    ),
    (
        include_bytes!("../../../fixtures/signature/ssh-ecdsa-256.sig"),
        include_str!("../../../fixtures/signature/ssh-ecdsa-256.pub"),
    ),
    (
        include_bytes!("../../../fixtures/signature/ssh-ecdsa-384.sig"),
        include_str!("../../../fixtures/signature/ssh-ecdsa-384.pub"),
    ),
    (
        include_bytes!("../../../fixtures/signature/ssh-ecdsa-521.sig"),
        include_str!("../../../fixtures/signature/ssh-ecdsa-521.pub"),
    ),
    (
        include_bytes!("../../../fixtures/signature/ssh-rsa-3072.sig"),
        include_str!("../../../fixtures/signature/ssh-rsa-3072.pub"),
    ),
    (
        include_bytes!("../../../fixtures/signature/ssh-review.sig"),
        include_str!("../../../fixtures/signature/ssh-ed25519.pub"),
    ),
];

/// Nobody can make a signature by changing one: whatever becomes of an armor or of what is in it, a
/// signature that counts is over these very bytes and by the key that signed them; over bytes that
/// were changed, none counts.
///
/// The first byte says which signature (and, from 128 on, that the changes are to the armor itself and
/// not to what it holds), the second in which way; the rest are the changes.
pub(super) fn sshsig(input: &[u8]) {
    let (which, rest) = super::choice(input);
    let (way, rest) = super::choice(rest);
    let (armor, key) = SIGNED[which % SIGNED.len()];
    let namespace = [Namespace::Git, Namespace::Review][usize::from(which % SIGNED.len() == 5)];
    let (changed, message) = match way % 4 {
        0 => (super::edited(armor, rest), PAYLOAD.to_vec()),
        1 => (rewrapped(&super::edited(&unwrapped(armor), rest)), PAYLOAD.to_vec()),
        2 => (armor.to_vec(), super::edited(PAYLOAD, rest)),
        _ => (rewrapped(rest), PAYLOAD.to_vec()),
    };
    let verdict = verify(&changed, namespace, &message);
    if let Verdict::Valid(signer) = &verdict {
        assert_eq!(signer, &SshKey::from_text(key).expect("a key"), "a signature of another key");
        assert_eq!(message, PAYLOAD, "a signature over other bytes");
    }
    if changed == armor && message == PAYLOAD {
        assert!(verdict.valid().is_some(), "{verdict:?}");
    }
    let elsewhere = verify(&changed, Namespace::Witness, &message);
    assert!(elsewhere.valid().is_none(), "a signature for another purpose");
}

fn unwrapped(armor: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(armor).expect("an armor is text");
    let lines: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    Base64::decode_vec(&lines).expect("an armor is base64")
}

fn rewrapped(bytes: &[u8]) -> Vec<u8> {
    let text = Base64::encode_string(bytes);
    let mut armor = b"-----BEGIN SSH SIGNATURE-----\n".to_vec();
    for line in text.as_bytes().chunks(70) {
        armor.extend_from_slice(line);
        armor.push(b'\n');
    }
    armor.extend_from_slice(b"-----END SSH SIGNATURE-----\n");
    armor
}
