use minijinja::value::Serde;
use minijinja::{Value, context};

use super::{environment, lay_out};

fn render(template: &str, item: &Value) -> Result<String, String> {
    let mut environment = environment(["evidence/AC-02/2026-Q1.yaml".to_owned()].into());
    environment.set_fuel(Some(10_000));
    let page = context! { path => "04-controls/AC-02.md", up => "../" };
    let rendered =
        environment.template_from_str(template).and_then(|template| template.render(context! { page, item }));
    rendered.map_err(|error| {
        format!("{}{}", error.kind(), error.detail().map(|detail| format!(": {detail}")).unwrap_or_default())
    })
}

fn shown(template: &str, item: impl serde::Serialize) -> String {
    render(template, &Value::from(Serde(item))).unwrap_or_else(|error| error)
}

#[test]
fn what_is_placed_is_escaped_wherever_it_comes_from() {
    let item = serde_json::json!({"title": "a | <b>", "list": ["x|y", "`z`"], "none": null, "empty": "", "flag": true, "number": 3});
    assert_eq!(shown("{{ item.title }}", &item), "a \\| &lt;b&gt;");
    assert_eq!(shown("{{ item.list }}", &item), "x\\|y, \\`z\\`");
    assert_eq!(
        shown("{{ item.none }} {{ item.empty }} {{ item.flag }} {{ item.number }}", &item),
        "— — yes 3"
    );
    assert_eq!(shown("{{ item.title ~ item.title }}", &item), "a \\| &lt;b&gt;a \\| &lt;b&gt;");
    assert_eq!(
        shown("{% macro m(x) %}*{{ x }}*{% endmacro %}{{ m(item.title) }}", &item),
        "*a \\| &lt;b&gt;*"
    );
    assert_eq!(shown("{% set t %}{{ item.title }}{% endset %}{{ t }}", &item), "a \\| &lt;b&gt;");
    assert_eq!(shown("{% autoescape false %}{{ item.title }}{% endautoescape %}", &item), "a \\| &lt;b&gt;");
}

#[test]
fn a_template_cannot_switch_escaping_off() {
    assert_eq!(shown("{{ item | safe }}", "<b>"), "unknown filter: filter safe is unknown");
}

#[test]
fn a_name_that_is_not_there_is_an_error() {
    assert_eq!(
        shown("{{ item.titel }}", serde_json::json!({"title": "x"})),
        "undefined value: `item.titel` is undefined"
    );
    assert_eq!(
        shown("{{ item }}", serde_json::json!({"a": 1})),
        "invalid operation: a mapping cannot be placed; place one of its fields"
    );
}

#[test]
fn a_template_that_does_not_end_runs_out_of_fuel() {
    let template = "{% for a in range(9999) %}{% for b in range(9999) %}{{ a * b }}{% endfor %}{% endfor %}";
    assert_eq!(shown(template, 0), "engine ran out of fuel");
}

#[test]
fn files_and_pages_are_links_where_they_can_be() {
    let file = |path: &str| serde_json::json!({"path": path, "blob": "0123456789abcdef"});
    assert_eq!(
        shown("{{ item | source }}", file("evidence/AC-02/2026-Q1.yaml")),
        "[`evidence/AC-02/2026-Q1.yaml`](../evidence/AC-02/2026-Q1.yaml) blob `0123456789`"
    );
    assert_eq!(
        shown("{{ item | source }}", file("policies/program.yaml")),
        "`policies/program.yaml` blob `0123456789`"
    );
    assert_eq!(shown("{{ item | source }}", Option::<u8>::None), "—");
    assert_eq!(shown("{{ 'A|B' | page('04-controls/A_B.md') }}", 0), "[A\\|B](../04-controls/A_B.md)");
    assert_eq!(shown("{{ 'A' | page('') }} {{ 'A' | page('x y)') }}", 0), "A A");
}

#[test]
fn tables_and_headings_stand_apart() {
    let mut page = String::new();
    lay_out(
        &mut page,
        "text\n| a |\n|---|\n| b |\nmore\n\n\n\n# head\nend\n```\n\n\n| in code\n# too\n```\nlast",
    );
    assert_eq!(
        page,
        "text\n\n| a |\n|---|\n| b |\n\nmore\n\n# head\n\nend\n```\n\n\n| in code\n# too\n```\nlast\n"
    );
}
