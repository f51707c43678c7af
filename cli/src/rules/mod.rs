//! Rules: what is wrong, judged from facts that are already there.
//!
//! In: [`Facts`], every value that earlier stages computed. Out:
//! [`Findings`](crate::finding::Findings). A rule reads no file, no clock and no history of its own,
//! and reports only on its subject; the engine owns the loops, the levels and what is set aside.
//!
//! To add a rule:
//!
//! 1. Name the problem in kebab-case, so that "ignore `evidence-missing`" reads well. That word is
//!    the same in code, page, configuration and every format.
//! 2. Write `rules/<group>/<name>.rs`: a `RULE` with its [`RuleMeta`](crate::finding::RuleMeta) and
//!    one [`Check`] for its subject, and the function. Say what is wrong (a phrase, lower case, no
//!    full stop, the user's words in backticks), point at the smallest text that a person would
//!    edit, and say in `help` what to do, as an imperative.
//! 3. Write `rules/<group>/<name>.md`, the page of `tickmark explain <name>`. It is also the test:
//!    files stand under *Example* with the output they cause, and under *Instead* as they should
//!    be; `cli/tests/it/rules` runs both, and says how a page is written. If what was meant is sure,
//!    attach the edit with [`Finding::fix`](crate::finding::Finding::fix), set `fixable`, and show on
//!    the page what `tickmark fix --select <name> --diff` prints; if it is not, `fix_unsafe` says what
//!    to make sure of. Whether the file may be edited at all is the engine's business.
//! 4. Add its `mod` line to `rules/<group>/mod.rs` and its line to [`RULES`], in the order of the
//!    catalogue.
//! 5. Run the tests with `SNAPSHOTS=overwrite` to refresh `cli/tests/reference/rules.md`, and read
//!    what changed.

mod cells;
mod facts;
mod held;
mod judge;
mod layout;
mod naming;
mod reviews;
mod rule;
mod suppress;
mod withhold;
mod words;

mod audit;
mod control;
mod evidence;
mod history;
mod incident;
mod management_system;
mod policy;
mod population;
mod reference;
mod risk;
mod secrets;
mod shape;
mod soa;
mod suppression;
mod system_description;

pub use facts::{Facts, LeftOut, Reach};
pub use held::{Held, absent_files};
pub use judge::{RuleSelection, UnknownRule, judge};
pub use naming::{Named, Naming};
pub use reviews::{Decided, Review};
pub use rule::{Check, On, Rule};
pub use suppress::{Extent, Suppression, Until};

