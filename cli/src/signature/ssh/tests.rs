//! What OpenSSH made, and what nobody should believe.

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::super::Verdict;
use super::super::algorithm::Hash;
use super::wire::put_string;
use super::{AllowedSigners, Ending, KeyFault, Namespace, RevokedKeys, SshKey, verify};

const PAYLOAD: &[u8] = fixture!("payload");
const ED25519: &[u8] = fixture!("ssh-ed25519.sig");
const KINDS: [(&str, &[u8], &[u8]); 6] = [
    ("ed25519", fixture!("ssh-ed25519.pub"), ED25519),
    ("ecdsa-256", fixture!("ssh-ecdsa-256.pub"), fixture!("ssh-ecdsa-256.sig")),
    ("ecdsa-384", fixture!("ssh-ecdsa-384.pub"), fixture!("ssh-ecdsa-384.sig")),
    ("ecdsa-521", fixture!("ssh-ecdsa-521.pub"), fixture!("ssh-ecdsa-521.sig")),
    ("rsa-3072", fixture!("ssh-rsa-3072.pub"), fixture!("ssh-rsa-3072.sig")),
    ("rsa-2048", fixture!("ssh-rsa-2048.pub"), fixture!("ssh-rsa-2048.sig")),
];

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn key() -> SshKey {
    SshKey::from_text(text(KINDS[0].1)).unwrap()
}

fn said(verdict: &Verdict<SshKey>) -> String {
    match verdict {
        Verdict::Valid(key) => format!("valid, {:?}", key.kind()),
        Verdict::Bad(fault) => format!("bad: {fault}"),
        Verdict::Refused(refusal) => format!("refused: {refusal}"),
        Verdict::Unsupported(what) => format!("unsupported: {what}"),
    }
}

#[test]
fn every_kind_of_key_of_openssh_is_judged() {
    let mut told = Vec::new();
    for (name, public, signature) in KINDS {
        let verdict = verify(signature, Namespace::Git, PAYLOAD);
        told.push(format!("{name}: {}", said(&verdict)));
        assert_eq!(verdict.valid().cloned(), SshKey::from_text(text(public)).ok(), "{name}");
        if verdict.valid().is_some() {
            let other = verify(signature, Namespace::Git, b"something else");
            assert_eq!(said(&other), "bad: the signature is not over these bytes", "{name}");
        }
    }
    told.push(format!(
        "certificate: {}",
        said(&verify(fixture!("ssh-certified.sig"), Namespace::Git, PAYLOAD))
    ));
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
ed25519: valid, Ed25519
ecdsa-256: valid, Ecdsa(P256)
ecdsa-384: valid, Ecdsa(P384)
ecdsa-521: valid, Ecdsa(P521)
rsa-3072: valid, Rsa(3072)
rsa-2048: refused: an RSA key of 2048 bits is too weak, 3072 are the least
certificate: unsupported: SSH certificates are not verified
"#]]
    );
}

#[test]
fn a_signature_counts_in_its_own_namespace_only() {
    let review = fixture!("ssh-review.sig");
    assert!(verify(review, Namespace::Review, PAYLOAD).valid().is_some());
    for other in [Namespace::Git, Namespace::Performed, Namespace::Witness] {
        let expected =
            format!("bad: the signature is made for namespace `evidence-review`, not `{}`", other.name());
        assert_eq!(said(&verify(review, other, PAYLOAD)), expected);
    }
}

#[test]
fn the_lines_of_an_armor_may_have_any_length_and_nothing_may_stand_beside_it() {
    let body: String = text(ED25519).lines().filter(|line| !line.starts_with('-')).collect();
    let wrap = |width: usize| {
        let lines: Vec<&str> =
            (0..body.len()).step_by(width).map(|at| &body[at..body.len().min(at + width)]).collect();
        format!("-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n", lines.join("\n"))
    };
    for width in [1, 3, 64, 10_000] {
        assert!(verify(wrap(width).as_bytes(), Namespace::Git, PAYLOAD).valid().is_some(), "{width}");
    }
    for odd in [format!("x\n{}", wrap(70)), format!("{}x\n", wrap(70)), format!("{}{}", wrap(70), wrap(70))] {
        assert_eq!(said(&verify(odd.as_bytes(), Namespace::Git, PAYLOAD)), "bad: the armor is damaged");
    }
}

