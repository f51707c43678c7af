//! Whether the owners of what asks for less have approved it, as far as commits say so.

use std::collections::BTreeSet;

use crate::app::pipeline::Proposal;
use crate::assess::Concern;
use crate::command::record::git::identity::Identities;
use crate::history::Message;
use crate::model::Program;
use crate::report::check::Approval;

/// Trailers that approve.
const APPROVES: [&str; 3] = ["approved-by", "reviewed-by", "acked-by"];

/// The approval that each concern asks for, once for each subject and its owners. Who may give it is
/// said by the base: a change does not name its own approvers.
pub(super) fn approvals(proposal: &Proposal, concerns: &[Concern]) -> Vec<Approval> {
    let programs = [&proposal.before, &proposal.after].map(|judged| judged.loaded.register.program.as_ref());
    let Some(program) = programs[0].or(programs[1]) else { return Vec::new() };
    let mut identities = Identities::of(program);
    let authors: BTreeSet<String> =
        proposal.commits.iter().map(|message| identities.person(&message.author)).collect();
    let given = given(&proposal.commits, &mut identities);
    let mut asked: Vec<Approval> = Vec::new();
    for concern in concerns {
        let owners = people(program, &concern.owners);
        let by: Vec<String> = owners.into_iter().filter(|one| !authors.contains(one)).collect();
        let counts = |who: &&String| {
            let known = program.person(who).is_some() && !authors.contains(*who);
            known && (by.is_empty() || by.contains(who))
        };
        let one =
            Approval { subject: concern.subject.clone(), given: given.iter().find(counts).cloned(), by };
        if !asked.contains(&one) {
            asked.push(one);
        }
    }
    asked
}

/// A team stands for its members.
fn people(program: &Program, owners: &BTreeSet<String>) -> BTreeSet<String> {
    let members = |who: &String| match program.team(who) {
        Some(team) => team.members.iter().map(|member| member.value.clone()).collect(),
        None => vec![who.clone()],
    };
    owners.iter().flat_map(members).collect()
}

/// Who approved the change as a whole: in its newest commit, or in each of its commits.
fn given(commits: &[Message], identities: &mut Identities) -> BTreeSet<String> {
    let mut each =
        commits.iter().map(|message| approvers(message, identities)).collect::<Vec<_>>().into_iter();
    let Some(newest) = each.next() else { return BTreeSet::new() };
    let in_each = each.fold(newest.clone(), |common, of| common.intersection(&of).cloned().collect());
    newest.union(&in_each).cloned().collect()
}

fn approvers(message: &Message, identities: &mut Identities) -> BTreeSet<String> {
    let trailers = message.trailers();
    let approving =
        trailers.iter().filter(|one| APPROVES.iter().any(|key| one.key.eq_ignore_ascii_case(key)));
    approving.filter_map(|one| identities.signed(one.value)).collect()
}
