//! What GnuPG made, and keys of the newest version.

use jiff::Timestamp;
use pgp::composed::{
    ArmorOptions, DetachedSignature, EncryptionCaps, KeyType, SecretKeyParamsBuilder, SignedPublicKey,
    SignedPublicSubKey, SignedSecretKey, SubkeyParamsBuilder,
};
use pgp::crypto::hash::HashAlgorithm;
use pgp::packet::{KeyFlags, Signature, SignatureConfig, SignatureType, Subpacket, SubpacketData};
use pgp::types::{KeyDetails as _, KeyVersion, Password};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng as _;
use snapbox::{assert_data_eq, str};

use super::super::{Refusal, Verdict, payload};
use super::{Certificate, CertificateFault, Signer, verify};

const PAYLOAD: &[u8] = fixture!("payload");
const ALICE: &[u8] = fixture!("openpgp-alice.asc");
const BOB: &[u8] = fixture!("openpgp-bob.asc");

fn said(verdicts: &[Verdict<Signer>]) -> String {
    let one = |verdict: &Verdict<Signer>| match verdict {
        Verdict::Valid(signer) => format!("valid at {} by {:?}", signer.made, signer.certificates),
        Verdict::Bad(fault) => format!("bad: {fault}"),
        Verdict::Refused(refusal) => format!("refused: {refusal}"),
        Verdict::Unsupported(what) => format!("unsupported: {what}"),
    };
    verdicts.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn certificates(files: &[&[u8]]) -> Vec<Certificate> {
    files.iter().flat_map(|file| Certificate::read(file).expect("certificates")).collect()
}

fn judged(signature: &[u8], files: &[&[u8]]) -> String {
    said(&verify(signature, PAYLOAD, &certificates(files)))
}

#[test]
fn what_gnupg_made_is_judged_at_the_time_inside_it() {
    let mut told = Vec::new();
    for (name, verdict) in [
        ("ed25519", judged(fixture!("openpgp-alice.sig"), &[BOB, ALICE])),
        ("rsa-3072 subkey", judged(fixture!("openpgp-bob.sig"), &[BOB, ALICE])),
        ("nistp256", judged(fixture!("openpgp-carol.sig"), &[fixture!("openpgp-carol.asc")])),
        ("ended before", judged(fixture!("openpgp-carol.sig"), &[fixture!("openpgp-carol-ended.asc")])),
        (
            "superseded after",
            judged(fixture!("openpgp-dave.sig"), &[fixture!("openpgp-dave-superseded.asc")]),
        ),
        (
            "compromised after",
            judged(fixture!("openpgp-eve.sig"), &[fixture!("openpgp-eve-compromised.asc")]),
        ),
        ("rsa-2048", judged(fixture!("openpgp-frank.sig"), &[fixture!("openpgp-frank.asc")])),
        ("dsa", judged(fixture!("openpgp-grace.sig"), &[fixture!("openpgp-grace.asc")])),
        ("sha-1", judged(fixture!("openpgp-sha1.sig"), &[ALICE])),
        ("text", judged(fixture!("openpgp-text.sig"), &[ALICE])),
        ("two signers", judged(fixture!("openpgp-both.sig"), &[ALICE, BOB])),
        ("one of two is known", judged(fixture!("openpgp-both.sig"), &[BOB])),
        ("under two names", judged(fixture!("openpgp-alice.sig"), &[ALICE, BOB, ALICE])),
        ("a stranger", judged(fixture!("openpgp-alice.sig"), &[BOB])),
        ("nobody is known", judged(fixture!("openpgp-alice.sig"), &[])),
        ("other bytes", said(&verify(fixture!("openpgp-alice.sig"), b"x", &certificates(&[ALICE])))),
        ("no armor", judged(b"x", &[ALICE])),
    ] {
        told.push(format!("{name}: {verdict}"));
    }
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
ed25519: valid at 2025-06-01T12:00:00Z by [1]
rsa-3072 subkey: valid at 2025-06-01T12:00:00Z by [0]
nistp256: valid at 2025-06-01T12:00:00Z by [0]
ended before: refused: the key had ended
superseded after: valid at 2025-06-01T12:00:00Z by [0]
compromised after: refused: the key is revoked
rsa-2048: refused: an RSA key of 2048 bits is too weak, 3072 are the least
dsa: refused: DSA is too weak
sha-1: refused: the hash function is too weak
text: unsupported: `text signature` is not verified
two signers: valid at 2025-06-01T12:00:00Z by [0]; valid at 2025-06-01T12:00:00Z by [1]
one of two is known: refused: the key is not listed; valid at 2025-06-01T12:00:00Z by [0]
under two names: valid at 2025-06-01T12:00:00Z by [0, 2]
a stranger: refused: the key is not listed
nobody is known: refused: the key is not listed
other bytes: bad: the signature is not over these bytes
no armor: bad: the armor is damaged
"#]]
    );
}

