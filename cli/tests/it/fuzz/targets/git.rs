//! What Git keeps: commits, tags, trees, differences of packs, the index, the configuration.

use std::collections::BTreeMap;

use tickmark::git::bytes::{self, Entries, Leads};
use tickmark::signature::payload::{of_commit, of_tag};

/// A commit that every reader reads alike begins with what we read of it, and nothing in it is left
/// over: what was signed, and the signature, are the whole. Taking the signature out changes nothing
/// else, and leaves nothing behind that somebody could take for one.
pub(super) fn commit(object: &[u8]) {
    let signed = of_commit(object);
    let Some(commit) = bytes::commit(object) else { return };
    assert!(object.ends_with(commit.message));
    assert!(!commit.subject.contains('\n'));
    if commit.canonical {
        let mut head = format!("tree {}\n", commit.tree);
        for parent in &commit.parents {
            head.extend(["parent ", &parent.to_string(), "\n"]);
        }
        head.push_str("author ");
        let begins =
            object.get(..head.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(head.as_bytes()));
        assert!(begins, "{head}");
        assert_eq!(commit.signature.is_some(), signed.is_some(), "found by one reader only");
    }
    let Some(signed) = signed else { return };
    assert_eq!(of_commit(&signed.payload), None, "a signature is left in what was signed");
    let bare = bytes::commit(&signed.payload).expect("still a commit");
    assert_eq!((bare.tree, &bare.parents, bare.message), (commit.tree, &commit.parents, commit.message));
    assert_eq!((&bare.author, &bare.committer), (&commit.author, &commit.committer));
    let other_hash = object.windows(15).any(|window| window == b"\ngpgsig-sha256 ");
    if commit.canonical && !other_hash {
        let folds = signed.signature.split_inclusive(|&byte| byte == b'\n').count().max(1) - 1;
        let whole = signed.payload.len() + "gpgsig ".len() + signed.signature.len() + folds;
        assert_eq!(whole, object.len(), "bytes that are neither signed nor signature");
    }
}

/// What was signed and the signature are the whole tag, and the message is the end of what was signed.
pub(super) fn tag(object: &[u8]) {
    let signed = of_tag(object);
    if let Some(signed) = &signed {
        assert!(object.ends_with(&signed.signature));
        assert!(signed.payload.len() + signed.signature.len() <= object.len());
    }
    let Some(tag) = bytes::tag(object) else { return };
    if tag.signature.is_some() {
        let signed = signed.expect("a signature that one reader finds");
        assert!(signed.payload.ends_with(tag.message));
    } else {
        assert!(object.ends_with(tag.message));
    }
}

/// A tree read by the help of another is the same as read alone, the difference of the two is the one
/// of two maps, names are found where they stand, and every entry stands in the bytes.
pub(super) fn tree(input: &[u8]) {
    let (before, after) = super::halves(input);
    let (first, second) = (bytes::tree(before), bytes::tree(after));
    for (tree, object) in [(&first, before), (&second, after)] {
        if let Ok(tree) = tree {
            stands_in(tree, object);
        }
    }
    let both = bytes::trees(before, after);
    let (Ok(first), Ok(second)) = (first, second) else {
        assert!(both.is_err(), "one of the two is no tree");
        return;
    };
    let (alone, helped, pairs) = both.expect("two trees");
    assert_eq!((&alone, &helped), (&first, &second), "read by the help of another");
    let (first, second) = (map(&first), map(&second));
    let mut names: Vec<&[u8]> = first.keys().chain(second.keys()).copied().collect();
    names.sort_unstable();
    names.dedup();
    let get = |map: &BTreeMap<&[u8], Leads>, name: &[u8]| map.get(name).copied();
    let different = names.into_iter().filter(|name| get(&first, name) != get(&second, name));
    let expected: Vec<_> =
        different.map(|name| (name.to_vec(), get(&first, name), get(&second, name))).collect();
    assert_eq!(pairs, expected);
}

fn map(tree: &Entries) -> BTreeMap<&[u8], Leads> {
    tree.entries.iter().map(|(name, leads)| (name.as_slice(), *leads)).collect()
}

