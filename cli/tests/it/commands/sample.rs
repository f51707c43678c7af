use std::process::Command;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{demo, succeed, tickmark, told};

fn sample(arguments: &[&str]) -> Command {
    let mut command = tickmark(demo());
    command.args(["sample", "--as-of", "2026-10-14", "--at", "soc2-2026/end"]).args(arguments);
    command
}

#[test]
fn a_sample_is_drawn_by_its_seed() {
    let leavers = ["leavers", "--audit", "soc2-2026", "--size", "3", "--format", "table", "--full"];
    assert_data_eq!(told(&mut sample(&leavers)), str![[r#"
leavers: 3 of 10 items in 2026-01-01..2026-09-30, seed soc2-2026

    1  L-0330  2026-08     1842d6ebff28c386
    2  L-0322  2026-04     20957de364003bfb
    3  L-0327  2026-07     5ce6aeef3972e8cf
-   4  L-0309  2026-02     5fb44d3957cb13f3
-   5  L-0319  2026-03     979be850bee65328
-   6  L-0325  2026-06     a1d07eccd0b89498
-   7  L-0333  2026-09     a591dea03f6cec14
-   8  L-0328  2026-07     ad355146ec6c0908
-   9  L-0317  2026-03     ea5fa127977f3d59
-  10  L-0311  2026-03     f4ae3bece8c48a8c
(- is not drawn)

In the record:
  sample: {how: random, size: 3, seed: soc2-2026}

Draw it again without tickmark:
  python3 -c 'import csv,hashlib,sys;seed,size,column,*files=sys.argv[1:];keys={row[column] for file in files for row in csv.DictReader(open(file,encoding="utf-8-sig",newline=""))};print(*sorted(keys,key=lambda key:hashlib.sha256((seed+"\n"+key).encode()).hexdigest())[:int(size)],sep="\n")' soc2-2026 3 leaver_id evidence/populations/leavers/2026-01.csv evidence/populations/leavers/2026-02.csv evidence/populations/leavers/2026-03.csv evidence/populations/leavers/2026-04.csv evidence/populations/leavers/2026-05.csv evidence/populations/leavers/2026-06.csv evidence/populations/leavers/2026-07.csv evidence/populations/leavers/2026-08.csv evidence/populations/leavers/2026-09.csv
or
  for f in evidence/populations/leavers/2026-01.csv evidence/populations/leavers/2026-02.csv evidence/populations/leavers/2026-03.csv evidence/populations/leavers/2026-04.csv evidence/populations/leavers/2026-05.csv evidence/populations/leavers/2026-06.csv evidence/populations/leavers/2026-07.csv evidence/populations/leavers/2026-08.csv evidence/populations/leavers/2026-09.csv; do n=$(head -n 1 "$f" | tr -d '\r' | tr , '\n' | grep -nx leaver_id | cut -d: -f1); tail -n +2 "$f" | tr -d '\r' | cut -d, -f"$n"; done | while IFS= read -r key; do printf '%s  %s\n' "$(printf '%s\n%s' soc2-2026 "$key" | sha256sum | cut -c1-64)" "$key"; done | LC_ALL=C sort -u | head -n 3
-- exit 0 --

"#]].raw());
}

/// What is printed for people without tickmark draws the same.
#[cfg(unix)]
#[test]
fn it_can_be_drawn_again_without_tickmark() {
    for name in ["changes", "AC-05"] {
        let text = succeed(&mut sample(&[
            name,
            "--window",
            "2026-02-01..2026-03-31",
            "--size",
            "4",
            "--format",
            "json",
        ]));
        let page: serde_json::Value = serde_json::from_str(&text).unwrap();
        let drawn: Vec<&str> =
            page["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap()).collect();
        let run = |script: &str| {
            let mut command = Command::new("sh");
            let text = succeed(command.arg("-c").arg(script).current_dir(demo()));
            let last = |line: &str| line.rsplit("  ").next().unwrap_or_default().to_owned();
            text.lines().map(last).collect::<Vec<_>>()
        };
        assert_eq!(run(page["again"]["shell"].as_str().unwrap()), drawn);
        let python = Command::new("python3").arg("--version").output().is_ok();
        if python {
            assert_eq!(run(page["again"]["python"].as_str().unwrap()), drawn);
        }
    }
}

#[test]
fn days_without_a_list_are_told_by_the_exit_code() {
    assert_data_eq!(
        told(&mut sample(&["leavers", "--window", "2025-11-01..2026-02-28", "--size", "1", "--seed", "s"])),
        str![[r#"
place	key	period	drawn	sha256
1	L-0304	2025-12	yes	189716ea3347992d5ed3825d2fd4b3ca052900c3679ba153ab77ebbf4719a845
-- standard error --
warning: there is no list of `leavers` for 2025-11-01..2025-11-30: what happened then cannot be drawn
-- exit 3 --

"#]]
        .raw()
    );
    let mut all = told(&mut sample(&["leaver"]));
    all += &told(&mut sample(&["leavers", "--period", "2024-03"]));
    all += &told(&mut sample(&["leavers", "--size", "0"]));
    all += &told(&mut sample(&["leavers", "--audit", "soc2-2027"]));
    assert_data_eq!(
        all,
        str![[r#"
-- standard error --
error: `leaver` is neither a population nor a control
help: did you mean `leavers`?
-- exit 2 --
-- standard error --
error: there is no list of `leavers` for 2024-03-01..2024-03-31
help: extract one into evidence/populations/, or take other days with `--window A..B`
-- exit 3 --
-- standard error --
error: `0` is no size
help: write a number, `all` or `sqrt`
-- exit 2 --
-- standard error --
error: no audit is called `soc2-2027`
help: did you mean `soc2-2025`?
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn the_calendar_is_the_population_of_a_periodic_control() {
    let monthly = ["AC-05", "--window", "2026-01-01..2026-09-30", "--seed", "s", "--format", "csv"];
    assert_data_eq!(
        told(&mut sample(&monthly)),
        str![[r#"
place,key,period,drawn,sha256
1,2026-05,2026-05,yes,42a2d69d01b6caacd7ed660d4870ff7d0cdc2af562b1b1ca3dca24ff76ee80eb
2,2026-08,2026-08,yes,52081f98ca8236bd9b03fe62d806957c279a7506f960a525b06366d9eca60cad
3,2026-Q1,2026-Q1,yes,77bcbe17e42161dbe2f7d1b03a10def25ebda0f36823382d072dd5e028bb7c55
-- exit 0 --

"#]]
        .raw()
    );
}
