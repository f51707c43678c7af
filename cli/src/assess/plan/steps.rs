//! The steps themselves, for each of the four beginnings.

use jiff::ToSpan as _;

use crate::assess::plan::dates::{
    OBSERVING, SURVEILLANCE, Slot, WRITING, along, last, month_after, months_from, next, plus,
};
use crate::assess::plan::{Held, Known, Step, StepState};
use crate::calendar::{CompanyZone, Date, Window};
use crate::model::{Act, AuditType, Register};

/// What the steps are made from.
pub(super) struct Maker<'a> {
    pub(super) register: &'a Register,
    zone: CompanyZone,
    pub(super) as_of: Date,
    pub(super) known: &'a Known,
    steps: Vec<Step>,
    assumed: Vec<String>,
}

/// Makes the steps, and the sentences on what was assumed.
pub(super) fn steps(register: &Register, as_of: Date, held: Held, known: &Known) -> (Vec<Step>, Vec<String>) {
    let program = register.program.as_ref();
    let zone = program.map_or_else(CompanyZone::utc, |program| program.zone.clone());
    let mut maker = Maker { register, zone, as_of, known, steps: Vec::new(), assumed: Vec::new() };
    match held {
        Held::Neither => maker.begin_with_neither(),
        Held::Soc2 => maker.begin_with_soc2(),
        Held::Iso27001 => maker.begin_with_iso(),
        Held::Both => maker.begin_with_both(),
    }
    maker.others();
    (maker.steps, maker.assumed)
}

impl<'a> Maker<'a> {
    fn begin_with_neither(&mut self) {
        let as_of = self.as_of;
        let behind = last(self.register, "soc2", &[AuditType::Type1], as_of);
        let on_file = next(self.register, "soc2", &[AuditType::Type2], as_of);
        let first = self.type1_day(on_file.map(|(_, window)| window));
        let ready = behind.map(|(_, window)| window.to).or(first.as_ref().map(|slot| slot.window.to));
        // The description is written before the day on which it is looked at.
        let by = ready.or(on_file.map(|(_, window)| window.from)).unwrap_or(as_of);
        let by = if by <= as_of && behind.is_none() {
            self.assume("The window runs: each day without a control in force is lost to it, so a month for what is missing.".to_owned());
            plus(as_of, 1.months())
        } else {
            by.max(as_of)
        };
        self.scope("soc2", "soc2: {version: \"2017\", categories: [security]}", as_of);
        let what = "Write the controls down and put them in force";
        self.criteria(what, "tickmark gaps soc2", along(as_of, by, 2, 3));
        self.description(along(as_of, by, 5, 6));
        self.type1(behind.map(|(audit, window)| (audit.id.value.clone(), window.to)), first);
        let window = if let Some((audit, window)) = on_file {
            Slot { audit: Some(audit), window }
        } else {
            self.assume(format!("A first Type 2 window of {OBSERVING} months: 3 are the usual least, and many buyers ask for 6."));
            let day = ready.map_or(as_of, |day| plus(day, 1.days())).max(as_of);
            Slot { audit: None, window: months_from(day, OBSERVING) }
        };
        let (from, to) = (window.window.from.max(as_of), window.window.to);
        self.observe(&window);
        self.management_system(from, to);
        self.packet(&window);
    }

    fn begin_with_soc2(&mut self) {
        let window = self.next_window();
        self.observe(&window);
        let to = window.window.to.max(plus(self.as_of, OBSERVING.months()));
        self.management_system(self.as_of, to);
    }

    fn begin_with_iso(&mut self) {
        let as_of = self.as_of;
        let on_file = next(self.register, "soc2", &[AuditType::Type2], as_of);
        let begin = on_file.map_or_else(|| month_after(as_of, WRITING), |(_, window)| window.from.max(as_of));
        if on_file.is_none() {
            self.assume(format!("{WRITING} months until the window begins, to close what the dry run shows and to write the description."));
            self.assume(format!("A first Type 2 window of {OBSERVING} months: 3 are the usual least, and many buyers ask for 6."));
        }
        let part = |part| along(as_of, begin, part, 4);
        let (one, two, three) = (part(1), part(2), part(3));
        let seen = self.known.dry_run.clone().unwrap_or_else(|| "not made".to_owned());
        self.put("Make the dry run: a real period of evidence for the controls that answer most", seen)
            .on(one, true)
            .run("tickmark gaps soc2 --using iso27001 --dry-run");
        self.scope("soc2", "soc2: {version: \"2017\", categories: [security]}", one);
        let what = "Claim the criteria that your controls meet, and write the controls that are missing";
        self.criteria(what, "tickmark gaps soc2 --using iso27001", two);
        let late = "evidence of each time, dated, by whom; not a state of today";
        self.put("Close what the dry run shows: let each control leave a record every time", late.to_owned())
            .on(three, true)
            .run("tickmark status");
        self.description(begin);
        let window = match on_file {
            Some((audit, window)) => Slot { audit: Some(audit), window },
            None => Slot { audit: None, window: months_from(begin, OBSERVING) },
        };
        self.observe(&window);
        self.packet(&window);
        self.surveillance();
    }