fn stands_in(tree: &Entries, object: &[u8]) {
    assert!(tree.entries.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, each name once");
    for ((name, (sort, id)), found) in tree.entries.iter().zip(&tree.found) {
        assert_eq!(*found, Some((*sort, *id)), "a name finds what it leads to");
        let entry = [b" ", name.as_slice(), b"\0", id].concat();
        assert!(object.windows(entry.len()).any(|window| window == entry), "{name:?}");
    }
    if !tree.ambiguous {
        let names: usize = tree.entries.iter().map(|(name, _)| name.len()).sum();
        // A mode of one to seven digits, a blank and a zero around each name, and its id.
        let (least, most) = (names + 23 * tree.entries.len(), names + 29 * tree.entries.len());
        assert!((least..=most).contains(&object.len()), "entries that nobody reads");
    }
}

/// What a pack's difference makes is what a second, slow reader of the format makes of it.
pub(super) fn delta(input: &[u8]) {
    let (base, delta) = super::halves(input);
    let made = bytes::undelta(base, delta);
    match slowly(base, delta) {
        // What is over the bound on memory, both may refuse.
        Some(slow) => assert_eq!(made, Ok(slow)),
        None => assert!(made.is_err(), "{made:?}"),
    }
}

fn slowly(base: &[u8], delta: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = delta.iter().copied();
    let number = |bytes: &mut dyn Iterator<Item = u8>| {
        let mut value: u64 = 0;
        for place in 0..9 {
            let byte = bytes.next()?;
            value += u64::from(byte & 127) << (7 * place);
            if byte < 128 {
                return Some(value);
            }
        }
        None
    };
    if number(&mut bytes)? != base.len() as u64 {
        return None;
    }
    let size = number(&mut bytes)?;
    let mut made = Vec::new();
    while let Some(code) = bytes.next() {
        if code == 0 {
            return None;
        }
        if code < 128 {
            for _ in 0..code {
                made.push(bytes.next()?);
            }
        } else {
            let mut parts = [0_u32; 7];
            for (bit, part) in parts.iter_mut().enumerate() {
                if code & (1 << bit) != 0 {
                    *part = u32::from(bytes.next()?);
                }
            }
            let from = (parts[0] + (parts[1] << 8) + (parts[2] << 16) + (parts[3] << 24)) as usize;
            let length = (parts[4] + (parts[5] << 8) + (parts[6] << 16)) as usize;
            let length = if length == 0 { 65_536 } else { length };
            made.extend_from_slice(base.get(from..)?.get(..length)?);
        }
        if made.len() as u64 > size {
            return None;
        }
    }
    (made.len() as u64 == size).then_some(made)
}

/// The paths of an index are no longer than it can hold; a configuration that is written out again is
/// read as the same one.
pub(super) fn files(input: &[u8]) {
    let (which, rest) = super::choice(input);
    if which % 2 == 0 {
        if let Ok(entries) = bytes::index(rest) {
            let paths: usize = entries.iter().map(|(path, _)| path.len()).sum();
            assert!(paths <= 16 * rest.len());
            assert!(entries.iter().all(|(path, _)| !path.contains(&0)));
        }
        return;
    }
    match bytes::configuration(rest) {
        Ok(values) => {
            let written: String =
                values.iter().map(|(name, value)| assigned(name, value.as_deref())).collect();
            assert_eq!(bytes::configuration(written.as_bytes()), Ok(values), "{written}");
        }
        Err((line, _)) => {
            let lines = rest.split(|&byte| byte == b'\n').count();
            assert!((1..=lines).contains(&line), "line {line} of {lines}");
        }
    }
}

fn assigned(name: &str, value: Option<&str>) -> String {
    let (section, key) = name.split_once('.').expect("a section and a key");
    let Some(value) = value else { return format!("[{section}]\n{key}\n") };
    let mut text = String::new();
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\u{8}' => text.push_str("\\b"),
            c => text.push(c),
        }
    }
    format!("[{section}]\n{key} = \"{text}\"\n")
}