#[test]
fn a_fingerprint_is_the_one_of_ssh_keygen() {
    // `ssh-keygen -l` of this key, computed from the blob: SHA-256, base64 without padding.
    let shown = key().fingerprint().to_string();
    assert!(shown.starts_with("SHA256:") && shown.len() == 50, "{shown}");
    assert_eq!(
        SshKey::from_text(text(KINDS[5].1)).unwrap_err().to_string(),
        "an RSA key of 2048 bits is too weak, 3072 are the least"
    );
    assert_eq!(SshKey::from_text("ssh-ed25519 AAAA"), Err(KeyFault::Malformed));
    assert!(SshKey::from_text(text(fixture!("ssh-certified-cert.pub"))).is_err());
}

// --- security keys, made by hand: no machine that runs tests has one ---

/// An armored SSHSIG by a key that signs with `sign`.
fn sshsig(blob: &[u8], hash: (&str, Hash), sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    use base64ct::Encoding as _;
    let mut signed = b"SSHSIG".to_vec();
    for field in [b"git".as_slice(), b"", hash.0.as_bytes(), &hash.1.digest(PAYLOAD)] {
        put_string(&mut signed, field);
    }
    let mut all = b"SSHSIG\0\0\0\x01".to_vec();
    for field in [blob, b"git", b"", hash.0.as_bytes(), &sign(&signed)] {
        put_string(&mut all, field);
    }
    let body = base64ct::Base64::encode_string(&all);
    format!("-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n")
}

fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let mut all = Vec::new();
    for field in fields {
        put_string(&mut all, field);
    }
    all
}

fn touched(message: &[u8], flags: u8) -> Vec<u8> {
    let counter = [0, 0, 0, 9];
    [&Hash::Sha256.digest(b"ssh:")[..], &[flags], &counter, &Hash::Sha256.digest(message)].concat()
}

#[test]
fn a_security_key_signs_when_it_was_touched() {
    use ed25519_dalek::Signer as _;
    let secret = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let kind = b"sk-ssh-ed25519@openssh.com";
    let blob = fields(&[kind, secret.verifying_key().as_bytes(), b"ssh:"]);
    let made = |flags: u8, claimed: u8| {
        sshsig(&blob, ("sha512", Hash::Sha512), |message| {
            let mut signature = fields(&[kind, &secret.sign(&touched(message, flags)).to_bytes()]);
            signature.extend([claimed, 0, 0, 0, 9]);
            signature
        })
    };
    let judged = |flags, claimed| said(&verify(made(flags, claimed).as_bytes(), Namespace::Git, PAYLOAD));
    assert_eq!(judged(1, 1), "valid, SkEd25519");
    assert_eq!(judged(5, 5), "valid, SkEd25519");
    assert_eq!(judged(0, 0), "refused: nobody touched the security key");
    assert_eq!(judged(0, 1), "bad: the signature is not over these bytes");
}

#[test]
fn a_security_key_with_ecdsa_signs_when_it_was_touched() {
    use p256::ecdsa::signature::Signer as _;
    let secret = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    let point = secret.verifying_key().to_encoded_point(false);
    let kind = b"sk-ecdsa-sha2-nistp256@openssh.com";
    let blob = fields(&[kind, b"nistp256", point.as_bytes(), b"ssh:"]);
    let made = |flags: u8| {
        sshsig(&blob, ("sha256", Hash::Sha256), |message| {
            let signature: p256::ecdsa::Signature = secret.sign(&touched(message, flags));
            let number = |bytes: &[u8]| {
                let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
                let bytes = &bytes[zeros..];
                if bytes[0] >= 0x80 { [&[0], bytes].concat() } else { bytes.to_vec() }
            };
            let (r, s) = (number(&signature.r().to_bytes()), number(&signature.s().to_bytes()));
            let mut signature = fields(&[kind, &fields(&[&r, &s])]);
            signature.extend([flags, 0, 0, 0, 9]);
            signature
        })
    };
    let judged = |flags| said(&verify(made(flags).as_bytes(), Namespace::Git, PAYLOAD));
    assert_eq!(judged(1), "valid, SkEcdsa");
    assert_eq!(judged(0), "refused: nobody touched the security key");
}

