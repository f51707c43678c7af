//! What was promised: reports of incidents, corrective actions, decisions, an auditor's requests.

use crate::assess::agenda::{Agenda, DutyKind, Entry, words};
use crate::assess::clocks;
use crate::model::{Nonconformity, NonconformityStatus, Task};
use crate::place::RepoPath;

impl Agenda<'_> {
    pub(super) fn reports(&mut self) {
        for clock in clocks(self.register, self.as_of).iter().filter(|clock| clock.is_open()) {
            let incident = clock.incident;
            let limit = clock.limit.map(|limit| self.zone.shown(limit)).unwrap_or_default();
            self.put(Entry {
                kind: DutyKind::Report,
                subject: &incident.id,
                item: &format!("{} {}", clock.under, clock.what),
                what: format!("{} by {limit}: {}", clock.title(), words(incident.what.as_ref(), "incident")),
                // The record of an incident names nobody who answers for its reports.
                owner: None,
                due: clock.day(&self.zone),
                path: &incident.path,
                help: format!(
                    "send it and enter it under `reported` in `{}`, or write `reported: []` if none was due",
                    incident.path
                ),
            });
            if let Some(duty) = self.duties.last_mut() {
                duty.at = clock.limit;
            }
        }
    }

    pub(super) fn actions(&mut self) {
        for nonconformity in self.register.nonconformities.by_id() {
            self.nonconformity(nonconformity);
        }
        for review in self.register.management_reviews.by_id() {
            for decision in review.decisions.iter().flatten() {
                let item = decision.id.as_ref().map_or("", |id| id.value.as_str());
                self.task(&review.id, item, &decision.task, &review.path);
            }
        }
        for incident in self.register.incidents.by_id() {
            for (index, action) in incident.actions.iter().enumerate() {
                self.task(&incident.id, &(index + 1).to_string(), action, &incident.path);
            }
        }
        for soa in &self.register.soas {
            for (requirement, decision) in &soa.decisions {
                let planned = decision.status.as_ref().is_some_and(|status| **status == *"planned");
                if planned && !decision.excludes() {
                    let known = self.register.frameworks.get(&soa.framework.value);
                    let title = known.and_then(|known| known.requirement(requirement)?.title.as_ref());
                    self.put(Entry {
                        kind: DutyKind::Action,
                        subject: requirement,
                        item: &soa.framework,
                        what: format!("{}: planned, and no control yet", words(title, "requirement")),
                        owner: decision.owner.as_ref(),
                        due: decision.due.map(|due| due.value),
                        path: &soa.path,
                        help: format!(
                            "add a control that satisfies it, and take the decision out of `{}`",
                            soa.path
                        ),
                    });
                }
            }
        }
    }

    /// First the action, then whether it worked.
    fn nonconformity(&mut self, one: &Nonconformity) {
        if one.status == NonconformityStatus::Closed {
            return;
        }
        match &one.action {
            Some(action) if action.done.is_none() => self.task(&one.id, "action", action, &one.path),
            Some(action) => self.put(Entry {
                kind: DutyKind::Action,
                subject: &one.id,
                item: "effectiveness",
                what: format!(
                    "{}: nobody has checked whether it worked",
                    words(action.what.as_ref(), "action")
                ),
                owner: action.owner.as_ref(),
                due: None,
                path: &one.path,
                help: format!("check it, and write `effective: {{checked: true, …}}` in `{}`", one.path),
            }),
            None => self.put(Entry {
                kind: DutyKind::Action,
                subject: &one.id,
                item: "action",
                what: format!(
                    "{}: no corrective action is agreed",
                    words(one.what.as_ref(), "nonconformity")
                ),
                owner: None,
                due: None,
                path: &one.path,
                help: format!("agree on an `action` with owner and day in `{}`", one.path),
            }),
        }
    }

    fn task(&mut self, subject: &str, item: &str, task: &Task, path: &RepoPath) {
        if task.done.is_some() {
            return;
        }
        self.put(Entry {
            kind: DutyKind::Action,
            subject,
            item,
            what: words(task.what.as_ref(), "an action without a word on it"),
            owner: task.owner.as_ref(),
            due: task.due.map(|due| due.value),
            path,
            help: format!("do it, and add `done: DATE` in `{path}`"),
        });
    }

    pub(super) fn requests(&mut self) {
        for list in &self.register.requests {
            for request in list.requests.iter().filter(|request| request.status.is_ours()) {
                self.put(Entry {
                    kind: DutyKind::Request,
                    subject: &list.audit,
                    item: &request.id,
                    what: words(request.what.as_ref(), "a request without a word on it"),
                    owner: request.owner.as_ref(),
                    due: request.due.map(|due| due.value),
                    path: &list.path,
                    help: format!(
                        "name what answers it under `answer`, and set `status: provided` in `{}`",
                        list.path
                    ),
                });
            }
        }
    }
}
