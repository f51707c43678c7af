//! Commits and tags out of their bytes.
//!
//! In: an object's bytes. Out: what they say, and whether they say it in the one way that every
//! reader understands alike (gitformat-commit; the list is: tree, parents, author,
//! committer in this order and once each, then other headers).

use jiff::Timestamp;

use crate::history::{Person, Signature, SignatureKind};
use crate::place::{CommitId, TreeId};
use crate::signature::payload::{SignatureFormat, armor_of_tag};

/// A commit, borrowed from its bytes.
#[derive(Debug)]
pub(super) struct RawCommit<'a> {
    pub(super) tree: TreeId,
    pub(super) parents: Vec<CommitId>,
    pub(super) author: Person,
    pub(super) committer: Person,
    pub(super) signature: Option<Signature>,
    pub(super) message: &'a [u8],
    /// False when another reader could read it differently.
    pub(super) canonical: bool,
}

/// An annotated tag, borrowed from its bytes.
#[derive(Debug)]
pub(super) struct RawTag<'a> {
    pub(super) target: [u8; 20],
    pub(super) name: Option<&'a [u8]>,
    pub(super) tagger: Option<Person>,
    pub(super) message: &'a [u8],
    pub(super) signature: Option<Signature>,
}

/// Reads a commit; `None` when it names no tree.
pub(super) fn read_commit(bytes: &[u8]) -> Option<RawCommit<'_>> {
    let (headers, message) = split_headers(bytes);
    let mut canonical = !bytes.contains(&0);
    let (mut tree, mut author, mut committer) = (None, None, None);
    let (mut parents, mut signature, mut signatures) = (Vec::new(), None, 0);
    let mut rank = 0;
    for Header { key, value, folded, spaced } in headers {
        let next = match key {
            b"tree" => 1,
            b"parent" => 2,
            b"author" => 3,
            b"committer" => 4,
            _ => 5,
        };
        // Once each, apart from parents and what follows the committer; none left out.
        canonical &= matches!((rank, next), (0, 1) | (1 | 2, 2 | 3) | (3, 4) | (4 | 5, 5));
        // Git reads the first headers as lines of their own, and no header without a space behind its name.
        canonical &= spaced && (next == 5 || !folded);
        rank = next;
        match key {
            b"tree" => tree = tree.or(read_id(value).map(TreeId)),
            b"parent" => match read_id(value) {
                Some(id) => parents.push(CommitId(id)),
                None => canonical = false,
            },
            b"author" => author = author.or(Some(read_person(value))),
            b"committer" => committer = committer.or(Some(read_person(value))),
            b"gpgsig" if spaced => {
                signature = signature.or(Some(Signature { kind: kind_of_signature(value) }));
                signatures += 1;
            }
            b"gpgsig-sha256" => signatures += 1,
            _ => {}
        }
    }
    canonical &= rank >= 4 && signatures <= 1;
    let (author, author_is_sound) = author.unwrap_or_else(nobody);
    let (committer, committer_is_sound) = committer.unwrap_or_else(nobody);
    canonical &= author_is_sound && committer_is_sound;
    Some(RawCommit { tree: tree?, parents, author, committer, signature, message, canonical })
}

/// Reads an annotated tag; `None` when it names no object.
pub(super) fn read_tag(bytes: &[u8]) -> Option<RawTag<'_>> {
    let (headers, body) = split_headers(bytes);
    let find = |wanted: &[u8]| headers.iter().find(|header| header.key == wanted).map(|header| header.value);
    let (message, signature) = split_signature(body);
    Some(RawTag {
        target: find(b"object").and_then(read_id)?,
        name: find(b"tag"),
        tagger: find(b"tagger").map(|value| read_person(value).0),
        message,
        signature,
    })
}

/// The first line of a message that is not empty, decoded lossily.
pub(super) fn subject(message: &[u8]) -> String {
    let line = message.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    String::from_utf8_lossy(line.unwrap_or_default().trim_ascii()).into_owned()
}

/// A header, without its continuation lines.
struct Header<'a> {
    key: &'a [u8],
    value: &'a [u8],
    /// True when continuation lines follow.
    folded: bool,
    /// True when a space stands behind the key.
    spaced: bool,
}

