//! Histories made up from a seed: everything that people do to controls and records, and some of
//! what nobody should.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::days::{self, Cadence, Day, Period};
use super::dice::Dice;
use super::model::sha256;
use super::value::{V, m, s};
use super::world::{Commit, File, Step, Tree, World};

const CADENCES: [&str; 13] = [
    "daily",
    "weekly",
    "monthly",
    "monthly",
    "quarterly",
    "quarterly",
    "semiannual",
    "annual",
    "on-event",
    "on-event",
    "on-event",
    "continuous",
    "every",
];
const LENGTHS: [&str; 9] = ["1d", "10d", "45d", "100d", "1mo", "2mo", "7mo", "1y", "400d"];
const ZONES: [&str; 6] =
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/St_Johns"];

pub(super) fn world(seed: u64) -> World {
    let dice = &mut Dice::new(seed);
    let mut grace = BTreeMap::new();
    for key in ["daily", "weekly", "monthly", "quarterly", "semiannual", "annual"] {
        if dice.percent(30) {
            grace.insert(key, dice.one(&["0d", "36h", "5d", "12d", "1mo", "2mo"]).to_owned());
        }
    }
    let mut categories = Vec::new();
    if dice.percent(60) {
        categories.extend(["c1", "c2", "c3"].into_iter().filter(|_| dice.percent(40)));
    }
    let from = days::place(2025, 9, 1) + dice.between(0, 300);
    let window = (from, from + dice.between(0, 420));
    let mut world = World {
        seed,
        zone: dice.one(&ZONES),
        fiscal: if dice.percent(60) { 1 } else { dice.between(2, 12) },
        review: dice.one(&["four-eyes", "any", "none", "none"]),
        grace,
        within: dice.one(&["7d", "0d", "36h", "14d", "1mo"]).to_owned(),
        categories,
        distrusted: BTreeSet::new(),
        steps: Vec::new(),
        cut: None,
        window,
        audit: dice.percent(25),
        as_of: from,
    };
    let mut maker = Maker { dice, world: &mut world, tree: Tree::new(), anchors: BTreeMap::new(), today: 0 };
    maker.history();
    maker.surroundings();
    world
}

struct Maker<'a> {
    dice: &'a mut Dice,
    world: &'a mut World,
    tree: Tree,
    /// The day on which each control's file came, more or less.
    anchors: BTreeMap<String, Day>,
    today: Day,
}