    fn begin_with_both(&mut self) {
        let window = self.next_window();
        self.observe(&window);
        self.surveillance();
        let register = self.register;
        let planned = register.programme.iter().flat_map(|programme| &programme.parts);
        let due =
            planned.filter_map(|part| part.due).map(|due| due.value).filter(|due| *due >= self.as_of).min();
        let review = register.programme.as_ref().and_then(|programme| programme.management_review.as_ref());
        let review =
            review.and_then(|review| review.due).map(|due| due.value).filter(|due| *due >= self.as_of);
        let year = plus(self.as_of, SURVEILLANCE.months());
        self.put("Hold the next internal audit", self.audits_held())
            .on(due.unwrap_or(year), due.is_none())
            .run("tickmark new internal-audit");
        self.put("Hold the next management review", self.reviews_held())
            .on(review.unwrap_or(year), review.is_none())
            .run("tickmark new management-review");
    }

    /// The day of a Type 1; `None` when one lies behind, or the Type 2 window has begun without one.
    fn type1_day(&mut self, window: Option<Window>) -> Option<Slot<'static>> {
        let as_of = self.as_of;
        if last(self.register, "soc2", &[AuditType::Type1], as_of).is_some() {
            return None;
        }
        if let Some((_, on)) = next(self.register, "soc2", &[AuditType::Type1], as_of) {
            return Some(Slot { audit: None, window: on });
        }
        if let Some(window) = window {
            let before = window.from.yesterday().ok().filter(|day| *day >= as_of)?;
            return Some(Slot { audit: None, window: Window::day(before) });
        }
        self.assume(format!("{WRITING} months to write controls and description down before the Type 1."));
        Some(Slot { audit: None, window: Window::day(month_after(as_of, WRITING)) })
    }

    fn type1(&mut self, behind: Option<(String, Date)>, first: Option<Slot<'_>>) {
        let what = "SOC 2 Type 1: design, as of a day";
        if let Some((id, day)) = behind {
            self.put(what, format!("{id} was held")).done(Some(day)).run(&format!("tickmark gaps {id}"));
            return;
        }
        let on_file = next(self.register, "soc2", &[AuditType::Type1], self.as_of);
        match (on_file, first) {
            (Some((audit, on)), _) => {
                let id = &audit.id.value;
                self.put(what, format!("{id} is on file"))
                    .on(on.to, false)
                    .run(&format!("tickmark gaps {id}"));
            }
            (None, Some(slot)) => {
                let day = slot.window.to;
                let edit = format!("tickmark new audit --framework soc2 --type type1 --on {day}");
                self.put(what, "no Type 1 is on file".to_owned()).on(day, true).run(&edit);
            }
            (None, None) => self.assume(
                "The Type 2 window on file has begun or begins at once, so no Type 1 is proposed before it."
                    .to_owned(),
            ),
        }
    }

    pub(super) fn scope(&mut self, id: &str, entry: &str, by: Date) {
        let scope = self.register.program.as_ref().and_then(|program| program.scope(id));
        let what = format!("Take {id} into scope");
        if scope.is_none() {
            self.put(&what, "not among the frameworks of the programme".to_owned())
                .on(by, true)
                .run(&format!("add `{entry}` under `frameworks:` in policies/program.yaml"));
        }
    }

    fn criteria(&mut self, what: &str, command: &str, by: Date) {
        let (claimed, of) = self.known.criteria;
        let seen = if of == 0 {
            "no criterion is looked at yet".to_owned()
        } else {
            format!("{claimed} of {of} criteria are claimed by a control in force")
        };
        let step = self.put(what, seen);
        if of > 0 && claimed == of { step.done(None) } else { step.on(by, true) }.run(command);
    }

    fn description(&mut self, by: Date) {
        let chapters = 8;
        let written = (1..=chapters)
            .filter(|number| {
                let prose = self.register.system_prose.get(&format!("dc{number}"));
                prose.is_some_and(|prose| !prose.body.is_empty())
            })
            .count();
        let structured = if self.register.system.is_some() { "" } else { "; `system.yaml` is missing" };
        let seen = format!("{written} of {chapters} chapters (DC 1 to DC 8){structured}");
        let complete = written == chapters && self.register.system.is_some();
        let run =
            if self.register.system.is_some() { "tickmark schema system" } else { "tickmark new system" };
        let step = self.put("Describe the system: what ISO has no counterpart for", seen);
        if complete { step.done(None) } else { step.on(by, true) }.run(run);
    }

    fn observe(&mut self, window: &Slot<'_>) {
        let Window { from, to } = window.window;
        let (seen, command) = match window.audit {
            Some(audit) => {
                let id = &audit.id.value;
                let begun = if from <= self.as_of { "runs" } else { "is on file" };
                (format!("{id} {begun}, until {to}"), format!("tickmark trail {id}"))
            }
            None => (
                format!("no such window is on file; proposed until {to}"),
                format!("tickmark new audit --framework soc2 --type type2 --on {from}..{to}"),
            ),
        };
        let step =
            self.put("SOC 2 Type 2: run every control through the window, each time with its record", seen);
        step.on(to, window.audit.is_none()).run(&command);
        step.from = Some(from);
    }

    fn packet(&mut self, window: &Slot<'_>) {
        let id = window.audit.map_or("AUDIT", |audit| audit.id.value.as_str());
        let day = plus(window.window.to, 1.days());
        let command = format!("tickmark packet build {id} --at TAG");
        self.put("Tag the main line, and hand the packet over", "after the window's last day".to_owned())
            .on(day, window.audit.is_none())
            .run(&command);
    }

    /// The window that follows the last one without a day between.
    fn next_window(&mut self) -> Slot<'a> {
        let as_of = self.as_of;
        let behind = last(self.register, "soc2", &[AuditType::Type2], as_of);
        let ahead = next(self.register, "soc2", &[AuditType::Type2], as_of);
        match (ahead, behind) {
            (Some((audit, window)), _) => Slot { audit: Some(audit), window },
            (None, Some((_, before))) => {
                let from = plus(before.to, 1.days());
                self.assume(
                    "The next window begins on the day after the last one ended, and is a year long."
                        .to_owned(),
                );
                Slot { audit: None, window: months_from(from, SURVEILLANCE) }
            }
            (None, None) => Slot { audit: None, window: months_from(as_of, SURVEILLANCE) },
        }
    }

    /// Whatever else is in scope rests on the same controls.
    fn others(&mut self) {
        let Some(program) = &self.register.program else { return };
        let ids = program.frameworks.iter().map(|scope| scope.framework.value.as_str());
        let others: Vec<&str> = ids.filter(|id| !matches!(*id, "soc2" | "iso27001")).collect();
        let Some(first) = others.first() else { return };
        let last = self.steps.iter().filter_map(|step| step.by).max().unwrap_or(self.as_of).max(self.as_of);
        let command = format!("tickmark gaps {first} --using iso27001,soc2");
        let what = format!("Let the same controls answer {}", others.join(", "));
        self.put(&what, "in scope".to_owned()).on(last, true).run(&command);
    }

    pub(super) fn day(&self, act: Option<&Act>) -> Option<Date> {
        Some(act?.at.as_ref()?.when?.date(&self.zone))
    }

    pub(super) fn assume(&mut self, sentence: String) {
        if !self.assumed.contains(&sentence) {
            self.assumed.push(sentence);
        }
    }

    pub(super) fn step(
        &mut self,
        what: &str,
        seen: String,
        complete: bool,
        day: Option<Date>,
        by: Date,
    ) -> &mut Step {
        let step = self.put(what, seen);
        if complete { step.done(day) } else { step.on(by, true) }
    }

    pub(super) fn put(&mut self, what: &str, on_file: String) -> &mut Step {
        self.steps.push(Step {
            what: what.to_owned(),
            on_file,
            state: StepState::Now,
            from: None,
            by: None,
            proposed: false,
            command: String::new(),
        });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }
}

impl Step {
    pub(super) fn done(&mut self, day: Option<Date>) -> &mut Self {
        (self.state, self.by) = (StepState::Done, day);
        self
    }

    pub(super) fn on(&mut self, day: Date, proposed: bool) -> &mut Self {
        (self.by, self.proposed) = (Some(day), proposed);
        self
    }

    pub(super) fn run(&mut self, command: &str) -> &mut Self {
        command.clone_into(&mut self.command);
        self
    }
}
