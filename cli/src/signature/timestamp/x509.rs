//! Certificates of time-stamping authorities (RFC 5280 section 4).

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::StampFault;
use super::der::{
    BIT_STRING, Der, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME, context,
};
use crate::signature::algorithm::{Curve, Hash, RsaKey, ecdsa_fits};

/// A certificate, borrowed from its DER.
#[derive(Debug, Clone)]
pub(super) struct Certificate<'a> {
    pub(super) whole: &'a [u8],
    pub(super) serial: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) subject: &'a [u8],
    pub(super) key_id: Option<&'a [u8]>,
    /// `cA` of the basic constraints.
    pub(super) is_authority: bool,
    signed: &'a [u8],
    scheme: Result<Scheme, StampFault>,
    signature: &'a [u8],
    not_before: Timestamp,
    not_after: Timestamp,
    key: Option<Key<'a>>,
    path_length: Option<u32>,
    key_usage: Option<u8>,
    purposes: Option<Purposes<'a>>,
    has_unknown_critical: bool,
    has_basic_constraints: bool,
}

#[derive(Debug, Clone)]
struct Purposes<'a> {
    critical: bool,
    oids: Vec<&'a [u8]>,
}

#[derive(Debug, Clone)]
enum Key<'a> {
    Rsa(RsaKey),
    Ecdsa(Curve, &'a [u8]),
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// PKCS #1 v1.5; the hash may be said elsewhere.
    Rsa(Option<Hash>),
    Ecdsa(Hash),
}

const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
const ANY_PURPOSE: &[u8] = &[0x55, 0x1d, 0x25, 0];
const DIGITAL_SIGNATURE: u8 = 0x80;
const NON_REPUDIATION: u8 = 0x40;
const KEY_CERT_SIGN: u8 = 0x04;
/// For an authority; what a person must have is stricter.
const LEAST_RSA_BITS: usize = 2048;

impl<'a> Certificate<'a> {
    pub(super) fn read(whole: &'a [u8]) -> Option<Self> {
        let mut outer = Der::only(whole, SEQUENCE)?;
        let signed = outer.element(SEQUENCE)?;
        let algorithm = outer.element(SEQUENCE)?;
        let signature = outer.bits()?;
        outer.end()?;

        let mut inner = Der::new(signed.body);
        inner.optional(context(0));
        let serial = inner.body(INTEGER)?;
        // RFC 5280 section 4.1.1.2: said twice, and the same both times.
        (inner.element(SEQUENCE)? == algorithm).then_some(())?;
        let issuer = inner.element(SEQUENCE)?.whole;
        let mut validity = inner.inside(SEQUENCE)?;
        let (not_before, not_after) = (read_date(&mut validity)?, read_date(&mut validity)?);
        let subject = inner.element(SEQUENCE)?.whole;
        let key = read_key(inner.inside(SEQUENCE)?);
        inner.optional(0x81);
        inner.optional(0x82);
        let extensions = inner.optional(context(3));
        inner.end()?;

        let mut certificate = Self {
            whole,
            serial,
            issuer,
            subject,
            key_id: None,
            is_authority: false,
            signed: signed.whole,
            scheme: read_scheme(Der::new(algorithm.body)),
            signature,
            not_before,
            not_after,
            key,
            path_length: None,
            key_usage: None,
            purposes: None,
            has_unknown_critical: false,
            has_basic_constraints: false,
        };
        if let Some(extensions) = extensions {
            certificate.read_extensions(extensions.body)?;
        }
        Some(certificate)
    }