/// Every rule, in the order of the catalogue. `explain`, the reference, SARIF and the schema of
/// `lint.rules` are made from this list.
pub static RULES: &[&Rule] = &[
    &shape::yaml_syntax::RULE,
    &shape::unknown_field::RULE,
    &shape::wrong_type::RULE,
    &shape::missing_field::RULE,
    &shape::invalid_value::RULE,
    &shape::duplicate_key::RULE,
    &shape::word_as_boolean::RULE,
    &shape::ambiguous_number::RULE,
    &shape::duplicate_id::RULE,
    &shape::id_and_file_name_differ::RULE,
    &shape::misplaced_file::RULE,
    &shape::unclaimed_file::RULE,
    &shape::unsafe_path::RULE,
    &shape::file_too_large::RULE,
    &shape::not_utf8::RULE,
    &reference::unknown_person::RULE,
    &reference::unknown_control::RULE,
    &reference::unknown_risk::RULE,
    &reference::unknown_requirement::RULE,
    &reference::unknown_framework::RULE,
    &reference::unknown_population::RULE,
    &reference::unknown_column::RULE,
    &reference::unknown_policy::RULE,
    &reference::unknown_vendor::RULE,
    &reference::unknown_asset::RULE,
    &reference::unknown_audit::RULE,
    &reference::missing_artifact::RULE,
    &reference::person_left::RULE,
    &control::satisfies_nothing::RULE,
    &control::event_without_population::RULE,
    &control::vague_statement::RULE,
    &control::no_owner::RULE,
    &control::control_weakened::RULE,
    &control::requirement_uncovered::RULE,
    &control::retired_only_cover::RULE,
    &evidence::evidence_missing::RULE,
    &evidence::evidence_overdue::RULE,
    &evidence::evidence_late::RULE,
    &evidence::evidence_after_the_fact::RULE,
    &evidence::stray_period::RULE,
    &evidence::performed_outside_period::RULE,
    &evidence::performed_in_the_future::RULE,
    &evidence::reviewed_by_performer::RULE,
    &evidence::not_reviewed::RULE,
    &evidence::result_pending::RULE,
    &evidence::exception_incomplete::RULE,
    &evidence::remediation_overdue::RULE,
    &evidence::pass_with_exceptions::RULE,
    &evidence::artifact_changed::RULE,
    &evidence::artifact_without_hash::RULE,
    &evidence::artifact_empty::RULE,
    &evidence::artifact_too_large::RULE,
    &evidence::evidence_altered::RULE,
    &evidence::evidence_altered_after_close::RULE,
    &evidence::evidence_deleted::RULE,
    &evidence::same_as_previous::RULE,
    &evidence::committed_before_performed::RULE,
    &evidence::decision_incomplete::RULE,
    &evidence::self_review::RULE,
    &population::extraction_missing::RULE,
    &population::row_count_differs::RULE,
    &population::key_not_unique::RULE,
    &population::event_outside_period::RULE,
    &population::sample_not_in_population::RULE,
    &population::sample_not_reproducible::RULE,
    &population::population_not_checked::RULE,
    &population::formula_in_cell::RULE,
    &population::personal_data_column::RULE,
    &risk::risk_above_appetite::RULE,
    &risk::residual_above_inherent::RULE,
    &risk::mitigated_by_nothing::RULE,
    &risk::acceptance_expired::RULE,
    &risk::accepted_below_authority::RULE,
    &risk::risk_review_overdue::RULE,
    &risk::relies_on_failed_control::RULE,
    &risk::treatment_overdue::RULE,
    &risk::risk_not_approved::RULE,
    &soa::soa_undecided::RULE,
    &soa::exclusion_without_reason::RULE,
    &soa::excluded_but_used::RULE,
    &soa::implemented_without_evidence::RULE,
    &soa::soa_changed_since_approval::RULE,
    &soa::clause_excluded::RULE,
    &policy::policy_not_approved::RULE,
    &policy::policy_review_overdue::RULE,
    &policy::policy_changed_since_approval::RULE,
    &policy::policy_version_not_raised::RULE,
    &policy::policy_not_acknowledged::RULE,
    &management_system::review_input_missing::RULE,
    &management_system::auditor_not_independent::RULE,
    &management_system::audits_own_work::RULE,
    &management_system::nonconformity_without_cause::RULE,
    &management_system::effectiveness_not_checked::RULE,
    &management_system::internal_audit_overdue::RULE,
    &management_system::management_review_overdue::RULE,
    &management_system::objective_without_measure::RULE,
    &management_system::mandatory_document_missing::RULE,
    &system_description::description_section_missing::RULE,
    &system_description::user_control_without_criterion::RULE,
    &system_description::carve_out_without_expectation::RULE,
    &system_description::subservice_report_gap::RULE,
    &system_description::vendor_review_overdue::RULE,
    &system_description::marketing_language::RULE,
    &incident::reporting_deadline_missed::RULE,
    &incident::reporting_deadline_near::RULE,
    &incident::incident_without_cause::RULE,
    &audit::window_gap::RULE,
    &audit::request_unmatched::RULE,
    &audit::sample_item_without_evidence::RULE,
    &history::history_rewritten::RULE,
    &history::unsigned_evidence::RULE,
    &history::unknown_signer::RULE,
    &history::signature_invalid::RULE,
    &history::direct_to_main::RULE,
    &history::clock_out_of_order::RULE,
    &history::tag_not_signed::RULE,
    &history::introduced_in_merge::RULE,
    &history::history_incomplete::RULE,
    &history::replaced_objects::RULE,
    &secrets::secret_in_evidence::RULE,
    &secrets::personal_data::RULE,
    &suppression::suppression_without_reason::RULE,
    &suppression::suppression_expired::RULE,
    &suppression::suppression_unused::RULE,
    &suppression::unknown_rule::RULE,
];

/// The rule of a name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.meta.name == name)
}
