//! The same history with every commit signed: an Ed25519 key, as `ssh-keygen` would.
//!
//! The key's seed is here for everyone to read, so it signs nothing but made-up histories. Commits are taken
//! apart, signed and written again, oldest first, into a pack of their own; trees and blobs stay.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Stdio;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use sha1::{Digest as _, Sha1};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use super::command;

fn key() -> PrivateKey {
    let pair = Ed25519Keypair::from_seed(&[7; 32]);
    PrivateKey::new(KeypairData::Ed25519(pair), "").expect("a key")
}

/// The file that lists the key.
pub(super) fn allowed_signers() -> (String, String) {
    let public = key().public_key().to_openssh().expect("a public key");
    ("policies/allowed_signers".to_owned(), format!("priya@large.example {public}\n"))
}

/// Signs every commit of `main`.
pub(super) fn sign(folder: &Path) -> io::Result<()> {
    let key = key();
    let list = command(folder).args(["rev-list", "--topo-order", "--reverse", "main"]).output()?.stdout;
    let ids: Vec<String> = String::from_utf8_lossy(&list).lines().map(str::to_owned).collect();
    let commits = read(folder, list)?;
    let mut renamed: BTreeMap<&str, String> = BTreeMap::new();
    let mut pack = [b"PACK\0\0\0\x02", &(ids.len() as u32).to_be_bytes()[..]].concat();
    for (id, commit) in ids.iter().zip(commits) {
        let mut payload = String::new();
        for line in commit.split_inclusive('\n') {
            match line.strip_prefix("parent ").and_then(|parent| renamed.get(parent.trim_end())) {
                Some(parent) => payload.extend(["parent ", parent, "\n"]),
                None => payload.push_str(line),
            }
        }
        let signature = SshSig::sign(&key, "git", HashAlg::Sha512, payload.as_bytes());
        let armor = signature.and_then(|signature| signature.to_pem(LineEnding::LF)).expect("a signature");
        let (head, message) = payload.split_once("\n\n").expect("a message");
        let signed = format!("{head}\ngpgsig {}\n\n{message}", armor.trim_end().replace('\n', "\n "));
        renamed.insert(id, name(&signed));
        put(&mut pack, signed.as_bytes())?;
    }
    pack.extend(Sha1::digest(&pack));
    let mut index = command(folder)
        .args(["index-pack", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    index.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?.write_all(&pack)?;
    assert!(index.wait()?.success(), "git index-pack");
    let tip = ids.last().and_then(|tip| renamed.get(tip.as_str())).expect("a tip");
    for arguments in [
        &["update-ref", "refs/heads/main", tip][..],
        &["update-ref", "-d", "refs/heads/work"],
        &["gc", "--quiet", "--prune=now"],
    ] {
        assert!(command(folder).args(arguments).status()?.success(), "git {arguments:?}");
    }
    Ok(())
}

/// The commits of a list, in its order.
fn read(folder: &Path, list: Vec<u8>) -> io::Result<Vec<String>> {
    let mut batch =
        command(folder).args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = batch.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let writing = std::thread::spawn(move || stdin.write_all(&list));
    let output = batch.wait_with_output()?.stdout;
    writing.join().expect("no panic")?;
    let mut rest = std::str::from_utf8(&output).map_err(io::Error::other)?;
    let mut commits = Vec::new();
    while let Some((head, after)) = rest.split_once('\n') {
        let length: usize = head.rsplit(' ').next().and_then(|length| length.parse().ok()).expect("a length");
        commits.push(after[..length].to_owned());
        rest = &after[length + 1..];
    }
    Ok(commits)
}

fn name(commit: &str) -> String {
    let id = Sha1::digest(format!("commit {}\0{commit}", commit.len()));
    let digit = |half: u8| char::from_digit(u32::from(half), 16).expect("four bits");
    id.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Appends a commit to a pack (gitformat-pack).
fn put(pack: &mut Vec<u8>, commit: &[u8]) -> io::Result<()> {
    let mut rest = commit.len() >> 4;
    let mut byte = 0x10 | (commit.len() & 15) as u8;
    while rest > 0 {
        pack.push(byte | 0x80);
        byte = (rest & 0x7f) as u8;
        rest >>= 7;
    }
    pack.push(byte);
    let mut deflater = ZlibEncoder::new(pack, Compression::fast());
    deflater.write_all(commit)?;
    deflater.finish().map(drop)
}
