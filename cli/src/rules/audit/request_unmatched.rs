//! `request-unmatched`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Register, Request, RequestList, Text};
use crate::rules::words::{count, ticked};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "request-unmatched",
        group: Group::Audit,
        level: Level::Warning,
        summary: "A request of the auditor that nothing on file answers.",
        fixable: false,
        history: false,
        page: include_str!("request_unmatched.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    for list in &register.requests {
        for request in &list.requests {
            unknown_answers(facts, list, request, out);
            out.extend(unknown_sample(facts, list, request));
            out.extend(unanswered(facts, list, request));
        }
    }
}

/// What is named as an answer, and is nowhere.
fn unknown_answers(facts: &Facts<'_>, list: &RequestList, request: &Request, out: &mut Vec<Finding>) {
    for answer in request.answer.iter().filter(|answer| !is_held(facts.register, answer)) {
        let message =
            format!("`{}` answers request {}, and is neither an id nor a file", **answer, *request.id);
        let finding = facts.at(&RULE, list.file, answer.span, message).subject(request.id.as_str());
        out.push(finding.help("name a control, a policy, a population, an incident or the path of a file"));
    }
}

/// The sample that the request is about, and that nobody wrote down.
fn unknown_sample(facts: &Facts<'_>, list: &RequestList, request: &Request) -> Option<Finding> {
    let sample = request.sample.as_ref()?;
    let there =
        |name: &str| facts.register.samples.iter().any(|one| *one.audit == *list.audit && one.name() == name);
    (!there(sample)).then(|| {
        let message =
            format!("request {} speaks of the sample `{}`, which is not on file", *request.id, **sample);
        let path = format!("{}/samples/{}.yaml", list.path.folder(), **sample);
        let finding = facts.at(&RULE, list.file, sample.span, message).subject(request.id.as_str());
        finding.help(format!("write the items that the auditor chose to `{path}`"))
    })
}

/// A request that waits for us, and for which nothing in the repository speaks.
fn unanswered(facts: &Facts<'_>, list: &RequestList, request: &Request) -> Option<Finding> {
    let register = facts.register;
    let waits = request.status.is_ours() && request.answer.is_empty() && request.sample.is_none();
    let by_control = request.controls.iter().any(|control| register.controls.has(control));
    let framework = facts.program()?.audit(&list.audit)?.framework.as_ref();
    let met = framework.map(|framework| register.claimed(framework)).unwrap_or_default();
    let described = |id: &Text| register.system_prose.contains_key(&id.to_ascii_lowercase());
    let by_criterion = request.criteria.iter().any(|id| met.contains(id.as_str()) || described(id));
    if !waits || by_control || by_criterion {
        return None;
    }
    let why = if request.controls.is_empty() && request.criteria.is_empty() {
        "it names no control and no criterion".to_owned()
    } else if request.criteria.is_empty() {
        "none of the controls that it names is on file".to_owned()
    } else {
        let ids = request.criteria.iter().map(|id| id.as_str());
        format!("no active control meets {}", ticked(ids, request.criteria.len()))
    };
    let due = request.due.map(|due| {
        let days = u64::try_from((due.value - facts.as_of).get_days()).ok();
        days.map_or_else(
            || format!("it was due on {}", due.value),
            |days| format!("it is due in {}, on {}", count(days, "day"), due.value),
        )
    });
    let finding = facts
        .at(&RULE, list.file, request.id.span, format!("nothing on file answers request {}", *request.id))
        .subject(request.id.as_str())
        .note(why);
    let finding = match due {
        Some(due) => finding.note(due),
        None => finding,
    };
    Some(finding.help("name what answers it under `answer`, or the `controls` that it is about"))
}

/// True for an id or a path that an auditor can be shown.
fn is_held(register: &Register, answer: &str) -> bool {
    register.controls.has(answer)
        || register.policies.has(answer)
        || register.isms_documents.has(answer)
        || register.populations.has(answer)
        || register.incidents.has(answer)
        || register.risks.has(answer)
        || register.internal_audits.has(answer)
        || register.management_reviews.has(answer)
        || register.nonconformities.has(answer)
        || register.vendor(answer).is_some()
        || register.asset(answer).is_some()
        || register.file(answer).is_some()
        || register.below(answer.trim_end_matches('/')).next().is_some()
}
