//! The register in words, the same in every report.

use crate::assess::{Exposure, Exposures, LeanStanding, Rated, Support};
use crate::calendar::Date;

impl Rated {
    /// `High (2 × 5)`
    pub fn shown(&self) -> String {
        let title = if self.title.is_empty() { "no level" } else { &self.title };
        format!("{title} ({} × {})", self.likelihood, self.impact)
    }
}

impl Exposure<'_> {
    /// What controls that do not work do to the rating with controls; `None` when all of them work.
    pub fn doubt(&self) -> Option<String> {
        let how = |standing| match standing {
            LeanStanding::Missing => "has no record",
            LeanStanding::Failed => "failed",
            LeanStanding::NotInForce => "is not in force",
            LeanStanding::NotThere => "is not there",
            LeanStanding::Works | LeanStanding::NotDueYet => "works",
        };
        let broken: Vec<String> = self
            .broken()
            .map(|lean| {
                let period = lean
                    .period
                    .as_ref()
                    .filter(|_| matches!(lean.standing, LeanStanding::Failed | LeanStanding::Missing));
                let period = period.map(|period| format!(" for {period}")).unwrap_or_default();
                format!("{} {}{period}", lean.control, how(lean.standing))
            })
            .collect();
        let inherent = self.inherent.as_ref().map_or("not rated".to_owned(), Rated::shown);
        match self.support {
            Support::Shown | Support::NoControl => None,
            Support::InDoubt => Some(format!(
                "{}: the rating with controls may be too low; without any it is {inherent}",
                broken.join(", ")
            )),
            Support::NotShown => Some(format!(
                "{}: nothing shows that it is lower than without controls, so {inherent} counts",
                broken.join(", ")
            )),
        }
    }
}

impl Exposures<'_> {
    /// What a reader should not have to find out alone, in sentences.
    pub fn remarks(&self, as_of: Date) -> Vec<String> {
        let ids = |is: &dyn Fn(&Exposure<'_>) -> bool| {
            let ids: Vec<&str> =
                self.list.iter().filter(|one| is(one)).map(|one| one.risk.id.as_str()).collect();
            (!ids.is_empty()).then(|| ids.join(", "))
        };
        let treated = |one: &Exposure<'_>| {
            one.risk.treatment.as_ref().is_some_and(|treatment| **treatment == *"mitigate")
        };
        let planned = |one: &Exposure<'_>| matches!(one.plan, Some("open" | "overdue"));
        let state = |one: &Exposure<'_>, wanted: &str| one.acceptance.is_some_and(|it| it.state == wanted);
        let said = [
            (
                ids(&|one| one.above_appetite == Some(true) && one.acceptance.is_none()),
                "Above the appetite with controls, and not accepted by anybody",
            ),
            (ids(&|one| state(one, "expired")), "Accepted, and the acceptance has run out"),
            (ids(&|one| state(one, "no-end")), "Accepted without an end"),
            (
                ids(&|one| one.acceptance.is_some_and(|it| it.authority == Some(false))),
                "Accepted by somebody who may not accept that level",
            ),
            (
                ids(&|one| one.support == Support::NotShown),
                "Leaning only on controls that do not work: what there was without controls counts",
            ),
            (
                ids(&|one| one.support == Support::InDoubt),
                "Leaning on a control that does not work: the rating with controls is in doubt",
            ),
            (
                ids(&|one| one.support == Support::NoControl && treated(one) && !planned(one)),
                "To be mitigated, by no control and no plan",
            ),
            (
                ids(&|one| one.approved_by_owner.is_none() && one.acceptance.is_none()),
                "Without an approval of plan and residual risk (6.1.3 f)",
            ),
            (
                ids(&|one| one.approved_by_owner == Some(false)),
                "Approved by somebody other than the risk owner (6.1.3 f)",
            ),
            (ids(&|one| one.plan == Some("overdue")), "Treatment past its date"),
            (ids(&|one| one.plan == Some("no-date")), "Treatment without a date"),
            (ids(&|one| one.review_by.is_some_and(|day| day < as_of)), "To be looked at again, and overdue"),
            (ids(&|one| one.risk.reviewed.is_none()), "Never reviewed"),
            (ids(&|one| one.risk.owner.is_none()), "Without an owner (6.1.2 c)"),
            (ids(&|one| one.residual.is_none()), "Not rated with controls"),
        ];
        said.into_iter().filter_map(|(ids, words)| Some(format!("{words}: {}.", ids?))).collect()
    }
}
