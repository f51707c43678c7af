//! Templates of a repository that are programs.

use super::{PROGRAM, Place, each};
use snapbox::{assert_data_eq, str};

/// A small company with an audit, and another first page for its packet.
fn company_with(template: &[u8]) -> Place {
    let place = Place::new();
    let audit = "frameworks: {soc2: {version: '2017', categories: [security]}}\naudits:\n  a: {framework: soc2, type: type2, window: 2026-01-01..2026-03-31}\n";
    place.write("policies/program.yaml", format!("{PROGRAM}{audit}"));
    place.write("templates/packet/soc2/README.md", template);
    place.commit();
    place
}

#[test]
fn a_template_ends_stays_small_and_sees_nothing_but_the_context() {
    let long = format!("{{% for a in range(10000) %}}{}{{% endfor %}}", "x".repeat(100_000));
    let cases: Vec<(&str, &[u8])> = vec![
        (
            "a loop in a loop",
            b"{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
        ),
        ("a page of a gigabyte", long.as_bytes()),
        ("a file outside", b"{% include '../../../etc/passwd' %}"),
        ("a file of the repository", b"{% include '../../policies/program.yaml' %}"),
        ("itself", b"{% include 'soc2/README.md' %}"),
        ("itself, as a base", b"{% extends 'soc2/README.md' %}"),
        ("a macro of itself", b"{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"),
        ("a name that is not there", b"{{ environment.HOME }}"),
        ("a filter that is not there", b"{{ title | system }}"),
        ("text that counts as safe", b"{{ '<script>' | safe }}"),
        ("a block that does not end", b"{% for a in b %}"),
        ("not UTF-8", b"Pr\xfcfung"),
    ];
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(100_000), ")".repeat(100_000));
    let deep = [("an expression without end", deep.as_bytes())];
    let places = cases.into_iter().chain(deep).map(|(name, template)| (name, company_with(template)));
    let build = |place: &Place| {
        place.tell(&["packet", "build", "a", "--draft", "--as-of", "2026-04-14", "--out", "packet"])
    };
    assert_data_eq!(
        each(places, build),
        str![[r#"
== a loop in a loop
! error: template `templates/packet/soc2/README.md:1`: engine ran out of fuel
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a page of a gigabyte
! error: template `templates/packet/soc2/README.md`: the page is over 64 MiB
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a file outside
! error: template `templates/packet/soc2/README.md:1`: template not found: tried to include non-existing template '../../../etc/passwd'
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a file of the repository
! error: template `templates/packet/soc2/README.md:1`: template not found: tried to include non-existing template '../../policies/program.yaml'
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== itself
! error: template `templates/packet/soc2/README.md:1`: could not render include: error in "soc2/README.md"
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== itself, as a base
! error: template `templates/packet/soc2/README.md:1`: invalid operation: cycle in template inheritance. "soc2/README.md" was referenced more than once
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a macro of itself
! error: template `templates/packet/soc2/README.md:1`: invalid operation: recursion limit exceeded
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a name that is not there
! error: template `templates/packet/soc2/README.md:1`: undefined value: `environment` is undefined
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a filter that is not there
! error: template `templates/packet/soc2/README.md:1`: unknown filter: filter system is unknown
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== text that counts as safe
! error: template `templates/packet/soc2/README.md:1`: unknown filter: filter safe is unknown
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== a block that does not end
! error: template `templates/packet/soc2/README.md:1`: syntax error: unexpected end of input, expected end of block
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== not UTF-8
! error: template `templates/packet/soc2/README.md` is not UTF-8
! help: `tickmark packet context AUDIT` prints what templates see
exit 2
== an expression without end
! error: template `templates/packet/soc2/README.md:1`: syntax error: template exceeds maximum recursion limits
! help: `tickmark packet context AUDIT` prints what templates see
exit 2

"#]]
    );
}
