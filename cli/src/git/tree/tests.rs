//! Trees byte by byte, and by what is like them.

use std::rc::Rc;

use crate::git::tree::{Mode, Slot, Tree};

fn raw(entries: &[(&str, &str, u8)]) -> Vec<u8> {
    let entry = |&(mode, name, id): &(&str, &str, u8)| {
        [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &[id; 20]].concat()
    };
    entries.iter().flat_map(entry).collect()
}

fn parse(entries: &[(&str, &str, u8)]) -> Tree {
    Tree::parse(Rc::new(raw(entries)), None).expect("a tree")
}

#[test]
fn a_folder_is_found_by_its_name_alone() {
    // In Git's order `a.txt` stands before the folder `a`, that is `a/`.
    let tree = parse(&[("100644", "a.txt", 1), ("40000", "a", 2), ("120000", "b", 3), ("160000", "c", 4)]);
    assert!(!tree.ambiguous);
    let found: Vec<_> = tree.iter().map(|(name, slot)| (name, slot.mode, slot.id[0])).collect();
    assert_eq!(
        found,
        [
            (&b"a"[..], Mode::Folder, 2),
            (b"a.txt", Mode::File, 1),
            (b"b", Mode::Symlink, 3),
            (b"c", Mode::Submodule, 4)
        ]
    );
    assert_eq!(tree.get(b"a.txt").map(|slot| slot.id[0]), Some(1));
}

#[test]
fn a_name_twice_or_out_of_order_is_ambiguous() {
    assert!(parse(&[("100644", "a", 1), ("100755", "a", 2)]).ambiguous);
    assert!(parse(&[("100644", "a", 1), ("40000", "a", 2)]).ambiguous);
    assert!(parse(&[("100644", "b", 1), ("100644", "a", 2)]).ambiguous);
    assert!(parse(&[("40000", "a", 1), ("100644", "a.txt", 2)]).ambiguous);
    assert!(!parse(&[("100755", "a", 1), ("100644", "b", 2)]).ambiguous);
}

#[test]
fn names_that_differ_in_case_or_normalisation_alone_are_doubles() {
    let tree = |names: [&str; 3]| {
        let entries = names.map(|name| ("100644", name, 1));
        let mut entries = entries.to_vec();
        entries.sort_by_key(|(_, name, _)| *name);
        parse(&entries)
    };
    let double = |names: [&str; 3]| tree(names).has_double(&[names[0].as_bytes()]);
    assert!(double(["2026-Q1.yaml", "2026-q1.yaml", "x"]));
    assert!(double(["caf\u{e9}", "cafe\u{301}", "x"]));
    assert!(double(["\u{212a}", "k", "x"]));
    assert!(!double(["2026-Q1.yaml", "2026-Q2.yaml", "2026-Q1.yml"]));
    // Only the names that are asked about count, unless there are many of them.
    assert!(!double(["x", "a", "A"]));
    assert!(tree(["x", "a", "A"]).has_double(&[&b"x"[..]; 9]));
}

#[test]
fn a_broken_tree_is_refused() {
    let whole = raw(&[("100644", "a", 1)]);
    for end in 1..whole.len() {
        assert!(Tree::parse(Rc::new(whole[..end].to_vec()), None).is_err(), "{end}");
    }
    assert!(Tree::parse(Rc::new(b"9 a\0".to_vec()), None).is_err());
}

/// A small generator (xorshift).
fn roll(dice: &mut u64, sides: u64) -> u64 {
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    *dice % sides
}

/// Entries by chance: short names that often begin alike, a few of them odd or out of order.
fn entries(dice: &mut u64) -> Vec<(&'static str, String, u8)> {
    let mut all = std::collections::BTreeMap::new();
    for _ in 0..roll(dice, 12) {
        let name: String =
            (0..=roll(dice, 3)).map(|_| ["a", "b", ".", "-", "\u{e9}"][roll(dice, 5) as usize]).collect();
        let mode = ["100644", "40000", "120000"][roll(dice, 3) as usize];
        let sorted = if mode == "40000" { format!("{name}/") } else { name.clone() };
        // Ids in which a zero or a space looks like the end of something.
        all.insert(sorted, (mode, name, [0, b' ', b'4', 9][roll(dice, 4) as usize]));
    }
    let mut all: Vec<_> = all.into_values().collect();
    if roll(dice, 8) == 0 && all.len() > 1 {
        all.swap(0, 1);
    }
    all
}

fn bytes(entries: &[(&str, String, u8)]) -> Vec<u8> {
    let entries: Vec<_> = entries.iter().map(|(mode, name, id)| (*mode, name.as_str(), *id)).collect();
    raw(&entries)
}

#[test]
fn a_tree_read_by_what_is_like_it_is_the_same_tree() {
    let mut dice = 0x9e37_79b9_7f4a_7c15;
    let mut taken = 0;
    for _ in 0..20_000 {
        let old = entries(&mut dice);
        let mut new = old.clone();
        for _ in 0..roll(&mut dice, 3) {
            let other = entries(&mut dice);
            let at = roll(&mut dice, new.len() as u64 + 1) as usize;
            match (roll(&mut dice, 3), other.first()) {
                (0, Some(other)) => new.insert(at, other.clone()),
                (1, Some(other)) if at < new.len() => new[at].2 = other.2,
                _ if at < new.len() => drop(new.remove(at)),
                _ => {}
            }
        }
        let like = Tree::parse(Rc::new(bytes(&old)), None).expect("a tree");
        let raw = Rc::new(bytes(&new));
        let plain = Tree::parse(Rc::clone(&raw), None).expect("a tree");
        let tree = Tree::parse(Rc::clone(&raw), Some(&like)).expect("a tree");
        assert_eq!(format!("{tree:?}"), format!("{plain:?}"), "{old:?} {new:?}");
        taken += usize::from(like.in_order && like.plain && Tree::parse_between(&raw, &like).is_some());
        // What differs is found, and nothing else.
        let pairs: Vec<_> = Tree::pairs(&like, &plain).collect();
        let mut names: Vec<&[u8]> = like.iter().chain(plain.iter()).map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        let slots = |name| -> (Option<Slot>, Option<Slot>) { (like.get(name), plain.get(name)) };
        let wanted: Vec<_> = names
            .into_iter()
            .map(|name| (name, slots(name)))
            .filter(|(_, (before, after))| before != after)
            .map(|(name, (before, after))| (name, before, after))
            .collect();
        assert_eq!(pairs, wanted, "{old:?} {new:?}");
    }
    assert!(taken > 2_000, "{taken}");
}

#[test]
fn an_end_that_is_cut_into_other_entries_is_not_shared() {
    let old = parse(&[("100644", "a", 1)]);
    let longer = [("100644", "Z", 1), ("100644", "zz100644 a", 1)];
    let raw = Rc::new(raw(&longer));
    for tree in [parse(&longer), Tree::parse(raw, Some(&old)).expect("a tree")] {
        let names: Vec<_> = Tree::pairs(&old, &tree).map(|(name, _, _)| name.to_vec()).collect();
        assert_eq!(names, [&b"Z"[..], b"a", b"zz100644 a"]);
    }
    let tree = parse(&longer);
    let names: Vec<_> = Tree::pairs(&tree, &old).map(|(name, _, _)| name.to_vec()).collect();
    assert_eq!(names, [&b"Z"[..], b"a", b"zz100644 a"]);
}