/// Headers up to the first empty line, and what follows.
fn split_headers(bytes: &[u8]) -> (Vec<Header<'_>>, &[u8]) {
    let mut headers: Vec<Header<'_>> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|&byte| byte == b'\n');
        let line = &rest[..end.unwrap_or(rest.len())];
        rest = end.map_or(&[][..], |end| &rest[end + 1..]);
        if line.is_empty() {
            break;
        }
        match headers.last_mut() {
            Some(header) if line[0] == b' ' => header.folded = true,
            _ => {
                let space = line.iter().position(|&byte| byte == b' ');
                let key = &line[..space.unwrap_or(line.len())];
                let value = space.map_or(&[][..], |space| &line[space + 1..]);
                headers.push(Header { key, value, folded: false, spaced: space.is_some() });
            }
        }
    }
    (headers, rest)
}

fn read_id(value: &[u8]) -> Option<[u8; 20]> {
    std::str::from_utf8(value).ok()?.parse::<CommitId>().ok().map(|id| id.0)
}

fn nobody() -> (Person, bool) {
    let person =
        Person { name: String::new(), mail: String::new(), at: Timestamp::UNIX_EPOCH, offset_minutes: 0 };
    (person, false)
}

/// Reads `NAME <MAIL> SECONDS ±HHMM`; false when it is written in another way.
///
/// A date that cannot be read becomes the first second of 1970, as it does for Git.
fn read_person(value: &[u8]) -> (Person, bool) {
    let open = value.iter().position(|&byte| byte == b'<').unwrap_or(value.len());
    let mail_start = (open + 1).min(value.len());
    let mail_end =
        value[mail_start..].iter().position(|&byte| byte == b'>').map_or(value.len(), |at| mail_start + at);
    let date_start = value.iter().rposition(|&byte| byte == b'>').map_or(value.len(), |at| at + 1);
    let (name, mail, date) = (&value[..open], &value[mail_start..mail_end], &value[date_start..]);
    let when = read_date(date);
    let sound = when.is_some()
        && date_start == mail_end + 1
        && (name.is_empty() || name.ends_with(b" "))
        && !name.contains(&b'>')
        && !mail.contains(&b'<');
    let (at, offset_minutes) = when.or_else(|| read_date_loosely(date)).unwrap_or((Timestamp::UNIX_EPOCH, 0));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
    (Person { name: text(name), mail: text(mail), at, offset_minutes }, sound)
}