#[test]
fn commits_and_tags_signed_by_git_verify() {
    let alice = certificates(&[ALICE]);
    for object in [
        payload::of_commit(fixture!("commit-openpgp")).expect("signed"),
        payload::of_tag(fixture!("tag-openpgp")).expect("signed"),
    ] {
        let verdicts = verify(&object.signature, &object.payload, &alice);
        assert_eq!(said(&verdicts), "valid at 2025-06-01T12:00:00Z by [0]");
    }
    for object in [
        payload::of_commit(fixture!("commit-ssh")).expect("signed"),
        payload::of_tag(fixture!("tag-ssh")).expect("signed"),
    ] {
        let verdict =
            super::super::ssh::verify(&object.signature, super::super::ssh::Namespace::Git, &object.payload);
        assert!(verdict.valid().is_some(), "{verdict:?}");
    }
}

#[test]
fn a_key_stands_or_not_depending_on_the_instant() {
    let standing = |file: &[u8], time: &str| {
        let certificate = certificates(&[file]).remove(0);
        certificate.standing(&certificate.fingerprint(), time.parse::<Timestamp>().expect("a time"))
    };
    let superseded = fixture!("openpgp-dave-superseded.asc");
    assert_eq!(standing(superseded, "2024-12-31T23:59:59Z"), Err(Refusal::NotYet));
    assert_eq!(standing(superseded, "2025-08-31T23:59:59Z"), Ok(()));
    assert_eq!(standing(superseded, "2025-09-01T00:00:00Z"), Err(Refusal::Revoked));
    assert_eq!(
        standing(fixture!("openpgp-eve-compromised.asc"), "2025-02-01T00:00:00Z"),
        Err(Refusal::Revoked)
    );
    assert_eq!(standing(fixture!("openpgp-carol-ended.asc"), "2025-02-28T00:00:00Z"), Ok(()));
    assert_eq!(standing(fixture!("openpgp-carol-ended.asc"), "2025-03-01T00:00:00Z"), Err(Refusal::Ended));
    assert_eq!(
        standing(fixture!("openpgp-frank.asc"), "2025-02-28T00:00:00Z")
            .map_err(|refusal| refusal.to_string()),
        Err("an RSA key of 2048 bits is too weak, 3072 are the least".to_owned())
    );

    // Bob's primary key only certifies; his signing subkey ends after a year.
    assert_eq!(standing(BOB, "2025-06-01T00:00:00Z"), Err(Refusal::NotForSigning));
    let bob = certificates(&[BOB]).remove(0);
    let subkey = bob.components().nth(1).expect("a subkey").fingerprint();
    let at = |time: &str| bob.standing(&subkey, time.parse().expect("a time"));
    assert_eq!(at("2025-12-31T23:59:59Z"), Ok(()));
    assert_eq!(at("2026-01-01T00:00:00Z"), Err(Refusal::Ended));
    assert_eq!(
        bob.standing("0123", "2025-06-01T00:00:00Z".parse().expect("a time")),
        Err(Refusal::NotListed)
    );
}

#[test]
fn a_file_that_holds_no_public_key_says_so() {
    assert_eq!(Certificate::read(b""), Err(CertificateFault::NoPublicKey));
    assert_eq!(Certificate::read(fixture!("openpgp-alice.sig")), Err(CertificateFault::NoPublicKey));
    let secret = b"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n-----END PGP PRIVATE KEY BLOCK-----\n";
    assert_eq!(Certificate::read(secret), Err(CertificateFault::SecretKey));
    let both = [BOB, b"\nand\n", ALICE].concat();
    assert_eq!(Certificate::read(&both).map(|all| all.len()), Ok(2));
}

/// A key of version 6 or 4, out of a fixed seed.
fn secret(version: KeyVersion, seed: u64, signing_subkey: bool) -> SignedSecretKey {
    let kind = match version {
        KeyVersion::V6 => KeyType::Ed25519,
        _ => KeyType::Ed25519Legacy,
    };
    let mut subkey = SubkeyParamsBuilder::default();
    subkey.version(version).key_type(kind.clone()).can_sign(true).can_encrypt(EncryptionCaps::None);
    let mut params = SecretKeyParamsBuilder::default();
    params
        .version(version)
        .key_type(kind)
        .can_certify(true)
        .can_sign(!signing_subkey)
        .primary_user_id("Heidi <heidi@example.com>".to_owned());
    if signing_subkey {
        params.subkey(subkey.build().expect("a subkey"));
    }
    let params = params.build().expect("parameters");
    params.generate(ChaCha20Rng::seed_from_u64(seed)).expect("a key")
}

fn sign(secret: &SignedSecretKey, by_subkey: bool) -> String {
    let (rng, hash) = (ChaCha20Rng::seed_from_u64(7), HashAlgorithm::Sha512);
    let none = Password::empty();
    let signature = if by_subkey {
        let key = &secret.secret_subkeys[0].key;
        DetachedSignature::sign_binary_data(rng, key, &none, hash, PAYLOAD)
    } else {
        DetachedSignature::sign_binary_data(rng, &secret.primary_key, &none, hash, PAYLOAD)
    };
    signature.expect("a signature").to_armored_string(ArmorOptions::default()).expect("an armor")
}

