//! What a regulation asks of registers, and what these lack.

use crate::assess::gaps::{Finder, GapArea, Remedy, listed};
use crate::model::{Register, Text, Vendor};

impl Finder<'_> {
    /// Contracts with processors (GDPR), and the register of information (DORA).
    pub(super) fn registers(&mut self) {
        let register = self.input.register;
        match self.input.framework.id.as_str() {
            "gdpr" => {
                for vendor in register.vendors.iter().filter(|vendor| is_without_contract(vendor)) {
                    let what = "it processes personal data for us, and no processing agreement is on file (Art. 28(3))";
                    self.vendor(vendor, what, "enter the day on which it was signed as `dpa` under `gdpr`");
                }
            }
            "dora" => {
                for vendor in &register.vendors {
                    let lacks = lacking(vendor);
                    if !lacks.is_empty() {
                        let what = format!(
                            "the register of information does not say {} (Art. 28(3))",
                            listed(&lacks)
                        );
                        self.vendor(vendor, &what, "enter it under `dora` in the vendor register");
                    }
                }
            }
            _ => {}
        }
    }

    fn vendor(&mut self, vendor: &Vendor, what: &str, advice: &str) {
        let path = self.input.register.path(vendor.file).clone();
        self.put(GapArea::Vendors, Remedy::Fix, &vendor.id, what)
            .advise(advice)
            .owned(vendor.owner.as_ref())
            .at(&path);
    }
}

fn is_without_contract(vendor: &Vendor) -> bool {
    let is = |role: &Text| matches!(role.as_str(), "processor" | "sub-processor");
    vendor.gdpr.as_ref().is_some_and(|gdpr| gdpr.role.as_ref().is_some_and(is) && gdpr.dpa.is_none())
}

fn lacking(vendor: &Vendor) -> Vec<&'static str> {
    let Some(dora) = &vendor.dora else { return vec!["which function it supports"] };
    [
        ("which function it supports", dora.function.is_none()),
        ("whether that function is critical or important", dora.critical_function.is_none()),
        ("the contract", dora.contract.is_none()),
        ("how hard it is to replace", dora.substitutable.is_none()),
    ]
    .into_iter()
    .filter_map(|(name, absent)| absent.then_some(name))
    .collect()
}

/// Which file a requirement is kept in beside a control; nothing for what controls alone can answer.
pub(super) fn kept_in(framework: &str, requirement: &str, register: &Register) -> Option<String> {
    const VENDORS: &str = "`policies/registers/vendors.yaml`";
    const PROCESSING: &str = "`policies/registers/processing.yaml`";
    const INCIDENTS: &str = "`evidence/incidents/` (its clocks run from there)";
    let of = |article: &str| requirement.starts_with(article);
    let vendors = !register.vendors.is_empty();
    let (file, there, what) = match framework {
        "gdpr" if of("Art.30") => {
            (PROCESSING, !register.activities.is_empty(), "each processing of personal data")
        }
        "gdpr" if of("Art.28") => (VENDORS, vendors, "each processor with its agreement"),
        "gdpr" if of("Art.35") => {
            let assessed = register.activities.iter().any(|activity| activity.assessment.is_some());
            (PROCESSING, assessed, "the impact assessment of each processing that needs one")
        }
        "gdpr" if of("Art.33") || of("Art.34") => {
            (INCIDENTS, false, "each breach, with who was told and when,")
        }
        "nis2" if of("Art.23") => (INCIDENTS, false, "each significant incident with its reports"),
        "nis2" if of("Art.21(2)(d)") => (VENDORS, vendors, "the suppliers and what assures of them"),
        "dora" if of("Art.28(3)") => (VENDORS, vendors, "the register of information"),
        "dora" if of("Art.17") || of("Art.19") => (INCIDENTS, false, "each incident with its reports"),
        "iso27001" if requirement == "A.5.9" => {
            ("`policies/registers/assets.yaml`", !register.assets.is_empty(), "the assets and their owners")
        }
        _ => return None,
    };
    Some(if there {
        format!(
            "write the control that keeps {what} right in {file}, and name the requirement in its `satisfies`"
        )
    } else {
        format!(
            "keep {what} in {file}, and name the requirement in the `satisfies` of the control that sees to it"
        )
    })
}