    fn read_extensions(&mut self, bytes: &'a [u8]) -> Option<()> {
        let mut list = Der::only(bytes, SEQUENCE)?;
        let mut seen: Vec<&[u8]> = Vec::new();
        while !list.is_empty() {
            let mut extension = list.inside(SEQUENCE)?;
            let oid = extension.body(OID)?;
            let critical = extension.boolean()?;
            let value = extension.body(OCTET_STRING)?;
            extension.end()?;
            (!seen.contains(&oid)).then(|| seen.push(oid))?;
            match oid {
                [0x55, 0x1d, 0x0e] => self.key_id = Some(Der::new(value).body(OCTET_STRING)?),
                [0x55, 0x1d, 0x0f] => {
                    let bits = Der::new(value).body(BIT_STRING)?;
                    self.key_usage = Some(bits.get(1).copied().unwrap_or_default());
                }
                [0x55, 0x1d, 0x13] => {
                    let mut constraints = Der::only(value, SEQUENCE)?;
                    self.has_basic_constraints = true;
                    self.is_authority = constraints.boolean()?;
                    self.path_length = if constraints.is_empty() { None } else { Some(constraints.small()?) };
                    constraints.end()?;
                }
                [0x55, 0x1d, 0x25] => {
                    let mut list = Der::only(value, SEQUENCE)?;
                    let mut oids = Vec::new();
                    while !list.is_empty() {
                        oids.push(list.body(OID)?);
                    }
                    self.purposes = Some(Purposes { critical, oids });
                }
                // Names, policies and where to find more: they do not narrow what is asked here.
                [0x55, 0x1d, 0x11 | 0x12 | 0x1f | 0x20 | 0x23] => {}
                _ => self.has_unknown_critical |= critical,
            }
        }
        Some(())
    }

    /// Whether an instant lies in its life; both ends belong to it.
    pub(super) fn lasts_at(&self, at: Timestamp) -> bool {
        // The end is said to the second, and holds to the end of that second.
        self.not_before <= at && at.as_second() <= self.not_after.as_second()
    }

    /// Whether it may sign time stamps (RFC 3161 section 2.3) and nothing else.
    pub(super) fn check_stamps(&self) -> Result<(), StampFault> {
        if self.has_unknown_critical {
            return Err(StampFault::Unsupported);
        }
        let purpose = self.purposes.as_ref().is_some_and(|all| all.critical && all.oids == [TIME_STAMPING]);
        let usage = self.key_usage.is_none_or(|usage| {
            usage & (DIGITAL_SIGNATURE | NON_REPUDIATION) != 0
                && usage & !(DIGITAL_SIGNATURE | NON_REPUDIATION) == 0
        });
        if purpose && usage { Ok(()) } else { Err(StampFault::Purpose) }
    }

    /// Whether it may sign a certificate that has `below` authorities under it.
    pub(super) fn may_issue(&self, below: usize) -> bool {
        let purpose = self
            .purposes
            .as_ref()
            .is_none_or(|all| all.oids.iter().any(|oid| [TIME_STAMPING, ANY_PURPOSE].contains(oid)));
        // Old roots say nothing about themselves; whoever pins one, says it.
        (self.is_authority || !self.has_basic_constraints)
            && self.key_usage.is_none_or(|usage| usage & KEY_CERT_SIGN != 0)
            && self.path_length.is_none_or(|most| below <= most as usize)
            && purpose
            && !self.has_unknown_critical
    }

    /// Whether the key of `issuer` made its signature.
    pub(super) fn is_signed_by(&self, issuer: &Certificate<'_>) -> bool {
        let Ok(scheme) = self.scheme else { return false };
        self.issuer == issuer.subject && issuer.made(scheme, None, self.signed, self.signature) == Ok(())
    }

    /// Whether its key made a signature over `message`.
    pub(super) fn made(
        &self,
        scheme: Scheme,
        hash: Option<Hash>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), StampFault> {
        let fits = match (&self.key, scheme) {
            (Some(Key::Rsa(key)), Scheme::Rsa(said)) => {
                if key.bits() < LEAST_RSA_BITS {
                    return Err(StampFault::Weak);
                }
                let hash = said.or(hash).ok_or(StampFault::Unsupported)?;
                key.fits(hash, &hash.digest(message), signature)
            }
            (Some(Key::Ecdsa(curve, point)), Scheme::Ecdsa(hash)) => read_numbers(signature)
                .is_some_and(|(r, s)| ecdsa_fits(*curve, point, &hash.digest(message), r, s)),
            (Some(_), _) => false,
            (None, _) => return Err(StampFault::Unsupported),
        };
        if fits { Ok(()) } else { Err(StampFault::Signature) }
    }

    /// Its common name, else its organisation, else nothing.
    pub(super) fn name(&self) -> String {
        let find = |wanted: &[u8]| {
            let mut names = Der::only(self.subject, SEQUENCE)?;
            while let Some(set) = names.inside(SET) {
                let mut set = set;
                while let Some(mut pair) = set.inside(SEQUENCE) {
                    if pair.body(OID) == Some(wanted) {
                        return pair.next().map(|text| String::from_utf8_lossy(text.body).into_owned());
                    }
                }
            }
            None
        };
        find(&[0x55, 4, 3]).or_else(|| find(&[0x55, 4, 10])).unwrap_or_default()
    }
}

