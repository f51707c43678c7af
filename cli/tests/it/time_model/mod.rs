//! The page on time, held against a slow model of it on made-up histories.
//!
//! [`model`] is the page, word by word, over whole trees and days in a row; it shares no code with
//! what it judges. [`make`] makes histories up from a seed. Every field of the JSON of `trail` that is
//! not a grade must be the same. `TICKMARK_HISTORIES=5000` asks for more of them, and
//! `TICKMARK_SEED=17` for one alone.

mod days;
mod dice;
mod make;
mod model;
mod run;
mod value;
mod world;

use serde_json::Value;
use std::fmt::Write as _;

use self::world::World;

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn seeds(default: u64) -> std::ops::Range<u64> {
    match asked("TICKMARK_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..asked("TICKMARK_HISTORIES").unwrap_or(default),
    }
}

/// Compares what was told with what the page says, and shows the first places that differ.
fn compare(world: &World, told: &Value, said: &Value) -> Result<(), String> {
    let mut differences = Vec::new();
    differ("", told, said, &mut differences);
    if differences.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = differences.iter().take(12).map(String::as_str).collect();
    Err(format!("seed {} differs:\n{}\n{}", world.seed, shown.join("\n"), told_of(world)))
}

/// What is not of this page: grades, and what else stands in `integrity`.
const BESIDE: [&str; 5] = ["grade", "grade_reasons", "witnessed", "revision", "reviews"];

fn differ(at: &str, told: &Value, said: &Value, differences: &mut Vec<String>) {
    match (told, said) {
        (Value::Object(told), Value::Object(said)) => {
            let keys: std::collections::BTreeSet<&String> = told.keys().chain(said.keys()).collect();
            for key in keys.into_iter().filter(|key| !BESIDE.contains(&key.as_str())) {
                match (told.get(key), said.get(key)) {
                    (Some(told), Some(said)) => differ(&format!("{at}.{key}"), told, said, differences),
                    (told, said) => {
                        differences.push(format!("{at}.{key}: told {told:?}, the page says {said:?}"));
                    }
                }
            }
        }
        (Value::Array(told), Value::Array(said)) if at != ".integrity" && told.len() == said.len() => {
            for (index, (told, said)) in told.iter().zip(said).enumerate() {
                let name = ["id", "period", "path"].iter().find_map(|key| said.get(key)?.as_str());
                let name = name.map_or_else(|| index.to_string(), str::to_owned);
                differ(&format!("{at}[{name}]"), told, said, differences);
            }
        }
        (Value::Array(told), Value::Array(said)) if at == ".integrity" => {
            let of_this_page = |entry: &&Value| {
                let text = entry.as_str().unwrap_or_default();
                text.starts_with("CLOCK_OUT_OF_ORDER") || text.starts_with("RECORD_UNREADABLE")
            };
            let told: Vec<&Value> = told.iter().filter(of_this_page).collect();
            let said: Vec<&Value> = said.iter().collect();
            if told != said {
                differences.push(format!("{at}: told {told:?}, the page says {said:?}"));
            }
        }
        (told, said) if told == said => {}
        (told, said) => differences.push(format!("{at}: told {told}, the page says {said}")),
    }
}

/// The history in words, for whoever looks into a difference.
fn told_of(world: &World) -> String {
    let mut text = format!(
        "{}\nwindow {}..{} as of {} cut {:?}\n",
        world.program(|number| format!("#{number}")),
        days::written(world.window.0),
        days::written(world.window.1),
        days::written(world.as_of),
        world.cut
    );
    let nothing = world::Tree::new();
    let mut before = &nothing;
    for step in &world.steps {
        let day = days::written(world.day_of(step.main.at));
        let _ = writeln!(text, "== #{} {day} ({})", step.main.number, step.main.at);
        for (path, file) in &step.main.tree {
            if before.get(path) != Some(file) {
                text.extend(["-- ", path, "\n", &file.text]);
            }
        }
        for path in before.keys().filter(|path| !step.main.tree.contains_key(*path)) {
            text.extend(["-- ", path, " is gone\n"]);
        }
        before = &step.main.tree;
    }
    text
}

fn all_agree(seeds: std::ops::Range<u64>, run: fn(&World) -> (Value, Value)) {
    let (mut failed, count) = (Vec::new(), seeds.end - seeds.start);
    for seed in seeds {
        let world = make::world(seed);
        let (told, said) = run(&world);
        if let Err(difference) = compare(&world, &told, &said) {
            failed.push(difference);
        }
    }
    let places: Vec<&str> = failed.iter().filter_map(|one| one.lines().nth(1)).take(20).collect();
    assert!(
        failed.is_empty(),
        "{} of {count} histories differ, at\n{}\nthe first:\n{}",
        failed.len(),
        places.join("\n"),
        failed[0]
    );
}

#[test]
fn the_page_and_the_product_agree_on_made_up_histories() {
    all_agree(seeds(200), run::as_values);
}

#[test]
fn they_agree_on_repositories_too() {
    let wanted = asked("TICKMARK_REPOSITORIES").unwrap_or(12);
    all_agree(1_000_000..1_000_000 + wanted, run::as_repository);
}

#[test]
fn the_histories_hold_everything_that_the_page_speaks_of() {
    let mut found = std::collections::BTreeSet::new();
    for seed in 0..120 {
        let world = make::world(seed);
        let (told, _) = run::as_values(&world);
        let controls = told["controls"].as_array().unwrap();
        for control in controls {
            let mut note = |word: &str| found.insert(word.to_owned());
            note(control["cadence"].as_str().unwrap().split(' ').next().unwrap());
            for (key, word) in [("uncovered", "(uncovered)"), ("stray", "(stray)")] {
                if !control[key].as_array().unwrap().is_empty() {
                    note(word);
                }
            }
            for one in control["occurrences"].as_array().unwrap() {
                note(one["status"].as_str().unwrap());
                for flag in one["flags"].as_array().unwrap() {
                    note(flag.as_str().unwrap());
                }
                if !one["others"].as_array().unwrap().is_empty() {
                    note("(others)");
                }
            }
        }
    }
    snapbox::assert_data_eq!(
        found.into_iter().collect::<Vec<_>>().join(" "),
        snapbox::str![
            "(others) (stray) (uncovered) after-the-fact altered altered-after-close annual completed completed-after-close continuous daily definition-landed-later deleted-later early every exception failed incomplete landed-before-performed late missing monthly no-events on-event operated overdue pending quarterly same-as-previous semiannual unknown unreviewed upcoming weekly"
        ]
    );
}
