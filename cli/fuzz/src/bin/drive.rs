//! `drive TARGET COUNT [SEED]`: mutates the seeds of a target, without libFuzzer and on a stable compiler.
//!
//! The same arguments give the same inputs. What fails is written into `artifacts/TARGET/` and told with
//! its place; the run goes on, so that one run shows all that it finds, up to ten.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, count, rest @ ..] = arguments.as_slice() else { return usage() };
    let Some((_, target)) = tickmark_fuzz::all().find(|(known, _)| known == name) else { return usage() };
    let (Ok(count), Ok(seed)) = (count.parse::<u64>(), rest.first().map_or(Ok(1), |seed| seed.parse::<u64>()))
    else {
        return usage();
    };
    let seeds = seeds(name);
    let dictionary: Vec<&[u8]> = WORDS.iter().map(|word| word.as_bytes()).collect();
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let started = Instant::now();
    let mut failed = 0;
    for run in 0..count {
        let input = mutated(&seeds, &dictionary, &mut dice);
        if std::panic::catch_unwind(|| target(&input)).is_err() {
            failed += 1;
            let place = kept(name, run, &input);
            eprintln!("drive: `{name}` does not hold for {}", place.display());
            if failed == 10 {
                break;
            }
        }
    }
    println!("{name}: {count} inputs, {failed} failed, {:.1} s", started.elapsed().as_secs_f64());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("drive TARGET COUNT [SEED]; the targets are:");
    for (name, _) in tickmark_fuzz::all() {
        eprintln!("  {name}");
    }
    ExitCode::from(2)
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/it/fuzz/seeds").join(name);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut seeds: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    seeds.push(Vec::new());
    seeds
}

fn kept(name: &str, run: u64, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(name);
    let place = folder.join(format!("drive-{run}"));
    if let Err(error) = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&place, input)) {
        eprintln!("drive: cannot keep the input: {error}");
    }
    place
}

/// Pieces that mean something somewhere.
const WORDS: [&str; 48] = [
    "\n", "\r\n", "\r", "\t", " ", ": ", "- ", "# ", "[", "]", "{", "}", "\"", "'", "|", ">", "`", "```", "~~~", "*",
    "_", "<", "<!--", "-->", "<script>", "&", "&lt;", "![](", "](", "javascript:", "http://", "www.", "@", "=", "+",
    "::", "##[", "%0A", "\u{0}", "\u{1b}", "\u{202e}", "\u{feff}", "\u{2028}", "\u{85}", "\u{2060}", "\u{ffff}", "ü",
    "---\n",
];

/// One to eight changes to a seed, or two seeds joined.
fn mutated(seeds: &[Vec<u8>], words: &[&[u8]], dice: &mut Dice) -> Vec<u8> {
    let mut input = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(8) {
        let at = dice.below(input.len() + 1);
        let until = (at + 1 + dice.below(8)).min(input.len());
        match dice.below(7) {
            0 => input.insert(at, dice.below(256) as u8),
            1 => drop(input.drain(at.min(until)..until)),
            2 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = dice.below(256) as u8;
                }
            }
            3 | 4 => drop(input.splice(at..at, words[dice.below(words.len())].iter().copied())),
            5 => {
                let piece = input[at.min(until)..until].to_vec();
                let to = dice.below(input.len() + 1);
                input.splice(to..to, piece);
            }
            _ => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(64)).min(other.len());
                input.splice(at..at, other[from..to].iter().copied());
            }
        }
    }
    input.truncate(8192);
    input
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