/// `Ecdsa-Sig-Value` (RFC 3279 section 2.2.3).
fn read_numbers(signature: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut numbers = Der::only(signature, SEQUENCE)?;
    let both = (numbers.positive()?, numbers.positive()?);
    numbers.end()?;
    Some(both)
}

/// `SubjectPublicKeyInfo`; `None` for kinds of key that are not verified.
fn read_key(mut info: Der<'_>) -> Option<Key<'_>> {
    let mut algorithm = info.inside(SEQUENCE)?;
    let kind = algorithm.body(OID)?;
    let bits = info.bits()?;
    match kind {
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1] => {
            let mut numbers = Der::only(bits, SEQUENCE)?;
            let (modulus, exponent) = (numbers.positive()?.to_vec(), numbers.positive()?.to_vec());
            Some(Key::Rsa(RsaKey { modulus, exponent }))
        }
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1] => match algorithm.body(OID)? {
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7] => Some(Key::Ecdsa(Curve::P256, bits)),
            [0x2b, 0x81, 4, 0, 0x22] => Some(Key::Ecdsa(Curve::P384, bits)),
            [0x2b, 0x81, 4, 0, 0x23] => Some(Key::Ecdsa(Curve::P521, bits)),
            _ => None,
        },
        _ => None,
    }
}

/// `AlgorithmIdentifier` of a signature.
pub(super) fn read_scheme(mut algorithm: Der<'_>) -> Result<Scheme, StampFault> {
    match algorithm.body(OID).ok_or(StampFault::Malformed)? {
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last] => match last {
            1 => Ok(Scheme::Rsa(None)),
            0x0b => Ok(Scheme::Rsa(Some(Hash::Sha256))),
            0x0c => Ok(Scheme::Rsa(Some(Hash::Sha384))),
            0x0d => Ok(Scheme::Rsa(Some(Hash::Sha512))),
            2..=5 | 0x0e => Err(StampFault::Weak),
            _ => Err(StampFault::Unsupported),
        },
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, last] => match last {
            2 => Ok(Scheme::Ecdsa(Hash::Sha256)),
            3 => Ok(Scheme::Ecdsa(Hash::Sha384)),
            4 => Ok(Scheme::Ecdsa(Hash::Sha512)),
            1 => Err(StampFault::Weak),
            _ => Err(StampFault::Unsupported),
        },
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1] => Err(StampFault::Weak),
        _ => Err(StampFault::Unsupported),
    }
}

/// `UTCTime` until 2049, `GeneralizedTime` after (RFC 5280 section 4.1.2.5).
fn read_date(validity: &mut Der<'_>) -> Option<Timestamp> {
    if let Some(short) = validity.optional(UTC_TIME) {
        let century = if short.body.first()? < &b'5' { "20" } else { "19" };
        let digits = std::str::from_utf8(short.body).ok()?.strip_suffix('Z')?;
        return read_instant(&format!("{century}{digits}"));
    }
    let long = validity.body(GENERALIZED_TIME)?;
    read_instant(std::str::from_utf8(long).ok()?.strip_suffix('Z')?)
}

/// `YYYYMMDDHHMMSS[.F…]` in UTC; of the fraction nine digits count.
pub(super) fn read_instant(text: &str) -> Option<Timestamp> {
    let (digits, fraction) = text.split_once('.').map_or((text, None), |(digits, rest)| (digits, Some(rest)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.len() != 14 || !all_digits(digits) || fraction.is_some_and(|rest| !all_digits(rest)) {
        return None;
    }
    let pair = |at: usize| digits.get(at..at + 2)?.parse::<i8>().ok();
    let date = Date::new(digits[..4].parse().ok()?, pair(4)?, pair(6)?).ok()?;
    let nanos: i32 = fraction.map_or(Some(0), |rest| {
        rest.bytes().chain(std::iter::repeat(b'0')).take(9).map(char::from).collect::<String>().parse().ok()
    })?;
    let time = Time::new(pair(8)?, pair(10)?, pair(12)?, nanos).ok()?;
    TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok()
}
