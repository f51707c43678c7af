//! What `openssl ts` made, and tokens that prove nothing.

use proptest::prelude::*;
use snapbox::{assert_data_eq, str};

use super::x509::{Certificate, read_instant};
use super::{RootFault, Roots, Stamp, StampFault, verify};
use crate::signature::armor;

const PAYLOAD: &[u8] = fixture!("payload");
const GOOD: &[u8] = fixture!("stamp-good.tsr");
const ROOT: &[u8] = fixture!("tsa-root.pem");

fn roots(files: &[&[u8]]) -> Roots {
    let mut roots = Roots::default();
    for file in files {
        roots.add(file).expect("a root");
    }
    roots
}

fn said(verdict: &Result<Stamp, StampFault>) -> String {
    match verdict {
        Ok(stamp) => format!("stamped by {:?}, accuracy {:?}", stamp.operator, stamp.accuracy),
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn what_openssl_stamped_is_judged() {
    let judged = |token: &[u8], files: &[&[u8]]| said(&verify(token, PAYLOAD, &roots(files)));
    let with_between = [ROOT, fixture!("tsa-between.pem")].concat();
    let mut told = Vec::new();
    for (name, verdict) in [
        ("sha-256", judged(GOOD, &[ROOT])),
        ("sha-512", judged(fixture!("stamp-sha512.tsr"), &[ROOT])),
        ("sha-384", judged(fixture!("stamp-sha384.tsr"), &[ROOT])),
        ("sha-1", judged(fixture!("stamp-sha1.tsr"), &[ROOT])),
        ("certificate named by sha-1", judged(fixture!("stamp-named-by-sha1.tsr"), &[ROOT])),
        ("certificate ended before", judged(fixture!("stamp-ended.tsr"), &[ROOT])),
        ("authority between", judged(fixture!("stamp-below.tsr"), &[ROOT])),
        ("authority between missing", judged(fixture!("stamp-below-alone.tsr"), &[ROOT])),
        ("authority between given", judged(fixture!("stamp-below-alone.tsr"), &[&with_between])),
        ("self-made", judged(fixture!("stamp-self.tsr"), &[ROOT])),
        ("self-made, but pinned", judged(fixture!("stamp-self.tsr"), &[fixture!("tsa-self.pem")])),
        ("another root", judged(GOOD, &[fixture!("tsa-other.pem")])),
        ("one of two roots", judged(GOOD, &[fixture!("tsa-other.pem"), ROOT])),
        ("no root", judged(GOOD, &[])),
        ("other bytes", said(&verify(GOOD, b"x", &roots(&[ROOT])))),
        ("not granted", said(&verify(&[0x30, 5, 0x30, 3, 2, 1, 2], PAYLOAD, &roots(&[ROOT])))),
        ("cut off", judged(&GOOD[..GOOD.len() - 1], &[ROOT])),
        ("gone on", judged(&[GOOD, &[0]].concat(), &[ROOT])),
        ("empty", judged(b"", &[ROOT])),
    ] {
        told.push(format!("{name}: {verdict}"));
    }
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
sha-256: stamped by "root", accuracy Some(1.5001s)
sha-512: stamped by "root", accuracy Some(1.5001s)
sha-384: the imprint of the token is neither SHA-256 nor SHA-512
sha-1: the imprint of the token is neither SHA-256 nor SHA-512
certificate named by sha-1: stamped by "root", accuracy None
certificate ended before: a certificate under the token was not valid at its time
authority between: stamped by "root", accuracy Some(1.5001s)
authority between missing: no pinned root stands behind the token
authority between given: stamped by "root", accuracy Some(1.5001s)
self-made: no pinned root stands behind the token
self-made, but pinned: stamped by "self", accuracy Some(1.5001s)
another root: no pinned root stands behind the token
one of two roots: stamped by "root", accuracy Some(1.5001s)
no root: no pinned root stands behind the token
other bytes: the token is over other bytes
not granted: the time-stamp request was not granted (status 2)
cut off: the time-stamp response cannot be read
gone on: the time-stamp response cannot be read
empty: the time-stamp response cannot be read
"#]]
    );
}

#[test]
fn the_time_is_the_one_that_openssl_prints() {
    let stamp = verify(GOOD, PAYLOAD, &roots(&[ROOT])).expect("a stamp");
    assert_data_eq!(stamp.at.to_string(), str!["2026-11-23T22:25:11.179Z"]);
}

#[test]
fn a_certificate_must_be_for_time_stamping_alone_and_say_so_as_critical() {
    let check = |pem: &[u8]| {
        let der = armor::decode_many(pem, "CERTIFICATE").expect("a certificate").remove(0);
        Certificate::read(&der).expect("a certificate").check_stamps()
    };
    assert_eq!(check(fixture!("tsa-self.pem")), Ok(()));
    assert_eq!(check(fixture!("tsa-server.pem")), Err(StampFault::Purpose));
    assert_eq!(check(fixture!("tsa-tolerant.pem")), Err(StampFault::Purpose));
    assert_eq!(check(ROOT), Err(StampFault::Purpose));
}

#[test]
fn a_file_without_a_root_is_told_apart() {
    let add = |file: &[u8]| Roots::default().add(file);
    assert_eq!(add(b"no root"), Err(RootFault::NoCertificate));
    assert_eq!(add(fixture!("tsa-between.pem")), Err(RootFault::NoRoot));
    assert_eq!(
        add(b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"),
        Err(RootFault::Malformed(1))
    );
    assert_eq!(roots(&[ROOT, fixture!("tsa-other.pem")]).len(), 2);
}

#[test]
fn a_fraction_of_a_second_is_kept_to_the_nanosecond() {
    let read = |text| read_instant(text).map(|at| at.to_string());
    assert_eq!(read("20260331120000").as_deref(), Some("2026-03-31T12:00:00Z"));
    assert_eq!(read("20260331120000.25").as_deref(), Some("2026-03-31T12:00:00.25Z"));
    assert_eq!(read("20260331120000.1234567899").as_deref(), Some("2026-03-31T12:00:00.123456789Z"));
    for bad in ["20260230120000", "2026033112000", "20260331120000.", "20260331120060", "20260331120000,5"] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

#[test]
fn a_token_that_is_cut_anywhere_is_no_token() {
    let roots = roots(&[ROOT]);
    for length in 0..GOOD.len() {
        assert!(verify(&GOOD[..length], PAYLOAD, &roots).is_err(), "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = verify(&bytes, PAYLOAD, &roots(&[ROOT]));
        let _ = Certificate::read(&bytes);
        let _ = Roots::default().add(&bytes);
    }

    /// Unsigned parts (the status, certificates beside) may change; what the token says may not.
    #[test]
    fn a_changed_token_never_says_something_else(
        which in 0..2_usize,
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let roots = roots(&[ROOT]);
        let token = [GOOD, fixture!("stamp-below.tsr")][which];
        let honest = verify(token, PAYLOAD, &roots);
        prop_assert!(honest.is_ok());
        let mut changed = token.to_vec();
        changed[place.index(token.len())] = byte;
        let verdict = verify(&changed, PAYLOAD, &roots);
        prop_assert!(verdict.is_err() || verdict == honest, "{verdict:?}");
    }
}