fn public(key: &SignedPublicKey) -> Vec<Certificate> {
    let armor = key.to_armored_string(ArmorOptions::default()).expect("an armor");
    certificates(&[armor.as_bytes()])
}

#[test]
fn a_subkey_that_does_not_say_whose_it_is_counts_for_nobody() {
    let (victim, thief) = (secret(KeyVersion::V4, 1, true), secret(KeyVersion::V4, 2, false));
    let signature = sign(&victim, true);
    let subkey = victim.to_public_key().public_subkeys.remove(0);
    let claim = |back: Option<Signature>| {
        let algorithm = thief.primary_key.algorithm();
        let mut config = SignatureConfig::v4(SignatureType::SubkeyBinding, algorithm, HashAlgorithm::Sha256);
        let mut flags = KeyFlags::default();
        flags.set_sign(true);
        let mut words = vec![
            SubpacketData::SignatureCreationTime(subkey.key.created_at()),
            SubpacketData::KeyFlags(flags),
        ];
        words.extend(back.map(|back| SubpacketData::EmbeddedSignature(Box::new(back))));
        config.hashed_subpackets =
            words.into_iter().map(|word| Subpacket::regular(word).expect("a subpacket")).collect();
        let (key, of) = (&thief.primary_key, thief.primary_key.public_key());
        let binding =
            config.sign_subkey_binding(key, of, &Password::empty(), &subkey.key).expect("a binding");
        let mut stolen = thief.to_public_key();
        stolen.public_subkeys = vec![SignedPublicSubKey::new(subkey.key.clone(), vec![binding])];
        said(&verify(signature.as_bytes(), PAYLOAD, &public(&stolen)))
    };
    let refused = "refused: the key is not meant for signing";
    assert_eq!(claim(None), refused);
    // What the subkey said about its own primary key is no word about another.
    let own = subkey.signatures[0].embedded_signature().cloned();
    assert!(own.is_some());
    assert_eq!(claim(own), refused);
}

#[test]
fn keys_of_version_6_and_their_subkeys_verify() {
    for version in [KeyVersion::V6, KeyVersion::V4] {
        for signing_subkey in [false, true] {
            let secret = secret(version, 6, signing_subkey);
            let (known, signature) = (public(&secret.to_public_key()), sign(&secret, signing_subkey));
            let verdicts = verify(signature.as_bytes(), PAYLOAD, &known);
            assert!(
                matches!(&verdicts[..], [Verdict::Valid(signer)] if signer.certificates == [0]),
                "{version:?} {signing_subkey} {}",
                said(&verdicts)
            );
            let other = verify(signature.as_bytes(), b"something else", &known);
            assert_eq!(said(&other), "bad: the signature is not over these bytes");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_packets_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let alice = certificates(&[ALICE]);
        let _ = verify(armored(&bytes, "SIGNATURE").as_bytes(), PAYLOAD, &alice);
        let _ = Certificate::read(armored(&bytes, "PUBLIC KEY BLOCK").as_bytes());
        let _ = verify(&bytes, PAYLOAD, &alice);
        let _ = Certificate::read(&bytes);
    }

    #[test]
    fn a_changed_certificate_is_read_without_a_panic(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        for file in [ALICE, BOB, fixture!("openpgp-carol.asc"), fixture!("openpgp-grace.asc")] {
            let mut bytes = super::armor::decode_openpgp(file, "PGP PUBLIC KEY BLOCK").unwrap();
            let place = place.index(bytes.len());
            bytes[place] = byte;
            let changed = armored(&bytes, "PUBLIC KEY BLOCK");
            if let Ok(changed) = Certificate::read(changed.as_bytes()) {
                let _ = verify(fixture!("openpgp-both.sig"), PAYLOAD, &changed);
            }
        }
    }

    /// What is not signed (a key id, the armor) may change; the key and the time may not.
    #[test]
    fn a_changed_signature_never_says_something_else(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let known = certificates(&[ALICE, fixture!("openpgp-carol.asc")]);
        for signature in [fixture!("openpgp-alice.sig"), fixture!("openpgp-carol.sig")] {
            let honest = verify(signature, PAYLOAD, &known);
            let mut bytes = super::armor::decode_openpgp(signature, "PGP SIGNATURE").unwrap();
            let place = place.index(bytes.len());
            bytes[place] = byte;
            for verdict in verify(armored(&bytes, "SIGNATURE").as_bytes(), PAYLOAD, &known) {
                prop_assert!(verdict.valid().is_none() || honest.contains(&verdict), "{verdict:?}");
            }
        }
    }
}

fn armored(bytes: &[u8], label: &str) -> String {
    use base64ct::Encoding as _;
    let body = base64ct::Base64::encode_string(bytes);
    format!("-----BEGIN PGP {label}-----\n\n{body}\n-----END PGP {label}-----\n")
}
