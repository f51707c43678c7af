//! The fuzz targets, replayed: every seed, and every input that once failed.

mod targets;

use std::path::PathBuf;

use crate::support::package;

#[test]
fn what_was_found_stays_found() {
    for (name, target) in targets::ALL.into_iter().chain(targets::SLOW) {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "`{name}` has no seed in cli/tests/it/fuzz/seeds");
        for (seed, bytes) in seeds {
            let held = std::panic::catch_unwind(|| target(&bytes));
            assert!(held.is_ok(), "`{name}` does not hold for {}", seed.display());
        }
    }
}

#[test]
fn every_folder_of_seeds_has_a_target_and_every_target_a_binary() {
    let known: Vec<&str> = targets::ALL.into_iter().chain(targets::SLOW).map(|(name, _)| name).collect();
    let folder = package().join("cli/tests/it/fuzz/seeds");
    for entry in std::fs::read_dir(folder).expect("the seeds") {
        let name = entry.expect("a folder").file_name().into_string().expect("a name");
        assert!(known.contains(&name.as_str()), "seeds of `{name}`, which is no target");
    }
    // The package that is published has no `cli/fuzz`.
    if let Ok(manifest) = std::fs::read_to_string(package().join("cli/fuzz/Cargo.toml")) {
        for name in known {
            let line = format!("name = \"{name}\"");
            assert!(manifest.lines().any(|one| one == line), "cli/fuzz/Cargo.toml has no binary `{name}`");
        }
    }
}

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = package().join("cli/tests/it/fuzz/seeds").join(target);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a seed").path()).collect();
    files.sort();
    let read = |path: PathBuf| std::fs::read(&path).map(|bytes| (path, bytes)).expect("a seed");
    files.into_iter().map(read).collect()
}