impl Maker<'_> {
    fn history(&mut self) {
        let midnight = self.world.midnight(days::place(2025, 9, 10));
        let mut clock = midnight + self.dice.between(0, 120 * 86_400);
        let skewed = self.dice.percent(25);
        let merging = self.dice.percent(50);
        for number in 0..self.dice.between(4, 22) {
            let number = 2 * usize::try_from(number).expect("not negative");
            clock += if self.dice.percent(25) {
                self.dice.between(0, 90_000)
            } else {
                self.dice.between(0, 40 * 86_400)
            };
            let mut at = clock;
            if skewed && self.dice.percent(20) {
                at += if self.dice.percent(40) {
                    self.dice.between(-400, 400)
                } else {
                    self.dice.between(-30, 60) * 86_400
                };
                if self.dice.percent(40) {
                    self.world.distrusted.insert(number);
                }
            }
            self.today = self.world.day_of(at);
            let before = self.tree.clone();
            for _ in 0..self.dice.between(1, 4) {
                self.act();
            }
            let side_tree = self.tree.clone();
            if merging && self.dice.percent(15) {
                self.act();
            }
            let main = self.commit(number, at);
            let side_at = at - self.dice.between(-3_600, 20 * 86_400);
            let is_merge =
                merging && !self.world.steps.is_empty() && before != side_tree && self.dice.percent(50);
            let side = is_merge.then(|| Commit { tree: side_tree, ..self.commit(number + 1, side_at) });
            self.world.steps.push(Step { main, side });
        }
        // A programme cannot name the commit that it stands in.
        let last = self.world.steps.last().map(|step| step.main.number);
        self.world.distrusted.retain(|number| Some(*number) != last);
        if !merging && self.dice.percent(30) {
            self.world.cut = Some(self.dice.index(self.world.steps.len()));
        }
    }

    fn commit(&mut self, number: usize, at: i64) -> Commit {
        let author = self.dice.one(&["Ada", "Bob", "Cem"]).to_owned();
        let offset = *self.dice.one(&[&0, &60, &-300, &345, &-210]);
        Commit { number, author, at, offset, tree: self.tree.clone() }
    }

    /// The as-of day, mostly near one on which a status changes.
    fn surroundings(&mut self) {
        let world = &mut *self.world;
        let mut as_of = self.today + self.dice.between(-120, 120);
        let control = Cadence::named(self.dice.one(&["monthly", "quarterly", "weekly"]), None);
        if let Some(period) = control.and_then(|cadence| cadence.holding(as_of, world.fiscal, 0)) {
            let grace = world.grace.values().next().cloned();
            let after = grace
                .filter(|_| self.dice.percent(50))
                .unwrap_or_else(|| self.dice.one(&["7d", "14d", "3d", "0d"]).to_owned());
            if self.dice.percent(70) {
                as_of = days::after(period.due, &after) + self.dice.between(-1, 1);
            }
        }
        world.as_of = as_of;
    }

    fn act(&mut self) {
        let controls: Vec<String> =
            self.tree.keys().filter(|path| path.starts_with("policies/")).cloned().collect();
        let records: Vec<String> = self.tree.keys().filter(|path| is_record(path)).cloned().collect();
        match self.dice.between(0, 99) {
            _ if controls.is_empty() => self.new_control(),
            0..10 => self.new_control(),
            10..20 => self.change_control(&controls),
            20..24 => self.lose_control(&controls),
            24..72 => self.new_record(&controls),
            72..92 if !records.is_empty() => {
                let record = records[self.dice.index(records.len())].clone();
                self.touch(&record);
            }
            _ => self.extract(),
        }
    }

    fn write(&mut self, path: &str, value: V) {
        let text = value.yaml(self.dice);
        self.tree.insert(path.to_owned(), Rc::new(File { text, value: Some(value) }));
    }

    fn write_bytes(&mut self, path: &str, text: String) {
        self.tree.insert(path.to_owned(), Rc::new(File { text, value: None }));
    }

    // Controls.

    fn new_control(&mut self) {
        let id = *self.dice.one(&[&"C1", &"C2", &"C3"]);
        let path = format!("policies/controls/{id}.yaml");
        if self.tree.keys().any(|other| other.starts_with(&format!("policies/controls/{id}"))) {
            return;
        }
        self.anchors.entry(id.to_owned()).or_insert(self.today);
        let mut control =
            m([("id", s(id)), ("title", s("T")), ("owner", s("ada")), ("statement", s("Something."))]);
        self.say_cadence(&mut control);
        if self.dice.percent(30) {
            control.set("since", s(days::written(self.today + self.dice.between(-200, 60))));
        }
        if self.dice.percent(8) {
            control.set("status", s("draft"));
        }
        for key in ["grace", "evidence", "satisfies"] {
            if self.dice.percent(40) {
                self.say(&mut control, key);
            }
        }
        self.write(&path, control);
    }

    fn say_cadence(&mut self, control: &mut V) {
        let cadence = self.dice.one(&CADENCES).to_owned();
        for key in ["period", "population", "deadline"] {
            control.unset(key);
        }
        if cadence == "every" {
            let length = self.dice.one(&LENGTHS).to_owned();
            control.set("cadence", m([("every", s(length))]));
            return;
        }
        if ["on-event", "continuous"].contains(&cadence.as_str()) && self.dice.percent(50) {
            let unit = self.dice.one(&["week", "month", "quarter"]).to_owned();
            control.set("period", s(unit));
        }
        if cadence == "on-event" {
            control.set("population", s("leavers"));
            if self.dice.percent(60) {
                let within = self.dice.one(&["24h", "0h", "30h", "1d", "3d", "1mo"]).to_owned();
                control.set("deadline", s(format!("{within} after last_day")));
            }
        }
        control.set("cadence", s(cadence));
    }

    fn say(&mut self, control: &mut V, key: &str) {
        let value = match key {
            "grace" => s(self.dice.one(&["0d", "2d", "25h", "10d", "1mo"])),
            "since" => s(days::written(self.today + self.dice.between(-250, 40))),
            "status" => s(self.dice.one(&["active", "retired", "draft"])),
            "evidence" => {
                let names = self.dice.between(1, 2);
                let entry = |name: &str| m([("name", s(name)), ("what", s("w")), ("each", s("period"))]);
                V::L(
                    ["ticket", "export"]
                        .into_iter()
                        .take(usize::try_from(names).expect("two"))
                        .map(entry)
                        .collect(),
                )
            }
            _ => {
                let claim = self.dice.one(&["R1", "R2", "R3", "R9"]).to_owned();
                m([(*self.dice.one(&[&"own", &"own", &"soc2"]), V::L(vec![s(claim)]))])
            }
        };
        control.set(key, value);
    }

    fn change_control(&mut self, controls: &[String]) {
        let path = controls[self.dice.index(controls.len())].clone();
        let Some(mut control) = self.tree[&path].value.clone() else {
            return drop(self.tree.remove(&path));
        };
        match self.dice.between(0, 9) {
            0..4 => self.say_cadence(&mut control),
            4 => control.unset("since"),
            5 | 6 => self.say(&mut control, "status"),
            7 => self.say(&mut control, "since"),
            8 => self.say(&mut control, "grace"),
            _ => {
                let key = self.dice.one(&["evidence", "satisfies", "population"]).to_owned();
                if key == "population" { control.unset("deadline") } else { self.say(&mut control, &key) }
            }
        }
        self.write(&path, control);
    }

    fn lose_control(&mut self, controls: &[String]) {
        let path = controls[self.dice.index(controls.len())].clone();
        match self.dice.between(0, 3) {
            0 => self.write_bytes(&path, "id: [\n".to_owned()),
            1 => {
                let file = self.tree.remove(&path).expect("it is there");
                if let Some(id) = file.value.as_ref().and_then(|says| says.text("id")) {
                    let moved = format!("policies/controls/{id}-{}.yaml", self.dice.between(1, 3));
                    self.tree.insert(moved, file);
                }
            }
            _ => drop(self.tree.remove(&path)),
        }
    }

    // Records.

    /// A period of a control, mostly of its cadence as it is now.
    fn period(&mut self, says: &V, id: &str) -> Option<Period> {
        let own = match says.get("cadence")? {
            V::S(word) => Cadence::named(word, says.text("period")),
            mapping => Some(Cadence::every(mapping.text("every")?)),
        };
        let other = Cadence::named(self.dice.one(&["monthly", "quarterly", "weekly"]), None);
        let cadence = if self.dice.percent(88) { own? } else { other? };
        let anchor = says.text("since").and_then(days::read).or_else(|| self.anchors.get(id).copied())?;
        let day = self.today + self.dice.between(-130, 40);
        cadence.holding(day.max(anchor), self.world.fiscal, anchor)
    }

    fn new_record(&mut self, controls: &[String]) {
        let control = &self.tree[&controls[self.dice.index(controls.len())]];
        let Some(says) = control.value.clone() else { return };
        let id = says.text("id").expect("an id").to_owned();
        let Some(period) = self.period(&says, &id) else { return };
        let mut name = period.name.clone();
        if self.dice.percent(15) {
            name = format!("{name}.{}", self.dice.between(2, 11));
        } else if self.dice.percent(8) {
            name = format!("note-{}", self.dice.between(1, 3));
        }
        let path = format!("evidence/{id}/{name}.yaml");
        if self.tree.contains_key(&path) {
            return self.touch(&path);
        }
        let old = self.tree.iter().filter(|(path, file)| is_record(path) && file.value.is_some());
        let old: Vec<V> = old.filter_map(|(_, file)| file.value.clone()).collect();
        let mut record = if self.dice.percent(12) && !old.is_empty() {
            let mut copy = old[self.dice.index(old.len())].clone();
            copy.set("control", s(&id));
            copy
        } else {
            self.record(&path, &id, &says, &period)
        };
        let performed = period.due + self.dice.between(-20, 25);
        record.set("performed", self.act_by(performed));
        if self.dice.percent(75) {
            record.set("period", s(&period.name));
        } else {
            record.unset("period");
        }
        if self.dice.percent(3) {
            record.set("period", s("soon"));
        }
        if self.dice.percent(3) {
            record.set("result", s("fine"));
        }
        if self.dice.percent(2) {
            return self.write_bytes(&path, "control: [\n".to_owned());
        }
        self.write(&path, record);
    }

    fn act_by(&mut self, day: Day) -> V {
        let mut act = m([("by", s(self.dice.one(&["ada", "bob", "cem"]))), ("at", s(self.when(day)))]);
        if self.dice.percent(4) {
            act.unset("by");
        }
        if self.dice.percent(4) {
            act.set("at", s(self.dice.one(&["soon", "2026-13-01"])));
        }
        act
    }

    fn when(&mut self, day: Day) -> String {
        let day = days::written(day);
        match self.dice.between(0, 5) {
            0 => format!("{day}T23:30:00Z"),
            1 => format!("{day}T00:15:00+05:30"),
            2 => format!("{day}T09:40:00+02:00"),
            _ => day,
        }
    }

    fn record(&mut self, path: &str, id: &str, control: &V, period: &Period) -> V {
        let result =
            self.dice.one(&["pass", "pass", "pass", "pass", "exception", "fail", "pending", "not-performed"]);
        let mut record = m([("control", s(id)), ("result", s(result))]);
        if self.dice.percent(50) {
            record.set("reviewed", self.act_by(period.due + 3));
        }
        if self.dice.percent(60) {
            record.set("summary", s(format!("{} looked at", self.dice.between(1, 3))));
        }
        if self.dice.percent(12) {
            record.set(
                "exceptions",
                m([("EX-1", m([("what", s("a")), ("fix", m([("done", s("2026-09-11"))]))]))]),
            );
        }
        let artifacts: Vec<V> = (0..self.dice.between(0, 2)).map(|_| self.artifact(path)).collect();
        record.set("artifacts", V::L(artifacts));
        if control.text("cadence") == Some("on-event") {
            self.test_items(&mut record, period);
        }
        record
    }

    fn artifact(&mut self, path: &str) -> V {
        let bytes = format!("{}\n", self.dice.between(1, 4));
        let mut artifact = if self.dice.percent(60) {
            let name = *self.dice.one(&[&"a.csv", &"b.csv"]);
            if self.dice.percent(90) {
                self.write_bytes(&format!("{}/{name}", path.trim_end_matches(".yaml")), bytes.clone());
            }
            m([("file", s(name))])
        } else {
            m([("url", s("https://x.example/1"))])
        };
        if self.dice.percent(90) {
            artifact.set("sha256", s(sha256(&bytes)));
        }
        if self.dice.percent(60) {
            let names = [s("ticket"), s("export")];
            artifact.set(
                "for",
                if self.dice.percent(60) { names[self.dice.index(2)].clone() } else { V::L(names.to_vec()) },
            );
        }
        artifact
    }

    fn test_items(&mut self, record: &mut V, period: &Period) {
        let base = format!("evidence/populations/leavers/{}", period.name);
        if !self.tree.contains_key(&format!("{base}.csv")) && self.dice.percent(85) {
            self.extract_for(period);
        }
        let Some(table) = self.tree.get(&format!("{base}.csv")).cloned() else { return };
        let described = self.tree.get(&format!("{base}.yaml")).and_then(|file| file.value.clone());
        let mut tested = Vec::new();
        for row in table.text.lines().skip(1) {
            let (key, _) = row.split_once(',').expect("two cells");
            let at = period.due + self.dice.between(-20, 5);
            let item = match self.dice.between(0, 9) {
                0 => s("fail"),
                1 => m([("exception", s("EX-2"))]),
                2..5 => m([("result", s("pass")), ("at", s(self.when(at)))]),
                _ => s("pass"),
            };
            if self.dice.percent(92) {
                tested.push((key.to_owned(), item));
            }
        }
        if self.dice.percent(6) {
            tested.push(("L99".to_owned(), s("pass")));
        }
        match self.dice.between(0, 5) {
            0 => record.set(
                "sample",
                m([("how", s("random")), ("size", s(self.dice.between(0, 4))), ("seed", s("7"))]),
            ),
            1 => record.set(
                "sample",
                m([("how", s("chosen")), ("items", V::L(vec![s("L1"), s("L3")])), ("by", s("bob"))]),
            ),
            2 => record.set("sample", m([("how", s("all"))])),
            _ => {}
        }
        record.set("tested", V::M(tested));
        if let Some(described) = described.filter(|_| self.dice.percent(60)) {
            let mut used = m([("of", s("leavers"))]);
            for key in ["rows", "sha256"] {
                if let Some(text) = described.text(key) {
                    used.set(key, s(text));
                }
            }
            if self.dice.percent(10) {
                used.set("rows", s(self.dice.between(0, 5)));
            }
            record.set("population", used);
        }
    }

    /// Something happens to a record that is there, or to its files.
    fn touch(&mut self, path: &str) {
        let folder = path.trim_end_matches(".yaml").to_owned();
        let Some(mut record) = self.tree.get(path).and_then(|file| file.value.clone()) else {
            return drop(self.tree.remove(path));
        };
        let day = self.today;
        match self.dice.between(0, 15) {
            0 | 1 => record.set("reviewed", self.act_by(day)),
            2 => record.set("summary", s("said otherwise")),
            3 => record.set("result", s(self.dice.one(&["pass", "fail", "exception"]))),
            4 if record.text("result") == Some("pending") => {
                record.set("result", s(self.dice.one(&["pass", "exception", "fail"])));
            }
            4 => record.set("performed", self.act_by(day)),
            5 => {
                let mut more = record.many("artifacts").into_iter().cloned().collect::<Vec<_>>();
                let at = self.dice.index(more.len() + 1);
                more.insert(at, self.artifact(path));
                record.set("artifacts", V::L(more));
            }
            6 => record.set("artifacts", V::L(Vec::new())),
            7 => record.set("x-note", if self.dice.percent(50) { V::Null } else { s("n") }),
            8 => record.unset("summary"),
            9 => record.set("reviewed", V::Null),
            10 => return self.write_bytes(path, "control: [\n".to_owned()),
            11 => return drop(self.tree.remove(path)),
            12 => {
                self.tree.retain(|name, _| name != path && !name.starts_with(&format!("{folder}/")));
                return;
            }
            13 => {
                let name = self.dice.one(&["a", "b", "c"]).to_owned();
                return self.write_bytes(&format!("{folder}/{name}.csv"), "9\n".to_owned());
            }
            14 => return self.tree.retain(|name, _| !name.starts_with(&format!("{folder}/"))),
            _ => {}
        }
        self.write(path, record);
    }

    // Extractions.

    fn extract(&mut self) {
        let unit = match self.dice.between(0, 3) {
            0 => "week",
            1 => "quarter",
            _ => "month",
        };
        let day = self.today + self.dice.between(-120, 20);
        let cadence = Cadence::named("on-event", Some(unit)).expect("a cadence");
        let period = cadence.holding(day, self.world.fiscal, 0).expect("a period");
        self.extract_for(&period);
    }

    fn extract_for(&mut self, period: &Period) {
        let base = format!("evidence/populations/leavers/{}", period.name);
        let count = if self.dice.percent(35) { 0 } else { self.dice.between(1, 4) };
        let mut csv = "id,last_day\n".to_owned();
        for number in 1..=count {
            let day = self.dice.between(period.start, period.due);
            let when = self.when(day);
            csv.extend(["L", &number.to_string(), ",", &when, "\n"]);
        }
        let mut described = m([
            ("population", s("leavers")),
            ("period", s(&period.name)),
            ("extracted", m([("by", s("ada")), ("at", s(days::written(period.due + 1)))])),
            ("rows", s(count)),
            ("sha256", s(sha256(&csv))),
        ]);
        match self.dice.between(0, 19) {
            0 => described.set("rows", s(count + 1)),
            1 => described.set("sha256", s(sha256("other"))),
            2 => described.unset("rows"),
            3 => described.unset("sha256"),
            4 => return self.write(&format!("{base}.yaml"), described),
            5 => return self.write_bytes(&format!("{base}.csv"), csv),
            _ => {}
        }
        self.write(&format!("{base}.yaml"), described);
        self.write_bytes(&format!("{base}.csv"), csv);
    }
}

fn is_record(path: &str) -> bool {
    path.starts_with("evidence/C") && path.split('/').count() == 3
}