#[test]
fn what_is_weak_or_unknown_is_said_so() {
    let ed25519 = fields(&[b"ssh-ed25519", &[9; 32]]);
    let by = |blob: &[u8], hash: &'static str, signature: Vec<u8>| {
        let armor = sshsig(blob, (hash, Hash::Sha512), |_| signature.clone());
        said(&verify(armor.as_bytes(), Namespace::Git, PAYLOAD))
    };
    let rsa = {
        use base64ct::Encoding as _;
        let public = text(KINDS[4].1).split(' ').nth(1).unwrap();
        base64ct::Base64::decode_vec(public).unwrap()
    };
    let mut told = Vec::new();
    for (name, verdict) in [
        ("rsa with sha-1", by(&rsa, "sha512", fields(&[b"ssh-rsa", b"x"]))),
        ("rsa as ed25519", by(&rsa, "sha512", fields(&[b"ssh-ed25519", b"x"]))),
        ("dsa", by(&fields(&[b"ssh-dss", b"x"]), "sha512", fields(&[b"ssh-dss", b"x"]))),
        ("a new kind", by(&fields(&[b"ssh-mldsa", b"x"]), "sha512", vec![])),
        ("md5", by(&ed25519, "md5", fields(&[b"ssh-ed25519", &[0; 64]]))),
        ("no signature", by(&ed25519, "sha512", vec![])),
        ("a short signature", by(&ed25519, "sha512", fields(&[b"ssh-ed25519", &[0; 63]]))),
    ] {
        told.push(format!("{name}: {verdict}"));
    }
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
rsa with sha-1: refused: the hash function is too weak
rsa as ed25519: bad: the signature cannot be read
dsa: refused: DSA is too weak
a new kind: unsupported: `ssh-mldsa` is not verified
md5: bad: the signature cannot be read
no signature: bad: the signature cannot be read
a short signature: bad: the signature is not over these bytes
"#]]
    );
}

#[test]
fn a_key_for_which_anybody_can_sign_is_none() {
    // The neutral element of the curve: it "verifies" R = neutral, S = 0 over every message.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    let blob = fields(&[b"ssh-ed25519", &neutral]);
    let armor = sshsig(&blob, ("sha512", Hash::Sha512), |_| fields(&[b"ssh-ed25519", &signature]));
    assert!(verify(armor.as_bytes(), Namespace::Git, PAYLOAD).valid().is_none());
}

// --- files of keys ---

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

