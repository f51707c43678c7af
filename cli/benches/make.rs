//! Writes the made-up repositories that `cli/benches/run` measures: the same bytes for the same numbers.
//!
//! `cargo bench --bench make -- company FOLDER CONTROLS RECORDS` writes plain files, `… history FOLDER FILES
//! COMMITS CONTROLS [deep] [signed]` a long history, bare and packed, `… programme FOLDER CONTROLS RECORDS COMMITS`
//! what packets are built from. Without words it says so and writes nothing.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "it writes files of its own, runs Git and prints"
)]

mod company;
#[expect(dead_code, reason = "its histories go on elsewhere")]
mod past;
mod programme;

use std::path::Path;

use past::Extent;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let numbers: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let place = words.get(1).map(Path::new);
    if let Some(place) = place {
        std::fs::create_dir_all(place)?;
    }
    match (words.first().map(String::as_str), place, &numbers[..]) {
        (Some("company"), Some(place), &[controls, records]) => {
            company::write(place, company::Size { controls, records })
        }
        (Some("history"), Some(place), &[files, commits, controls]) => {
            let (deep, signed) = (has("deep"), has("signed"));
            past::write(place, Extent { files, commits, controls, deep, signed })
        }
        (Some("programme"), Some(place), &[controls, records, commits]) => {
            let demo = tempfile::tempdir()?;
            let size = programme::Size { controls, records, commits };
            programme::write(place, &demo.path().join("northwind"), size)
        }
        _ => {
            println!("make company FOLDER CONTROLS RECORDS");
            println!("make history FOLDER FILES COMMITS CONTROLS [deep] [signed]");
            println!("make programme FOLDER CONTROLS RECORDS COMMITS");
            Ok(())
        }
    }
}
