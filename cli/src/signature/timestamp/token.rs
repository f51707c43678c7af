//! The parts of a token: the response (RFC 3161), the envelope (CMS, RFC 5652), what it says.

use std::time::Duration;

use jiff::Timestamp;

use super::StampFault;
use super::der::{BOOLEAN, Der, GENERALIZED_TIME, INTEGER, OCTET_STRING, OID, SEQUENCE, SET, context};
use super::x509::{Certificate, read_instant, read_scheme};
use crate::signature::algorithm::Hash;

const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
const SIGNING_CERTIFICATE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 12];
const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];

/// The envelope with its one signer.
pub(super) struct SignedData<'a> {
    /// The DER of `TSTInfo`.
    pub(super) content: &'a [u8],
    /// The DER of the certificates that came with it.
    pub(super) certificates: Vec<&'a [u8]>,
    signer: SignerInfo<'a>,
}

struct SignerInfo<'a> {
    id: SignerId<'a>,
    digest: Der<'a>,
    /// `SET OF Attribute`, without its tag.
    attributes: &'a [u8],
    /// The same under the tag that is signed (RFC 5652 section 5.4).
    attributes_signed: Vec<u8>,
    algorithm: Der<'a>,
    signature: &'a [u8],
}

enum SignerId<'a> {
    IssuerAndSerial(&'a [u8], &'a [u8]),
    KeyId(&'a [u8]),
}

impl<'a> SignedData<'a> {
    /// Opens a `TimeStampResp`.
    pub(super) fn of_response(response: &'a [u8]) -> Result<Self, StampFault> {
        let mut outer = Der::only(response, SEQUENCE).ok_or(StampFault::Malformed)?;
        let status = outer.inside(SEQUENCE).and_then(|mut status| status.small());
        match status.ok_or(StampFault::Malformed)? {
            // Granted, or granted with changes.
            0 | 1 => {}
            status => return Err(StampFault::NotGranted(status)),
        }
        let read = || {
            let mut token = outer.inside(SEQUENCE)?;
            outer.end()?;
            (token.body(OID)? == SIGNED_DATA).then_some(())?;
            let explicit = token.body(context(0))?;
            token.end()?;
            Self::read(Der::only(explicit, SEQUENCE)?)
        };
        let mut read = read;
        read().ok_or(StampFault::Malformed)
    }

    fn read(mut data: Der<'a>) -> Option<Self> {
        data.body(INTEGER)?;
        data.body(SET)?;
        let mut content = data.inside(SEQUENCE)?;
        (content.body(OID)? == TST_INFO).then_some(())?;
        let explicit = content.body(context(0))?;
        content.end()?;
        let mut explicit = Der::new(explicit);
        let content = explicit.body(OCTET_STRING)?;
        explicit.end()?;
        let mut certificates = Vec::new();
        if let Some(set) = data.optional(context(0)) {
            let mut set = Der::new(set.body);
            while !set.is_empty() {
                let one = set.next()?;
                if one.tag == SEQUENCE {
                    certificates.push(one.whole);
                }
            }
        }
        data.optional(context(1));
        // RFC 3161 section 2.4.2: the signature of the authority, and no other.
        let mut signers = data.inside(SET)?;
        data.end()?;
        let signer = SignerInfo::read(signers.inside(SEQUENCE)?)?;
        signers.end()?;
        Some(Self { content, certificates, signer })
    }