fn public() -> String {
    text(KINDS[0].1).split(' ').take(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_line_counts_for_its_names_its_purpose_and_its_time() {
    let key = key();
    let file = format!(
        "# keys\n\nalice@example.com,*@ops.example.com namespaces=\"git,evidence-*\",valid-after=\"20260101\",\
         valid-before=\"20260630120000Z\" {} a comment\n\"bob@example.com\" {0}\r\n!carol@*,* namespaces=\"tickmark-witness\" {0}\n",
        public()
    );
    let signers = AllowedSigners::read(file.as_bytes());
    assert_eq!(signers.problems(), []);
    let may = |mail: &str, namespace, time: &str| signers.allows(mail, &key, namespace, at(time));
    assert!(may("alice@example.com", Namespace::Git, "2026-01-01T00:00:00Z"));
    assert!(!may("alice@example.com", Namespace::Git, "2025-12-31T23:59:59Z"));
    assert!(may("x@ops.example.com", Namespace::Review, "2026-06-30T12:00:00Z"));
    assert!(!may("x@ops.example.com", Namespace::Review, "2026-06-30T12:00:01Z"));
    assert!(may("bob@example.com", Namespace::Review, "1999-01-01T00:00:00Z"));
    assert!(may("dave@example.com", Namespace::Witness, "2026-02-01T00:00:00Z"));
    assert!(!may("carol@example.com", Namespace::Witness, "2026-02-01T00:00:00Z"));

    let lines = |namespace, time: &str| {
        signers.fitting(&key, namespace, at(time)).map(super::SignerLine::number).collect::<Vec<_>>()
    };
    assert_eq!(lines(Namespace::Git, "2026-02-01T00:00:00Z"), [3, 4]);
    assert_eq!(lines(Namespace::Git, "2027-02-01T00:00:00Z"), [4]);
    assert_eq!(lines(Namespace::Witness, "2026-02-01T00:00:00Z"), [4, 5]);

    let ending = |mail: &str| signers.ending(mail, &key, Namespace::Git);
    assert_eq!(ending("alice@example.com"), Ending::At(at("2026-06-30T12:00:00Z")));
    assert_eq!(ending("bob@example.com"), Ending::Never);
    assert_eq!(ending("carol@example.com"), Ending::NotListed);
}

#[test]
fn a_damaged_line_is_named_and_skips_only_itself() {
    let key = public();
    let weak = text(KINDS[5].1).trim_end();
    let certificate = text(fixture!("ssh-certified-cert.pub")).trim_end();
    let lines = [
        format!("alice@example.com {key}"),
        "alice@example.com".to_owned(),
        format!("\"alice@example.com {key}"),
        "alice@example.com ssh-ed25519 AAAA".to_owned(),
        format!("alice@example.com no-touch-required {key}"),
        format!("alice@example.com namespaces=git {key}"),
        format!("alice@example.com valid-before=\"20260230\" {key}"),
        format!("alice@example.com valid-after=\"20260101\",valid-before=\"20260101Z\" {key}"),
        format!("alice@example.com cert-authority {key}"),
        format!("alice@example.com {weak}"),
        format!("alice@example.com {certificate}"),
        format!("alice@example.com\0 {key}"),
        "alice@example.com namespaces=\"git\"".to_owned(),
        format!("bob@example.com {key}"),
    ];
    let signers = AllowedSigners::read(lines.join("\n").as_bytes());
    let kept: Vec<_> = signers.lines().iter().map(|line| (line.number(), line.principals())).collect();
    assert_eq!(kept, [(1, "alice@example.com"), (14, "bob@example.com")]);
    let told: Vec<String> =
        signers.problems().iter().map(|problem| format!("{}: {}", problem.line, problem.fault)).collect();
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
2: the line is not `PRINCIPALS [OPTIONS] KEY`
3: the line is not `PRINCIPALS [OPTIONS] KEY`
4: no public key can be read
5: the options of the line cannot be read
6: the options of the line cannot be read
7: `20260230` is not a date
8: `valid-before` is not later than `valid-after`
9: `cert-authority` is not supported
10: an RSA key of 2048 bits is too weak, 3072 are the least
11: SSH certificates are not verified
12: the line is not text
13: no public key can be read
"#]]
    );
}

#[test]
fn a_revoked_key_is_known_and_a_line_that_revokes_nothing_is_named() {
    let file = format!("# gone\n{}\n\nnot a key\n{}", text(KINDS[1].1), text(KINDS[5].1));
    let revoked = RevokedKeys::read(file.as_bytes());
    assert!(revoked.contains(&SshKey::from_text(text(KINDS[1].1)).unwrap()));
    assert!(!revoked.contains(&key()));
    let problems: Vec<_> = revoked.problems().iter().map(|problem| problem.line).collect();
    assert_eq!(problems, [5]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = verify(&bytes, Namespace::Git, PAYLOAD);
        let _ = SshKey::from_blob(&bytes);
        let _ = AllowedSigners::read(&bytes);
        let _ = RevokedKeys::read(&bytes);
    }

    #[test]
    fn any_text_is_read_without_a_panic(line in "(a@b|\"|\\\\|,|=|namespaces|valid-after|valid-before|cert-authority|2026|01|Z|é| |\t|ssh-ed25519|AAAA){0,12}") {
        let _ = AllowedSigners::read(line.as_bytes());
    }

    #[test]
    fn a_changed_signature_never_verifies(which in 0..5_usize, place in any::<prop::sample::Index>(), bit in 0..8_u32) {
        use base64ct::Encoding as _;
        let bytes = super::super::armor::decode(KINDS[which].2, "SSH SIGNATURE").unwrap();
        let mut changed = bytes.clone();
        changed[place.index(bytes.len())] ^= 1_u8 << bit;
        let body = base64ct::Base64::encode_string(&changed);
        let armor = format!("-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n");
        prop_assert!(verify(armor.as_bytes(), Namespace::Git, PAYLOAD).valid().is_none());
    }
}