/// ` SECONDS ±HHMM`: 1 to 11 digits, at most 14 hours and 59 minutes.
fn read_date(date: &[u8]) -> Option<(Timestamp, i32)> {
    let date = std::str::from_utf8(date).ok()?.strip_prefix(' ')?;
    let (seconds, zone) = date.split_once(' ')?;
    if !(1..=11).contains(&seconds.len()) || !seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at = Timestamp::from_second(seconds.parse().ok()?).ok()?;
    let (sign, digits) = match zone.as_bytes() {
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    if digits.len() != 4 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |pair: &[u8]| i32::from(pair[0] - b'0') * 10 + i32::from(pair[1] - b'0');
    let (hours, minutes) = (number(&digits[..2]), number(&digits[2..]));
    (hours <= 14 && minutes <= 59).then_some((at, sign * (hours * 60 + minutes)))
}

/// The seconds alone, when the rest of a date is not as it should be.
fn read_date_loosely(date: &[u8]) -> Option<(Timestamp, i32)> {
    let digits = std::str::from_utf8(date).ok()?.split_ascii_whitespace().next()?;
    Some((Timestamp::from_second(digits.parse().ok()?).ok()?, 0))
}

/// The kind of the signature that begins here.
fn kind_of_signature(armored: &[u8]) -> SignatureKind {
    match SignatureFormat::of(armored) {
        Some(SignatureFormat::Ssh) => SignatureKind::Ssh,
        Some(SignatureFormat::OpenPgp) => SignatureKind::OpenPgp,
        Some(SignatureFormat::X509) | None => SignatureKind::Other,
    }
}

/// A tag's message, and the signature that stands at its end.
fn split_signature(body: &[u8]) -> (&[u8], Option<Signature>) {
    match armor_of_tag(body) {
        Some(at) => (&body[..at], Some(Signature { kind: kind_of_signature(&body[at..]) })),
        None => (body, None),
    }
}

#[cfg(test)]
mod tests {
    use super::{read_commit, read_person, read_tag, subject};
    use crate::history::SignatureKind;

    const TREE: &str = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
    const PARENT: &str = "parent 1111111111111111111111111111111111111111\n";
    const ALICE: &str = "Alice <alice@example.com> 1767603600 +0530";

    fn canonical(text: &str) -> bool {
        read_commit(text.as_bytes()).is_some_and(|commit| commit.canonical)
    }

    #[test]
    fn a_commit_is_read_with_its_zone_and_signature() {
        let text = format!(
            "{TREE}{PARENT}author {ALICE}\ncommitter {ALICE}\ngpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n\nAdd Q1\n\nBody\n"
        );
        let commit = read_commit(text.as_bytes()).expect("a commit");
        assert!(commit.canonical);
        assert_eq!(commit.parents.len(), 1);
        assert_eq!(commit.signature.map(|signature| signature.kind), Some(SignatureKind::Ssh));
        assert_eq!(
            (commit.author.name.as_str(), commit.author.mail.as_str()),
            ("Alice", "alice@example.com")
        );
        assert_eq!((commit.committer.at.as_second(), commit.committer.offset_minutes), (1_767_603_600, 330));
        assert_eq!(subject(commit.message), "Add Q1");
    }

    #[test]
    fn a_commit_that_readers_could_read_differently_is_not_canonical() {
        let author = format!("author {ALICE}\n");
        let committer = format!("committer {ALICE}\n");
        assert!(canonical(&format!("{TREE}{author}{committer}\n")));
        for odd in [
            format!("{TREE}{committer}{author}\n"),
            format!("{TREE}{TREE}{author}{committer}\n"),
            format!("{TREE}{author}{PARENT}{committer}\n"),
            format!("{TREE}{author}{committer}{committer}\n"),
            format!("{TREE}{author}{committer}gpgsig a\ngpgsig b\n\n"),
            format!("{TREE}{author}{committer}\n\0"),
            format!("{TREE}{author}\n"),
            format!("{TREE}parent 12\n{author}{committer}\n"),
            format!("{TREE} {PARENT}{author}{committer}\n"),
            format!("{TREE}{author} x\n{committer}\n"),
            format!("{TREE}{author}{committer} x\n\n"),
            format!("{TREE}{author}{committer}gpgsig\n a\n\n"),
            format!(" {TREE}{TREE}{author}{committer}\n"),
        ] {
            assert!(!canonical(&odd), "{odd}");
        }
    }

    #[test]
    fn a_signature_is_one_to_git_and_to_us_alike() {
        let signed = |header: &str| {
            let text = format!("{TREE}author {ALICE}\ncommitter {ALICE}\n{header}\n x\n\n");
            let found = read_commit(text.as_bytes()).expect("a commit").signature.is_some();
            assert_eq!(found, crate::signature::payload::of_commit(text.as_bytes()).is_some(), "{header}");
            found
        };
        assert!(signed("gpgsig a") && signed("gpgsig "));
        assert!(!signed("gpgsig") && !signed("gpgsigs a") && !signed("gpgsig-sha256 a"));
    }

    #[test]
    fn a_date_out_of_the_norm_is_read_as_far_as_it_goes() {
        let read = |text: &str| {
            let (person, sound) = read_person(text.as_bytes());
            (person.at.as_second(), sound)
        };
        assert_eq!(read("A <a@b> 5 -0100"), (5, true));
        assert_eq!(read(" <> 5 +0000"), (5, true));
        assert_eq!(read("A <a@b> 5 +1500"), (5, false));
        assert_eq!(read("A <a@b>  5"), (5, false));
        assert_eq!(read("A <a@b> never +0000"), (0, false));
        assert_eq!(read("A <a@b> 123456789012345678901 +0000"), (0, false));
        assert_eq!(read("A > B <a@b> 5 +0000"), (5, false));
        assert_eq!(read("A <a@b> x> 5 +0000"), (5, false));
        assert_eq!(read(""), (0, false));
    }

    #[test]
    fn a_tags_signature_is_not_its_message() {
        let text = "object 1111111111111111111111111111111111111111\ntype commit\ntag soc2-2026/end\n\
                    tagger Omar <omar@example.com> 1767603600 -0800\n\nEnd of the window\n\
                    -----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n";
        let tag = read_tag(text.as_bytes()).expect("a tag");
        assert_eq!(tag.message, b"End of the window\n");
        assert_eq!(tag.name, Some(&b"soc2-2026/end"[..]));
        assert_eq!(tag.tagger.map(|tagger| tagger.offset_minutes), Some(-480));
        assert_eq!(tag.signature.map(|signature| signature.kind), Some(SignatureKind::OpenPgp));
    }
}