    /// The certificate that the signer names.
    pub(super) fn signer_among<'c>(
        &self,
        certificates: &'c [Certificate<'a>],
    ) -> Option<&'c Certificate<'a>> {
        certificates.iter().find(|certificate| match self.signer.id {
            SignerId::IssuerAndSerial(issuer, serial) => {
                certificate.issuer == issuer && certificate.serial == serial
            }
            SignerId::KeyId(id) => certificate.key_id == Some(id),
        })
    }

    /// Checks the signed attributes and the signature over them.
    pub(super) fn check(&self, signer: &Certificate<'_>) -> Result<(), StampFault> {
        let hash = match read_hash(self.signer.digest) {
            Some(Named::Strong(hash)) => hash,
            Some(Named::Sha1) => return Err(StampFault::Weak),
            None => return Err(StampFault::Unsupported),
        };
        let attributes = Attributes::read(self.signer.attributes).ok_or(StampFault::Malformed)?;
        if attributes.digest != hash.digest(self.content) {
            return Err(StampFault::Signature);
        }
        let named = [attributes.certificate, attributes.certificate_v2];
        let mut named = named.into_iter().flatten();
        if named.clone().next().is_none() || !named.all(|one| one.is(signer)) {
            return Err(StampFault::OtherSigner);
        }
        let scheme = read_scheme(self.signer.algorithm)?;
        signer.made(scheme, Some(hash), &self.signer.attributes_signed, self.signer.signature)
    }
}

impl<'a> SignerInfo<'a> {
    fn read(mut info: Der<'a>) -> Option<Self> {
        info.body(INTEGER)?;
        let id = match info.next()? {
            element if element.tag == SEQUENCE => {
                let mut pair = Der::new(element.body);
                let issuer = pair.element(SEQUENCE)?.whole;
                SignerId::IssuerAndSerial(issuer, pair.body(INTEGER)?)
            }
            element if element.tag == 0x80 => SignerId::KeyId(element.body),
            _ => return None,
        };
        let digest = info.inside(SEQUENCE)?;
        let attributes = info.element(context(0))?;
        let algorithm = info.inside(SEQUENCE)?;
        let signature = info.body(OCTET_STRING)?;
        info.optional(context(1));
        info.end()?;
        let mut attributes_signed = attributes.whole.to_vec();
        attributes_signed[0] = SET;
        Some(Self { id, digest, attributes: attributes.body, attributes_signed, algorithm, signature })
    }
}

/// The signed attributes that a token must have; others are not looked at.
struct Attributes<'a> {
    digest: &'a [u8],
    certificate: Option<NamedCertificate<'a>>,
    certificate_v2: Option<NamedCertificate<'a>>,
}

/// `ESSCertID` (RFC 2634) or `ESSCertIDv2` (RFC 5035): the digest of the signer's certificate.
#[derive(Clone, Copy)]
struct NamedCertificate<'a> {
    hash: Named,
    digest: &'a [u8],
}

#[derive(Clone, Copy)]
enum Named {
    Strong(Hash),
    /// Only names a certificate that the signature is checked with anyway (RFC 5816).
    Sha1,
}

impl<'a> Attributes<'a> {
    fn read(set: &'a [u8]) -> Option<Self> {
        let (mut digest, mut content_type) = (None, None);
        let (mut certificate, mut certificate_v2) = (None, None);
        let mut set = Der::new(set);
        while !set.is_empty() {
            let mut attribute = set.inside(SEQUENCE)?;
            let oid = attribute.body(OID)?;
            let values = attribute.body(SET)?;
            attribute.end()?;
            let mut value = Der::new(values);
            match oid {
                CONTENT_TYPE => once(&mut content_type, value.body(OID)?)?,
                MESSAGE_DIGEST => once(&mut digest, value.body(OCTET_STRING)?)?,
                SIGNING_CERTIFICATE => once(&mut certificate, NamedCertificate::read(value, false)?)?,
                SIGNING_CERTIFICATE_V2 => once(&mut certificate_v2, NamedCertificate::read(value, true)?)?,
                _ => continue,
            }
            // One value each.
            let mut value = Der::new(values);
            value.next()?;
            value.end()?;
        }
        (content_type? == TST_INFO).then_some(())?;
        Some(Self { digest: digest?, certificate, certificate_v2 })
    }
}

fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

impl<'a> NamedCertificate<'a> {
    /// The first of the list is the signer's.
    fn read(mut value: Der<'a>, second: bool) -> Option<Self> {
        let mut signing = value.inside(SEQUENCE)?;
        let mut list = signing.inside(SEQUENCE)?;
        let mut first = list.inside(SEQUENCE)?;
        let hash = match first.optional(SEQUENCE) {
            None if second => Named::Strong(Hash::Sha256),
            None => Named::Sha1,
            Some(algorithm) if second => read_hash(Der::new(algorithm.body))?,
            Some(_) => return None,
        };
        Some(Self { hash, digest: first.body(OCTET_STRING)? })
    }

