//! What an assessment is about.

use crate::assess::Assessment;
use crate::calendar::Window;
use crate::interop::oscal::fields::one_line;
use crate::model::{Audit, AuditType, Framework, Scope};

/// A framework over a window, for an audit or without one.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// What of it is in scope.
    pub scope: &'a Scope,
    /// The audit.
    pub audit: Option<&'a Audit>,
    /// The window that is asked about: an audit's, or a day.
    pub window: Window,
    /// The assessment of the window, for an audit about a day of the year that ends with it; it
    /// lists every control of the framework.
    pub assessment: &'a Assessment,
}

impl Subject<'_> {
    /// What it is called in names of files, and its UUIDs are made of.
    pub(super) fn id(&self) -> String {
        match self.audit {
            Some(audit) => audit.id.value.clone(),
            None => format!("{}-{}", self.framework.id.value, self.window),
        }
    }

    pub(super) fn kind(&self) -> Option<AuditType> {
        self.audit.and_then(|audit| audit.kind.as_ref()).map(|kind| kind.value)
    }

    /// What it is called by people.
    pub(super) fn title(&self) -> String {
        let framework = one_line(self.framework.title());
        match self.audit {
            Some(audit) => {
                let kind = self.kind().map(|kind| format!(", {}", kind.word())).unwrap_or_default();
                format!("{} ({framework}{kind})", one_line(&audit.id))
            }
            None => format!("{framework}, {}", self.window),
        }
    }

    /// True when it is about a day.
    pub(super) fn is_a_day(&self) -> bool {
        self.window.from == self.window.to
    }
}
