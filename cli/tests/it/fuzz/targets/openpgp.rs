//! OpenPGP signatures over the fixtures' text, changed, and certificates.

use std::sync::OnceLock;

use base64ct::{Base64, Encoding as _};
use tickmark::signature::Verdict;
use tickmark::signature::openpgp::{Certificate, verify};

const PAYLOAD: &[u8] = include_bytes!("../../../fixtures/signature/payload");
const SIGNED: [&[u8]; 3] = [
    include_bytes!("../../../fixtures/signature/openpgp-alice.sig"),
    include_bytes!("../../../fixtures/signature/openpgp-carol.sig"),
    include_bytes!("../../../fixtures/signature/openpgp-bob.sig"),
];
const CERTIFICATES: [&[u8]; 3] = [
    include_bytes!("../../../fixtures/signature/openpgp-alice.asc"),
    include_bytes!("../../../fixtures/signature/openpgp-carol.asc"),
    include_bytes!("../../../fixtures/signature/openpgp-bob.asc"),
];

/// A signature that counts is over these very bytes and by the certificate that made it, at the time
/// that it was made: whatever is changed inside of its armor. Changed certificates give no other key.
pub(super) fn openpgp(input: &[u8]) {
    let (which, rest) = super::choice(input);
    let (way, rest) = super::choice(rest);
    let which = which % SIGNED.len();
    let armor = SIGNED[which];
    let (changed, message) = match way % 4 {
        0 => (super::edited(armor, rest), PAYLOAD.to_vec()),
        1 => (rewrapped(&super::edited(&unwrapped(armor), rest)), PAYLOAD.to_vec()),
        2 => (armor.to_vec(), super::edited(PAYLOAD, rest)),
        _ => return certificate(which, rest),
    };
    let honest = &honest()[which];
    for verdict in verify(&changed, &message, certificates()) {
        if let Verdict::Valid(signer) = &verdict {
            assert_eq!(message, PAYLOAD, "a signature over other bytes");
            assert_eq!(Some(signer), honest.valid(), "another signer, or another time");
        }
    }
}

fn certificate(which: usize, edits: &[u8]) {
    let Ok(changed) = Certificate::read(&super::edited(CERTIFICATES[which], edits)) else { return };
    let known: Vec<String> = certificates().iter().map(Certificate::fingerprint).collect();
    for verdict in verify(SIGNED[which], PAYLOAD, &changed) {
        if verdict.valid().is_some() {
            let same = changed.iter().any(|one| known.contains(&one.fingerprint()));
            assert!(same, "signed by a certificate that nobody knows");
        }
    }
}

fn certificates() -> &'static [Certificate] {
    static READ: OnceLock<Vec<Certificate>> = OnceLock::new();
    READ.get_or_init(|| {
        CERTIFICATES.iter().flat_map(|file| Certificate::read(file).expect("certificates")).collect()
    })
}

fn honest() -> &'static [Verdict<tickmark::signature::openpgp::Signer>] {
    static READ: OnceLock<Vec<Verdict<tickmark::signature::openpgp::Signer>>> = OnceLock::new();
    READ.get_or_init(|| {
        let judged = SIGNED.iter().map(|armor| verify(armor, PAYLOAD, certificates()).remove(0));
        let judged: Vec<_> = judged.collect();
        assert!(judged.iter().all(|verdict| verdict.valid().is_some()), "{judged:?}");
        judged
    })
}

fn unwrapped(armor: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(armor).expect("an armor is text");
    let body = text.split_once("\n\n").expect("an empty line").1;
    let lines: String = body.lines().take_while(|line| !line.starts_with(['=', '-'])).collect();
    Base64::decode_vec(&lines).expect("an armor is base64")
}

fn rewrapped(bytes: &[u8]) -> Vec<u8> {
    let mut armor = b"-----BEGIN PGP SIGNATURE-----\n\n".to_vec();
    for line in Base64::encode_string(bytes).as_bytes().chunks(64) {
        armor.extend_from_slice(line);
        armor.push(b'\n');
    }
    armor.extend_from_slice(b"-----END PGP SIGNATURE-----\n");
    armor
}