    fn is(self, certificate: &Certificate<'_>) -> bool {
        match self.hash {
            Named::Strong(hash) => hash.digest(certificate.whole) == self.digest,
            Named::Sha1 => {
                use sha1::Digest as _;
                sha1::Sha1::digest(certificate.whole)[..] == *self.digest
            }
        }
    }
}

/// `AlgorithmIdentifier` of a hash function.
fn read_hash(mut algorithm: Der<'_>) -> Option<Named> {
    match algorithm.body(OID)? {
        [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, last] => match last {
            1 => Some(Named::Strong(Hash::Sha256)),
            2 => Some(Named::Strong(Hash::Sha384)),
            3 => Some(Named::Strong(Hash::Sha512)),
            _ => None,
        },
        [0x2b, 0x0e, 3, 2, 0x1a] => Some(Named::Sha1),
        _ => None,
    }
}

/// `TSTInfo`: what the authority says.
pub(super) struct Token<'a> {
    pub(super) at: Timestamp,
    pub(super) accuracy: Option<Duration>,
    /// `None` for a hash function that is weak or unknown.
    pub(super) imprint_hash: Option<Hash>,
    pub(super) imprint: &'a [u8],
}

impl<'a> Token<'a> {
    pub(super) fn read(content: &'a [u8]) -> Option<Self> {
        let mut info = Der::only(content, SEQUENCE)?;
        (info.small()? == 1).then_some(())?;
        info.body(OID)?;
        let mut imprint = info.inside(SEQUENCE)?;
        let imprint_hash = match read_hash(imprint.inside(SEQUENCE)?) {
            Some(Named::Strong(hash)) => Some(hash),
            Some(Named::Sha1) | None => None,
        };
        let digest = imprint.body(OCTET_STRING)?;
        imprint.end()?;
        info.body(INTEGER)?;
        let time = std::str::from_utf8(info.body(GENERALIZED_TIME)?).ok()?;
        let at = read_instant(time.strip_suffix('Z')?)?;
        let accuracy = match info.optional(SEQUENCE) {
            Some(accuracy) => Some(read_accuracy(Der::new(accuracy.body))?),
            None => None,
        };
        info.optional(BOOLEAN);
        info.optional(INTEGER);
        info.optional(context(0));
        if let Some(extensions) = info.optional(context(1)) {
            refuse_critical(Der::new(extensions.body))?;
        }
        info.end()?;
        Some(Self { at, accuracy, imprint_hash, imprint: digest })
    }
}

fn read_accuracy(mut accuracy: Der<'_>) -> Option<Duration> {
    let seconds = accuracy.optional(INTEGER).map_or(Some(0), |element| Der::new(element.whole).small())?;
    let thousandths = |element: Option<super::der::Element<'_>>| match element.map(|element| element.body) {
        None => Some(0),
        Some(&[one]) if one < 0x80 => Some(u32::from(one)),
        Some(&[high, low]) if high < 0x80 => Some(u32::from(high) << 8 | u32::from(low)),
        Some(_) => None,
    };
    let millis = thousandths(accuracy.optional(0x80))?;
    let micros = thousandths(accuracy.optional(0x81))?;
    accuracy.end()?;
    Some(
        Duration::from_secs(u64::from(seconds))
            + Duration::from_millis(u64::from(millis))
            + Duration::from_micros(u64::from(micros)),
    )
}

/// Extensions of the token: none is known, so a critical one is refused.
fn refuse_critical(mut extensions: Der<'_>) -> Option<()> {
    while !extensions.is_empty() {
        let mut extension = extensions.inside(SEQUENCE)?;
        extension.body(OID)?;
        (!extension.boolean()?).then_some(())?;
    }
    Some(())
}
